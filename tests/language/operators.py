"""Operator methods: binary, reflected, in-place, unary, comparison, conversion, NotImplemented, errors."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


BINARY = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow",
          "@": "matmul", "<<": "lshift",
          ">>": "rshift", "&": "and", "|": "or", "^": "xor"}


def recorder(label):
    def method(self, other, *rest):
        return f"{self.name}.{label}({getattr(other, 'name', other)})"
    return method


def refusing(label):
    def method(self, other, *rest):
        print(f"[{self.name}.{label}]", end=" ")
        return NotImplemented
    return method


class Named:
    def __init__(self, name):
        self.name = name


def build(name, prefixes, maker=recorder, base=Named):
    return type(name, (base,), {f"__{p}{m}__": maker(p + m) for p in prefixes for m in BINARY.values()})


Full = build("Full", ("", "r", "i"))
Forward = build("Forward", ("",))
Reflected = build("Reflected", ("r",))
Refuses = build("Refuses", ("", "r", "i"), refusing)
Heir = build("Heir", ("r",), base=Forward)
Nothing = type("Nothing", (Named,), {})

print("-- every operator, forward, reflected, in place")
for op, method in BINARY.items():
    space = {"f": Full("f"), "r": Reflected("r"), "p": Forward("p"), "h": Heir("h"), "n": Nothing("n")}
    for expression in (f"f {op} 1", f"1 {op} r", f"f {op} r", f"p {op} h", f"p {op} p", f"n {op} r",
                       f"n {op} n", f"p {op} n"):
        try:
            print(eval(expression, space), end="; ")
        except TypeError as e:
            print(e, end="; ")
    exec(f"f {op}= 2; p {op}= 3; q = p", space)
    try:
        exec(f"n {op}= 1", space)
    except TypeError as e:
        print(e, end="; ")
    print(space["f"], space["p"])

print("-- NotImplemented")
a, b = Refuses("a"), Refuses("b")
attempt(lambda: a + b)
attempt(lambda: a - 1)
attempt(lambda: 1 * a)
attempt(lambda: a + Reflected("r"))
attempt(lambda: "text" % a)
attempt(lambda: [] + a)
attempt(lambda: (1,) * a)
x = a
try:
    x += b
except TypeError as e:
    print(e)
x = Refuses("x")
x |= Reflected("r")
print(x)

print("-- subclasses on the right go first")


class Number:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return f"{type(self).__name__} add"

    def __radd__(self, other):
        return f"{type(self).__name__} radd"

    def __repr__(self):
        return f"{type(self).__name__}({self.v})"


class Same(Number):
    pass


class Better(Number):
    def __radd__(self, other):
        return "Better radd"


print(Number(1) + Number(2), Number(1) + Same(2), Number(1) + Better(2), Better(1) + Number(2),
      Better(1) + Better(2), 1 + Better(2), sum([Number(1)]))


class MyInt(int):
    def __radd__(self, other):
        return "MyInt radd"

    def __rsub__(self, other):
        return NotImplemented


class MyStr(str):
    def __rmod__(self, other):
        return "MyStr rmod"

    def __radd__(self, other):
        return "MyStr radd"


print(1 + MyInt(2), MyInt(1) + 2, 5 - MyInt(3), 1.5 + MyInt(1), True + MyInt(1), "%s" % MyStr("x"),
      "a" + MyStr("b"))

print("-- unary and conversions")


class Everything:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return f"round {n}"
    def __trunc__(self): return 7
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __int__(self): return 5
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __bool__(self): return False
    def __hash__(self): return 99
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __format__(self, spec): return f"format {spec!r}"
    def __divmod__(self, other): return "divmod", other
    def __rdivmod__(self, other): return "rdivmod", other
    def __pow__(self, other, mod=None): return "pow", other, mod
    def __call__(self, *args, **kw): return args, kw


import math

e = Everything()
print(-e, +e, ~e, abs(e), round(e), round(e, 2), math.trunc(e), math.floor(e), math.ceil(e), int(e), float(e),
      complex(e), bool(e), not e, hash(e))
print(str(e), repr(e), [e], bytes(e), f"{e}", f"{e:x}", f"{e!r}", format(e, "q"), "%s %r" % (e, e),
      "{} {!r} {:>3}".format(e, e, e), divmod(e, 1), divmod(1, e), pow(e, 1), pow(e, 1, 2), e ** 4, e(1, k=2))
print([10, 20, 30, 40][e], "abcdef"[e:], list(range(e)), hex(e), bin(e), oct(e), chr(e) == "\3", "ab" * e,
      [0] * e, bytes(e) and bytearray(2)[:e], 1 << 3 if e else 1)


class Bad:
    def __int__(self): return "x"
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __str__(self): return 5
    def __repr__(self): return None
    def __hash__(self): return 1.0
    def __len__(self): return -5
    def __bool__(self): return 2
    def __bytes__(self): return "s"
    def __format__(self, spec): return 1
    def __contains__(self, item): return []
    def __iter__(self): return 1
    def __complex__(self): return 1
    def __call__(self): return self()[0] if False else "called"
    def __length_hint__(self): return "x"


bad = Bad()
for function in (int, float, str, repr, hash, len, bool, bytes, format, iter, list, complex, hex, range,
                 lambda v: [1][v], lambda v: v in v, lambda v: f"{v}", lambda v: "%d" % v, lambda v: 1 in v):
    attempt(function, bad)
attempt(lambda: Nothing("n")())
attempt(lambda: -Nothing("n"))
attempt(lambda: ~Nothing("n"))
attempt(lambda: abs(Nothing("n")))
attempt(lambda: round(Nothing("n")))
attempt(lambda: int(Nothing("n")))
attempt(lambda: [1][Nothing("n")])
attempt(lambda: divmod(Nothing("n"), 1))
attempt(lambda: pow(Nothing("n"), 1, 2))


class IndexOnly:
    def __index__(self): return 6


print(int(IndexOnly()), float(IndexOnly()), complex(IndexOnly()), "%d" % IndexOnly(), "%x" % IndexOnly(),
      pow(2, 3), math.factorial(IndexOnly()))

print("-- methods are looked up on the type")
n = Nothing("n")
n.__add__ = lambda other: "instance add"
n.__len__ = lambda: 5
n.__call__ = lambda: "instance call"
attempt(lambda: n + 1)
attempt(lambda: len(n))
attempt(lambda: n())
Nothing.__add__ = lambda self, other: "class add"
Nothing.__neg__ = lambda self: "class neg"
print(n + 1, -n, n.__add__(1))
Nothing.__add__ = None
attempt(lambda: n + 1)
del Nothing.__add__
attempt(lambda: n + 1)


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return Vector(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    def __rmul__(self, k): return self * k
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __iadd__(self, o):
        self.x += o.x
        self.y += o.y
        return self
    def __repr__(self): return f"V({self.x}, {self.y})"


v = w = Vector(0, 0)
for i in range(2000):
    v += Vector(i, 1) * 2 - 3 * Vector(1, i)
print(v, v is w, Vector(1, 2) == Vector(1, 2), Vector(1, 2) != Vector(1, 3),
      sum([Vector(1, 1), Vector(2, 2)], Vector(0, 0)))
