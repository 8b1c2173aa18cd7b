// The symbol table as text, in the words of the `symtable` module.
#pragma once

#include <string>

#include "compiler/symbols/symtable.h"

namespace moult::compiler {

// For each block a line with its kind, name, line and traits; a line for each of its names, in order, with
// what `symtable.Symbol` says of it; then the blocks inside of it, further to the right.
std::string describe_symbols(const SymbolTable& table);

}  // namespace moult::compiler
