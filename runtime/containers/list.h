// List: a growable array of values.
#pragma once

#include <algorithm>
#include <cstring>
#include <span>

#include "runtime/containers/range.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct List : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kList;
    // Short lists are made with their items behind them in the same block, until they grow.
    static constexpr size_t kMaxInlineCapacity = 16;

    Value* items;  // owned values; null when capacity is 0, but while the list is sorted
    size_t length;
    size_t capacity;
    std::span<const Value> span() const { return {items, length}; }
    Value* inline_items() { return reinterpret_cast<Value*>(this + 1); }
    // The block of memory that the items have for themselves; null when they have none.
    void* storage() { return items == inline_items() ? nullptr : items; }
    static void release(Interpreter&, List&);  // leaves it empty
    static void visit(List&, Visitor&);
    static constexpr bool kClears = true;
};
static_assert(sizeof(List) == 40);

Ref<List> make_list(Thread&, size_t capacity = 0);
Ref<List> make_list(Thread&, std::span<const Value> items);  // shares the items
Ref<List> to_list(Thread&, Value iterable);
// A list or a tuple itself, unless it is of a subclass; of another iterable a list, made without asking for
// the iterable's length. TypeError with this message when it cannot be iterated over.
Ref<Value> to_list_or_tuple(Thread&, Value iterable, const char* message);
Status list_grow(Thread&, List*, size_t capacity);                   // makes room; MemoryError
inline Status list_append(Thread& thread, List* list, Value item) {  // shares the item
    if (list->length == list->capacity) [[unlikely]]
        TRY(list_grow(thread, list, list->length + 1));
    incref(item);
    list->items[list->length++] = item;
    return {};
}
Status list_extend(Thread&, List*, Value iterable);
inline Status list_insert(Thread& thread, List* list, size_t position, Value item) {  // shares the item
    if (list->length == list->capacity) [[unlikely]]
        TRY(list_grow(thread, list, list->length + 1));
    Value* place = list->items + position;
    std::memmove(static_cast<void*>(place + 1), place, (list->length - position) * sizeof(Value));
    incref(item);
    *place = item;
    ++list->length;
    return {};
}
// Gives memory back that is not needed. Failure to do so is no failure.
void list_shrink(Thread&, List*);
// Whether less than half of the memory is in use.
inline bool list_has_slack(const List* list) {
    return list->capacity > List::kMaxInlineCapacity && list->length < list->capacity / 2;
}
// Takes out the item at a position that exists; the caller gets its reference. Runs no Python code.
inline Ref<Value> list_take(Thread& thread, List* list, size_t position) {
    Value* place = list->items + position;
    Value item = *place;
    --list->length;
    std::memmove(static_cast<void*>(place), place + 1, (list->length - position) * sizeof(Value));
    if (list_has_slack(list)) [[unlikely]]
        list_shrink(thread, list);
    return Ref<Value>::take(item);
}
void list_clear(Thread&, List*);
Status list_sort(Thread&, List*, Value key, bool reverse);  // stable; key None: the items themselves
// list[slice], and list[slice] = value; empty: del list[slice].
Ref<List> list_get_slice(Thread&, List*, int64_t start, int64_t step, size_t count);
inline Ref<List> list_get_slice(Thread& thread, List* list, SliceBounds bounds) {
    return list_get_slice(thread, list, bounds.start, bounds.step, static_cast<size_t>(bounds.count));
}
Status list_set_slice(Thread&, List*, SliceParts, Value value);
// Turns round the items from first to last, at least one. A processor cannot predict how many there are, so
// the first four pairs are exchanged without asking whether there are so many: the last item takes the place
// of what is missing.
inline void reverse_items(Value* first, Value* last) {
    std::swap(*first, *last);
    ptrdiff_t distance = first - last;  // of a pair's first item from its second
#pragma clang loop unroll(full)
    for (ptrdiff_t pair = 1; pair < 4; ++pair) {
        distance += 2;
        ptrdiff_t is_pair = distance >> 63;  // all bits or none
        std::swap(last[(distance - pair) & is_pair], last[-pair & is_pair]);
    }
    if (last - first >= 8) [[unlikely]]
        std::reverse(first + 4, last - 3);
}
// Puts the items of a slice into as many places of a list (perhaps the same one) from `start` on. May run
// Python code, when the old items are released. False when there is no memory; nothing has changed then, nor
// is it raised.
bool list_copy_slice(Thread&, List* source, int64_t first, int64_t step, size_t count, List* target,
                     int64_t start);
// The same. Often it is the list's own items, the other way round.
inline bool list_move_slice(Thread& thread, List* source, SliceBounds bounds, List* target, int64_t start) {
    auto count = static_cast<size_t>(bounds.count);
    if (source != target || bounds.step != -1 || bounds.start + 1 - bounds.count != start || count == 0)
        [[unlikely]]
        return list_copy_slice(thread, source, bounds.start, bounds.step, count, target, start);
    reverse_items(target->items + start, target->items + bounds.start);
    return true;
}
void init_list(Interpreter&);

}  // namespace moult
