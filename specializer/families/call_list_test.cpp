// The specializations of calls for lists: warm up, change the world.
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

class CallListTest : public SpecializationTest {
  protected:
    void SetUp() override {
        run("gone = []\n"
            "class Item:\n"
            "    def __init__(self, name): self.name = name\n"
            "    def __repr__(self): return self.name\n"
            "    def __del__(self): gone.append(self.name)\n"
            "class Own(list):\n"
            "    def pop(self, *args): return 'own pop'\n"
            "    def insert(self, *args): return 'own insert'\n"
            "    def append(self, *args): return 'own append'\n"
            "class Plain(list): pass\n"
            "class Index:\n"
            "    def __index__(self): return 1\n"
            "def numbers(): return [10, 20, 30, 40]\n");
    }
    // f becomes the instruction by calls of it.
    void warm_up(const char* text, const char* call, const char* instruction) {
        run(text);
        for (int i = 0; i < 50; ++i) eval(call);
        ASSERT_TRUE(has("f", instruction)) << testing::PrintToString(instructions("f"));
    }
};

TEST_F(CallListTest, PopTakesTheLastItem) {
    warm_up("def f(a): return a.pop(), a", "f(numbers())", "CALL_LIST_POP");
    EXPECT_EQ(eval("f(numbers())"), "(40, [10, 20, 30])");
    EXPECT_EQ(eval("f([1])"), "(1, [])");
    EXPECT_EQ(eval("f([])"), "IndexError: pop from empty list");
    EXPECT_EQ(eval("f(Plain([1, 2]))"), "(2, [1])");
    EXPECT_EQ(eval("f(Own([1, 2]))"), "('own pop', [1, 2])");
    EXPECT_EQ(eval("f({1})"), "(1, set())");
    EXPECT_TRUE(has("f", "CALL_LIST_POP"));
    for (int i = 0; i < 40; ++i) eval("f([])");
    EXPECT_FALSE(has("f", "CALL_LIST_POP"));
}

TEST_F(CallListTest, PopIndexTakesAnyItem) {
    warm_up("def f(a, i): return a.pop(i), a", "f(numbers(), 0)", "CALL_LIST_POP_INDEX");
    EXPECT_EQ(eval("f(numbers(), 0)"), "(10, [20, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), 3)"), "(40, [10, 20, 30])");
    EXPECT_EQ(eval("f(numbers(), -1)"), "(40, [10, 20, 30])");
    EXPECT_EQ(eval("f(numbers(), -4)"), "(10, [20, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), 4)"), "IndexError: pop index out of range");
    EXPECT_EQ(eval("f(numbers(), -5)"), "IndexError: pop index out of range");
    EXPECT_EQ(eval("f([], 0)"), "IndexError: pop from empty list");
    EXPECT_EQ(eval("f(numbers(), True)"), "(20, [10, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), Index())"), "(20, [10, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), 1.0)"), "TypeError: 'float' object cannot be interpreted as an integer");
    EXPECT_EQ(eval("f(Own(), 0)"), "('own pop', [])");
    EXPECT_EQ(eval("f({1: 2}, 1)"), "(2, {})");
}

TEST_F(CallListTest, InsertCountsFromTheEndsAndStopsThere) {
    warm_up("def f(a, i, x): return a.insert(i, x), a", "f(numbers(), 1, 5)", "CALL_LIST_INSERT");
    EXPECT_EQ(eval("f(numbers(), 0, 5)"), "(None, [5, 10, 20, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), 4, 5)"), "(None, [10, 20, 30, 40, 5])");
    EXPECT_EQ(eval("f(numbers(), 2**40, 5)"), "(None, [10, 20, 30, 40, 5])");
    EXPECT_EQ(eval("f(numbers(), -1, 5)"), "(None, [10, 20, 30, 5, 40])");
    EXPECT_EQ(eval("f(numbers(), -2**40, 5)"), "(None, [5, 10, 20, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), 2**70, 5)"), "OverflowError: Python int too large to convert to C ssize_t");
    EXPECT_EQ(eval("f([], 7, 5)"), "(None, [5])");
    EXPECT_EQ(eval("f(numbers(), Index(), 5)"), "(None, [10, 5, 20, 30, 40])");
    EXPECT_EQ(eval("f(numbers(), None, 5)"),
              "TypeError: 'NoneType' object cannot be interpreted as an integer");
    EXPECT_EQ(eval("f(Own(), 0, 5)"), "('own insert', [])");
}

