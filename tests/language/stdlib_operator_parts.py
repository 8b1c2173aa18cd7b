"""_operator: the operators as functions, and what asks things of its argument; _stat: what modes mean."""

import _operator
import _stat
from _operator import attrgetter, itemgetter, methodcaller


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- names, docstrings, signatures")
for module in (_operator, _stat):
    print(repr(module.__doc__))
    for name in sorted(dir(module)):
        if not name.startswith("__"):
            item = getattr(module, name)
            print(name, item if isinstance(item, int) else (item.__text_signature__, item.__doc__))
for kind in (itemgetter, attrgetter, methodcaller):
    print(kind, kind.__module__, kind.__qualname__)
    attempt(type, "Derived", (kind,), {})

print("-- operators")


class Says:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)


def saying(name):
    return lambda self, *args: f"{name}{args}"


for name in ("add", "sub", "mul", "matmul", "floordiv", "truediv", "mod", "pow", "lshift", "rshift", "and", "xor", "or"):
    setattr(Says, f"__{name}__", saying(name))
    setattr(Says, f"__i{name}__", saying("i" + name))
for name in ("neg", "pos", "abs", "invert"):
    setattr(Says, f"__{name}__", saying(name))
s = Says()
for name in sorted(dir(_operator)):
    if not name.startswith("_") and name not in ("attrgetter", "itemgetter", "methodcaller", "call"):
        function = getattr(_operator, name)
        for arguments in ((s,), (s, 1), (7, 3), (7,), (7.5, 2), ([1, 2], [3]), ("ab", "b"), (True, 5), ({1: 2}, 1), ([3, 1], 1), (1, "x"), ([1, 2], 1, 9), (),
                          (None,), ([1], (2,)), (b"a", b"b"), ({1}, {2})):
            try:
                result = function(*arguments)
                print(name, result if "object at" not in repr(result) else "an object", end="; ")
            except Exception as e:
                print(name, type(e).__name__, e, end="; ")
        print()


class Sequence:
    def __init__(self, name):
        self.name = name

    def __getitem__(self, i):
        return [self.name, 5, 5][i]

    def __add__(self, other):
        return f"{self.name}+{getattr(other, 'name', other)}"


a = Sequence("a")
for arguments in ((a, a), (a, 1), (1, a), (a, "x"), (a, {}), ({}, {})):
    attempt(_operator.concat, *arguments)
    attempt(_operator.iconcat, *arguments)
print(_operator.countOf(a, 5), _operator.indexOf(a, 5), _operator.contains(a, "a"), _operator.countOf("banana", "a"))
for function in (_operator.countOf, _operator.indexOf):
    attempt(function, 5, 1)
    attempt(function, [1, 2], 3)
    attempt(function, iter([float("nan"), 2]), 2)
items = [1, 2, 3]
print(_operator.setitem(items, 0, "x"), _operator.delitem(items, 1), items, _operator.iconcat(items, (9,)), _operator.iadd(items, [0]) is items)
for arguments in ((5, "x"), (5, -3), (5,), (iter([1, 2]), 7), ([1],), (), ([], 1, 2)):
    attempt(_operator.length_hint, *arguments)
attempt(_operator.call)
print(_operator.call(lambda *a, **k: (a, k), 1, 2, x=3), _operator.call(dict, a=1), _operator.call(list))
for arguments in (("a", b"a"), ("é", "é"), ("a", "a"), ("a", "b"), ("ab", "a"), (b"ab", bytearray(b"ab")), (b"a", 5), (5, b"a"), ("", ""), (memoryview(b"x"), b"x")):
    attempt(_operator._compare_digest, *arguments)

print("-- itemgetter, attrgetter, methodcaller")


class Thing:
    x = 1

    def method(self, *args, **kwargs):
        return args, kwargs


t = Thing()
t.inner = Thing()
t.inner.y = 2
print(itemgetter(1)("abc"), itemgetter(2, 0)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1))("abc"), itemgetter(-1)((1, 2)))
print(attrgetter("x")(t), attrgetter("x", "inner.y")(t), attrgetter("inner.x")(t), attrgetter("__class__.__name__")(t))
print(methodcaller("method")(t), methodcaller("method", 1, k=2)(t), methodcaller("upper")("ab"), methodcaller("split", ",", maxsplit=1)("a,b,c"))
for function, arguments, keywords in (
        (itemgetter, (), {}), (itemgetter, (), {"x": 1}), (itemgetter(1), (), {}), (itemgetter(1), (1, 2), {}), (itemgetter(1), (1,), {"x": 1}), (itemgetter(1), (5,), {}),
        (itemgetter(5, 1), ("ab",), {}), (attrgetter, (), {}), (attrgetter, (1,), {}), (attrgetter, (), {"x": 1}), (attrgetter("a"), (), {}), (attrgetter("a"), (1, 2), {}),
        (attrgetter("a"), (1,), {}), (attrgetter("inner.z"), (t,), {}), (attrgetter("a."), (1,), {}), (attrgetter(""), (1,), {}), (methodcaller, (), {}),
        (methodcaller, (1,), {}), (methodcaller, (), {"x": 1}), (methodcaller("a"), (), {}), (methodcaller("a"), (1, 2), {}), (methodcaller("a"), (1,), {}),
        (methodcaller("a"), (), {"x": 1}), (attrgetter("x"), (t,), {"y": 1})):
    attempt(function, *arguments, **keywords)
print(itemgetter(1), itemgetter(1, "a"), attrgetter("a.b"), attrgetter("a", "b"), methodcaller("x"), methodcaller("x", 1, y=2))
for getter in (itemgetter(1), itemgetter(1, 2), attrgetter("a.b"), attrgetter("a", "b"), methodcaller("x"), methodcaller("x", 1), methodcaller("x", 1, y=2)):
    kind, arguments = getter.__reduce__()
    print(kind, arguments, kind(*arguments))
own = []
g = itemgetter(own)
own.append(g)
print(g)
print(sorted([(2, "b"), (1, "c"), (3, "a")], key=itemgetter(1)), sum(itemgetter(0)((i, 1)) for i in range(3000)))

print("-- modes")
for mode in (0o100755, 0o100644, 0o40755, 0o120777, 0o104755, 0o102644, 0o41777, 0o41776, 0o20600, 0o60600, 0o10600, 0o140600, 0, 0o777, 0o7777777):
    print(oct(mode), _stat.filemode(mode), oct(_stat.S_IMODE(mode)), oct(_stat.S_IFMT(mode)),
          [name for name in dir(_stat) if name.startswith("S_IS") and callable(getattr(_stat, name)) and getattr(_stat, name)(mode)])
for value in ("x", 1 << 70, -1, 1 << 40, 1.5, True):
    attempt(_stat.S_ISDIR, value)
    attempt(_stat.filemode, value)
attempt(_stat.S_ISDIR)
