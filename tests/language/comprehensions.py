"""Comprehensions and lambdas: all four kinds, nesting, filters, scoping, walrus inside, errors,
evaluation order.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def say(x):
    print("<%s>" % (x,), end=" ")
    return x


print("-- the four kinds")
print([x * x for x in range(5)], {x % 3 for x in range(9)} == {0, 1, 2}, {x: str(x) for x in range(3)},
      list(x + 1 for x in range(3)))
print([x for x in range(20) if x % 2 if x % 3], [x if x % 2 else -x for x in range(5)],
      [(x, y) for x in range(3) for y in "ab"])
print([(x, y) for x in range(4) if x % 2 for y in range(x) if y != 1], [y for x in [[1, 2], [3]] for y in x],
      [[y * 2 for y in x] for x in [[1], [2, 3]]])
print({k: v for k, v in zip("abc", range(3)) if v}, {v: k for k, v in {"a": 1, "b": 2}.items()},
      sum(x for x in range(101)), max((x * 7) % 10 for x in range(10)))
print([a + b for a, b in [(1, 2), (3, 4)]], [first for first, *_ in ["abc", (1, 2)]],
      [i for i, in [(1,), (2,)]], [x for x in (1, 2, *(3, 4))])
print([[i * j for j in range(1, 4)] for i in range(1, 4)], [row[i] for i in range(2) for row in ((1, 2),
        (3, 4))], list(zip(*[[1, 2], [3, 4]])))
print([*(c.upper() for c in "ab")], "-".join(str(x) for x in range(4)), dict((x, x) for x in "xy"),
      tuple(x for x in ()), any(x > 2 for x in range(4)))
print([x for x in [y for y in [z for z in range(3)]]], [lambda: 0 for _ in range(2)][1](),
      {(x, y): x * y for x in range(2) for y in range(2)}, [[] for _ in range(2)])

print("-- scoping")
x = "outer"
squares = [x for x in range(3)]
print(x, squares)


def scope(x):
    inner = [x for x in range(x)]
    nested = [[x + y for y in range(2)] for x in inner]
    free = [z * x for z in range(3)]
    return x, inner, nested, free


print(scope(3))


class Body:
    limit = 3
    data = [10, 20]
    first_iterable_sees_class = [d for d in data]
    zipped = [pair for pair in zip(data, data)]
    try:
        other = [d for d in range(2) if d < limit]
    except NameError as e:
        print(type(e).__name__, e)
    try:
        other = [d + e for d in data for e in data]
    except NameError as e:
        print(type(e).__name__, e)


print(Body.first_iterable_sees_class, Body.zipped, hasattr(Body, "d"))
print([locals().keys() == {".0", "n"} for n in (1,)], [sorted(k for k in [q] if k) for q in (1, 2)])
functions = [lambda: i for i in range(3)]
print([f() for f in functions], [f(1) for f in [lambda a, n=n: a + n for n in range(3)]])
try:
    i_is_not_here = i
except NameError as e:
    print(e)

print("-- walrus")
print([last := n for n in range(3)], last, [y for n in range(6) if (y := n * n) > 5], y,
      any((hit := n) > 3 for n in range(9)), hit)


def walrus_in_function():
    found = None
    if any((found := w).startswith("b") for w in ("apple", "bean", "carrot")):
        return found, [total := 0] and [total := total + n for n in range(5)], total


print(walrus_in_function())

print("-- order of evaluation")
print([say(x) for x in say([1, 2]) if say(x > 1)])
print({say(k): say(v) for k, v in say([(1, 2), (3, 4)])})
gen = (say(x) for x in say("ab"))
print("made")
print(next(gen), next(gen), next(gen, "end"))
attempt(lambda: (x for x in 5))
lazy = (y for x in (1,) for y in 5)
attempt(lambda: next(lazy))

print("-- errors")
attempt(lambda: [1 // x for x in (1, 0)])
attempt(lambda: [x for x in None])
attempt(lambda: {[]: 1 for _ in (1,)})
attempt(lambda: {x for x in ([],)})
attempt(lambda: [a for a, b in [(1, 2, 3)]])
attempt(lambda: [undefined_name for _ in (1,)])
attempt(lambda: list(x for x in (1, 2) if x.missing))
for source in ("[x for x in y for]", "[x, y for x in z]", "[*x for x in y]", "{**x for x in y}",
               "[x := 1 for x in y]", "[i for i in (i := 5)]", "class C: [z := 1 for _ in x]",
               "[x for x in 1, 2]", "(x for x in y) = 1", "[x for 1 in y]", "[x for x in lambda: y, 1]",
               "{1: 2 for x in y, 3}", "[yield for x in y]", "def f(): [(yield 1) for x in y]"):
    try:
        compile(source, "<test>", "exec")
        print("fine", source)
    except SyntaxError as e:
        print(source, "->", e.msg)

print("-- lambdas")
print((lambda: 1)(), (lambda x: x)(2), (lambda *a, **k: (a, k))(1, b=2),
      (lambda a, /, b=2, *, c=3: (a, b, c))(1), (lambda x: lambda y: x + y)(1)(2))
print(sorted([(1, "b"), (0, "a")], key=lambda p: p[1]), (lambda: (yield))().__class__.__name__,
      (lambda x: x if x else "none")(0), list(map(lambda a, b: a * b, [1, 2], [3, 4])))
print(list(filter(lambda v: v % 2, range(6))),
      (lambda f, n: f(f, n))(lambda f, n: 1 if n < 2 else n * f(f, n - 1), 10), (lambda: ...)(),
      [(lambda: n)() for n in range(2)])
attempt(lambda: (lambda x: x)())
attempt(lambda: (lambda: 0)(1))
table = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "pow": lambda a, b: a ** b}
print([op(7, 3) for op in table.values()], (lambda *, k: k)(k=1), (lambda a=[]: a.append(1) or a)(),
      f"{(lambda v: v * 2)(4)}")

print("-- large")
big = [i ^ (i >> 1) for i in range(10000)]
print(len(big), sum(big), len({i * i % 997 for i in range(5000)}),
      sum({i: i % 7 for i in range(3000)}.values()),
      sum(i * j for i in range(60) for j in range(60) if (i + j) % 3 == 0))
