// Names of characters, for \N{...}, the error handler namereplace and the module unicodedata. They come from
// the ICU library, which is opened on the first question: loading it takes 20 ms, and hardly a program asks.
#pragma once

#include <string>
#include <string_view>

namespace moult::unicode {

// The character of this name or alias, in upper or lower case (UnicodeData.txt, NameAliases.txt). False:
// unknown, or the ICU library is missing.
bool find_by_name(std::string_view name, char32_t* character);
// The name, without aliases; empty when the character has none.
std::string name_of(char32_t character);

}  // namespace moult::unicode
