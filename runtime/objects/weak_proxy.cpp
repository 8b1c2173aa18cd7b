// weakref.proxy: objects that forward every operation to an object they do not keep alive.
#include "runtime/classes/type_internals.h"
#include "runtime/objects/weakref.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

bool is_proxy(Value value) {
    return value.is_object() && value.as_object()->shape->base_kind == Kind::kWeakProxy;
}

// The object behind a proxy, owned; any other value as it is. ReferenceError when the object is gone.
Ref<Value> unwrap(Thread& thread, Value value) {
    if (!is_proxy(value)) return share(value);
    Object* referent = value.as<WeakRef>()->referent;
    if (!referent)
        return raise(thread, thread.types().reference_error, "weakly-referenced object no longer exists");
    return share(Value(referent));
}

template <BinaryOp op>
Ref<Value> binary(Thread& thread, Value left, Value right) {
    Ref<Value> a = TRY(unwrap(thread, left)), b = TRY(unwrap(thread, right));
    return binary_op(thread, op, a, b);
}
template <BinaryOp op>
Ref<Value> inplace(Thread& thread, Value left, Value right) {
    Ref<Value> a = TRY(unwrap(thread, left)), b = TRY(unwrap(thread, right));
    return inplace_op(thread, op, a, b);
}
template <Ref<Value> (*operation)(Thread&, Value)>
Ref<Value> unary(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return operation(thread, object);
}
// Conversions that only some types have.
template <UnarySlot TypeSlots::* slot>
Ref<Value> convert(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    UnarySlot function = thread.interp.type_of(object)->slots.*slot;
    if (!function)
        return raise_type_error(thread, "'%s' object cannot be converted", type_name(thread, object));
    return function(thread, object);
}

Ref<Value> proxy_power(Thread& thread, Value base, Value exponent, Value modulus) {
    Ref<Value> a = TRY(unwrap(thread, base)), b = TRY(unwrap(thread, exponent));
    Ref<Value> c = TRY(unwrap(thread, modulus));
    return power(thread, a, b, c);
}
Ref<Value> proxy_divmod(Thread& thread, Value left, Value right) {
    Ref<Value> a = TRY(unwrap(thread, left)), b = TRY(unwrap(thread, right));
    return divmod(thread, a, b);
}
Ref<Value> proxy_compare(Thread& thread, Value left, Value right, CompareOp op) {
    Ref<Value> a = TRY(unwrap(thread, left)), b = TRY(unwrap(thread, right));
    return compare(thread, a, b, op);
}
Ref<Value> proxy_str(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return to_str(thread, object);
}
Ref<Value> proxy_repr(Thread& thread, Value self) {
    Object* referent = self.as<WeakRef>()->referent;
    return format_str(thread, "<weakproxy at %p to %s at %p>", reinterpret_cast<void*>(self.bits),
                      referent ? type_name(thread, referent) : "NoneType", static_cast<void*>(referent));
}
Ref<Value> proxy_get_attribute(Thread& thread, Value self, Str* name) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return get_attribute(thread, object, name);
}
Status proxy_set_attribute(Thread& thread, Value self, Str* name, Value value) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return set_attribute(thread, object, name, value);
}
Result<bool> proxy_truth(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return truth(thread, object);
}
Result<int64_t> proxy_length(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return length(thread, object);
}
Ref<Value> proxy_get_item(Thread& thread, Value self, Value key) {
    Ref<Value> object = TRY(unwrap(thread, self)), unwrapped_key = TRY(unwrap(thread, key));
    return get_item(thread, object, unwrapped_key);
}
Status proxy_set_item(Thread& thread, Value self, Value key, Value value) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return set_item(thread, object, key, value);
}
Result<bool> proxy_contains(Thread& thread, Value self, Value item) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return contains(thread, object, item);
}
Ref<Value> proxy_next(Thread& thread, Value self) {
    Ref<Value> object = TRY(unwrap(thread, self));
    if (!thread.interp.type_of(object)->slots.next)
        return raise_type_error(thread, "Weakref proxy referenced a non-iterator '%s' object",
                                type_name(thread, object));
    return iterator_next(thread, object);
}
Ref<Value> proxy_call(Thread& thread, Value self, CallArgs args) {
    Ref<Value> object = TRY(unwrap(thread, self));
    return call(thread, object, args);
}

