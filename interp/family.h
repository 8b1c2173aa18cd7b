// ValueFamily: instructions whose meaning is a function from values to a value. The meaning is written once
// (the family's `run`, each specialization's `guard` and `run`); handlers for all operand modes are made
// here.
#pragma once

#include <algorithm>
#include <tuple>
#include <type_traits>

#include "interp/registry.h"
#include "interp/traits.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

// A string usable as a template argument.
template <size_t N>
struct FixedString {
    char text[N];
    constexpr FixedString(const char (&s)[N]) { std::copy_n(s, N, text); }  // NOLINT
};

struct NoCache {};

// What a family is of the instructions of wordcode: base of a family that one opcode is translated to.
template <compiler::Opcode kCode>
struct OfOpcode {
    static constexpr const char* kName = compiler::opcode_info(kCode).name.data();
    static constexpr int16_t kOpcode = static_cast<int16_t>(kCode);
    static constexpr Argument kArgument = argument_of(compiler::opcode_info(kCode).operand);
};
// Base of one that the translator makes of several instructions.
template <FixedString kText, Argument kWhat = Argument::kNone>
struct OfNoOpcode {
    static constexpr const char* kName = kText.text;
    static constexpr int16_t kOpcode = -1;
    static constexpr Argument kArgument = kWhat;
};

// What a family may say of itself; these are the usual answers.
struct FamilyDefaults {
    static constexpr bool kStores = false;  // the specializations' place is written, not read
    static constexpr bool kUsesNames =
        false;  // their operands are the frame's globals and builtins, as Dict*
    static constexpr bool kMayDoAnything = false;    // a body that says nothing else may run Python code
    static constexpr bool kPlaceMayBeEmpty = false;  // what is read from a place may always be no value
    static constexpr bool kLoads = false;  // a specialization without a place may decline like one with it
    static constexpr bool kTakesArguments = false;  // kTypedArguments means something
    static constexpr bool kResultsFollow =
        false;  // Out::kLocal: into the locals of the STORE_LOCALs that follow
};

// Base of every specialization: names the family and the instruction.
template <class FamilyType, FixedString kInstructionName>
struct Specialization {
    using Family = FamilyType;
    static constexpr const char* kName = kInstructionName.text;
    static constexpr Traits kTraits = {};
};

// --- forms

constexpr Variant make_variant(Out out, std::initializer_list<In> in) {
    Variant v{};
    for (In mode : in) v.in[v.arity++] = mode;
    v.out = out;
    return v;
}

// Every pair of operand modes that adjacent loads can give, for each of the results.
template <Out... kOuts>
constexpr auto two_operand_variants() {
    constexpr In S = In::kStack, L = In::kLocal, C = In::kConst;
    std::array<Variant, 6 * sizeof...(kOuts)> all{};
    size_t n = 0;
    for (Out out : {kOuts...}) {
        all[n++] = make_variant(out, {S, S});
        all[n++] = make_variant(out, {S, L});
        all[n++] = make_variant(out, {S, C});
        all[n++] = make_variant(out, {L, L});
        all[n++] = make_variant(out, {L, C});
        all[n++] = make_variant(out, {C, L});
    }
    return all;
}
// All operands on the stack, the first one on top: where an augmented assignment has left them.
constexpr Variant make_rotated_variant(int arity) {
    Variant v = make_variant(Out::kNone, {In::kStack, In::kStack, In::kStack});
    v.arity = static_cast<uint8_t>(arity);
    v.rotated = true;
    return v;
}
template <Out... kOuts>
constexpr auto one_operand_variants() {
    std::array<Variant, 2 * sizeof...(kOuts)> all{};
    size_t n = 0;
    for (Out out : {kOuts...}) {
        all[n++] = make_variant(out, {In::kStack});
        all[n++] = make_variant(out, {In::kLocal});
    }
    return all;
}

// --- reading operands, writing results

template <const Variant& V, int N>
inline Value operand(const Instr* ip, const Value* sp, Frame* frame, const Value* consts) {
    if constexpr (V.in[N] == In::kStack) {
        constexpr int before = V.rotated ? (N + V.arity - 1) % V.arity : [] {
            int n = 0;
            for (int i = 0; i < N; ++i) n += V.in[i] == In::kStack;
            return n;
        }();
        return sp[before - V.popped()];
    } else if constexpr (V.in[N] == In::kLocal) {
        return frame->locals()[ip->packed.in[N]];
    } else {
        return consts[ip->packed.in[N]];
    }
}
template <const Variant& V>
inline uint32_t oparg_of(const Instr* ip) {
    return V.is_wide() ? ip->arg : ip->packed.oparg;
}

