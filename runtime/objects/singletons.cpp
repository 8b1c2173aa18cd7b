// The types of None, NotImplemented and Ellipsis.
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// No such objects are made: the values are immediate.
struct NoneObject : Object {};
struct NotImplementedObject : Object {};
struct EllipsisObject : Object {};

template <uint64_t bits>
Ref<Value> the_one(Thread&, Type*, Args) {
    return Immediate(bits);
}
Ref<Value> none_repr(Thread& thread, Value) {
    return intern(thread, "None");
}
Result<bool> none_truth(Thread&, Value) {
    return false;
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

constexpr TypeSpec kNoneType = native<NoneObject>({.name = "NoneType",
                                                   .kind = Kind::kNone,
                                                   .make = {"@hidden NoneType()", the_one<Value::kNoneBits>},
                                                   .slots = {.repr = none_repr, .truth = none_truth}});
constexpr TypeSpec kNotImplementedType = native<NotImplementedObject>(
    {.name = "NotImplementedType",
     .kind = Kind::kNotImplemented,
     .make = {"@hidden NotImplementedType()", the_one<Value::kNotImplementedBits>},
     .slots = {.repr = not_implemented_repr, .truth = not_implemented_truth},
     .methods = kReduce});
constexpr TypeSpec kEllipsisType =
    native<EllipsisObject>({.name = "ellipsis",
                            .kind = Kind::kEllipsis,
                            .make = {"@hidden EllipsisType()", the_one<Value::kEllipsisBits>},
                            .slots = {.repr = ellipsis_repr},
                            .methods = kReduce});

void init_singletons(Interpreter& interp) {
    interp.types().none = native_type(interp, kNoneType);
    interp.types().not_implemented = native_type(interp, kNotImplementedType);
    interp.types().ellipsis = native_type(interp, kEllipsisType);
}

}  // namespace moult
