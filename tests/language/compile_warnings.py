"""What compile() finds fault with goes through the module warnings: filters, registries, showwarning, errors."""
import warnings
CODES = [
    "x = '\\d'", "x = b'\\d'", 'x = 1 is 1', "x is 'a'", "assert (1, 'a')", '()()', '[1](2)', "'a'[1, 2]", "1['a']",
    "(1, 2)['a']", "'abc'['x']", 'None[1]', "f'\\d'", "'\\400'", '1if 2else 3', '0x1for x in ()', "x = '\\d' '\\q'",
    "'\\d'; '\\d'\n'\\d'", 'lambda: 1 is 2', "def f():\n    '\\w'\n    return 1 is 3", "f'{x:\\d}'", "f'{1 is 1}'",
]
print("filters", [f[:1] + f[2:3] for f in warnings.filters])
for action in ("always", "default", "once", "module", "ignore", "error", None):
    for code in CODES:
        for how in ("exec", "eval", "single"):
            with warnings.catch_warnings(record=True) as seen:
                if action:
                    warnings.simplefilter(action)
                result = []
                for i in range(2):
                    try:
                        compile(code, "file%d.py" % (i // 2), how)
                        result.append("ok")
                    except SyntaxError as e:
                        place = e.lineno, e.offset, e.end_lineno, e.end_offset
                        result.append((type(e).__name__, e.msg, *place, e.text, e.filename))
                    except Warning as e:
                        result.append((type(e).__name__, str(e)))
            if how == "exec" or len(code) < 12:
                print(action, how, repr(code), result)
                for w in seen:
                    print("   ", w.category.__name__, w.message, w.filename, w.lineno, w.line, w.source)
print("__warningregistry__" in globals())
for code in CODES[:8]:
    for fn in (lambda c: exec(c, {}), lambda c: eval(c, {"x": 1}), lambda c: exec(compile(c, "<x>", "exec"), {})):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                fn(code)
            except Exception as e:
                print(type(e).__name__, e)
        print(code, [(str(w.message), w.filename, w.lineno) for w in seen])
for category in (SyntaxWarning, DeprecationWarning, UserWarning, Warning):
    for action in ("error", "ignore", "default"):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            warnings.simplefilter(action, category)
            for code in ("1 is 1", "'\\d'", "1 is 1; '\\d'", "'\\d'; 1 is 1", "(1)(2); [](3)"):
                for name in ("one.py", "one.py", "two", "", "<string>"):
                    try:
                        compile(code, name, "exec")
                    except SyntaxError as e:
                        print(category.__name__, action, "error", name, e, e.text)
        print(category.__name__, action, [(str(w.message), w.filename) for w in seen])


def show(message, category, filename, lineno, file=None, line=None):
    print("SHOWN", message, category.__name__, filename, lineno, file, line)
warnings.showwarning = show
warnings.simplefilter("default")
for i in range(2):
    eval("1 is 1")
    eval("'\\d'")
compile("a\nb\n1 is 1", "other.py", "exec")
def raising(*a, **k):
    raise KeyError("from showwarning")
warnings.showwarning = raising
for code in ("1 is 7", "'\\e'"):
    try:
        eval(code)
    except Exception as e:
        print(type(e).__name__, e)
del warnings.showwarning
