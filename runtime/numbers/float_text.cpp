// float to text and back: the shortest text that reads back, fixed precisions, hexadecimal.
#include "runtime/numbers/float_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "runtime/numbers/float.h"
#include "runtime/numbers/number_text.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/unicode.h"

namespace moult {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool starts_with_nocase(std::string_view text, std::string_view lower) {
    if (text.size() < lower.size()) return false;
    for (size_t i = 0; i < lower.size(); ++i)
        if (to_lower(text[i]) != lower[i]) return false;
    return true;
}

// Digits without point, and the power of ten of the first: 1234.5 is "12345" and 3.
struct Decimal {
    std::string digits;
    int exponent;
};

// precision < 0: the shortest digits that read back; otherwise so many digits after the first.
Decimal to_decimal(double magnitude, int precision) {
    std::string text(static_cast<size_t>(precision < 0 ? 0 : precision) + 40, '\0');
    char *begin = text.data(), *end = begin + text.size();
    end = precision < 0 ? std::to_chars(begin, end, magnitude, std::chars_format::scientific).ptr
                        : std::to_chars(begin, end, magnitude, std::chars_format::scientific, precision).ptr;
    text.resize(static_cast<size_t>(end - begin));
    size_t e = text.find('e');
    int exponent = std::atoi(text.c_str() + e + 1);
    text.resize(e);
    if (text.size() > 1) text.erase(1, 1);
    return {std::move(text), exponent};
}

std::string with_exponent(const Decimal& d, bool alternate) {
    std::string text = d.digits.substr(0, 1);
    if (d.digits.size() > 1 || alternate) text += '.';
    text.append(d.digits, 1);
    int exponent = std::abs(d.exponent);
    text += d.exponent < 0 ? "e-" : "e+";
    if (exponent < 10) text += '0';
    return text += std::to_string(exponent);
}

// The digits with the point where the exponent puts it, zeros filled in.
std::string positional(const Decimal& d, bool alternate) {
    std::string text;
    auto count = static_cast<int>(d.digits.size());
    if (d.exponent < 0) {
        text = "0.";
        text.append(static_cast<size_t>(-d.exponent - 1), '0');
        return text += d.digits;
    }
    int whole = d.exponent + 1;
    if (whole >= count) {
        text = d.digits;
        text.append(static_cast<size_t>(whole - count), '0');
        if (alternate) text += '.';
        return text;
    }
    text.assign(d.digits, 0, static_cast<size_t>(whole));
    text += '.';
    return text.append(d.digits, static_cast<size_t>(whole));
}

std::string fixed(double magnitude, int precision, bool alternate) {
    std::string text(static_cast<size_t>(precision) + 330, '\0');
    char* end =
        std::to_chars(text.data(), text.data() + text.size(), magnitude, std::chars_format::fixed, precision)
            .ptr;
    text.resize(static_cast<size_t>(end - text.data()));
    if (precision == 0 && alternate) text += '.';
    return text;
}

std::string general(double magnitude, int precision, bool alternate) {
    if (precision == 0) precision = 1;
    Decimal d = to_decimal(magnitude, precision - 1);
    if (!alternate) {
        size_t last = d.digits.find_last_not_of('0');
        d.digits.resize(last == std::string::npos ? 1 : last + 1);
    }
    return d.exponent < -4 || d.exponent >= precision ? with_exponent(d, alternate)
                                                      : positional(d, alternate);
}

}  // namespace

std::string format_double(double d, char code, int precision, bool alternate) {
    std::string text;
    bool upper = code == 'E' || code == 'F' || code == 'G';
    if (std::isnan(d)) {
        text = "nan";
    } else {
        double magnitude = std::fabs(d);
        if (std::isinf(d)) {
            text = "inf";
        } else if (code == 'r') {
            Decimal shortest = to_decimal(magnitude, -1);
            text = shortest.exponent < -4 || shortest.exponent >= 16 ? with_exponent(shortest, alternate)
                                                                     : positional(shortest, alternate);
        } else if (code == 'e' || code == 'E') {
            text = with_exponent(to_decimal(magnitude, precision), alternate);
        } else if (code == 'f' || code == 'F') {
            text = fixed(magnitude, precision, alternate);
        } else {
            text = general(magnitude, precision, alternate);
        }
        if (std::signbit(d)) text.insert(text.begin(), '-');
    }
    if (upper)
        for (char& c : text)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
}

