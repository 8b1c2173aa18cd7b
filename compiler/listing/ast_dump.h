// The tree as text, for `moult ast` and for comparison with the `ast` module. Works on every tree that the
// parser makes.
#pragma once

#include <string>

#include "compiler/ast.h"

namespace moult::compiler {

struct DumpOptions {
    bool attributes = true;  // the places of nodes
    int indent = 0;          // spaces a level; 0: all on one line
};

// The text that ast.dump() prints, but for constants, which are written in a neutral form that any program
// can read: None, True, False, Ellipsis; int:<hexadecimal>; float:<bits as 16 hexadecimal digits>;
// complex:<bits of the imaginary part>; str:<UTF-8 as hexadecimal, lone surrogates included>;
// bytes:<hexadecimal>. Flags are 0 and 1. Nodes nested deeper than 1000 levels are shown as "<too deep>".
std::string dump_ast(const ast::Mod* module, const DumpOptions& options = {});

}  // namespace moult::compiler
