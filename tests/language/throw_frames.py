"""Which frames are on the stack while throw(), close() and what asynchronous generators give run through `yield from`
and `await`: as sys._getframe sees them, as tracebacks show them, and with what the generators say of themselves."""
import sys
import types


def stack(depth=1):
    names = []
    frame = sys._getframe(depth)
    while frame:
        names.append("%s:%d" % (frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        if names[-1].startswith("case"):
            break
        frame = frame.f_back
    return names[:12]


def trace(e):
    names = []
    tb = e.__traceback__
    while tb:
        back = tb.tb_frame.f_back
        names.append("%s:%d<%s" % (tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno,
                                   back and back.f_code.co_name))
        tb = tb.tb_next
    return names[-12:]


class Own:
    """An iterator with throw() and close() of its own."""

    def __init__(self, inner=None):
        self.inner = inner

    def __iter__(self):
        return self

    __await__ = __iter__

    def __next__(self):
        return next(self.inner) if self.inner else "own"

    def send(self, value):
        return self.inner.send(value) if self.inner else "own sent"

    def throw(self, *args):
        print("    own throw", stack(), args[0] if isinstance(args[0], type) else type(args[0]))
        if self.inner:
            return self.inner.throw(*args)
        raise args[0]

    def close(self):
        print("    own close", stack())
        if self.inner:
            self.inner.close()


class Plain:
    def __iter__(self):
        return self

    def __next__(self):
        return "plain"


def leaf(how):
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("    leaf exit", stack())
        raise
    except BaseException as e:
        print("    leaf", stack(), trace(e), repr(e.__context__))
        if how == "raise":
            raise
        if how == "other":
            raise LookupError("other") from e
        if how == "return":
            return "returned"
        if how == "yield":
            yield "yielded"
    finally:
        print("    leaf finally", stack())


@types.coroutine
def leaf_coroutine(how):
    return (yield from leaf(how))


def outer(inner):
    try:
        result = yield from inner
        print("    outer got", result, stack())
        yield 3
    except BaseException as e:
        print("    outer", stack(), trace(e))
        raise
    finally:
        print("    outer finally", stack())


def middle(inner):
    return (yield from inner)


async def co_outer(inner):
    try:
        result = await inner
        print("    co_outer got", result, stack())
    except BaseException as e:
        print("    co_outer", stack(), trace(e))
        raise
    finally:
        print("    co_outer finally", stack())


async def co_middle(inner):
    return await inner


async def nothing():
    print("    nothing", stack())


async def agen(inner):
    try:
        yield await inner
        yield "second"
    except BaseException as e:
        print("    agen", stack(), trace(e))
        raise
    finally:
        print("    agen finally", stack())
        await nothing()


async def agen_over(inner):
    async for x in inner:
        try:
            yield x
        except BaseException as e:
            print("    agen_over", stack(), trace(e))
            raise


async def driver(it, how):
    try:
        if how == "for":
            async for x in it:
                print("    got", x)
        elif how == "athrow":
            await it.__anext__()
            await it.athrow(KeyError("athrown"))
        elif how == "aclose":
            await it.__anext__()
            await it.aclose()
        else:
            await it.asend(None)
    except BaseException as e:
        print("    driver", stack(), trace(e))
        raise


def chains(how):
    yield "leaf", lambda: leaf(how)
    yield "outer", lambda: outer(leaf(how))
    yield "middle", lambda: outer(middle(middle(leaf(how))))
    yield "own", lambda: outer(Own(leaf(how)))
    yield "own middle", lambda: outer(middle(Own(middle(leaf(how)))))
    yield "own alone", lambda: outer(Own())
    yield "plain", lambda: outer(middle(Plain()))
    yield "list", lambda: outer([1, 2])
    yield "coroutine", lambda: co_outer(leaf_coroutine(how))
    yield "coroutines", lambda: co_outer(co_middle(co_middle(leaf_coroutine(how))))
    yield "own await", lambda: co_outer(co_middle(Own(leaf(how))))
    yield "wrapper", lambda: co_outer(co_middle(leaf_coroutine(how))).__await__()
    for way in ("for", "athrow", "aclose", "asend"):
        yield "agen " + way, lambda: driver(agen(co_middle(leaf_coroutine(how))), way)
        yield "agen over " + way, lambda: driver(agen_over(agen(co_middle(leaf_coroutine(how)))), way)


def start(it, steps):
    for _ in range(steps):
        try:
            it.send(None)
        except StopIteration:
            return


def case(make, act, steps):
    it = make()
    start(it, steps)
    try:
        print("    gave", act(it))
    except BaseException as e:
        print("    raised", repr(e), trace(e), repr(e.__context__))
    running = getattr(it, "gi_running", getattr(it, "cr_running", None))
    print("    after", running, stack(), sys.exc_info()[0])
    try:
        print("    then", next(it) if hasattr(it, "__next__") else it.send(None))
    except BaseException as e:
        print("    then", repr(e), trace(e))
    if hasattr(it, "close"):
        try:
            it.close()
        except BaseException as e:
            print("    closing", repr(e), trace(e))


def case_within_handler(make, act, steps):
    try:
        raise IndexError("handled")
    except IndexError:
        case(make, act, steps)


ACTIONS = {
    "throw": lambda it: it.throw(ValueError("thrown")),
    "throw class": lambda it: it.throw(ValueError, "by class"),
    "throw exit": lambda it: it.throw(GeneratorExit),
    "throw stop": lambda it: it.throw(StopIteration("stop")),
    "close": lambda it: it.close(),
    "twice": lambda it: (it.throw(ValueError("first")), it.throw(ValueError("second"))),
}
for how in ("raise", "other", "return", "yield", "ignore"):
    for label, make in chains(how):
        for name, act in ACTIONS.items():
            for steps in (0, 1, 2):
                if steps != 1 and name != "throw" and name != "close":
                    continue
                print(how, "|", label, "|", name, "|", steps)
                (case if len(how + label + name) % 3 else case_within_handler)(make, act, steps)


# --- what the generators say of themselves meanwhile

def looking(chain):
    def look():
        for g in chain:
            if isinstance(g, types.GeneratorType):
                print("    ", g.__name__, g.gi_running, g.gi_suspended, g.gi_yieldfrom and g.gi_yieldfrom.__name__,
                      g.gi_frame and g.gi_frame.f_back and g.gi_frame.f_back.f_code.co_name)
            else:
                print("    ", g.__name__, g.cr_running, g.cr_suspended, g.cr_await and g.cr_await.__name__,
                      g.cr_frame and g.cr_frame.f_back and g.cr_frame.f_back.f_code.co_name)
    return look


def looker(look):
    try:
        yield 1
    except ValueError:
        look[0]()
        yield 2
    finally:
        look[0]()
        try:
            chain[0].throw(KeyError)
        except ValueError as e:
            print("    ", e)


for act in ("throw", "close"):
    look = []
    inner = looker(look)
    second = middle(inner)
    first = outer(second)
    chain = [first, second, inner]
    look.append(looking(chain))
    look[0]()
    next(first)
    look[0]()
    if act == "throw":
        print(first.throw(ValueError))
        look[0]()
    first.close()
    look[0]()


# --- locals of the frames above, and deep chains

def seeing(name):
    try:
        yield
    finally:
        frame = sys._getframe()
        found = []
        while frame and len(found) < 6:
            if name in frame.f_locals:
                found.append(frame.f_locals[name])
            frame = frame.f_back
        print("seen", found)


def holding(value, inner):
    marker = value
    yield from inner


def case_deep():
    for how in ("throw", "close"):
        it = seeing("marker")
        for n in range(4):
            it = holding(n, it)
        next(it)
        try:
            it.throw(ValueError) if how == "throw" else it.close()
        except ValueError as e:
            print(how, trace(e))
    it = leaf("ignore")
    for n in range(300):
        it = middle(it)
    next(it)
    try:
        it.throw(ValueError)
    except StopIteration:
        print("deep", stack())


case_deep()
