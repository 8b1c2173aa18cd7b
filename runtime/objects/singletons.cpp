// The types of None, NotImplemented and Ellipsis.
#include "runtime/model/type_internals.h"
#include "runtime/modules/warnings.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

template <uint64_t bits>
Ref<Value> the_one(Thread& thread, Type* type, CallArgs args) {
    if (args.total())
        return raise_type_error(thread, "%s takes no arguments", to_utf8(type->name.get()).c_str());
    return Immediate(bits);
}
Ref<Value> none_repr(Thread& thread, Value) {
    return intern(thread, "None");
}
Result<bool> none_truth(Thread&, Value) {
    return false;
}
Result<int64_t> singleton_hash(Thread&, Value self) {
    return static_cast<int64_t>(0xfca86420 + self.bits);
}
Ref<Value> none_or(Thread& thread, Value left, Value right) {
    return make_union(thread, left, right);
}
Ref<Value> not_implemented_repr(Thread& thread, Value) {
    return intern(thread, "NotImplemented");
}
Result<bool> not_implemented_truth(Thread& thread, Value) {
    TRY(warn(thread, thread.types().deprecation_warning,
             "NotImplemented should not be used in a boolean context"));
    return true;
}
Ref<Value> ellipsis_repr(Thread& thread, Value) {
    return intern(thread, "Ellipsis");
}
Ref<Value> reduce_to_name(Thread& thread, Args args) {
    return repr(thread, args[0]);
}
constexpr MethodDef kReduce[] = {{"__reduce__(self, /)", reduce_to_name, "Pickle the object by its name."}};

}  // namespace

void init_singletons(Interpreter& interp) {
    TypeSpec none{.name = "NoneType", .kind = Kind::kNone};
    none.slots.repr = none_repr;
    none.slots.truth = none_truth;
    none.slots.hash = singleton_hash;
    none.slots.or_ = none_or;
    none.slots.new_instance = the_one<Value::kNoneBits>;
    interp.types.none = make_type(interp, none);
    interp.none_shape = interp.types.none->root_shape;

    TypeSpec not_implemented{.name = "NotImplementedType", .kind = Kind::kNotImplemented, .methods = kReduce};
    not_implemented.slots.repr = not_implemented_repr;
    not_implemented.slots.truth = not_implemented_truth;
    not_implemented.slots.hash = singleton_hash;
    not_implemented.slots.new_instance = the_one<Value::kNotImplementedBits>;
    interp.types.not_implemented = make_type(interp, not_implemented);
    interp.not_implemented_shape = interp.types.not_implemented->root_shape;

    TypeSpec ellipsis{.name = "ellipsis", .kind = Kind::kEllipsis, .methods = kReduce};
    ellipsis.slots.repr = ellipsis_repr;
    ellipsis.slots.hash = singleton_hash;
    ellipsis.slots.new_instance = the_one<Value::kEllipsisBits>;
    interp.types.ellipsis = make_type(interp, ellipsis);
    interp.ellipsis_shape = interp.types.ellipsis->root_shape;
}

}  // namespace moult
