"""collections: namedtuple, deque, Counter, OrderedDict, defaultdict, ChainMap, abstract base classes."""

from collections import (
    ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple,
)
from collections.abc import (
    Callable, Hashable, Iterable, Iterator, Mapping, MutableMapping, Sequence, Set, Sized,
)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- namedtuple")
Point = namedtuple("Point", "x y", defaults=[0])
p = Point(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5), Point._fields, Point(7), Point._make([8, 9]), p == (1, 2),
      isinstance(p, tuple), Point._field_defaults, p.count(1), hash(p) == hash((1, 2)))
x, y = p
print(x, y, [*p], Point.__name__, Point.x.__doc__, sorted([Point(2, 1), Point(1, 5)]),
      namedtuple("R", "a class a", rename=True)._fields, "%d %d" % p)
attempt(lambda: setattr(p, "x", 1))
attempt(Point)
attempt(Point, 1, 2, 3)
attempt(p._replace, z=1)
attempt(namedtuple, "Bad", "a a")
attempt(namedtuple, "Bad", "class")
attempt(namedtuple, "Bad", "_a")

print("-- deque")
d = deque([1, 2, 3], maxlen=4)
d.append(4)
d.append(5)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d.maxlen, 3 in d, d.index(3), d.count(2), list(reversed(d)))
d.rotate(1)
print(d, d.pop(), d.popleft(), d, d.extend("ab"), d.extendleft("xy"), d, d.copy() == d, d.remove("y"), d,
      d.reverse(), d)
d[0] = "first"
del d[1]
d.insert(1, "inserted")
print(d, deque("abc") + deque("d"), deque("ab") * 2, deque([1]) < deque([2]), bool(deque()),
      deque(range(3), 2), d.clear(), d)
attempt(deque().pop)
attempt(deque().popleft)
attempt(deque([1]).remove, 5)
attempt(lambda: deque([1])[5])
attempt(lambda: deque([1], maxlen=1).insert(0, 2))
attempt(deque, [], -1)
q = deque(range(3))
try:
    for item in q:
        q.append(item)
except RuntimeError as e:
    print(e)
q = deque()
for i in range(5000):
    q.append(i)
    if i % 3 == 0:
        q.popleft()
print(len(q), sum(q))

print("-- Counter")
c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), sorted(c.elements())[:4], c.total(), c + Counter("aab"),
      c - Counter("aaaaab"), c & Counter("abc"), c | Counter("zz"), +Counter(a=-1, b=2), -Counter(a=-1))
c.update("aaa")
c.subtract({"b": 5})
del c["c"]
print(c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter([1, 2, 1]),
      Counter({"x": 3}), dict(c), c.copy() == c)
words = "the cat and the dog and the bird".split()
print(Counter(words).most_common(), Counter(map(len, words)))

print("-- OrderedDict, defaultdict, ChainMap")
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, o.popitem(last=False), list(reversed(o)), o == {"a": 1, "b": 2},
      OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), o | {"z": 1}, type(o.copy()).__name__)
attempt(o.move_to_end, "missing")
dd = defaultdict(list, {"k": [0]})
dd["k"].append(1)
dd["new"].append(2)
print(dd, dd.get("absent"), "absent" in dd, dd.default_factory, defaultdict(int)["x"],
      defaultdict(lambda: "d")[5], dict(dd))
attempt(lambda: defaultdict(None)["x"])
attempt(defaultdict, 5)
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(t["a"]["b"]["c"], list(t), sorted(defaultdict(set, {1: {2}})[1]))
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
cm["c"] = 4
print(cm, cm["a"], cm["b"], len(cm), dict(cm), cm.maps, cm.new_child({"a": 0})["a"], cm.parents, sorted(cm))
attempt(lambda: cm["zz"])
attempt(lambda: cm.__delitem__("b"))

print("-- user classes and abstract classes")


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u.update(b=2)
print(u, u["B"], "a" in u, UserList([1, 2]) + [3], UserString("text").upper(), isinstance(u, MutableMapping))
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance(set(), Set),
      isinstance(iter([]), Iterator), isinstance(5, Hashable), isinstance([], Hashable),
      isinstance(len, Callable), isinstance("", Iterable), issubclass(dict, Sized))


class Squares(Sequence):
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if not 0 <= i < self.n:
            raise IndexError(i)
        return i * i


s = Squares(5)
print(list(s), 9 in s, s.index(16), s.count(4), list(reversed(s)), isinstance(s, Sequence))


class Partial(MutableMapping):
    def __getitem__(self, key): return key


attempt(Partial)


class Bag(Set):
    def __init__(self, items): self.items = list(items)
    def __contains__(self, x): return x in self.items
    def __iter__(self): return iter(self.items)
    def __len__(self): return len(self.items)


print(sorted(Bag("abc") & Bag("bcd")), sorted(Bag("ab") | {"z"}), Bag("ab") == {"a", "b"},
      Bag("a") < Bag("ab"), sorted(Bag("abc") - Bag("a")))
