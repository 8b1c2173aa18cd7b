"""Parts of cache_invalidation_descriptors_*.py: ways to reach a value through its class, values, and changes of what
the value's class can do. A case picks one of each, warms up a fresh site, changes the world and uses the site again."""

import types

log = []


def getter(tag):
    def get(self, instance, owner=None):
        return "got " + tag + (" of class" if instance is None else "")
    return get


def calling(tag):
    """What it gives can be called and added to."""
    class Given(str):
        def __call__(self, *args):
            return "called " + self + repr(args)

        def __add__(self, other):
            return "added to " + self

    def get(self, instance, owner=None):
        return Given(tag + (" of class" if instance is None else ""))
    return get


def setter(tag):
    def set(self, instance, value):
        log.append("set " + tag)
    return set


def deleter(tag):
    def delete(self, instance):
        log.append("delete " + tag)
    return delete


# --- how a site reaches the attribute: the body of a function of an owner `o` and its class `O`

ACCESSES = {
    "read": "return o.f",
    "read twice": "a = o.f; return a, o.f",
    "call": "return o.f()",
    "call with": "return o.f(1, 2)",
    "store": "o.f = 'stored'",
    "store read": "o.f = 'stored'; return o.f",
    "delete": "del o.f",
    "store delete": "o.f = 'stored'; del o.f",
    "augment": "o.f += 1; return o.f",
    "class read": "return O.f",
    "class call": "return O.f()",
    "super read": "return super(O, o).f",
    "super call": "return super(O, o).f()",
    "getattr": "return getattr(o, 'f', 'none'), hasattr(o, 'f')",
    "setattr": "setattr(o, 'f', 'stored'); return o.f",
    "loop": "r = []\n    for i in range(3): r.append(o.f)\n    return r",
    "match": "match o:\n        case O(f='plain'): return 'matched'\n        case O(f=x): return x",
    "in a call": "return (lambda x: x.f)(o)",
}


def site_of(body, O):
    names = {"O": O}
    exec("def site(o):\n    " + body, names)
    return names["site"]


# --- values: a class D with a base and an instance of it

class Text:
    def __call__(self, *args):
        return ("value called",) + args

    def __add__(self, other):
        return "value added"

    def __eq__(self, other):
        return other == "plain"

    def __repr__(self):
        return "<value of %s>" % type(self).__name__


class OtherBase(Text):
    pass


def plain_value(methods):
    class Base(Text):
        pass
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D()


def inherited_value(methods):
    class Base(Text):
        pass
    Middle = type("Middle", (Base,), dict(methods))
    D = type("D", (Middle,), {})
    E = type("E", (Text,), {})
    return Base, D, E, D()


def slotted_value(methods):
    class Base(Text):
        __slots__ = ()
    D = type("D", (Base,), {"__slots__": (), **methods})
    E = type("E", (Base,), {"__slots__": ()})
    return Base, D, E, D()


def class_value(methods):
    class Base(type):
        def __call__(self, *args):
            return ("class called",) + args

        def __add__(self, other):
            return "class added"

        def __repr__(self):
            return "<class with %s>" % type(self).__name__

        __hash__ = type.__hash__

        def __eq__(self, other):
            return other == "plain"
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D("V", (), {})


def module_value(methods):
    class Base(types.ModuleType):
        __call__, __add__, __repr__ = Text.__call__, Text.__add__, Text.__repr__
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D("module")


def number_value(methods):
    class Base(int):
        __call__, __add__, __repr__ = Text.__call__, Text.__add__, Text.__repr__
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D(5)


def property_value(methods):
    class Base(property):
        pass
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D(lambda self: "of the property")


def static_value(methods):
    class Base(staticmethod):
        pass
    D = type("D", (Base,), dict(methods))
    E = type("E", (Base,), {})
    return Base, D, E, D(lambda *args: "of the static method")


