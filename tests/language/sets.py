"""Sets and frozensets: algebra, methods, subset tests, hashing, mutation during iteration, errors."""


def attempt(function, *args, **kwargs):
    try:
        print(show(function(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


def show(value):
    """Sets print sorted, so that no hash order is seen."""
    if isinstance(value, (set, frozenset)):
        return type(value).__name__ + str(sorted(value, key=lambda v: (str(type(v)), str(v))))
    return value


def out(*values):
    print(*map(show, values))


print("-- making")
out(set(), {1}, set("hello"), {1, 1.0, True}, set([3, 1, 2, 3]), frozenset(), frozenset("ab"), {*"ab", *[1]},
    {x % 3 for x in range(10)}, set({"k": 1}))
print(set(), frozenset(), {5}, frozenset({5}), {"only"}, repr({(1, 2)}), frozenset([frozenset()]))
attempt(set, 5)
attempt(lambda: {[]})
attempt(lambda: {{}})
attempt(lambda: {set()})
attempt(set, [1, []])
attempt(set, [1], [2])
attempt(lambda: set(x=1))
attempt(lambda: set([1])[0])

print("-- algebra")
a, b = {1, 2, 3, 4}, {3, 4, 5}
fa, fb = frozenset(a), frozenset(b)
out(a | b, a & b, a - b, b - a, a ^ b, fa | fb, fa & b, a & fb, fa - b, a ^ fb)
out(a.union(b, [9], "z"), a.intersection(b, [4, 5]), a.difference(b, [1]), a.symmetric_difference([1, 7]),
    a.union(), a.intersection(), fa.union([0]))
for op in ("a | [1]", "a & 'x'", "a - 5", "a ^ None", "a + b", "[1] | a", "a | {1: 2}", "a * 2"):
    attempt(eval, op)
attempt(a.union, 5)
attempt(a.intersection, [[]])
out(a | {1: 0}.keys(), {1: 0}.keys() | a, type(fa | b) is frozenset, type(b | fa) is set)

print("-- in place")
c = d = set(a)
c |= b
c &= {1, 3, 5, 7}
c -= {1}
c ^= {3, 100}
out(c, d, c is d)
f = g = fa
f |= {99}
out(f, g, f is g)
out(c.update([1], "ab", {2: 3}), c, c.intersection_update([1, 2, 100]), c, c.difference_update([2], [3]), c,
    c.symmetric_difference_update([1, 8]), c)
attempt(lambda: c.update(5))
try:
    c |= [1]
except TypeError as e:
    print(e)

print("-- tests")
out(a <= a, a < a, {1, 2} < a, a >= {1}, a > {9}, a == fa, a != b, a.issubset(range(9)), a.issuperset([1, 2]),
    a.isdisjoint([8, 9]), a.isdisjoint(b))
out(3 in a, 9 in a, "3" in a, {1} in {frozenset([1])}, frozenset([1]) in {frozenset([1])}, len(a),
    bool(set()), bool({0}), a == [1, 2, 3, 4], set() == {})
attempt(lambda: [] in a)
attempt(lambda: a < [1])
attempt(lambda: a.issubset(5))

print("-- changing")
s = {1, 2, 3}
out(s.add(4), s.add(1), s.discard(2), s.discard(99), s.remove(1), s, s.copy() == s, s.copy() is s,
    fa.copy() is fa)
attempt(s.remove, 99)
attempt(s.remove, "x")
attempt(s.remove, [])
attempt(s.add, [])
attempt(set().pop)
attempt(s.add)
attempt(lambda: fa.add(1))
popped = {s.pop(), s.pop()}
out(popped, s, s.clear(), s)

print("-- hash and nesting")
out(hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): "x"}[frozenset([1])],
    frozenset([1]) == {1}, hash(frozenset()) == hash(frozenset([])))
attempt(hash, set())
out({frozenset([1]), frozenset([1.0]), frozenset([2])} == {frozenset({1}), frozenset({2})})

print("-- mutation while iterating")
for action in ("s.add(50)", "s.remove(2)", "s.clear()"):
    s = {1, 2, 3}
    try:
        for item in s:
            exec(action)
        print("no error")
    except RuntimeError as e:
        print(action, "->", e)
it = iter({7})
print(it.__length_hint__(), next(it), next(it, None), next(it, None))


class Collide:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return self.n == getattr(other, "n", None)

    def __repr__(self):
        return f"C{self.n}"


print("-- collisions and growth")
many = {Collide(i) for i in range(40)} | {Collide(i) for i in range(20, 60)}
print(len(many), all(Collide(i) in many for i in range(60)), Collide(60) in many,
      sorted(c.n for c in many if c.n > 55))
for i in range(0, 60, 2):
    many.remove(Collide(i))
print(len(many), sum(c.n for c in many), Collide(2) in many, Collide(3) in many)
numbers = set()
for i in range(5000):
    numbers.add(i * i % 1009)
    numbers.discard(i % 700)
print(len(numbers), sum(numbers), max(numbers))

print("-- subclass")


class Named(set):
    name = "n"

    def __contains__(self, item):
        return "always"


n = Named([1, 2])
out(type(n | {3}), type(n.copy()), 99 in n, n.issubset([1, 2]), n == {1, 2}, len(n), sorted(n))
print(repr(n), Named(), repr(type("F", (frozenset,), {})([1])))
