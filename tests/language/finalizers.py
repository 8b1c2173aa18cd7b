"""__del__ under reference counting: the moment and order of destruction in every way a reference can die."""

log = []


class Loud:
    def __init__(self, name, child=None):
        self.name = name
        self.child = child

    def __del__(self):
        log.append(self.name)


def flush(label):
    print(label, log[:])
    log.clear()


a = Loud("a")
del a
flush("del:")
b = Loud("b1")
b = Loud("b2")
flush("rebinding:")
b = None
flush("None:")
Loud("temporary")
flush("expression statement:")
x = Loud("chain", Loud("child", Loud("grandchild")))
del x
flush("chain:")
items = [Loud(f"i{n}") for n in range(4)]
items.pop()
flush("pop:")
items[0] = None
flush("setitem:")
del items[1:]
flush("del slice:")
items = [Loud("x"), Loud("y"), Loud("z")]
items.clear()
flush("clear:")
items = [Loud("p"), Loud("q"), Loud("r")]
del items
flush("del list:")
t = (Loud("t1"), Loud("t2"), Loud("t3"))
del t
flush("del tuple:")
d = {"k1": Loud("v1"), "k2": Loud("v2")}
d["k1"] = 0
flush("dict setitem:")
d.pop("k2")
flush("dict pop:")
d = {Loud("key"): Loud("value"), 2: Loud("second")}
del d
flush("del dict:")
s = {Loud("in set")}
s.pop()
flush("set pop:")


def function(p):
    local = Loud("local")
    other = Loud("other")
    log.append("body")
    return "result"


function(Loud("argument"))
flush("function:")


def returns():
    kept = Loud("kept")
    dropped = Loud("dropped")
    return kept


r = returns()
flush("return:")
del r
flush("then:")


def arguments(*args, **kwargs):
    log.append("in call")


arguments(Loud("arg1"), Loud("arg2"), k=Loud("kwarg"))
flush("arguments:")


def replaces_parameter(p):
    p = None
    log.append("after replacing")


replaces_parameter(Loud("parameter"))
flush("parameter:")
for each in (Loud("loop1"), Loud("loop2")):
    log.append("iteration")
flush("for over a tuple:")
del each
flush("loop variable:")
for n in range(3):
    v = Loud(f"n{n}")
flush("rebinding in a loop:")
del v
flush("last:")


def generator():
    held = Loud("held by generator")
    try:
        yield 1
        yield 2
    finally:
        log.append("generator finally")


g = generator()
next(g)
del g
flush("generator dropped:")
for _ in generator():
    break
flush("generator in a loop left:")
gen = (Loud(f"g{i}") and i for i in range(3))
print(next(gen), next(gen))
flush("generator expression:")
del gen
flush("dropped:")


def closure():
    captured = Loud("captured")
    return lambda: captured


c = closure()
flush("closure alive:")
del c
flush("closure:")


def raises():
    local = Loud("local of the raising function")
    raise ValueError


try:
    raises()
except ValueError as e:
    flush("in the handler, the traceback holds the frame:")
flush("after the handler:")
try:
    raise ValueError(Loud("exception argument"))
except ValueError:
    flush("inside:")
flush("outside:")


def swallow():
    try:
        raise KeyError(Loud("swallowed"))
    except KeyError:
        log.append("handler")
    log.append("after")


swallow()
flush("function handler:")


class Manager:
    def __enter__(self):
        return Loud("entered value")

    def __exit__(self, *args):
        log.append("exit")


with Manager():
    log.append("with body")
flush("with, no target:")
with Manager() as m:
    pass
flush("with, target:")
del m
flush("target:")
first, second = Loud("first"), Loud("second")
first, second = second, first
flush("swap keeps:")
del first, second
flush("swapped names deleted:")
first, *_ = [Loud("u1"), Loud("u2"), Loud("u3")]
del _
flush("unpacked rest:")
del first
flush("unpacked first:")
print([Loud("l").name for _ in range(2)], Loud("cond") is None, Loud("n").name + "!", [Loud("sub")][0].name,
      (lambda v: v.name)(Loud("lambda")))
flush("expressions:")
Loud("left").name == Loud("right").name
flush("comparison:")
Loud("or") or Loud("never made")
flush("or:")
Loud("and") and Loud("and second")
flush("and:")
o = Loud("holder")
o.child = Loud("c1")
o.child = Loud("c2")
flush("setattr:")
del o.child
flush("delattr:")
o.__dict__["child"] = Loud("c3")
o.__dict__.clear()
o.name = "holder renamed"
flush("__dict__ cleared:")
del o
flush("holder:")


class Slotted:
    __slots__ = ("first", "second", "__weakref__")

    def __del__(self):
        log.append("slotted")


o = Slotted()
o.second, o.first = Loud("slot second"), Loud("slot first")
del o
flush("slots:")


class Instance(Loud):
    pass


o = Instance("instance")
o.one, o.two, o.three = Loud("attr one"), Loud("attr two"), Loud("attr three")
del o
flush("instance attributes:")


class Resurrect:
    def __del__(self):
        log.append("resurrecting")
        globals()["saved"] = self


r = Resurrect()
del r
flush("resurrected:")
print(type(saved).__name__)
del saved
flush("finalized only once:")


Loud.__del__ = lambda self: log.append("patched " + self.name)
Loud("p")
flush("patched __del__:")
del Loud.__del__
Loud("none")
flush("without __del__:")
Loud.__del__ = lambda self: log.append(self.name)
x = Loud("x")
x.__del__ = lambda: log.append("instance __del__ is ignored")
del x
flush("instance attribute:")
deep = None
for n in range(100000):
    deep = (deep,)
del deep
node = None
for n in range(50000):
    node = [node, {"next": node}] if n % 2 else {"only": node}
del node
print("deep structures freed")


class Linked:
    count = 0

    def __init__(self, next):
        self.next = next

    def __del__(self):
        Linked.count += 1


head = None
for n in range(2000):
    head = Linked(head)
del head
print(Linked.count)
map_result = list(map(lambda v: v.name, (Loud(f"m{i}") for i in range(2))))
flush("map:")
sorted([Loud("s1"), Loud("s2")], key=lambda v: v.name)
flush("sorted:")
print(max(Loud("big"), Loud("small"), key=lambda v: v.name).name)
flush("max:")
at_exit = Loud("module global")
print("end")
