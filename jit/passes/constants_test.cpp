// Types and constants: what is folded, and what must stay.
#include <cstring>

#include "jit/test_support.h"

namespace moult::jit {

namespace {

std::string constants(std::string_view text) {
    return after({propagate_constants}, text);
}

TEST(ConstantsTest, DropChecksAndCountsOfWhatIsKnown) {
    EXPECT_EQ(constants(R"(trace 1 entry
  %0 = local 0
  check_type %0 int -> 0
  check_type %0 int -> 0
  incref %0
  guard ADD_INT %0 %0 -> 0
  %1 = run ADD_INT %0 %0 -> 0
  decref %0
  decref %1
  leave -> 0
  snapshot 0: 0@0 stack [])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  check_type %0 int -> 0
  %1 = run ADD_INT %0 %0 -> 0
  decref %1
  leave -> 0
  snapshot 0: 0@0 stack [])"));
}

TEST(ConstantsTest, KeepWhatIsNotKnown) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  check_type %0 int -> 0
  check_type %1 object -> 0
  check_type %1 str -> 0
  guard ADD_INT %0 %1 -> 0
  check_item %0 -> 0
  decref %1
  leave -> 0
  snapshot 0: 0@0 stack [])";
    std::string expected = normal_text(kText);
    expected.erase(expected.find("  check_item"), strlen("  check_item %0 -> 0\n"));  // an int is an item
    EXPECT_EQ(constants(kText), expected);
}

TEST(ConstantsTest, UseTheConstantBehindACheck) {
    EXPECT_EQ(constants(R"(trace 1 entry
  %0 = local 0
  %1 = const function 0x1000
  check_is %0 %1 -> 0
  check_is %0 %1 -> 0
  %2 = is %0 %1
  check_true %2 -> 0
  guard EXACT_ARGS %0 -> 0
  leave -> 0
  snapshot 0: 0@0 stack [%0])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = const function 0x1000
  check_is %0 %1 -> 0
  guard EXACT_ARGS %1 -> 0
  leave -> 0
  snapshot 0: 0@0 stack [%0])"));
}

TEST(ConstantsTest, FoldIsNotAndTruth) {
    EXPECT_EQ(constants(R"(trace 1 entry
  %0 = local 0
  %1 = const none
  check_type %0 int -> 0
  %2 = is %0 %1
  %3 = not %2
  check_true %3 -> 0
  %4 = truth %0 -> 0
  %5 = not %4
  %6 = not %5
  %7 = truth %6
  check_true %7 -> 0
  check_true %4 -> 0
  leave -> 0
  snapshot 0: 0@0 stack [])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  check_type %0 int -> 0
  %4 = truth %0
  check_true %4 -> 0
  leave -> 0
  snapshot 0: 0@0 stack [])"));
}

TEST(ConstantsTest, MakeChecksOfShapes) {
    EXPECT_EQ(constants(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  guard STORE_SLOT %0 %1 #0 -> 0
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@0 stack [])"),
              normal_text(R"(trace 1 entry
  %1 = local 1
  check_shape 77 %1 -> 0
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@0 stack [])"));
}

TEST(ConstantsTest, NarrowPhis) {
    EXPECT_EQ(constants(R"(trace 1 loop
  %0 = local 0
  %1 = local 1
  check_type %1 float -> 0
loop_start:
  %2 = phi %0 %0
  %3 = phi %1 %4
  check_type %3 float -> 1
  %4 = run ADD_FLOAT %3 %3
  store_local 0.0 %4
  loop -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%2])"),
              normal_text(R"(trace 1 loop
  %0 = local 0
  %1 = local 1
  check_type %1 float -> 0
loop_start:
  %3:float = phi %1 %4
  %4:float = run ADD_FLOAT %3 %3
  store_local 0.0 %4
  loop -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%0])"));
}

}  // namespace

}  // namespace moult::jit
