"""Run by both interpreters, and needs no module that is not built in: prints the trees of files, or what comes of changed
trees.

    files LIST            each file that LIST names: its tree, and whether the tree compiles to what the text does
    mutants LIST FIRST END  trees of the programs in LIST, changed at random by the mutant's number
    trees LIST FIRST END  trees from expressions that make them, with the modes to compile them in
"""
import _ast
import marshal
import sys

ONLY_AST, TYPE_COMMENTS = _ast.PyCF_ONLY_AST, _ast.PyCF_TYPE_COMMENTS


def dump(node, out):
    """Classes, fields and attributes, in order."""
    if isinstance(node, _ast.AST):
        out.append(type(node).__name__ + "(")
        for name in node._fields + node._attributes:
            out.append(name + "=")
            dump(getattr(node, name), out)
            out.append(",")
        extra = [name for name in node.__dict__ if name not in node._fields and name not in node._attributes]
        out.append(")%s" % (extra or ""))
    elif isinstance(node, list):
        out.append("[")
        for item in node:
            dump(item, out)
            out.append(",")
        out.append("]")
    elif isinstance(node, float) and node != node:
        out.append("nan")
    else:
        out.append(ascii(node))


def error_text(error):
    """The exception without the addresses in its message."""
    parts = ascii(error.args).split(" at 0x")
    return type(error).__name__ + parts[0] + "".join([part.lstrip("0123456789abcdef") for part in parts[1:]])


def tree_of(source, flags):
    tree = compile(source, "file", "exec", flags, True)
    out = []
    dump(tree, out)
    return tree, "".join(out)


def show_file(path):
    with open(path, "rb") as file:
        source = file.read()
    for flags in (ONLY_AST | TYPE_COMMENTS, ONLY_AST):
        try:
            tree, text = tree_of(source, flags)
            break
        except Exception as error:
            print(error_text(error))
    else:
        return
    print(text)
    try:
        from_text = marshal.dumps(compile(source, "file", "exec", 0, True), 2)
    except Exception as error:
        from_text = error_text(error)
    try:
        from_tree = marshal.dumps(compile(tree, "file", "exec", 0, True), 2)
    except Exception as error:
        from_tree = error_text(error)
    print("the same code" if from_tree == from_text else "other code: %s" % (
        [part if isinstance(part, str) else len(part) for part in (from_text, from_tree)],))


class Random:
    """The same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed * 2654435761 + 12345
        for _ in range(4):
            self.below(2)

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def choice(self, items):
        return items[self.below(len(items))]


def nodes_of(tree):
    """All nodes, from the top, each once: changed trees may contain themselves."""
    nodes, seen = [tree], {id(tree)}
    for node in nodes:
        for name in node._fields:
            value = getattr(node, name, None)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, _ast.AST) and item._fields and id(item) not in seen:
                    nodes.append(item)
                    seen.add(id(item))
    return nodes


class Strange:
    def __repr__(self):
        return "<strange>"


class StrSubclass(str):
    pass


VALUES = [None, 0, 1, -1, 2, 3, 10**12, True, 1.5, 2j, "", "name", "None", "_", "True", "a b", "\u00e9", "\ud800", b"x", (),
          (1, "x"), (1, []), frozenset({1}), ..., [], [None], [1], ["x"], Strange(), StrSubclass("x"), {}]
SINGLE = [_ast.Load(), _ast.Store(), _ast.Del(), _ast.And(), _ast.Add(), _ast.MatMult(), _ast.Not(), _ast.USub(), _ast.Is(),
          _ast.NotIn()]
CLASSES = [value for value in vars(_ast).values() if isinstance(value, type) and issubclass(value, _ast.AST)]


def fitting(random, pool, old):
    """A node of the pool, mostly of the kind of the old one."""
    base = type(old).__mro__[-3] if isinstance(old, _ast.AST) and type(old) is not _ast.AST else None
    alike = [node for node in pool if base in type(node).__mro__]
    return random.choice(alike if alike and random.below(8) else pool)


def value(random):
    """A value that no other mutant changes."""
    found = random.choice(VALUES)
    return found[:] if isinstance(found, list) else found


def change(random, tree, pool):
    """One change to a node of the tree, which is mostly one that CPython's checks look at."""
    node = random.choice(nodes_of(tree))
    names = list(node._fields)
    if not names:
        return
    kind = random.below(16)
    if kind == 0 and node._attributes:
        name = random.choice(node._attributes)
        setattr(node, name, random.choice([None, -1, 0, 1, 2, 5, 1000, 2**31, -2**31 - 1, "x", 2.0, True]))
        return
    if kind == 1:
        name = random.choice(names + list(node._attributes))
        if name in node.__dict__:
            delattr(node, name)
        return
    name = random.choice(names)
    old = getattr(node, name, None)
    if isinstance(old, list) and kind < 12:
        at = random.below(len(old)) if old else 0
        if kind == 2:
            del old[:]
        elif kind == 3:
            old.append(value(random))
        elif kind == 4 and old:
            old[at] = None
        elif kind == 5 and old:
            old.append(old[0])
        elif kind == 6 and old:
            del old[at]
        elif kind == 7:
            setattr(node, name, tuple(old))
        elif kind < 10 and old:
            old[at] = fitting(random, pool, old[at])
        else:
            old.insert(at, fitting(random, pool, old[0] if old else None))
    elif kind < 8:
        setattr(node, name, fitting(random, pool, old))
    elif kind < 11:
        setattr(node, name, value(random))
    elif kind == 11:
        setattr(node, name, random.choice(SINGLE))
    elif kind == 12:
        try:
            setattr(node, name, random.choice(CLASSES)(**{"lineno": 1, "col_offset": 0}))
        except TypeError as error:
            print(error_text(error))
    elif kind == 13:
        setattr(node, name, [fitting(random, pool, old)])
    elif kind == 14:
        node.__class__ = random.choice(CLASSES[1:])
    else:
        setattr(node, name, random.choice(nodes_of(random.choice(pool))))


def parse(source):
    for mode in ("eval", "exec"):
        try:
            return compile(source, "file", mode, ONLY_AST), mode
        except SyntaxError:
            pass


def show_mutant(sources, number):
    random = Random(number)
    tree, mode = parse(random.choice(sources))
    pool = nodes_of(parse(random.choice(sources))[0])[1:] + nodes_of(parse(random.choice(sources))[0])[1:] + SINGLE
    for _ in range(1 + random.below(8) // 5):
        change(random, tree, pool)
    show_code(tree, mode, random.below(3))


def show_code(tree, mode, optimize):
    try:
        result = marshal.dumps(compile(tree, "file", mode, 0, True, optimize), 2)
    except Exception as error:
        result = error_text(error)
    print(result, flush=True)


def main():
    sys.setrecursionlimit(2500)
    with open(sys.argv[2], "rb") as file:
        items = marshal.load(file)
    if sys.argv[1] == "files":
        for path in items:
            print(path)
            show_file(path)
    else:
        for number in range(int(sys.argv[3]), int(sys.argv[4])):
            if sys.argv[1] == "mutants":
                show_mutant(items, number)
            else:
                show_code(eval(items[number][0], vars(_ast)), items[number][1], 0)


if __name__ == "__main__":
    main()
