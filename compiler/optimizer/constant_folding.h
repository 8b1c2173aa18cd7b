// Arithmetic on constants at compile time, within CPython 3.11's limits on the size of results.
// Knows nothing of nodes. An operation that would raise an exception, or whose result would be too large, is
// left for run time.
#pragma once

#include <optional>

#include "compiler/ast.h"
#include "compiler/constants.h"

namespace moult::compiler {

std::optional<Constant> fold_unary(ast::UnaryOperator op, const Constant& operand);
std::optional<Constant> fold_binary(ast::Operator op, const Constant& left, const Constant& right);
std::optional<Constant> fold_subscript(const Constant& container, const Constant& index);

}  // namespace moult::compiler
