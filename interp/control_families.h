// The families that are more than a function from values to a value: calls, method loads, iteration,
// unpacking. Each says what a specialization of it looks like and makes its handlers.
#pragma once

#include "interp/calls.h"
#include "interp/eval.h"
#include "interp/family.h"

namespace moult::interp {

using compiler::Opcode;

inline constexpr std::array kNoOperands = {make_variant(Out::kNone, {})};

// ---------------------------------------------------------------- CALL
// Operands on the stack: (empty, callable) or (method, self), then oparg arguments. Pushes the result.
//
// A specialization has  static FailureReason applies(Site&, const CallOperands&, Cache&)
//                       static bool guard(const CallOperands&, const Cache&)
// and either            static Value run(Thread&, const CallOperands&, const Cache&)
//                           owned result, error, or decline(thread, reason)
// or                    static bool bind(Thread&, const CallOperands&, const Cache&, CallBinding&)
//                           the frame of the Python function to push, or decline(thread, reason)
struct CallFamily : FamilyDefaults, OfOpcode<Opcode::CALL> {
    static constexpr Recorded kRecorded = Recorded::kCall;
    static constexpr auto kVariants = kNoOperands;
    static constexpr int kCacheWords = 2;

    template <size_t I>
    static constexpr Handler generic() {
        return generic_handler;
    }
    template <class S, size_t I>
    static constexpr Handler specialized() {
        return specialized_handler<S>;
    }
    static void collect(Site& site, const Variant&) {
        site.oparg = site.ip->arg;
        site.seen = site.sp - site.oparg - 2;
    }
    template <class S>
    [[gnu::always_inline]] static FailureReason apply(Site& site) {
        [[clang::always_inline]] return S::applies(site, CallOperands(site.sp, site.oparg),
                                                   site.ip->cache<typename S::Cache>());
    }

    static constexpr bool kMayDoAnything = true;
    static constexpr bool kTakesArguments = true;
    template <class S, class Function>
    [[gnu::always_inline]] static auto with_trace_operands(Value* v, uint32_t oparg, Function&& function) {
        return function(CallOperands(v + oparg + 2, oparg));
    }
    template <class S>
    static constexpr TraceForm trace_form() {
        return requires(Thread& thread, const CallOperands& call, const typename S::Cache& cache,
                        CallBinding& binding) { S::bind(thread, call, cache, binding); }
                   ? TraceForm::kEnter
                   : TraceForm::kRun;
    }
    template <class S>
    [[gnu::always_inline]] static Value run_in_trace(Thread& thread, Value*, const typename S::Cache& cache,
                                                     const CallOperands& call) {
        return S::run(thread, call, cache);
    }

    MOULT_HANDLER static Value generic_handler(HANDLER_PARAMETERS);
    template <class S>
    MOULT_HANDLER static Value specialized_handler(HANDLER_PARAMETERS) {
        const auto& cache = ip->cache<typename S::Cache>();
        CallOperands call(sp, ip->arg);
        if (!S::guard(call, cache)) [[unlikely]]
            MOULT_TAIL guard_miss_handler<generic_handler>(HANDLER_ARGUMENTS);
        frame->ip = ip;
        if constexpr (requires(CallBinding& binding) { S::bind(*thread, call, cache, binding); }) {
            CallBinding binding;
            if (!S::bind(*thread, call, cache, binding)) [[unlikely]]
                MOULT_TAIL guard_miss_handler<generic_handler>(HANDLER_ARGUMENTS);
            Frame* callee = push_bound_frame(*thread, call, binding);
            if (!callee) [[unlikely]]
                MOULT_TAIL unwind(HANDLER_ARGUMENTS);
            frame->sp = call.base;
            frame->resume = ip + 1 + kCacheWords;
            frame = callee;
            ENTER_FRAME();
        } else {
            Value result = S::run(*thread, call, cache);
            if (result.is_deopt()) [[unlikely]]
                MOULT_TAIL guard_miss_handler<generic_handler>(HANDLER_ARGUMENTS);
            if (result.is_error()) [[unlikely]]
                MOULT_TAIL unwind(HANDLER_ARGUMENTS);
            Value* base = call.base;
            for (Value* p = base; p != sp; ++p) decref(*p);
            *base = result;
            sp = base + 1;
            ip += 1 + kCacheWords;
            consts = frame->consts;
            DISPATCH();
        }
    }
};

// ---------------------------------------------------------------- LOAD_METHOD
// owner.name for a call: pushes (method, owner), or (empty, attribute). oparg indexes co_names.
//
// A specialization has  applies(Site&, Value owner, Cache&), guard(Value owner, const Cache&),
//                       static Value load(Value owner, const Cache&)   borrowed, or deopt, for kTraits.without_place
//                       or, saying less, constant or place as value families do (family.h)
struct LoadMethodFamily : FamilyDefaults, OfOpcode<Opcode::LOAD_METHOD> {
    static constexpr Recorded kRecorded = Recorded::kLoadMethod;
    static constexpr std::array kVariants = {make_variant(Out::kNone, {In::kStack}),
                                             make_variant(Out::kNone, {In::kLocal})};
    static constexpr int kCacheWords = 8;  // two for one shape, six for several

