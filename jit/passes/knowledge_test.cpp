// What side traces begin with: types of locals and stack entries as they are at the exit, for all nodes that
// leave by it.
#include "jit/passes/knowledge.h"

#include "jit/ir/text.h"
#include "jit/test_support.h"

namespace moult::jit {

namespace {

std::string known(std::string_view text, uint32_t snapshot) {
    Knowledge knowledge = known_at_exit(parse_test(text), snapshot);
    std::string result = "locals";
    for (ValueType type : knowledge.locals) result += " " + type_text(type);
    result += "; stack";
    for (ValueType type : knowledge.stack) result += " " + type_text(type);
    return result + (knowledge.names ? "; names" : "");
}

TEST(KnowledgeTest, TellsWhatHasBeenCheckedBeforeTheExit) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = const dict 0x1000
  check_names %0 %0 -> 0
  %1 = local 1
  %2 = local 2
  check_type %1 list -> 0
  check_type %2 int -> 1
  %5:int = run ADD_INT %2 %2 -> 2
  leave -> 3
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack [%1!]
  snapshot 2: 0@3 locals [0=%2] stack [%1!, %2]
  snapshot 3: 0@4 stack [%5])";
    EXPECT_EQ(known(kText, 0), "locals; stack") << "two nodes leave so, one of which knows nothing";
    EXPECT_EQ(known(kText, 1), "locals any list any; stack list; names");
    EXPECT_EQ(known(kText, 2), "locals int list int; stack list int; names");
    EXPECT_EQ(known(kText, 3), "locals any list int; stack int; names");
}

TEST(KnowledgeTest, FollowsStores) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  check_type %0 int -> 0
  %3 = const float 1.5
  store_local 0.0 %3
  store_local 0.1 %1
  check_type %1 list -> 1
  callout changes_locals -> 2
  check_breaker -> 3
  leave -> 3
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack []
  snapshot 2: 0@3 stack []
  snapshot 3: 0@4 stack [])";
    EXPECT_EQ(known(kText, 1), "locals float any; stack");
    EXPECT_EQ(known(kText, 2), "locals float list; stack");
    EXPECT_EQ(known(kText, 3), "locals; stack") << "the callout may have stored anything";
}

TEST(KnowledgeTest, ForgetsInALoopWhatTheLoopChanges) {
    EXPECT_EQ(known(R"(trace 1 loop
  %0 = local 0
  %1 = local 1
  check_type %0 int -> 0
  check_type %1 int -> 0
loop_start:
  %4 = phi %0 %0
  check_breaker -> 1
  store_local 0.0 %1
  loop -> 2
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack []
  snapshot 2: 0@3 stack [])",
                    1),
              "locals any int; stack");
}

TEST(KnowledgeTest, TellsOfTheFrameThatGoesOn) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  check_type %0 int -> 0
  %f = const function 0x2000
  check_breaker -> 1
  leave -> 0
  frame 1: in 0 function %f call 2 resume 4 stack 0 virtual
  snapshot 0: 0@1 stack []
  snapshot 1: 0@2 stack [] | 1@3 locals [1=%0!] stack [%f!])";
    EXPECT_EQ(known(kText, 1), "locals any int; stack function; names")
        << "a constant function has its names";
}

}  // namespace

}  // namespace moult::jit
