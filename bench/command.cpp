// Declares the options of `moult bench`.
#include "bench/command.h"

namespace moult::bench {

void add_bench_options(CLI::App& app, BenchOptions& options) {
    app.description("Measures programs under several configurations.");
    app.footer(
        "Every program runs in fresh processes, the configurations one after the other, round after round. "
        "In each "
        "process\n"
        "its main() is called repeatedly; what counts are the calls after the warm-up. Whatever they print "
        "is "
        "compared\n"
        "with python3.11's output. A program without a main() is measured as whole processes.");
    app.add_option("--programs", options.programs,
                   "Names of programs in bench/programs, files, or folders, with commas between them")
        ->delimiter(',')
        ->allow_extra_args(false);
    app.add_option("--configs", options.configurations,
                   "Configurations, with commas between them: baseline, adaptive, jit, python3.11, pypy3, or "
                   "NAME=COMMAND, for instance 'malloc=moult --alloc=malloc'")
        ->delimiter(',')
        ->allow_extra_args(false);
    app.add_option("--runs", options.runs, "Processes per program and configuration")
        ->check(CLI::Range(1, 100000));
    app.add_option("--seconds", options.seconds, "Seconds of repeated calls in each process")
        ->check(CLI::PositiveNumber);
    app.add_flag("--full", options.full,
                 "The rigorous run: more processes, no limit on the whole, bootstrap confidence intervals");
    app.add_option("--timeout", options.timeout_seconds, "Seconds that a process may take")
        ->check(CLI::PositiveNumber);
    app.add_option(
        "--json", options.json_file,
        "Write pyperf's JSON to this file; '{config}' in the name makes one file per configuration");
    app.add_option("--moult", options.moult, "Measure this moult instead of the one that runs the command")
        ->check(CLI::ExistingFile);
}

}  // namespace moult::bench
