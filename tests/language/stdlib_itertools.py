"""itertools: every iterator, its arguments and messages, its state, subclasses, re-entrance, cycles, long chains."""

import itertools
import sys
from itertools import *


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def some(iterator, n=8):
    return list(islice(iterator, n))


def numbers(n):
    yield from range(n)


def fails_after(n):
    yield from range(n)
    raise ValueError("no more")


TYPES = (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile, filterfalse,
         groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, zip_longest)

print("-- names, docstrings, signatures")
for name in sorted(dir(itertools)):
    if not name.startswith("__"):
        item = getattr(itertools, name)
        print(name, item.__module__, item.__qualname__, item.__text_signature__, repr(item.__doc__))
        if isinstance(item, type):
            for key in sorted(vars(item)):
                value = vars(item)[key]
                if key not in ("__doc__", "__new__", "__getattribute__"):
                    print("   ", key, value.__text_signature__, repr(value.__doc__))
print(itertools.__doc__)

print("-- what they give")
print(list(accumulate([1, 2, 3, 4])), list(accumulate("abc")), list(accumulate([], initial=5)), list(accumulate([])),
      list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], lambda a, b: (a, b), initial=None)),
      list(accumulate([1, 2, 3], func=lambda a, b: a * b, initial=10)))
print(list(chain()), list(chain("ab", [1], (), {2: 3})), list(chain.from_iterable(["ab", [], "c"])),
      list(chain.from_iterable(numbers(0))))
print(list(combinations("abcd", 2)), list(combinations("ab", 0)), list(combinations("ab", 3)), list(combinations([], 0)))
print(list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement("", 2)),
      list(combinations_with_replacement("", 0)), list(combinations_with_replacement(iterable="ab", r=3)))
print(list(permutations("abc")), list(permutations("abc", 2)), list(permutations("ab", 3)), list(permutations("abc", 0)),
      list(permutations([])), list(permutations("ab", None)))
print(list(product("ab", range(2))), list(product()), list(product("ab", "")), list(product("ab", repeat=2)),
      list(product("ab", repeat=0)), list(product([0], [1, 2], repeat=2)))
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(compress("ab", [1] * 5)), list(compress(data="abc", selectors=[0, 0, 2])))
print(some(count()), some(count(5, -2)), some(count(1.5, 0.5)), some(count(step=3)), some(count(2**63 - 2), 4),
      some(count(2**48 - 2), 4), some(count(1j), 3), some(count(True), 2), some(count(True, 2), 3), some(count(-2**63, 2**63), 3))
print(some(cycle("abc")), some(cycle([])), some(cycle(numbers(3)), 7))
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])),
      list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, "", "a"])), list(filterfalse(bool, [0, 1])))
print([(k, list(g)) for k, g in groupby("aabbbca")], [(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)],
      [k for k, g in groupby("aabbbca")])
print(list(islice("abcdefg", 2)), list(islice("abcdefg", 2, 4)), list(islice("abcdefg", 2, None)),
      list(islice("abcdefg", 0, None, 3)), list(islice("abc", 5, 2)), list(islice("abcdefg", None, None, None)),
      list(islice("abc", 0)), list(islice("abcdefg", 1, 6, 2)))
print(list(pairwise("abcd")), list(pairwise("a")), list(pairwise("")))
print(list(repeat(5, 3)), some(repeat("x"), 3), list(repeat(1, -3)), list(repeat(object="y", times=2)))
print(list(starmap(pow, [(2, 3), [3, 2], iter((10, 2))])), list(starmap(lambda *a: a, [(), "ab"])))
print(list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(zip_longest("", "ab")), list(zip_longest([1, 2])))
print([list(i) for i in tee("abc")], tee([], 0), [list(i) for i in tee(numbers(2), 3)], len(tee([1], 1)))

print("-- arguments")
for kind in TYPES:
    attempt(lambda: kind() and "made")
    attempt(lambda: kind(x=1) and "made")
    attempt(lambda: kind(1, 2, 3, 4, 5, 6) and "made")
    attempt(lambda: kind([], [], x=3) and "made")
    attempt(lambda: kind(5, 1) and "made")
for arguments in ((), (1,), ([], -1), ([], "x"), ([], 1 << 70), ([], 1.5), ([], 1, 2)):
    attempt(tee, *arguments)
attempt(tee, [], n=2)
attempt(product, [], repeat="x")
attempt(product, [], repeat=-1)
attempt(product, [], [], repeat=1 << 62)
attempt(product, [1], repeat=1 << 70)
attempt(product, repeat=1, x=2)
for choose in (combinations, combinations_with_replacement, permutations):
    for size in (-1, 1.5, "x", 1 << 70):
        attempt(choose, "ab", size)
