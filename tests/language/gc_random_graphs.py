"""Random graphs with finalizers, weak references, callbacks and resurrection: the same events, and in the order in
which the objects were made as long as none of them has survived a collection."""
import gc
import _weakref as weakref

gc.disable()


class Random:
    def __init__(self, seed):
        self.state = seed * 2 + 1

    def below(self, n):
        self.state = self.state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
        return (self.state >> 33) % n


class Plain:
    def __init__(self, name):
        self.name = name


class Finalized:
    saved = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        events.append(f"del {self.name}")


class Resurrected(Finalized):
    def __del__(self):
        events.append(f"back {self.name}")
        Finalized.saved.append(self)


class Breaker(Finalized):
    def __del__(self):
        events.append(f"break {self.name}")
        for name in "a", "b":
            if hasattr(self, name):
                delattr(self, name)
        self.name = "broken"


class Slots:
    __slots__ = ("name", "a", "b", "__weakref__")

    def __init__(self, name):
        self.name = name

    def __del__(self):
        events.append(f"slots {self.name}")


def closed(name):
    box = [name]

    def generator():
        me = [None]
        try:
            me[0] = yield
            yield
        finally:
            events.append(f"close {name}")
    g = generator()
    next(g)
    return g


events = []


def link(random, nodes, source, target):
    """Makes one object refer to another in one of many ways."""
    way = random.below(6)
    if way == 0:
        setattr(source, "a", target)
    elif way == 1:
        setattr(source, "b", [target, source])
    elif way == 2:
        setattr(source, "a", {"x": (target,)})
    elif way == 3:
        setattr(source, "b", lambda target=target: target)
    elif way == 4:
        setattr(source, "a", {target.name: target, 1: source})
    else:
        setattr(source, "b", closure_over(target, source))


def closure_over(a, b):
    def f():
        return a, b
    return f


def graph(random, size, refs):
    makers = [Plain, Plain, Finalized, Resurrected, Breaker, Slots]
    nodes = []
    for i in range(size):
        node = makers[random.below(len(makers))](f"{type(nodes).__name__}{i}")
        nodes.append(node)
        if random.below(3) == 0:
            def callback(ref, i=i):
                events.append(f"callback {i}")
            ref = weakref.ref(node, callback)
            if random.below(4):
                refs.append(ref)
            else:
                node.b = ref  # in the garbage itself: never called
    for _ in range(size * 2):
        link(random, nodes, nodes[random.below(size)], nodes[random.below(size)])
    return nodes


def round(seed):
    random = Random(seed)
    refs = []
    nodes = graph(random, 2 + random.below(30), refs)
    kept = [nodes[random.below(len(nodes))] for _ in range(random.below(3))]
    del nodes
    for step in range(4):
        found = gc.collect()
        print(seed, step, "dead", sum(ref() is None for ref in refs), "back", len(Finalized.saved))
        for event in sorted(events) if step else events:
            print("   ", event)
        events.clear()
        if step == 1:
            kept.clear()
        Finalized.saved.clear()


for seed in range(120):
    round(seed)


# Generators that are closed by the collector, in the order in which they were made.
def generators(n):
    for i in range(n):
        g = closed(i)
        g.send(g)


generators(20)
gc.collect()
print(events)
print(gc.garbage)
