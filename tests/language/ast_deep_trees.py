# Trees too deep for the recursion limit, or that contain themselves: exceptions, under whatever limit.
import _ast
import sys
from _ast import *

PLACE = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 5}


def leaf():
    return Name("a", Load(), **PLACE)


WRAPPERS = {
    "operand": lambda node: UnaryOp(Not(), node, **PLACE),
    "left": lambda node: BinOp(node, Add(), leaf(), **PLACE),
    "item": lambda node: Tuple([node], Load(), **PLACE),
    "function": lambda node: Call(node, [], [], **PLACE),
    "keyword": lambda node: Call(leaf(), [], [keyword("a", node, **PLACE)], **PLACE),
    "attribute": lambda node: Attribute(node, "x", Load(), **PLACE),
    "body": lambda node: Lambda(arguments([], [], None, [], [], None, []), node, **PLACE),
    "format": lambda node: JoinedStr([FormattedValue(node, -1, None, **PLACE)], **PLACE),
    "generator": lambda node: ListComp(leaf(), [comprehension(Name("b", Store(), **PLACE), node, [], 0)], **PLACE),
}


def expression(wrap, depth):
    node = leaf()
    for _ in range(depth):
        node = wrap(node)
    return Expression(node)


def statements(depth):
    node = Pass(**PLACE)
    for _ in range(depth):
        node = If(leaf(), [node], [], **PLACE)
    return Module([node], [])


def patterns(depth):
    node = MatchAs(**PLACE)
    for _ in range(depth):
        node = MatchSequence([node], **PLACE)
    return Module([Match(leaf(), [match_case(node, None, [Pass(**PLACE)])], **PLACE)], [])


def attempt(*args):
    try:
        return type(compile(*args)).__name__
    except (RecursionError, MemoryError) as error:
        return "%s: %s" % (type(error).__name__, str(error).partition(" in comparison")[0])


for name, wrap in WRAPPERS.items():
    for depth in (50, 300, 5000):
        print(name, depth, attempt(expression(wrap, depth), "f", "eval"))
for depth in (15, 5000):
    print("statements", depth, attempt(statements(depth), "f", "exec"))
for depth in (100, 5000):
    print("patterns", depth, attempt(patterns(depth), "f", "exec"))
for text in ("a" + " + a" * 20000, "a" + ".a" * 20000, "a" + "()" * 20000):
    print(text[:5], attempt(text, "f", "eval", PyCF_ONLY_AST))

# What contains itself.
itself = UnaryOp(Not(), None, **PLACE)
itself.operand = itself
print(attempt(Expression(itself), "f", "eval"))
block = If(leaf(), [], [], **PLACE)
block.body.append(block)
print(attempt(Module([block], []), "f", "exec"))
whole = Module([], [])
whole.body.append(Expr(leaf(), **PLACE))
whole.body *= 3
print(attempt(whole, "f", "exec"))


class Again(Expression):
    @property
    def body(self):
        return compile(self, "f", "eval")


try:
    compile(Again(), "f", "eval")
except RecursionError:
    print("RecursionError")

# The same tree in many places is no deep tree.
shared = Tuple([leaf()], Load(), **PLACE)
for _ in range(12):
    shared = Tuple([shared, shared], Load(), **PLACE)
print(len(compile(Expression(shared), "f", "eval").co_code) > 4000)
