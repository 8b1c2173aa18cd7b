// How the parser reports an error: places in characters, the source line, and which of several errors wins.
#include <algorithm>

#include "compiler/parser/parser_impl.h"
#include "compiler/utf8.h"

namespace moult::compiler {

using namespace ast;

std::string Parser::line_text(int lineno) const {
    int index = lineno - (origin_ != nullptr ? origin_->starting_lineno : 1);
    if (index < 0 || index >= static_cast<int>(tokenized_.line_starts.size())) return {};
    size_t start = tokenized_.line_starts[static_cast<size_t>(index)];
    size_t end = std::min(text_.find('\n', start), text_.size());
    return replace_undecodable(std::string_view(text_).substr(start, end - start));
}

// The line as the error shows it. While the tokenizer has not read past it, that is what its buffer holds:
// the line with its newline, and the lines before that it continues.
std::string Parser::error_line(int lineno) const {
    if (tokens_[furthest_].end_lineno > lineno) return line_text(lineno);
    int index = lineno - (origin_ != nullptr ? origin_->starting_lineno : 1);
    if (index < 0 || index >= static_cast<int>(tokenized_.line_starts.size())) return {};
    size_t line_start = tokenized_.line_starts[static_cast<size_t>(index)];
    size_t start = tokenized_.joined_starts[static_cast<size_t>(index)];
    size_t newline = text_.find('\n', line_start);
    std::string line = text_.substr(start, newline == std::string::npos ? newline : newline + 1 - start);
    if (origin_ != nullptr && newline == std::string::npos) line += '\n';
    return replace_undecodable(line);
}

// A 1-based column in bytes as errors give it. In characters of a line it is at most one past the line's end.
int Parser::to_column(const std::string& line, int bytes) const {
    if (bytes < 0 || columns_in_bytes_) return bytes;
    size_t wanted = std::min(static_cast<size_t>(bytes), line.size() + 1);
    return count_characters({line.data(), std::min(wanted, line.size())}) + (wanted > line.size() ? 1 : 0);
}

// Columns are 1-based, in bytes; 0 and -1 are given on as they are.
std::nullptr_t Parser::raise_range(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                                   std::string message) {
    if (failed()) return nullptr;
    if (raise_broken_end()) return nullptr;
    set_error(kind, lineno, column, end_lineno, end_column, std::move(message));
    return nullptr;
}

SyntaxError Parser::error_at(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                             std::string message) const {
    if (origin_ != nullptr) {
        column -= origin_->starting_col_offset;
        end_column -= origin_->starting_col_offset;
        message = "f-string: " + message;
    }
    SyntaxError error;
    error.kind = kind;
    error.message = std::move(message);
    error.text = error_line(lineno);
    error.lineno = lineno;
    error.offset = to_column(*error.text, column);
    error.end_lineno = end_lineno;
    error.end_offset = to_column(*error.text, end_column);
    return error;
}

void Parser::set_error(ErrorKind kind, int lineno, int column, int end_lineno, int end_column,
                       std::string message) {
    error_ = error_at(kind, lineno, column, end_lineno, end_column, std::move(message));
}

std::nullptr_t Parser::raise_at(const Location& where, std::string message) {
    return raise_range(ErrorKind::SyntaxError, where.lineno, where.col_offset + 1, where.end_lineno,
                       where.end_col_offset + 1, std::move(message));
}

// At a token; one that has no column is shown at column 0.
std::nullptr_t Parser::raise_at_token(const Token& where, std::string message) {
    if (where.has_column) return raise_at(where, std::move(message));
    return raise_range(ErrorKind::SyntaxError, where.lineno, 0, where.end_lineno, 0, std::move(message));
}

std::nullptr_t Parser::raise_from(const Location& where, std::string message) {
    const Token& last = tokens_[furthest_];
    return raise_range(ErrorKind::SyntaxError, where.lineno, where.col_offset + 1, last.end_lineno,
                       last.end_col_offset, std::move(message));
}

// Where no better place is known: the last token that was read.
std::nullptr_t Parser::raise_at_last_token(ErrorKind kind, std::string message) {
    return raise_at_end(tokens_[furthest_], kind, std::move(message));
}

std::nullptr_t Parser::raise_at_end(const Token& last, ErrorKind kind, std::string message) {
    if (last.has_column) {
        return raise_range(kind, last.lineno, last.col_offset + 1, last.end_lineno, last.end_col_offset + 1,
                           std::move(message));
    }
    return raise_range(kind, last.lineno, last.col_offset, last.end_lineno, -1, std::move(message));
}

bool Parser::is_allowed(int minor, const char* what, const Token& where) {
    if (options_.feature_version >= minor) return true;
    furthest_ = static_cast<size_t>(&where - tokens_);
    raise_at_end(where, ErrorKind::SyntaxError,
                 std::string(what) + " only supported in Python 3." + std::to_string(minor) + " and greater");
    return false;
}

void Parser::raise_memory_error() {
    if (!failed()) error_.emplace().kind = ErrorKind::MemoryError;
}

void Parser::raise_unclosed_bracket() {
    const OpenBracket& open = *tokenized_.innermost_open;
    int column =
        open.column +
        (origin_ != nullptr && open.lineno == origin_->starting_lineno ? origin_->starting_col_offset : 0);
    set_error(ErrorKind::SyntaxError, open.lineno, column + 1, open.lineno, 0,
              std::string("'") + open.character + "' was never closed");
}

// Nothing better is known than where the first run stopped.
void Parser::raise_generic(size_t furthest) {
    const Token& last = tokens_[furthest];
    switch (last.kind) {
        case Kind::Indent: raise_at_last_token(ErrorKind::IndentationError, "unexpected indent"); return;
        case Kind::Dedent: raise_at_last_token(ErrorKind::IndentationError, "unexpected unindent"); return;
        default: break;
    }
    raise_at_token(last, "invalid syntax");
    prefer_tokenizer_error();
}

// Whether more text could make the program complete: the tokenizer had to read to the end.
bool Parser::needs_more_input() const {
    const Token& last = tokens_[furthest_];
    if (last.kind == Kind::Error) {
        return tokenized_.error->message.starts_with("unterminated ") ||
               tokenized_.error->message.starts_with("unexpected EOF");
    }
    return last.end >= text_.size();
}

// In the mode for a single statement: something but blank lines and comments follows it.
bool Parser::has_more_statements() const {
    bool comment = false;
    for (size_t index = previous().end; index < text_.size(); ++index) {
        char c = text_[index];
        if (c == '\n') comment = false;
        if (c == '#') comment = true;
        if (!comment && c != ' ' && c != '\t' && c != '\n' && c != '\f') return true;
    }
    return false;
}

void Parser::raise_incomplete_input() {
    const Token& last = tokens_[furthest_];
    error_.reset();
    int start = last.has_column ? last.col_offset + 1 : last.col_offset;
    int end = last.has_column ? last.end_col_offset + 1 : -1;
    set_error(ErrorKind::SyntaxError, last.lineno, start, last.end_lineno, end, "incomplete input");
}

// Whether the parse has read the token behind which there are no more, and told why.
bool Parser::raise_broken_end() {
    switch (tokens_[furthest_].kind) {
        case Kind::Error: {
            error_ = tokenized_.error;
            if (!tokenized_.undecodable_name) return true;
            const Token& name = tokens_[furthest_];
            set_error(ErrorKind::SyntaxError, name.lineno, name.col_offset, name.lineno, -1,
                      "(unicode error) " + tokenized_.error->message);
            if (origin_ != nullptr) error_->offset = error_->end_offset = 0;
            return true;
        }
        case Kind::UnclosedEnd: raise_unclosed_bracket(); return true;
        default: return false;
    }
}

// An error in the tokens, even behind the parser's, is the better explanation; so is an open bracket on an
// earlier line.
void Parser::prefer_tokenizer_error() {
    if (error_->kind == ErrorKind::MemoryError) return;
    furthest_read_ = tokenized_.tokens.size() - 1;
    if (tokenized_.error && tokenized_.error_wins) {
        error_ = tokenized_.error;
    } else if (tokenized_.innermost_open && tokens_[furthest_].lineno > tokenized_.innermost_open->lineno) {
        furthest_ = tokenized_.tokens.size() - 1;
        raise_unclosed_bracket();
    }
}

}  // namespace moult::compiler
