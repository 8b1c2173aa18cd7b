"""Container methods of user classes: __len__, __getitem__ fallback iteration, __contains__, __reversed__,
__hash__.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Sequence:
    """Only __getitem__: iteration and `in` fall back to indexing."""

    def __init__(self, *items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]


print("-- fallback to __getitem__")
s = Sequence("a", "b", "c")
print(list(s), "b" in s, "z" in s, [*s], tuple(x * 2 for x in s), dict(enumerate(s)), max(s),
      sorted(s, reverse=True), s[1:], s[-1], list(zip(s, s)), "".join(s))
x, y, z = s
print(x, y, z, list(map(str.upper, s)), next(iter(s)), iter(s).__class__.__name__)
attempt(lambda: len(s))
attempt(lambda: reversed(s))
attempt(lambda: s["key"])
it = iter(s)
print(next(it), list(it), next(it, "end"), next(it, "end"))


class Stops:
    def __getitem__(self, index):
        if index == 3:
            raise StopIteration
        if index == 5:
            raise KeyError
        return index


class KeyStops:
    def __getitem__(self, index):
        if index == 2:
            raise KeyError("not an index error")
        return index


print(list(Stops()))
attempt(list, KeyStops())

print("-- full sequence")


class Deck:
    def __init__(self, n):
        self.cards = list(range(n))

    def __len__(self):
        return len(self.cards)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return f"slice {i.start}:{i.stop}:{i.step}"
        return self.cards[i]

    def __setitem__(self, i, v):
        print(f"[set {i} = {v}]", end=" ")
        if not isinstance(i, slice):
            self.cards[i] = v

    def __delitem__(self, i):
        print(f"[del {i}]", end=" ")

    def __contains__(self, v):
        return v == "always" or v in self.cards

    def __reversed__(self):
        yield "reversed"
        yield from self.cards[::-1]

    def __iter__(self):
        yield from self.cards


d = Deck(3)
print(len(d), bool(d), bool(Deck(0)), d[0], d[-1], d[1:], d[::2], list(reversed(d)), "always" in d, 9 in d,
      list(d))
d[0] = 5
d[1:2] = "xy"
d[0] += 1
del d[0], d[:]
print(d.cards)


class LenAndItem:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * 10


print(list(reversed(LenAndItem())), [x for x, _ in zip(LenAndItem(), range(5))])

print("-- refusing with None")


class Refuses:
    __iter__ = None
    __contains__ = None
    __hash__ = None
    __reversed__ = None

    def __getitem__(self, i):
        return i

    def __len__(self):
        return 2


r = Refuses()
attempt(iter, r)
attempt(lambda: 1 in r)
attempt(hash, r)
attempt(reversed, r)
attempt(lambda: [*r])

print("-- iterators")


class Iter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class NoNext:
    def __iter__(self):
        return self


class RaisesInIter:
    def __iter__(self):
        raise ValueError("iter fails")


print(list(Iter(3)), 1 in Iter(3), 5 in Iter(3), sum(Iter(4)), sorted(Iter(3)), [*Iter(2)],
      dict.fromkeys(Iter(2)), set(Iter(2)) == {0, 1})
a, *b = Iter(4)
print(a, b, max(Iter(3), default=None), max(Iter(0), default="none"), list(enumerate(Iter(2))),
      list(iter(Iter(9).__next__, 5)))
attempt(list, NoNext())
attempt(list, RaisesInIter())
attempt(lambda: [] in RaisesInIter())
attempt(iter, 5)
attempt(iter, 5, 5)
attempt(next, 5)
attempt(next, [])
attempt(lambda: next(Iter(0)))
attempt(lambda: 1 in 5)
attempt(lambda: len(5))
attempt(lambda: None.__class__()[0])
attempt(lambda: reversed(5))
attempt(lambda: reversed({1}))
attempt(lambda: object()[0])
attempt(lambda: setitem(5))


def setitem(o):
    o[0] = 1


def delitem(o):
    del o[0]


for o in (5, "s", (1,), None, Sequence(1), object):
    attempt(setitem, o)
    attempt(delitem, o)

print("-- length and hints")


class Length:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Index:
    def __index__(self):
        return 4


print(len(Length(5)), len(Length(True)), len(Length(Index())), bool(Length(0)))
for bad in (-1, "x", None, 1.0, 2 ** 70):
    attempt(len, Length(bad))


class Hinted(Iter):
    def __length_hint__(self):
        return 10


class BadHint(Iter):
    def __length_hint__(self):
        return "x"


class FailingHint(Iter):
    def __length_hint__(self):
        raise ValueError("hint")


print(list(Hinted(2)))
attempt(list, BadHint(2))
attempt(list, FailingHint(2))

print("-- hash and equality in containers")


class Key:
    made = 0

    def __init__(self, k):
        self.k = k

    def __hash__(self):
        Key.made += 1
        return hash(self.k)

    def __eq__(self, other):
        return self.k == other.k if isinstance(other, Key) else NotImplemented


d = {Key(1): "one", Key("x"): "ex"}
print(d[Key(1)], Key("x") in d, Key(2) in d, d.get(Key(9)), len({Key(1), Key(1), Key(2)}), Key(1) == 1,
      Key(1) != Key(2), Key.made)


class EqNoHash:
    def __eq__(self, other):
        return True


class EqWithHash(EqNoHash):
    __hash__ = object.__hash__


attempt(lambda: {EqNoHash()})
print(len({EqWithHash()}), EqNoHash() == 5, 5 == EqNoHash(), EqNoHash() != 5, EqNoHash() in [1],
      [1, 2].index(EqNoHash()), [1, 2].count(EqNoHash()))
attempt(lambda: {[1]: 2})
attempt(lambda: {1: 2}[[1]])
attempt(lambda: hash({}))
big = type("Big", (), {"__hash__": lambda self: 2 ** 70})()
print(hash(big) == hash(2 ** 70), hash(type("Neg", (), {"__hash__": lambda self: -1})()))


class Matrix:
    """Tuple keys, slices and ellipsis."""

    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        return self.data.get(key, 0) if isinstance(key, tuple) and all(isinstance(k,
                int) for k in key) else ("view", key)

    def __setitem__(self, key, value):
        self.data[key] = value

    def __missing__(self, key):
        return "never called"


m = Matrix()
for i in range(60):
    for j in range(60):
        m[i, j] = i * j
total = 0
for i in range(60):
    for j in range(60):
        total += m[i, j] - m[j, i - 1]
print(total, m[0, ...], m[1:2, 3], m[()], m[None])

print("-- items by a key alone")
union = int | str
for use in (iter, list, reversed, enumerate, lambda v: [*v], lambda v: print(*v), lambda v: "a" in v, lambda v: [x for x in v], dict, max,
            lambda v: exec("a, b = v", {"v": v}), lambda v: exec("a, *b = v", {"v": v}), lambda v: [].extend(v), "".join, map):
    attempt(use, union)
attempt(map, str, union)
