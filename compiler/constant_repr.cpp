// repr() of constants: the text of numbers, strings and containers as Python writes them.
#include <utf8proc.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "compiler/constants.h"

namespace moult::compiler {

namespace {

// The shortest digits that read back as the same number, in Python's notation: exponents below -4 and from 16
// on.
std::string float_digits(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    std::array<char, 64> buffer;
    auto scientific =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
    std::string_view text(buffer.data(), static_cast<size_t>(scientific.ptr - buffer.data()));
    size_t mark = text.find('e');
    int exponent = 0;
    const char* digits = text.data() + mark + 1;
    if (*digits == '+') ++digits;
    std::from_chars(digits, text.data() + text.size(), exponent);
    if (exponent < -4 || exponent >= 16) {
        std::array<char, 16> tail;
        std::snprintf(tail.data(), tail.size(), "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
        return std::string(text.substr(0, mark)) + tail.data();
    }
    std::array<char, 64> fixed;
    auto end = std::to_chars(fixed.data(), fixed.data() + fixed.size(), number, std::chars_format::fixed);
    return std::string(fixed.data(), end.ptr);
}

std::string float_repr(double number) {
    std::string digits = float_digits(number);
    bool looks_like_integer = digits.find_first_not_of("-0123456789") == std::string::npos;
    return looks_like_integer ? digits + ".0" : digits;
}

std::string complex_repr(const std::complex<double>& number) {
    std::string imaginary = float_digits(number.imag()) + "j";
    if (number.real() == 0.0 && !std::signbit(number.real())) return imaginary;
    if (imaginary[0] != '-') imaginary.insert(0, "+");
    return "(" + float_digits(number.real()) + imaginary + ")";
}

bool is_printable(int32_t code_point) {
    switch (utf8proc_category(code_point)) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_ZS: return code_point == ' ';
        default: return true;
    }
}

// One character; lone surrogates, which are encoded like other characters of three bytes, included.
struct Character {
    int32_t code_point;
    size_t size;
};

Character decode(std::string_view text) {
    auto byte = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
    if (byte(0) < 0x80) return {byte(0), 1};
    size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (size > text.size()) return {byte(0), 1};
    int32_t code_point = byte(0) & (0xFF >> (size + 1));
    for (size_t index = 1; index < size; ++index) code_point = code_point << 6 | (byte(index) & 0x3F);
    return {code_point, size};
}

char choose_quote(std::string_view text) {
    bool has_single = text.find('\'') != std::string_view::npos;
    return has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
}

// Writes quotes, backslashes and the usual control characters; false for any other character.
bool append_simple_escape(std::string& out, int32_t code_point, char quote) {
    switch (code_point) {
        case '\n': out += "\\n"; return true;
        case '\r': out += "\\r"; return true;
        case '\t': out += "\\t"; return true;
        case '\\': out += "\\\\"; return true;
        default: break;
    }
    if (code_point != quote) return false;
    out += '\\';
    out += quote;
    return true;
}

void append_hex(std::string& out, const char* format, int32_t code_point) {
    std::array<char, 16> buffer;
    std::snprintf(buffer.data(), buffer.size(), format, static_cast<unsigned>(code_point));
    out += buffer.data();
}

std::string string_repr(std::string_view text) {
    char quote = choose_quote(text);
    std::string out(1, quote);
    while (!text.empty()) {
        Character character = decode(text);
        if (!append_simple_escape(out, character.code_point, quote)) {
            if (is_printable(character.code_point)) {
                out += text.substr(0, character.size);
            } else if (character.code_point < 0x100) {
                append_hex(out, "\\x%02x", character.code_point);
            } else if (character.code_point < 0x10000) {
                append_hex(out, "\\u%04x", character.code_point);
            } else {
                append_hex(out, "\\U%08x", character.code_point);
            }
        }
        text.remove_prefix(character.size);
    }
    return out + quote;
}

std::string bytes_repr(std::string_view bytes) {
    char quote = choose_quote(bytes);
    std::string out = std::string("b") + quote;
    for (char byte : bytes) {
        auto value = static_cast<unsigned char>(byte);
        if (append_simple_escape(out, value, quote)) continue;
        if (value >= 0x20 && value < 0x7F) {
            out += byte;
        } else {
            append_hex(out, "\\x%02x", value);
        }
    }
    return out + quote;
}

std::string join(const std::vector<Constant>& items) {
    std::string out;
    for (const Constant& item : items) {
        if (!out.empty()) out += ", ";
        out += constant_repr(item);
    }
    return out;
}

struct ReprVisitor {
    std::string operator()(const NoneConstant&) const { return "None"; }
    std::string operator()(const EllipsisConstant&) const { return "Ellipsis"; }
    std::string operator()(bool flag) const { return flag ? "True" : "False"; }
    std::string operator()(const mpz_class& number) const { return number.get_str(); }
    std::string operator()(double number) const { return float_repr(number); }
    std::string operator()(const std::complex<double>& number) const { return complex_repr(number); }
    std::string operator()(const std::string& text) const { return string_repr(text); }
    std::string operator()(const BytesConstant& bytes) const { return bytes_repr(bytes.bytes); }
    std::string operator()(const TupleConstant& tuple) const {
        return "(" + join(tuple.items) + (tuple.items.size() == 1 ? ",)" : ")");
    }
    std::string operator()(const FrozenSetConstant& set) const {
        return set.items.empty() ? "frozenset()" : "frozenset({" + join(set.items) + "})";
    }
    std::string operator()(const std::shared_ptr<const CodeUnit>& code) const {
        return "<code object " + code->name + ">";
    }
};

}  // namespace

std::string constant_repr(const Constant& constant) {
    return std::visit(ReprVisitor(), constant.value);
}

}  // namespace moult::compiler
