// The tokenizer: lines and indentation, names, strings, operators. Numbers are in tokenizer_number.cpp.
#include "compiler/tokens/tokenizer.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "compiler/identifier.h"
#include "compiler/tokens/tokenizer_impl.h"

namespace moult::compiler {

namespace {

constexpr int kTabSize = 8;
constexpr size_t kMaxIndents = 100;
constexpr size_t kMaxBrackets = 200;

bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_' || static_cast<unsigned char>(byte) >= 128;
}
bool is_name_start_byte(char byte) {
    return is_name_byte(byte) && !(byte >= '0' && byte <= '9');
}

std::string format_code_point(char32_t character) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "U+%04X", static_cast<unsigned>(character));
    return buffer;
}

}  // namespace

namespace {

// Makes names of `async` and `await` where they were none of the language's words before Python 3.7: they
// are from an `async def` to the end of its block.
void make_async_names(std::vector<Token>& tokens) {
    int depth = 0, definition_depth = -1;  // in blocks; -1: outside of a definition
    bool past_signature = false;
    int level = 0;
    for (size_t index = 0; index < tokens.size(); ++index) {
        Token& token = tokens[index];
        int level_before = std::exchange(level, token.level);
        if (token.kind == TokenKind::Indent) ++depth;
        if (token.kind == TokenKind::Dedent) --depth;
        if (token.kind == TokenKind::Indent || token.kind == TokenKind::Dedent) continue;
        if (past_signature && token.kind != TokenKind::Newline && level_before == 0 &&
            definition_depth >= depth) {
            definition_depth = -1;
            past_signature = false;
        }
        if (token.kind == TokenKind::Newline) past_signature = definition_depth >= 0;
        if (definition_depth >= 0) continue;
        bool before_def = index + 1 < tokens.size() && tokens[index + 1].kind == TokenKind::KeywordDef;
        if (token.kind == TokenKind::KeywordAsync && before_def) {
            definition_depth = depth;
        } else if (token.kind == TokenKind::KeywordAsync || token.kind == TokenKind::KeywordAwait) {
            token.kind = TokenKind::Name;
        }
    }
}

}  // namespace

TokenizedText tokenize(const std::string& text, const TokenizerOptions& options) {
    TokenizedText result;
    Tokenizer(text, options, result).run();
    if (options.async_is_a_name) make_async_names(result.tokens);
    return result;
}

void Tokenizer::run() {
    result_.tokens.reserve(text_.size() / 4 + 16);
    lineno_ = options_.first_lineno;
    result_.line_starts.push_back(0);
    result_.joined_starts.push_back(0);
    while (next_token()) {
    }
}

bool Tokenizer::next_token() {
    if (at_line_start_) {
        at_line_start_ = false;
        if (!read_indentation()) return false;
    }
    if (pending_ != 0) {
        bool dedent = pending_ < 0;
        pending_ += dedent ? 1 : -1;
        push_invisible(dedent ? TokenKind::Dedent : TokenKind::Indent);
        return true;
    }
    for (;;) {
        char c = text_[position_];
        while (c == ' ' || c == '\t' || c == '\f') c = text_[++position_];
        size_t comment = position_;
        if (c == '#') position_ = std::min(text_.find('\n', position_), text_.size());
        if (options_.type_comments && comment < position_ && read_type_comment(comment)) return true;
        c = text_[position_];
        if (position_ >= text_.size()) return read_end();
        if (c == '\n') {
            if (blank_line_ || !brackets_.empty()) {
                new_line(position_ + 1, false);
                at_line_start_ = true;
                return true;
            }
            push(TokenKind::Newline, comment, position_);
            saw_token_ = true;
            new_line(position_ + 1, false);
            at_line_start_ = true;
            return true;
        }
        if (c == '\\') {
            if (!read_continuation(false)) return false;
            continue;
        }
        if (is_name_start_byte(c)) return read_name();
        if ((c >= '0' && c <= '9') ||
            (c == '.' && text_[position_ + 1] >= '0' && text_[position_ + 1] <= '9')) {
            return read_number();
        }
        if (c == '\'' || c == '"') return read_string(position_);
        return read_operator();
    }
}

