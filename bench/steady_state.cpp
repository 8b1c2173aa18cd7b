// The rule of the steady state.
#include "bench/steady_state.h"

#include <algorithm>
#include <numeric>

#include "bench/statistics.h"

namespace moult::bench {
namespace {

constexpr double kTolerance = 1.1;  // times the median of the later half
constexpr double kLatestSettling =
    0.75;  // of the process's time; settling later leaves too little to measure

size_t find_settled(std::span<const double> times) {
    double limit = median(times.subspan(times.size() / 2)) * kTolerance;
    auto first = std::find_if(times.begin(), times.end(), [limit](double time) { return time <= limit; });
    return static_cast<size_t>(first - times.begin());
}

}  // namespace

SteadyState find_steady_state(std::span<const double> times) {
    SteadyState state;
    state.settled = find_settled(times);
    state.counted = state.settled + (times.size() - state.settled) / 2;
    state.seconds = median(times.subspan(state.counted));
    double before = 0;
    for (size_t i = 0; i < state.settled; ++i) before += times[i];
    state.warm_up_seconds = std::max(0.0, before - state.seconds * static_cast<double>(state.settled));
    state.first_ratio = times[0] / state.seconds;
    double whole = std::accumulate(times.begin(), times.end(), 0.0);
    state.still_warming_up = times.size() == 1 || before > whole * kLatestSettling;
    return state;
}

}  // namespace moult::bench
