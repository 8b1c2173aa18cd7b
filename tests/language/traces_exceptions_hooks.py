"""Dunder methods that begin to raise, or to answer something else, at some iteration of a hot loop."""

import sys

START = sys._getframe().f_lineno


class Bad:
    limit = 60

    def __init__(self):
        self.n = 0

    def tick(self):
        self.n += 1
        if self.n > self.limit and self.n % 3 == 0:
            raise LookupError(self.n)
        return self.n

    def __eq__(self, other):
        return self.tick() % 2 == other

    def __lt__(self, other):
        return self.tick() % 5

    def __add__(self, other):
        return self.tick() + other

    def __radd__(self, other):
        return other - self.tick()

    def __iadd__(self, other):
        self.tick()
        return self

    def __bool__(self):
        return self.tick() % 4 == 0

    def __len__(self):
        return self.tick() - 1 if self.n < 100 else -1

    def __getitem__(self, i):
        return self.tick() * i

    def __setitem__(self, i, v):
        self.tick()

    def __contains__(self, i):
        return self.tick() & 1

    def __call__(self, a=0):
        return self.tick() + a

    def __getattr__(self, name):
        if name == "absent":
            return self.tick()
        raise AttributeError(name)

    def __iter__(self):
        return iter([self.tick()] * 2)

    def __enter__(self):
        return self.tick()

    def __exit__(self, *error):
        return self.tick() % 2

    def __index__(self):
        return self.tick() % 3

    def __neg__(self):
        return -self.tick()

    def __hash__(self):
        return self.tick()


def in_place(b):
    b += 1
    return b.n


def store(b):
    b[1] = 2


def managed(b):
    with b as n:
        if n % 7 == 0:
            raise OSError
    return n


def unpacked(b):
    x, y = b
    return x + y


def unpacked_wrongly(b):
    x, y, *z = b
    x, y, z = b


def summed(b):
    total = 0
    for v in b:
        total += v
    return total


LIST = [10, 20, 30]
OPERATIONS = {
    "==": lambda b: b == 1, "!=": lambda b: b != 1, "<": lambda b: b < 1, "not <": lambda b: 1 if not b < 1 else 2,
    "+": lambda b: b + 1, "r+": lambda b: 1 + b, "+=": in_place, "bool": lambda b: 1 if b else 0,
    "and": lambda b: (b and 1) is b, "or": lambda b: (b or 1) is b, "len": len, "[]": lambda b: b[3], "[]=": store,
    "in": lambda b: 1 in b, "()": lambda b: b(), "() k": lambda b: b(a=5), ".": lambda b: b.absent, "for": summed,
    "with": managed, "unpack": unpacked, "unpack 3": unpacked_wrongly, "index": lambda b: LIST[b],
    "slice": lambda b: len(LIST[b:]), "-": lambda b: -b, "{}": lambda b: {1: 2}.get(b, 3), "list": lambda b: sum(list(b)),
    "missing": lambda b: b.other, "chain": lambda b: b < 1 < 2, "max": lambda b: max(b, b, key=len) is b,
    "range": lambda b: len(range(b)), "f": lambda b: len(f"{b + 1}"), "star": lambda b: max(*b), "is": lambda b: b is b,
}


def run(name, operation):
    b = Bad()
    good = 0
    errors = {}
    where = 0
    for i in range(130):
        try:
            r = operation(b)
            good += r if isinstance(r, int) else 1000
        except LookupError as e:
            errors[type(e).__name__] = errors.get(type(e).__name__, 0) + 1
            tb = e.__traceback__
            while tb.tb_next:
                tb = tb.tb_next
            where += tb.tb_lineno - START
        except Exception as e:
            key = type(e).__name__ + " " + str(e)
            errors[key] = errors.get(key, 0) + 1
    print(name, good, b.n, where, list(errors.items())[:4], len(errors))


def inlined(b, i):
    """The same operations written into the loop's own callee, after effects that must not be repeated."""
    done.append(i)
    x = b + i
    done.append(x)
    if b == 1:
        done.append("equal")
    y = b[i] if b else -1
    done.append(y)
    return x + y


for name, operation in OPERATIONS.items():
    run(name, operation)
done = []
total = errors = 0
b = Bad()
for i in range(200):
    try:
        total += inlined(b, i)
    except LookupError as e:
        errors += e.args[0]
print(total, errors, len(done), done.count("equal"), done[:9], done[-9:])
