// Range and Slice, and their iteration.
#pragma once

#include "runtime/thread.h"
#include "runtime/type.h"

namespace moult {

struct Range : Object {
    static constexpr Kind kKind = Kind::kRange;
    Value start, stop, step, length;  // exact ints, owned
};
// Over a range whose bounds and length fit small ints; others use long_range_iterator.
struct RangeIterator : Object {
    static constexpr Kind kKind = Kind::kRangeIterator;
    int64_t next, step, remaining;
};
struct Slice : Object {
    static constexpr Kind kKind = Kind::kSlice;
    Value start, stop, step;  // owned
};
// A slice applied to a sequence: positions in range, and how many items it has.
struct SliceBounds {
    int64_t start, stop, step, count;
};

Ref<Slice> make_slice(Thread&, Value start, Value stop, Value step);
Result<SliceBounds> slice_bounds(Thread&, const Slice*, int64_t length);
void init_range(Interpreter&);
void init_slice(Interpreter&);

}  // namespace moult
