// The functions of the module _codecs for escapes, UTF-7, tables of characters, and buffers as they are.
#include "modules/text/codecs.h"
#include "modules/text/codecs_functions.h"
#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/encoding_map.h"

namespace moult::codecs {

namespace {

// (str, errors=None), of what never fails.
Ref<Value> encode_any(Thread& thread, Args args, const char* function, Ref<Bytes> (*encode)(Thread&, Str*)) {
    Str* text = TRY(text_argument(thread, args[0], function));
    std::string errors;
    TRY(errors_argument(thread, args[1], function, &errors));
    return with_length(thread, encode(thread, text), text->length);
}
Ref<Value> utf_7_encode(Thread& thread, Args args) {
    return encode_any(thread, args, "utf_7_encode", encode_utf7);
}
Ref<Value> unicode_escape_encode(Thread& thread, Args args) {
    return encode_any(thread, args, "unicode_escape_encode", encode_unicode_escape);
}
Ref<Value> raw_unicode_escape_encode(Thread& thread, Args args) {
    return encode_any(thread, args, "raw_unicode_escape_encode", encode_raw_unicode_escape);
}

using Decoder = Ref<Str> (*)(Thread&, std::string_view, std::string_view errors, size_t* consumed);

// (input, errors=None, final=...), the input taken already.
Ref<Value> decode_taken(Thread& thread, const Input& input, Args args, const char* function, Decoder decode) {
    std::string errors;
    TRY(errors_argument(thread, args[1], function, &errors));
    bool final = TRY(as_c_int(thread, args[2]));
    size_t consumed = input.size();
    Ref<Value> text = decode(thread, input.bytes(), errors, final ? nullptr : &consumed);
    return with_length(thread, std::move(text), consumed);
}
Ref<Value> utf_7_decode(Thread& thread, Args args) {
    Input input;
    TRY(input.take(thread, args[0]));
    return decode_taken(thread, input, args, "utf_7_decode", decode_utf7);
}
Ref<Value> unicode_escape_decode(Thread& thread, Args args) {
    Input input;
    TRY(input.take_text(thread, args[0]));
    return decode_taken(thread, input, args, "unicode_escape_decode", decode_unicode_escape);
}
Ref<Value> raw_unicode_escape_decode(Thread& thread, Args args) {
    Input input;
    TRY(input.take_text(thread, args[0]));
    return decode_taken(thread, input, args, "raw_unicode_escape_decode", decode_raw_unicode_escape);
}

Ref<Value> escape_encode(Thread& thread, Args args) {
    Bytes* bytes = as_bytes(args[0]);
    if (!bytes) return raise_bad_argument(thread, "escape_encode", "argument 1", "bytes", args[0]);
    std::string errors;
    TRY(errors_argument(thread, args[1], "escape_encode", &errors));
    return with_length(thread, encode_escape(thread, bytes->view()), bytes->length);
}

Ref<Value> escape_decode(Thread& thread, Args args) {
    Input input;
    TRY(input.take_text(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], "escape_decode", &errors));
    return with_length(thread, decode_escape(thread, input.bytes(), errors), input.size());
}

Ref<Value> readbuffer_encode(Thread& thread, Args args) {
    Input input;
    TRY(input.take_text(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], "readbuffer_encode", &errors));
    return with_length(thread, make_bytes(thread, input.bytes()), input.size());
}

Ref<Value> charmap_encode(Thread& thread, Args args) {
    Str* text = TRY(text_argument(thread, args[0], "charmap_encode"));
    std::string errors;
    TRY(errors_argument(thread, args[1], "charmap_encode", &errors));
    return with_length(thread, encode_charmap(thread, text, args[2], errors), text->length);
}

Ref<Value> charmap_decode(Thread& thread, Args args) {
    Input input;
    TRY(input.take(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], "charmap_decode", &errors));
    return with_length(thread, decode_charmap(thread, input.bytes(), args[2], errors), input.size());
}

Ref<Value> charmap_build(Thread& thread, Args args) {
    Str* decoding = as_str(args[0]);
    if (!decoding) return raise_bad_argument(thread, "charmap_build", "argument", "str", args[0]);
    return build_encoding_map(thread, decoding);
}

constexpr MethodDef kFunctions[] = {
    {"escape_encode(data, errors=None, /)", escape_encode, nullptr},
    {"escape_decode(data, errors=None, /)", escape_decode, nullptr},
    {"utf_7_encode(str, errors=None, /)", utf_7_encode, nullptr},
    {"utf_7_decode(data, errors=None, final=False, /)", utf_7_decode, nullptr},
    {"unicode_escape_encode(str, errors=None, /)", unicode_escape_encode, nullptr},
    {"unicode_escape_decode(data, errors=None, final=True, /)", unicode_escape_decode, nullptr},
    {"raw_unicode_escape_encode(str, errors=None, /)", raw_unicode_escape_encode, nullptr},
    {"raw_unicode_escape_decode(data, errors=None, final=True, /)", raw_unicode_escape_decode, nullptr},
    {"charmap_encode(str, errors=None, mapping=None, /)", charmap_encode, nullptr},
    {"charmap_decode(data, errors=None, mapping=None, /)", charmap_decode, nullptr},
    {"charmap_build(map, /)", charmap_build, nullptr},
    {"readbuffer_encode(data, errors=None, /)", readbuffer_encode, nullptr},
};

}  // namespace

std::span<const MethodDef> escape_functions() {
    return kFunctions;
}

}  // namespace moult::codecs
