# The two halves of construction, __new__ and __init__, of builtin types: which of them a class has, who gets the
# arguments, and what the messages say.
def show(label, function, *args, **named):
    try:
        result = function(*args, **named)
        print(label, type(result).__name__, result)
    except TypeError as error:
        print(label, "TypeError:", error)


BUILTIN = {list: [1], dict: {"a": 1}, set: [1], frozenset: [1], tuple: [1], str: "x", bytes: b"x", bytearray: b"x", int: 3,
           float: 2.5, complex: 1, enumerate: "x", zip: "x", reversed: "x"}


def quiet(value):
    return list(value) if hasattr(type(value), "__next__") else value


for base, argument in BUILTIN.items():
    class Plain(base):
        pass

    class WithInit(base):
        def __init__(self, *args, **named):
            self.seen = named

    class WithNew(base):
        def __new__(cls, *args, **named):
            return super().__new__(cls, argument)

    class WithBoth(base):
        def __new__(cls, *args, **named):
            return super().__new__(cls, *args)

        def __init__(self, *args, **named):
            pass

    name = base.__name__
    for cls in (base, Plain, WithInit, WithNew, WithBoth):
        show(f"{name} {cls.__name__}", lambda: quiet(cls(argument)))
        show(f"{name} {cls.__name__} with a keyword", lambda: quiet(cls(argument, odd=1)))
        show(f"{name} {cls.__name__} with too many", lambda: quiet(cls(argument, *"abcdef")))
    # A borrowed half: of another builtin type, of an unrelated class, of a class in between.
    for other in (list, dict, int, str, object):
        class Borrowed(base):
            __new__ = other.__new__

        show(f"{name} with the __new__ of {other.__name__}", lambda: quiet(Borrowed(argument)))

        class Unrelated:
            __new__ = base.__new__

        show(f"no {name} with the __new__ of {name}", lambda: Unrelated() and "made")

    class Again(WithNew):
        __new__ = base.__new__

    show(f"{name} with its own __new__ again", lambda: quiet(Again(argument)))


# A class keeps calling __new__ by its name once it had one of its own.
class Changing:
    def __new__(cls, *args):
        return super().__new__(cls)

    def __init__(self, *args):
        pass


class Derived(Changing):
    pass


for cls in (Changing, Derived):
    show("with a __new__", lambda: cls(1) and "made")
del Changing.__new__
for cls in (Changing, Derived):
    show("without it", lambda: cls() and "made")
    show("without it, with an argument", lambda: cls(1) and "made")
Changing.__new__ = list.__new__
show("with that of list", lambda: Changing() and "made")

# The __new__ of a builtin type makes no instance of a builtin subclass.
for maker, made in ((int, bool), (object, int), (object, list), (list, dict), (object, type)):
    show(f"{maker.__name__}.__new__({made.__name__})", maker.__new__, made)
for cls in (bool, int):
    show(f"int.__new__({cls.__name__}, 1)", int.__new__, cls, 1)

# An initialized object is initialized again.
values = [1, 2]
values.__init__("ab")
print(values)
values.__init__()
print(values)
items = {"a": 1}
items.__init__({"b": 2}, c=3)
print(items)
items.__init__()
print(items)
unique = {1}
unique.__init__((2, 3))
print(unique)
octets = bytearray(b"ab")
octets.__init__(2)
print(octets)
show("dict.__init__ of a list", dict.__init__, [])
show("list.__init__ of nothing", list.__init__)

# **keywords of dict are items, whatever their names.
print(dict(self=1, other=2, iterable=3), dict({"a": 1}, a=2, b=3), dict([("a", 1)], **{}))


class Mapping:
    def keys(self):
        return ["k"]

    def __getitem__(self, key):
        return key * 2


print(dict(Mapping()), dict(Mapping(), k=1))
for cls in (list, tuple, float, memoryview, complex, enumerate, reversed, dict, set, frozenset, str, bytes, bytearray, int,
            bool, range, slice, zip, map, filter):
    print(cls.__name__, cls.__text_signature__)
