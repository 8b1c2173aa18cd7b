// The type slice, and slices applied to sequences.
#include <algorithm>

#include "runtime/containers/container_support.h"
#include "runtime/containers/range.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// The only argument is the stop.
Ref<Value> slice_new(Thread& thread, Type*, Args args) {
    if (args[1].is_empty()) return make_slice(thread, Value::none(), args[0], Value::none());
    return make_slice(thread, args[0], args[1], args[2]);
}

Ref<Value> slice_repr(Thread& thread, Value self) {
    auto* slice = self.as<Slice>();
    Ref<Str> start = TRY(repr(thread, slice->start));
    Ref<Str> stop = TRY(repr(thread, slice->stop));
    Ref<Str> step = TRY(repr(thread, slice->step));
    StrBuilder out(thread);
    out.add_ascii("slice(");
    out.add(start.get());
    out.add_ascii(", ");
    out.add(stop.get());
    out.add_ascii(", ");
    out.add(step.get());
    out.add_ascii(")");
    return out.finish();
}

Ref<Tuple> as_triple(Thread& thread, Slice* slice) {
    return make_tuple(thread, {slice->start, slice->stop, slice->step});
}

// Slices compare as the tuples of their parts do.
Ref<Value> slice_compare(Thread& thread, Value self, Value other, CompareOp op) {
    auto* a = as_instance<Slice>(self);
    auto* b = as_instance<Slice>(other);
    if (!a || !b) return Value::not_implemented();
    if (a == b) {
        bool holds = op == CompareOp::kEq || op == CompareOp::kLe || op == CompareOp::kGe;
        return Value::boolean(holds);
    }
    Ref<Tuple> left = TRY(as_triple(thread, a));
    Ref<Tuple> right = TRY(as_triple(thread, b));
    return compare(thread, left.value(), right.value(), op);
}

// A part as an exact int, or None.
Ref<Value> part_as_int(Thread& thread, Value part) {
    if (part.is_none()) return share(part);
    if (is_int(part)) return share(as_int(part));
    if (!thread.interp.type_of(part)->slots.index)
        return raise_type_error(thread, "slice indices must be integers or None or have an __index__ method");
    return to_index(thread, part);
}

// A bound moved into [low, high]; negative ones count from the end.
Ref<Value> clamp_bound(Thread& thread, Value bound, Value length, Value low, Value high) {
    if (int_sign(bound) < 0) {
        Ref<Value> moved = TRY(int_add(thread, bound, length));
        return int_compare(moved, low) < 0 ? share(low) : moved;
    }
    return share(int_compare(bound, high) > 0 ? high : bound);
}

Ref<Value> indices_method(Thread& thread, Args args) {
    Ref<Value> length = TRY(to_index(thread, args[1]));
    if (int_sign(length) < 0) return raise_value_error(thread, "length should not be negative");
    WideSliceBounds bounds;
    TRY(wide_slice_bounds(thread, args[0].as<Slice>(), length, &bounds));
    return make_tuple(thread, {bounds.start, bounds.stop, bounds.step});
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    auto* slice = args[0].as<Slice>();
    Ref<Tuple> parts = TRY(as_triple(thread, slice));
    return make_tuple(thread, {Value(slice->shape->type), parts.value()});
}

Ref<Value> start_attribute(Thread&, Value self) {
    return share(self.as<Slice>()->start);
}
Ref<Value> stop_attribute(Thread&, Value self) {
    return share(self.as<Slice>()->stop);
}
Ref<Value> step_attribute(Thread&, Value self) {
    return share(self.as<Slice>()->step);
}

constexpr MethodDef kSliceMethods[] = {
    {"indices(self, length, /)", indices_method,
     "(start, stop, step) of the slice of a sequence of this length, all within bounds."},
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},
};
constexpr GetSetDef kSliceAttributes[] = {
    {"start", start_attribute, nullptr, nullptr, true},
    {"stop", stop_attribute, nullptr, nullptr, true},
    {"step", step_attribute, nullptr, nullptr, true},
};

constexpr TypeSpec kSliceType = native<Slice>(
    {.name = "slice",
     .kind = Kind::kSlice,
     .make = {"@hidden slice(start, stop=..., step=None, /)", slice_new},
     .doc = "slice(stop), slice(start, stop[, step]): the positions that x[start:stop:step] takes.",
     .slots = {.repr = slice_repr, .compare = slice_compare},
     .methods = kSliceMethods,
     .attributes = kSliceAttributes});

constexpr int64_t kNoBound = SliceParts::kNoBound;

Result<int64_t> part_clamped(Thread& thread, Value part) {
    if (part.is_immediate_integral()) return part.as_immediate_integral();
    if (!is_int(part) && !thread.interp.type_of(part)->slots.index)
        return raise_type_error(thread, "slice indices must be integers or None or have an __index__ method");
    int64_t i = TRY(index_as_int64(thread, part, nullptr));
    return std::max<int64_t>(i, -INT64_MAX);
}

}  // namespace

Ref<Slice> make_slice(Thread& thread, Value start, Value stop, Value step) {
    Ref<Slice> slice = TRY(new_object<Slice>(thread, thread.types().slice));
    slice->start = share(start).release();
    slice->stop = share(stop).release();
    slice->step = share(step).release();
    return slice;
}

Result<int64_t> slice_index(Thread& thread, Value v) {
    if (v.is_immediate_integral()) return v.as_immediate_integral();
    if (!is_int(v) && !thread.interp.type_of(v)->slots.index)
        return raise_type_error(thread, "slice indices must be integers or have an __index__ method");
    int64_t i = TRY(index_as_int64(thread, v, nullptr));
    return std::max<int64_t>(i, -INT64_MAX);
}

Result<SliceParts> slice_parts(Thread& thread, const Slice* slice) {
    SliceParts parts{kNoBound, kNoBound, 1};
    Ref<Value> held = share(Value(slice));
    if (!slice->step.is_none()) parts.step = TRY(part_clamped(thread, slice->step));
    if (parts.step == 0) return raise_value_error(thread, "slice step cannot be zero");
    if (!slice->start.is_none()) parts.start = TRY(part_clamped(thread, slice->start));
    if (!slice->stop.is_none()) parts.stop = TRY(part_clamped(thread, slice->stop));
    return parts;
}

Result<SliceBounds> slice_bounds(Thread& thread, const Slice* slice, int64_t length) {
    SliceParts parts = TRY(slice_parts(thread, slice));
    return slice_adjust(parts, length);
}

Status wide_slice_bounds(Thread& thread, const Slice* slice, Value length, WideSliceBounds* out) {
    Ref<Value> step = TRY(part_as_int(thread, slice->step));
    if (step.is_none()) step = Value::small_int(1);
    int direction = int_sign(step);
    if (direction == 0) return raise_value_error(thread, "slice step cannot be zero");
    Ref<Value> low = direction < 0 ? Value::small_int(-1) : Value::small_int(0);
    Ref<Value> high = share(length);
    if (direction < 0) high = TRY(int_add(thread, length, Value::small_int(-1)));
    out->start = TRY(part_as_int(thread, slice->start));
    out->start = out->start.is_none() ? (direction < 0 ? high : low)
                                      : TRY(clamp_bound(thread, out->start, length, low, high));
    out->stop = TRY(part_as_int(thread, slice->stop));
    out->stop = out->stop.is_none() ? (direction < 0 ? low : high)
                                    : TRY(clamp_bound(thread, out->stop, length, low, high));
    out->step = std::move(step);
    return {};
}

void init_slice(Interpreter& interp) {
    interp.types().slice = native_type(interp, kSliceType);
}

}  // namespace moult
