// The table of subcommands, and what they share in reading their arguments.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/subcommand.h"

namespace moult::cli {

namespace {

constexpr Subcommand kSubcommands[] = {
    {"ast", "Print a program's syntax tree", run_ast_command},
    {"bench", "Measure programs under several configurations", run_bench_command},
    {"compile", "Write programs as .pyc files", run_compile_command},
    {"dis", "Print a program's code objects, or their executable form", run_dis_command},
    {"symtable", "Print a program's scopes and names", run_symtable_command},
    {"tokens", "Print a program's tokens", run_tokens_command},
    {"traces", "Run a program and print the traces it became", run_traces_command},
};

}  // namespace

std::span<const Subcommand> subcommands() {
    return kSubcommands;
}

const Subcommand* find_subcommand(std::string_view name) {
    for (const Subcommand& subcommand : kSubcommands)
        if (subcommand.name == name) return &subcommand;
    return nullptr;
}

bool parse_arguments(CLI::App& app, int argc, char** argv, int* exit_code) {
    std::string name = "moult " + std::string(argv[0]);
    app.name(name);
    try {
        app.parse(argc, argv);
        return true;
    } catch (const CLI::CallForHelp& help) {
        *exit_code = app.exit(help);
    } catch (const CLI::Error& error) {
        std::fprintf(stderr, "%s: %s\nTry '%s --help' for more information.\n", name.c_str(), error.what(),
                     name.c_str());
        *exit_code = 2;
    }
    return false;
}

}  // namespace moult::cli
