"""Built-in functions: each with normal, edge and wrong arguments."""


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 10


class Thing:
    """A thing."""
    x = 1

    def __init__(self):
        self.y = 2

    def method(self):
        return "method"


print("-- abs divmod pow round sum")
print(abs(-5), abs(5.5), abs(-True), abs(3 + 4j), abs(-2 ** 70), divmod(-7, 3), divmod(7.5, 2), pow(2, 5),
      pow(2, 5, 7), pow(base=2, exp=3), pow(2, -1))
print(round(2.5), round(3.5), round(-2.567, 2), round(1234, -2), round(True), type(round(1.0)).__name__,
      type(round(1.0, 0)).__name__, round(number=5))
print(sum([]), sum([1, 2], 10), sum((0.1, 0.2)), sum([[1], [2]], []), sum(range(5), start=1),
      sum({1: "a", 2: "b"}), sum([2 ** 62, 2 ** 62, 1.5]))
attempt(abs, "x")
attempt(sum, ["a"])
attempt(sum, ["a"], "")
attempt(sum, [b"a"], b"")
attempt(sum, 5)
attempt(sum)
attempt(round, "x")
attempt(round, 1.5, 1.5)
attempt(divmod, 1)
attempt(pow, 2)

print("-- all any ascii bin hex oct chr ord callable")
print(all([]), any([]), all([1, 0]), any([0, 1]), ascii("é中\n'"), ascii([1, "ü"]), bin(10), bin(-5), hex(255),
      hex(-1), oct(8), bin(Index()), bin(True), hex(2 ** 70))
print(chr(97), chr(0x1F600) == "\U0001f600", ord("a"), ord(b"a"), callable(len), callable(5), callable(Thing),
      callable(Thing()), callable(lambda: 0), callable(Thing().method))
attempt(bin, 1.5)
attempt(hex, "1")
attempt(chr, "a")
attempt(chr, 2 ** 40)
attempt(ord, b"ab")
attempt(all)
attempt(any, None)

print("-- enumerate filter map zip reversed iter next")
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=2 ** 63)),
      list(filter(None, [0, 1, "", "a"])), list(filter(lambda v: v > 1, range(4))))
print(list(map(str, range(3))), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])),
      list(map(max, [1, 5], [3, 2], [2, 9])), list(zip()), list(zip("abc")), list(zip("ab", range(5))))
print(list(zip([1], [2, 3], strict=False)), list(reversed([1, 2, 3])), list(reversed("ab")),
      list(reversed(range(3))), list(reversed({1: 2, 3: 4})), list(reversed(())))
for function in (lambda: list(zip([1], [2, 3], strict=True)), lambda: list(zip([1, 2], [3], strict=True)),
                 lambda: list(zip([1], [2], [3, 4], strict=True)), lambda: zip(5), lambda: zip([], 5),
                 lambda: map(len),
                 lambda: list(map(5, [1])), lambda: list(map(len, [1])), lambda: filter(None),
                 lambda: list(filter(len, [1])), lambda: enumerate(5), lambda: enumerate(),
                 lambda: enumerate([], "x"), lambda: map(len, 5), lambda: zip(a=1)):
    attempt(function)
it = iter([1, 2, 3])
print(next(it), next(it, "d"), next(it), next(it, "d"), list(iter(lambda c=[0]: c.append(1) or len(c), 4)))
attempt(next, it)
attempt(next, it, 1, 2)
attempt(iter)
print(type(map(len, [])).__name__, type(zip()).__name__, type(filter(None, [])).__name__,
      type(enumerate([])).__name__, type(reversed([])).__name__)

print("-- min max sorted len")
print(min(3, 1, 2), max([3, 1, 2]), min("hello"), max({"a": 1, "c": 0}), min([], default=5),
      max("a", "bb", "c", key=len), min(["x", "yy"], key=lambda s: -len(s)), max(1, 1.0), max(1.0, 1),
      min([[2], [1, 5]]))
print(sorted([3, 1, 2]), sorted("cab"), sorted({2: 0, 1: 0}), sorted([1, -2, 3], key=abs, reverse=True),
      sorted((x for x in (2, 1))), len("abc"), len({}), len(range(10 ** 9)))
for function in (lambda: min(), lambda: min([]), lambda: max(5), lambda: min(1, "a"),
                 lambda: max([], key=len), lambda: max(1, 2, default=3), lambda: min([1], bad=1),
                 lambda: sorted(None), lambda: len(5), lambda: len(Thing()), lambda: max(iter(()))):
    attempt(function)

print("-- attributes")
t = Thing()
print(getattr(t, "x"), getattr(t, "zz", "default"), hasattr(t, "y"), hasattr(t, "zz"), setattr(t, "new", 3),
      t.new, delattr(t, "new"), hasattr(t, "new"), vars(t), vars(Thing)["x"])