TEST_F(CallListTest, AppendLeavesOtherMethodsAlone) {
    warm_up("def f(a, x): return a.append(x), a", "f([], 1)", "CALL_LIST_APPEND");
    EXPECT_EQ(eval("f(numbers(), 5)"), "(None, [10, 20, 30, 40, 5])");
    EXPECT_EQ(eval("f(Own(), 5)"), "('own append', [])");
    EXPECT_EQ(eval("f(Plain(), 5)"), "(None, [5])");
}

TEST_F(CallListTest, AppendMayBeKeptInAVariable) {
    run("def keep(a): return a.append");
    warm_up("def f(a, append): return append(3), a", "f([], keep([]))", "CALL_BOUND_LIST_APPEND");
    run("a = [1]\nb = Plain()\nc = Own()\nd = bytearray()");
    EXPECT_EQ(eval("f(a, keep(a))"), "(None, [1, 3])");
    EXPECT_EQ(eval("f(a, a.extend)"), "TypeError: 'int' object is not iterable");
    EXPECT_EQ(eval("f(b, keep(b)), f(c, keep(c)), f(d, keep(d))"),
              "((None, [3]), ('own append', []), (None, bytearray(b'\\x03')))");
    EXPECT_TRUE(has("f", "CALL_BOUND_LIST_APPEND"));
    run("del a\nx = keep([Item('kept')])\nx(1)\ndel x");
    EXPECT_EQ(eval("gone"), "['kept']");
}

TEST_F(CallListTest, MemoryGrowsAndShrinks) {
    run("def f(a, n):\n"
        "    for i in range(n): a.insert(i // 2, i)\n"
        "    total = 0\n"
        "    for i in range(n): total += a.pop(len(a) // 2)\n"
        "    return total, a\n");
    EXPECT_EQ(eval("f([], 2000)"), "(1999000, [])");
    EXPECT_TRUE(has("f", "CALL_LIST_INSERT"));
    EXPECT_TRUE(has("f", "CALL_LIST_POP_INDEX"));
    EXPECT_EQ(eval("f([7] * 40, 300)[1] == [7] * 40"), "False");  // some of the numbers are left
    EXPECT_EQ(eval("sum(f([7] * 40, 300)[1]) + f([7] * 40, 300)[0]"), std::to_string(300 * 299 / 2 + 280));
}

// What is popped belongs to the caller alone; what is inserted belongs to the list too.
TEST_F(CallListTest, ReferencesGoWithTheItems) {
    run("def f(a, i):\n    a.pop(i)\n    return list(gone)\n"
        "def g(a):\n    a.pop()\n    return list(gone)\n"
        "def h(a, x):\n    a.insert(0, x)\n    del x\n    return list(gone)\n");
    for (int i = 0; i < 50; ++i) eval("f([1, 2], 0), g([1]), h([], 1)");
    EXPECT_TRUE(has("f", "CALL_LIST_POP_INDEX") && has("g", "CALL_LIST_POP") && has("h", "CALL_LIST_INSERT"));
    run("x = [Item('a'), Item('b'), Item('c')]");
    EXPECT_EQ(eval("f(x, 1)"), "['b']");
    EXPECT_EQ(eval("g(x)"), "['b', 'c']");
    EXPECT_EQ(eval("h(x, Item('d'))"), "['b', 'c']");
    EXPECT_EQ(eval("x"), "[d, a]");
    run("y = x.pop(0)");
    EXPECT_EQ(eval("h(x, y), y"), "(['b', 'c'], d)");
    run("del y");
    EXPECT_EQ(eval("gone"), "['b', 'c']");
    run("x.clear()");
    EXPECT_EQ(eval("sorted(gone)"), "['a', 'b', 'c', 'd']");
}

}  // namespace

}  // namespace moult::specializer
