// UTF-8.
#include "runtime/strings/utf8.h"

#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/strings/str_kind.h"

namespace moult {

namespace {

constexpr const char* kEncoding = "utf-8";
constexpr const char* kNoSurrogates = "surrogates not allowed";

void add_character(BytesBuilder& out, char32_t c) {
    char bytes[4];
    out.add(std::string_view(bytes, static_cast<size_t>(utf8_put(bytes, c) - bytes)));
}

}  // namespace

Ref<Bytes> encode_utf8(Thread& thread, Str* text, std::string_view error_name) {
    if (text->is_ascii()) return make_bytes(thread, text->ascii_view());
    EncodeErrors errors(thread, kEncoding, text, error_name);
    BytesBuilder out(thread);
    for (size_t i = 0; i < text->length;) {
        char32_t c = text->at(i);
        if (!is_surrogate(c) || errors.mode() == ErrorMode::kSurrogatePass) {
            add_character(out, c);
            ++i;
            continue;
        }
        size_t end = i + 1;
        while (end < text->length && is_surrogate(text->at(end))) ++end;
        i = TRY(errors.handle(i, end, kNoSurrogates, 0x80, out));
    }
    return out.finish();
}

namespace {

const uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const uint8_t*>(text.data());
}

// input[begin, end) is no UTF-8. Returns where to go on.
Result<size_t> decode_malformed(DecodeErrors& errors, size_t begin, size_t end, const char* reason,
                                StrBuilder& out) {
    switch (errors.mode()) {
        case ErrorMode::kIgnore: return end;
        case ErrorMode::kReplace: out.add(U'\ufffd'); return end;
        case ErrorMode::kSurrogateEscape:
            for (size_t i = begin; i < end; ++i) out.add(0xdc00u + bytes_of(errors.input())[i]);
            return end;
        default: return errors.handle(begin, end, reason, out);
    }
}

// Whether more bytes can make a character of these, which have ended too early or are the first two of a surrogate.
bool may_continue(std::string_view rest, const Utf8Step& step) {
    if (step.error == kUtf8Truncated) return true;
    return rest.size() == 2 && bytes_of(rest)[0] == 0xed && bytes_of(rest)[1] >= 0xa0 &&
           bytes_of(rest)[1] <= 0xbf;
}

}  // namespace

Ref<Str> decode_utf8(Thread& thread, std::string_view input, std::string_view error_name, size_t* consumed) {
    size_t at = ascii_prefix(input.data(), input.size());
    if (consumed) *consumed = input.size();
    if (at == input.size()) return make_str_latin1(thread, input);
    DecodeErrors errors(thread, kEncoding, input, error_name);
    StrBuilder out(thread);
    out.add_ascii(input.substr(0, at));
    while (at < input.size()) {
        Utf8Step step = utf8_step(bytes_of(input) + at, bytes_of(input) + input.size());
        if (step.error) {
            if (consumed && may_continue(input.substr(at), step)) break;
            at = TRY(decode_malformed(errors, at, at + step.length, step.error, out));
            input = errors.input();
            continue;
        }
        out.add(step.character);
        at += step.length;
        size_t run = ascii_prefix(input.data() + at, input.size() - at);
        out.add_ascii(input.substr(at, run));
        at += run;
    }
    if (consumed) *consumed = at;
    return out.finish();
}

}  // namespace moult
