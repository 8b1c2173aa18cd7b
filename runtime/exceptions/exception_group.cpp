// BaseExceptionGroup and ExceptionGroup (PEP 654).
#include <unordered_set>
#include <vector>

#include "runtime/classes/function.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception_class.h"
#include "runtime/exceptions/exception_internal.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

ExceptionObject* group_of(Value v) {
    return v.as<ExceptionObject>();
}
bool is_group(const Thread& thread, Value v) {
    return thread.interp.type_of(v)->is_subtype(thread.types().base_exception_group);
}
// Null after the collector has cleared the group.
Tuple* members(const ExceptionObject* group) {
    if (group->fields[kGroupExceptions].is_empty()) return nullptr;
    return as_tuple(group->fields[kGroupExceptions]);
}

Ref<Tuple> member_argument(Thread& thread, Value sequence) {
    if (!is_exact<Tuple>(sequence) && !as_instance<List>(sequence)) {
        Type* type = thread.interp.type_of(sequence);
        bool is_sequence = type->slots.get_item && type->base_kind != Kind::kDict;
        if (!is_sequence) return raise_type_error(thread, "second argument (exceptions) must be a sequence");
    }
    Ref<Tuple> exceptions = TRY(to_tuple(thread, sequence));
    if (exceptions->length == 0)
        return raise_value_error(thread, "second argument (exceptions) must be a non-empty sequence");
    return exceptions;
}

struct GroupObject : ExceptionObject {};  // whose constructor is BaseExceptionGroup's

Ref<Value> group_make(Thread& thread, Type* type, Args args) {  // message, exceptions
    const Types& types = thread.types();
    if (!as_str(args[0]))
        return raise_bad_argument(thread, "BaseExceptionGroup.__new__", "argument 1", "str", args[0]);
    Ref<Tuple> exceptions = TRY(member_argument(thread, args[1]));
    bool plain = true;
    for (size_t i = 0; i < exceptions->length; ++i) {
        Value item = exceptions->items()[i];
        if (!as_exception(item))
            return raise_value_error(thread, "Item %zu of second argument (exceptions) is not an exception",
                                     i);
        plain &= thread.interp.type_of(item)->is_subtype(types.exception);
    }
    if (type == types.base_exception_group) {
        if (plain) type = types.exception_group;
    } else if (type == types.exception_group) {
        if (!plain) return raise_type_error(thread, "Cannot nest BaseExceptions in an ExceptionGroup");
    } else if (!plain && type->is_subtype(types.exception)) {
        return raise_type_error(thread, "Cannot nest BaseExceptions in '%.200s'",
                                to_utf8(type->name.get()).c_str());
    }
    Ref<Value> made = TRY(allocate_exception(thread, type, {args.values, 2}));
    set_exception_field(group_of(made), kGroupMessage, args[0]);
    set_exception_field(group_of(made), kGroupExceptions, exceptions.value());
    return made;
}

Ref<Value> group_str(Thread& thread, Value self) {
    const ExceptionObject* group = group_of(self);
    if (!members(group)) return exception_str(thread, self);
    size_t count = members(group)->length;
    Ref<Str> message = TRY(to_str(thread, group->fields[kGroupMessage]));
    StrBuilder out(thread);
    out.add(message.get());
    out.add_ascii(" (" + std::to_string(count) + " sub-exception" + (count == 1 ? ")" : "s)"));
    return out.finish();
}

// --- derive, split, subgroup

// A group like `original` of these exceptions, made by its derive(); takes over what tracebacks show.
Ref<Value> derive_like(Thread& thread, Value original, List* exceptions) {
    if (exceptions->length == 0) return Value::none();
    Ref<Str> name = TRY(intern(thread, "derive"));
    Ref<Value> made = TRY(call_method(thread, original, name.get(), {Value(exceptions)}));
    if (!is_group(thread, made))
        return raise_type_error(thread, "derive must return an instance of BaseExceptionGroup");
    const ExceptionObject* from = group_of(original);
    ExceptionObject* to = group_of(made);
    auto copy = [](Value& place, Value value) {
        incref(value);
        decref(std::exchange(place, value));
    };
    copy(to->traceback, from->traceback);
    copy(to->context, from->context);
    copy(to->cause, from->cause);
    to->suppress_context = true;  // as with any exception that has been given a cause, even that of None
    Str* notes_name = thread.interp.names().__notes__;
    Ref<Value> notes = TRY(find_attribute(thread, original, notes_name));
    if (!notes.is_empty() && thread.interp.type_of(notes)->slots.length) {
        Ref<List> notes_copy = TRY(to_list(thread, notes));
        TRY(set_attribute(thread, made, notes_name, notes_copy.value()));
    }
    return made;
}

// What split() is asked for: an exception type, a tuple of them, or a predicate; or, for projections, a set
// of leaves.
struct Condition {
    Value value;
    bool by_type;
    const std::unordered_set<const Object*>* leaves = nullptr;
};

Result<Condition> condition_argument(Thread& thread, Value value) {
    const Types& types = thread.types();
    if (is_exception_class(types, value)) return Condition{value, true};
    if (Tuple* tuple = as_tuple(value)) {
        bool all = true;
        for (Value item : tuple->span()) all &= is_exception_class(types, item);
        if (all) return Condition{value, true};
    } else if (is_exact<Function>(value)) {
        return Condition{value, false};
    }
    return raise_type_error(thread, "expected a function, exception type or tuple of exception types");
}

