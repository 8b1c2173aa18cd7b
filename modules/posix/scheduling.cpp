// posix: how the system schedules processes.
#include <sched.h>

#include "modules/posix/posix.h"
#include "runtime/containers/set.h"

namespace moult::posix {

namespace {

constexpr StructField kParamFields[] = {{"sched_priority", "the scheduling priority"}};
constexpr StructSequenceSpec kParam = {
    .name = "posix.sched_param",
    .doc =
        "Currently has only one field: sched_priority\n\n"
        "  sched_priority\n"
        "    A scheduling parameter.",
    .fields = kParamFields,
    .visible = 1,
};

Ref<Value> make_param(Thread& thread, Type* type, Args args) {
    return make_struct_sequence(thread, type, kParam, std::span(args.values, 1));
}
// A struct sequence, but made from its field.
constexpr TypeSpec with_constructor(TypeSpec spec, MakeDef make) {
    spec.make = make;
    return spec;
}
constexpr TypeSpec kParamType =
    with_constructor(kStructSequenceType<kParam>, MakeDef("sched_param(sched_priority)", make_param));

Ref<Value> value_of(Thread& thread, const sched_param& parameters) {
    const Value values[] = {Value::small_int(parameters.sched_priority)};
    return make_struct_sequence(thread, native_type(thread.interp, kParamType), kParam, values);
}

Ref<Value> getscheduler(Thread& thread, Args args) {
    return number_or_error(thread, ::sched_getscheduler(TRY(as_c_int(thread, args[0]))));
}
Ref<Value> setscheduler(Thread& thread, Args args) {  // pid, policy, param
    int pid = TRY(as_c_int(thread, args[0])), policy = TRY(as_c_int(thread, args[1]));
    sched_param parameters;
    TRY(read_sched_param(thread, args[2], &parameters));
    return none_or_error(thread, ::sched_setscheduler(pid, policy, &parameters));
}
Ref<Value> getparam(Thread& thread, Args args) {
    sched_param parameters;
    if (::sched_getparam(TRY(as_c_int(thread, args[0])), &parameters) < 0) return raise_errno(thread);
    return value_of(thread, parameters);
}
Ref<Value> setparam(Thread& thread, Args args) {  // pid, param
    int pid = TRY(as_c_int(thread, args[0]));
    sched_param parameters;
    TRY(read_sched_param(thread, args[1], &parameters));
    return none_or_error(thread, ::sched_setparam(pid, &parameters));
}
Ref<Value> rr_get_interval(Thread& thread, Args args) {
    timespec interval;
    if (::sched_rr_get_interval(TRY(as_c_int(thread, args[0])), &interval) < 0) return raise_errno(thread);
    return Value::number(static_cast<double>(interval.tv_sec) + 1e-9 * static_cast<double>(interval.tv_nsec));
}

constexpr MethodDef kFunctions[] = {
    {"sched_getscheduler(pid, /)", getscheduler,
     "Get the scheduling policy for the process identified by pid."},
    {"sched_setscheduler(pid, policy, param, /)", setscheduler,
     "Set the scheduling policy for the process identified by pid."},
    {"sched_getparam(pid, /)", getparam, "Returns scheduling parameters for the process identified by pid."},
    {"sched_setparam(pid, param, /)", setparam,
     "Set scheduling parameters for the process identified by pid."},
    {"sched_rr_get_interval(pid, /)", rr_get_interval,
     "Return the round-robin quantum for the process identified by pid, in seconds."},
};

Status init(Thread& thread, Module* module) {
    return add(thread, module, "sched_param", native_type(thread.interp, kParamType));
}

}  // namespace

Status read_sched_param(Thread& thread, Value value, sched_param* parameters) {
    if (thread.interp.type_of(value) != native_type(thread.interp, kParamType))
        return raise_type_error(thread, "must have a sched_param object");
    Value priority = value.as<StructSequence>()->payload.as<Tuple>()->items()[0];
    parameters->sched_priority = TRY(as_c_int(thread, priority));
    return {};
}

constexpr Part kSchedulingPart = {kFunctions, init};

}  // namespace moult::posix
