// The built-in text encodings: UTF-8, UTF-16, UTF-32, Latin-1 and ASCII, and the table of their names.
#include "runtime/strings/codecs.h"

#include <string>

#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/codec_errors.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

using Encoder = Ref<Bytes> (*)(CodecContext&, Str*);
using Decoder = Ref<Str> (*)(CodecContext&, std::string_view);

const uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const uint8_t*>(text.data());
}

// --- UTF-8

Status encode_utf8_into(const CodecContext& context, Str* text, BytesBuilder& out) {
    if (text->is_ascii()) {
        out.add(text->ascii_view());
        return {};
    }
    for (size_t i = 0; i < text->length;) {
        char32_t c = text->at(i);
        if (!is_surrogate(c)) {
            char buffer[4];
            out.add(std::string_view(buffer, static_cast<size_t>(utf8_put(buffer, c) - buffer)));
            ++i;
            continue;
        }
        size_t begin = i;
        while (i < text->length && is_surrogate(text->at(i))) ++i;
        TRY(handle_encode_error(context, text, begin, i, "surrogates not allowed", out));
    }
    return {};
}

Ref<Bytes> encode_utf8(CodecContext& context, Str* text) {
    if (text->is_ascii()) return make_bytes(context.thread, text->ascii_view());
    BytesBuilder out(context.thread);
    TRY(encode_utf8_into(context, text, out));
    return out.finish();
}

Ref<Str> decode_utf8(CodecContext& context, std::string_view input) {
    size_t at = ascii_prefix(input.data(), input.size());
    if (at == input.size()) return make_str_latin1(context.thread, input);
    StrBuilder out(context.thread);
    out.add_ascii(input.substr(0, at));
    while (at < input.size()) {
        Utf8Step step = utf8_step(bytes_of(input) + at, bytes_of(input) + input.size());
        if (step.error) {
            at = TRY(handle_decode_error(context, input, at, at + step.length, step.error, out));
            continue;
        }
        out.add(step.character);
        at += step.length;
        size_t run = ascii_prefix(input.data() + at, input.size() - at);
        out.add_ascii(input.substr(at, run));
        at += run;
    }
    return out.finish();
}

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

Ref<Bytes> encode_utf8_marked(CodecContext& context, Str* text) {
    BytesBuilder out(context.thread);
    out.add(kUtf8Mark);
    TRY(encode_utf8_into(context, text, out));
    return out.finish();
}

Ref<Str> decode_utf8_marked(CodecContext& context, std::string_view input) {
    return decode_utf8(context, input.starts_with(kUtf8Mark) ? input.substr(3) : input);
}

// --- ASCII and Latin-1

Ref<Bytes> encode_bytewise(CodecContext& context, Str* text, char32_t limit, const char* reason) {
    if (text->is_ascii() || (limit == 0x100 && text->width() == 1))
        return make_bytes(context.thread, {text->data<char>(), text->length});
    BytesBuilder out(context.thread);
    out.reserve(text->length);
    for (size_t i = 0; i < text->length;) {
        if (text->at(i) < limit) {
            out.add(static_cast<uint8_t>(text->at(i++)));
            continue;
        }
        size_t begin = i;
        while (i < text->length && text->at(i) >= limit) ++i;
        TRY(handle_encode_error(context, text, begin, i, reason, out));
    }
    return out.finish();
}

Ref<Bytes> encode_ascii(CodecContext& context, Str* text) {
    return encode_bytewise(context, text, 0x80, "ordinal not in range(128)");
}
Ref<Bytes> encode_latin1(CodecContext& context, Str* text) {
    return encode_bytewise(context, text, 0x100, "ordinal not in range(256)");
}

Ref<Str> decode_ascii(CodecContext& context, std::string_view input) {
    if (is_ascii(input)) return make_str_latin1(context.thread, input);
    StrBuilder out(context.thread);
    for (size_t at = 0; at < input.size();) {
        size_t run = ascii_prefix(input.data() + at, input.size() - at);
        out.add_ascii(input.substr(at, run));
        at += run;
        if (at < input.size())
            at = TRY(handle_decode_error(context, input, at, at + 1, "ordinal not in range(128)", out));
    }
    return out.finish();
}

Ref<Str> decode_latin1(CodecContext& context, std::string_view input) {
    return make_str_latin1(context.thread, input);
}

