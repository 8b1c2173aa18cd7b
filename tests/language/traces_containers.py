"""Lists, tuples and dicts that change under hot loops: lengths, kinds of items, aliases, slices, unpacking."""


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def changed_while_iterated():
    out = []
    items = list(range(60))
    for v in items:
        if v % 3 == 0 and len(items) < 150:
            items.append(v + 1000)
        if v == 40:
            del items[50:55]
        out.append(v)
    print(len(out), sum(out), len(items))
    items = list(range(200))
    for i, v in enumerate(items):
        items.remove(v)
    print(i, len(items), items[:3])
    rounds = 0
    items = [1] * 100
    for v in items:
        rounds += 1
        if rounds == 80:
            items.clear()
    for v in items:
        rounds += 1000
    it = iter(items)
    print(rounds, next(it, "end"), items.append(1), next(it, "still the end"))
    items = [1] * 100
    it = iter(items)
    for v in it:
        rounds += v
        if rounds == 150:
            items[:] = [2, 2.5] * 60
    print(rounds, len(items))


def dictionaries():
    d = {i: i for i in range(100)}

    def grows(at):
        total = 0
        for k in d:
            total += d[k]
            if k == at:
                d[-1] = 1
        return total

    print(attempt(grows, 70), len(d), attempt(grows, 1000))
    del d[-1]

    def shrinks(view, key):
        for n, k in enumerate(view):
            if n == 60:
                d.pop(key)
        return n

    print(attempt(shrinks, d, 60), attempt(shrinks, d.values(), 7), attempt(shrinks, d.items(), 99), len(d))
    total = 0
    for k in d:
        d[k] += 0.5 if k > 50 else 1
        total += d[k]
    for k, v in d.items():
        d[k] = str(v)
    print(total, d[0], d[98], len({k: v for k, v in d.items() if "." in v}))
    d = {}
    for word in ("a b c a b a " * 30).split():
        d[word] = d.get(word, 0) + 1
        d.setdefault(len(d), []).append(word)
        if len(d) % 3 == 0:
            d.pop(len(d) - 1, None)
    print({k: v if isinstance(v, int) else len(v) for k, v in d.items()})


for part in changed_while_iterated, dictionaries:
    part()