std::string float_repr(double d) {
    std::string text = format_double(d, 'r', 0, false);
    if (std::isfinite(d) && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

size_t scan_float(std::string_view text, double* out) {
    size_t i = 0;
    bool negative = false;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
    std::string_view rest = text.substr(i);
    size_t special = starts_with_nocase(rest, "infinity")                                 ? 8
                     : starts_with_nocase(rest, "inf") || starts_with_nocase(rest, "nan") ? 3
                                                                                          : 0;
    if (special) {
        *out = to_lower(rest[0]) == 'n' ? std::nan("") : negative ? -HUGE_VAL : HUGE_VAL;
        return i + special;
    }
    size_t begin = i, digits = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) ++digits;
    if (i < text.size() && text[i] == '.')
        for (++i; i < text.size() && is_digit(text[i]); ++i) ++digits;
    if (digits == 0) return 0;
    if (i < text.size() && to_lower(text[i]) == 'e') {
        size_t e = i + 1;
        if (e < text.size() && (text[e] == '+' || text[e] == '-')) ++e;
        if (e < text.size() && is_digit(text[e])) {
            while (e < text.size() && is_digit(text[e])) ++e;
            i = e;
        }
    }
    double magnitude = 0;
    auto result = std::from_chars(text.data() + begin, text.data() + i, magnitude);
    if (result.ec == std::errc::result_out_of_range)  // which way, it does not say
        magnitude = std::strtod(std::string(text.substr(begin, i - begin)).c_str(), nullptr);
    *out = negative ? -magnitude : magnitude;
    return i;
}

bool remove_underscores(std::string_view text, std::string* out) {
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            *out += text[i];
            continue;
        }
        if (i == 0 || !is_digit(text[i - 1]) || i + 1 == text.size() || !is_digit(text[i + 1])) return false;
    }
    return true;
}

Result<double> parse_float(Thread& thread, Value text_for_message, std::string_view text) {
    std::string_view stripped = strip_spaces(text);
    std::string clean;
    double result;
    if (stripped.find('_') != std::string_view::npos)
        stripped = remove_underscores(stripped, &clean) ? clean : std::string_view();
    if (stripped.empty() || scan_float(stripped, &result) != stripped.size())
        return raise_bad_number(thread, "could not convert string to float: ", text_for_message, SIZE_MAX);
    return result;
}

// --- hexadecimal

std::string float_hex(double d) {
    if (std::isnan(d)) return "nan";
    std::string sign = std::signbit(d) ? "-" : "";
    if (std::isinf(d)) return sign + "inf";
    auto bits = std::bit_cast<uint64_t>(d);
    uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
    auto exponent = static_cast<int>(bits >> 52 & 0x7ff);
    if (exponent == 0 && fraction == 0) return sign + "0x0.0p+0";
    char text[40];
    snprintf(text, sizeof text, "0x%d.%013llxp%+d", exponent != 0, static_cast<unsigned long long>(fraction),
             exponent ? exponent - 1023 : -1022);
    return sign + text;
}

