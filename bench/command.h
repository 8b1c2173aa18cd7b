// The command line of `moult bench`.
#pragma once

#include <CLI/CLI.hpp>

#include "bench/options.h"

namespace moult::bench {

// Adds the subcommand `bench` to `app`. Parsing fills `options`, which must live until then. The caller runs
// run_bench(options) when the returned subcommand was parsed.
CLI::App* add_bench_command(CLI::App& app, BenchOptions& options);

}  // namespace moult::bench
