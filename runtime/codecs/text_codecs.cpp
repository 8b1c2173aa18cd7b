// str.encode() and bytes.decode(): the encodings that need no registry, by a table of their names, and the way to the others.
#include <string>

#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/codec_registry.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

using Encoder = Ref<Bytes> (*)(Thread&, Str*, std::string_view errors);
using Decoder = Ref<Str> (*)(Thread&, std::string_view, std::string_view errors);

Ref<Str> decode_utf8_whole(Thread& thread, std::string_view input, std::string_view errors) {
    return decode_utf8(thread, input, errors);
}

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
Ref<Bytes> encode_utf8_marked(Thread& thread, Str* text, std::string_view errors) {
    Ref<Bytes> bytes = TRY(encode_utf8(thread, text, errors));
    BytesBuilder out(thread);
    out.add(kUtf8Mark);
    out.add(bytes->view());
    return out.finish();
}
Ref<Str> decode_utf8_marked(Thread& thread, std::string_view input, std::string_view errors) {
    return decode_utf8(thread, input.starts_with(kUtf8Mark) ? input.substr(kUtf8Mark.size()) : input, errors);
}

Ref<Str> decode_latin1_any(Thread& thread, std::string_view input, std::string_view) {
    return decode_latin1(thread, input);
}

template <int order>
Ref<Bytes> encode_16(Thread& thread, Str* text, std::string_view errors) {
    return encode_utf16(thread, text, errors, order);
}
template <int order>
Ref<Bytes> encode_32(Thread& thread, Str* text, std::string_view errors) {
    return encode_utf32(thread, text, errors, order);
}
template <int order>
Ref<Str> decode_16(Thread& thread, std::string_view input, std::string_view errors) {
    int found = order;
    return decode_utf16(thread, input, errors, &found);
}
template <int order>
Ref<Str> decode_32(Thread& thread, std::string_view input, std::string_view errors) {
    int found = order;
    return decode_utf32(thread, input, errors, &found);
}

struct Codec {
    Encoder encode;
    Decoder decode;
    // Normalized, each between spaces. Under `names` the registry is never asked; the `aliases` are
    // among those that the library's codecs have, which are these same functions.
    std::string_view names, aliases;
};

constexpr Codec kCodecs[] = {
    {encode_utf8, decode_utf8_whole, " utf_8 utf8 ", " u8 utf utf8_ucs2 utf8_ucs4 cp65001 "},
    {encode_latin1, decode_latin1_any, " latin_1 latin1 iso_8859_1 iso8859_1 ",
     " latin l1 iso8859 8859 cp819 csisolatin1 ibm819 iso_8859_1_1987 iso_ir_100 "},
    {encode_ascii, decode_ascii, " ascii us_ascii ",
     " 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 "
     "iso_ir_6 us "},
    {encode_utf8_marked, decode_utf8_marked, "", " utf_8_sig "},
    {encode_16<0>, decode_16<0>, " utf_16 utf16 ", " u16 "},
    {encode_16<-1>, decode_16<-1>, "", " utf_16_le utf_16le unicodelittleunmarked "},
    {encode_16<1>, decode_16<1>, "", " utf_16_be utf_16be unicodebigunmarked "},
    {encode_32<0>, decode_32<0>, " utf_32 utf32 ", " u32 "},
    {encode_32<-1>, decode_32<-1>, "", " utf_32_le utf_32le "},
    {encode_32<1>, decode_32<1>, "", " utf_32_be utf_32be "},
};

// Whether the handler raises nothing but UnicodeErrors, whatever it is asked. What else is raised in a codec of the library gets a
// message that names the codec.
bool is_usual(std::string_view errors, bool decoding) {
    ErrorMode mode = error_mode_of(errors);
    return mode != ErrorMode::kOther && !(decoding && mode == ErrorMode::kXmlCharRefReplace);
}

// The codec with which the registry need not be asked; null: it must be. An alias will do if the handler is usual.
const Codec* direct_codec(std::string_view encoding, bool usual) {
    if (encoding == "utf-8") return &kCodecs[0];
    const std::string wanted = ' ' + normalized_encoding(encoding) + ' ';
    for (const Codec& codec : kCodecs)
        if (codec.names.find(wanted) != std::string_view::npos ||
            (usual && codec.aliases.find(wanted) != std::string_view::npos))
            return &codec;
    return nullptr;
}

