"""Run by both interpreters: calls builtin types in every way and prints what came of it, a line for each type.

`list MODULES...` prints the names of the types there are, after the import of the modules: whether no class statement made
the type, and the text in which the names of its parameters are. `call FILE MODULES...` calls the types that the file names.
It can do with the language alone: a young interpreter has few modules."""
import sys

HEAP_TYPE = 1 << 9  # of type.__flags__: made by a class statement, or by a module of CPython that can be unloaded


class Plain:
    def __repr__(self):
        return "Plain()"


# What arguments are made of, anew for each call. No int here is a file descriptor of the process, which files would close.
ATOMS = {
    "none": lambda: None, "int": lambda: 70, "negative": lambda: -1, "big": lambda: 1 << 70, "float": lambda: 2.5,
    "complex": lambda: 1j, "str": lambda: "a", "digits": lambda: "11", "bytes": lambda: b"ab", "tuple": lambda: (),
    "list": lambda: [1, 2], "dict": lambda: {"k": 1}, "set": lambda: {1}, "type": lambda: int, "function": lambda: len,
    "iterator": lambda: iter([(1, 2)]), "plain": Plain,
}
PAIRED = ("int", "digits", "bytes", "none", "list", "dict", "function", "plain")
TRIPLED = ("int", "str", "none", "tuple")
LENGTHS = (4, 5, 6, 20)


def all_types():
    """The classes there are, by name, from `object` down."""
    found, pending = {}, [object]
    while pending:
        cls = pending.pop()
        name = "%s.%s" % (cls.__module__, cls.__qualname__)
        if name not in found:
            found[name] = cls
            pending.extend(type.__subclasses__(cls))
    return found


def import_all(names):
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass


def positional_shapes():
    yield ()
    for first in ATOMS:
        yield (first,)
    for first in PAIRED:
        for second in PAIRED:
            yield first, second
    for first in TRIPLED:
        for second in TRIPLED:
            for third in TRIPLED:
                yield first, second, third
        for length in LENGTHS:
            yield (first,) * length


def shapes(words):
    """Pairs: the atoms given by position, and those given by name."""
    for positional in positional_shapes():
        yield positional, {}
    for word in ["bad", *words]:
        for atom in PAIRED:
            yield (), {word: atom}
        for atom in TRIPLED:
            yield (atom,), {word: "int"}
            yield (atom,) * 2, {word: "none"}
            yield (atom,) * 3, {word: "str"}
        yield (), {"bad": "int", word: "int"}
        yield ("int",), {word: "int", "bad": "int"}
    for first in words[:5]:
        for second in words[:5]:
            for atom in PAIRED:
                yield (), {first: atom, second: "str"}
    yield (), {1: "int"}
    yield ("tuple",), {1: "int"}


def masked(text):
    """Without the addresses in it."""
    start, *rest = text.split("0x")
    return start + "".join(["0x" + piece.lstrip("0123456789abcdef") for piece in rest])


def shown(value):
    text = "%s %r" % (type(value).__qualname__, value)
    if hasattr(type(value), "__next__"):
        items = []
        for item in value:
            items.append(item)
            if len(items) == 3:
                break
        text += " of %r" % items
    return masked(text)


def outcome(function, positional, named):
    try:
        return shown(function(*[ATOMS[atom]() for atom in positional],
                              **{key: ATOMS[atom]() for key, atom in named.items()}))
    except BaseException as error:
        return masked("%s: %s" % (type(error).__qualname__, error))


def ways(cls):
    """The ways to construct an instance, by name."""
    def subclass(**namespace):
        return lambda *args, **named: type(cls)("Own", (cls,), dict(namespace))(*args, **named)

    def any_init(self, *args, **named):
        pass

    def plain_new(made, *args, **named):
        return cls.__new__(made)

    def forwarding_new(made, *args, **named):
        return cls.__new__(made, *args, **named)

    def init_again(*args, **named):
        made = cls.__new__(cls)
        return made.__init__(*args, **named), made

    return {
        "call": cls,
        "__new__": lambda *args, **named: cls.__new__(cls, *args, **named),
        "__init__": init_again,
        "subclass": subclass(),
        "subclass with __init__": subclass(__init__=any_init),
        "subclass with __new__": subclass(__new__=plain_new),
        "subclass with both": subclass(__new__=forwarding_new, __init__=any_init),
    }


def odd_calls(cls):
    """Calls of __new__ and __init__ with something else where the class or the instance belongs."""
    unrelated = type("Unrelated", (), {})
    outcomes = {}
    for name in ("__new__", "__init__"):
        function = getattr(cls, name)
        outcomes[name + "()"] = outcome(function, (), {})
        for argument in (object(), object, int, unrelated, unrelated(), True, bool):
            outcomes["%s(%s)" % (name, shown(argument))] = outcome(lambda: function(argument), (), {})
    outcomes["object.__new__"] = outcome(lambda: object.__new__(cls), (), {})
    return outcomes


def call_type(cls, words):
    outcomes = {"signature": repr(cls.__text_signature__), **odd_calls(cls)}
    for way, function in ways(cls).items():
        for positional, named in shapes(words):
            shape = "%s(%s)" % (way, ", ".join([*positional, *["%s=%s" % item for item in named.items()]]))
            outcomes[shape] = outcome(function, positional, named)
    return outcomes


def main():
    if sys.argv[1] == "list":
        import_all(sys.argv[2:])
        print({name: (not cls.__flags__ & HEAP_TYPE, "%s %s" % (cls.__text_signature__, cls.__doc__))
               for name, cls in all_types().items()})
        return
    import_all(sys.argv[3:])
    types = all_types()
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file.read().splitlines():
            name, *words = line.split(" ")
            print(call_type(types[name], words), flush=True)


main()
