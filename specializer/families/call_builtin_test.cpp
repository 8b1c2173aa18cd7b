// The specializations of calls of builtin functions, methods and classes: warm up, change the world.
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

struct BuiltinCase {
    const char *setup, *call, *instruction;
    // Each expression and its value, at the specialized site.
    std::vector<std::pair<const char*, const char*>> answers;
};

// clang-format off
const BuiltinCase kBuiltinCases[] = {
    {"def f(a): return len(a)", "f([1])", "CALL_LEN_LIST",
     {{"f([1, 2, 3])", "3"}, {"f([])", "0"}, {"f('ab')", "2"}, {"f(Sub('ab'))", "5"},
      {"f(5)", "TypeError: object of type 'int' has no len()"}}},
    {"def f(a): return len(a)", "f((1,))", "CALL_LEN_TUPLE", {{"f((1, 2))", "2"}, {"f(())", "0"}, {"f([1])", "1"}}},
    {"def f(a): return len(a)", "f('a')", "CALL_LEN_STR", {{"f('')", "0"}, {"f('\\u20ac\\U0001f600')", "2"}, {"f(b'abc')", "3"}}},
    {"def f(a): return len(a)", "f({1: 2})", "CALL_LEN_DICT", {{"f({})", "0"}, {"f({1: 1, 2: 2})", "2"}, {"f({1})", "1"}}},
    {"def f(a): return len(a)", "f({1})", "CALL_LEN_SET", {{"f(set())", "0"}, {"f(frozenset((1, 2)))", "2"}}},
    {"def f(a): return len(a)", "f(range(3))", "CALL_LEN",
     {{"f(Long(2**60))", "1152921504606846976"}, {"f(Long(-1))", "ValueError: __len__() should return >= 0"}}},
    {"def f(a): return abs(a)", "f(-1)", "CALL_ABS_INT",
     {{"f(-7)", "7"}, {"f(7)", "7"}, {"f(-2**48)", "281474976710656"}, {"f(-2.5)", "2.5"}, {"f(True)", "1"}}},
    {"def f(a): return abs(a)", "f(-1.0)", "CALL_ABS_FLOAT",
     {{"f(-0.0)", "0.0"}, {"f(float('-inf'))", "inf"}, {"f(float('-nan'))", "nan"}, {"f(-3)", "3"}}},
    {"import math\ndef f(a): return math.sqrt(a)", "f(2.25)", "CALL_SQRT_FLOAT",
     {{"f(16.0)", "4.0"}, {"f(-0.0)", "-0.0"}, {"f(float('inf'))", "inf"}, {"f(float('nan'))", "nan"},
      {"f(-1.0)", "ValueError: math domain error"}, {"f(9)", "3.0"}}},
    {"def f(a, b): return min(a, b)", "f(1, 2)", "CALL_MIN_INT",
     {{"f(2, 1)", "1"}, {"f(-3, 2)", "-3"}, {"f(1.5, 1)", "1"}, {"f(2**70, 1)", "1"}, {"f(True, 1)", "True"}}},
    {"def f(a, b): return max(a, b)", "f(1, 2)", "CALL_MAX_INT",
     {{"f(2, 1)", "2"}, {"f(-3, 2)", "2"}, {"f('a', 'b')", "'b'"}, {"f(True, 1)", "True"}}},
    {"def f(a, b): return a.count(b)", "f([1], 1)", "CALL_CONTAINER_METHOD",
     {{"f([1, 2, 1], 1)", "2"}, {"f((1, 2), 1)", "1"}, {"f(Sub([1, 1]), 1)", "2"}}},
    {"def f(a, b): return a.get(b)", "f({}, 1)", "CALL_CONTAINER_METHOD_DEFAULTS",
     {{"f({1: 2}, 1)", "2"}, {"f({}, 1)", "None"}, {"f({}, [])", "TypeError: unhashable type: 'list'"},
      {"f(D(), 1)", "'own'"}}},
    {"def f(a): return a.split()", "f('a b')", "CALL_CONTAINER_METHOD_DEFAULTS",
     {{"f(' a  b c ')", "['a', 'b', 'c']"}, {"f(b'a b')", "[b'a', b'b']"}, {"f(1)", "AttributeError: 'int' object has no attribute 'split'"}}},
    {"def f(a, b): return a.index(b)", "f([1], 1)", "CALL_CONTAINER_METHOD_DEFAULTS",
     {{"f([3, 4], 4)", "1"}, {"f([3, 4], 5)", "ValueError: 5 is not in list"}, {"f((1, 2), 2)", "1"}}},
    {"def f(a, b): return a.pop(b, *(1, 2, 3))[0] if b == 5 else a.pop(b)", "f({1: 2}, 1)", "CALL_CONTAINER_METHOD_DEFAULTS",
     {{"f({1: 2}, 1)", "2"}, {"f({}, 1)", "KeyError: 1"}, {"f([3, 4], 1)", "4"}}},
    {"def f(a): return list(a)", "f([1])", "CALL_LIST_OF_LIST",
     {{"f([1, 'a', []])", "[1, 'a', []]"}, {"f([])", "[]"}, {"f((1, 2))", "[1, 2]"}, {"f('ab')", "['a', 'b']"},
      {"f(Sub([1]))", "[1]"}, {"f(5)", "TypeError: 'int' object is not iterable"}}},
    {"def f(a): return list(a)", "f((1,))", "CALL_LIST_OF_TUPLE", {{"f(())", "[]"}, {"f((1, 'a'))", "[1, 'a']"}, {"f({1})", "[1]"}}},
    {"def f(a): return tuple(a)", "f([1])", "CALL_TUPLE_OF_LIST", {{"f([])", "()"}, {"f([1, 'a'])", "(1, 'a')"}, {"f('ab')", "('a', 'b')"}}},
    {"def f(a): return tuple(a)", "f((1,))", "CALL_TUPLE_OF_TUPLE", {{"f(t) is t", "True"}, {"f([1])", "(1,)"}}},
    {"def f(a): return range(a)", "f(3)", "CALL_RANGE_1",
     {{"f(4), len(f(4)), list(f(4))", "(range(0, 4), 4, [0, 1, 2, 3])"}, {"f(-4), len(f(-4))", "(range(0, -4), 0)"},
      {"f(2**70)", "range(0, 1180591620717411303424)"}, {"f(1.0)", "TypeError: 'float' object cannot be interpreted as an integer"}}},
    {"def f(a, b): return range(a, b)", "f(1, 3)", "CALL_RANGE_2",
     {{"f(2, 4), list(f(2, 4))", "(range(2, 4), [2, 3])"}, {"f(4, 2), len(f(4, 2))", "(range(4, 2), 0)"},
      {"f(-2**48, 2**48 - 1), len(f(-2**48, 2**48 - 1))", "(range(-281474976710656, 281474976710655), 562949953421311)"},
      {"f('a', 1)", "TypeError: 'str' object cannot be interpreted as an integer"}}},
    {"def f(a): return int(a)", "f(1.5)", "CALL_INT_OF_FLOAT",
     {{"f(-1.5)", "-1"}, {"f(-0.0)", "0"}, {"f(1e15)", "1000000000000000"}, {"f(1e30)", "1000000000000000019884624838656"},
      {"f(float('nan'))", "ValueError: cannot convert float NaN to integer"},
      {"f(float('inf'))", "OverflowError: cannot convert float infinity to integer"}, {"f('12')", "12"}}},
    {"def f(a): return float(a)", "f(1)", "CALL_FLOAT_OF_INT",
     {{"f(-3)", "-3.0"}, {"f(2**47 + 1)", "140737488355329.0"}, {"f('1.5')", "1.5"}, {"f(2.5)", "2.5"}}},
    {"def f(a, b): return enumerate(a, b)", "f([], 1)", "CALL_BUILTIN_CLASS",
     {{"list(f('ab', 5))", "[(5, 'a'), (6, 'b')]"}, {"f(1, 2)", "TypeError: 'int' object is not iterable"}}},
    {"def f(a): return object(*a) if 0 else dict(a)", "f({1: 2})", "CALL_BUILTIN_CLASS",
     {{"f([(1, 2), (3, 4)])", "{1: 2, 3: 4}"}, {"f(5)", "TypeError: 'int' object is not iterable"}}},
    {"def f(a, b): return OSError(a, b)", "f(1, 'x')", "CALL_BUILTIN_CLASS",
     {{"f(2, 'x')", "FileNotFoundError(2, 'x')"}, {"f('a', 'b').args", "('a', 'b')"}}},
    {"def f(a): return bool(a)", "f(1)", "CALL_BUILTIN_CLASS", {{"f([])", "False"}, {"f(Long(3))", "True"}}},
    {"def f(a): return object(a) if a else object()", "type(f(0))", "CALL_BUILTIN_CLASS",
     {{"type(f(0)).__name__", "'object'"}, {"f(1)", "TypeError: object() takes no arguments"}}},
};
// clang-format on

