// How a trace sees a specialization: functions of one uniform signature made from the struct (they are
// compiled to machine code and to bitcode alike), and the TraceInfo that names them. See interp/trace_info.h
// and docs/jit.md.
#pragma once

#include "interp/control_families.h"

namespace moult::interp {

// In the oparg of a body that may take its left operand: this is the operand's last use.
inline constexpr uint32_t kLastUse = 1u << 31;
// ... of a body that does the work of the one that makes its first operand, too.
inline constexpr uint32_t kAbsorbs = 1u << 30;

namespace detail {

template <class S>
const typename S::Cache& cache_of(const void* cache) {
    return *static_cast<const typename S::Cache*>(cache);
}

// Calls S::run_absorbing(thread, operands of the other, operands but the first, cache of the other).
template <class S, size_t... I>
[[gnu::always_inline]] inline Value run_absorbing(Thread& thread, Value* v, const void* cache,
                                                  std::index_sequence<I...>) {
    static_assert(std::is_empty_v<typename S::Cache>, "there is room for one cache");
    return S::run_absorbing(thread, v[I]..., cache_of<typename S::Absorbs>(cache));
}

template <class S>
inline constexpr TraceForm kFormOf = S::Family::template trace_form<S>();
template <class S>
inline constexpr bool kHasPlace =
    kFormOf<S> == TraceForm::kLoad || kFormOf<S> == TraceForm::kStore || kFormOf<S> == TraceForm::kItems;

}  // namespace detail

template <class S>
[[gnu::always_inline]] inline bool trace_guard(Thread*, Value* operands, uint32_t oparg, const void* cache) {
    return S::Family::template with_trace_operands<S>(operands, oparg & ~kLastUse, [&](auto&&... values) {
        return S::guard(values..., detail::cache_of<S>(cache));
    });
}

// The owned result; of CALL the operands stay where they are.
template <class S>
[[gnu::always_inline]] inline Value trace_run(Thread* thread, Value* operands, uint32_t oparg,
                                              const void* cache) {
    using FamilyType = typename S::Family;
    if constexpr (requires { typename S::Absorbs; }) {
        constexpr int count = S::Absorbs::Family::kVariants[0].arity + FamilyType::kVariants[0].arity - 1;
        if (oparg & kAbsorbs)
            return detail::run_absorbing<S>(*thread, operands, cache, std::make_index_sequence<count>());
    }
    const auto& typed_cache = detail::cache_of<S>(cache);
    return FamilyType::template with_trace_operands<S>(operands, oparg & ~kLastUse, [&](auto&&... values) {
        return FamilyType::template run_in_trace<S>(*thread, oparg & kLastUse ? operands : nullptr,
                                                    typed_cache, values...);
    });
}

template <class S>
[[gnu::always_inline]] inline Value* trace_place(Thread*, Value* operands, uint32_t oparg,
                                                 const void* cache) {
    using FamilyType = typename S::Family;
    return FamilyType::template with_trace_operands<S>(operands, oparg, [&](auto&&... values) {
        return FamilyType::template place_in_trace<S>(detail::cache_of<S>(cache), values...);
    });
}

// The same for all specializations: those without such a function never get here.
template <class S>
[[gnu::always_inline]] inline Value trace_run_if_any(Thread* thread, Value* operands, uint32_t oparg,
                                                     const void* cache) {
    if constexpr (detail::kFormOf<S> == TraceForm::kRun) return trace_run<S>(thread, operands, oparg, cache);
    return Value::deopt();
}
template <class S>
[[gnu::always_inline]] inline Value* trace_place_if_any(Thread* thread, Value* operands, uint32_t oparg,
                                                        const void* cache) {
    if constexpr (detail::kHasPlace<S>) return trace_place<S>(thread, operands, oparg, cache);
    return nullptr;
}

// The state of an iterator apart from the iterator (ForIterFamily says what it is).
template <class S>
[[gnu::always_inline]] inline void trace_state_load(Value iterator, void* state) {
    if constexpr (kHasIteratorState<S>)
        *static_cast<typename S::State*>(state) = S::load(iterator.as<typename S::Iterator>());
}
template <class S>
[[gnu::always_inline]] inline bool trace_state_next(Thread* thread, void* state, Value* item) {
    if constexpr (kHasIteratorState<S>)
        return S::next(*thread, *static_cast<typename S::State*>(state), item) == IteratorStep::kItem;
    return false;
}
template <class S>
[[gnu::always_inline]] inline void trace_state_store(Value iterator, const void* state) {
    if constexpr (kHasIteratorState<S>)
        S::store(iterator.as<typename S::Iterator>(), *static_cast<const typename S::State*>(state));
}

template <FixedString kSymbol, class S>
const TraceInfo* trace_info() {
    static constexpr TraceInfo kInfo = [] {
        using FamilyType = typename S::Family;
        constexpr TraceForm form = detail::kFormOf<S>;
        constexpr Traits traits = S::kTraits;
        static_assert(form != TraceForm::kStore || traits.memory != Memory::kNamespace,
                      "items of namespaces are watched: they are written through dict_set_str");
        TraceInfo info;
        info.symbol = kSymbol.text;
        info.instruction = S::kName;
        info.form = form;
        info.type_guard = traits.type_guard;
        info.is_pure = traits.pure;
        info.leaves_memory = traits.leaves_memory || traits.immediate_operands;
        info.changes = traits.changes;
        bool may_do_anything = !info.leaves_memory && info.changes == Memory::kOther;
        info.observes = traits.runs_python || (FamilyType::kMayDoAnything && may_do_anything);
        info.uses_names = FamilyType::kUsesNames;
        info.may_reuse_left = traits.reuses_left;
        info.is_method = traits.is_method;
        info.may_be_empty = traits.may_be_empty || FamilyType::kPlaceMayBeEmpty;
        info.without_place = traits.without_place;
        info.declines = FamilyType::kLoads;
        info.result = traits.result;
        info.item = traits.item;
        info.memory = traits.memory.value_or(Memory::kOther);
        if constexpr (requires { typename S::Absorbs; }) info.absorbs = S::Absorbs::kName;
        using Cache = typename S::Cache;
        if constexpr (!std::is_empty_v<Cache>) info.cache_size = sizeof(Cache);
        if constexpr (requires(const Cache& cache) { cache.shape; })
            info.shape = [](const void* cache) { return detail::cache_of<S>(cache).shape; };
        if constexpr (traits.memory.has_value() && requires(const Cache& cache) { cache.offset; })
            info.offset = [](const void* cache) { return detail::cache_of<S>(cache).offset; };
        info.guard = trace_guard<S>;
        if constexpr (form == TraceForm::kRun) info.run = trace_run<S>;
        if constexpr (detail::kHasPlace<S>) info.place = trace_place<S>;
        if constexpr (kHasIteratorState<S>) {
            static_assert(std::is_trivially_copyable_v<typename S::State>);
            info.state_size = sizeof(typename S::State);
            info.state_load = trace_state_load<S>;
            info.state_next = trace_state_next<S>;
            info.state_store = trace_state_store<S>;
        }
        if constexpr (form == TraceForm::kConstant)
            info.constant = [](const void* cache) { return S::constant(detail::cache_of<S>(cache)); };
        if constexpr (requires { &S::watch; })
            info.watch = [](Value* operands, uint32_t oparg, const void* cache, WatchList* list) {
                FamilyType::template with_trace_operands<S>(operands, oparg, [&](auto&&... values) {
                    S::watch(values..., detail::cache_of<S>(cache), *list);
                });
            };
        if constexpr (traits.typed_arguments != 0)
            static_assert(FamilyType::kTakesArguments && requires { &S::watch; });
        info.typed_arguments = traits.typed_arguments;
        if constexpr (form == TraceForm::kEnter)
            info.bind = [](Thread* thread, Value* operands, uint32_t oparg, const void* cache,
                           CallBinding* binding) {
                return S::bind(*thread, CallOperands(operands + oparg + 2, oparg), detail::cache_of<S>(cache),
                               *binding);
            };
        return info;
    }();
    return &kInfo;
}

template <class FamilyType>
const TraceInfo* generic_trace_info() {
    static constexpr TraceInfo kInfo = [] {
        TraceInfo info;
        info.symbol = info.instruction = FamilyType::kName;
        info.observes = true;
        info.uses_names = FamilyType::kUsesNames;
        if constexpr (FamilyType::kRecorded == Recorded::kValue) {
            info.form = TraceForm::kRun;
            info.generic = FamilyType::generic_in_trace;
        }
        return info;
    }();
    return &kInfo;
}

}  // namespace moult::interp
