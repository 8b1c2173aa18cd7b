// Arguments, results, conversion and the slots that bytes and bytearray share.
#include "runtime/bytes/bytes_common.h"

#include <climits>

#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"
#include "runtime/text/percent_format.h"
#include "runtime/text/text_arguments.h"

namespace moult {

Ref<Value> make_like(Thread& thread, Value self, std::string_view content) {
    if (is_bytearray(self)) return make_bytearray(thread, content);
    return make_bytes(thread, content);
}

Ref<Value> finish_like(Value self, BytesBuilder& builder, Thread& thread) {
    if (!is_bytearray(self)) return builder.finish();
    if (builder.failed()) return raise_out_of_memory(thread);
    return make_bytearray(thread, builder.view());
}

Ref<Value> unchanged(Thread& thread, Value self) {
    if (Bytes* bytes = as_bytes(self)) return share(bytes);
    return make_bytearray(thread, content_of(self));
}

Ref<Value> slice_like(Thread& thread, Value self, size_t begin, size_t end) {
    std::string_view content = content_of(self);
    if (begin == 0 && end == content.size()) return unchanged(thread, self);
    return make_like(thread, self, content.substr(begin, end - begin));
}

Result<std::string_view> buffer_argument(Thread& thread, Value v) {
    std::string_view view;
    if (as_buffer(v, &view)) return view;
    if (auto* memory = as_instance<MemoryView>(v)) {
        if (memory->owner.is_empty())
            return raise_value_error(thread, "operation forbidden on released memoryview object");
        return raise(thread, thread.types().buffer_error,
                     "memoryview: underlying buffer is not C-contiguous");
    }
    return raise_type_error(thread, "a bytes-like object is required, not '%.100s'", type_name(thread, v));
}

Result<uint8_t> byte_argument(Thread& thread, Value v, const char* noun) {
    int64_t byte = -1;
    if (v.is_small_int()) {
        byte = v.as_small_int();
    } else {
        Ref<Value> exact = TRY(to_index(thread, v));
        if (!int_to_int64(exact, &byte)) byte = -1;
    }
    if (byte < 0 || byte > 255) return raise_value_error(thread, "%s must be in range(0, 256)", noun);
    return static_cast<uint8_t>(byte);
}

Ref<Bytes> bytes_from_iterable(Thread& thread, Value iterable, const BytesPurpose& purpose) {
    BytesBuilder builder(thread);
    if (is_exact<List>(iterable) || is_exact<Tuple>(iterable)) {
        for (size_t i = 0;; ++i) {  // the list may change while __index__ runs
            auto items =
                is_exact<List>(iterable) ? iterable.as<List>()->span() : iterable.as<Tuple>()->span();
            if (i >= items.size()) break;
            Ref<Value> item = share(items[i]);
            builder.add(TRY(byte_argument(thread, item, purpose.noun)));
        }
        return builder.finish();
    }
    Ref<Value> iterator = get_iterator(thread, iterable);
    if (iterator.is_error()) {
        if (!error_matches(thread, thread.types().type_error)) return kError;
        clear_error(thread);
        return raise_type_error(thread, purpose.failure, type_name(thread, iterable));
    }
    if (purpose.asks_length) TRY(length_hint(thread, iterable, 0));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return builder.finish();
        builder.add(TRY(byte_argument(thread, item, purpose.noun)));
    }
}

Ref<Bytes> copy_of_view(Thread& thread, const MemoryView* view) {
    if (view->owner.is_empty())
        return raise_value_error(thread, "operation forbidden on released memoryview object");
    std::string_view all;
    as_buffer(view->owner, &all);
    Ref<Bytes> bytes = TRY(allocate_bytes(thread, static_cast<size_t>(view->byte_count())));
    uint8_t* to = bytes->data();
    for (int64_t i = 0; i < view->length; ++i, to += view->format.size)
        std::memcpy(to, all.data() + view->offset + i * view->step, view->format.size);
    return bytes;
}