VALUES = {
    "plain": plain_value, "inherited": inherited_value, "slotted": slotted_value, "class": class_value,
    "module": module_value, "number": number_value, "property": property_value, "static": static_value,
}
STARTS = {
    "none": {},
    "get": {"__get__": calling("first")},
    "set": {"__set__": setter("first")},
    "delete": {"__delete__": deleter("first")},
    "get set": {"__get__": calling("first"), "__set__": setter("first")},
    "all": {"__get__": calling("first"), "__set__": setter("first"), "__delete__": deleter("first")},
}


# --- owners: the class O whose attribute f is the value, and the object through which it is reached

def of_instance(value):
    class Top:
        f = value

    class O(Top):
        pass
    return Top, O, O()


def of_own_class(value):
    class Top:
        pass

    class O(Top):
        f = value
    return Top, O, O()


def with_own(value):
    Top, O, o = of_instance(value)
    o.__dict__  # noqa: B018
    o = O()
    object.__setattr__(o, "g", 0)
    try:
        object.__setattr__(o, "f", "own")
    except AttributeError:
        pass
    return Top, O, o


def with_own_dict(value):
    Top, O, o = of_instance(value)
    o.__dict__["f"] = "own"
    return Top, O, o


def with_own_slot(value):
    Top, O, o = of_instance("replaced soon")
    o.f = "own"
    Top.f = value
    return Top, O, o


def without_dict(value):
    class Top:
        __slots__ = ()
        f = value

    class O(Top):
        __slots__ = ("other",)
    return Top, O, O()


def member_below(value):
    class Top:
        __slots__ = ("f",)

    class O(Top):
        __slots__ = ()
    o = O()
    o.f = "own"
    Top.member = Top.f
    O.f = value
    return Top, O, o


def of_metaclass(value):
    class Top(type):
        f = value

    class O(Top):
        pass
    return Top, O, O("o", (), {})


def of_metaclass_with_own(value):
    class Top(type):
        f = value

    class O(Top):
        pass
    return Top, O, O("o", (), {"f": "own"})


def of_module(value):
    class Top(types.ModuleType):
        f = value

    class O(Top):
        pass
    return Top, O, O("o")


def of_module_with_own(value):
    Top, O, o = of_module(value)
    o.__dict__["f"] = "own"
    return Top, O, o


def of_list(value):
    class Top(list):
        f = value

    class O(Top):
        pass
    return Top, O, O()


OWNERS = {
    "instance": of_instance, "own class": of_own_class, "own": with_own, "own dict": with_own_dict,
    "own slot": with_own_slot, "no dict": without_dict, "member": member_below, "metaclass": of_metaclass,
    "metaclass own": of_metaclass_with_own, "module": of_module, "module own": of_module_with_own, "list": of_list,
}


# --- changes

class World:
    def __init__(self, value, methods, owner):
        self.Base, self.D, self.E, self.value = VALUES[value](methods)
        self.Top, self.O, self.o = OWNERS[owner](self.value)


def drop(cls, *names):
    for base in cls.__mro__:
        for name in names:
            if name in base.__dict__ and base.__module__ == __name__:
                delattr(base, name)


def new_bases(w, *names):
    """The value's class gets another base, with some methods."""
    bases = {"__get__": calling("new base"), "__set__": setter("new base"), "__delete__": deleter("new base")}
    name = "Other"
    kept = {k: v for k, v in w.Base.__dict__.items() if k in ("__slots__", "__call__", "__add__", "__repr__")}
    Other = type(w.Base)(name, w.Base.__bases__, {**kept, **{n: bases[n] for n in names}})
    w.D.__bases__ = (Other,)


def new_class(w, *names):
    bases = {"__get__": calling("new class"), "__set__": setter("new class"), "__delete__": deleter("new class")}
    for n in names:
        setattr(w.E, n, bases[n])
    w.value.__class__ = w.E


def replace_in_owner(w, where):
    class Fresh(Text):
        __get__, __set__ = calling("fresh"), setter("fresh")
    setattr(where, "f", Fresh())


def other_owner_class(w):
    New = type(w.O)("New", w.O.__bases__, {"f": "new", **({"__slots__": ("other",)} if "other" in w.O.__dict__ else {})})
    w.o.__class__ = New


