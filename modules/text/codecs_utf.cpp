// The functions of the module _codecs for UTF-8, UTF-16, UTF-32, Latin-1 and ASCII.
#include "modules/text/codecs.h"
#include "modules/text/codecs_functions.h"
#include "runtime/codecs/builtin_codecs.h"

namespace moult::codecs {

namespace {

// The name that a function has in messages, as a template argument.
template <size_t size>
struct Name {
    char text[size];
    constexpr Name(const char (&name)[size]) {  // NOLINT: stands for the text
        for (size_t i = 0; i < size; ++i) text[i] = name[i];
    }
};

// (str, errors=None)
template <Name name, auto encode, auto... order>
Ref<Value> encoder(Thread& thread, Args args) {
    Str* text = TRY(text_argument(thread, args[0], name.text));
    std::string errors;
    TRY(errors_argument(thread, args[1], name.text, &errors));
    return with_length(thread, encode(thread, text, errors, order...), text->length);
}

// (str, errors=None, byteorder=0)
template <Name name, auto encode>
Ref<Value> encoder_in_order(Thread& thread, Args args) {
    Str* text = TRY(text_argument(thread, args[0], name.text));
    std::string errors;
    TRY(errors_argument(thread, args[1], name.text, &errors));
    int order = TRY(as_c_int(thread, args[2]));
    return with_length(thread, encode(thread, text, errors, order), text->length);
}

// (data, errors=None), of bytes that are characters each.
template <Name name, auto decode>
Ref<Value> byte_decoder(Thread& thread, Args args) {
    Input input;
    TRY(input.take(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], name.text, &errors));
    return with_length(thread, decode(thread, input.bytes(), errors), input.size());
}

Ref<Str> decode_latin1_any(Thread& thread, std::string_view input, std::string_view) {
    return decode_latin1(thread, input);
}

// (data, errors=None, final=False)
template <Name name, auto decode>
Ref<Value> decoder(Thread& thread, Args args) {
    Input input;
    TRY(input.take(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], name.text, &errors));
    bool final = TRY(as_c_int(thread, args[2]));
    size_t consumed = input.size();
    Ref<Value> text = decode(thread, input.bytes(), errors, final ? nullptr : &consumed);
    return with_length(thread, std::move(text), consumed);
}

template <auto decode, int order>
Ref<Str> in_order(Thread& thread, std::string_view input, std::string_view errors, size_t* consumed) {
    int found = order;
    return decode(thread, input, errors, &found, consumed);
}

// (data, errors=None, byteorder=0, final=False), which tells the byte order too.
template <Name name, auto decode>
Ref<Value> decoder_ex(Thread& thread, Args args) {
    Input input;
    TRY(input.take(thread, args[0]));
    std::string errors;
    TRY(errors_argument(thread, args[1], name.text, &errors));
    int order = TRY(as_c_int(thread, args[2]));
    bool final = TRY(as_c_int(thread, args[3]));
    size_t consumed = input.size();
    Ref<Str> text = TRY(decode(thread, input.bytes(), errors, &order, final ? nullptr : &consumed));
    return make_tuple(
        thread, {text.value(), Value::small_int(static_cast<int64_t>(consumed)), Value::small_int(order)});
}

constexpr MethodDef kFunctions[] = {
    {"utf_8_encode(str, errors=None, /)", encoder<"utf_8_encode", encode_utf8>, nullptr},
    {"utf_8_decode(data, errors=None, final=False, /)", decoder<"utf_8_decode", decode_utf8>, nullptr},
    {"latin_1_encode(str, errors=None, /)", encoder<"latin_1_encode", encode_latin1>, nullptr},
    {"latin_1_decode(data, errors=None, /)", byte_decoder<"latin_1_decode", decode_latin1_any>, nullptr},
    {"ascii_encode(str, errors=None, /)", encoder<"ascii_encode", encode_ascii>, nullptr},
    {"ascii_decode(data, errors=None, /)", byte_decoder<"ascii_decode", decode_ascii>, nullptr},
    {"utf_16_encode(str, errors=None, byteorder=0, /)", encoder_in_order<"utf_16_encode", encode_utf16>,
     nullptr},
    {"utf_16_le_encode(str, errors=None, /)", encoder<"utf_16_le_encode", encode_utf16, -1>, nullptr},
    {"utf_16_be_encode(str, errors=None, /)", encoder<"utf_16_be_encode", encode_utf16, 1>, nullptr},
    {"utf_16_decode(data, errors=None, final=False, /)", decoder<"utf_16_decode", in_order<decode_utf16, 0>>,
     nullptr},
    {"utf_16_le_decode(data, errors=None, final=False, /)",
     decoder<"utf_16_le_decode", in_order<decode_utf16, -1>>, nullptr},
    {"utf_16_be_decode(data, errors=None, final=False, /)",
     decoder<"utf_16_be_decode", in_order<decode_utf16, 1>>, nullptr},
    {"utf_16_ex_decode(data, errors=None, byteorder=0, final=False,\n                 /)",
     decoder_ex<"utf_16_ex_decode", decode_utf16>, nullptr},
    {"utf_32_encode(str, errors=None, byteorder=0, /)", encoder_in_order<"utf_32_encode", encode_utf32>,
     nullptr},
    {"utf_32_le_encode(str, errors=None, /)", encoder<"utf_32_le_encode", encode_utf32, -1>, nullptr},
    {"utf_32_be_encode(str, errors=None, /)", encoder<"utf_32_be_encode", encode_utf32, 1>, nullptr},
    {"utf_32_decode(data, errors=None, final=False, /)", decoder<"utf_32_decode", in_order<decode_utf32, 0>>,
     nullptr},
    {"utf_32_le_decode(data, errors=None, final=False, /)",
     decoder<"utf_32_le_decode", in_order<decode_utf32, -1>>, nullptr},
    {"utf_32_be_decode(data, errors=None, final=False, /)",
     decoder<"utf_32_be_decode", in_order<decode_utf32, 1>>, nullptr},
    {"utf_32_ex_decode(data, errors=None, byteorder=0, final=False,\n                 /)",
     decoder_ex<"utf_32_ex_decode", decode_utf32>, nullptr},
};

}  // namespace

std::span<const MethodDef> utf_functions() {
    return kFunctions;
}

}  // namespace moult::codecs
