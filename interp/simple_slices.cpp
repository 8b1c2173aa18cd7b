// a[i:j] and a[i:j] = x without a slice object, where the container is a list, tuple or str and the bounds
// are small integers or None. Everything else goes the general way.
#include <algorithm>
#include <utility>

#include "interp/instructions.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations.h"
#include "runtime/strings/str.h"

namespace moult::interp {

namespace {

// False when a part needs __index__, or is a step of zero.
bool plain_parts(Value start, Value stop, Value step, SliceParts* parts) {
    int64_t direction = 1;
    if (step.is_small_int())
        direction = step.as_small_int();
    else if (!step.is_none())
        return false;
    if (direction == 0) return false;
    *parts = {SliceParts::kNoBound, SliceParts::kNoBound, direction};
    if (start.is_small_int())
        parts->start = start.as_small_int();
    else if (!start.is_none())
        return false;
    if (stop.is_small_int())
        parts->stop = stop.as_small_int();
    else if (!stop.is_none())
        return false;
    return true;
}

Ref<Value> load_slice(Thread& thread, Value container, Value start, Value stop, Value step) {
    SliceParts parts;
    if (plain_parts(start, stop, step, &parts)) {
        if (is_exact<List>(container)) {
            List* list = container.as<List>();
            return list_get_slice(thread, list, slice_adjust(parts, static_cast<int64_t>(list->length)));
        }
        if (is_exact<Tuple>(container) && parts.step == 1) {
            Tuple* tuple = container.as<Tuple>();
            SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(tuple->length));
            auto begin = static_cast<size_t>(bounds.start), count = static_cast<size_t>(bounds.count);
            if (count == tuple->length) return share(container);
            return make_tuple(thread, tuple->span().subspan(count ? begin : 0, count));
        }
        if (is_exact<Str>(container) && parts.step == 1) {
            Str* text = container.as<Str>();
            SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(text->length));
            return substring(thread, text, static_cast<size_t>(bounds.start),
                             static_cast<size_t>(bounds.start + bounds.count));
        }
    }
    Ref<Slice> slice = TRY(make_slice(thread, start, stop, step));
    return get_item(thread, container, slice.value());
}

// `value` is the operand stack's own reference.
Status store_slice(Thread& thread, Value container, Value start, Value stop, Value value) {
    SliceParts parts;
    if (is_exact<List>(container) && plain_parts(start, stop, Value::none(), &parts)) {
        List* list = container.as<List>();
        if (is_exact<List>(value) && value.as_object()->refcount == 1) {
            // Nobody else knows this list: as many items change places, and die with it.
            List* source = value.as<List>();
            SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(list->length));
            if (source->length && static_cast<int64_t>(source->length) == bounds.count) {
                std::swap_ranges(source->items, source->items + source->length, list->items + bounds.start);
                return {};
            }
        }
        return list_set_slice(thread, list, parts, value);
    }
    Ref<Slice> slice = TRY(make_slice(thread, start, stop, Value::none()));
    return set_item(thread, container, slice.value(), value);
}

}  // namespace

// container, start, stop -> container[start:stop]; arg 1: a step follows
Value* run_BINARY_SLICE(Thread& thread, Frame&, uint32_t arg, Value* sp) {
    Value* base = sp - 3 - arg;
    Ref<Value> result = load_slice(thread, base[0], base[1], base[2], arg ? base[3] : Value(Value::none()));
    if (result.is_error()) return nullptr;
    Value container = std::exchange(base[0], result.release());
    decref(container);
    for (Value* part = base + 1; part != sp; ++part) decref(*part);
    return base + 1;
}

// value, container, start, stop -> nothing
Value* run_STORE_SLICE(Thread& thread, Frame&, uint32_t, Value* sp) {
    if (!store_slice(thread, sp[-3], sp[-2], sp[-1], sp[-4]).ok()) return nullptr;
    for (int i = 4; i > 0; --i) decref(sp[-i]);
    return sp - 4;
}

}  // namespace moult::interp
