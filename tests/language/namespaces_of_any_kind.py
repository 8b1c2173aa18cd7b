"""Namespaces that are no plain dicts: globals of a dict subclass, builtins of any kind, locals that are any mapping."""
import builtins
import sys
import types

log = []


class Missing(dict):
    def __missing__(self, key):
        log.append("missing " + key)
        if key.startswith("no"):
            raise KeyError(key)
        return "missed " + key


class Getting(dict):
    def __getitem__(self, key):
        log.append("get " + str(key))
        if key in ("bad",):
            raise ValueError(key)
        if key.startswith("made"):
            return "got " + key
        return dict.__getitem__(self, key)

    def __setitem__(self, key, value):
        log.append("set " + str(key))
        dict.__setitem__(self, key, value)

    def __delitem__(self, key):
        log.append("del " + str(key))
        dict.__delitem__(self, key)

    def __contains__(self, key):
        log.append("contains " + str(key))
        return dict.__contains__(self, key)

    def get(self, *args):
        log.append("get() " + str(args))
        return dict.get(self, *args)


class Still(dict):
    pass


class Mapping:
    """No dict at all."""

    def __init__(self, *args, **content):
        self.content = dict(*args, **content)

    def __getitem__(self, key):
        log.append("mget " + str(key))
        if key == "bad":
            raise ValueError(key)
        return self.content[key]

    def __setitem__(self, key, value):
        log.append("mset " + str(key))
        self.content[key] = value

    def __delitem__(self, key):
        log.append("mdel " + str(key))
        del self.content[key]

    def keys(self):
        log.append("mkeys")
        return self.content.keys()


class OnlyGet:
    def __getitem__(self, key):
        log.append("oget " + key)
        if key == "raising":
            raise IndexError(key)
        if key.startswith("no") or key == "__build_class__":
            raise KeyError(key)
        return "only " + key


CODES = {
    "load": "result = x",
    "load made": "result = made",
    "load no": "result = nothing",
    "load bad": "result = bad",
    "builtin": "result = len('abc')",
    "store": "y = 5\nresult = y",
    "delete": "y = 5\ndel y\ntry:\n    y\nexcept NameError as e:\n    result = str(e)",
    "delete no": "del nothing",
    "global": "def f():\n    return x\nresult = f()",
    "global made": "def f():\n    return made\nresult = f()",
    "global no": "def f():\n    return nothing\nresult = f()",
    "global bad": "def f():\n    return bad\nresult = f()",
    "global builtin": "def f():\n    return len('abcd')\nresult = f()",
    "global many": "def f():\n    r = []\n    for i in range(12):\n        r.append(x)\n        r.append(len('ab'))\n    return r\n"
                   "result = f()",
    "global changing": "def f():\n    r = []\n    for i in range(24):\n        if i == 12:\n            globals()['x'] = 9\n"
                       "        r.append(x)\n    return r\nresult = f()",
    "store global": "def f():\n    global z\n    z = 3\n    return z\nresult = f()",
    "delete global": "def f():\n    global z\n    z = 3\n    del z\n    return z\nresult = f()",
    "augment": "def f():\n    global x\n    x += 'q'\n    return x\nresult = f()",
    "class": "class C:\n    a = x\n    def m(self):\n        return x, C.a\nresult = C().m()",
    "class made": "class C:\n    a = made\n    b = len('ab')\nresult = C.a, C.b",
    "nested": "def f():\n    def g():\n        return made, len('abc')\n    return g()\nresult = f()",
    "lambda": "result = (lambda: made)()",
    "comprehension": "result = [made for i in range(3)], {made: x for i in range(2)}",
    "generator": "def g():\n    yield made\n    yield len('ab')\nresult = list(g())",
    "default": "def f(a=made, *, b=x):\n    return a, b\nresult = f()",
    "decorator": "@staticmethod\ndef f():\n    return made\nresult = f()",
    "import": "import sys\nresult = sys.__name__",
    "import from": "from sys import version_info as v\nresult = v[0]",
    "import star": "from _star import *\nresult = starred",
    "annotations": "a: int = 3\nb: str\nresult = __annotations__",
    "annotation made": "a: made\nresult = __annotations__",
    "print": "print('printed')\nresult = 1",
    "assert": "try:\n    assert 0, 'm'\nexcept AssertionError as e:\n    result = repr(e)",
    "raise": "try:\n    raise ValueError('v')\nexcept ValueError as e:\n    result = repr(e)",
    "locals": "result = type(locals()).__name__, type(globals()).__name__, sorted(k for k in dir() if k[0] != '_')[:3]",
    "vars": "result = type(vars()).__name__",
    "eval": "result = eval('x')",
    "eval made": "result = eval('made')",
    "exec": "exec('w = x')\nresult = w",
    "for": "for i in range(3): pass\nresult = i",
    "with": "class W:\n    def __enter__(self): return 4\n    def __exit__(self, *a): pass\nwith W() as w:\n    result = w",
    "try": "try:\n    1/0\nexcept ZeroDivisionError as e:\n    result = str(e)\ntry:\n    e\nexcept NameError as n:\n    result += str(n)",
    "super": "class A:\n    def m(self): return made\nclass B(A):\n    def m(self): return super().m()\nresult = B().m()",
    "async": "async def f():\n    return made\ntry:\n    f().send(None)\nexcept StopIteration as e:\n    result = e.value",
    "__builtins__": "result = type(__builtins__).__name__",
    "globals name": "result = __name__",
    "f_builtins": "import sys\nresult = type(sys._getframe().f_builtins).__name__, type(sys._getframe().f_globals).__name__, "
                  "type(sys._getframe().f_locals).__name__",
    "function attributes": "def f(): pass\nresult = type(f.__globals__).__name__, type(f.__builtins__).__name__, f.__module__",
    "match": "match x:\n    case int(): result = 'int'\n    case str(): result = 'str'\n    case _: result = 'other'",
    "int literal call": "result = int('3') + max(1, 2)",
    "walrus": "result = [(q := made) for i in range(2)], q",
    "star": "result = [*made]",
}
star = types.ModuleType("_star")
star.starred = "from star"
sys.modules["_star"] = star


