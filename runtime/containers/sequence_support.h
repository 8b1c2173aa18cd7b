// What list and tuple have in common: comparison, searching, indices. Items are read through accessors anew
// each time, since comparing runs Python code, which can change a list.
#pragma once

#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

// equals(), deciding the frequent cases without a call. The item is kept alive meanwhile.
inline Result<bool> item_equals(Thread& thread, Value item, Value other) {
    if (item == other) return true;  // as in every container: a NaN equals itself
    if (item.is_small_int() && other.is_small_int()) return false;
    Ref<Value> held = share(item);
    return equals(thread, held, other);
}

// The comparison of two sequences, item by item. `a` and `b` have size() and at(i).
template <class A, class B>
Ref<Value> compare_sequences(Thread& thread, const A& a, const B& b, CompareOp op) {
    bool only_equality = op == CompareOp::kEq || op == CompareOp::kNe;
    if (only_equality && a.size() != b.size()) return Value::boolean(op == CompareOp::kNe);
    size_t i = 0;
    for (; i < a.size() && i < b.size(); ++i) {
        Value x = a.at(i), y = b.at(i);
        if (x == y) continue;
        if (x.is_small_int() && y.is_small_int()) break;
        Ref<Value> held_x = share(x), held_y = share(y);
        if (!TRY(equals(thread, held_x, held_y))) break;
    }
    if (i >= a.size() || i >= b.size()) {  // one is the beginning of the other
        size_t m = a.size(), n = b.size();
        switch (op) {
            case CompareOp::kLt: return Value::boolean(m < n);
            case CompareOp::kLe: return Value::boolean(m <= n);
            case CompareOp::kEq: return Value::boolean(m == n);
            case CompareOp::kNe: return Value::boolean(m != n);
            case CompareOp::kGt: return Value::boolean(m > n);
            case CompareOp::kGe: return Value::boolean(m >= n);
        }
    }
    if (only_equality) return Value::boolean(op == CompareOp::kNe);
    Ref<Value> x = share(a.at(i)), y = share(b.at(i));
    return compare(thread, x, y, op);
}

// The first position in [start, stop) whose item equals the value, or -1.
template <class A>
Result<int64_t> find_item(Thread& thread, const A& sequence, Value value, int64_t start = 0,
                          int64_t stop = INT64_MAX) {
    for (int64_t i = start; i < stop && i < static_cast<int64_t>(sequence.size()); ++i)
        if (TRY(item_equals(thread, sequence.at(static_cast<size_t>(i)), value))) return i;
    return int64_t{-1};
}

template <class A>
Result<int64_t> count_items(Thread& thread, const A& sequence, Value value) {
    int64_t count = 0;
    for (size_t i = 0; i < sequence.size(); ++i)
        if (TRY(item_equals(thread, sequence.at(i), value))) ++count;
    return count;
}

// "[a, b]" between the brackets, item by item.
template <class A>
Status add_items_repr(Thread& thread, StrBuilder& out, const A& sequence) {
    for (size_t i = 0; i < sequence.size(); ++i) {
        Ref<Value> item = share(sequence.at(i));
        Ref<Str> text = TRY(repr(thread, item));
        if (i) out.add_ascii(", ");
        out.add(text.get());
    }
    return {};
}

// The arguments start and stop of index(), negative ones counted from the end.
struct SearchBounds {
    int64_t start, stop;
};
Result<SearchBounds> search_bounds(Thread&, Value start, Value stop, size_t length);

// A position as list.insert() and list.pop() take it. OverflowError "Python int too large to convert to C
// ssize_t".
Result<int64_t> position_argument(Thread&, Value);

// What `key` in sequence[key] is. TypeError "list indices must be integers or slices, not str", IndexError
// "cannot fit 'int' into an index-sized integer".
Result<int64_t> sequence_index(Thread&, Value key, const char* type);

}  // namespace moult