attempt(combinations, 5, "x")
for bounds in ((-2,), (1.5,), (-1,), ("x",), (1, -2), (1, -1), (-1, 1), (1, 2, 0), (1, 2, -3), (1, 2, "x"), (1 << 70,),
               ("x", 2), (1 << 70, 2), (1, 2, 1 << 70), (None, "x")):
    attempt(islice, [], *bounds)
attempt(count, "x")
attempt(count, 1, [])
attempt(repeat, 1, 1.5)
attempt(repeat, 1, 1 << 70)
attempt(zip_longest, "a", fillvalue=1, x=2)
attempt(list, starmap(pow, [5]))
attempt(list, chain([1], 5))
attempt(list, compress("ab", 5) if False else chain.from_iterable(5) if False else [])
attempt(chain.from_iterable, 5)
attempt(list, accumulate([1, "a"]))
attempt(list, takewhile(5, [1]))
attempt(list, groupby([1], 5))

print("-- repr and length hints")
print(repeat(1), repeat([1], 3), repeat(1, -1), count(), count(3), count(1, 2), count(1.5), count(1, 1.0), count(1, True),
      count(2**70), count(5, -1))
r = repeat("z", 2)
next(r)
print(r, r.__length_hint__(), list(r), r, r.__length_hint__())
attempt(repeat(1).__length_hint__)


class Tally(count):
    pass


class Again(repeat):
    pass


print(Tally(4), Tally(4, 2), Again(1), Again(1, 2), Tally.__mro__[1])

print("-- state, as pickle and copy take it apart and put it together")


def moved(iterator, steps):
    for _ in range(steps):
        next(iterator, None)
    return iterator


def again(iterator):
    """Put together from the parts; what is inside is shared."""
    parts = iterator.__reduce__()
    made = parts[0](*parts[1])
    if len(parts) > 2 and parts[2] is not None:
        made.__setstate__(parts[2])
    return made


def shown(value):
    if isinstance(value, (tuple, list)):
        return type(value)(map(shown, value))
    return value if isinstance(value, (int, str, float, complex, type(None))) else type(value).__name__


makers = {
    "accumulate": lambda: accumulate([1, 2, 3, 4]), "accumulate of None": lambda: accumulate([None, 1], lambda a, b: b),
    "accumulate, initial": lambda: accumulate([1, 2], initial=7), "chain": lambda: chain("ab", "cd"),
    "chain of nothing": lambda: chain(), "combinations": lambda: combinations("abcd", 2),
    "combinations_with_replacement": lambda: combinations_with_replacement("abc", 2), "permutations": lambda: permutations("abc", 2),
    "product": lambda: product("ab", "cd"), "product of nothing": lambda: product("ab", ""), "compress": lambda: compress("abcd", [1, 0, 1, 1]),
    "count": lambda: count(3), "count by": lambda: count(3, 2), "count float": lambda: count(0.5), "cycle": lambda: cycle("abc"),
    "dropwhile": lambda: dropwhile(lambda x: x < 2, [1, 2, 3]), "takewhile": lambda: takewhile(lambda x: x < 2, [1, 2, 3]),
    "filterfalse": lambda: filterfalse(lambda x: x < 2, [1, 2, 3]), "groupby": lambda: groupby("aabc"), "islice": lambda: islice("abcdef", 1, 5, 2),
    "islice to the end": lambda: islice("abcdef", 1, None), "repeat": lambda: repeat(1), "repeat times": lambda: repeat(1, 4),
    "starmap": lambda: starmap(max, [(1, 2), (3, 4)]), "zip_longest": lambda: zip_longest("abc", "d", fillvalue=0), "tee": lambda: tee("abc")[0],
    "tee far": lambda: tee(range(200))[0],
}
for name, make in makers.items():
    for steps in (0, 1, 2, 4, 60):
        parts = moved(make(), steps).__reduce__()
        rest = [shown(item) for item in some(again(moved(make(), steps)), 4)]
        print(name, steps, [getattr(part, "__name__", shown(part)) for part in parts], rest)
attempt(pairwise("ab").__reduce__) if sys.version_info < (3, 11) else None
group = next(groupby("aab"))[1]
print([shown(part) for part in group.__reduce__()[1]], list(group.__reduce__()[0](*group.__reduce__()[1])))
groups = groupby("aab")
old = next(groups)[1]
next(groups)
print(shown(old.__reduce__()[1]), list(old))

