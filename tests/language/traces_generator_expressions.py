"""sum, any, all, list and others over generator expressions in hot loops, and the errors that come out of these."""


def expressions():
    data = [1] * 60 + [0.5] * 60 + [True] * 60
    print(sum(x * 2 for x in data), sum(x for x in data if x is not True), any(x > 3 for x in data),
          all(x for x in data), len(list(x for x in data if x == 1)), tuple(x for x in range(150) if x % 50 == 0))
    print(sum(x * y for x in range(60) for y in range(x % 5)), max(x % 37 for x in range(100)),
          sorted(set(x % 7 for x in range(100))), dict((x % 3, x) for x in range(100)))
    total = 0
    for i in range(80):
        total += sum(j * i for j in range(i % 6)) + any(j == i for j in (1, 2, 70)) + all(j < 5 for j in range(i % 8))
    print(total)
    factor = 2
    lazy = (x * factor for x in range(120))
    out = []
    for k, v in enumerate(lazy):
        if k == 60:
            factor = 100
        out.append(v)
    print(sum(out), out[59:62])


def errors():
    caught = {}

    def note(e):
        text = type(e).__name__ + ": " + str(e) + (" from " + type(e.__cause__).__name__ if e.__cause__ else "")
        caught[text] = caught.get(text, 0) + 1

    def stops(n):
        for i in range(n):
            if i == 3:
                raise StopIteration
            yield i

    total = 0
    for i in range(120):
        try:
            total += sum(10 // (k - i % 7) for k in range(5)) if i % 2 else sum(stops(i % 6))
        except (ZeroDivisionError, RuntimeError) as e:
            note(e)
        try:
            total += len([v for v in (x.real if x < 90 else x.missing for x in range(i))])
        except AttributeError as e:
            note(e)
    print(total, caught)
    items = list(range(100))
    g = (items.pop() for _ in items)
    print(sum(g), len(items))

    def itself():
        yield next(me)

    for _ in range(60):
        me = itself()
        try:
            next(me)
        except ValueError as e:
            note(e)
    print(list(caught.items())[-1])


for part in expressions, errors:
    part()
