"""Unpacking: targets of every shape, starred, nested, order of evaluation, star expressions,
error messages.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


print("-- sources of every kind")
a, b, c = 1, 2, 3
print(a, b, c)
a, b, c = [c, b, a]
print(a, b, c)
for source in ("xyz", b"xyz", range(3), {"k": 1, "l": 2, "m": 3}, (i * i for i in range(3)), iter([7, 8, 9]),
               {5}.union([]) and (5, 6, 7), bytearray(b"abc")):
    a, b, c = source
    print(a, b, c)
(a, b), [c, (d, e)] = (1, 2), (3, "45")
print(a, b, c, d, e)
[a] = [5]
(b,) = "b"
[] = ()
() = []
print(a, b)
x = y, z = w = (8, 9)
print(x, y, z, w)
a, b = b, a
a, b, c = c, a, b
a, b, c, d = d, c, b, a
print(a, b, c, d)

print("-- starred")
for source in ([1, 2], [1, 2, 3], "abcdef", (i for i in range(4))):
    first, *middle, last = source
    print(first, middle, last)
*head, tail = "xyz"
print(head, tail)
head, *rest = [1]
print(head, rest)
*everything, = {"a": 1, "b": 2}
print(everything)
[a, *b], (*c, d), *e = (1, 2, 3), "xy", 4, 5
print(a, b, c, d, e)
a, (b, *c), *d = 1, (2, 3, 4), 5
print(a, b, c, d)
for key, *values in [("a", 1, 2), ("b",), "cde"]:
    print(key, values, end=" ")
print([last for *_, last in [(1, 2, 3), "ab"]])

print("-- errors")


def two(source):
    a, b = source
    return a, b


def two_plus(source):
    a, b, *c = source
    return a, b, c


def star_between(source):
    a, *b, c, d = source
    return a, b, c, d


def infinite():
    n = 0
    while True:
        yield n
        n += 1


for function in (two, two_plus, star_between):
    for source in ((), (1,), [1, 2], "abc", {1: 2}, range(5), iter("ab"), iter([]), 5, None, 1.5, two,
                   object):
        try:
            print(function.__name__, function(source))
        except (ValueError, TypeError) as e:
            print(function.__name__, type(e).__name__, e)
attempt(two, infinite())


class Odd:
    def __iter__(self):
        return 5


class Sequence:
    def __getitem__(self, index):
        print(f"[{index}]", end=" ")
        if index > 1:
            raise IndexError
        return index * 10


class Failing:
    def __iter__(self):
        yield 1
        raise KeyError("mid-way")


attempt(two, Odd())
attempt(two, Sequence())
attempt(two_plus, Sequence())
attempt(two, Failing())
attempt(two_plus, Failing())


def partly():
    first = second = "unset"
    try:
        first, second = 1, 2, 3
    except ValueError as e:
        print(first, second, e)
    try:
        first, (second, third) = 1, 5
    except TypeError as e:
        print(first, second, e)


partly()

print("-- targets that are not names, evaluated left to right")
log = []


class Recorder:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __setattr__(self, attribute, value):
        log.append(f"{self.name}.{attribute}={value}")

    def __setitem__(self, key, value):
        log.append(f"{self.name}[{key}]={value}")


def get(name):
    log.append(f"get {name}")
    return Recorder(name)


get("p").x, get("q")[get("k").name], *get("r").rest = (log.append("value"), 2, 3, 4)
print(log)
i = 0
items = [5, 6, 7]
i, items[i] = 2, "set"
print(i, items)
items[0], items[1], items[2] = items[2], items[0], items[1]
print(items)

print("-- star expressions")
a, b = [1, 2], "xy"
print([*a, *b], (*a, 0, *b), {*a, *b} == {1, 2, "x", "y"}, [*[], *()], *a, *b, [*range(3), *[*a]], (*b,))
t = *a, 3
print(t, [*(x for x in a)], {**{"a": 1}, **dict(b=2)})


def star_return():
    return 1, *a


def star_yield():
    yield 0, *a


print(star_return(), list(star_yield()), [x for x in (*a, *b)])
for x in *a, *b:
    print(x, end=" ")
print({"k": 1}[(*"k",)[0]])
attempt(lambda: [*5])
attempt(lambda: (*None,))
attempt(lambda: {*1})
attempt(lambda: {**[1]})
attempt(lambda: [*Failing()])

print("-- many targets")
names = [f"n{i}" for i in range(300)]
space = {}
exec(", ".join(names) + " = range(300)", space)
exec(", ".join(names[:255]) + ", *rest, last = range(300)", space)
print(space["n0"], space["n254"], len(space["rest"]), space["last"])
for source in ("*a = 1", "*a, *b = 1", "a, b += 1", "(a, 1) = 2", "f() = 1", "*a", "print(*)", "a + 1 = 2",
               "None = 1", "del *a", "[x for *a in b] = 1", "x = *a"):
    try:
        exec(source)
        print(source, "fine")
    except SyntaxError as e:
        print(source, "->", e.msg)
