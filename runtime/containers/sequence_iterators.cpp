// The iterators over list, tuple, str, bytes and bytearray: all by position, one type each.
#include <algorithm>

#include "runtime/containers/container_support.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

// How each kind of sequence is read. `size` and `item` look anew each time: lists and bytearrays change.
struct ListItems {
    static size_t size(Value v) { return v.as<List>()->length; }
    static Ref<Value> item(Thread&, Value v, size_t i) { return share(v.as<List>()->items[i]); }
    static Ref<Value> nothing(Thread& thread) { return make_list(thread); }
};
struct TupleItems {
    static size_t size(Value v) { return v.as<Tuple>()->length; }
    static Ref<Value> item(Thread&, Value v, size_t i) { return share(v.as<Tuple>()->items()[i]); }
    static Ref<Value> nothing(Thread& thread) { return make_tuple(thread, {}); }
};
struct StrItems {
    static size_t size(Value v) { return v.as<Str>()->length; }
    static Ref<Value> item(Thread& thread, Value v, size_t i) {
        return make_char(thread, v.as<Str>()->at(i));
    }
    static Ref<Value> nothing(Thread& thread) { return make_str(thread, ""); }
};
struct BytesItems {
    static size_t size(Value v) { return v.as<Bytes>()->length; }
    static Ref<Value> item(Thread&, Value v, size_t i) { return small(v.as<Bytes>()->data()[i]); }
    static Ref<Value> nothing(Thread& thread) { return make_tuple(thread, {}); }
};
struct ByteArrayItems {
    static size_t size(Value v) { return v.as<ByteArray>()->length; }
    static Ref<Value> item(Thread&, Value v, size_t i) { return small(v.as<ByteArray>()->data[i]); }
    static Ref<Value> nothing(Thread& thread) { return make_tuple(thread, {}); }
};

Ref<Value> exhaust(SequenceIterator* it) {
    decref(std::exchange(it->sequence, Value::empty()));
    return Ref<Value>::empty();
}

template <class Items>
Ref<Value> next_item(Thread& thread, Value self) {
    auto* it = self.as<SequenceIterator>();
    if (it->sequence.is_empty()) return Ref<Value>::empty();
    if (it->position >= Items::size(it->sequence)) return exhaust(it);
    return Items::item(thread, it->sequence, it->position++);
}

template <class Items>
Ref<Value> length_hint_method(Thread&, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    size_t size = it->sequence.is_empty() ? 0 : Items::size(it->sequence);
    return small(static_cast<int64_t>(size - std::min(size, it->position)));
}

template <class Items>
Ref<Value> reduce_method(Thread& thread, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    if (!it->sequence.is_empty())
        return reduce_iterator(thread, "iter", it->sequence, small(static_cast<int64_t>(it->position)));
    Ref<Value> nothing = TRY(Items::nothing(thread));
    return reduce_iterator(thread, "iter", nothing);
}

template <class Items>
Ref<Value> setstate_method(Thread& thread, Args args) {
    int64_t position = TRY(int_as_ssize(thread, args[1]));
    auto* it = args[0].as<SequenceIterator>();
    if (!it->sequence.is_empty()) {
        auto size = static_cast<int64_t>(Items::size(it->sequence));
        it->position = static_cast<size_t>(std::clamp<int64_t>(position, 0, size));
    }
    return Value::none();
}

template <class Items>
constexpr MethodDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", length_hint_method<Items>, "How many items are still to come."},
    {"__reduce__(self, /)", reduce_method<Items>, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", setstate_method<Items>, "Moves to this position."},
};

template <class T, class Items>
consteval TypeSpec iterator_spec(const char* name, Kind kind = Kind::kOtherIterator) {
    return native<T>({.name = name,
                      .kind = kind,
                      .flags = kDisallowNew,
                      .slots = {.iter = return_self, .next = next_item<Items>},
                      .methods = kIteratorMethods<Items>});
}
constexpr TypeSpec kListIteratorType =
    iterator_spec<ListIterator, ListItems>("list_iterator", Kind::kListIterator);
constexpr TypeSpec kTupleIteratorType =
    iterator_spec<TupleIterator, TupleItems>("tuple_iterator", Kind::kTupleIterator);
