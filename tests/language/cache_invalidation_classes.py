"""Caches of attributes whose answer changes in ways that no assignment to the owner's class shows: properties and static
methods that are initialized again, members put on other classes, values that change their
class meanwhile, names that functions and modules keep themselves, from within loops, calls and finalizers."""
import types


def show(label, function, *args, times=1):
    results = []
    for _ in range(times):
        try:
            result = function(*args)
        except Exception as e:
            result = type(e).__name__ + ": " + str(e).split(" at 0x")[0]
        if not results or results[-1] != result:
            results.append(result)
    print(label, *results)


def fresh(source, **names):
    """A function with a code object of its own."""
    exec("def site(*a):\n    " + source, names)
    return names["site"]


print("-- a property and a static method are initialized again")


class P:
    p = property(lambda self: "first")
    s = staticmethod(lambda *args: "first")
    c = classmethod(lambda cls, *args: "first " + cls.__name__)


p = P()
sites = [fresh("return a[0].p"), fresh("return P.s()", P=P), fresh("return a[0].s()"), fresh("return P.c()", P=P),
         fresh("return a[0].c(1)"), fresh("return (lambda o: o.p)(a[0])"), fresh("f = P.s; return f(1)", P=P),
         fresh("return [a[0].p for i in range(3)]")]
for n in range(4):
    for i, site in enumerate(sites):
        show(i, site, p, times=12)
    if n == 0:
        P.__dict__["p"].__init__(lambda self: "second")
        P.__dict__["s"].__init__(lambda *args: "second")
        P.__dict__["c"].__init__(lambda cls, *args: "second " + cls.__name__)
    elif n == 1:
        P.__dict__["p"].__init__()
        P.__dict__["s"].__init__(len)
        P.__dict__["c"].__init__(repr)
    elif n == 2:
        P.__dict__["p"].__init__(fget=lambda self: "third", fset=lambda self, value: None)
        P.__dict__["s"].__init__(lambda *args: "third")
        P.__dict__["c"].__init__(property(lambda cls: lambda *args: "third"))


class Dying:
    """Its end is seen when the old getter goes."""

    def __init__(self, name, act):
        self.name, self.act = name, act

    def __call__(self, owner):
        return self.name

    def __del__(self):
        print("gone", self.name)
        self.act()


class Q:
    p = property(Dying("getter", lambda: print("finalizer reads", read_q(q))))


q = Q()
read_q = fresh("return a[0].p")
show("before", read_q, q, times=12)
Q.__dict__["p"].__init__(lambda self: "after")
show("after", read_q, q, times=12)

print("-- members of __slots__ on other classes")


class A:
    __slots__ = ("x", "y")


class B:
    __slots__ = ("a", "b")
    x = A.x
    z = A.y


class C(A):
    __slots__ = ()
    w = A.x


class D(A):
    __slots__ = ("x",)


b, c, d, a = B(), C(), D(), A()
b.a = b.b = 1
c.x = "c"
d.x = "d"
a.x = "a"
A.x.__set__(d, "below")
for source in ("return a[0].x", "a[0].x = 5; return a[0].x", "return a[0].z", "return a[0].w", "a[0].w = 6; return a[0].x",
               "a[0].x += 1; return a[0].x", "del a[0].x; a[0].x = 7; return a[0].x"):
    site = fresh(source)
    for o in (b, c, d, a, b):
        show(source, site, o, times=10)
print(A.x.__get__(d), d.x)

print("-- an order that cannot be made")


class Failing(type):
    fails = False

    def mro(cls):
        if Failing.fails:
            cls.f, [k.f for k in Failing.seen]
            raise ValueError("no order")
        return super().mro()


class F1:
    f = "F1"


class F2:
    f = "F2"


class Fail(F1, metaclass=Failing):
    pass


class Fail2(Fail):
    pass


Failing.seen = (Fail, Fail2)
read = fresh("return a[0].f, O.f", O=Fail2)
show("fails", read, Fail2(), times=10)
Failing.fails = True
try:
    Fail.__bases__ = (F2,)
except ValueError as e:
    print(e, Fail.__bases__[0].__name__)
show("failed", read, Fail2(), times=10)
F1.f = "F1 changed"
show("changed", read, Fail2(), times=10)
Failing.fails = False
Fail.__bases__ = (F2,)
show("moved", read, Fail2(), times=10)

print("-- values that change their class")


class V:
    def __call__(self):
        return "V called"


class Get(V):
    def __get__(self, instance, owner):
        return lambda: "got"


