# Trees made by hand: what compile() refuses, and how.
import _ast
from _ast import *

PLACE = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 5}
LOAD, STORE, DEL = Load(), Store(), Del()


def at(node, **place):
    """The node, and those in it, with places."""
    for name, value in (PLACE | place).items():
        if name in node._attributes and name not in node.__dict__:
            setattr(node, name, value)
    for name in node._fields:
        value = getattr(node, name, None)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, AST):
                at(item)
    return node


def check(node, mode=None):
    mode = mode or ("eval" if isinstance(node, expr) else "exec")
    if isinstance(node, expr):
        node = Expression(node)
    elif isinstance(node, stmt):
        node = Module([node], [])
    elif isinstance(node, pattern):
        node = Module([Match(Name("s", LOAD), [match_case(node, None, [Pass()])])], [])
    try:
        print(compile(at(node), "file", mode).co_name)
    except Exception as error:
        print("%s: %s" % (type(error).__name__, str(error).partition(" object at ")[0]))


def name(id="x", ctx=LOAD):
    return Name(id, ctx)


def args(*names, **more):
    fields = {"posonlyargs": [], "args": [arg(each) for each in names], "vararg": None, "kwonlyargs": [], "kw_defaults": [],
              "kwarg": None, "defaults": []}
    return arguments(**(fields | more))


def function(kind=FunctionDef, **more):
    return kind(**({"name": "f", "args": args(), "body": [Pass()], "decorator_list": []} | more))


print("-- fields")
for node in (Module(), Expression(), Module([]), Module([], None), Module((), []), Module([1], []), Expression(None),
             Expression(1), Module([None], []), Interactive(), Load(), Pass(), expr(), stmt(), mod()):
    for mode in ("exec", "eval", "single"):
        check(node, mode)
check(Name()), check(Name("x")), check(Name(1, LOAD)), check(Name(b"x", LOAD)), check(Name(None, LOAD)), check(Name("x", 1))
check(Name("x", None)), check(Name("x", Load)), check(Name("x", expr_context())), check(Name("None", LOAD))
check(Name("True", STORE)), check(Name("", LOAD)), check(Name("a b", LOAD)), check(Constant()), check(Constant([]))
check(Constant({})), check(Constant((1, [2]))), check(Constant((1, (None, b"x", ..., 1.5, 2j, True, frozenset({1}))), "u"))
check(Constant(1, 2)), check(Constant(1, "u")), check(Constant(Load())), check(Constant(object)), check(Constant(name()))
check(BinOp(name(), Not(), name())), check(BinOp(name(), Add(), None)), check(BinOp(None, Add(), name()))
check(BinOp(name(), Add, name())), check(UnaryOp(USub(), 1)), check(BoolOp(And(), [])), check(BoolOp(And(), [name()]))
check(BoolOp(And(), [name(), None])), check(BoolOp(Add(), [name(), name()])), check(Compare(name(), [], []))
check(Compare(name(), [Is()], [])), check(Compare(name(), [Is(), In()], [name()])), check(Compare(name(), [1], [name()]))
check(Dict([name()], [])), check(Dict([None], [name()])), check(Dict([name()], [None])), check(Set([])), check(Set([None]))
check(Call(name(), [None], [])), check(Call(name(), [], [None])), check(Call(name(), [], [keyword("a", 1)]))
check(Call(name(), [], [keyword(None, name())])), check(Call(name(), (), [])), check(Attribute(name(), None, LOAD))
check(Attribute(name(), "a", STORE)), check(Subscript(name(), name(), DEL)), check(Subscript(name(), None, LOAD))
check(Slice(None, None, None)), check(Starred(name(), LOAD)), check(Tuple([name(), Starred(name(), LOAD)], LOAD))
check(List([name("x", STORE)], LOAD)), check(List([Slice()], LOAD)), check(IfExp(name(), name(), None))
check(JoinedStr([name()])), check(JoinedStr([Constant(1)])), check(JoinedStr([FormattedValue(name(), 115, None)]))
check(FormattedValue(name(), 5, None)), check(FormattedValue(name(), "s", None)), check(FormattedValue(name(), -1, name()))
check(NamedExpr(name("y", STORE), name())), check(Lambda(args("a"), name("a"))), check(Lambda(None, name()))
check(Lambda(args(), None)), check(Await(name())), check(Yield()), check(Yield(name())), check(YieldFrom(None))
for kind in (ListComp, SetComp, GeneratorExp):
    check(kind(name(), [])), check(kind(name(), [comprehension(name(), name(), [], 0)]))
    check(kind(name(), [comprehension(name("x", STORE), name(), [None], 0)]))
    check(kind(name(), [comprehension(name("x", STORE), name(), [name()], 2**40)])), check(kind(name(), [None]))
    check(kind(name(), [comprehension(name("x", STORE), name(), [], "0")])), check(kind(None, []))
    check(kind(name(), [comprehension(name("x", STORE), name(), [], False)]))
