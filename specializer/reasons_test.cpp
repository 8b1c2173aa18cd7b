// Why sites are not specialized and why specializations decline: for each family, the last reason that a site gave.
#include <set>

#include "interp/last_reasons.h"
#include "interp/registration.h"
#include "specializer/test_support.h"

namespace moult::specializer {

namespace {

using interp::DeoptReason;
using interp::FailureReason;
using interp::LastReasons;

class ReasonsTest : public SpecializationTest {
  protected:
    ReasonsTest() { interp::machine_of(thread_).observer = &reasons_; }
    ~ReasonsTest() override { interp::machine_of(thread_).observer = nullptr; }

    // The site of that family in the function `f`; the first one.
    LastReasons::Site site_of(std::string_view family) {
        Ref<Str> name = intern(thread_, "f");
        Value function = dict_get_str(globals_.get(), name.get());
        interp::Executable* exec = interp::executable_of(thread_, function.as<Function>()->code.get());
        const interp::Registry& registry = interp::machine_of(thread_).registry;
        for (uint32_t i = 0; i < exec->instruction_count; ++i) {
            const interp::InstructionInfo& info = registry.of_op(exec->instructions[i].op);
            const interp::InstructionInfo& generic =
                info.generic >= 0 ? registry.instruction(static_cast<uint16_t>(info.generic)) : info;
            if (generic.name == family) return reasons_.at(&exec->instructions[i]);
            i += info.cache_words;
        }
        ADD_FAILURE() << "no " << family;
        return {};
    }
    void repeat(const std::string& call, int times) {
        for (int i = 0; i < times; ++i) (void)eval(call);
    }

