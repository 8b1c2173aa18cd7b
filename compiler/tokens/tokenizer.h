// Text to tokens: the lexical analysis of Python 3.11 (Python Language Reference, chapter 2).
// Knows nothing of the grammar. The whole text is tokenized at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax_error.h"
#include "compiler/tokens/token.h"

namespace moult::compiler {

struct TokenizerOptions {
    bool imply_newline_at_end = false;  // interactive input: the end of the text stands for an empty line
    bool imply_dedent_at_end = true;    // ... and it ends all blocks
    bool type_comments = false;         // comments with types are tokens, but for `# type: ignore`
    bool async_is_a_name = false;  // as before Python 3.7: so is await, but for what is in an `async def`
    int first_lineno = 1;
    bool is_program = false;        // a file that is run: CPython forgets each line as it reads the next
    bool columns_in_bytes = false;  // of errors that are the parser's to report; else in characters
};

// A bracket that was never closed.
struct OpenBracket {
    char character = '\0';
    int lineno = 0;
    int column = 0;  // in bytes
};

// A comment `# type: ignore`; its tag is what follows.
struct TypeIgnoreComment {
    int lineno = 0;
    std::string_view tag;  // in the tokenizer's text
};

// The result. The last token is EndMarker; or UnclosedEnd if the text ends inside of brackets
// (`innermost_open` says which); or Error, if there is one.
struct TokenizedText {
    std::vector<Token> tokens;
    std::optional<SyntaxError> error;
    bool error_wins = false;  // over an error of the grammar before it
    // The error is a name that is no UTF-8. A parser that has reached it tells so by its own error, at the
    // token.
    bool undecodable_name = false;
    std::optional<OpenBracket> innermost_open;
    std::vector<SyntaxWarningRecord> warnings;
    std::vector<uint32_t> line_starts;  // the offset of each line; the first is line `first_lineno`
    // For each line where the line begins of which it is a continuation, by a backslash or inside of a
    // string.
    std::vector<uint32_t> joined_starts;
    std::vector<TypeIgnoreComment> type_ignores;  // where comments with types are asked for
};

// The text must be UTF-8 with '\n' newlines, without NUL, and be followed by a NUL (as std::string is).
// Faulty UTF-8 is an error in a name; strings and comments are given on as they are. Never fails but for the
// error in the result. Linear in the text.
TokenizedText tokenize(const std::string& text, const TokenizerOptions& options);

}  // namespace moult::compiler
