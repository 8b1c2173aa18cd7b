# compile() to a tree and from one: modes, flags, type comments, older syntax.
import _ast
import marshal

ONLY, COMMENTS, AWAIT = _ast.PyCF_ONLY_AST, _ast.PyCF_TYPE_COMMENTS, _ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def dump(node):
    if isinstance(node, _ast.AST):
        parts = ["%s=%s" % (name, dump(getattr(node, name))) for name in node._fields]
        place = [getattr(node, name, "-") for name in node._attributes]
        return "%s(%s)%s" % (type(node).__name__, ", ".join(parts), place or "")
    if isinstance(node, list):
        return "[%s]" % ", ".join([dump(item) for item in node])
    return ascii(node)


def tree(source, mode="exec", flags=0, **kwargs):
    try:
        return dump(compile(source, "file", mode, ONLY | flags, **kwargs))
    except Exception as error:
        return "%s%s" % (type(error).__name__, ascii(error.args))


print(tree("x = 1 + 2; 'doc'"))
print(tree("1 + 2", "eval"), tree(b"a\n\n", "eval"), tree("x = 1", "eval"))
print(tree("x = 1\n", "single"), tree("if x: pass\n", "single"), tree("x\ny\n", "single"))
print(tree("(int, *str, **a.b) -> list[int]", "func_type"), tree("() -> None", "func_type"), tree("(a", "func_type"),
      tree("(a,) -> b", "func_type"), tree("(*a, *b) -> c", "func_type"))
print(tree("x", "other"), tree("x", flags=1 << 3))
for args in (("x", "f", "func_type"), ("x", "f", "what"), ("x", "f", "exec", ONLY | 8), (_ast.Module([], []), "f", "what"),
             (_ast.Module([], []), "f", "func_type")):
    try:
        print(compile(*args))
    except Exception as error:
        print(type(error).__name__, error)
print(tree("u'x'; 'x' u'y'; b'x'; f'{a!r:>{w}}b'; -1; 1j; ...; None; (1, 2)"))
print(tree("\u00b5 = 'caf\u00e9'; \U0001d518 = b'\\xff'; '\\ud800'"))
print(tree("# -*- coding: latin-1 -*-\nx = '\u00e9'".encode("latin-1")), tree(b"\xef\xbb\xbfx"))
print(tree("x = (" * 30), tree("x ="), tree("x\0"), tree(b"x\0"))

COMMENTED = """x = 1  # type: int
for a in b:  # type: str
    pass  # type: ignore[tag]
with a as b:  # type: int
    pass
def f(a,  # type: int
      *b,  # type: str
      c=1  # type: float
      ):
    # type: (...) -> None
    pass
async def g(a):  # type: (int) -> int
    async for x in y:  # type: bytes
        pass
# type: ignore
lambda a: 1
"""
print(tree(COMMENTED, flags=COMMENTS))
print(tree(COMMENTED) == tree(COMMENTED.replace("type:", "kind:")))
print(tree("x  # type: int", flags=COMMENTS), tree("def f():  # type: () -> int\n  # type: () -> int\n  pass", flags=COMMENTS))
print(marshal.dumps(compile(COMMENTED, "f", "exec", COMMENTS), 2) == marshal.dumps(compile(COMMENTED, "f", "exec"), 2))

