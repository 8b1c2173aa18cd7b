"""Lists: every method, indexing, slice assignment and deletion, sorting, mutation while iterating, errors."""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- making and reading")
print([], [1], [1, [2, []]], list(), list("abc"), list((1, 2)), list(range(3)), list({"a": 1}),
      [*"ab", *(1, 2)], [None] * 3, [[]] * 2)
a = [10, 20, 30, 40, 50]
print(a[0], a[-1], a[True], a[1:3], a[:-2], a[::2], a[::-1], a[4:0:-2], a[10:], a[-100:100], a[3:1],
      a[:] == a, a[:] is a, len(a))
for index in (5, -6, 10 ** 20, "a", 1.0, None):
    attempt(lambda: a[index])
attempt(lambda: a[::0])
attempt(lambda: a["x":])
attempt(list, 5)
attempt(list, 1, 2)
attempt(lambda: list(x=1))


class Index:
    def __index__(self):
        return 1


print(a[Index()], a[Index():], a[:Index()], [1, 2] * Index())

print("-- item assignment and deletion")
a[0] = 11
a[-1] += 5
del a[1], a[-2]
print(a)
for statement in ("a[9] = 1", "a[-9] = 1", "a['k'] = 1", "del a[9]", "del a['k']", "a[9] += 1", "a[0.0] = 1"):
    try:
        exec(statement)
    except Exception as e:
        print(statement, "->", type(e).__name__, e)

print("-- slice assignment and deletion")
for start, stop, value in ((1, 3, [7]), (1, 1, [7, 8]), (0, 99, []), (None, None, "xyz"), (3, 1, [9]),
                           (-2, None, (5, 6, 7)), (99, 100, [0])):
    b = [0, 1, 2, 3, 4]
    b[start:stop] = value
    print(start, stop, b)
for step in (2, -1, -2, 3):
    b = list(range(7))
    b[::step] = [f"s{i}" for i in range(len(b[::step]))]
    c = list(range(7))
    del c[::step]
    d = list(range(7))
    del d[1:6:step]
    print(step, b, c, d)
b = [1, 2, 3]
b[1:1] = b
print(b)
b[:] = (x * 2 for x in b)
print(b)
attempt(lambda: b.__setitem__(slice(None, None, 2), [1]))
attempt(lambda: b.__setitem__(slice(0, 1), 5))
attempt(lambda: b.__setitem__(slice(None, None, 2), 5))
attempt(lambda: b.__setitem__(slice(None, None, 0), [1]))

print("-- methods")
m = [3, 1, 2]
print(m.append(4), m.extend("ab"), m.insert(0, "first"), m.insert(-1, "before last"), m.insert(99, "last"),
      m.insert(-99, "zero"), m)
print(m.pop(), m.pop(0), m.pop(-2), m, m.remove("first"), m, m.index(1), m.count(3), m.copy() == m,
      m.reverse(), m)
print([1, 2, 1, 2].index(1, 1), [1, 2, 1].index(1, -1), [1, 2, 3].index(3, 0, 99), m.clear(), m)
attempt([].pop)
attempt([1].pop, 5)
attempt([1].pop, "a")
attempt([1].remove, 2)
attempt([1, 2].index, 3)
attempt([1, 2].index, 1, 1)
attempt([].append)
attempt([].append, 1, 2)
attempt([].extend, 5)
attempt([].insert, 1)
attempt([].insert, "a", 1)
attempt(lambda: [].nothing)
attempt(hash, [])

print("-- operators")
print([1] + [2], [1, 2] * 2, 0 * [1], [1] * -1, [1] == [1.0], [1, 2] < [1, 3], 2 in [1, 2], [] or "empty")
attempt(lambda: [1] + (2,))
attempt(lambda: [1] * "a")
attempt(lambda: [1] - [1])
x = y = [1]
x += (2, 3)
x += "z"
x *= 2
print(x, y is x)
try:
    x += 5
except TypeError as e:
    print(e)
row = [[0] * 2] * 2
row[0][0] = 1
print(row)

print("-- sorting")
words = ["banana", "Cherry", "apple", "date", "Fig", "apple"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len),
      sorted(words, key=len, reverse=True), sorted(words, reverse=True))
records = [(i % 3, i) for i in range(12)]
print(sorted(records, key=lambda r: r[0]), sorted(records, key=lambda r: r[0], reverse=True), sep="\n")
numbers = [(i * 7919) % 1009 - 500 for i in range(500)]
numbers.sort()
print(numbers[:5], numbers[-5:], all(p <= q for p, q in zip(numbers, numbers[1:])),
      numbers.sort(key=lambda n: (n % 10, -n)), numbers[:6])
mixed = [3, 1.5, True, 2 ** 70, -1, 0.0, 2 ** 50]
mixed.sort()
print(mixed, sorted([[2], [1, 5], [1]]), sorted({3: "c", 1: "a"}), sorted("héllo"),
      sorted([(1, "b"), (1, "a")]), sorted([]))
attempt(sorted, [1, "a"])
attempt(sorted, [None, None])
attempt(sorted, 5)
attempt(sorted, [1], len)
attempt([2, 1].sort, reverse="yes")
attempt([1, 2].sort, key=5)
attempt(sorted, [1, 0], key=lambda v: 1 // v)
attempt(sorted)
cheeky = [3, 2, 1]
attempt(lambda: cheeky.sort(key=lambda v: cheeky.append(v) or v))
print(cheeky)


class OnlyLess:
    compared = 0

    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        OnlyLess.compared += 1
        return self.v < other.v


print([o.v for o in sorted(OnlyLess(v) for v in (3, 1, 2))], min(OnlyLess(2), OnlyLess(1)).v,
      OnlyLess.compared > 0)

print("-- mutation while iterating")
growing = [1, 2, 3]
for item in growing:
    if len(growing) < 6:
        growing.append(item * 10)
print(growing)
shrinking = list(range(6))
for item in shrinking:
    shrinking.remove(item)
print(shrinking)
it = iter([1, 2])
print(next(it), it.__length_hint__(), next(it), next(it, "done"), next(it, "done"), list(it),
      list(reversed([1, 2, 3])))
late = []
it = iter(late)
print(next(it, "end"), late.append(1), next(it, "still ended"))
nested = []
nested.append(nested)
print(nested, [nested, nested], repr(nested) == "[[...]]")