constexpr TypeSpec kStrIteratorType =
    iterator_spec<StrIterator, StrItems>("str_iterator", Kind::kStrIterator);
constexpr TypeSpec kStrAsciiIteratorType =
    iterator_spec<StrIterator, StrItems>("str_ascii_iterator", Kind::kStrIterator);
constexpr TypeSpec kBytesIteratorType = iterator_spec<SequenceIterator, BytesItems>("bytes_iterator");
constexpr TypeSpec kByteArrayIteratorType =
    iterator_spec<SequenceIterator, ByteArrayItems>("bytearray_iterator");

Ref<Value> make_iterator(Thread& thread, Type* type, Value sequence) {
    Ref<SequenceIterator> it = TRY(new_object<SequenceIterator>(thread, type));
    it->sequence = share(sequence).release();
    it->position = 0;
    return it;
}

// --- list_reverseiterator: `position` counts the items still to come

Ref<Value> reverse_next(Thread&, Value self) {
    auto* it = self.as<SequenceIterator>();
    if (it->sequence.is_empty()) return Ref<Value>::empty();
    auto* list = it->sequence.as<List>();
    if (it->position == 0 || it->position > list->length) return exhaust(it);
    return share(list->items[--it->position]);
}

Ref<Value> reverse_length_hint(Thread&, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    bool usable = !it->sequence.is_empty() && it->position <= it->sequence.as<List>()->length;
    return small(usable ? static_cast<int64_t>(it->position) : 0);
}

Ref<Value> reverse_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<SequenceIterator>();
    if (!it->sequence.is_empty())
        return reduce_iterator(thread, "reversed", it->sequence,
                               small(static_cast<int64_t>(it->position) - 1));
    Ref<Value> nothing = TRY(ListItems::nothing(thread));
    return reduce_iterator(thread, "iter", nothing);
}

Ref<Value> reverse_setstate(Thread& thread, Args args) {
    int64_t index = TRY(int_as_ssize(thread, args[1]));
    auto* it = args[0].as<SequenceIterator>();
    if (!it->sequence.is_empty()) {
        auto size = static_cast<int64_t>(it->sequence.as<List>()->length);
        it->position = static_cast<size_t>(std::clamp<int64_t>(index, -1, size - 1) + 1);
    }
    return Value::none();
}

constexpr MethodDef kReverseMethods[] = {
    {"__length_hint__(self, /)", reverse_length_hint, "How many items are still to come."},
    {"__reduce__(self, /)", reverse_reduce, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", reverse_setstate, "Moves to this position."},
};

constexpr TypeSpec kListReverseIteratorType =
    native<SequenceIterator>({.name = "list_reverseiterator",
                              .kind = Kind::kOtherIterator,
                              .flags = kDisallowNew,
                              .slots = {.iter = return_self, .next = reverse_next},
                              .methods = kReverseMethods});

}  // namespace

Ref<Value> list_iter(Thread& thread, Value list) {
    return make_iterator(thread, thread.types().list_iterator, list);
}
Ref<Value> tuple_iter(Thread& thread, Value tuple) {
    return make_iterator(thread, thread.types().tuple_iterator, as_tuple(tuple));
}
Ref<Value> bytes_iter(Thread& thread, Value bytes) {
    return make_iterator(thread, native_type(thread.interp, kBytesIteratorType), as_bytes(bytes));
}
Ref<Value> bytearray_iter(Thread& thread, Value bytearray) {
    return make_iterator(thread, native_type(thread.interp, kByteArrayIteratorType), bytearray);
}

Ref<Value> list_reversed_method(Thread& thread, Args args) {
    Ref<SequenceIterator> it =
        TRY(new_object<SequenceIterator>(thread, thread.types().list_reverse_iterator));
    it->sequence = share(args[0]).release();
    it->position = args[0].as<List>()->length;
    return it;
}

void init_sequence_iterators(Interpreter& interp) {
    Types& types = interp.types();
    types.list_iterator = native_type(interp, kListIteratorType);
    types.tuple_iterator = native_type(interp, kTupleIteratorType);
    types.str_iterator = native_type(interp, kStrIteratorType);
    types.str_ascii_iterator = native_type(interp, kStrAsciiIteratorType);
    types.list_reverse_iterator = native_type(interp, kListReverseIteratorType);
}

}  // namespace moult
