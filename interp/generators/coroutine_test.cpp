// Tests of coroutines and asynchronous generators.
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class CoroutineTest : public InterpTest {
  protected:
    CoroutineTest() {
        run("class Wait:\n"
            "    def __init__(self, value): self.value = value\n"
            "    def __await__(self): return (yield self.value)\n"
            "def drive(coroutine, reply=None):\n"
            "    waited = []\n"
            "    try:\n"
            "        value = coroutine.send(None)\n"
            "        while True:\n"
            "            waited.append(value)\n"
            "            value = coroutine.send(reply)\n"
            "    except StopIteration as stop:\n"
            "        return waited, stop.value\n");
    }
};

TEST_F(CoroutineTest, AwaitHandsValuesThrough) {
    run("async def inner(): return await Wait(1)\n"
        "async def outer(): return [await inner(), await inner()]\n");
    EXPECT_EQ(eval("drive(outer(), 'r')"), "([1, 1], ['r', 'r'])");
}

TEST_F(CoroutineTest, ACoroutineIsAwaitedOnce) {
    run("async def f(): pass\nc = f(); drive(c)\n");
    EXPECT_EQ(eval("c.send(None)"), "RuntimeError: cannot reuse already awaited coroutine");
    EXPECT_EQ(eval("c.throw(KeyError)"), "RuntimeError: cannot reuse already awaited coroutine");
    EXPECT_EQ(eval("c.close()"), "None");
}

TEST_F(CoroutineTest, TwoCannotAwaitTheSame) {
    run("async def f(): await Wait(1)\n"
        "c = f()\n"
        "async def g(): await c\n"
        "one, two = g(), g(); one.send(None)\n");
    EXPECT_EQ(eval("two.send(None)"), "RuntimeError: coroutine is being awaited already");
    EXPECT_EQ(eval("one.close()"), "None");
}

TEST_F(CoroutineTest, AwaitRefusesWhatIsNotAwaitable) {
    run("class Wrong:\n"
        "    def __await__(self): return 5\n"
        "async def f(x): await x\n"
        "def g(c): yield from c\n");
    EXPECT_EQ(eval("drive(f(5))"), "TypeError: object int can't be used in 'await' expression");
    EXPECT_EQ(eval("drive(f(Wrong()))"), "TypeError: __await__() returned non-iterator of type 'int'");
    run("c = f(1)\n");
    EXPECT_EQ(eval("next(g(c))"),
              "TypeError: cannot 'yield from' a coroutine object in a non-coroutine generator");
    EXPECT_EQ(eval("c.close()"), "None");
}

TEST_F(CoroutineTest, AsyncWithNamesTheMissingMethod) {
    run("class Half:\n"
        "    async def __aenter__(self): pass\n"
        "class Plain:\n"
        "    def __aenter__(self): return 1\n"
        "    def __aexit__(self, *args): return 1\n"
        "async def f(x):\n"
        "    async with x: pass\n");
    EXPECT_EQ(eval("drive(f(5))"),
              "TypeError: 'int' object does not support the asynchronous context manager protocol");
    EXPECT_EQ(eval("drive(f(Half()))"),
              "TypeError: 'Half' object does not support the asynchronous context manager protocol "
              "(missed __aexit__ method)");
    EXPECT_EQ(
        eval("drive(f(Plain()))"),
        "TypeError: 'async with' received an object from __aenter__ that does not implement __await__: int");
}

TEST_F(CoroutineTest, AsyncForNamesTheMissingMethod) {
    run("class NoNext:\n"
        "    def __aiter__(self): return 4\n"
        "class BadNext:\n"
        "    def __aiter__(self): return self\n"
        "    def __anext__(self): return 4\n"
        "async def f(x):\n"
        "    async for _ in x: pass\n");
    EXPECT_EQ(eval("drive(f(5))"),
              "TypeError: 'async for' requires an object with __aiter__ method, got int");
    EXPECT_EQ(
        eval("drive(f(NoNext()))"),
        "TypeError: 'async for' received an object from __aiter__ that does not implement __anext__: int");
    EXPECT_EQ(eval("drive(f(BadNext()))"),
              "TypeError: 'async for' received an invalid object from __anext__: int");
}

