"""Operators through dunder methods, subclasses that go first, bound methods kept in variables, chained calls."""


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return Vector(self.x + other, self.y + other)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __bool__(self):
        return self.x != 0

    def __getitem__(self, i):
        return self.y if i else self.x

    def __setitem__(self, i, v):
        setattr(self, "xy"[i], v)

    def __len__(self):
        return 2

    def __contains__(self, v):
        return v == self.x or v == self.y

    def __call__(self, k=1):
        return self.x * k


class Wide(Vector):
    """The subclass's reflected method goes first."""
    def __radd__(self, other):
        return "wide"

    def __lt__(self, other):
        return NotImplemented

    def __gt__(self, other):
        return "greater"


def vectors():
    v, w = Vector(1, 2), Vector(3, 4.5)
    total = 0
    for i in range(300):
        v = v + w if i < 100 else -v + w * 2 if i < 200 else 1 + 2 * w if i < 211 else v + 1
        w += Vector(i % 3, -1)
        if v == w or v < w and v:
            total += v[0] + w[1]
        v[i & 1] = i
        total += len(v) + (i in v) * 10 + v() + w(k=2)
        if i == 210:
            Vector.__radd__, Vector.__add__ = Vector.__add__, lambda self, other: Vector(5, 5)
    print(total, v.x, v.y, w.x, w.y)
    kinds = {}
    for i in range(120):
        for a, b in ((v, w), (v, Wide()), (Wide(), v), (1, Wide()), (v, 1.5)):
            for got in (a + b, a < b if type(a) is Vector is not type(b) is not float else None):
                key = type(got).__name__ + (got if isinstance(got, str) else "")
                kinds[key] = kinds.get(key, 0) + 1
    print(kinds)


def bound():
    counter = Counter()
    add = counter.add
    append = (log := []).append
    other = Counter().add
    for i in range(200):
        add(i)
        append(add)
        if i == 100:
            add, other = other, add
        Counter.add(counter, 1)
        method = counter.add if i % 2 else Counter().add
        method(i, by=2)
        log[-1](0)
    print(counter.n, add.__self__.n, other.__self__ is counter, len(log), add == log[150], add == log[0])


class Counter:
    n = 0

    def add(self, k, by=1):
        self.n += k * by
        return self


def chains():
    c = Counter()
    for i in range(100):
        c.add(i).add(1).add(i, 2).add(by=3, k=1)
        c.add(*[1, 2]).add(**{"k": i})
    print(c.n, vars(c), Counter.n)
    linked = None
    for i in range(150):
        node = Counter()
        node.next = linked
        node.value = i if i % 50 else i / 2
        linked = node
    total, node = 0, linked
    while node is not None:
        total += node.value
        node = node.next
    print(total)


for part in vectors, bound, chains:
    part()
