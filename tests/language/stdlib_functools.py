"""functools and itertools and operator: caching, partial, reduce, wraps, dispatch, ordering,
iterator algebra.
"""

import itertools
import operator
from functools import (
    cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce, singledispatch,
    singledispatchmethod, total_ordering, wraps,
)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- functools")
calls = []


@lru_cache(maxsize=3)
def squared(x, power=2):
    calls.append(x)
    return x ** power


print([squared(n) for n in (1, 2, 1, 3, 4, 1, 2)], calls, squared.cache_info(), squared.__name__,
      squared.__wrapped__(9), squared.cache_clear(), squared.cache_info())
attempt(squared, [])


@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info().currsize)
add = partial(lambda a, b, *, c=0: (a, b, c), 1, c=5)
print(add(2), add(2, c=9), add.args, add.keywords, partial(add, 7)(), partial(int, base=2)("101"))
attempt(add)
print(reduce(lambda a, b: a * b, range(1, 6)), reduce(operator.add, ["a", "b"], "z"), reduce(max, [3, 9, 2]),
      reduce(lambda a, b: a, [], "empty"))
attempt(reduce, operator.add, [])
attempt(reduce, 5, [1, 2])


def decorator(f):
    @wraps(f)
    def wrapper(*args):
        return f(*args) * 2
    return wrapper


@decorator
def documented(x):
    """The documentation."""
    return x


print(documented(4), documented.__name__, documented.__doc__, documented.__wrapped__(4))


@singledispatch
def show(x): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {[show(i) for i in x]}"
@show.register
def _(x: float | complex): return f"number {x}"


print(show("s"), show(1), show([1, "a", 2.5]), show(True), show.dispatch(bool) is show.dispatch(int),
      sorted(k.__name__ for k in show.registry))


@total_ordering
class Size:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n

    @cached_property
    def expensive(self):
        print("[computed]", end=" ")
        return self.n * 100

    def scale(self, factor, unit): return f"{self.n * factor}{unit}"
    double = partialmethod(scale, 2)

    @singledispatchmethod
    def kind(self, x): return "other"

    @kind.register
    def _(self, x: int): return f"int {self.n}"


a, b = Size(1), Size(2)
print(a <= b, a >= b, a > b, a != b, a.expensive, a.expensive, vars(a), a.double("cm"), a.kind(5),
      a.kind("x"), sorted([3, 1, 2], key=cmp_to_key(lambda p, q: q - p)))

print("-- itertools")
i = itertools
print(list(i.chain("ab", [1])), list(i.chain.from_iterable(["ab", "c"])), list(i.islice(i.count(5, 2), 4)),
      list(i.islice(i.cycle("xy"), 5)), list(i.repeat(7, 3)), list(i.islice("abcdef", 1, None, 2)))
print(list(i.accumulate([1, 2, 3, 4])), list(i.accumulate([3, 1, 4], max)),
      list(i.accumulate([1, 2], initial=10)), list(i.takewhile(lambda x: x < 3, [1, 2, 3, 1])),
      list(i.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(i.filterfalse(lambda x: x % 2, range(5))))
print(list(i.product("ab", [1, 2])), list(i.product([0, 1], repeat=2)), list(i.permutations("abc", 2)),
      list(i.combinations("abc", 2)), list(i.combinations_with_replacement("ab", 2)),
      len(list(i.permutations(range(6)))))
print([(k, list(g)) for k, g in i.groupby("aabbbca")],
      [(k, [x for x in g]) for k, g in i.groupby([1, 3, 2, 4], key=lambda x: x % 2)],
      list(i.zip_longest("abc", [1], fillvalue="-")),
      list(i.starmap(pow, [(2, 3), (3, 2)])),
      list(i.compress("abcd", [1, 0, 1])),
      list(i.pairwise("abcd")))
t1, t2 = i.tee([1, 2, 3])
print(next(t1), list(t2), list(t1), list(i.combinations([], 1)), list(i.product()), list(i.islice([], 5)))
attempt(i.islice, [1], -1)
attempt(i.repeat)
attempt(i.combinations, "ab", -1)
print(sum(x * y for x, y in i.product(range(60), range(60))), sum(i.islice(i.accumulate(i.count(1)), 1000)),
      len(list(i.combinations(range(15), 4))))

print("-- operator")
o = operator
print(o.add(1, 2), o.itemgetter(1)("abc"), o.itemgetter(0, 2)("abc"), o.attrgetter("n")(a),
      o.attrgetter("n", "n.real")(a), o.methodcaller("scale", 3, unit="m")(b), o.contains([1], 1),
      o.index(True), o.not_(0), o.truediv(1, 2), o.neg(5), o.is_(None, None))
print(sorted([("b", 2), ("a", 1)], key=o.itemgetter(1)), o.concat("a", "b"), o.countOf("aab", "a"),
      o.indexOf("abc", "c"), o.iadd([1], [2]), o.lt(1, 2), o.length_hint(iter([1, 2])), o.matmul.__name__,
      o.xor(5, 3))
attempt(o.itemgetter)
attempt(o.itemgetter(5), "abc")
attempt(o.attrgetter("zz"), 5)
attempt(o.index, 1.5)