class Data(V):
    def __get__(self, instance, owner):
        return "data"

    def __set__(self, instance, value):
        print("set", type(value).__name__)


class Later(V):
    pass


value = V()


class O:
    f = value


o = O()
own = O()
own.f = lambda: "own"
sites = {name: fresh(source, O=O) for name, source in
         (("read", "r = a[0].f; return r if isinstance(r, str) else type(r).__name__"), ("call", "return a[0].f()"),
          ("class", "return O.f()"), ("store", "a[0].g = 1; a[0].f = a[0].__dict__.get('f', 'stored')"))}
for cls in (V, Later, V, Get, Later, Get, Data, V, Later):
    value.__class__ = cls
    for name, site in sites.items():
        for label, target in (("own", own),) if name == "store" else (("o", o), ("own", own)):
            show("%s %s %s" % (cls.__name__, name, label), site, target, times=10)
Later.__get__ = lambda self, instance, owner: lambda: "later got"
for name, site in sites.items():
    show("Later.__get__ " + name, site, own if name == "store" else o, times=10)
V.__set__ = lambda self, instance, v: print("V set", type(v).__name__)
for name, site in sites.items():
    show("V.__set__ " + name, site, own, times=10)
del V.__set__, Later.__get__
for name, site in sites.items():
    show("deleted " + name, site, own, times=10)

print("-- what functions, modules and static methods keep in dicts of their own")


def function():
    return "called"


for name in ("__call__", "__get__", "__repr__", "__eq__", "__sizeof__", "__init__", "__dir__"):
    for o in (function, types.ModuleType("m"), staticmethod(function), classmethod(function)):
        site = fresh("r = a[0].%s; return type(r).__name__" % name)
        call = fresh("return a[0].%s() if a[0].__dict__.get(%r) else 'not own'" % (name, name))
        show(name + " " + type(o).__name__, site, o, times=10)
        show(name + " " + type(o).__name__, call, o, times=10)
        try:
            setattr(o, name, lambda: "own")
        except AttributeError as e:
            print(e)
        show(name + " " + type(o).__name__, site, o, times=10)
        show(name + " " + type(o).__name__, call, o, times=10)
        try:
            delattr(o, name)
        except AttributeError as e:
            print(e)
        show(name + " " + type(o).__name__, site, o, times=10)

print("-- changes in the middle of a loop")


class L:
    v = V()
    n = 5

    def m(self, i):
        return i


def loop(o, at, change):
    got = []
    for i in range(60):
        if i == at:
            change()
        found = (o.v if type(o.v) is str else type(o.v).__name__, o.n, o.m(i) if callable(o.m) else o.m)
        if not got or got[-1][:2] != found[:2]:
            got.append(found)
    return got


def add_get():
    V.__get__ = lambda self, instance, owner: "v got"


def add_set():
    V.__set__ = lambda self, instance, value: None


def change_class():
    L.__dict__["v"].__class__ = Data


def remove():
    for name in ("__get__", "__set__"):
        if name in V.__dict__:
            delattr(V, name)


def number():
    L.n = property(lambda self: "property")


def method():
    L.m = 7


o, shadowed = L(), L()
shadowed.v = "shadow"
for change in (add_get, add_set, remove, add_set, change_class, number, method):
    for target in (o, shadowed):
        show(change.__name__, loop, target, 40, change)
    remove()
    L.v, L.n, L.m = V(), 5, lambda self, i: i

print("-- a module that becomes of another class in the loop")


class Special(types.ModuleType):
    value = property(lambda self: "from the class")

    def __getattr__(self, name):
        return "by getattr " + name


def of_module(m, at):
    got = []
    for i in range(60):
        if i == at:
            m.__class__ = Special
        if i == at + 10:
            del m.other
        for found in (m.value, m.other):
            if not got or found not in got:
                got.append(found)
    return got


for at in (0, 20, 40):
    m = types.ModuleType("m")
    m.value = 1
    m.other = 2
    show(at, of_module, m, at)

print("-- flags of a class after its bases change")


class Ends:
    def __del__(self):
        print("ended")


class HasGetattr:
    def __getattr__(self, name):
        return "gotten " + name


class Plain1:
    pass


class Plain2:
    pass


class Kid(Plain1):
    pass


Kid.__bases__ = (Ends,)
Kid()
Kid.__bases__ = (HasGetattr,)
read = fresh("return a[0].anything")
show("getattr", read, Kid(), times=10)
Kid.__bases__ = (Plain2,)
show("no getattr", read, Kid(), times=10)
Kid.__bases__ = (Plain1, Ends)
k = Kid()
del k
