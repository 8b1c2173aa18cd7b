# Hot loops over strings, dicts and what enumerate, zip and reversed make: their iterators have instructions of their own,
# whose tuples are used again when the loop has dropped them.


def section(name):
    print("---", name)


section("strings")


def letters(text):
    found = {}
    last = ""
    for c in text:
        found[c] = found.get(c, 0) + 1
        last = c
    return found, last


print(letters("the quick brown fox jumps over the lazy dog " * 3))
print(letters("\u20ac\u00e9a" * 40), letters("\U0001f600x" * 30), letters(""), letters("a"))


def split_words(text):
    it = iter(text)
    words = []
    while True:
        word = ""
        for c in it:
            if c == " ":
                break
            word += c
        else:
            words.append(word)
            return words
        words.append(word)


print(split_words("hot loops over one iterator of a string, again and again, gr\u00fc\u00dfe " * 2))

section("dicts")


def total(iterable):
    t = 0
    for x in iterable:
        t += x
    return t


numbers = {i: i * i for i in range(120)}
for i in range(0, 120, 7):
    del numbers[i]
named = {"name%d" % i: i for i in range(80)}
for _ in range(2):
    print(total(numbers), total(numbers.values()), total(named.values()), len("".join(k for k in named)))
    print(total(reversed(numbers)), total(reversed(numbers.values())), total({}), total({}.values()))


def changing_values(d):
    for key in d:
        d[key] = d[key] + 1
    return total(d.values())


print(changing_values(dict(numbers)), changing_values(dict(named)))


def growing(d, when):
    seen = 0
    try:
        for key in d:
            seen += 1
            if seen == when:
                d["new"] = 1
    except RuntimeError as error:
        return seen, str(error)
    return seen


def shrinking(d, when):
    seen = 0
    try:
        for key in d.values():
            seen += 1
            if seen == when:
                d.popitem()
    except RuntimeError as error:
        return seen, str(error)
    return seen


def swapping(d, when):
    seen = 0
    try:
        for key, value in d.items():
            seen += 1
            if seen == when:
                del d[key]
                d["other"] = value
    except RuntimeError as error:
        return seen, str(error)
    return seen


for when in (1, 30, 79, 80, 200):
    print(growing(dict(named), when), shrinking(dict(named), when), swapping(dict(named), when))


def goes_on_failing():
    d = dict(named)
    it = iter(d)
    seen = 0
    for key in it:
        seen += 1
        if seen == 40:
            break
    d["one more"] = 1
    errors = 0
    for _ in range(3):
        try:
            for key in it:
                seen += 1000
        except RuntimeError:
            errors += 1
    return seen, errors


print(goes_on_failing())


def items(d):
    keys = 0
    values = 0
    for key, value in d.items():
        keys += key
        values += value
    return keys, values


print(items(numbers), items({i: 0.5 for i in range(64)}))


def kept_pairs(d):
    kept = []
    for pair in d.items():
        if pair[1] % 3 == 0:
            kept.append(pair)
    return kept[:3], len(kept), len({id(pair) for pair in kept})


print(kept_pairs(named), kept_pairs(numbers))

section("enumerate")


def weighted(values):
    t = 0
    for i, x in enumerate(values):
        t += i * x
    return t


for values in ([1] * 70, [0.5] * 71, tuple(range(60)), range(65), [True, 2.5, 3] * 20, {5: 6, 7: 8}, iter([1] * 50)):
    print(weighted(values))


def from_start(values, start):
    first = last = None
    for i, x in enumerate(values, start):
        if first is None:
            first = i
        last = i
    return first, last


BIG = 1 << 48
print(from_start(range(50), 10), from_start([0] * 60, -30), from_start([0] * 60, BIG - 30),
      from_start([0] * 60, BIG * 1000), from_start((), 5))


def kept_numbers(values):
    kept = []
    for pair in enumerate(values):
        if pair[0] % 4 == 3:
            kept.append(pair)
    return kept[-2:], len(kept), len({id(pair) for pair in kept})


print(kept_numbers("x" * 60), kept_numbers([2.5] * 60))