Result<bool> holds(Thread& thread, Condition condition, Value exception) {
    if (condition.leaves) return condition.leaves->contains(exception.as_object());
    if (!condition.by_type) {
        Ref<Value> answer = TRY(call(thread, condition.value, {exception}));
        return truth(thread, answer);
    }
    const Type* type = thread.interp.type_of(exception);
    if (Tuple* tuple = as_tuple(condition.value)) {
        for (Value item : tuple->span())
            if (type->is_subtype(item.as<Type>())) return true;
        return false;
    }
    return type->is_subtype(condition.value.as<Type>());
}

// The parts of a (possibly nested) group for which the condition holds and for which it does not; None where
// a part is empty.
struct Split {
    Ref<Value> match = Value::none(), rest = Value::none();
};

Status split_recursively(Thread& thread, Value exception, Condition condition, bool want_rest, Split* out) {
    if (TRY(holds(thread, condition, exception))) {
        out->match = share(exception);
        return {};
    }
    if (!is_group(thread, exception)) {
        if (want_rest) out->rest = share(exception);
        return {};
    }
    RecursionGuard guard(thread, " in exceptiongroup_split_recursive");
    if (guard.failed()) return kError;
    Ref<Tuple> inner = share(members(group_of(exception)));
    if (!inner) return {};
    Ref<List> matching = TRY(make_list(thread));
    Ref<List> others = TRY(make_list(thread));
    for (Value item : inner->span()) {
        Split part;
        TRY(split_recursively(thread, item, condition, want_rest, &part));
        if (!part.match.is_none()) TRY(list_append(thread, matching.get(), part.match));
        if (!part.rest.is_none()) TRY(list_append(thread, others.get(), part.rest));
    }
    out->match = TRY(derive_like(thread, exception, matching.get()));
    if (want_rest) out->rest = TRY(derive_like(thread, exception, others.get()));
    return {};
}

Status collect_leaves(Thread& thread, Value exception, std::unordered_set<const Object*>* leaves) {
    if (!is_group(thread, exception)) {
        leaves->insert(exception.as_object());
        return {};
    }
    RecursionGuard guard(thread, " in collect_exception_group_leaf_ids");
    if (guard.failed()) return kError;
    if (Tuple* inner = members(group_of(exception)))
        for (Value item : inner->span()) TRY(collect_leaves(thread, item, leaves));
    return {};
}

Ref<Value> derive_method(Thread& thread, Args args) {
    Value message = group_of(args[0])->fields[kGroupMessage];
    return call(thread, thread.types().base_exception_group, {message, args[1]});
}
Ref<Value> split_method(Thread& thread, Args args) {
    Condition condition = TRY(condition_argument(thread, args[1]));
    Split split;
    TRY(split_recursively(thread, args[0], condition, true, &split));
    return make_tuple(thread, {split.match, split.rest});
}
Ref<Value> subgroup_method(Thread& thread, Args args) {
    Condition condition = TRY(condition_argument(thread, args[1]));
    Split split;
    TRY(split_recursively(thread, args[0], condition, false, &split));
    return split.match;
}
Ref<Value> class_getitem_method(Thread& thread, Args args) {
    return call(thread, thread.types().generic_alias, {args[0], args[1]});
}

constexpr MethodDef kMethods[] = {
    {"@hidden @parse @as:function derive(self, excs, /)", derive_method,
     "A group of these exceptions with the same message."},
    {"@hidden @unpack split(self, condition, /)", split_method,
     "(match, rest): the parts for which a type or a predicate holds, and does not."},
    {"@hidden @unpack subgroup(self, condition, /)", subgroup_method,
     "The part for which a type or a predicate holds, or None."},
    {"@class __class_getitem__(cls, item, /)", class_getitem_method, "See PEP 585"},
};
Status refuse_assignment(Thread& thread, Value, Value) {
    return raise(thread, thread.types().attribute_error, "readonly attribute");
}

constexpr GetSetDef kAttributes[] = {
    {"message", exception_field<kGroupMessage>, refuse_assignment, "exception message"},
    {"exceptions", exception_field<kGroupExceptions>, refuse_assignment, "nested exceptions"},
};

}  // namespace

Ref<Value> exception_group_projection(Thread& thread, Value group, std::span<const Value> kept) {
    std::unordered_set<const Object*> leaves;
    for (Value exception : kept) TRY(collect_leaves(thread, exception, &leaves));
    Split split;
    TRY(split_recursively(thread, group, Condition{Value::empty(), false, &leaves}, false, &split));
    return split.match;
}

namespace {

// ExceptionGroup(BaseExceptionGroup, Exception): the one builtin type with two bases.
Status add_second_base(Thread& thread, Type* type) {
    Type *first = type->base, *second = native_type(thread.interp, kExceptionType);
    const Types& types = thread.types();
    type->bases = TRY(make_tuple(thread, {Value(first), Value(second)}));
    type->mro = TRY(make_tuple(
        thread, {Value(type), Value(first), Value(second), Value(second->base), Value(types.object)}));
    second->subclasses.push_back(type);
    return {};
}

}  // namespace

constexpr TypeSpec kBaseExceptionGroupType = native<GroupObject>(
    {.name = "BaseExceptionGroup",
     .kind = Kind::kException,
     .flags = kExceptionFlags,
     .make = {"@hidden @lax @parse BaseExceptionGroup.__new__(message, exceptions, /)", group_make},
     .init = kExceptionInit,
     .doc = "A combination of multiple unrelated exceptions.",
     .slots = {.str = group_str},
     .methods = kMethods,
     .attributes = kAttributes,
     .base = &kBaseExceptionType});

constexpr TypeSpec kExceptionGroupType = native<GroupObject>({.name = "ExceptionGroup",
                                                              .kind = Kind::kException,
                                                              .flags = kExceptionFlags,
                                                              .complete = add_second_base,
                                                              .base = &kBaseExceptionGroupType});

}  // namespace moult
