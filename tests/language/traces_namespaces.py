"""locals(), f_locals, exec, eval and class bodies whose loops are hot."""

import sys


def peek(i):
    """Reads the variables of its caller, which are those of a loop."""
    f = sys._getframe(1)
    return f.f_locals["total"] + len(f.f_locals) + (f.f_locals is not None)


def variables():
    total = 0
    for i in range(120):
        double = i * 2
        total += peek(i) % 10
        if i % 50 == 49:
            print(sorted(locals().items()), "i" in dir(), len(vars()))
        if i % 7 == 0:
            del double
        total += len(locals())
    print(total)
    kept = []
    for i in range(100):
        kept.append(holder(i))
    print(sum(f.f_locals["mine"] for f in kept), len(kept[50].f_locals), kept[3].f_code.co_name, kept[9].f_back is not None,
          len({f.f_lineno for f in kept}))


def holder(i):
    mine = i + 0.5
    f = sys._getframe()
    return f


def executed():
    value = 0
    space = {"value": 0}
    for i in range(100):
        exec("value += 1", space)
        exec("value = 100")
        value += eval("value + i") % 3
        if i == 60:
            exec("def helper(): return value * 2", space)
        if i > 60:
            value += space["helper"]()
    print(value, space["value"])
    for i in range(100):
        exec("G = i")
        globals()["G"] = i
        value += G
        if i == 50:
            exec("global G; G = 1000000")
            value += G
    print(value, G)
    source = ("total = 0\nfor k in range(120):\n    total += k if k % 2 else 0.5\n"
              "    if k == 100: kind = type(total).__name__\n")
    space = {}
    exec(source, space)
    names = {}
    exec(source, {}, names)
    print(space["total"], space["kind"], names["total"], names["k"])


class Body:
    total = 0
    for i in range(100):
        total += i
        if i == 60:
            total += 0.5
        doubled = [k * 2 for k in range(i, i + 2)]
    del i


variables()
executed()
print(Body.total, Body.doubled, hasattr(Body, "i"))
