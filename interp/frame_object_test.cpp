// Tests of frame objects and locals().
#include "interp/frame_object.h"

#include "interp/test_support.h"

namespace moult::interp {

namespace {

class FrameObjectTest : public InterpTest {
  protected:
    FrameObjectTest() { run("import sys\n"); }
};

TEST_F(FrameObjectTest, LocalsIsOneDictBroughtUpToDate) {
    run("def f(a):\n"
        "    first = locals()\n"
        "    b = 2\n"
        "    assert 'b' not in first\n"
        "    second = locals()\n"
        "    assert first is second and second['b'] == 2\n"
        "    del b\n"
        "    return 'b' in locals(), sys._getframe().f_locals is first\n");
    EXPECT_EQ(eval("f(1)"), "(False, True)");
}

TEST_F(FrameObjectTest, LocalsShowCellsAndFreeVariables) {
    run("def outer():\n"
        "    x = 1\n"
        "    def inner():\n"
        "        y = x\n"
        "        return locals()\n"
        "    x = 2\n"
        "    return inner(), {k: v for k, v in locals().items() if k == 'x'}\n");
    EXPECT_EQ(eval("outer()"), "({'y': 2, 'x': 2}, {'x': 2})");
}

TEST_F(FrameObjectTest, AClassBodysLocalsAreItsNamespace) {
    run("class C:\n"
        "    x = 1\n"
        "    locals()['y'] = 2\n");
    EXPECT_EQ(eval("(C.x, C.y)"), "(1, 2)");
    EXPECT_EQ(eval("sys._getframe().f_locals is globals()"), "True");
}

TEST_F(FrameObjectTest, AnEndedFrameKeepsItsVariablesAndPlace) {
    run("def f():\n"
        "    kept = 5\n"
        "    frame = sys._getframe()\n"
        "    return (\n"
        "        frame)\n"
        "fr = f()\n");
    EXPECT_EQ(
        eval("(fr.f_locals['kept'], fr.f_lineno, fr.f_code.co_name, fr.f_back is sys._getframe().f_back)"),
        "(5, 4, 'f', False)");
    EXPECT_EQ(eval("(fr.clear(), fr.f_locals)"), "(None, {})");
}

TEST_F(FrameObjectTest, ARunningFrameCannotBeCleared) {
    EXPECT_EQ(eval("sys._getframe().clear()"), "RuntimeError: cannot clear an executing frame");
}

TEST_F(FrameObjectTest, ClearingASuspendedGeneratorsFrameClosesIt) {
    run("log = []\n"
        "def g():\n"
        "    try: yield\n"
        "    finally: log.append('closed')\n"
        "it = g(); next(it); it.gi_frame.clear()\n");
    EXPECT_EQ(eval("(log, it.gi_frame)"), "(['closed'], None)");
}

TEST_F(FrameObjectTest, FramesAreChained) {
    run("def f(): return sys._getframe()\n"
        "def g():\n"
        "    frame = sys._getframe(0)\n"
        "    return frame is sys._getframe(), f().f_back is frame\n");
    EXPECT_EQ(eval("g()"), "(True, True)");
    EXPECT_EQ(eval("sys._getframe(1000)"), "ValueError: call stack is not deep enough");
}

TEST_F(FrameObjectTest, ATracebackLeadsToTheFrameThatLivesOrToWhatItWas) {
    run("def fails(): 1 / 0\n"
        "def f():\n"
        "    try: fails()\n"
        "    except ZeroDivisionError as e:\n"
        "        tb = e.__traceback__\n"
        "        return tb.tb_frame is sys._getframe(), tb.tb_next.tb_frame.f_code.co_name, "
        "tb.tb_next.tb_frame.f_lineno\n");
    EXPECT_EQ(eval("f()"), "(True, 'fails', 1)");
}

TEST_F(FrameObjectTest, ATracebackKeepsTheVariablesOfTheFramesItLeft) {
    run("log = []\n"
        "class Local:\n"
        "    def __del__(self): log.append('freed')\n"
        "def fails(n):\n"
        "    local = Local()\n"
        "    1 / n\n"
        "def middle(n): fails(n)\n"
        "def f():\n"
        "    try: middle(0)\n"
        "    except ZeroDivisionError as e:\n"
        "        inner = e.__traceback__.tb_next.tb_next.tb_frame\n"
        "        names = []\n"
        "        frame = inner\n"
        "        while frame: names.append(frame.f_code.co_name); frame = frame.f_back\n"
        "        kept = log[:], sorted(inner.f_locals), inner.f_locals['n'], names[:3]\n"
        "    inner = frame = None\n"
        "    return kept + (log[:],)\n");
    EXPECT_EQ(eval("f()"), "([], ['local', 'n'], 0, ['fails', 'middle', 'f'], ['freed'])");
}

TEST_F(FrameObjectTest, TraceAttributesCheckTheirTypes) {
    run("fr = sys._getframe()\n");
    EXPECT_EQ(eval("(fr.f_trace, fr.f_trace_lines, fr.f_trace_opcodes)"), "(None, True, False)");
    EXPECT_EQ(error_of("fr.f_trace_lines = 1"), "TypeError: attribute value type must be bool");
    EXPECT_EQ(error_of("fr.f_lineno = 'x'"), "ValueError: lineno must be an integer");
    EXPECT_EQ(error_of("del fr.f_lineno"), "AttributeError: cannot delete attribute");
}

}  // namespace

}  // namespace moult::interp
