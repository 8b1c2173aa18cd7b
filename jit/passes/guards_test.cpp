// Guards: those that earlier ones imply go; what may have changed is asked again.
#include <cstring>

#include "jit/test_support.h"

namespace moult::jit {

namespace {

std::string guards(std::string_view text) {
    return after({remove_guards}, text);
}

TEST(GuardsTest, RemoveRepeatedGuardsAndPlaces) {
    EXPECT_EQ(guards(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  check_breaker -> 0
  check_valid -> 0
  check_shape 7 %0 -> 0
  guard EXACT_ARGS %0 (1) -> 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2 -> 0
  check_shape 7 %0 -> 0
  guard EXACT_ARGS %0 (1) -> 0
  guard EXACT_ARGS %0 (2) -> 0
  %4 = place LOAD_SLOT %0 #1 -> 0
  %5 = exchange %4 %3
  check_breaker -> 0
  check_valid -> 0
  leave -> 1
  cache 0: 200000004d
  cache 1: 200000004d ff
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%5])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  check_breaker -> 0
  check_shape 7 %0 -> 0
  guard EXACT_ARGS %0 (1) -> 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2 -> 0
  guard EXACT_ARGS %0 (2) -> 0
  %5 = exchange %2 %3
  leave -> 1
  cache 0: 200000004d
  cache 1: 200000004d ff
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%5])"));
}

TEST(GuardsTest, AskAgainBehindWhatMayChangeMemory) {
    for (const char* clobber : {"%9 = run CALL %0 -> 0", "%9 = run APPEND %0", "decref %0", "callout -> 0"}) {
        std::string text = R"(trace 1 entry
  %0 = local 0
  check_type %0 list -> 0
  check_shape 7 %0 -> 0
  )" + std::string(clobber) +
                           R"(
  check_type %0 list -> 0
  check_valid -> 0
  check_shape 7 %0 -> 0
  leave -> 0
  snapshot 0: 0@0 stack [])";
        std::string expected = normal_text(text);
        expected.erase(expected.rfind("  check_type"), strlen("  check_type %0 list -> 0\n"));
        EXPECT_EQ(guards(text), expected);
    }
}

TEST(GuardsTest, AskAgainForPlacesAmongWhatHasBeenTakenOut) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  %i = const int 0
  check_shape 77 %0 -> 0
  %item = place LOAD_ITEM %0 %i -> 0
  %slot = place LOAD_SLOT %0 #0 -> 0
  guard EXACT_ARGS %0 -> 0
  check_valid -> 0
  %3 = load 0 %item
  %4 = load 0 %slot
  %5 = run TAKE %0
  check_shape 77 %0 -> 0
  %item2 = place LOAD_ITEM %0 %i -> 0
  %slot2 = place LOAD_SLOT %0 #0 -> 0
  guard EXACT_ARGS %0 -> 0
  check_valid -> 0
  %6 = load 0 %item2
  %7 = load 0 %slot2
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %4, %5, %6, %7])";
    EXPECT_EQ(guards(kText), normal_text(R"(trace 1 entry
  %0 = local 0
  %i = const int 0
  check_shape 77 %0 -> 0
  %item = place LOAD_ITEM %0 %i -> 0
  %slot = place LOAD_SLOT %0 #0 -> 0
  guard EXACT_ARGS %0 -> 0
  %3 = load 0 %item
  %4 = load 0 %slot
  %5 = run TAKE %0
  %item2 = place LOAD_ITEM %0 %i -> 0
  guard EXACT_ARGS %0 -> 0
  %6 = load 0 %item2
  %7 = load 0 %slot
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %4, %5, %6, %7])"));
}

// An outdated trace is not entered: at its start nothing has changed.
TEST(GuardsTest, AskForValidityBehindWhatMayChangeTheWorld) {
    auto text = [](std::string body, std::string end = "leave") {
        return "trace 1 loop\n  %0 = local 0\n" + body + "  " + end + " -> 0\n  snapshot 0: 0@0 stack [%0]";
    };
    std::string check = "  check_valid -> 0\n", call = "  %9 = run CALL %0 -> 0\n";
    EXPECT_EQ(guards(text(check + call + check + check)), normal_text(text(call + check)));
    std::string again = call + check + "  %8 = run CALL %0 -> 0\n" + check;
    EXPECT_EQ(guards(text(check + again)), normal_text(text(again)));
    // A loop that is not peeled comes back to its start.
    EXPECT_EQ(guards(text(check, "loop")), normal_text(text("", "loop")));
    EXPECT_EQ(guards(text(check + call + check, "loop")), normal_text(text(check + call + check, "loop")));
    std::string head = "loop_start:\n";
    EXPECT_EQ(guards(text(check + head + check, "loop")), normal_text(text(head, "loop")));
    EXPECT_EQ(guards(text(check + head + check + call, "loop")),
              normal_text(text(head + check + call, "loop")));
    EXPECT_EQ(guards(text(check + head + check + call + check, "loop")),
              normal_text(text(head + check + call + check, "loop")));
}

