// Specializations of CALL: builtin classes.
#include "interp/control_families.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
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

//   | class (borrowed: builtin classes are immortal) |
struct BuiltinClassCache {
    Type* type;
};

// The class S::class_of, with S::kCount arguments of the types that S::takes. It changes nothing.
template <class S, interp::FixedString kInstruction>
struct ClassOf : Specialization<CallFamily, kInstruction> {
    using Cache = BuiltinClassCache;
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        cache.type = S::class_of(site.thread.types());
        if (call.callable != Value(cache.type)) return FailureReason::kOtherCallable;
        if (call.count != S::kCount) return FailureReason::kArgumentCount;
        return unless(guard(call, cache), FailureReason::kArgumentTypes);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.callable == Value(cache.type) && call.count == S::kCount && S::takes(call.args);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
};

// A list or tuple of the items of a list or tuple.
template <class Target, class Source, interp::FixedString kInstruction>
struct CallSequenceOf : ClassOf<CallSequenceOf<Target, Source, kInstruction>, kInstruction> {
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .leaves_memory = true, .result = {ValueType::kExact, Target::kKind}, .typed_arguments = 0b1};
    static Type* class_of(const Types& types) {
        return std::is_same_v<Target, List> ? types.list : types.tuple;
    }
    static bool takes(const Value* args) { return is_exact<Source>(args[0]); }
    static Value run(Thread& thread, const CallOperands& call, const BuiltinClassCache&) {
        auto* source = call.args[0].as<Source>();
        if constexpr (std::is_same_v<Target, List>)
            return make_list(thread, source->span()).release();
        else if constexpr (std::is_same_v<Source, Tuple>)
            return share(call.args[0]).release();
        else
            return make_tuple(thread, source->span()).release();
    }
};
using CallListOfList = CallSequenceOf<List, List, "CALL_LIST_OF_LIST">;
MOULT_SPECIALIZE(CallListOfList);
using CallListOfTuple = CallSequenceOf<List, Tuple, "CALL_LIST_OF_TUPLE">;
MOULT_SPECIALIZE(CallListOfTuple);
using CallTupleOfList = CallSequenceOf<Tuple, List, "CALL_TUPLE_OF_LIST">;
MOULT_SPECIALIZE(CallTupleOfList);
using CallTupleOfTuple = CallSequenceOf<Tuple, Tuple, "CALL_TUPLE_OF_TUPLE">;
MOULT_SPECIALIZE(CallTupleOfTuple);

// range(stop) and range(start, stop) of small ints.
template <uint32_t kArguments, interp::FixedString kInstruction>
struct CallRange : ClassOf<CallRange<kArguments, kInstruction>, kInstruction> {
    static constexpr uint32_t kCount = kArguments;
    static constexpr Traits kTraits = {.leaves_memory = true,
                                       .result = {ValueType::kExact, Kind::kRange},
                                       .typed_arguments = (1u << kArguments) - 1};
    static Type* class_of(const Types& types) { return types.range; }
    static bool takes(const Value* args) {
        return args[0].is_small_int() && args[kArguments - 1].is_small_int();
    }
    static Value run(Thread& thread, const CallOperands& call, const BuiltinClassCache&) {
        int64_t start = kArguments == 1 ? 0 : call.args[0].as_small_int();
        return make_range(thread, start, call.args[kArguments - 1].as_small_int()).release();
    }
};
using CallRange1 = CallRange<1, "CALL_RANGE_1">;
MOULT_SPECIALIZE(CallRange1);
using CallRange2 = CallRange<2, "CALL_RANGE_2">;
MOULT_SPECIALIZE(CallRange2);

struct CallIntOfFloat : ClassOf<CallIntOfFloat, "CALL_INT_OF_FLOAT"> {
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .leaves_memory = true, .result = {ValueType::kInt}, .typed_arguments = 0b1};
    static Type* class_of(const Types& types) { return types.int_; }
    static bool takes(const Value* args) { return args[0].is_double(); }
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        double d = call.args[0].as_double();
        if (!(__builtin_fabs(d) < static_cast<double>(Value::kIntMax))) [[unlikely]]
            return decline(thread, DeoptReason::kTooLarge);
        return Value::small_int(static_cast<int64_t>(d));
    }
};
MOULT_SPECIALIZE(CallIntOfFloat);

struct CallFloatOfInt : ClassOf<CallFloatOfInt, "CALL_FLOAT_OF_INT"> {
    static constexpr uint32_t kCount = 1;
    static constexpr Traits kTraits = {
        .pure = true, .leaves_memory = true, .result = {ValueType::kFloat}, .typed_arguments = 0b1};
    static Type* class_of(const Types& types) { return types.float_; }
    static bool takes(const Value* args) { return args[0].is_small_int(); }
    static Value run(Thread&, const CallOperands& call, const Cache&) {
        return Value::number(static_cast<double>(call.args[0].as_small_int()));
    }
};
MOULT_SPECIALIZE(CallFloatOfInt);

struct CallType1 : Specialization<CallFamily, "CALL_TYPE_1"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site& site, const CallOperands& call, Cache&) {
        if (call.callable != Value(site.thread.types().type)) return FailureReason::kOtherCallable;
        return unless(call.count == 1, FailureReason::kArgumentCount);
    }
    static bool guard(const CallOperands& call, const Cache&) {
        return call.count == 1 && call.callable.is_object() &&
               call.callable.as_object()->shape->kind == Kind::kType &&
               call.callable == Value(call.callable.as<Type>()->interp->types().type);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        return share(Value(thread.interp.type_of(call.args[0]))).release();
    }
};
MOULT_SPECIALIZE(CallType1);

struct CallStr1 : Specialization<CallFamily, "CALL_STR_1"> {
    using Cache = NoCache;
    static FailureReason applies(Site& site, const CallOperands& call, Cache&) {
        if (call.callable != Value(site.thread.types().str)) return FailureReason::kOtherCallable;
        return unless(call.count == 1, FailureReason::kArgumentCount);
    }
    static bool guard(const CallOperands& call, const Cache&) {
        return call.count == 1 && call.callable.is_object() &&
               call.callable.as_object()->shape->kind == Kind::kType &&
               call.callable == Value(call.callable.as<Type>()->interp->types().str);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache&) {
        return Ref<Value>(to_str(thread, call.args[0])).release();
    }
};
MOULT_SPECIALIZE(CallStr1);

// Any other builtin class: no cheaper than its __new__ and __init__, but called without asking what it is.
struct CallBuiltinClass : Specialization<CallFamily, "CALL_BUILTIN_CLASS"> {
    using Cache = BuiltinClassCache;
    static constexpr Traits kTraits = {.last_resort = true};
    static FailureReason applies(Site& site, const CallOperands& call, Cache& cache) {
        const Types& types = site.thread.types();
        if (!call.callable.is_object() || call.callable.as_object()->type() != types.type)
            return FailureReason::kOtherCallable;
        cache.type = call.callable.as<Type>();
        if (cache.type == types.type || cache.type->is_heap_type()) return FailureReason::kOtherCallable;
        return unless(cache.type->slots.new_instance, FailureReason::kConstruction);
    }
    static bool guard(const CallOperands& call, const Cache& cache) {
        return call.callable == Value(cache.type);
    }
    static void watch(const CallOperands&, const Cache&, WatchList&) {}  // the callable says it all
    static Value run(Thread& thread, const CallOperands& call, const Cache& cache) {
        return make_instance(thread, cache.type, {call.args, call.count, nullptr}).release();
    }
};
MOULT_SPECIALIZE(CallBuiltinClass);

}  // namespace

}  // namespace moult::specializer
