// The table of subcommands, and what they share in reading their arguments.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/machine_options.h"
#include "cli/subcommand.h"
#include "runtime/options/sources.h"

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

namespace {

// What is wrong with arguments that the subcommand does not know.
std::string refuse_extras(const CLI::App& app, const CLI::ExtrasError& error, const std::string& command) {
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    Options machine = machine_options();
    for (const std::string& extra : app.remaining()) {
        if (!extra.starts_with("--")) continue;
        std::string flag = extra.substr(0, extra.find('='));
        if (find_flag(machine, flag))
            return flag + " stands before the command: moult " + extra + " " + command;
        return refuse_flag(machine, flag, known);
    }
    return error.what();
}

}  // namespace

bool parse_arguments(CLI::App& app, int argc, char** argv, int* exit_code) {
    std::string name = "moult " + std::string(argv[0]), problem;
    app.name(name);
    try {
        app.parse(argc, argv);
        return true;
    } catch (const CLI::CallForHelp& help) {
        *exit_code = app.exit(help);
    } catch (const CLI::ExtrasError& error) {
        problem = refuse_extras(app, error, argv[0]);
    } catch (const CLI::Error& error) {
        problem = error.what();
    }
    if (!problem.empty()) {
        std::fprintf(stderr, "%s: %s\nTry '%s --help' for more information.\n", name.c_str(), problem.c_str(),
                     name.c_str());
        *exit_code = 2;
    }
    return false;
}

}  // namespace moult::cli