Ref<Value> proxy_bytes(Thread& thread, Args args) {
    Ref<Value> object = TRY(unwrap(thread, args[0]));
    return call_method(thread, object, thread.interp.names().__bytes__);
}
Ref<Value> proxy_reversed(Thread& thread, Args args) {
    Ref<Value> object = TRY(unwrap(thread, args[0]));
    return call_method(thread, object, thread.interp.names().__reversed__);
}
constexpr MethodDef kMethods[] = {
    {"__bytes__(self, /)", proxy_bytes, nullptr},
    {"__reversed__(self, /)", proxy_reversed, nullptr},
};

constexpr TypeSlots kSlots = {.repr = proxy_repr,
                              .str = proxy_str,
                              .hash = hash_not_implemented,
                              .get_attr = proxy_get_attribute,
                              .set_attr = proxy_set_attribute,
                              .compare = proxy_compare,
                              .iter = unary<get_iterator>,
                              .next = proxy_next,
                              .add = binary<BinaryOp::kAdd>,
                              .subtract = binary<BinaryOp::kSubtract>,
                              .multiply = binary<BinaryOp::kMultiply>,
                              .remainder = binary<BinaryOp::kRemainder>,
                              .divmod = proxy_divmod,
                              .power = proxy_power,
                              .lshift = binary<BinaryOp::kLshift>,
                              .rshift = binary<BinaryOp::kRshift>,
                              .and_ = binary<BinaryOp::kAnd>,
                              .xor_ = binary<BinaryOp::kXor>,
                              .or_ = binary<BinaryOp::kOr>,
                              .floor_divide = binary<BinaryOp::kFloorDivide>,
                              .true_divide = binary<BinaryOp::kTrueDivide>,
                              .matrix_multiply = binary<BinaryOp::kMatrixMultiply>,
                              .inplace_add = inplace<BinaryOp::kAdd>,
                              .inplace_subtract = inplace<BinaryOp::kSubtract>,
                              .inplace_multiply = inplace<BinaryOp::kMultiply>,
                              .inplace_remainder = inplace<BinaryOp::kRemainder>,
                              .inplace_power = inplace<BinaryOp::kPower>,
                              .inplace_lshift = inplace<BinaryOp::kLshift>,
                              .inplace_rshift = inplace<BinaryOp::kRshift>,
                              .inplace_and = inplace<BinaryOp::kAnd>,
                              .inplace_xor = inplace<BinaryOp::kXor>,
                              .inplace_or = inplace<BinaryOp::kOr>,
                              .inplace_floor_divide = inplace<BinaryOp::kFloorDivide>,
                              .inplace_true_divide = inplace<BinaryOp::kTrueDivide>,
                              .inplace_matrix_multiply = inplace<BinaryOp::kMatrixMultiply>,
                              .negative = unary<negative>,
                              .positive = unary<positive>,
                              .absolute = unary<absolute>,
                              .invert = unary<invert>,
                              .to_int = convert<&TypeSlots::to_int>,
                              .to_float = convert<&TypeSlots::to_float>,
                              .index = unary<to_index>,
                              .truth = proxy_truth,
                              .length = proxy_length,
                              .get_item = proxy_get_item,
                              .set_item = proxy_set_item,
                              .contains = proxy_contains};
// Of proxies for what can be called.
constexpr TypeSlots kCallableSlots = [] {
    TypeSlots slots = kSlots;
    slots.call = proxy_call;
    return slots;
}();

}  // namespace

constexpr TypeSpec kWeakProxyType = native<WeakRef>({.name = "weakref.ProxyType",
                                                     .kind = Kind::kWeakProxy,
                                                     .flags = kDisallowNew,
                                                     .slots = kSlots,
                                                     .methods = kMethods});
constexpr TypeSpec kWeakCallableProxyType = native<WeakRef>({.name = "weakref.CallableProxyType",
                                                             .kind = Kind::kWeakProxy,
                                                             .flags = kDisallowNew,
                                                             .slots = kCallableSlots,
                                                             .methods = kMethods});

void init_weak_proxy(Interpreter& interp) {
    interp.types().weak_proxy = native_type(interp, kWeakProxyType);
    interp.types().weak_callable_proxy = native_type(interp, kWeakCallableProxyType);
}

}  // namespace moult