for iterator, states in (
        (chain(), ((), 5, (1,), (iter("a"), 2), (iter("a"), iter("b"), 3), (iter(["xy"]), iter("b")))),
        (cycle("ab"), ((), 5, (1, 2), ([5], "x"), ([5], 0, 1), (["q"], 0))),
        (islice("abc", 2), ("x", 1)), (product("ab", repeat=2), (5, (1,), ("x", 1), (1, 0), (-7, 99))),
        (combinations("abc", 2), (5, (1,), ("x", 1), (0, 2), (-7, 99))),
        (combinations_with_replacement("abc", 2), (5, (1,), ("x", 1), (1, 2), (-7, 99))),
        (permutations("abc", 2), (5, (1,), (1, 2), ((1, 2), (1, 2)), ((2, 1, 0), (3, 1)), (("x", 1, 1), (1, 1)), ((-7, 9, 1), (-7, 9)))),
        (groupby("ab"), (5, (1, 2), (1, 2, 1))), (dropwhile(bool, [1, 0]), (True, [])), (takewhile(bool, [1, 0]), (0, 1)),
        (accumulate([1, 2]), (10,)), (zip_longest("ab", ""), ("?",)), (product("", "a"), ((0, 0),)), (tee("ab")[0], (5, (1,), (1, 2)))):
    for state in states:
        attempt(iterator.__setstate__, state)
    print(type(iterator).__name__, [shown(item) for item in some(iterator, 5)])
data_type = type(tee("abc")[0].__reduce__()[2][0])
print(data_type.__name__, list(tee("abc")[0].__copy__()))
for arguments in ((), (iter("a"), (), None), (iter("a"), 5, None), (5, [], None), ("ab", [], 7), ("ab", [0] * 58, None),
                  ("ab", [0] * 57, 7)):
    attempt(lambda: type(data_type(*arguments)).__name__)
first, second = tee(range(200))
moved(first, 120)
block, position = second.__reduce__()[2]
print(position, len(block.__reduce__()[1][1]), type(block.__reduce__()[1][2]) is data_type)
third = again(second)
print(list(third) == list(range(200)), sum(second), sum(first))
attempt(type(first).__setstate__, first, (block, -1))
attempt(type(first).__setstate__, first, (block, 58))
attempt(lambda: type(first)(x=1))

print("-- subclasses")


class Kept(chain):
    label = None

    def __init__(self, *iterables, label=None):
        self.label = label

    def __next__(self):
        return super().__next__(), self.label


print(list(Kept("ab", label=1)), Kept.from_iterable(["x"]).label, type(Kept.from_iterable(["x"])).__name__)
for kind, arguments in ((accumulate, ([1],)), (combinations, ("ab", 1)), (compress, ("a", [1])), (count, ()), (cycle, ("a",)),
                        (dropwhile, (bool, [0])), (groupby, ("a",)), (islice, ("a", 1)), (pairwise, ("ab",)),
                        (permutations, ("a",)), (product, ("a",)), (repeat, ("a", 2)), (starmap, (max, [(1, 2)])), (zip_longest, ("a",))):
    derived = type("Derived", (kind,), {"extra": 7})
    made = derived(*arguments)
    made.note = "n"
    print(kind.__name__, made.extra, made.note, shown(some(made, 2)), *([type(made.__reduce__()[0]) is type and made.__reduce__()[0] is derived]
                                                                       if hasattr(kind, "__setstate__") or kind is count else []))
for base in (type(tee("a")[0]), type(next(groupby("a"))[1]), data_type):
    attempt(type, "Derived", (base,), {})
print(chain[int], chain[int].__origin__ is chain)

