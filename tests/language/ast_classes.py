# The classes of _ast: names, fields, documentation, construction, subclassing, pickling.
import _ast
from _ast import AST, Constant, Expression, Load, Name, Store


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


# Every class, and what it says of itself.
for name, cls in vars(_ast).items():
    if isinstance(cls, type) and issubclass(cls, AST):
        own = {key: cls.__dict__[key] for key in cls.__dict__ if key not in ("__weakref__", "__doc__", "__dict__")}
        if cls is AST:
            own = {"_fields": own["_fields"], "_attributes": own["_attributes"]}
        print(name, cls.__name__, cls.__qualname__, cls.__module__, [base.__name__ for base in cls.__mro__])
        print("   ", repr(cls.__doc__), own)
        print("   ", cls._fields, cls._attributes, cls.__match_args__ is cls._fields)
print(_ast.PyCF_ONLY_AST, _ast.PyCF_TYPE_COMMENTS, _ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, _ast.__doc__, _ast.__name__)
print([name for name in vars(_ast) if not name.startswith("__")][:8])

# Construction.
print(vars(Name()), vars(Name("x")), vars(Name("x", Load)) == {"id": "x", "ctx": Load}, vars(Name(id=1, other=2, lineno=3)))
print(attempt(Name, 1, 2, 3))
print(attempt(Name, 1, id=2))
print(attempt(Name, "x", ctx=1, id=2))
print(attempt(Load, 1))
print(attempt(AST, 1))
print(attempt(_ast.Pass, 1, 2))
print(attempt(_ast.Return, 1, 2))
print(vars(AST(a=1)), vars(_ast.mod(b=2)))
print(attempt(Name, **{"with space": 1}).__dict__)
print(Constant(1).kind, _ast.Return().value, Name("x").__dict__, attempt(lambda: Name().id), attempt(lambda: Name().lineno))
print(Name("x").end_lineno, _ast.arg("a").annotation, _ast.ImportFrom().level, attempt(lambda: _ast.ImportFrom().names))

# Attributes are like those of any object, and so are the classes'.
node = Name("x", Load())
node.extra = [1]
del node.id
print(vars(node).keys(), attempt(lambda: node.id), attempt(lambda: Constant().kind))
node.__dict__ = {"id": "y"}
print(node.id, attempt(lambda: node.ctx), hasattr(node, "__weakref__"), hasattr(AST(), "__weakref__"))
Constant.n = property(lambda self: self.value)
print(Constant(5).n)
del Constant.n
print(attempt(setattr, int, "x", 1))
AST.mark = 1
print(Load().mark)
del AST.mark
print(isinstance(node, _ast.expr), issubclass(Name, AST), isinstance(Load(), _ast.expr_context), Name("x") == Name("x"))
print(repr(node)[:20], repr(Name), repr(AST), repr(type(node)))
match Name("x", Load()):
    case Name(_, Store()):
        print("stored")
    case Name(id, Load()):
        print("loaded", id)

# The compiler gives one object for each of these.
tree = compile("a + b; c + d; not x; a < b < c; p and q", "f", "exec", _ast.PyCF_ONLY_AST)
sums = [statement.value for statement in tree.body]
print(sums[0].op is sums[1].op, sums[0].left.ctx is sums[1].right.ctx, sums[3].ops[0] is sums[3].ops[1],
      sums[0].op is _ast.Add(), type(sums[4].op) is _ast.And)
print(list(vars(tree)), list(vars(sums[0])), list(vars(sums[2])))


# Subclasses.
class Base(Name):
    pass


class Own(AST):
    _fields = ("a", "b")
    _attributes = ("c",)


class Listed(AST):
    _fields = ["a"]


class Initialized(Name):
    def __init__(self, text):
        super().__init__(text, Load(), lineno=1, col_offset=0)


class Made(Name):
    def __new__(cls, *args):
        made = super().__new__(cls, *args)
        made.made = True
        return made


class Settable(AST):
    _fields = ("seen",)

    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)


class NoFields(AST):
    _fields = 5


class OddFields(AST):
    _fields = (1,)


print(Base("x").id, Base._fields, attempt(Base, 1, 2, 3), Base.__doc__)
print(vars(Own(1, b=2, c=3)), attempt(Own, 1, 2, 3), attempt(Own, 1, a=2), vars(Listed(1)), attempt(Listed, 1, 2))
print(eval(compile(Expression(Initialized("len")), "f", "eval")) is len, vars(Made("x")))
print(vars(Settable(1, other=2)))
print(attempt(NoFields, 1), attempt(OddFields, 1))
print(attempt(type, "Two", (_ast.Add, _ast.Sub), {}).__mro__[1:3] == (_ast.Add, _ast.Sub))

# Pickling.
print(Name("x", 1).__reduce__(), Load().__reduce__(), AST().__reduce__())
cls, args, state = Constant(5, kind="u", lineno=7).__reduce__()
print(cls, args, state)
again = cls(*args)
again.__dict__.update(state)
print(vars(again))