class BuiltinSite : public SpecializationTest, public testing::WithParamInterface<BuiltinCase> {};

TEST_P(BuiltinSite, WarmsUpAndGivesTheRightAnswers) {
    const BuiltinCase& c = GetParam();
    run("class Sub(list):\n"
        "    def __len__(self): return 5\n"
        "class Long:\n"
        "    def __init__(self, n): self.n = n\n"
        "    def __len__(self): return self.n\n"
        "class D(dict):\n"
        "    def get(self, key): return 'own'\n"
        "t = (1, 2)\n");
    run(c.setup);
    for (int i = 0; i < 50; ++i) eval(c.call);
    ASSERT_TRUE(has("f", c.instruction)) << testing::PrintToString(instructions("f"));
    for (int round = 0; round < 50; ++round)  // once where it is specialized, then where it is given up
        for (auto [expression, answer] : c.answers) ASSERT_EQ(eval(expression), answer) << expression;
}
INSTANTIATE_TEST_SUITE_P(All, BuiltinSite, testing::ValuesIn(kBuiltinCases), [](const auto& info) {
    return std::string(info.param.instruction) + "_" + std::to_string(info.index);
});

TEST_F(SpecializationTest, CallsOfBuiltinsSeeWhatTakesTheirPlace) {
    run("def f(a): return list(a), len(a), range(a[0])");
    for (int i = 0; i < 50; ++i) eval("f([1])");
    ASSERT_TRUE(has("f", "CALL_LIST_OF_LIST") && has("f", "CALL_LEN_LIST") && has("f", "CALL_RANGE_1"));
    run("def list(a): return 'list'\nlen = range = lambda a: 'other'");
    EXPECT_EQ(eval("f([1])"), "('list', 'other', 'other')");
    run("del list, range\nclass len(dict):\n    def __init__(self, a): self.a = a");
    EXPECT_EQ(eval("f([2])"), "([2], {}, range(0, 2))");
}

TEST_F(SpecializationTest, LenOfSeveralTypesHasOneInstruction) {
    run("def f(a): return len(a)");
    for (int i = 0; i < 200; ++i) eval("f([1]), f('ab'), f({})");
    EXPECT_TRUE(has("f", "CALL_LEN")) << testing::PrintToString(instructions("f"));
}

TEST_F(SpecializationTest, CopiesShareTheItems) {
    run("x = []\ndef f(a): return list(a), tuple(a)");
    for (int i = 0; i < 50; ++i) eval("f([1])");
    ASSERT_TRUE(has("f", "CALL_LIST_OF_LIST") && has("f", "CALL_TUPLE_OF_LIST"));
    EXPECT_EQ(eval("[c[0] is x for c in f([x])]"), "[True, True]");
    run("a = [x]\nb, c = f(a)\nb.append(1)");
    EXPECT_EQ(eval("a, b, c"), "([[]], [[], 1], ([],))");
}

}  // namespace

}  // namespace moult::specializer
