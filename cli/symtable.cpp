// `moult symtable`: the scopes of a program and what its names are in each.
#include <CLI/CLI.hpp>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "compiler/future.h"
#include "compiler/listing/symbols_text.h"
#include "interp/code_builder.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "runtime/strings/str.h"

namespace moult::cli {

namespace {

constexpr int kRecursionLimit = 3000;  // of nesting, as in compile()

Status print_symbols(Thread& thread, const std::string& file, const std::string& source) {
    compiler::Arena arena;
    Ref<Str> name = TRY(make_str(thread, file));
    compiler::ast::Mod* module = interp::parse_bytes(thread, source, name.get(), {}, arena);
    if (!module) return kError;
    compiler::FutureFeatures future = compiler::find_future_features(*module);
    if (future.error) return interp::raise_front_end_error(thread, *future.error, name.get());
    compiler::SymbolTableResult symbols =
        compiler::build_symbol_table(*module, arena, future.flags, kRecursionLimit);
    if (!symbols.table) return interp::raise_front_end_error(thread, *symbols.error, name.get());
    return write_text(thread, sys_attribute(thread.interp, "stdout"),
                      compiler::describe_symbols(*symbols.table));
}

}  // namespace

int run_symtable_command(const RunOptions& options, int argc, char** argv) {
    CLI::App app(
        "Prints the scopes of a program and its names in each, in the words of the symtable module.");
    std::string file, source;
    app.add_option("FILE", file, "The program; - or nothing for standard input");
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    if (!read_input("symtable", &file, &source)) return 2;
    return run_in_interpreter(options, [&](Thread& thread) {
        return print_symbols(thread, file, source).ok() ? 0 : handle_uncaught(thread);
    });
}

}  // namespace moult::cli
