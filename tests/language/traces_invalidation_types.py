"""Constructors, bases and operators of classes, replaced while the loop that uses them is hot."""

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


def construction():
    class A:
        def __init__(self, v):
            self.v = v

    def init2(self, v, w=5):
        self.w = w
        self.v = v * 0 + 100

    phases("__init__", lambda: None, [
        lambda _: setattr(A, "__init__", init2),
        lambda _: setattr(init2, "__defaults__", (6,)),
        lambda _: setattr(A, "__init__", lambda self: None),
        lambda _: delattr(A, "__init__"),
        lambda _: setattr(A, "__new__", lambda cls, v: object.__new__(cls)),
        lambda _: setattr(A, "__init__", lambda self, v: v),
        lambda _: setattr(A, "__init__", lambda self, v: setattr(self, "v", 9)),
    ], lambda _, i: sorted(vars(A(0)).items()))


def bases():
    class P:
        m = "P"

    class Q:
        m = "Q"

    class C(P):
        pass

    phases("bases", C, [
        lambda c: setattr(C, "__bases__", (Q,)),
        lambda c: setattr(Q, "m", "Q2"),
        lambda c: setattr(P, "m", "P2"),
        lambda c: setattr(C, "__bases__", (P, Q)),
        lambda c: delattr(P, "m"),
    ], lambda c, i: c.m)


def operators():
    class V:
        def __add__(self, i):
            return "add"

    phases("dunder", V, [
        lambda v: setattr(V, "__add__", lambda self, i: "other add"),
        lambda v: setattr(v, "__add__", lambda i: "never"),
        lambda v: setattr(V, "__add__", lambda self, i: NotImplemented),
        lambda v: delattr(V, "__add__"),
        lambda v: setattr(V, "__radd__", lambda self, i: "radd"),
        lambda v: setattr(V, "__add__", lambda self, i: "again"),
    ], lambda v, i: v + i)
    phases("bool and len", V, [
        lambda v: setattr(V, "__len__", lambda self: 0),
        lambda v: setattr(V, "__bool__", lambda self: True),
        lambda v: setattr(V, "__bool__", lambda self: 1),
        lambda v: delattr(V, "__bool__"),
        lambda v: setattr(V, "__len__", lambda self: -1),
        lambda v: delattr(V, "__len__"),
    ], lambda v, i: "true" if v else "false")
    phases("setattr", V, [
        lambda v: setattr(V, "y", property(lambda self: "read only")),
        lambda v: delattr(V, "y"),
        lambda v: setattr(V, "__setattr__", lambda self, n, x: None),
        lambda v: delattr(V, "__setattr__"),
        lambda v: v.__dict__.update({"z%d" % n: n for n in range(40)}),
    ], lambda v, i: (setattr(v, "k", i), store(v, 5), v.y))


def store(v, value):
    v.y = value


for part in construction, bases, operators:
    part()
