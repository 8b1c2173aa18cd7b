// The tree as text: what the `ast` module's dump() returns.
#pragma once

#include <optional>
#include <string>

#include "compiler/ast.h"

namespace moult::compiler {

struct DumpOptions {
    bool attributes = false;    // the places of nodes (include_attributes)
    std::optional<int> indent;  // spaces a level; none: all on one line
};

// The text of ast.dump(). Nodes nested deeper than 3000 levels are shown as "<too deep>".
std::string dump_ast(const ast::Mod* module, const DumpOptions& options);

}  // namespace moult::compiler
