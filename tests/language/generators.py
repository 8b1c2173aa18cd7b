"""Generators: send, throw, close, return values, yield from, finalisation, state, errors,
StopIteration inside.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except BaseException as e:
        print(type(e).__name__, e, "| cause:", repr(e.__cause__))


def count(n):
    for i in range(n):
        yield i
    return "returned"


print("-- iterating")
print(list(count(3)), [*count(2)], sum(count(5)), tuple(x * 2 for x in count(3)), max(count(4)),
      2 in count(5), dict(enumerate(count(2))))
g = count(2)
print(iter(g) is g, next(g), next(g), type(g).__name__, g.__name__, g.__qualname__)
try:
    next(g)
except StopIteration as e:
    print("StopIteration", e.value, e.args)
print(next(g, "default"), list(g))
attempt(next, g)
a, b, *c = count(5)
print(a, b, c)
for x in (g := count(10)):
    if x == 3:
        break
print(next(g), list(g))

print("-- send")


def echo():
    received = None
    while received != "stop":
        received = yield f"got {received!r}"
        print("[in:%r]" % (received,), end=" ")
    return "done"


g = echo()
attempt(g.send, "too early")
print(g.send(None), g.send(1), next(g), g.send("x"))
attempt(g.send, "stop")
attempt(g.send, 1)


def averager():
    total = n = 0
    average = None
    while True:
        total += yield average
        n += 1
        average = total / n


g = averager()
next(g)
print([g.send(v) for v in (10, 20, 60)])
print([(yield_value, (lambda: (yield 5))().__next__()) for yield_value in (1,)])


def expression_forms():
    x = yield
    y = (yield x) + (yield 2)
    z = [(yield 3), (yield 4)]
    yield y, z, (yield)


g = expression_forms()
print(next(g), g.send("a"), g.send(10), g.send(20), g.send("p"), g.send("q"), g.send("r"), next(g, "end"))

print("-- throw")


def guarded():
    while True:
        try:
            yield "ready"
        except ValueError as e:
            print("[caught %s]" % e, end=" ")
            yield "recovered"
        finally:
            print("[finally]", end=" ")


g = guarded()
print(next(g))
print(g.throw(ValueError("one")))
print(next(g))
print(g.throw(ValueError))
attempt(g.throw, KeyError("out"))
attempt(next, g)
attempt(g.throw, IndexError("after the end"))
attempt(count(1).throw, IndexError("before the start"))
attempt(guarded().throw, 5)
attempt(guarded().throw, "text")
g = guarded()
next(g)
print(g.throw(ValueError, "with a value"), g.throw(ValueError, ValueError("instance"), None) if False else "")
g.close()
print()

print("-- close")


def closing(kind):
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("[exit]", end=" ")
        if kind == "yield":
            yield "refuses"
        if kind == "raise":
            raise ValueError("while closing")
        if kind == "return":
            return "value"
        raise
    finally:
        print("[cleanup]", end=" ")


for kind in ("reraise", "return", "raise", "yield"):
    g = closing(kind)
    next(g)
    attempt(g.close)
g = closing("reraise")
print(g.close(), list(g))
g = closing("reraise")
print(list(g), g.close())
g = closing("reraise")
next(g)
del g
print("deleted")
for x in closing("return"):
    break
print("loop left")

print("-- yield from")


def inner():
    try:
        x = yield "i1"
        print("[inner got %r]" % (x,), end=" ")
        y = yield "i2"
        print("[inner got %r]" % (y,), end=" ")
    except ValueError as e:
        print("[inner caught %s]" % e, end=" ")
        yield "handled"
    finally:
        print("[inner finally]", end=" ")
    return "inner result"


def outer():
    result = yield from inner()
    print("[result %r]" % result, end=" ")
    yield from [1, 2]
    yield from ()
    last = yield from "z"
    return last, (yield from count(1))


print(list(outer()))
g = outer()
print(next(g), g.send("A"), g.send("B"), next(g))
g = outer()
next(g)
print(g.throw(ValueError("t")), list(g))
g = outer()
next(g)
attempt(g.throw, KeyError("through"))
g = outer()
next(g)
print(g.gi_yieldfrom.__name__, g.close())


class Iterator:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("iterator value")
        return self.n

    def throw(self, *args):
        kind = args[0] if isinstance(args[0], type) else type(args[0])
        print("[throw %s]" % kind.__name__, end=" ")
        raise StopIteration("thrown away")

    def close(self):
        print("[close]", end=" ")


def delegate(it):
    return (yield from it)


def value_of(gen):
    while True:
        try:
            next(gen)
        except StopIteration as e:
            return e.value


print(value_of(delegate(Iterator())), value_of(delegate(range(3))), value_of(count(3)),
      value_of(delegate(delegate(count(2)))))
g = delegate(Iterator())
next(g)
attempt(g.send, "list iterators have no send")
g = delegate(Iterator())
next(g)
attempt(g.throw, ValueError)
g = delegate(Iterator())
next(g)
print(g.close())
g = delegate(iter([1, 2]))
next(g)
attempt(g.send, 5)
attempt(lambda: next(delegate(5)))


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


print(list(tree(4)), sum(tree(10)))

print("-- StopIteration inside becomes RuntimeError")


def stops():
    yield 1
    raise StopIteration("inside")


def next_of_empty():
    yield next(iter(()))


attempt(list, stops())
attempt(list, next_of_empty())
attempt(lambda: list(next(iter([])) for _ in range(2)))
attempt(lambda: next(delegate(stops().__class__ and next_of_empty())))

print("-- reentry and state")


def reenter():
    yield next(me)


me = reenter()
attempt(next, me)
g = count(2)
print(g.gi_running, g.gi_frame is None, g.gi_code.co_name, next(g), list(g), g.gi_frame is None,
      g.gi_yieldfrom)
g.__name__ = "new name"
print(g.__name__)
attempt(lambda: count(1)[0])
attempt(len, count(1))
attempt(lambda: count())


def fails():
    yield 1
    yield 1 / 0
    yield "never"


g = fails()
attempt(list, g)
print(list(g))


def exceptions_kept():
    try:
        raise KeyError("k")
    except KeyError as e:
        yield e.args
        try:
            yield "in handler"
            raise
        except KeyError as again:
            yield again is e


g = exceptions_kept()
for value in g:
    try:
        raise ValueError("caller's own")
    except ValueError:
        print(value, end=" ")
print()


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def primes():
    sieve = {}
    n = 2
    while True:
        if n not in sieve:
            yield n
            sieve[n * n] = [n]
        else:
            for p in sieve.pop(n):
                sieve.setdefault(p + n, []).append(p)
        n += 1


print(list(take(12, fib())), list(take(10, primes())), sum(take(300, primes())),
      list(take(3, (x for x in fib() if x % 2 == 0))))
pipeline = (x * x for x in (y + 1 for y in (z for z in range(2000) if z % 3)))
print(sum(pipeline), list(pipeline))
print(list(zip(count(3), count(2))), list(map(lambda a, b: a + b, count(3), count(5))),
      list(filter(None, count(3))), sorted(count(4), reverse=True))