attempt(getattr, t, "zz")
attempt(getattr, t)
attempt(getattr, t, 1)
attempt(setattr, t, "a")
attempt(delattr, t, "zz")
attempt(vars, 5)
attempt(hasattr, t)
print([n for n in dir(t) if not n.startswith("_")], dir() == sorted(dir()), "attempt" in dir(),
      "append" in dir([]), "real" in dir(5), [n for n in dir(type("E", (), {"q": 1})) if n[0] != "_"])

print("-- types")
print(type(1), type("a").__name__, type(None), type(type), type(t) is Thing, isinstance(1, int),
      isinstance(True, int), isinstance(1, (str, int)), isinstance(1, str | int), issubclass(bool, int),
      issubclass(int, (str, object)))
attempt(type)
attempt(type, 1, 2)
attempt(isinstance, 1, 2)
attempt(isinstance, 1)
attempt(issubclass, 1, int)
attempt(issubclass, int, 5)
print(id(t) == id(t), id(None) == id(None), hash("a") == hash("a"), hash(1) == hash(1.0), hash(t) == hash(t),
      hash(2 ** 61 - 1), hash(-1), hash(True), hash(None) == hash(None), hash(0.5))
attempt(hash, [])
attempt(hash, {})
attempt(id)

print("-- repr str format print")
print(repr("a'b"), str(5), repr([1, "x", None]), format(5, "03d"), format("x", ">3"), format(3.14159, ".2f"),
      repr(Thing).startswith("<class"), str(), str(object=5), str(b"x", "ascii"))
print(1, 2, sep="-", end="!\n")
print("a", "b", sep="", end="")
print()
print(*[1, 2, 3], sep="\n")
print("x", sep=None, end=None)
print(end="")
attempt(print, 1, sep=5)
attempt(print, 1, end=5)
attempt(print, 1, bad=5)
attempt(print, 1, file=5)


class File:
    def __init__(self):
        self.text = []

    def write(self, s):
        self.text.append(s)

    def flush(self):
        self.text.append("<flush>")


f = File()
print("to", "file", 3, file=f, flush=True)
print(f.text, print() is None)

print("-- eval exec compile")
x = 10
print(eval("x + 1"), eval("x + y", {"x": 1, "y": 2}), eval("x", {"x": 1}, {"x": "local"}), eval(" 5 "),
      eval(b"1+1"), eval(compile("x * 2", "<c>", "eval")))
space = {}
exec("def f(n): return n * 2\nz = f(21)", space)
print(space["z"], sorted(k for k in space if not k.startswith("__")), "__builtins__" in space, exec("pass"),
      exec(compile("w = 5", "<c>", "exec"), space), space["w"])
local = {}
exec("a = b + 1", {"b": 1}, local)
print(local, eval("len([1])", {"len": lambda v: "shadowed"}), eval("[i for i in range(n)]", {"n": 3}))
code = compile("1 + \\\n 2", "name.py", "eval")
print(code.co_filename, eval(code), compile("q = 1", "n", "exec").co_names,
      compile("print('single'); 5; None", "n", "single").co_name)
exec(compile("'shown'; 6; None", "n", "single"))
for function in (lambda: eval("1 +"), lambda: eval("x = 1"), lambda: eval(""), lambda: eval(5),
                 lambda: eval("y_undefined"), lambda: exec("1 +* 2"), lambda: exec(5),
                 lambda: compile("1", "n", "bad"), lambda: compile(5, "n", "exec"),
                 lambda: compile("1;2", "n", "eval"), lambda: eval("1", 5), lambda: eval("1", {}, 5),
                 lambda: exec("x", {"__builtins__": {}}), lambda: eval("len", {"__builtins__": {}}),
                 lambda: eval("a\0b"), lambda: exec("def f(:"), lambda: exec("  x"),
                 lambda: exec("if 1:\nx")):
    attempt(function)

print("-- globals locals")


def local_names(a, b=2):
    c = a + b
    snapshot = dict(locals())
    return snapshot, "x" in globals(), globals() is vars(__import__("sys").modules["__main__"]) or True


print(local_names(1))
globals()["made"] = "by globals()"
print(made, locals() is globals(), "made" in locals(), __name__, type(__builtins__).__name__, __debug__)


print("-- constructors")
print(int(), float(), str(), list(), tuple(), dict(), set(), frozenset(), bool(), bytes(), bytearray(),
      complex(), object is not None, type(object()).__name__, slice(1), range(1), memoryview(b"").nbytes)
print(property, staticmethod, classmethod, super, type(NotImplemented).__name__, NotImplemented, Ellipsis,
      ..., None, len.__name__, print.__module__, len.__self__.__name__)
attempt(lambda: NotImplemented())
attempt(lambda: Ellipsis.x)
attempt(lambda: None.x)
attempt(lambda: type(None)(5))
print(type(None)(), type(...)(), type(NotImplemented)())
print(__import__("math").floor(2.5), __import__("sys").version_info[:2],
      __import__("sys").version_info >= (3, 11))
