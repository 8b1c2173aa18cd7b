// The patterns of the `tokenize` module: what kind of token begins at a place of a line, and where it ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moult::compiler {

inline constexpr size_t kNoMatch = static_cast<size_t>(-1);

struct TokenMatch {
    enum class Kind : uint8_t {
        kNone,       // nothing of the kind begins here
        kEnd,        // only blanks up to the end of the line
        kBackslash,  // a backslash and the newline behind it
        kNewline,
        kComment,
        kNumber,
        kTripleQuote,  // the opening quotes of a string, with its prefix
        kString,       // a string in one line; or, ending in a newline, its first line
        kName,
        kOperator,
    };
    Kind kind = Kind::kNone;
    size_t start = 0, end = 0;
    size_t quote = 0;  // of strings: where the opening quote is
};

// The token behind the blanks at `position`.
TokenMatch match_token(std::u32string_view line, size_t position);

// The end of a string whose inside begins (or goes on) at `position`: behind its closing quotes; kNoMatch
// when they are not in the line.
size_t end_of_string(std::u32string_view line, size_t position, char32_t quote, bool triple);

}  // namespace moult::compiler
