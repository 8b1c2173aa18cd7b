"""Tuples: making, indexing, hashing, methods, comparison, concatenation, subclasses, errors."""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print((), (1,), (1, 2), 1, 2, tuple(), tuple("abc"), tuple([1, [2]]), tuple({5: 6}), (*"ab", 3), ((), ((),)),
      tuple(i * i for i in range(4)))
one = 1,
pair = 1, "b"
print(one, pair, type(one), type((1)), len(()), repr(("a",)), str((1.5, None)))
t = (10, 20, 30, 40)
print(t[0], t[-1], t[1:3], t[::-1], t[9:], t[:], t[:] is t, tuple(t) is t, t + (50,), t * 2, 2 * (0,), t * 0,
      (1,) * -5)
print(20 in t, 99 not in t, t.index(30), t.count(10), t.index(40, 1), t.index(20, -3, 2), max(t), sum(t),
      sorted((3, 1, 2)), *reversed(t))
for index in (4, -5, "a", 1.5, None, 10 ** 30):
    attempt(lambda: t[index])
attempt(t.index, 99)
attempt(lambda: t + [1])
attempt(lambda: [1] + t)
attempt(lambda: t * "a")
attempt(lambda: t + None)
attempt(tuple, 5)
attempt(tuple, 1, 2)
attempt(lambda: t.append(1))
attempt(lambda: t[::0])
for statement in ("t[0] = 1", "del t[0]", "t[0:1] = ()", "t.x = 1", "t.__class__ = list"):
    try:
        exec(statement)
    except Exception as e:
        print(statement, "->", type(e).__name__, e)

print("-- in-place operators make new tuples")
a = b = (1, 2)
a += (3,)
a *= 2
print(a, b, a is b)
holder = ([],)
try:
    holder[0] += [1]
except TypeError as e:
    print(e, holder)
try:
    a += [1]
except TypeError as e:
    print(e)

print("-- comparison and hash")
print((1, 2) == (1, 2), (1, 2) == (1.0, 2.0), (1,) == [1], (1, 2) < (1, 3), (1, 2) < (1, 2, 0), () < (0,),
      (2,) > (1, 99), ("a", 1) != ("a", 2))
print(hash((1, 2)) == hash((1.0, True + 1)), hash(()) == hash(tuple([])), {(1, "a"): "found"}[1, "a"],
      (1, 2) in {(1, 2)}, len({(0, 1), (1, 0), (0, True)}))
attempt(hash, (1, []))
attempt(lambda: {([],): 1})
attempt(lambda: (1,) < (None,))
attempt(lambda: (1,) < 1)
print((1, None, 3) < (2, "x"), (0.0,) == (-0.0,), tuple.__lt__((1,), [2]))

print("-- subscripts with tuples")


class Grid:
    def __getitem__(self, key):
        return key


g = Grid()
print(g[1, 2], g[1:2, ::3], g[()], g[...], g[1,], g[(1, 2)], g[1:2], g[:, 0], g["a", None], g[*[1, 2], 3])

print("-- repr of nested and recursive")
lst = [1]
tup = (lst, "x")
lst.append(tup)
print(tup)
print(lst)

print("-- subclass")


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    @property
    def y(self):
        return self[1]

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __repr__(self):
        return f"Point{tuple(self)}"


p = Point(1, 2)
q = p + Point(10, 20)
x, y = q
print(p, q, x, y, q[1], q == (11, 22), isinstance(q, tuple), hash(p) == hash((1, 2)), p[:], type(p[:]),
      type(p * 2), len(q), {p: 1}[(1, 2)])
p.label = "has a dict"
print(p.label, p.__dict__, tuple(p), type(tuple(p)), "%d-%d" % q, Point(*p))
attempt(Point, 1)
attempt(lambda: setattr(p, "x", 5))

print("-- returned, swapped, nested in loops")


def divide(a, b):
    return a // b, a % b


q, r = divide(17, 5)
q, r = r, q
print(q, r, divide(9, 2)[1], *divide(7, 3), sep="|")
for i, (name, (low, high)) in enumerate([("a", (1, 2)), ("b", (3, 4))]):
    print(i, name, low, high, end="; ")
print()
total = ()
for i in range(300):
    total += (i,)
print(len(total), total[123], sum(total), total[-1], total.count(5))
print(tuple(range(40)) == total[:40], iter(()).__length_hint__(), next(iter((5,))), tuple(zip((1, 2), "ab")),
      max((1, 2), (1, 3)))
