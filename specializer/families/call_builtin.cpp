// Specializations of CALL: builtin functions and methods. Those that are called most have instructions of
// their own; the rest is called with its arguments as they are, where the signature takes them so.
#include <algorithm>

#include "interp/control_families.h"
#include "runtime/classes/function.h"
#include "runtime/classes/signature.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/numbers/int.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
#include "specializer/numbers.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::CallFamily;
using interp::CallOperands;
using interp::decline;
using interp::DeoptReason;
using interp::FailureReason;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;
using interp::ValueType;
using interp::WatchList;

//   | declaration |
struct NativeCache {
    const MethodDef* def;
};

//   | declaration | owner |
struct NativeMethodCache {
    const MethodDef* def;
    Type* owner;
};

bool takes_positional(const MethodDef& def, uint32_t count) {
    return count == def.positional && !def.has_rest && !def.has_kwargs && def.keyword_only == 0;
}

// The declaration of the module's function of that name; null when the callable is another.
const MethodDef* function_named(const CallOperands& call, const char* module_name, const char* name) {
    if (!is_exact<NativeFunction>(call.callable)) return nullptr;
    auto* function = call.callable.as<NativeFunction>();
    Str* module = as_str(function->module);
    bool is_that = module && str_equal_ascii(module, module_name) && function->def->name() == name;
    return is_that ? function->def : nullptr;
}

// --- functions that are worth their own instruction

// S::kName of S::kModule, with S::kCount arguments of the types that S::takes. It changes nothing.
template <class S, interp::FixedString kInstruction>
struct FunctionOf : Specialization<CallFamily, kInstruction> {
    using Cache = NativeCache;
    static constexpr const char* kModule = "builtins";
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        if (call.count != S::kCount) return FailureReason::kOtherCallable;
        cache.def = function_named(call, S::kModule, S::kFunction);
        if (!cache.def) return FailureReason::kOtherCallable;
        return unless(guard(call, cache), FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.count == S::kCount && is_exact<NativeFunction>(call.callable) &&
               call.callable.as<NativeFunction>()->def == cache.def && S::takes(call.args);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
};

// len of one builtin type.
template <class T, interp::FixedString kInstruction>
struct CallLenOf : FunctionOf<CallLenOf<T, kInstruction>, kInstruction> {
    static constexpr const char* kFunction = "len";
    static constexpr uint32_t kCount = 1;
    // Strings and tuples never change.
    static constexpr Traits kTraits = {.pure = std::is_same_v<T, Str> || std::is_same_v<T, Tuple>,
                                       .leaves_memory = true,
                                       .result = {ValueType::kInt},
                                       .typed_arguments = 0b1};
    static FailureReason applies(Site& site, const CallOperands& call, NativeCache& cache) {
        // Where several types come by, CALL_LEN is for them all.
        if (site.attempts() > 0) return FailureReason::kNotNow;
        return FunctionOf<CallLenOf, kInstruction>::applies(site, call, cache);
    }
    static bool takes(const Value* args) { return is_exact<T>(args[0]); }
    static Value run(Thread&, const CallOperands& call, const NativeCache&) {
        return Value::small_int(static_cast<int64_t>(call.args[0].as<T>()->length));
    }
};
using CallLenList = CallLenOf<List, "CALL_LEN_LIST">;
MOULT_SPECIALIZE(CallLenList);
using CallLenTuple = CallLenOf<Tuple, "CALL_LEN_TUPLE">;
MOULT_SPECIALIZE(CallLenTuple);
using CallLenStr = CallLenOf<Str, "CALL_LEN_STR">;
MOULT_SPECIALIZE(CallLenStr);
using CallLenDict = CallLenOf<Dict, "CALL_LEN_DICT">;
MOULT_SPECIALIZE(CallLenDict);
using CallLenSet = CallLenOf<Set, "CALL_LEN_SET">;
MOULT_SPECIALIZE(CallLenSet);

struct CallAbsInt : FunctionOf<CallAbsInt, "CALL_ABS_INT"> {
    static constexpr const char* kFunction = "abs";
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .leaves_memory = true, .result = {ValueType::kInt}, .typed_arguments = 0b1};
    static bool takes(const Value* args) { return args[0].is_small_int(); }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        int64_t i = call.args[0].as_small_int();
        if (i < 0) i = -i;
        if (!Value::fits_small_int(i)) return decline(thread, DeoptReason::kTooLarge);
        return Value::small_int(i);
    }
};
MOULT_SPECIALIZE(CallAbsInt);

struct CallAbsFloat : FunctionOf<CallAbsFloat, "CALL_ABS_FLOAT"> {
    static constexpr const char* kFunction = "abs";
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .pure = true, .leaves_memory = true, .result = {ValueType::kFloat}, .typed_arguments = 0b1};
    static bool takes(const Value* args) { return args[0].is_double(); }
    static Value run(Thread&, const CallOperands& call, const Cache&) {
        return Value::number(__builtin_fabs(call.args[0].as_double()));
    }
};
MOULT_SPECIALIZE(CallAbsFloat);

