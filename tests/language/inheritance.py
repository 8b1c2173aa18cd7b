"""Inheritance: method resolution order, super in all forms, cooperative diamonds,
subclasses of built-in types.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def names(cls):
    return " ".join(c.__name__ for c in cls.__mro__)


print("-- resolution order")


class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(O): pass
class E(O): pass
class K1(A, B, C): pass
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K1, K2, K3): pass


print(names(Z), names(K1), O.__subclasses__() == [A, B, C, D, E], issubclass(Z, B), issubclass(B, Z))
attempt(lambda: type("X", (A, A), {}))
attempt(lambda: type("X", (O, A), {}))
attempt(lambda: type("X", (type("P", (A, B), {}), type("Q", (B, A), {})), {}))
attempt(lambda: type("X", (int, str), {}))
attempt(lambda: type("X", (bool,), {}))
attempt(lambda: type("X", (type(None),), {}))
attempt(lambda: type("X", (5,), {}))
attempt(lambda: type("X", (lambda: 0,), {}))
attempt(lambda: type("X", A, {}))
attempt(lambda: type("X"))
attempt(lambda: type(5, (), {}))

print("-- diamond")


class Root:
    def __init__(self, **rest):
        assert not rest, rest
        self.log = ["Root"]

    def go(self):
        return ["Root.go"]


class Left(Root):
    def __init__(self, left=1, **rest):
        super().__init__(**rest)
        self.log.append(f"Left {left}")

    def go(self):
        return ["Left.go"] + super().go()


class Right(Root):
    def __init__(self, right=2, **rest):
        super().__init__(**rest)
        self.log.append(f"Right {right}")

    def go(self):
        return ["Right.go"] + super().go()


class Bottom(Left, Right):
    def __init__(self, **rest):
        super().__init__(**rest)
        self.log.append("Bottom")

    def go(self):
        return ["Bottom.go"] + super().go()


b = Bottom(right="r", left="l")
print(b.log, b.go(), Left().go(), Left().log)

print("-- super")


class Base:
    attribute = "base attribute"

    def method(self, x=0):
        return f"Base.method({x}) on {type(self).__name__}"

    @classmethod
    def make(cls):
        return f"Base.make {cls.__name__}"

    @staticmethod
    def util():
        return "Base.util"

    @property
    def prop(self):
        return "Base.prop"

    def __getitem__(self, key):
        return f"Base[{key}]"

    def __len__(self):
        return 7


class Derived(Base):
    attribute = "derived attribute"

    def method(self, x=0):
        return "Derived > " + super().method(x + 1)

    @classmethod
    def make(cls):
        return "Derived > " + super().make()

    @staticmethod
    def util():
        return "Derived.util > " + super(Derived, Derived).util()

    @property
    def prop(self):
        return "Derived > " + super().prop

    def __getitem__(self, key):
        return "Derived > " + super().__getitem__(key)

    def __len__(self):
        return super().__len__() + 1

    def various(self):
        inner = lambda: super(Derived, self).method("lambda")
        bound = super()
        listed = [super(Derived, self).method(i) for i in range(1)]
        return bound.attribute, inner(), listed, bound.__self_class__.__name__, bound.__thisclass__.__name__

    def nested(self):
        def inner(me):
            return super().method("nested")
        return inner(self)

    def no_index(self):
        return super()[0]

    def no_attribute(self):
        return super().nothing

    def deleted_self(self):
        del self
        return super().method()

    def rebound_self(self):
        self = None
        return super().method()


class Third(Derived):
    def method(self, x=0):
        return "Third > " + super().method(x + 10)


t = Third()
print(t.method(), t.make(), t.util(), t.prop, t[5], len(t), t.various(), t.nested(), sep="\n")
print(super(Derived, t).method(), super(Third, t).method(), super(Third, Third).make(), repr(super(Third, t)),
      repr(super(Third)), super(Third, t).__init__ is not None)
for bad in (t.no_index, t.no_attribute, t.deleted_self, t.rebound_self):
    attempt(bad)
attempt(lambda: super().x)
attempt(lambda: super(int, "a"))
attempt(lambda: super(5))
attempt(lambda: super(Third, Base()))
attempt(lambda: setattr(super(Third, t), "attribute", 1))


def free_function(self):
    return super().method()


attempt(free_function, t)
Third.added = lambda self: super(Third, self).method(300)
print(t.added())

print("-- multiple inheritance with mixins")


class Reprs:
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v}' for k, v in sorted(vars(self).items()))})"


class Compares:
    def __eq__(self, other):
        return vars(self) == vars(other)

    def __lt__(self, other):
        return sorted(vars(self).items()) < sorted(vars(other).items())


class Item(Reprs, Compares):
    def __init__(self, **fields):
        vars(self).update(fields)


print(Item(a=1, b=2), Item(a=1) == Item(a=1), sorted([Item(n=3), Item(n=1)]), Item.__hash__)

print("-- subclasses of built-in types")


class Int(int):
    def __add__(self, other):
        return Int(int(self) + int(other) + 1000)

    def __repr__(self):
        return f"Int({int(self)})"


class Str(str):
    def __len__(self):
        return 99

    def shout(self):
        return self.upper() + "!"


class List(list):
    def append(self, item):
        super().append([item])

    def __getitem__(self, index):
        return "item " + str(super().__getitem__(index))


class Dict(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


print(Int(1) + 2, 2 + Int(1), Int(1) * 2, type(Int(1) * 2).__name__, sum([Int(1), Int(2)]), Int(7) // 2,
      Int("12"), [Int(1)], f"{Int(5)} {Int(5):03d} %d %s" % (Int(6), Int(6)), {5: "x"}[Int(5)], Int(3) == 3,
      hash(Int(3)) == hash(3))
print(Str("abc"), len(Str("abc")), Str("abc").shout(), Str("ab") + "c", type(Str("ab") + "c").__name__,
      Str("a") == "a", {Str("k"): 1}["k"], Str("x").__class__.__name__, "".join([Str("p"), Str("q")]))
l = List([1, 2])
l.append(3)
l += [4]
print(l, l[0], l[-1], [x for x in l], len(l), l == [1, 2, [3], 4], type(l + []).__name__, type(l[:]).__name__,
      isinstance(l, list))
d = Dict(a=1)
d["b"] = 2
d.update(c=3)
print(d, d["b"], type(d.copy()).__name__, {**d}, dict(d))
l.extra = "attributes work"
print(l.extra, vars(l), vars(Int(1)))


class Exc(ValueError, KeyError):
    pass


print(names(Exc), isinstance(Exc(), LookupError), issubclass(bool, int), isinstance(True, (str, int)),
      issubclass(int, (str, object)), isinstance(5, int | str), issubclass(bool, int | None))
attempt(lambda: isinstance(5, "int"))
attempt(lambda: issubclass(5, int))
attempt(lambda: isinstance(5, (int, "x")))
attempt(lambda: isinstance("s", (int, "x")))
Left.go = lambda self: ["patched"] + super(Left, self).go()
print(b.go())
Derived.__bases__ = (Root,)
print(names(Third), t.log if hasattr(t, "log") else "no log")
attempt(lambda: t.method())
attempt(lambda: setattr(Derived, "__bases__", (int,)))
attempt(lambda: setattr(Derived, "__bases__", (Third,)))
