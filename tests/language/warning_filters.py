"""The module warnings, with the warnings of the compiler: filters, registries, errors, and what shows them."""
import _warnings
import sys
import warnings

print(sys.warnoptions, _warnings._defaultaction, _warnings._onceregistry, _warnings.filters is warnings.filters)
for item in warnings.filters:
    print(item)


def show(message, category, filename, lineno, file=None, line=None):
    print("shown:", message, category.__name__, filename.rpartition("/")[2], lineno)


def attempt(function, *args, **options):
    try:
        print(function(*args, **options))
    except Exception as e:
        print(type(e).__name__, e, e.args)


warnings.showwarning = show


def warn_in_function():
    warnings.warn("here")
    warnings.warn("at the caller", stacklevel=2)
    warnings.warn("far out", stacklevel=100)
    warnings.warn("category", DeprecationWarning)
    warnings.warn(ImportWarning("an instance", 5))
    warnings.warn(b"bytes")


print("-- recorded")
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warn_in_function()
    compile("1 is 1", "name.py", "exec")
    compile("x = '\\d'", "name.py", "exec")
    exec("assert (1, 2)")
    for record in log:
        print(repr(record.message), record.category.__name__, record.filename.rpartition("/")[2], record.lineno)

print("-- actions")
SOURCES = ["x is 1\n", "'\\d'", "f'{1}' '\\d'", "b'\\d'", "1if 1else 2", "x = '''\n\\d'''  ", "(1)(2)", "[1][1.5]",
           "assert (1,2)", "f'\\d{x is 1}'", "def f():\n  x = '\\q'; yy z\n", "def f():\n  x is 1\n  nonlocal q", "'\\777'",
           "é = '\\d'", "f'{\"\\d\"}'", "try: pass\nfinally: x is 1", "x = (1\n  '\\d'\n"]
for action in ("error", "ignore", "always", "default", "module", "once"):
    print("--", action)
    with warnings.catch_warnings():
        warnings.simplefilter(action)
        for _ in range(2):
            attempt(warn_in_function)
            attempt(warnings.warn, "twice")
        for source in SOURCES:
            attempt(lambda: compile(source, "<s>", "exec") and None)

print("-- filters")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.filters.insert(0, ("error", "exactly this", UserWarning, None, 0))
    attempt(warnings.warn, "exactly this")
    attempt(warnings.warn, "exactly this, not")
    warnings.filters[0] = ("error", None, SyntaxWarning, "some/module", 0)
    attempt(lambda: compile("1 is 1", "some/module.py", "exec") and None)
    attempt(lambda: compile("1 is 1", "other/module.py", "exec") and None)
    warnings.filters[0] = ("error", None, Warning, None, 3)
    attempt(lambda: compile("1 is 1", "f", "exec") and None)
    attempt(lambda: compile("\n\n1 is 1", "f", "exec") and None)

    class Pattern:
        def match(self, text):
            print("match", text)
            return text.startswith("m")

    warnings.filters[0] = ("error", Pattern(), Warning, Pattern(), 0)
    attempt(warnings.warn_explicit, "message", UserWarning, "f.py", 1, "module")
    attempt(warnings.warn_explicit, "no", UserWarning, "f.py", 1, "module")
    attempt(warnings.warn_explicit, "message", UserWarning, "f.py", 1)
    for broken in (("weird", None, UserWarning, None, 0), ("weird", None, UserWarning, None), 5, (5, None, UserWarning, None, 0),
                   ("error", None, 5, None, 0), ("error", None, UserWarning, None, "x"), ("error", 5, UserWarning, None, 0)):
        warnings.filters[0] = broken
        attempt(warnings.warn, "x")
    saved, warnings.filters = warnings.filters, ()
    attempt(warnings.warn, "x")
    warnings.filters = saved

print("-- registries")
with warnings.catch_warnings():
    warnings.simplefilter("default")
    registry = {}
    for line in (1, 1, 2):
        attempt(warnings.warn_explicit, "registered", UserWarning, "f.py", line, registry=registry)
    print(sorted(map(str, registry)))
    warnings.simplefilter("module")
    for line in (1, 1, 2):
        attempt(warnings.warn_explicit, "registered", UserWarning, "f.py", line, registry=registry)
    print(len(registry))
    warnings.resetwarnings()
    attempt(warnings.warn_explicit, "registered", UserWarning, "f.py", 1, registry=registry)

print("-- wrong arguments")
attempt(warnings.warn)
attempt(warnings.warn, "x", 5)
attempt(warnings.warn, "x", int)
attempt(warnings.warn, "x", UserWarning, "y")
attempt(warnings.warn_explicit, "x", UserWarning, 5, 1)
attempt(warnings.warn_explicit, "x", UserWarning, "f", "l")
attempt(warnings.warn_explicit, "x", UserWarning, "f", 1, registry=5)
attempt(warnings.warn_explicit, "x", UserWarning, "f", 1, module_globals=5)
attempt(warnings.warn_explicit, "x", UserWarning, "f", 1, None)
attempt(warnings.warn_explicit, "x", UserWarning, "f", 1, None, None, None, None, None)


print("-- functions that fail")
with warnings.catch_warnings():
    warnings.simplefilter("always")

    def raise_error(*args, **options):
        raise RuntimeError("from showwarning")

    warnings.showwarning = raise_error
    attempt(warnings.warn, "x")
    attempt(compile, "1 is 1", "f", "exec")
    attempt(compile, "'\\d'", "f", "exec")
    warnings._showwarnmsg, saved = 5, warnings._showwarnmsg
    attempt(warnings.warn, "x")
    warnings._showwarnmsg = saved
