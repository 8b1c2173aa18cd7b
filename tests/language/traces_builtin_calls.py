"""Builtin functions and classes called in hot loops: len, abs, min, max, math.sqrt, list, tuple, range, int, float and
others; arguments of other types, errors, names that are shadowed meanwhile.
"""
import math


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def every(f, values, rounds=70):
    """f of each value, at one site: first many of the first type, then all in turn."""
    for _ in range(rounds):
        first = attempt(f, values[0])
    results = []
    for _ in range(2):
        results = [attempt(f, v) for v in values]
    for _ in range(rounds):
        last = [attempt(f, v) for v in values]
    same = repr(results) == repr(last) and repr(first) == repr(last[0])
    return results if same else ("differ", first, results, last)


class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __abs__(self): return "abs"
    def __int__(self): return self.n
    def __index__(self): return self.n
    def __float__(self): return self.n / 2
    def __iter__(self): return iter((self.n, self.n))

class Items(list):
    def __len__(self): return 77
    def __iter__(self): return iter("own")

class Pair(tuple):
    def __iter__(self): return iter("pair")

class Number(float):
    def __int__(self): return 5
    def __abs__(self): return "number"


big = 2**80
containers = ([1, 2], (1, 2, 3), "abc", {1: 2}, {1, 2, 3, 4}, frozenset(), b"ab", range(10), Items([1]), Pair((1,)),
              Sized(4), Sized(2**60), Sized(-1), Sized("x"), 5, None)
for i in range(6):
    print("len", every(len, containers[i:] + containers[:i]))
    print("len", every(lambda x: len(x) + 1, containers[i:] + containers[:i]))
numbers = (1, -2.5, -0.0, True, big, -big, float("inf"), float("-inf"), -2**48, 2**48, Number(-3.0), 0, 9.0, "12", " 7 ", b"8",
           "x", None, [], Sized(6))
for i in range(3):
    some = numbers[i:] + numbers[:i]
    print("abs", every(lambda x: abs(x), some))
    print("sqrt", every(lambda x: math.sqrt(x), some))
    print("int", every(lambda x: int(x), some))
    print("float", every(lambda x: float(x), some))
    print("bool", every(lambda x: bool(x), some))
    print("str", every(lambda x: str(x), some[:14]))
    print("type", every(lambda x: type(x).__name__, some))
    print("range", every(lambda x: list(range(x))[:3] if not isinstance(x, int) or x < 100 else range(x), some))
print("nan", math.sqrt(float("nan")), every(lambda x: int(x), (1.0, float("nan"))), abs(float("-nan")))

iterables = ([1, "a"], (), (1, 2), [], "abc", {1: 2}, {5}, range(3), Items([1]), Pair((1,)), Sized(3), iter([1, 2]), 5, None)
for i in range(4):
    some = iterables[i:] + iterables[:i]
    print("list", every(lambda x: list(x), some))
    print("tuple", every(lambda x: tuple(x), some))
    print("set", every(lambda x: len(set(x)), some))
    print("dict", every(lambda x: dict(enumerate(x)), some))
    print("zip", every(lambda x: list(zip(x, x)), some))


def extremes(n):
    total = 0
    for i in range(n):
        total += min(i, 50) * max(10, i) - min(-i, i)
        if i % 50 == 49:
            total += min(i, 2.5) + max(big, i) % 7 + min(True, i) + max([i, 3]) + min("b", "a", key=len).count("b")
    return total

print(extremes(300), min(True, 1), max(1, True), min(1, 1.0), attempt(min, 1, "a"), attempt(min, 1))


# --- identity and ownership
def copies(n):
    inner = []
    source = [inner, 1]
    fixed = (inner, 1)
    same = True
    for _ in range(n):
        a, b, c, d = list(source), tuple(source), list(fixed), tuple(fixed)
        same = same and a is not source and a == source and a[0] is b[0] is c[0] is inner and d is fixed
        a.append(2)
        c.append(3)
    return same, source, fixed, len(a), len(c)

print(copies(200))

gone = []

class Item:
    def __init__(self, n): self.n = n
    def __del__(self): gone.append(self.n)

def owned(n):
    for i in range(n):
        x = list([Item(i)])
        y = tuple(x)
        z = list(y)
        x = y = None
        if len(gone) != i:
            return "released early or late", i, gone
        z.pop()
        z = None
    return len(gone)

