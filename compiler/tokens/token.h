// The tokens of Python 3.11: one table of kinds. Knows nothing of how they are found.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/ast.h"

namespace moult::compiler {

// Operators and delimiters: enumerator, spelling.
// clang-format off
#define MOULT_OPERATOR_TOKENS(X) \
    X(LeftParen, "(") X(RightParen, ")") X(LeftBracket, "[") X(RightBracket, "]") X(LeftBrace, "{") \
    X(RightBrace, "}") X(Colon, ":") X(Comma, ",") X(Semicolon, ";") X(Plus, "+") X(Minus, "-") \
    X(Star, "*") X(Slash, "/") X(VerticalBar, "|") X(Ampersand, "&") X(Less, "<") X(Greater, ">") \
    X(Equal, "=") X(Dot, ".") X(Percent, "%") X(EqualEqual, "==") X(NotEqual, "!=") \
    X(LessEqual, "<=") X(GreaterEqual, ">=") X(Tilde, "~") X(Circumflex, "^") X(LeftShift, "<<") \
    X(RightShift, ">>") X(DoubleStar, "**") X(PlusEqual, "+=") X(MinusEqual, "-=") \
    X(StarEqual, "*=") X(SlashEqual, "/=") X(PercentEqual, "%=") X(AmpersandEqual, "&=") \
    X(VerticalBarEqual, "|=") X(CircumflexEqual, "^=") X(LeftShiftEqual, "<<=") \
    X(RightShiftEqual, ">>=") X(DoubleStarEqual, "**=") X(DoubleSlash, "//") \
    X(DoubleSlashEqual, "//=") X(At, "@") X(AtEqual, "@=") X(Arrow, "->") X(Ellipsis, "...") \
    X(ColonEqual, ":=")
// clang-format on

// Reserved words: enumerator, spelling. `match`, `case` and `_` are names; only the parser knows better.
// clang-format off
#define MOULT_KEYWORD_TOKENS(X) \
    X(False, "False") X(None, "None") X(True, "True") X(And, "and") X(As, "as") X(Assert, "assert") \
    X(Async, "async") X(Await, "await") X(Break, "break") X(Class, "class") X(Continue, "continue") \
    X(Def, "def") X(Del, "del") X(Elif, "elif") X(Else, "else") X(Except, "except") \
    X(Finally, "finally") X(For, "for") X(From, "from") X(Global, "global") X(If, "if") \
    X(Import, "import") X(In, "in") X(Is, "is") X(Lambda, "lambda") X(Nonlocal, "nonlocal") \
    X(Not, "not") X(Or, "or") X(Pass, "pass") X(Raise, "raise") X(Return, "return") X(Try, "try") \
    X(While, "while") X(With, "with") X(Yield, "yield")
// clang-format on

enum class TokenKind : uint8_t {
    EndMarker,
    Newline,
    Indent,
    Dedent,
    Name,
    Number,
    String,
    Unknown,      // a character that starts no token: `?`, `$`, `!`, a backquote
    TypeComment,  // `# type: ...`, where such are asked for
    UnclosedEnd,  // the end of the text inside of brackets
    Error,        // where the tokenizer gave up
#define MOULT_TOKEN_ENUMERATOR(name, spelling) name,
    MOULT_OPERATOR_TOKENS(MOULT_TOKEN_ENUMERATOR)
#undef MOULT_TOKEN_ENUMERATOR
#define MOULT_TOKEN_ENUMERATOR(name, spelling) Keyword##name,
        MOULT_KEYWORD_TOKENS(MOULT_TOKEN_ENUMERATOR)
#undef MOULT_TOKEN_ENUMERATOR
};

// A token and its place; see ast::Location for the units. Indent, Dedent and EndMarker have no extent and
// `has_column` false: CPython gives them no column.
struct Token : ast::Location {
    TokenKind kind = TokenKind::EndMarker;
    uint8_t level = 0;  // how many brackets are open after the token
    bool has_column = true;
    uint32_t start = 0;  // offsets into the tokenizer's text
    uint32_t end = 0;
};

inline bool is_keyword(TokenKind kind) {
    return kind >= TokenKind::KeywordFalse;
}

// The keyword spelled so, or Name.
TokenKind keyword_kind(std::string_view word);

// The operator of one to three characters at the start of the text and its length, or Unknown and 1.
struct OperatorMatch {
    TokenKind kind;
    int length;
};
OperatorMatch match_operator(const char* text);

}  // namespace moult::compiler