def shared_inside(n):
    inner = iter(range(n))
    out = 0
    for i, x in enumerate(inner):
        out += i * x
        if x % 10 == 9:
            out += next(inner, 0)
    return out, list(inner)


print(shared_inside(90), shared_inside(200))


def leaves_and_goes_on(n):
    pairs = enumerate([x * 2 for x in range(n)])
    out = []
    for i, x in pairs:
        if i == n // 2:
            break
    for i, x in pairs:
        out.append((i, x))
    return out[:2], len(out), next(pairs, "end")


print(leaves_and_goes_on(80))


def changed_meanwhile(n):
    values = list(range(n))
    seen = 0
    for i, x in enumerate(values):
        seen += x
        if i % 3 == 0:
            values.pop()
        if i == 20:
            values.append(1000)
    return seen, len(values)


print(changed_meanwhile(90))

section("zip")


def dot(left, right):
    t = 0
    for x, y in zip(left, right):
        t += x * y
    return t


print(dot([1.5] * 60, [2.0] * 60), dot(range(70), range(50)), dot((2,) * 40, [3] * 90), dot([], [1]), dot("", ""))


def three(a, b, c):
    t = 0
    for x, y, z in zip(a, b, c):
        t += x * y - z
    return t


print(three(range(60), [2] * 60, (1,) * 55), three(range(3), {1: 2}, [5]))


def rest_after(left, right):
    a, b = iter(left), iter(right)
    count = 0
    for x, y in zip(a, b):
        count += 1
    return count, list(a), list(b)


print(rest_after(range(50), range(47)), rest_after([1] * 50, (2,) * 53), rest_after(range(50), range(50)))


def strictly(left, right):
    count = 0
    try:
        for x, y in zip(left, right, strict=True):
            count += 1
    except ValueError as error:
        return count, str(error)
    return count


print(strictly(range(50), [0] * 50), strictly(range(50), [0] * 49), strictly(range(49), [0] * 50))
print(dot(*[[(i) for i in range(60)]] * 2), sum(1 for _ in zip()), [list(zip(range(3)))])


def transposed(rows):
    return [list(column) for column in zip(*rows)]


print(transposed([[i * 10 + j for j in range(30)] for i in range(4)])[-1])

section("what the tuples let go")


class Thing:
    log = []

    def __init__(self, n):
        self.n = n

    def __del__(self):
        Thing.log.append(self.n)


class Making:
    def __init__(self, n):
        self.left = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return Thing(self.left)


def drop(values):
    count = 0
    for i, thing in enumerate(values):
        count += thing.n
        del thing
    return count


print(drop([Thing(i) for i in range(40)]), len(Thing.log))
print(drop(Making(45)), len(Thing.log), Thing.log[-3:])


def popping(n):
    values = [Thing(i) for i in range(n)]
    seen = []
    for a, b in zip(values, range(n)):
        seen.append(a.n)
        values[b] = None
        a = None
    return sum(seen), len(Thing.log)


print(popping(50))

section("reversed")


def backwards(values):
    out = 0
    for x in reversed(values):
        out = out * 3 + x & 0xFFFFF
    return out


print(backwards(list(range(90))), backwards(tuple(range(90))), backwards(range(90)), backwards([]))


def shrinks_under(n):
    values = list(range(n))
    seen = 0
    for x in reversed(values):
        seen += 1
        if x == n // 2:
            values.clear()
    it = reversed(values)
    values.extend(range(5))
    return seen, list(it)


def grows_under(n):
    values = list(range(n))
    seen = 0
    for x in reversed(values):
        seen += x
        values.append(x)
    return seen, len(values)


print(shrinks_under(80), grows_under(60))

section("in generators and comprehensions")


def numbered(values):
    for i, x in enumerate(values):
        yield i * x


print(sum(numbered([3] * 70)), sum(i * x for i, x in enumerate([1.5] * 60)), sum(x * y for x, y in zip(range(50), [2] * 50)))
print({k: v for k, v in zip("abcdefgh" * 6, range(48))}, [i for i, c in enumerate("abcab" * 12) if c == "c"])
print(max(len(k) * v for k, v in named.items()), sorted(v for v in named.values() if v % 9 == 0))
