# Hot loops over lists that change meanwhile: an iterator over a list looks at it anew in every turn.


def section(name):
    print("---", name)


section("a list that grows and shrinks")


def grows(limit):
    values = [0]
    for x in values:
        if x < limit:
            values.append(x + 1)
            if x % 10 == 0:
                values.append(limit)
    return len(values), values[-3:]


print(grows(30), grows(200))


def shrinks(n):
    values = list(range(n))
    seen = 0
    for x in values:
        seen += 1
        if x % 3 == 0:
            values.pop()
    return seen, len(values)


print(shrinks(50), shrinks(301))


def removes_itself(n):
    values = list(range(n))
    seen = []
    for x in values:
        if x % 2 == 0:
            values.remove(x)
        else:
            seen.append(x)
    return seen[-4:], len(values)


print(removes_itself(120))


def cleared(n, when):
    values = list(range(n))
    seen = 0
    for x in values:
        seen += 1
        if x == when:
            values.clear()
    return seen, values


print(cleared(80, 0), cleared(80, 40), cleared(80, 79), cleared(80, 100))


def refilled(n, when):
    values = list(range(n))
    seen = []
    for x in values:
        if len(seen) == when:
            values[:] = [-1] * (n * 2)
        seen.append(x)
    return len(seen), seen[-1], seen.count(-1)


print(refilled(60, 30), refilled(60, 59), refilled(60, 60))


def reversed_meanwhile(n):
    values = list(range(n))
    seen = []
    for i, x in zip(range(n), values):
        if i == n // 2:
            values.reverse()
        seen.append(x)
    return sum(seen), seen[n // 2 - 1:n // 2 + 2]


print(reversed_meanwhile(80))


def sorted_meanwhile(n):
    values = [x * 7 % n for x in range(n)]
    total = 0
    for x in values:
        total = total * 3 + x & 0xFFFF
        if x == 13:
            values.sort()
    return total


print(sorted_meanwhile(97))


def replaces_items(n):
    values = list(range(n))
    out = 0
    for x in values:
        out += x
        if x + 1 < n:
            values[x + 1] = x + 1 if x % 5 else x + 1
        values[x] = 2.5
    return out, values[:3], values[-2:]


print(replaces_items(100))


def prefix_sums(n):
    values = [1] * n
    i = 0
    for x in values:
        i += 1
        if i < n:
            values[i] += x
    return values[-1], values[n // 2]


print(prefix_sums(90))

section("items of many types, appearing late")


def total(values):
    t = 0
    for x in values:
        t += x
    return t


ints = [1] * 60
print(total(ints), total(ints + [0.5] + ints), total([2.5] * 70), total([True] * 50 + [1 << 60] * 3 + [1j]))


def texts(values):
    out = ""
    for x in values:
        out += x
    return len(out), out[:5]


print(texts(["ab", "c"] * 40), texts(("x",) * 45))


def kinds(values):
    found = {}
    for x in values:
        name = type(x).__name__
        found[name] = found.get(name, 0) + 1
    return found


print(kinds([1, 2.0, "3", None, True, (4,), [5], {6}, {7: 8}, 1 << 80] * 9))

section("items that vanish with their list")


class Thing:
    alive = 0

    def __init__(self, number):
        self.number = number
        Thing.alive += 1

    def __del__(self):
        Thing.alive -= 1


def drops_list(n):
    things = [Thing(i) for i in range(n)]
    total = 0
    for thing in things:
        total += thing.number
        things[thing.number] = None
        if thing.number == n // 2:
            del things
            things = [None] * n
        if thing.number % 20 == 19:
            total += Thing.alive * 1000
    del thing, things
    return total, Thing.alive


print(drops_list(60))


class Emptying:
    def __init__(self, owner):
        self.owner = owner

    def __del__(self):
        self.owner.clear()


def finalizer_empties(n):
    values = []
    for i in range(n):
        values.append(i)
    values[n // 2] = Emptying(values)
    seen = 0
    previous = None
    for x in values:
        seen += 1
        if seen == n // 2 + 1:
            values[n // 2] = 0
            x = None  # nobody else has it
    return seen, values


print(finalizer_empties(60), finalizer_empties(61))


def unpacked_pairs(n):
    pairs = [(i, i * 0.5) for i in range(n)]
    a = 0
    b = 0.0
    for i, half in pairs:
        a += i
        b += half
    return a, b


print(unpacked_pairs(100))

section("subclasses and other iterators have their own ways")


class Odd(list):
    def __iter__(self):
        return iter(range(1, len(self) * 2, 2))


class Plain(list):
    pass


print(total(Odd([0] * 40)), total(Plain(ints)), total(ints), total(tuple(ints)), total({1: 0, 2: 0, 3: 0}))


class Counting:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(total(Counting(70)), total(ints), total(range(70)), total(reversed(ints)), total(x * 2 for x in ints))

section("comprehensions")
print(sum([x * x for x in range(200)]), len({x % 17 for x in range(200)}), sum({x: x + 1 for x in range(90)}.values()))
print([[y for y in range(x) if y % 3] for x in range(12)])
print(sum(x for x in [1.5] * 99), any(x == 70 for x in range(100)), all(x < 70 for x in range(100)))
