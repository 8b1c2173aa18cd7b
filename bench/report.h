// Prints measurements as a table for people.
#pragma once

#include <ostream>

#include "bench/samples.h"

namespace moult::bench {

// The table of medians, ratios and peak memory, with geometric means over the programs that did not fail, and
// the start-up times below. Ratios above 1 mean that the subject (the adaptive tier, unless told) is faster.
void print_report(const Measurements& measurements, std::ostream& out);

}  // namespace moult::bench
