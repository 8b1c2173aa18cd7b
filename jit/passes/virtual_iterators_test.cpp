// Iterators whose state a loop keeps: when it may, and what its exits know.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

// A loop behind its first turn, as peel leaves it: the step of the iterator %it, then `body`.
std::string loop(const std::string& body, const std::string& snapshots = "", const std::string& first = "",
                 const std::string& step = "run NEXT_RANGE %it alone") {
    return R"(trace 1 loop depth 1
  %it = stack 0
  %x = local 0
  %one = )" +
           step + R"( -> 0
  check_item %one -> 1
)" + first +
           R"(  nop -> 2
loop_start:
  %next = )" +
           step + R"( -> 3
  check_item %next -> 4
)" + body + R"(  loop -> 2
  snapshot 0: 0@1 stack [%it]
  snapshot 1: 0@9 stack [] release [%it]
  snapshot 2: 0@0 stack [%it]
  snapshot 3: 0@1 stack [%it]
  snapshot 4: 0@9 stack [] release [%it]
)" + snapshots;
}

void expect_as_before(const std::string& text) {
    Trace trace = parse_test(text);
    std::string before = print(trace);
    PassContext context;
    make_iterators_virtual(trace, context);
    EXPECT_EQ(context.changes, 0u);
    EXPECT_EQ(print(trace), before);
}