    LastReasons reasons_;
};

// --- failures

struct Failure {
    const char* family;
    const char* setup;  // defines f
    const char* call;
    FailureReason reason;
};
void PrintTo(const Failure& row, std::ostream* out) {
    *out << row.family << " " << row.call;
}

constexpr const char* kClasses = R"(
class Plain: pass
class Own:
    def __getattribute__(self, name): return len
    def __setattr__(self, name, value): pass
class Three:
    def __index__(self): return 1
class Iterator:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
class Called:
    def __call__(self): pass
class Meta(type):
    x = 1
class Made(metaclass=Meta): pass
class Described:
    def x(self): pass
class Built:
    def __new__(cls): return object.__new__(cls)
class Tuples(tuple): pass
def rest(*all): pass
def two(a, b): pass
plain, own, three, made, described = Plain(), Own(), Three(), Made(), Described()
extra = Plain()
extra.__dict__.update({i * 'a': i for i in range(40)})
)";

const Failure kFailures[] = {
    {"BINARY_OP", "def f(a, b): return a + b", "f('a', [])", FailureReason::kDifferentTypes},
    {"BINARY_OP", "def f(a, b): return a - b", "f({1}, {2})", FailureReason::kOtherTypes},
    {"BINARY_OP", "def f(a, b): return a @ b", "f(1, 2)", FailureReason::kOtherOperation},
    {"COMPARE_OP", "def f(a, b): return a < b", "f((1,), (2,))", FailureReason::kOtherTypes},
    {"COMPARE_OP", "def f(a, b): return a == b", "f('a', 1)", FailureReason::kDifferentTypes},
    {"COMPARE_OP", "def f(a, b): return a < b", "f('a', 'b')", FailureReason::kOtherTypes},
    {"CONTAINS_OP", "def f(a, b): return a in b", "f(1, [2])", FailureReason::kOtherTypes},
    {"BINARY_SUBSCR", "def f(a, b): return a[b]", "f('\\u0430', 0)", FailureReason::kCharacters},
    {"BINARY_SUBSCR", "def f(a, b): return a[b]", "f([1], three)", FailureReason::kOtherTypes},
    {"STORE_SUBSCR", "def f(a, b): a[b] = 1", "f(bytearray(3), 0)", FailureReason::kOtherTypes},
    {"BINARY_SLICE", "def f(a, b): return a[b:]", "f([1, 2], three)", FailureReason::kBounds},
    {"BINARY_SLICE", "def f(a): return a[0:3:2]", "f((1, 2))", FailureReason::kStep},
    {"BINARY_SLICE", "def f(a): return a[0:3]", "f(b'abc')", FailureReason::kOtherTypes},
    {"STORE_SLICE", "def f(a, b): a[b:] = [1]", "f([1, 2], three)", FailureReason::kBounds},
    {"STORE_SLICE", "def f(a): a[0:1] = b'a'", "f(bytearray(2))", FailureReason::kOtherTypes},
    {"LOAD_ATTR", "def f(a): return a.x", "f(plain)", FailureReason::kMissing},
    {"LOAD_ATTR", "def f(a): return a.x", "f(own)", FailureReason::kOwnLookup},
    {"LOAD_ATTR", "def f(a): return a.x", "f(described)", FailureReason::kDescriptor},
    {"LOAD_ATTR", "def f(a): return a.real", "f(1)", FailureReason::kImmediate},
    {"LOAD_ATTR", "def f(a): return a.x", "f(Made)", FailureReason::kMetaclass},
    {"LOAD_ATTR", "def f(a): return a.aaa", "f(extra)", FailureReason::kNotInSlot},
    {"STORE_ATTR", "def f(a): a.x = 1", "f(own)", FailureReason::kOwnStore},
    {"STORE_ATTR", "def f(a): a.x = 1", "f(1)", FailureReason::kImmediate},
    {"STORE_ATTR", "def f(a): a.x = 1", "f(Plain)", FailureReason::kOtherOwner},
    {"STORE_ATTR", "def f(a): a.aaa = 1", "f(extra)", FailureReason::kNotInSlot},
    {"LOAD_GLOBAL", "def f(): return nothing", "f()", FailureReason::kMissing},
    {"LOAD_METHOD", "def f(a): return a.bit_length()", "f(1)", FailureReason::kImmediate},
    {"LOAD_METHOD", "def f(a): return a.x()", "f(own)", FailureReason::kOwnLookup},
    {"LOAD_METHOD", "def f(a): return a.x()", "f(plain)", FailureReason::kMissing},
    {"UNARY_NEGATIVE", "def f(a): return -a", "f(True)", FailureReason::kOtherTypes},
    {"UNARY_NOT", "def f(a): return not a", "f([])", FailureReason::kOtherTypes},
    {"GET_ITER", "def f(a):\n    for i in a: pass", "f({1: 2})", FailureReason::kOtherTypes},
    {"FOR_ITER", "def f(a):\n    for i in a: pass", "f(Iterator())", FailureReason::kOtherIterator},
    {"FOR_ITER", "def f(a):\n    for i in a: pass", "f(enumerate({1: 2}))", FailureReason::kInnerIterator},
    {"UNPACK_SEQUENCE", "def f(a): b, c = a", "f('ab')", FailureReason::kOtherTypes},
    {"UNPACK_SEQUENCE", "def f(a): b, c = a", "f((1, 2, 3))", FailureReason::kItemCount},
    {"CALL", "def f(a): return a()", "f(Called())", FailureReason::kOtherCallable},
    {"CALL", "def f(a): return a()", "f(rest)", FailureReason::kParameters},
    {"CALL", "two(1, 2)\ndef f(a): return a()", "f(two)", FailureReason::kArgumentCount},
    {"CALL", "def f(a): return a()", "f(Built)", FailureReason::kConstruction},
    {"CALL", "def f(a): return a()", "f(Made)", FailureReason::kMetaclass},
};

class FailureTest : public ReasonsTest, public testing::WithParamInterface<Failure> {};

TEST_P(FailureTest, IsTheReasonOfTheSite) {
    const Failure& row = GetParam();
    run(std::string(kClasses) + row.setup);
    repeat(row.call, 60);
    LastReasons::Site site = site_of(row.family);
    EXPECT_STREQ(interp::failure_text(site.failure), interp::failure_text(row.reason));
    EXPECT_EQ(site.miss, DeoptReason::kNone) << interp::deopt_text(site.miss);
}
INSTANTIATE_TEST_SUITE_P(All, FailureTest, testing::ValuesIn(kFailures));

TEST_F(ReasonsTest, EveryFamilyThatSpecializesIsAsked) {
    std::set<std::string> asked = {"IS_OP"};  // below: one of its specializations always applies
    for (const Failure& row : kFailures) asked.insert(row.family);
    for (const interp::InstructionInfo& info : interp::machine_of(thread_).registry.instructions())
        if (!info.candidates.empty()) EXPECT_TRUE(asked.count(info.name)) << info.name;
}

TEST_F(ReasonsTest, WhatIsSwitchedOffSaysSo) {
    interp::Registry& registry = interp::machine_of(thread_).registry;
    for (const char* name : {"IS_OP_SAME", "BINARY_OP_ADD_INT"})
        registry.instruction(static_cast<uint16_t>(registry.find(name))).enabled = false;
    run("def f(a, b): return a is b, a + b");
    repeat("f(1, 2)", 20);
    EXPECT_EQ(site_of("IS_OP").failure, FailureReason::kDisabled);
    EXPECT_EQ(site_of("BINARY_OP").failure, FailureReason::kDisabled);
}

TEST_F(ReasonsTest, WhatSpecializesHasNoReason) {
    run("def f(a, b): return a + b");
    repeat("f(1, 2)", 60);
    EXPECT_TRUE(has("f", "BINARY_OP_ADD_INT"));
    EXPECT_EQ(site_of("BINARY_OP").failure, FailureReason::kNone);
    EXPECT_EQ(site_of("BINARY_OP").miss, DeoptReason::kNone);
}

// --- misses

struct Miss {
    const char* family;
    const char* specialization;
    const char* setup;  // defines f
    const char* warm;   // what the site is specialized for
    const char* call;   // what misses
    DeoptReason reason;
};
void PrintTo(const Miss& row, std::ostream* out) {
    *out << row.specialization << " " << row.call;
}

constexpr const char* kDeoptClasses = R"(
class Slots: __slots__ = ('x',)
class A: pass
class B: pass
class Init:
    def __init__(self): pass
full, unset, a, b = Slots(), Slots(), A(), B()
full.x = a.x = b.x = 1
other = lambda self, k=1: None
def resized():
    d = {1: 2, 2: 3}
    f(d, d)
)";

