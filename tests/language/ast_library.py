# The library's ast.py over _ast. What it imports besides is more than it uses of it, and stands here in short.
import sys
import types


def module(name, **contents):
    made = types.ModuleType(name)
    made.__dict__.update(contents)
    sys.modules[name] = made


class Auto:
    pass


class EnumMeta(type):
    """Members are ints that count from 1 where their value is auto()."""
    def __new__(meta, name, bases, space):
        members = {key: value for key, value in space.items() if isinstance(value, (Auto, int)) and not key.startswith("_")}
        made = super().__new__(meta, name, bases, {key: value for key, value in space.items() if key not in members})
        made.members, last = {}, 0
        for key, value in members.items():
            if isinstance(value, Auto):
                last += 1
            else:
                last = int(value)
            member = made.members.get(last) or int.__new__(made, last)
            made.members[last] = member
            type.__setattr__(made, key, member)
        return made

    def __call__(cls, value):
        if value not in cls.members:
            raise ValueError(value)
        return cls.members[value]


class IntEnum(int, metaclass=EnumMeta):
    pass


def _simple_enum(base):
    return lambda cls: EnumMeta(cls.__name__, (base,), {key: value for key, value in vars(cls).items()
                                                        if key not in ("__dict__", "__weakref__")})


class Manager:
    def __init__(self, generator):
        self.generator = generator

    def __enter__(self):
        return next(self.generator)

    def __exit__(self, *error):
        next(self.generator, None)


def contextmanager(function):
    def make(*args, **kwargs):
        return Manager(function(*args, **kwargs))
    return make


class nullcontext:
    def __enter__(self):
        return None

    def __exit__(self, *error):
        return None


class deque(list):
    def popleft(self):
        return self.pop(0)


module("collections", deque=deque)
module("re", compile=lambda *_: None)
module("enum", IntEnum=IntEnum, auto=Auto, _simple_enum=_simple_enum)
module("contextlib", contextmanager=contextmanager, nullcontext=nullcontext)
import ast

SOURCE = '''"""Module."""
import a.b as c, d
from . import e
from ..f import g as h
@decorator
def function(a, /, b: int = 1, *c, d, e=2, **f) -> str:
    """Function."""
    global x
    try:
        return {**b, 1: 2, 'k': [i async for i in a if i if j]}
    except (A, B) as error:
        raise error from None
    else:
        pass
    finally:
        del a.b, a[1:2, ::3], (c, [d])
class C(B, metaclass=M):
    x: int
    (y): "str" = 5
    async def m(self):
        async with a as b, c:
            await d
        async for e in f:
            break
        else:
            continue_ = 1
match x:
    case [1, *_, -1 + 2j] | {"a": None, **rest} if y: pass
    case C(1, a=b) as c: pass
    case _: pass
try: pass
except* E: pass
while not (n := 1) < 2 <= 3: assert x, "message"
x += 1; x[0] @= 2; print(f"{x!r:>{w}}{y}", *a, **b); lambda a, *b: (yield)
a if b else c ** -d ** (e or f and g), 1_000, 1e400, "it's", b"x", ..., {1, 2}, (), [x for x, in y]
'''
tree = ast.parse(SOURCE)
print(ast.dump(tree, indent=1))
print(ast.unparse(tree))
print(ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
print([type(node).__name__ for node in ast.walk(tree)])
print(ast.get_docstring(tree, clean=False), ast.get_docstring(tree.body[4], clean=False))
for text in ("[1, (2, -3), {'a': {1, 2}}, 1 + 2j, b'x', None, set()]", "a", "1 + 1", "-x", "  5", "{**a}", "__import__('os')"):
    try:
        print(ast.literal_eval(text))
    except (ValueError, IndentationError) as error:
        print(type(error).__name__, str(error).partition(" at 0x")[0].partition(" on line")[0][:40])


class Names(ast.NodeVisitor):
    def __init__(self):
        self.found = []

    def visit_Name(self, node):
        self.found.append((node.id, node.lineno))

    def visit_Constant(self, node):
        self.found.append(node.value)


class Doubled(ast.NodeTransformer):
    def visit_Constant(self, node):
        if type(node.value) is int:
            return ast.copy_location(ast.BinOp(node, ast.Mult(), ast.Constant(2)), node)
        return node

    def visit_Assert(self, node):
        return None

    def visit_Pass(self, node):
        return [node, ast.copy_location(ast.Expr(ast.Constant("pass")), node)]


names = Names()
names.visit(tree)
print(names.found)
changed = ast.fix_missing_locations(Doubled().visit(ast.parse("x = 1 + 20\nassert x\nif x: pass\n")))
print(ast.dump(changed, include_attributes=True))
space = {}
exec(compile(changed, "file", "exec"), space)
print(space["x"])
print(ast.dump(ast.increment_lineno(ast.parse("a\nb"), 5), include_attributes=True))
print(list(ast.iter_fields(ast.Name("x", ast.Load())))[0], [type(node).__name__ for node in ast.iter_child_nodes(tree.body[0])])
print(isinstance(ast.Constant(1), ast.Num), isinstance(ast.Constant("x"), ast.Num), ast.Str("x").s, ast.Num(5).n, ast.Constant(1.5).n)
print(ast.dump(ast.parse("(int) -> str", mode="func_type")), ast.dump(ast.parse("x", mode="eval")))
for version in ((3, 7), (3, 8)):
    try:
        print(ast.dump(ast.parse("(x := 1)", feature_version=version)))
    except SyntaxError as error:
        print(error)
