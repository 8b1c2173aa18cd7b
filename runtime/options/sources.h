// Where the values of options come from at the start: flags and variables. What is misspelt, out of range or
// impossible together is refused with one line that says what to change.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/options/options.h"

namespace moult {

// Every problem is one line without "moult: " before it, empty when there is none.

enum class FlagTaken : uint8_t { kNotAnOption, kTaken, kRefused };
// Takes arguments[*index] if it is an option's flag, and what follows if that is its value (--NAME=VALUE,
// --NAME VALUE; a switch is --NAME or --NAME=VALUE); *index is then at the last one taken.
FlagTaken take_flag(Options&, std::span<char* const> arguments, size_t* index, std::string* problem);

// The option of a flag; Option() when there is none.
Option find_flag(Options&, std::string_view flag);
// What to say of a flag that nobody knows, given those that somebody knows.
std::string refuse_flag(Options&, std::string_view flag, const std::vector<std::string>& known);
// The flags of all options.
std::vector<std::string> option_flags(Options&);

// Reads all variables that no flag has overruled. Names that begin with MOULT_ are the options' alone, so
// that one that is unknown is refused; an empty value counts as none.
[[nodiscard]] std::string read_variables(Options&, char* const* environment);

// Asks the checks of the options that are set.
[[nodiscard]] std::string check_options(Options&);

}  // namespace moult
