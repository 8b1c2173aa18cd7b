// The type range. Bounds are ints of any size; what fits 64 bits is computed there.
#include "runtime/containers/range.h"

#include "runtime/containers/container_support.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

// How many numbers there are from start to stop, exclusively.
Ref<Value> count_between(Thread& thread, Value start, Value stop, Value step) {
    Value low = start, high = stop;
    Ref<Value> stride = share(step);
    if (int_sign(step) < 0) {
        std::swap(low, high);
        stride = TRY(int_negative(thread, step));
    }
    if (int_compare(low, high) >= 0) return small(0);
    if (low.is_small_int() && high.is_small_int() && stride.get().is_small_int())
        return make_int(thread,
                        (high.as_small_int() - low.as_small_int() - 1) / stride.get().as_small_int() + 1);
    Ref<Value> distance = TRY(int_subtract(thread, high, low));
    Ref<Value> last = TRY(int_subtract(thread, distance, small(1)));
    Ref<Value> steps = TRY(int_floor_divide(thread, last, stride));
    return int_add(thread, steps, small(1));
}

// start + index * step
Ref<Value> number_at(Thread& thread, const Range* range, Value index) {
    if (range->start.is_small_int() && range->step.is_small_int() && index.is_small_int()) {
        int64_t offset, number;
        if (!__builtin_mul_overflow(index.as_small_int(), range->step.as_small_int(), &offset) &&
            !__builtin_add_overflow(range->start.as_small_int(), offset, &number))
            return make_int(thread, number);
    }
    Ref<Value> offset = TRY(int_multiply(thread, index, range->step));
    return int_add(thread, range->start, offset);
}

// The only argument is the stop.
Ref<Value> range_new(Thread& thread, Type*, Args args) {
    Ref<Value> first = TRY(to_index(thread, args[0]));
    if (args[1].is_empty()) return make_range(thread, small(0), first, small(1));
    Ref<Value> stop = TRY(to_index(thread, args[1]));
    Ref<Value> step = TRY(to_index(thread, args[2]));
    return make_range(thread, first, stop, step);
}

Ref<Value> range_repr(Thread& thread, Value self) {
    auto* range = self.as<Range>();
    StrBuilder out(thread);
    out.add_ascii("range(");
    out.add_ascii(int_to_text(range->start, 10));
    out.add_ascii(", ");
    out.add_ascii(int_to_text(range->stop, 10));
    if (range->step != small(1)) {
        out.add_ascii(", ");
        out.add_ascii(int_to_text(range->step, 10));
    }
    out.add_ascii(")");
    return out.finish();
}

// Ranges are equal when they give the same numbers.
bool same_numbers(const Range* a, const Range* b) {
    if (int_compare(a->length, b->length) != 0) return false;
    if (a->length == small(0)) return true;
    if (int_compare(a->start, b->start) != 0) return false;
    return a->length == small(1) || int_compare(a->step, b->step) == 0;
}

Ref<Value> range_compare(Thread&, Value self, Value other, CompareOp op) {
    auto *a = as_instance<Range>(self), *b = as_instance<Range>(other);
    if (!a || !b || (op != CompareOp::kEq && op != CompareOp::kNe)) return Value::not_implemented();
    return Value::boolean(same_numbers(a, b) == (op == CompareOp::kEq));
}

Result<int64_t> range_hash(Thread& thread, Value self) {
    auto* range = self.as<Range>();
    Value none = Value::none(), start = range->start, step = range->step;
    if (range->length == small(0)) start = none;
    if (range->length == small(0) || range->length == small(1)) step = none;
    Ref<Tuple> key = TRY(make_tuple(thread, {range->length, start, step}));
    return hash(thread, key.value());
}

Result<int64_t> range_length(Thread& thread, Value self) {
    int64_t length;
    if (!int_to_int64(self.as<Range>()->length, &length))
        return raise_overflow_error(thread, "Python int too large to convert to C ssize_t");
    return length;
}

Result<bool> range_truth(Thread&, Value self) {
    return self.as<Range>()->length != small(0);
}

Ref<Value> range_slice(Thread& thread, Range* range, Slice* slice) {
    WideSliceBounds bounds;
    TRY(wide_slice_bounds(thread, slice, range->length, &bounds));
    Ref<Value> start = TRY(number_at(thread, range, bounds.start));
    Ref<Value> stop = TRY(number_at(thread, range, bounds.stop));
    Ref<Value> step = TRY(int_multiply(thread, range->step, bounds.step));
    return make_range(thread, start, stop, step);
}

Ref<Value> range_get_item(Thread& thread, Value self, Value key) {
    auto* range = self.as<Range>();
    if (auto* slice = as_instance<Slice>(key)) return range_slice(thread, range, slice);
    if (!is_int(key) && !thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "range indices must be integers or slices, not %s",
                                type_name(thread, key));
    Ref<Value> index = TRY(to_index(thread, key));
    if (int_sign(index) < 0) index = TRY(int_add(thread, index, range->length));
    if (int_sign(index) < 0 || int_compare(index, range->length) >= 0)
        return raise_index_error(thread, "range object index out of range");
    return number_at(thread, range, index);
}

