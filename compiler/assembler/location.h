// The place of code that has none.
#pragma once

#include "compiler/ast.h"

namespace moult::compiler {

// Where code without a place in the source stands ("artificial" code, such as a loop's jump back). It takes
// the place of what runs before it, where that is unambiguous.
inline constexpr ast::Location kNoLocation{-1, -1, -1, -1};

}  // namespace moult::compiler