// --- UTF-16 and UTF-32. The byte order is in the context; "utf-16" and "utf-32" write and read a mark.

Ref<Bytes> encode_wide(CodecContext& context, Str* text, bool mark) {
    BytesBuilder out(context.thread);
    out.reserve((text->length + 1) * static_cast<size_t>(context.unit));
    if (mark) put_unit(context, out, 0xfeff);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (is_surrogate(c)) {
            TRY(handle_encode_error(context, text, i, i + 1, "surrogates not allowed", out));
        } else if (context.unit == 2 && c >= 0x10000) {
            put_unit(context, out, 0xd7c0 + (c >> 10));
            put_unit(context, out, 0xdc00 | (c & 0x3ff));
        } else {
            put_unit(context, out, c);
        }
    }
    return out.finish();
}

char32_t unit_at(const CodecContext& context, std::string_view input, size_t at) {
    auto* p = bytes_of(input) + at;
    char32_t unit = 0;
    for (int i = 0; i < context.unit; ++i)
        unit |= static_cast<char32_t>(p[context.big_endian ? context.unit - 1 - i : i]) << (8 * i);
    return unit;
}

Ref<Str> decode_utf16(CodecContext& context, std::string_view input, size_t at) {
    StrBuilder out(context.thread);
    size_t size = input.size();
    while (at < size) {
        size_t left = size - at;
        if (left < 2) {
            at = TRY(handle_decode_error(context, input, at, size, "truncated data", out));
            continue;
        }
        char32_t c = unit_at(context, input, at);
        if (!is_surrogate(c)) {
            out.add(c);
            at += 2;
        } else if (c >= 0xdc00) {
            at = TRY(handle_decode_error(context, input, at, at + 2, "illegal encoding", out));
        } else if (left < 4) {
            at = TRY(handle_decode_error(context, input, at, size, "unexpected end of data", out));
        } else if (char32_t low = unit_at(context, input, at + 2); low - 0xdc00 < 0x400) {
            out.add(0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
            at += 4;
        } else {
            at = TRY(handle_decode_error(context, input, at, at + 2, "illegal UTF-16 surrogate", out));
        }
    }
    return out.finish();
}

Ref<Str> decode_utf32(CodecContext& context, std::string_view input, size_t at) {
    StrBuilder out(context.thread);
    while (at < input.size()) {
        const char* reason = "truncated data";
        size_t end = input.size();
        if (input.size() - at >= 4) {
            char32_t c = unit_at(context, input, at);
            if (c < 0x110000 && !is_surrogate(c)) {
                out.add(c);
                at += 4;
                continue;
            }
            end = at + 4;
            reason = c < 0x110000 ? "code point in surrogate code point range(0xd800, 0xe000)"
                                  : "code point not in range(0x110000)";
        }
        at = TRY(handle_decode_error(context, input, at, end, reason, out));
    }
    return out.finish();
}

template <int unit, int order>  // order: -1 little, 1 big, 0 by mark
Ref<Bytes> encode_utf_wide(CodecContext& context, Str* text) {
    context.unit = unit;
    context.big_endian = order > 0;
    return encode_wide(context, text, order == 0);
}

template <int unit, int order>
Ref<Str> decode_utf_wide(CodecContext& context, std::string_view input) {
    context.unit = unit;
    context.big_endian = order > 0;
    size_t begin = 0;
    if (order == 0 && input.size() >= unit) {
        if (unit_at(context, input, 0) == 0xfeff) {
            begin = unit;
        } else if (context.big_endian = true; unit_at(context, input, 0) == 0xfeff) {
            begin = unit;
        } else {
            context.big_endian = false;
        }
    }
    if (order == 0)
        context.encoding = unit == 2 ? (context.big_endian ? "utf-16-be" : "utf-16-le")
                                     : (context.big_endian ? "utf-32-be" : "utf-32-le");
    return unit == 2 ? decode_utf16(context, input, begin) : decode_utf32(context, input, begin);
}

// --- the table

struct Codec {
    const char* name;  // as exceptions name it
    Encoder encode;
    Decoder decode;
    const char* aliases;  // normalized: lower case, '_' for every other separator; each between spaces
};

constexpr Codec kCodecs[] = {
    {"utf-8", encode_utf8, decode_utf8, " utf_8 utf8 u8 utf utf8_ucs2 utf8_ucs4 cp65001 "},
    {"latin-1", encode_latin1, decode_latin1,
     " latin_1 latin1 latin l1 iso_8859_1 iso8859_1 iso8859 8859 cp819 csisolatin1 ibm819 iso_8859_1_1987 "
     "iso_ir_100 "},
    {"ascii", encode_ascii, decode_ascii,
     " ascii us_ascii 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us "
     "iso_646.irv_1991 "
     "iso_ir_6 us "},
    {"utf-8", encode_utf8_marked, decode_utf8_marked, " utf_8_sig utf8_sig "},
    {"utf-16", encode_utf_wide<2, 0>, decode_utf_wide<2, 0>, " utf_16 utf16 u16 "},
    {"utf-16-le", encode_utf_wide<2, -1>, decode_utf_wide<2, -1>,
     " utf_16_le utf_16le utf16_le unicodelittleunmarked "},
    {"utf-16-be", encode_utf_wide<2, 1>, decode_utf_wide<2, 1>,
     " utf_16_be utf_16be utf16_be unicodebigunmarked "},
    {"utf-32", encode_utf_wide<4, 0>, decode_utf_wide<4, 0>, " utf_32 utf32 u32 "},
    {"utf-32-le", encode_utf_wide<4, -1>, decode_utf_wide<4, -1>, " utf_32_le utf_32le utf32_le "},
    {"utf-32-be", encode_utf_wide<4, 1>, decode_utf_wide<4, 1>, " utf_32_be utf_32be utf32_be "},
};

const Codec* find_codec(std::string_view encoding) {
    if (encoding == "utf-8") return &kCodecs[0];
    std::string wanted = " ";
    for (char c : encoding) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (word)
            wanted += c;
        else if (wanted.back() != '_')
            wanted += '_';
    }
    wanted += ' ';
    if (wanted.size() <= 2) return nullptr;
    for (const Codec& codec : kCodecs)
        if (std::string_view(codec.aliases).find(wanted) != std::string_view::npos) return &codec;
    return nullptr;
}

