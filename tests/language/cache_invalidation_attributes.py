"""Hot attribute sites whose world changes: class attributes, methods, shadows, properties, hooks,
deletions, layouts.
"""

N = 4000


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def read(o):
    return o.x


def read_many(o, n=N):
    total = 0
    for _ in range(n):
        total += o.x
    return total


def call_many(o, n=N):
    total = 0
    for i in range(n):
        total += o.method(i)
    return total


def write_many(o, n=N):
    for i in range(n):
        o.x = i
    return o.x


def warm(function, *args):
    for _ in range(N):
        function(*args)


print("-- a class attribute changes")


class A:
    x = 1

    def method(self, i):
        return i


a = A()
print(read_many(a))
A.x = 2
print(read_many(a))
a.x = 10
print(read_many(a))
del a.x
print(read_many(a))
A.x = property(lambda self: 100)
print(read_many(a))
del A.x
attempt(read, a)
A.x = "text"
print(read(a))
A.__getattr__ = lambda self, name: 7
print(read(a))
del A.x
print(read_many(a))
del A.__getattr__
attempt(read, a)

print("-- a base class changes")


class Base:
    x = 1

    def method(self, i):
        return 1


class Middle(Base):
    pass


class Leaf(Middle):
    pass


leaf = Leaf()
print(read_many(leaf), call_many(leaf))
Base.x = 2
print(read_many(leaf))
Middle.x = 3
print(read_many(leaf))
Leaf.x = 4
print(read_many(leaf))
del Leaf.x
print(read_many(leaf))
del Middle.x
print(read_many(leaf))
Base.method = lambda self, i: 2
print(call_many(leaf))
Middle.method = lambda self, i: 3
print(call_many(leaf))


class OtherBase:
    x = 50

    def method(self, i):
        return 60


Leaf.__bases__ = (OtherBase,)
print(read_many(leaf), call_many(leaf))
Leaf.__bases__ = (Middle, OtherBase)
print(read_many(leaf), call_many(leaf))

print("-- a method is replaced")
a = A()
print(call_many(a))
A.method = lambda self, i: i * 2
print(call_many(a))
a.method = lambda i: 1
print(call_many(a))
del a.method
print(call_many(a))
A.method = staticmethod(lambda i: 3)
print(call_many(a))
A.method = classmethod(lambda cls, i: len(cls.__name__))
print(call_many(a))
A.method = property(lambda self: lambda i: 5)
print(call_many(a))
A.method = abs
print(call_many(a))


class Callable:
    def __call__(self, i):
        return 8


A.method = Callable()
print(call_many(a))
A.method = int
print(call_many(a))
del A.method
attempt(call_many, a)
A.__getattr__ = lambda self, name: (lambda i: len(name))
print(call_many(a))
del A.__getattr__
A.__getattribute__ = lambda self, name: (lambda i: 9)
print(call_many(a))
del A.__getattribute__
attempt(call_many, a)

print("-- an instance shadows in the middle of the loop")


class Shadow:
    x = 1

    def method(self, i):
        return 1


s = Shadow()
total = 0
for i in range(N):
    total += s.x + s.method(i)
    if i == N // 2:
        s.x = 100
        s.method = lambda i: 1000
print(total, vars(s).keys())

print("-- writes")


class W:
    pass


w = W()
print(write_many(w))
W.x = property(lambda self: "property", lambda self, v: log.append(v))
log = []
print(write_many(w, 10), log, w.__dict__)
del W.x
print(write_many(w))
W.__setattr__ = lambda self, name, value: log.append((name, value))
log.clear()
print(write_many(w, 2), log)
del W.__setattr__
print(write_many(w))
W.x = 5
print(write_many(w), W.x)


class Counted:
    def __set__(self, instance, value):
        log.append(value)


W.x = Counted()
log.clear()
print(write_many(w, 3), log)


class Slots:
    __slots__ = ("x",)


sl = Slots()
print(write_many(sl), read_many(sl))
del sl.x
attempt(read, sl)
print(write_many(sl))
saved = Slots.x
Slots.x = 5
attempt(write_many, sl)
print(read(sl))
Slots.x = saved
print(read(sl), write_many(sl))

print("-- layouts")


def make(*names):
    o = W2()
    for i, name in enumerate(names):
        setattr(o, name, i)
    return o


class W2:
    pass


kinds = [make("x"), make("a", "x"), make("a", "b", "x"), make("x", "b"), make("b", "a", "x", "c"),
         make(*(f"n{i}" for i in range(40)), "x")]
for o in kinds:
    print(read_many(o), end=" ")
print()
total = 0
for i in range(N):
    total += kinds[i % len(kinds)].x
print(total)
for o in kinds:
    del o.x
    o.x = 1000
    warm(read, o)
print([list(vars(o))[-1] for o in kinds])
d = kinds[0]
d.__dict__["x"] = "through the dict"
print(read(d))
d.__dict__ = {"x": "new dict"}
print(read(d))
del d.__dict__["x"]
attempt(read, d)
d.__class__ = A
A.x = "class A's"
print(read(d))
total = 0
for i in range(N):
    o = W2()
    if i % 2:
        o.y = 1
    if i % 3:
        o.z = 2
    o.x = i
    if i % 5 == 0:
        del o.x
        o.x = 5
    if i % 7 == 0:
        o.__dict__["x"] = 7
    total += o.x
print(total)

print("-- types at one site")


class P:
    @property
    def x(self):
        return 1


class Q:
    x = 2


class R:
    __slots__ = ("x",)

    def __init__(self):
        self.x = 3


class S:
    def __getattr__(self, name):
        return 4


class T(type):
    x = 5


class U(metaclass=T):
    pass


class V:
    x = 6


import math

math_like = type(math)("made")
math_like.x = 7
sites = [P(), Q(), R(), S(), U, V, math_like, make("x"), type("Z", (int,), {"x": 8})(3)]
for o in sites:
    print(read(o), read_many(o), end=" ")
print()
total = 0
for i in range(N):
    total += sites[i * 7 % len(sites)].x
print(total)
for o in (5, "s", None, [], math):
    attempt(read, o)
math_like.x = 70
print(read_many(math_like))
del math_like.x
attempt(read, math_like)
V.x = 60
print(read_many(V), read(V()))
T.x = property(lambda cls: 55)
print(read_many(U))
