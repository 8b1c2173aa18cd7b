// Syntax tree to code object: future statements, constant folding, symbol table, code generation, assembly.
// Knows nothing of source text, heaps or interpreters. The output equals CPython 3.11's, byte for byte.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/code_unit.h"
#include "compiler/stack_limit.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

struct CompileOptions {
    std::string filename = "<string>";
    int optimize = 0;                    // 0; 1 drops asserts (-O); 2 drops docstrings too (-OO)
    uint32_t flags = 0;                  // future features that the code inherits (CodeFlag's kCodeFuture...)
    bool allow_top_level_await = false;  // ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    int recursion_limit = 3000;          // deepest nesting of nodes; beyond it the error is a RecursionError
    StackLimit stack_limit = nullptr;    // below it, too
};

struct CompileResult {
    std::shared_ptr<const CodeUnit> code;  // null exactly when there is an error
    std::optional<SyntaxError> error;
    std::vector<SyntaxWarningRecord>
        warnings;               // in the order of their finding; also filled when there is an error
    uint32_t future_flags = 0;  // the flags given, and those of the module's own future statements

    explicit operator bool() const { return code != nullptr; }
};

// Compiles a whole module, an expression or an interactive statement. The tree is changed: constants are
// folded in place, in the arena. Errors and warnings carry positions as CPython reports them here: offsets
// count UTF-8 bytes from 1 (the parser's count characters), and `text` is absent, for the caller who has the
// file to fill in.
[[nodiscard]] CompileResult compile(ast::Mod* module, Arena& arena, const CompileOptions& options);

}  // namespace moult::compiler