TEST(VirtualIteratorsTest, LoadTheStateOnceAndWriteItBackAtEveryExitOfTheLoop) {
    EXPECT_EQ(after({make_iterators_virtual},
                    loop("  check_type %x int -> 3\n  store_local 0.0 %next\n  check_breaker -> 2\n")),
              normal_text(R"(trace 1 loop depth 1
  %0 = stack 0
  %1 = local 0
  %2 = run NEXT_RANGE %0 (0) alone -> 0
  check_item %2 -> 1
  nop -> 2
  %5 = iter_load NEXT_RANGE %0 (0) -> 2
loop_start:
  %6:int = iter_next NEXT_RANGE %5 (0) -> 3
  check_type %1 int -> 3
  store_local 0.0 %6
  check_breaker -> 4
  loop -> 4
  snapshot 0: 0@1 stack [%0]
  snapshot 1: 0@9 stack [] release [%0]
  snapshot 2: 0@0 stack [%0]
  snapshot 3: 0@1 stack [%0] states [%5]
  snapshot 4: 0@0 stack [%0] states [%5])"));
}

TEST(VirtualIteratorsTest, TheItemsTypeIsWhatTheInstructionPromises) {
    std::string text = after({make_iterators_virtual, propagate_constants},
                             loop("  check_type %next int -> 2\n  store_local 0.0 %next\n"));
    EXPECT_NE(text.find(":int = iter_next"), std::string::npos) << text;
    EXPECT_EQ(text.find("check_type"), std::string::npos) << text;
    text = after(
        {make_iterators_virtual, propagate_constants},
        loop("  check_type %next int -> 2\n  store_local 0.0 %next\n", "", "", "run NEXT_ITEM %it alone"));
    EXPECT_EQ(text.find(":int = iter_next"), std::string::npos) << text;
    EXPECT_NE(text.find("check_type"), std::string::npos) << text;
}

TEST(VirtualIteratorsTest, AStepWithinTheTraceChangesNoMemory) {
    std::string load =
        "  check_shape 77 %x -> 0\n  %p = place LOAD_SLOT %x #0 -> 0\n  %v = load 0 %p\n  check_type "
        "%v int -> 0\n";
    std::string again =
        "  check_shape 77 %x -> 3\n  %q = place LOAD_SLOT %x #0 -> 3\n  %w = load 0 %q\n  check_type "
        "%w int -> 3\n  store_local 0.1 %w\n";
    std::string text = loop(again, "  cache 0: 200000004d", load, "run NEXT_ITEM %it alone");
    EXPECT_NE(after({forward_memory, remove_guards, hoist_invariants}, text)
                  .find("load 0", text.find("loop_start")),
              std::string::npos);
    std::string kept = after({make_iterators_virtual, forward_memory, remove_guards, hoist_invariants}, text);
    EXPECT_EQ(kept.find("load 0", kept.find("loop_start")), std::string::npos) << kept;
}

TEST(VirtualIteratorsTest, SeveralIteratorsAreKeptTogether) {
    std::string text = after({make_iterators_virtual}, R"(trace 1 loop depth 2
  %a = stack 0
  %b = stack 1
  %0 = run NEXT_RANGE %a alone -> 0
  check_item %0 -> 1
  %1 = run NEXT_ITEM %b alone -> 0
  check_item %1 -> 2
  nop -> 0
loop_start:
  %2 = run NEXT_RANGE %a alone -> 0
  check_item %2 -> 1
  %3 = run NEXT_ITEM %b alone -> 0
  check_item %3 -> 2
  check_breaker -> 0
  loop -> 0
  snapshot 0: 0@0 stack [%a, %b]
  snapshot 1: 0@8 stack [%a, %b]
  snapshot 2: 0@9 stack [%a] release [%b])");
    EXPECT_NE(text.find("check_breaker -> 3\n  loop -> 3\n"), std::string::npos) << text;
    EXPECT_NE(text.find("snapshot 3: 0@0 stack [%0, %1] states [%7, %8]"), std::string::npos) << text;
}

TEST(VirtualIteratorsTest, OthersHoldTheIterator) {
    expect_as_before(loop("", "", "", "run NEXT_RANGE %it"));  // when it was recorded
    expect_as_before(loop("  incref %it\n  store_local 0.0 %it\n"));
    expect_as_before(loop("  %r = run CALL %it -> 3\n"));
    expect_as_before(loop("  check_breaker -> 5\n", "  snapshot 5: 0@2 locals [0=%it!] stack [%it]"));
    expect_as_before(loop("  check_breaker -> 5\n", "  snapshot 5: 0@2 stack [%it, %it!]"));
    expect_as_before(loop("  check_breaker -> 5\n", "  snapshot 5: 0@2 stack []"));
    expect_as_before(loop("  check_breaker -> 5\n", "  snapshot 5: 0@2 stack [%it!]"));
}

TEST(VirtualIteratorsTest, TheLoopMustTakeTheItem) {
    expect_as_before(R"(trace 1 loop depth 1
  %it = stack 0
  %0 = run NEXT_RANGE %it alone -> 0
  check_item %0 -> 1
  nop -> 0
loop_start:
  %1 = run NEXT_RANGE %it alone -> 0
  check_empty %1 -> 2
  loop -> 0
  snapshot 0: 0@0 stack [%it]
  snapshot 1: 0@8 stack [] release [%it]
  snapshot 2: 0@1 stack [%it, %1])");
}

TEST(VirtualIteratorsTest, TheFirstTurnMustHaveTakenOneToo) {
    std::string text = loop("");
    text.replace(text.find("  %one ="), text.find("  nop") - text.find("  %one ="), "");
    expect_as_before(text);
}

TEST(VirtualIteratorsTest, IteratorsMadeInTheLoopStayInMemory) {
    expect_as_before(R"(trace 1 loop depth 1
  %0 = local 0
  %it = stack 0
  %1 = run NEXT_RANGE %it alone -> 0
  check_item %1 -> 0
  nop -> 0
loop_start:
  %2 = phi %it %4
  %3 = run NEXT_RANGE %2 alone -> 1
  check_item %3 -> 1
  %4 = run CALL %0 -> 1
  loop -> 2
  snapshot 0: 0@0 stack [%it]
  snapshot 1: 0@0 stack [%2]
  snapshot 2: 0@0 stack [%4])");
}

// --- the rules of the IR

std::string problem(std::string_view text) {
    Trace trace;
    std::string error;
    EXPECT_TRUE(parse(text, find_test_body, &trace, &error)) << error;
    return verify(trace);
}

TEST(VirtualIteratorsTest, TheVerifierKnowsTheRules) {
    auto trace = [](const std::string& body, const std::string& states = " states [%s]") {
        return R"(trace 1 loop depth 1
  %it = stack 0
  %s = iter_load NEXT_RANGE %it -> 0
loop_start:
)" + body + R"(  loop -> 1
  snapshot 0: 0@0 stack [%it]
  snapshot 1: 0@0 stack [%it])" +
               states;
    };
    std::string step = "  %n = iter_next NEXT_RANGE %s -> 1\n";
    EXPECT_EQ(problem(trace(step)), "");
    EXPECT_EQ(problem(trace(step + "  check_type %it range_iterator -> 1\n")), "");
    EXPECT_EQ(problem(trace(step, "")), "node 2 (iter_next): its snapshot lacks the state %1");
    EXPECT_EQ(problem(trace(step + "  decref %it\n")), "node 3 (decref): %0 is kept as the state %1");
    EXPECT_EQ(problem(trace(step + "  decref %s\n")), "node 3 (decref): %1 is a state, not a value");
    EXPECT_EQ(problem(trace("  %n = iter_next NEXT_RANGE %it -> 1\n")), "node 2 (iter_next): %0 is no state");
    EXPECT_EQ(problem(trace("  %n = iter_next NEXT_ITEM %s -> 1\n")),
              "node 2 (iter_next): its state is of another instruction");
    EXPECT_EQ(problem(trace("  %t = iter_load NEXT_RANGE %it -> 1\n")),
              "node 2 (iter_load): stands in the loop");
    EXPECT_EQ(problem(trace(step, " states [%s, %it]")),
              "node 2 (iter_next): %0 in its snapshot is no state");
    EXPECT_EQ(problem(trace(step + "  check_breaker -> 2\n",
                            " states [%s]\n  snapshot 2: 0@0 stack [%s] states [%s]")),
              "node 3 (check_breaker): %1 in its snapshot is a state");
}

}  // namespace

}  // namespace moult::jit
