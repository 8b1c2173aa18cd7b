// Tests of the benchmark statistics against values computed by hand.
#include "bench/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace moult::bench {
namespace {

TEST(Statistics, MedianOfAnOddCountIsTheMiddleValue) {
    EXPECT_DOUBLE_EQ(median(std::vector<double>{5, 1, 3}), 3);
    EXPECT_DOUBLE_EQ(median(std::vector<double>{7}), 7);
}

TEST(Statistics, MedianOfAnEvenCountIsTheMeanOfTheTwoMiddleValues) {
    EXPECT_DOUBLE_EQ(median(std::vector<double>{4, 1, 3, 100}), 3.5);
    EXPECT_DOUBLE_EQ(median(std::vector<double>{2, 1}), 1.5);
}

TEST(Statistics, MedianLeavesItsInputAlone) {
    std::vector<double> sample{3, 1, 2};
    EXPECT_DOUBLE_EQ(median(sample), 2);
    EXPECT_EQ(sample, (std::vector<double>{3, 1, 2}));
}

TEST(Statistics, GeometricMeanMultipliesRatios) {
    EXPECT_NEAR(geometric_mean(std::vector<double>{2, 8}), 4, 1e-12);
    EXPECT_NEAR(geometric_mean(std::vector<double>{0.5, 2}), 1, 1e-12);
    EXPECT_NEAR(geometric_mean(std::vector<double>{1, 10, 100}), 10, 1e-12);
}

TEST(Statistics, RatioOfMediansIgnoresOutliers) {
    std::vector<double> slow{2, 2, 50};
    std::vector<double> fast{1, 1, 1};
    EXPECT_DOUBLE_EQ(ratio_of_medians({slow, fast}), 2);
}

TEST(Statistics, BootstrapOfAConstantSampleHasNoWidth) {
    std::vector<double> slow{3, 3, 3, 3};
    std::vector<double> fast{2, 2, 2, 2};
    std::vector<SamplePair> pairs{{slow, fast}};
    Interval interval = bootstrap_ratios(pairs, {});
    EXPECT_DOUBLE_EQ(interval.low, 1.5);
    EXPECT_DOUBLE_EQ(interval.high, 1.5);
}

TEST(Statistics, BootstrapIsTheSameForTheSameSeed) {
    std::vector<double> slow{3.0, 3.3, 2.9, 3.1, 3.05};
    std::vector<double> fast{2.0, 2.2, 1.9, 2.05, 2.1};
    std::vector<SamplePair> pairs{{slow, fast}};
    Interval first = bootstrap_ratios(pairs, {.resamples = 500});
    Interval second = bootstrap_ratios(pairs, {.resamples = 500});
    EXPECT_EQ(first.low, second.low);
    EXPECT_EQ(first.high, second.high);
    EXPECT_LT(first.low, 1.49);
    EXPECT_GT(first.high, 1.49);
}

// The interval of 95 % holds the true ratio in about 95 of 100 experiments.
TEST(Statistics, BootstrapIntervalsCoverTheTruthAsOftenAsTheyPromise) {
    std::mt19937_64 random(42);
    std::normal_distribution<double> slow_time(2.0, 0.1);
    std::normal_distribution<double> fast_time(1.0, 0.05);
    int covered = 0;
    constexpr int kExperiments = 200;
    for (int experiment = 0; experiment < kExperiments; ++experiment) {
        std::vector<double> slow(25);
        std::vector<double> fast(25);
        for (double& value : slow) value = slow_time(random);
        for (double& value : fast) value = fast_time(random);
        std::vector<SamplePair> pairs{{slow, fast}};
        Interval interval = bootstrap_ratios(pairs, {.resamples = 400});
        if (interval.low <= 2 && 2 <= interval.high) ++covered;
    }
    EXPECT_GE(covered, kExperiments * 88 / 100);
    EXPECT_LT(covered, kExperiments);
}

TEST(Statistics, BootstrapOfSeveralProgramsSurroundsTheirGeometricMean) {
    std::vector<double> slow_a{2.0, 2.1, 1.9};
    std::vector<double> fast_a{1.0, 1.05, 0.95};
    std::vector<double> slow_b{8.0, 8.2, 7.9};
    std::vector<double> fast_b{1.0, 1.02, 0.99};
    std::vector<SamplePair> pairs{{slow_a, fast_a}, {slow_b, fast_b}};
    Interval interval = bootstrap_ratios(pairs, {.resamples = 1000});
    EXPECT_LT(interval.low, 4.0);
    EXPECT_GT(interval.high, 4.0);
    EXPECT_GT(interval.low, 3.5);
    EXPECT_LT(interval.high, 4.5);
}

}  // namespace
}  // namespace moult::bench
