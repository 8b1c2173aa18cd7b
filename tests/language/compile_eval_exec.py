"""compile(), eval() and exec(): every argument, right and wrong."""


def attempt(function, *args, **options):
    try:
        result = function(*args, **options)
    except BaseException as e:
        print(type(e).__name__, e, e.args)
        return
    if hasattr(result, "co_code"):
        consts = [const for const in result.co_consts if not hasattr(const, "co_code")]
        result = "code", result.co_name, result.co_flags, consts, result.co_filename
    print(result)


class Path:
    def __init__(self, result):
        self.result = result

    def __fspath__(self):
        return self.result


class Zero:
    def __index__(self):
        return 0

    def __bool__(self):
        raise KeyError("not asked")


print("-- compile: arguments")
attempt(compile)
attempt(compile, "1")
attempt(compile, "1", "f")
attempt(compile, source="1", filename="f", mode="eval")
attempt(compile, "1", "f", "exec", 0, 0, 0, 0)
attempt(compile, "1", "f", "exec", foo=1)
for source in (1, None, [], bytearray(b"1"), memoryview(b"1"), memoryview(b"1 +  2")[::2], b"1\0", "1\0", "\udc80", "'\udc80'"):
    attempt(compile, source, "f", "eval")
for filename in (1, None, b"f", "f\0g", b"f\0g", Path("path"), Path(b"path"), Path(5), "", "\udc80", b"\x80"):
    attempt(compile, "1", filename, "exec")
for mode in (1, None, "foo", "EXEC", "", "func_type"):
    attempt(compile, "1", "f", mode)
attempt(compile, "1", "f", "foo", 0x400)
for flags in (1.5, "x", None, True, Zero(), -1, 1 << 31, -(1 << 31) - 1, 1 << 40, 1 << 70):
    attempt(compile, "1", "f", "exec", flags)
    attempt(compile, "1", "f", "exec", 0, flags)
    attempt(compile, "1", "f", "exec", _feature_version=flags)
for bit in range(32):
    if 1 << bit != 0x400:  # a syntax tree
        attempt(compile, "1", "f", "eval", 1 << bit)
for optimize in (-2, -1, 0, 1, 2, 3, True, "x", 1 << 40):
    attempt(compile, "'doc'; assert x", "f", "exec", optimize=optimize)

print("-- compile: modes")
for mode in ("exec", "eval", "single"):
    for source in ("", "#", "\n", "1", "1;2", "1\n2", "1\n\n\n", "1 # c\n# d\n", "if 1: 2", "if 1: 2\n", "if 1:\n 2\n", "if 1:\n 2\n\n",
                   " 1", "\n\n1\n\n", "x = 1", "*a, b", "a, *b", "a,", "yield", "a := 1", "(a := 1)", "(yield)", "await x",
                   "lambda: (yield)", "def f(): pass\n", "@a\n", "@a\ndef f(): pass\n", "async def f(): pass\n", "x; y;", "\\\n1"):
        attempt(compile, source, mode, mode)

print("-- compile: flags")
for source in ("await x", "async for x in y: pass", "[x async for x in y]", "async with x: pass", "yield x", "return x"):
    for mode in ("exec", "eval", "single"):
        attempt(compile, source, "top level", mode, 0x2000)
for source in ("1 <> 2", "1 != 2", "1 <> 2 != 3"):
    attempt(compile, source, "f", "eval")
    attempt(compile, source, "f", "eval", 0x400000)
for source in ("if 1:", "if 1:\n  2\n", "if 1:\n  2\n\n", "(", "'''", "'", "x = (1,\n", "1 +", "def f():\n", "\\", "for"):
    for flags in (0x200, 0x4000, 0x4200):
        attempt(compile, source, "f", "single", flags)


print("-- eval: arguments")
attempt(eval)
attempt(eval, "1", {}, {}, {})
attempt(eval, "1", globals={})
for source in (1, None, "  \t 1", "\n1", b" 1", "1;", "", " ", "x=1", "1\0", bytearray(b" 5"), memoryview(b"\t6"), "(1,\n2)"):
    attempt(eval, source)


class Mapping:
    def __getitem__(self, key):
        return "<%s>" % key


class Missing(dict):
    def __getitem__(self, key):
        return "item " + key

    def __missing__(self, key):
        return "missing " + key


for globals_, locals_ in ((1, None), ([], {}), ({}, 1), ({"x": 1}, None), ({}, {"x": 2}), ({"x": 1}, {"x": 2}), (None, None),
                          ({}, Mapping()), (Mapping(), None), (Missing(), None), ({}, Missing()), (Missing(x=1), None)):
    attempt(eval, "x", globals_, locals_)
attempt(eval, compile("1;2", "f", "exec"))
space = {}
attempt(eval, "__builtins__ is not None", space)
print(sorted(space))
attempt(eval, "len", {"__builtins__": {}})
attempt(eval, "len", {"__builtins__": {"len": 5}})


def names(a):
    return eval("a"), eval("b", {"b": 2}), eval("sorted(locals())"), eval("[a for _ in '1']", {"a": 7})


attempt(names, 1)


print("-- exec: arguments")
attempt(exec)
attempt(exec, "1", globals={})
attempt(exec, "1", {}, {}, {})
for source in (1, None, b"# coding: latin-1\nx = '\xe9'; print(ascii(x))", b"\xef\xbb\xbfx = 1", b"# coding: foo\n",
               "# coding: foo\n", "\ufeffx = 1", bytearray(b"print(7)"), "raise KeyError(1)", "x = '\udc80'", "#\udc80",
               "return 1", " x = 1", "x = 1\n\0", b"# \xff\nprint(8)", b"'\xff'", b"x ? \xff"):
    attempt(exec, source)
for globals_, locals_ in ((1, None), ([], {}), ({}, 1), ({}, Mapping()), (Mapping(), None)):
    attempt(exec, "x = y", globals_, locals_)
PROGRAM = "x = 1\ndef f(): return x\ny = f()"
space = {}
attempt(exec, PROGRAM, space)
print(space["x"], space["y"])
space, local = {}, {}
attempt(exec, PROGRAM, space, local)
print(sorted(space), sorted(local))


class Log:
    def __init__(self):
        self.log = []

    def __getitem__(self, key):
        self.log.append(("get", key))
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.log.append(("set", key))

    def __delitem__(self, key):
        self.log.append(("del", key))


log = Log()
attempt(exec, "x = 1; len; del x; import sys", {}, log)
print(log.log)


print("-- exec: closures")


def outer():
    x = 1

    def inner():
        print("x is", x)
    return inner


code, cells = outer().__code__, outer().__closure__
attempt(eval, code)
attempt(exec, code)
for closure in (None, (), cells, list(cells), (1,), cells + cells):
    attempt(exec, code, {}, {}, closure=closure)
    attempt(exec, "1", closure=closure)
    attempt(exec, compile("1", "f", "exec"), closure=closure)
