// "escape": bytes as in Python's literals.
#include <string>

#include "runtime/codecs/builtin_codecs.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes_builder.h"
#include "runtime/strings/unicode.h"

namespace moult {

Status warn_of_escape(Thread& thread, std::string_view latin1) {
    if (latin1.empty()) return {};
    Ref<Str> shown = TRY(make_str_latin1(thread, latin1));
    return warn(thread, thread.types().deprecation_warning,
                (latin1.size() > 1 ? "invalid octal escape sequence '\\" : "invalid escape sequence '\\") +
                    to_utf8(shown.get()) + "'");
}

Ref<Bytes> encode_escape(Thread& thread, std::string_view input) {
    constexpr const char* kDigits = "0123456789abcdef";
    BytesBuilder out(thread);
    for (char c : input) {
        auto byte = static_cast<uint8_t>(c);
        switch (c) {
            case '\'': out.add("\\'"); break;
            case '\\': out.add("\\\\"); break;
            case '\t': out.add("\\t"); break;
            case '\n': out.add("\\n"); break;
            case '\r': out.add("\\r"); break;
            default:
                if (byte >= ' ' && byte < 0x7f) {
                    out.add(byte);
                    break;
                }
                out.add("\\x");
                out.add(static_cast<uint8_t>(kDigits[byte >> 4]));
                out.add(static_cast<uint8_t>(kDigits[byte & 15]));
        }
    }
    return out.finish();
}

namespace {

// Reads the digits behind "\x" at `at`, which goes behind them.
Status decode_hex(Thread& thread, std::string_view input, size_t* at, std::string_view errors,
                  BytesBuilder& out) {
    size_t digits = 0;
    int value = 0;
    for (; digits < 2 && *at + digits < input.size(); ++digits) {
        int digit = unicode::hex_digit(static_cast<uint8_t>(input[*at + digits]));
        if (digit < 0) break;
        value = value << 4 | digit;
    }
    size_t begin = *at - 2;
    *at += digits;
    if (digits == 2) {
        out.add(static_cast<uint8_t>(value));
        return {};
    }
    if (errors == "strict") return raise_value_error(thread, "invalid \\x escape at position %zu", begin);
    if (errors == "replace")
        out.add('?');
    else if (errors != "ignore")
        return raise_value_error(thread, "decoding error; unknown error handling code: %.400s",
                                 std::string(errors).c_str());
    return {};
}

// The byte that a backslash and this letter stand for; -1: none.
int simple_escape(char c) {
    switch (c) {
        case '\\':
        case '\'':
        case '"': return c;
        case 'b': return '\b';
        case 'f': return '\f';
        case 't': return '\t';
        case 'n': return '\n';
        case 'r': return '\r';
        case 'v': return '\v';
        case 'a': return '\a';
        default: return -1;
    }
}

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

}  // namespace

Ref<Bytes> decode_escape(Thread& thread, std::string_view input, std::string_view errors) {
    BytesBuilder out(thread);
    std::string_view dubious;
    for (size_t at = 0; at < input.size();) {
        char c = input[at++];
        if (c != '\\') {
            out.add(static_cast<uint8_t>(c));
            continue;
        }
        if (at == input.size()) return raise_value_error(thread, "Trailing \\ in string");
        c = input[at++];
        if (c == '\n') continue;
        if (int byte = simple_escape(c); byte >= 0) {
            out.add(static_cast<uint8_t>(byte));
        } else if (c == 'x') {
            TRY(decode_hex(thread, input, &at, errors, out));
        } else if (is_octal(c)) {
            int octal = c - '0';
            for (int digits = 1; digits < 3 && at < input.size() && is_octal(input[at]); ++digits)
                octal = octal << 3 | (input[at++] - '0');
            if (octal > 0xff && dubious.empty()) dubious = input.substr(at - 3, 3);
            out.add(static_cast<uint8_t>(octal));
        } else {
            if (dubious.empty()) dubious = input.substr(at - 1, 1);
            out.add('\\');
            --at;
        }
    }
    Ref<Bytes> bytes = TRY(out.finish());
    TRY(warn_of_escape(thread, dubious));
    return bytes;
}

}  // namespace moult
