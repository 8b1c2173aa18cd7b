// Tests of the rule of the steady state on times made up for the purpose.
#include "bench/steady_state.h"

#include <gtest/gtest.h>

#include <vector>

namespace moult::bench {
namespace {

SteadyState steady(const std::vector<double>& times) {
    return find_steady_state(times);
}

TEST(SteadyState, EvenTimesAreSteadyFromTheFirstOne) {
    SteadyState state = steady({1.0, 1.02, 0.98, 1.04, 1.01, 0.99});
    EXPECT_EQ(state.settled, 0u);
    EXPECT_EQ(state.counted, 3u);
    EXPECT_DOUBLE_EQ(state.seconds, 1.01);
    EXPECT_EQ(state.warm_up_seconds, 0);
    EXPECT_FALSE(state.still_warming_up);
}

TEST(SteadyState, SlowIterationsAtTheBeginningAreTheWarmUp) {
    SteadyState state = steady({5, 3, 1, 1, 1, 1, 1, 1, 1, 1});
    EXPECT_EQ(state.settled, 2u);
    EXPECT_EQ(state.counted, 6u);
    EXPECT_DOUBLE_EQ(state.seconds, 1);
    EXPECT_DOUBLE_EQ(state.warm_up_seconds, 6);  // 5 + 3 instead of 1 + 1
    EXPECT_DOUBLE_EQ(state.first_ratio, 5);
    EXPECT_FALSE(state.still_warming_up);
}

TEST(SteadyState, ALongPlateauBeforeTheLastStepIsWarmUp) {
    SteadyState state = steady({2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1});
    EXPECT_EQ(state.settled, 6u);
    EXPECT_DOUBLE_EQ(state.seconds, 1);
    EXPECT_DOUBLE_EQ(state.warm_up_seconds, 6);
}

TEST(SteadyState, OneSlowIterationAmongSteadyOnesIsNoWarmUp) {
    SteadyState state = steady({1, 1, 4, 1, 1, 1, 4, 1, 1});
    EXPECT_EQ(state.settled, 0u);
    EXPECT_DOUBLE_EQ(state.seconds, 1);
    EXPECT_EQ(state.warm_up_seconds, 0);
}

TEST(SteadyState, TenPercentIsTheLimit) {
    EXPECT_EQ(steady({1.099, 1, 1, 1}).settled, 0u);
    EXPECT_EQ(steady({1.101, 1, 1, 1}).settled, 1u);
}

TEST(SteadyState, OneFastIterationDoesNotMakeTheOthersWarmUp) {
    SteadyState state = steady({1, 1, 1, 1, 0.5, 1, 1, 1, 0.5, 1});
    EXPECT_EQ(state.settled, 0u);
    EXPECT_DOUBLE_EQ(state.seconds, 1);
    EXPECT_FALSE(state.still_warming_up);
}

TEST(SteadyState, TimesThatFallToTheEndAreStillWarmingUp) {
    SteadyState state = steady({9, 8, 7, 2, 1});  // half of the iterations have a median of 2
    EXPECT_EQ(state.settled, 3u);
    EXPECT_DOUBLE_EQ(state.seconds, 1);
    EXPECT_DOUBLE_EQ(state.warm_up_seconds, 21);
    EXPECT_TRUE(state.still_warming_up);
}

TEST(SteadyState, OneIterationTellsNothingOfTheWarmUp) {
    SteadyState state = steady({2});
    EXPECT_EQ(state.settled, 0u);
    EXPECT_EQ(state.counted, 0u);
    EXPECT_DOUBLE_EQ(state.seconds, 2);
    EXPECT_DOUBLE_EQ(state.first_ratio, 1);
    EXPECT_TRUE(state.still_warming_up);
}

TEST(SteadyState, ASlowerSecondHalfGivesNoNegativeWarmUp) {
    SteadyState state = steady({1.2, 1.0, 1.5, 1.5, 1.5, 1.5});
    EXPECT_EQ(state.settled, 0u);
    EXPECT_DOUBLE_EQ(state.seconds, 1.5);
    EXPECT_EQ(state.warm_up_seconds, 0);
}

}  // namespace
}  // namespace moult::bench