// As messages show the name of an encoding.
std::string shown(std::string_view encoding) {
    return std::string(encoding.substr(0, 400));
}

// What codecs of the registry return must be text, or bytes.
Ref<Bytes> check_encoded(Thread& thread, Ref<Value> encoded, std::string_view encoding) {
    if (as_bytes(encoded)) return share(as_bytes(encoded));
    if (auto* array = as_instance<ByteArray>(encoded)) {
        TRY(warn(
            thread, thread.types().runtime_warning,
            "encoder " + std::string(encoding) +
                " returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types"));
        return make_bytes(thread, array->view());
    }
    return raise_type_error(
        thread,
        "'%s' encoder returned '%.400s' instead of 'bytes'; use codecs.encode() to encode to "
        "arbitrary types",
        shown(encoding).c_str(), type_name(thread, encoded));
}

Ref<Bytes> encode_registered(Thread& thread, Str* text, std::string_view encoding, Value errors) {
    Ref<Value> encoded = TRY(encode_by_text_codec(thread, Value(text), encoding, errors));
    return check_encoded(thread, std::move(encoded), encoding);
}

Ref<Str> decode_registered(Thread& thread, std::string_view input, std::string_view encoding, Value errors) {
    Ref<Bytes> bytes = TRY(make_bytes(thread, input));
    Ref<Value> view = TRY(call(thread, Value(thread.types().memoryview), {bytes.value()}));
    Ref<Value> decoded = TRY(decode_by_text_codec(thread, view, encoding, errors));
    if (Str* text = as_str(decoded)) return share(text);
    return raise_type_error(
        thread,
        "'%s' decoder returned '%.400s' instead of 'str'; use codecs.decode() to decode to "
        "arbitrary types",
        shown(encoding).c_str(), type_name(thread, decoded));
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
    return utf8_name(thread, text, out);
}

}  // namespace

Status utf8_name(Thread& thread, Str* text, std::string* out) {
    Ref<Bytes> utf8 = TRY(encode_utf8(thread, text, "strict"));
    *out = utf8->view();
    if (out->find('\0') != std::string::npos) return raise_value_error(thread, "embedded null character");
    return {};
}

Ref<Bytes> encode_text(Thread& thread, Str* text, std::string_view encoding, std::string_view errors) {
    if (const Codec* codec = direct_codec(encoding, is_usual(errors, false)))
        return codec->encode(thread, text, errors);
    Ref<Str> handler = TRY(make_str(thread, errors));
    return encode_registered(thread, text, encoding, handler.value());
}

Ref<Str> decode_text(Thread& thread, std::string_view input, std::string_view encoding,
                     std::string_view errors) {
    if (const Codec* codec = direct_codec(encoding, is_usual(errors, true)))
        return codec->decode(thread, input, errors);
    Ref<Str> handler = TRY(make_str(thread, errors));
    return decode_registered(thread, input, encoding, handler.value());
}

Ref<Value> encode_value(Thread& thread, Str* text, Value encoding, Value errors, const char* function) {
    std::string encoding_name, error_name;
    TRY(name_argument(thread, encoding, function, "encoding", "utf-8", &encoding_name));
    TRY(name_argument(thread, errors, function, "errors", "strict", &error_name));
    if (const Codec* codec = direct_codec(encoding_name, is_usual(error_name, false)))
        return codec->encode(thread, text, error_name);
    return encode_registered(thread, text, encoding_name, errors);
}

Ref<Value> decode_value(Thread& thread, std::string_view input, Value encoding, Value errors,
                        const char* function) {
    std::string encoding_name, error_name;
    TRY(name_argument(thread, encoding, function, "encoding", "utf-8", &encoding_name));
    TRY(name_argument(thread, errors, function, "errors", "strict", &error_name));
    if (input.empty()) return share(Value(thread.interp.empty_str));
    if (const Codec* codec = direct_codec(encoding_name, is_usual(error_name, true)))
        return codec->decode(thread, input, error_name);
    return decode_registered(thread, input, encoding_name, errors);
}

}  // namespace moult
