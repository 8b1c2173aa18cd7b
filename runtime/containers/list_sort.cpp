// list.sort(): takes the items out of the list, so that key and comparison functions cannot disturb them,
// chooses a comparison that suits all keys, sorts (merge_sort.h), and puts the items back.
#include "runtime/containers/list.h"
#include "runtime/containers/merge_sort.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct Plain {  // sorted by itself
    Value key;
};
struct Keyed {  // sorted by what the key function gave
    Value key;
    Value item;
};

struct LessSmallInt {
    template <class E>
    int operator()(const E& a, const E& b) const {
        return a.key.as_small_int() < b.key.as_small_int();
    }
};
struct LessDouble {
    template <class E>
    int operator()(const E& a, const E& b) const {
        return a.key.as_double() < b.key.as_double();
    }
};
struct LessStr {
    template <class E>
    int operator()(const E& a, const E& b) const {
        return str_compare(a.key.template as<Str>(), b.key.template as<Str>()) < 0;
    }
};
struct LessAny {
    Thread& thread;
    template <class E>
    int operator()(const E& a, const E& b) const {
        Result<bool> less = compare_truth(thread, a.key, b.key, CompareOp::kLt);
        return less.ok() ? less.value() : -1;
    }
};

enum class KeyKind { kSmallInt, kDouble, kStr, kAny };

KeyKind kind_of(Value key) {
    if (key.is_small_int()) return KeyKind::kSmallInt;
    if (key.is_double()) return KeyKind::kDouble;
    return is_exact<Str>(key) ? KeyKind::kStr : KeyKind::kAny;
}

template <class E>
KeyKind common_kind(const E* elements, size_t count) {
    KeyKind kind = kind_of(elements[0].key);
    for (size_t i = 1; i < count && kind != KeyKind::kAny; ++i)
        if (kind_of(elements[i].key) != kind) return KeyKind::kAny;
    return kind;
}

template <class E, class Less>
SortOutcome sort_with(Thread& thread, E* elements, size_t count, Less less) {
    return MergeSort<E, Less>(thread.heap, elements, count, less).run();
}

template <class E>
Status sort_elements(Thread& thread, E* elements, size_t count) {
    if (count < 2) return {};
    SortOutcome outcome;
    switch (common_kind(elements, count)) {
        case KeyKind::kSmallInt: outcome = sort_with(thread, elements, count, LessSmallInt{}); break;
        case KeyKind::kDouble: outcome = sort_with(thread, elements, count, LessDouble{}); break;
        case KeyKind::kStr: outcome = sort_with(thread, elements, count, LessStr{}); break;
        case KeyKind::kAny: outcome = sort_with(thread, elements, count, LessAny{thread}); break;
    }
    if (outcome == SortOutcome::kDone) return {};
    return outcome == SortOutcome::kFailed ? Status(kError) : Status(raise_out_of_memory(thread));
}

static_assert(sizeof(Plain) == sizeof(Value));

// Sorts items by key(item). The items stay a permutation of themselves even on failure.
Status sort_by_key(Thread& thread, Value* items, size_t count, Value key, bool reverse) {
    auto* elements = static_cast<Keyed*>(thread.heap.allocate(count * sizeof(Keyed)));
    if (!elements) return raise_out_of_memory(thread);
    Status status;
    size_t computed = 0;
    for (; computed < count; ++computed) {
        Ref<Value> result = call(thread, key, {items[computed]});
        if (result.is_error()) {
            status = kError;
            break;
        }
        elements[computed] = {result.release(), items[computed]};
    }
    if (computed == count) {
        if (reverse) std::reverse(elements, elements + count);
        status = sort_elements(thread, elements, count);
        if (reverse) std::reverse(elements, elements + count);
        for (size_t i = 0; i < count; ++i) items[i] = elements[i].item;
    }
    for (size_t i = 0; i < computed; ++i) decref(elements[i].key);
    thread.heap.free(elements);
    return status;
}

}  // namespace

Status list_sort(Thread& thread, List* list, Value key, bool reverse) {
    Value* items = std::exchange(list->items, nullptr);
    const size_t length = std::exchange(list->length, 0), capacity = std::exchange(list->capacity, 0);
    Status status;
    if (length > 0 && !key.is_none()) {
        status = sort_by_key(thread, items, length, key, reverse);
    } else if (length > 1) {
        auto* elements = reinterpret_cast<Plain*>(items);
        // Reversed before and after: equal items keep their order.
        if (reverse) std::reverse(elements, elements + length);
        status = sort_elements(thread, elements, length);
        if (reverse) std::reverse(elements, elements + length);
    }
    // What was put into the list meanwhile goes away, after the items are back.
    Value* intruders = std::exchange(list->items, items);
    size_t intruder_count = std::exchange(list->length, length);
    list->capacity = capacity;
    if (!intruders) return status;
    Ref<Value> error = take_error(thread);
    for (size_t i = 0; i < intruder_count; ++i) decref(intruders[i]);
    thread.heap.free(intruders);
    if (!status.ok()) {
        restore_error(thread, std::move(error));
        return status;
    }
    return raise_value_error(thread, "list modified during sort");
}

}  // namespace moult
