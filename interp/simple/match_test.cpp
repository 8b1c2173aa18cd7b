// Tests of the instructions of the match statement.
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class MatchTest : public InterpTest {
  protected:
    // What `case PATTERN: result = RESULT` makes of a subject; None when it does not match.
    std::string match(const std::string& subject, const std::string& pattern,
                      const std::string& result = "True") {
        std::string error = error_of("result = None\nmatch " + subject + ":\n    case " + pattern +
                                     ": result = " + result + "\n");
        return error == "no exception" ? eval("result") : error;
    }
};

TEST_F(MatchTest, SequencesAreListsTuplesAndTheLike) {
    EXPECT_EQ(match("[1, 2, 3]", "[a, *b]", "(a, b)"), "(1, [2, 3])");
    EXPECT_EQ(match("(1, 2)", "[a, b]", "(a, b)"), "(1, 2)");
    EXPECT_EQ(match("range(2)", "[a, b]", "(a, b)"), "(0, 1)");
    EXPECT_EQ(match("memoryview(b'ab')", "[a, b]", "(a, b)"), "(97, 98)");
    for (const char* other : {"'ab'", "b'ab'", "bytearray(2)", "{1, 2}", "{1: 2, 3: 4}", "iter([1, 2])"})
        EXPECT_EQ(match(other, "[a, b]"), "None") << other;
}

TEST_F(MatchTest, MappingsGiveTheirValuesAndTheRest) {
    EXPECT_EQ(match("{1: 2, 3: 4}", "{1: a, **rest}", "(a, rest)"), "(2, {3: 4})");
    EXPECT_EQ(match("{1: 2}", "{5: _}"), "None");
    EXPECT_EQ(match("[1]", "{}"), "None");
    EXPECT_EQ(match("{}", "{}"), "True");
}

TEST_F(MatchTest, AMappingsGetIsUsedAndNotItsMissing) {
    run("class D(dict):\n    def __missing__(self, key): self['made'] = 1; return 5\nd = D()\n");
    EXPECT_EQ(match("d", "{1: x}"), "None");
    EXPECT_EQ(eval("d"), "{}");
}

TEST_F(MatchTest, KeysMayNotRepeat) {
    run("class K: a = 'x'\n");
    EXPECT_EQ(match("{'x': 1, 'y': 2}", "{K.a: _, 'x': _}"),
              "ValueError: mapping pattern checks duplicate key ('x')");
}

TEST_F(MatchTest, ClassPatternsLookAtAttributes) {
    run("class P:\n"
        "    __match_args__ = ('x', 'y')\n"
        "    def __init__(self, x, y): self.x, self.y = x, y\n");
    EXPECT_EQ(match("P(1, 2)", "P(a, y=b)", "(a, b)"), "(1, 2)");
    EXPECT_EQ(match("P(1, 2)", "P(z=_)"), "None");
    EXPECT_EQ(match("5", "P()"), "None");
    EXPECT_EQ(match("P(1, 2)", "P(_, _, _)"), "TypeError: P() accepts 2 positional sub-patterns (3 given)");
    EXPECT_EQ(match("P(1, 2)", "P(_, x=_)"), "TypeError: P() got multiple sub-patterns for attribute 'x'");
}

TEST_F(MatchTest, BuiltinClassesBindTheSubjectItself) {
    EXPECT_EQ(match("'s'", "str(x)", "x"), "'s'");
    EXPECT_EQ(match("True", "int(x)", "x"), "True");
    EXPECT_EQ(match("1", "int(x, y)"), "TypeError: int() accepts 1 positional sub-pattern (2 given)");
    run("class C: pass\n");
    EXPECT_EQ(match("C()", "C(x)"), "TypeError: C() accepts 0 positional sub-patterns (1 given)");
}

TEST_F(MatchTest, MatchArgsAreChecked) {
    run("class L: __match_args__ = ['a']\nclass N: __match_args__ = (1,)\nnot_a_class = 5\n");
    EXPECT_EQ(match("L()", "L(_)"), "TypeError: L.__match_args__ must be a tuple (got list)");
    EXPECT_EQ(match("N()", "N(_)"), "TypeError: __match_args__ elements must be strings (got int)");
    EXPECT_EQ(match("1", "not_a_class()"), "TypeError: called match pattern must be a type");
}

TEST_F(MatchTest, OnlyAttributeErrorMeansNoMatch) {
    run("class C:\n"
        "    @property\n"
        "    def a(self): raise KeyError('a')\n");
    EXPECT_EQ(match("C()", "C(a=_)"), "KeyError: 'a'");
}

}  // namespace

}  // namespace moult::interp
