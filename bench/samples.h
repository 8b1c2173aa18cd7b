// The measurements of a benchmark run, by program and configuration.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bench/effective_options.h"
#include "bench/matrix.h"
#include "bench/process.h"
#include "bench/steady_state.h"

namespace moult::bench {

// What one program took under one configuration, one entry per process in each of the vectors.
struct Samples {
    std::vector<double> seconds;      // of a call in the steady state; or of the whole process
    std::vector<double> cpu_seconds;  // of the whole process, user and system
    std::vector<double> peak_kib;

    // Where main() was called repeatedly, and empty elsewhere:
    std::vector<std::vector<double>> times;  // of each call
    std::vector<SteadyState> steady;         // what was found in them
    std::vector<double> warm_up_seconds;     // the same fields of `steady`, as samples
    std::vector<double> first_ratios;

    void add_process(const ProcessResult& result) { add(result, result.wall_seconds); }

    // `call_times` must not be empty.
    void add_calls(const ProcessResult& result, std::vector<double> call_times) {
        steady.push_back(find_steady_state(call_times));
        times.push_back(std::move(call_times));
        warm_up_seconds.push_back(steady.back().warm_up_seconds);
        first_ratios.push_back(steady.back().first_ratio);
        add(result, steady.back().seconds);
    }

  private:
    void add(const ProcessResult& result, double one_time) {
        seconds.push_back(one_time);
        cpu_seconds.push_back(result.user_seconds + result.system_seconds);
        peak_kib.push_back(static_cast<double>(result.peak_kib));
    }
};

struct ProgramSamples {
    std::string name;
    std::vector<Samples> by_configuration;  // in the matrix's order
    std::vector<Samples> once;  // of whole processes that ran it once, on one processor; same order, or empty
    bool whole_processes = false;  // measured so for want of a main() to call
    bool failed = false;           // under one configuration at least; its times count for nothing
};

struct Measurements {
    std::vector<std::string> configurations;
    std::vector<std::vector<std::string>> commands;  // one per configuration
    // One per configuration, for result files; empty for what is no moult.
    std::vector<std::vector<EffectiveOption>> options;
    std::vector<Comparison> comparisons;
    std::vector<ProgramSamples> programs;
    ProgramSamples startup;  // of an empty program
    bool intervals = false;  // whether reports carry confidence intervals
    std::string started_at;  // local time, "2024-01-31 12:00:00"
};

}  // namespace moult::bench
