"""Coroutines driven by hand: await, async for, async with, async generators and comprehensions, errors."""


def attempt(function, *args):
    try:
        print(function(*args))
    except BaseException as e:
        print(type(e).__name__, e)


class Suspend:
    """Awaiting it hands `value` to the driver and gives back what the driver sends."""

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(coroutine, replies=()):
    """Drives to the end; prints what is yielded, sends the replies."""
    replies = iter(replies)
    seen = []
    try:
        value = coroutine.send(None)
        while True:
            seen.append(value)
            value = coroutine.send(next(replies, None))
    except StopIteration as e:
        return e.value, seen


print("-- await")


async def add(a, b):
    return a + b


async def waits(n):
    total = 0
    for i in range(n):
        total += (await Suspend(i)) or 0
    return total


async def nested():
    x = await add(1, 2)
    y = await waits(3)
    return x, y, await add(await add(1, 1), 5), [await add(i, i) for i in range(3)]


print(run(add(1, 2)), run(waits(3), [10, 20, 30]), run(nested(), [1, 2, 3]))
c = add(1, 2)
print(type(c).__name__, c.__name__, c.cr_running, c.cr_await, c.cr_code.co_name, type(add).__name__,
      c.close())
attempt(c.send, None)
c = waits(2)
attempt(c.send, 5)
print(c.send(None), type(c.cr_await).__name__)
attempt(c.throw, ValueError("thrown in"))
attempt(lambda: iter(add(1, 2).close() or 5))


async def awaits_wrong(x):
    return await x


for wrong in (5, None, [1], (i for i in "a"), run):
    attempt(lambda: run(awaits_wrong(wrong)))


class BadAwait:
    def __await__(self):
        return 5


attempt(lambda: run(awaits_wrong(BadAwait())))
done = add(1, 1)
run(done)
attempt(lambda: run(awaits_wrong(done)))


async def cleanup():
    try:
        await Suspend("waiting")
    except GeneratorExit:
        print("[closing]", end=" ")
        raise
    finally:
        print("[finally]", end=" ")


c = cleanup()
c.send(None)
print(c.close())
c = cleanup()
c.send(None)
attempt(c.throw, KeyError("k"))

print("-- async with")


class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    async def __aenter__(self):
        await Suspend(f"enter {self.name}")
        return self.name.upper()

    async def __aexit__(self, kind, value, tb):
        await Suspend(f"exit {self.name} {kind.__name__ if kind else None}")
        return self.suppress


async def with_managers(fail, suppress=False):
    async with Manager("a") as a, Manager("b", suppress) as b:
        if fail:
            raise ValueError("body")
        return a + b
    return "suppressed"


print(run(with_managers(False)), run(with_managers(True, True)))
attempt(lambda: run(with_managers(True)))


async def with_wrong(m):
    async with m:
        pass


class Sync:
    def __enter__(self): pass
    def __exit__(self, *a): pass


class NotAwaitable:
    def __aenter__(self): return 1
    def __aexit__(self, *a): return 1


attempt(lambda: run(with_wrong(Sync())))
attempt(lambda: run(with_wrong(NotAwaitable())))

print("-- async for")


class Ticker:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        self.i = 0
        return self

    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        await Suspend("tick")
        return self.i


async def loop(n, stop=None):
    out = []
    async for x in Ticker(n):
        if x == stop:
            break
        if x == 2:
            continue
        out.append(x)
    else:
        out.append("else")
    return out


async def for_wrong(x):
    async for _ in x:
        pass


class BadAiter:
    def __aiter__(self): return 5


class BadAnext:
    def __aiter__(self): return self
    def __anext__(self): return 5


print(run(loop(3)), run(loop(5, 4)))
for wrong in ([1], 5, BadAiter(), BadAnext()):
    attempt(lambda: run(for_wrong(wrong)))

print("-- async generators")


async def agen(n):
    try:
        for i in range(n):
            await Suspend(f"before {i}")
            got = yield i
            if got:
                print(f"[got {got}]", end=" ")
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("[agen finally]", end=" ")


async def consume():
    return (
        [x async for x in agen(3)],
        {x async for x in agen(2)},
        {x: x * x async for x in agen(2) if x},
        [y for x in [1] async for y in agen(2)],
        [await add(x, 1) async for x in agen(2)],
    )


async def drive():
    g = agen(3)
    out = [await g.asend(None), await g.asend("sent"), await g.__anext__()]
    try:
        await g.__anext__()
    except StopAsyncIteration as e:
        out.append(repr(e))
    g = agen(2)
    await g.__anext__()
    out.append(await g.athrow(ValueError("t")))
    await g.aclose()
    g = agen(2)
    await g.__anext__()
    await g.aclose()
    out.append([x async for x in g])
    return out


print(run(consume()))
print(run(drive()))


async def genexp():
    g = (x * 2 async for x in agen(3))
    return type(g).__name__, [x async for x in g], await anext(agen(1)), await anext(aiter(Ticker(0)),
            "default")


print(run(genexp()))
g = agen(1)
print(type(g).__name__, hasattr(g, "__aiter__"), hasattr(g, "__iter__"), g.ag_running, g.__name__)
attempt(iter, g)
attempt(lambda: g.asend(1).send(None))


async def stop_inside():
    raise StopIteration("x")


async def stop_async_inside():
    yield 1
    raise StopAsyncIteration("x")


async def collect(g):
    return [x async for x in g]


attempt(lambda: run(stop_inside()))
attempt(lambda: run(collect(stop_async_inside())))

print("-- a round-robin scheduler")
log = []


async def worker(name, steps):
    for i in range(steps):
        log.append(f"{name}{i}")
        await Suspend(None)
    return name


def schedule(*coroutines):
    ready, results = list(coroutines), []
    while ready:
        task = ready.pop(0)
        try:
            task.send(None)
            ready.append(task)
        except StopIteration as e:
            results.append(e.value)
    return results


print(schedule(worker("a", 3), worker("b", 1), worker("c", 2)), log)


async def deep(n):
    return n if n == 0 else 1 + await deep(n - 1)


async def hot():
    total = 0
    for i in range(3000):
        total += await add(i, 1)
    return total


print(run(deep(100))[0], run(hot())[0])
for source in ("await x", "def f(): await x", "async def f():\n yield 1\n return 2",
               "async def f(): yield from x", "def f():\n async with x: pass",
               "def f():\n async for x in y: pass", "def f(): return [x async for x in y]",
               "async def f(): return [await x for x in y]", "async def f(): return (lambda: await x)"):
    try:
        compile(source, "<test>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), "->", e.msg)
