"""Frames looked at from within hot loops and their callees: line numbers, names, callers, variables, exec and eval."""

import sys

START = sys._getframe().f_lineno


def where(depth=1):
    f = sys._getframe(depth)
    return f.f_code.co_name, f.f_lineno - START


def stack():
    out = []
    f = sys._getframe(1)
    while f:
        out.append(f.f_code.co_name + ":" + str(f.f_lineno - START))
        f = f.f_back
    return " ".join(out)


def note(counts, key):
    counts[key] = counts.get(key, 0) + 1


def lines():
    counts = {}
    for i in range(120):
        note(counts, where())
        if i % 3:
            x = where(
            )
        else:
            x = (1,
                 where())[1]
        note(counts, x)
        note(counts, where(2) if i > 100 else sys._getframe().f_lineno - START)
    print(counts)


def inner(i, counts):
    k = i * 2
    if i % 40 == 39:
        note(counts, stack())
    return k


def middle(i, counts):
    a = inner(i, counts)
    b = inner(i + 1, counts) if i % 2 else 0
    return a + b


def callers():
    counts = {}
    total = 0
    for i in range(160):
        total += middle(i,
                        counts)
    print(total)
    for key, n in counts.items():
        print("   ", n, key)


class Watcher:
    """Its finalizer looks at who drops it."""
    def __del__(self):
        f = sys._getframe(1)
        i = f.f_locals["i"]
        note(seen, (f.f_code.co_name, f.f_back.f_code.co_name, i % 2, i in seen, sorted(f.f_locals)[0]))


class Initialized(Watcher):
    def __init__(self, kind):
        self.kind = kind


def drops_initialized(i):
    x = Initialized(i)
    if i % 2:
        x = None
    return i


def drops(i):
    x = Watcher()
    y = x
    x = None
    if i % 2:
        y = None
    return i


def finalizers():
    x = None
    for i in range(100):
        drops(i)
        drops_initialized(i)
        x = Watcher()
        x = 0
        items = [Watcher()]
        items[0] = 1
        Watcher()
    for key in sorted(seen.items()):
        print("   ", key)


class Hooked:
    def __getattr__(self, name):
        return stack() if name == "here" else where(int(name[1:]))

    def __add__(self, other):
        return where(2)

    @property
    def place(self):
        return where(2)[1] + where()[1]

    def __iter__(self):
        yield stack()
        yield where()


def hooks():
    h = Hooked()
    counts = {}
    for i in range(80):
        note(counts, h.here)
        note(counts, h._2)
        note(counts, h + i)
        note(counts, h.place)
        for v in h:
            note(counts, v)
        note(counts, [where() for _ in range(2)][1])
        note(counts, (lambda: where())())
        note(counts, next(where() for _ in "a"))
    for key, n in counts.items():
        print("   ", n, key)


seen = {}
for part in lines, callers, finalizers, hooks:
    part()
for i in range(60):
    here = where()
    module = sys._getframe().f_locals is globals()
print(here, module)