namespace {

// By a buffer or as an iterable.
Ref<Bytes> bytes_from_content(Thread& thread, const BytesPurpose& purpose, Value source) {
    std::string_view view;
    if (as_buffer(source, &view)) return make_bytes(thread, view);
    if (auto* memory = as_instance<MemoryView>(source)) return copy_of_view(thread, memory);
    if (as_str(source)) return raise_type_error(thread, purpose.failure, type_name(thread, source));
    return bytes_from_iterable(thread, source, purpose);
}

// Null without an exception: the object has no __bytes__.
Ref<Bytes> bytes_by_method(Thread& thread, Value source) {
    Ref<Value> method = TRY(find_special(thread, source, thread.interp.names().__bytes__));
    if (method.is_empty()) return {};
    Ref<Value> made = TRY(call(thread, method));
    if (as_bytes(made)) return take_as<Bytes>(std::move(made));
    return raise_type_error(thread, "__bytes__ returned non-bytes (type %.200s)", type_name(thread, made));
}

// Zeros, when the source can be a size. Null without an exception: it cannot.
Ref<Bytes> zeros(Thread& thread, Value source) {
    if (!is_int(source) && !thread.interp.type_of(source)->slots.index) return {};
    Result<int64_t> count = as_position(thread, source);
    if (count.ok()) {
        if (count.value() < 0) return raise_value_error(thread, "negative count");
        Ref<Bytes> bytes = TRY(allocate_bytes(thread, static_cast<size_t>(count.value())));
        memset(bytes->data(), 0, bytes->length);
        return bytes;
    }
    if (error_matches(thread, thread.types().index_error)) {
        clear_error(thread);
        return raise_overflow_error(thread, "cannot fit '%.200s' into an index-sized integer",
                                    type_name(thread, source));
    }
    if (error_matches(thread, thread.types().type_error)) clear_error(thread);
    return {};
}

}  // namespace

Ref<Bytes> bytes_of_object(Thread& thread, Value source) {
    if (is_exact<Bytes>(source)) return share(source.as<Bytes>());
    Ref<Bytes> made = bytes_by_method(thread, source);
    if (made || !thread.raised.is_empty()) return made;
    return bytes_from_content(thread, kForBytes, source);
}

Ref<Bytes> bytes_from(Thread& thread, const BytesPurpose& purpose, Value source, Value encoding,
                      Value errors) {
    const bool for_bytes = &purpose == &kForBytes;
    TRY(check_codec_arguments(thread, for_bytes ? "bytes" : "bytearray", encoding, errors));
    if (!encoding.is_empty() || !errors.is_empty()) {
        Str* text = source.is_empty() ? nullptr : as_str(source);
        if (!text)
            return raise_type_error(thread, "%s without a string argument",
                                    encoding.is_empty() ? "errors" : "encoding");
        if (encoding.is_empty()) return raise_type_error(thread, "string argument without an encoding");
        Ref<Value> encoded =
            TRY(encode_value(thread, text, encoding, errors, for_bytes ? "bytes" : "bytearray"));
        return take_as<Bytes>(std::move(encoded));
    }
    if (source.is_empty()) return make_bytes(thread, "");
    if (for_bytes) {
        if (is_exact<Bytes>(source)) return share(source.as<Bytes>());
        Ref<Bytes> made = bytes_by_method(thread, source);
        if (made || !thread.raised.is_empty()) return made;
    }
    if (as_str(source)) return raise_type_error(thread, "string argument without an encoding");
    Ref<Bytes> made = zeros(thread, source);
    if (made || !thread.raised.is_empty()) return made;
    return bytes_from_content(thread, purpose, source);
}

void add_bytes_repr(std::string& out, std::string_view content, bool escape_single) {
    bool twofold =
        content.find('\'') != std::string_view::npos && content.find('"') == std::string_view::npos;
    char quote = twofold ? '"' : '\'';
    out += 'b';
    out += quote;
    for (char c : content) {
        auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\' || (c == '\'' && escape_single)) {
            out += '\\';
            out += c;
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte >= 0x7f) {
            out += "\\x";
            out += "0123456789abcdef"[byte >> 4];
            out += "0123456789abcdef"[byte & 15];
        } else {
            out += c;
        }
    }
    out += quote;
}

Ref<Str> hex_text(Thread& thread, std::string_view content, Value separator, Value bytes_per_separator) {
    char mark = 0;
    const int64_t per = bytes_per_separator.is_empty() ? 1 : TRY(as_c_int(thread, bytes_per_separator));
    if (!separator.is_empty()) {
        Str* text = as_str(separator);
        Bytes* bytes = as_bytes(separator);
        int64_t size = text ? static_cast<int64_t>(text->length) : TRY(length(thread, separator));
        if (size != 1) return raise_value_error(thread, "sep must be length 1.");
        if (!text && !bytes) return raise_type_error(thread, "sep must be str or bytes.");
        char32_t c = text ? text->at(0) : bytes->data()[0];
        if (c >= 128) return raise_value_error(thread, "sep must be ASCII.");
        mark = static_cast<char>(c);
    }
    size_t n = content.size();
    size_t group = per == 0 || separator.is_empty() ? n : static_cast<size_t>(per < 0 ? -per : per);
    size_t marks = n && group ? (n - 1) / group : 0;
    size_t first = per > 0 && group ? n - marks * group : group;  // bytes before the first mark
    if (n > static_cast<size_t>(PTRDIFF_MAX) / 3) return raise_out_of_memory(thread);
    Ref<Str> result = TRY(allocate_str(thread, 2 * n + marks, 0x7f));
    char* out = result->data<char>();
    for (size_t i = 0; i < n; ++i) {
        if (i && i >= first && (i - first) % group == 0) *out++ = mark;
        auto byte = static_cast<unsigned char>(content[i]);
        *out++ = "0123456789abcdef"[byte >> 4];
        *out++ = "0123456789abcdef"[byte & 15];
    }
    return result;
}

