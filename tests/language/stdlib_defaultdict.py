"""defaultdict, _count_elements, and _tuplegetter, of which named tuples are made."""

import gc
import weakref
from _collections import _count_elements, _tuplegetter, defaultdict


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for kind in (defaultdict, _tuplegetter):
    print(kind, kind.__module__, kind.__qualname__, kind.__text_signature__, repr(kind.__doc__)[:200])
    for key in sorted(vars(kind)):
        value = vars(kind)[key]
        if key not in ("__doc__", "__new__", "__getattribute__", "__hash__"):
            print("   ", key, getattr(value, "__text_signature__", None), repr(value.__doc__))

print("-- defaultdict")
print("__new__" in vars(defaultdict), defaultdict.__new__ == dict.__new__, dict.__new__(defaultdict), type(dict.__new__(defaultdict)).__name__)
attempt(lambda: object.__new__(defaultdict))
attempt(lambda: defaultdict.__new__(dict))


class Sub(defaultdict):
    pass


print(dict.__new__(Sub), Sub(int, a=1)["b"], Sub.__new__(Sub, 1, 2).default_factory)
d = defaultdict(list)
d["a"].append(1)
d["b"].append(2)
d["a"].append(3)
print(d, d["c"], len(d), d.get("z"), "z" in d, d.default_factory, d == {"a": [1, 3], "b": [2], "c": []}, isinstance(d, dict))
print(defaultdict(), defaultdict(None, {1: 2}), defaultdict(int, [(1, 2)], b=3), defaultdict(int, x=1), defaultdict(x=1))
for arguments in ((1,), (None, 1), (list, [1], 2), ([],), (list, 5)):
    attempt(defaultdict, *arguments)
attempt(defaultdict(None).__missing__, 1)
attempt(defaultdict().__getitem__, (1, 2))
attempt(defaultdict(None, a=1).__getitem__, 2)
attempt(defaultdict(lambda: 1 / 0).__getitem__, 2)
attempt(defaultdict(list).__getitem__, [])
counts = defaultdict(int)
for c in "mississippi":
    counts[c] += 1
print(sorted(counts.items()))
d.default_factory = 5
attempt(d.__getitem__, "q")
del d.default_factory
print(d.default_factory, d)
attempt(d.__getitem__, "q")
d.default_factory = lambda: "made"
print(d["q"], list(d))
d.__init__(tuple, {"n": 1})
print(d.default_factory, len(d))

print("-- together")
x, y = defaultdict(int, {1: 1}), defaultdict(str, {2: 2})
print(x | y, y | x, x | {3: 3}, {3: 3} | x, x == {1: 1})
for operation in (lambda: x | 5, lambda: 5 | x, lambda: x | [(1, 2)]):
    attempt(operation)
x |= {4: 4}
x |= [(5, 5)]
print(x, x.copy(), x.__copy__(), type(x.copy()), x.copy().default_factory)
print(x.__reduce__()[:4], list(x.__reduce__()[4]), defaultdict().__reduce__()[:4], defaultdict(None, a=1).__reduce__()[:4])
print(defaultdict.fromkeys("ab", 1), defaultdict[int, str])


class Doubles(defaultdict):
    def __missing__(self, key):
        return key * 2


class Plain(defaultdict):
    pass


class Odd(defaultdict):
    def __init__(self, items=()):
        super().__init__(list, items)


print(Doubles(int)[4], Doubles(int), Plain(list)["x"], Plain(list, a=1) | {2: 2}, Doubles(int, a=1).copy()["zz"])
attempt(Odd().copy)
attempt(lambda: Odd() | {})
p = Plain(list)
p.note = 1
print(p.note, p.__dict__, p.copy().__dict__, repr(p))


class Counts:
    made = 0

    def __call__(self):
        Counts.made += 1
        return Counts.made


d = defaultdict(Counts())
print([d[k] for k in "abca"], d.__getitem__("z"), d.setdefault("y", 9), d.pop("a"), d["a"])
d = defaultdict(lambda: d)
d["self"]
d.default_factory = d.copy
print(repr(d)[:60].split(" at ")[0])


class Mark:
    pass


d, mark = defaultdict(list), Mark()
d[1] = [d, mark]
d.default_factory = d.copy
watch = weakref.ref(mark)
del d, mark
gc.collect()
print(watch() is None)

print("-- _count_elements")
m = {}
print(_count_elements(m, "abca"), m)
for arguments in ((1, "a"), (m, 1), (m, [[]]), ({"a": "x"}, "a"), (m,)):
    attempt(_count_elements, *arguments)


class Logged(dict):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


class Elsewhere:
    def __init__(self):
        self.seen = []

    def get(self, key, otherwise):
        self.seen.append(key)
        return otherwise + 10

    def __setitem__(self, key, value):
        self.seen.append((key, value))


_count_elements(Logged(), "aba")
e = Elsewhere()
_count_elements(e, "xy")
print(e.seen)
d = defaultdict(int)
_count_elements(d, "zzy")
print(d)

print("-- _tuplegetter")
t = _tuplegetter(1, "the second")


class Pair(tuple):
    second = t
    third = _tuplegetter(2, "not there")
    last = _tuplegetter(-1, None)


p = Pair((5, 6))
print(p.second, Pair.second, t.__doc__, t.__reduce__(), t.__get__((1, 2)), t.__get__(None, tuple), Pair.last.__doc__)
t.__doc__ = "other"
print(t, t.__doc__)
del t.__doc__
print(t, t.__doc__)
attempt(lambda: p.third)
attempt(lambda: p.last)
attempt(setattr, p, "second", 1)
attempt(delattr, p, "second")
attempt(t.__get__, [1, 2])
attempt(t.__get__, (1,))
attempt(t.__get__, None)
attempt(t.__get__)
for arguments in ((), (1,), ("x", "d"), (1, 2, 3), (1 << 70, 1)):
    attempt(_tuplegetter, *arguments)
attempt(_tuplegetter, 1, doc=2)
total = 0
for _ in range(3000):
    total += p.second
print(total)

print("-- of types that make no instances, neither their bases' nor their own __new__ makes one")
for value in (iter([]), {}.keys(), iter(()), len, (x for x in ())):
    attempt(object.__new__, type(value))
