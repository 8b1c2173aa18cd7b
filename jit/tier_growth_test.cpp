// Whatever a loop keeps changing, its traces come to an end: few are made, and no more however long it runs.
#include "jit/report.h"
#include "jit/tier_test_support.h"

namespace moult::jit {

namespace {

struct Kind {
    const char* name;
    const char* setup;  // statements of the module
    const char* body;   // of the loop: i counts, t is the result
};
void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.name;
}

class GrowthOfTracesTest : public TierTest, public testing::WithParamInterface<Kind> {
  protected:
    void define() {
        std::string text =
            std::string(GetParam().setup) + "\ndef loop(n):\n    t = 0\n    for i in range(n):\n";
        std::string line;
        for (const char* c = GetParam().body; *c; ++c) {
            line += *c;
            if (*c == '\n' || !c[1]) text += "        " + std::exchange(line, "");
        }
        run(text + "\n    return t");
    }
};

TEST_P(GrowthOfTracesTest, ComesToAnEnd) {
    define();
    ASSERT_EQ(eval("loop(1)").find("Error"), std::string::npos) << eval("loop(1)");
    (void)eval("loop(1500)");
    uint64_t recordings = statistics().recordings;
    size_t traces = tier_->traces().size();
    EXPECT_GE(recordings, 1u);
    EXPECT_LE(recordings, 90u) << traces_text(*tier_);
    EXPECT_LE(traces, 60u) << traces_text(*tier_);
    // What is made anew each time is tried again at distances that double; a few tries more or less hang on where code
    // comes to lie. Without an end there would be hundreds.
    (void)eval("loop(3000)");
    constexpr size_t kFewMore = 20;
    EXPECT_LE(statistics().recordings, recordings + kFewMore) << traces_text(*tier_);
    EXPECT_LE(tier_->traces().size(), traces + kFewMore) << traces_text(*tier_);
}

INSTANTIATE_TEST_SUITE_P(
    Functions, GrowthOfTracesTest,
    testing::Values(
        Kind{"inner", "", "def g(): pass\ng()"}, Kind{"lambda", "", "t += (lambda x: x + 1)(i)"},
        Kind{"comprehension", "", "t += len([x for x in (1, 2)])"},
        Kind{"set_comprehension", "", "t += len({x for x in (1, 2)}) + len({x: 1 for x in (1, 2)})"},
        Kind{"generator_expression", "", "t += sum(x for x in (1, i))"},
        Kind{"generator", "", "def g():\n    yield i\nfor x in g(): t += x"},
        Kind{"closure", "", "def g(): return i\nt += g()"},
        Kind{"constant_defaults", "", "def g(a, b=2): return a + b\nt += g(i)"},
        Kind{"changing_defaults", "", "def g(a, b=i): return a + b\nt += g(1)"},
        Kind{"keyword_defaults", "", "def g(a, *, b=i): return a + b\nt += g(1)"},
        Kind{"bound_method", "class C:\n    def get(self): return 1", "get = C().get\nt += get()"},
        Kind{"bound_method_of_new_function",
             "class C: pass\nMethod = type(C().__init__.__call__) if 0 else None\n"
             "class M:\n    def get(self): pass\nMethod = type(M().get)",
             "get = Method(lambda self: 1, i)\nt += get()"},
        Kind{"bound_builtin", "", "append = [].append\nappend(i)"},
        Kind{"new_code",
             "codes = [eval('lambda x: x + %d' % k).__code__ for k in range(20)]\n"
             "Function = type(lambda: 0)",
             "t += Function(codes[i % 20], {})(i)"},
        Kind{"new_globals", "def g(): return K\nFunction = type(g)", "t += Function(g.__code__, {'K': i})()"},
        Kind{"code_changes",
             "def g(): return 1\ncodes = [eval('lambda: %d' % k).__code__ for k in range(40)]",
             "g.__code__ = codes[i % 40]\nt += g()"},
        Kind{"defaults_change", "def g(a=1): return a", "g.__defaults__ = (i,)\nt += g()"},
        Kind{"keyword_defaults_change", "def g(*, a=1): return a", "g.__kwdefaults__ = {'a': i}\nt += g()"},
        Kind{"many_functions", "fs = [eval('lambda x: x + %d' % k) for k in range(40)]",
             "t += fs[i % 40](i)"},
        Kind{"many_builtins",
             "fs = [abs, repr, str, int, float, bool, hex, oct, bin, ascii, hash, id, type, chr, callable]",
             "t += len(repr(fs[i % 15](i)))"},
        Kind{"decorator", "def deco(f):\n    def wrapper(*a): return f(*a)\n    return wrapper",
             "@deco\ndef g(x): return x\nt += g(i)"},
        Kind{"code_of_exec", "", "if i % 40 == 0: t += eval('(lambda x: x + %d)(1)' % i)"},
        Kind{
            "generator_of_exec", "def total(g):\n    s = 0\n    for x in g: s += x\n    return s",
            "if i % 20 == 0:\n    space = {}\n    exec('def g(n):\\n    for k in range(n): yield k', space)\n"
            "    t += total(space['g'](20))\n    space.clear()"},
        Kind{"called_from_exec",
             "def work(n):\n    for k in range(n):\n        if k == 12: return k\n    return n",
             "if i % 20 == 0: t += eval('work(%d)' % (i % 30))"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Namespaces, GrowthOfTracesTest,
    testing::Values(
        Kind{"class_attribute", "class C:\n    n = 0\n    def get(self): return 1\nc = C()",
             "t += c.get()\nC.n = t\nt += c.n - C.n"},
        Kind{"counted_instances", "class C:\n    made = 0\n    def __init__(self): C.made += 1", "C()"},
        Kind{"counted_subclasses",
             "class B:\n    made = 0\n    def __init__(self): type(self).made += 1\n"
             "class C(B): pass",
             "C()"},
        Kind{"class_attribute_types",
             "class C:\n    n = 0\nc = C()\nvs = [1, 2.0, 'a', None, [], (), {}, True]",
             "C.n = vs[i % 8]\nt += c.n is C.n"},
        Kind{"function_on_class", "class C: pass\nc = C()", "C.get = lambda self: 1\nt += c.get()"},
        Kind{"property_on_class", "class C: pass\nc = C()", "C.get = property(lambda self: i)\nt += c.get"},
        Kind{"init_replaced", "class C: pass", "C.__init__ = lambda self: None\nC()"},
        Kind{"operator_replaced", "class C: pass\nc = C()", "C.__add__ = lambda self, o: o\nt += c + 1"},
        Kind{"deleted_attribute", "class B:\n    n = 0\nclass C(B): pass\nc = C()",
             "C.n = i\nt += c.n\ndel C.n\nt += c.n"},
        Kind{"new_attributes", "class C:\n    def get(self): return 1\nc = C()",
             "setattr(C, 'n%d' % i, i)\nt += c.get()"},
        Kind{"new_class", "",
             "class C:\n    def __init__(self, v): self.v = v\n    def get(self): return self.v\n"
             "t += C(i).get()"},
        Kind{"new_type", "", "t += type('T', (), {'n': i})().n"},
        Kind{"changing_class",
             "class A:\n    def get(self): return 1\nclass B:\n    def get(self): return 2\nc = A()",
             "c.__class__ = (A, B)[i % 2]\nt += c.get()"},
        Kind{"many_classes",
             "cs = [type('T%d' % k, (), {'k': k, 'get': lambda s: s.k})() for k in range(40)]",
             "c = cs[i % 40]\nc.v = i\nt += c.get() + c.v"},
        Kind{"many_shapes", "class C: pass", "c = C()\nsetattr(c, 'n%d' % (i % 60), i)\nc.v = i\nt += c.v"},
        Kind{"dict_of_instance", "class C: pass\nc = C()", "c.__dict__ = {'v': i}\nt += c.v"},
        Kind{"global", "total = 0", "global total\ntotal += 1\nt += total"},
        Kind{"global_function", "def g(): return 1", "global g\nt += g()\ng = lambda: i"},
        Kind{"new_globals_names", "k = 1", "globals()['n%d' % i] = i\nt += k"},
        Kind{"deleted_globals", "k = 1", "globals()['n'] = i\nt += n + k\ndel globals()['n']"},
        Kind{"builtin_replaced", "import builtins\nold = len",
             "builtins.len = lambda x: i\nt += len(())\nbuiltins.len = old"},
        Kind{"new_builtins", "import builtins", "setattr(builtins, 'n%d' % i, i)\nt += len(())"},
        Kind{"module", "import sys\nM = type(sys)\nm = M('m')",
             "m.n = i\nm.f = lambda: 1\nt += m.n + m.f()\nsetattr(m, 'n%d' % i, i)"},
        Kind{"new_module", "import sys\nM = type(sys)", "m = M('m')\nm.n = i\nt += m.n"},
        Kind{"exec_in_new_space", "code = compile('for k in range(12): s += k', 'c', 'exec')",
             "if i % 10 == 0: exec(code, {'s': i})"},
        Kind{"closure_variable", "", "n = i\ndef g(): return n\nn = float(i)\nt += g()"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Values, GrowthOfTracesTest,
    testing::Values(
        Kind{"numbers", "vs = [1, 2.5, True, 10**20, 3j, 2**48 - 1, -7, 0.0]",
             "t = vs[i % 8] + vs[i * 3 % 7]"},
        Kind{"compared", "vs = [1, 2.5, 'a', None, (), [], {}, 10**20]",
             "t += (vs[i % 8] == vs[i * 3 % 7]) + 1"},
        Kind{"truths", "vs = [0, 1.5, 'a', None, (), [1], {}, 10**20, True, b'']",
             "if vs[i % 10]: t += 1\nif not vs[i * 3 % 10]: t += 1"},
        Kind{"subscripts", "vs = [[1, 2], (1, 2), 'ab', {1: 1}, b'ab', range(3), bytearray(2)]",
             "t += len(repr(vs[i % 7][1]))"},
        Kind{"stores", "vs = [[1, 2], {1: 1}, bytearray(2), memoryview(bytearray(2))]", "vs[i % 4][1] = 1"},
        Kind{"lengths", "vs = [[1, 2], (1, 2), 'ab', {1: 1}, b'ab', range(3), {1}, bytearray(2)]",
             "t += len(vs[i % 8])"},
        Kind{"iterated", "vs = [[1, 2], (1, 2), 'ab', {1: 1}, b'ab', range(3), {1}, bytearray(2)]",
             "for x in vs[i % 8]: t += 1"},
        Kind{"unpacked", "vs = [(1, 2), [1, 2], 'ab', {1: 1, 2: 2}, b'ab', range(2)]",
             "a, b = vs[i % 6]\nt += 1"},
        Kind{"unpacked_lengths", "", "try:\n    a, b = [0] * (i % 5)\nexcept ValueError: t += 1"},
        Kind{"contained", "vs = [[1, 2], (1, 2), {1: 1}, b'ab', range(3), {1}]", "t += 1 in vs[i % 6]"},
        Kind{
            "called",
            "vs = [len, str, repr, tuple, list, lambda x: 1, type('C', (), {'__init__': lambda s, x: None})]",
            "vs[i % 7]('ab')"},
        Kind{"many_at_once",
             "a = [1, 2.5, True, 10**20, 3j, 'a', (), []]\nb = [len, str, repr, tuple, list, set, bool]",
             "t += len(repr(a[i % 8]))\nif a[i * 3 % 8]: t += 1\nt += a[i * 5 % 8] == a[i * 7 % 8]\nt += "
             "len(repr(b[i % 7]('a')))"},
        Kind{"branches", "vs = list(range(64))",
             "k = i * 7919 % 64\nif k & 1: t += 1\nif k & 2: t += 2\nif k & 4: t += 4\nif k & 8: t += 8\nif "
             "k & 16: t += 1\n"
             "if k & 32: t += 3"},
        Kind{"exceptions", "", "try:\n    raise type('E', (Exception,), {})\nexcept Exception: t += 1"},
        Kind{"recursion", "def down(k): return 0 if k == 0 else 1 + down(k - 1)", "t += down(i % 50)"},
        Kind{"too_deep", "def down(k): return 0 if k == 0 else 1 + down(k - 1)",
             "try: t += down(5000 if i % 50 == 0 else 3)\nexcept RecursionError: t += 1"},
        Kind{"growing_integers", "", "t = t * 3 + i if t < 2**70 else 1"},
        Kind{"inner_loops", "",
             "for a in range(i % 3):\n    for b in range(i % 5):\n        t += a * b\nwhile i > t: t += 7"},
        Kind{"loop_that_hardly_runs", "", "if i % 300 == 0:\n    for k in range(3): t += k"}),
    [](const auto& info) { return std::string(info.param.name); });

class GrowthTextTest : public TierTest {};

TEST_F(GrowthTextTest, ReportsTellWhereSomethingNewCameByEachTime) {
    run("def g(): return K\nspaces = [{'K': k} for k in range(12)]\nF = type(g)\n"
        "def loop(n):\n    t = 0\n    for i in range(n):\n        t += F(g.__code__, spaces[i % 12])()\n    "
        "return t");
    EXPECT_EQ(eval("loop(600)"), "3300");
    std::string report = traces_text(*tier_);
    EXPECT_TRUE(names(report, "varies at test:1: LOAD_GLOBAL")) << report;
    EXPECT_TRUE(names(report, "and all others that go on here")) << report;
    EXPECT_GE(statistics().varying, 1u);
    EXPECT_GE(statistics().shared, 1u);
    EXPECT_TRUE(names(statistics_text(*tier_), "instructions that vary too much"));
}

// What a loop of exec records, by a clock that goes on by so much at each look.
class GrowthOfDyingCodeTest : public GrowthTextTest {
  protected:
    uint64_t recordings_when_the_clock_steps(double step) {
        tier_->set_clock([step, now = 0.0]() mutable { return now += step; });
        run("def total(g):\n    s = 0\n    for x in g: s += x\n    return s\n"
            "def loop(n):\n    for i in range(n):\n        space = {}\n"
            "        exec('def g(n):\\n    for k in range(n): yield k', space)\n"
            "        total(space['g'](20))\n        space.clear()");
        (void)eval("loop(150)");
        return statistics().recordings;
    }
};
TEST_F(GrowthOfDyingCodeTest, CodeWhoseTracesDieYoungIsRecordedLaterAndLater) {
    EXPECT_LE(recordings_when_the_clock_steps(0), 60u) << traces_text(*tier_);
}
TEST_F(GrowthOfDyingCodeTest, CodeWhoseTracesHavePaidIsRecordedEachTime) {
    EXPECT_GE(recordings_when_the_clock_steps(1e6), 120u) << traces_text(*tier_);
}

TEST_F(GrowthTextTest, FunctionsOfOneCodeShareATrace) {
    run("def loop(n):\n    t = 0\n    for i in range(n):\n        def g(a, b=i): return a + b\n        t += "
        "g(1)\n    return t");
    EXPECT_EQ(eval("loop(500)"), "125250");
    ASSERT_TRUE(has_loop());
    EXPECT_EQ(statistics().traces, 1u) << traces_text(*tier_);
    EXPECT_LE(statistics().side_traces, 1u) << "behind the loop\n" << traces_text(*tier_);
    EXPECT_TRUE(names(loop_text(), "virtual")) << loop_text();
    EXPECT_FALSE(names(loop_text(), "= call")) << "followed, not called\n" << loop_text();
}

TEST_F(GrowthTextTest, AnOuterLoopIsTriedAgainWhenTheInnerOnesTraceIsThere) {
    // The inner loop runs seldom at first, so that recordings of the outer one meet it without a trace.
    run("def loop(n, often):\n    t = 0\n    for i in range(n):\n        for k in range(often and 3): t += "
        "k\n    return t");
    for (int k = 0; k < 40; ++k) (void)eval("loop(30, 0)");
    (void)eval("loop(3000, 1)");
    size_t loops = 0;
    for (const auto& record : tier_->traces())
        loops += record->trace->kind == TraceKind::kLoop && record->state == TraceRecord::State::kInstalled;
    EXPECT_GE(loops, 2u) << traces_text(*tier_);
}

}  // namespace

}  // namespace moult::jit