TEST_F(CoroutineTest, AnAsyncGeneratorsYieldsAreToldFromItsAwaits) {
    run("async def g():\n"
        "    for i in range(2):\n"
        "        await Wait('w')\n"
        "        yield i\n"
        "async def collect(): return [x async for x in g()]\n");
    EXPECT_EQ(eval("drive(collect())"), "(['w', 'w'], [0, 1])");
}

TEST_F(CoroutineTest, AsyncGeneratorsTakeValuesAndExceptions) {
    run("async def g():\n"
        "    try: got = yield 1\n"
        "    except KeyError: got = 'key'\n"
        "    yield got\n"
        "async def f(first):\n"
        "    it = g()\n"
        "    await it.__anext__()\n"
        "    got = await (it.athrow(KeyError) if first else it.asend('sent'))\n"
        "    return got, await it.aclose(), await it.aclose()\n");
    EXPECT_EQ(eval("drive(f(False))"), "([], ('sent', None, None))");
    EXPECT_EQ(eval("drive(f(True))"), "([], ('key', None, None))");
}

TEST_F(CoroutineTest, AnAsyncGeneratorRunsOneAwaitableAtATime) {
    run("async def g():\n    await Wait(1)\n    yield\n"
        "it = g(); first = it.__anext__(); first.send(None)\n");
    EXPECT_EQ(eval("it.ag_running"), "True");
    EXPECT_EQ(eval("it.__anext__().send(None)"),
              "RuntimeError: anext(): asynchronous generator is already running");
    EXPECT_EQ(eval("it.aclose().send(None)"),
              "RuntimeError: aclose(): asynchronous generator is already running");
    EXPECT_EQ(eval("it.athrow(KeyError).send(None)"),
              "RuntimeError: athrow(): asynchronous generator is already running");
    EXPECT_EQ(eval("first.close()"), "None");
    EXPECT_EQ(eval("first.send(None)"), "RuntimeError: cannot reuse already awaited __anext__()/asend()");
}

TEST_F(CoroutineTest, ClosingAnAsyncGeneratorThatGoesOnIsAnError) {
    run("async def g():\n    try: yield\n    except GeneratorExit: yield\n"
        "async def f():\n    it = g(); await it.__anext__(); await it.aclose()\n");
    EXPECT_EQ(eval("drive(f())"), "RuntimeError: async generator ignored GeneratorExit");
}

TEST_F(CoroutineTest, TheHooksSeeAsyncGeneratorsBeginAndEnd) {
    run("import sys\n"
        "log = []\n"
        "async def g(): yield 1\n"
        "async def f():\n"
        "    async for x in g(): break\n"
        "sys.set_asyncgen_hooks(lambda g: log.append(('first', g.__name__)), lambda g: log.append('final'))\n"
        "drive(f())\n"
        "sys.set_asyncgen_hooks(None, None)\n"
        "drive(f())\n");
    EXPECT_EQ(eval("log"), "[('first', 'g'), 'final']");
}

TEST_F(CoroutineTest, ACoroutineNeverAwaitedWarnsOnce) {
    run("async def f(): pass\n");
    testing::internal::CaptureStderr();
    run("for i in range(3): f()\n");
    std::string warning = testing::internal::GetCapturedStderr();
    EXPECT_EQ(warning,
              "test:1: RuntimeWarning: coroutine 'f' was never awaited\n"
              "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n");
}

TEST_F(CoroutineTest, TheOriginOfACoroutineCanBeTracked) {
    run("import sys\n"
        "async def f(): pass\n"
        "def make(): return f()\n"
        "c = make(); plain = c.cr_origin; c.close()\n"
        "sys.set_coroutine_origin_tracking_depth(1)\n"
        "c = make(); tracked = c.cr_origin; c.close()\n"
        "sys.set_coroutine_origin_tracking_depth(0)\n");
    EXPECT_EQ(eval("(plain, tracked)"), "(None, (('test', 3, 'make'),))");
}

}  // namespace

}  // namespace moult::interp
