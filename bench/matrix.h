// What is measured: the programs, and the configurations that each of them runs under.
// Turns names given by the user into files and commands, with errors that say which name was wrong.
#pragma once

#include <string>
#include <vector>

#include "bench/options.h"

namespace moult::bench {

struct Program {
    std::string name;
    std::vector<std::string>
        arguments;  // what stands behind the configuration's command: a file, or "-c" "pass"
};

struct Configuration {
    std::string name;
    std::vector<std::string> command;
};

struct Matrix {
    std::vector<Program> programs;
    std::vector<Configuration> configurations;
    size_t subject = 0;  // the configuration that the others are compared with
    std::vector<std::string>
        reference;                   // CPython's command, whose output is right; empty where it is missing
    std::vector<std::string> notes;  // for instance that python3.11 is missing
};

// The path of the running executable.
std::string own_path();

// Fills `matrix`; false with a message in `error` for an unknown program or configuration. Programs are
// looked for by name in the nearest bench/programs folder above the executable, or above the current folder.
[[nodiscard]] bool make_matrix(const BenchOptions& options, Matrix& matrix, std::string& error);

}  // namespace moult::bench
