"""Cells, closures, lambdas and callables of many kinds, made, shared and changed while the loops that use them are hot."""


def counter_maker(start):
    value = start

    def step(by=1):
        nonlocal value
        value += by
        return value

    def read():
        return value

    return step, read


def cells():
    pairs = [counter_maker(10 ** k) for k in range(4)]
    total = 0
    for i in range(240):
        step, read = pairs[i % 4] if i > 100 else pairs[0]
        total += step(i & 1) * 2 - read()
    print(total, [read() for _, read in pairs])
    cell = pairs[0][1].__closure__[0]
    step, read = pairs[0]
    log = []
    for i in range(240):
        if i == 80:
            cell.cell_contents = 0.5
        elif i == 160:
            del cell.cell_contents
        try:
            log.append(step() + read())
        except NameError as e:
            log.append(type(e).__name__)
    print(log[78:83], log[158:163], log[-1])


def shared_cell():
    """The callee changes the loop's own variables."""
    x = 0
    limit = 200

    def bump():
        nonlocal x, limit
        x += 3
        if x == 150:
            limit = 400
        if x == 300:
            x = 301.5

    rounds = 0
    while x < limit:
        before = x
        bump()
        rounds += x - before
    print(x, limit, rounds)


def lambdas():
    functions = []
    total = 0
    for i in range(150):
        late = lambda: i
        early = lambda i=i: i
        functions.append((late, early))
        total += late() + early()
    print(total, sum(f() for f, _ in functions), sum(g() for _, g in functions))
    loops = [lambda x, k=k: x * k for k in range(3)] + [lambda x: -x, lambda x: x + 0.5]
    total = 0
    for i in range(200):
        total += loops[i % 3 if i < 100 else i % 5](i)
    print(total)


def inner_defined():
    """A function object made anew every round: the same code, other defaults and cells."""
    out = []
    for i in range(180):
        if i < 90:
            def f(a, b=i):
                return a + b
        else:
            def f(a, *rest, b=-i):
                return a * b + len(rest)
        out.append(f(1))
    print(sum(out), out[::40])


def passing(function, n=80):
    total = 0
    for i in range(n):
        total += function(i)
    return total


class Callable:
    def __call__(self, i):
        return i * 2

    def method(self, i):
        return i * 3


def passed():
    thing = Callable()
    for f in (abs, lambda i: i + 1, thing, thing.method, Callable.__call__.__get__(thing), int, float, bool,
              (5).__add__, [9].count, type("T", (int,), {}), lambda *a, **k: a[0], str.__len__):
        try:
            print(passing(f), end=" ")
        except TypeError as e:
            print(e, end=" ")
    print()


cells()
shared_cell()
lambdas()
inner_defined()
passed()
