// UTF-16 and UTF-32, in either byte order. "utf-16" and "utf-32" write and read a mark in front.
#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

constexpr const char* kNoSurrogates = "surrogates not allowed";
constexpr char32_t kMark = 0xfeff;

// Units of 2 or 4 bytes.
struct UnitForm {
    size_t length;
    bool big_endian;

    void put(BytesBuilder& out, uint32_t unit) const {
        for (size_t i = 0; i < length; ++i) {
            size_t shift = 8 * (big_endian ? length - 1 - i : i);
            out.add(static_cast<uint8_t>(unit >> shift));
        }
    }
    char32_t get(std::string_view input, size_t at) const {
        char32_t unit = 0;
        for (size_t i = 0; i < length; ++i)
            unit |= static_cast<char32_t>(static_cast<uint8_t>(input[at + (big_endian ? length - 1 - i : i)]))
                    << (8 * i);
        return unit;
    }
    void put_character(BytesBuilder& out, char32_t c) const {
        if (length == 4 || c < 0x10000) return put(out, c);
        put(out, 0xd7c0 + (c >> 10));
        put(out, 0xdc00 | (c & 0x3ff));
    }
};

const char* name_of(size_t length, int order) {
    static constexpr const char* kNames[2][3] = {{"utf-16-le", "utf-16", "utf-16-be"},
                                                 {"utf-32-le", "utf-32", "utf-32-be"}};
    return kNames[length == 4][order < 0 ? 0 : order == 0 ? 1 : 2];
}

Ref<Bytes> encode_units(Thread& thread, Str* text, std::string_view error_name, size_t unit_length,
                        int order) {
    const UnitForm form{unit_length, order > 0};
    EncodeErrors errors(thread, name_of(unit_length, order), text, error_name);
    BytesBuilder out(thread);
    out.reserve((text->length + 1) * unit_length);
    if (order == 0) form.put(out, kMark);
    for (size_t i = 0; i < text->length;) {
        char32_t c = text->at(i);
        if (!is_surrogate(c)) {
            form.put_character(out, c);
            ++i;
            continue;
        }
        size_t next;
        Ref<Value> replacement = TRY(errors.ask(i, i + 1, kNoSurrogates, &next));
        if (Bytes* bytes = as_bytes(replacement)) {
            if (bytes->length % unit_length) return errors.raise(i, i + 1, kNoSurrogates);
            out.add(bytes->view());
        } else {
            const Str* other = as_str(replacement);
            if (!other->is_ascii()) return errors.raise(i, i + 1, kNoSurrogates);
            for (char c : other->ascii_view()) form.put(out, static_cast<uint8_t>(c));
        }
        i = next;
    }
    return out.finish();
}

// Sets the order, if it is open, by the mark at the beginning. Returns the mark's length.
size_t read_mark(std::string_view input, size_t unit_length, int* order) {
    if (*order != 0 || input.size() < unit_length) return 0;
    for (int tried : {-1, 1})
        if (UnitForm{unit_length, tried > 0}.get(input, 0) == kMark) {
            *order = tried;
            return unit_length;
        }
    return 0;
}

// What one step of a decoder finds: a character, or an error.
struct UnitStep {
    char32_t character;
    size_t length;              // to go on, or that the error covers
    const char* error;          // null, or the reason
    bool may_continue = false;  // the input ends within a character
};

UnitStep utf16_step(const UnitForm& form, std::string_view input, size_t at) {
    size_t left = input.size() - at;
    if (left < 2) return {0, left, "truncated data", true};
    char32_t c = form.get(input, at);
    if (!is_surrogate(c)) return {c, 2, nullptr};
    if (c >= 0xdc00) return {0, 2, "illegal encoding"};
    if (left < 4) return {0, left, "unexpected end of data", true};
    char32_t low = form.get(input, at + 2);
    if (low - 0xdc00 >= 0x400) return {0, 2, "illegal UTF-16 surrogate"};
    return {0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00), 4, nullptr};
}

UnitStep utf32_step(const UnitForm& form, std::string_view input, size_t at) {
    size_t left = input.size() - at;
    if (left < 4) return {0, left, "truncated data", true};
    char32_t c = form.get(input, at);
    if (is_surrogate(c)) return {0, 4, "code point in surrogate code point range(0xd800, 0xe000)"};
    if (c >= 0x110000) return {0, 4, "code point not in range(0x110000)"};
    return {c, 4, nullptr};
}

template <auto step_of>
Ref<Str> decode_units(Thread& thread, std::string_view input, std::string_view error_name, size_t unit_length,
                      int* order, size_t* consumed) {
    size_t at = read_mark(input, unit_length, order);
    const UnitForm form{unit_length, *order > 0};
    DecodeErrors errors(thread, name_of(unit_length, *order > 0 ? 1 : -1), input, error_name);
    StrBuilder out(thread);
    while (at < input.size()) {
        UnitStep step = step_of(form, input, at);
        if (!step.error) {
            out.add(step.character);
            at += step.length;
            continue;
        }
        if (consumed && step.may_continue) break;
        at = TRY(errors.handle(at, at + step.length, step.error, out));
        input = errors.input();
    }
    if (consumed) *consumed = at;
    return out.finish();
}

}  // namespace

Ref<Bytes> encode_utf16(Thread& thread, Str* text, std::string_view errors, int order) {
    return encode_units(thread, text, errors, 2, order);
}
Ref<Bytes> encode_utf32(Thread& thread, Str* text, std::string_view errors, int order) {
    return encode_units(thread, text, errors, 4, order);
}
Ref<Str> decode_utf16(Thread& thread, std::string_view input, std::string_view errors, int* order,
                      size_t* consumed) {
    return decode_units<utf16_step>(thread, input, errors, 2, order, consumed);
}
Ref<Str> decode_utf32(Thread& thread, std::string_view input, std::string_view errors, int* order,
                      size_t* consumed) {
    return decode_units<utf32_step>(thread, input, errors, 4, order, consumed);
}

}  // namespace moult
