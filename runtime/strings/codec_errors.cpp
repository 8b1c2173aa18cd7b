// Error handlers for encoding and decoding.
#include "runtime/strings/codec_errors.h"

#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/unicode_error.h"
#include "runtime/strings/unicode_names.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

void put_ascii(const CodecContext& context, BytesBuilder& out, std::string_view text) {
    for (char c : text) put_unit(context, out, static_cast<unsigned char>(c));
}

Failure raise_unknown_handler(const CodecContext& context) {
    return raise(context.thread, context.thread.types().lookup_error, "unknown error handler name '%.400s'",
                 std::string(context.handler_name).c_str());
}

// A lone surrogate at `at` in the codec's own form: its code and length; length 0 when there is none.
struct LoneSurrogate {
    char32_t character;
    size_t length;
};
LoneSurrogate surrogate_at(const CodecContext& context, std::string_view input, size_t at) {
    auto* p = reinterpret_cast<const uint8_t*>(input.data()) + at;
    size_t left = input.size() - at;
    if (context.unit == 1) {
        if (std::string_view(context.encoding) != "utf-8" || left < 3) return {0, 0};
        Utf8Step step = utf8_step(p, p + 3, true);
        return {step.character, !step.error && is_surrogate(step.character) ? size_t{3} : 0};
    }
    auto unit = static_cast<size_t>(context.unit);
    if (left < unit) return {0, 0};
    char32_t c = 0;
    for (size_t i = 0; i < unit; ++i)
        c |= static_cast<char32_t>(p[context.big_endian ? unit - 1 - i : i]) << (8 * i);
    return {c, is_surrogate(c) ? unit : 0};
}

}  // namespace

ErrorHandler find_error_handler(std::string_view name) {
    static constexpr struct {
        std::string_view name;
        ErrorHandler handler;
    } kHandlers[] = {
        {"strict", ErrorHandler::kStrict},
        {"ignore", ErrorHandler::kIgnore},
        {"replace", ErrorHandler::kReplace},
        {"backslashreplace", ErrorHandler::kBackslashReplace},
        {"surrogateescape", ErrorHandler::kSurrogateEscape},
        {"surrogatepass", ErrorHandler::kSurrogatePass},
        {"xmlcharrefreplace", ErrorHandler::kXmlCharRefReplace},
        {"namereplace", ErrorHandler::kNameReplace},
    };
    for (const auto& row : kHandlers)
        if (row.name == name) return row.handler;
    return ErrorHandler::kUnknown;
}

void put_unit(const CodecContext& context, BytesBuilder& out, uint32_t unit) {
    for (int i = 0; i < context.unit; ++i) {
        int shift = 8 * (context.big_endian ? context.unit - 1 - i : i);
        out.add(static_cast<uint8_t>(unit >> shift));
    }
}

Status handle_encode_error(const CodecContext& context, Str* text, size_t begin, size_t end,
                           const char* reason, BytesBuilder& out) {
    char buffer[16];
    for (size_t i = begin; i < end; ++i) {
        char32_t c = text->at(i);
        auto code = static_cast<unsigned>(c);
        switch (context.handler) {
            case ErrorHandler::kIgnore: break;
            case ErrorHandler::kReplace: put_unit(context, out, '?'); break;
            case ErrorHandler::kNameReplace:
                if (std::string name = unicode::name_of(c); !name.empty()) {
                    put_ascii(context, out, "\\N{" + name + "}");
                    break;
                }
                [[fallthrough]];
            case ErrorHandler::kBackslashReplace:
                snprintf(buffer, sizeof buffer,
                         c < 0x100     ? "\\x%02x"
                         : c < 0x10000 ? "\\u%04x"
                                       : "\\U%08x",
                         code);
                put_ascii(context, out, buffer);
                break;
            case ErrorHandler::kXmlCharRefReplace:
                snprintf(buffer, sizeof buffer, "&#%u;", code);
                put_ascii(context, out, buffer);
                break;
            case ErrorHandler::kSurrogateEscape:
                if (context.unit != 1 || c < 0xdc80 || c > 0xdcff)
                    return raise_encode_error(context.thread, context.encoding, text, i, end, reason);
                out.add(static_cast<uint8_t>(c & 0xff));
                break;
            case ErrorHandler::kSurrogatePass:
                if (!is_surrogate(c) || std::string_view(context.encoding).substr(0, 3) != "utf")
                    return raise_encode_error(context.thread, context.encoding, text, begin, end, reason);
                if (context.unit == 1) {
                    char* stop = utf8_put(buffer, c);
                    out.add(std::string_view(buffer, static_cast<size_t>(stop - buffer)));
                } else {
                    put_unit(context, out, c);
                }
                break;
            case ErrorHandler::kStrict:
                return raise_encode_error(context.thread, context.encoding, text, begin, end, reason);
            case ErrorHandler::kUnknown: return raise_unknown_handler(context);
        }
    }
    return {};
}

Result<size_t> handle_decode_error(const CodecContext& context, std::string_view input, size_t begin,
                                   size_t end, const char* reason, StrBuilder& out) {
    auto byte = [&](size_t i) { return static_cast<uint8_t>(input[i]); };
    switch (context.handler) {
        case ErrorHandler::kIgnore: return end;
        case ErrorHandler::kReplace: out.add(U'\ufffd'); return end;
        case ErrorHandler::kBackslashReplace:
            for (size_t i = begin; i < end; ++i) {
                out.add_ascii("\\x");
                out.add(static_cast<unsigned char>("0123456789abcdef"[byte(i) >> 4]));
                out.add(static_cast<unsigned char>("0123456789abcdef"[byte(i) & 15]));
            }
            return end;
        case ErrorHandler::kSurrogateEscape: {
            size_t i = begin;
            for (; i < end && i < begin + 4 && byte(i) >= 0x80; ++i) out.add(0xdc00u + byte(i));
            if (i > begin) return i;
            break;
        }
        case ErrorHandler::kSurrogatePass:
            if (LoneSurrogate lone = surrogate_at(context, input, begin); lone.length) {
                out.add(lone.character);
                return begin + lone.length;
            }
            break;
        case ErrorHandler::kXmlCharRefReplace:
        case ErrorHandler::kNameReplace:
            return raise_type_error(context.thread,
                                    "don't know how to handle UnicodeDecodeError in error callback");
        case ErrorHandler::kUnknown: return raise_unknown_handler(context);
        case ErrorHandler::kStrict: break;
    }
    return raise_decode_error(context.thread, context.encoding, input, begin, end, reason);
}

}  // namespace moult
