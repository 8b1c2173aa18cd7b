"""The order in which one instruction drops its operands, each of which has a __del__, cold and in a hot loop."""

order = []


class N:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        order.append(self.n)

    def __add__(self, other):
        return 1

    def __iadd__(self, other):
        return 1

    def __lt__(self, other):
        return 1

    def __eq__(self, other):
        return 1

    def __getitem__(self, key):
        return N(key.n * 10) if isinstance(key, N) else 1

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __contains__(self, value):
        return 1

    def __setattr__(self, name, value):
        if name == "n":
            object.__setattr__(self, name, value)

    def __enter__(self):
        return N(7)

    def __exit__(self, *error):
        return N(8)

    def method(self, a, b=None):
        return None


class Reflected(N):
    def __radd__(self, other):
        return 2

    def __gt__(self, other):
        return 3


class Refusing(N):
    def __add__(self, other):
        return NotImplemented


def function(a, b=None, *rest):
    a = None
    order.append("in")
    return b


def store():
    N(2)[N(3)] = N(1)


def augmented():
    N(1)[N(2)] += N(3)


def augmented_attribute():
    N(1).n += 5


def delete():
    del N(1)[N(2)]


def attribute():
    N(1).x = N(2)


def slice_store():
    N(1)[N(2):N(3)] = N(4)


def two():
    a, b = N(1), N(2)
    a, b = N(3), N(4)
    a = b = N(5)


def items():
    held = []
    held.append(N(1))
    held.extend([N(2)])
    held += [N(3)]
    held.insert(0, N(4))
    held[1:3] = [N(5), N(6)]
    order.append("times")
    held *= 0


def mapping():
    d = {5: N(1)}
    d[5] = N(2)
    d.update({5: N(3), 6: N(4)})
    d.pop(5)
    order.append("popped")
    d[6] = N(5)
    d |= {6: N(6)}


def managed():
    with N(1) as a:
        N(9)
    order.append("out")


def loop():
    for x in (N(1), N(2)):
        order.append("a")
    for x in [N(3), N(4)]:
        order.append("b")


def locals_in_order():
    a = N(1)
    b = N(2)
    c = N(3)
    return b


CASES = {
    "+": lambda: N(1) + N(2), "r+": lambda: Refusing(1) + Reflected(2), "<": lambda: N(1) < N(2),
    "5 <": lambda: 5 < Reflected(2), "==": lambda: N(1) == N(2), "[]": lambda: N(1)[N(2)], "in": lambda: N(1) in N(2),
    "is": lambda: N(1) is N(2), "slice": lambda: N(1)[N(2):N(3)], "chain": lambda: N(1) < N(2) < N(3),
    "C call": lambda: isinstance(N(1), type(N(2))), "C call 2": lambda: getattr(N(1), "q", N(2)),
    "C call 3": lambda: setattr(N(1), "x", N(2)), "C method": lambda: [].count(N(3)), "keywords": lambda: dict(a=N(1), b=N(2)) is None,
    "call": lambda: function(N(1), N(2)), "call k": lambda: function(N(1), b=N(2)), "method": lambda: N(1).method(N(2)),
    "method k": lambda: N(1).method(N(2), b=N(3)), "rest": lambda: function(N(1), N(2), N(3)), "f": lambda: f"{N(1).n}{N(2).n}",
    "list": lambda: [N(1), N(2)] is None, "set": lambda: {N(1).n, N(2).n} is None, "join": lambda: [N(1)] + [N(2)] is None,
    "walrus": lambda: (x := N(1)) is (x := N(2)), "and": lambda: N(1) and N(2), "choice": lambda: 1 if N(1) else N(2),
    "not": lambda: not N(1), "comprehension": lambda: [v.n for v in (N(1), N(2), N(3)) if v.n != 2],
}
CASES.update((f.__name__, f) for f in (store, augmented, augmented_attribute, delete, attribute, slice_store, two, items,
                                       mapping, managed, loop, locals_in_order))


def run(f, n):
    for _ in range(n):
        f()


for name, f in CASES.items():
    f()
    cold = order[:]
    order.clear()
    run(f, 60)
    print(name, *cold, order == cold * 60)
    order.clear()


def inline():
    """The same within the loop itself, where operands are locals too."""
    a, b = N(1), N(2)
    for i in range(60):
        N(i) + a, a + N(i), N(i) + N(-i), N(i) < a, N(i)[a], a[N(i)], N(i) in a, a is N(i)
        a[N(i)] = N(-i)
        N(i)[b] = N(-i)
        N(i)[N(-i)] = b
        N(i).x = N(-i)
        b.x = N(i)
        a = N(1) if a + N(i) else b
        if N(i) < N(-i) or N(i) == N(-i):
            order.append("yes")
    order.append("end")


inline()
digest = 0
for n, v in enumerate(order):
    digest = (digest * 31 + (v if isinstance(v, int) else len(v)) * (n + 1)) % 1000003
print(len(order), digest, order[:30], order[-12:])
order = []
