// The words of the text form that printing and parsing share. See docs/jit.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jit/ir/ir.h"

namespace moult::jit {

// "any", "int", "float", "bool", "none", "empty", "object", or the name of a builtin kind.
std::string type_text(ValueType);
std::optional<ValueType> type_of_text(std::string_view);

// Which fields of a node its text shows.
bool shows_number(Op);
bool shows_frame(Op);
bool shows_info(Op);

// Instructions of traces that were parsed have no Executable: their addresses are made up from their numbers.
inline const interp::Instr* made_up_instruction(uint64_t number) {
    return reinterpret_cast<const interp::Instr*>((number + 1) * sizeof(interp::Instr));
}

}  // namespace moult::jit
