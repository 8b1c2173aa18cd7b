// The command line of `moult`: what to run and how.
#pragma once

#include <string>
#include <vector>

#include "runtime/state/interpreter.h"

namespace moult::cli {

struct RunOptions {
    enum class Source : uint8_t { kFile, kCommand, kStdin };
    Source source = Source::kStdin;
    std::string text;  // the file's name or the command
    InterpreterOptions interpreter;
};

// Parses the arguments. What stands behind the program's name or command belongs to the program. Returns
// false when the process should end with *exit_code: help or version printed, a subcommand run, or an
// error reported in one line.
bool parse_command_line(int argc, char** argv, RunOptions* options, int* exit_code);

// Runs the program; the process's exit code.
int run_program(const RunOptions& options);

}  // namespace moult::cli
