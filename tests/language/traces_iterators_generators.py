# Hot loops in generators: they stop in the middle, and go on later, elsewhere, or never.


def section(name):
    print("---", name)


section("generators that loop")


def squares(n):
    for i in range(n):
        yield i * i


def evens(values):
    for x in values:
        if x % 2 == 0:
            yield x


def accumulated(values):
    total = 0
    for x in values:
        total += x
        yield total


def consume(iterable):
    total = 0
    for x in iterable:
        total = total * 5 + x & 0xFFFFFF
    return total


for _ in range(3):
    print(consume(squares(80)), consume(evens(list(range(90)))), consume(accumulated(range(100))))
print(consume(evens(squares(100))), consume(accumulated(evens(squares(60)))))

section("loops without a yield in between")


def block_sums(values, size):
    total = seen = 0
    for x in values:
        total += x
        seen += 1
        if seen == size:
            yield total
            total = seen = 0
    yield total


print(list(block_sums(range(200), 50)), list(block_sums([2] * 130, 64)), list(block_sums((1.5,) * 90, 1000)))


def rows(n):
    for i in range(n):
        row = 0
        for j in range(n):
            row += i * j
        yield row
        for j in [1, 2, 3] * 10:
            row += j
        yield row


print(list(rows(9)))
print(consume(rows(30)))

section("gone on with by somebody else")


def alternating(n):
    a, b = squares(n), squares(n)
    total = 0
    for i in range(n):
        total += next(a) if i % 2 else next(b)
    for x in a:
        total += x
    return total, sum(b)


print(alternating(60))


def resumed_after_break(n):
    generator = accumulated(range(n))
    first = 0
    for x in generator:
        first += 1
        if x > n * 3:
            break
    return first, sum(generator)


print(resumed_after_break(100), resumed_after_break(200))


def moved_between_functions(n):
    it = iter(range(n))

    def some(count):
        taken = 0
        for x in it:
            taken += x
            count -= 1
            if not count:
                break
        return taken

    return [some(40), some(35), some(1), some(1000), some(5)]


print(moved_between_functions(120))

section("send, throw, close")


def adjustable(n):
    step = 1
    total = 0
    for i in range(n):
        total += i * step
        got = yield total
        if got is not None:
            step = got
    return total


def drive(n):
    generator = adjustable(n)
    out = [next(generator)]
    for i in range(n - 1):
        out.append(generator.send(i % 5 if i % 3 == 0 else None))
    try:
        next(generator)
    except StopIteration as stop:
        out.append(("returned", stop.value))
    return out[-3:]


print(drive(70))


def stubborn(n):
    caught = 0
    it = iter(range(n))
    while True:
        try:
            for x in it:
                for y in range(x % 7):
                    caught += y
                yield x
            return
        except ValueError:
            caught += 1000
        finally:
            caught += 1


def throw_into(n):
    generator = stubborn(n)
    seen = []
    for x in generator:
        seen.append(x)
        if x % 11 == 5:
            seen.append(("thrown", generator.throw(ValueError)))
    return len(seen), seen[-3:]


print(throw_into(100))


def cleaned_up(log, n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append("closed at %d" % i)


def abandon(n, stop):
    log = []
    for x in cleaned_up(log, n):
        if x == stop:
            break
    return log


print(abandon(90, 45), abandon(90, 89), abandon(90, 1000))

section("yield from, and recursion")


def flatten(tree):
    for x in tree:
        if isinstance(x, list):
            yield from flatten(x)
        else:
            yield x


def nested(depth):
    return [depth, nested(depth - 1), depth * 10] if depth else [0]


print(list(flatten(nested(12))), consume(flatten([nested(6)] * 20)))


def walk(low, high):
    if low < high:
        middle = (low + high) // 2
        for x in walk(low, middle):
            yield x
        yield middle
        for x in walk(middle + 1, high):
            yield x


print(list(walk(0, 40)) == list(range(40)), consume(walk(0, 200)))


def tree_sums(depth):
    total = depth
    for i in range(3):
        if depth:
            for x in tree_sums(depth - 1):
                total += x * i
    yield total


print(list(tree_sums(4)))

section("several at once")


def merge(left, right):
    out = []
    for a, b in zip(squares(left), accumulated(range(right))):
        out.append(a - b)
    return len(out), sum(out)


print(merge(80, 70), merge(70, 80))


def triangle(n):
    return sum(x for i in range(n) for x in range(i) if (x + i) % 3)


print(triangle(60))
print(sum(sum(y for y in range(x)) for x in squares(12)))
