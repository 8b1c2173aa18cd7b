"""Run by both interpreters: calls every method of every builtin type, and every builtin function, with nothing, too much,
keywords, and things of all types, and prints what came of each call. Types and methods are found by walking, not listed.

Arguments: FIRST STEP, which of the callables this run takes; so that the work can be shared out."""
import builtins
import math
import sys
import types

from dice import Dice


class Plain:
    def __repr__(self):
        return "Plain()"


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __repr__(self):
        return f"Index({self.value})"


class Int(int):
    pass


class Str(str):
    pass


class List(list):
    pass


class Tuple(tuple):
    pass


class Dict(dict):
    pass


class Raises:
    """Every question is answered by an error."""

    def fail(self, *args):
        raise ZeroDivisionError("asked")

    __len__ = __iter__ = __index__ = __bool__ = __eq__ = __getitem__ = __call__ = __str__ = fail
    __hash__ = None

    def __repr__(self):
        return "Raises()"


def function(a, b=2, *, c=3):
    return a, b, c


def generator():
    got = yield 1
    yield got


async def coroutine():
    return 1


async def asynchronous_generator():
    yield 1


class Slotted:
    __slots__ = ("member",)


def plain_method():
    return Holder().method


class Holder:
    def method(self, *args):
        return args


def fails():
    raise ValueError("shown")


def traceback_of_error():
    try:
        fails()
    except ValueError as error:
        return error.__traceback__.tb_next


def closed(generator_object):
    generator_object.close()
    return generator_object


HUGE = 1 << 70
# Makers of arguments. Each call gets new ones.
ARGUMENTS = [
    lambda: None, lambda: True, lambda: 0, lambda: -1, lambda: 3, lambda: HUGE, lambda: -HUGE, lambda: sys.maxsize,
    lambda: -sys.maxsize - 1, lambda: 1.5, lambda: -0.0, lambda: 1e300, lambda: float("nan"), lambda: 2j, lambda: "", lambda: "a",
    lambda: "ab\xe9\u20ac", lambda: "%s", lambda: "utf-8", lambda: b"", lambda: b"ab", lambda: bytearray(b"c"),
    lambda: memoryview(b"ab"), lambda: (), lambda: (1, 2), lambda: ("a", "b"), lambda: [], lambda: [1, "x"], lambda: {},
    lambda: {"a": 1}, lambda: {97: "z"}, lambda: {1, 2}, lambda: frozenset("a"), lambda: range(3), lambda: slice(0, 2),
    lambda: slice(None, None, -1), lambda: slice(1, 2, 0), lambda: Plain(), lambda: Index(1), lambda: Index("no"), lambda: Int(2),
    lambda: Str("s"), lambda: List([3]), lambda: Tuple((4,)), lambda: Dict(b=1), lambda: Raises(), lambda: NotImplemented,
    lambda: Ellipsis, lambda: int, lambda: str, lambda: Plain, lambda: function, lambda: len, lambda: iter([1]),
    lambda: (x for x in "ab"), lambda: ValueError("e"), lambda: ValueError, lambda: type,
]
# Makers of objects whose types cannot be called for them, and of more telling ones than an empty one.
SAMPLES = [
    lambda: object(), lambda: Plain(), lambda: 7, lambda: HUGE, lambda: True, lambda: 2.5, lambda: 1 + 2j, lambda: "aB c",
    lambda: "\u20acx", lambda: b"aB c", lambda: bytearray(b"aB c"), lambda: memoryview(b"abcd"), lambda: memoryview(bytearray(4)),
    lambda: (1, "x", 2), lambda: [3, 1, 2], lambda: {"k": 1, 2: "v"}, lambda: {1, 2, 3}, lambda: frozenset((1, 2)),
    lambda: range(1, 9, 3), lambda: slice(1, None, 2), lambda: None, lambda: NotImplemented, lambda: Ellipsis, lambda: Int(5),
    lambda: Str("sub"), lambda: List([1]), lambda: Dict(a=1), lambda: Tuple((1,)), lambda: function, lambda: len, lambda: [].append,
    lambda: plain_method(), lambda: int.__add__, lambda: (1).__add__, lambda: str.join, lambda: dict.__dict__["fromkeys"],
    lambda: type.__dict__["__name__"], lambda: type.__dict__["__mro__"], lambda: Slotted.member, lambda: function.__code__,
    lambda: sys, lambda: types.SimpleNamespace(a=1), lambda: types.MappingProxyType({"a": 1}), lambda: types.CellType(1),
    lambda: list[int], lambda: int | str, lambda: generator(), lambda: closed(generator()), lambda: asynchronous_generator(),
    lambda: traceback_of_error(), lambda: traceback_of_error().tb_frame, lambda: property(lambda self: 1), lambda: classmethod(len),
    lambda: staticmethod(len), lambda: super(Int, Int(1)), lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"),
    lambda: iter("\u20ac"), lambda: iter(b"ab"), lambda: iter(bytearray(b"ab")), lambda: iter({1}), lambda: iter({1: 2}),
    lambda: iter({1: 2}.values()), lambda: iter({1: 2}.items()), lambda: reversed({1: 2}), lambda: reversed({1: 2}.values()),
    lambda: reversed({1: 2}.items()), lambda: iter(range(3)), lambda: iter(range(HUGE, HUGE + 3)), lambda: reversed([1, 2]),
    lambda: reversed("ab"), lambda: {1: 2}.keys(), lambda: {1: 2}.values(), lambda: {1: 2}.items(), lambda: iter(int, 0),
    lambda: iter(memoryview(b"ab")), lambda: iter(Sequence()), lambda: enumerate("ab"), lambda: zip("ab", "cd"),
    lambda: map(str, (1, 2)), lambda: filter(None, (0, 1)), lambda: ValueError("a"), lambda: OSError(2, "b", "c"),
    lambda: KeyError("k"), lambda: SystemExit(3), lambda: StopIteration(4), lambda: ImportError("i", name="n", path="p"),
    lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "r"), lambda: UnicodeEncodeError("ascii", "\xe9", 0, 1, "r"),
    lambda: SyntaxError("s", ("f", 1, 2, "t")), lambda: NameError("n", name="n"), lambda: AttributeError("a", name="n", obj=1),
    lambda: ExceptionGroup("g", [ValueError(1), KeyError(2)]), lambda: BaseExceptionGroup("b", [KeyboardInterrupt()]), lambda: int,
    lambda: Plain, lambda: type, lambda: function.__get__, lambda: types.FunctionType, lambda: sys.flags, lambda: sys.version_info,
    lambda: {}.__init__, lambda: function.__closure__, lambda: list.__class_getitem__, lambda: object.__reduce_ex__,
]
# Tried on everything; some callables have parameters of these names.
KEYWORDS = ["nosuch", "key", "reverse", "sep", "maxsplit", "keepends", "tabsize", "encoding", "errors", "start", "default", "strict",
            "base", "exp", "mod", "number", "ndigits", "iterable", "object", "x", "value", "byteorder", "length", "signed",
            "bytes_per_sep", "order", "format", "shape", "delete", "bytes"]