// Names cannot be written behind the back of those who watch them but through places, which no specialization
// does.
TEST(GuardsTest, AskForValidityBehindAWriteToANamespace) {
    for (const char* place : {"LOAD_GLOBAL", "LOAD_SLOT %0 #0"}) {
        std::string text = "trace 1 entry\n  %0 = local 0\n  %1 = const int 1\n  %2 = place " +
                           std::string(place) +
                           " -> 0\n  %3 = exchange %2 %1\n  check_valid -> 0\n  leave -> 1\n"
                           "  cache 0: 200000004d\n  snapshot 0: 0@0 stack []\n  snapshot 1: 0@0 stack [%3]";
        bool asks = guards(text).find("check_valid") != std::string::npos;
        EXPECT_EQ(asks, std::string_view(place) == "LOAD_GLOBAL") << place;
    }
}

TEST(GuardsTest, KnowWhatChangesNothing) {
    for (const char* harmless :
         {"%9 = run LENGTH %0", "%9 = run NEXT_RANGE %0 -> 0", "decref %1", "decref %2", "incref %0"}) {
        std::string text = R"(trace 1 entry
  %0 = local 0
  %1 = const function 0x1000
  %2 = local 1
  check_type %2 str -> 0
  check_shape 7 %0 -> 0
  )" + std::string(harmless);
        std::string end = "\n  leave -> 0\n  snapshot 0: 0@0 stack [%1, %2]";
        EXPECT_EQ(guards(text + "\n  check_shape 7 %0 -> 0" + end), normal_text(text + end)) << harmless;
    }
}

TEST(GuardsTest, CarryIntoALoopWhatItLeavesAlone) {
    auto loop = [](std::string body) {
        return R"(trace 1 loop
  %0 = local 0
  check_shape 7 %0 -> 0
  check_breaker -> 0
loop_start:
  check_breaker -> 0
)" + body + R"(
  loop -> 0
  snapshot 0: 0@0 stack [])";
    };
    EXPECT_EQ(guards(loop("  check_shape 7 %0 -> 0\n  %3 = run LENGTH %0")),
              normal_text(loop("  %3 = run LENGTH %0")));
    std::string changing = loop("  check_shape 7 %0 -> 0\n  %3 = run APPEND %0");
    EXPECT_EQ(guards(changing), normal_text(changing));
}

TEST(GuardsTest, AskForRoomOnce) {
    EXPECT_EQ(guards("trace 1 entry\n check_room 10 1 -> 0\n check_room 5 3 -> 0\n leave -> 0\n"
                     " snapshot 0: 0@0 stack []"),
              normal_text("trace 1 entry\n check_room 10 3 -> 0\n leave -> 0\n snapshot 0: 0@0 stack []"));
}

TEST(GuardsTest, EachTurnAsksForTheBreakerOnce) {
    EXPECT_EQ(
        guards("trace 1 entry\n check_breaker -> 0\n check_breaker -> 0\n nop -> 0\n check_breaker -> 0\n"
               " check_breaker -> 0\n leave -> 0\n snapshot 0: 0@0 stack []"),
        normal_text("trace 1 entry\n check_breaker -> 0\n nop -> 0\n check_breaker -> 0\n leave -> 0\n"
                    " snapshot 0: 0@0 stack []"));
}

TEST(GuardsTest, MergePureBodies) {
    EXPECT_EQ(guards(R"(trace 1 entry
  %0 = local 0
  %1:float = run ADD_FLOAT %0 %0
  %2:float = run ADD_FLOAT %0 %0
  %3 = run ADD_INT %0 %0 -> 0
  %4 = run ADD_INT %0 %0 -> 0
  leave -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%1, %2, %3, %4])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1:float = run ADD_FLOAT %0 %0
  %3 = run ADD_INT %0 %0 -> 0
  %4 = run ADD_INT %0 %0 -> 0
  leave -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%1, %1, %3, %4])"));
}

}  // namespace

}  // namespace moult::jit
