// Slots of classes whose special methods are in a namespace: find the method, call it with self in front.
#include "runtime/classes/argument_buffer.h"
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/slot_table.h"
#include "runtime/containers/iterators.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

template <uint32_t count>
Ref<Value> call_with(Thread& thread, Value attribute, const Value (&values)[count]) {
    Ref<Value> guard = share(attribute);  // the class may lose it during the call
    if (is_exact<Function>(attribute)) [[likely]]
        return call(thread, attribute, CallArgs{values, count});
    Type* type = thread.interp.type_of(attribute);
    if (type->flags & kMethodDescriptorFlag) return call(thread, attribute, CallArgs{values, count});
    if (!type->slots.descr_get) return call(thread, attribute, CallArgs{values + 1, count - 1});
    Ref<Value> bound =
        TRY(type->slots.descr_get(thread, attribute, values[0], thread.interp.type_of(values[0])));
    return call(thread, bound, CallArgs{values + 1, count - 1});
}

Value lookup(Thread& thread, Value self, const Str* name) {
    return lookup_in_type(thread.interp.type_of(self), name);
}

// A special method as it was found on a class, or bound where it is not called with the instance in front. Its class may
// lose it meanwhile.
class SpecialMethod {
  public:
    SpecialMethod(Thread& thread, Value self, const Str* name) : thread_(thread), self_(self) {
        function_ = share(lookup(thread, self, name));
        if (is_missing() || is_exact<Function>(function_)) return;
        Type* type = thread.interp.type_of(function_);
        takes_self_ = type->flags & kMethodDescriptorFlag;
        if (!takes_self_ && type->slots.descr_get)
            function_ = type->slots.descr_get(thread, function_, self, thread.interp.type_of(self));
    }
    bool is_missing() const { return function_.is_empty(); }
    bool failed() const { return function_.is_error(); }  // to be bound
    bool is_none() const { return function_.is_none(); }
    Ref<Value> call() const {
        return takes_self_ ? moult::call(thread_, function_, {self_}) : moult::call(thread_, function_);
    }
    Ref<Value> call(Value argument) const {
        return takes_self_ ? moult::call(thread_, function_, {self_, argument})
                           : moult::call(thread_, function_, {argument});
    }

  private:
    Thread& thread_;
    Value self_;
    Ref<Value> function_;
    bool takes_self_ = true;
};

}  // namespace

Ref<Value> call_type_attribute(Thread& thread, Value attribute, Value self, CallArgs arguments) {
    Ref<Value> guard = share(attribute);
    Type* type = thread.interp.type_of(attribute);
    if (!(type->flags & kMethodDescriptorFlag)) {
        if (!type->slots.descr_get) return call(thread, attribute, arguments);
        Ref<Value> bound = TRY(type->slots.descr_get(thread, attribute, self, thread.interp.type_of(self)));
        return call(thread, bound, arguments);
    }
    ArgumentBuffer buffer(thread, self, arguments);
    if (buffer.failed()) return kError;
    return call(thread, attribute, buffer.args());
}

Ref<Value> call_special(Thread& thread, Value self, const Str* name) {
    Value method = lookup(thread, self, name);
    if (method.is_empty()) return Ref<Value>::empty();
    return call_with(thread, method, {self});
}
Ref<Value> call_special(Thread& thread, Value self, const Str* name, Value argument) {
    Value method = lookup(thread, self, name);
    if (method.is_empty()) return Ref<Value>::empty();
    return call_with(thread, method, {self, argument});
}
Ref<Value> call_special(Thread& thread, Value self, const Str* name, Value first, Value second) {
    Value method = lookup(thread, self, name);
    if (method.is_empty()) return Ref<Value>::empty();
    return call_with(thread, method, {self, first, second});
}

Ref<Value> must_call_special(Thread& thread, Value self, Str* name, std::initializer_list<Value> arguments) {
    Value method = lookup(thread, self, name);
    if (method.is_empty()) return raise_attribute_error(thread, self, name, "%s", to_utf8(name).c_str());
    if (arguments.size() == 0) return call_with(thread, method, {self});
    return call_type_attribute(thread, method, self,
                               {arguments.begin(), static_cast<uint32_t>(arguments.size())});
}

Ref<Value> dispatch_binary_slot(Thread& thread, Value left, Value right, BinarySlot TypeSlots::* slot,
                                BinarySlot self, Str* name, Str* reflected) {
    Type *left_type = thread.interp.type_of(left), *right_type = thread.interp.type_of(right);
    bool try_reflected = left_type != right_type && right_type->slots.*slot == self;
    if (left_type->slots.*slot == self) {
        if (try_reflected && right_type->is_subtype(left_type)) {
            // The subclass goes first when it has a reflected method of its own.
            Value of_right = lookup_in_type(right_type, reflected);
            if (!of_right.is_empty() && !(of_right == lookup_in_type(left_type, reflected))) {
                Ref<Value> result = TRY(call_with(thread, of_right, {right, left}));
                if (!result.is_not_implemented()) return result;
                try_reflected = false;
            }
        }
        Ref<Value> result = TRY(call_special(thread, left, name, right));
        if (!result.is_empty() && (!result.is_not_implemented() || right_type == left_type)) return result;
    }
    if (try_reflected) {
        Ref<Value> result = TRY(call_special(thread, right, reflected, left));
        if (!result.is_empty()) return result;
    }
    return Value::not_implemented();
}

