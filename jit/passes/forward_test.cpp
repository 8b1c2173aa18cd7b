// Forwarding: known places are not read again; places that may be the same, and memory that may have changed,
// are.
#include "jit/test_support.h"

namespace moult::jit {

namespace {

std::string forwarded(std::string_view text) {
    return after({remove_guards, forward_memory}, text);
}

TEST(ForwardTest, UsesWhatWasLoadedAndStored) {
    EXPECT_EQ(forwarded(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  %4 = load 0 %2
  %5 = place STORE_SLOT %1 %0 #0 -> 0
  incref %1
  %6 = exchange %5 %1
  %7 = load 0 %2
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %4, %6, %7])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  %5 = place STORE_SLOT %1 %0 #0 -> 0
  incref %1
  %6 = exchange %5 %1
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %3, %6, %1])"));
}

// Loads two places with a store to a third in between.
std::string two_loads(std::string_view store, bool reads_again) {
    return std::string(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %i = local 2
  %zero = const int 0
  %one = const int 1
  %minus = const int -1
  %p = place LOAD_SLOT %0 #0 -> 0
  %q = place LOAD_ITEM %0 %zero -> 0
  %r = place UNPACK %0 -> 0
  %a = load 0 %p
  %b = load 0 %q
  %t = load 0 %r
  %s = place )") +
           std::string(store) + R"( -> 0
  %old = exchange %s %1
)" + (reads_again ? "  %c = load 0 %p\n  %d = load 0 %q\n  %e = load 0 %r\n" : "") +
           "  leave -> 1\n  cache 0: 200000004d\n  cache 1: 280000004d\n  cache 2: 200000004e\n  snapshot 0: "
           "0@0 "
           "stack []\n  snapshot 1: 0@0 stack [" +
           (reads_again ? "%a, %b, %t, %old, %c, %d, %e" : "%a, %b, %t, %old, %a, %b, %t") + "]\n";
}
std::string removed_loads(std::string_view store) {
    std::string text = forwarded(two_loads(store, true));
    std::string before = normal_text(two_loads(store, true)), none = normal_text(two_loads(store, false));
    if (text == after({}, none)) return "all";
    size_t left = 0;
    for (size_t at = 0; (at = text.find("= load", at)) != std::string::npos; ++at) ++left;
    return std::to_string(6 - left);
}

TEST(ForwardTest, KnowsWhichPlacesAreDifferent) {
    EXPECT_EQ(removed_loads("STORE_SLOT %1 %1 #1"), "all");  // another attribute
    EXPECT_EQ(removed_loads("STORE_SLOT %1 %1 #2"), "2");    // the same place in another object?
    EXPECT_EQ(removed_loads("STORE_SLOT %1 %0 #2"), "3");  // certainly this one, which has changed its shape
    EXPECT_EQ(removed_loads("STORE_ITEM %1 %0 %one"), "all");  // another item
    EXPECT_EQ(removed_loads("STORE_ITEM %1 %0 %minus"), "2");  // perhaps the same
    EXPECT_EQ(removed_loads("STORE_ITEM %1 %0 %i"), "2");
    EXPECT_EQ(removed_loads("STORE_ITEM %1 %1 %one"), "2");   // of another list, or the same
    EXPECT_EQ(removed_loads("STORE_ITEM %1 %0 %zero"), "3");  // forwarded
    EXPECT_EQ(removed_loads("LOAD_GLOBAL %0"), "all");
}

TEST(ForwardTest, LoadsAgainWhatMayHaveChanged) {
    for (const char* clobber : {"%9 = run CALL %0 -> 0", "%9 = run APPEND %0", "decref %0", "callout -> 0"}) {
        std::string text = R"(trace 1 entry
  %0 = local 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  )" + std::string(clobber) +
                           R"(
  %4 = load 0 %2
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %4])";
        EXPECT_EQ(forwarded(text), normal_text(text));
    }
}

