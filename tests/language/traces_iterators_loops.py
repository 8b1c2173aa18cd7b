# Loops over ranges, lists and tuples that become hot: the trace tier keeps their iterators' state in registers, and must
# give it back whenever a loop is left, or somebody else has the iterator.
import sys


def section(name):
    print("---", name)


section("leaving and going on with the same iterator")


def head_and_tail(iterator, stop):
    head = 0
    for x in iterator:
        head = head * 3 + x & 0xFFFFF
        if x == stop:
            break
    else:
        head = -1
    return head, list(iterator)


for stop in (0, 1, 5, 37, 98, 99, 1000):
    print(stop, head_and_tail(iter(range(100)), stop)[0], len(head_and_tail(iter(range(100)), stop)[1]))
    print(head_and_tail(iter([x * 2 for x in range(60)]), stop))
    print(head_and_tail(iter(tuple(range(0, 120, 3))), stop))


def one_iterator_two_loops():
    it = iter(range(90))
    seen = []
    for x in it:
        if x % 7 == 6:
            seen.append(("first", x))
        if x == 40:
            break
    for y in it:
        if y % 7 == 6:
            seen.append(("second", y))
    for z in it:
        seen.append(("never", z))
    return seen, next(it, "nothing left")


for _ in range(3):
    print(one_iterator_two_loops())


section("the same iterator inside of its own loop")


def pairs(values):
    it = iter(values)
    out = []
    for a in it:
        b = next(it, None)
        out.append((a, b))
    return out


print(pairs(range(41))[-3:], pairs(list(range(42)))[-3:], pairs(tuple("abcde" * 9))[-3:])


def zipped(n):
    it = iter(range(n))
    total = 0
    for a, b, c in zip(it, it, it):
        total += a * b - c
    return total, list(it)


print(zipped(100), zipped(300), zipped(301))


def nested_on_one(n):
    it = iter(range(n))
    rows = []
    for a in it:
        inner = 0
        for b in it:
            inner += b
            if b % 10 == 9:
                break
        rows.append((a, inner))
    return rows


print(nested_on_one(95))

section("__length_hint__ while the loop runs")


def hints(values):
    it = iter(values)
    out = []
    for x in it:
        if x % 16 == 3:
            out.append(it.__length_hint__())
    return out, it.__length_hint__()


print(hints(range(100)), hints(list(range(100))), hints(tuple(range(100))))
print(hints(range(100, 0, -1)))

section("ranges of all kinds")


def consume(r):
    count = total = 0
    last = None
    for x in r:
        count += 1
        total += x
        last = x
    return count, total, last


BIG = 1 << 48
for r in (range(50), range(0), range(5, 5), range(50, 0), range(50, 0, -1), range(-40, 41), range(0, 300, 7),
          range(300, -300, -11), range(BIG - 60, BIG - 1), range(BIG - 60, BIG + 60), range(-BIG - 50, -BIG + 50),
          range(-BIG + 60, -BIG - 1, -1), range(BIG * 4, BIG * 4 + 90, 2), range(0, BIG * 40, BIG),
          range(-(1 << 70), -(1 << 70) + 45), range(BIG - 1, -BIG, -(BIG >> 5)), range(0, BIG - 1, BIG // 40)):
    print(r, consume(r))


def many_ranges(n):
    total = 0
    for i in range(n):
        for j in range(i, -i, -2):
            total += i ^ j
        for j in range(i * 3, i * 4):
            if j % 5 == 0:
                continue
            total -= j
    return total


print(many_ranges(70))

section("a changing local, a deleted variable, a shadowed one")


def shadowed(n):
    out = []
    for i in range(n):
        i = i * i
        if i % 3 == 0:
            del i
            continue
        out.append(i % 10)
    return sum(out), len(out)


print(shadowed(100))


def survives(n):
    for i in range(n):
        pass
    return i


print(survives(77), survives(1))
try:
    survives(0)
except UnboundLocalError as error:
    print(type(error).__name__)

section("else, return, exceptions")


def find(values, wanted):
    for index in range(len(values)):
        if values[index] == wanted:
            return index
    else:
        return "not there"


data = [x * 5 % 61 for x in range(61)]
print([find(data, w) for w in range(0, 66, 3)])


def raises_at(n, when):
    done = []
    try:
        for i in range(n):
            done.append(100 // (i - when))
    except ZeroDivisionError:
        return i, len(done), done[-1] if done else None
    return "no error", len(done)


print([raises_at(60, when) for when in (0, 1, 30, 59, 60)])


def continues_after_error(values):
    total = 0
    errors = 0
    it = iter(values)
    while True:
        try:
            for x in it:
                total += 10 % x
            return total, errors
        except ZeroDivisionError:
            errors += 1


print(continues_after_error([x % 9 for x in range(100)]), continues_after_error(range(-30, 31)))


def handler_in_loop(n):
    total = 0
    for i in range(n):
        try:
            if i % 13 == 12:
                raise KeyError(i)
            total += i
        except KeyError as error:
            total -= error.args[0]
        finally:
            total += 1
    return total


print(handler_in_loop(200))

section("loops in recursive functions")


def tree(depth, width):
    total = depth
    for i in range(width):
        if depth:
            total += i * tree(depth - 1, width)
    return total


print(tree(5, 4), tree(3, 9))


def permutations(items):
    if len(items) < 2:
        return [items]
    out = []
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            out.append([items[i]] + rest)
    return out


print(len(permutations(list(range(6)))), permutations([1, 2, 3]))

section("nested loops")


def matrix(n):
    rows = [[i * j % 7 for j in range(n)] for i in range(n)]
    out = 0
    for row in rows:
        for x in row:
            for y in (1, 2, 3):
                out += x * y
    for i in range(n):
        for j in range(n):
            out ^= rows[i][j] * rows[j][i]
    return out


print(matrix(12), matrix(25))


def inner_breaks(n):
    out = []
    for i in range(n):
        for j in range(n):
            if i * j > 50:
                break
            if (i + j) % 2:
                continue
            out.append(i * j)
        else:
            out.append(-i)
    return len(out), sum(out)


print(inner_breaks(30))

section("references")


class Item:
    alive = 0

    def __init__(self):
        Item.alive += 1

    def __del__(self):
        Item.alive -= 1


def over_items(values):
    for x in values:
        pass
    return Item.alive


def leave_early(n):
    for x in [Item() for _ in range(n)]:
        if Item.alive != n:
            return "lost"
    del x
    return Item.alive


print(over_items([Item() for _ in range(50)]), Item.alive)
print(leave_early(50), Item.alive)


def counts(values):
    base = sys.getrefcount(values)
    total = 0
    for x in values:
        total += x
    return total, sys.getrefcount(values) - base


print(counts([1.5] * 60), counts(tuple([2] * 60)))


def shared_or_not(n, keep):
    kept = []
    total = 0
    for _ in range(6):
        it = iter([3] * n)
        if keep:
            kept.append(it)
        for x in it:
            total += x
        del it
    return total, [list(it) for it in kept]


print(shared_or_not(50, False), shared_or_not(50, True), shared_or_not(50, False))


def exhausted_stays_exhausted():
    values = [1] * 40
    it = iter(values)
    total = 0
    for x in it:
        total += x
    values.append(5)
    for x in it:
        total += 1000
    return total, list(it), next(it, "end")


print(exhausted_stays_exhausted())
