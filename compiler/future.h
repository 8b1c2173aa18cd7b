// `from __future__ import ...`: which features a module asks for (PEP 236).
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ast.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

struct FutureFeatures {
    uint32_t flags = 0;  // CodeFlag's kCodeFuture... bits
    int last_line = -1;  // of the last future statement at the start of the module
    std::optional<SyntaxError> error;
};

// Future statements stand at the start of a module, behind at most a docstring. Those further down are an
// error that the code generator reports.
FutureFeatures find_future_features(const ast::Mod& module);

}  // namespace moult::compiler