Ref<Value> dispatch_get_attr(Thread& thread, Value self, Str* name) {
    const Names& names = thread.interp.names();
    Type* type = thread.interp.type_of(self);
    Value getattribute = lookup_in_type(type, names.__getattribute__);
    Value getattr = lookup_in_type(type, names.__getattr__);
    Ref<Value> result;
    Ref<Value> fallback = share(getattr);
    if (is_exact<WrapperDescriptor>(getattribute)) {
        auto slot =
            reinterpret_cast<decltype(TypeSlots::get_attr)>(getattribute.as<WrapperDescriptor>()->slot);
        if (slot == generic_get_attribute) {
            // No exception is made when __getattr__ is going to answer.
            result = TRY(find_generic_attribute(thread, self, name));
            if (!result.is_empty()) return result;
            if (getattr.is_empty()) return raise_no_attribute(thread, self, name);
            return call_with(thread, getattr, {self, Value(name)});
        }
        result = slot(thread, self, name);
    } else {
        result = call_with(thread, getattribute, {self, Value(name)});
    }
    if (!result.is_error() || fallback.is_empty() || !error_matches(thread, thread.types().attribute_error))
        return result;
    clear_error(thread);
    return call_with(thread, fallback.get(), {self, Value(name)});
}

Status dispatch_set_attr(Thread& thread, Value self, Str* name, Value value) {
    const Names& names = thread.interp.names();
    return as_status(value.is_empty()
                         ? must_call_special(thread, self, names.__delattr__, {Value(name)})
                         : must_call_special(thread, self, names.__setattr__, {Value(name), value}));
}

Result<int64_t> dispatch_hash(Thread& thread, Value self) {
    SpecialMethod method(thread, self, thread.interp.names().__hash__);
    if (method.failed()) return kError;
    if (method.is_missing() || method.is_none()) return hash_not_implemented(thread, self);
    Ref<Value> result = TRY(method.call());
    Value number = as_int(result);
    if (number.is_empty()) return raise_type_error(thread, "__hash__ method should return an integer");
    int64_t hash;
    if (!int_to_int64(number, &hash)) hash = int_hash(number);
    return hash == -1 ? -2 : hash;
}

Ref<Value> dispatch_call(Thread& thread, Value self, CallArgs args) {
    Value method = lookup(thread, self, thread.interp.names().__call__);
    if (method.is_empty())
        return raise_type_error(thread, "'%s' object is not callable", type_name(thread, self));
    return call_type_attribute(thread, method, self, args);
}

Ref<Value> dispatch_compare(Thread& thread, Value self, Value other, CompareOp op) {
    static constexpr Str* Names::* kNames[] = {&Names::__lt__, &Names::__le__, &Names::__eq__,
                                               &Names::__ne__, &Names::__gt__, &Names::__ge__};
    Ref<Value> result =
        TRY(call_special(thread, self, thread.interp.names().*kNames[static_cast<size_t>(op)], other));
    return result.is_empty() ? Ref<Value>(Value::not_implemented()) : std::move(result);
}

Ref<Value> dispatch_iter(Thread& thread, Value self) {
    const Names& names = thread.interp.names();
    SpecialMethod method(thread, self, names.__iter__);
    if (method.failed())
        clear_error(thread);  // as if it had none
    else if (!method.is_missing() && !method.is_none())
        return method.call();
    if (method.is_none() || lookup(thread, self, names.__getitem__).is_empty())
        return raise_type_error(thread, "'%s' object is not iterable", type_name(thread, self));
    return make_sequence_iterator(thread, self);
}

// StopIteration stays raised: its value is what `yield from` gives.
Ref<Value> dispatch_next(Thread& thread, Value self) {
    return must_call_special(thread, self, thread.interp.names().__next__, {});
}

Ref<Value> dispatch_descr_get(Thread& thread, Value self, Value instance, Value owner) {
    if (instance.is_empty()) instance = Value::none();
    if (owner.is_empty()) owner = Value::none();
    Ref<Value> method = share(lookup(thread, self, thread.interp.names().__get__));
    if (method.is_empty()) return share(self);
    return call(thread, method, {self, instance, owner});  // as it was found, not bound
}

Status dispatch_descr_set(Thread& thread, Value self, Value instance, Value value) {
    const Names& names = thread.interp.names();
    return as_status(value.is_empty() ? must_call_special(thread, self, names.__delete__, {instance})
                                      : must_call_special(thread, self, names.__set__, {instance, value}));
}

