"""__del__ in hot loops: the moment and order of each destruction, and what finalizers change under the loop's feet."""

log = []


class Loud:
    def __init__(self, name, held=None):
        self.name = name
        self.held = held

    def __del__(self):
        log.append(self.name)


class Slotted:
    __slots__ = ("name", "held")

    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(("slotted", self.name))


def flush(title):
    """A digest that depends on the order."""
    digest = 0
    for n, entry in enumerate(log):
        number = entry if isinstance(entry, int) else sum(map(ord, str(entry)))
        digest = (digest * 31 + number * (n + 1)) % 1000003
    print(title, len(log), digest, log[:7], log[-4:])
    log.clear()


def rebinding():
    x = Loud("first")
    for i in range(100):
        log.append("a")
        x = Loud(i)
        log.append("b")
        y = x
        x = None
        log.append("c")
        y = i if i % 2 else Loud(-i)
        Loud("temporary")
        del y
    flush("rebinding")


def items():
    row = [Loud(k) for k in range(5)]
    for i in range(100):
        row[i % 5] = Loud(i + 100)
        log.append("set")
        if i % 10 == 0:
            row.append(Loud("end"))
            row.pop(0)
            log.append("popped")
        if i == 70:
            row[1:4] = [Loud("slice")] * 3
    log.append("leaving")
    del row
    d = {}
    for i in range(100):
        d[i % 7] = Loud(i)
        log.append(".")
        if i % 20 == 13:
            d.clear()
    flush("items")


def attributes():
    owner = Loud("owner")
    slotted = Slotted("slots")
    for i in range(100):
        owner.held = Loud(i, Loud(i + 0.5))
        log.append(".")
        slotted.held = owner.held if i % 3 else Loud("third")
        log.append(",")
        if i % 40 == 39:
            owner = Loud("next owner")
            slotted = Slotted(i)
    flush("attributes")


def callee(a, n):
    b = Loud(n)
    c = a
    if n % 3 == 0:
        return b
    if n % 3 == 1:
        raise KeyError(n)
    log.append("callee")
    return n


def leaving():
    for i in range(120):
        try:
            r = callee(Loud(-i), i)
            log.append("returned")
        except KeyError as e:
            log.append("caught")
        log.append("after")
        callee(callee(Loud("argument"), 3), 5)
        r = None
    flush("leaving")


def generators():
    def make(n):
        mine = Loud(n)
        try:
            yield Loud("item")
            yield mine.name
        finally:
            log.append("finally")

    for i in range(80):
        for v in make(i):
            log.append("body")
            if i % 2:
                break
        log.append("after")
    v = None
    flush("generators")


for part in rebinding, items, attributes, leaving, generators:
    part()
