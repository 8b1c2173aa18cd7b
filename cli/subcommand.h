// The subcommands of `moult`: one table, in subcommands.cpp. Each has its own file, named after it.
#pragma once

#include <span>
#include <string_view>

#include "cli/options.h"

namespace CLI {
class App;
}

namespace moult::cli {

struct Subcommand {
    std::string_view name;
    const char* summary;  // for `moult --help`
    // Runs it. `options` is what stood before the name; argv[0] is the name. Returns the process's exit code.
    int (*run)(const RunOptions& options, int argc, char** argv);
};

std::span<const Subcommand> subcommands();
// The subcommand of that name, or null.
const Subcommand* find_subcommand(std::string_view name);

// Parses a subcommand's own arguments. False when the process should end with *exit_code: help printed, or an
// error reported in one line.
bool parse_arguments(CLI::App& app, int argc, char** argv, int* exit_code);

// The rows of the table.
int run_ast_command(const RunOptions&, int argc, char** argv);
int run_bench_command(const RunOptions&, int argc, char** argv);
int run_compile_command(const RunOptions&, int argc, char** argv);
int run_dis_command(const RunOptions&, int argc, char** argv);
int run_symtable_command(const RunOptions&, int argc, char** argv);
int run_tokens_command(const RunOptions&, int argc, char** argv);
int run_traces_command(const RunOptions&, int argc, char** argv);

}  // namespace moult::cli
