// Making the compiler's errors, with positions as CPython gives them.
#pragma once

#include <string>
#include <utility>

#include "compiler/ast.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

// A SyntaxError at a node: offsets count UTF-8 bytes from 1.
inline SyntaxError syntax_error_at(const ast::Location& where, std::string message) {
    SyntaxError error;
    error.message = std::move(message);
    error.lineno = where.lineno;
    error.offset = where.col_offset + 1;
    error.end_lineno = where.end_lineno;
    error.end_offset = where.end_col_offset + 1;
    return error;
}

// The same by the symbol table and the future statements, where CPython adds the place to a finished
// exception.
inline SyntaxError late_syntax_error_at(const ast::Location& where, std::string message) {
    SyntaxError error = syntax_error_at(where, std::move(message));
    error.placed_late = true;
    return error;
}

inline SyntaxError recursion_error() {
    SyntaxError error;
    error.kind = ErrorKind::RecursionError;
    error.message = "maximum recursion depth exceeded during compilation";
    return error;
}

// "name 'x' ...": the quotes that names have in messages.
inline std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

}  // namespace moult::compiler
