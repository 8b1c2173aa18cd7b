// Peeled loops: phis, frames of their own, what is kept at the end of a turn.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

TEST(PeelTest, MakesPhisOfWhatChanges) {
    EXPECT_EQ(after({peel_loop}, R"(trace 1 loop depth 1
  %it = stack 0
  %x = local 0
  check_type %x int -> 0
  %same = local 1
  %y = run ADD_INT %x %x -> 0
  store_local 0.0 %y
  enter_frame 1 -> 1
  leave_frame 1 -> 1
  loop -> 2
  frame 1: in 0 function %same
  snapshot 0: 0@1 stack [%it]
  snapshot 1: 0@2 stack [%it, %y] | 1@9 locals [0=%y] stack []
  snapshot 2: 0@0 stack [%it])"),
              normal_text(R"(trace 1 loop depth 1
  %0 = stack 0
  %1 = local 0
  check_type %1 int -> 0
  %3 = local 1
  %4 = run ADD_INT %1 %1 (0) -> 0
  store_local 0.0 %4
  enter_frame 1 -> 1
  leave_frame 1 -> 1
  check_type %4 int -> 2
  nop -> 2
loop_start:
  %10:int = phi %4 %12
  check_type %10 int -> 3
  %12 = run ADD_INT %10 %10 (0) -> 3
  store_local 0.0 %12
  enter_frame 2 -> 4
  leave_frame 2 -> 4
  check_type %12 int -> 5
  loop -> 5
  frame 1: in 0 function %3
  frame 2: in 0 function %3
  snapshot 0: 0@1 stack [%0]
  snapshot 1: 0@2 stack [%0, %4] | 1@9 locals [0=%4] stack []
  snapshot 2: 0@0 stack [%0]
  snapshot 3: 0@1 stack [%0]
  snapshot 4: 0@2 stack [%0, %12] | 2@9 locals [0=%12] stack []
  snapshot 5: 0@0 stack [%0])"));
}

TEST(PeelTest, GivesBorrowedEntriesAReference) {
    EXPECT_EQ(after({peel_loop}, R"(trace 1 loop depth 1
  %0 = local 0
  %1 = stack 0
  decref %1
  loop -> 0
  snapshot 0: 0@0 stack [%0!])"),
              normal_text(R"(trace 1 loop depth 1
  %0 = local 0
  %1 = stack 0
  decref %1
  incref %0
  nop -> 0
loop_start:
  %4 = phi %0 %0
  decref %4
  incref %0
  loop -> 1
  snapshot 0: 0@0 stack [%0]
  snapshot 1: 0@0 stack [%0])"));
}

TEST(PeelTest, ReadsAgainWhatACalloutHasChanged) {
    std::string callout = "  callout changes_locals";
    EXPECT_EQ(
        after({peel_loop}, "trace 1 loop\n  %0 = local 0\n  check_type %0 list -> 0\n" + callout +
                               " -> 0\n  loop -> 0\n  snapshot 0: 0@0 stack []"),
        normal_text("trace 1 loop\n  %0 = local 0\n  check_type %0 list -> 0\n" + callout +
                    " -> 0\n  nop -> 0\nloop_start:\n  %4 = load_local 0.0\n  check_type %4 list -> 1\n" +
                    callout + " -> 1\n  loop -> 1\n  snapshot 0: 0@0 stack []\n  snapshot 1: 0@0 stack []"));
}

// The head wants an int in a local that gets what another held, which is a float from the second turn on.
TEST(PeelTest, ALoopThatCannotGoRoundEndsBehindItsSecondTurn) {
    Trace trace = parse_test(R"(trace 1 loop
  %0 = local 0
  %1 = local 1
  check_type %1 int -> 0
  store_local 0.1 %0
  %2 = const float 1.5
  %3:float = run ADD_FLOAT %2 %2 -> 0
  store_local 0.0 %3
  loop -> 0
  snapshot 0: 0@0 stack [])");
    FunnelOptions options;
    options.verify = true;
    run_passes(trace, options);
    EXPECT_EQ(trace.nodes.back().op, Op::kLeave) << print(trace);
    EXPECT_EQ(trace.loop_start, kNoId);
}

}  // namespace

}  // namespace moult::jit