// Of a negative number it is an error.
struct CallSqrt : FunctionOf<CallSqrt, "CALL_SQRT_FLOAT"> {
    static constexpr const char* kModule = "math";
    static constexpr const char* kFunction = "sqrt";
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .leaves_memory = true, .result = {ValueType::kFloat}, .typed_arguments = 0b1};
    static bool takes(const Value* args) { return args[0].is_double(); }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        double d = call.args[0].as_double();
        if (!(d >= 0)) [[unlikely]]
            return decline(thread, DeoptReason::kNegative);
        return float_result(__builtin_elementwise_sqrt(d));
    }
};
MOULT_SPECIALIZE(CallSqrt);

// min and max of two ints.
template <bool kGreatest, interp::FixedString kInstruction>
struct CallExtremeInt : FunctionOf<CallExtremeInt<kGreatest, kInstruction>, kInstruction> {
    static constexpr const char* kFunction = kGreatest ? "max" : "min";
    static constexpr uint32_t kCount = 2;
    static constexpr Traits kTraits = {
        .pure = true, .leaves_memory = true, .result = {ValueType::kInt}, .typed_arguments = 0b11};
    static bool takes(const Value* args) { return args[0].is_small_int() && args[1].is_small_int(); }
    static Value run(Thread&, const CallOperands& call, const NativeCache&) {
        int64_t a = call.args[0].as_small_int(), b = call.args[1].as_small_int();
        return Value::small_int(kGreatest ? std::max(a, b) : std::min(a, b));
    }
};
using CallMinInt = CallExtremeInt<false, "CALL_MIN_INT">;
MOULT_SPECIALIZE(CallMinInt);
using CallMaxInt = CallExtremeInt<true, "CALL_MAX_INT">;
MOULT_SPECIALIZE(CallMaxInt);

// len of anything.
struct CallLen : Specialization<CallFamily, "CALL_LEN"> {
    using Cache = NativeCache;
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        if (call.count != 1) return FailureReason::kOtherCallable;
        cache.def = function_named(call, "builtins", "len");
        if (!cache.def) return FailureReason::kOtherCallable;
        return unless(guard(call, cache), FailureReason::kArgumentTypes);
    }
    static bool has_length(Value v) { return v.is_object() && v.as_object()->type()->slots.length; }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.count == 1 && is_exact<NativeFunction>(call.callable) &&
               call.callable.as<NativeFunction>()->def == cache.def && has_length(call.args[0]);
    }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        Value v = call.args[0];
        Result<int64_t> length = moult::length(thread, v);
        return length.ok() ? make_int(thread, length.value()).release() : Value::error();
    }
};
MOULT_SPECIALIZE(CallLen);

struct CallIsInstance : Specialization<CallFamily, "CALL_ISINSTANCE"> {
    static constexpr Traits kTraits = {.result = {ValueType::kBool}};
    using Cache = NativeCache;
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        if (call.count != 2) return FailureReason::kOtherCallable;
        cache.def = function_named(call, "builtins", "isinstance");
        return unless(cache.def != nullptr, FailureReason::kOtherCallable);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.count == 2 && is_exact<NativeFunction>(call.callable) &&
               call.callable.as<NativeFunction>()->def == cache.def;
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        Value wanted = call.args[1];
        // A plain class that the object is of needs no __instancecheck__.
        if (wanted.is_object() && wanted == Value(thread.interp.type_of(call.args[0])))
            return Value::boolean(true);
        Result<bool> result = is_instance(thread, call.args[0], wanted);
        return result.ok() ? Value(Value::boolean(result.value())) : Value::error();
    }
};
MOULT_SPECIALIZE(CallIsInstance);

// --- any other builtin

struct CallNative : Specialization<CallFamily, "CALL_BUILTIN"> {
    using Cache = NativeCache;
    static constexpr Traits kTraits = {.last_resort = true};
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        if (!is_exact<NativeFunction>(call.callable)) return FailureReason::kOtherCallable;
        auto* function = call.callable.as<NativeFunction>();
        cache.def = function->def;
        if (!function->self.is_empty() || !function->def->function) return FailureReason::kOtherCallable;
        return unless(takes_positional(*function->def, call.count), FailureReason::kParameters);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_exact<NativeFunction>(call.callable) &&
               call.callable.as<NativeFunction>()->def == cache.def && call.count == cache.def->positional;
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache& cache) {
        return cache.def->function(thread, Args{call.args, call.count, 0}).release();
    }
};
MOULT_SPECIALIZE(CallNative);

