// Folds constants in the syntax tree before code is generated, as CPython 3.11 does.
// Knows nothing of scopes and instructions.
#pragma once

#include <optional>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/stack_limit.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

struct AstOptimizerOptions {
    int optimize = 0;  // the value of __debug__ is `optimize == 0`
    bool postponed_annotations = false;
    int recursion_limit = 3000;
    StackLimit stack_limit = nullptr;
};

// Changes the tree in place; new nodes go to the arena. The error can only be too deep a nesting.
[[nodiscard]] std::optional<SyntaxError> optimize_ast(ast::Mod& module, Arena& arena,
                                                      const AstOptimizerOptions& options);

}  // namespace moult::compiler
