"""Loops whose classes change while they are hot: attributes, methods, hooks, layouts, __class__, from inside the loop,
from its callees and from a callee's callee.
"""

N = 120


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def phases(title, make, actions, step, every=60):
    """Runs step in one loop; every so many rounds the next action changes the world."""
    subject = make()
    log = []
    last = None
    run = 0
    for i in range(every * (len(actions) + 1)):
        if i % every == 0 and i:
            actions[i // every - 1](subject)
        got = outcome(step, subject, i & 3)
        if got == last:
            run += 1
        else:
            if run:
                log.append((run, last))
            last = got
            run = 1
    log.append((run, last))
    print(title, len(log), log if len(log) < 30 else log[::17] + log[-3:])


def attributes():
    class A:
        x = 1

    def hooked(self, name):
        return "hook " + name

    phases("class attribute", A, [
        lambda a: setattr(A, "x", 2),
        lambda a: setattr(a, "x", 10),
        lambda a: setattr(A, "x", property(lambda self: 77)),
        lambda a: setattr(A, "x", 3),
        lambda a: delattr(a, "x"),
        lambda a: delattr(A, "x"),
        lambda a: setattr(A, "__getattr__", hooked),
        lambda a: a.__dict__.__setitem__("x", "from the dict"),
        lambda a: a.__dict__.clear(),
        lambda a: delattr(A, "__getattr__"),
        lambda a: setattr(a, "__dict__", {"x": "new dict"}),
        lambda a: setattr(A, "__getattribute__", hooked),
        lambda a: delattr(A, "__getattribute__"),
    ], lambda a, i: a.x)


def methods():
    class A:
        def m(self, i):
            return 1

    class B(A):
        pass

    phases("method", B, [
        lambda b: setattr(A, "m", lambda self, i: 2),
        lambda b: setattr(B, "m", lambda self, i: 3),
        lambda b: setattr(b, "m", lambda i: 4),
        lambda b: delattr(b, "m"),
        lambda b: delattr(B, "m"),
        lambda b: setattr(A, "m", staticmethod(lambda i: 5)),
        lambda b: setattr(A, "m", classmethod(lambda c, i: c.__name__)),
        lambda b: setattr(A, "m", property(lambda self: lambda i: 6)),
        lambda b: setattr(A, "m", len),
        lambda b: setattr(A, "m", None),
        lambda b: delattr(A, "m"),
        lambda b: setattr(B, "m", lambda self, i=0, *rest: (7, rest)),
    ], lambda b, i: b.m(i))


def classes():
    class A:
        def name(self):
            return "A", self.v

    class B:
        v = "B's"

        def name(self):
            return "B", self.v

    class S:
        __slots__ = ("v",)

        def name(self):
            return "S"

    def make():
        a = A()
        a.v = 1
        return a

    phases("__class__", make, [
        lambda a: setattr(a, "__class__", B),
        lambda a: delattr(a, "v"),
        lambda a: setattr(a, "__class__", A),
        lambda a: setattr(A, "v", "A's"),
        lambda a: setattr(A, "__bases__", (B,)) if A.__bases__ != (object,) else None,
        lambda a: outcome(setattr, a, "__class__", S),
        lambda a: setattr(A, "name", B.name),
    ], lambda a, i: a.name())
    phases("slots", S, [
        lambda s: setattr(s, "v", 1),
        lambda s: delattr(s, "v"),
        lambda s: setattr(S, "v", 5),
        lambda s: delattr(S, "v"),
    ], lambda s, i: s.v)


def store(v, value):
    v.y = value


for part in attributes, methods, classes:
    part()
