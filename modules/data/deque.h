// Deque: a ring of values that grows and shrinks at both ends.
#pragma once

#include "runtime/operations/native_type.h"

namespace moult {

struct Deque : Object {
    //   items:  [ d e . . . a b c ]        capacity 8, first 5, length 5
    //                       ^ first
    Value* items;     // owned, `length` of them from `first` on; null when the capacity is 0
    size_t capacity;  // a power of two, or 0
    size_t first;
    size_t length;
    size_t max_length;  // when it is bounded
    uint64_t changes;   // counts changes of the length and of the order, for iterators
    bool is_bounded;

    size_t size() const { return length; }
    Value& at(size_t i) { return items[(first + i) & (capacity - 1)]; }
    Value at(size_t i) const { return items[(first + i) & (capacity - 1)]; }
    bool is_full() const { return is_bounded && length >= max_length; }

    static void release(Interpreter&, Deque&);  // leaves it empty
    static void visit(Deque&, Visitor&);
    static constexpr bool kClears = true;
};

// Adds at an end, a shared reference; what a bound pushes out at the other end is let go.
Status deque_append(Thread&, Deque&, Value item);
Status deque_append_left(Thread&, Deque&, Value item);
// Takes away at an end that is not empty. Runs no Python code.
Ref<Value> deque_take(Thread&, Deque&);
Ref<Value> deque_take_left(Thread&, Deque&);
Status deque_extend(Thread&, Deque&, Value iterable);
void deque_clear(Thread&, Deque&);
// Turns it to the right by so many places, to the left when they are negative.
void deque_rotate(Deque&, int64_t places);
void deque_remove_at(Thread&, Deque&, size_t position);
Status deque_insert_at(Thread&, Deque&, size_t position, Value item);  // needs room under the bound
Deque* as_deque(Thread&, Value);                                       // null: not one, nor of a subclass

// The iter slot and __reversed__().
Ref<Value> deque_iter(Thread&, Value);
Ref<Value> deque_reversed(Thread&, Args);

}  // namespace moult
