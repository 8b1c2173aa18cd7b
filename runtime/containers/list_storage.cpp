// The storage of lists: making, growing, shrinking, extending, and what slices take out and put in. Items are
// released only after the list is whole again, since that can run Python code.
#include <algorithm>
#include <cstring>

#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr size_t kMaxLength = SIZE_MAX / 64;

void move_items(Value* target, const Value* source, size_t count) {
    if (count) std::memmove(static_cast<void*>(target), source, count * sizeof(Value));
}

Status set_capacity(Thread& thread, List* list, size_t capacity) {
    if (capacity > kMaxLength) return raise_out_of_memory(thread);
    void* items = thread.heap.reallocate(list->storage(), capacity * sizeof(Value));
    if (!items) return raise_out_of_memory(thread);
    if (!list->storage()) move_items(static_cast<Value*>(items), list->items, list->length);
    list->items = static_cast<Value*>(items);
    list->capacity = capacity;
    return {};
}

void shrink(Thread& thread, List* list) {
    if (list_has_slack(list)) list_shrink(thread, list);
}

// Replaces `count` items at `start` by the items of `source`, whose references it takes over; `source` leaves
// with the replaced ones, and the caller drops it.
Status splice(Thread& thread, List* list, size_t start, size_t count, List* source) {
    size_t incoming = source ? source->length : 0;
    Ref<List> removed = TRY(make_list(thread, count));
    size_t length = list->length - count + incoming;
    if (length > list->capacity) TRY(list_grow(thread, list, length));
    Value* place = list->items + start;
    if (count) {
        move_items(removed->items, place, count);
        removed->length = count;
    }
    move_items(place + incoming, place + count, list->length - start - count);
    if (incoming) {
        move_items(place, source->items, incoming);
        source->length = 0;
    }
    list->length = length;
    shrink(thread, list);
    return {};
}

Status delete_extended(Thread& thread, List* list, SliceBounds bounds) {
    auto count = static_cast<size_t>(bounds.count);
    if (count == 0) return {};
    if (bounds.step < 0) {  // the same items, forwards
        bounds.start += bounds.step * (bounds.count - 1);
        bounds.step = -bounds.step;
    }
    Ref<List> removed = TRY(make_list(thread, count));
    auto step = static_cast<size_t>(bounds.step);
    auto read = static_cast<size_t>(bounds.start), write = read;
    for (size_t i = 0; i < count; ++i) {
        removed->items[i] = list->items[read++];
        size_t next = i + 1 < count ? static_cast<size_t>(bounds.start) + (i + 1) * step : list->length;
        move_items(list->items + write, list->items + read, next - read);
        write += next - read;
        read = next;
    }
    removed->length = count;
    list->length -= count;
    shrink(thread, list);
    return {};
}

}  // namespace

namespace {

[[gnu::always_inline]] inline Ref<List> new_list(Thread& thread, size_t capacity) {
    const bool is_inline = capacity <= List::kMaxInlineCapacity;
    Ref<List> list =
        TRY(new_object_var<List>(thread, thread.types().list, is_inline ? capacity * sizeof(Value) : 0));
    if (!is_inline) {
        TRY(set_capacity(thread, list.get(), capacity));
    } else if (capacity) {
        list->items = list->inline_items();
        list->capacity = capacity;
    }
    return list;
}

}  // namespace

Ref<List> make_list(Thread& thread, size_t capacity) {
    return new_list(thread, capacity);
}

Ref<List> make_list(Thread& thread, std::span<const Value> items) {
    Ref<List> list = TRY(new_list(thread, items.size()));
    Value* target = list->items;
    for (Value item : items) {
        incref(item);
        *target++ = item;
    }
    list->length = items.size();
    return list;
}

Ref<List> to_list(Thread& thread, Value iterable) {
    if (is_exact<List>(iterable)) return make_list(thread, iterable.as<List>()->span());
    if (is_exact<Tuple>(iterable)) return make_list(thread, iterable.as<Tuple>()->span());
    Ref<List> list = TRY(make_list(thread));
    TRY(list_extend(thread, list.get(), iterable));
    return list;
}

Status list_grow(Thread& thread, List* list, size_t capacity) {
    if (capacity > kMaxLength) return raise_out_of_memory(thread);
    // An eighth more than asked for: appending costs O(1) on average.
    return set_capacity(thread, list, (capacity + (capacity >> 3) + 6) & ~size_t{3});
}