// Reads all operands of a form, however many, and hands them on.
template <const Variant& V, class Function>
inline auto with_operands(const Instr* ip, const Value* sp, Frame* frame, const Value* consts,
                          Function&& function) {
    if constexpr (V.arity == 0)
        return function();
    else if constexpr (V.arity == 1)
        return function(operand<V, 0>(ip, sp, frame, consts));
    else if constexpr (V.arity == 2)
        return function(operand<V, 0>(ip, sp, frame, consts), operand<V, 1>(ip, sp, frame, consts));
    else if constexpr (V.arity == 3)
        return function(operand<V, 0>(ip, sp, frame, consts), operand<V, 1>(ip, sp, frame, consts),
                        operand<V, 2>(ip, sp, frame, consts));
    else
        return function(operand<V, 0>(ip, sp, frame, consts), operand<V, 1>(ip, sp, frame, consts),
                        operand<V, 2>(ip, sp, frame, consts), operand<V, 3>(ip, sp, frame, consts));
}

// Decides a conditional jump by the truth of the object at sp[-1] (owned); ip is at the jump.
MOULT_HANDLER Value branch_on_object(HANDLER_PARAMETERS);

// The rest of an instruction after its result is known: releases the operands, the first one first, writes
// the result, moves on. True when a conditional jump must wait for the truth of an object (then the result is
// at sp[-1]).
template <const Variant& V, int kCacheWords, bool kImmediateOperands>
[[gnu::always_inline]] inline bool complete(Value result, Instr*& ip, Value*& sp, Frame* frame) {
    constexpr int popped = V.popped();
    Value released[4];
    if constexpr (!kImmediateOperands)
        for (int i = 0; i < popped; ++i) released[i] = sp[i - popped];
    sp -= popped;
    Value old;
    if constexpr (V.out == Out::kStack) {
        *sp++ = result;
    } else if constexpr (V.out == Out::kLocal) {
        Value& local = frame->locals()[ip->packed.dest()];
        old = local;
        local = result;
    }
    ip += 1 + kCacheWords;
    if constexpr (!kImmediateOperands)
        for (int i = 0; i < popped; ++i) decref(released[V.rotated ? (i + popped - 1) % popped : i]);
    if constexpr (V.out == Out::kLocal) decref(old);
    if constexpr (V.out == Out::kJumpIfTrue || V.out == Out::kJumpIfFalse) {
        if (!result.is_bool()) [[unlikely]] {
            *sp++ = result;
            return true;
        }
        bool jump = (V.out == Out::kJumpIfTrue) == result.as_bool();
        ip += jump ? 1 + ip->offset() : 1;
    }
    return false;
}

// Ends a handler: `result` is owned. A conditional jump that goes back looks at the eval breaker.
#define COMPLETE(V, kCacheWords, kImmediateOperands, result)                                  \
    do {                                                                                      \
        [[maybe_unused]] const Instr* before = ip;                                            \
        if (complete<V, kCacheWords, kImmediateOperands>(result, ip, sp, frame)) [[unlikely]] \
            MOULT_TAIL branch_on_object(HANDLER_ARGUMENTS);                                   \
        if constexpr (V.out == Out::kJumpIfTrue || V.out == Out::kJumpIfFalse)                \
            if (ip <= before) CHECK_EVAL_BREAKER();                                           \
        DISPATCH();                                                                           \
    } while (0)

// --- handlers

