// What a docstring is.
#pragma once

#include "compiler/ast.h"

namespace moult::compiler {

// The expression that is the body's docstring (a plain string as its first statement), or null.
inline ast::Constant* find_docstring(ast::Seq<ast::Stmt*> body) {
    if (body.empty()) return nullptr;
    auto* statement = ast::as<ast::ExprStmt>(body[0]);
    auto* constant = statement == nullptr ? nullptr : ast::as<ast::Constant>(statement->value);
    bool is_string = constant != nullptr && std::holds_alternative<std::string>(constant->value.value);
    return is_string ? constant : nullptr;
}

}  // namespace moult::compiler
