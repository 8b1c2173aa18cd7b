// list.sort(): takes the items out of the list, so that key and comparison functions cannot disturb them,
// chooses a comparison that suits all keys, sorts (merge_sort.h), and puts the items back.
#include "runtime/containers/list.h"
#include "runtime/containers/merge_sort.h"
#include "runtime/containers/tuple.h"
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
// For keys of one type: the left one is asked directly, and everything begins anew when it does not know.
struct LessOfType {
    Thread& thread;
    Ref<Value> (*compare_slot)(Thread&, Value, Value, CompareOp);
    template <class E>
    int operator()(const E& a, const E& b) const {
        if (thread.interp.type_of(a.key)->slots.compare != compare_slot) return LessAny{thread}(a, b);
        Ref<Value> outcome = compare_slot(thread, a.key, b.key, CompareOp::kLt);
        if (outcome.is_error()) return -1;
        if (outcome == Value::not_implemented()) return LessAny{thread}(a, b);
        Result<bool> less = truth(thread, outcome);
        return less.ok() ? less.value() : -1;
    }
};

enum class KeyKind { kSmallInt, kDouble, kStr, kOfType, kAny };

// What all keys have in common. kOfType: their type, which is that of the first one.
template <class KeyAt>
KeyKind common_kind(Thread& thread, size_t count, KeyAt&& key_at) {
    auto kind_of = [&](Value key) {
        if (key.is_small_int()) return KeyKind::kSmallInt;
        if (key.is_double()) return KeyKind::kDouble;
        return is_exact<Str>(key) ? KeyKind::kStr : KeyKind::kOfType;
    };
    const Value first = key_at(0);
    KeyKind kind = kind_of(first);
    for (size_t i = 1; i < count; ++i) {
        if (kind_of(key_at(i)) == kind && kind != KeyKind::kOfType) continue;
        if (thread.interp.type_of(key_at(i)) != thread.interp.type_of(first)) return KeyKind::kAny;
        kind = KeyKind::kOfType;  // a large int among small ones
    }
    if (kind == KeyKind::kOfType && !thread.interp.type_of(first)->slots.compare) return KeyKind::kAny;
    return kind;
}

LessOfType less_of_type(Thread& thread, Value key) {
    return {thread, thread.interp.type_of(key)->slots.compare};
}

// For tuples that are not empty. Mostly the first items differ, so those are compared as keys of their kind
// are.
struct LessTuple {
    Thread& thread;
    KeyKind first_kind;
    LessOfType of_type;

    template <class E>
    int operator()(const E& a, const E& b) const {
        auto *left = a.key.template as<Tuple>(), *right = b.key.template as<Tuple>();
        size_t shorter = std::min(left->length, right->length), i = 0;
        for (; i < shorter; ++i) {
            Result<bool> equal = equals(thread, left->items()[i], right->items()[i]);
            if (!equal.ok()) return -1;
            if (!equal.value()) break;
        }
        if (i == shorter) return left->length < right->length;
        Plain x{left->items()[i]}, y{right->items()[i]};
        switch (i ? KeyKind::kAny : first_kind) {
            case KeyKind::kSmallInt: return LessSmallInt{}(x, y);
            case KeyKind::kDouble: return LessDouble{}(x, y);
            case KeyKind::kStr: return LessStr{}(x, y);
            case KeyKind::kOfType: return of_type(x, y);
            case KeyKind::kAny: break;
        }
        return LessAny{thread}(x, y);
    }
};

template <class E, class Less>
SortOutcome sort_with(Thread& thread, E* elements, size_t count, Less less) {
    return MergeSort<E, Less>(thread.heap, elements, count, less).run();
}

template <class E>
SortOutcome sort_tuples(Thread& thread, E* elements, size_t count) {
    auto first_of = [&](size_t i) { return elements[i].key.template as<Tuple>()->items()[0]; };
    KeyKind kind = common_kind(thread, count, first_of);
    if (is_exact<Tuple>(first_of(0))) kind = KeyKind::kAny;
    return sort_with(thread, elements, count, LessTuple{thread, kind, less_of_type(thread, first_of(0))});
}

template <class E>
Status sort_elements(Thread& thread, E* elements, size_t count) {
    if (count < 2) return {};
    auto is_filled_tuple = [](const E& e) {
        return is_exact<Tuple>(e.key) && e.key.template as<Tuple>()->length;
    };
    SortOutcome outcome;
    if (std::all_of(elements, elements + count, is_filled_tuple)) {
        outcome = sort_tuples(thread, elements, count);
    } else {
        switch (common_kind(thread, count, [&](size_t i) { return elements[i].key; })) {
            case KeyKind::kSmallInt: outcome = sort_with(thread, elements, count, LessSmallInt{}); break;
            case KeyKind::kDouble: outcome = sort_with(thread, elements, count, LessDouble{}); break;
            case KeyKind::kStr: outcome = sort_with(thread, elements, count, LessStr{}); break;
            case KeyKind::kOfType:
                outcome = sort_with(thread, elements, count, less_of_type(thread, elements[0].key));
                break;
            case KeyKind::kAny: outcome = sort_with(thread, elements, count, LessAny{thread}); break;
        }
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
    // Meanwhile the list is empty. Who changes it, and be it back to nothing, does not leave this address
    // there.
    Value* const untouched = list->inline_items();
    Value* items = std::exchange(list->items, untouched);
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
    if (intruders == untouched) return status;
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
