// Prints measurements as tables for people.
#pragma once

#include <ostream>

#include "bench/samples.h"

namespace moult::bench {

// Tables of speed with geometric means over the programs that did not fail, of warm-up, of peak memory, and
// of the start-up's speed.
void print_report(const Measurements& measurements, std::ostream& out);

}  // namespace moult::bench