// The position of an exact int in the range, or empty.
Ref<Value> position_of(Thread& thread, const Range* range, Value number) {
    bool up = int_sign(range->step) > 0;
    int from_start = int_compare(number, range->start), from_stop = int_compare(number, range->stop);
    if (up ? from_start < 0 || from_stop >= 0 : from_start > 0 || from_stop <= 0) return Ref<Value>::empty();
    Ref<Value> distance = TRY(int_subtract(thread, number, range->start));
    Ref<Value> rest = TRY(int_remainder(thread, distance, range->step));
    if (int_sign(rest) != 0) return Ref<Value>::empty();
    return int_floor_divide(thread, distance, range->step);
}

// An int whose equality is the builtin one: found by arithmetic, not by search.
bool is_plain_int(Value v) {
    return v.is_immediate_integral() || is_exact<BigInt>(v);
}

// Counts the numbers equal to the value, until `limit`; `*position` is the place of the last one.
Result<int64_t> search(Thread& thread, Value range, Value value, int64_t limit, int64_t* position) {
    Ref<Value> iterator = TRY(range_iter(thread, range));
    int64_t count = 0;
    for (int64_t i = 0; count < limit; ++i) {
        Ref<Value> number = TRY(iterator_next(thread, iterator));
        if (number.is_empty()) break;
        if (!TRY(equals(thread, number, value))) continue;
        *position = i;
        ++count;
    }
    return count;
}

Result<bool> range_contains(Thread& thread, Value self, Value value) {
    if (is_plain_int(value)) {
        Ref<Value> position = TRY(position_of(thread, self.as<Range>(), as_int(value)));
        return !position.is_empty();
    }
    int64_t position;
    return TRY(search(thread, self, value, 1, &position)) > 0;
}

Ref<Value> count_method(Thread& thread, Args args) {
    if (is_plain_int(args[1])) return small(TRY(range_contains(thread, args[0], args[1])));
    int64_t position;
    return make_int(thread, TRY(search(thread, args[0], args[1], INT64_MAX, &position)));
}

Ref<Value> index_method(Thread& thread, Args args) {
    if (is_plain_int(args[1])) {
        Ref<Value> found = TRY(position_of(thread, args[0].as<Range>(), as_int(args[1])));
        if (!found.is_empty()) return found;
        return raise_value_error(thread, "%s is not in range", repr_text(thread, args[1]).c_str());
    }
    int64_t position;
    if (TRY(search(thread, args[0], args[1], 1, &position))) return make_int(thread, position);
    return raise_value_error(thread, "sequence.index(x): x not in sequence");
}

Ref<Value> reversed_method(Thread& thread, Args args) {
    return range_reversed(thread, args[0].as<Range>());
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    auto* range = args[0].as<Range>();
    Ref<Tuple> bounds = TRY(make_tuple(thread, {range->start, range->stop, range->step}));
    return make_tuple(thread, {Value(range->shape->type), bounds.value()});
}

Ref<Value> start_attribute(Thread&, Value self) {
    return share(self.as<Range>()->start);
}
Ref<Value> stop_attribute(Thread&, Value self) {
    return share(self.as<Range>()->stop);
}
Ref<Value> step_attribute(Thread&, Value self) {
    return share(self.as<Range>()->step);
}

constexpr MethodDef kRangeMethods[] = {
    {"count(self, value, /)", count_method, "How many numbers equal the value."},
    {"index(self, value, /)", index_method, "The position of the value. ValueError if it is not there."},
    {"__reversed__(self, /)", reversed_method, "An iterator over the numbers, last one first."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
};
constexpr GetSetDef kRangeAttributes[] = {
    {"start", start_attribute, nullptr, nullptr, true},
    {"stop", stop_attribute, nullptr, nullptr, true},
    {"step", step_attribute, nullptr, nullptr, true},
};

constexpr TypeSpec kRangeType = native<Range>(
    {.name = "range",
     .kind = Kind::kRange,
     .flags = kMatchSequence | kHoldsAtoms,
     .make = {"@hidden range(start, stop=..., step=1, /)", range_new},
     .doc = "range(stop), range(start, stop[, step]): the integers from start to stop, exclusively, by step.",
     .slots = {.repr = range_repr,
               .hash = range_hash,
               .compare = range_compare,
               .iter = range_iter,
               .truth = range_truth,
               .length = range_length,
               .get_item = range_get_item,
               .contains = range_contains},
     .methods = kRangeMethods,
     .attributes = kRangeAttributes});

}  // namespace

Ref<Range> make_range(Thread& thread, Value start, Value stop, Value step) {
    if (int_sign(step) == 0) return raise_value_error(thread, "range() arg 3 must not be zero");
    Ref<Value> length = TRY(count_between(thread, start, stop, step));
    Ref<Range> range = TRY(new_object<Range>(thread, thread.types().range));
    range->start = share(start).release();
    range->stop = share(stop).release();
    range->step = share(step).release();
    range->length = length.release();
    return range;
}

Ref<Range> make_range(Thread& thread, int64_t start, int64_t stop) {
    int64_t length = std::max<int64_t>(stop - start, 0);
    if (!Value::fits_small_int(length)) return make_range(thread, small(start), small(stop), small(1));
    Ref<Range> range = TRY(new_object<Range>(thread, thread.types().range));
    range->start = Value::small_int(start);
    range->stop = Value::small_int(stop);
    range->step = Value::small_int(1);
    range->length = Value::small_int(length);
    return range;
}

void init_range(Interpreter& interp) {
    interp.types().range = native_type(interp, kRangeType);
    init_range_iterators(interp);
}

}  // namespace moult