check(DictComp(name(), name(), [])), check(DictComp(name("x", STORE), name(), [comprehension(name("x", STORE), name(), [], 0)]))

print("-- statements")
for kind in (FunctionDef, AsyncFunctionDef):
    check(function(kind)), check(function(kind, body=[])), check(function(kind, decorator_list=[None])), check(function(kind, name=None))
    check(function(kind, returns=name("x", STORE))), check(function(kind, args=None)), check(function(kind, body=[None]))
    check(function(kind, args=args("a", "b", defaults=[name(), name(), name()])))
    check(function(kind, args=args(kwonlyargs=[arg("a")], kw_defaults=[])))
    check(function(kind, args=args(kwonlyargs=[arg("a")], kw_defaults=[None])))
    check(function(kind, args=args(defaults=[None]))), check(function(kind, args=args("a", "a")))
    check(function(kind, args=args(vararg=arg("a", name("x", STORE))))), check(function(kind, args=args(kwarg=arg("a", 1))))
    check(function(kind, args=args(posonlyargs=[arg("a", name("x", DEL))]))), check(function(kind, type_comment=1))
    check(function(kind, type_comment="int")), check(function(kind, type_comment=b"int"))
check(ClassDef("C", [], [], [], [])), check(ClassDef("C", [None], [], [Pass()], [])), check(ClassDef("C", [], [], [Pass()], [None]))
check(ClassDef("C", [name("x", STORE)], [], [Pass()], [])), check(ClassDef("C", [], [keyword("a", name("x", DEL))], [Pass()], []))
check(Delete([])), check(Delete([None])), check(Delete([name()])), check(Delete([Constant(1)])), check(Delete([name("x", DEL)]))
check(Assign([], name())), check(Assign([None], name())), check(Assign([name("x", STORE)], None)), check(Assign([name()], name()))
check(Assign([Constant(1)], name())), check(Assign([Tuple([name("x", STORE), Call(name(), [], [])], STORE)], name()))
check(Assign([List([Starred(name("x", LOAD), STORE)], STORE)], name())), check(AugAssign(name(), Add(), name()))
check(AugAssign(Tuple([], STORE), Add(), name())), check(AugAssign(name("x", STORE), And(), name()))
check(AugAssign(name("x", STORE), Add(), name("x", STORE))), check(AnnAssign(name("x", STORE), name(), None, 1))
check(AnnAssign(Attribute(name(), "a", STORE), name(), None, 1)), check(AnnAssign(Tuple([], STORE), name(), None, 0))
check(AnnAssign(name(), name(), None, 1)), check(AnnAssign(name("x", STORE), name("x", STORE), None, 0))
for kind in (For, AsyncFor):
    check(kind(name("x", STORE), name(), [], [])), check(kind(name(), name(), [Pass()], []))
    check(kind(name("x", STORE), name("x", STORE), [Pass()], [])), check(kind(name("x", STORE), name(), [Pass()], [None]))
    check(kind(name("x", STORE), name(), [Pass()], [Expr(name("x", STORE))]))
