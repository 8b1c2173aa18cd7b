// The ring of a deque: room, adding and taking at the ends, turning, and moving what lies between.
#include "modules/data/deque.h"

#include <algorithm>

#include "modules/data/collections.h"
#include "runtime/operations/operations.h"

namespace moult {
namespace {

constexpr size_t kLeastCapacity = 8;

// Moves the items into memory of another size, in order. False, and nothing has changed: no memory.
bool move_to(Thread& thread, Deque& deque, size_t capacity) {
    if (capacity > SIZE_MAX / sizeof(Value) / 4) return false;
    auto* items = static_cast<Value*>(thread.heap.allocate(capacity * sizeof(Value)));
    if (!items) return false;
    for (size_t i = 0; i < deque.length; ++i) items[i] = deque.at(i);
    thread.heap.free(deque.items);
    deque.items = items;
    deque.capacity = capacity;
    deque.first = 0;
    return true;
}

Status make_room(Thread& thread, Deque& deque) {
    if (deque.length < deque.capacity) [[likely]]
        return {};
    if (!move_to(thread, deque, std::max(kLeastCapacity, 2 * deque.capacity)))
        return raise_out_of_memory(thread);
    return {};
}

// Gives memory back when little of it is in use. Failure to do so is no failure.
void shrink(Thread& thread, Deque& deque) {
    if (deque.capacity > 16 * kLeastCapacity && deque.length < deque.capacity / 8) [[unlikely]]
        move_to(thread, deque, deque.capacity / 4);
}

void step_left(Deque& deque) {
    deque.first = (deque.first - 1) & (deque.capacity - 1);
}
void step_right(Deque& deque) {
    deque.first = (deque.first + 1) & (deque.capacity - 1);
}

}  // namespace

void Deque::release(Interpreter& interp, Deque& deque) {
    Deque old = deque;
    deque.items = nullptr;
    deque.capacity = deque.first = deque.length = 0;
    ++deque.changes;
    for (size_t i = 0; i < old.length; ++i) decref(old.at(i));
    interp.heap.free(old.items);
}

void Deque::visit(Deque& deque, Visitor& visitor) {
    for (size_t i = 0; i < deque.length; ++i) visitor.visit(deque.at(i));
}

Deque* as_deque(Thread& thread, Value v) {
    return is_instance_of(thread.interp, v, kDequeType) ? v.as<Deque>() : nullptr;
}

Status deque_append(Thread& thread, Deque& deque, Value item) {
    TRY(make_room(thread, deque));
    incref(item);
    deque.items[(deque.first + deque.length) & (deque.capacity - 1)] = item;
    ++deque.length;
    ++deque.changes;
    if (deque.is_bounded && deque.length > deque.max_length) {
        Ref<Value> pushed_out = deque_take_left(thread, deque);
    }
    return {};
}

Status deque_append_left(Thread& thread, Deque& deque, Value item) {
    TRY(make_room(thread, deque));
    incref(item);
    step_left(deque);
    deque.items[deque.first] = item;
    ++deque.length;
    ++deque.changes;
    if (deque.is_bounded && deque.length > deque.max_length) {
        Ref<Value> pushed_out = deque_take(thread, deque);
    }
    return {};
}

Ref<Value> deque_take(Thread& thread, Deque& deque) {
    Ref<Value> item = Ref<Value>::take(deque.at(deque.length - 1));
    --deque.length;
    ++deque.changes;
    shrink(thread, deque);
    return item;
}

Ref<Value> deque_take_left(Thread& thread, Deque& deque) {
    Ref<Value> item = Ref<Value>::take(deque.items[deque.first]);
    step_right(deque);
    --deque.length;
    ++deque.changes;
    shrink(thread, deque);
    return item;
}

void deque_clear(Thread& thread, Deque& deque) {
    if (deque.length) Deque::release(thread.interp, deque);
}

void deque_rotate(Deque& deque, int64_t places) {
    if (deque.length <= 1) return;
    auto count = static_cast<int64_t>(deque.length);
    places %= count;
    if (places > count / 2) places -= count;
    if (places < -(count / 2)) places += count;
    ++deque.changes;
    bool is_full = deque.length == deque.capacity;  // then the ring turns as it is
    for (; places > 0; --places) {
        Value last = deque.at(deque.length - 1);
        step_left(deque);
        if (!is_full) deque.items[deque.first] = last;
    }
    for (; places < 0; ++places) {
        Value front = deque.items[deque.first];
        step_right(deque);
        if (!is_full) deque.at(deque.length - 1) = front;
    }
}

void deque_remove_at(Thread& thread, Deque& deque, size_t position) {
    Ref<Value> item = Ref<Value>::take(deque.at(position));
    if (position < deque.length / 2) {
        for (size_t i = position; i > 0; --i) deque.at(i) = deque.at(i - 1);
        step_right(deque);
    } else {
        for (size_t i = position; i + 1 < deque.length; ++i) deque.at(i) = deque.at(i + 1);
    }
    --deque.length;
    ++deque.changes;
    shrink(thread, deque);
}

Status deque_insert_at(Thread& thread, Deque& deque, size_t position, Value item) {
    TRY(make_room(thread, deque));
    ++deque.length;
    ++deque.changes;
    if (position < deque.length / 2) {
        step_left(deque);
        for (size_t i = 0; i < position; ++i) deque.at(i) = deque.at(i + 1);
    } else {
        for (size_t i = deque.length - 1; i > position; --i) deque.at(i) = deque.at(i - 1);
    }
    incref(item);
    deque.at(position) = item;
    return {};
}

}  // namespace moult
