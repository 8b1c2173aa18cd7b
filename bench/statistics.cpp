// Medians, geometric means and the percentile bootstrap.
#include "bench/statistics.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace moult::bench {
namespace {

// Reorders the values.
double median_in_place(std::vector<double>& values) {
    auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

// Fills `drawn` with as many values of `sample` as it has, with replacement.
void draw(std::span<const double> sample, std::mt19937_64& random, std::vector<double>& drawn) {
    drawn.resize(sample.size());
    std::uniform_int_distribution<size_t> index(0, sample.size() - 1);
    for (double& value : drawn) value = sample[index(random)];
}

// The value below which the given part of the sorted values lies, between neighbours in proportion.
double percentile(const std::vector<double>& sorted, double part) {
    double position = part * static_cast<double>(sorted.size() - 1);
    size_t below = static_cast<size_t>(position);
    size_t above = std::min(below + 1, sorted.size() - 1);
    double fraction = position - static_cast<double>(below);
    return sorted[below] + fraction * (sorted[above] - sorted[below]);
}

}  // namespace

double median(std::span<const double> sample) {
    std::vector<double> values(sample.begin(), sample.end());
    return median_in_place(values);
}

double geometric_mean(std::span<const double> sample) {
    double sum_of_logarithms = 0;
    for (double value : sample) sum_of_logarithms += std::log(value);
    return std::exp(sum_of_logarithms / static_cast<double>(sample.size()));
}

double ratio_of_medians(const SamplePair& pair) {
    return median(pair.numerator) / median(pair.denominator);
}

Interval bootstrap_ratios(std::span<const SamplePair> pairs, const BootstrapOptions& options) {
    std::mt19937_64 random(options.seed);
    std::vector<double> means;
    means.reserve(static_cast<size_t>(options.resamples));
    std::vector<double> ratios(pairs.size());
    std::vector<double> drawn;
    for (int resample = 0; resample < options.resamples; ++resample) {
        for (size_t i = 0; i < pairs.size(); ++i) {
            draw(pairs[i].numerator, random, drawn);
            double numerator = median_in_place(drawn);
            draw(pairs[i].denominator, random, drawn);
            ratios[i] = numerator / median_in_place(drawn);
        }
        means.push_back(geometric_mean(ratios));
    }
    std::sort(means.begin(), means.end());
    double tail = (1 - options.confidence) / 2;
    return {percentile(means, tail), percentile(means, 1 - tail)};
}

}  // namespace moult::bench
