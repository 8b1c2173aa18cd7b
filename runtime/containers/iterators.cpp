// Iterators over anything: by __getitem__, by calling until a sentinel comes, and reversed().
#include "runtime/containers/iterators.h"

#include <algorithm>

#include "runtime/containers/container_support.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

// Turns a failed item access past the end into exhaustion.
bool swallow_end(Thread& thread) {
    const Types& types = thread.types();
    if (!error_matches(thread, types.index_error) && !error_matches(thread, types.stop_iteration))
        return false;
    clear_error(thread);
    return true;
}

// --- iterator: calls __getitem__ with 0, 1, ...

Ref<Value> by_item_next(Thread& thread, Value self) {
    auto* it = self.as<SequenceIterator>();
    if (it->sequence.is_empty()) return Ref<Value>::empty();
    Ref<Value> sequence = share(it->sequence);
    Ref<Value> item = get_item(thread, sequence, small(static_cast<int64_t>(it->position)));
    if (!item.is_error()) {
        ++it->position;
        return item;
    }
    if (!swallow_end(thread)) return kError;
    decref(std::exchange(it->sequence, Value::empty()));
    return Ref<Value>::empty();
}

Ref<Value> by_item_length_hint(Thread& thread, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    if (it->sequence.is_empty()) return small(0);
    if (!thread.interp.type_of(it->sequence)->slots.length) return Value::not_implemented();
    int64_t rest = TRY(length(thread, it->sequence)) - static_cast<int64_t>(it->position);
    return small(std::max<int64_t>(rest, 0));
}

Ref<Value> by_item_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    if (it->sequence.is_empty()) {
        Ref<Tuple> none = TRY(make_tuple(thread, {}));
        return reduce_iterator(thread, "iter", none.value());
    }
    return reduce_iterator(thread, "iter", it->sequence, small(static_cast<int64_t>(it->position)));
}

Ref<Value> by_item_setstate(Thread& thread, Args args) {
    int64_t position = TRY(int_as_ssize(thread, args[1]));
    auto* it = args[0].as<SequenceIterator>();
    if (!it->sequence.is_empty()) it->position = static_cast<size_t>(std::max<int64_t>(position, 0));
    return Value::none();
}

constexpr MethodDef kByItemMethods[] = {
    {"__length_hint__(self, /)", by_item_length_hint, "How many items are probably still to come."},
    {"__reduce__(self, /)", by_item_reduce, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", by_item_setstate, "Moves to this position."},
};

// --- callable_iterator

void exhaust(CallableIterator* it) {
    Ref<Value> callable = Ref<Value>::take(std::exchange(it->callable, Value::empty()));
    Ref<Value> sentinel = Ref<Value>::take(std::exchange(it->sentinel, Value::empty()));
}

Ref<Value> callable_next(Thread& thread, Value self) {
    auto* it = self.as<CallableIterator>();
    if (it->callable.is_empty()) return Ref<Value>::empty();
    Ref<Value> callable = share(it->callable);
    Ref<Value> result = call(thread, callable);
    if (result.is_error()) {
        if (!error_matches(thread, thread.types().stop_iteration)) return kError;
        clear_error(thread);
        exhaust(it);
        return Ref<Value>::empty();
    }
    if (it->callable.is_empty()) return Ref<Value>::empty();  // the call itself reached the end
    Ref<Value> sentinel = share(it->sentinel);
    if (!TRY(equals(thread, sentinel, result))) return result;
    exhaust(it);
    return Ref<Value>::empty();
}

Ref<Value> callable_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<CallableIterator>();
    if (it->callable.is_empty()) {
        Ref<Tuple> none = TRY(make_tuple(thread, {}));
        return reduce_iterator(thread, "iter", none.value());
    }
    Ref<Value> iter = TRY(builtin_named(thread, "iter"));
    Ref<Tuple> arguments = TRY(make_tuple(thread, {it->callable, it->sentinel}));
    return make_tuple(thread, {iter, arguments.value()});
}

constexpr MethodDef kCallableMethods[] = {
    {"__reduce__(self, /)", callable_reduce, "Support for pickle and copy."},
};

// --- reversed

