"""The module gc: functions, messages, tracking, generations, callbacks, debug flags."""
import gc
import sys
import _weakref as weakref


def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, str(e).removeprefix("gc."))


print(sorted(n for n in dir(gc) if not n.startswith("__")))
print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.garbage, gc.callbacks)
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled())

# --- messages
for f in [
    lambda: gc.collect(3), lambda: gc.collect(-1), lambda: gc.collect("a"), lambda: gc.collect(1.5),
    lambda: gc.collect(1 << 40), lambda: gc.collect(0, 1), lambda: gc.collect(x=1),
    lambda: gc.get_objects(3), lambda: gc.get_objects(-2), lambda: gc.get_objects("x"), lambda: gc.get_objects(2.5),
    lambda: gc.set_threshold(), lambda: gc.set_threshold(1, 2, 3, 4), lambda: gc.set_threshold("a"),
    lambda: gc.set_threshold(1 << 40), lambda: gc.set_debug("x"), lambda: gc.set_debug(1 << 40),
    lambda: gc.is_tracked(), lambda: gc.is_tracked(1, 2), lambda: gc.is_finalized(),
    lambda: gc.freeze(1), lambda: gc.get_count(1), lambda: gc.enable(1),
]:
    show(f)
print(gc.collect.__text_signature__, gc.get_objects.__text_signature__, gc.is_tracked.__text_signature__)
print(gc.collect.__doc__)
print(gc.__doc__)

# --- thresholds
gc.set_threshold(100)
print(gc.get_threshold())
gc.set_threshold(200, 5)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
print(gc.get_threshold())


# --- tracking
class Plain:
    pass


class Slots:
    __slots__ = ("a",)


class NoSlots:
    __slots__ = ()


class IntSlots(int):
    __slots__ = ()


def function():
    yield


def tracked(*objects):
    print([gc.is_tracked(o) for o in objects])


tracked(0, 10 ** 30, 1.5, 1j, "a", b"a", None, True, ..., NotImplemented, range(3))
tracked([], {}, set(), frozenset(), bytearray(), (), object(), slice(1))
tracked(Plain(), Slots(), NoSlots(), IntSlots(3), Plain, int, object, type)
tracked(function, function(), function.__code__, (lambda: 0), [].append, len, print, Plain().__init__)
tracked(iter([]), iter(()), iter({}), iter(set()), enumerate([]), zip(), map(str, []), reversed([]))
tracked(ValueError(), property(), staticmethod(len), classmethod(len), weakref.ref(Plain), gc, sys.modules)
tracked({"a": 1}, {"a": []}, {1: 2, "x": None}, {1: {}}, {(): 1}, {"a": Plain()}, {"a": "b", "c": 1.5})


def built(*items):
    return tuple(items)


atoms, lists, nested = built(1, "a", None), built(1, []), built(1, built(2, "x"))
tracked(atoms, lists, nested)
gc.collect()
gc.collect()
tracked(atoms, lists, nested)
d = {"a": []}
tracked(d)
gc.collect()
tracked(d)
d["a"] = 1
gc.collect()
gc.collect()
tracked(d)
d["b"] = d
tracked(d)
d.clear()


# --- referents and referrers
a = Plain()
a.x, a.y = 5, "text"
print(sorted(map(repr, gc.get_referents([1, "a", None, 2.5]))), sorted(gc.get_referents((1, 2), {5: 3})))
print(gc.get_referents(), gc.get_referents(1, "a"), gc.get_referents(Slots()))
print([r for r in gc.get_referents(a) if r is not Plain])
box, other = [a], (a, 1)
referrers = gc.get_referrers(a)
print(box in referrers, other in referrers, any(r is globals() for r in referrers), len(gc.get_referrers(Plain())))
print(gc.get_referrers(), [type(r) for r in gc.get_referrers(box) if r is not globals()])
print(any(o is box for o in gc.get_objects()), any(o is a for o in gc.get_objects()))

# --- generations
gc.disable()
gc.collect()
l = []
l.append(l)
for i in range(3):
    print([any(o is l for o in gc.get_objects(generation)) for generation in range(3)], gc.get_count()[1:])
    gc.collect(i)
