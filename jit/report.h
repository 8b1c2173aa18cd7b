// What the trace tier has done, as text: for `moult traces` and --jit-stats.
#pragma once

#include <string>

#include "jit/tier.h"

namespace moult::jit {

// Counts and times, a line each.
std::string statistics_text(const Tier&);
// Every trace with its source lines, guards, exits and how often they were taken, compile time; then the
// recordings that were given up. The traces must still be there: before Tier::shut_down.
std::string traces_text(Tier&);

}  // namespace moult::jit
