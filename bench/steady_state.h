// Finds the steady state in the times of one process's iterations, and what warming up to it took.
// Pure functions over numbers; docs/benchmarks.md states the rule.
#pragma once

#include <cstddef>
#include <span>

namespace moult::bench {

struct SteadyState {
    size_t settled = 0;  // the iterations before this one are the warm-up
    size_t counted = 0;  // the iterations from this one on give `seconds`: the last half of the settled
    double seconds = 0;  // of an iteration: the median of those counted
    double warm_up_seconds =
        0;                   // how much longer the warm-up took than as many steady iterations; not negative
    double first_ratio = 1;  // the first iteration's time over `seconds`
    bool still_warming_up =
        false;  // the times settled in the last quarter of the process's time, or there is but one
};

// The warm-up ends with the first iteration that takes no more than 10 % longer than the median of the
// process's last half of iterations. `times` are the positive seconds of the iterations in order, at least
// one. O(n).
SteadyState find_steady_state(std::span<const double> times);

}  // namespace moult::bench