def own_builtins(**more):
    return {**vars(builtins), **more}


module = types.ModuleType("own_builtins")
vars(module).update(own_builtins(made="of module"))


class ModuleSub(types.ModuleType):
    pass


submodule = ModuleSub("sub")
vars(submodule).update(own_builtins(made="of submodule"))

GLOBALS = {
    "dict": lambda: {"x": "X"}, "missing": lambda: Missing(x="X"), "getting": lambda: Getting(x="X"),
    "still": lambda: Still(x="X", made="plainly made"),
}
BUILTINS = {
    "default": None, "none": lambda: {}, "dict": lambda: own_builtins(made="of builtins"),
    "missing": lambda: Missing(vars(builtins)), "getting": lambda: Getting(vars(builtins)),
    "still": lambda: Still(own_builtins(made="still")), "module": lambda: module, "submodule": lambda: submodule,
    "mapping": lambda: Mapping(own_builtins(made="mapped")), "only": OnlyGet, "int": lambda: 5, "None": lambda: None,
    "list": lambda: [1],
}
LOCALS = {
    "same": None, "dict": lambda: {"l": 1}, "missing": lambda: Missing(l=1), "getting": lambda: Getting(l=1),
    "mapping": lambda: Mapping(l=1),
}


def short(names):
    out, last, count = [], None, 0
    for name in names:
        if name == last:
            count += 1
            continue
        if count > 1:
            out.append("x%d" % count)
        out.append(name)
        last, count = name, 1
    if count > 1:
        out.append("x%d" % count)
    return ", ".join(out)


def run(label, code, make_globals, make_builtins, make_locals):
    space = make_globals()
    if make_builtins:
        dict.__setitem__(space, "__builtins__", make_builtins())
    local = make_locals() if make_locals else space
    log.clear()
    try:
        exec(code, space, local)
        content = local.content if isinstance(local, Mapping) else local
        result = dict.get(content, "result", "no result")
        text = repr(result)
    except SystemError:
        text = "SystemError"  # its text names a file of CPython's
    except Exception as e:
        text = type(e).__name__ + ": " + str(e).split(" at 0x")[0]
    content = local.content if isinstance(local, Mapping) else local
    print(label, "->", text.split(" at 0x")[0], "|", short(log), "|",
          " ".join(sorted(k for k in dict.keys(content) if k[:1] != "_")))


for number, (name, code) in enumerate(CODES.items()):
    for g in GLOBALS:
        run(name + " " + g, code, GLOBALS[g], None, None)
    for b in list(BUILTINS)[number % 3::3] if number > 20 else BUILTINS:
        if b != "default":
            run(name + " builtins " + b, code, GLOBALS["dict"], BUILTINS[b], None)
    for b in ("missing", "mapping", "none"):
        run(name + " missing builtins " + b, code, GLOBALS["missing"], BUILTINS[b], None)
    for l in LOCALS:
        if l != "same":
            run(name + " locals " + l, code, GLOBALS["dict"], None, LOCALS[l])
    run(name + " missing locals mapping", code, GLOBALS["missing"], None, LOCALS["mapping"])

print("-- one code object, several namespaces")
code = compile("def f():\n    r = []\n    for i in range(10):\n        r.append(x)\n        r.append(len)\n    return set(map(str, r))\n",
               "<code>", "exec")
for order in (("dict", "missing", "getting", "still", "dict"), ("missing", "dict"), ("getting", "still", "dict")):
    for g in order:
        for b in ("default", "dict", "missing", "mapping", "none"):
            space = GLOBALS[g]()
            if BUILTINS[b]:
                dict.__setitem__(space, "__builtins__", BUILTINS[b]())
            exec(code, space)
            for _ in range(3):
                log.clear()
                try:
                    print(g, b, sorted(s.split(" at 0x")[0] for s in space["f"]()), short(log))
                except Exception as e:
                    print(g, b, type(e).__name__, e, short(log))

print("-- what is given to functions")
for g in GLOBALS:
    f = types.FunctionType(compile("made", "<f>", "eval"), GLOBALS[g]())
    try:
        print(g, f(), type(f.__builtins__).__name__, f.__builtins__ is vars(builtins))
    except NameError as e:
        print(g, e)
for bad in (5, [], Mapping(), None, "s"):
    for use in (lambda: exec("1", bad), lambda: eval("1", bad), lambda: exec("1", {}, bad), lambda: eval("1", {}, bad),
                lambda: types.FunctionType(compile("1", "<f>", "eval"), bad)):
        try:
            print(type(bad).__name__, use())
        except TypeError as e:
            print(type(bad).__name__, e)

print("-- who inherits whose builtins")
space = {"__builtins__": own_builtins(made="inherited")}
exec("space = {}\nexec('result = made', space)\nresult = space['result']\nother = {}\neval('1', other)\n"
     "same = other['__builtins__'] is __builtins__", space)
print(space["result"], space["same"])
space = {"__builtins__": own_builtins(made="inherited")}
exec("import types\nf = types.FunctionType(compile('made', 'f', 'eval'), {})\nresult = f()", space)
print(space["result"])
space = {}
exec("", space)
print(space["__builtins__"] is vars(builtins), list(space))
space = Getting()
log.clear()
exec("", space)
print(list(space), log)
