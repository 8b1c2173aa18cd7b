// Tokens as the `tokenize` module of the standard library defines them: with comments, blank lines and the
// encoding, line by line, and by other rules than the tokenizer whose tokens the parser reads (tokenizer.h).
// What starts no token becomes an ERRORTOKEN; only what never ends is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moult::compiler {

struct LexicalToken {
    std::string_view type;  // the exact type: "NAME", "LPAR", "NL", "ERRORTOKEN"; static text
    std::string text;       // UTF-8
    int lineno, column;     // lines count from 1, columns count characters from 0
    int end_lineno, end_column;
};

struct LexicalError {
    enum class Kind : uint8_t {
        kPlace,     // at `lineno` and `column`
        kEncoding,  // of the declaration of the encoding, for the file as a whole
        kDecoding,  // bytes that are not in that encoding
    };
    Kind kind = Kind::kPlace;
    std::string message;
    int lineno = 0, column = 0;
};

struct LexicalTokens {
    std::vector<LexicalToken> tokens;  // those before the error, if there is one
    std::optional<LexicalError> error;
};

// Of the bytes of a file, whose name is only for messages. Linear in the source.
LexicalTokens lexical_tokens_of_file(std::string_view bytes, std::string_view file_name);
// Of decoded text (UTF-8): as of a file, but there is no ENCODING token, and no cookie counts.
LexicalTokens lexical_tokens_of_text(std::string_view utf8);

}  // namespace moult::compiler
