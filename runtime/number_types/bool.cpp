// The type bool: a subclass of int whose two instances are immediates.
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct Bool : Object {};  // of which there is none in memory

Ref<Value> bool_new(Thread& thread, Type*, Args args) {
    return Value::boolean(TRY(truth(thread, args[0])));
}

Ref<Value> bool_repr(Thread& thread, Value self) {
    return intern(thread, self.as_bool() ? "True" : "False");
}

// Bools give bools; with an int, the operation is int's.
template <class Operation>
Ref<Value> logical(Thread& thread, Value a, Value b, Operation operation, BinarySlot TypeSlots::* of_int) {
    if (a.is_bool() && b.is_bool()) return Value::boolean(operation(a.as_bool(), b.as_bool()));
    return (thread.types().int_->slots.*of_int)(thread, a, b);
}

Ref<Value> bool_and(Thread& thread, Value a, Value b) {
    return logical(thread, a, b, [](bool x, bool y) { return x && y; }, &TypeSlots::and_);
}
Ref<Value> bool_or(Thread& thread, Value a, Value b) {
    return logical(thread, a, b, [](bool x, bool y) { return x || y; }, &TypeSlots::or_);
}
Ref<Value> bool_xor(Thread& thread, Value a, Value b) {
    return logical(thread, a, b, [](bool x, bool y) { return x != y; }, &TypeSlots::xor_);
}

constexpr TypeSpec kBoolType =
    native<Bool>({.name = "bool",
                  .kind = Kind::kBool,
                  .flags = kMatchSelf,
                  .make = {"@hidden bool(x=False, /)", bool_new},
                  .doc = "bool(x) -> bool\n\nTrue if x is true, False otherwise; there are no other bools.",
                  .slots = {.repr = bool_repr, .and_ = bool_and, .xor_ = bool_xor, .or_ = bool_or},
                  .base = &kIntType});

}  // namespace

void init_bool(Interpreter& interp) {
    interp.types().bool_ = native_type(interp, kBoolType);
}

}  // namespace moult
