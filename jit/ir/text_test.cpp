// The text form of traces, and what the verifier refuses.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

constexpr const char* kLoop = R"(trace 3 loop depth 1 room 40 2 start 4
  %0:int = local 2
  %1:range_iterator = stack 0
  check_type %0 int -> 0
  %3 = const int 1
  %4 = const float 0.5
  %5 = const str 0x7f00
  %6 = run ADD_INT %0 %3 (0) @12 -> 0
  store_local 0.2 %6
  check_room 30 1 -> 0
  incref %5
  enter_frame 1 -> 1
  %11 = place LOAD_SLOT %5 (0) #0 -> 1
  %12 = load 0 %11 -> 1
  check_shape 77 %5 -> 1
  leave_frame 1
  loop -> 2
  cache 0: 800000004d
  frame 1: in 0 function %5 instance %1 call 12 resume 14 stack 1 virtual
  snapshot 0: 0@4 stack [%1, %0!]
  snapshot 1: 0@12 stack [%1] | 1@0 function! locals [0=%5!, 2=%6] stack []
  snapshot 2: 0@4 locals [3=%6] stack [%1] release [%5]
)";

TEST(TraceTextTest, PrintsWhatItHasParsed) {
    Trace trace;
    std::string error;
    ASSERT_TRUE(parse(kLoop, find_test_body, &trace, &error)) << error;
    EXPECT_EQ(print(trace), kLoop);
}

TEST(TraceTextTest, TakesAnyNamesAndComments) {
    EXPECT_EQ(
        normal_text("trace 1 loop\n ; nothing\n %x = local 0 ; the first\n loop_start:\n %p = phi %x %n\n"
                    " %n = not %p\n loop -> 0\n snapshot 0: 0@1 stack []\n"),
        "trace 1 loop\n  %0 = local 0\nloop_start:\n  %1 = phi %0 %2\n  %2 = not %1\n  loop -> 0\n"
        "  snapshot 0: 0@1 stack []\n");
}

TEST(TraceTextTest, NamesTheLineOfAnError) {
    Trace trace;
    std::string error;
    auto error_of = [&](std::string_view text) {
        return parse(text, find_test_body, &trace, &error) ? "" : error;
    };
    EXPECT_EQ(error_of("trace 1 loop\n  fly -> 0\n"), "line 2: there is no operation 'fly'");
    EXPECT_EQ(error_of("trace 1 loop\n  %0 = local 1 2\n"), "line 2: did not expect '2'");
    EXPECT_EQ(error_of("trace 1 loop\n  incref %3\n"), "line 2: %3 is nowhere defined");
    EXPECT_EQ(error_of("trace 1 loop\n  local 1\n"), "line 2: local has a result");
    EXPECT_EQ(error_of("trace 1 loop\n  %0 = run FLY\n"), "line 2: there is no instruction 'FLY'");
    EXPECT_EQ(error_of("trace 1 loop\n  %0:bird = local 0\n"), "line 2: there is no type 'bird'");
}

std::string problem_of(std::string_view text) {
    Trace trace;
    std::string error;
    EXPECT_TRUE(parse(text, find_test_body, &trace, &error)) << error;
    return verify(trace);
}

TEST(VerifyTest, AcceptsWhatIsWellFormed) {
    EXPECT_EQ(problem_of("trace 1 entry\n  %0 = local 0\n  check_type %0 int -> 0\n  leave -> 0\n"
                         "snapshot 0: 0@0 stack [%0]\n"),
              "");
}

TEST(VerifyTest, WantsDefinitionsBeforeUses) {
    EXPECT_EQ(
        problem_of("trace 1 entry\n incref %0\n %0 = local 0\n leave -> 0\n snapshot 0: 0@0 stack []\n"),
        "node 0 (incref): %1 in its operands is defined later");
    EXPECT_EQ(problem_of("trace 1 entry\n check_breaker -> 0\n %0 = local 0\n leave -> 0\n"
                         " snapshot 0: 0@0 stack [%0]\n"),
              "node 0 (check_breaker): %1 in its snapshot is defined later");
}

TEST(VerifyTest, WantsOneEndAndSnapshots) {
    EXPECT_EQ(problem_of("trace 1 entry\n %0 = local 0\n"), "node 0 (local): is the last, but no end");
    EXPECT_EQ(problem_of("trace 1 entry\n leave -> 0\n leave -> 0\n snapshot 0: 0@0 stack []\n"),
              "node 0 (leave): stands before the end");
    EXPECT_EQ(problem_of("trace 1 entry\n check_breaker\n leave -> 0\n snapshot 0: 0@0 stack []\n"),
              "node 0 (check_breaker): needs a snapshot");
}

TEST(VerifyTest, WantsFramesEnteredBeforeTheyAreLeft) {
    constexpr const char* kFrames =
        " %0 = local 0\n leave -> 0\n frame 1: in 0 function %0\n"
        " snapshot 0: 0@0 stack []\n snapshot 1: 0@0 stack [] | 1@0 stack []\n";
    auto problem = [&](std::string nodes) {
        return problem_of("trace 1 entry\n %1 = const int 1\n" + nodes + kFrames);
    };
    EXPECT_EQ(problem(" leave_frame 1\n"), "node 1 (leave_frame): its frame is not active");
    EXPECT_EQ(problem(" enter_frame 1 -> 0\n"), "node 1 (enter_frame): its snapshot lacks active frames");
    EXPECT_EQ(problem(" check_breaker -> 1\n"),
              "node 1 (check_breaker): its snapshot's frame 1 is not active");
}

TEST(VerifyTest, WantsTypesThatAgree) {
    EXPECT_EQ(problem_of("trace 1 entry\n %0 = const int 1\n %1 = not %0\n leave -> 0\n"
                         " snapshot 0: 0@0 stack []\n"),
              "node 1 (not): %0 is int, not bool");
    EXPECT_EQ(problem_of("trace 1 loop\n %0 = const int 1\nloop_start:\n %1:int = phi %0 %2\n"
                         " %2 = run ADD_INT %1 %0\n loop -> 0\n snapshot 0: 0@0 stack []\n"),
              "node 3 (loop): the phi %1 is int, %2 is any");
}

TEST(VerifyTest, TellsPlacesFromValues) {
    EXPECT_EQ(
        problem_of("trace 1 entry\n %0 = local 0\n %1 = place LOAD_GLOBAL %0 -> 0\n incref %1\n leave -> 0\n"
                   " snapshot 0: 0@0 stack []\n"),
        "node 2 (incref): %1 is a place, not a value");
}

}  // namespace

}  // namespace moult::jit
