// The values of options as text: reading with checks, printing, JSON, and what a value may be.
#pragma once

#include <string>
#include <string_view>

#include "runtime/options/options.h"

namespace moult {

// Fills the field from a text. Otherwise the field stays as it is, and the result says what the value must
// be. The names of a set are separated by commas, the texts of a list by colons.
[[nodiscard]] std::string read_value(const OptionRow&, std::string_view text, void* field);
// The text that read_value makes the same value of.
std::string value_text(const OptionRow&, const void* field);

// As JSON: true, 12, "arena", ["ir", "asm"].
std::string value_json(const OptionRow&, const void* field);
std::string json_string(std::string_view text);
std::string names_json(const std::vector<std::string>& names);

// "N", "DIR", "NAME,..."; empty for switches.
std::string value_placeholder(const OptionRow&);
// "a number from 1 to 65535", "baseline, adaptive or jit". Choices that need a part that `options` do not
// have are left out; very many are not listed.
std::string allowed_values(const OptionRow&, const Options&);
// Whether the part that a choice needs is there.
bool is_available(const OptionRow&, size_t choice, const Options&);

// What to say of a name that is none of the choices.
std::string unknown_choice(const std::string& name, const std::vector<std::string>& choices);
// The index of a choice, or -1.
int find_choice(const OptionRow&, std::string_view name);

// The candidate that `word` is most likely a misspelling of; empty when it is like none.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace moult