print(owned(150))


# --- ranges in loops, nested
def nested(n):
    total = 0
    for i in range(n):
        for j in range(i):
            total += j
        for j in range(i, i + 3):
            total += j
        for j in range(n, i):
            total -= 1
        for j in range(-i):
            total -= 1
        for j in range(0, i, 2):
            total += 1
    return total

print(nested(80))
print([range(2**48 - 1), range(-2**48, 2**48 - 1)], len(range(-2**48, 2**48 - 1)))


def bounds(n):
    r = []
    for i in range(n):
        r = range(-2**48, 2**48 - 1 - i)
    return r, len(r), r[-1]

print(bounds(100))


# --- what stands for a builtin changes
def shadowed(n):
    return [len(list(range(n))), abs(-n), int(2.5)]

for _ in range(100):
    r = shadowed(7)
print(r)
len = lambda x: "my len"
print(shadowed(7))
list = lambda x: ["mine", x]
range = lambda n: "my range"
print(shadowed(7))
del len
print(shadowed(7))
del list, range
for _ in range(100):
    r = shadowed(7)
print(r)
import builtins
saved = builtins.abs, builtins.int
builtins.abs = lambda x: "my abs"
builtins.int = str
print(shadowed(7))
builtins.abs, builtins.int = saved
print(shadowed(7))


def changed_inside(n):
    out = []
    for i in range(n):
        out.append(len("abc"))
        if i == n - 3:
            builtins.len = lambda x: "changed"
    return out[-5:]

true_len = len
for _ in range(3):
    print(changed_inside(120))
    builtins.len = true_len


# --- methods of builtin types at one site
def counted(x):
    return x.count(1), x.index(1)

for _ in range(200):
    r = counted([1, 2, 1])
print(r, counted((1, 1)), attempt(counted, "a"), attempt(counted, [2]), counted(Items([1])), counted(range(2)))


def texts(n):
    out = []
    for i in range(n):
        out.append("a-b".upper() + " x ".strip() + "b".join(["1", "2"]) + "abc".replace("b", str(i)))
    return len(out), out[-1]

print(texts(150))


def exceptions(n):
    kinds = {}
    for i in range(n):
        e = OSError(i % 20, "m")
        kinds[type(e).__name__] = kinds.get(type(e).__name__, 0) + 1
        e = ValueError(i)
    return sorted(kinds.items()), e.args

print(exceptions(200))


class Base:
    def __init__(self, n): self.n = n
    def value(self): return self.n

class Derived(Base):
    def value(self): return super().value() + 1
    def __init__(self, n):
        super().__init__(n)
        self.o = object()

def supers(n):
    total = 0
    for i in range(n):
        total += Derived(i).value()
    return total

print(supers(200), attempt(lambda: object(1)), attempt(lambda: enumerate()), attempt(lambda: range()))


def traceback_line():
    values = [1.0] * 120 + [-1.0]
    total = 0.0
    try:
        for v in values:
            total += math.sqrt(
                v)
    except ValueError as e:
        return total, str(e), e.__traceback__.tb_lineno - traceback_line.__code__.co_firstlineno

print(traceback_line())


# --- methods whose last parameters are left to their defaults
class Counter(dict):
    def get(self, key, default="own"): return default

def words(text, counts):
    for word in text.split():
        counts[word.strip()] = counts.get(word, 0) + (counts.get(word + "?") is None)
        word.find("a"), word.startswith("b"), counts.get(word), [word].index(word), "a b".rsplit()
    return counts

for _ in range(3):
    print(words("a b a c " * 60, {}))
print(attempt(words, "a b", Counter()), attempt(words, b"a b", {}), attempt(words, "a", None))


class Odd:
    def __hash__(self): return 7
    def __eq__(self, other): return 1 // 0

def lookups(d, keys):
    found = 0
    for k in keys:
        if d.get(k) is not None:
            found += d.pop(k)
            d.setdefault(k)
            d.setdefault(k, 5)
    return found, len(d)

print(lookups({i: i for i in range(50)}, list(range(200))))
print(attempt(lookups, {7: 1}, [1] * 100 + [Odd()]), attempt(lookups, {}, [1] * 100 + [[]]))
print(attempt(lookups, {1: 2}, [1] * 3), attempt(lambda: {}.pop(1)), attempt(lambda: {}.get()), attempt(lambda: "a".split(1)))
