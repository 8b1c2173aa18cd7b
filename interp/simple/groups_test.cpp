// Tests of the instructions of except*.
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class GroupsTest : public InterpTest {
  protected:
    GroupsTest() {
        run("def show(e):\n"
            "    if not isinstance(e, BaseExceptionGroup): return repr(e)\n"
            "    return [e.message] + [show(x) for x in e.exceptions]\n"
            "def caught(raised):\n"
            "    log = []\n"
            "    try:\n"
            "        try: raise raised\n"
            "        except* ValueError as e: log.append(('value', show(e)))\n"
            "        except* (KeyError, OSError) as e: log.append(('key', show(e))); raise\n"
            "        except* ZeroDivisionError as e: raise IndexError(7)\n"
            "        else: log.append('else')\n"
            "    except BaseException as e: log.append(show(e))\n"
            "    return log\n");
    }
};

TEST_F(GroupsTest, ANakedExceptionIsWrapped) {
    EXPECT_EQ(eval("caught(ValueError(1))"), "[('value', ['', 'ValueError(1)'])]");
    EXPECT_EQ(eval("caught(KeyError(1))"), "[('key', ['', 'KeyError(1)']), ['', 'KeyError(1)']]");
    EXPECT_EQ(eval("caught(TypeError(1))"), "['TypeError(1)']");
}

TEST_F(GroupsTest, EachClauseTakesItsPart) {
    EXPECT_EQ(eval("caught(ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError(2), "
                   "ValueError(3)])]))"),
              "[('value', ['g', 'ValueError(1)', ['h', 'ValueError(3)']]), "
              "('key', ['g', ['h', 'KeyError(2)']]), ['g', ['h', 'KeyError(2)']]]");
}

TEST_F(GroupsTest, WhatIsReraisedAndWhatIsLeftKeepsItsShape) {
    EXPECT_EQ(
        eval("caught(ExceptionGroup('g', [TypeError(1), ExceptionGroup('h', [KeyError(2), TypeError(3)])]))"),
        "[('key', ['g', ['h', 'KeyError(2)']]), "
        "['g', 'TypeError(1)', ['h', 'KeyError(2)', 'TypeError(3)']]]");
}

TEST_F(GroupsTest, NewExceptionsStandBesideWhatIsLeft) {
    EXPECT_EQ(eval("caught(ExceptionGroup('g', [ZeroDivisionError(), TypeError(1)]))"),
              "[['', 'IndexError(7)', ['g', 'TypeError(1)']]]");
}

TEST_F(GroupsTest, GroupsOfASubclassAreSplitByTheirOwnDerive) {
    run("class G(ExceptionGroup):\n"
        "    def derive(self, parts): return G(self.message + '!', parts)\n");
    EXPECT_EQ(eval("caught(G('g', [ValueError(1), TypeError(2)]))"),
              "[('value', ['g!', 'ValueError(1)']), ['g!', 'TypeError(2)']]");
}

TEST_F(GroupsTest, TheClassesAreChecked) {
    EXPECT_EQ(error_of("try: 1 / 0\nexcept* 5: pass\n"),
              "TypeError: catching classes that do not inherit from BaseException is not allowed");
    EXPECT_EQ(error_of("try: 1 / 0\nexcept* (ValueError, ExceptionGroup): pass\n"),
              "TypeError: catching ExceptionGroup with except* is not allowed. Use except instead.");
}

TEST_F(GroupsTest, ASplitThatReturnsNoPairIsAnError) {
    run("class NoTuple(ExceptionGroup):\n    def split(self, condition): return 5\n"
        "class NoPair(ExceptionGroup):\n    def split(self, condition): return (1,)\n");
    EXPECT_EQ(eval("caught(NoTuple('g', [KeyError()]))"),
              "[\"TypeError('NoTuple.split must return a tuple, not int')\"]");
    EXPECT_EQ(eval("caught(NoPair('g', [KeyError()]))"),
              "[\"TypeError('NoPair.split must return a 2-tuple, got tuple of size 1')\"]");
}

}  // namespace

}  // namespace moult::interp
