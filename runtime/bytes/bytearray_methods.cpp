// Changing bytearrays in place. Whatever may run Python code comes first; the array is looked at afterwards.
#include "runtime/bytes/bytearray_methods.h"

#include <algorithm>

#include "runtime/bytes/bytes_common.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/str.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

ByteArray* self_of(Value v) {
    return v.as<ByteArray>();
}

// Replaces the bytes [begin, end) by others, which are not the array's own.
Status replace_range(Thread& thread, ByteArray* array, size_t begin, size_t end, std::string_view with) {
    size_t old_length = array->length, tail = old_length - end;
    size_t length = begin + with.size() + tail;
    if (length > old_length) TRY(bytearray_resize(thread, array, length));
    if (length < old_length && array->exports > 0) return bytearray_resize(thread, array, length);
    if (tail && length != old_length) memmove(array->data + begin + with.size(), array->data + end, tail);
    if (!with.empty()) memcpy(array->data + begin, with.data(), with.size());
    return bytearray_resize(thread, array, length);
}

// Deletes or overwrites every step-th byte.
Status set_stepped(Thread& thread, ByteArray* array, SliceBounds bounds, std::string_view with, bool erase) {
    if (!erase && static_cast<int64_t>(with.size()) != bounds.count)
        return raise_value_error(thread, "attempt to assign bytes of size %zu to extended slice of size %lld",
                                 with.size(), static_cast<long long>(bounds.count));
    if (!erase) {
        for (int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step)
            array->data[at] = static_cast<uint8_t>(with[static_cast<size_t>(i)]);
        return {};
    }
    if (array->exports > 0) return bytearray_resize(thread, array, array->length + 1);  // raises
    if (bounds.step < 0) {
        bounds.start += (bounds.count - 1) * bounds.step;
        bounds.step = -bounds.step;
    }
    int64_t to = bounds.start, next = bounds.start, left = bounds.count;
    for (auto from = static_cast<size_t>(bounds.start); from < array->length; ++from) {
        if (left > 0 && static_cast<int64_t>(from) == next) {
            next += bounds.step;
            --left;
            continue;
        }
        array->data[to++] = array->data[from];
    }
    return bytearray_resize(thread, array, static_cast<size_t>(to));
}

Status set_slice(Thread& thread, Value self, Slice* slice, Value value) {
    Ref<Bytes> made;
    std::string_view with;
    bool erase = value.is_empty();
    auto find_bounds = [&] {
        return slice_bounds(thread, slice, static_cast<int64_t>(self_of(self)->length));
    };
    SliceBounds bounds = TRY(find_bounds());
    if (!erase) {
        if (value == self) {
            made = TRY(make_bytes(thread, self_of(self)->view()));
        } else if (!as_buffer(value, &with)) {
            const Type* type = thread.interp.type_of(value);
            const TypeSlots& slots = type->slots;
            bool is_number =
                slots.index || slots.to_int || slots.to_float || type->base_kind == Kind::kComplex;
            if (is_number || as_str(value))
                return raise_type_error(
                    thread, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
            made = TRY(bytes_from(thread, kForByteArray, value, Value::empty(), Value::empty()));
        } else {
            made = TRY(make_bytes(thread, with));  // it may be a view of this very array
        }
        with = made->view();
        // As in CPython, what is no other bytearray is made one, and the slice asked again.
        if (value == self || !is_bytearray(value)) bounds = TRY(find_bounds());
    }
    ByteArray* array = self_of(self);
    if (bounds.step != 1) {
        erase = erase || with.empty();
        if (erase && bounds.count <= 0) return {};
        if (bounds.count > 0) {
            int64_t last = bounds.start + (bounds.count - 1) * bounds.step;
            if (std::max(bounds.start, last) >= static_cast<int64_t>(array->length)) return {};
        }
        return set_stepped(thread, array, bounds, with, erase);
    }
    auto begin = std::min(static_cast<size_t>(bounds.start), array->length);
    auto end = std::min(begin + static_cast<size_t>(std::max<int64_t>(bounds.count, 0)), array->length);
    return replace_range(thread, array, begin, end, with);
}

}  // namespace

Status bytearray_set_item(Thread& thread, Value self, Value key, Value value) {
    if (is_exact<Slice>(key)) return set_slice(thread, self, key.as<Slice>(), value);
    if (!is_int(key) && !thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "bytearray indices must be integers or slices, not %.200s",
                                type_name(thread, key));
    int64_t i = TRY(as_position(thread, key));
    uint8_t byte = 0;
    auto out_of_range = [&] {
        auto length = static_cast<int64_t>(self_of(self)->length);
        int64_t at = i < 0 ? i + length : i;
        return at < 0 || at >= length;
    };
    if (!value.is_empty()) byte = TRY(byte_argument(thread, value));
    if (out_of_range()) return raise_index_error(thread, "bytearray index out of range");
    ByteArray* array = self_of(self);
    auto at = static_cast<size_t>(i < 0 ? i + static_cast<int64_t>(array->length) : i);
    if (value.is_empty()) return replace_range(thread, array, at, at + 1, "");
    array->data[at] = byte;
    return {};
}