    template <size_t I>
    static constexpr Handler generic() {
        return generic_handler<I>;
    }
    template <class S, size_t I>
    static constexpr Handler specialized() {
        return specialized_handler<S, I>;
    }
    static void collect(Site& site, const Variant& v) { ValueFamily<LoadMethodFamily>::collect(site, v); }
    template <class S>
    [[gnu::always_inline]] static FailureReason apply(Site& site) {
        [[clang::always_inline]] return S::applies(site, site.operands[0],
                                                   site.ip->cache<typename S::Cache>());
    }

    static constexpr bool kPlaceMayBeEmpty = true;
    static constexpr bool kLoads = true;
    template <class S, class Function>
    [[gnu::always_inline]] static auto with_trace_operands(Value* v, uint32_t, Function&& function) {
        return function(v[0]);
    }
    template <class S>
    static constexpr TraceForm trace_form() {
        return ValueFamily<LoadMethodFamily>::trace_form<S>();
    }
    template <class S>
    [[gnu::always_inline]] static Value run_in_trace(Thread&, Value*, const typename S::Cache& cache,
                                                     Value owner) {
        Value found = load<S>(owner, cache);
        incref(found);
        return found;
    }
    template <class S>
    [[gnu::always_inline]] static Value* place_in_trace(const typename S::Cache& cache, Value owner) {
        return S::place(owner, cache);
    }

    template <class S>
    [[gnu::always_inline]] static Value load(Value owner, const typename S::Cache& cache) {
        if constexpr (requires { S::constant(cache); }) {
            return S::constant(cache);
        } else if constexpr (requires { S::place(owner, cache); }) {
            Value value = *S::place(owner, cache);
            return value.is_empty() ? Value::deopt() : value;
        } else {
            return S::load(owner, cache);
        }
    }

    template <size_t I>
    MOULT_HANDLER static Value generic_handler(HANDLER_PARAMETERS) {
        static constexpr Variant V = kVariants[I];
        Value owner = operand<V, 0>(ip, sp, frame, consts);
        frame->ip = ip;
        bool is_method = false;
        Value found = get_method(*thread, owner, frame->exec->names[oparg_of<V>(ip)], &is_method).release();
        if (found.is_error()) [[unlikely]]
            MOULT_TAIL unwind(HANDLER_ARGUMENTS);
        sp -= V.popped();
        sp[0] = is_method ? found : Value::empty();
        sp[1] = is_method ? owner : found;
        sp += 2;
        if (is_method) {
            if constexpr (V.popped() == 0) incref(owner);
        } else {
            if constexpr (V.popped() == 1) decref(owner);
        }
        ip += 1 + kCacheWords;
        consts = frame->consts;
        DISPATCH();
    }
    template <class S, size_t I>
    MOULT_HANDLER static Value specialized_handler(HANDLER_PARAMETERS) {
        static constexpr Variant V = kVariants[I];
        const auto& cache = ip->cache<typename S::Cache>();
        Value owner = operand<V, 0>(ip, sp, frame, consts);
        Value found = S::guard(owner, cache) ? load<S>(owner, cache) : Value::deopt();
        if (found.is_deopt()) [[unlikely]]
            MOULT_TAIL guard_miss_handler<generic_handler<I>>(HANDLER_ARGUMENTS);
        incref(found);
        sp -= V.popped();
        if constexpr (S::kTraits.is_method) {
            if constexpr (V.popped() == 0) incref(owner);
            sp[0] = found;
            sp[1] = owner;
        } else {
            sp[0] = Value::empty();
            sp[1] = found;
        }
        sp += 2;
        ip += 1 + kCacheWords;
        if constexpr (!S::kTraits.is_method && V.popped() == 1) decref(owner);
        DISPATCH();
    }
};

// ---------------------------------------------------------------- FOR_ITER
// The iterator stays on top of the stack; its next item is pushed, or stored into the local of the
// STORE_LOCAL that follows (which is then skipped). When it is exhausted, it is popped and the loop left by
// the jump in arg.
//
// A specialization has  applies(Site&, Value iterator, Cache&), guard(Value iterator, const Cache&),
//                       static Value next(Thread&, Value iterator, const Cache&)
//                           owned item; empty, error, or decline(thread, reason)
// or, instead of next,  static Frame* enter(Thread&, Value iterator, const Cache&)
//                           a generator's frame to run; its yield comes back to the instruction behind;
//                           or decline(thread, reason)
// or it says what it changes in its iterator, so that a trace can keep that in registers:
//                       using Iterator; struct State   plain words; objects in it are borrowed
//                       static State load(const Iterator*), static void store(Iterator*, const State&)
//                       static IteratorStep next(Thread&, State&, Value* item)
//                           changes nothing but the state, and that only when it gives an item (owned)
//                       static void end(Iterator*), if there is more to be done when no item is left
enum class IteratorStep : uint8_t { kItem, kEnd, kDeopt };
// As decline(thread, reason).
[[gnu::always_inline]] inline IteratorStep decline_step(Thread& thread, DeoptReason reason) {
    (void)decline(thread, reason);
    return IteratorStep::kDeopt;
}

template <class S>
inline constexpr bool kHasIteratorState = requires { typename S::State; };

struct ForIterFamily : FamilyDefaults, OfOpcode<Opcode::FOR_ITER> {
    static constexpr Recorded kRecorded = Recorded::kForIter;
    static constexpr std::array kVariants = {make_variant(Out::kStack, {}), make_variant(Out::kLocal, {})};
    static constexpr int kCacheWords = 1;

