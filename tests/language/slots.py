"""__slots__: access, errors, inheritance, with __dict__, defaults, conflicts, class attribute views."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx):
        return Point(self.x + dx, self.y)


p = Point(1, 2)
print(p.x, p.y, p.moved(5).x, hasattr(p, "__dict__"), Point.__slots__, type(Point.x).__name__,
      Point.x.__name__, Point.x.__get__(p), repr(Point.x))
attempt(lambda: p.z)
attempt(lambda: setattr(p, "z", 1))
attempt(lambda: vars(p))
attempt(lambda: p.__dict__)
del p.x
attempt(lambda: p.x)
attempt(lambda: delattr(p, "x"))
print(hasattr(p, "x"), getattr(p, "x", "unset"))
p.x = 10
Point.x.__set__(p, 11)
print(p.x)
attempt(lambda: Point.x.__get__(5))
attempt(lambda: Point.x.__set__("a", 1))
attempt(lambda: Point.__dict__["y"].__get__(object(), object))


class Sub(Point):
    """No slots of its own: it has a dict."""


class SlotSub(Point):
    __slots__ = ("z",)


class Single:
    __slots__ = "only"


class WithDict:
    __slots__ = ("a", "__dict__")


class Empty:
    __slots__ = ()


class FromDictionary:
    __slots__ = {"a": "doc of a", "b": "doc of b"}


class Private:
    __slots__ = ("__hidden",)

    def __init__(self):
        self.__hidden = "hidden"

    def get(self):
        return self.__hidden


s = Sub(3, 4)
s.z = 5
print(vars(s), s.x, s.z)
t = SlotSub(1, 2)
t.z = 9
print(t.x, t.z, hasattr(t, "__dict__"), SlotSub.__slots__)
attempt(lambda: setattr(t, "w", 1))
i = Single()
i.only = "string slot"
w = WithDict()
w.a, w.b = 1, 2
print(i.only, vars(w), w.a, w.b, Private().get(), sorted(n for n in dir(Private) if "hidden" in n),
      FromDictionary.a.__doc__ if hasattr(FromDictionary.a, "__doc__") else None)
attempt(lambda: setattr(Empty(), "x", 1))
attempt(lambda: type("X", (), {"__slots__": ("a",), "a": 1}))
attempt(lambda: type("X", (), {"__slots__": (5,)}))
attempt(lambda: type("X", (), {"__slots__": ("1bad",)}))
attempt(lambda: type("X", (int,), {"__slots__": ("a",)}))
attempt(lambda: type("X", (Point, Single), {}))
attempt(lambda: type("X", (), {"__slots__": ("__dict__", "__dict__")}))
print(type("X", (Point, Empty), {"__slots__": ()})(1, 2).x)


class Meta(Point):
    __slots__ = ("x",)


m = Meta(1, 2)
print(m.x, Meta.x is Point.x, Point.y.__get__(m))
attempt(lambda: Point.x.__get__(m))

print("-- descriptors and properties beside slots")


class Checked:
    __slots__ = ("_v",)

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = abs(value)

    def __getattr__(self, name):
        return f"missing {name}"


c = Checked()
print(c.v, c.other)
c.v = -4
print(c.v, c._v)

print("-- class assignment between equal layouts")


class P1:
    __slots__ = ("a",)


class P2:
    __slots__ = ("a",)


class P3:
    __slots__ = ("b",)


q = P1()
q.a = 1
q.__class__ = P2
print(type(q).__name__, q.a)
attempt(lambda: setattr(q, "__class__", P3))
attempt(lambda: setattr(q, "__class__", Sub))

print("-- hot loops")


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value = value
        self.next = next


head = None
for n in range(5000):
    head = Node(n, head)
total = count = 0
node = head
while node is not None:
    total += node.value
    count += 1
    node.value = None
    node = node.next
print(total, count, head.value)


class Mixed:
    __slots__ = ("a",)


class MixedDict:
    pass


total = 0
for n in range(4000):
    thing = Mixed() if n % 2 else MixedDict()
    thing.a = n
    if n % 1000 == 0:
        del thing.a
        thing.a = 1
    total += thing.a
print(total)
