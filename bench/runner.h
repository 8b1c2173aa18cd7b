// `moult bench`: measures programs over a matrix of configurations in fresh processes, interleaved.
#pragma once

#include "bench/options.h"

namespace moult::bench {

// Measures, checks every output, prints the report on standard output and progress on standard error. Returns
// the exit code: 0; 1 when a process failed or printed something different, or a result file could not be
// written; 2 for a name that does not exist; 128 plus the signal's number when interrupted (130 for Ctrl-C).
int run_bench(const BenchOptions& options);

}  // namespace moult::bench
