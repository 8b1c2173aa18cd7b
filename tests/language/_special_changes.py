"""Parts of cache_invalidation_specials.py: operations that ask a class for a special method, on instances of several
kinds of classes, and changes of what the class says. A case warms up a fresh site, changes the world, uses it again."""

# operation -> special methods that it may ask for
OPERATIONS = {
    "return x + y": "add radd", "return y + x": "radd add", "x += y; return x": "iadd add", "return x - y": "sub rsub",
    "return x * 2": "mul rmul", "return 2 * x": "rmul mul", "x *= 2; return x": "imul mul", "return x / y": "truediv",
    "return x // y": "floordiv", "return x % y": "mod", "return x ** 2": "pow", "return x @ y": "matmul rmatmul",
    "return x << 1": "lshift", "return x >> 1": "rshift", "return x & y": "and", "return x | y": "or",
    "return x ^ y": "xor", "return divmod(x, y)": "divmod", "return -x": "neg", "return +x": "pos",
    "return ~x": "invert", "return abs(x)": "abs", "return x == y": "eq", "return x != y": "ne eq",
    "return x < y": "lt gt", "return x <= y": "le ge", "return x > y": "gt lt", "return x >= y": "ge le",
    "return 1 if x == y else 2": "eq", "return 1 if x < 5 else 2": "lt", "return 1 if x else 2": "bool len",
    "return not x": "bool len", "return x and 5": "bool len", "while x: return 1": "bool len", "return bool(x)": "bool len",
    "return len(x)": "len", "return {x: 1}[x]": "hash eq", "return x in {y}": "hash eq",
    "h = hash(x); return h if 0 <= h < 100 else 'other'": "hash eq",
    "return x[0]": "getitem class_getitem", "return x[0:1]": "getitem", "x[0] = 1": "setitem", "x[0:1] = (1,)": "setitem",
    "del x[0]": "delitem", "x[0] += 1; return x[0]": "getitem setitem", "return 1 in x": "contains iter getitem",
    "return [i for i in x]": "iter getitem", "for i in x: return i": "iter getitem", "return list(x)": "iter len getitem",
    "a, *b = x; return a, b": "iter getitem", "a, b = x; return a, b": "iter getitem", "return (*x,)": "iter getitem",
    "return next(x)": "next", "return [i for i in iter(x)]": "iter next", "return x()": "call", "return x(1, 2)": "call",
    "return x(*(1,), **{})": "call", "return [f() for f in (x, x)]": "call", "return str(x)": "str repr",
    "return repr(x)": "repr", "return f'{x}'": "format str", "return f'{x!r:>5}'": "repr", "return '%s' % (x,)": "str",
    "return int(x)": "int index trunc", "return float(x)": "float index", "return [1, 2, 3, 4, 5, 6, 7, 8, 9][x]": "index",
    "return round(x)": "round", "return range(x)": "index", "return complex(x)": "complex float",
    "return bytes(x)": "bytes index iter", "return list(reversed(x))": "reversed len getitem", "return dir(x)[:1]": "dir",
    "with x as z: return z": "enter exit", "return isinstance(5, C)": "", "return C()": "init new", "return type(C())": "new",
    "return sorted([y, x, y])[0] is x": "lt gt", "return max(x, y) is x": "gt lt", "return sum([x, y], x)": "add radd",
    "return [x].index(y)": "eq", "return x.missing": "getattr getattribute", "return x.real": "getattr getattribute",
    "x.given = 1; return x.given": "setattr getattr", "del x.given": "delattr", "return getattr(x, 'missing', 0)": "getattr",
    "return {**x}": "getitem iter", "return dict(x)": "iter getitem", "return ''.join(x)": "iter", "return any(x)": "iter",
    "match x:\n        case C(): return 'is'\n        case [*_]: return 'sequence'\n        case {}: return 'mapping'": "eq",
    "match 5:\n        case C.five: return 'five'": "eq", "return (lambda v: v + v)(x)": "add radd",
    "return (lambda v: v == 5)(x)": "eq", "return tuple(map(x, (1, 2)))": "call", "return [x == i for i in (1, 2)]": "eq",
}


def shown(value):
    if isinstance(value, (tuple, list)):
        return type(value).__name__ + "(" + ", ".join(map(shown, value)) + ")"
    if type(value).__module__ == "builtins" and not isinstance(value, type) and type(value) is not object:
        text = object.__repr__(value) if isinstance(value, (classmethod, staticmethod)) else repr(value)
        return text.split(" at 0x")[0]
    if isinstance(value, type):
        return "class " + value.__name__
    return "instance of " + type(value).__name__


def outcome(function, *args):
    try:
        return shown(function(*args))
    except Exception as e:
        return type(e).__name__ + ": " + str(e).split(" at 0x")[0]


# --- special methods: what they give tells which one has been called

def numbered(name, tag):
    given = {
        "bool": tag % 2 == 0, "len": tag % 9, "hash": tag, "index": tag % 9, "int": tag, "float": float(tag), "trunc": tag,
        "str": "s%d" % tag, "repr": "r%d" % tag, "format": "f%d" % tag, "complex": complex(tag), "bytes": b"b%d" % tag,
        "contains": tag % 2 == 0, "init": None, "setitem": None, "delitem": None, "setattr": None, "delattr": None,
        "exit": True, "dir": ["d%d" % tag], "eq": tag % 2 == 0, "ne": tag % 2 == 1, "lt": tag % 2 == 0,
    }

    def method(self, *args):
        if name in ("iter", "reversed"):
            return iter([str(tag), "i"])
        if name == "getitem" and args[0] not in (0, 1):
            raise IndexError("of %d" % tag)
        if name in ("getattr", "getattribute") and args[0] in ("__class__", "__dict__", "keys", "join"):
            raise AttributeError(args[0])
        return given.get(name, "%s %d" % (name, tag))

    if name == "new":
        return staticmethod(lambda cls, *args: ("made", tag))
    return method


