// Delayed stores: what exits write, and what somebody who looks at the frame finds.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

TEST(DelayStoresTest, WriteWhenTheTraceIsLeftOrSomebodyLooks) {
    EXPECT_EQ(after({delay_stores}, R"(trace 1 entry
  %x = local 0
  check_type %x int -> 0
  %y = run ADD_INT %x %x -> 0
  store_local 0.0 %y
  check_type %y int -> 1
  check_breaker -> 1
  %o = local 1
  store_local 0.1 %y
  decref %o
  %r = run CALL -> 1
  %z = run ADD_INT %y %y -> 2
  store_local 0.0 %z
  check_type %z int -> 3
  leave -> 3
  snapshot 0: 0@0 stack []
  snapshot 1: 0@1 stack []
  snapshot 2: 0@2 stack [%r]
  snapshot 3: 0@3 stack [%r])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  check_type %0 int -> 0
  %2 = run ADD_INT %0 %0 (0) -> 0
  check_type %2 int -> 1
  check_breaker -> 1
  %5 = local 1
  store_local 0.1 %2
  decref %5
  store_local 0.0 %2
  %9 = run CALL (0) -> 2
  %10 = run ADD_INT %2 %2 (0) -> 3
  check_type %10 int -> 4
  leave -> 4
  snapshot 0: 0@0 stack []
  snapshot 1: 0@1 locals [0=%2] stack []
  snapshot 2: 0@1 stack []
  snapshot 3: 0@2 stack [%9]
  snapshot 4: 0@3 locals [0=%10] stack [%9])"));
}

TEST(DelayStoresTest, KeepLocalsInPhisAroundALoop) {
    EXPECT_EQ(after({peel_loop, propagate_constants, delay_stores}, R"(trace 1 loop
  %x = local 0
  check_type %x int -> 0
  %one = const int 1
  %y = run ADD_INT %x %one -> 0
  store_local 0.0 %y
  check_type %y int -> 1
  loop -> 2
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack []
  snapshot 2: 0@0 stack [])"),
              normal_text(R"(trace 1 loop
  %0 = local 0
  check_type %0 int -> 0
  %2 = const int 1
  %3 = run ADD_INT %0 %2 (0) -> 0
  check_type %3 int -> 1
  nop -> 2
loop_start:
  %6:int = phi %3 %7
  %7 = run ADD_INT %6 %2 (0) -> 3
  check_type %7 int -> 4
  loop -> 5
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 locals [0=%3] stack []
  snapshot 2: 0@0 locals [0=%3] stack []
  snapshot 3: 0@1 locals [0=%6] stack []
  snapshot 4: 0@2 locals [0=%7] stack []
  snapshot 5: 0@0 locals [0=%7] stack [])"));
}

TEST(DelayStoresTest, WriteObjectsAtOnce) {
    constexpr const char* kText = R"(trace 1 entry
  %x = local 0
  %y = local 1
  check_type %x int -> 0
  incref %y
  store_local 0.0 %y
  check_breaker -> 0
  decref %y
  %one = const int 1
  store_local 0.0 %one
  leave -> 0
  snapshot 0: 0@0 stack [])";
    EXPECT_EQ(after({delay_stores}, kText), after({}, kText));
}

TEST(DelayStoresTest, NeverHappenInAFrameThatIsLeftBefore) {
    EXPECT_EQ(after({delay_stores}, R"(trace 1 side
  %x = local 0
  check_type %x int -> 0
  %y = run ADD_INT %x %x -> 0
  store_local 0.0 %y
  check_type %y int -> 1
  check_return 5 -> 2
  %f:function = pop_base 1 -> 2
  decref %f
  %s = load_stack 1.0
  %z = load_local 1.0
  check_type %z int -> 3
  store_local 1.0 %y
  check_breaker -> 4
  %r = run CALL -> 4
  leave -> 5
  frame 1: in 0
  snapshot 0: 0@0 stack []
  snapshot 1: 0@1 stack []
  snapshot 2: 0@2 stack [%y]
  snapshot 3: 1@3 stack [%s, %y]
  snapshot 4: 1@4 stack [%s]
  snapshot 5: 1@5 stack [%s, %r])"),
              normal_text(R"(trace 1 side
  %0 = local 0
  check_type %0 int -> 0
  %2 = run ADD_INT %0 %0 (0) -> 0
  check_type %2 int -> 1
  check_return 5 -> 2
  %5:function = pop_base 1 -> 2
  decref %5
  %7 = load_stack 1.0
  %8 = load_local 1.0
  check_type %8 int -> 3
  check_breaker -> 4
  store_local 1.0 %2
  %12 = run CALL (0) -> 5
  leave -> 6
  frame 1: in 0
  snapshot 0: 0@0 stack []
  snapshot 1: 0@1 locals [0=%2] stack []
  snapshot 2: 0@2 locals [0=%2] stack [%2]
  snapshot 3: 1@3 stack [%7, %2]
  snapshot 4: 1@4 locals [0=%2] stack [%7]
  snapshot 5: 1@4 stack [%7]
  snapshot 6: 1@5 stack [%7, %12])"));
}

}  // namespace

}  // namespace moult::jit
