# Which items list.sort() and sorted() compare, in which order, and what a list looks like when comparing fails. A program
# can watch all of that.


class Dice:
    def __init__(self, seed):
        self.state = seed * 2654435761 + 1

    def randrange(self, stop):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % stop


class Trail:
    """Remembers what was compared, in one number."""

    def __init__(self):
        self.count = 0
        self.sum = 0

    def note(self, *what):
        self.count += 1
        self.sum = (self.sum * 31 + hash(what)) % 1000000007


trail = Trail()


class Stop(Exception):
    pass


class Item:
    stop_at = -1

    def __init__(self, key, place):
        self.key, self.place = key, place

    def __lt__(self, other):
        trail.note(self.place, other.place)
        if trail.count == Item.stop_at:
            raise Stop
        return self.key < other.key

    def __repr__(self):
        return f"{self.key}.{self.place}"


class Int(int):
    def __lt__(self, other):
        trail.note(int(self), int(other))
        return int(self) < int(other)


class Shy(Item):
    """Does not know every other time, so that the other one is asked."""

    def __lt__(self, other):
        trail.note(1, self.place, other.place)
        if trail.count % 2:
            return NotImplemented
        return self.key < other.key

    def __gt__(self, other):
        trail.note(2, self.place, other.place)
        return self.key > other.key


class Contradictory(Item):
    """Its answers fit no order."""

    def __lt__(self, other):
        trail.note(self.place, other.place)
        return trail.sum % 3 == 0


class Truthy(Item):
    def __lt__(self, other):
        trail.note(self.place, other.place)
        return [0] if self.key < other.key else ""


class Left(Item):
    def __lt__(self, other):
        trail.note(3, self.place, other.place)
        return self.key < other.key

    def __gt__(self, other):
        trail.note(4, self.place, other.place)
        return self.key > other.key


class Right(Left):
    def __lt__(self, other):
        trail.note(5, self.place, other.place)
        return self.key < other.key


def random_keys(dice, n):
    return [dice.randrange(1 << 20) for _ in range(n)]


def few_keys(dice, n):
    return [dice.randrange(4) for _ in range(n)]


