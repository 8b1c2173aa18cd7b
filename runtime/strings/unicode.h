// Properties and case mappings of characters, as Python 3.11 (Unicode 14) sees them. Knows nothing of
// objects.
#pragma once

#include <cstdint>
#include <string>

namespace moult::unicode {

enum AsciiClass : uint8_t {
    kSpaceBit = 1,
    kUpperBit = 2,
    kLowerBit = 4,
    kDigitBit = 8,
    kAlphaBit = kUpperBit | kLowerBit,
};
extern const uint8_t kAsciiClasses[128];

// A general category as its two letters, e.g. "Lu".
const char* category_name(char32_t c);

bool is_alpha_slow(char32_t c);
bool is_space_slow(char32_t c);
bool is_upper_slow(char32_t c);
bool is_lower_slow(char32_t c);
int decimal_value_slow(char32_t c);

inline bool is_alpha(char32_t c) {
    return c < 128 ? kAsciiClasses[c] & kAlphaBit : is_alpha_slow(c);
}
inline bool is_space(char32_t c) {
    return c < 128 ? kAsciiClasses[c] & kSpaceBit : is_space_slow(c);
}
inline bool is_upper(char32_t c) {
    return c < 128 ? kAsciiClasses[c] & kUpperBit : is_upper_slow(c);
}
inline bool is_lower(char32_t c) {
    return c < 128 ? kAsciiClasses[c] & kLowerBit : is_lower_slow(c);
}
// 0 to 9, or -1: the digits that int() reads.
inline int decimal_value(char32_t c) {
    if (c < 128) return kAsciiClasses[c] & kDigitBit ? static_cast<int>(c - '0') : -1;
    return decimal_value_slow(c);
}
bool is_title(char32_t c);  // titlecase letters such as U+01C5
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);
bool is_digit(char32_t c);  // decimals and those like superscripts
// 0 to 15 of a hexadecimal digit in ASCII; -1: it is none.
inline int hex_digit(char32_t c) {
    if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
    c |= 32;
    return c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a' + 10) : -1;
}
bool is_numeric(char32_t c);  // everything with a numeric value
bool is_printable(char32_t c);
bool is_line_break(char32_t c);  // ends a line for str.splitlines()
bool is_identifier_start(char32_t c);
bool is_identifier_continue(char32_t c);
inline bool is_alnum(char32_t c) {
    return is_alpha(c) || is_numeric(c);
}

// Up to three characters.
struct Mapped {
    char32_t characters[3];
    int count;
};
// The full mappings, without regard to context: the final sigma is the caller's.
Mapped to_lower(char32_t c);
Mapped to_upper(char32_t c);
Mapped to_title(char32_t c);
Mapped fold_case(char32_t c);

}  // namespace moult::unicode
