// Pairs of reference counts: who keeps the value meanwhile, and who makes up for the reference at an exit.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

TEST(CountsTest, BorrowFromALocal) {
    EXPECT_EQ(after({remove_count_pairs}, R"(trace 1 entry
  %x = local 0
  incref %x
  check_breaker -> 0
  %r = run CALL %x -> 0
  decref %x
  leave -> 1
  snapshot 0: 0@1 stack [%x]
  snapshot 1: 0@2 stack [%r])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  check_breaker -> 0
  %2 = run CALL %0 (0) -> 0
  leave -> 1
  snapshot 0: 0@1 stack [%0!]
  snapshot 1: 0@2 stack [%2])"));
}

TEST(CountsTest, BorrowFromMemoryThatStaysAsItIs) {
    EXPECT_EQ(after({remove_count_pairs}, R"(trace 1 entry
  %x = local 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  incref %v
  check_breaker -> 1
  decref %v
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack [%v])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = place LOAD_SLOT %0 (0) #0 -> 0
  %2 = load 0 %1
  check_breaker -> 1
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack [%2!])"));
}

TEST(CountsTest, KeepWhatMayBeReleasedMeanwhile) {
    constexpr const char* kText = R"(trace 1 entry
  %x = stack 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  incref %v
  %r = run APPEND %x
  decref %v
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@1 stack [])";
    EXPECT_EQ(after({remove_count_pairs}, kText), after({}, kText));
}

TEST(CountsTest, KeepWhatAnotherDecrefMayRelease) {
    constexpr const char* kText = R"(trace 1 entry
  %x = stack 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  incref %v
  decref %x
  decref %v
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@1 stack [])";
    EXPECT_EQ(after({remove_count_pairs}, kText), after({}, kText));
}

TEST(CountsTest, KeepWhatIsCounted) {
    constexpr const char* kText = R"(trace 1 entry
  %x = stack 0
  %p = place LOAD_SLOT %x #0 -> 0
  %v = load 0 %p
  incref %v
  %r = run ADD_STR %x %x reuses_left
  decref %v
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@1 stack [])";
    EXPECT_EQ(after({remove_count_pairs}, kText), after({}, kText));
}

TEST(CountsTest, KeepAReferenceThatALocalTakes) {
    constexpr const char* kText = R"(trace 1 entry
  %x = local 0
  %y = local 1
  incref %x
  store_local 0.1 %x
  decref %y
  check_breaker -> 0
  decref %x
  leave -> 0
  snapshot 0: 0@1 stack [])";
    EXPECT_EQ(after({remove_count_pairs}, kText), after({}, kText));
}

TEST(CountsTest, LetVirtualFramesBorrow) {
    EXPECT_EQ(after({make_frames_virtual, remove_count_pairs}, R"(trace 1 entry
  %x = local 0
  %f = const function 0x1000
  incref %f
  incref %x
  enter_frame 1 -> 0
  check_breaker -> 1
  store_local 1.1 %f
  leave_frame 1 -> 2
  decref %x
  decref %f
  leave -> 3
  frame 1: in 0 function %f call 4 resume 5
  snapshot 0: 0@4 stack [] | 1@20 locals [0=%x] stack []
  snapshot 1: 0@4 stack [] | 1@21 locals [0=%x] stack []
  snapshot 2: 0@4 stack [] | 1@22 locals [0=%x, 1=%f] stack []
  snapshot 3: 0@5 stack [])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = const function 0x1000
  check_breaker -> 0
  leave -> 1
  frame 1: in 0 function %1 call 4 resume 5 virtual
  snapshot 0: 0@4 stack [] | 1@21 function! locals [0=%0!] stack []
  snapshot 1: 0@5 stack [])"));
}

TEST(CountsTest, LeaveFramesInMemoryThatAreLookedAt) {
    constexpr const char* kText = R"(trace 1 entry
  %x = local 0
  %f = const function 0x1000
  incref %f
  incref %x
  enter_frame 1 -> 0
  %r = run CALL -> 0
  leave_frame 1 -> 0
  decref %x
  decref %f
  leave -> 1
  frame 1: in 0 function %f call 4 resume 5
  snapshot 0: 0@4 stack [] | 1@20 locals [0=%x] stack []
  snapshot 1: 0@5 stack [%r])";
    EXPECT_EQ(after({make_frames_virtual, remove_count_pairs}, kText), after({}, kText));
}

TEST(CountsTest, HandOnWhatALocalOfTheBaseFrameHeld) {
    EXPECT_EQ(after({remove_count_pairs}, R"(trace 1 side
  %x = local 0
  %y = local 1
  check_return 5 -> 0
  %f:function = pop_base 1 -> 0
  incref %x
  decref %x
  decref %y
  decref %f
  %z = load_local 1.0
  incref %z
  %r = run CALL %z -> 1
  decref %z
  leave -> 2
  frame 1: in 0
  snapshot 0: 0@0 stack []
  snapshot 1: 1@1 stack [%x, %z]
  snapshot 2: 1@2 stack [%x, %r])"),
              normal_text(R"(trace 1 side
  %0 = local 0
  %1 = local 1
  check_return 5 -> 0
  %3:function = pop_base 1 -> 0
  decref %1
  decref %3
  %6 = load_local 1.0
  %7 = run CALL %6 (0) -> 1
  leave -> 2
  frame 1: in 0
  snapshot 0: 0@0 stack []
  snapshot 1: 1@1 stack [%0, %6!]
  snapshot 2: 1@2 stack [%0, %7])"));
}

// The frame's memory has no place for the reference that is missing.
TEST(CountsTest, StayInFrontOfAReturnThatMayLeave) {
    constexpr const char* kText = R"(trace 1 side
  %x = local 0
  %p = place LOAD_SLOT %x (0) #0 -> 0
  incref %x
  %o = exchange %p %x
  decref %o
  check_return 5 -> 0
  %f:function = pop_base 1 -> 0
  decref %x
  leave -> 1
  cache 0: 200000004d
  frame 1: in 0
  snapshot 0: 0@0 stack []
  snapshot 1: 1@1 stack [])";
    EXPECT_EQ(after({remove_count_pairs}, kText), after({}, kText));
}

}  // namespace

}  // namespace moult::jit
