// Case, classification, padding, translation, hexadecimal text and decoding of bytes and bytearrays.
#include <climits>

#include "runtime/bytes/bytes_common.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/unicode.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

bool is_upper(uint8_t c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(uint8_t c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}
uint8_t lower(uint8_t c) {
    return static_cast<uint8_t>(c + (is_upper(c) << 5));
}
uint8_t upper(uint8_t c) {
    return static_cast<uint8_t>(c - (is_lower(c) << 5));
}

// A result of the same length: map(byte, is it the first letter of a word, is it the first byte).
template <class Map>
Ref<Value> map_bytes(Thread& thread, Value self, Map map) {
    std::string_view content = content_of(self);
    Ref<Value> result = TRY(make_uninitialized_like(thread, self, content.size()));
    auto* to = reinterpret_cast<uint8_t*>(const_cast<char*>(content_of(result).data()));
    bool inside = false;
    for (size_t i = 0; i < content.size(); ++i) {
        auto c = static_cast<uint8_t>(content[i]);
        to[i] = map(c, inside, i);
        inside = is_upper(c) || is_lower(c);
    }
    return result;
}

template <class Test>
Ref<Value> all_bytes(Value self, bool when_empty, Test test) {
    std::string_view content = content_of(self);
    if (content.empty()) return Value::boolean(when_empty);
    for (char c : content)
        if (!test(static_cast<uint8_t>(c))) return Value::boolean(false);
    return Value::boolean(true);
}

// Of bytes that no memory could hold; bytearrays run out of memory.
Status check_width(Thread& thread, Value self, size_t width) {
    if (width <= static_cast<size_t>(PTRDIFF_MAX) - 64 || is_bytearray(self)) return {};
    return raise_overflow_error(thread, "byte string is too large");
}

Ref<Value> padded(Thread& thread, Value self, size_t left, size_t right, char fill) {
    TRY(check_width(thread, self, left + right + content_of(self).size()));
    BytesBuilder builder(thread);
    builder.add_repeated(static_cast<uint8_t>(fill), left);
    builder.add(content_of(self));
    builder.add_repeated(static_cast<uint8_t>(fill), right);
    return finish_like(self, builder, thread);
}

Ref<Value> pad_method(Thread& thread, Args args, const char* name,
                      int left_share) {  // 0: none, 1: half, 2: all
    int64_t width = TRY(size_argument(thread, args[1]));
    char fill = ' ';
    if (!args[2].is_empty()) {
        std::string_view text;
        bool right_type = as_bytes(args[2]) || is_bytearray(args[2]);
        if (right_type) as_buffer(args[2], &text);
        if (text.size() != 1)
            return raise_type_error(thread, "%s() argument 2 must be a byte string of length 1, not %.50s",
                                    name, type_name(thread, args[2]));
        fill = text[0];
    }
    size_t length = content_of(args[0]).size();
    if (width <= static_cast<int64_t>(length)) return unchanged(thread, args[0]);
    size_t room = static_cast<size_t>(width) - length;
    size_t left = left_share == 0   ? 0
                  : left_share == 2 ? room
                                    : room / 2 + (room & static_cast<size_t>(width) & 1);
    return padded(thread, args[0], left, room - left, fill);
}

}  // namespace

Ref<Value> bytes_lower(Thread& thread, Args args) {
    return map_bytes(thread, args[0], [](uint8_t c, bool, size_t) { return lower(c); });
}
Ref<Value> bytes_upper(Thread& thread, Args args) {
    return map_bytes(thread, args[0], [](uint8_t c, bool, size_t) { return upper(c); });
}
Ref<Value> bytes_swapcase(Thread& thread, Args args) {
    return map_bytes(thread, args[0],
                     [](uint8_t c, bool, size_t) { return is_upper(c) ? lower(c) : upper(c); });
}
Ref<Value> bytes_title(Thread& thread, Args args) {
    return map_bytes(thread, args[0],
                     [](uint8_t c, bool inside, size_t) { return inside ? lower(c) : upper(c); });
}
Ref<Value> bytes_capitalize(Thread& thread, Args args) {
    return map_bytes(thread, args[0], [](uint8_t c, bool, size_t i) { return i ? lower(c) : upper(c); });
}

Ref<Value> bytes_isalnum(Thread&, Args args) {
    return all_bytes(args[0], false, [](uint8_t c) { return is_upper(c) || is_lower(c) || is_digit(c); });
}
Ref<Value> bytes_isalpha(Thread&, Args args) {
    return all_bytes(args[0], false, [](uint8_t c) { return is_upper(c) || is_lower(c); });
}
Ref<Value> bytes_isascii(Thread&, Args args) {
    return all_bytes(args[0], true, [](uint8_t c) { return c < 128; });
}
Ref<Value> bytes_isdigit(Thread&, Args args) {
    return all_bytes(args[0], false, is_digit);
}
Ref<Value> bytes_isspace(Thread&, Args args) {
    return all_bytes(args[0], false, is_byte_space);
}
Ref<Value> bytes_islower(Thread&, Args args) {
    bool found = false;
    for (char c : content_of(args[0])) {
        if (is_upper(static_cast<uint8_t>(c))) return Value::boolean(false);
        found = found || is_lower(static_cast<uint8_t>(c));
    }
    return Value::boolean(found);
}
Ref<Value> bytes_isupper(Thread&, Args args) {
    bool found = false;
    for (char c : content_of(args[0])) {
        if (is_lower(static_cast<uint8_t>(c))) return Value::boolean(false);
        found = found || is_upper(static_cast<uint8_t>(c));
    }
    return Value::boolean(found);
}
Ref<Value> bytes_istitle(Thread&, Args args) {
    bool inside = false, found = false;
    for (char character : content_of(args[0])) {
        auto c = static_cast<uint8_t>(character);
        if ((is_upper(c) && inside) || (is_lower(c) && !inside)) return Value::boolean(false);
        inside = is_upper(c) || is_lower(c);
        found = found || inside;
    }
    return Value::boolean(found);
}

