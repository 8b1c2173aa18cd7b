"""Functions: all kinds of parameters, all errors of calls, attributes of function objects,
calls in every form.
"""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def none(): pass
def two(a, b): return a, b
def defaults(a, b=2, c=[]): return a, b, c
def kwonly(a, *, k, m=5): return a, k, m
def posonly(a, b=2, /): return a, b
def mixed(a, b=2, /, c=3, *args, d, e=5, **rest): return a, b, c, args, d, e, rest
def only_args(*args): return args
def only_kwargs(**kwargs): return kwargs
def five(a, b, c, d, e): return a, b, c, d, e


print("-- calls that work")
attempt(none)
attempt(two, 1, 2)
attempt(two, b=1, a=2)
attempt(two, 1, b=2)
attempt(two, *[1, 2])
attempt(two, **{"a": 1, "b": 2})
attempt(two, *"x", **{"b": 2})
attempt(defaults, 1)
attempt(defaults, 1, c=3)
attempt(kwonly, 1, k=2)
attempt(posonly, 1)
attempt(mixed, 1, d=4)
attempt(mixed, 1, 2, 3, 4, 5, d=6, z=7)
attempt(mixed, 1, a=9, b=8, d=0)
attempt(only_args)
attempt(only_args, 1, *(2, 3), *[4], 5)
attempt(only_kwargs, x=1, **{"y": 2, "not an identifier": 3})
attempt(only_kwargs, self=1, function2=2)

print("-- calls that do not")
attempt(none, 1)
attempt(none, 1, 2)
attempt(none, x=1)
attempt(two)
attempt(two, 1)
attempt(two, b=1)
attempt(two, 1, 2, 3)
attempt(two, 1, a=1)
attempt(two, 1, 2, c=3)
attempt(two, 1, 2, 3, 4, c=5)
attempt(five)
attempt(five, 1)
attempt(five, 1, c=3)
attempt(defaults)
attempt(defaults, 1, 2, 3, 4)
attempt(kwonly, 1)
attempt(kwonly, 1, 2)
attempt(kwonly, 1, 2, k=3)
attempt(kwonly, k=1)
attempt(kwonly, 1, k=1, z=3)
attempt(posonly, a=1)
attempt(posonly, 1, b=2)
attempt(posonly)
attempt(posonly, 1, 2, 3)
attempt(mixed)
attempt(mixed, 1)
attempt(mixed, 1, 2, 3, c=4, d=5)
attempt(only_args, x=1)
attempt(only_kwargs, 1)
attempt(lambda: two(*5))
attempt(lambda: two(*None))
attempt(lambda: two(**5))
attempt(lambda: two(**{1: 2}))
attempt(lambda: two(1, **{"a": 2}))
attempt(lambda: two(a=1, **{"a": 2}))
attempt(lambda: two(**{"a": 2}, **{"a": 3}))
attempt(lambda: (lambda *, x, y: 0)())
attempt(lambda: (lambda *, x, y, z: 0)())
attempt(lambda: (lambda x, *, y: 0)(1, 2))
for uncallable in (5, "text", None, [1], 1.5, ..., range(2)):
    attempt(lambda: uncallable(1))


class C:
    def method(self, a): return a
    def nothing(): return "no self"
    @classmethod
    def cls(cls, a): return a
    @staticmethod
    def static(a): return a


attempt(lambda: C().method())
attempt(lambda: C().method(1, 2))
attempt(lambda: C().nothing())
attempt(lambda: C.method(1))
attempt(lambda: C.cls())
attempt(lambda: C.static(1, 2))
attempt(lambda: C(1))
attempt(lambda: C(x=1))
attempt(lambda: C()())

print("-- calls of built-in functions that do not")
attempt(len)
attempt(len, 1, 2)
attempt(lambda: len(obj=[]))
attempt(abs)
attempt(ord, 1, 2)
attempt(isinstance, 1)
attempt(lambda: [].append(x=1))
attempt(lambda: {}.get())
attempt(lambda: "".join())
attempt(lambda: sorted([], bad=1))
attempt(lambda: print(end=5))
attempt(lambda: int(1, 2, 3))
attempt(lambda: object(1))

print("-- order of evaluation")


def say(x):
    print(x, end=" ")
    return x


print(mixed(say(1), *[say(2)], say(3), d=say(4), **{say("q"): say(5)}, e=say(6)))
default_log = []


def evaluated(a=default_log.append("once")): return a


print(evaluated(), evaluated(), default_log)


def remembers(item, seen=[]):
    seen.append(item)
    return seen


print(remembers(1), remembers(2), remembers(3, []), remembers.__defaults__)

print("-- attributes")


def documented(a: int, b: "text" = 1, *args: 2, k: str = "z", **kw: dict) -> list:
    """The doc."""
    local = a
    return local


f = documented
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__,
      f.__annotations__, f.__dict__, f.__closure__)
co = f.__code__
print(co.co_name, co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_nlocals, co.co_varnames,
      co.co_flags & 0xF, co.co_qualname, co.co_freevars)
f.custom = "attr"
f.__name__ = "renamed"
f.__doc__ = None
f.__defaults__ = (7,)
f.__kwdefaults__ = {"k": "new"}
print(f.custom, f.__name__, f.__doc__, vars(f), f(1), f.__defaults__, callable(f), type(f).__name__)
attempt(lambda: f.missing)
attempt(lambda: setattr(f, "__name__", 5))
attempt(lambda: setattr(f, "__defaults__", 5))
attempt(lambda: setattr(f, "__code__", 5))
attempt(lambda: none.__closure__.x)
none.__code__ = (lambda: "swapped").__code__
print(none(), none.__name__, (lambda: 0).__name__, C.method.__qualname__, C().method.__func__ is C.method,
      C().method.__self__.__class__.__name__)
print(repr(len), repr([].append).split(" at ")[0], repr(C.method).split(" at ")[0],
      repr(C.cls).split(" at")[0], str.upper, repr(int.__add__))

print("-- recursion and higher order")


def fact(n): return 1 if n < 2 else n * fact(n - 1)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def compose(*fs): return fs[0] if len(fs) == 1 else lambda x: fs[0](compose(*fs[1:])(x))
def ackermann(m, n): return n + 1 if m == 0 else ackermann(m - 1, 1 if n == 0 else ackermann(m,
        n - 1)) if m and n or m else 0


print(fact(30), fib(17), even(100), odd(7), compose(str, abs, int)("-12"), ackermann(2, 3),
      list(map(fact, range(6))))
print([g(3) for g in (lambda x: x + 1, lambda x, y=2: x * y, lambda *a: a, lambda **k: k and 1 or 0)[:3]],
      (lambda: (yield))().__class__.__name__)
for source in ("def f(a, a): pass", "def f(a=1, b): pass", "def f(*, **k): pass", "def f(*): pass",
               "f(a=1, 2)", "f(**k, *a)", "f(a=1, a=2)", "def f(a, /, b, /): pass", "f(1=2)",
               "def f(None): pass", "lambda a, a: 0", "def f(*a, *b): pass", "def f(/): pass",
               "f(x for x in y, 1)"):
    try:
        compile(source, "<test>", "exec")
        print("fine", source)
    except SyntaxError as e:
        print(source, "->", e.msg)
