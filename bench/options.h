// What `moult bench` was asked to do. Plain data; bench/command.h fills it from the command line.
#pragma once

#include <string>
#include <vector>

namespace moult::bench {

struct BenchOptions {
    std::vector<std::string> programs;  // names, files or folders; none: every program in bench/programs
    std::vector<std::string> configurations;  // names, or NAME=COMMAND; none: moult's tiers and python3.11
    int runs = 0;                             // per program and configuration; 0: as many as the mode says
    double seconds = 0;                       // of repeated calls in each process; 0: as the mode says
    bool full = false;                        // more runs, no limit on the whole, confidence intervals
    double timeout_seconds = 0;               // per process; 0: as the mode says
    std::string json_file;  // empty: none; "{config}" in it makes one file per configuration
    std::string moult;      // the command to measure; empty: this very executable
};

}  // namespace moult::bench
