"""_functools: partial, reduce, cmp_to_key and the cache behind lru_cache."""

import gc
import weakref
from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def shown(*args, **kwargs):
    return args, kwargs


class Mark:
    pass


for item in (partial, _lru_cache_wrapper, reduce, cmp_to_key):
    print(item, item.__module__, item.__text_signature__, repr(item.__doc__))

print("-- partial")
p = partial(shown, 1, x=2)
print(p(), p(3, y=4), p(x=9), p(*range(20)), p.args, p.keywords, p.func is shown)
q = partial(p, 5, x=7)
print(q(), q.args, q.keywords, q.func is shown)
p.note = 1
print(partial(p, 5).func is p, partial(p, 5)(6), p.__dict__)
for arguments, keywords in (((), {}), ((5,), {}), ((), {"x": 1})):
    attempt(partial, *arguments, **keywords)
attempt(setattr, p, "func", 1)
p.keywords[5] = 6
attempt(p)
del p.keywords[5]
print(repr(partial(int, 1, "a", base="x")), partial[int])


class Derived(partial):
    extra = 1


class Called(partial):
    def __call__(self, *args):
        return "called", super().__call__(*args)


print(repr(Derived(int, 1)), Derived(shown, 2)(3), Derived(shown).extra, Called(shown, 1)(2), partial(Called(shown, 1), 3)(4))
r = partial(int)
r.__setstate__((int, (r,), {"a": r}, {}))
print(repr(r))
for state in (5, (1, 2, 3, 4), (int, 1, {}, {}), (int, (), 1, {}), (int, (), {})):
    attempt(p.__setstate__, state)
p.__setstate__((shown, (1,), None, None))
print(p.args, p.keywords, p.__dict__, p.__reduce__()[1:][1][1:])
p.__setstate__((shown, (1,), {"k": 2}, {"z": 3}))
print(p(), p.z, p.__reduce__()[2][1:])


class Holder:
    method = partial(shown, 1)


print(Holder().method(2))
total = 0
add = partial(lambda a, b, c=0: a + b + c, 5)
for i in range(3000):
    total += add(i) + add(i, c=1)
print(total)

print("-- reduce")
for arguments in (([1, 2, 3],), ([], 5), ([],), (5,), (), ([1],), ([1], 2, 3), ([1, "a"],)):
    attempt(reduce, lambda x, y: x + y, *arguments)
attempt(reduce, iterable=[1])
print(reduce(lambda x, y: (x, y), "abcd"), reduce(max, (i * 7 % 11 for i in range(20)), 3))

print("-- cmp_to_key")
K = cmp_to_key(lambda x, y: (x > y) - (x < y))
print(sorted([3, 1, 2], key=K), K(3) < K(4), K(3) == K(3), K(3) != K(3), K(3) >= K(4), K(obj=5).obj, type(K), K.obj)
k = K(1)
k.obj = 9
print(k > K(5))
for function in (lambda: K(1) < 5, lambda: hash(K(1)), K, lambda: K(1, 2), lambda: K(x=1), cmp_to_key, lambda: cmp_to_key(1, 2), lambda: K < K,
                 lambda: type(K)(), lambda: K(1) < K("a"), lambda: cmp_to_key(5)(1) < cmp_to_key(5)(2)):
    attempt(function)
print(sorted(["b", "A", "c"], key=cmp_to_key(lambda a, b: -1 if a.lower() < b.lower() else 1)), max([3, 9, 4], key=K))

print("-- the cache")


class Info(tuple):
    def __new__(cls, *items):
        return tuple.__new__(cls, items)


def cached(function, size, typed=False):
    return _lru_cache_wrapper(function, size, typed, Info)


calls = []


def counted(*args, **kwargs):
    calls.append((args, kwargs))
    return len(calls)


for size in (None, 0, 2, -5, 3, True):
    c = cached(counted, size)
    print([c(1), c(2), c(1), c(3), c(2), c(1), c(1.0), c(True), c("a"), c("a"), c(1, 2), c(x=1), c(x=1), c(1, x=1), c(y=2, x=1), c(x=1, y=2)], c.cache_info())
    c.cache_clear()
    print(c.cache_info(), c(1), c())
c = cached(counted, None, True)
print(c(1) == c(1.0), c(1) == c(1), c(x=1) == c(x=1.0), c("a") == c("a"))
attempt(c, [])
for arguments in ((5, 1), (counted, "x"), (counted, 1 << 70)):
    attempt(cached, *arguments)
for arguments in ((), (counted, 1, 0), (counted, 1, 0, Info, 1)):
    attempt(_lru_cache_wrapper, *arguments)


class Owner:
    method = cached(lambda self, x: (calls.append(x), x * 2)[1], 3)


o = Owner()
print(o.method(4), o.method(4), Owner.method is Owner.__dict__["method"], Owner.method.cache_info(), type(o.method))
fib = cached(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2), None)
print(fib(100))
fib = cached(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2), 3)
print(fib(30), fib.cache_info()[2:])
c.__qualname__ = "named"
print(c.__reduce__(), c.__copy__() is c, c.__deepcopy__(1) is c, weakref.ref(c)() is c)


def nested(n):
    if n:
        again(n - 1)
        again(n - 1)
    return n


again = cached(nested, 2)
print(again(6), again.cache_info())


def fails(n):
    if n == 3:
        raise ValueError(n)
    return n


c = cached(fails, 2)
attempt(c, 3)
attempt(c, 1)
attempt(c, 3)
print(c.cache_info())


class Key:
    """Clears the cache when it dies, or while it is compared."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number % 2

    def __eq__(self, other):
        if self.number == 5:
            by_key.cache_clear()
        return self.number == other.number

    def __del__(self):
        if self.number % 3 == 0:
            by_key.cache_clear()


by_key = cached(lambda key: key.number, 3)
print([by_key(Key(i % 7)) for i in range(60)])
by_key = cached(lambda key: key.number, None)
print([by_key(Key(i % 7)) for i in range(60)])
by_key.cache_clear()
for size in (None, 4):
    mark = Mark()
    watch = weakref.ref(mark)
    c = cached(lambda y: y, size)
    c(mark)
    c.itself = c
    mark.cache = c
    del mark, c
    gc.collect()
    print(watch() is None)
mark = Mark()
mark.partial = partial(shown, mark)
watch = weakref.ref(mark)
del mark
gc.collect()
print(watch() is None)
c = cached(lambda n: n + 1, 128)
print(sum(c(i % 200) for i in range(5000)), c.cache_info())
