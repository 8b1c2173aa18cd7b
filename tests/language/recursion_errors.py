"""Infinite recursion is a RecursionError wherever it happens, and the program goes on afterwards."""

import sys


def attempt(label, function, *args):
    try:
        function(*args)
        print(label, "returned")
    except RecursionError as e:
        print(label, type(e).__name__, str(e)[:32])
    except Exception as e:
        print(label, type(e).__name__, str(e)[:60])


def forever(n):
    return forever(n + 1)


def ping(n):
    return pong(n)


def pong(n):
    return ping(n)


class Recursive:
    def __repr__(self):
        return repr(self)

    def __str__(self):
        return str(self)

    def __eq__(self, other):
        return self == other

    def __lt__(self, other):
        return self < other

    def __hash__(self):
        return hash(self)

    def __add__(self, other):
        return self + other

    def __neg__(self):
        return -self

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __call__(self):
        return self()

    def __getitem__(self, key):
        return self[key]

    def __setitem__(self, key, value):
        self[key] = value

    def __contains__(self, item):
        return item in self

    def __len__(self):
        return len(self)

    def __bool__(self):
        return bool(self)

    def __iter__(self):
        return iter(self)

    def __format__(self, spec):
        return format(self, spec)

    def __int__(self):
        return int(self)

    def __enter__(self):
        with self:
            pass

    def __exit__(self, *args):
        pass

    @property
    def prop(self):
        return self.prop

    @classmethod
    def make(cls):
        return cls.make()

    def generator(self):
        yield from self.generator()


class Construct:
    def __init__(self):
        Construct()


class ConstructNew:
    def __new__(cls):
        return ConstructNew()


class SetAttr:
    def __setattr__(self, name, value):
        self.x = value


class GetAttribute:
    def __getattribute__(self, name):
        return self.name


r = Recursive()
attempt("function", forever, 0)
attempt("mutual", ping, 0)
attempt("lambda", (lambda f: f(f)), lambda f: f(f))
attempt("repr", repr, r)
attempt("str", str, r)
attempt("eq", lambda: r == 5)
attempt("lt", lambda: r < 5)
attempt("hash", hash, r)
attempt("add", lambda: r + 1)
attempt("neg", lambda: -r)
attempt("call", r)
attempt("getitem", lambda: r[0])
attempt("setitem", lambda: r.__setitem__(0, 1))
attempt("contains", lambda: 1 in r)
attempt("len", len, r)
attempt("bool", bool, r)
attempt("iter", iter, r)
attempt("format", lambda: f"{r:x}")
attempt("int", int, r)
attempt("with", r.__enter__)
attempt("classmethod", Recursive.make)
attempt("generator", lambda: list(r.generator()))
attempt("init", Construct)
attempt("new", ConstructNew)
attempt("setattr", lambda: setattr(SetAttr(), "y", 1))
attempt("getattribute", lambda: GetAttribute().x)
attempt("sorted key", lambda: sorted([1], key=lambda v: sorted([v], key=forever)))
attempt("map", lambda: list(map(forever, [1])))
attempt("comprehension", lambda f: f(f), lambda f: [f(f) for _ in (1,)])
attempt("exec", lambda: exec("def g(): g()\ng()", {}))
attempt("eval", lambda e: eval(e, {"e": e}), "eval(e, {'e': e})")

print("-- nested containers")
nested = []
for _ in range(100000):
    nested = [nested]
attempt("list repr", repr, nested)
attempt("list str", str, nested)
attempt("list eq", lambda: nested == [nested])
nested = ()
for _ in range(100000):
    nested = (nested,)
attempt("tuple repr", repr, nested)
attempt("tuple hash", hash, nested) if False else None
nested = {}
for _ in range(100000):
    nested = {1: nested}
attempt("dict repr", repr, nested)
cycle = []
cycle.append(cycle)
other = []
other.append(other)
attempt("cycle eq", lambda: cycle == other)
cycle_dict, other_dict = {}, {}
cycle_dict[1], other_dict[1] = cycle_dict, other_dict
attempt("cycle dict eq", lambda: cycle_dict == other_dict)
print(repr(cycle), repr(cycle_dict), cycle == cycle)
del nested

print("-- the machine goes on")


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(500), depth(900), sys.getrecursionlimit())


def measure():
    level = 0

    def go():
        nonlocal level
        level += 1
        go()
    try:
        go()
    except RecursionError:
        pass
    return 900 < level <= 1000


print(measure(), measure())


def catch_and_retry(n):
    try:
        return catch_and_retry(n + 1)
    except RecursionError:
        return "caught deep inside"


print(catch_and_retry(0))
cleanups = 0


def with_finally():
    global cleanups
    try:
        with_finally()
    finally:
        cleanups += 1


attempt("finally", with_finally)
print(cleanups > 900)


def in_handler():
    try:
        forever(0)
    except RecursionError as e:
        return type(e).__name__, e.__traceback__ is not None, depth(100)


print(in_handler())
old = sys.getrecursionlimit()
sys.setrecursionlimit(3000)
print(depth(2500), sys.getrecursionlimit())
sys.setrecursionlimit(200)
attempt("low limit", depth, 500)
print(depth(100))
sys.setrecursionlimit(old)
for bad in (0, -5, "x", 1.5):
    attempt("setrecursionlimit", sys.setrecursionlimit, bad)
attempt("too low", sys.setrecursionlimit, 1)
attempt("back again", depth, 950)
