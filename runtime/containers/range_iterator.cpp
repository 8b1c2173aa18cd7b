// The iterators over ranges: one that computes with machine integers, and one for ranges beyond them.
#include "runtime/containers/container_support.h"
#include "runtime/containers/range.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

Ref<Value> next_number(Thread&, Value self) {
    auto* it = self.as<RangeIterator>();
    if (it->remaining <= 0) return Ref<Value>::empty();
    --it->remaining;
    int64_t number = it->next;
    it->next += it->step;
    return small(number);
}

Ref<Value> next_long_number(Thread& thread, Value self) {
    auto* it = self.as<LongRangeIterator>();
    if (int_sign(it->remaining) <= 0) return Ref<Value>::empty();
    Ref<Value> following = TRY(int_add(thread, it->next, it->step));
    Ref<Value> remaining = TRY(int_subtract(thread, it->remaining, small(1)));
    Ref<Value> number = Ref<Value>::take(std::exchange(it->next, following.release()));
    Ref<Value> previous = Ref<Value>::take(std::exchange(it->remaining, remaining.release()));
    return number;
}

// The state of either iterator, as ints.
struct State {
    Ref<Value> next, step, remaining, length;
};
Status read_state(Thread& thread, Value self, State* state) {
    if (is_exact<RangeIterator>(self)) {
        auto* it = self.as<RangeIterator>();
        state->next = TRY(make_int(thread, it->next));
        state->step = small(it->step);
        state->remaining = small(it->remaining);
        state->length = small(it->length);
    } else {
        auto* it = self.as<LongRangeIterator>();
        state->next = share(it->next);
        state->step = share(it->step);
        state->remaining = share(it->remaining);
        state->length = share(it->length);
    }
    return {};
}

Ref<Value> length_hint_method(Thread& thread, Args args) {
    State state;
    TRY(read_state(thread, args[0], &state));
    return state.remaining;
}

// (iter, (the whole range,), how many numbers are gone)
Ref<Value> reduce_method(Thread& thread, Args args) {
    State state;
    TRY(read_state(thread, args[0], &state));
    Ref<Value> gone = TRY(int_subtract(thread, state.length, state.remaining));
    Ref<Value> way = TRY(int_multiply(thread, gone, state.step));
    Ref<Value> start = TRY(int_subtract(thread, state.next, way));
    Ref<Value> span = TRY(int_multiply(thread, state.length, state.step));
    Ref<Value> stop = TRY(int_add(thread, start, span));
    Ref<Range> range = TRY(make_range(thread, start, stop, state.step));
    return reduce_iterator(thread, "iter", range.value(), gone);
}

// Moves to this position of the range, or its next end.
Ref<Value> setstate_method(Thread& thread, Args args) {
    State state;
    TRY(read_state(thread, args[0], &state));
    Ref<Value> position;
    if (is_exact<RangeIterator>(args[0])) {
        position = TRY(to_index(thread, args[1]));
        int64_t number;
        if (!int_to_int64(position, &number))
            return raise_overflow_error(thread, "Python int too large to convert to C long");
    } else {
        TRY(compare_truth(thread, args[1], small(0), CompareOp::kLt));
        position = TRY(to_index(thread, args[1]));
    }
    if (int_sign(position) < 0) position = small(0);
    if (int_compare(position, state.length) > 0) position = state.length;
    Ref<Value> gone = TRY(int_subtract(thread, state.length, state.remaining));
    Ref<Value> skipped = TRY(int_subtract(thread, position, gone));
    Ref<Value> distance = TRY(int_multiply(thread, skipped, state.step));
    Ref<Value> next = TRY(int_add(thread, state.next, distance));
    Ref<Value> remaining = TRY(int_subtract(thread, state.length, position));
    if (is_exact<RangeIterator>(args[0])) {
        auto* it = args[0].as<RangeIterator>();
        int_to_int64(next, &it->next);
        int_to_int64(remaining, &it->remaining);
    } else {
        auto* it = args[0].as<LongRangeIterator>();
        decref(std::exchange(it->next, next.release()));
        decref(std::exchange(it->remaining, remaining.release()));
    }
    return Value::none();
}

constexpr MethodDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", length_hint_method, "How many numbers are still to come."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", setstate_method, "Moves to this position."},
};

constexpr TypeSpec kRangeIteratorType =
    native<RangeIterator>({.name = "range_iterator",
                           .kind = Kind::kRangeIterator,
                           .flags = kDisallowNew,
                           .slots = {.iter = return_self, .next = next_number},
                           .methods = kIteratorMethods});

constexpr TypeSpec kLongRangeIteratorType =
    native<LongRangeIterator>({.name = "longrange_iterator",
                               .kind = Kind::kOtherIterator,
                               .flags = kDisallowNew | kHoldsAtoms,
                               .slots = {.iter = return_self, .next = next_long_number},
                               .methods = kIteratorMethods});

// The numbers first, first + step, ... of which there are `count`. Every number in between is between two
// small ints if the first and the last are.
Ref<Value> make_iterator(Thread& thread, Value first, Value last, Value step, Value count) {
    if (first.is_small_int() && last.is_small_int() && step.is_small_int() && count.is_small_int()) {
        Ref<RangeIterator> it = TRY(new_object<RangeIterator>(thread, thread.types().range_iterator));
        it->next = first.as_small_int();
        it->step = step.as_small_int();
        it->remaining = it->length = count.as_small_int();
        return it;
    }
    Ref<LongRangeIterator> it =
        TRY(new_object<LongRangeIterator>(thread, native_type(thread.interp, kLongRangeIteratorType)));
    it->next = share(first).release();
    it->step = share(step).release();
    it->remaining = share(count).release();
    it->length = share(count).release();
    return it;
}

}  // namespace

Ref<Value> range_iter(Thread& thread, Value value) {
    auto* range = value.as<Range>();
    // The stop lies at or beyond the last number.
    return make_iterator(thread, range->start, range->stop, range->step, range->length);
}

Ref<Value> range_reversed(Thread& thread, Range* range) {
    Ref<Value> step = TRY(int_negative(thread, range->step));
    Ref<Value> last_index = TRY(int_subtract(thread, range->length, small(1)));
    Ref<Value> offset = TRY(int_multiply(thread, last_index, range->step));
    Ref<Value> last = TRY(int_add(thread, range->start, offset));
    return make_iterator(thread, last, range->start, step, range->length);
}

void init_range_iterators(Interpreter& interp) {
    interp.types().range_iterator = native_type(interp, kRangeIteratorType);
}

}  // namespace moult
