// int to text and back, with the limit on decimal digits
// (https://docs.python.org/3.11/library/stdtypes.html#integer-string-conversion-length-limitation).
#include <charconv>
#include <cstring>

#include "runtime/numbers/big_int.h"
#include "runtime/numbers/number_text.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// Texts of so many digits are always allowed, whatever the limit.
constexpr size_t kDigitsAlwaysAllowed = 640;

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

// The base that a prefix such as 0x names, or 0.
int prefix_base(std::string_view text) {
    if (text.size() < 2 || text[0] != '0') return 0;
    switch (text[1]) {
        case 'x':
        case 'X': return 16;
        case 'o':
        case 'O': return 8;
        case 'b':
        case 'B': return 2;
        default: return 0;
    }
}

Failure raise_too_many_digits(Thread& thread) {
    return raise_value_error(thread,
                             "Exceeds the limit (%d digits) for integer string conversion; "
                             "use sys.set_int_max_str_digits() to increase the limit",
                             thread.interp.max_str_digits);
}

}  // namespace

std::string int_to_text(Value exact, int base) {
    if (exact.is_small_int()) {
        char buffer[64];
        auto end = std::to_chars(buffer, std::end(buffer), exact.as_small_int(), base).ptr;
        return std::string(buffer, end);
    }
    IntView view(exact);
    std::string text(mpz_sizeinbase(view.mpz(), base) + 2, '\0');
    mpz_get_str(text.data(), base, view.mpz());
    text.resize(std::strlen(text.c_str()));
    return text;
}

Status check_decimal_digits(Thread& thread, Value exact) {
    if (exact.is_small_int() || thread.interp.max_str_digits == 0) return {};
    auto limit = static_cast<size_t>(thread.interp.max_str_digits);
    // log10(2) bounds the digits: nearly every int is decided by its bit length.
    auto bits = static_cast<double>(int_bit_length(exact));
    if (bits * 0.30102 + 1 < static_cast<double>(limit)) return {};
    if ((bits - 1) * 0.30103 < static_cast<double>(limit) + 10) {
        size_t digits = int_to_text(exact, 10).size() - (int_sign(exact) < 0);
        if (digits <= limit) return {};
    }
    return raise_too_many_digits(thread);
}

Ref<Str> int_to_decimal(Thread& thread, Value exact) {
    if (exact.is_small_int()) {
        int64_t i = exact.as_small_int();
        if (i >= 0 && i < 10) return make_char(thread, static_cast<char32_t>('0' + i));
        char buffer[24];
        auto end = std::to_chars(buffer, std::end(buffer), i).ptr;
        return make_str_latin1(thread, {buffer, static_cast<size_t>(end - buffer)});
    }
    TRY(check_decimal_digits(thread, exact));
    return make_str_latin1(thread, int_to_text(exact, 10));
}

Ref<Value> int_from_text(Thread& thread, std::string_view ascii, int base, Value original) {
    std::string_view text = strip_spaces(ascii);
    int named_base = base;
    auto bad = [&]() -> Ref<Value> {
        return raise_bad_number(thread,
                                "invalid literal for int() with base " + std::to_string(named_base) + ": ",
                                original, 200);
    };
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    bool must_be_zero = false;
    int prefix = prefix_base(text);
    if (base == 0) {
        base = prefix ? prefix : 10;
        must_be_zero = !prefix && !text.empty() && text[0] == '0';  // no leading zeros, as in source text
    }
    if (prefix && prefix == base) {
        text.remove_prefix(2);
        if (!text.empty() && text[0] == '_') text.remove_prefix(1);
    }
    // Digits, single underscores between them.
    std::string digits;
    uint64_t small = 0;
    bool fits = true;
    size_t count = 0, i = 0;
    bool after_digit = false, good = true;
    for (; i < text.size(); ++i) {
        char c = text[i];
        if (c == '_') {
            if (!after_digit) break;
            after_digit = false;
            continue;
        }
        int digit = digit_value(c);
        if (digit >= base) break;
        if (fits && (__builtin_mul_overflow(small, static_cast<uint64_t>(base), &small) ||
                     __builtin_add_overflow(small, static_cast<uint64_t>(digit), &small)))
            fits = false;
        after_digit = true;
        ++count;
    }
    good = i == text.size() && after_digit;
    bool power_of_two = (base & (base - 1)) == 0;
    auto limit = static_cast<size_t>(thread.interp.max_str_digits);
    if (!power_of_two && count > kDigitsAlwaysAllowed && limit > 0 && count > limit)
        return raise_value_error(thread,
                                 "Exceeds the limit (%d digits) for integer string conversion: value has %zu "
                                 "digits; use sys.set_int_max_str_digits() to increase the limit",
                                 thread.interp.max_str_digits, count);
    if (!good) return bad();
    if (must_be_zero && !(fits && small == 0)) return bad();
    if (fits) {
        if (negative && small <= static_cast<uint64_t>(Value::kIntMax))
            return Value::small_int(-static_cast<int64_t>(small));
        Ref<Value> result = TRY(make_int(thread, small));
        return negative ? int_negative(thread, result) : result;
    }
    digits.reserve(count + 1);
    for (char c : text)
        if (c != '_') digits += c;
    Mpz z;
    mpz_set_str(z, digits.c_str(), base);
    if (negative) mpz_neg(z, z);
    return make_int(thread, z);
}

}  // namespace moult
