"""deque: both ends, bounds, turning, searching, iterators that notice changes, comparison, copies, cycles."""

import gc
import weakref
from _collections import _deque_iterator, _deque_reverse_iterator, deque


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def set_item(target, key, value):
    target[key] = value


def delete_item(target, key):
    del target[key]


print("-- names, docstrings, signatures")
for kind in (deque, _deque_iterator, _deque_reverse_iterator):
    print(kind, kind.__module__, kind.__qualname__, kind.__text_signature__, repr(kind.__doc__))
    for key in sorted(vars(kind)):
        value = vars(kind)[key]
        if key not in ("__doc__", "__new__", "__getattribute__", "__hash__"):
            print("   ", key, getattr(value, "__text_signature__", None), repr(value.__doc__))

print("-- making")
print(deque(), deque("abc"), deque([1, 2, 3], 2), deque(maxlen=3), deque((), None), deque(iterable="ab", maxlen=5), deque("abc", 0))
for arguments in ((1,), ([], -1), ([], "x"), ([], 1 << 70), ([], 1.5), (1, 2, 3)):
    attempt(deque, *arguments)
attempt(deque, x=1)
d = deque("abc", 2)
d.__init__("xyz")
print(d, d.maxlen, len(d), bool(d), bool(deque()))
d.__init__()
print(d)
attempt(setattr, d, "maxlen", 4)
attempt(hash, d)

print("-- the ends")
d = deque()
for i in range(40):
    (d.append if i % 3 else d.appendleft)(i)
print(d, len(d))
print([d.pop() for _ in range(5)], [d.popleft() for _ in range(5)], d)
d.extend("abc")
d.extendleft("xyz")
print(d)
d.extend(d)
print(len(d), d[0], d[-1])
d.extendleft(deque([1, 2]))
print(list(d)[:3])
d.clear()
print(d)
for name in ("pop", "popleft"):
    attempt(getattr(d, name))
    attempt(getattr(d, name), 1)
attempt(d.extend, 5)
attempt(d.extendleft, 5)
for n in (0, 1, 2, 3):
    b = deque("ab", n)
    b.append(1)
    b.appendleft(2)
    b.extend("cd")
    b.extendleft("ef")
    b += "gh"
    print(n, b)
rolling = deque(maxlen=1000)
for i in range(5000):
    rolling.append(i)
print(len(rolling), rolling[0], rolling[-1], sum(rolling))
queue = deque(range(3000))
for i in range(50000):
    queue.append(queue.popleft())
while len(queue) > 3:
    queue.pop()
print(queue)

print("-- positions")
d = deque("abcdef")
print(d[0], d[5], d[-1], d[-6])
for key in (6, -7, "x", 1.5, None, slice(1, 2), 1 << 70, -1 << 70):
    attempt(lambda: d[key])
    attempt(set_item, d, key, 1)
    attempt(delete_item, d, key)
d[True] = "B"
d[-1] = "F"
del d[2], d[-2]
print(d)
for position in (-100, -5, -4, -1, 0, 1, 3, 4, 5, 100):
    e = deque("abcd")
    e.insert(position, "X")
    print(position, "".join(e), end="; ")
    for turned in (-1, 2):
        e = deque("abcdefgh")
        e.rotate(turned)
        e.insert(position, "X")
        print("".join(e), end=" ")
print()
for position in range(8):
    e = deque("abcdefgh")
    e.rotate(3)
    del e[position]
    print("".join(e), end=" ")
print()
attempt(d.insert, 1)
attempt(d.insert, "x", 1)
attempt(deque("ab", 2).insert, 0, 1)
attempt(deque("", 0).insert, 0, 1)

print("-- turning")
for n in (0, 1, 2, 3, 4, 5, 6, 7, -1, -3, -7, 100, -100, 10**18):
    e = deque("abcdef")
    e.rotate(n)
    print(n, "".join(e), end="; ")
e = deque(range(8))
e.rotate()
print(e)
attempt(e.rotate, "x")
attempt(e.rotate, 1, 2)
attempt(e.rotate, 1 << 70)
for n in range(5):
    e = deque(range(n))
    e.reverse()
    print(e, end=" ")
print(deque(reversed(deque("abc"))))

print("-- searching")
d = deque("abcabc")
print(d.index("b"), d.index("b", 2), d.index("c", -4), d.index("a", -3, 100), d.count("c"), d.count("z"), "a" in d, "z" in d)
for arguments in (("z",), (), ("a", 1, 2), ("a", 1, 2, 3), ("a", "x"), ("a", None), ("c", -1, -2), ("a", 1 << 70), ("a", -1 << 70, 1 << 70)):
    attempt(d.index, *arguments)
d.remove("b")
print(d)
attempt(d.remove, "z")
attempt(d.remove)
nan = float("nan")
print(deque([nan]).index(nan), nan in deque([nan]), deque([1, 1.0, True]).count(1))