// --- slots

Ref<Value> bytes_concat(Thread& thread, Value self, Value other) {
    std::string_view right;
    if (!as_buffer(other, &right))
        return raise_type_error(thread, "can't concat %.100s to %.100s", type_name(thread, other),
                                type_name(thread, self));
    std::string_view left = content_of(self);
    if (Bytes* bytes = as_bytes(self); bytes && right.empty()) return share(bytes);
    if (left.empty() && !is_bytearray(self) && is_exact<Bytes>(other)) return share(other);
    if (right.size() > static_cast<size_t>(PTRDIFF_MAX) - left.size()) return raise_out_of_memory(thread);
    Ref<Value> result = TRY(make_uninitialized_like(thread, self, left.size() + right.size()));
    auto* to = const_cast<char*>(content_of(result).data());
    if (!left.empty()) memcpy(to, left.data(), left.size());
    if (!right.empty()) memcpy(to + left.size(), right.data(), right.size());
    return result;
}

Ref<Value> make_uninitialized_like(Thread& thread, Value self, size_t length) {
    if (!is_bytearray(self))
        return length ? Ref<Value>(allocate_bytes(thread, length)) : make_bytes(thread, "");
    Ref<ByteArray> array = TRY(make_bytearray(thread, ""));
    TRY(bytearray_resize(thread, array.get(), length));
    return array;
}

Ref<Value> bytes_repeat(Thread& thread, Value self, int64_t count) {
    std::string_view content = content_of(self);
    if (count == 1) return unchanged(thread, self);
    if (count > 0 && !is_bytearray(self) && content.size() > static_cast<size_t>(PTRDIFF_MAX / count))
        return raise_overflow_error(thread, "repeated bytes are too long");
    size_t length = TRY(repeated_length(thread, content.size(), count));
    Ref<Value> result = TRY(make_uninitialized_like(thread, self, length));
    if (length == 0) return result;
    auto* to = const_cast<char*>(content_of(result).data());
    memcpy(to, content.data(), content.size());
    for (size_t done = content.size(); done < length; done *= 2)
        memcpy(to + done, to, std::min(done, length - done));
    return result;
}

Ref<Value> bytes_item(Thread& thread, Value self, Value key) {
    bool array = is_bytearray(self);
    if (is_exact<Slice>(key)) {
        SliceBounds bounds =
            TRY(slice_bounds(thread, key.as<Slice>(), static_cast<int64_t>(content_of(self).size())));
        auto size = static_cast<int64_t>(content_of(self).size());
        if (bounds.count <= 0) return make_like(thread, self, "");
        int64_t last = bounds.start + (bounds.count - 1) * bounds.step;
        if (std::max(bounds.start, last) >= size) return make_like(thread, self, "");
        auto begin = static_cast<size_t>(bounds.start);
        if (bounds.step == 1)
            return slice_like(thread, self, begin, begin + static_cast<size_t>(bounds.count));
        BytesBuilder builder(thread);
        std::string_view content = content_of(self);
        for (int64_t i = 0, at = bounds.start; i < bounds.count; ++i, at += bounds.step)
            builder.add(static_cast<uint8_t>(content[static_cast<size_t>(at)]));
        return finish_like(self, builder, thread);
    }
    if (!is_int(key) && !thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "%s indices must be integers or slices, not %.200s",
                                array ? "bytearray" : "byte", type_name(thread, key));
    int64_t i = key.is_small_int() ? key.as_small_int() : TRY(as_position(thread, key));
    std::string_view content = content_of(self);
    if (i < 0) i += static_cast<int64_t>(content.size());
    if (i < 0 || i >= static_cast<int64_t>(content.size()))
        return raise_index_error(thread, array ? "bytearray index out of range" : "index out of range");
    return Value::small_int(static_cast<unsigned char>(content[static_cast<size_t>(i)]));
}

Ref<Value> bytes_remainder(Thread& thread, Value left, Value right) {
    Bytes* format = as_bytes(left);
    if (!format) return Value::not_implemented();
    return percent_format_bytes(thread, format->view(), right);
}
Ref<Value> bytearray_remainder(Thread& thread, Value left, Value right) {
    auto* array = as_instance<ByteArray>(left);
    if (!array) return Value::not_implemented();
    std::string format(array->view());  // Python code may change the bytearray meanwhile
    Ref<Bytes> result = TRY(percent_format_bytes(thread, format, right));
    return make_bytearray(thread, result->view());
}

}  // namespace moult