# What a call with these would take: time without end, memory without end, or this process with it.
LEFT_OUT = {"__loader__", "hash", "input", "exit", "quit", "breakpoint", "help", "copyright", "credits", "license", "open", "exec", "__build_class__",
            "print", "__import__", "compile", "globals", "locals", "vars", "id", "dir"}
# These show where things lie in memory, or how large they are, or run what other tests are about.
SHOWS_PLACES = {"__hash__", "__sizeof__", "__dir__", "__subclasses__", "__init_subclass__", "__reduce__", "__reduce_ex__",
                "__getattribute__", "__setattr__", "__delattr__", "__alloc__"}
SLOW_WITH_HUGE = {"__pow__", "__rpow__", "pow", "__round__", "round", "__lshift__", "__rlshift__", "__mod__", "__ipow__", "perm", "comb",
                  "factorial"}


class Sequence:
    def __getitem__(self, index):
        if index > 1:
            raise IndexError
        return index


def all_types():
    """Every builtin type, in the order of names: those of the module builtins, those of the samples, and their bases."""
    found = {}
    candidates = [value for value in vars(builtins).values() if isinstance(value, type)]
    candidates += [value for value in vars(types).values() if isinstance(value, type)]
    candidates += [type(make()) for make in SAMPLES]
    for candidate in candidates:
        for base in candidate.__mro__:
            if base.__module__ in ("builtins", "types"):
                found[base.__qualname__] = base
    for name in ("DynamicClassAttribute", "_GeneratorWrapper"):
        found.pop(name, None)
    return [found[name] for name in sorted(found)]


def shown(value, depth=0):
    """repr() without addresses, and no deeper than it is worth."""
    if depth > 3:
        return "..."
    kind = type(value)
    if kind in (int, float, complex, bool, str, bytes, bytearray) or value is None:
        text = without_addresses(repr(value))
        return text if len(text) < 200 else text[:60] + f"...{len(text)}"
    if kind in (tuple, list):
        return f"{kind.__name__}({', '.join([shown(item, depth + 1) for item in value[:9]])})"
    if kind is dict:
        return "{" + ", ".join([f"{shown(k, depth + 1)}: {shown(v, depth + 1)}" for k, v in list(value.items())[:9]]) + "}"
    if kind in (set, frozenset):
        return f"{kind.__name__}{sorted([shown(item, depth + 1) for item in value])}"
    if kind.__name__ == "frame":
        return f"<frame of {value.f_code.co_name}>"
    if kind.__name__.endswith(("iterator", "generator")) or kind in (map, filter, zip, enumerate, reversed):
        return f"<{kind.__name__}>"
    try:
        text = repr(value)
    except Exception as error:
        return f"<{kind.__name__} whose repr fails: {type(error).__name__}: {error}>"
    return without_addresses(text)[:200]