// At the end of a comment: a token, if it is `# type:` and a type. White space may stand where the spaces do.
bool Tokenizer::read_type_comment(size_t& comment) {
    std::string_view text(text_.data() + comment, position_ - comment);
    auto skip = [&](std::string_view prefix) {
        bool found = text.starts_with(prefix);
        if (found) text.remove_prefix(prefix.size());
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        return found;
    };
    if (!skip("#") || !skip("type:")) return false;
    bool is_ignore =
        text.starts_with("ignore") && (text.size() == 6 || !is_name_byte(text[6]) || text[6] == '_');
    if (is_ignore) {
        result_.type_ignores.push_back({lineno_, text.substr(6)});
        comment = position_;  // the end of the line counts from behind it
        return false;
    }
    push(TokenKind::TypeComment, position_ - text.size(), position_);
    blank_line_ = false;
    return true;
}

// The text's end: dedents have been read as the indentation of an empty last line.
bool Tokenizer::read_end() {
    if (!brackets_.empty()) {
        const Bracket& open = brackets_.back();
        result_.innermost_open = OpenBracket{open.character, open.lineno, open.column};
        push_invisible(TokenKind::UnclosedEnd);
        return false;
    }
    if (options_.imply_newline_at_end && saw_token_) {
        push_invisible(TokenKind::Newline);
        saw_token_ = false;
        if (indents_.size() > 1 && options_.imply_dedent_at_end) {
            for (; indents_.size() > 1; indents_.pop_back()) push_invisible(TokenKind::Dedent);
            push_invisible(TokenKind::Newline);
        }
    }
    push_invisible(TokenKind::EndMarker);
    return false;
}

// Counts the columns before the first character of a line, and compares them with the open blocks'. A second
// count with tabs of width 1 finds indentation whose meaning would depend on the width of tabs.
bool Tokenizer::read_indentation() {
    int column = 0;
    int alternate = 0;
    int continued_column = 0;  // the indentation before a backslash is the one that counts
    blank_line_ = false;
    for (;; ++position_) {
        char c = text_[position_];
        if (c == ' ') {
            ++column;
            ++alternate;
        } else if (c == '\t') {
            column = (column / kTabSize + 1) * kTabSize;
            ++alternate;
        } else if (c == '\f') {
            column = alternate = 0;
        } else if (c == '\\') {
            continued_column = continued_column != 0 ? continued_column : column;
            if (!read_continuation(true)) return false;
            --position_;
        } else {
            break;
        }
    }
    char c = text_[position_];
    if (c == '#' || c == '\n') {
        blank_line_ = true;
        return true;
    }
    if (!brackets_.empty()) return true;
    if (continued_column != 0) column = alternate = continued_column;
    Indent top = indents_.back();
    if (column == top.column) {
        if (alternate != top.alternate) return fail_tabs();
    } else if (column > top.column) {
        if (indents_.size() >= kMaxIndents) return fail_indentation("too many levels of indentation", true);
        if (alternate <= top.alternate) return fail_tabs();
        indents_.push_back({column, alternate});
        ++pending_;
    } else {
        while (indents_.size() > 1 && column < indents_.back().column) {
            indents_.pop_back();
            --pending_;
        }
        if (column != indents_.back().column) {
            return fail_indentation("unindent does not match any outer indentation level", false);
        }
        if (alternate != indents_.back().alternate) return fail_tabs();
    }
    return true;
}

// At a backslash: the line end after it is skipped.
bool Tokenizer::read_continuation(bool in_indentation) {
    ++position_;
    if (text_[position_] != '\n') {
        return fail_at_cursor("unexpected character after line continuation character",
                              std::min(position_ + 1, text_.size()), 0, true);
    }
    if (position_ + 1 >= text_.size()) {
        if (brackets_.empty()) {
            fail_at_cursor("unexpected EOF while parsing", position_ + 1, -1);
            if (in_indentation && options_.is_program) result_.error->offset = 0;
            return false;
        }
        return read_end();
    }
    new_line(position_ + 1, !in_indentation);
    return true;
}

bool Tokenizer::read_name() {
    size_t start = position_;
    // A short run of prefix letters directly before a quote starts a string.
    bool bytes = false, unicode = false, raw = false, formatted = false;
    for (size_t index = start;; ++index) {
        char c = text_[index];
        if (!(bytes || unicode || formatted) && (c == 'b' || c == 'B')) {
            bytes = true;
        } else if (!(bytes || unicode || raw || formatted) && (c == 'u' || c == 'U')) {
            unicode = true;
        } else if (!(raw || unicode) && (c == 'r' || c == 'R')) {
            raw = true;
        } else if (!(formatted || bytes || unicode) && (c == 'f' || c == 'F')) {
            formatted = true;
        } else {
            if (c == '\'' || c == '"') {
                position_ = index;
                return read_string(start);
            }
            break;
        }
    }
    bool ascii = true;
    while (is_name_byte(text_[position_])) {
        ascii = ascii && static_cast<unsigned char>(text_[position_]) < 128;
        ++position_;
    }
    std::string_view name(text_.data() + start, position_ - start);
    if (!ascii && !check_identifier(start, name)) return false;
    push(ascii ? keyword_kind(name) : TokenKind::Name, start, position_);
    return true;
}

