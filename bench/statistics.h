// Statistics of benchmark samples: medians, geometric means and bootstrap confidence intervals.
// Pure functions over numbers; knows nothing of processes, programs or configurations.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace moult::bench {

// The median of a non-empty sample; the mean of the two middle values where the count is even. O(n).
double median(std::span<const double> sample);

// The geometric mean of a non-empty sample of positive numbers. O(n).
double geometric_mean(std::span<const double> sample);

// The run times of one program under two configurations. The spans must outlive the pair and must not be
// empty.
struct SamplePair {
    std::span<const double> numerator;
    std::span<const double> denominator;
};

// median(numerator) / median(denominator)
double ratio_of_medians(const SamplePair& pair);

struct Interval {
    double low;
    double high;
};

struct BootstrapOptions {
    int resamples = 10000;
    double confidence = 0.95;
    uint64_t seed = 1;  // the same seed gives the same interval
};

// Percentile bootstrap (Efron 1979) of the geometric mean of the pairs' ratios of medians: in each resample
// every sample is drawn again from itself, with replacement. With one pair it is the interval of that ratio.
// O(resamples * values). `pairs` must not be empty.
Interval bootstrap_ratios(std::span<const SamplePair> pairs, const BootstrapOptions& options);

}  // namespace moult::bench
