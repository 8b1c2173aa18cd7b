// Numbers and escape sequences.
#include "compiler/literals.h"

#include <algorithm>
#include <charconv>

#include "compiler/identifier.h"
#include "compiler/utf8.h"

namespace moult::compiler {

namespace {

constexpr size_t kMaxDecimalDigits = 4300;

bool is_decimal(char c) {
    return c >= '0' && c <= '9';
}
bool is_octal(char c) {
    return c >= '0' && c <= '7';
}
int hex_value(char c) {
    if (is_decimal(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Whether a decimal number out of the range of double is too large, not too small.
bool overflows(std::string_view digits) {
    size_t exponent_at = std::min(digits.find_first_of("eE"), digits.size());
    std::string_view mantissa = digits.substr(0, exponent_at);
    size_t point = std::min(mantissa.find('.'), mantissa.size());
    size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) return false;
    bool negative = exponent_at + 1 < digits.size() && digits[exponent_at + 1] == '-';
    if (exponent_at == digits.size()) return first < point;
    std::string_view exponent = digits.substr(exponent_at + 1);
    if (!exponent.empty() && !is_decimal(exponent[0])) exponent.remove_prefix(1);
    long magnitude = 0;
    for (char digit : exponent) magnitude = std::min(magnitude * 10 + (digit - '0'), 1'000'000'000'000L);
    long leading = first < point ? static_cast<long>(point - first) : -static_cast<long>(first - point);
    return leading + (negative ? -magnitude : magnitude) > 0;
}

double float_value(std::string_view digits) {
    double value = 0;
    auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem == std::errc::result_out_of_range) return overflows(digits) ? __builtin_inf() : 0.0;
    return value;
}

}  // namespace

bool number_value(std::string_view literal, Constant& value, NumberError& error) {
    std::string digits;
    digits.reserve(literal.size());
    for (char c : literal) {
        if (c != '_') digits += c;
    }
    char radix = digits.size() > 1 && digits[0] == '0' ? static_cast<char>(digits[1] | 0x20) : '\0';
    int base = radix == 'x' ? 16 : radix == 'o' ? 8 : radix == 'b' ? 2 : 10;
    if (base != 10) {
        value.value = mpz_class(digits.substr(2), base);
        return true;
    }
    if (digits.back() == 'j' || digits.back() == 'J') {
        digits.pop_back();
        value.value = std::complex<double>(0.0, float_value(digits));
        return true;
    }
    if (digits.find_first_of(".eE") != std::string::npos) {
        value.value = float_value(digits);
        return true;
    }
    // Only zeros may follow a zero, and of those there may be any number.
    if (digits.size() > kMaxDecimalDigits && digits[0] != '0') {
        error.message = "Exceeds the limit (" + std::to_string(kMaxDecimalDigits) +
                        " digits) for integer string conversion: value has " + std::to_string(digits.size()) +
                        " digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
                        "hexadecimal for huge integer "
                        "literals to avoid decimal conversion limits.";
        return false;
    }
    value.value = mpz_class(digits, 10);
    return true;
}

namespace {

// Decodes one str body. Positions in messages are those of the text with each non-ASCII character spelled as
// a ten-byte escape, because that is how CPython decodes it.
class TextDecoder {
  public:
    TextDecoder(std::string_view body, const ParseOptions& options, std::string& out,
                EscapeFindings& findings)
        : body_(body), options_(options), out_(out), findings_(findings) {}

    bool decode() {
        if (auto fault = find_utf8_fault(body_)) return fail_undecodable(*fault);
        while (index_ < body_.size()) {
            size_t backslash = std::min(body_.find('\\', index_), body_.size());
            out_.append(body_, index_, backslash - index_);
            index_ = backslash;
            if (index_ < body_.size() && !decode_escape()) return false;
        }
        return true;
    }

  private:
    // Faults are told by their position in their run of characters that are not ASCII.
    bool fail_undecodable(const Utf8Fault& fault) {
        auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
        auto at = body_.begin() + static_cast<long>(fault.start);
        auto start = std::find_if(std::make_reverse_iterator(at), body_.rend(), is_ascii).base();
        std::string_view run(start, std::find_if(start, body_.end(), is_ascii));
        findings_.error = "(unicode error) " + describe_fault(run, *find_utf8_fault(run));
        return false;
    }

