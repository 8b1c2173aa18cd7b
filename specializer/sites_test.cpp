// Specializations of attributes, names, calls, loops and stores: a site warms up, the world changes, and the
// site becomes another instruction. (Those that depend on their operands' types alone: operands_test.cpp.)
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

struct SiteCase {
    const char* instruction;  // what a site in f becomes
    const char* setup;        // defines f
    const char* call;         // warms the site up, and is evaluated again after the change
    const char* change;       // statements
    const char* expected;     // repr of the call afterwards
    const char* becomes;      // what the site is once it has seen enough of the changed world
};

// clang-format off
const SiteCase kSiteCases[] = {
    // --- attributes
    {"LOAD_ATTR_SLOT", "class C:\n    def __init__(self): self.v = 1\ndef f(a): return a.v\nx = C()", "f(x)",
     "C.v = property(lambda self: 2)", "2", "LOAD_ATTR_PROPERTY"},
    {"LOAD_ATTR_SLOT", "class C:\n    def __init__(self): self.v = 1\nclass D(C):\n    w = 0\ndef f(a): return a.v\nx = C()", "f(x)",
     "x = D()", "1", "LOAD_ATTR_SLOT_POLYMORPHIC"},
    {"LOAD_ATTR_SLOT_POLYMORPHIC",
     "class C:\n    def __init__(self): self.v = 1\nclass D(C): pass\ndef f(a): return a.v\nx = C(); y = D()",
     "f(x), f(y)", "C.v = 5\nC.__init__ = None\nx, y = C, D", "(5, 5)", "LOAD_ATTR"},
    {"LOAD_ATTR_CLASS_VALUE", "class C: v = 1\ndef f(a): return a.v\nx = C()", "f(x)", "x.v = 2", "2", "LOAD_ATTR_SLOT_POLYMORPHIC"},
    {"LOAD_ATTR_PROPERTY", "class C:\n    @property\n    def v(self): return 1\ndef f(a): return a.v\nx = C()", "f(x)", "C.v = 9", "9",
     "LOAD_ATTR_CLASS_VALUE"},
    {"LOAD_ATTR_CLASS", "class C: v = 1\ndef f(a): return a.v\nx = C", "f(x)", "x = C(); x.v = 4", "4", "LOAD_ATTR_SLOT_POLYMORPHIC"},
    {"LOAD_ATTR_CLASS_VARIABLE", "class C: n = 0\nclass D: n = 7\ndef f(a): return a.n\ndef g(a):\n    C.n = C.n + 1\n    f(a)\n    return 7\nx = C",
     "g(x)", "x = [D] * 2\ndef g(a): return f(a[0])", "7", "LOAD_ATTR_CLASS"},
    {"LOAD_ATTR_CLASS_VARIABLE_OF_INSTANCE",
     "class C: n = 0\nclass D: n = 7\ndef f(a): return a.n\ndef g(a):\n    C.n = C.n + 1\n    f(a)\n    return 7\nx = C()",
     "g(x)", "x = D()\ndef g(a): return f(a)", "7", "LOAD_ATTR_CLASS_VALUE"},
    {"LOAD_ATTR_MODULE", "import math\ndef f(a): return a.tau\nx = math", "f(x)", "class C: tau = 6\nx = C", "6", "LOAD_ATTR_CLASS"},
    {"STORE_ATTR_SLOT", "class C: pass\ndef f(a):\n    a.v = 1\n    return a.v\nx = C(); x.v = 0", "f(x)", "x = lambda: 0", "1", "STORE_ATTR"},
    {"STORE_ATTR_SLOT", "class C: pass\nclass D(C): pass\ndef f(a):\n    a.v = 1\n    return a.v\nx = C(); x.v = 0", "f(x)",
     "x = D(); x.v = 0", "1", "STORE_ATTR_SLOT_POLYMORPHIC"},
    {"STORE_ATTR_SLOT_POLYMORPHIC",
     "class C: pass\nclass D(C): pass\ndef f(a):\n    a.v = 1\n    return a.v\nx = C(); y = D(); x.v = y.v = 0", "f(x), f(y)",
     "C.v = property(lambda self: 2, lambda self, v: None)", "(2, 2)", "STORE_ATTR"},
    {"STORE_ATTR_ADD_SLOT", "class C: pass\ndef f(a):\n    a.v = 1\n    return a.v\nx = C", "f(x())",
     "C.__setattr__ = lambda self, n, v: object.__setattr__(self, n, v + 1)", "2", "STORE_ATTR"},
    {"LOAD_METHOD_SHAPE", "class C:\n    def m(self): return 1\ndef f(a): return a.m()\nx = C()", "f(x)", "x.m = lambda: 3", "3",
     "LOAD_METHOD_SLOT"},
    {"LOAD_METHOD_POLYMORPHIC",
     "class C:\n    def m(self): return 1\nclass D(C): pass\ndef f(a): return a.m()\nx = C(); y = D()", "f(x), f(y)",
     "C.__getattribute__ = lambda self, name: lambda: 4", "(4, 4)", "LOAD_METHOD"},
    {"LOAD_METHOD_MODULE", "import math\ndef f(a): return a.sqrt(4)\nx = math", "f(x)",
     "class C:\n    @staticmethod\n    def sqrt(n): return -n\nx = C", "-4", "LOAD_METHOD_CLASS"},
    {"LOAD_METHOD_CLASS", "class C:\n    @staticmethod\n    def m(): return 1\ndef f(a): return a.m()\nx = C", "f(x)",
     "class D:\n    def __init__(self): self.m = lambda: 5\nx = D()", "5", "LOAD_METHOD_SLOT"},
    {"LOAD_METHOD_SLOT", "class C: pass\ndef f(a): return a.m()\nx = C(); x.m = lambda: 1", "f(x)",
     "C.m = property(lambda self: lambda: 6)", "6", "LOAD_METHOD"},

    // --- names
    {"LOAD_GLOBAL_MODULE", "def f(): return abs\nabs = 1", "f()", "del abs\nabs_is_gone = 1", "<built-in function abs>", "LOAD_GLOBAL_BUILTIN"},
    {"LOAD_GLOBAL_BUILTIN", "def f(): return len", "f()", "len = 'own'", "'own'", "LOAD_GLOBAL_MODULE"},

    // --- stores and unpacking
    {"STORE_SUBSCR_LIST_INT", "def f(a):\n    a[0] = 1\n    return a\nx = [0]", "f(x)", "x = {0: 5}", "{0: 1}", "STORE_SUBSCR_DICT"},
    {"STORE_SUBSCR_DICT", "def f(a):\n    a[0] = 1\n    return a\nx = {}", "f(x)", "x = bytearray(2)", "bytearray(b'\\x01\\x00')", "STORE_SUBSCR"},
    {"STORE_SLICE_LIST", "def f(a):\n    a[:1] = (7,)\n    return a[0]\nx = [1, 2]", "f(x)", "x = bytearray(2)", "7", "STORE_SLICE"},
    {"STORE_SLICE_LIST_SWAP", "def f(a):\n    a[:1] = [7]\n    return a[0]\nx = [1, 2]", "f(x)", "x = bytearray(2)", "7", "STORE_SLICE"},
    {"UNPACK_SEQUENCE_TUPLE", "def f(a):\n    b, c = a\n    return c, b\nx = (1, 2)", "f(x)", "x = [3, 4]", "(4, 3)", "UNPACK_SEQUENCE_LIST"},
    {"UNPACK_SEQUENCE_LIST", "def f(a):\n    b, c = a\n    return c, b\nx = [1, 2]", "f(x)", "x = 'ab'", "('b', 'a')", "UNPACK_SEQUENCE"},

    // --- calls of Python functions
    {"CALL_PY_EXACT_ARGS", "def g(a): return a\ndef f(): return g(1)", "f()", "def g(a, b=2): return a + b", "3", "CALL_PY_WITH_DEFAULTS"},
    {"CALL_PY_WITH_DEFAULTS", "def g(a, b=2): return a + b\ndef f(): return g(1)", "f()", "def g(*a): return a", "(1,)", "CALL"},
    {"CALL_BOUND_METHOD_EXACT_ARGS", "class C:\n    def m(self, v): return v\ng = C().m\ndef f(): return g(5)", "f()",
     "def g(a): return -a", "-5", "CALL_PY_EXACT_ARGS"},
    {"CALL_PY_CLASS", "class C:\n    def __init__(self, v): self.v = v\ndef f(): return C(1).v", "f()",
     "class C:\n    def __new__(cls, v): return super().__new__(cls)\n    v = 7", "7", "CALL"},
    {"CALL_PLAIN_CLASS", "class C: v = 6\ndef f(): return C().v", "f()",
     "class C:\n    def __init__(self): self.v = 7", "7", "CALL_PY_CLASS"},
    {"CALL_SUM_GENERATOR", "def g():\n    yield 1\n    yield 2\ndef f(a): return sum(a())\nx = g", "f(x)", "x = lambda: [3, 4]", "7", "CALL_BUILTIN_ANY"},
    {"CALL_ANY_GENERATOR", "def g():\n    yield 0\n    yield 2\ndef f(a): return any(a())\nx = g", "f(x)", "x = lambda: [0]", "False", "CALL_BUILTIN"},
    {"CALL_ALL_GENERATOR", "def g():\n    yield 0\n    yield 2\ndef f(a): return all(a())\nx = g", "f(x)", "x = lambda: [1]", "True", "CALL_BUILTIN"},
    {"CALL_LIST_GENERATOR", "def g():\n    yield 0\n    yield 2\ndef f(a): return list(a())\nx = g", "f(x)", "x = lambda: (1,)", "[1]", "CALL_LIST_OF_TUPLE"},
    {"CALL_TUPLE_GENERATOR", "def g():\n    yield 0\n    yield 2\ndef f(a): return tuple(a())\nx = g", "f(x)", "x = lambda: [1]", "(1,)", "CALL_TUPLE_OF_LIST"},
    {"CALL_SET_GENERATOR", "def g():\n    yield 0\n    yield 2\ndef f(a): return set(a())\nx = g", "f(x)", "x = lambda: [1]", "{1}", "CALL_BUILTIN_CLASS"},

    // --- calls of builtins
    {"CALL_LEN_LIST", "def f(a): return len(a)\nx = [1]", "f(x)", "x = 'ab'", "2", "CALL_LEN"},
    {"CALL_LEN_TUPLE", "def f(a): return len(a)\nx = (1,)", "f(x)", "x = 'ab'", "2", "CALL_LEN"},
    {"CALL_LEN_STR", "def f(a): return len(a)\nx = 'a'", "f(x)", "x = b'ab'", "2", "CALL_LEN"},
    {"CALL_LEN_DICT", "def f(a): return len(a)\nx = {}", "f(x)", "x = {1, 2}", "2", "CALL_LEN"},
    {"CALL_LEN_SET", "def f(a): return len(a)\nx = {1}", "f(x)", "x = range(2)", "2", "CALL_LEN"},
    {"CALL_LEN", "def f(a): return len(a)\nx = range(1)", "f(x)", "len = abs\nx = -5", "5", "CALL_ABS_INT"},
    {"CALL_ABS_INT", "def f(a): return abs(a)\nx = -1", "f(x)", "x = -1.5", "1.5", "CALL_ABS_FLOAT"},
    {"CALL_ABS_FLOAT", "def f(a): return abs(a)\nx = -1.5", "f(x)", "x = True", "1", "CALL_BUILTIN"},
    {"CALL_SQRT_FLOAT", "import math\ndef f(a): return math.sqrt(a)\nx = 4.0", "f(x)", "x = 9", "3.0", "CALL_BUILTIN"},
    {"CALL_MIN_INT", "def f(a): return min(a, 5)\nx = 1", "f(x)", "x = 1.5", "1.5", "CALL_BUILTIN_ANY"},
    {"CALL_MAX_INT", "def f(a): return max(a, 5)\nx = 1", "f(x)", "x = 7.5", "7.5", "CALL_BUILTIN_ANY"},
    {"CALL_ISINSTANCE", "def f(a): return isinstance(a, int)\nx = 1", "f(x)", "isinstance = lambda a, b: 'own'", "'own'", "CALL_PY_EXACT_ARGS"},
    {"CALL_LIST_APPEND", "def f(a):\n    a.append(1)\n    return len(a)\nx = []", "f(x)", "class L(list):\n    def append(self, v): pass\nx = L()", "0",
     "CALL_PY_EXACT_ARGS"},
    {"CALL_BOUND_LIST_APPEND", "x = [].append\ndef f(a): return a(1)", "f(x)", "x = abs", "1", "CALL_ABS_INT"},
    {"CALL_LIST_POP", "def f(a): return a().pop()\nx = lambda: [1, 2]", "f(x)", "x = lambda: {3}", "3", "CALL_CONTAINER_METHOD"},
    {"CALL_LIST_POP_INDEX", "def f(a): return a().pop(0)\nx = lambda: [1, 2]", "f(x)", "x = lambda: {0: 5}", "5", "CALL_CONTAINER_METHOD_DEFAULTS"},
    {"CALL_LIST_INSERT", "def f(a):\n    b = a()\n    b.insert(0, 7)\n    return b[0]\nx = lambda: [1]", "f(x)", "x = lambda: bytearray(1)", "7",
     "CALL_CONTAINER_METHOD"},
    {"CALL_CONTAINER_METHOD", "def f(a): return a.count(1)\nx = [1]", "f(x)", "x = range(3)", "1", "CALL_METHOD_DESCRIPTOR"},
    {"CALL_CONTAINER_METHOD_DEFAULTS", "def f(a): return a.get(1)\nx = {1: 2}", "f(x)",
     "class C:\n    def get(self, key): return key\nx = C()", "1", "CALL_PY_EXACT_ARGS"},
    {"CALL_METHOD_DESCRIPTOR", "def f(a): return a.count(1)\nx = range(3)", "f(x)", "x = 'a'.join\ndef f2(a): pass\nx = [1, 1]", "2",
     "CALL_CONTAINER_METHOD"},
    {"CALL_BUILTIN", "g = callable\ndef f(a): return g(a)", "f(1)", "g = int", "1", "CALL_BUILTIN_CLASS"},
    {"CALL_BUILTIN_ANY", "g = sorted\ndef f(a): return g(a)\nx = [2, 1]", "f(x)", "g = list", "[2, 1]", "CALL_LIST_OF_LIST"},
    {"CALL_LIST_OF_LIST", "def f(a): return list(a)\nx = [1]", "f(x)", "x = (1,)", "[1]", "CALL_LIST_OF_TUPLE"},
    {"CALL_LIST_OF_TUPLE", "def f(a): return list(a)\nx = (1,)", "f(x)", "x = 'ab'", "['a', 'b']", "CALL_BUILTIN_CLASS"},
    {"CALL_TUPLE_OF_LIST", "def f(a): return tuple(a)\nx = [1]", "f(x)", "x = (1,)", "(1,)", "CALL_TUPLE_OF_TUPLE"},
    {"CALL_TUPLE_OF_TUPLE", "def f(a): return tuple(a)\nx = (1,)", "f(x)", "x = 'ab'", "('a', 'b')", "CALL_BUILTIN_CLASS"},
    {"CALL_RANGE_1", "def f(a): return range(a)\nx = 3", "f(x)", "x = True", "range(0, 1)", "CALL_BUILTIN_CLASS"},
    {"CALL_RANGE_2", "def f(a): return range(a, 5)\nx = 3", "f(x)", "x = True", "range(1, 5)", "CALL_BUILTIN_CLASS"},
    {"CALL_INT_OF_FLOAT", "def f(a): return int(a)\nx = 1.5", "f(x)", "x = '12'", "12", "CALL_BUILTIN_CLASS"},
    {"CALL_FLOAT_OF_INT", "def f(a): return float(a)\nx = 1", "f(x)", "x = '1.5'", "1.5", "CALL_BUILTIN_CLASS"},
    {"CALL_TYPE_1", "g = type\ndef f(a): return g(a)", "f('a')", "g = str", "'a'", "CALL_STR_1"},
    {"CALL_STR_1", "g = str\ndef f(a): return g(a)", "f(1)", "g = type", "<class 'int'>", "CALL_TYPE_1"},
    {"CALL_BUILTIN_CLASS", "g = bool\ndef f(a): return g(a)", "f('a')", "g = repr", "\"'a'\"", "CALL_BUILTIN"},

    // --- loops
    {"FOR_ITER_LIST", "def f(a):\n    t = []\n    for i in a: t += i,\n    return t\nx = [1, 2]", "f(x)", "x = (3, 4)", "[3, 4]", "FOR_ITER_TUPLE"},
    {"FOR_ITER_TUPLE", "def f(a):\n    t = []\n    for i in a: t += i,\n    return t\nx = (1, 2)", "f(x)", "x = range(2)", "[0, 1]", "FOR_ITER_RANGE"},
    {"FOR_ITER_RANGE", "def f(a):\n    t = []\n    for i in a: t += i,\n    return t\nx = range(3)", "f(x)", "x = 'ab'", "['a', 'b']", "FOR_ITER_STR"},
    {"FOR_ITER_STR", "def f(a):\n    t = []\n    for i in a: t += i,\n    return t\nx = 'ab'", "f(x)", "x = {3: 4}", "[3]", "FOR_ITER_DICT_KEYS"},
    {"FOR_ITER_REVERSED_LIST", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: reversed([1, 2])", "f(x)",
     "x = lambda: b'a'", "[97]", "FOR_ITER"},
    {"FOR_ITER_DICT_KEYS", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: {1: 2}", "f(x)",
     "x = lambda: {1: 2}.values()", "[2]", "FOR_ITER_DICT_VALUES"},
    {"FOR_ITER_DICT_VALUES", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: {1: 2}.values()", "f(x)",
     "x = lambda: {1: 2}.items()", "[(1, 2)]", "FOR_ITER_DICT_ITEMS"},
    {"FOR_ITER_DICT_ITEMS", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: {1: 2}.items()", "f(x)",
     "x = lambda: enumerate([5])", "[(0, 5)]", "FOR_ITER_ENUMERATE"},
    {"FOR_ITER_ENUMERATE", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: enumerate([5])", "f(x)",
     "x = lambda: zip((1, 2), [3, 4])", "[(1, 3), (2, 4)]", "FOR_ITER_ZIP"},
    {"FOR_ITER_ZIP", "def f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = lambda: zip([5])", "f(x)",
     "x = lambda: zip('ab')", "[('a',), ('b',)]", "FOR_ITER"},
    {"FOR_ITER_GEN", "def g():\n    yield 1\n    yield 2\ndef f(a):\n    t = []\n    for i in a(): t += i,\n    return t\nx = g", "f(x)",
     "x = lambda: {5}", "[5]", "FOR_ITER"},
};
// clang-format on