bool Tokenizer::check_identifier(size_t start, std::string_view name) {
    if (auto fault = find_utf8_fault(name)) return fail_undecodable(name, *fault);
    for (size_t index = 0; index < name.size();) {
        size_t at = index;
        char32_t character = next_code_point(name, index);
        if (at == 0 ? is_identifier_start(character) : is_identifier_continue(character)) continue;
        std::string shown;
        append_utf8(shown, character);
        position_ = start + index;
        if (is_printable(character)) {
            return fail("invalid character '" + shown + "' (" + format_code_point(character) + ")");
        }
        return fail("invalid non-printable character " + format_code_point(character));
    }
    return true;
}

// At the opening quote; the token starts at `start`, before the prefix.
bool Tokenizer::read_string(size_t start) {
    char quote = text_[position_];
    int first_lineno = lineno_;
    size_t first_line_start = line_start_;
    bool triple = text_[position_ + 1] == quote && text_[position_ + 2] == quote;
    position_ += triple ? 3 : 1;
    if (!triple && text_[position_] == quote) {
        ++position_;
        push(TokenKind::String, start, position_);
        return true;
    }
    size_t quotes = 0;
    size_t needed = triple ? 3 : 1;
    while (quotes < needed) {
        char c = text_[position_];
        bool ended = position_ >= text_.size();
        if (ended || (!triple && c == '\n')) {
            std::string detected = "(detected at line " + std::to_string(ended ? last_line() : lineno_) + ")";
            position_ = start + 1;
            lineno_ = first_lineno;
            line_start_ = first_line_start;
            return fail(
                (triple ? "unterminated triple-quoted string literal " : "unterminated string literal ") +
                detected);
        }
        ++position_;
        if (c == quote) {
            ++quotes;
            continue;
        }
        quotes = 0;
        if (c == '\n') {
            new_line(position_, true);
        } else if (c == '\\' && position_ < text_.size()) {
            if (text_[position_] == '\n') {
                new_line(position_ + 1, true);
            } else {
                ++position_;
            }
        }
    }
    Token& token = push(TokenKind::String, start, position_);
    token.lineno = first_lineno;
    token.col_offset = static_cast<int>(start - first_line_start);
    return true;
}

bool Tokenizer::read_operator() {
    size_t start = position_;
    OperatorMatch match = match_operator(text_.data() + start);
    position_ += static_cast<size_t>(match.length);
    char c = text_[start];
    switch (c) {
        case '(':
        case '[':
        case '{':
            if (brackets_.size() >= kMaxBrackets) return fail("too many nested parentheses");
            brackets_.push_back({c, lineno_, static_cast<int>(start - line_start_)});
            break;
        case ')':
        case ']':
        case '}': {
            if (brackets_.empty()) return fail(std::string("unmatched '") + c + "'");
            Bracket open = brackets_.back();
            brackets_.pop_back();
            bool matches = (open.character == '(' && c == ')') || (open.character == '[' && c == ']') ||
                           (open.character == '{' && c == '}');
            if (matches) break;
            std::string message = std::string("closing parenthesis '") + c +
                                  "' does not match opening parenthesis '" + open.character + "'";
            if (open.lineno != lineno_) message += " on line " + std::to_string(open.lineno);
            return fail(std::move(message));
        }
        default: break;
    }
    if (match.kind == TokenKind::Unknown && !is_printable(static_cast<unsigned char>(c))) {
        return fail("invalid non-printable character " + format_code_point(static_cast<unsigned char>(c)));
    }
    push(match.kind, start, position_);
    return true;
}

Token& Tokenizer::push(TokenKind kind, size_t start, size_t end) {
    Token& token = result_.tokens.emplace_back();
    token.lineno = token.end_lineno = lineno_;
    token.col_offset = static_cast<int>(start - line_start_);
    token.end_col_offset = static_cast<int>(end - line_start_);
    token.kind = kind;
    token.level = static_cast<uint8_t>(brackets_.size());
    token.start = static_cast<uint32_t>(start);
    token.end = static_cast<uint32_t>(end);
    saw_token_ = true;
    return token;
}

