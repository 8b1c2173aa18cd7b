"""Hot call, iteration and unpacking sites whose world changes: targets, argument shapes, iterables,
lengths.
"""

N = 3000


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def call(f, a): return f(a)
def call_two(f, a, b): return f(a, b)
def call_keyword(f, a): return f(a, b=5)
def call_star(f, args): return f(*args)
def call_method(o, a): return o.m(a)


def warm(function, *args):
    for _ in range(N):
        function(*args)
    return function(*args)


def one(a): return ("one", a)
def default(a, b=9): return ("default", a, b)
def star(*a): return ("star", a)
def keywords(a, **k): return ("keywords", a, k)
def generator(a): yield a
def none(): return "none"


class Class:
    def __init__(self, a, b=0):
        self.a = a

    def m(self, a):
        return ("method", a)

    @classmethod
    def c(cls, a, b=1):
        return ("class", cls.__name__, a)

    @staticmethod
    def s(a, b=1):
        return ("static", a)

    def __call__(self, a, b=2):
        return ("called", a, b)

    def __repr__(self):
        return f"Class({self.a})"


class New:
    def __new__(cls, a, b=0):
        return ("from __new__", a)


class Sub(Class):
    def m(self, a):
        return ("sub method", a)

    def __init__(self, a, b=0):
        super().__init__((a, "sub"))


o = Class(0)
targets = [one, default, star, keywords, lambda a: ("lambda", a), o.m, o.c, o.s, o, Class, Sub, New, len, str,
           int, type, "text".count, [1].append, abs, isinstance, none, generator, Class.m, list.append,
           type("Callable", (), {"__call__": lambda self, a, b=0: ("made", a)})(), print.__class__, range,
           dict.fromkeys, str.upper, (lambda *, a: a), 5, None]

print("-- targets change")
warm(call, one, 1)
for target in targets:
    for a in (7, "7"):
        try:
            r = call(target, a)
            print(list(r) if type(r).__name__ == "generator" else r, end=" ")
        except Exception as e:
            print(type(e).__name__, e, end=" ")
print()
for target in targets:
    try:
        r = warm(call, target, "7")
        print(list(r) if type(r).__name__ == "generator" else r, end=" ")
    except Exception as e:
        print(type(e).__name__, end=" ")
    print(call(one, 1), end=" ")
print()
for caller in (call_keyword, lambda f, a: call_two(f, a, a), lambda f, a: call_star(f, [a]), lambda f,
               a: call_star(f, (a, a, a))):
    warm(caller, default, 1) if caller is call_keyword else None
    for target in targets[:16]:
        try:
            r = caller(target, 3)
            print(r if type(r).__name__ != "generator" else "generator", end=" ")
        except Exception as e:
            print(type(e).__name__, e, end=" ")
    print()

print("-- classes change")


def build(n=N):
    total = 0
    for i in range(n):
        total += Point(i).x
    return total


class Point:
    def __init__(self, x):
        self.x = x


print(build())
Point.__init__ = lambda self, x: setattr(self, "x", x * 2)
print(build())
Point.__init__ = lambda self, x, y=1: setattr(self, "x", y)
print(build())
Point.__new__ = staticmethod(lambda cls, x: object.__new__(Other))


class Other:
    x = 100


print(build())
Point.__new__ = staticmethod(lambda cls, *args: object.__new__(cls))
print(build())
Point.__init__ = lambda self, x: 5
attempt(build)
Point.__init__ = lambda self: None
attempt(build)
del Point.__init__
Point.x = 1
print(build())
Point = lambda i: Other
print(build())


class Meta(type):
    def __call__(cls, i):
        return Other


class Point(metaclass=Meta):
    pass


print(build())
del Meta.__call__
attempt(build)

print("-- methods of one name on several types")


class M1:
    def m(self, a): return 1


class M2(M1):
    pass


class M3:
    @staticmethod
    def m(a): return 3


class M4:
    @classmethod
    def m(cls, a): return 4


class M5:
    def __init__(self): self.m = lambda a: 5


class M6:
    m = abs


class M7:
    __slots__ = ("m",)
    def __init__(self): self.m = one


class M8:
    def __getattr__(self, name): return lambda a: 8


