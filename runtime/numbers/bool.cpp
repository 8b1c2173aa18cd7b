// The type bool: a subclass of int whose two instances are immediates.
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Ref<Value> bool_new(Thread& thread, Type*, CallArgs args) {
    if (args.keyword_count()) return raise_type_error(thread, "bool() takes no keyword arguments");
    if (args.positional > 1)
        return raise_type_error(thread, "bool expected at most 1 argument, got %u", args.positional);
    return Value::boolean(args.positional == 1 && TRY(truth(thread, args.values[0])));
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

}  // namespace

void init_bool(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "bool";
    spec.kind = Kind::kBool;
    spec.flags = kMatchSelf;
    spec.doc = "bool(x) -> bool\n\nTrue if x is true, False otherwise; there are no other bools.";
    spec.base = interp.types.int_;
    spec.slots.new_instance = bool_new;
    spec.slots.repr = bool_repr;
    spec.slots.and_ = bool_and;
    spec.slots.or_ = bool_or;
    spec.slots.xor_ = bool_xor;
    interp.types.bool_ = make_type(interp, spec);
}

}  // namespace moult
