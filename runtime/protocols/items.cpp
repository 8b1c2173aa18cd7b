// Items, lengths, iteration, and the questions isinstance() and issubclass() ask.
#include "runtime/classes/descriptors.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/type_alias.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

// --- items

Ref<Value> get_item(Thread& thread, Value container, Value key) {
    Type* type = thread.interp.type_of(container);
    if (type->slots.get_item) return type->slots.get_item(thread, container, key);
    if (as_instance<Type>(container)) {
        if (container.as<Type>() == thread.types().type) return make_generic_alias(thread, container, key);
        Ref<Value> method = TRY(find_attribute(thread, container, thread.interp.names().__class_getitem__));
        if (!method.is_empty() && !method.is_none()) return call(thread, method, {key});
        return raise_type_error(thread, "type '%s' is not subscriptable",
                                to_utf8(container.as<Type>()->name.get()).c_str());
    }
    return raise_type_error(thread, "'%s' object is not subscriptable", type_name(thread, container));
}

Status set_item(Thread& thread, Value container, Value key, Value value) {
    Type* type = thread.interp.type_of(container);
    if (type->slots.set_item) return type->slots.set_item(thread, container, key, value);
    // Sequences say it in other words than the rest.
    bool sequence = type->is_heap_type() || type->slots.length || type->slots.concat || type->slots.contains;
    bool shortened = value.is_empty() && sequence && thread.interp.type_of(key)->slots.index;
    return raise_type_error(thread, "'%s' object does%s support item %s", type_name(thread, container),
                            shortened ? "n't" : " not", value.is_empty() ? "deletion" : "assignment");
}

Result<bool> contains_by_iteration(Thread& thread, Value iterable, Value item) {
    Ref<Value> iterator = get_iterator(thread, iterable);
    if (iterator.is_error()) {
        if (!error_matches(thread, thread.types().type_error)) return kError;
        return raise_type_error(thread, "argument of type '%s' is not iterable", type_name(thread, iterable));
    }
    for (;;) {
        Ref<Value> next = TRY(iterator_next(thread, iterator));
        if (next.is_empty()) return false;
        if (TRY(equals(thread, next, item))) return true;
    }
}

Result<bool> contains(Thread& thread, Value container, Value item) {
    Type* type = thread.interp.type_of(container);
    if (type->slots.contains) return type->slots.contains(thread, container, item);
    return contains_by_iteration(thread, container, item);
}

Result<int64_t> length(Thread& thread, Value value) {
    Type* type = thread.interp.type_of(value);
    if (type->slots.length) return type->slots.length(thread, value);
    return raise_type_error(thread, "object of type '%s' has no len()", type_name(thread, value));
}

Result<int64_t> length_hint(Thread& thread, Value value, int64_t otherwise) {
    Type* type = thread.interp.type_of(value);
    if (type->slots.length) {
        Result<int64_t> known = type->slots.length(thread, value);
        if (known.ok()) return known;
        if (!error_matches(thread, thread.types().type_error)) return kError;
        clear_error(thread);
    }
    Ref<Value> method = TRY(find_special(thread, value, thread.interp.names().__length_hint__));
    if (method.is_empty()) return otherwise;
    Ref<Value> hint = call(thread, method);
    if (hint.is_error()) {
        if (!error_matches(thread, thread.types().type_error)) return kError;
        clear_error(thread);
        return otherwise;
    }
    if (hint.is_not_implemented()) return otherwise;
    if (!is_int(hint))
        return raise_type_error(thread, "__length_hint__ must be an integer, not %s",
                                type_name(thread, hint));
    int64_t number = TRY(int_as_ssize(thread, hint));
    if (number < 0) return raise_value_error(thread, "__length_hint__() should return >= 0");
    return number;
}

// --- iteration

Ref<Value> get_iterator(Thread& thread, Value iterable) {
    Type* type = thread.interp.type_of(iterable);
    if (type->slots.iter) {
        Ref<Value> iterator = TRY(type->slots.iter(thread, iterable));
        if (!thread.interp.type_of(iterator)->slots.next)
            return raise_type_error(thread, "iter() returned non-iterator of type '%s'",
                                    type_name(thread, iterator));
        return iterator;
    }
    if (iterates_by_position(type)) return make_sequence_iterator(thread, iterable);
    return raise_type_error(thread, "'%s' object is not iterable", type_name(thread, iterable));
}

Ref<Value> iterator_next(Thread& thread, Value iterator) {
    UnarySlot next = thread.interp.type_of(iterator)->slots.next;
    if (!next) return raise_type_error(thread, "'%s' object is not an iterator", type_name(thread, iterator));
    if (thread.stack_exhausted()) [[unlikely]]  // iterators over iterators, as deep as the program likes
        return raise_recursion_error(thread, " while calling a Python object");
    Ref<Value> item = next(thread, iterator);
    if (item.is_error() && error_matches(thread, thread.types().stop_iteration)) [[unlikely]] {
        clear_error(thread);
        return Ref<Value>::empty();
    }
    return item;
}