for kind in (While, If):
    check(kind(name(), [], [])), check(kind(name("x", STORE), [Pass()], [])), check(kind(name(), [Pass()], [None]))
    check(kind(name(), [Pass()], [Expr(name("x", DEL))])), check(kind(None, [Pass()], []))
for kind in (With, AsyncWith):
    check(kind([], [Pass()])), check(kind([withitem(name())], [])), check(kind([withitem(name("x", STORE))], [Pass()]))
    check(kind([withitem(name(), name())], [Pass()])), check(kind([withitem(name(), name("x", STORE))], [Pass()]))
check(Raise()), check(Raise(None, name())), check(Raise(name("x", STORE))), check(Raise(name(), name("x", STORE)))
for kind in (Try, TryStar):
    handler = ExceptHandler(name(), "e", [Pass()])
    check(kind([], [], [], [])), check(kind([Pass()], [], [], [])), check(kind([Pass()], [], [Pass()], [Pass()]))
    check(kind([Pass()], [], [], [Pass()])), check(kind([Pass()], [handler], [Pass()], [Pass()])), check(kind([None], [handler], [], []))
    check(kind([Pass()], [ExceptHandler(name("x", STORE), "e", [Pass()])], [], [])), check(kind([Pass()], [name()], [], []))
    check(kind([Pass()], [ExceptHandler(name(), "e", [])], [], [])), check(kind([Pass()], [handler], [None], []))
    check(kind([Pass()], [handler], [], [None])), check(kind([Pass()], [ExceptHandler(name(), None, [Pass()]), handler], [], []))
check(Try([Pass()], [ExceptHandler(None, None, [Pass()]), handler], [], []))
check(Assert(name("x", STORE))), check(Assert(name(), name("x", STORE))), check(Import([])), check(ImportFrom("m", [], 0))
check(ImportFrom("m", [alias("a")], -1)), check(ImportFrom(None, [alias("a")], 1)), check(ImportFrom(None, [alias("a")], None))
check(Import([alias("a", 1)])), check(Import([alias("a.b", "c")])), check(Global([])), check(Nonlocal([])), check(Global(["x"]))
check(Global([1])), check(Expr(name("x", STORE))), check(Return(name())), check(Break()), check(Expr(None)), check(Expr())

print("-- patterns")
check(MatchValue(name())), check(MatchValue(Constant(1))), check(MatchValue(Constant(None))), check(MatchValue(Constant(...)))
check(MatchValue(Constant((1,)))), check(MatchValue(UnaryOp(USub(), Constant(1)))), check(MatchValue(UnaryOp(UAdd(), Constant(1))))
check(MatchValue(UnaryOp(USub(), Constant("x")))), check(MatchValue(BinOp(Constant(1), Add(), Constant(2j))))
check(MatchValue(BinOp(UnaryOp(USub(), Constant(1)), Sub(), Constant(2j)))), check(MatchValue(BinOp(Constant(1), Mult(), Constant(2j))))
check(MatchValue(BinOp(Constant(2j), Add(), Constant(1)))), check(MatchValue(Attribute(name(), "a", LOAD)))
check(MatchValue(Attribute(name(), "a", STORE))), check(MatchValue(JoinedStr([]))), check(MatchValue(Constant([])))
check(MatchSingleton(None)), check(MatchSingleton(True)), check(MatchSingleton(1)), check(MatchSingleton("x")), check(MatchSingleton([]))
check(MatchSequence([])), check(MatchSequence([MatchStar("x"), MatchStar(None)])), check(MatchSequence([MatchStar("_")]))
check(MatchStar("x")), check(MatchAs(None, "_")), check(MatchAs(MatchStar("x"), "y")), check(MatchAs(MatchAs(), None)), check(MatchAs())
check(MatchAs(None, "True")), check(MatchOr([])), check(MatchOr([MatchAs()])), check(MatchOr([MatchAs(), MatchAs()]))
check(MatchMapping([], [MatchAs()], None)), check(MatchMapping([Constant(1)], [MatchAs()], "_")), check(MatchMapping([], [], "None"))
check(MatchMapping([Constant(None)], [MatchAs()], "rest")), check(MatchMapping([Constant(1)], [MatchStar("a")], "rest"))
check(MatchMapping([Constant(1), Constant(1)], [MatchAs(), MatchAs()], None)), check(MatchMapping([Starred(name(), LOAD)], [], None))
check(MatchClass(name(), [], [], [])), check(MatchClass(name(), [], ["a"], [])), check(MatchClass(Constant(1), [], [], []))
check(MatchClass(Attribute(Call(name(), [], []), "a", LOAD), [], [], [])), check(MatchClass(name("x", STORE), [], [], []))
check(MatchClass(name(), [], ["True"], [MatchAs()])), check(MatchClass(name(), [MatchStar("a")], [], []))
check(MatchClass(name(), [], ["a", "a"], [MatchAs(), MatchAs()])), check(Match(name(), [])), check(Match(name("x", STORE), []))
check(Match(name(), [match_case(MatchAs(), name("x", STORE), [Pass()])])), check(Match(name(), [match_case(MatchAs(), None, [])]))
check(Match(name(), [match_case(name(), None, [Pass()])]))