class ChangedSite : public SpecializationTest, public testing::WithParamInterface<SiteCase> {};

TEST_P(ChangedSite, BecomesAnotherInstruction) {
    const SiteCase& c = GetParam();
    run(c.setup);
    for (int i = 0; i < 100; ++i) eval(c.call);
    ASSERT_TRUE(has("f", c.instruction)) << testing::PrintToString(instructions("f"));
    run(c.change);
    for (int i = 0; i < 300; ++i) ASSERT_EQ(eval(c.call), c.expected) << i;
    EXPECT_TRUE(has("f", c.becomes) && !has("f", c.instruction)) << testing::PrintToString(instructions("f"));
}
INSTANTIATE_TEST_SUITE_P(All, ChangedSite, testing::ValuesIn(kSiteCases), [](const auto& info) {
    return std::string(info.param.instruction) + "_" + std::to_string(info.index);
});

// `is` asks its operands nothing, so that there is nothing to miss.
TEST_F(SpecializationTest, IdentityIsAskedOfAnyOperands) {
    run("def f(a, b): return a is b, a is not b");
    for (int i = 0; i < 50; ++i) eval("f(1, 1)");
    ASSERT_TRUE(has("f", "IS_OP_SAME") && has("f", "IS_OP_NOT_SAME"));
    for (const char* operands : {"None", "'text'", "[]", "2**70", "1.5"})
        EXPECT_EQ(eval(std::string("(lambda x: f(x, x) + f(x, 2))(") + operands + ")"),
                  "(True, False, False, True)");
    EXPECT_TRUE(has("f", "IS_OP_SAME") && has("f", "IS_OP_NOT_SAME"));
}

}  // namespace

}  // namespace moult::specializer
