// Each function matches one pattern at a place and returns the place behind it, or kNoMatch.
#include "compiler/listing/tokenize_patterns.h"

#include "compiler/tokens/token.h"
#include "runtime/strings/unicode.h"

namespace moult::compiler {

namespace {

using Line = std::u32string_view;

char32_t at(Line line, size_t position) {
    return position < line.size() ? line[position] : U'\0';
}
bool is_ascii_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
bool is_word(char32_t c) {
    return c == '_' || unicode::is_alnum(c);
}
char32_t lower(char32_t c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

// \r?\n
size_t match_newline(Line line, size_t position) {
    if (at(line, position) == '\r') ++position;
    return at(line, position) == '\n' ? position + 1 : kNoMatch;
}

// Digits with single underscores between them, of which the first may be an underscore if so asked.
template <class IsDigit>
size_t match_digits(Line line, size_t position, bool underscore_first, IsDigit&& is_digit) {
    size_t end = kNoMatch;
    if (!underscore_first) {
        if (!is_digit(at(line, position))) return kNoMatch;
        end = ++position;
    }
    for (;;) {
        size_t next = position + (at(line, position) == '_');
        if (!is_digit(at(line, next))) return end;
        end = position = next + 1;
    }
}
size_t match_decimal_digits(Line line, size_t position) {
    return match_digits(line, position, false, is_ascii_digit);
}

size_t match_exponent(Line line, size_t position) {
    if (lower(at(line, position)) != 'e') return kNoMatch;
    ++position;
    if (at(line, position) == '+' || at(line, position) == '-') ++position;
    return match_decimal_digits(line, position);
}

size_t match_float(Line line, size_t position) {
    size_t digits = match_decimal_digits(line, position);
    size_t end = digits;
    if (digits != kNoMatch && at(line, digits) == '.') {
        end = digits + 1;
        if (size_t fraction = match_decimal_digits(line, end); fraction != kNoMatch) end = fraction;
    } else if (digits == kNoMatch) {
        if (at(line, position) != '.') return kNoMatch;
        end = match_decimal_digits(line, position + 1);
        if (end == kNoMatch) return kNoMatch;
    } else {
        return match_exponent(line, digits);
    }
    size_t exponent = match_exponent(line, end);
    return exponent == kNoMatch ? end : exponent;
}

size_t match_integer(Line line, size_t position) {
    char32_t first = at(line, position);
    if (first == '0') {
        size_t end = kNoMatch;
        switch (lower(at(line, position + 1))) {
            case 'x':
                end = match_digits(line, position + 2, true, [](char32_t c) {
                    return is_ascii_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
                });
                break;
            case 'b':
                end = match_digits(line, position + 2, true, [](char32_t c) { return c == '0' || c == '1'; });
                break;
            case 'o':
                end = match_digits(line, position + 2, true, [](char32_t c) { return c >= '0' && c <= '7'; });
                break;
            default: break;
        }
        if (end != kNoMatch) return end;
        return match_digits(line, position, false, [](char32_t c) { return c == '0'; });
    }
    return match_decimal_digits(line, position);
}

size_t match_number(Line line, size_t position) {
    auto is_imaginary = [&](size_t end) { return end != kNoMatch && lower(at(line, end)) == 'j'; };
    size_t digits = match_decimal_digits(line, position);
    if (is_imaginary(digits)) return digits + 1;
    size_t real = match_float(line, position);
    if (is_imaginary(real)) return real + 1;
    return real != kNoMatch ? real : match_integer(line, position);
}

size_t match_operator_at(Line line, size_t position) {
    char text[4] = {};
    for (size_t i = 0; i < 3 && at(line, position + i) < 128; ++i)
        text[i] = static_cast<char>(at(line, position + i));
    OperatorMatch match = match_operator(text);
    if (text[0] == '<' && text[1] == '>') match.length = 1;  // no operator here, as it is to the parser
    return match.kind == TokenKind::Unknown ? kNoMatch : position + static_cast<size_t>(match.length);
}

// The place of the quote behind a string's prefix.
size_t match_prefix(Line line, size_t position) {
    char32_t first = lower(at(line, position)), second = lower(at(line, position + 1));
    auto is_quote = [&](size_t place) { return at(line, place) == '\'' || at(line, place) == '"'; };
    if (is_quote(position)) return position;
    bool one = first == 'b' || first == 'r' || first == 'u' || first == 'f';
    if (one && is_quote(position + 1)) return position + 1;
    bool two = (first == 'r' && (second == 'b' || second == 'f')) ||
               (second == 'r' && (first == 'b' || first == 'f'));
    return two && is_quote(position + 2) ? position + 2 : kNoMatch;
}

// From the quote: the rest of the line's string, with its end or the backslash and newline that continue it.
size_t match_one_line_string(Line line, size_t quote) {
    for (size_t position = quote + 1; position < line.size();) {
        char32_t c = line[position];
        if (c == line[quote]) return position + 1;
        if (c == '\n') return kNoMatch;
        if (c == '\\') {
            if (size_t end = match_newline(line, position + 1); end != kNoMatch) return end;
            ++position;
        }
        ++position;
    }
    return kNoMatch;
}

}  // namespace

size_t end_of_string(Line line, size_t position, char32_t quote, bool triple) {
    while (position < line.size()) {
        char32_t c = line[position];
        if (c == '\\') {
            if (position + 1 >= line.size() || line[position + 1] == '\n') return kNoMatch;
            position += 2;
            continue;
        }
        ++position;
        if (c != quote) continue;
        if (!triple) return position;
        if (at(line, position) == quote && at(line, position + 1) == quote) return position + 2;
    }
    return kNoMatch;
}

TokenMatch match_token(Line line, size_t position) {
    using Kind = TokenMatch::Kind;
    while (at(line, position) == ' ' || at(line, position) == '\f' || at(line, position) == '\t') ++position;
    if (position >= line.size()) return {Kind::kEnd, position, position};
    char32_t c = line[position];
    if (c == '\\') {
        size_t end = match_newline(line, position + 1);
        return end == kNoMatch ? TokenMatch{} : TokenMatch{Kind::kBackslash, position, end};
    }
    if (c == '#') {
        size_t end = line.find_first_of(U"\r\n", position);
        return {Kind::kComment, position, end == Line::npos ? line.size() : end};
    }
    size_t quote = match_prefix(line, position);
    if (quote != kNoMatch && at(line, quote + 1) == line[quote] && at(line, quote + 2) == line[quote])
        return {Kind::kTripleQuote, position, quote + 3, quote};
    if (size_t end = match_number(line, position); end != kNoMatch) return {Kind::kNumber, position, end};
    if (size_t end = match_newline(line, position); end != kNoMatch) return {Kind::kNewline, position, end};
    if (size_t end = match_operator_at(line, position); end != kNoMatch)
        return {Kind::kOperator, position, end};
    if (quote != kNoMatch)
        if (size_t end = match_one_line_string(line, quote); end != kNoMatch)
            return {Kind::kString, position, end, quote};
    size_t end = position;
    while (end < line.size() && is_word(line[end])) ++end;
    if (end > position) return {Kind::kName, position, end};
    return {};
}

}  // namespace moult::compiler
