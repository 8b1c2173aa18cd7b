// Reading a module's future statements.
#include "compiler/future.h"

#include <algorithm>
#include <array>

#include "compiler/diagnostics.h"
#include "compiler/opcode.h"
#include "compiler/symbols/docstring.h"

namespace moult::compiler {

namespace {

constexpr std::string_view kMandatoryFeatures[] = {
    "nested_scopes",  "generators",     "division",         "absolute_import",
    "with_statement", "print_function", "unicode_literals", "generator_stop",
};

SyntaxError error_at_start(const ast::Location& where, std::string message, int offset) {
    SyntaxError error;
    error.message = std::move(message);
    error.lineno = where.lineno;
    error.offset = offset;
    error.end_lineno = where.lineno;
    error.placed_late = true;
    return error;
}

void read_statement(const ast::ImportFrom& statement, FutureFeatures& features) {
    for (const ast::Alias* alias : statement.names) {
        if (std::find(std::begin(kMandatoryFeatures), std::end(kMandatoryFeatures), alias->name) !=
            std::end(kMandatoryFeatures)) {
            continue;
        }
        if (alias->name == "barry_as_FLUFL") {
            features.flags |= kCodeFutureBarryAsBdfl;
        } else if (alias->name == "annotations") {
            features.flags |= kCodeFutureAnnotations;
        } else {
            std::string message = alias->name == "braces"
                                      ? "not a chance"
                                      : "future feature " + std::string(alias->name) + " is not defined";
            features.error = error_at_start(statement, std::move(message), statement.col_offset + 1);
            return;
        }
    }
    features.last_line = statement.lineno;
}

}  // namespace

FutureFeatures find_future_features(const ast::Mod& module) {
    FutureFeatures features;
    ast::Seq<ast::Stmt*> body;
    if (auto* exec = ast::as<ast::Module>(&module)) {
        body = exec->body;
    } else if (auto* single = ast::as<ast::Interactive>(&module)) {
        body = single->body;
    }
    bool started = false;  // a statement of another kind has been seen
    int line_before = 0;
    for (size_t index = find_docstring(body) != nullptr ? 1 : 0; index < body.size(); ++index) {
        const ast::Stmt& statement = *body[index];
        if (started && statement.lineno > line_before) break;
        line_before = statement.lineno;
        auto* import = ast::as<ast::ImportFrom>(&statement);
        if (import == nullptr || import->module != "__future__") {
            started = true;
            continue;
        }
        if (started) {  // on one line, behind something else
            features.error =
                error_at_start(statement, "from __future__ imports must occur at the beginning of the file",
                               statement.col_offset);
            break;
        }
        read_statement(*import, features);
        if (features.error) break;
    }
    return features;
}

}  // namespace moult::compiler