void list_shrink(Thread& thread, List* list) {
    size_t capacity = std::max<size_t>(list->length + (list->length >> 3) + 4, 8);
    void* items = thread.heap.reallocate(list->items, capacity * sizeof(Value));
    if (!items) return;
    list->items = static_cast<Value*>(items);
    list->capacity = capacity;
}

void list_clear(Thread& thread, List* list) {
    List::release(thread.interp, *list);
}

Ref<Value> to_list_or_tuple(Thread& thread, Value iterable, const char* message) {
    if (is_exact<List>(iterable) || is_exact<Tuple>(iterable)) return share(iterable);
    Ref<Value> iterator = get_iterator(thread, iterable);
    if (!iterator.is_error()) return to_list(thread, iterator);
    if (!error_matches(thread, thread.types().type_error)) return kError;
    clear_error(thread);
    return raise_type_error(thread, "%s", message);
}

Status list_extend(Thread& thread, List* list, Value iterable) {
    if (is_exact<List>(iterable) || is_exact<Tuple>(iterable)) {
        size_t count = is_exact<List>(iterable) ? iterable.as<List>()->length : iterable.as<Tuple>()->length;
        if (count == 0) return {};
        if (list->capacity - list->length < count) {
            TRY(list->length ? list_grow(thread, list, list->length + count)
                             : set_capacity(thread, list, count));
        }
        // Looked up only now: it may be the list itself, which has moved.
        const Value* source =
            is_exact<List>(iterable) ? iterable.as<List>()->items : iterable.as<Tuple>()->items();
        Value* target = list->items + list->length;
        for (size_t i = 0; i < count; ++i) {
            incref(source[i]);
            target[i] = source[i];
        }
        list->length += count;
        return {};
    }
    Ref<Value> iterator = TRY(get_iterator(thread, iterable));
    int64_t hint = TRY(length_hint(thread, iterable, 8));
    // Where the sum would overflow, the hint is ignored; what does not fit fails when it comes.
    if (auto expected = static_cast<size_t>(hint); expected > 8 && expected <= INT64_MAX - list->length) {
        if (list->capacity - list->length < expected)
            TRY(set_capacity(thread, list, list->length + expected));
    }
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) break;
        if (list->length == list->capacity) TRY(list_grow(thread, list, list->length + 1));
        list->items[list->length++] = item.release();
    }
    shrink(thread, list);
    return {};
}

Ref<List> list_get_slice(Thread& thread, List* list, int64_t start, int64_t step, size_t count) {
    if (step == 1) return make_list(thread, std::span<const Value>(list->items + (count ? start : 0), count));
    Ref<List> result = TRY(new_list(thread, count));
    const Value* items = list->items;
    Value* target = result->items;
    for (size_t i = 0; i < count; ++i, start += step) {
        Value item = items[start];
        incref(item);
        target[i] = item;
    }
    result->length = count;
    return result;
}

bool list_copy_slice(Thread& thread, List* source, int64_t first, int64_t step, size_t count, List* target,
                     int64_t start) {
    Ref<List> items = list_get_slice(thread, source, first, step, count);
    if (!items) {
        clear_error(thread);
        return false;
    }
    if (count) std::swap_ranges(items->items, items->items + count, target->items + start);
    return true;
}

Status list_set_slice(Thread& thread, List* list, SliceParts parts, Value value) {
    const bool extended = parts.step != 1;
    Ref<List> source;
    if (!value.is_empty()) {
        Ref<Value> items = TRY(to_list_or_tuple(
            thread, value,
            extended ? "must assign iterable to extended slice" : "can only assign an iterable"));
        // What is taken out of the list must be nobody else's.
        source = items.get() == value ? to_list(thread, value) : share(items.as<List>());
        if (!source) return kError;
    }
    SliceBounds bounds = slice_adjust(parts, static_cast<int64_t>(list->length));
    if (!extended) {
        // An empty slice lies where it starts, whatever its end.
        return splice(thread, list, static_cast<size_t>(bounds.start), static_cast<size_t>(bounds.count),
                      source.get());
    }
    if (!source) return delete_extended(thread, list, bounds);
    if (source->length != static_cast<size_t>(bounds.count)) {
        // Backwards or not, an empty slice takes nothing but an empty iterable.
        return raise_value_error(thread,
                                 "attempt to assign sequence of size %zu to extended slice of size %lld",
                                 source->length, static_cast<long long>(bounds.count));
    }
    for (size_t i = 0; i < source->length; ++i)
        std::swap(source->items[i], list->items[bounds.start + static_cast<int64_t>(i) * bounds.step]);
    return {};
}

}  // namespace moult