const Miss kMisses[] = {
    {"BINARY_OP", "BINARY_OP_ADD_INT", "def f(a, b): return a + b", "f(1, 2)", "f('a', 'b')",
     DeoptReason::kGuard},
    {"BINARY_OP", "BINARY_OP_FLOOR_DIVIDE_INT", "def f(a, b): return a // b", "f(1, 2)", "f(1, 0)",
     DeoptReason::kZero},
    {"BINARY_OP", "BINARY_OP_TRUE_DIVIDE_FLOAT", "def f(a, b): return a / b", "f(1.0, 2.0)", "f(1.0, 0.0)",
     DeoptReason::kZero},
    {"BINARY_OP", "BINARY_OP_LSHIFT_INT", "def f(a, b): return a << b", "f(1, 2)", "f(1, -2)",
     DeoptReason::kNegative},
    {"BINARY_OP", "BINARY_OP_POWER_FLOAT", "def f(a, b): return a ** b", "f(2.0, 0.5)", "f(-2.0, 0.5)",
     DeoptReason::kNotFinite},
    {"COMPARE_OP", "COMPARE_OP_INT_LT", "def f(a, b): return a < b", "f(1, 2)", "f('a', 'b')",
     DeoptReason::kGuard},
    {"CONTAINS_OP", "CONTAINS_OP_DICT", "def f(a, b): return a in b", "f(1, {})", "f(1, [])",
     DeoptReason::kGuard},
    {"BINARY_SUBSCR", "BINARY_SUBSCR_LIST_INT", "def f(a, b): return a[b]", "f([1], 0)", "f([1], 1)",
     DeoptReason::kIndex},
    {"BINARY_SUBSCR", "BINARY_SUBSCR_STR_INT", "def f(a, b): return a[b]", "f('a', 0)", "f('a', 1)",
     DeoptReason::kIndex},
    {"STORE_SUBSCR", "STORE_SUBSCR_LIST_INT", "def f(a, b): a[b] = 1", "f([1], 0)", "f([1], 1)",
     DeoptReason::kIndex},
    {"STORE_SLICE", "STORE_SLICE_LIST_SWAP", "def f(a, b): a[0:2] = b[0:]", "f([1, 2], [3, 4])",
     "f([1, 2], [3])", DeoptReason::kItemCount},
    {"LOAD_ATTR", "LOAD_ATTR_SLOT", "def f(a): return a.x", "f(full)", "f(unset)", DeoptReason::kUnset},
    {"LOAD_ATTR", "LOAD_ATTR_SLOT", "def f(a): return a.x", "f(a)", "f(b)", DeoptReason::kGuard},
    {"STORE_ATTR", "STORE_ATTR_SLOT", "def f(a): a.x = 1", "f(a)", "f(b)", DeoptReason::kGuard},
    {"LOAD_GLOBAL", "LOAD_GLOBAL_BUILTIN", "def f(): return len", "f()", "exec('new_name = 1') or f()",
     DeoptReason::kGuard},
    {"LOAD_METHOD", "LOAD_METHOD_SHAPE", "def f(a): return a.index(1)", "f([1])", "f((1,))",
     DeoptReason::kGuard},
    {"UNARY_NEGATIVE", "UNARY_NEGATIVE_INT", "def f(a): return -a", "f(1)", "f(1.0)", DeoptReason::kGuard},
    {"UNARY_NOT", "UNARY_NOT_PLAIN", "def f(a): return not a", "f(1)", "f('')", DeoptReason::kGuard},
    {"GET_ITER", "GET_ITER_LIST", "def f(a):\n    for i in a: pass", "f([])", "f(())", DeoptReason::kGuard},
    {"UNPACK_SEQUENCE", "UNPACK_SEQUENCE_TUPLE", "def f(a): b, c = a", "f((1, 2))", "f([1, 2])",
     DeoptReason::kGuard},
    {"FOR_ITER", "FOR_ITER_ENUMERATE", "def f(a):\n    for i in a: pass", "f(enumerate([1]))",
     "f(enumerate({1: 2}))", DeoptReason::kInnerIterator},
    {"FOR_ITER", "FOR_ITER_DICT_KEYS", "def f(d, e):\n    for i in d: e[i + 2] = 1", "f({1: 2}, {})",
     "resized()", DeoptReason::kResized},
    {"CALL", "CALL_INT_OF_FLOAT", "def f(a): return int(a)", "f(1.5)", "f(1e30)", DeoptReason::kTooLarge},
    {"CALL", "CALL_SQRT_FLOAT", "import math\ndef f(a): return math.sqrt(a)", "f(1.5)", "f(-1.0)",
     DeoptReason::kNegative},
    {"CALL", "CALL_LIST_POP", "def f(a): return a.pop()", "f([1])", "f([])", DeoptReason::kIndex},
    {"CALL", "CALL_PY_CLASS", "def f(a): return a()", "f(Init)",
     "setattr(Init.__init__, '__code__', other.__code__) or f(Init)", DeoptReason::kCode},
};

