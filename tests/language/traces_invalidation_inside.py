"""Classes and instances changed by the very loop that uses them, or by what it calls, at one iteration in the middle."""


class Point:
    scale = 1

    def __init__(self, x, y=2):
        self.x = x
        self.y = y

    def area(self):
        return self.x * self.y * self.scale

    def touch(self, i):
        if i == 70:
            Point.scale = 10
        elif i == 140:
            self.scale = 100
        elif i == 210:
            del self.scale
        elif i == 280:
            Point.area = lambda self: -1
        elif i == 350:
            del Point.scale
            Point.scale = 3
        return self.area()


def by_callee():
    p = Point(3)
    total = []
    for i in range(420):
        before = p.x * p.scale
        middle = p.touch(i)
        total.append(before + middle + p.x * p.scale)
    print(sum(total), total[68:73], total[138:143], total[208:213], total[278:283], total[348:353])


def itself():
    """The method replaces itself while it runs: this call goes on with the old code."""
    class A:
        def m(self, i):
            if i == 100:
                A.m = lambda self, i: i * 1000
            return i + self.k

    a = A()
    a.k = 1
    seen = 0
    for i in range(200):
        seen += a.m(i)
        if i in (99, 100, 101):
            print("itself", i, seen)
    print(seen)


def growing():
    """New attributes on the way: the shape changes between the loads of one iteration."""
    class Bag:
        pass

    b = Bag()
    b.n = 0
    for i in range(150):
        b.n += 1
        if i % 50 == 49:
            setattr(b, "extra%d" % i, i)
        b.n += 1
        if i == 75:
            b.__dict__["n"] = 10000
        if i == 120:
            del b.n
            b.n = -5
    print(b.n, sorted(vars(b).items()))
    for i in range(200):
        c = Bag()
        c.p = i
        if i > 100:
            c.q = i
        if i % 3 == 0:
            del c.p
            c.p = "late"
        if i % 60 == 59:
            print(i, list(vars(c).items()))


def shadow():
    class A:
        def m(self):
            return 1

    things = [A() for _ in range(10)]
    total = 0
    for i in range(300):
        t = things[i % 10]
        total += t.m()
        if i == 100:
            things[3].m = lambda: 1000
        elif i == 200:
            del things[3].m
            things[4].__dict__["m"] = int
    print(total)


def dictionary_held():
    class A:
        pass

    a = A()
    a.x = 0
    d = a.__dict__
    for i in range(200):
        a.x += 1
        if i > 50:
            d["x"] += 1
        if i == 150:
            a.__dict__ = {"x": 0}
    print(a.x, d)


def from_hooks():
    """A property and a comparison that rebind what the loop reads next."""
    class A:
        step = 1

        @property
        def p(self):
            self.count += 1
            if self.count == 80:
                A.step = 5
            elif self.count == 160:
                A.p = 1000
            return self.count

        def __eq__(self, other):
            if other == 90:
                A.step = 7
            return other > 120

    a = A()
    a.count = 0
    total = 0
    for i in range(240):
        total += a.p + a.step
        if a == i:
            total += A.step
    print(total, a.step, a.count)


def swapped():
    class A:
        def who(self):
            return 1

    class B:
        def who(self):
            return 10

    a = A()
    total = 0
    for i in range(300):
        total += a.who()
        if i % 75 == 74:
            a.__class__ = B if type(a) is A else A
            total += a.who() * 100
    print(total, type(a).__name__)


for part in by_callee, itself, growing, shadow, dictionary_held, from_hooks, swapped:
    part()