// --- classes

namespace {

// __bases__ of what is no class but looks like one; empty when it has none.
Ref<Value> abstract_bases(Thread& thread, Value class_) {
    Ref<Value> bases = TRY(find_attribute(thread, class_, thread.interp.names().__bases__));
    if (bases.is_empty() || !as_tuple(bases)) return Ref<Value>::empty();
    return bases;
}

Status check_class(Thread& thread, Value class_, const char* message) {
    if (as_instance<Type>(class_)) return {};
    Ref<Value> bases = TRY(abstract_bases(thread, class_));
    if (bases.is_empty()) return raise_type_error(thread, "%s", message);
    return {};
}

Result<bool> abstract_subclass(Thread& thread, Value derived, Value class_) {
    std::vector<Ref<Value>> pending;
    pending.push_back(share(derived));
    while (!pending.empty()) {
        Ref<Value> current = std::move(pending.back());
        pending.pop_back();
        if (current.get() == class_) return true;
        Ref<Value> bases = TRY(abstract_bases(thread, current));
        if (bases.is_empty()) continue;
        for (Value base : as_tuple(bases)->span()) pending.push_back(share(base));
    }
    return false;
}

constexpr const char* kNotAClass = "isinstance() arg 2 must be a type, a tuple of types, or a union";
constexpr const char* kNotAClassForSubclass =
    "issubclass() arg 2 must be a class, a tuple of classes, or a union";

}  // namespace

Result<bool> is_real_instance(Thread& thread, Value object, Value class_) {
    if (Type* type = as_instance<Type>(class_)) {
        Type* own = thread.interp.type_of(object);
        if (own->is_subtype(type)) return true;
        // Proxies may claim another class.
        if (own->slots.get_attr == generic_get_attribute && !own->is_heap_type()) return false;
        Ref<Value> claimed = TRY(find_attribute(thread, object, thread.interp.names().__class__));
        Type* claimed_type = claimed.is_empty() ? nullptr : as_instance<Type>(claimed);
        return claimed_type && claimed_type != own && claimed_type->is_subtype(type);
    }
    TRY(check_class(thread, class_, kNotAClass));
    Ref<Value> claimed = TRY(find_attribute(thread, object, thread.interp.names().__class__));
    if (claimed.is_empty()) return false;
    return abstract_subclass(thread, claimed, class_);
}

Result<bool> is_real_subclass(Thread& thread, Value derived, Value class_) {
    Type *left = as_instance<Type>(derived), *right = as_instance<Type>(class_);
    if (left && right) return left->is_subtype(right);
    TRY(check_class(thread, derived, "issubclass() arg 1 must be a class"));
    TRY(check_class(thread, class_, kNotAClassForSubclass));
    return abstract_subclass(thread, derived, class_);
}

Result<bool> is_instance(Thread& thread, Value object, Value class_or_tuple) {
    Type* own = thread.interp.type_of(object);
    if (class_or_tuple == Value(own)) return true;
    Type* metatype = thread.interp.type_of(class_or_tuple);
    if (metatype == thread.types().type) return is_real_instance(thread, object, class_or_tuple);
    if (Union* members = as_instance<Union>(class_or_tuple))
        return is_instance_of_union(thread, object, members);
    RecursionGuard guard(thread, " in __instancecheck__");
    if (guard.failed()) return kError;
    if (Tuple* classes = as_tuple(class_or_tuple)) {
        Ref<Tuple> keep = share(classes);
        for (Value item : classes->span())
            if (TRY(is_instance(thread, object, item))) return true;
        return false;
    }
    Ref<Value> check = TRY(find_special(thread, class_or_tuple, thread.interp.names().__instancecheck__));
    if (check.is_empty()) return is_real_instance(thread, object, class_or_tuple);
    Ref<Value> answer = TRY(call(thread, check, {object}));
    return truth(thread, answer);
}

Result<bool> is_subclass(Thread& thread, Value derived, Value class_or_tuple) {
    Type* metatype = thread.interp.type_of(class_or_tuple);
    if (metatype == thread.types().type) {
        if (derived == class_or_tuple) return true;
        return is_real_subclass(thread, derived, class_or_tuple);
    }
    if (Union* members = as_instance<Union>(class_or_tuple))
        return is_subclass(thread, derived, members->args);
    RecursionGuard guard(thread, " in __subclasscheck__");
    if (guard.failed()) return kError;
    if (Tuple* classes = as_tuple(class_or_tuple)) {
        Ref<Tuple> keep = share(classes);
        for (Value item : classes->span())
            if (TRY(is_subclass(thread, derived, item))) return true;
        return false;
    }
    Ref<Value> check = TRY(find_special(thread, class_or_tuple, thread.interp.names().__subclasscheck__));
    if (check.is_empty()) return is_real_subclass(thread, derived, class_or_tuple);
    Ref<Value> answer = TRY(call(thread, check, {derived}));
    return truth(thread, answer);
}

}  // namespace moult
