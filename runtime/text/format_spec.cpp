// Parsing format specifications, and laying out numbers and text in a field.
#include "runtime/text/format_spec.h"

#include <climits>
#include <cmath>

#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/unicode.h"

namespace moult {

namespace {

bool is_align(char32_t c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
}

// Reads digits at `at`; -1 when there are none. Fails on more than fit.
Result<int64_t> read_number(Thread& thread, const Str* spec, size_t* at) {
    int64_t number = -1;
    for (; *at < spec->length; ++*at) {
        int digit = unicode::decimal_value(spec->at(*at));
        if (digit < 0) break;
        if (number < 0) number = 0;
        if (__builtin_mul_overflow(number, int64_t{10}, &number) ||
            __builtin_add_overflow(number, int64_t{digit}, &number))
            return raise_value_error(thread, "Too many decimal digits in format string");
    }
    return number;
}

// A character as CPython's messages show it.
std::string shown(char32_t c) {
    char buffer[16];
    snprintf(buffer, sizeof buffer, c > 32 && c < 128 ? "%c" : "\\x%x", static_cast<unsigned>(c));
    return buffer;
}

Status check_separator(Thread& thread, const FormatSpec& spec) {
    if (!spec.separator) return {};
    switch (spec.type) {
        case 'd':
        case 'e':
        case 'f':
        case 'g':
        case 'E':
        case 'G':
        case '%':
        case 'F':
        case 0: return {};
        case 'b':
        case 'o':
        case 'x':
        case 'X':
            if (spec.separator == '_') return {};
            [[fallthrough]];
        default:
            return raise_value_error(thread, "Cannot specify '%c' with '%s'.", spec.separator,
                                     shown(spec.type).c_str());
    }
}

Status parse(Thread& thread, const Str* text, char32_t default_type, char32_t default_align, Value original,
             FormatSpec* out) {
    FormatSpec& spec = *out;
    spec.type = default_type;
    spec.align = default_align;
    bool align_given = false, fill_given = false;
    size_t n = text->length, at = 0;
    auto peek = [&](size_t ahead = 0) { return at + ahead < n ? text->at(at + ahead) : char32_t{0}; };
    if (n >= 2 && is_align(peek(1))) {
        spec.fill = peek();
        spec.align = peek(1);
        align_given = fill_given = true;
        at = 2;
    } else if (n >= 1 && is_align(peek())) {
        spec.align = peek();
        align_given = true;
        at = 1;
    }
    if (at < n && (peek() == '+' || peek() == '-' || peek() == ' '))
        spec.sign = static_cast<char>(peek()), ++at;
    if (peek() == 'z') spec.no_negative_zero = true, ++at;
    if (peek() == '#') spec.alternate = true, ++at;
    if (!fill_given && peek() == '0') {
        spec.fill = '0';
        if (!align_given && default_align == '>') spec.align = '=';
        ++at;
    }
    spec.width = TRY(read_number(thread, text, &at));
    if (peek() == ',') spec.separator = ',', ++at;
    if (peek() == '_') {
        if (spec.separator) return raise_value_error(thread, "Cannot specify both ',' and '_'.");
        spec.separator = '_', ++at;
    }
    if (peek() == ',' && spec.separator == '_')
        return raise_value_error(thread, "Cannot specify both ',' and '_'.");
    if (peek() == '.') {
        ++at;
        spec.precision = TRY(read_number(thread, text, &at));
        if (spec.precision < 0) return raise_value_error(thread, "Format specifier missing precision");
    }
    if (n - at > 1)
        return raise_value_error(thread, "Invalid format specifier '%s' for object of type '%.200s'",
                                 to_utf8(text).c_str(), type_name(thread, original));
    if (n - at == 1) spec.type = text->at(at);
    return check_separator(thread, spec);
}

Failure raise_unknown_code(Thread& thread, char32_t code, Value original) {
    return raise_value_error(thread, "Unknown format code '%s' for object of type '%.200s'",
                             shown(code).c_str(), type_name(thread, original));
}

Result<int> checked_precision(Thread& thread, const FormatSpec& spec) {
    if (spec.precision > INT_MAX) return raise_value_error(thread, "precision too big");
    return static_cast<int>(spec.precision);
}

std::string_view sign_text(bool negative, char sign) {
    return negative ? "-" : sign == '+' ? "+" : sign == ' ' ? " " : "";
}

// Takes "-12.5e+30" apart.
struct SplitFloat {
    bool negative;
    std::string_view digits, rest;
};
SplitFloat split_float(std::string_view text) {
    bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    size_t n = 0;
    while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
    return {negative, text.substr(0, n), text.substr(n)};
}

bool is_zero_text(std::string_view text) {
    for (char c : text) {
        if (c == 'e' || c == 'E') return true;
        if (c != '0' && c != '.' && c != '-') return false;
    }
    return true;
}

// repr-like text without a type: `precision` < 0 is the shortest text, otherwise significant digits, with an
// exponent one digit earlier than %g has it, so that ".0" fits.
std::string plain_float(double d, int precision, bool alternate) {
    if (precision < 0 || !std::isfinite(d)) {
        std::string text = float_repr(d);
        if (alternate && std::isfinite(d) && text.find('.') == std::string::npos)
            text.insert(std::min(text.find('e'), text.size()), 1, '.');
        return text;
    }
    int digits = std::max(precision, 1);
    std::string scientific = format_double(d, 'e', digits - 1, alternate);
    size_t e = scientific.find('e');
    int exponent = atoi(scientific.c_str() + e + 1);
    if (exponent < -4 || exponent >= digits - 1) {
        if (alternate || scientific.find('.') == std::string::npos) return scientific;
        size_t end = e;
        while (scientific[end - 1] == '0') --end;
        if (scientific[end - 1] == '.') --end;
        return scientific.erase(end, e - end);
    }
    std::string text = format_double(d, 'g', digits, alternate);
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
}

size_t padding_left(char32_t align, size_t room) {
    return align == '>' ? room : align == '^' ? room / 2 : 0;
}

}  // namespace

void add_padded(StrBuilder& out, const FormatSpec& spec, const Str* text, size_t begin, size_t end) {
    size_t length = end - begin;
    size_t room = spec.width > static_cast<int64_t>(length) ? static_cast<size_t>(spec.width) - length : 0;
    size_t left = padding_left(spec.align, room);
    out.add_repeated(spec.fill, left);
    out.add_range(text, begin, end);
    out.add_repeated(spec.fill, room - left);
}

void add_number(StrBuilder& out, const FormatSpec& spec, const NumberText& number) {
    bool by_fours = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
    size_t group = spec.separator && !number.digits.empty() ? (by_fours ? 4 : 3) : SIZE_MAX;
    auto grouped = [group](size_t digits) { return digits ? digits + (digits - 1) / group : 0; };
    size_t around = number.sign.size() + number.prefix.size() + number.rest.size();
    size_t digits = number.digits.size();
    auto width = static_cast<size_t>(std::max<int64_t>(spec.width, 0));
    if (spec.fill == '0' && spec.align == '=' && width > around + grouped(digits)) {
        size_t wanted = width - around;  // the fewest digits that, with their separators, fill it
        size_t fewest = group == SIZE_MAX ? wanted : wanted - wanted / (group + 1);
        if (grouped(fewest) < wanted) ++fewest;
        digits = std::max(digits, fewest);
    }
    size_t length = around + grouped(digits);
    size_t room = width > length ? width - length : 0;
    size_t left = spec.align == '=' ? 0 : padding_left(spec.align, room);
    size_t middle = spec.align == '=' ? room : 0;
    out.add_repeated(spec.fill, left);
    out.add_ascii(number.sign);
    out.add_ascii(number.prefix);
    out.add_repeated(spec.fill, middle);
    if (group == SIZE_MAX) {
        out.add_repeated('0', digits - number.digits.size());
        out.add_ascii(number.digits);
    } else {
        for (size_t i = digits; i-- > 0;) {
            out.add(i < number.digits.size()
                        ? static_cast<unsigned char>(number.digits[number.digits.size() - 1 - i])
                        : U'0');
            if (i && i % group == 0) out.add(static_cast<unsigned char>(spec.separator));
        }
    }
    out.add_ascii(number.rest);
    out.add_repeated(spec.fill, room - left - middle);
}

Ref<Str> format_string(Thread& thread, Str* text, Str* spec_text, Value original) {
    if (original.is_empty()) original = text;
    if (spec_text->length == 0) return is_exact<Str>(original) ? share(text) : to_str(thread, original);
    FormatSpec spec;
    TRY(parse(thread, spec_text, 's', '<', original, &spec));
    if (spec.type != 's') return raise_unknown_code(thread, spec.type, original);
    if (spec.sign)
        return raise_value_error(thread, "%s not allowed in string format specifier",
                                 spec.sign == ' ' ? "Space" : "Sign");
    if (spec.no_negative_zero)
        return raise_value_error(thread, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return raise_value_error(thread, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return raise_value_error(thread, "'=' alignment not allowed in string format specifier");
    size_t end = text->length;
    if (spec.precision >= 0) end = std::min(end, static_cast<size_t>(spec.precision));
    if (end == text->length && spec.width <= static_cast<int64_t>(end)) return share(text);
    StrBuilder out(thread);
    add_padded(out, spec, text, 0, end);
    return out.finish();
}

namespace {

Ref<Str> format_character(Thread& thread, Value exact, const FormatSpec& spec) {
    if (spec.sign) return raise_value_error(thread, "Sign not allowed with integer format specifier 'c'");
    if (spec.alternate)
        return raise_value_error(thread, "Alternate form (#) not allowed with integer format specifier 'c'");
    int64_t code;
    if (!int_to_int64(exact, &code))
        return raise_overflow_error(thread, "Python int too large to convert to C long");
    if (code < 0 || code > 0x10ffff) return raise_overflow_error(thread, "%%c arg not in range(0x110000)");
    Ref<Str> character = TRY(make_char(thread, static_cast<char32_t>(code)));
    FormatSpec field = spec;
    if (field.align == '=') field.align = '>';
    StrBuilder out(thread);
    add_padded(out, field, character.get(), 0, 1);
    return out.finish();
}

Ref<Str> format_parsed_float(Thread& thread, double d, const FormatSpec& spec, Value original) {
    char code = 0;
    switch (spec.type) {
        case 0: break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': code = static_cast<char>(spec.type); break;
        case 'n': code = 'g'; break;
        case '%':
            code = 'f';
            d *= 100;
            break;
        default: return raise_unknown_code(thread, spec.type, original);
    }
    int precision = TRY(checked_precision(thread, spec));
    std::string text = code ? format_double(d, code, precision < 0 ? 6 : precision, spec.alternate)
                            : plain_float(d, precision, spec.alternate);
    if (spec.type == '%') text += '%';
    SplitFloat parts = split_float(text);
    if (spec.no_negative_zero && parts.negative && std::isfinite(d) &&
        is_zero_text(std::string_view(text).substr(0, text.size() - (spec.type == '%'))))
        parts.negative = false;
    StrBuilder out(thread);
    add_number(out, spec, {sign_text(parts.negative, spec.sign), {}, parts.digits, parts.rest});
    return out.finish();
}

}  // namespace

Ref<Str> format_int(Thread& thread, Value exact, Str* spec_text, Value original) {
    if (original.is_empty()) original = exact;
    if (spec_text->length == 0)
        return original == exact ? int_to_decimal(thread, exact) : to_str(thread, original);
    FormatSpec spec;
    TRY(parse(thread, spec_text, 'd', '>', original, &spec));
    int base = 10;
    std::string_view prefix;
    switch (spec.type) {
        case 'd':
        case 'n':
        case 'c': break;
        case 'b': base = 2, prefix = "0b"; break;
        case 'o': base = 8, prefix = "0o"; break;
        case 'x': base = 16, prefix = "0x"; break;
        case 'X': base = 16, prefix = "0X"; break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
        case '%': {
            double d = TRY(int_to_double(thread, exact));
            return format_parsed_float(thread, d, spec, original);
        }
        default: return raise_unknown_code(thread, spec.type, original);
    }
    if (spec.precision >= 0)
        return raise_value_error(thread, "Precision not allowed in integer format specifier");
    if (spec.no_negative_zero)
        return raise_value_error(thread,
                                 "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec.type == 'c') return format_character(thread, exact, spec);
    if (base == 10) TRY(check_decimal_digits(thread, exact));
    std::string text = int_to_text(exact, base);
    if (spec.type == 'X')
        for (char& c : text) c = static_cast<char>(c >= 'a' ? c - 32 : c);
    SplitFloat parts = split_float(text);
    if (base > 10) parts.digits = std::string_view(text).substr(parts.negative);
    StrBuilder out(thread);
    add_number(out, spec,
               {sign_text(parts.negative, spec.sign), spec.alternate ? prefix : "", parts.digits, {}});
    return out.finish();
}

Ref<Str> format_float(Thread& thread, double d, Str* spec_text, Value original) {
    if (original.is_empty()) original = Value::number(d);
    if (spec_text->length == 0)
        return original.is_double() ? make_str(thread, float_repr(d)) : to_str(thread, original);
    FormatSpec spec;
    TRY(parse(thread, spec_text, 0, '>', original, &spec));
    return format_parsed_float(thread, d, spec, original);
}

Ref<Str> format_complex(Thread& thread, double real, double imaginary, Str* spec_text, Value original) {
    if (spec_text->length == 0 && !original.is_empty()) return to_str(thread, original);
    FormatSpec spec;
    TRY(parse(thread, spec_text, 0, '>', original, &spec));
    char code = 0;
    switch (spec.type) {
        case 0: break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': code = static_cast<char>(spec.type); break;
        case 'n': code = 'g'; break;
        default: return raise_unknown_code(thread, spec.type, original);
    }
    if (spec.fill == '0')
        return raise_value_error(thread, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return raise_value_error(thread, "'=' alignment flag is not allowed in complex format specifier");
    int precision = TRY(checked_precision(thread, spec));
    bool bare = spec.type == 0;
    bool skip_real = bare && real == 0 && !std::signbit(real);
    if (bare && precision >= 0) code = 'g';
    auto text_of = [&](double d) {
        if (code) return format_double(d, code, precision < 0 ? 6 : precision, spec.alternate);
        std::string text = float_repr(d);
        if (text.ends_with(".0")) text.resize(text.size() - 2);
        if (spec.alternate && std::isfinite(d) && text.find('.') == std::string::npos)
            text.insert(std::min(text.find('e'), text.size()), ".");
        return text;
    };
    FormatSpec part = spec;
    part.width = -1;
    part.align = '>';
    StrBuilder body(thread);
    if (bare && !skip_real) body.add('(');
    auto add_part = [&](double d, char sign) {
        std::string text = text_of(d);
        SplitFloat parts = split_float(text);
        if (spec.no_negative_zero && parts.negative && std::isfinite(d) && is_zero_text(text))
            parts.negative = false;
        add_number(body, part, {sign_text(parts.negative, sign), {}, parts.digits, parts.rest});
    };
    if (!skip_real) add_part(real, spec.sign);
    add_part(imaginary, skip_real ? spec.sign : '+');
    body.add('j');
    if (bare && !skip_real) body.add(')');
    Ref<Str> text = TRY(body.finish());
    StrBuilder out(thread);
    add_padded(out, spec, text.get(), 0, text->length);
    return out.finish();
}

}  // namespace moult
