// The command line of `moult bench`.
#pragma once

#include <CLI/CLI.hpp>

#include "bench/options.h"

namespace moult::bench {

// Adds the options of `moult bench` to `app`. Parsing fills `options`, which must live until then.
void add_bench_options(CLI::App& app, BenchOptions& options);

}  // namespace moult::bench
