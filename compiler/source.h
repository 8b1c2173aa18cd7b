// From the bytes of a source file to its text: byte order mark, encoding cookie (PEP 263), newlines.
// Knows nothing of tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/syntax_error.h"

namespace moult::compiler {

struct DecodedSource {
    std::string text;
    bool declares_encoding = false;  // by a byte order mark or a cookie
};

// Decodes the source into UTF-8. An error for an unknown encoding, for bytes that are undecodable in it, and
// for NUL. A source in UTF-8 that is not a file being run is taken as it is, faults included: CPython finds
// them only in names and strings. The file name is only for the error message, and empty where the source is
// not a file that is being run: CPython words the errors of such files differently and gives them no
// position.
[[nodiscard]] std::optional<SyntaxError> decode_source(std::string_view bytes, std::string_view file_name,
                                                       DecodedSource& source);

// The encoding that the source declares in its first two lines, or "utf-8".
std::string declared_encoding(std::string_view bytes);

// The cookie of one line: what follows `coding` and `:` or `=` in a comment. Empty: none.
std::string_view encoding_cookie(std::string_view line);
// The well-known spellings of the two most usual encodings in one spelling each; others as written.
std::string normalized_encoding(std::string_view name);
bool encoding_exists(const std::string& encoding);

// Decodes bytes, NUL included, into UTF-8. The result is nothing, or the message of a UnicodeDecodeError or,
// for an encoding that does not exist, of a SyntaxError.
[[nodiscard]] std::optional<std::string> decode_as(const std::string& encoding, std::string_view bytes,
                                                   std::string& text);

// Removes what stands behind a NUL, up to and with the next newline: how CPython reads the lines of a
// program.
void drop_behind_nul(std::string& bytes);

// CPython gives up a program with a long line that begins with NUL: the error, at the line before it.
[[nodiscard]] std::optional<SyntaxError> find_unreadable_line(std::string_view bytes);

// Turns "\r\n" and "\r" into "\n"; and, if asked, ends the text with a newline.
void normalize_newlines(std::string& text, bool end_with_newline);

}  // namespace moult::compiler
