// Writes measurements in pyperf's JSON format (version 1.0), so that `pyperf compare_to`, `stats` and `hist`
// read them.
#pragma once

#include <string>

#include "bench/samples.h"

namespace moult::bench {

// One file with every configuration, the benchmarks named "PROGRAM (CONFIGURATION)"; or, when `path` contains
// "{config}", one file per configuration with the benchmarks named by program alone, ready for `pyperf
// compare_to`. Programs that failed are left out. False with a message in `error` when a file cannot be
// written.
[[nodiscard]] bool write_pyperf_json(const Measurements& measurements, const std::string& path,
                                     std::string& error);

}  // namespace moult::bench
