"""Objects of builtin types that die inside loops: what they held goes in order, weak references hear of it."""
import _weakref as weakref


class Noisy:
    log = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        Noisy.log.append(self.name)


def drain():
    found = "".join(map(str, Noisy.log))
    Noisy.log.clear()
    return found


def lists(turns):
    held = None
    for i in range(turns):
        held = [Noisy(i % 10), [Noisy("a"), 1.5], (Noisy("b"), i)]
        held = held[1:]
    del held
    return drain()


def tuples(turns):
    for i in range(turns):
        pair = (Noisy("x"), Noisy("y"))
        pair = pair[::-1]
        pair = (i, pair)
        pair = pair[0]
    return drain()


def weak(turns):
    told = []
    for i in range(turns):
        numbers = {i}
        reference = weakref.ref(numbers, lambda _: told.append(i))
        numbers = i
        assert reference() is None
    return len(told), sum(told)


def weak_functions(turns):
    told = 0
    for i in range(turns):
        def inner():
            return i
        reference = weakref.ref(inner)
        told += reference()() + (reference() is inner)
        inner = None
        told += reference() is None
    return told


def deep(turns, depth):
    count = 0
    for i in range(turns):
        chain = [Noisy("")]
        for _ in range(depth):
            chain = [chain]
        chain = None
        count += len(Noisy.log)
        Noisy.log.clear()
    return count


def chains(turns):
    total = 0
    for i in range(turns):
        chain = ()
        for k in range(i % 150):
            chain = (chain, [k])
        total += len(chain)
        chain = str(i) + "!"
        total += len(chain)
    return total


def from_finalizers(turns):
    class Maker:
        def __del__(self):
            made = [Noisy("m"), (1, 2)]
            made = None
            Noisy.log.append("d")

    for i in range(turns):
        held = [Maker(), i]
        held = [held, [Maker()]]
        held = None
    return drain()


print(lists(1200)[-60:])
print(tuples(1200)[-60:])
print(weak(1500))
print(weak_functions(1500))
print(deep(300, 200))
print(chains(1500))
print(from_finalizers(1200)[-80:])
