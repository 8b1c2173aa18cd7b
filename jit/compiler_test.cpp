// Compiling in the background: programs, code and interpreters may end meanwhile.
#include "jit/compiler.h"

#include <chrono>
#include <thread>

#include "jit/tier_test_support.h"

namespace moult::jit {

namespace {

class CompilerTest : public TierTest {
  protected:
    CompilerTest() : TierTest(false) {}

    // A loop whose trace takes LLVM some hundred milliseconds is being compiled. False: it took less.
    bool compile_a_big_trace() {
        std::string body;
        for (int i = 0; i < 60; ++i) body += "        t = (t * 3 + i) % " + std::to_string(1000 + i) + "\n";
        run("def big(n):\n    t = 0\n    for i in range(n):\n" + body + "    return t");
        EXPECT_EQ(eval("big(20)"), kBigResult);
        EXPECT_NE(loop(), nullptr);
        for (int i = 0; i < 1000 && !tier_->is_compiling(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return tier_->is_compiling();
    }
    void wait_for_the_compiler() {
        while (tier_->is_compiling()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    // Until the eval breaker has been looked at.
    void install() { run("def pause(n):\n    if n: return pause(n - 1)\npause(3)"); }

    static constexpr const char* kBigResult = "187";
};

TEST_F(CompilerTest, NothingWaitsForItWhenAProgramEnds) {
    ASSERT_TRUE(compile_a_big_trace());
    tier_->shut_down();
    EXPECT_TRUE(tier_->is_compiling()) << "it has been waited for";
    run("del big");
    EXPECT_TRUE(tier_->is_compiling()) << "it has been waited for";
    wait_for_the_compiler();
    install();
    EXPECT_EQ(statistics().traces, 0u);
}

TEST_F(CompilerTest, NothingWaitsForItWhenTheCodeDies) {
    ASSERT_TRUE(compile_a_big_trace());
    const TraceRecord& record = *loop();
    run("del big");
    EXPECT_TRUE(tier_->is_compiling()) << "it has been waited for";
    EXPECT_EQ(record.state, TraceRecord::State::kDead);
    EXPECT_TRUE(record.is_awaited) << "the compiler has it";
    run("def other(n):\n    t = 0\n    for i in range(n): t += i\n    return t");
    EXPECT_EQ(eval("other(100)"), "4950") << "the place may be that of the old code";
    wait_for_the_compiler();
    install();
    EXPECT_FALSE(record.is_awaited);
    EXPECT_EQ(record.state, TraceRecord::State::kDead);
    EXPECT_EQ(record.compiled.code, nullptr) << "released";
    EXPECT_EQ(eval("other(100)"), "4950");
}

TEST_F(CompilerTest, WhatItHasNotBegunWithIsTakenBack) {
    ASSERT_TRUE(compile_a_big_trace());
    run("def other(n):\n    t = 0\n    for i in range(n): t += i\n    return t");
    EXPECT_EQ(eval("other(100)"), "4950");
    const TraceRecord& record = *loop();
    ASSERT_TRUE(record.is_awaited);
    run("del other");
    EXPECT_FALSE(record.is_awaited);
    EXPECT_EQ(record.state, TraceRecord::State::kDead);
}

// As the command starts it: what pays is compiled, and hardly anything does.
class EarningTest : public specializer::SpecializationTest {
  protected:
    EarningTest() {
        auto& options = interp_.options.machine.of<TraceOptions>();
        options.jit_budget = 1;
        options.jit_opening_cost = 0;
        options.jit_trace_cost = 1000;
        options.jit_node_cost = 0;
        tier_ = install_trace_tier(interp_);
        run("def a(n):\n    t = 0\n    for i in range(n): t += i & 3\n    return t");
        run("def b(n):\n    t = 0\n    for i in range(n): t ^= i & 5\n    return t");
    }
    ~EarningTest() override { tier_->shut_down(); }

    Tier* tier_;
};

TEST_F(EarningTest, CodeThatRunsEarnsWhilePlacesLackMoney) {
    for (int i = 0; i < 5000 && tier_->statistics().traces == 0; ++i) eval("a(10000)");
    ASSERT_EQ(tier_->statistics().traces, 1u) << "a percent of some hundred milliseconds";
    EXPECT_EQ(tier_->payoff().earned(), 0);
    for (int i = 0; i < 5000 && tier_->payoff().earned() == 0; ++i) eval("a(100000) + b(20000)");
    EXPECT_GT(tier_->payoff().earned(), 0);
}

TEST_F(CompilerTest, AnInterpreterMayEndMeanwhile) {
    ASSERT_TRUE(compile_a_big_trace());  // and then the fixture ends it
}

}  // namespace

}  // namespace moult::jit