    template <size_t I>
    static constexpr Handler generic() {
        return generic_handler<I>;
    }
    template <class S, size_t I>
    static constexpr Handler specialized() {
        return specialized_handler<S, I>;
    }
    static void collect(Site& site, const Variant&) { site.operands[0] = site.sp[-1]; }
    template <class S>
    [[gnu::always_inline]] static FailureReason apply(Site& site) {
        [[clang::always_inline]] return S::applies(site, site.operands[0],
                                                   site.ip->cache<typename S::Cache>());
    }

    static constexpr bool kResultsFollow = true;
    template <class S, class Function>
    [[gnu::always_inline]] static auto with_trace_operands(Value* v, uint32_t, Function&& function) {
        return function(v[0]);
    }
    template <class S>
    static constexpr TraceForm trace_form() {
        return requires(Thread& thread, Value iterator, const typename S::Cache& cache) {
            S::enter(thread, iterator, cache);
        } ? TraceForm::kResume : TraceForm::kRun;
    }
    template <class S>
    [[gnu::always_inline]] static Value run_in_trace(Thread& thread, Value*, const typename S::Cache& cache,
                                                     Value iterator) {
        return next<S>(thread, iterator, cache);
    }

    // The owned item; empty, deopt, or error.
    template <class S>
    [[gnu::always_inline]] static Value next(Thread& thread, Value value, const typename S::Cache& cache) {
        if constexpr (kHasIteratorState<S>) {
            auto* iterator = value.as<typename S::Iterator>();
            typename S::State state = S::load(iterator);
            Value item;
            switch (S::next(thread, state, &item)) {
                case IteratorStep::kItem: S::store(iterator, state); return item;
                case IteratorStep::kDeopt: return Value::deopt();
                case IteratorStep::kEnd: break;
            }
            if constexpr (requires { S::end(iterator); }) S::end(iterator);
            return Value::empty();
        } else {
            return S::next(thread, value, cache);
        }
    }

    // Where the loop goes on after a finished iterator. Also used when a generator run by FOR_ITER returns.
    static Instr* exit(Instr* ip) { return ip + 1 + kCacheWords + ip->offset(); }

#define FOR_ITER_COMPLETE(item)                                      \
    do {                                                             \
        if (item.is_empty()) {                                       \
            Value iterator = *--sp;                                  \
            ip = exit(ip);                                           \
            decref(iterator);                                        \
            DISPATCH();                                              \
        }                                                            \
        if constexpr (kVariants[I].out == Out::kLocal) {             \
            Value& local = frame->locals()[ip[1 + kCacheWords].arg]; \
            Value old = local;                                       \
            local = item;                                            \
            ip += 2 + kCacheWords;                                   \
            decref(old);                                             \
        } else {                                                     \
            *sp++ = item;                                            \
            ip += 1 + kCacheWords;                                   \
        }                                                            \
        DISPATCH();                                                  \
    } while (0)

