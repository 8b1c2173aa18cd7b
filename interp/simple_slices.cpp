// a[i:j] and a[i:j] = x without a slice object, where the container is a list, tuple or str and the bounds
// are small integers or None. Everything else goes the general way.
#include "interp/instructions.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations.h"
#include "runtime/strings/str.h"

namespace moult::interp {

namespace {

// False when a bound needs __index__.
bool plain_bounds(Value start, Value stop, SliceParts* parts) {
    *parts = {0, INT64_MAX, 1};
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

Ref<Value> load_slice(Thread& thread, Value container, Value start, Value stop) {
    SliceParts parts;
    if (plain_bounds(start, stop, &parts)) {
        if (is_exact<List>(container)) {
            List* list = container.as<List>();
            return list_get_slice(thread, list, slice_adjust(parts, static_cast<int64_t>(list->length)));
        }
        if (is_exact<Tuple>(container)) {
            Tuple* tuple = container.as<Tuple>();
            SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(tuple->length));
            auto begin = static_cast<size_t>(bounds.start), count = static_cast<size_t>(bounds.count);
            if (count == tuple->length) return share(container);
            return make_tuple(thread, tuple->span().subspan(count ? begin : 0, count));
        }
        if (is_exact<Str>(container)) {
            Str* text = container.as<Str>();
            SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(text->length));
            return substring(thread, text, static_cast<size_t>(bounds.start),
                             static_cast<size_t>(bounds.start + bounds.count));
        }
    }
    Ref<Slice> slice = TRY(make_slice(thread, start, stop, Value::none()));
    return get_item(thread, container, slice.value());
}

Status store_slice(Thread& thread, Value container, Value start, Value stop, Value value) {
    SliceParts parts;
    if (is_exact<List>(container) && plain_bounds(start, stop, &parts))
        return list_set_slice(thread, container.as<List>(), parts, value);
    Ref<Slice> slice = TRY(make_slice(thread, start, stop, Value::none()));
    return set_item(thread, container, slice.value(), value);
}

}  // namespace

// container, start, stop -> container[start:stop]
Value* run_BINARY_SLICE(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value container = sp[-3], start = sp[-2], stop = sp[-1];
    Ref<Value> result = load_slice(thread, container, start, stop);
    if (result.is_error()) return nullptr;
    sp[-3] = result.release();
    decref(container);
    decref(start);
    decref(stop);
    return sp - 2;
}

// value, container, start, stop -> nothing
Value* run_STORE_SLICE(Thread& thread, Frame&, uint32_t, Value* sp) {
    if (!store_slice(thread, sp[-3], sp[-2], sp[-1], sp[-4]).ok()) return nullptr;
    for (int i = 4; i > 0; --i) decref(sp[-i]);
    return sp - 4;
}

}  // namespace moult::interp
