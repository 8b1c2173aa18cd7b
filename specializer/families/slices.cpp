// Specializations of BINARY_SLICE and STORE_SLICE: lists, tuples and strings with bounds that are small
// integers or not given.
#include <algorithm>

#include "interp/families.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/strings/str.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::BinarySliceFamily;
using interp::decline;
using interp::DeoptReason;
using interp::FailureReason;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::StoreSliceFamily;
using interp::Traits;
using interp::unless;
using interp::ValueType;

inline bool is_plain_bound(Value bound) {
    return bound.is_small_int() || bound.is_none();
}
inline int64_t bound_of(Value bound) {
    return bound.is_none() ? SliceParts::kNoBound : bound.as_small_int();
}
inline SliceBounds bounds_of(Value start, Value stop, int64_t step, size_t length) {
    return slice_adjust({bound_of(start), bound_of(stop), step}, static_cast<int64_t>(length));
}

// What all slices of sequences are: S::take(thread, sequence, bounds), for the steps that S::takes.
template <class S, class Sequence, interp::FixedString kInstruction>
struct SliceOf : Specialization<BinarySliceFamily, kInstruction> {
    struct Cache {
        int64_t step;
    };
    static constexpr Traits kTraits = {.type_guard = true, .leaves_memory = true};
    static FailureReason applies(Site& site, Value container, Value start, Value stop, Cache& cache) {
        Value step = BinarySliceFamily::step(site.frame, site.oparg);
        if (!is_exact<Sequence>(container)) return FailureReason::kOtherTypes;
        if (!is_plain_bound(step)) return FailureReason::kStep;
        cache.step = step.is_none() ? 1 : step.as_small_int();
        if (!S::takes(cache.step)) return FailureReason::kStep;
        return unless(guard(container, start, stop, cache), FailureReason::kBounds);
    }
    static bool guard(Value container, Value start, Value stop, const Cache&) {
        return is_exact<Sequence>(container) && is_plain_bound(start) && is_plain_bound(stop);
    }
    static Value run(Thread& thread, Value container, Value start, Value stop, const Cache& cache) {
        auto* sequence = container.as<Sequence>();
        return S::take(thread, sequence, bounds_of(start, stop, cache.step, sequence->length)).release();
    }
};

struct SliceList : SliceOf<SliceList, List, "BINARY_SLICE_LIST"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .result = {ValueType::kExact, Kind::kList}};
    static bool takes(int64_t step) { return step != 0; }
    static Ref<Value> take(Thread& thread, List* list, SliceBounds bounds) {
        return list_get_slice(thread, list, bounds);
    }
};
MOULT_SPECIALIZE(SliceList);

struct SliceTuple : SliceOf<SliceTuple, Tuple, "BINARY_SLICE_TUPLE"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .result = {ValueType::kExact, Kind::kTuple}};
    static bool takes(int64_t step) { return step == 1; }
    static Ref<Value> take(Thread& thread, Tuple* tuple, SliceBounds bounds) {
        auto begin = static_cast<size_t>(bounds.start), count = static_cast<size_t>(bounds.count);
        if (count == tuple->length) return share(Value(tuple));
        return make_tuple(thread, tuple->span().subspan(count ? begin : 0, count));
    }
};
MOULT_SPECIALIZE(SliceTuple);

struct SliceStr : SliceOf<SliceStr, Str, "BINARY_SLICE_STR"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .result = {ValueType::kExact, Kind::kStr}};
    static bool takes(int64_t step) { return step == 1; }
    static Ref<Value> take(Thread& thread, Str* text, SliceBounds bounds) {
        return substring(thread, text, static_cast<size_t>(bounds.start),
                         static_cast<size_t>(bounds.start + bounds.count));
    }
};
MOULT_SPECIALIZE(SliceStr);

// As many items as a list has that nobody else knows: they change places, and the old ones die with it.
struct StoreSliceListSwap : Specialization<StoreSliceFamily, "STORE_SLICE_LIST_SWAP"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.reuses_left = true, .type_guard = true, .result = {ValueType::kNone}};
    using Absorbs = SliceList;
    static FailureReason applies(Site&, Value value, Value container, Value start, Value stop, Cache& cache) {
        if (!is_exact<List>(value) || !is_exact<List>(container)) return FailureReason::kOtherTypes;
        if (!guard(value, container, start, stop, cache)) return FailureReason::kBounds;
        if (value.as_object()->refcount != 1) return FailureReason::kShared;
        bool fits = has_length(value, bounds_of(start, stop, 1, container.as<List>()->length));
        return unless(fits, FailureReason::kItemCount);
    }
    static bool guard(Value value, Value container, Value start, Value stop, const Cache&) {
        return is_exact<List>(value) && is_exact<List>(container) && is_plain_bound(start) &&
               is_plain_bound(stop);
    }
    static bool has_length(Value value, SliceBounds bounds) {
        return value.as<List>()->length == static_cast<size_t>(bounds.count);
    }
    static Value run(Thread& thread, Value value, Value container, Value start, Value stop, const Cache&,
                     Value* last_use) {
        List *source = value.as<List>(), *list = container.as<List>();
        SliceBounds bounds = bounds_of(start, stop, 1, list->length);
        if (!last_use || value.as_object()->refcount != 1) [[unlikely]]
            return decline(thread, DeoptReason::kShared);
        if (!has_length(value, bounds)) [[unlikely]]
            return decline(thread, DeoptReason::kItemCount);
        if (bounds.count)
            std::swap_ranges(source->items, source->items + bounds.count, list->items + bounds.start);
        return Value::none();
    }
    static Value run_absorbing(Thread& thread, Value source, Value source_start, Value source_stop,
                               Value container, Value start, Value stop, const SliceList::Cache& cache) {
        List *from = source.as<List>(), *list = container.as<List>();
        SliceBounds taken = bounds_of(source_start, source_stop, cache.step, from->length);
        SliceBounds place = bounds_of(start, stop, 1, list->length);
        if (taken.count != place.count || !list_move_slice(thread, from, taken, list, place.start))
            [[unlikely]]
            return decline(thread, DeoptReason::kItemCount);
        return Value::none();
    }
};
MOULT_SPECIALIZE(StoreSliceListSwap);

struct StoreSliceList : Specialization<StoreSliceFamily, "STORE_SLICE_LIST"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {
        .runs_python = true,
        .result = {ValueType::kNone}};  // iterates over the value, releases the old items
    static FailureReason applies(Site&, Value value, Value container, Value start, Value stop, Cache& cache) {
        if (!is_exact<List>(container)) return FailureReason::kOtherTypes;
        return unless(guard(value, container, start, stop, cache), FailureReason::kBounds);
    }
    static bool guard(Value, Value container, Value start, Value stop, const Cache&) {
        return is_exact<List>(container) && is_plain_bound(start) && is_plain_bound(stop);
    }
    static Value run(Thread& thread, Value value, Value container, Value start, Value stop, const Cache&) {
        SliceParts parts = {bound_of(start), bound_of(stop), 1};
        return list_set_slice(thread, container.as<List>(), parts, value).ok() ? Value(Value::none())
                                                                               : Value::error();
    }
};
MOULT_SPECIALIZE(StoreSliceList);

}  // namespace

}  // namespace moult::specializer
