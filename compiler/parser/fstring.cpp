// Formatted string literals of Python 3.11: the braces are found in the token's text, and each expression is
// parsed as a text of its own, in parentheses.
#include <algorithm>

#include "compiler/string_literal.h"

namespace moult::compiler {

using namespace ast;

namespace {

constexpr size_t kMaxBrackets = 200;

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace

bool StringRun::fail(std::string message) {
    parser_.raise_at_last_token(ErrorKind::SyntaxError, std::move(message));
    return false;
}

// Literal text and replacement fields, up to the end, or in a format specification up to its closing brace.
bool StringRun::parse_parts(const char*& cursor, const char* end, bool raw, int level,
                            std::vector<Expr*>& values, std::string& pending) {
    for (;;) {
        if (!parse_literal(cursor, end, raw, level, pending)) return false;
        if (cursor >= end || *cursor == '}') break;
        if (!parse_replacement(cursor, end, raw, level, values, pending)) return false;
    }
    if (level == 0 && cursor < end) return fail("f-string: single '}' is not allowed");
    return true;
}

// Text up to a brace that is not doubled. Inside of a format specification braces cannot be doubled.
bool StringRun::parse_literal(const char*& cursor, const char* end, bool raw, int level,
                              std::string& pending) {
    const char* start = cursor;
    while (cursor < end) {
        char c = *cursor++;
        if (!raw && c == '\\' && cursor < end) {
            c = *cursor++;
            if (c == 'N') {
                // The braces of \N{...} belong to the escape sequence.
                if (cursor < end && *cursor++ == '{') {
                    while (cursor < end && *cursor++ != '}') {
                    }
                    continue;
                }
                --cursor;
                continue;
            }
            if (c == '{') warn("invalid escape sequence '\\{'");
        }
        if (c != '{' && c != '}') continue;
        if (level == 0) {
            if (cursor < end && *cursor == c) {
                // One of the two stays.
                if (!decode({start, static_cast<size_t>(cursor - start)}, raw, pending)) return false;
                start = ++cursor;
                continue;
            }
            if (c == '}') return fail("f-string: single '}' is not allowed");
        }
        --cursor;
        break;
    }
    return decode({start, static_cast<size_t>(cursor - start)}, raw, pending);
}

// At `{`: expression [=] [!conversion] [:specification] `}`.
bool StringRun::parse_replacement(const char*& cursor, const char* end, bool raw, int level,
                                  std::vector<Expr*>& values, std::string& pending) {
    constexpr const char* kExpectingBrace = "f-string: expecting '}'";
    if (level >= 2) return fail("f-string: expressions nested too deeply");
    const char* brace = cursor++;
    const char* start = cursor;
    if (!skip_expression(cursor, end)) return false;
    if (cursor >= end) return fail(kExpectingBrace);
    Expr* value = compile_expression(brace, start, cursor, *cursor);
    if (value == nullptr) return false;
    bool debug = *cursor == '=';
    if (debug) {
        if (!parser_.is_allowed(8, "f-string: self documenting expressions are", parser_.furthest_token()))
            return false;
        ++cursor;
        while (cursor < end && is_space(*cursor)) ++cursor;
        pending.append(start, static_cast<size_t>(cursor - start));
        if (cursor >= end) return fail(kExpectingBrace);
    }
    int conversion = -1;
    if (*cursor == '!') {
        ++cursor;
        if (cursor >= end) return fail(kExpectingBrace);
        conversion = *cursor++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a') {
            return fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
        }
        if (cursor >= end) return fail(kExpectingBrace);
    }
    Expr* specification = nullptr;
    if (*cursor == ':') {
        ++cursor;
        if (cursor >= end) return fail(kExpectingBrace);
        std::vector<Expr*> parts;
        std::string text;
        if (!parse_parts(cursor, end, raw, level + 1, parts, text)) return false;
        ends_specification_ = true;
        specification = joined(parts, text);
        ends_specification_ = false;
    }
    if (cursor >= end || *cursor != '}') return fail(kExpectingBrace);
    ++cursor;
    if (debug && specification == nullptr && conversion == -1) conversion = 'r';
    flush(values, pending);
    auto* node = parser_.make<FormattedValue>(where());
    node->value = value;
    node->conversion = conversion;
    node->format_spec = specification;
    values.push_back(node);
    return true;
}

// Moves over an expression to the character that ends it: `=`, `!`, `:` or `}` outside of brackets and
// strings.
bool StringRun::skip_expression(const char*& cursor, const char* end) {
    char quote = '\0';
    bool triple = false;
    std::string brackets;
    for (; cursor < end; ++cursor) {
        char c = *cursor;
        char next = cursor + 1 < end ? cursor[1] : '\0';
        bool three = cursor + 2 < end && next == c && cursor[2] == c;
        if (c == '\\') return fail("f-string expression part cannot include a backslash");
        if (quote != '\0') {
            if (c != quote || (triple && !three)) continue;
            if (triple) cursor += 2;
            quote = '\0';
            continue;
        }
        if (c == '\'' || c == '"') {
            quote = c;
            triple = three;
            if (triple) cursor += 2;
            continue;
        }
        if (c == '[' || c == '{' || c == '(') {
            if (brackets.size() >= kMaxBrackets) return fail("f-string: too many nested parenthesis");
            brackets += c;
            continue;
        }
        if (c == '#') return fail("f-string expression part cannot include '#'");
        if (brackets.empty() && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
            if (next == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
                ++cursor;
                continue;
            }
            if (c == '>' || c == '<') continue;
            break;
        }
        if (c == ']' || c == '}' || c == ')') {
            if (brackets.empty()) return fail(std::string("f-string: unmatched '") + c + "'");
            char open = brackets.back();
            brackets.pop_back();
            if ((open == '(' && c == ')') || (open == '[' && c == ']') || (open == '{' && c == '}')) continue;
            return fail(std::string("f-string: closing parenthesis '") + c +
                        "' does not match opening parenthesis '" + open + "'");
        }
    }
    if (quote != '\0') return fail("f-string: unterminated string");
    if (!brackets.empty()) return fail(std::string("f-string: unmatched '") + brackets.back() + "'");
    return true;
}

// Counts the newlines of the token up to a place, which mostly lies behind the one before.
void StringRun::count_lines(const char* up_to) {
    if (counted_token_ != token_ || counted_ > up_to) {
        counted_token_ = token_;
        counted_ = counted_line_ = parser_.text_.data() + token_->start;
        counted_lines_ = 0;
    }
    for (; counted_ < up_to; ++counted_) {
        if (*counted_ != '\n') continue;
        ++counted_lines_;
        counted_line_ = counted_;
    }
}

// Parses the expression between `start` and `end`; `brace` is its opening brace.
Expr* StringRun::compile_expression(const char* brace, const char* start, const char* end, char terminator) {
    if (std::all_of(start, end, is_space)) {
        if (terminator == '!' || terminator == ':' || terminator == '=') {
            fail(std::string("f-string: expression required before '") + terminator + "'");
        } else {
            fail("f-string: empty expression not allowed");
        }
        return nullptr;
    }
    // The place of the opening parenthesis that stands for the brace.
    count_lines(brace);
    int lines = counted_lines_;
    const char* content = start;
    while (content < end && (*content == ' ' || *content == '\t' || *content == '\f')) ++content;
    int columns = 0;
    if (content == end || *content != '\n') {
        columns = static_cast<int>(brace - counted_line_) - (lines != 0 ? 1 : 0);
    }
    FStringOrigin origin;
    origin.starting_lineno = token_->lineno + lines;
    origin.starting_col_offset = lines != 0 ? columns : token_->col_offset + columns;

    std::string text = "(" + std::string(start, end) + ")";
    TokenizerOptions options;
    options.first_lineno = origin.starting_lineno;
    options.async_is_a_name = parser_.options_.feature_version < 7;
    options.columns_in_bytes = true;
    TokenizedText tokenized = tokenize(text, options);
    for (Token& token : tokenized.tokens) {
        if (token.end_lineno != origin.starting_lineno) continue;
        token.col_offset += origin.starting_col_offset;
        token.end_col_offset += origin.starting_col_offset;
    }
    std::vector<SyntaxWarningRecord> warnings = tokenized.warnings;
    Parser nested(text, tokenized, parser_.options_, parser_.arena_, warnings, true, parser_.depth_, &origin);
    Expr* value = nested.parse_fstring_expression();
    if (value == nullptr) parser_.error_ = nested.error();
    if (!warnings.empty() && may_warn()) {
        parser_.warnings_.insert(parser_.warnings_.end(), warnings.begin(), warnings.end());
    }
    return value;
}

}  // namespace moult::compiler