    template <size_t I>
    MOULT_HANDLER static Value generic_handler(HANDLER_PARAMETERS) {
        frame->ip = ip;
        Value item = iterator_next(*thread, sp[-1]).release();
        if (item.is_error()) [[unlikely]]
            MOULT_TAIL unwind(HANDLER_ARGUMENTS);
        consts = frame->consts;
        FOR_ITER_COMPLETE(item);
    }
    template <class S, size_t I>
    MOULT_HANDLER static Value specialized_handler(HANDLER_PARAMETERS) {
        const auto& cache = ip->cache<typename S::Cache>();
        Value iterator_value = sp[-1];
        if (!S::guard(iterator_value, cache)) [[unlikely]]
            MOULT_TAIL guard_miss_handler<generic_handler<I>>(HANDLER_ARGUMENTS);
        if constexpr (requires { S::enter(*thread, iterator_value, cache); }) {
            frame->ip = ip;
            frame->sp = sp;
            frame->resume = ip + 1 + kCacheWords;
            Frame* callee = S::enter(*thread, iterator_value, cache);
            if (!callee) [[unlikely]]
                MOULT_TAIL guard_miss_handler<generic_handler<I>>(HANDLER_ARGUMENTS);
            frame = callee;
            ENTER_FRAME();
        } else {
            if constexpr (S::kTraits.runs_python) frame->ip = ip;
            Value item = next<S>(*thread, iterator_value, cache);
            if (item.is_deopt()) [[unlikely]]
                MOULT_TAIL guard_miss_handler<generic_handler<I>>(HANDLER_ARGUMENTS);
            if (item.is_error()) [[unlikely]]
                MOULT_TAIL unwind(HANDLER_ARGUMENTS);
            FOR_ITER_COMPLETE(item);
        }
    }
#undef FOR_ITER_COMPLETE
};

// ---------------------------------------------------------------- UNPACK_SEQUENCE
// Replaces the sequence on top by its oparg items, the first on top; or stores them into the locals of the
// oparg STORE_LOCALs that follow (which are then skipped).
//
// A specialization has  applies(Site&, Value sequence, Cache&), guard(Value sequence, uint32_t count, const Cache&),
//                       static const Value* items(Value sequence)   the items, borrowed, in order
struct UnpackSequenceFamily : FamilyDefaults, OfOpcode<Opcode::UNPACK_SEQUENCE> {
    static constexpr Recorded kRecorded = Recorded::kUnpack;
    static constexpr std::array kVariants = {make_variant(Out::kStack, {}), make_variant(Out::kLocal, {})};
    static constexpr int kCacheWords = 1;

    template <size_t I>
    static constexpr Handler generic() {
        return generic_handler;
    }
    template <class S, size_t I>
    static constexpr Handler specialized() {
        return specialized_handler<S, I>;
    }
    static void collect(Site& site, const Variant&) {
        site.oparg = site.ip->arg;
        site.operands[0] = site.sp[-1];
    }
    template <class S>
    [[gnu::always_inline]] static FailureReason apply(Site& site) {
        [[clang::always_inline]] return S::applies(site, site.operands[0],
                                                   site.ip->cache<typename S::Cache>());
    }

    static constexpr bool kResultsFollow = true;
    template <class S, class Function>
    [[gnu::always_inline]] static auto with_trace_operands(Value* v, uint32_t count, Function&& function) {
        return function(v[0], count);
    }
    template <class S>
    static constexpr TraceForm trace_form() {
        return TraceForm::kItems;
    }
    template <class S>
    [[gnu::always_inline]] static Value* place_in_trace(const typename S::Cache&, Value sequence, uint32_t) {
        return S::items(sequence);
    }

    MOULT_HANDLER static Value generic_handler(HANDLER_PARAMETERS);
    template <class S, size_t I>
    MOULT_HANDLER static Value specialized_handler(HANDLER_PARAMETERS) {
        Value sequence = sp[-1];
        uint32_t count = ip->arg;
        if (!S::guard(sequence, count, ip->cache<typename S::Cache>())) [[unlikely]]
            MOULT_TAIL guard_miss_handler<generic_handler>(HANDLER_ARGUMENTS);
        const Value* items = S::items(sequence);
        if constexpr (kVariants[I].out == Out::kLocal) {
            --sp;
            ip += 1 + kCacheWords;
            for (uint32_t i = 0; i < count; ++i) incref(items[i]);
            // The old values are released last: what that runs may change the sequence.
            for (uint32_t i = 0; i < count; ++i, ++ip)
                sp[i] = std::exchange(frame->locals()[ip->arg], items[i]);
            for (uint32_t i = 0; i < count; ++i) decref(sp[i]);
            decref(sequence);
            DISPATCH();
        }
        Value* out = sp - 1;
        for (uint32_t i = 0; i < count; ++i) {
            incref(items[i]);
            out[count - 1 - i] = items[i];
        }
        sp = out + count;
        ip += 1 + kCacheWords;
        decref(sequence);
        DISPATCH();
    }
};

}  // namespace moult::interp