// At the end of the text the tokens stand on the last line, not behind it.
void Tokenizer::push_invisible(TokenKind kind) {
    Token& token = push(kind, position_, position_);
    token.has_column = false;
    if (position_ < text_.size()) return;
    if (text_.empty()) {
        token.lineno = token.end_lineno = 0;
        return;
    }
    token.lineno = token.end_lineno = last_line();
    if (token.lineno == lineno_) return;
    auto width = static_cast<int>(line_start_ - result_.line_starts[result_.line_starts.size() - 2]);
    token.col_offset = token.end_col_offset = width;
}

void Tokenizer::new_line(size_t start, bool joined) {
    position_ = line_start_ = start;
    ++lineno_;
    result_.line_starts.push_back(static_cast<uint32_t>(start));
    result_.joined_starts.push_back(joined ? result_.joined_starts.back() : static_cast<uint32_t>(start));
}

void Tokenizer::set_error(SyntaxError error, bool wins) {
    result_.error = std::move(error);
    result_.error_wins = wins;
    push(TokenKind::Error, position_, position_).has_column = false;
    if (brackets_.empty()) return;
    const Bracket& open = brackets_.back();
    result_.innermost_open = OpenBracket{open.character, open.lineno, open.column};
}

int Tokenizer::last_line() const {
    // A newline at the very end of the text does not start a line.
    return lineno_ - (line_start_ == text_.size() && line_start_ > 0 ? 1 : 0);
}

std::string Tokenizer::line_text(size_t start) const {
    size_t end = std::min(text_.find('\n', start), text_.size());
    return replace_undecodable(std::string_view(text_).substr(start, end - start));
}

// An error at the last character read; the end is the same place.
SyntaxError Tokenizer::error_here(std::string message) const {
    SyntaxError error;
    error.message = std::move(message);
    error.lineno = error.end_lineno = lineno_;
    error.offset = error.end_offset = count_characters({text_.data() + line_start_, position_ - line_start_});
    error.text = line_text(line_start_);
    return error;
}

bool Tokenizer::fail(std::string message) {
    set_error(error_here(std::move(message)), true);
    return false;
}

// An error reported by the state of reading: at the last of the characters read, up to `read_end`, with an
// end that CPython leaves unset. The parser reports it only if it gets there. The column counts from the
// start of the line, or of the line that it continues.
bool Tokenizer::fail_at_cursor(std::string message, size_t read_end, int end_offset, bool from_joined_start) {
    SyntaxError error;
    error.message = std::move(message);
    error.lineno = error.end_lineno = lineno_;
    size_t start = result_.joined_starts.back();
    error.offset = column_of(from_joined_start ? start : line_start_, read_end);
    error.end_offset = end_offset;
    size_t line_end = std::min(text_.find('\n', line_start_), text_.size() - 1);
    error.text = replace_undecodable(std::string_view(text_).substr(start, line_end + 1 - start));
    set_error(std::move(error), false);
    return false;
}

// What the parser makes a SyntaxError of, if it gets there.
bool Tokenizer::fail_undecodable(std::string_view name, const Utf8Fault& fault) {
    SyntaxError error;
    error.kind = ErrorKind::UnicodeDecodeError;
    error.message = describe_fault(name, fault);
    error.undecodable = name;
    set_error(std::move(error), true);
    result_.undecodable_name = true;
    return false;
}

// A 1-based column, in the unit in which the parser counts columns. What is no UTF-8 counts as CPython counts
// it: as many bytes as there are, but of the line as it is shown.
int Tokenizer::column_of(size_t line, size_t position) const {
    if (options_.columns_in_bytes) return static_cast<int>(position - line);
    size_t end = std::min(text_.find('\n', position), text_.size());
    std::string shown = replace_undecodable({text_.data() + line, end - line + (end < text_.size() ? 1 : 0)});
    return count_characters(std::string_view(shown).substr(0, position - line));
}

bool Tokenizer::fail_tabs() {
    fail_at_cursor("inconsistent use of tabs and spaces in indentation", line_start_ + 1, 0);
    result_.error->kind = ErrorKind::TabError;
    return false;
}

bool Tokenizer::fail_indentation(std::string message, bool at_line_start) {
    size_t line_end = std::min(text_.find('\n', position_), text_.size());
    fail_at_cursor(std::move(message), at_line_start ? line_start_ + 1 : std::min(line_end + 1, text_.size()),
                   at_line_start ? 0 : -1);
    result_.error->kind = ErrorKind::IndentationError;
    return false;
}

}  // namespace moult::compiler