// A method of an exact builtin type.
template <interp::FixedString kInstruction>
struct NativeMethod : Specialization<CallFamily, kInstruction> {
    using Cache = NativeMethodCache;
    static constexpr Traits kTraits = {.last_resort = true};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        if (!is_exact<MethodDescriptor>(call.callable)) return FailureReason::kOtherCallable;
        if (call.count == 0) return FailureReason::kArgumentCount;
        auto* method = call.callable.as<MethodDescriptor>();
        cache.def = method->def;
        cache.owner = method->owner;
        if (!takes_positional(*method->def, call.count)) return FailureReason::kParameters;
        bool is_owner = call.args[0].is_object() && site.thread.interp.type_of(call.args[0]) == method->owner;
        return unless(is_owner, FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_exact<MethodDescriptor>(call.callable) &&
               call.callable.as<MethodDescriptor>()->def == cache.def &&
               call.count == cache.def->positional && call.args[0].is_object() &&
               call.args[0].as_object()->type() == cache.owner;
    }
    static Value run(Thread& thread, const CallOperands& call, const Cache& cache) {
        return cache.def->function(thread, Args{call.args, call.count, 0}).release();
    }
};

// Of a type that has a kind of its own, by which a trace knows it.
struct CallContainerMethod : NativeMethod<"CALL_CONTAINER_METHOD"> {
    static constexpr Traits kTraits = {.last_resort = true, .typed_arguments = 0b1};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        FailureReason reason = NativeMethod::applies(site, call, cache);
        if (reason != FailureReason::kNone) return reason;
        return unless(is_container(call.args[0].as_object()->shape->kind), FailureReason::kArgumentTypes);
    }
    static bool is_container(Kind kind) {
        switch (kind) {
            case Kind::kStr:
            case Kind::kBytes:
            case Kind::kByteArray:
            case Kind::kTuple:
            case Kind::kList:
            case Kind::kDict:
            case Kind::kSet:
            case Kind::kFrozenSet: return true;
            default: return false;
        }
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
};
MOULT_SPECIALIZE(CallContainerMethod);

// The same, the last parameters left to their defaults.
struct CallContainerMethodDefaults : Specialization<CallFamily, "CALL_CONTAINER_METHOD_DEFAULTS"> {
    using Cache = NativeMethodCache;
    static constexpr Traits kTraits = {.last_resort = true, .typed_arguments = 0b1};
    static constexpr uint32_t kMost = 6;  // parameters
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        if (!is_exact<MethodDescriptor>(call.callable)) return FailureReason::kOtherCallable;
        if (call.count == 0) return FailureReason::kArgumentCount;
        auto* method = call.callable.as<MethodDescriptor>();
        const MethodDef& def = *method->def;
        cache.def = &def;
        cache.owner = method->owner;
        if (!method->signature || def.has_rest || def.has_kwargs || def.keyword_only ||
            def.positional > kMost)
            return FailureReason::kParameters;
        if (call.count < def.required || call.count >= def.positional) return FailureReason::kArgumentCount;
        bool is_owner = call.args[0].is_object() &&
                        site.thread.interp.type_of(call.args[0]) == method->owner &&
                        CallContainerMethod::is_container(call.args[0].as_object()->shape->kind);
        return unless(is_owner, FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return is_exact<MethodDescriptor>(call.callable) &&
               call.callable.as<MethodDescriptor>()->def == cache.def && call.count >= cache.def->required &&
               call.count < cache.def->positional && call.args[0].is_object() &&
               call.args[0].as_object()->type() == cache.owner;
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache& cache) {
        auto parameters =
            static_cast<const Signature*>(call.callable.as<MethodDescriptor>()->signature)->parameters();
        Value row[kMost];
        for (uint32_t i = 0; i < cache.def->positional; ++i)
            row[i] = i < call.count ? call.args[i] : Value(parameters[i].value);
        return cache.def->function(thread, Args{row, cache.def->positional, 0}).release();
    }
};
MOULT_SPECIALIZE(CallContainerMethodDefaults);

struct CallNativeMethod : NativeMethod<"CALL_METHOD_DESCRIPTOR"> {};
MOULT_SPECIALIZE(CallNativeMethod);

// Any other call of a builtin function or method descriptor: arguments bound from the signature.
struct CallNativeAny : Specialization<CallFamily, "CALL_BUILTIN_ANY"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.last_resort = true};
    static FailureReason applies(Site&, const CallOperands& call, Cache& cache) {
        return unless(guard(call, cache), FailureReason::kOtherCallable);
    }
    static bool guard(const CallOperands& call, const Cache&) {
        return is_exact<NativeFunction>(call.callable);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        // Through the type's slot: the __new__ of a builtin type has no function of its own.
        return thread.types()
            .builtin_function->slots.call(thread, call.callable, {call.args, call.count, nullptr})
            .release();
    }
};
MOULT_SPECIALIZE(CallNativeAny);

}  // namespace

}  // namespace moult::specializer
