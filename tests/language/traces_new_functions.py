"""Loops in which every round makes new functions: traces must compare what these are made of, and find what differs."""
import types

N = 300


def report(name, loop):
    print(name, loop(N))


def comprehensions(n):
    total = 0
    for i in range(n):
        total += sum([x * i for x in (1, 2)]) + len({x for x in (i, 1)}) + {k: i for k in (1,)}[1]
    return total


def inner_functions(n):
    total = 0
    for i in range(n):
        def add(a, b):
            return a + b + 1
        total = add(total, i)
    return total


def lambdas(n):
    total = 0
    for i in range(n):
        double = lambda x: x * 2
        half = (lambda x: x // 2) if i % 3 else (lambda x: x // 3)
        total += double(i) - half(i)
    return total


def closures(n):
    total = 0
    for i in range(n):
        def add(a):
            return a + i
        def twice(f, a):
            return f(f(a))
        total += twice(add, 1)
    return total


def constant_defaults(n):
    total = 0
    for i in range(n):
        def add(a, b=3, c=4):
            return a + b * c
        total += add(i) + add(i, 1) + add(i, 1, 2)
    return total


def changing_defaults(n):
    total = 0
    for i in range(n):
        def add(a, b=i, c=(i, "x")):
            return a + b + c[0]
        total += add(1) + add(1, 2)
    return total


def more_defaults(n):
    """Functions of one code that have defaults for one, two or three parameters."""
    def pattern(a, b, c):
        return a, b, c
    seen = {}
    for i in range(n):
        made = types.FunctionType(pattern.__code__, globals(), "made", tuple(range(i, i + 1 + i % 3)))
        try:
            result = sum(made(1, 2)) - i
        except TypeError as error:
            result = str(error)
        seen[result] = seen.get(result, 0) + 1
    return seen


def keyword_defaults(n):
    total = 0
    for i in range(n):
        def add(a, *, b=i):
            return a + b
        total += add(1) + add(1, b=2)
    return total


def changed_in_place(n):
    def target(a, b=1):
        return a + b
    codes = [(lambda a, b: a * b).__code__, (lambda a, b: a - b).__code__, target.__code__]
    total = 0
    for i in range(n):
        target.__defaults__ = (i,)
        target.__code__ = codes[i % 3]
        total += target(2) + target(2, 3)
    return total


def changed_keyword_defaults(n):
    def target(a, *, b=1):
        return a + b
    total = 0
    for i in range(n):
        target.__kwdefaults__["b"] = i
        total += target(1)
        target.__kwdefaults__ = {"b": -i}
        total += target(1)
    return total


def generators(n):
    total = 0
    for i in range(n):
        def count(stop):
            for k in range(stop):
                yield k * i
        total += sum(count(3)) + sum(k for k in (i, 1)) + len(list(k for k in range(2)))
        for k in count(2):
            total += k
    return total


def bound_methods(n):
    class Box:
        def __init__(self, v):
            self.v = v

        def get(self, more=1):
            return self.v + more
    total = 0
    for i in range(n):
        get = Box(i).get
        total += get() + get(2)
        append = [].append
        append(i)
    return total


def methods_made_for_each(n):
    class Box:
        pass
    total = 0
    for i in range(n):
        box = Box()
        box.get = types.MethodType(lambda self, k: k + i, box)
        total += box.get(1)
    return total


def decorated(n):
    def traced(function):
        def wrapper(*args):
            return function(*args)
        return wrapper
    def plain(function):
        def wrapper(a):
            return function(a)
        return wrapper
    total = 0
    for i in range(n):
        @traced
        def one(a):
            return a + 1
        @plain
        def two(a):
            return a + 2
        total += one(i) + two(i)
    return total


def other_globals(n):
    """One code with other globals each time."""
    def see(a):
        return a + LIMIT
    spaces = [{"LIMIT": k * 1000} for k in range(5)]
    total = 0
    for i in range(n):
        total += types.FunctionType(see.__code__, spaces[i % 5])(i)
        total += types.FunctionType(see.__code__, {"LIMIT": i})(i)
    return total


def generators_with_other_globals(n):
    code = compile("def count(n):\n    for i in range(n):\n        yield LIMIT + i\n", "made", "exec")
    makers = []
    for k in range(4):
        space = {"LIMIT": k * 1000}
        exec(code, space)
        makers.append(space["count"])
    totals = []
    for make in makers * 3:
        total = 0
        for value in make(n):
            total += value
        totals.append(total)
    return totals


def code_made_each_time(n):
    total = 0
    for i in range(n // 10):
        function = eval(f"lambda a: a + {i}")
        total += function(1)
        space = {}
        exec("def made(a):\n    t = 0\n    for k in range(20): t += a\n    return t", space)
        total += space["made"](i) + space["made"](1)
    return total


def many_functions(n):
    functions = [eval(f"lambda a: a * {k}") for k in range(12)]
    total = 0
    for i in range(n):
        total += functions[i * i % 12](i)
    return total


def callables(n):
    total = 0
    for i in range(n):
        class Adder:
            def __init__(self, a):
                self.a = a

            def __call__(self, b):
                return self.a + b
        total += Adder(i)(1)
    return total


def recursive_inner(n):
    total = 0
    for i in range(n // 3):
        def fact(k):
            return 1 if k < 2 else k * fact(k - 1)
        total += fact(i % 10)
    return total


def returned_to_from_anywhere(n):
    """A function whose loop is hot, called from ever new places."""
    def work(a):
        for k in range(a):
            if k == 3:
                return k
        return a
    total = 0
    for i in range(n // 5):
        space = {"work": work}
        exec(f"def caller(a): return work(a) + {i}", space)
        total += space["caller"](i % 7)
    return total


def consumed(items):
    total = 0
    for item in items:
        total += item
    return total


def generators_of_fresh_code(n):
    total = 0
    for i in range(n // 10):
        space = {}
        exec("def count(n):\n    for i in range(n):\n        yield i", space)
        total += consumed(space["count"](20))
        total += eval("consumed(range(5)) + consumed([1, 2])")
    return total


for name, value in list(globals().items()):
    if isinstance(value, types.FunctionType) and value not in (report, consumed):
        report(name, value)