def without_addresses(text):
    at = text.find("0x")
    while at >= 0:
        end = at + 2
        while end < len(text) and text[end] in "0123456789abcdef":
            end += 1
        text = text[:at] + "ADDRESS" + text[end:]
        at = text.find("0x", at + 1)
    return text


def failure(error):
    try:
        text = str(error)
    except Exception as another:
        text = f"no text, but {type(another).__name__}"
    return f"{type(error).__name__}: {without_addresses(text)[:300]}"


def outcome(callable_object, args, keywords):
    try:
        return shown(callable_object(*args, **keywords))
    except RecursionError:
        return "RecursionError"
    except BaseException as error:
        return failure(error)


def is_huge(value):
    return isinstance(value, int) and abs(value) > 1000 or isinstance(value, float) and abs(value) > 1e10 or isinstance(value, Raises)


def argument_lists(dice, name):
    """Makers of arguments for one callable: none, each single one, and some of many."""
    makers = ARGUMENTS
    if name in SLOW_WITH_HUGE:
        makers = [make for make in ARGUMENTS if not is_huge(make())]
    yield ()
    for make in makers:
        yield (make,)
    for _ in range(40):
        yield (dice.choice(makers), dice.choice(makers))
    for _ in range(16):
        yield (dice.choice(makers), dice.choice(makers), dice.choice(makers))
    for count in (4, 5, 9):
        yield tuple([dice.choice(makers) for _ in range(count)])


def try_out(label, get_callable, make_self, name, seed):
    """Calls the callable that get_callable finds; make_self, if there is one, makes its first argument."""
    dice = Dice(seed)
    first = (make_self,) if make_self else ()
    for makers in argument_lists(dice, name):
        args = [make() for make in first + makers]
        text = ", ".join([shown(arg) for arg in args])
        print(f"{label}({text}) -> {outcome(get_callable(), args, {})}")
    for keyword in KEYWORDS:
        makers = first + ((), (dice.choice(ARGUMENTS),))[dice.randrange(2)]
        args = [make() for make in makers]
        value = dice.choice(ARGUMENTS[:3] + ARGUMENTS[14:16])()
        text = ", ".join([shown(arg) for arg in args] + [f"{keyword}={shown(value)}"])
        print(f"{label}({text}) -> {outcome(get_callable(), args, {keyword: value})}")


def samples_of(a_type):
    return [make for make in SAMPLES if type(make()) is a_type] or [make for make in SAMPLES if isinstance(make(), a_type)][:2]


def callables():
    """(label, how to get it, a maker of its first argument or None, its name), for all there are."""
    for a_type in all_types():
        for name in sorted(vars(a_type)):
            value = vars(a_type)[name]
            label = f"{a_type.__qualname__}.{name}"
            if name in SHOWS_PLACES or not callable(value) and not hasattr(value, "__func__"):
                continue
            if name == "__new__":
                continue  # constructors have tests of their own
            if name == "__init__" and a_type is not object:
                continue
            bound = type(value).__name__ in ("classmethod_descriptor", "staticmethod", "builtin_function_or_method", "classmethod")
            if bound:
                yield label, lambda a_type=a_type, name=name: getattr(a_type, name), None, name
                continue
            yield f"{label} of nothing", lambda value=value: value, None, name
            for make in samples_of(a_type):
                if name in SLOW_WITH_HUGE and is_huge(make()):
                    continue
                yield label, lambda value=value: value, make, name
    for module in (builtins, math):
        for name in sorted(vars(module)):
            value = vars(module)[name]
            if callable(value) and not isinstance(value, type) and name not in LEFT_OUT:
                yield f"{module.__name__}.{name}", lambda value=value: value, None, name


def main():
    first, step = int(sys.argv[1]), int(sys.argv[2])
    if first == 0:
        for a_type in all_types():
            names = sorted(vars(a_type))
            print(f"names of {a_type.__qualname__} -> {' '.join(names)}")
            print(f"bases of {a_type.__qualname__} -> {[base.__qualname__ for base in a_type.__bases__]} {a_type.__module__}")
    for label, get_callable, make_self, name in callables():
        seed = sum(label.encode())
        if seed % step == first:
            try_out(label, get_callable, make_self, name, seed * 31 + len(label))


if __name__ == "__main__":
    main()