SYNTAX = [
    "x: int = 1", "(x): int", "a.b: int", "async def f():\n  async for x in y: pass\n",
    "async def f():\n  async for x in y: pass\n  else: pass\n", "async def f():\n  async with x: pass\n",
    "async def f(): pass\n", "async def f():\n  await x\n", "async def f():\n  [x async for x in y]\n", "await x", "async = 3",
    "await = 3", "async with x: pass", "with (a as b, c): pass", "with (a, b): pass", "with (a): pass", "with (yield): pass",
    "try: pass\nexcept* A: pass\n", "try: pass\nexcept* A: pass\nfinally: pass\n", "match x:\n  case 1: pass\n",
    "def f(a, /): pass", "def f(a, /, b): pass", "lambda a, /: a", "lambda a=1, /: a", "(x := 1)", "f(x := 1)", "x[y := 1]",
    "a @ b", "a @= b", "a @ b = 3", "1_000", "0x_f", "f'a'", "f'{a}'", "f'{x=}'", "b'a' f'b'", "f'{x:{1_0}}'", "f'{await}'",
    "@a.b[1]\ndef f(): pass", "x[*a]", "def f(*args: *x): pass", "{**a}", "print(*a, **b)",
    "async def f():\n  f'{await x}'\nawait=1\n", "async def f(): await x; async = 1\nawait = 2\n",
    "class A:\n  async def f(self):\n    def g():\n      await x\n  await = 1\n",
    "def f():\n  async def g(): pass\n  await = 1\n", "async  def f(): pass\nasync\n", "async \\\n  def f(): pass",
    "x = [async for async in await]", "def async(): pass", "(\nasync\ndef f(): pass\n)", "if x:\n  1_0\n+", "x: int = (",
    "x = 5\n(y := 1) +\n", "async def f():\n   pass\n# c\nawait = 3\n", "async def f(): pass; await = 3\n",
    "with (open(x) as f,\n open(y)\n): pass",
]
for version in (-1, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12):
    for source in SYNTAX:
        print(version, repr(source), tree(source, _feature_version=version))
print(eval(compile("(lambda: (x := 1_0))()", "f", "eval", _feature_version=3)))  # it is for trees only

# A tree is compiled as its text is, and given back as it is where a tree is asked for.
PROGRAM = '''"""doc"""
from __future__ import annotations
import a.b as c, d
from . import e
from ..f import g as h
@decorator
def function(a, /, b: int = 1, *c, d, e=2, **f) -> str:
    global x
    def inner():
        nonlocal a
        yield a
    try:
        return [i async for i in a if i] if a else {**b, 1: 2}
    except (A, B) as error:
        raise error from None
    finally:
        del a.b, a[1:2, ::3], (c, [d])
class C(B, metaclass=M):
    x: int
    y: "str" = 5
    async def m(self):
        async with a as b, c:
            await d
        async for e in f:
            break
        else:
            continue_ = 1
match x:
    case [1, *_, -1 + 2j] | {"a": None} if y: pass
    case {"b": _, **rest}: pass
    case C(1, a=b) as c: pass
    case _: pass
try: pass
except* E: pass
while not (n := 1) < 2 <= 3: assert x, "message"
x += 1; x[0] @= 2; print(f"{x!r:>{w}}{y}", *a, **b); lambda: (yield)
'''.replace("[i async for i in a if i] if a else ", "")
made = compile(PROGRAM, "file", "exec", ONLY)
print(compile(made, "file", "exec", ONLY) is made, compile(made, "file", "eval", ONLY) is made)
text = dump(made)
for level in (0, 1, 2):
    print(marshal.dumps(compile(made, "file", "exec", 0, True, level), 2)
          == marshal.dumps(compile(PROGRAM, "file", "exec", 0, True, level), 2))
print(dump(made) == text)  # compiling changes nothing
for mode, source in (("eval", "[x ** 2 for x in range(5)]"), ("single", "1 + 1\n"), ("exec", "print('run')")):
    code = compile(compile(source, "file", mode, ONLY), "file", mode)
    print(eval(code))
for mode in ("exec", "eval", "single"):
    for other in ("exec", "eval", "single"):
        try:
            print(mode, other, compile(compile("1", "f", mode, ONLY), "f", other).co_name)
        except TypeError as error:
            print(mode, other, error)
for name in ("exec", "eval"):
    try:
        print({"exec": exec, "eval": eval}[name](made))
    except TypeError as error:
        print(error)
awaiting = compile("await x", "f", "exec", ONLY | AWAIT)
print(compile(awaiting, "f", "exec", AWAIT).co_flags)
try:
    compile(awaiting, "f", "exec")
except SyntaxError as error:
    print(error.args)
