"""match: literals, captures, sequences, mappings, classes, alternatives, guards, as, nested, errors."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Color:
    RED = "red"
    NUMBER = 7


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


def literals(v):
    match v:
        case 0: return "zero"
        case -1: return "minus one"
        case 1.5: return "float"
        case "text" | 'more': return "text or more"
        case b"bytes": return "bytes"
        case True: return "True"
        case None: return "None"
        case 3 + 4j | -2 - 1j: return "complex"
        case Color.RED: return "red"
        case Color.NUMBER: return "number"
        case "joined" "string": return "joined"
    return "no match"


print("-- literals and values")
for v in (0, 0.0, False, -1, 1, True, 1.5, "text", "more", b"bytes", None, 3 + 4j, -2 - 1j, "red", 7, 7.0,
          "joinedstring", [], object):
    print(v, "->", literals(v))


def sequences(v):
    match v:
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, 2]: return "exactly 1 2"
        case [1, *rest]: return f"1 then {rest}"
        case ("a", _, "c"): return "a _ c"
        case [first, *_, last] if first == last: return f"same ends {first}"
        case [[a, b], [c, d]]: return f"nested {a} {b} {c} {d}"
        case (x, y) | [x, y, _]: return f"two or three {x} {y}"
        case [*all]: return f"all {all}"
    return "not a sequence"


print("-- sequences")
for v in ([], (), [5], (5,), [1, 2], [1, 2, 3], ["a", 0, "c"], [9, 0, 0, 9], [[1, 2], (3, 4)], (3, 4),
          [3, 4, 5], [2, 3, 4, 5], "ab", b"ab", bytearray(b"ab"), {1: 2}, {1, 2}, range(3), range(0),
          iter([1]), memoryview(b"xy"), None):
    print(type(v).__name__, "->", sequences(v))


def mappings(v):
    match v:
        case {"type": "point", "x": x, "y": y}: return f"point {x} {y}"
        case {"type": kind, **rest}: return f"{kind} with {rest}"
        case {1: "one", None: n}: return f"keys 1 and None: {n}"
        case {Color.RED: r}: return f"red key {r}"
        case {"nested": {"list": [_, second, *_]}}: return f"second is {second}"
        case {"a": int() | str() as value}: return f"a is int or str {value!r}"
        case {}: return "some mapping"
    return "not a mapping"


print("-- mappings")
for v in ({"type": "point", "x": 1, "y": 2, "more": 3}, {"type": "circle", "r": 5}, {"type": "t"},
          {1: "one", None: 0}, {"red": 9}, {"nested": {"list": [1, 2, 3]}}, {"nested": {}}, {"a": 1},
          {"a": "s"}, {"a": []}, {}, [], "s"):
    print(v, "->", mappings(v))


class Default(dict):
    def __missing__(self, key):
        raise AssertionError("match must use get")


print(mappings(Default(z=1)))


def classes(v):
    match v:
        case int(n) if n > 100: return f"big int {n}"
        case bool(): return "bool"
        case int(): return "int"
        case str(s): return f"str {s}"
        case float(real=r): return f"float {r}"
        case Point3(x=0): return "point3 at x 0"
        case Point(0, 0): return "origin"
        case Point(x, 0) | Point(0, x): return f"on an axis {x}"
        case Point(x=a, y=b) if a == b: return f"diagonal {a}"
        case Point(Point(), y) as p: return f"nested in {p} {y}"
        case Point(): return "some point"
        case list([a, b]): return f"list of two {a} {b}"
        case dict(d): return f"dict {d}"
        case tuple((1, *_)): return "tuple starting with 1"
        case BaseException(args=[message]): return f"error {message}"
    return "other"


print("-- classes")
for v in (5, 500, True, "s", 2.5, Point3(0, 0, 0), Point3(1, 0, 9), Point(0, 0), Point(3, 0), Point(0, 4),
          Point(2, 2), Point(1, 2), Point(Point(9, 9), 1), [1, 2], [1], {"k": 1}, (1, 2), (2,),
          ValueError("m"), ValueError(), None):
    print(repr(v), "->", classes(v))

print("-- captures, wildcards, guards, as")


def captures(v):
    match v:
        case (1 | 2 | 3) as small: return f"small {small}"
        case [(4 | 5) as a, *_] as whole: return f"{a} in {whole}"
        case [Point(x=px) as p, {"k": [*ks]}]: return f"{px} {p} {ks}"
        case x if x == "guard": return "guarded"
        case str() as s if len(s) > 3 and s[0] == "l": return f"long {s}"
        case _: return "wildcard"


for v in (2, [5, 6], [Point(1, 2), {"k": "ab"}], [Point(1, 2), {"k": [1]}], "guard", "long text", "zz", None):
    print(captures(v))

match 5:
    case captured_globally:
        pass
print(captured_globally)
match (1, 2), [3]:
    case (a, b), [c]:
        print(a, b, c)
match 1, 2:
    case x, y:
        print(x, y)
match = {"match": "soft keyword"}
case = 5
print(match["match"], case, [match for match in (1, 2)])
_ = "underscore is not bound"
match = 3
match match:
    case 3:
        print("match match", _)
match [1, 2, 3]:
    case [a, b]:
        pass
    case [a, 5, c]:
        pass
print("partial bindings", a)


def evaluated_once():
    print("[evaluated]", end=" ")
    return 2


match evaluated_once():
    case 1 | 0:
        print("no")
    case 2:
        print("two")


def loops(items):
    out = []
    for item in items:
        match item:
            case "stop": break
            case "skip": continue
            case int(n): out.append(n)
            case [*inner]: out += loops(inner)
    else:
        out.append("end")
    return out


print(loops([1, "skip", [2, "stop", 9], 3]), loops([1, "stop", 2]))

print("-- errors at run time")


class NoArgs: pass
class BadArgs: __match_args__ = "x"
class ListArgs: __match_args__ = ["x"]
class IntArgs: __match_args__ = (5,)
class One: __match_args__ = ("x",); x = 1
class Failing:
    @property
    def x(self): raise ValueError("property failed")
class Lacks: __match_args__ = ("missing",)


def one(v, cls):
    match v:
        case cls(a): return f"matched {a}"
    return "no match"


def two(v, cls):
    match v:
        case cls(a, b): return f"matched {a} {b}"
    return "no match"


def doubled(v, cls):
    match v:
        case cls(1, x=2): return "matched"
    return "no match"


def by_x(v, cls):
    match v:
        case cls(x=a): return f"matched {a}"
    return "no match"


for cls in (NoArgs, BadArgs, ListArgs, IntArgs, One, Lacks):
    attempt(one, cls(), cls)
    attempt(two, cls(), cls)
attempt(doubled, One(), One)
attempt(by_x, Failing(), Failing)
attempt(by_x, NoArgs(), NoArgs)
attempt(one, 5, 5)
attempt(one, 5, "int")
attempt(two, 5, int)
attempt(one, NoArgs(), One)


def same_key(v, k):
    match v:
        case {Color.RED: a, "red": b}: return a, b
    return "no match"


attempt(same_key, {"red": 1}, 0)
for source in ("match x:\n case a: pass\n case b: pass", "match x:\n case a | b: pass",
               "match x:\n case [a, a]: pass", "match x:\n case {'a': 1, 'a': 2}: pass",
               "match x:\n case {**r, 'a': 1}: pass", "match x:\n case [*a, *b]: pass",
               "match x:\n case 1 + 1: pass",
               "match x:\n case f'a': pass", "match x:\n case P(x=1, x=2): pass",
               "match x:\n case P(x=1, 2): pass", "match x:\n case a.b: pass\n case -a: pass",
               "match x:\n case _ as y: pass", "match x:\n case 1 as _: pass", "match x:\n case {_: 1}: pass",
               "match x: pass", "match x:\n case 1 | a: pass"):
    try:
        compile(source, "<test>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), "->", e.msg)


def evaluate(node):
    match node:
        case int() | float(): return node
        case ("+", left, right): return evaluate(left) + evaluate(right)
        case ("*", left, right): return evaluate(left) * evaluate(right)
        case ("neg", x): return -evaluate(x)
        case {"let": name, "be": value}: return evaluate(value)


tree = 1
for i in range(12):
    tree = ("+", ("*", tree, 2), ("neg", {"let": "x", "be": i}))
print(sum(evaluate(tree) for _ in range(200)))