def runs(dice, n):
    keys = []
    while len(keys) < n:
        start, length, kind = dice.randrange(1000), dice.randrange(n) + 1, dice.randrange(4)
        keys += [start + (i, -i, i // 5, -(i // 5))[kind] for i in range(length)]
    return keys[:n]


def nearly_sorted(dice, n):
    keys = list(range(n))
    for _ in range(n // 20 + 1):
        if n:
            a, b = dice.randrange(n), dice.randrange(n)
            keys[a], keys[b] = keys[b], keys[a]
    return keys


def two_halves(dice, n):
    return list(range(0, n, 2)) + list(range(1, n, 2))


def stairs(dice, n):
    return [i // 40 * (1 if i // 40 % 2 else -1) for i in range(n)]


def saw(dice, n):
    return [i % 37 for i in range(n)]


def sawn_blocks(dice, n):
    return [i // 100 % 3 * 1000 + i for i in range(n)]


SHAPES = [random_keys, few_keys, runs, nearly_sorted, two_halves, stairs, saw, sawn_blocks]
SIZES = [0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 66, 100, 127, 128, 129, 200, 400]


def digest(items):
    return sum((i + 1) * item.place for i, item in enumerate(items))


def watch(label, sort, items):
    global trail
    trail = Trail()
    try:
        sort(items)
        end = "sorted"
    except (Stop, ValueError, TypeError) as error:
        end = f"{type(error).__name__} {error}"
    print(label, len(items), end, trail.count, trail.sum, digest(items))


def shape_by_shape():
    for shape in SHAPES:
        for n in SIZES:
            for kind in (Item, Shy, Contradictory, Truthy):
                keys = shape(Dice(n), n)
                watch(f"{shape.__name__} {kind.__name__}", lambda items: items.sort(), [kind(k, i) for i, k in enumerate(keys)])
    for shape in (random_keys, runs, sawn_blocks):
        keys = shape(Dice(5), 3000)
        watch(f"long {shape.__name__}", lambda items: items.sort(), [Item(k, i) for i, k in enumerate(keys)])


def ways():
    ways = {
        "reverse": lambda items: items.sort(reverse=True),
        "key": lambda items: items.sort(key=lambda item: Int(item.key)),
        "key and reverse": lambda items: items.sort(key=lambda item: Int(item.key), reverse=True),
        "key of items": lambda items: items.sort(key=lambda item: item),
        "tuples": lambda items: items.sort(key=lambda item: (item,)),
        "pairs": lambda items: items.sort(key=lambda item: (item.key // 3, item)),
        "pairs of items": lambda items: items.sort(key=lambda item: (item, item)),
        "empty and full tuples": lambda items: items.sort(key=lambda item: (item,)[:item.place % 4]),
        "tuples in tuples": lambda items: items.sort(key=lambda item: ((item, 1), 2)),
        "lists": lambda items: items.sort(key=lambda item: [item.key, item]),
        "sorted": lambda items: items.__setitem__(slice(None), sorted(items, reverse=True)),
    }
    for name, sort in ways.items():
        for shape in (random_keys, few_keys, runs):
            for n in (2, 10, 70, 150):
                for kind in (Item, Shy):
                    keys = shape(Dice(n + 1), n)
                    watch(f"{name} {shape.__name__} {kind.__name__}", sort, [kind(k, i) for i, k in enumerate(keys)])


def mixed_types():
    for n in (3, 20, 100):
        keys = random_keys(Dice(n), n)
        watch("subclass", lambda items: items.sort(), [(Left, Right)[i % 3 == 0](k, i) for i, k in enumerate(keys)])
        watch("one of another type", lambda items: items.sort(), [(Item, Shy)[i == n - 1](k, i) for i, k in enumerate(keys)])
        watch("subclasses of int", lambda items: items.sort(key=lambda item: (Int, int)[item.place % 5 == 2](item.key)),
              [Item(k, i) for i, k in enumerate(keys)])


def failures():
    for shape in (random_keys, runs):
        for n, stops in ((3, range(1, 5)), (40, range(1, 180, 7)), (200, range(1, 1400, 93))):
            for stop in stops:
                keys = shape(Dice(n), n)
                for sort in (lambda items: items.sort(), lambda items: items.sort(reverse=True),
                             lambda items: items.sort(key=lambda item: item)):
                    Item.stop_at = stop
                    watch(f"stop at {stop} {shape.__name__}", sort, [Item(k, i) for i, k in enumerate(keys)])
                    Item.stop_at = -1

    def fails_at_five(item):
        trail.note(item.place)
        if item.place == 5:
            raise Stop
        return item.key

    watch("key fails", lambda items: items.sort(key=fails_at_five), [Item(-i, i) for i in range(9)])
    for items in ([1, "a", 2], ["a", 1], [(1, "a"), (1, 2)], [None, None], [1.5, 1 << 70, "x"], [[1], (1,)], [1j, 2j]):
        try:
            items.sort()
        except TypeError as error:
            print(items, error)


def changes_meanwhile():
    changes = {
        "nothing": lambda items: None,
        "length": lambda items: print(items, end=" "),
        "append": lambda items: items.append(1),
        "append and pop": lambda items: (items.append(1), items.pop()),
        "append and clear": lambda items: (items.append(1), items.clear()),
        "insert and delete": lambda items: (items.insert(0, 1), items.__delitem__(0)),
        "clear": lambda items: items.clear(),
        "sort": lambda items: items.sort(),
        "reverse": lambda items: items.reverse(),
        "extend by nothing": lambda items: items.extend([]),
        "extend": lambda items: items.extend("ab"),
        "assign a slice": lambda items: items.__setitem__(slice(None), [7, 8]),
        "assign nothing": lambda items: items.__setitem__(slice(None), []),
        "repeat": lambda items: items.__imul__(3),
        "fail after a change": lambda items: (items.append(1), 1 / 0),
    }
    for name, change in changes.items():
        for n in (2, 5, 30):
            for with_key in (False, True):
                items = list(range(n, 0, -1))

                class Meddler(int):
                    def __lt__(self, other):
                        change(items)
                        return int(self) < int(other)

                def key(item):
                    change(items)
                    return item

                if not with_key:
                    items[:] = [Meddler(i) for i in items]
                try:
                    items.sort(key=key if with_key else None)
                    print(name, items)
                except (ValueError, ZeroDivisionError) as error:
                    print(name, type(error).__name__, error, items)


def plain_values():
    dice = Dice(9)
    for n in (10, 100, 1000):
        ints = random_keys(dice, n)
        for values in (ints, [-i << 40 for i in ints], [i / 7 for i in ints], [str(i) for i in ints], [chr(i % 3000) for i in ints],
                       [i if i % 9 else i << 60 for i in ints], [i if i % 5 else i / 2 for i in ints],
                       [(i % 7, -i) for i in ints], [(i / 2, i) for i in ints], [(str(i % 20), i) for i in ints],
                       [(i % 3 and 1.5, i) for i in ints], [(i % 2 == 0, i) for i in ints], [[i % 7, i] for i in ints]):
            up, down = sorted(values), sorted(values, reverse=True)
            print(n, all(not b < a for a, b in zip(up, up[1:])), all(not a < b for a, b in zip(down, down[1:])), up[:3], down[:2],
                  sorted(values, key=lambda v: str(v))[:3])


shape_by_shape()
ways()
mixed_types()
failures()
changes_meanwhile()
plain_values()
