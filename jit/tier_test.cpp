// The trace tier with real programs: what traces take for granted, and what becomes of them when it changes.
#include "jit/report.h"
#include "jit/tier_test_support.h"

namespace moult::jit {

namespace {

constexpr const char* kProgram = R"(
import math
LIMIT = 3
class Box:
    size = 2
    def __init__(self, v): self.v = v
    def twice(self, i=2): return self.v * i
def helper(i, j=1): return i + LIMIT + j
def loop(n):
    total = 0
    for i in range(n):
        total += helper(i) + Box.size + Box(i).twice() + math.tau * 0
    return total
)";

TEST_F(TierTest, ConstantsOfNamespacesNeedNoGuards) {
    run(kProgram);
    EXPECT_EQ(eval("loop(100)"), "15450.0");
    ASSERT_TRUE(has_loop());
    std::string trace = loop_text();
    for (const char* gone : {"LOAD_GLOBAL", "LOAD_ATTR_CLASS", "LOAD_ATTR_MODULE", "check_is", "CALL_PY"})
        EXPECT_FALSE(names(trace, gone)) << gone << "\n" << trace;
    EXPECT_EQ(
        loop()->watched,
        "helper, function helper, LIMIT, Box, class Box, function Box.__init__, function Box.twice, math, "
        "the class of a module, tau");
    EXPECT_EQ(statistics().outdated, 0u);
}

TEST_F(TierTest, ACalleeInAVariableIsComparedAndThenTakenForGranted) {
    run("def double(i): return i * 2\ndef triple(i): return i * 3\n"
        "def loop(n, f):\n    t = 0\n    for i in range(n): t += f(i)\n    return t");
    EXPECT_EQ(eval("loop(100, double)"), "9900");
    ASSERT_TRUE(has_loop());
    std::string trace = loop_text();
    EXPECT_TRUE(names(trace, "check_is")) << trace;
    EXPECT_LT(trace.rfind("check_is"), trace.find("loop_start")) << "once, in front of the loop\n" << trace;
    EXPECT_FALSE(names(trace, "guard CALL")) << trace;
    EXPECT_EQ(eval("loop(100, triple)"), "14850");
    EXPECT_EQ(eval("loop(100, double)"), "9900");
}

TEST_F(TierTest, SideTracesGoOnInTheCallerAndKnowWhatTheirExitKnows) {
    run("def first_above(values, limit):\n    for v in values:\n        if v > limit: return v\n"
        "def loop(n):\n    t = 0\n    values = list(range(20))\n"
        "    for i in range(n): t += first_above(values, i % 10)\n    return t");
    EXPECT_EQ(eval("loop(500)"), "2750");
    const TraceRecord* returns = nullptr;
    for (const auto& record : tier_->traces())
        if (record->trace->kind == TraceKind::kSide && record->state == TraceRecord::State::kInstalled &&
            names(print(*record->trace), "pop_base"))
            returns = record.get();
    ASSERT_TRUE(returns);
    std::string trace = print(*returns->trace);
    EXPECT_TRUE(names(trace, ":int = local")) << trace << "what the loop has found out";
    EXPECT_TRUE(names(trace, "store_local 1.")) << trace << "on in the caller";
}

struct Change {
    const char* text;
    const char* result;
};
class ChangeTest : public TierTest, public testing::WithParamInterface<Change> {};

TEST_P(ChangeTest, EndsTheTracesThatTookForGrantedWhatChanges) {
    run(kProgram);
    EXPECT_EQ(eval("loop(100)"), "15450.0");
    ASSERT_TRUE(has_loop());
    const TraceRecord* before = loop();
    run(GetParam().text);
    EXPECT_GE(statistics().outdated, 1u);
    EXPECT_EQ(before->valid, 0u);
    EXPECT_FALSE(has_loop());
    EXPECT_EQ(eval("loop(100)"), GetParam().result);
    EXPECT_TRUE(has_loop()) << "it is recorded anew";
    EXPECT_NE(loop(), before);
}
INSTANTIATE_TEST_SUITE_P(
    All, ChangeTest,
    testing::Values(Change{"LIMIT = 4", "15550.0"}, Change{"Box.size = 3", "15550.0"},
                    Change{"def helper(i): return 0", "10100.0"},
                    Change{"helper.__defaults__ = (2,)", "15550.0"},
                    Change{"helper.__code__ = (lambda i, j: j).__code__", "10200.0"},
                    Change{"Box.__init__.__code__ = (lambda self, v: setattr(self, 'v', 1)).__code__",
                           "5750.0"},
                    Change{"Box.twice.__defaults__ = (0,)", "5550.0"},
                    Change{"class Box(Box): pass", "15450.0"}, Change{"math.tau = 1", "15450"},
                    Change{"math.__class__ = type('Mine', (type(math),), {})", "15450.0"}));

TEST_F(TierTest, TracesStayWhenSomethingElseChanges) {
    run(kProgram);
    EXPECT_EQ(eval("loop(100)"), "15450.0");
    ASSERT_TRUE(has_loop());
    const TraceRecord* trace = loop();
    run("other = 1\nLIMIT = 3\nmath.other = 1\nhelper.mark = 1\nclass Other: pass\nOther.x = 1\ndel other\n"
        "globals().update(('name%d' % i, i) for i in range(100))");
    EXPECT_EQ(statistics().outdated, 0u);
    EXPECT_EQ(trace->state, TraceRecord::State::kInstalled);
    EXPECT_EQ(eval("loop(100)"), "15450.0");
}

TEST_F(TierTest, WhatKeepsChangingIsReadEachTime) {
    run("count = 0\ndef loop(n):\n    global count\n    for i in range(n): count += 1\n    return count");
    for (int i = 1; i <= 20; ++i) EXPECT_EQ(eval("loop(50)"), std::to_string(50 * i));
    EXPECT_LE(statistics().recordings, 8u);
    ASSERT_TRUE(has_loop());
    EXPECT_TRUE(names(loop_text(), "place LOAD_GLOBAL_MODULE")) << loop_text();
    // Also when it changes between one run of the loop and the next.
    run("step = 1\ndef steps(n):\n    t = 0\n    for i in range(n): t += step\n    return t");
    uint64_t recordings = statistics().recordings;
    for (int i = 1; i <= 20; ++i) {
        run("step = " + std::to_string(i));
        EXPECT_EQ(eval("steps(50)"), std::to_string(50 * i));
    }
    EXPECT_LE(statistics().recordings, recordings + 10) << "three loops, and their exits";
    EXPECT_GE(tier_->watches().given_up(), 2u);
}

TEST_F(TierTest, ValuesThatHaveFinalizersAreNotKept) {
    run("log = []\nclass Last:\n    def __del__(self): log.append(len(log))\n"
        "last = Last()\ndef loop(n):\n    t = 0\n    for i in range(n): t += last is not None\n    return t");
    EXPECT_EQ(eval("loop(50), log"), "(50, [])");
    EXPECT_TRUE(has_loop());
    run("last = None\nlog.append('behind')");
    EXPECT_EQ(eval("log"), "[0, 'behind']");
}

TEST_F(TierTest, WhatOutdatedTracesKeptIsReleased) {
    run("import _weakref\ndef helper(i): return i\nseen = _weakref.ref(helper)\n"
        "def loop(n):\n    t = 0\n    for i in range(n): t += helper(i)\n    return t");
    EXPECT_EQ(eval("loop(50), seen() is helper"), "(1225, True)");
    run("helper = abs");
    EXPECT_EQ(eval("loop(5), seen()"), "(10, None)");
}

TEST_F(TierTest, WhatATraceHoldsDiesInACycleThroughTheTraceUnlessItIsInUse) {
    run("import _weakref, gc\ngc.disable()\nspace = {}\n"
        "exec('def helper(i): return i\\n'\n     'def loop(n):\\n'\n     '    t = 0\\n'\n"
        "     '    for i in range(n): t += helper(i)\\n'\n     '    return t', space)\n"
        "helper = _weakref.ref(space['helper'])\nloop = space['loop']\nspace = None\ngc.collect()");
    EXPECT_EQ(eval("loop(50)"), "1225");
    ASSERT_TRUE(has_loop());
    Ref<Value> held = Ref<Value>::share(loop()->trace->held.empty() ? Value::none() : loop()->trace->held[0]);
    EXPECT_TRUE(held.get().is_object()) << "the trace holds nothing: what is tested?";
    held = Ref<Value>::empty();

    EXPECT_EQ(eval("gc.collect(), helper() is None, loop(50)"), "(0, False, 1225)");
    EXPECT_TRUE(has_loop()) << "a collection has ended a trace in use";
    run("loop = None");
    EXPECT_EQ(eval("helper() is None"), "False") << "they are no cycle: what is tested?";
    EXPECT_EQ(eval("gc.collect() > 0, helper()"), "(True, None)");
    EXPECT_FALSE(has_loop());
}

TEST_F(TierTest, ReportsTellTheLinesOfAllCodeOfATraceAndOutliveIt) {
    run("def inner(i):\n    if i % 3:\n        return 1\n    return 2\n"
        "def loop(n):\n    t = 0\n    for i in range(n):\n        t += inner(i)\n    return t");
    EXPECT_EQ(eval("loop(300)"), "400");
    std::string report = traces_text(*tier_);
    EXPECT_GE(statistics().side_traces, 1u);
    for (const char* line : {"test:2 ", "test:3 ", "test:4 ", "test:8 "})
        EXPECT_TRUE(names(report, line)) << report;
    EXPECT_TRUE(names(report, "loop at test:7, installed")) << report;
    run("del loop, inner");
    run("for i in range(3): pass");
    report = traces_text(*tier_);
    EXPECT_TRUE(names(report, "loop at test:7, dead")) << report;
    EXPECT_TRUE(names(report, "takes for granted: inner, function inner")) << report;
    EXPECT_FALSE(names(report, "test:8 ")) << report;
}

class TierInTheBackgroundTest : public TierTest {
  protected:
    TierInTheBackgroundTest() : TierTest(false) {}
};

TEST_F(TierInTheBackgroundTest, ATraceThatIsOutdatedBeforeItIsReadyIsNotInstalled) {
    run("LIMIT = 3\ndef helper(i): return i + LIMIT\ndef wait(n):\n    if n: return wait(n - 1)\n"
        "def loop(n):\n    t = 0\n    for i in range(n): t += helper(i)\n    return t");
    EXPECT_EQ(eval("loop(15)"), "150");
    ASSERT_TRUE(loop());
    const TraceRecord& record = *loop();
    ASSERT_TRUE(record.is_awaited);
    run("LIMIT = 4");
    EXPECT_GE(statistics().outdated, 1u);
    for (int i = 0; record.is_awaited && i < 1000000; ++i) run("wait(1)");
    EXPECT_EQ(record.state, TraceRecord::State::kDead);
    EXPECT_EQ(record.entry, nullptr);
    EXPECT_EQ(eval("loop(15)"), "165");
}

TEST_F(TierInTheBackgroundTest, ARunningLoopEntersItsTraceWhenThatIsThere) {
    run("def loop(n):\n    t = 0\n    for i in range(n): t = i & 7\n    return t");
    EXPECT_EQ(eval("loop(20000001)"), "0");  // in one go, so that only its jump can lead to the header
    ASSERT_TRUE(has_loop());
    uint64_t exits = 0;
    for (size_t i = 0; i < loop()->trace->snapshots.size(); ++i) exits += loop()->exits[i].count;
    EXPECT_GE(exits, 1u) << traces_text(*tier_);
}

class TierThatDoesNotWatchTest : public TierTest {
  protected:
    TierThatDoesNotWatchTest() : TierTest(true, false) {}
};

TEST_F(TierThatDoesNotWatchTest, GuardsWhatItReads) {
    run(kProgram);
    EXPECT_EQ(eval("loop(100)"), "15450.0");
    ASSERT_TRUE(has_loop());
    EXPECT_TRUE(names(loop_text(), "guard LOAD_GLOBAL_MODULE")) << loop_text();
    run("LIMIT = 4");
    EXPECT_EQ(eval("loop(100)"), "15550.0");
    EXPECT_EQ(statistics().outdated, 0u);
    EXPECT_EQ(tier_->watches().added(), 0u);
}

}  // namespace

}  // namespace moult::jit
