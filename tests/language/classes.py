"""Classes: attributes, methods of three kinds, properties, name mangling, __new__ and __init__, __class__,
repr.
"""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


class Account:
    """An account."""

    bank = "moult bank"
    opened = 0
    history = []

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        Account.opened += 1

    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)
        return self

    @classmethod
    def empty(cls, owner):
        return cls(owner)

    @staticmethod
    def valid(amount):
        return amount > 0

    @property
    def rich(self):
        """Is it much?"""
        return self.balance > 100

    @property
    def cents(self):
        return self.balance * 100

    @cents.setter
    def cents(self, value):
        self.balance = value / 100

    @cents.deleter
    def cents(self):
        self.balance = 0


class Savings(Account):
    rate = 0.5

    def deposit(self, amount):
        super().deposit(amount * (1 + self.rate))
        return self


print("-- instances and class attributes")
a, s = Account("ann", 10), Savings.empty("sam")
print(a.deposit(5).deposit(6).balance, s.deposit(10).balance, Account.opened, type(s).__name__,
      a.history is s.history, Account.history)
a.bank = "own bank"
print(a.bank, s.bank, Account.bank, vars(a), sorted(vars(s)))
del a.bank
print(a.bank, Account.valid(3), a.valid(-3), Savings.valid.__name__, Account.__doc__, Account.__name__,
      Account.__qualname__, Account.__module__)
Account.bank = "renamed"
print(a.bank, s.bank, Savings.bank, "bank" in vars(Savings), hasattr(a, "rate"), Savings.__bases__,
      Savings.__base__, [c.__name__ for c in Savings.__mro__])

print("-- properties")
print(a.rich, a.cents)
a.cents = 123456
print(a.balance, a.rich, Account.rich.__doc__, Account.cents.fget.__name__, type(Account.cents).__name__)
del a.cents
print(a.balance)
attempt(lambda: setattr(a, "rich", 1))
attempt(lambda: delattr(a, "rich"))
a.__dict__["rich"] = "shadow is not seen"
print(a.rich)

print("-- bound and unbound")
m = a.deposit
print(m(1) is a, m.__self__ is a, m.__func__ is Account.deposit, m == a.deposit, m is a.deposit,
      m != s.deposit, Account.deposit(a, 2).balance, hash(m) == hash(a.deposit))
print(m.__name__, Account.empty.__self__ is Account, s.empty.__self__.__name__,
      type(Account.deposit).__name__, type(m).__name__, type(Account.__dict__["valid"]).__name__)
a.deposit = lambda amount: "instance attribute wins"
print(a.deposit(1), s.deposit(0).balance)
attempt(lambda: Account.deposit())
attempt(lambda: Account())
attempt(lambda: a.missing)
attempt(lambda: Account.missing)
attempt(lambda: delattr(a, "missing"))
attempt(lambda: delattr(Account, "missing"))
attempt(lambda: setattr(5, "x", 1))
attempt(lambda: setattr(int, "x", 1))
attempt(lambda: setattr(object(), "x", 1))
attempt(lambda: a.balanse)

print("-- name mangling")


class Private:
    __secret = "class secret"
    __dunder__ = "plain"
    _single = "plain"

    def __init__(self):
        self.__value = 1
        __local = 2
        self.seen = sorted(locals())

    def get(self, other=None):
        return self.__value, self.__secret, Private.__secret

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()

    class Inner:
        __deep = "deep"

    def params(self, __x=5):
        return __x


class PrivateChild(Private):
    def __init__(self):
        super().__init__()
        self.__value = "child"

    def child(self):
        return self.__value


p = PrivateChild()
print(p.get(), p.child(), sorted(vars(p)), p.call(), p.seen, p._Private__secret, Private.Inner._Inner__deep,
      p.params(), p.params(_Private__x=6))
attempt(lambda: p.__secret)
attempt(lambda: p.__hidden())

print("-- __new__ and __init__")


class New:
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs, end="; ")
        if args and args[0] == "other":
            return "not an instance"
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        print("init", args, kwargs, end="; ")


print(type(New(1, k=2)).__name__)
print(New("other"))
print(type(New.__new__(New)).__name__)


class BadInit:
    def __init__(self):
        return 5


class OnlyNew:
    def __new__(cls, x):
        self = object.__new__(cls)
        self.x = x
        return self


attempt(BadInit)
print(OnlyNew(3).x)
attempt(OnlyNew)
attempt(lambda: object(1))
attempt(lambda: object.__new__(5))
attempt(lambda: object.__new__(int))
attempt(lambda: type("Empty", (), {})(1))
attempt(lambda: object().__init__(1))


class Cached:
    instances = {}

    def __new__(cls, key):
        if key not in cls.instances:
            cls.instances[key] = super().__new__(cls)
        return cls.instances[key]


print(Cached("a") is Cached("a"), Cached("a") is Cached("b"), len(Cached.instances))


class Celsius(float):
    def __new__(cls, value):
        return super().__new__(cls, round(value, 1))

    def __repr__(self):
        return f"{float(self)}C"


print(Celsius(20.123), Celsius(1) + Celsius(2), type(Celsius(1) + 1).__name__, [Celsius(3.14159)],
      isinstance(Celsius(0), float), "%.2f" % Celsius(5.55))

print("-- __class__, __dict__")


class One:
    def who(self):
        return "one", self.x


class Two:
    def who(self):
        return "two", self.x


o = One()
o.x = 5
o.__class__ = Two
print(o.who(), type(o).__name__, isinstance(o, Two), isinstance(o, One))
o.__dict__ = {"x": "replaced"}
print(o.who(), vars(o))
o.__dict__["y"] = 7
print(o.y, "y" in dir(o), o.__dict__.pop("x"), hasattr(o, "x"))
attempt(lambda: setattr(o, "__class__", int))
attempt(lambda: setattr(o, "__class__", 5))
attempt(lambda: setattr(o, "__dict__", 5))
attempt(lambda: setattr(5, "__class__", Two))
Two.who = lambda self: "patched"
Two.new_attribute = property(lambda self: "computed")
print(o.who(), o.new_attribute)

print("-- class bodies and statements")
flag = True


class Body:
    if flag:
        def conditional(self): return "yes"
    else:
        def conditional(self): return "no"
    for i in range(3):
        locals()[f"v{i}"] = i
    x = y = 1
    x += 1
    del y, i
    print("in body", __name__ == "__main__", __qualname__,
          sorted(k for k in locals() if not k.startswith("__")))


print(Body.v2, Body().conditional(), Body.x, hasattr(Body, "y"))
try:
    class Broken:
        a = 1
        raise ValueError("in class body")
except ValueError as e:
    print(e, "Broken" in globals())
Dynamic = type("Dynamic", (Body,), {"z": 26, "method": lambda self: self.z + self.v1})
print(Dynamic().method(), Dynamic.__name__, Dynamic.__module__, Dynamic.__mro__[1].__name__,
      type(Dynamic) is type, repr(Dynamic), repr(Body), str(Account.empty)[:40])


class Outer:
    class Middle:
        class Inner:
            def f(self): return __class__.__qualname__


print(Outer.Middle.Inner, Outer.Middle.Inner().f(), Outer.Middle.Inner.f.__qualname__)
many = []
for i in range(200):
    thing = Account(str(i), i)
    setattr(thing, f"extra{i % 7}", i)
    many.append(thing)
print(sum(t.balance for t in many), sum(getattr(t, "extra3", 0) for t in many), len(vars(many[5])),
      list(vars(many[9])))