Ref<Value> bytearray_inplace_concat(Thread& thread, Value self, Value other) {
    ByteArray* array = self_of(self);
    std::string_view more;
    if (!as_buffer(other, &more))
        return raise_type_error(thread, "can't concat %.100s to %.100s", type_name(thread, other),
                                type_name(thread, self));
    size_t old_length = array->length;
    if (more.size() > static_cast<size_t>(PTRDIFF_MAX) - old_length) return raise_out_of_memory(thread);
    TRY(bytearray_resize(thread, array, old_length + more.size()));
    as_buffer(other, &more);  // it may be the array itself, which has moved
    if (other == self) more = more.substr(0, old_length);
    if (!more.empty()) memcpy(array->data + old_length, more.data(), more.size());
    return share(self);
}

Ref<Value> bytearray_inplace_repeat(Thread& thread, Value self, int64_t count) {
    ByteArray* array = self_of(self);
    size_t old_length = array->length;
    size_t length = TRY(repeated_length(thread, old_length, count));
    TRY(bytearray_resize(thread, array, length));
    for (size_t done = old_length; done < length; done += old_length)
        memcpy(array->data + done, array->data, old_length);
    return share(self);
}

Ref<Value> bytearray_alloc(Thread&, Args args) {
    return Value::small_int(static_cast<int64_t>(self_of(args[0])->capacity));
}

Ref<Value> bytearray_append(Thread& thread, Args args) {
    uint8_t byte = TRY(byte_argument(thread, args[1]));
    ByteArray* array = self_of(args[0]);
    TRY(bytearray_resize(thread, array, array->length + 1));
    array->data[array->length - 1] = byte;
    return Value::none();
}

Ref<Value> bytearray_clear(Thread& thread, Args args) {
    TRY(bytearray_resize(thread, self_of(args[0]), 0));
    return Value::none();
}

Ref<Value> bytearray_copy(Thread& thread, Args args) {
    return make_bytearray(thread, self_of(args[0])->view());
}

Ref<Value> bytearray_extend(Thread& thread, Args args) {
    std::string_view more;
    if (as_buffer(args[1], &more)) {
        if (failed(bytearray_inplace_concat(thread, args[0], args[1]))) return kError;
        return Value::none();
    }
    if (as_instance<MemoryView>(args[1]))
        return raise_type_error(thread, "can't set bytearray slice from %.100s", type_name(thread, args[1]));
    Ref<Bytes> bytes = TRY(bytes_from_iterable(thread, args[1], kForExtending));
    if (failed(bytearray_inplace_concat(thread, args[0], bytes.value()))) return kError;
    return Value::none();
}

Ref<Value> bytearray_insert(Thread& thread, Args args) {
    int64_t index = TRY(size_argument(thread, args[1]));
    uint8_t byte = TRY(byte_argument(thread, args[2]));
    ByteArray* array = self_of(args[0]);
    auto length = static_cast<int64_t>(array->length);
    if (index < 0) index = std::max<int64_t>(index + length, 0);
    auto at = static_cast<size_t>(std::min(index, length));
    char one = static_cast<char>(byte);
    TRY(replace_range(thread, array, at, at, {&one, 1}));
    return Value::none();
}

Ref<Value> bytearray_pop(Thread& thread, Args args) {
    int64_t index = TRY(size_argument(thread, args[1]));
    ByteArray* array = self_of(args[0]);
    auto length = static_cast<int64_t>(array->length);
    if (length == 0) return raise_index_error(thread, "pop from empty bytearray");
    if (index < 0) index += length;
    if (index < 0 || index >= length) return raise_index_error(thread, "pop index out of range");
    uint8_t byte = array->data[index];
    TRY(replace_range(thread, array, static_cast<size_t>(index), static_cast<size_t>(index) + 1, ""));
    return Value::small_int(byte);
}

Ref<Value> bytearray_remove(Thread& thread, Args args) {
    uint8_t byte = TRY(byte_argument(thread, args[1]));
    ByteArray* array = self_of(args[0]);
    size_t at = array->view().find(static_cast<char>(byte));
    if (at == std::string_view::npos) return raise_value_error(thread, "value not found in bytearray");
    TRY(replace_range(thread, array, at, at + 1, ""));
    return Value::none();
}

Ref<Value> bytearray_reverse(Thread&, Args args) {
    ByteArray* array = self_of(args[0]);
    std::reverse(array->data, array->data + array->length);
    return Value::none();
}

// From protocol 3 on there are bytes.
static Ref<Value> reduce_for(Thread& thread, Args args, int protocol) {
    ByteArray* array = self_of(args[0]);
    Ref<Tuple> arguments;
    if (array->length == 0) {
        arguments = TRY(make_tuple(thread, {}));
    } else if (protocol < 3) {
        Ref<Str> text = TRY(make_str_latin1(thread, array->view()));
        Ref<Str> encoding = TRY(make_str(thread, "latin-1"));
        arguments = TRY(make_tuple(thread, {text.value(), encoding.value()}));
    } else {
        Ref<Bytes> bytes = TRY(make_bytes(thread, array->view()));
        arguments = TRY(make_tuple(thread, {bytes.value()}));
    }
    Ref<Value> state = TRY(call_method(thread, args[0], thread.interp.names().__getstate__));
    return make_tuple(thread, {args[0].as_object()->type(), arguments.value(), state.get()});
}
Ref<Value> bytearray_reduce(Thread& thread, Args args) {
    return reduce_for(thread, args, 2);
}
Ref<Value> bytearray_reduce_ex(Thread& thread, Args args) {
    return reduce_for(thread, args, TRY(as_c_int(thread, args[1])));
}

Ref<Value> bytearray_sizeof(Thread&, Args args) {
    return Value::small_int(static_cast<int64_t>(sizeof(ByteArray) + self_of(args[0])->capacity));
}

}  // namespace moult
