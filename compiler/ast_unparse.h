// Expressions back to source text, as the strings of postponed annotations have it (PEP 563).
#pragma once

#include <string>

#include "compiler/ast.h"

namespace moult::compiler {

// The expression's normalized source: spaces and parentheses are set anew, strings quoted anew. The depth of
// the tree has been checked before.
std::string unparse(const ast::Expr& expression);

}  // namespace moult::compiler
