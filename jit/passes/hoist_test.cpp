// Invariants of loops: what moves in front of them.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

TEST(HoistTest, MoveWhatIsTheSameInEveryTurn) {
    EXPECT_EQ(after({peel_loop, propagate_constants, hoist_invariants}, R"(trace 1 loop
  %x = local 0
  check_shape 77 %x -> 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  check_type %v float -> 0
  %old = local 1
  store_local 0.1 %v
  decref %old
  loop -> 1
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@0 stack [])"),
              normal_text(R"(trace 1 loop
  %0 = local 0
  check_shape 77 %0 -> 0
  %2 = place LOAD_SLOT %0 (0) #0 -> 0
  %3 = load 0 %2
  check_type %3 float -> 0
  %4 = local 1
  store_local 0.1 %3
  decref %4
  nop -> 1
  check_shape 77 %0 -> 1
  %10 = place LOAD_SLOT %0 (0) #0 -> 1
  %11 = load 0 %10
  check_type %11 float -> 1
loop_start:
  store_local 0.1 %11
  loop -> 2
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@0 stack []
  snapshot 2: 0@0 stack [])"));
}

// Taking items out of lists moves items, but nothing else.
TEST(HoistTest, MoveWhatIsNoItemOfALoopThatTakesItemsOut) {
    std::string text = after({peel_loop, propagate_constants, hoist_invariants}, R"(trace 1 loop
  %x = local 0
  %i = const int 0
  check_shape 77 %x -> 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  check_type %v float -> 0
  %q = place LOAD_ITEM %x %i -> 0
  %w = load 0 %q
  check_type %w float -> 0
  %t = run TAKE %x
  check_type %t float -> 0
  loop -> 1
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@0 stack [])");
    std::string loop = text.substr(text.find("loop_start"));
    EXPECT_EQ(loop.find("check_shape"), std::string::npos) << text;
    EXPECT_EQ(loop.find("LOAD_SLOT"), std::string::npos) << text;
    EXPECT_NE(loop.find("place LOAD_ITEM"), std::string::npos) << text;
    EXPECT_NE(loop.find("load 0"), std::string::npos) << text;
}

TEST(HoistTest, LeaveWhatTheLoopMayChange) {
    constexpr const char* kText = R"(trace 1 loop
  %x = local 0
  check_shape 77 %x -> 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  check_type %v object -> 0
  %old = local 1
  store_local 0.1 %v
  decref %old
  loop -> 1
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@0 stack [])";
    EXPECT_EQ(after({peel_loop, propagate_constants, hoist_invariants}, kText),
              after({peel_loop, propagate_constants}, kText));
}

}  // namespace

}  // namespace moult::jit
