// Taking bytes and bytearrays apart and joining them.
#include <algorithm>

#include "runtime/bytes/bytes_common.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/text_algorithms.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

// Appends content[begin:end] as the receiver's type. Whole immutable receivers are shared.
struct PieceList {
    Thread& thread;
    Value self;
    List* list;
    bool operator()(size_t begin, size_t end) const {
        Ref<Value> piece = slice_like(thread, self, begin, end);
        return !piece.is_error() && list_append(thread, list, piece).ok();
    }
};

Ref<Value> split_method(Thread& thread, Args args, bool from_right) {
    size_t most = TRY(limit_argument(thread, args[2]));
    std::string_view separator;
    bool by_space = args[1].is_none();
    if (!by_space) {
        separator = TRY(buffer_argument(thread, args[1]));
        if (separator.empty()) return raise_value_error(thread, "empty separator");
    }
    Ref<List> list = TRY(make_list(thread));
    PieceList emit{thread, args[0], list.get()};
    std::string_view content = content_of(args[0]);
    const uint8_t *p = bytes_in(content), *s = bytes_in(separator);
    size_t n = content.size(), m = separator.size();
    bool ok = by_space ? (from_right ? text::rsplit_space(p, n, most, is_byte_space, emit)
                                     : text::split_space(p, n, most, is_byte_space, emit))
                       : (from_right ? text::rsplit_by(p, n, s, m, most, emit)
                                     : text::split_by(p, n, s, m, most, emit));
    if (!ok) return kError;
    if (from_right) std::reverse(list->items, list->items + list->length);
    return list;
}

Ref<Value> strip_method(Thread& thread, Args args, bool left, bool right) {
    bool drop[256] = {};
    if (args[1].is_none()) {
        for (int c = 0; c < 256; ++c) drop[c] = is_byte_space(static_cast<uint8_t>(c));
    } else {
        for (char c : TRY(buffer_argument(thread, args[1]))) drop[static_cast<unsigned char>(c)] = true;
    }
    std::string_view content = content_of(args[0]);
    text::Span span =
        text::strip(bytes_in(content), content.size(), left, right, [&](uint8_t c) { return drop[c]; });
    return slice_like(thread, args[0], span.begin, span.end);
}

Ref<Value> partition_method(Thread& thread, Args args, bool last) {
    Value self = args[0];
    std::string_view separator = TRY(buffer_argument(thread, args[1]));
    if (separator.empty()) return raise_value_error(thread, "empty separator");
    std::string_view content = content_of(self);
    const uint8_t *p = bytes_in(content), *s = bytes_in(separator);
    size_t at = last ? text::find_last(p, content.size(), s, separator.size())
                     : text::find(p, content.size(), s, separator.size());
    if (at == text::kNotFound) {
        Ref<Value> whole = is_bytearray(self) ? TRY(unchanged(thread, self)) : share(self);
        Ref<Value> empty = TRY(make_like(thread, self, ""));
        Ref<Value> other = TRY(make_like(thread, self, ""));
        if (last) return make_tuple(thread, {empty.get(), other.get(), whole.get()});
        return make_tuple(thread, {whole.get(), empty.get(), other.get()});
    }
    Ref<Value> head = TRY(slice_like(thread, self, 0, at));
    Ref<Value> middle = is_bytearray(self) ? TRY(make_like(thread, self, separator)) : share(args[1]);
    Ref<Value> tail = TRY(slice_like(thread, self, at + separator.size(), content.size()));
    return make_tuple(thread, {head.get(), middle.get(), tail.get()});
}

}  // namespace

Ref<Value> bytes_split(Thread& thread, Args args) {
    return split_method(thread, args, false);
}
Ref<Value> bytes_rsplit(Thread& thread, Args args) {
    return split_method(thread, args, true);
}
Ref<Value> bytes_strip(Thread& thread, Args args) {
    return strip_method(thread, args, true, true);
}
Ref<Value> bytes_lstrip(Thread& thread, Args args) {
    return strip_method(thread, args, true, false);
}
Ref<Value> bytes_rstrip(Thread& thread, Args args) {
    return strip_method(thread, args, false, true);
}
Ref<Value> bytes_partition(Thread& thread, Args args) {
    return partition_method(thread, args, false);
}
Ref<Value> bytes_rpartition(Thread& thread, Args args) {
    return partition_method(thread, args, true);
}

Ref<Value> bytes_splitlines(Thread& thread, Args args) {
    bool keep_ends = args[1].is_bool() ? args[1].as_bool() : TRY(as_c_int(thread, args[1])) != 0;
    Ref<List> list = TRY(make_list(thread));
    PieceList emit{thread, args[0], list.get()};
    std::string_view content = content_of(args[0]);
    auto line_break = [](uint8_t c) { return c == '\n' || c == '\r'; };
    if (!text::split_lines(bytes_in(content), content.size(), keep_ends, line_break, emit)) return kError;
    return list;
}

Ref<Value> bytes_join(Thread& thread, Args args) {
    Ref<Value> sequence = TRY(to_list_or_tuple(thread, args[1], "can only join an iterable"));
    auto items = is_exact<List>(sequence) ? sequence.as<List>()->span() : sequence.as<Tuple>()->span();
    if (items.size() == 1 && is_exact<Bytes>(items[0]) && !is_bytearray(args[0])) return share(items[0]);
    std::string_view separator = content_of(args[0]);
    size_t length = 0;
    for (size_t i = 0; i < items.size(); ++i) {
        std::string_view piece;
        if (!as_buffer(items[i], &piece))
            return raise_type_error(thread, "sequence item %zu: expected a bytes-like object, %.80s found", i,
                                    type_name(thread, items[i]));
        size_t more = piece.size() + (i ? separator.size() : 0);
        if (more > static_cast<size_t>(PTRDIFF_MAX) - length)
            return raise_overflow_error(thread, "join() result is too long");
        length += more;
    }
    Ref<Value> result = TRY(make_uninitialized_like(thread, args[0], length));
    auto* to = const_cast<char*>(content_of(result).data());
    auto put = [&to](std::string_view piece) {
        if (!piece.empty()) memcpy(to, piece.data(), piece.size());
        to += piece.size();
    };
    for (size_t i = 0; i < items.size(); ++i) {
        std::string_view piece;
        as_buffer(items[i], &piece);
        if (i) put(separator);
        put(piece);
    }
    return result;
}

}  // namespace moult
