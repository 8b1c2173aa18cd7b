// Tests of generators: running, throwing into and closing them.
#include "interp/generators/generator.h"

#include "interp/test_support.h"

namespace moult::interp {

namespace {

class GeneratorTest : public InterpTest {
  protected:
    // The generator that an expression makes.
    Ref<Generator> make(const std::string& text) { return take_as<Generator>(value(text)); }
    std::string shown(const Ref<Value>& v) { return repr_text(thread_, v); }
};

TEST_F(GeneratorTest, AFreshGeneratorHasNotRunAnything) {
    run("log = []\ndef g():\n    log.append(1)\n    yield 2\n");
    Ref<Generator> generator = make("g()");
    EXPECT_EQ(generator->state, Generator::State::kCreated);
    EXPECT_EQ(eval("log"), "[]");
}

TEST_F(GeneratorTest, SendTellsYieldsFromTheReturn) {
    run("def g():\n    x = yield 1\n    return x\n");
    Ref<Generator> generator = make("g()");
    Ref<Value> result;
    EXPECT_EQ(generator_send(thread_, generator.get(), Value::none(), &result), GeneratorOutcome::kYielded);
    EXPECT_EQ(shown(result), "1");
    EXPECT_EQ(generator->state, Generator::State::kSuspended);
    EXPECT_EQ(generator_send(thread_, generator.get(), Value::small_int(7), &result),
              GeneratorOutcome::kReturned);
    EXPECT_EQ(shown(result), "7");
    EXPECT_EQ(generator->state, Generator::State::kFinished);
    EXPECT_EQ(generator_send(thread_, generator.get(), Value::none(), &result), GeneratorOutcome::kReturned);
    EXPECT_TRUE(result.is_none());
}

TEST_F(GeneratorTest, AFreshGeneratorTakesOnlyNone) {
    run("def g():\n    yield\n");
    EXPECT_EQ(eval("g().send(1)"), "TypeError: can't send non-None value to a just-started generator");
}

TEST_F(GeneratorTest, ARunningGeneratorCannotBeResumed) {
    run("def g():\n    next(it)\n    yield\nit = g()\n");
    EXPECT_EQ(eval("next(it)"), "ValueError: generator already executing");
    run("def g():\n    it.throw(KeyError)\n    yield\nit = g()\n");
    EXPECT_EQ(eval("next(it)"), "ValueError: generator already executing");
}

TEST_F(GeneratorTest, ThrowRaisesAtTheYield) {
    run("def g():\n"
        "    try: yield 1\n"
        "    except ValueError as e: yield e.args\n"
        "it = g(); next(it)\n");
    EXPECT_EQ(eval("it.throw(ValueError, (1, 2))"), "(1, 2)");
    EXPECT_EQ(eval("it.throw(KeyError(3))"), "KeyError: 3");
    EXPECT_EQ(eval("it.gi_frame"), "None");
}

TEST_F(GeneratorTest, ThrowIntoAFreshGeneratorEndsIt) {
    run("ran = False\ndef g():\n    global ran\n    ran = True\n    yield\nit = g()\n");
    EXPECT_EQ(eval("it.throw(KeyError('k'))"), "KeyError: 'k'");
    EXPECT_EQ(eval("(ran, list(it))"), "(False, [])");
}

TEST_F(GeneratorTest, ThrowRefusesWhatIsNoException) {
    run("def g():\n    yield\ndef started():\n    it = g(); next(it); return it\n");
    EXPECT_EQ(eval("started().throw()"), "TypeError: throw expected at least 1 argument, got 0");
    EXPECT_EQ(eval("started().throw(5)"),
              "TypeError: exceptions must be classes or instances deriving from BaseException, not int");
    EXPECT_EQ(eval("started().throw(ValueError(), 1)"),
              "TypeError: instance exception may not have a separate value");
    EXPECT_EQ(eval("started().throw(ValueError, 1, 2)"),
              "TypeError: throw() third argument must be a traceback object");
}

TEST_F(GeneratorTest, ThrowReachesTheInnermostDelegate) {
    run("def inner():\n"
        "    try: yield 1\n"
        "    except KeyError: return 'inner'\n"
        "def outer():\n"
        "    r = yield from inner()\n"
        "    yield r\n"
        "it = outer(); next(it)\n");
    EXPECT_EQ(eval("it.throw(KeyError)"), "'inner'");
}

TEST_F(GeneratorTest, ThrowGivesADelegatesMethodItsArguments) {
    run("class D:\n"
        "    def __iter__(self): return self\n"
        "    def __next__(self): return 1\n"
        "    def throw(self, *args): raise StopIteration(args)\n"
        "def g():\n"
        "    yield (yield from D())\n"
        "it = g(); next(it)\n");
    EXPECT_EQ(eval("it.throw(KeyError, None)"), "(<class 'KeyError'>, None)");
}

TEST_F(GeneratorTest, CloseClosesTheDelegateFirst) {
    run("log = []\n"
        "def inner():\n"
        "    try: yield\n"
        "    finally: log.append('inner')\n"
        "def outer():\n"
        "    try: yield from inner()\n"
        "    finally: log.append('outer')\n"
        "it = outer(); next(it); it.close()\n");
    EXPECT_EQ(eval("log"), "['inner', 'outer']");
}

TEST_F(GeneratorTest, AYieldInTheFaceOfGeneratorExitIsAnError) {
    run("def g():\n    try: yield\n    except GeneratorExit: yield\nit = g(); next(it)\n");
    EXPECT_EQ(eval("it.close()"), "RuntimeError: generator ignored GeneratorExit");
}

TEST_F(GeneratorTest, ASuspendedGeneratorIsClosedWhenItDies) {
    run("log = []\n"
        "def g():\n"
        "    try: yield\n"
        "    finally: log.append('closed')\n"
        "it = g(); next(it); del it\n");
    EXPECT_EQ(eval("log"), "['closed']");
}

TEST_F(GeneratorTest, TheFrameReleasesWhatItHolds) {
    run("import sys\n"
        "o = object()\n"
        "def g(a):\n"
        "    for x in [a, a]: yield x\n"
        "def count(): return sys.getrefcount(o) - before\n"
        "before = sys.getrefcount(o)\n"
        "it = g(o); next(it); started = count()\n"
        "it.close(); closed = count()\n"
        "it = g(o); next(it); del it; dead = count()\n"
        "it = g(o); del it; fresh = count()\n"
        "it = g(o); n = len(list(it)); done = count()\n");
    EXPECT_EQ(eval("started > 0"), "True");
    EXPECT_EQ(eval("(closed, dead, fresh, n, done)"), "(0, 0, 0, 2, 0)");
}

TEST_F(GeneratorTest, StopIterationInsideBecomesRuntimeError) {
    run("def g():\n    raise StopIteration(3)\n    yield\n");
    EXPECT_EQ(eval("next(g())"), "RuntimeError: generator raised StopIteration");
}

TEST_F(GeneratorTest, TheContextOfAThrownExceptionIsWhatTheGeneratorHandles) {
    run("def g():\n"
        "    try: 1 / 0\n"
        "    except ZeroDivisionError: yield\n"
        "def context(it):\n"
        "    next(it)\n"
        "    try: it.throw(ValueError)\n"
        "    except ValueError as e: return e.__context__\n"
        "def plain(): yield\n"
        "def while_handling():\n"
        "    try: [][0]\n"
        "    except IndexError: return context(plain())\n");
    EXPECT_EQ(eval("context(g())"), "ZeroDivisionError('division by zero')");
    EXPECT_EQ(eval("while_handling()"), "None");
}

TEST_F(GeneratorTest, LongChainsOfGeneratorsAreFreed) {
    run("ended = 0\n"
        "def plain(previous): yield\n"
        "def careful(previous):\n"
        "    global ended\n"
        "    try: yield\n"
        "    finally: ended += 1\n"
        "def chain(make, length):\n"
        "    last = None\n"
        "    for i in range(length):\n"
        "        last = make(last)\n"
        "        next(last)\n"
        "chain(plain, 50000)\n"
        "chain(careful, 50000)\n");
    EXPECT_EQ(eval("ended"), "50000");
}

TEST_F(GeneratorTest, DeepDelegationEndsInRecursionError) {
    run("def deep(n):\n    if n: yield from deep(n - 1)\n    else: yield 'bottom'\n");
    EXPECT_EQ(eval("next(deep(200))"), "'bottom'");
    EXPECT_EQ(eval("next(deep(5000))"), "RecursionError: maximum recursion depth exceeded");
}

TEST_F(GeneratorTest, StateCanBeInspected) {
    run("def inner(): yield\n"
        "def g():\n"
        "    yield 1\n"
        "    yield from inner()\n"
        "it = g()\n"
        "states = [(it.gi_running, it.gi_suspended, it.gi_yieldfrom is None)]\n"
        "next(it); states.append((it.gi_running, it.gi_suspended, it.gi_yieldfrom is None))\n"
        "next(it); states.append(it.gi_yieldfrom.__name__)\n"
        "it.__qualname__ = 'other'\n");
    EXPECT_EQ(eval("states"), "[(False, False, True), (False, True, True), 'inner']");
    EXPECT_EQ(eval("repr(it).split(' at ')[0]"), "'<generator object other'");
    EXPECT_EQ(error_of("it.__name__ = 1"), "TypeError: __name__ must be set to a string object");
    EXPECT_EQ(eval("type(it)()"), "TypeError: cannot create 'generator' instances");
}

}  // namespace

}  // namespace moult::interp
