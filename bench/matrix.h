// What is measured: the programs, and the configurations that each of them runs under.
// Turns names given by the user into files and commands, with errors that say which name was wrong.
#pragma once

#include <string>
#include <vector>

#include "bench/options.h"

namespace moult::bench {

struct Program {
    std::string name;
    std::string file;                    // empty for a program that is not in a file
    std::vector<std::string> arguments;  // behind the configuration's command: the file, or "-c" "pass"
};

struct Configuration {
    std::string name;
    std::vector<std::string> command;
    bool is_moult = false;
};

// Two configurations by their indexes: how many times as fast is `which` as `base`?
struct Comparison {
    size_t which;
    size_t base;

    bool operator==(const Comparison&) const = default;
};

struct Matrix {
    std::vector<Program> programs;
    std::vector<Configuration> configurations;
    std::vector<Comparison>
        comparisons;  // each with adaptive, or with the first one; and jit with python3.11
    std::vector<std::string>
        reference;                   // CPython's command, whose output is right; empty where it is missing
    std::vector<std::string> notes;  // for instance that python3.11 is missing
};

// The path of the running executable.
std::string own_path();

// Runs a hot loop in the moult to find out whether it has the trace tier: one built without it refuses
// --tier=jit, one that cannot open the tier's library says so and goes on without it. False with the reason
// in `error`.
[[nodiscard]] bool has_trace_tier(const std::string& moult, std::string& error);

// Fills `matrix`; false with a message in `error` for an unknown program or configuration. Programs are
// looked for by name in the nearest bench/programs folder above the executable, or above the current folder.
[[nodiscard]] bool make_matrix(const BenchOptions& options, Matrix& matrix, std::string& error);

}  // namespace moult::bench
