# How copying and pickling take every builtin object apart: __reduce_ex__ of all protocols, and the hooks beside it.
import sys
import types

HUGE = 1 << 70


class Plain:
    def __repr__(self):
        return "Plain"


class Slotted:
    __slots__ = ("a", "b")


class Sequence:
    def __getitem__(self, index):
        if index > 1:
            raise IndexError
        return index

    def __len__(self):
        return 2

    def __repr__(self):
        return "Sequence"


class SubTuple(tuple):
    pass


class SubList(list):
    pass


class SubDict(dict):
    pass


class SubInt(int):
    pass


class SubSet(set):
    pass


class SubBytes(bytearray):
    pass


class SubError(Exception):
    pass


def generator():
    yield 1


def gone(iterator, steps):
    for _ in range(steps):
        next(iterator, None)
    return iterator


def with_attribute(made):
    made.attribute = 1
    return made


# Iterators: new, half gone, exhausted.
ITERATED = [
    lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter("\xe9\u20ac"), lambda: iter(b"ab"),
    lambda: iter(bytearray(b"ab")), lambda: iter({1}), lambda: iter({1: 2}), lambda: iter({1: 2}.values()),
    lambda: iter({1: 2}.items()), lambda: reversed({1: 2}), lambda: reversed({1: 2}.items()), lambda: iter(range(3)),
    lambda: iter(range(9, 0, -3)), lambda: iter(range(HUGE, HUGE + 3)), lambda: reversed(range(5)), lambda: reversed([1, 2]),
    lambda: reversed((1, 2)), lambda: reversed("ab"), lambda: enumerate("ab"), lambda: enumerate("ab", HUGE),
    lambda: zip("ab", "cd"), lambda: zip("ab", "cd", strict=True), lambda: zip(), lambda: map(str, (1, 2)),
    lambda: map(slice, (1,), (2,)), lambda: filter(None, (1, 0)), lambda: iter(int, 0),
    lambda: iter(Sequence()), lambda: reversed(Sequence()), lambda: generator(),
]
slotted = Slotted()
slotted.a = 1
OTHERS = [
    None, NotImplemented, Ellipsis, 1, HUGE, True, 1.5, 2j, "a", b"a", bytearray(b"ab"), bytearray(), bytearray(b"\xff"), (1, 2), [1],
    {1: 2}, {1}, frozenset([1]), range(1, 9, 2), slice(1, 2), object(), with_attribute(Plain()), slotted, SubTuple((1,)),
    with_attribute(SubList([1])), with_attribute(SubDict(a=1)), with_attribute(SubInt(5)), with_attribute(SubError(1, 2)),
    with_attribute(SubSet([1])), with_attribute(SubBytes(b"x")), {1: 2}.keys(), {1: 2}.values(), {1: 2}.items(), len, [].append,
    str.join, int.__add__, (1).__add__, dict.__dict__["fromkeys"], dict.fromkeys, type.__dict__["__name__"], Slotted.a, property(),
    classmethod(len), staticmethod(len), Plain().__init__, Plain.__init__, generator, types.SimpleNamespace(a=1),
    types.MappingProxyType({}), types.CellType(1), generator.__code__, int | str, super(SubInt, SubInt(1)),
    memoryview(b"a"), ValueError(1), OSError(2, "x"), OSError(2, "x", "f"), OSError(2, "x", "f", None, "g"),
    ImportError("m", name="n", path="p"), UnicodeDecodeError("u", b"a", 0, 1, "r"), SyntaxError("m", ("f", 1, 2, "t")),
    NameError("n", name="q"), AttributeError("n", name="q", obj=1), StopIteration(3), SystemExit(4), KeyError("k"),
    ExceptionGroup("g", [ValueError(1)]), int, Plain, type, sys.version_info, sys,
]


def shown(value, depth=0):
    if isinstance(value, (tuple, list)) and depth < 6:
        return f"{type(value).__name__}({', '.join([shown(item, depth + 1) for item in value])})"
    name = getattr(value, "__qualname__", None)
    if name and callable(value):
        return f"the {name}"
    text = repr(value)
    return f"{type(value).__name__}: {text[:text.find(' at 0x')] if ' at 0x' in text else text}"


def attempt(function, *args):
    try:
        return shown(function(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def try_out(value):
    print(shown(value)[:80])
    for protocol in (0, 1, 2, 3, 4, 5):
        print("   ", protocol, attempt(value.__reduce_ex__, protocol) if value is not sys else "")
    for hook in ("__reduce__", "__getnewargs__", "__getnewargs_ex__", "__copy__", "__deepcopy__"):
        print("   ", hook, attempt(lambda: getattr(value, hook)()))


for make in ITERATED:
    for steps in (0, 1, 4):
        iterator = gone(make(), steps)
        try_out(iterator)
        # What was taken apart goes on where it was.
        try:
            function, arguments, *state = iterator.__reduce__()
            again = function(*arguments)
            if state and state[0] is not None:
                again.__setstate__(state[0])
            print("    again", list(again), list(iterator))
        except Exception as error:
            print("    again", type(error).__name__, error)

for value in OTHERS:
    if value is not sys and not isinstance(value, type) and value is not generator:
        try_out(value)
print(attempt(sys.__reduce_ex__, 2), attempt(object.__reduce_ex__, int, 0), attempt(generator.__reduce_ex__, 2))

for make in ITERATED:
    for position in (-1, 0, 1, 5, HUGE, True, None, "a", 1.5):
        iterator = make()
        if hasattr(iterator, "__setstate__") and not isinstance(iterator, (zip, map, filter)):
            if position == 1.5 and type(iterator).__name__ == "longrange_iterator":
                continue  # python3.11 counts on from 1.5
            print(type(iterator).__name__, position, attempt(iterator.__setstate__, position), list(iterator))
