// The second pass of the symbol table: decides where each name lives.
#pragma once

#include <optional>

#include "compiler/symbols/symtable.h"

namespace moult::compiler {

// Sets the scope of every symbol in every block. An error is a `global` or `nonlocal` that cannot be, or that the blocks are
// nested too deep for the stack.
[[nodiscard]] std::optional<SyntaxError> resolve_scopes(SymbolTable& table, StackLimit stack_limit);

}  // namespace moult::compiler