Failure raise_unknown_encoding(Thread& thread, std::string_view encoding) {
    return raise(thread, thread.types().lookup_error, "unknown encoding: %s", std::string(encoding).c_str());
}

// The text of an `encoding` or `errors` argument.
Status name_argument(Thread& thread, Value v, const char* function, const char* name, const char* otherwise,
                     std::string* out) {
    *out = otherwise;
    if (v.is_empty()) return {};
    Str* text = as_str(v);
    if (!text)
        return raise_type_error(thread, "%s() argument '%s' must be str, not %s", function, name,
                                v.is_none() ? "None" : type_name(thread, v));
    *out = to_utf8(text);
    if (out->find('\0') != std::string::npos) return raise_value_error(thread, "embedded null character");
    return {};
}

}  // namespace

Ref<Bytes> encode_text(Thread& thread, Str* text, std::string_view encoding, std::string_view errors) {
    const Codec* codec = find_codec(encoding);
    if (!codec) return raise_unknown_encoding(thread, encoding);
    CodecContext context{thread, codec->name, find_error_handler(errors), errors};
    return codec->encode(context, text);
}

Ref<Str> decode_text(Thread& thread, std::string_view input, std::string_view encoding,
                     std::string_view errors) {
    const Codec* codec = find_codec(encoding);
    if (!codec) return raise_unknown_encoding(thread, encoding);
    CodecContext context{thread, codec->name, find_error_handler(errors), errors};
    return codec->decode(context, input);
}

Ref<Value> encode_value(Thread& thread, Str* text, Value encoding, Value errors, const char* function) {
    std::string encoding_name, error_name;
    TRY(name_argument(thread, encoding, function, "encoding", "utf-8", &encoding_name));
    TRY(name_argument(thread, errors, function, "errors", "strict", &error_name));
    return encode_text(thread, text, encoding_name, error_name);
}

Ref<Value> decode_value(Thread& thread, std::string_view input, Value encoding, Value errors,
                        const char* function) {
    std::string encoding_name, error_name;
    TRY(name_argument(thread, encoding, function, "encoding", "utf-8", &encoding_name));
    TRY(name_argument(thread, errors, function, "errors", "strict", &error_name));
    return decode_text(thread, input, encoding_name, error_name);
}

}  // namespace moult
