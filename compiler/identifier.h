// Which characters make identifiers (PEP 3131), and their normal form. Knows nothing of tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moult::compiler {

// The Unicode properties XID_Start (with '_') and XID_Continue.
bool is_identifier_start(char32_t character);
bool is_identifier_continue(char32_t character);

// What str.isprintable() says of one character.
bool is_printable(char32_t character);

// The name in the normal form NFKC. The name must be valid UTF-8.
std::string normalize_identifier(std::string_view name);

// The next code point of UTF-8 text and the position after it. The text must be valid UTF-8, lone surrogates
// allowed, and the position inside of it.
char32_t next_code_point(std::string_view text, size_t& position);

// Appends the code point in UTF-8, surrogates included.
void append_utf8(std::string& text, char32_t character);

}  // namespace moult::compiler
