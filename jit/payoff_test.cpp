// What is compiled when, over a clock that tests turn.
#include "jit/payoff.h"

#include <gtest/gtest.h>

#include <vector>

namespace moult::jit {

namespace {

// Round numbers: a trace of 10 nodes costs 2 ms to compile and 10 ns a turn to do without.
constexpr Payoff::Terms kTerms{.asks = true,
                               .share = 0.1,
                               .gain = 0.5,
                               .opening = 10,
                               .per_trace = 1,
                               .per_node = 0.1,
                               .node_time = 1e-6,
                               .exit_time = 3e-6};

class PayoffTest : public testing::Test {
  protected:
    // A place runs for some milliseconds of the program's time; whether it has been compiled then.
    bool run(Account& place, double milliseconds, uint32_t nodes = 10) {
        constexpr uint32_t kWindow = 1000;
        double step = kWindow * kTerms.node_time * nodes;
        for (; milliseconds > 0; milliseconds -= step) {
            time_ += step;
            payoff_.pass(place, kWindow);
            if (!payoff_.should_record(place)) continue;
            if (payoff_.should_compile(place, nodes)) return true;
        }
        return false;
    }
    void compile(Account& place, double actual) {
        double estimate = payoff_.buy(place);
        time_ += actual;
        payoff_.paid(estimate, actual);
    }

