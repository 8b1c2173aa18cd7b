"""Decorators: of functions, methods and classes, with arguments, stacked, order of evaluation, state,
wrapping.
"""

log = []


def trace(name):
    log.append(f"make {name}")

    def decorate(target):
        log.append(f"apply {name} to {target.__name__}")
        return target
    return decorate


def expression(name):
    log.append(f"evaluate {name}")
    return name


@trace("first")
@trace("second")
def decorated(a=expression("default")) -> expression("annotation"):
    return a


@trace("outer")
@trace("inner")
class Decorated(expression("base") and object, metaclass=expression("meta") and type):
    log.append("body")


print(*log, sep="\n")
print(decorated(), Decorated.__name__)


def double(function):
    def wrapper(*args, **kwargs):
        return 2 * function(*args, **kwargs)
    wrapper.__name__ = function.__name__
    wrapper.__wrapped__ = function
    return wrapper


def times(n):
    def decorate(function):
        def wrapper(*args, **kwargs):
            return [function(*args, **kwargs) for _ in range(n)]
        return wrapper
    return decorate


@double
def add(a, b=1):
    return a + b


@times(3)
@double
def text(s):
    return s


print(add(3), add(b=5, a=1), add.__name__, add.__wrapped__(3), text("x"))


class Counted:
    """A decorator that is a class, with state."""

    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return lambda *args: self(instance, *args)


@Counted
def square(x):
    return x * x


print([square(i) for i in range(5)], square.calls, type(square).__name__)


class User:
    registry = {}

    def __init__(self, name):
        self.name = name

    @Counted
    def greet(self, other):
        return f"{self.name} greets {other.name}"

    def register(function, registry=registry):
        registry[function.__name__] = function
        return function

    @register
    def hello(self):
        return "hello " + self.name

    @staticmethod
    def make(name):
        return User(name)

    @classmethod
    def pair(cls, *names):
        return [cls(n) for n in names]

    @property
    @double
    def loud(self):
        return self.name.upper()

    @loud.setter
    def loud(self, value):
        self.name = value.lower()


a, b = User.pair("ann", "bob")
print(a.greet(b), b.greet(a), User.greet.calls, User.registry["hello"](a), User.make("cy").name, a.loud)
a.loud = "ANNA"
print(a.name, a.hello())


def memoize(function):
    cache = {}

    def wrapper(*args):
        if args not in cache:
            cache[args] = function(*args)
        return cache[args]
    wrapper.cache = cache
    return wrapper


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


def singleton(cls):
    return cls()


def add_repr(cls):
    def __repr__(self):
        return f"{cls.__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"
    cls.__repr__ = __repr__
    return cls


@singleton
class Config:
    debug = True


@add_repr
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


print(Config.debug, type(Config).__name__, Point(1, "two"), [Point(0, 0)])

print("-- any expression, any result")
handlers = {"event": [lambda f: ("replaced", f.__name__)]}


@handlers["event"][0]
def gone():
    pass


@(lambda f: f(10))
def computed(n):
    return n + 1


@print
@len
@str.upper
@(lambda f: f.__name__)
def printed():
    pass


print(gone, computed, printed)
for bad in (5, "text", None):
    try:
        @bad
        def never():
            pass
    except TypeError as e:
        print(type(e).__name__, e)


def failing(function):
    raise ValueError("refused " + function.__name__)


never = "untouched"
try:
    @failing
    def never():
        pass
except ValueError as e:
    print(e, never)


@(walrus := double)
def last(x):
    return x


print(last(4), walrus is double)