class Callable:
    def __init__(self, name, tag):
        self.method = numbered(name, tag)

    def __call__(self, *args):
        return self.method(None, *args)


class Bound:
    def __init__(self, name, tag):
        self.method = numbered(name, tag)

    def __get__(self, instance, owner=None):
        return lambda *args: self.method(instance, *args)


class World:
    def __init__(self, kind, names):
        base = {"object": object, "int": int, "float": float, "str": str, "list": list, "dict": dict, "tuple": tuple,
                "set": set, "slots": object, "exception": Exception, "bytes": bytes}[kind]
        space = {"__slots__": ()} if kind in ("slots",) else {}

        class Meta(type):
            pass
        self.Meta = Meta
        self.Base = Meta("Base", (base,), dict(space))
        self.C = Meta("C", (self.Base,), {"five": 5, **space})
        self.E = Meta("E", (self.Base,), {"five": 5, **space})
        start = {"list": ([3, 4],), "tuple": ([3, 4],), "str": ("34",), "int": (3,), "float": (3.0,), "set": ([3, 4],),
                 "dict": ({0: 1},), "bytes": (b"34",)}.get(kind, ())
        self.x, self.y = self.C(*start), self.C(*start)
        self.names = names


def dunder(name):
    return "__" + name + "__"


def set_all(make, where):
    def change(w, tag):
        for name in w.names:
            setattr(where(w), dunder(name), make(name, tag))
    return change


def delete_all(w, tag):
    for cls in (w.C, w.Base):
        for name in w.names:
            if dunder(name) in cls.__dict__:
                delattr(cls, dunder(name))


def only(position):
    def change(w, tag):
        for name in w.names[position:][:1]:
            setattr(w.C, dunder(name), numbered(name, tag))
    return change


def other_class(w, tag):
    for name in w.names:
        setattr(w.E, dunder(name), numbered(name, tag))
    w.x.__class__ = w.E


def other_bases(w, tag):
    Other = type(w.Base)("Other", w.Base.__bases__, {dunder(n): numbered(n, tag) for n in w.names} |
                         ({"__slots__": ()} if "__slots__" in w.Base.__dict__ else {}))
    w.C.__bases__ = (Other,)


def value_becomes_descriptor(w, tag):
    class Value:
        def __call__(self, *args):
            return numbered(self.name, tag)(None, *args)
    for name in w.names:
        value = Value()
        value.name = name
        setattr(w.C, dunder(name), value)
    w.Value = Value
    w.tag = tag


def then_get(w, tag):
    if hasattr(w, "Value"):
        w.Value.__get__ = lambda self, instance, owner=None: lambda *args: numbered(self.name, tag)(instance, *args)


def of_metaclass(w, tag):
    for name in w.names:
        if name not in ("getattribute", "setattr", "delattr", "hash", "eq", "new", "init", "dir", "repr"):
            setattr(w.Meta, dunder(name), numbered(name, tag))
    w.Meta.__call__ = lambda cls, *args: "called by metaclass"
    w.Meta.__instancecheck__ = lambda cls, value: True


CHANGES = {
    "class": set_all(numbered, lambda w: w.C), "base": set_all(numbered, lambda w: w.Base), "delete": delete_all,
    "none": set_all(lambda name, tag: None, lambda w: w.C), "first": only(0), "last": only(-1),
    "callable": set_all(Callable, lambda w: w.C), "bound": set_all(Bound, lambda w: w.C),
    "static": set_all(lambda n, t: staticmethod(lambda *a: numbered(n, t)(None, *a)), lambda w: w.C),
    "of class": set_all(lambda n, t: classmethod(numbered(n, t)), lambda w: w.Base),
    "property": set_all(lambda n, t: property(lambda self: lambda *a: numbered(n, t)(self, *a)), lambda w: w.C),
    "other class": other_class, "other bases": other_bases, "value": value_becomes_descriptor, "then get": then_get,
    "metaclass": of_metaclass,
}
KINDS = ("object", "int", "float", "str", "list", "dict", "tuple", "set", "slots", "exception", "bytes")


def case(body, kind, *changes):
    world = World(kind, OPERATIONS[body].split())
    names = {"C": world.C}
    exec("def site(x, y):\n    " + body, names)
    site = names["site"]
    print(body, "|", kind, "|", *changes)
    tag = 0
    for change in ("class",) * (kind in ("object", "slots", "exception")) + (None, *changes):
        tag += 1
        if change:
            try:
                CHANGES[change](world, tag)
            except TypeError as e:
                print("   ", change, str(e)[:40])
        results = []
        for _ in range(10):
            got = outcome(site, world.x, world.y)
            if not results or results[-1] != got:
                results.append(got)
        print("   ", results[:6])


def pick(seed, count):
    """Cases in a random order that is the same everywhere."""
    state = seed

    def choose(names):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return list(names)[(state >> 33) % len(names)]

    for _ in range(count):
        kind = choose(KINDS + ("object",) * 6 + ("slots",) * 2)
        body = choose(OPERATIONS)
        changes = [choose(CHANGES) for _ in range(3)]
        if "value" in changes:
            changes.insert(changes.index("value") + 1, "then get")
        case(body, kind, *changes)
