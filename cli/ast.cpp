// `moult ast`: the syntax tree of a program, as the `ast` module dumps it.
#include <CLI/CLI.hpp>
#include <map>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "compiler/listing/ast_dump.h"
#include "interp/code_builder.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/traceback_print.h"
#include "runtime/strings/str.h"

namespace moult::cli {

namespace {

using compiler::ParseMode;

struct AstOptions {
    std::string file;
    compiler::ParseOptions parse;
    compiler::DumpOptions dump;
};

Status print_tree(Thread& thread, const AstOptions& options, const std::string& source) {
    compiler::Arena arena;
    Ref<Str> name = TRY(make_str(thread, options.file));
    compiler::ast::Mod* module = interp::parse_bytes(thread, source, name.get(), options.parse, arena);
    if (!module) return kError;
    std::string text = compiler::dump_ast(module, options.dump);
    return write_text(thread, sys_attribute(thread.interp, "stdout"), text + "\n");
}

}  // namespace

int run_ast_command(const RunOptions& options, int argc, char** argv) {
    CLI::App app("Prints the syntax tree of a program, as python3.11 -m ast prints it.");
    AstOptions ast;
    ast.parse.type_comments = true;
    int indent = 3;
    const std::map<std::string, ParseMode> modes{{"exec", ParseMode::Exec},
                                                 {"single", ParseMode::Single},
                                                 {"eval", ParseMode::Eval},
                                                 {"func_type", ParseMode::FunctionType}};
    std::string mode = "exec";
    app.add_option("FILE", ast.file, "The program; - or nothing for standard input");
    app.add_option("-m,--mode", mode, "What is parsed: exec, single, eval or func_type")
        ->check(CLI::IsMember({"exec", "single", "eval", "func_type"}))
        ->default_str("exec");
    app.add_flag("!--no-type-comments", ast.parse.type_comments, "Leave type comments out of the tree");
    app.add_flag("-a,--include-attributes", ast.dump.attributes, "Include the places of nodes");
    app.add_option("-i,--indent", indent, "Spaces for each level of the tree")->default_str("3");
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    ast.parse.mode = modes.at(mode);
    ast.dump.indent = indent;
    std::string source;
    if (!read_input("ast", &ast.file, &source)) return 2;
    return run_in_interpreter(options, [&](Thread& thread) {
        return print_tree(thread, ast, source).ok() ? 0 : handle_uncaught(thread);
    });
}

}  // namespace moult::cli
