// Specializations of FOR_ITER: builtin sequences and ranges without a call, generators without a C++ call.
#include "interp/control_families.h"
#include "interp/generators/generator.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::ForIterFamily;
using interp::IteratorStep;
using interp::NoCache;
using interp::Site;
using interp::Specialization;

// Over an iterator of exactly one builtin type.
template <class IteratorType, interp::FixedString kInstruction>
struct ForIterBuiltin : Specialization<ForIterFamily, kInstruction> {
    using Iterator = IteratorType;
    using Cache = NoCache;
    static bool applies(Site&, Value iterator, Cache& cache) { return guard(iterator, cache); }
    static constexpr bool kTypeGuard = true;
    static constexpr bool kRepeatable = true;
    static bool guard(Value iterator, const Cache&) { return is_exact<Iterator>(iterator); }
};

template <class Iterator, class Sequence, interp::FixedString kInstruction>
struct ForIterItems : ForIterBuiltin<Iterator, kInstruction> {
    struct State {
        Sequence* sequence;  // null after the end
        size_t position;
    };
    static State load(const Iterator* iterator) {
        Value sequence = iterator->sequence;
        return {sequence.is_empty() ? nullptr : sequence.as<Sequence>(), iterator->position};
    }
    static const Value* items(List* list) { return list->items; }
    static const Value* items(Tuple* tuple) { return tuple->items(); }
    static IteratorStep next(Thread&, State& state, Value* item) {
        if (!state.sequence || state.position >= state.sequence->length) return IteratorStep::kEnd;
        *item = items(state.sequence)[state.position++];
        incref(*item);
        return IteratorStep::kItem;
    }
    static void store(Iterator* iterator, const State& state) { iterator->position = state.position; }
    static void end(Iterator* iterator) { decref(std::exchange(iterator->sequence, Value::empty())); }
};
using ForIterList = ForIterItems<ListIterator, List, "FOR_ITER_LIST">;
MOULT_SPECIALIZE(ForIterList);
using ForIterTuple = ForIterItems<TupleIterator, Tuple, "FOR_ITER_TUPLE">;
MOULT_SPECIALIZE(ForIterTuple);

struct ForIterRange : ForIterBuiltin<RangeIterator, "FOR_ITER_RANGE"> {
    static constexpr bool kLeavesMemory = true;
    static constexpr interp::ValueType kItem = {interp::ValueType::kInt};
    struct State {
        int64_t next, step, remaining;
    };
    static State load(const RangeIterator* it) { return {it->next, it->step, it->remaining}; }
    static IteratorStep next(Thread&, State& state, Value* item) {
        if (state.remaining <= 0) return IteratorStep::kEnd;
        --state.remaining;
        *item = Value::small_int(state.next);
        state.next += state.step;
        return IteratorStep::kItem;
    }
    static void store(RangeIterator* it, const State& state) {
        it->next = state.next;
        it->remaining = state.remaining;
    }
};
MOULT_SPECIALIZE(ForIterRange);

struct ForIterGenerator : Specialization<ForIterFamily, "FOR_ITER_GEN"> {
    using Cache = NoCache;
    static bool applies(Site&, Value iterator, Cache& cache) { return guard(iterator, cache); }
    static bool guard(Value iterator, const Cache&) {
        return iterator.is_object() && iterator.as_object()->shape->kind == Kind::kGenerator &&
               iterator.as<Generator>()->state <= Generator::State::kSuspended;
    }
    static Frame* enter(Thread& thread, Value iterator, const Cache&) {
        if (thread.recursion_depth >= thread.interp.recursion_limit) return nullptr;
        auto* generator = iterator.as<Generator>();
        interp::resume_generator(thread, generator, Value::none(), Generator::Resumer::kForIter);
        return generator->frame();
    }
};
MOULT_SPECIALIZE(ForIterGenerator);

}  // namespace

}  // namespace moult::specializer