// The generic meaning: FamilyType::run(thread, frame, oparg, operands...) -> Ref<Value>.
template <class FamilyType, size_t I>
MOULT_HANDLER Value generic_value_handler(HANDLER_PARAMETERS) {
    static constexpr Variant V = FamilyType::kVariants[I];
    frame->ip = ip;
    Value result = with_operands<V>(ip, sp, frame, consts, [&](auto... values) {
        return FamilyType::run(*thread, *frame, oparg_of<V>(ip), values...).release();
    });
    if (result.is_error()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    COMPLETE(V, FamilyType::kCacheWords, false, result);
}

// The generic instruction in the adaptive tier: counts down to an attempt to specialize.
template <Handler kGeneric>
MOULT_HANDLER Value counting_handler(HANDLER_PARAMETERS) {
    if (BackoffCounter::tick(ip->counter)) [[unlikely]] {
        specialize(thread, frame, ip, sp);
        DISPATCH();
    }
    MOULT_TAIL kGeneric(HANDLER_ARGUMENTS);
}

// A guard failed, or the body declined: count it, then do what the generic instruction does.
template <Handler kGeneric>
MOULT_HANDLER [[gnu::noinline]] Value guard_miss_handler(HANDLER_PARAMETERS) {
    count_guard_miss(thread, frame, ip, sp);
    MOULT_TAIL kGeneric(HANDLER_ARGUMENTS);
}

// What a body returns that declines, whatever its type: `return decline(thread, DeoptReason::kIndex)`. Nothing must have
// happened yet that a program can see. Traces leave there, and the interpreter comes to the same place again.
struct Declined {
    operator Value() const { return Value::deopt(); }  // NOLINT: all of them
    operator bool() const { return false; }            // NOLINT
    operator Frame*() const { return nullptr; }        // NOLINT
};
[[gnu::always_inline]] inline Declined decline(Thread& thread, DeoptReason reason) {
#ifndef MOULT_BITCODE
    machine_of(thread).declined = reason;
#endif
    return {};
}

// A specialization S of a value family:
//     static FailureReason applies(Site&, operands..., Cache&)  kNone: chosen, and the cache is filled; or why not
//     static bool guard(operands..., const Cache&)             still valid? pure, cheap
//     static Value run(Thread&, operands..., const Cache&)     owned result, or error, or decline(thread, reason)
// What else is true of it: kTraits (traits.h). Instead of run it may say less, and is then understood better by the trace tier:
//     static Value* place(operands..., const Cache&)    where the value is read, or (stores) written;
//                                                       null: it declines, for kTraits.without_place
//     static Value constant(const Cache&)               the result as long as the guard holds; borrowed
// What only the trace tier asks (interp/trace_info.h):
//     Absorbs              another specialization, whose result is the first operand and lives no longer:
//                          then run_absorbing(Thread&, its operands..., operands but the first..., its cache)
//                          does the work of both, without making it. It does not fail: it declines before
//                          anything is visible
//     static void watch(operands..., const Cache&, WatchList&)    what must not change for the guard to hold,
//                          and for place to have the same value, when the operands are constants

// The owned result of a specialization whose guard holds.
template <class S, class... Operands>
[[gnu::always_inline]] inline Value result_of(Thread& thread, Value* last_use, const typename S::Cache& cache,
                                              Operands... operands) {
    if constexpr (requires { S::constant(cache); }) {
        Value value = S::constant(cache);
        incref(value);
        return value;
    } else if constexpr (requires { S::place(operands..., cache); }) {
        Value* place = S::place(operands..., cache);
        if (!place) [[unlikely]]
            return Value::deopt();
        if constexpr (S::Family::kStores) {
            Value value = std::get<0>(std::tuple(operands...));
            incref(value);
            Value old = std::exchange(*place, value);
            decref(old);
            return Value::none();
        } else {
            Value value = *place;
            if constexpr (S::kTraits.may_be_empty)
                if (value.is_empty()) [[unlikely]]
                    return Value::deopt();
            incref(value);
            return value;
        }
    } else if constexpr (S::kTraits.reuses_left) {
        return S::run(thread, operands..., cache, last_use);
    } else {
        return S::run(thread, operands..., cache);
    }
}

template <class S, size_t I>
MOULT_HANDLER Value specialized_value_handler(HANDLER_PARAMETERS) {
    using FamilyType = typename S::Family;
    static constexpr Variant V = FamilyType::kVariants[I];
    using Cache = typename S::Cache;
    const Cache& cache = ip->cache<Cache>();
    if constexpr (S::kTraits.runs_python) frame->ip = ip;
    Value result = with_operands<V>(ip, sp, frame, consts, [&](auto... values) {
        if constexpr (FamilyType::kUsesNames) {
            if (!S::guard(frame->globals, frame->builtins, cache)) [[unlikely]]
                return Value::deopt();
            return result_of<S>(*thread, nullptr, cache, frame->globals, frame->builtins);
        } else {
            if (!S::guard(values..., cache)) [[unlikely]]
                return Value::deopt();
            Value* last_use = nullptr;
            if constexpr (S::kTraits.reuses_left) {
                if constexpr (V.in[0] == In::kStack)
                    last_use = sp - V.popped();
                else if constexpr (V.in[0] == In::kLocal && V.out == Out::kLocal)
                    if (ip->packed.in[0] == ip->packed.dest()) last_use = &frame->locals()[ip->packed.dest()];
            }
            return result_of<S>(*thread, last_use, cache, values...);
        }
    });
    if (result.is_deopt()) [[unlikely]]
        MOULT_TAIL guard_miss_handler<generic_value_handler<FamilyType, I>>(HANDLER_ARGUMENTS);
    if (result.is_error()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    COMPLETE(V, FamilyType::kCacheWords, S::kTraits.immediate_operands, result);
}

// What the trace tier knows of a family's generic instruction and of a specialization: interp/trace_forms.h.
template <class FamilyType>
const TraceInfo* generic_trace_info();
template <FixedString kSymbol, class S>
const TraceInfo* trace_info();

// --- what the registry needs to know

template <class FamilyType>
struct ValueFamily : FamilyDefaults {
    static constexpr Recorded kRecorded = Recorded::kValue;
    template <size_t I>
    static constexpr Handler generic() {
        return generic_value_handler<FamilyType, I>;
    }
    template <class S, size_t I>
    static constexpr Handler specialized() {
        return specialized_value_handler<S, I>;
    }
    // Site::operands from the instruction's operands.
    static void collect(Site& site, const Variant& v) {
        site.oparg = v.is_wide() ? site.ip->arg : site.ip->packed.oparg;
        if constexpr (FamilyType::kUsesNames) {
            site.operands[0] = Value(site.frame.globals);
            site.operands[1] = Value(site.frame.builtins);
        }
        const Value* next = site.sp - v.popped();
        if (v.rotated) {
            site.operands[0] = site.sp[-1];
            for (int i = 1; i < v.arity; ++i) site.operands[i] = *next++;
            return;
        }
        for (int i = 0; i < v.arity; ++i) {
            switch (v.in[i]) {
                case In::kStack: site.operands[i] = *next++; break;
                case In::kLocal: site.operands[i] = site.frame.locals()[site.ip->packed.in[i]]; break;
                case In::kConst: site.operands[i] = site.frame.consts[site.ip->packed.in[i]]; break;
            }
        }
    }
    template <class S>
    [[gnu::always_inline]] static FailureReason apply(Site& site) {
        auto& cache = site.ip->cache<typename S::Cache>();
        return with_values(site.operands, [&](auto... values) {
            [[clang::always_inline]] return S::applies(site, values..., cache);
        });
    }

    // How a trace sees the family (trace_forms.h). Calls function(operands...) as specializations take them.
    template <class S, class Function>
    [[gnu::always_inline]] static auto with_trace_operands(Value* v, uint32_t, Function&& function) {
        if constexpr (FamilyType::kUsesNames)
            return function(v[0].as<Dict>(), v[1].as<Dict>());
        else
            return with_values(v, function);
    }
    template <class S>
    static constexpr TraceForm trace_form() {
        if constexpr (S::kTraits.identity)
            return TraceForm::kIdentity;
        else if constexpr (requires(const typename S::Cache& cache) { S::constant(cache); })
            return TraceForm::kConstant;
        else if constexpr (S::kTraits.memory.has_value())
            return FamilyType::kStores ? TraceForm::kStore : TraceForm::kLoad;
        else
            return TraceForm::kRun;
    }
    template <class S, class... Operands>
    [[gnu::always_inline]] static Value run_in_trace(Thread& thread, Value* last_use,
                                                     const typename S::Cache& cache, Operands... operands) {
        return result_of<S>(thread, last_use, cache, operands...);
    }
    template <class S, class... Operands>
    [[gnu::always_inline]] static Value* place_in_trace(const typename S::Cache& cache,
                                                        Operands... operands) {
        return S::place(operands..., cache);
    }
    static Value generic_in_trace(Thread* thread, Frame* frame, Value* v, uint32_t oparg) {
        return with_values(
            v, [&](auto... values) { return FamilyType::run(*thread, *frame, oparg, values...).release(); });
    }

  private:
    // Calls function with as many values as the family has operands.
    template <class Function>
    [[gnu::always_inline]] static auto with_values(const Value* v, Function&& function) {
        return [&]<size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            return function(v[I]...);
        }(std::make_index_sequence<FamilyType::kVariants[0].arity>());
    }
};

}  // namespace moult::interp
