"""The import statement and __import__: packages, relative and circular imports, failures, namespace packages, hooks."""

import builtins
import sys

folder = __file__.rsplit("/", 1)[0] + "/modules"
sys.path.insert(0, folder)
sys.dont_write_bytecode = True


def shown(text):
    return str(text).replace(folder, "FOLDER")


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except BaseException as error:
        return "%s: %s" % (type(error).__name__, shown(error))


def run(code):
    space = {"__name__": "main_like"}
    try:
        exec(code, space)
    except BaseException as e:
        return "%s: %s %r %r" % (type(e).__name__, shown(e), getattr(e, "name", 0), shown(getattr(e, "path", 0)))
    del space["__builtins__"], space["__name__"]
    return {key: value.__name__ if type(value) is type(sys) else value for key, value in space.items()}


for code in [
    "import pk", "import pk.sub.three", "import pk.sub.three as t", "from pk import value, one", "from pk import sub",
    "from pk.sub import *", "from pk import nothing", "import pk.nothing", "import pk.one.x", "import nothing",
    "import nothing.sub", "from nothing import x", "import ns.deep.leaf", "from ns import deep", "import ns.other",
    "from pk.sub import three as q, two", "import pk.bad_relative", "import pk.sub.too_far", "from . import x",
    "from .a import x", "import circular_a", "import fails", "import fails", "import syntax", "import replaced",
    "from replaced import no_such", "from starred import *", "from starred2 import *", "from starred3 import *",
    "from starred4 import *", "from lazy import dynamic", "from lazy import other", "import sys as s, time",
    "from time import no", "import pk, pk.one as po", "__import__('pk.sub.three')",
]:
    print(code, "->", run(code))
print("fails" in sys.modules, "syntax" in sys.modules, type(sys.modules["replaced"]))

print("-- __import__")
print(attempt(__import__, "pk.sub.three").__name__, attempt(__import__, "pk.sub", fromlist=["three"]).__name__)
print(attempt(__import__, ""), attempt(__import__, "x", level=-1), attempt(__import__, 5), attempt(__import__, "pk", fromlist=[5]))
for globals_ in [{"__package__": "pk"}, {"__name__": "pk", "__path__": []}, {"__name__": "pk.one"}]:
    print(attempt(__import__, "one", globals_, level=1).__name__)
for globals_ in [{}, {"__package__": 5}, {"__package__": "nopk"}, {"__name__": "top"}]:
    print(attempt(__import__, "one", globals_, level=1))
sys.modules["blocked"] = None
print(run("import blocked"), run("from blocked import x"), run("import blocked.y"))

print("-- what modules know of themselves")
import ns
import pk

print([shown(p) for p in ns.__path__], ns.__file__, ns.__spec__.origin, ns.__package__)
print(shown(repr(pk)), shown(pk.__spec__.origin), shown(pk.__file__), pk.__spec__.has_location, pk.__package__, pk.one.__package__)
print([m for m in sys.modules if m.startswith("pk")], pk.sub.two is sys.modules["pk.sub.two"])
saved = sys.path
sys.path = []
print(run("import starred5"), run("import starred"))
sys.path = saved

print("-- a hook")
original = builtins.__import__


def hook(name, globals=None, locals=None, fromlist=(), level=0):
    print("[hook %s %r %d]" % (name, fromlist, level), end=" ")
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = hook
import pk.one
from pk import value
builtins.__import__ = original
print(value)
del builtins.__import__
print(run("import pk"))
builtins.__import__ = original