    double time_ = 1000;  // of a process that has run before
    Payoff payoff_{kTerms, [this] { return time_; }};
};

TEST_F(PayoffTest, NothingIsCompiledBeforeItHasCostAsMuchAsItsCode) {
    Account place;
    time_ += 1e6;  // any money
    EXPECT_FALSE(run(place, 11));
    EXPECT_TRUE(run(place, 2)) << "2 for the trace, 10 for the library";
    compile(place, 12);
    Account next;
    EXPECT_FALSE(run(next, 1.5));
    EXPECT_TRUE(run(next, 1)) << "the library is open";
}

TEST_F(PayoffTest, AShortProgramCompilesNothing) {
    Account place;
    EXPECT_FALSE(run(place, 119));
    EXPECT_TRUE(run(place, 2)) << "a tenth of the program's time suffices now";
}

TEST_F(PayoffTest, APlaceThatHasBeenCompiledEarnsAnew) {
    time_ += 1e6;
    Account place;
    ASSERT_TRUE(run(place, 20));
    compile(place, 12);
    EXPECT_EQ(place.turns, 0u);
    EXPECT_FALSE(run(place, 1.5));
    EXPECT_TRUE(run(place, 1));
}

TEST_F(PayoffTest, HoweverManyPlacesAreWarmTheirSumStaysWithinTheShare) {
    std::vector<Account> places(300);
    double program = 0, compiling = 0;
    while (program < 2000) {
        for (Account& place : places) {
            double before = time_;
            bool bought = run(place, 0.5);
            program += time_ - before;
            if (!bought) continue;
            compile(place, 2.5);
            compiling += 2.5;
            ASSERT_LE(compiling, 0.1 * program + 2.5);
        }
    }
    EXPECT_GT(compiling, 150) << "but it is used";
}

TEST_F(PayoffTest, WhatHasCostMostGoesFirst) {
    Account warm, hot;
    ASSERT_FALSE(run(hot, 60));
    ASSERT_FALSE(run(warm, 50));
    ASSERT_FALSE(run(hot, 5));
    time_ += 6;
    EXPECT_FALSE(run(warm, 5)) << "the money is for the other one";
    EXPECT_TRUE(run(hot, 1));
    compile(hot, 12);
    time_ += 200;
    EXPECT_TRUE(run(warm, 1));
}

TEST_F(PayoffTest, WhatDoesNotRunAnyMoreKeepsNobodyWaiting) {
    Account warm, past;
    ASSERT_FALSE(run(past, 60));
    ASSERT_FALSE(run(warm, 50));
    time_ += 300;
    EXPECT_TRUE(run(warm, 1));
}

TEST_F(PayoffTest, EstimatesFollowWhatCompilationsTake) {
    time_ += 1e6;
    for (int i = 0; i < 20; ++i) {
        Account place;
        ASSERT_TRUE(run(place, 50));
        compile(place, 6);
    }
    Account place;
    EXPECT_FALSE(run(place, 4.5)) << "three times what was thought";
    EXPECT_TRUE(run(place, 2.5));
}

TEST_F(PayoffTest, WhatIsGivenUpIsPaidBack) {
    Account place, other;
    time_ += 121;
    ASSERT_TRUE(run(place, 13));
    double estimate = payoff_.buy(place);
    ASSERT_FALSE(run(other, 5));
    payoff_.paid(estimate, 0);
    EXPECT_TRUE(run(other, 1));
    EXPECT_EQ(payoff_.spent(), 0);
}

TEST_F(PayoffTest, CompiledCodeThatRunsEarnsMore) {
    Account place, next;
    time_ += 121;
    ASSERT_TRUE(run(place, 13));
    compile(place, 13);
    ASSERT_FALSE(payoff_.lacks_money());
    ASSERT_FALSE(run(next, 3));
    EXPECT_TRUE(payoff_.lacks_money());
    for (int i = 0; i < 2; ++i) payoff_.ran_in_traces(5);
    EXPECT_TRUE(run(next, 1)) << "the share alone takes until 150 ms";
    EXPECT_TRUE(payoff_.lacks_money()) << "until it is bought";
    compile(next, 2);
    EXPECT_FALSE(payoff_.lacks_money());
}

TEST_F(PayoffTest, OnlyWhatHasBeenEarnedIsRisked) {
    Account place, next;
    time_ += 1e6;  // any money
    ASSERT_TRUE(run(place, 13));
    compile(place, 12);
    EXPECT_FALSE(run(next, 1)) << "half of its price";
    payoff_.ran_in_traces(2);
    EXPECT_FALSE(run(next, 0.1)) << "one has been earned, and it costs two";
    payoff_.ran_in_traces(3);
    EXPECT_TRUE(run(next, 0.1));
    Account other;
    EXPECT_FALSE(run(other, 0.3)) << "too little for any risk";
}

TEST_F(PayoffTest, NobodyWaitsWhereTheMoneySufficesForAll) {
    Account warm, hot;
    ASSERT_FALSE(run(hot, 60));
    ASSERT_FALSE(run(warm, 50));
    time_ += 50;
    EXPECT_TRUE(run(warm, 1)) << "what the other one costs is left";
}

TEST_F(PayoffTest, AnExitCostsMoreThanWhatComesBehindIt) {
    Account start, exit;
    payoff_.should_compile(start, 10);
    payoff_.should_compile(exit, 10, true);
    EXPECT_NEAR(exit.per_turn - start.per_turn, 3e-6, 1e-9);
    EXPECT_EQ(exit.price, start.price);
}

TEST_F(PayoffTest, GettingToKnowPlacesHasASmallShareToo) {
    uint32_t recordings = 0;
    for (int i = 0; i < 10000; ++i) {
        Account place;
        payoff_.pass(place, 1000);
        time_ += 0.1;
        if (!payoff_.should_record(place)) continue;
        payoff_.recording_begins();
        time_ += 0.5;
        payoff_.recording_ends();
        ++recordings;
        EXPECT_FALSE(payoff_.should_compile(place, 10));
    }
    EXPECT_GT(recordings, 10u);
    EXPECT_LT(recordings * 0.5, 0.03 * (time_ - 1000));
}

TEST(PayoffOffTest, EverythingPays) {
    Payoff::Terms terms = kTerms;
    terms.asks = false;
    Payoff payoff(terms, [] { return 0.0; });
    Account place;
    payoff.pass(place, 1);
    EXPECT_TRUE(payoff.should_record(place));
    EXPECT_TRUE(payoff.should_compile(place, 5000));
}

}  // namespace

}  // namespace moult::jit
