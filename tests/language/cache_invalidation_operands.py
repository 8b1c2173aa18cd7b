"""Hot operator sites whose operand types change: int, float, str, big ints, bool,
subclasses with operators, errors.
"""

N = 3000


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def div(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def power(a, b): return a ** b
def less(a, b): return a < b
def equal(a, b): return a == b
def both(a, b): return a & b
def shift(a, b): return a << b
def index(a, b): return a[b]
def contains(a, b): return a in b
def negate(a, b): return -a
def truth(a, b): return "T" if a else "F"
def compare_branch(a, b):
    if a < b:
        return "less"
    return "not less"


def iadd(a, b):
    a += b
    return a


def warm(function, a, b):
    for _ in range(N):
        function(a, b)
    return function(a, b)


class Int(int):
    def __add__(self, other): return "Int.__add__"
    def __radd__(self, other): return "Int.__radd__"
    def __lt__(self, other): return "Int.__lt__"
    def __eq__(self, other): return "Int.__eq__"
    def __bool__(self): return False
    def __neg__(self): return "Int.__neg__"
    def __mul__(self, other): return "Int.__mul__"
    __hash__ = int.__hash__


class Float(float):
    def __radd__(self, other): return "Float.__radd__"
    def __sub__(self, other): return "Float.__sub__"


class Str(str):
    def __add__(self, other): return "Str.__add__"
    def __eq__(self, other): return "Str.__eq__"
    def __getitem__(self, key): return "Str item"
    __hash__ = str.__hash__


class List(list):
    def __getitem__(self, key): return "List item"
    def __contains__(self, key): return True
    def __iadd__(self, other): return "List.__iadd__"
    def __len__(self): return 0


class Dict(dict):
    def __getitem__(self, key): return "Dict item"
    def __missing__(self, key): return "missing"


class Plain(int):
    pass


pairs = [(1, 2), (1.5, 2.5), (1, 2.5), (2.5, 1), ("a", "b"), (2 ** 48 - 1, 1), (2 ** 48, 2 ** 48),
         (-2 ** 48, -1), (2 ** 62, 2 ** 62), (10 ** 30, 7), (7, 10 ** 30),
         (True, 2), (True, False), ([1], [2]), ((1,), (2,)), (Int(1), 2), (2, Int(1)), (Float(1.5), 2),
         (2, Float(1.5)), (Str("s"), "t"), ("t", Str("s")), (Plain(3), Plain(4)),
         (None, 1), (1, "a"), ("a", 1), (1, 0), (0, 0.0), (1j, 2), ({1}, {1, 2}), ("%d items", 3),
         ([1, 2], 2), (2, "ab"), (b"a", b"b")]

print("-- one site after another type")
for function in (add, sub, mul, div, floordiv, mod, less, equal, both, shift, negate, truth, compare_branch,
                 iadd):
    print(function.__name__)
    warm(function, 1, 2)
    for a, b in pairs:
        if function is shift and isinstance(b, int) and b > 10 ** 6 or function is shift and isinstance(b,
                int) and b > 10000:
            continue
        if function is mul and isinstance(a, str) and b == 10 ** 30:
            continue
        try:
            print(repr(function(a, b)), end=" ")
        except Exception as e:
            print(f"<{type(e).__name__} {e}>", end=" ")
    print()

print("-- warmed for each pair in turn, then back")
for function in (add, sub, mul, less, equal):
    results = []
    for a, b in pairs:
        try:
            results.append(repr(warm(function, a, b)))
        except TypeError as e:
            results.append("error")
    print(function.__name__, *results)
    print(function(1, 2), function(1.5, 2), function(2 ** 60, 2 ** 60))

print("-- subscripts")
warm(index, [1, 2, 3], 1)
for a, b in (([1, 2, 3], -1), ([1, 2, 3], True), ((4, 5), 0), ("text", 2), ("téxt", -1), ({"k": "v"}, "k"),
             ({1: "one"}, 1.0), (List([1]), 0), (Dict(a=1), "a"), (Str("abc"), 1), (b"abc", 1),
             (range(10), 5), ([1, 2, 3], slice(1)),
             (bytearray(b"x"), 0), ([1], 5), ([1], -2), ([1], "a"), ({}, "none"), ({}, []), ((1,), 1),
             ("", 0), (5, 0), (None, 0), ([1, 2], 2 ** 70), (list, int)):
    attempt(index, a, b)
for a, b in (((4, 5), 0), ({"k": "v"}, "k"), ("text", 2), (Dict(a=1), "zz"), ([7], 0)):
    print(warm(index, a, b), end=" ")
attempt(index, [], 0)
warm(contains, 1, [1, 2])
for a, b in ((3, [1, 2]), (1, (1, 2)), ("k", {"k": 1}), ("b", "abc"), (1, {1, 2}), (9, List()), (5, range(9)),
             (1, 5), (1, "a"), ([], {1})):
    attempt(contains, a, b)

print("-- overflow in the middle of a loop")


def summing(start, step, n=N):
    x = start
    for _ in range(n):
        x += step
    return x


def multiplying(start, factor, n=400):
    x = start
    for _ in range(n):
        x = x * factor
    return x


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


for edge in (2 ** 30, 2 ** 31, 2 ** 47, 2 ** 48, 2 ** 49, 2 ** 53, 2 ** 62, 2 ** 63, 2 ** 64):
    print(summing(edge - 1000, 1) - edge, summing(-edge + 1000, -1) + edge, summing(edge + 1500, -1) - edge,
          summing(edge - 5, 3), summing(edge, edge) // edge)
print(multiplying(1, 3) % 10 ** 20, multiplying(3, -7) % 10 ** 20, multiplying(1.0, 1.5),
      multiplying(7, 2 ** 10, 30) >> 290, fib(60), fib(90), fib(100), fib(1000) % 10 ** 20)
print(summing(0, 0.5), summing("", "a")[:5], summing([], [1])[:3], summing(2 ** 48 - 2, 0.5),
      summing(True, True), summing((), (1,))[:2])
x = 1
trail = []
for i in range(200):
    x = x * 2 + 1
    x ^= i
    x -= x >> 3
    if i % 20 == 0:
        trail.append(x)
print(trail)
y = (1 << 48) - 3
for i in range(6):
    print(y, y + y, y * y, y - (1 << 49), -y, y | 1 << 50, y << 1, y // 3, y % 7, y == float(y), y < 2 ** 48,
          sep=" ")
    y += 1

print("-- types alternate at one site")
values = [1, 2.5, "s", 2 ** 60, True, [1], Int(3), None, (1,), 1j]
results = []
for i in range(N):
    a = values[i % len(values)]
    b = values[i % 3]
    try:
        r = a + b
    except TypeError:
        r = "error"
    if i < 40 or i > N - 3:
        results.append(r)
print(results)
total = 0
for i in range(N):
    total += i if i % 3 else i * 0.5 if i % 2 else 2 ** 50
print(total)
count = 0
for i in range(N):
    left = i if i % 2 else float(i)
    right = N // 2 if i % 3 else N / 2
    if left < right:
        count += 1
    if left == i:
        count += 1
    if "a" * (i % 3) == "aa":
        count += 1
print(count)

print("-- operators of a class change")


class V:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return V(self.n + other.n)


def total_of(n=N):
    v = V(0)
    for i in range(n):
        v = v + V(i)
    return v


print(total_of().n)
V.__add__ = lambda self, other: V(self.n - other.n)
print(total_of().n)
V.__add__ = lambda self, other: NotImplemented
attempt(total_of)
V.__radd__ = lambda self, other: V(other.n + 1)
attempt(total_of)


class V2(V):
    def __radd__(self, other):
        return V2(other.n + 2)


v = V(0)
for i in range(N):
    v = V((v + V2(i)).n)
print(v.n)
del V.__add__
attempt(lambda: V(1) + V(2))
V.__getitem__ = lambda self, i: i * 2
print(sum(warm(index, V(0), i) for i in range(3)))
V.__getitem__ = lambda self, i: "changed"
print(warm(index, V(0), 1))
del V.__getitem__
attempt(index, V(0), 1)
V.__eq__ = lambda self, other: True
print(warm(equal, V(1), V(2)))
V.__eq__ = lambda self, other: []
print(warm(equal, V(1), V(2)))
del V.__eq__
print(warm(equal, V(1), V(2)))
V.__bool__ = lambda self: False
print(warm(truth, V(1), 0))
del V.__bool__
V.__len__ = lambda self: 0
print(warm(truth, V(1), 0))
del V.__len__
print(warm(truth, V(1), 0))