class Changes:
    """Changes the deque while it is compared."""

    def __init__(self, target, change):
        self.target, self.change = target, change

    def __eq__(self, other):
        self.change(self.target)
        return False

    def __repr__(self):
        return "it"


for name in ("index", "count", "remove", "__contains__"):
    for change in (deque.pop, deque.clear, lambda d: d.append(1), lambda d: d.rotate(1), lambda d: d.reverse()):
        d = deque([1, 2, 3])
        attempt(getattr(d, name), Changes(d, change))
        print(len(d), end=" ")
print()

print("-- together")
a, b = deque("ab"), deque("cd", 3)
print(a + b, b + a, a * 3, 2 * b, b * 0, a * -1, deque([1]) * 3, deque([1], 2) * 5, deque("abc", 4) * 2)
for operation in (lambda: a + [1], lambda: [1] + a, lambda: a * "x", lambda: a * (1 << 62), lambda: a < [1], lambda: a + a + 1):
    attempt(operation)
a += "xy"
a *= 2
print(a)
a *= 0
print(a)
b *= 3
print(b)
values = [deque(), deque([1]), deque([1, 2]), deque([1, 3]), deque([2])]
for op in ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"):
    print(op, [[getattr(x, op)(y) for y in values] for x in values])
print(deque("a").__eq__(["a"]), deque("a") == ["a"], deque([nan]) == deque([nan]), deque("ab", 2) == deque("ab"))
attempt(lambda: deque([1]) < deque(["a"]))
d = deque([1, 2, 3])
attempt(lambda: d == deque([Changes(d, deque.pop), 2, 3]))
attempt(lambda: d == deque([1, Changes(d, deque.clear)]))

print("-- iterators")
d = deque("abc")
it, back = iter(d), reversed(d)
print(next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it), next(back), list(back), back.__length_hint__())
for change in (lambda: d.append(1), lambda: d.pop(), lambda: d.rotate(1), lambda: d.clear(), lambda: d.extend("")):
    d = deque("abc")
    it, back = iter(d), reversed(d)
    next(it), next(back)
    change()
    for iterator in (it, back):
        attempt(next, iterator, "end")
        attempt(next, iterator, "end")
        print(iterator.__length_hint__(), end=" ")
d = deque("abc")
it = iter(d)
d[1] = "B"
d.reverse()
print(list(it))
it = iter(deque("xy"))
print(*it, it.__reduce__()[0].__name__, it.__reduce__()[1], reversed(d).__reduce__()[1])
for kind in (_deque_iterator, _deque_reverse_iterator):
    for arguments in ((), (1,), (d, "x"), (d, 1, 2), ([], 1)):
        attempt(kind, *arguments)
    print([list(kind(d, n)) for n in (0, 1, 2, 3, 7, -1)], list(kind(d, x=1)))

print("-- copies, subclasses, pickling")


class Named(deque):
    pass


class Picky(deque):
    def __init__(self, items=()):
        super().__init__(items, 5)


class Strange(deque):
    def __new__(cls, *arguments):
        return super().__new__(cls) if cls.normal else [1]
    normal = True


n = Named("ab", 3)
n.note = 1
print(n, n.copy(), n.copy().__dict__, n.__copy__().maxlen, type(n + n), type(n * 2), n.__reduce__()[:3], deque("ab").__reduce__()[:3],
      deque("ab", 5).__reduce__()[:3], list(n.__reduce__()[3]))
attempt(Picky("abc").copy)
attempt(lambda: Picky("ab") + deque())
s = Strange("ab")
Strange.normal = False
attempt(s.copy)
print(deque[int], deque.copy(Named("xy")))
parts = n.__reduce__()
made = parts[0](*parts[1])
made.__dict__.update(parts[2])
made.extend(parts[3])
print(made, made.note, made == n)
match deque([1, 2, 3]):
    case [first, *rest]:
        print(first, rest)

print("-- cycles of references")
d = deque([1], 3)
d.append(d)
print(d, deque([d]))
e = deque([[d]])
print(e)


class Mark:
    pass


for close in (lambda d, mark: d.extend([d, mark]), lambda d, mark: d.extend([iter(d), mark]), lambda d, mark: d.extend([[d], mark])):
    d, mark = deque(), Mark()
    watch = weakref.ref(mark)
    close(d, mark)
    del d, mark
    gc.collect()
    print(watch() is None)
d = deque("ab")
print(weakref.ref(d)() is d)
nested = deque()
for _ in range(100000):
    nested = deque([nested])
del nested
print("the nested ones are gone")


class Dies:
    def __init__(self, target):
        self.target = target

    def __del__(self):
        self.target.append("late")


d = deque()
d.extend([Dies(d), Dies(d)])
d.clear()
print(d)
d = deque(maxlen=2)
d.extend([Dies(d), Dies(d)])
d.extend([1, 2])
print(len(d), d[-1])
d = deque()
d.append(Dies(d))
d[0] = "new"
print(d)
