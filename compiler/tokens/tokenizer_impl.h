// The tokenizer's state, shared by tokenizer.cpp and tokenizer_number.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/tokens/tokenizer.h"
#include "compiler/utf8.h"

namespace moult::compiler {

class Tokenizer {
  public:
    Tokenizer(const std::string& text, const TokenizerOptions& options, TokenizedText& result)
        : text_(text), options_(options), result_(result) {}
    void run();

  private:
    struct Indent {
        int column;
        int alternate;  // with tabs of width 1
    };
    struct Bracket {
        char character;
        int lineno;
        int column;
    };

    // Each returns false when reading is over: at the end, or with the error set.
    bool next_token();
    bool read_end();
    bool read_indentation();
    bool read_continuation(bool in_indentation);
    bool read_type_comment(size_t& comment);
    bool read_name();
    bool check_identifier(size_t start, std::string_view name);
    bool read_string(size_t start);
    bool read_operator();
    bool read_number();
    bool read_radix(size_t start, bool (*is_digit)(char), const char* name);
    bool read_decimal_part();
    bool read_fraction_and_exponent(size_t start);
    bool finish_number(size_t start, const char* kind);

    Token& push(TokenKind kind, size_t start, size_t end);
    void push_invisible(TokenKind kind);
    void new_line(size_t start, bool joined);
    int last_line() const;
    std::string line_text(size_t start) const;

    SyntaxError error_here(std::string message) const;
    // Each sets the error and returns false.
    void set_error(SyntaxError error, bool wins);
    bool fail(std::string message);
    bool fail_at_cursor(std::string message, size_t read_end, int end_offset, bool from_joined_start = false);
    int column_of(size_t line, size_t position) const;
    bool fail_undecodable(std::string_view name, const Utf8Fault& fault);
    bool fail_tabs();
    bool fail_indentation(std::string message, bool at_line_start);

    const std::string& text_;
    const TokenizerOptions& options_;
    TokenizedText& result_;
    size_t position_ = 0;
    size_t line_start_ = 0;
    int lineno_ = 1;
    int pending_ = 0;  // indents (positive) or dedents (negative) found and not yet given out
    bool at_line_start_ = true;
    bool blank_line_ = false;
    bool saw_token_ = false;
    std::vector<Indent> indents_{{0, 0}};
    std::vector<Bracket> brackets_;
};

}  // namespace moult::compiler
