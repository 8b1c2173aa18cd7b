// Absorbing: what is made for one user alone is not made; what somebody else could see is.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

std::string absorbed(std::string_view text) {
    return after({absorb_operands, propagate_constants}, text);
}

// A list is made and put, with nodes in between and behind.
std::string make_and_put(std::string_view between, std::string_view behind = "") {
    return R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = const int 1
  %3:list = run SLICE %0 #0 -> 0
  incref %1
)" + std::string(between) +
           R"(  %9:none = run PUT %3 %1 #1 reuses_left -> 2
  %10 = left %9
  decref %10
  decref %1
)" + std::string(behind) +
           R"(  leave -> 3
  cache 0: 7
  cache 1:
  snapshot 0: 0@5 stack [%0!]
  snapshot 1: 0@6 stack [%3, %1]
  snapshot 2: 0@7 stack [%3, %1]
  snapshot 3: 0@8 stack [])";
}

TEST(AbsorbTest, MakesNothingForOneUserAlone) {
    EXPECT_EQ(absorbed(make_and_put("  %4 = run ADD_INT %2 %2 -> 1\n  check_type %4 int -> 2\n")),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = const int 1
  incref %1
  %4 = run ADD_INT %2 %2 -> 0
  check_type %4 int -> 1
  %9:none = run PUT %0 %1 #0 absorbs -> 1
  decref %1
  leave -> 2
  cache 0: 7
  cache 1:
  snapshot 0: 0@5 stack [%0!] release [%1]
  snapshot 1: 0@5 stack [%0!] release [%1, %4]
  snapshot 2: 0@8 stack [])"));
}

TEST(AbsorbTest, LeavesTheReferencesOfExitsToTheOtherPasses) {
    std::string text = after({absorb_operands, propagate_constants, remove_count_pairs},
                             make_and_put("  check_type %1 list -> 1\n"));
    EXPECT_EQ(text.find("incref"), std::string::npos) << text;
    EXPECT_EQ(text.find("release"), std::string::npos) << text;
}

TEST(AbsorbTest, MakesWhatSomebodyElseSees) {
    auto is_kept = [](const std::string& text) {
        std::string result = absorbed(text);
        return result.find("SLICE") != std::string::npos && result.find("absorbs") == std::string::npos;
    };
    EXPECT_FALSE(is_kept(make_and_put("")));
    EXPECT_TRUE(is_kept(make_and_put("  %4 = run LENGTH %3 -> 1\n")));
    EXPECT_TRUE(is_kept(make_and_put("  incref %3\n", "  decref %3\n")));
    EXPECT_TRUE(is_kept(make_and_put("", "  check_type %1 list -> 1\n"))) << "the list is in its snapshot";
}

TEST(AbsorbTest, MovesNothingAcrossEffects) {
    for (const char* effect :
         {"%4 = run APPEND %0", "%4 = run CALL %0 -> 1", "decref %0", "store_local 0.0 %1", "callout -> 1",
          "%4 = run ADD_STR %0 %1 reuses_left -> 1"}) {
        std::string result = absorbed(make_and_put("  " + std::string(effect) + "\n"));
        EXPECT_NE(result.find("SLICE"), std::string::npos) << result;
    }
}

TEST(AbsorbTest, StaysOnItsSideOfALoopsHead) {
    std::string result = absorbed(R"(trace 1 loop
  %0 = local 0
  %1 = local 1
  %3:list = run SLICE %0 #0 -> 0
loop_start:
  %5 = phi %0 %0
  %9:none = run PUT %3 %1 #1 reuses_left -> 1
  %10 = left %9
  decref %10
  loop -> 1
  cache 0: 7
  cache 1:
  snapshot 0: 0@5 stack []
  snapshot 1: 0@7 stack [%3!])");
    EXPECT_NE(result.find("SLICE"), std::string::npos) << result;
}

}  // namespace

}  // namespace moult::jit
