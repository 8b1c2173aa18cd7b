// What specializations of FOR_ITER are made of: the iterators of lists, tuples and ranges, whose steps
// enumerate and zip take too.
#pragma once

#include "interp/control_families.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/state/types.h"
#include "specializer/attribute_lookup.h"
#include "specializer/specialize.h"

namespace moult::specializer {

using interp::decline;
using interp::decline_step;
using interp::DeoptReason;
using interp::FailureReason;
using interp::ForIterFamily;
using interp::IteratorStep;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;

// Over an iterator of exactly one builtin type.
template <class IteratorType, interp::FixedString kInstruction>
struct ForIterBuiltin : Specialization<ForIterFamily, kInstruction> {
    using Iterator = IteratorType;
    using Cache = NoCache;
    static FailureReason applies(Site&, Value iterator, Cache& cache) {
        return unless(guard(iterator, cache), FailureReason::kOtherIterator);
    }
    static constexpr Traits kTraits = {.type_guard = true};
    static bool guard(Value iterator, const Cache&) { return is_exact<Iterator>(iterator); }
};

//   0                8
//   +----------------+
//   | shape identity |
//   +----------------+
struct IteratorShapeCache {
    uint32_t shape;
    uint32_t unused;
};
static_assert(sizeof(IteratorShapeCache) == 8);

// Over an iterator of a type that shares its kind with others.
template <class IteratorType, Type* Types::* kType, interp::FixedString kInstruction>
struct ForIterOfType : Specialization<ForIterFamily, kInstruction> {
    using Iterator = IteratorType;
    using Cache = IteratorShapeCache;
    static FailureReason applies(Site& site, Value iterator, Cache& cache) {
        if (!iterator.is_object()) return FailureReason::kOtherIterator;
        Shape* shape = iterator.as_object()->shape;
        if (shape->type != site.thread.types().*kType) return FailureReason::kOtherIterator;
        cache.shape = shape_identity(shape);
        return unless(cache.shape != 0, FailureReason::kNoVersion);
    }
    static bool guard(Value iterator, const Cache& cache) { return has_shape(iterator, cache.shape); }
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
using ForIterTuple = ForIterItems<TupleIterator, Tuple, "FOR_ITER_TUPLE">;

struct ForIterRange : ForIterBuiltin<RangeIterator, "FOR_ITER_RANGE"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .item = {interp::ValueType::kInt}};
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

}  // namespace moult::specializer