namespace {

// significand * 2 ** exponent, rounded half to even; `sticky`: a bit more than that. False on overflow.
bool round_binary(uint64_t significand, int64_t exponent, bool sticky, double* out) {
    if (significand == 0) return *out = 0.0, true;
    int zeros = __builtin_clzll(significand);
    significand <<= zeros;
    exponent -= zeros;
    int64_t top = exponent + 63;  // the power of two of the first bit
    if (top > 1023) return false;
    int64_t kept = top >= -1022 ? 53 : 53 - (-1022 - top);
    if (kept < 0) return *out = 0.0, true;
    int64_t drop = 64 - kept;
    uint64_t rest = drop == 64 ? significand : significand & ((uint64_t{1} << drop) - 1);
    uint64_t half = uint64_t{1} << (drop - 1);
    uint64_t bits = drop == 64 ? 0 : significand >> drop;
    if (rest > half || (rest == half && (sticky || (bits & 1)))) ++bits;
    *out = std::ldexp(static_cast<double>(bits), static_cast<int>(exponent + drop));
    return !std::isinf(*out);
}

}  // namespace

Result<double> float_from_hex(Thread& thread, std::string_view text) {
    auto bad = [&]() -> Result<double> {
        return raise_value_error(thread, "invalid hexadecimal floating-point string");
    };
    text = strip_spaces(text);
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    double special;
    if (!text.empty() && (to_lower(text[0]) == 'i' || to_lower(text[0]) == 'n')) {
        if (scan_float(text, &special) != text.size()) return bad();
        return negative ? -special : special;
    }
    if (starts_with_nocase(text, "0x")) text.remove_prefix(2);
    uint64_t significand = 0;
    int64_t exponent = 0;
    bool sticky = false, point = false;
    size_t i = 0, digits = 0;
    for (; i < text.size(); ++i) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        int digit = unicode::hex_digit(static_cast<uint8_t>(text[i]));
        if (digit < 0) break;
        ++digits;
        if (significand >> 60) {  // full
            sticky |= digit != 0;
            exponent += point ? 0 : 4;
        } else {
            significand = significand << 4 | static_cast<uint64_t>(digit);
            exponent -= point ? 4 : 0;
        }
    }
    if (digits == 0) return bad();
    if (i < text.size() && to_lower(text[i]) == 'p') {
        ++i;
        bool minus = false;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) minus = text[i++] == '-';
        if (i == text.size() || !is_digit(text[i])) return bad();
        constexpr int64_t kFar = int64_t{1} << 60;
        int64_t power = 0;
        for (; i < text.size() && is_digit(text[i]); ++i)
            power = power > kFar / 10 ? kFar : power * 10 + (text[i] - '0');
        exponent += minus ? -power : power;
    }
    if (i != text.size()) return bad();
    double result;
    if (!round_binary(significand, exponent, sticky, &result))
        return raise_overflow_error(thread, "hexadecimal value too large to represent as a float");
    return negative ? -result : result;
}

// --- decimal rounding

Result<double> round_to_digits(Thread& thread, double d, int64_t digits) {
    constexpr int64_t kNoEffect = 323, kNothingLeft = -308;
    if (!std::isfinite(d) || digits > kNoEffect) return d;
    if (digits < kNothingLeft) return 0.0 * d;
    double magnitude = std::fabs(d), result = 0.0;
    std::string text;
    if (digits >= 0) {
        text = fixed(magnitude, static_cast<int>(digits), false);
    } else {
        // Rounds the exact integer part on its decimal digits; the fraction only breaks ties.
        double whole;
        bool fraction = std::modf(magnitude, &whole) != 0;
        std::string all = fixed(whole, 0, false);
        auto drop = static_cast<size_t>(-digits);
        if (all.size() < drop) return 0.0 * d;
        std::string kept = "0" + all.substr(0, all.size() - drop), rest = all.substr(all.size() - drop);
        bool above = fraction || rest.find_first_not_of('0', 1) != std::string::npos;
        bool up = rest[0] > '5' || (rest[0] == '5' && (above || (kept.back() - '0') % 2));
        if (up) {
            size_t i = kept.size() - 1;
            while (kept[i] == '9') kept[i--] = '0';
            ++kept[i];
        }
        text = kept + "e" + std::to_string(drop);
    }
    scan_float(text, &result);
    if (std::isinf(result)) return raise_overflow_error(thread, "rounded value too large to represent");
    return std::copysign(result, d);
}

}  // namespace moult