TEST(ForwardTest, LoadsItemsAgainWhenOneHasBeenTakenOut) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  %i = const int 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = place LOAD_ITEM %0 %i -> 0
  %4 = load 0 %2
  %5 = load 0 %3
  %6 = run TAKE %0
  %7 = load 0 %2
  %8 = place LOAD_ITEM %0 %i -> 0
  %9 = load 0 %8
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%4, %5, %6, %7, %9])";
    std::string expected(kText);
    std::string_view again = "  %7 = load 0 %2\n";
    expected.erase(expected.find(again), again.size());
    expected.replace(expected.rfind("%7"), 2, "%4");
    EXPECT_EQ(forwarded(kText), normal_text(expected));
}

TEST(ForwardTest, KeepsChecksForNothing) {
    constexpr const char* kText = R"(trace 1 entry
  %0 = local 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  %4 = load 0 %2 -> 0
  leave -> 1
  cache 0: 200000004d
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%3, %4])";
    EXPECT_EQ(forwarded(kText), normal_text(kText));
}

TEST(ForwardTest, TellsTheTypeOfAnOldValue) {
    EXPECT_EQ(forwarded(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  check_type %3 float -> 0
  %4 = exchange %2 %1
  decref %4
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@0 stack [])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = place LOAD_SLOT %0 #0 -> 0
  %3 = load 0 %2
  check_type %3 float -> 0
  %4:float = exchange %2 %1
  decref %3
  leave -> 0
  cache 0: 200000004d
  snapshot 0: 0@0 stack [])"));
}

// Two items of a list, which may be the same, both of a type; what is stored between has it, or another.
std::string after_store(std::string_view stored, std::string_view type) {
    return R"(trace 1 entry
  %0 = local 0
  %1 = local 1
  %2 = local 2
  %x = local 3
  check_type %x )" +
           std::string(stored) + R"( -> 0
  %p = place LOAD_ITEM %0 %1 -> 0
  %a = load 0 %p
  check_type %a int -> 0
  %s = place STORE_ITEM %x %0 %2 -> 0
  %o = exchange %s %x
  %b)" + std::string(type) +
           R"( = load 0 %p
  %t = place STORE_ITEM %x %0 %1 -> 0
  %c)" + std::string(type) +
           R"( = exchange %t %x
  leave -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%o, %b, %c])";
}

TEST(ForwardTest, KeepsTheTypeOfAPlaceWhereAnotherValueOfTheTypeMayHaveBeenStored) {
    EXPECT_EQ(forwarded(after_store("int", "")), normal_text(after_store("int", ":int")));
    EXPECT_EQ(forwarded(after_store("float", "")), normal_text(after_store("float", "")));
}

TEST(ForwardTest, ReadsLocalsFromMemoryOnlyWhenItMust) {
    EXPECT_EQ(forwarded(R"(trace 1 entry
  %0 = local 0
  store_local 0.0 %0
  callout -> 0
  %1 = load_local 0.0
  %2 = load_local 0.1
  leave -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%1, %2])"),
              normal_text(R"(trace 1 entry
  %0 = local 0
  store_local 0.0 %0
  callout -> 0
  %2 = load_local 0.1
  leave -> 1
  snapshot 0: 0@0 stack []
  snapshot 1: 0@0 stack [%0, %2])"));
}

TEST(ForwardTest, CarriesIntoALoopWhatItLeavesAlone) {
    auto loop = [](const char* again, const char* write, const char* used) {
        return std::string(R"(trace 1 loop
  %0 = local 0
  %2 = place LOAD_SLOT %0 #0 -> 0
  %g = place LOAD_GLOBAL %0 -> 0
  %3 = load 0 %2
loop_start:
)") + again + write +
               "  store_local 0.1 " + used +
               "\n  loop -> 0\n  cache 0: 200000004d\n  snapshot 0: 0@0 stack []";
    };
    constexpr const char* kAgain = "  %4 = load 0 %2\n";
    EXPECT_EQ(forwarded(loop(kAgain, "  %5 = exchange %g %0\n", "%4")),
              normal_text(loop("", "  %5 = exchange %g %0\n", "%3")));
    std::string written = loop(kAgain, "  %5 = exchange %2 %0\n", "%4");
    EXPECT_NE(forwarded(written).find("load 0", forwarded(written).find("loop_start")), std::string::npos);
}

}  // namespace

}  // namespace moult::jit