def new_owner_bases(w):
    New = type(w.Top)("NewTop", w.Top.__bases__, {"f": "of new base",
                                                  **({"__slots__": ()} if "__slots__" in w.Top.__dict__ else {})})
    w.O.__bases__ = (New,)


CHANGES = {
    "get": lambda w: setattr(w.D, "__get__", calling("changed")),
    "set": lambda w: setattr(w.D, "__set__", setter("changed")),
    "delete": lambda w: setattr(w.D, "__delete__", deleter("changed")),
    "get none": lambda w: setattr(w.D, "__get__", None),
    "set none": lambda w: setattr(w.D, "__set__", None),
    "base get": lambda w: setattr(w.Base, "__get__", calling("base")),
    "base set": lambda w: setattr(w.Base, "__set__", setter("base")),
    "base delete": lambda w: setattr(w.Base, "__delete__", deleter("base")),
    "base both": lambda w: (setattr(w.Base, "__get__", calling("base")), setattr(w.Base, "__set__", setter("base"))),
    "drop get": lambda w: drop(w.D, "__get__"),
    "drop set": lambda w: drop(w.D, "__set__"),
    "drop delete": lambda w: drop(w.D, "__delete__"),
    "drop all": lambda w: drop(w.D, "__get__", "__set__", "__delete__"),
    "bases get": lambda w: new_bases(w, "__get__"),
    "bases set": lambda w: new_bases(w, "__set__"),
    "bases both": lambda w: new_bases(w, "__get__", "__set__"),
    "bases none": lambda w: new_bases(w),
    "class get": lambda w: new_class(w, "__get__"),
    "class set": lambda w: new_class(w, "__set__"),
    "class delete": lambda w: new_class(w, "__delete__"),
    "class all": lambda w: new_class(w, "__get__", "__set__", "__delete__"),
    "class none": lambda w: new_class(w),
    "init": lambda w: w.value.__init__(lambda *args: "other function"),
    "fresh": lambda w: replace_in_owner(w, w.O),
    "fresh above": lambda w: replace_in_owner(w, w.Top),
    "owner deletes": lambda w: delattr(w.O if "f" in w.O.__dict__ else w.Top, "f"),
    "owner getattr": lambda w: setattr(w.O, "__getattr__", lambda self, name: "by getattr"),
    "owner getattribute": lambda w: setattr(w.Top, "__getattribute__", lambda self, name: "by getattribute"),
    "owner setattr": lambda w: setattr(w.Top, "__setattr__", lambda self, name, value: log.append("by setattr")),
    "owner delattr": lambda w: setattr(w.O, "__delattr__", lambda self, name: log.append("by delattr")),
    "owner class": other_owner_class,
    "owner bases": new_owner_bases,
}


def outcome(function, *args):
    try:
        result = repr(function(*args)).split(" at 0x")[0]
    except Exception as e:
        result = type(e).__name__ + ": " + str(e)
    if log:
        result += " " + ", ".join(log)
        log.clear()
    return result


def case(access, value, start, owner, *changes):
    try:
        world = World(value, STARTS[start], owner)
    except Exception as e:
        print(access, value, start, owner, type(e).__name__, e)
        return
    site = site_of(ACCESSES[access], world.O)
    results = []

    def use(times):
        shown = []
        for _ in range(times):
            got = outcome(site, world.o)
            if not shown or shown[-1] != got:
                shown.append(got)
        results.append(shown)

    use(10)
    for change in changes:
        got = outcome(CHANGES[change], world)
        if "Error" in got:
            results.append(got[:60])
        use(6)
    print(access, "|", value, "|", start, "|", owner, "|", *changes)
    for shown in results:
        print("   ", shown)


def pick(seed, count):
    """Cases in a random order that is the same everywhere."""
    state = seed

    def choose(names):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return list(names)[(state >> 33) % len(names)]

    for _ in range(count):
        case(choose(ACCESSES), choose(VALUES), choose(STARTS), choose(OWNERS), choose(CHANGES), choose(CHANGES))
