// The parser of one run of adjacent string literals; shared by parser_strings.cpp and parser_fstring.cpp
// only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/literals.h"
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

class StringRun {
  public:
    // The tokens are consecutive; the parser stands behind them.
    StringRun(Parser& parser, const Token* first, const Token* last)
        : parser_(parser), first_(first), last_(last), token_(first) {}

    // A Constant or a JoinedStr; null with the parser's error set on failure.
    ast::Expr* parse();

  private:
    using Expr = ast::Expr;
    struct Literal {
        std::string_view body;
        bool raw = false;
        bool bytes = false;
        bool formatted = false;
    };

    Literal split(const Token& part) const;
    bool add_bytes(const Literal& literal);
    bool add_text(const Literal& literal);
    bool decode(std::string_view body, bool raw, std::string& out);
    bool report(const EscapeFindings& findings);
    bool may_warn();
    void warn(std::string message);

    // f-strings (parser_fstring.cpp). The cursor runs over the token's text. Literal text collects in
    // `pending` until an expression or the end; `level` counts nested format specifications.
    bool parse_parts(const char*& cursor, const char* end, bool raw, int level, std::vector<Expr*>& values,
                     std::string& pending);
    bool parse_literal(const char*& cursor, const char* end, bool raw, int level, std::string& pending);
    bool parse_replacement(const char*& cursor, const char* end, bool raw, int level,
                           std::vector<Expr*>& values, std::string& pending);
    bool skip_expression(const char*& cursor, const char* end);
    Expr* compile_expression(const char* brace, const char* start, const char* end, char terminator);
    void count_lines(const char* up_to);
    bool fail(std::string message);

    ast::Location where() const;
    Expr* constant(Constant::Variant value);
    void flush(std::vector<Expr*>& values, std::string& pending);
    Expr* joined(std::vector<Expr*>& values, std::string& pending);

    Parser& parser_;
    const Token* first_;
    const Token* last_;
    const Token* token_;  // the one in work
    std::vector<Expr*> values_;
    std::string pending_;
    std::optional<bool> may_warn_;  // unknown until there is something to warn of
    bool formatted_ = false;
    bool ends_specification_ = false;
    // How far newlines are counted: where, in which token, their number, and the last one (or the token's
    // start).
    const char* counted_ = nullptr;
    const Token* counted_token_ = nullptr;
    int counted_lines_ = 0;
    const char* counted_line_ = nullptr;
};

}  // namespace moult::compiler
