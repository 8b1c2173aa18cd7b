// Range and Slice, and their iteration.
#pragma once

#include <algorithm>

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Range : Object {
    static constexpr bool kIsCollected = false;
    static constexpr Kind kKind = Kind::kRange;
    Value start, stop, step, length;  // exact ints, owned
    static constexpr auto kFields = fields<&Range::start, &Range::stop, &Range::step, &Range::length>;
};
// Over a range whose bounds and length fit small ints; others use long_range_iterator.
struct RangeIterator : Object {
    static constexpr bool kIsCollected = false;
    static constexpr Kind kKind = Kind::kRangeIterator;
    int64_t next, step, remaining;
    int64_t length;  // of the range: how far it is gone shows in copies
};
// Over any other range.
struct LongRangeIterator : Object {
    Value next, step, remaining, length;  // exact ints, owned; as in RangeIterator
    static constexpr auto kFields = fields<&LongRangeIterator::next, &LongRangeIterator::step,
                                           &LongRangeIterator::remaining, &LongRangeIterator::length>;
};
struct Slice : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kSlice;
    Value start, stop, step;  // owned
    static constexpr auto kFields = fields<&Slice::step, &Slice::start, &Slice::stop>;
};
// A slice applied to a sequence: positions in range, and how many items it has.
struct SliceBounds {
    int64_t start, stop, step, count;
};

// ValueError "range() arg 3 must not be zero". Arguments: exact ints.
Ref<Range> make_range(Thread&, Value start, Value stop, Value step);
Ref<Range> make_range(Thread&, int64_t start, int64_t stop);  // of small ints
Ref<Value> range_iter(Thread&, Value range);
Ref<Value> range_reversed(Thread&, Range*);
Ref<Slice> make_slice(Thread&, Value start, Value stop, Value step);
// A slice in two steps, for sequences that __index__ of a part could change: first the parts as numbers,
// clamped (runs Python code), then applied to the length of the moment. ValueError "slice step cannot be
// zero".
struct SliceParts {
    static constexpr int64_t kNoBound = INT64_MIN;  // a start or stop that was not given
    int64_t start, stop, step;
};
Result<SliceParts> slice_parts(Thread&, const Slice*);
inline SliceBounds slice_adjust(SliceParts parts, int64_t length) {
    const bool backwards = parts.step < 0;
    const int64_t low = backwards ? -1 : 0, high = backwards ? length - 1 : length;
    auto place = [&](int64_t bound, int64_t otherwise) {
        if (bound == SliceParts::kNoBound) return otherwise;
        // A branch that is predicted: what reads the items does not wait for the clamp.
        if (bound >= 0 && bound <= high) [[likely]]
            return bound;
        if (bound < 0) bound += length;
        return std::clamp(bound, low, high);
    };
    SliceBounds bounds{place(parts.start, backwards ? high : low), place(parts.stop, backwards ? low : high),
                       parts.step, 0};
    const int64_t distance = backwards ? bounds.start - bounds.stop : bounds.stop - bounds.start;
    const int64_t stride = backwards ? -parts.step : parts.step;
    if (distance > 0) bounds.count = stride == 1 ? distance : (distance - 1) / stride + 1;
    return bounds;
}
Result<SliceBounds> slice_bounds(Thread&, const Slice*, int64_t length);  // both steps
// The same for lengths of any size (an exact int, not negative): start, stop, step as exact ints, owned.
struct WideSliceBounds {
    Ref<Value> start, stop, step;
};
Status wide_slice_bounds(Thread&, const Slice*, Value length, WideSliceBounds*);
// One bound of list.index() and the like: clamped; TypeError unless it has __index__.
Result<int64_t> slice_index(Thread&, Value);
void init_range(Interpreter&);
void init_range_iterators(Interpreter&);
void init_slice(Interpreter&);

}  // namespace moult