print([any(o is l for o in gc.get_objects(generation)) for generation in range(3)], gc.get_count()[1:])
a, b, c = gc.get_count()
x = []
d, e, f = gc.get_count()
print(a < 10, d < 20, b, c, e, f)
before = gc.get_stats()
for generation in range(3):
    x = []
    x.append(x)
    del x
    print(gc.collect(generation))
print([{k: v - w[k] for k, v in s.items()} for s, w in zip(gc.get_stats(), before)])
del l

# --- how many objects
gc.collect()


def count(make):
    make()
    return gc.collect()


def lists():
    a, b = [], []
    a.append(b)
    b.append(a)


def dicts():
    a, b = {}, {"x": 1}
    a["b"], b["a"] = b, a


def tuples():
    l = []
    l.append((l, 1))


def functions():
    space = {}
    exec("def f(): pass", space)


def instances():
    a = Plain()
    a.a = a


def classes():
    class A:
        pass


def new_style():
    class A:
        def f(self):
            pass
    a = A()
    a.a = a


for make in [lists, dicts, tuples, functions, instances]:
    print(make.__name__, count(make))
print(count(classes) > 0, count(new_style) > 0)


# --- freezing
gc.collect()
print(gc.get_freeze_count())
frozen = Plain()
gc.freeze()
print(gc.get_freeze_count() > 10, any(o is frozen for o in gc.get_objects()), gc.is_tracked(frozen))
ref = weakref.ref(frozen)
frozen.itself = frozen
del frozen
print(gc.collect(), ref() is not None)
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect(), ref())

# --- callbacks
def note(phase, info):
    print("callback", phase, sorted(info.items()))


def fail(phase, info):
    raise ValueError(phase)


class Unraisable:
    def __call__(self, args):
        print("unraisable", args.exc_type.__name__, args.exc_value, args.object is fail)


sys.unraisablehook = Unraisable()
gc.callbacks.append(note)
gc.callbacks.append(fail)
for generation in range(3):
    x = []
    x.append(x)
    del x
    print(gc.collect(generation))
gc.callbacks.clear()
sys.unraisablehook = sys.__unraisablehook__


# --- finalizers
class Finalized:
    def __del__(self):
        print("finalizer", gc.is_finalized(self), gc.collect())


f = Finalized()
print(gc.is_finalized(f), gc.is_finalized(1))
f.f = f
del f
print(gc.collect())


class Back:
    def __del__(self):
        global back
        back = self


back = Back()
back.back = back
del back
print(gc.collect(), gc.is_finalized(back))
del back
print(gc.collect())
try:
    back
except NameError as e:
    print(e)


# --- saving
class Saved:
    def __init__(self, name):
        self.name = name
        self.itself = self


gc.set_debug(gc.DEBUG_SAVEALL)
for name in "abc":
    Saved(name)
print(gc.collect() >= 3, sorted(o.name for o in gc.garbage if isinstance(o, Saved)))
gc.set_debug(0)
print(gc.get_debug(), len(gc.garbage) >= 3)
gc.garbage.clear()
gc.collect()
print(gc.garbage)


class Text:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


stderr, sys.stderr = sys.stderr, Text()
gc.set_debug(gc.DEBUG_STATS)
gc.collect()
gc.set_debug(gc.DEBUG_COLLECTABLE)
Saved("x")
gc.collect()
gc.set_debug(0)
text, sys.stderr = sys.stderr.text, stderr
for line in text.splitlines():
    words = line.split()
    print([w for w in words if not (w[0].isdigit() or w.startswith("0x"))], sum(w[0].isdigit() for w in words))

# --- disabled by a threshold of 0; and what is automatic
gc.enable()
gc.set_threshold(0)
ref = weakref.ref(Saved("kept"))
garbage = [[] for i in range(5000)]
print(ref() is not None)
gc.set_threshold(700, 10, 10)
more = []
while ref() is not None and len(more) < 20000:
    more.append([])
print(ref() is None, len(more) < 2000)
gc.disable()
ref = weakref.ref(Saved("kept"))
more = [[] for i in range(20000)]
print(ref() is not None)
gc.enable()