print("-- errors on the way")
for name, iterator in (
        ("accumulate", accumulate(fails_after(2))), ("chain", chain("a", fails_after(1), "b")), ("chain of", chain.from_iterable(fails_after(0))),
        ("cycle", cycle(fails_after(2))), ("compress", compress(fails_after(1), [1, 1])), ("compress by", compress("abc", fails_after(1))),
        ("dropwhile", dropwhile(lambda x: 1 / x, [1, 0, 2])), ("takewhile", takewhile(lambda x: 1 / x, [1, 0, 2])),
        ("filterfalse", filterfalse(lambda x: 1 / x, [0, 1])), ("groupby", groupby([1, 0, 2], lambda x: 1 // x)),
        ("islice", islice(fails_after(1), 3)), ("pairwise", pairwise(fails_after(2))), ("starmap", starmap(divmod, [(1, 0), (2, 1)])),
        ("zip_longest", zip_longest("ab", fails_after(1))), ("tee", tee(fails_after(1))[0])):
    results = []
    for _ in range(5):
        try:
            results.append(shown(next(iterator)))
        except Exception as e:
            results.append(type(e).__name__)
    print(name, results)


class Stops:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("with a value")


print(list(chain(Stops(), "a")), list(cycle(Stops())), list(zip_longest(Stops(), "a")), list(accumulate(Stops())),
      list(groupby(Stops())), list(pairwise(Stops())), list(islice(Stops(), 3)), list(tee(Stops())[0]), list(starmap(max, Stops())))

print("-- iterators that are asked again while they work")


class Enters:
    """An iterator that, at some step, does something with another one."""

    def __init__(self, items, at, do):
        self.items, self.at, self.do, self.step = iter(items), at, do, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.step += 1
        if self.step == self.at:
            self.do()
        return next(self.items)


def entered(make, at=2):
    inside = []

    def do():
        try:
            inside.append(shown(next(outer)))
        except Exception as e:
            inside.append(f"{type(e).__name__} {e}")
    outer = make(Enters("abcdef", at, do))
    return [shown(item) for item in some(outer, 6)], inside


print(entered(lambda i: tee(i)[0]))
print(entered(chain))
print(entered(accumulate))
print(entered(lambda i: islice(i, 0, None, 2)))
print(entered(cycle))
print(entered(lambda i: zip_longest(i, "xyz")))
print(entered(lambda i: compress(i, [1] * 9)))
print(entered(lambda i: dropwhile(lambda x: x < "b", i)))
print(entered(pairwise))
print(entered(lambda i: starmap(lambda *a: a, i)))


class Compared:
    """A key whose comparison moves the groups on."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        if Compared.act:
            act, Compared.act = Compared.act, None
            act()
        return self.number == other.number


Compared.act = None
groups = groupby(map(Compared, [1, 1, 2, 2, 3]))
key, group = next(groups)
Compared.act = lambda: next(groups)
print([item.number for item in group], [key.number for key, _ in groups])
one, two = tee(Enters("abc", 2, lambda: attempt(next, two)))
print(next(one), next(two), *some(one))


class Equal:
    def __eq__(self, other):
        return True


print([len(list(g)) for k, g in groupby([1, Equal(), 2, 2])], [k for k, g in groupby([float("nan")] * 2)])

print("-- tuples are used again only when nobody has them")
for make in (lambda: combinations("abcd", 2), lambda: combinations_with_replacement("abc", 2), lambda: permutations("abc"),
             lambda: product("ab", repeat=2), lambda: zip_longest("abc", "xy"), lambda: pairwise("abcd")):
    kept = list(make())
    print(len(kept), len(set(kept)), kept == [tuple(list(item)) for item in make()], len({id(item) for item in kept}) == len(kept))

print("-- cycles of references, weak references, long chains")
import gc
import weakref


class Mark:
    pass


gc.collect()
for name, close in (
        ("tee", lambda box: tee(box)[0]), ("chain", lambda box: chain(box)), ("cycle", lambda box: cycle(box)),
        ("count", lambda box: type("C", (count,), {})()), ("groupby", lambda box: groupby([box])), ("product", lambda box: product([box])),
        ("combinations", lambda box: combinations([box], 1)), ("zip_longest", lambda box: zip_longest([box], fillvalue=box)),
        ("repeat", lambda box: repeat(box)), ("accumulate", lambda box: accumulate([box, 1], initial=box)), ("islice", lambda box: islice([box], 1))):
    box, mark = [], Mark()
    watch = weakref.ref(mark)
    iterator = close(box)
    if name == "count":
        iterator.self = iterator
        iterator.mark = mark
    else:
        box.extend([iterator, mark])
        next(iterator)
    del box, mark, iterator
    gc.collect()
    print(name, watch() is None)
for make in (enumerate, zip, zip_longest, lambda i: zip(range(5), i), lambda i: {1: 2}.items() and enumerate(i)):
    watches = []

    def collecting():
        yield 1
        gc.collect()  # the tuple that waits to be filled again is one of atoms now
        gc.collect()
        mark = Mark()
        watches.append(weakref.ref(mark))
        yield mark
    for item in make(collecting()):
        if isinstance(item[-1], Mark):
            item[-1].item = item
    del item
    gc.collect()
    print(watches[0]() is None, end=" ")
print()
iterator = tee("abc")[0]
print(weakref.ref(iterator)() is iterator)
attempt(weakref.ref, chain())
slow, fast = tee(range(300000))
for _ in fast:
    pass
print(next(slow))
del slow, fast
print("the blocks are gone")
link = iter("z")
for _ in range(100000):
    link = chain(link, "")
del link
print("the chain is gone")
for sequence in ([chain(), count(), cycle(""), repeat(1)],):
    print([iter(iterator) is iterator for iterator in sequence])
