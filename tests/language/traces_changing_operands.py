"""Loops through which values of ever other types, lengths and kinds come by."""
import types

N = 400


class Number:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return Number(self.v + int(other))

    __radd__ = __add__

    def __lt__(self, other):
        return self.v < int(other)

    def __eq__(self, other):
        return self.v == int(other)

    def __int__(self):
        return self.v

    def __len__(self):
        return self.v % 5

    def __getitem__(self, i):
        if i > self.v % 4:
            raise IndexError
        return i

    def __repr__(self):
        return f"Number({self.v})"


class Ratio(float):
    pass


class Items(list):
    pass


NUMBERS = [1, 2.5, True, 10 ** 20, 3 + 4j, Ratio(1.25), Number(7), -5, 2 ** 48 - 1]
CONTAINERS = [[1, 2, 3], (1, 2), "abc", b"ab", {1: 2, 2: 3}, {1, 2}, range(4), Number(3), bytearray(b"xyz"),
              frozenset((1,)), Items((1, 2)), {1: 1}.keys(), memoryview(b"pq")]


def arithmetic(n):
    total = 0
    for i in range(n):
        a = NUMBERS[i * i % len(NUMBERS)]
        b = NUMBERS[i % len(NUMBERS)]
        try:
            total = a + b
            if a < b:
                total = total + 1
            if a == b:
                total += 2
        except TypeError as error:
            total = len(str(error))
    return total


def growing(n):
    total, small = 1, 2 ** 47
    for i in range(n):
        total = total * 3 if total < 2 ** 60 else 1
        small += 2 ** 40
    return total, small


def in_function(n):
    def add(a, b):
        return a + b
    totals = {}
    for i in range(n):
        value = [1, 2.0, "x", (1,), [2], b"z", True, None][i % 8]
        if value is not None:
            key = repr(add(value, value))
            totals[key] = totals.get(key, 0) + 1
    return sorted(totals.items())


def truths(n):
    count = 0
    for i in range(n):
        value = [0, 1, "", "x", [], [1], None, 2.0, 0.0, (), {1: 1}, Number(5), Number(6), 10 ** 30, range(0)][i * 7 % 15]
        if value:
            count += 1
        count += not value
        count += 1 if (value and i) else 2
    return count


def iteration(n):
    total = 0
    for i in range(n):
        for item in CONTAINERS[i * i % len(CONTAINERS)]:
            total += len(str(item))
    return total


def containers(n):
    total = 0
    for i in range(n):
        container = CONTAINERS[(i * i + i // 3) % len(CONTAINERS)]
        total += len(container)
        try:
            total += hash(container[1])
        except (TypeError, KeyError, IndexError) as error:
            total += len(type(error).__name__)
        try:
            total += 1 in container
        except TypeError:
            total += 100
    return total % 1000003


def items_set(n):
    places = [[0, 0], {}, bytearray(2), Items((0, 0)), {0: None}, memoryview(bytearray(2))]
    for i in range(n):
        place = places[i * i % 6]
        place[1] = i % 200
        place[0 if i % 2 else 1] = 1
    return [list(place.items()) if hasattr(place, "items") else list(place) for place in places]


def lengths(n):
    total = 0
    for i in range(n):
        values = list(range(i % 9))
        try:
            a, b = values
            total += b
        except ValueError as error:
            total += len(str(error))
        first, *rest = [1] * (i % 7 + 1)
        total += len(rest) + len(values[1:i % 5])
        if values:
            total += values[-1]
    return total


def unpacked(n):
    total = 0
    for i in range(n):
        x, y = [(1, 2), [3, 4], "56", {7: 1, 8: 2}, range(2), iter((1, 2)), (k for k in (1, 2))][i % 7]
        total += int(x) + int(y)
    return total


def strings(n):
    text, total = "", 0
    for i in range(n):
        text += ["a", "\u00e9", "\u4e2d", "\U0001f600", "", "bc" * 20][i * i % 6]
        total += ord(text[-1]) if text else 0
        if len(text) > 50:
            text = text[i % 10:i % 10 + 3]
        total += ("%s-%s" % (i, text)).count("b")
    return total, text


def attributes(n):
    makers = [lambda i: types.SimpleNamespace(v=i), Number, lambda i: type("T", (), {"v": i}),
              lambda i: type("T", (), {"v": property(lambda self: i)})(), lambda i: type("P", (tuple,), {"v": property(lambda self: self[0])})((i,))]
    total = 0
    for i in range(n // 4):
        total += makers[i % 5](i).v
    return total


def exceptions(n):
    counts = {"none": 0, "fresh": 0, "KeyError": 0, "ValueError": 0}
    for i in range(n // 4):
        class Fresh(Exception):
            pass
        try:
            if i % 3 == 0:
                raise Fresh(i)
            if i % 3 == 1:
                raise [KeyError, ValueError, IndexError][i % 2]("x")
            counts["none"] += 1
        except Fresh as error:
            counts["fresh"] += error.args[0]
        except (KeyError, ValueError) as error:
            counts[type(error).__name__] += 1
    return sorted(counts.items())


def identities(n):
    same, last = 0, None
    for i in range(n):
        value = [object(), None, i, "a" + "b", 1.0 * i][i % 5]
        if value is last:
            same += 1
        if value is None:
            same += 1
        last = value
    return same


def cells(n):
    value = 0

    def see():
        return repr(value)
    total = 0
    for i in range(n):
        value = [1, 2.0, "x", None, True, (1,)][i % 6]
        total += len(see())
    return total


def deep(n):
    def down(k):
        return 0 if k == 0 else 1 + down(k - 1)
    total = 0
    for i in range(n // 8):
        total += down(i * 7 % 300)
        try:
            down(5000 if i % 10 == 0 else 3)
        except RecursionError:
            total += 1
    return total


def mixed(n):
    """Four instructions in a row, each of which sees many kinds of values."""
    total = 0
    for i in range(n):
        a = NUMBERS[i * 5 % 9]
        b = CONTAINERS[i * 7 % 13]
        c = [1, 1.5, "s", None, ()][i % 5]
        d = (lambda: 1, len, Number, int, str, dict, list)[i * 3 % 7]
        total += len(repr(a)) + len(b) + (1 if c else 2)
        try:
            total += len(repr(d()))
        except TypeError:
            total += 1000
    return total


for name, value in list(globals().items()):
    if isinstance(value, types.FunctionType):
        print(name, value(N))
