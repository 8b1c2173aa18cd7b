// ASCII and Latin-1.
#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

// What tells the two encodings apart: their characters lie below the limit.
struct Charset {
    const char* name;
    const char* reason;
    char32_t limit;
};
constexpr Charset kAscii = {"ascii", "ordinal not in range(128)", 0x80};
constexpr Charset kLatin1 = {"latin-1", "ordinal not in range(256)", 0x100};

bool holds(const Charset& charset, const Str* text) {
    return text->is_ascii() || (charset.limit == 0x100 && text->width() == 1);
}

Ref<Bytes> encode_in(Thread& thread, const Charset& charset, Str* text, std::string_view error_name) {
    if (holds(charset, text)) return make_bytes(thread, {text->data<char>(), text->length});
    EncodeErrors errors(thread, charset.name, text, error_name);
    BytesBuilder out(thread);
    out.reserve(text->length);
    for (size_t i = 0; i < text->length;) {
        if (text->at(i) < charset.limit) {
            out.add(static_cast<uint8_t>(text->at(i++)));
            continue;
        }
        size_t end = i + 1;
        while (end < text->length && text->at(end) >= charset.limit) ++end;
        if (errors.mode() == ErrorMode::kStrict) return errors.raise(i, end, charset.reason);
        i = TRY(errors.handle(i, end, charset.reason, charset.limit, out));
    }
    return out.finish();
}

}  // namespace

Ref<Bytes> encode_ascii(Thread& thread, Str* text, std::string_view errors) {
    return encode_in(thread, kAscii, text, errors);
}
Ref<Bytes> encode_latin1(Thread& thread, Str* text, std::string_view errors) {
    return encode_in(thread, kLatin1, text, errors);
}

Ref<Str> decode_latin1(Thread& thread, std::string_view input) {
    return make_str_latin1(thread, input);
}

Ref<Str> decode_ascii(Thread& thread, std::string_view input, std::string_view error_name) {
    if (is_ascii(input)) return make_str_latin1(thread, input);
    DecodeErrors errors(thread, kAscii.name, input, error_name);
    StrBuilder out(thread);
    for (size_t at = 0; at < input.size();) {
        size_t run = ascii_prefix(input.data() + at, input.size() - at);
        out.add_ascii(input.substr(at, run));
        at += run;
        if (at == input.size()) break;
        switch (errors.mode()) {
            case ErrorMode::kReplace: out.add(U'\ufffd'), ++at; break;
            case ErrorMode::kSurrogateEscape: out.add(0xdc00u + static_cast<uint8_t>(input[at++])); break;
            case ErrorMode::kIgnore: ++at; break;
            default: at = TRY(errors.handle(at, at + 1, kAscii.reason, out)); input = errors.input();
        }
    }
    return out.finish();
}

}  // namespace moult
