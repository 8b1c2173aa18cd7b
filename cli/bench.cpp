// `moult bench`: measures programs.
#include <CLI/CLI.hpp>

#include "bench/command.h"
#include "bench/runner.h"
#include "cli/subcommand.h"

namespace moult::cli {

int run_bench_command(const RunOptions&, int argc, char** argv) {
    CLI::App app;
    bench::BenchOptions options;
    bench::add_bench_options(app, options);
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    return bench::run_bench(options);
}

}  // namespace moult::cli
