"""Closures: cells, nonlocal, late binding, shared and unset cells, class bodies, generators,
del of free names.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    def peek():
        return count

    return step, peek


print("-- shared cells")
step, peek = counter(10)
other, _ = counter()
print(step(), step(5), peek(), other(), peek(), step.__closure__[0].cell_contents, step.__code__.co_freevars,
      counter.__code__.co_cellvars)
step.__closure__[0].cell_contents = 100
print(peek(), step())

print("-- late binding and defaults")
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])
functions = []
for n in range(3):
    def inner(x, scale=n):
        return x * scale + n
    functions.append(inner)
print([f(10) for f in functions])
n = 1000
print(functions[0](10))


def make():
    out = []
    for n in range(3):
        out.append(lambda: n)
    n = "changed"
    return [f() for f in out]


print(make())


def levels():
    a = "a"

    def second():
        b = a + "b"

        def third():
            nonlocal a
            a = "A"

            def fourth():
                return a, b, c
            return fourth
        return third
    c = "c"
    return second()()()


print(levels())

print("-- unset and deleted")


def unset():
    def inner():
        return later
    attempt(inner)
    later = 1
    print(inner())
    del later
    attempt(inner)
    later = "again"
    print(inner(), inner.__closure__[0].cell_contents)
    del later
    try:
        inner.__closure__[0].cell_contents
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        del later
    except NameError as e:
        print(type(e).__name__, e)
    try:
        print(later)
    except NameError as e:
        print(type(e).__name__, e)


unset()


def local_before():
    print(value)
    value = 1


def augmented():
    total_sum += 1


def maybe(flag):
    if flag:
        name = "bound"
    return name


total_sum = value = 0
attempt(local_before)
attempt(augmented)
attempt(maybe, True)
attempt(maybe, False)
attempt(lambda: undefined_global)

print("-- parameters as cells")


def parameters(a, *args, b=2, **kw):
    def change():
        nonlocal a, b
        a, b = b, a
        args_copy = args
        return args_copy, kw
    before = a, b
    return before, change(), a, b


print(parameters(1, 5, 6, b=3, z=4))


def recursive_closure(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)
    return fact(n)


def accumulate():
    total = 0

    def add(values):
        nonlocal total
        for v in values:
            total += v
        return total
    return add


add = accumulate()
print(recursive_closure(20), add(range(1000)), add([0.5]), add(x for x in (1, 2)))

print("-- classes inside functions")


def with_class(x):
    class Local:
        y = __qualname__

        def get(self):
            return x, self.y, __class__.__name__

        def set(self, value):
            nonlocal x
            x = value
            return self.get()

        def __init__(self):
            super().__init__()
        x = "class attribute"
        z = x
    return Local


L = with_class("outer")
o = L()
print(o.get(), o.set("new"), L().get(), L.x, L.z, L.__qualname__, L.get.__qualname__,
      sorted(L.get.__code__.co_freevars))

x = "global x"


def class_scope():
    x = "function x"

    class Inner:
        a = x
        x = "class x"
        b = x
        c = [x for _ in range(1)]
        d = [q for q in x.split()]

        def m(self):
            return x
    return Inner.a, Inner.b, Inner.c, Inner.d, Inner().m()


attempt(class_scope)


def class_scope_free():
    x = "function x"

    class Inner:
        a = x

        def m(self):
            return x
    x = "rebound"
    return Inner.a, Inner().m()


attempt(class_scope_free)

print("-- generators and comprehensions")


def generators():
    factor = 2
    gen = (i * factor for i in range(4))
    squares = [i * factor for i in range(3)]
    factor = 100
    return squares, list(gen)


def shared_generator():
    state = []

    def produce():
        while len(state) < 3:
            state.append(len(state))
            yield state[-1]
    return list(produce()), state


print(generators(), shared_generator(), [[(lambda: (i, j))() for j in range(2)] for i in range(2)],
      [f() for f in [lambda: j for j in "ab"]])


def scopes():
    value = 1
    exec("value = 2")
    seen = eval("value")
    inner = lambda: locals()
    return value, seen, sorted(locals()), inner()


print(scopes())


def cell_in_loop():
    total = 0
    def bump(n):
        nonlocal total
        total += n
    for i in range(10000):
        bump(i)
    return total


print(cell_in_loop())
for source in ("nonlocal x", "def f():\n nonlocal q", "def f(a):\n nonlocal a",
               "def f():\n x=1\n def g():\n  x=2\n  nonlocal x", "def f():\n global x\n nonlocal x",
               "def f(a):\n global a", "def f():\n print(z)\n global z", "class C:\n nonlocal y"):
    try:
        compile(source, "<test>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), "->", e.msg)
