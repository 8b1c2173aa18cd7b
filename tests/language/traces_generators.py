"""Generators in hot loops: consumed, abandoned and resumed later, nested, sent to, thrown into and closed."""

log = []


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def pairs(n):
    for i in count(n):
        for j in count(i % 4):
            yield i, j


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)
    return depth * 10


def with_return(n):
    got = 0
    for i in range(n):
        got += yield from tree(i % 4)
        if i == n - 2:
            got += 0.5
    return got


def guarded(n):
    try:
        for i in range(n):
            try:
                yield i
            except ValueError as e:
                log.append(e.args[0])
                yield -1
    finally:
        log.append("closed")


def plain():
    total = 0
    for a, b in pairs(150):
        total += a * b
    for v in tree(7):
        total += v
    for v in count(100):
        if v == 50:
            total += 0.25
        total += v
    print(total, [sum(count(k)) for k in range(0, 100, 20)])
    try:
        for v in (g := with_return(90)):
            total += v
        print(total, next(g, "exhausted"))
    finally:
        print(sum(count(10)))

    def returned():
        r = yield from with_return(60)
        yield r
    print(list(returned())[-1])


def resumed():
    """One generator shared by many loops, each of which leaves it early."""
    g = count(1000)
    sums = []
    for k in range(60):
        part = 0
        for v in g:
            part += v
            if v % 15 == k % 15:
                break
        else:
            part = "end"
        sums.append(part)
    print(sums[:5], sums[-3:], next(g))
    for v in g:
        if v > 995:
            print(next(g, "none"), end=" ")
    print(next(g, "done"))
    for k in range(60):
        for v in guarded(5):
            if v == k % 7:
                break
    print(log.count("closed"), len(log))
    log.clear()


def talk():
    def average():
        total = n = 0
        value = None
        while True:
            value = yield value
            if value is None:
                continue
            total += value
            n += 1
            value = total / n if n % 3 else total // n

    g = average()
    g.send(None)
    out = []
    for i in range(200):
        out.append(g.send(i if i < 100 else i / 2 if i < 150 else None))
    print(out[97:104], out[-2:], sum(v for v in out if v is not None))
    g = guarded(200)
    next(g)
    seen = 0
    for i in range(150):
        seen += g.throw(ValueError(i)) if i % 5 == 0 else next(g)
    g.close()
    print(seen, len(log), log[:3], log[-1], next(g, "over"))
    log.clear()
    g = guarded(3)
    next(g)
    for error in (KeyError("k"), None):
        try:
            g.throw(error) if error else g.send(5)
        except (KeyError, StopIteration) as e:
            print(repr(e), log)


for part in plain, resumed, talk:
    part()
