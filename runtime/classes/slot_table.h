// Rows of the table of special methods (slot_list.h) as data, and the functions in them.
#pragma once

#include <span>

#include "runtime/classes/type_internals.h"
#include "runtime/state/names.h"

namespace moult {

struct SlotRow;
using SlotWrapper = Ref<Value> (*)(Thread&, const SlotRow&, AnySlot slot, Value self, CallArgs);

struct SlotRow {
    const char* name;
    Str* Names::* interned;
    size_t offset;        // of the slot in TypeSlots
    SlotWrapper wrapper;  // null: no builtin type shows this method
    AnySlot dispatcher;   // null: the slot cannot be filled from Python
    const char* signature;
    const char* doc;
};

std::span<const SlotRow> slot_rows();

// --- slot_wrappers.cpp: __add__(self, other) called from Python reaches the slot of a builtin type.
Ref<Value> wrap_unary(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_binary(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_reflected(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_power(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_reflected_power(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_repeat(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_truth(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_hash(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_length(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_call(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_get_attr(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_set_attr(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_del_attr(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_next(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_descr_get(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_descr_set(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_descr_delete(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_init(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_finalize(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_set_item(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_del_item(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> wrap_contains(Thread&, const SlotRow&, AnySlot, Value self, CallArgs);
Ref<Value> compare_wrapped(Thread&, const SlotRow&, AnySlot, Value self, CallArgs, CompareOp);
template <CompareOp op>
Ref<Value> wrap_compare(Thread& thread, const SlotRow& row, AnySlot slot, Value self, CallArgs args) {
    return compare_wrapped(thread, row, slot, self, args, op);
}

// --- slot_dispatch.cpp: the slot of a class calls the method that its namespace has.

// The method of the type with self (and arguments); empty when the type has none. A plain function is called
// without making a bound method.
Ref<Value> call_special(Thread&, Value self, const Str* name);
Ref<Value> call_special(Thread&, Value self, const Str* name, Value argument);
Ref<Value> call_special(Thread&, Value self, const Str* name, Value first, Value second);
// The same, but AttributeError (as CPython's slots raise it) instead of empty.
Ref<Value> must_call_special(Thread&, Value self, Str* name, std::initializer_list<Value> arguments);
// Calls what lookup_in_type found on the class of `self` with self in front.
Ref<Value> call_type_attribute(Thread&, Value attribute, Value self, CallArgs arguments);
// The shared part of dispatch_binary.
Ref<Value> dispatch_binary_slot(Thread&, Value left, Value right, BinarySlot TypeSlots::* slot,
                                BinarySlot self, Str* name, Str* reflected);

template <Str* Names::* name>
Ref<Value> dispatch_unary(Thread& thread, Value self) {
    return must_call_special(thread, self, thread.interp.names().*name, {});
}
template <BinarySlot TypeSlots::* slot, Str* Names::* name, Str* Names::* reflected>
Ref<Value> dispatch_binary(Thread& thread, Value left, Value right) {
    return dispatch_binary_slot(thread, left, right, slot, dispatch_binary<slot, name, reflected>,
                                thread.interp.names().*name, thread.interp.names().*reflected);
}
template <Str* Names::* name>
Ref<Value> dispatch_inplace(Thread& thread, Value self, Value other) {
    Ref<Value> result = TRY(call_special(thread, self, thread.interp.names().*name, other));
    return result.is_empty() ? Ref<Value>(Value::not_implemented()) : std::move(result);
}
Ref<Value> dispatch_get_attr(Thread&, Value self, Str* name);
Status dispatch_set_attr(Thread&, Value self, Str* name, Value value);
Result<int64_t> dispatch_hash(Thread&, Value self);
Ref<Value> dispatch_call(Thread&, Value self, CallArgs);
Ref<Value> dispatch_compare(Thread&, Value self, Value other, CompareOp);
Ref<Value> dispatch_iter(Thread&, Value self);
Ref<Value> dispatch_next(Thread&, Value self);
Ref<Value> dispatch_descr_get(Thread&, Value self, Value instance, Value owner);
Status dispatch_descr_set(Thread&, Value self, Value instance, Value value);
Status dispatch_init(Thread&, Value self, CallArgs);
void dispatch_finalize(Thread&, Object* self);
Ref<Value> dispatch_power(Thread&, Value base, Value exponent, Value modulus);
Result<bool> dispatch_truth(Thread&, Value self);
Result<int64_t> dispatch_length(Thread&, Value self);
Ref<Value> dispatch_get_item(Thread&, Value self, Value key);
Status dispatch_set_item(Thread&, Value self, Value key, Value value);
Result<bool> dispatch_contains(Thread&, Value self, Value item);
// __new__ written in Python (not in the table: __new__ is a static method).
Ref<Value> dispatch_new(Thread&, Type*, CallArgs);

}  // namespace moult
