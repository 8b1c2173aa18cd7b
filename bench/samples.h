// The measurements of a benchmark run, by program and configuration.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/matrix.h"
#include "bench/process.h"

namespace moult::bench {

// What one program took under one configuration, one entry per process.
struct Samples {
    std::vector<double> wall_seconds;
    std::vector<double> cpu_seconds;  // user and system
    std::vector<double> peak_kib;

    void add(const ProcessResult& result) {
        wall_seconds.push_back(result.wall_seconds);
        cpu_seconds.push_back(result.user_seconds + result.system_seconds);
        peak_kib.push_back(static_cast<double>(result.peak_kib));
    }
};

struct ProgramSamples {
    std::string name;
    std::vector<Samples> by_configuration;  // in the matrix's order
    bool failed = false;                    // under one configuration at least; its times count for nothing
};

struct Measurements {
    std::vector<std::string> configurations;
    std::vector<std::vector<std::string>> commands;  // one per configuration
    size_t subject = 0;                              // the configuration that the others are compared with
    std::vector<ProgramSamples> programs;
    ProgramSamples startup;  // of an empty program
    bool intervals = false;  // whether reports carry confidence intervals
    std::string started_at;  // local time, "2024-01-31 12:00:00"
};

}  // namespace moult::bench
