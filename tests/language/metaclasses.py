"""Metaclasses, __prepare__, __init_subclass__, __class_getitem__, __instancecheck__,
class creation protocol.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


print("-- protocol")


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print(f"prepare {name} {[b.__name__ for b in bases]} {kw}")
        return {"prepared": True}

    def __new__(mcs, name, bases, namespace, **kw):
        print(f"new {name} {sorted(k for k in namespace if not k.startswith('__'))} {kw}")
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        print(f"init {name} {kw}")
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kw):
        print(f"call {cls.__name__} {args} {kw}")
        return super().__call__(*args, **kw)

    def class_method(cls):
        return f"meta method of {cls.__name__}"

    @property
    def class_property(cls):
        return f"meta property of {cls.__name__}"

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter(cls.__name__)

    def __getitem__(cls, key):
        return f"{cls.__name__}[{key}]"

    def __contains__(cls, item):
        return item == "in"

    def __add__(cls, other):
        return f"{cls.__name__}+{getattr(other, '__name__', other)}"

    def __bool__(cls):
        return False

    def __getattr__(cls, name):
        return f"meta fallback {name}"


class A(metaclass=Meta, option=1):
    x = 5

    def __init__(self, v=0):
        self.v = v


class B(A):
    pass


a = A(3)
print(A, B, type(B), A.class_method(), B.class_property, len(A), list(B), A["k"], "in" in A, "out" in A,
      A + B, bool(A), A.nothing, A.prepared, a.x, a.v)
attempt(lambda: a.class_method())
attempt(lambda: a.nothing)
attempt(lambda: len(a))
print(Meta("C", (), {"y": 1}).y, type(a) is A, isinstance(A, Meta), isinstance(a, A))


class Plain(type):
    pass


class Other(type):
    pass


attempt(lambda: Plain("X", (Other("Y", (), {}),), {}))
print(type(type("Z", (Plain("P", (), {}),), {})).__name__)


def function_metaclass(name, bases, namespace, **kw):
    return name, bases, sorted(k for k in namespace if not k.startswith("__")), kw


class NotAClass(int, metaclass=function_metaclass, key="word"):
    z = 1


print(NotAClass)


class MroEntries:
    def __mro_entries__(self, bases):
        return (dict,)


class FromEntries(MroEntries()):
    pass


print(FromEntries.__mro__[1].__name__, [type(b).__name__ for b in FromEntries.__orig_bases__],
      FromEntries(a=1))

print("-- registries and singletons by metaclass")


class Registry(type):
    classes = {}

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        cls.classes[name] = cls


class Singleton(type):
    def __init__(cls, *args):
        super().__init__(*args)
        cls.instance = None

    def __call__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__call__(*args)
        return cls.instance


class R1(metaclass=Registry): pass
class R2(R1): pass
class S(metaclass=Singleton): pass


print(sorted(Registry.classes), S() is S(), type(S()) is S)


class Ordered(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Recording()

    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, dict(namespace))
        cls.order = [k for k in namespace.order if not k.startswith("__")]
        return cls


class Recording(dict):
    def __init__(self):
        super().__init__()
        self.order = []

    def __setitem__(self, key, value):
        self.order.append(key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key.startswith("auto_"):
            return "made up " + key
        raise KeyError(key)


class Fields(metaclass=Ordered):
    b = 1
    a = 2
    b = 3
    c = auto_name


print(Fields.order, Fields.b, Fields.c)
attempt(lambda: Ordered.__prepare__("n", ()).order)

print("-- __init_subclass__")


class Plugin:
    plugins = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Plugin.plugins.append((cls.__name__, tag))


class P1(Plugin, tag="one"): pass
class P2(P1): pass
class P3(P2, tag="three"): pass


print(Plugin.plugins, P1.tag, P2.tag, hasattr(Plugin, "tag"))


def unknown_keyword():
    class P4(Plugin, other=1): pass


def keyword_to_object():
    class P5(color="red"): pass


attempt(unknown_keyword)
attempt(keyword_to_object)


class Failing:
    def __init_subclass__(cls):
        raise ValueError(f"{cls.__name__} may not inherit")


def failing():
    class Child(Failing): pass


attempt(failing)

print("-- checks")


class Duck(type):
    def __instancecheck__(cls, instance):
        return hasattr(instance, "quack")

    def __subclasscheck__(cls, other):
        return hasattr(other, "quack")


class Quacks(metaclass=Duck): pass
class Goose: quack = 1


print(isinstance(Goose(), Quacks), issubclass(Goose, Quacks), isinstance(5, Quacks), issubclass(int, Quacks),
      isinstance(5, (str, Quacks)), isinstance(Goose(), (str, Quacks)))
try:
    raise ValueError
except (Quacks, ValueError) if False else ValueError:
    print("caught")


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class GenericChild(Generic): pass


print(Generic[int], GenericChild[1, 2], list[int], dict[str, list[int]], tuple[int, ...], type[int],
      list[int].__origin__, list[int].__args__, list[int]([1]))
attempt(lambda: int[5])
attempt(lambda: Generic()[0])
attempt(lambda: isinstance([], list[int]))
print(int | str, int | None, type(int | str).__name__, (int | str) == (str | int), isinstance(5, int | None),
      int | list[int], (int | str).__args__)
attempt(lambda: int | 5)

print("-- attributes of classes")
print(type.__name__, type(type), type.__mro__, object.__bases__, type(object), type.__base__,
      isinstance(type, object), isinstance(object, type))
A.x = 6
A.__name__ = "Renamed"
A.__qualname__ = "Q.Renamed"
print(a.x, A.__name__, A, A.__qualname__, B.__mro__[1])
attempt(lambda: setattr(A, "__name__", 5))
attempt(lambda: delattr(A, "__name__"))
attempt(lambda: setattr(A, "__mro__", ()))
attempt(lambda: setattr(A, "__dict__", {}))
attempt(lambda: A.__dict__.__setitem__("y", 1))
attempt(lambda: type("a\0b", (), {}))
print(type(A.__dict__).__name__, "x" in A.__dict__, A.__dict__["x"], type("T", (), {"__doc__": "d"}).__doc__,
      A.__doc__, type("T", (), {}).__doc__)


class CustomMro(type):
    def mro(cls):
        order = super().mro()
        return order[:1] + [Extra] + order[1:]


class Extra:
    extra = "from extra"


class Uses(metaclass=CustomMro): pass


print(Uses.extra, [c.__name__ for c in Uses.__mro__], Uses().extra)
