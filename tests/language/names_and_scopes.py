"""del, global, assert, annotations, pass, multiple assignment, augmented assignment, name lookup order."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def run(source, space=None):
    try:
        exec(source, {} if space is None else space)
        print("fine:", source)
    except Exception as e:
        print(source, "->", type(e).__name__, e)


print("-- del")
a = b = c = [1, 2, 3, 4, 5, 6]
del b
attempt(lambda: b)
del a[0], a[-1], a[1:3]
print(a, c)
d = {"x": 1, "y": 2}
del d["x"]
o = type("O", (), {})()
o.p = o.q = 1
del o.p, (o.q)
del (a, c), [d]
print(vars(o), [n for n in "abcd" if n in globals()])
for source in ("del never_defined", "x = 1; del x; del x", "x = []; del x[0]", "x = {}; del x[1]",
               "x = 1; del x.y", "x = (1,); del x[0]", "del len", "x = 5; del x[0]", "del 1", "del f()",
               "del a + b", "del (a, b", "del a, *b", "del None", "del []", "del ()"):
    run(source)


def local_del():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as e:
        return str(e)


def del_in_loop():
    out = []
    for i in range(3):
        value = i
        out.append(value)
        del value
    return out, "value" in locals(), "i" in locals()


def del_parameter(p):
    del p
    p = "again"
    return p


print(local_del(), del_in_loop(), del_parameter(1))

print("-- global")
counter = 0


def increment():
    global counter, created
    counter += 1
    created = counter * 10
    return counter


def read():
    return counter


def shadow():
    counter = "local"
    return counter, read()


def global_in_nested():
    counter = "middle"

    def inner():
        global counter
        counter += 100
        return counter
    return counter, inner(), counter


def global_class():
    global Made

    class Made:
        v = 1

    global made_function

    def made_function():
        return "made"
    global imported
    import math as imported
    for global_loop in range(2):
        pass
    return Made.__qualname__, made_function.__qualname__


def delete_global():
    global temporary
    temporary = 1
    del temporary
    return "temporary" in globals()


print(increment(), increment(), read(), created, shadow(), global_in_nested(), counter, global_class(),
      Made.v, made_function(), imported.floor(1.5), delete_global())


class Scope:
    counter = counter + 1
    global from_class
    from_class = "set from a class body"
    inner = counter

    def method(self):
        return counter


print(Scope.counter, Scope.inner, Scope().method(), from_class, hasattr(Scope, "from_class"))

print("-- builtins, globals, locals")
print(len("abc"))
len = lambda v: "shadowed"
print(len("abc"))
del len
print(len("abc"))


def shadow_builtin(list):
    max = "local max"
    return list, max, min(3, 1)


print(shadow_builtin("param"))
attempt(lambda: undefined_at_all)
attempt(lambda: undefined_at_all.attribute)
attempt(lambda: prin)
space = {"x": 1}
exec("y = x + 1\ndef f(): return y", space)
print(space["f"](), sorted(k for k in space if k[0] != "_"))
space["y"] = "changed"
print(space["f"]())
exec("global g\ng = 5", space, {})
print(space["g"])
exec("h = 5", space, loc := {})
print("h" in space, loc)


def exec_cannot_make_locals():
    exec("invisible = 1")
    try:
        return invisible
    except NameError as e:
        return str(e)


print(exec_cannot_make_locals())

print("-- assert")
for source in ("assert True", "assert 0", "assert 0, 'message'", "assert [], {'k': 1}", "assert not 1, 5",
               "assert 1, 1 / 0", "assert 0, 1 / 0", "assert None, None"):
    run(source)
AssertionError_saved = AssertionError
AssertionError = KeyError
try:
    assert 0, "always the real one"
except AssertionError_saved as e:
    print(repr(e))
del AssertionError

print("-- annotations")
x: int = 5
y: "forward"
(z): int = 6
o.attr: str = "annotated attribute"
print(x, z, __annotations__, "y" in globals(), o.attr)


class Annotated:
    a: int
    b: str = "b"
    c: list[int] = []
    __private: int = 0


def annotated(p: int, *q: str, r: float = 1.0, **s: "dict") -> None:
    local: undefined_name_is_not_evaluated = 5
    bare: int
    return local


print(Annotated.__annotations__, hasattr(Annotated, "a"), annotated.__annotations__, annotated(1))
for source in ("x: int, y: int = 1, 2", "x: (yield) = 1", "def f():\n global x\n x: int = 1",
               "(a, b): int = 1", "f(): int = 1", "x: undefined_here = 1", "[a]: int"):
    run(source)

print("-- assignment")
a = b = [0]
b.append(1)
print(a, a is b)
i = 0
i = l = [1, 2, 3]
values = [10, 20]
i = 1
i, values[i] = 0, "set at one"
print(i, values)
s = "a"
for op in ("x = 5; x += 1", "x = 'a'; x *= 3", "x = [1]; x += 'bc'",
           "x = 7; x //= 2; x **= 3; x %= 5; x <<= 4; x >>= 1; x |= 1; x &= 7; x ^= 2", "x = 5; x /= 2",
           "x = {1}; x |= {2}; x -= {1}", "x = (1,); x += (2,)", "x = 2; x @= 3", "x += 1", "x, y += 1"):
    space = {}
    try:
        exec(op, space)
        print(op, "->", space["x"])
    except Exception as e:
        print(op, "->", type(e).__name__, e)


class Trace:
    def __init__(self):
        self.items = {"k": 1}

    def get(self, what):
        print(f"[{what}]", end=" ")
        return self

    def __getitem__(self, key):
        print(f"[getitem {key}]", end=" ")
        return self.items[key]

    def __setitem__(self, key, value):
        print(f"[setitem {key} {value}]", end=" ")
        self.items[key] = value


t = Trace()
t.get("object")[(print("[key]", end=" "), "k")[1]] += (print("[value]", end=" "), 5)[1]
t.get("a").items["k"] *= 2
print(t.items)
if True: pass
pass; pass
...
"a bare string"
lambda: 0
print(*(n for n in ("__name__", "__doc__", "__builtins__", "__annotations__") if n in globals()),
      __doc__[:10])