class MissTest : public ReasonsTest, public testing::WithParamInterface<Miss> {};

TEST_P(MissTest, IsTheReasonOfTheSite) {
    const Miss& row = GetParam();
    run(std::string(row.setup) + kDeoptClasses);
    repeat(row.warm, 20);
    ASSERT_TRUE(has("f", row.specialization));
    EXPECT_EQ(site_of(row.family).miss, DeoptReason::kNone);
    repeat(row.call, 1);
    LastReasons::Site site = site_of(row.family);
    EXPECT_STREQ(interp::deopt_text(site.miss), interp::deopt_text(row.reason));
    EXPECT_EQ(site.specialization, row.specialization);
}
INSTANTIATE_TEST_SUITE_P(All, MissTest, testing::ValuesIn(kMisses));

TEST_F(ReasonsTest, ASiteThatKnowsSeveralShapesMissesForAnother) {
    run(kDeoptClasses);
    run("def f(a): return a.x\nclass C: pass\nc = C()\nc.x = 1");
    for (int i = 0; i < 200; ++i) repeat(i % 2 ? "f(a)" : "f(b)", 1);
    ASSERT_TRUE(has("f", "LOAD_ATTR_SLOT_POLYMORPHIC"));
    repeat("f(c)", 1);
    EXPECT_EQ(site_of("LOAD_ATTR").miss, DeoptReason::kOtherShape);
}

// --- the lists

template <class Reason>
void check_list(std::initializer_list<Reason> reasons, const char* (*text)(Reason)) {
    std::set<std::string> texts;
    for (Reason reason : reasons) {
        EXPECT_EQ(std::string(text(reason)).empty(), reason == Reason::kNone);
        EXPECT_TRUE(texts.insert(text(reason)).second) << text(reason);
    }
}
TEST(Reasons, EachHasATextOfItsOwn) {
#define MOULT_FAILURE(name, text) FailureReason::name,
#define MOULT_DEOPT(name, text) DeoptReason::name,
    check_list({MOULT_FAILURE_REASONS(MOULT_FAILURE)}, interp::failure_text);
    check_list({MOULT_DEOPT_REASONS(MOULT_DEOPT)}, interp::deopt_text);
#undef MOULT_FAILURE
#undef MOULT_DEOPT
}

}  // namespace

}  // namespace moult::specializer