receivers = [M1(), M2(), M3(), M4(), M5(), M6(), M7(), M8(), M3, M4, M6]
print([warm(call_method, r, 1) for r in receivers])
total = 0
for i in range(N):
    r = call_method(receivers[i % 5], i)
    total += r
print(total)
appended = []
for i in range(N):
    target = (appended, set(), bytearray())[i % 3]
    method = target.append if i % 3 != 1 else target.add
    method(i % 256)
print(len(appended), "-".join(str(x) for x in appended[:5]))

print("-- iterables change at one loop")


def loop(iterable):
    total = []
    for x in iterable:
        total.append(x)
        if len(total) > 5:
            break
    return total


def total_of(iterable):
    total = 0
    for x in iterable:
        total += x
    return total


class Iter:
    def __iter__(self): return iter("user")


class GetItem:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


class ListSub(list):
    def __iter__(self): return iter("overridden")


class Next:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n


print(total_of(list(range(N))), total_of(tuple(range(N))), total_of(range(N)), total_of(i for i in range(N)),
      total_of({i: 0 for i in range(N)}), total_of({i for i in range(N)}), total_of(map(int, range(N))),
      total_of(range(2 ** 48 - 5, 2 ** 48 + 5)), total_of(range(2 ** 63 - 1, 2 ** 63 + 2)),
      total_of([0.5] * N))
warm(loop, [1, 2])
for iterable in ((1, 2), range(3), "str", "sté", {"k": 1}, {"k": 1}.items(), {5}, b"ab", (x for x in "gen"),
                 Iter(), GetItem(), ListSub([1]), Next(), enumerate("ab"), zip("ab", "cd"), reversed([1, 2]),
                 map(str, (1, 2)), iter([]), [], range(0), range(5, 0, -2), [None, 1.5, "mixed"]):
    print(loop(iterable), end=" ")
print()
for iterable in (5, None, M1(), loop):
    attempt(loop, iterable)
growing = [0]
for x in growing:
    if x < N:
        growing.append(x + 1)
print(len(growing), sum(growing))
ListSub.__iter__ = lambda self: iter((9, 9))
print(warm(loop, ListSub()))
Iter.__iter__ = lambda self: iter([3])
print(warm(loop, Iter()))
Next.__next__ = lambda self: 7
print(loop(Next()))
del Iter.__iter__
attempt(loop, Iter())

print("-- unpacking changes")


def two(s):
    a, b = s
    return a, b


def three(s):
    a, b, c = s
    return c, b, a


def star_unpack(s):
    a, *b = s
    return a, b


warm(two, (1, 2))
sources = [(1, 2), [3, 4], "ab", range(2), {"k": 0, "l": 1}, (x for x in (5, 6)), iter([7, 8]), b"xy",
           zip("a", "b"), (1,), [1, 2, 3], "", 5, None, Iter,
           type("T", (tuple,), {"__iter__": lambda self: iter("ov")})((1, 2)), type("L", (list,), {})([1, 2])]
for s in sources:
    attempt(two, s)
warm(two, [1, 2])
for s in sources[:5] + sources[9:]:
    attempt(two, s)
warm(three, "abc")
for s in ((1, 2, 3), [1, 2, 3], (1, 2), [1, 2, 3, 4], "xyz", range(3)):
    attempt(three, s)
warm(star_unpack, (1, 2))
for s in ([1], (), "abc", range(4), {1: 2}):
    attempt(star_unpack, s)
total = 0
for i in range(N):
    a, b = (i, 1) if i % 3 == 0 else [i, 2] if i % 3 == 1 else (x for x in (i, 3))
    total += a * b
print(total)

print("-- isinstance, super and globals in a hot function")


class B1:
    def f(self): return 1


class B2(B1):
    def f(self): return super().f() + 1


def hot_super(o):
    total = 0
    for _ in range(N):
        total += o.f()
    return total


b = B2()
print(hot_super(b))
B1.f = lambda self: 10
print(hot_super(b))
B2.__bases__ = (type("B3", (), {"f": lambda self: 100}),)
print(hot_super(b))
kinds = 0
for i in range(N):
    v = (1, "s", 2.5, True, None, [])[i % 6]
    if isinstance(v, bool):
        kinds += 1
    elif isinstance(v, (int, float)):
        kinds += 10
    elif isinstance(v, str) and len(v) == 1:
        kinds += 100
    elif v is None or not v:
        kinds += 1000
print(kinds)
