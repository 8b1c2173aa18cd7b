// Text to syntax tree: the whole grammar of Python 3.11. Knows nothing of scopes, bytecode or values.
// See the Python Language Reference, chapters 2 (lexical analysis), 6 to 10, and PEP 617, 634, 654, 701's
// predecessor PEP 498 for f-strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/stack_limit.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

enum class ParseMode : uint8_t { Exec, Eval, Single, FunctionType };

// Finds the characters that \N{name} stands for, as UTF-8 (more than one character for a named sequence).
// Returns false for an unknown name. The parser has no Unicode name table of its own, so the caller lends
// one.
using UnicodeNameLookup = bool (*)(void* context, std::string_view name, std::string& utf8);

struct ParseOptions {
    ParseMode mode = ParseMode::Exec;
    bool barry_as_bdfl = false;      // `<>` instead of `!=` (PEP 401)
    bool dont_imply_dedent = false;  // the interactive loop's input: a block ends only by an empty line
    int feature_version = 11;        // syntax that came later than this minor version of Python is an error
    bool type_comments = false;  // PEP 484's comments with types go into the tree, where the grammar has them
    bool allow_incomplete_input =
        false;                        // report "incomplete input" where more text could complete the program
    std::string_view file_name = {};  // of a script that is run, for the message about undecodable bytes
    UnicodeNameLookup name_lookup = nullptr;
    void* name_lookup_context = nullptr;
    StackLimit stack_limit = nullptr;  // below it the error is a MemoryError, as for too deep a nesting
};

struct ParseResult {
    ast::Mod* module = nullptr;  // Module, Expression, Interactive or FunctionType by the mode; null exactly
                                 // when there is an error
    std::optional<SyntaxError> error;
    std::vector<SyntaxWarningRecord> warnings;  // in source order; also filled when there is an error

    explicit operator bool() const { return module != nullptr; }
};

// Parses the bytes of a source file: a UTF-8 byte order mark or a PEP 263 cookie gives the encoding, else
// UTF-8. Without either, errors of the grammar count columns in bytes, as CPython's do. The tree lives in the
// arena and does not refer to the source. Time is linear in the source for programs without errors.
[[nodiscard]] ParseResult parse_source(std::string_view bytes, const ParseOptions& options, Arena& arena);

// Parses text that is decoded already (a Python str): UTF-8 without lone surrogates. An encoding cookie is
// ignored.
[[nodiscard]] ParseResult parse_text(std::string_view utf8, const ParseOptions& options, Arena& arena);

}  // namespace moult::compiler