Ref<Value> reversed_make(Thread& thread, Type* type, Args args) {
    Value sequence = args[0];
    Ref<Value> method = TRY(find_special(thread, sequence, thread.interp.names().__reversed__));
    const Type* of = thread.interp.type_of(sequence);
    if (method.is_none() || (method.is_empty() && !(of->slots.get_item && is_iterable(of))))
        return raise_type_error(thread, "'%s' object is not reversible", type_name(thread, sequence));
    if (!method.is_empty()) return call(thread, method);
    int64_t count = TRY(length(thread, sequence));
    Ref<Reversed> it = TRY(new_instance<Reversed>(thread, type));
    it->sequence = share(sequence).release();
    it->position = count - 1;
    return it;
}

Ref<Value> reversed_next(Thread& thread, Value self) {
    auto* it = self.as<Reversed>();
    if (it->sequence.is_empty()) return Ref<Value>::empty();
    Ref<Value> sequence = share(it->sequence);
    if (it->position >= 0) {
        Ref<Value> item = get_item(thread, sequence, small(it->position));
        if (!item.is_error()) {
            --it->position;
            return item;
        }
        if (!swallow_end(thread)) return kError;
    }
    it->position = -1;
    decref(std::exchange(it->sequence, Value::empty()));
    return Ref<Value>::empty();
}

Ref<Value> reversed_length_hint(Thread& thread, Args args) {
    auto* it = args[0].as<Reversed>();
    if (it->sequence.is_empty()) return small(0);
    int64_t count = TRY(length(thread, it->sequence));
    return small(count < it->position + 1 ? 0 : it->position + 1);
}

Ref<Value> reversed_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<Reversed>();
    Value type = thread.interp.type_of(args[0]);
    Ref<Tuple> none = TRY(make_tuple(thread, {}));
    bool over = it->sequence.is_empty();
    Ref<Tuple> arguments = TRY(make_tuple(thread, {over ? Value(none.value()) : it->sequence}));
    if (over) return make_tuple(thread, {type, arguments.value()});
    return make_tuple(thread, {type, arguments.value(), small(it->position)});
}

Ref<Value> reversed_setstate(Thread& thread, Args args) {
    int64_t position = TRY(int_as_ssize(thread, args[1]));
    auto* it = args[0].as<Reversed>();
    if (it->sequence.is_empty()) return Value::none();
    int64_t count = TRY(length(thread, it->sequence));
    it->position = std::clamp<int64_t>(position, -1, count - 1);
    return Value::none();
}

constexpr MethodDef kReversedMethods[] = {
    {"__length_hint__(self, /)", reversed_length_hint, "How many items are still to come."},
    {"__reduce__(self, /)", reversed_reduce, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", reversed_setstate, "Moves to this position."},
};

constexpr TypeSpec kByItemType =
    native<SequenceIterator>({.name = "iterator",
                              .kind = Kind::kOtherIterator,
                              .flags = kDisallowNew,
                              .slots = {.iter = return_self, .next = by_item_next},
                              .methods = kByItemMethods});

constexpr TypeSpec kCallableType =
    native<CallableIterator>({.name = "callable_iterator",
                              .kind = Kind::kOtherIterator,
                              .flags = kDisallowNew,
                              .slots = {.iter = return_self, .next = callable_next},
                              .methods = kCallableMethods});

constexpr TypeSpec kReversedType =
    native<Reversed>({.name = "reversed",
                      .kind = Kind::kReversed,
                      .flags = kBaseType,
                      .make = {"reversed(sequence, /)", reversed_make},
                      .doc = "reversed(sequence): an iterator over the items, last one first.",
                      .slots = {.iter = return_self, .next = reversed_next},
                      .methods = kReversedMethods});

}  // namespace

Ref<Value> make_sequence_iterator(Thread& thread, Value object) {
    Ref<SequenceIterator> it =
        TRY(new_object<SequenceIterator>(thread, native_type(thread.interp, kByItemType)));
    it->sequence = share(object).release();
    it->position = 0;
    return it;
}

Ref<Value> make_callable_iterator(Thread& thread, Value callable, Value sentinel) {
    Ref<CallableIterator> it =
        TRY(new_object<CallableIterator>(thread, native_type(thread.interp, kCallableType)));
    it->callable = share(callable).release();
    it->sentinel = share(sentinel).release();
    return it;
}

void init_iterators(Interpreter& interp) {
    interp.types().reversed = native_type(interp, kReversedType);
    init_sequence_iterators(interp);
    init_combining_iterators(interp);
}

}  // namespace moult
