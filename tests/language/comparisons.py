"""Comparisons: chains, mixed types, identity, membership, containers,
reflected and partial rich comparison.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def loud(value):
    print("<%s>" % value, end=" ")
    return value


print("-- chains evaluate once and stop early")
x = y = 1
print(loud(1) < loud(2) < loud(3))
print(loud(1) < loud(0) < loud(3))
print(loud(1) < loud(2) > loud(0) != loud(5) == loud(5))
print(1 < 3 > 2, 1 == 1.0 == True, 3 > 2 > 1 > 0, 1 < 2 in (2, 3), 5 in [5] == [5],
      x is not None is not y is not None)
x = 5
if 0 < x < 10 and not 6 < x < 10:
    print("inside")
if not 0 < loud(x) < loud(4):
    print("outside")
print([n for n in range(10) if 2 <= n < 5], "in" if 1 <= x <= 5 else "out")

print("-- numbers")
numbers = [-1, 0, 0.0, 1, True, 1.5, 2 ** 48, 2.0 ** 48, 2 ** 48 + 1, 2 ** 63, 2.0 ** 64, 10 ** 30, 1e30]
for a in numbers:
    print(a, "".join("<" if a < b else "=" if a == b else ">" if a > b else "?" for b in numbers))

print("-- strings, bytes, tuples, lists")
words = ["", "a", "A", "ab", "abc", "b", "é", "z", "中", "\U0001f600"]
for a in words:
    print(repr(a), "".join("<" if a < b else "=" if a == b else ">" for b in words))
print(b"a" < b"b", b"ab" > b"a", b"a" == bytearray(b"a"), bytearray(b"b") > b"a", b"a" == "a", "1" == 1)
lists = [[], [0], [0, 1], [1], [1, 0], [0, [1]], [0, [0, 5]]]
for a in lists[:5]:
    print(a, "".join("<" if a < b else "=" if a == b else ">" for b in lists[:5]))
print(lists[5] > lists[6], (1, 2) < (1, 2, 0), (1, "a") < (2, 3), [1] == (1,), (1, 2.0) == (1.0, 2),
      () < (0,))
attempt(lambda: [1, "a"] < [1, 2])
attempt(lambda: (1, None) < (1, None, 3))
attempt(lambda: (None,) < (1,))
attempt(lambda: [1] < (1,))

print("-- sets and dicts")
print({1, 2} < {1, 2, 3}, {1} <= {1}, {1} < {1}, {1, 2} > {3}, {1} == frozenset([1]), {1} != {2},
      {1, 5} >= {5}, set() <= {1})
print({"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} != {0: 0}, {1: 2}.keys() == {1},
      {1: 2}.items() == {(1, 2)})
attempt(lambda: {1} < [1])
attempt(lambda: {} < {})
attempt(lambda: 1 < "1")
attempt(lambda: None < None)
attempt(lambda: None >= 0)
attempt(lambda: 1j < 2j)
attempt(lambda: object() < object())
attempt(lambda: int < str)
attempt(lambda: range(3) < range(4))
attempt(lambda: print < len)

print("-- identity")
a, b = [], []
print(a is a, a is b, a is not b, None is None, a == b, tuple() is tuple(), True is (1 == 1), int is int,
      ... is Ellipsis)
print(type(1) is int, type(None) is type(None), NotImplemented is NotImplemented, a.append is a.append,
      a.append == a.append)

print("-- membership")
print(3 in [1, 2, 3], 3 not in (1, 2), "b" in "abc", "" in "abc", "bc" not in "abc", 1.0 in {1},
      "k" in {"k": 0}, 97 in b"abc")
print(b"bc" in b"abc", 5 in range(0, 10, 5), 2.0 in range(3), "x" in range(3), None in [0, None], [] in [[]],
      float("nan") in [1])
attempt(lambda: 1 in "abc")
attempt(lambda: 1 in 5)
attempt(lambda: [] in {1})
attempt(lambda: 300 in b"abc")
attempt(lambda: "a" in b"abc")
attempt(lambda: [] in {})


class Tagged:
    """Prints which method is asked."""

    def __init__(self, name, answer=NotImplemented):
        self.name = name
        self.answer = answer

    def show(self, op, other):
        print(f"{self.name}.{op}({getattr(other, 'name', other)})", end=" ")
        return self.answer

    def __lt__(self, other): return self.show("lt", other)
    def __le__(self, other): return self.show("le", other)
    def __gt__(self, other): return self.show("gt", other)
    def __ge__(self, other): return self.show("ge", other)
    def __eq__(self, other): return self.show("eq", other)
    def __ne__(self, other): return self.show("ne", other)
    def __repr__(self): return self.name


class Heir(Tagged):
    def __lt__(self, other): return self.show("heir-lt", other)
    def __gt__(self, other): return self.show("heir-gt", other)
    def __eq__(self, other): return self.show("heir-eq", other)


print("-- reflection")
p, q, h = Tagged("p"), Tagged("q"), Heir("h")
for left, right in ((p, q), (p, h), (h, p), (p, 1), (1, p)):
    print("::", left, right)
    attempt(lambda: left < right)
    attempt(lambda: left >= right)
    attempt(lambda: left == right)
    attempt(lambda: left != right)
p.answer = 42
h.answer = "heir"
print(p < q, p == q, p < h, p == h, p != 0, 0 != p, p <= 0 <= p)
p.answer = []
print(p < q, not p < q, "less" if p < q else "not less", p < q < 3)


class OnlyEq:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("[eq]", end=" ")
        return isinstance(other, OnlyEq) and self.value == other.value


print("-- != from ==, and identity before equality")
a, b = OnlyEq(1), OnlyEq(1)
print(a == b, a != b, a != 3, 3 == a)
print(a in [a], b in [a], [a] == [a], [a] == [b], (a, 1) == (b, 2), [b, a].index(a), [b, b].count(a))
attempt(hash, a)
print(OnlyEq.__hash__, {1: a} == {1: b})