Status dispatch_init(Thread& thread, Value self, CallArgs args) {
    Value method = lookup(thread, self, thread.interp.names().__init__);
    if (method.is_empty()) return raise_no_attribute(thread, self, thread.interp.names().__init__);
    Ref<Value> result = TRY(call_type_attribute(thread, method, self, args));
    if (!result.is_none())
        return raise_type_error(thread, "__init__() should return None, not '%s'", type_name(thread, result));
    return {};
}

void dispatch_finalize(Thread& thread, Object* self) {
    Ref<Value> method = share(lookup(thread, self, thread.interp.names().__del__));
    if (method.is_empty()) return;
    Ref<Value> raised = take_error(thread);
    Ref<Value> result = call_with(thread, method.get(), {Value(self)});
    if (result.is_error()) report_unraisable(thread, method);
    if (!raised.is_empty()) restore_error(thread, std::move(raised));
}

Ref<Value> dispatch_power(Thread& thread, Value base, Value exponent, Value modulus) {
    const Names& names = thread.interp.names();
    if (!modulus.is_none()) {
        // Three-argument pow() has no reflected form.
        if (thread.interp.type_of(base)->slots.power != dispatch_power) return Value::not_implemented();
        return must_call_special(thread, base, names.__pow__, {exponent, modulus});
    }
    Type *left_type = thread.interp.type_of(base), *right_type = thread.interp.type_of(exponent);
    bool try_reflected = left_type != right_type && right_type->slots.power == dispatch_power;
    if (left_type->slots.power == dispatch_power) {
        if (try_reflected && right_type->is_subtype(left_type)) {
            Value of_right = lookup_in_type(right_type, names.__rpow__);
            if (!of_right.is_empty() && !(of_right == lookup_in_type(left_type, names.__rpow__))) {
                Ref<Value> result = TRY(call_with(thread, of_right, {exponent, base}));
                if (!result.is_not_implemented()) return result;
                try_reflected = false;
            }
        }
        Ref<Value> result = TRY(call_special(thread, base, names.__pow__, exponent));
        if (!result.is_empty() && (!result.is_not_implemented() || left_type == right_type)) return result;
    }
    if (try_reflected) {
        Ref<Value> result = TRY(call_special(thread, exponent, names.__rpow__, base));
        if (!result.is_empty()) return result;
    }
    return Value::not_implemented();
}

Result<bool> dispatch_truth(Thread& thread, Value self) {
    Ref<Value> result = TRY(call_special(thread, self, thread.interp.names().__bool__));
    if (result.is_empty()) {
        // __bool__ was there when the slot was filled; without it the length decides.
        if (!thread.interp.type_of(self)->slots.length) return true;
        return TRY(length(thread, self)) != 0;
    }
    if (!result.get().is_bool())
        return raise_type_error(thread, "__bool__ should return bool, returned %s",
                                type_name(thread, result));
    return result.get().as_bool();
}

Result<int64_t> dispatch_length(Thread& thread, Value self) {
    Ref<Value> result = TRY(must_call_special(thread, self, thread.interp.names().__len__, {}));
    Ref<Value> number = TRY(to_index(thread, result));
    if (int_sign(number) < 0) return raise_value_error(thread, "__len__() should return >= 0");
    return index_as_int64(thread, number, thread.types().overflow_error);
}

Ref<Value> dispatch_get_item(Thread& thread, Value self, Value key) {
    Value method = lookup(thread, self, thread.interp.names().__getitem__);
    if (method.is_empty())
        return raise_type_error(thread, "'%s' object is not subscriptable", type_name(thread, self));
    return call_with(thread, method, {self, key});
}

Status dispatch_set_item(Thread& thread, Value self, Value key, Value value) {
    const Names& names = thread.interp.names();
    Value method = lookup(thread, self, value.is_empty() ? names.__delitem__ : names.__setitem__);
    if (method.is_empty())
        return raise_type_error(thread, "'%s' object does not support item %s", type_name(thread, self),
                                value.is_empty() ? "deletion" : "assignment");
    return as_status(value.is_empty() ? call_with(thread, method, {self, key})
                                      : call_with(thread, method, {self, key, value}));
}

Result<bool> dispatch_contains(Thread& thread, Value self, Value item) {
    SpecialMethod method(thread, self, thread.interp.names().__contains__);
    if (method.failed()) return kError;
    if (method.is_none())
        return raise_type_error(thread, "'%s' object is not a container", type_name(thread, self));
    if (method.is_missing()) return contains_by_iteration(thread, self, item);
    Ref<Value> result = TRY(method.call(item));
    return truth(thread, result);
}

Ref<Value> dispatch_new(Thread& thread, Type* type, CallArgs args) {
    Ref<Value> function = TRY(get_attribute(thread, type, thread.interp.names().__new__));
    ArgumentBuffer buffer(thread, type, args);
    if (buffer.failed()) return kError;
    return call(thread, function, buffer.args());
}

}  // namespace moult