print("-- places")
for place in ({"lineno": 2}, {"lineno": -1}, {"lineno": -1, "end_lineno": -1}, {"col_offset": 6}, {"col_offset": -1},
              {"col_offset": -1, "end_col_offset": -1}, {"end_lineno": None}, {"end_col_offset": None}, {"lineno": None},
              {"lineno": "1"}, {"lineno": 1.0}, {"lineno": 2**31}, {"end_lineno": -2**31 - 1}, {"lineno": True},
              {"lineno": 1000, "end_lineno": 1000}, {"end_lineno": 3}):
    check(at(name(), **place)), check(at(Pass(), **place)), check(at(MatchAs(), **place))
    check(function(args=args(posonlyargs=[at(arg("a"), **place)])))
    check(Call(name(), [], [at(keyword("a", name()), **place)]))
    check(Try([Pass()], [at(ExceptHandler(None, None, [Pass()]), **place)], [], []))
node = name()
at(node)
for attribute in ("end_lineno", "end_col_offset", "col_offset", "lineno"):
    delattr(node, attribute)
    try:
        print(compile(Expression(node), "f", "eval").co_firstlineno)
    except TypeError as error:
        print(error)


print("-- objects that are no nodes")


class Likeness:
    """Has what a name has, and says that it is one."""
    __class__ = Name
    id, ctx = "x", LOAD
    lineno = end_lineno = 1
    col_offset = end_col_offset = 0


class Duck:
    arg, value, annotation, type_comment = "a", at(name()), None, None
    lineno = end_lineno = 1
    col_offset = end_col_offset = 0


class Failing(Name):
    @property
    def id(self):
        raise KeyError("id")


class Vanishing(Name):
    @property
    def id(self):
        raise AttributeError("id")


class Growing(Name):
    @property
    def id(self):
        grown.append(at(Pass()))
        return "x"


class StrOf(str):
    pass


check(Expression(Likeness())), check(Call(name(), [], [Duck()])), check(function(args=args(posonlyargs=[Duck()])))
check(Failing(ctx=LOAD)), check(Vanishing(ctx=LOAD)), check(Name(StrOf("x"), LOAD)), check(Likeness(), "exec")
grown = [Expr(Growing(ctx=LOAD))]
check(Module(grown, []))
check(Constant(StrOf("x"))), check(Constant(type("I", (int,), {})(5))), check(Module([Expr(Constant(StrOf("x")))], []))
both = type("Both", (Name, Constant), {})
check(both("x", LOAD, value=5))
