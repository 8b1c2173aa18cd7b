"""Descriptors: precedence of data and non-data descriptors, property in full, __set_name__, slots."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Data:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        print(f"set_name {owner.__name__}.{name}", end="; ")
        self.name = name

    def __get__(self, instance, owner=None):
        return f"{self.label}.get({'None' if instance is None else 'instance'}, {owner.__name__})"

    def __set__(self, instance, value):
        print(f"{self.label}.set({value!r})")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        print(f"{self.label}.delete()")


class NonData:
    def __get__(self, instance, owner):
        return "non-data"


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["set_only"] = value * 2


class DeleteOnly:
    def __delete__(self, instance):
        print("delete only")


class Failing:
    def __get__(self, instance, owner):
        raise AttributeError("descriptor refuses")


class Owner:
    data = Data("data")
    non_data = NonData()
    set_only = SetOnly()
    delete_only = DeleteOnly()
    failing = Failing()
    plain = "class plain"

    def method(self):
        return "method"


print()
print("-- precedence")
o = Owner()
print(o.data, Owner.data)
o.data = 5
print(o.data, vars(o))
del o.data
print(o.non_data, Owner.non_data)
o.non_data = "instance wins"
print(o.non_data)
print(type(o.set_only).__name__)
o.set_only = 21
print(o.set_only, vars(o)["set_only"])
attempt(lambda: delattr(o, "set_only"))
del o.delete_only
attempt(lambda: setattr(o, "delete_only", 1))
attempt(lambda: o.failing)
print(getattr(o, "failing", "default"), hasattr(o, "failing"))
o.method = lambda: "instance function"
print(o.method(), Owner.method(o))
del o.method
print(o.method())
o.late = Data("late")
print(type(o.late).__name__)
Owner.late = Data("late")
print(o.late)
Owner.data = "class attribute replaced the descriptor"
print(Owner.data, o.data)


class WithHook(Owner):
    def __getattr__(self, name):
        return f"hook {name}"


print(WithHook().failing, WithHook().anything)

print("-- property")


class Temperature:
    def __init__(self):
        self._c = 0

    def get(self):
        return self._c

    def set(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._c = value

    def remove(self):
        del self._c

    celsius = property(get, set, remove, "doc of celsius")
    read_only = property(get)
    write_only = property(None, set)
    nothing = property()

    @property
    def fahrenheit(self):
        """doc of fahrenheit"""
        return self._c * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9


class Sub(Temperature):
    @Temperature.fahrenheit.getter
    def fahrenheit(self):
        return "sub getter"


t = Temperature()
t.celsius = 100
print(t.celsius, t.fahrenheit, Temperature.celsius.__doc__, Temperature.fahrenheit.__doc__,
      Temperature.celsius.fset.__name__, Temperature.read_only.fset)
t.fahrenheit = 212
print(t.celsius)
t.celsius += 1
print(t.celsius)
s = Sub()
s.fahrenheit = 32
print(s.fahrenheit, s.celsius)
attempt(lambda: setattr(t, "celsius", -300))
attempt(lambda: setattr(t, "read_only", 1))
attempt(lambda: delattr(t, "read_only"))
attempt(lambda: t.write_only)
attempt(lambda: t.nothing)
del t.celsius
attempt(lambda: t.celsius)
attempt(lambda: delattr(t, "celsius"))
attempt(lambda: Temperature.celsius.__get__(t))
print(Temperature.celsius.__get__(None, Temperature) is Temperature.celsius, property(abs).fget(-3),
      isinstance(Temperature.__dict__["celsius"], property))

print("-- functions are descriptors")


def function(self, x=1):
    return self, x


bound = function.__get__(42)
print(bound(), bound(2), bound.__self__, function.__get__(None, int) is function,
      staticmethod(function).__get__(5) is function, classmethod(function).__get__(5, int)())
print(len.__get__ if hasattr(len, "__get__") else "len has no __get__", str.upper.__get__("abc")(),
      staticmethod(function)(1, 2), str.__dict__["upper"].__get__("x", str)())
attempt(lambda: str.__dict__["upper"].__get__(5, int))
attempt(lambda: str.upper(5))
attempt(lambda: str.upper())
attempt(lambda: int.__add__("a", 1))
attempt(lambda: list.append({}, 1))
attempt(lambda: classmethod(5).__get__(1, int)())

print("-- validators and lazies written with __set_name__")


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.slot = "_" + name
        owner.fields = getattr(owner, "fields", ()) + (name,)

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.slot)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.slot[1:]} must be {self.kind.__name__}, not {type(value).__name__}")
        setattr(instance, self.slot, value)


class Lazy:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        print("[computing]", end=" ")
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Person:
    name = Typed(str)
    age = Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age

    @Lazy
    def label(self):
        return f"{self.name} ({self.age})"


p = Person("ann", 30)
print(p.label, p.label, Person.fields, vars(p))
attempt(lambda: setattr(p, "age", "x"))
attempt(Person, 1, 2)


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("refused")


try:
    class UsesBadName:
        x = BadName()
except RuntimeError as e:
    print(type(e).__name__, e, "<-", repr(e.__cause__))
total = 0
for i in range(3000):
    p.age = i
    total += p.age
print(total)