    bool decode_escape() {
        size_t start = index_++;
        char c = index_ < body_.size() ? body_[index_] : '\0';
        if (c == '\0' || static_cast<unsigned char>(c) >= 128) {
            out_ += '\\';
            return true;
        }
        ++index_;
        switch (c) {
            case '\n': return true;
            case '\\':
            case '\'':
            case '"': out_ += c; return true;
            case 'a': out_ += '\a'; return true;
            case 'b': out_ += '\b'; return true;
            case 'f': out_ += '\f'; return true;
            case 'n': out_ += '\n'; return true;
            case 'r': out_ += '\r'; return true;
            case 't': out_ += '\t'; return true;
            case 'v': out_ += '\v'; return true;
            case 'x': return decode_hexadecimal(start, 2, "truncated \\xXX escape");
            case 'u': return decode_hexadecimal(start, 4, "truncated \\uXXXX escape");
            case 'U': return decode_hexadecimal(start, 8, "truncated \\UXXXXXXXX escape");
            case 'N': return decode_name(start);
            default: break;
        }
        if (is_octal(c)) {
            char32_t value = static_cast<char32_t>(c - '0');
            for (int more = 0; more < 2 && index_ < body_.size() && is_octal(body_[index_]); ++more) {
                value = value * 8 + static_cast<char32_t>(body_[index_++] - '0');
            }
            if (value > 0377 && !findings_.warning) {
                findings_.warning = "invalid octal escape sequence '" + std::string(body_, start, 4) + "'";
            }
            append_utf8(out_, value);
            return true;
        }
        if (!findings_.warning) findings_.warning = std::string("invalid escape sequence '\\") + c + "'";
        out_ += '\\';
        out_ += c;
        return true;
    }

    bool decode_hexadecimal(size_t start, int digits, const char* truncated) {
        char32_t value = 0;
        for (int count = 0; count < digits; ++count, ++index_) {
            int digit = index_ < body_.size() ? hex_value(body_[index_]) : -1;
            if (digit < 0) return fail(start, truncated);
            value = value << 4 | static_cast<char32_t>(digit);
        }
        if (value > 0x10FFFF) return fail(start, "illegal Unicode character");
        append_utf8(out_, value);
        return true;
    }

    bool decode_name(size_t start) {
        if (index_ >= body_.size() || body_[index_] != '{')
            return fail(start, "malformed \\N character escape");
        size_t end = std::min(body_.find('}', index_), body_.size());
        bool empty = end == index_ + 1;
        std::string_view name(body_.data() + index_ + 1, end - std::min(end, index_ + 1));
        index_ = end;
        if (end == body_.size() || empty) return fail(start, "malformed \\N character escape");
        ++index_;
        if (options_.name_lookup == nullptr ||
            !options_.name_lookup(options_.name_lookup_context, name, out_)) {
            return fail(start, "unknown Unicode character name");
        }
        return true;
    }

    bool fail(size_t start, const char* reason) {
        size_t first = position_of(start);
        size_t last = position_of(index_) - 1;
        findings_.error = "(unicode error) 'unicodeescape' codec can't decode bytes in position " +
                          std::to_string(first) + "-" + std::to_string(last) + ": " + reason;
        return false;
    }

    size_t position_of(size_t index) const {
        size_t position = 0;
        for (size_t at = 0; at < index; ++at) {
            auto byte = static_cast<unsigned char>(body_[at]);
            if (byte < 0x80) {
                ++position;
            } else if (byte >= 0xC0) {
                position += 10;
                if (at > 0 && body_[at - 1] == '\\') position += 5;
            }
        }
        return position;
    }

    std::string_view body_;
    const ParseOptions& options_;
    std::string& out_;
    EscapeFindings& findings_;
    size_t index_ = 0;
};

}  // namespace

bool decode_text_escapes(std::string_view body, const ParseOptions& options, std::string& out,
                         EscapeFindings& findings) {
    return TextDecoder(body, options, out, findings).decode();
}

bool decode_bytes_escapes(std::string_view body, std::string& out, EscapeFindings& findings) {
    for (size_t index = 0; index < body.size();) {
        char c = body[index++];
        if (c != '\\' || index >= body.size()) {
            out += c;
            continue;
        }
        size_t start = index - 1;
        c = body[index++];
        switch (c) {
            case '\n': continue;
            case '\\':
            case '\'':
            case '"': out += c; continue;
            case 'a': out += '\a'; continue;
            case 'b': out += '\b'; continue;
            case 'f': out += '\f'; continue;
            case 'n': out += '\n'; continue;
            case 'r': out += '\r'; continue;
            case 't': out += '\t'; continue;
            case 'v': out += '\v'; continue;
            case 'x': {
                int high = index < body.size() ? hex_value(body[index]) : -1;
                int low = index + 1 < body.size() ? hex_value(body[index + 1]) : -1;
                if (high < 0 || low < 0) {
                    findings.error = "(value error) invalid \\x escape at position " + std::to_string(start);
                    return false;
                }
                out += static_cast<char>(high << 4 | low);
                index += 2;
                continue;
            }
            default: break;
        }
        if (is_octal(c)) {
            int value = c - '0';
            for (int more = 0; more < 2 && index < body.size() && is_octal(body[index]); ++more) {
                value = value * 8 + (body[index++] - '0');
            }
            if (value > 0377 && !findings.warning) {
                findings.warning = "invalid octal escape sequence '" + std::string(body, start, 4) + "'";
            }
            out += static_cast<char>(value);
            continue;
        }
        if (!findings.warning) findings.warning = std::string("invalid escape sequence '\\") + c + "'";
        out += '\\';
        out += c;
    }
    return true;
}

}  // namespace moult::compiler