Ref<Value> bytes_ljust(Thread& thread, Args args) {
    return pad_method(thread, args, "ljust", 0);
}
Ref<Value> bytes_center(Thread& thread, Args args) {
    return pad_method(thread, args, "center", 1);
}
Ref<Value> bytes_rjust(Thread& thread, Args args) {
    return pad_method(thread, args, "rjust", 2);
}

Ref<Value> bytes_zfill(Thread& thread, Args args) {
    int64_t width = TRY(size_argument(thread, args[1]));
    std::string_view content = content_of(args[0]);
    if (width <= static_cast<int64_t>(content.size())) return unchanged(thread, args[0]);
    TRY(check_width(thread, args[0], static_cast<size_t>(width)));
    size_t zeros = static_cast<size_t>(width) - content.size();
    bool sign = !content.empty() && (content[0] == '+' || content[0] == '-');
    BytesBuilder builder(thread);
    builder.add(content.substr(0, sign));
    builder.add_repeated('0', zeros);
    builder.add(content.substr(sign));
    return finish_like(args[0], builder, thread);
}

Ref<Value> bytes_expandtabs(Thread& thread, Args args) {
    int size = TRY(as_c_int(thread, args[1]));
    BytesBuilder builder(thread);
    size_t column = 0;
    for (char c : content_of(args[0])) {
        if (c == '\t') {
            if (size <= 0) continue;
            size_t spaces = static_cast<size_t>(size) - column % static_cast<size_t>(size);
            builder.add_repeated(' ', spaces);
            column += spaces;
            continue;
        }
        builder.add(static_cast<uint8_t>(c));
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return finish_like(args[0], builder, thread);
}

Ref<Value> bytes_translate(Thread& thread, Args args) {
    std::string_view table;
    if (!args[1].is_none()) {
        table = TRY(buffer_argument(thread, args[1]));
        if (table.size() != 256)
            return raise_value_error(thread, "translation table must be 256 characters long");
    }
    bool drop[256] = {};
    if (!args[2].is_empty())
        for (char c : TRY(buffer_argument(thread, args[2]))) drop[static_cast<unsigned char>(c)] = true;
    BytesBuilder builder(thread);
    std::string_view content = content_of(args[0]);
    bool changed = is_bytearray(args[0]);
    for (char c : content) {
        auto byte = static_cast<unsigned char>(c);
        if (drop[byte]) {
            changed = true;
            continue;
        }
        char mapped = table.empty() ? c : table[byte];
        changed = changed || mapped != c;
        builder.add(static_cast<uint8_t>(mapped));
    }
    if (!changed) return unchanged(thread, args[0]);
    return finish_like(args[0], builder, thread);
}

Ref<Value> bytes_maketrans(Thread& thread, Args args) {
    std::string_view from = TRY(buffer_argument(thread, args[0]));
    std::string_view to = TRY(buffer_argument(thread, args[1]));
    if (from.size() != to.size())
        return raise_value_error(thread, "maketrans arguments must have same length");
    Ref<Bytes> table = TRY(allocate_bytes(thread, 256));
    for (size_t i = 0; i < 256; ++i) table->data()[i] = static_cast<uint8_t>(i);
    for (size_t i = 0; i < from.size(); ++i)
        table->data()[static_cast<unsigned char>(from[i])] = static_cast<uint8_t>(to[i]);
    return table;
}

Ref<Value> bytes_hex(Thread& thread, Args args) {
    return hex_text(thread, content_of(args[0]), args[1], args[2]);
}

Ref<Value> bytes_fromhex(Thread& thread, Args args) {
    Str* text = as_str(args[1]);
    if (!text) return raise_bad_argument(thread, "fromhex", "argument", "str", args[1]);
    BytesBuilder builder(thread);
    for (size_t i = 0; i < text->length;) {
        if (text->at(i) < 128 && is_byte_space(static_cast<uint8_t>(text->at(i)))) {
            ++i;
            continue;
        }
        int high = unicode::hex_digit(text->at(i));
        int low = high >= 0 && i + 1 < text->length ? unicode::hex_digit(text->at(i + 1)) : -1;
        if (low < 0)
            return raise_value_error(thread, "non-hexadecimal number found in fromhex() arg at position %zu",
                                     high < 0 ? i : i + 1);
        builder.add(static_cast<uint8_t>(high << 4 | low));
        i += 2;
    }
    auto* cls = args[0].as<Type>();
    bool array = cls->base_kind == Kind::kByteArray;
    if (cls == thread.types().bytes) return builder.finish();
    if (builder.failed()) return raise_out_of_memory(thread);
    if (cls == thread.types().bytearray) return make_bytearray(thread, builder.view());
    Ref<Value> plain =
        array ? Ref<Value>(make_bytearray(thread, builder.view())) : Ref<Value>(builder.finish());
    if (plain.is_error()) return kError;
    return call(thread, args[0], {plain.get()});
}

Ref<Value> bytes_decode(Thread& thread, Args args) {
    if (!is_bytearray(args[0])) return decode_value(thread, content_of(args[0]), args[1], args[2], "decode");
    std::string copy(content_of(args[0]));  // raising an error may run Python code
    return decode_value(thread, copy, args[1], args[2], "decode");
}

}  // namespace moult
