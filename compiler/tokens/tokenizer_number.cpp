// The tokenizer of numbers, with the diagnosis of malformed ones. Values are made later, by literals.cpp.
#include "compiler/tokens/tokenizer_impl.h"

namespace moult::compiler {

namespace {

bool is_decimal(char c) {
    return c >= '0' && c <= '9';
}
bool is_octal(char c) {
    return c >= '0' && c <= '7';
}
bool is_binary(char c) {
    return c == '0' || c == '1';
}
bool is_hexadecimal(char c) {
    return is_decimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_decimal(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 128;
}

// Keywords that may follow a number without a space. For the short ones two letters are enough.
bool starts_keyword(std::string_view text) {
    for (std::string_view keyword : {"if", "in", "is"}) {
        if (text.starts_with(keyword)) return true;
    }
    for (std::string_view keyword : {"and", "else", "for", "not", "or"}) {
        if (text.starts_with(keyword))
            return text.size() == keyword.size() || !is_name_byte(text[keyword.size()]);
    }
    return false;
}

}  // namespace

bool Tokenizer::read_number() {
    size_t start = position_;
    char c = text_[position_];
    if (c == '.') return read_fraction_and_exponent(start);
    if (c == '0') {
        switch (text_[position_ + 1]) {
            case 'x':
            case 'X': return read_radix(start, is_hexadecimal, "hexadecimal");
            case 'o':
            case 'O': return read_radix(start, is_octal, "octal");
            case 'b':
            case 'B': return read_radix(start, is_binary, "binary");
            default: break;
        }
        // Zeros and underscores; what follows may only be the rest of a float.
        ++position_;
        for (;;) {
            if (text_[position_] == '_') {
                ++position_;
                if (!is_decimal(text_[position_])) return fail("invalid decimal literal");
            }
            if (text_[position_] != '0') break;
            ++position_;
        }
        size_t zeros_end = position_ + 1;
        bool nonzero = is_decimal(text_[position_]);
        if (nonzero && !read_decimal_part()) return false;
        c = text_[position_];
        bool is_integer = c != '.' && c != 'e' && c != 'E' && c != 'j' && c != 'J';
        if (nonzero && is_integer) {
            SyntaxError error = error_here(
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal "
                "integers");
            error.offset = static_cast<int>(start + 1 - line_start_);
            error.end_offset = static_cast<int>(zeros_end - line_start_);
            set_error(std::move(error), true);
            return false;
        }
        return read_fraction_and_exponent(start);
    }
    return read_decimal_part() && read_fraction_and_exponent(start);
}

// After the decimal digits of a number: `.5`, `e10`, `j`, or nothing.
bool Tokenizer::read_fraction_and_exponent(size_t start) {
    if (text_[position_] == '.') {
        ++position_;
        if (is_decimal(text_[position_]) && !read_decimal_part()) return false;
    }
    if (text_[position_] == 'e' || text_[position_] == 'E') {
        size_t exponent = position_ + 1;
        if (text_[exponent] == '+' || text_[exponent] == '-') {
            ++exponent;
            if (!is_decimal(text_[exponent])) {
                position_ = exponent;
                return fail("invalid decimal literal");
            }
        } else if (!is_decimal(text_[exponent])) {
            return finish_number(start, "decimal");
        }
        position_ = exponent;
        if (!read_decimal_part()) return false;
    }
    if (text_[position_] == 'j' || text_[position_] == 'J') {
        ++position_;
        return finish_number(start, "imaginary");
    }
    return finish_number(start, "decimal");
}

// Digits with single underscores between them.
bool Tokenizer::read_decimal_part() {
    for (;;) {
        while (is_decimal(text_[position_])) ++position_;
        if (text_[position_] != '_') return true;
        ++position_;
        if (!is_decimal(text_[position_])) return fail("invalid decimal literal");
    }
}

bool Tokenizer::read_radix(size_t start, bool (*is_digit)(char), const char* name) {
    position_ += 2;
    auto refuse = [&] {
        char c = text_[position_];
        if (!is_decimal(c)) return fail(std::string("invalid ") + name + " literal");
        ++position_;
        return fail(std::string("invalid digit '") + c + "' in " + name + " literal");
    };
    do {
        if (text_[position_] == '_') ++position_;
        if (!is_digit(text_[position_])) return refuse();
        while (is_digit(text_[position_])) ++position_;
    } while (text_[position_] == '_');
    if (is_decimal(text_[position_])) return refuse();
    return finish_number(start, name);
}

// A number may be followed directly by a keyword, with a warning, but by no other word.
bool Tokenizer::finish_number(size_t start, const char* kind) {
    if (is_name_byte(text_[position_])) {
        std::string message = std::string("invalid ") + kind + " literal";
        if (!starts_keyword({text_.data() + position_, text_.size() - position_}))
            return fail(std::move(message));
        result_.warnings.push_back({WarningKind::SyntaxWarning, message, lineno_, error_here(message)});
    }
    push(TokenKind::Number, start, position_);
    return true;
}

}  // namespace moult::compiler
