"""Ranges and slice objects: arithmetic, membership, huge values, indices(), iteration, equality, errors."""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- ranges")
for r in (range(0), range(5), range(2, 5), range(5, 2), range(0, 10, 3), range(10, 0, -3), range(-3, 3),
          range(0, 1, 100), range(1, 2, -1)):
    print(r, len(r), list(r), list(reversed(r)), bool(r), r.start, r.stop, r.step, r[:2], r[::-1],
          tuple(r[1:]))
r = range(10, 50, 5)
print(r[0], r[-1], r[2:5], r[::2], r[::-2], r[99:], 20 in r, 21 in r, 20.0 in r, "x" in r, r.index(25),
      r.count(25), r.count(26), max(r), min(r), sum(r))
for index in (8, -9, "a", 1.5):
    attempt(lambda: r[index])
attempt(r.index, 11)
attempt(r.index, "a")
attempt(range)
attempt(range, 1.5)
attempt(range, "a")
attempt(range, 1, 2, 0)
attempt(range, 1, 2, 3, 4)
attempt(lambda: range(stop=5))
attempt(lambda: range(5) + range(5))
attempt(lambda: setattr(range(5), "start", 1))
attempt(lambda: r.__setitem__(0, 1))
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2),
      range(3) == [0, 1, 2], hash(range(3)) == hash(range(0, 3)), {range(2): 1}[range(0, 2)])


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(list(range(Index(2), Index(5))), range(True, 3), 1 in range(Index(5)),
      list(range(10)[Index(1):Index(4)]))

print("-- huge ranges")
h = range(2 ** 48 - 2, 2 ** 48 + 2)
print(list(h), len(h))
h = range(2 ** 63 - 2, 2 ** 63 + 2)
print(list(h), h[-1], 2 ** 63 in h, h.index(2 ** 63 + 1), h[1:3], list(reversed(h)))
h = range(-2 ** 70, 2 ** 70, 2 ** 68)
print(list(h) == [-2 ** 70 + i * 2 ** 68 for i in range(8)], len(h), h[5], sum(h))
h = range(10 ** 30)
print(h[10 ** 29], 5 in h, -1 in h, h[-1], h[10:20:3], bool(h))
attempt(len, h)
total = 0
for i in range(10 ** 30, 10 ** 30 + 3):
    total += i
print(total, next(iter(range(10 ** 40, 10 ** 41))))
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), next(it, "end"))
it = iter(range(2))
attempt(lambda: (next(it), next(it), next(it)))
print(type(iter(range(1))).__name__, type(reversed(range(1))).__name__, iter(it) is it)

print("-- loops over ranges")
for i in range(5):
    saved = i
    i = 100
print(i, saved)
for i in range(0):
    print("never")
print(i)
for i in range(3):
    for j in range(i, 3):
        print((i, j), end=" ")
print()
print(sum(i * j for i in range(20) for j in range(i, 20, 3)), [i for i in range(20, -1, -4)], [*range(3)],
      list(zip(range(3), range(5, 0, -1))))

print("-- slices")
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, None), repr(slice("a", 2.5)),
      s == slice(1, 10, 2), s != slice(1), slice(1, 2) < slice(1, 3))
for s in (slice(None), slice(2, 5), slice(-3, None), slice(None, None, -1), slice(100, -100, -2), slice(3, 1),
          slice(None, -2), slice(-1, -5, -1)):
    for length in (0, 1, 6):
        print(s.indices(length), "abcdef"[:length][s], end=" ")
    print()
attempt(slice)
attempt(hash, slice(1))
attempt(slice(None, None, 0).indices, 5)
attempt(slice(1).indices, -1)
attempt(slice("a").indices, 5)
attempt(slice(1).indices, "a")
attempt(lambda: setattr(slice(1), "stop", 2))
print("abcdef"[slice(1, 3)], [1, 2, 3][slice(None, None, -1)], (1, 2, 3)[slice(-2, None)], b"abc"[slice(1)],
      "abc"[10 ** 30:], "abc"[:-10 ** 30], "abc"[::10 ** 30])
print(slice(10 ** 30).indices(5), slice(-10 ** 30, 10 ** 30, 10 ** 30).indices(10), [1, 2, 3][None:None:None],
      "abc"[False:True])


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


o = Show()
print(o[1:2], o[:], o[::2], o[1:2, 3], o[Index(1).n:], o["a":"b"])
o[1:2] = 5
o[::] = 6
del o[5:]
del o[1, 2:3]
