"""__getattr__, __getattribute__, __setattr__, __delattr__, __dir__ and getattr with defaults."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Fallback:
    present = "class"

    def __init__(self):
        self.own = "instance"

    def __getattr__(self, name):
        if name.startswith("bad"):
            raise AttributeError(f"no {name} here")
        return f"<{name}>"


print("-- __getattr__")
f = Fallback()
print(f.present, f.own, f.absent, getattr(f, "dynamic"), getattr(f, "bad", "default"), hasattr(f, "anything"),
      hasattr(f, "bad"))
attempt(lambda: f.bad_one)
f.absent = "now set"
print(f.absent)
del f.absent
print(f.absent, f.method_like if True else None)
attempt(lambda: f())
attempt(lambda: f[0])
attempt(lambda: len(f))
attempt(lambda: f + 1)


class PropertyError:
    @property
    def broken(self):
        return self.does_not_exist

    @property
    def other(self):
        raise ValueError("from property")

    def __getattr__(self, name):
        return f"fallback for {name}"


print(PropertyError().broken)
attempt(lambda: PropertyError().other)

print("-- __getattribute__")


class Logged:
    log = []

    def __init__(self):
        self.x = 1

    def __getattribute__(self, name):
        if name != "log":
            object.__getattribute__(self, "log").append(name)
        return super().__getattribute__(name)

    def method(self):
        return self.x + 1


g = Logged()
print(g.x, g.method(), getattr(g, "y", "default"), len(Logged.log), g.log)
attempt(lambda: g.missing)
print(Logged.method is not None, str(type(g).__name__), g.__class__.__name__, g.log[-1])


class Both:
    def __getattribute__(self, name):
        if name == "direct":
            return "direct"
        if name == "wrong":
            raise ValueError("not an attribute error")
        raise AttributeError(name)

    def __getattr__(self, name):
        return f"second chance for {name}"


print(Both().direct, Both().other)
attempt(lambda: Both().wrong)


class NoSecond:
    def __getattribute__(self, name):
        raise AttributeError("first only", name)


attempt(lambda: NoSecond().x)
print(hasattr(NoSecond(), "x"), getattr(NoSecond(), "x", 5))

print("-- __setattr__ and __delattr__")


class Guarded:
    allowed = ("a", "b")

    def __setattr__(self, name, value):
        if name not in self.allowed:
            raise AttributeError(f"cannot set {name}")
        print(f"[set {name}]", end=" ")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        print(f"[del {name}]", end=" ")
        object.__delattr__(self, name)


h = Guarded()
h.a = 1
h.a += 5
setattr(h, "b", [])
h.b += [1]
print(h.a, h.b)
attempt(lambda: setattr(h, "c", 1))
del h.a
attempt(lambda: h.a)
attempt(lambda: delattr(h, "a"))
h.__dict__["c"] = "around the hook"
print(h.c, vars(h))
for h.a in (1, 2):
    pass
with_targets = [0]
h.a, h.b = 3, 4
print(h.a, h.b)


class Frozen:
    def __init__(self, **kw):
        for k, v in kw.items():
            object.__setattr__(self, k, v)

    def __setattr__(self, name, value):
        raise TypeError(f"{type(self).__name__} is frozen")

    __delattr__ = lambda self, name: self.__setattr__(name, None)


z = Frozen(x=1)
attempt(lambda: setattr(z, "x", 2))
attempt(lambda: delattr(z, "x"))
print(z.x)

print("-- added and removed later")


class Later:
    pass


o = Later()
attempt(lambda: o.x)
Later.__getattr__ = lambda self, name: name * 2
print(o.x)
Later.__getattribute__ = lambda self, name: "all"
print(o.x, o.__dict__, o.anything)
del Later.__getattribute__
print(o.x)
del Later.__getattr__
attempt(lambda: o.x)
Later.__setattr__ = lambda self, name, value: self.__dict__.__setitem__(name, value + 1)
o.x = 1
print(o.x)
del Later.__setattr__
o.x = 1
print(o.x)
o.__getattr__ = lambda name: "instance hooks are ignored"
attempt(lambda: o.y)

print("-- proxies")


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_calls", [])

    def __getattr__(self, name):
        self._calls.append(name)
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        setattr(self._target, name, value)

    def __delattr__(self, name):
        delattr(self._target, name)


p = Proxy([3, 1, 2])
p.sort()
p.append(4)
print(p._target, p._calls, p.index(4), p.__len__())
attempt(lambda: len(p))
attempt(lambda: p.nothing)
q = Proxy(Later())
q.attribute = 5
print(q.attribute, vars(q._target))
del q.attribute
attempt(lambda: q.attribute)

print("-- names and dir")
attempt(lambda: getattr(o))
attempt(lambda: getattr(o, 5))
attempt(lambda: setattr(o, 5, 1))
attempt(lambda: hasattr(o, None))
setattr(o, "not an identifier", 1)
print(getattr(o, "not an identifier"), "not an identifier" in vars(o))


class Dir:
    def __dir__(self):
        return ["b", "a", "c"]


print(dir(Dir()), "own" in dir(f), "present" in dir(Fallback), [n for n in dir(o) if not n.startswith("__")])
attempt(lambda: dir(type("D", (), {"__dir__": lambda self: 5})()))


class Module:
    """Attribute access used as a namespace in a hot loop."""

    def __getattr__(self, name):
        value = len(name)
        setattr(self, name, value)
        return value


n = Module()
total = 0
for i in range(3000):
    total += n.abc + n.abcdef + getattr(n, "k" * (i % 5 + 1))
print(total, sorted(vars(n)))
