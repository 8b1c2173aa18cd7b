// "%s and %r" % (a, b): formatting with simple formats becomes an f-string at compile time.
#pragma once

#include <string_view>

#include "compiler/arena.h"
#include "compiler/ast.h"

namespace moult::compiler {

// The JoinedStr that formats the items as `format` says; null where only the real operation will do: other
// formats than %s, %r and %a, other numbers of items, or starred ones.
ast::JoinedStr* fold_percent_format(std::string_view format, const ast::Tuple& items,
                                    const ast::Location& where, Arena& arena);

}  // namespace moult::compiler
