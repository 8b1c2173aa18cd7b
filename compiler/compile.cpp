// The stages of compilation, one after the other.
#include "compiler/compile.h"

#include "compiler/codegen/code_generator.h"
#include "compiler/future.h"
#include "compiler/opcode.h"
#include "compiler/optimizer/ast_optimizer.h"
#include "compiler/symbols/symtable.h"

namespace moult::compiler {

CompileResult compile(ast::Mod* module, Arena& arena, const CompileOptions& options) {
    CompileResult result;
    FutureFeatures future = find_future_features(*module);
    result.future_flags = options.flags | future.flags;
    if (future.error) {
        result.error = std::move(future.error);
        return result;
    }
    AstOptimizerOptions optimizer;
    optimizer.optimize = options.optimize;
    optimizer.postponed_annotations = (result.future_flags & kCodeFutureAnnotations) != 0;
    optimizer.recursion_limit = options.recursion_limit;
    optimizer.stack_limit = options.stack_limit;
    if ((result.error = optimize_ast(*module, arena, optimizer))) return result;

    SymbolTableResult symbols =
        build_symbol_table(*module, arena, result.future_flags, options.recursion_limit, options.stack_limit);
    if (!symbols.table) {
        result.error = std::move(symbols.error);
        return result;
    }
    CodeGenerator generator(*symbols.table, arena, options, future);
    result.code = generator.generate(*module);
    result.warnings = generator.take_warnings();
    result.error = generator.take_error();
    if (result.error) result.code = nullptr;
    return result;
}

}  // namespace moult::compiler
