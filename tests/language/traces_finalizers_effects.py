"""Finalizers in hot loops that change globals, lists and classes, keep the object, or run between operands."""

log = []
total = 0


class Loud:
    def __init__(self, name, held=None):
        self.name = name
        self.held = held

    def __del__(self):
        log.append(self.name)


def flush(title):
    """A digest that depends on the order."""
    digest = 0
    for n, entry in enumerate(log):
        number = entry if isinstance(entry, int) else sum(map(ord, str(entry)))
        digest = (digest * 31 + number * (n + 1)) % 1000003
    print(title, len(log), digest, log[:7], log[-4:])
    log.clear()


class Meddler:
    """Changes a global, a list and a class that the loop is reading."""
    weight = 1

    def __init__(self, n, target):
        self.n = n
        self.target = target

    def __del__(self):
        global total, step
        total += self.n
        if self.n == 70:
            step = lambda v: v * 100
            Meddler.weight = 5
        if self.n % 25 == 24:
            self.target.append(self.n)
        if self.n == 110:
            self.target.clear()
            self.target.append(0.5)


def step(v):
    return v + 1


def meddling():
    global total
    target = [1, 2]
    out = 0
    x = None
    for i in range(150):
        before = len(target)
        first = target[0]
        was = total
        x = Meddler(i, target)
        out += step(i) + Meddler.weight + len(target) - before + target[0] - first + total - was
    print("meddling", out, total, target)
    log_of_sum = []
    for v in target:
        log_of_sum.append(v)
        x = Meddler(24 if len(target) < 60 else 1, target)
    print(len(log_of_sum), log_of_sum[:3], log_of_sum[-3:])


def resurrection():
    saved = []

    class Phoenix:
        def __del__(self):
            saved.append(self)
            log.append(len(saved))

    for i in range(80):
        x = Phoenix()
        x.n = i
        x = None
        if i % 3 == 0:
            log.append(saved.pop().n)
        elif i % 10 == 0:
            saved.clear()
    print(len(saved), sum(p.n for p in saved))
    flush("resurrection")


def operators():
    class Number(Loud):
        def __add__(self, other):
            return Number(self.name + other.name)

        def __bool__(self):
            return self.name % 2 == 0

        def __getitem__(self, i):
            return Number(i)

    acc = Number(0)
    for i in range(100):
        acc = acc + Number(i)
        if Number(i) + Number(1):
            log.append("even")
        acc += Number(1)[i]
        x, y = Number(i), Number(-i)
        x, y = y, x
        f"{Number(5).name}"
    flush("operators")


def storing(n):
    """Unpacking and chained assignment: old values die in order."""
    a = b = c = Loud(0)
    for i in range(n):
        a, b = Loud(i), Loud(i + 1000)
        c = a = b = Loud("chain")
        [a, (b, c)] = Loud(1), (Loud(2), Loud(3))
        for a in (Loud(4), Loud(5)):
            log.append("loop")
        with_default(a)
    flush("storing")


def with_default(a, b=[Loud("default")]):
    b[0] = a
    a = None


for part in meddling, resurrection, operators:
    part()
storing(80)
with_default(None)
flush("default")
