"""Run by both interpreters: random operations on sets, as the seeds of the arguments choose them, and after each what the
sets look like in the order in which they are gone through."""
import sys

from dice import Dice


class Colliding:
    """Equal by name, with a hash that many share."""

    def __init__(self, name, hash_value):
        self.name = name
        self.hash_value = hash_value

    def __hash__(self):
        return self.hash_value

    def __eq__(self, other):
        return isinstance(other, Colliding) and self.name == other.name

    def __repr__(self):
        return f"<{self.name}>"


class Sub(set):
    pass


class FrozenSub(frozenset):
    pass


def small_int(r):
    return r.randrange(-3, 40)


def same_low_bits(r):
    return r.randrange(12) << r.choice((3, 5, 10, 30, 60))


def large_int(r):
    return r.choice((r.randrange(1 << 80), -r.randrange(1 << 64), (1 << 61) - 1, r.randrange(3) * ((1 << 61) - 1)))


def number(r):
    return r.choice((r.random() * 100, r.randrange(40) / 4, float(r.randrange(20)), bool(r.randrange(2)), float("inf"),
                     complex(r.randrange(4), r.randrange(4))))


def text(r):
    return r.choice(("", "abc", "é", "€", "\U0001f600")) * r.randrange(1, 4) + str(r.randrange(30))


def colliding(r):
    n = r.randrange(30)
    return Colliding(n, n % 3 - 1 if n < 12 else n << 4)


def composed(r):
    return r.choice((tuple(small_int(r) for _ in range(r.randrange(4))), (text(r), number(r)), text(r).encode(),
                     frozenset(small_int(r) for _ in range(r.randrange(4))), range(r.randrange(2, 5)), Colliding))


def mixed(r):
    return r.choice((small_int, same_low_bits, large_int, number, text, colliding))(r)


MAKERS = [small_int, small_int, same_low_bits, large_int, number, text, colliding, composed, mixed]


def no_addresses(r, make):
    """An item whose hash is the same in both interpreters."""
    item = make(r)
    return 7 if item is Colliding else item


def some(r, make):
    most = r.choice((3, 6, 12, 30, 90, 300))
    return [no_addresses(r, make) for _ in range(r.randrange(most))]


def iterable(r, make, sets):
    """What the operations take as the other operand: a set, or anything else that holds items."""
    items = some(r, make)
    return r.choice((lambda: r.choice(sets), lambda: r.choice(sets), lambda: set(items), lambda: frozenset(items),
                     lambda: items, lambda: tuple(items), lambda: iter(items), lambda: dict.fromkeys(items),
                     lambda: dict.fromkeys(items).keys(), lambda: (item for item in items), lambda: Sub(items)))()


def shrunk_dict(r, make):
    result = dict.fromkeys(some(r, make) + some(r, make), 1)
    for key in list(result)[::r.randrange(1, 4)]:
        del result[key]
    return result


def change(r, make, sets):
    """Changes a set in place, or puts another one in its place; gives the name of what it did."""
    place = r.randrange(len(sets))
    target = sets[place]
    mutable = isinstance(target, set)
    names = PURE + (CHANGING * 2 if mutable else [])
    name = r.choice(names)
    other = iterable(r, make, sets)
    any_set = r.choice(sets)
    if name in ("add", "discard", "remove"):
        item = r.choice(list(target)) if len(target) and r.random() < 0.6 else no_addresses(r, make)
        for _ in range(r.choice((1, 1, 3))):
            try:
                getattr(target, name)(item)
            except KeyError:
                break
            item = no_addresses(r, make)
    elif name == "pop":
        for _ in range(min(len(target), r.choice((1, 2, 20)))):
            print(target.pop(), end=" ")
    elif name == "clear":
        target.clear()
    elif name == "|=":
        target |= any_set
    elif name == "&=":
        target &= any_set
    elif name == "-=":
        target -= any_set
    elif name == "^=":
        target ^= any_set
    elif name == "__init__":
        target.__init__(other)
    elif name.endswith("_update") or name == "update":
        others = [other] + [iterable(r, make, sets) for _ in range(r.choice((0, 0, 1)))]
        getattr(target, name)(*others[:1] if name == "symmetric_difference_update" else others)
    elif name in ("union", "intersection", "difference"):
        sets[place] = getattr(target, name)(*[iterable(r, make, sets) for _ in range(r.choice((0, 1, 1, 1, 2)))])
    elif name == "symmetric_difference":
        sets[place] = target.symmetric_difference(other)
    elif name == "|":
        sets[place] = target | any_set
    elif name == "&":
        sets[place] = target & any_set
    elif name == "-":
        sets[place] = target - any_set
    elif name == "^":
        sets[place] = target ^ any_set
    elif name == "view":
        left, right = shrunk_dict(r, make).keys(), r.choice((other, shrunk_dict(r, make).keys()))
        operation = r.choice(("__or__", "__and__", "__sub__", "__xor__", "__ror__", "__rand__", "__rsub__", "__rxor__"))
        result = getattr(left, operation)(right)
        if result is not NotImplemented:
            sets[place] = result
    elif name == "items view":
        left, right = shrunk_dict(r, make).items(), r.choice((any_set, shrunk_dict(r, make).items()))
        sets[place] = r.choice((lambda: left | right, lambda: left & right, lambda: left - right, lambda: left ^ right))()
    elif name == "new":
        sets[place] = r.choice((set, frozenset, Sub, FrozenSub))(other)
    elif name == "copy":
        sets[place] = target.copy()
    elif name == "comprehension":
        sets[place] = {item for item in other}
    elif name == "display":
        a, b, c, d, e, f = [no_addresses(r, make) for _ in range(6)]
        sets[place] = r.choice((lambda: {a}, lambda: {a, b, c}, lambda: {a, b, c, d, e, f}, lambda: {a, *other, b}))()
    elif name == "reduce":
        function, arguments = target.__reduce_ex__(r.randrange(6))[:2]
        sets[place] = function(*arguments)
    elif name == "iterator":
        walk = iter(target)
        for _ in range(r.randrange(2, 5)):
            next(walk, None)
        function, arguments = walk.__reduce__()
        sets[place] = set(function(*arguments))
    return name


PURE = ["union", "intersection", "difference", "symmetric_difference", "|", "&", "-", "^", "new", "new", "copy",
        "comprehension", "display", "reduce", "iterator", "view", "items view"]
CHANGING = ["add", "add", "discard", "discard", "remove", "pop", "clear", "|=", "&=", "-=", "^=", "__init__", "update", "update",
            "intersection_update", "difference_update", "symmetric_difference_update"]


def shown(a_set):
    items = list(a_set)
    if len(items) > 24:  # all of them in one number
        return f"{type(a_set).__name__} of {len(items)}: {items[:3]} ... {hash(repr(items))}"
    return f"{type(a_set).__name__} {items}"


def main():
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        r = Dice(seed)
        make = r.choice(MAKERS)
        sets = [set(), frozenset(some(r, make)), Sub(some(r, make)), set(some(r, make))]
        print(f"seed {seed} {make.__name__}")
        for _ in range(r.choice((10, 40, 120))):
            name = change(r, make, sets)
            print(name, [shown(a_set) for a_set in sets])


main()
