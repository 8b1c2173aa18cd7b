"""What builtin exceptions make of their arguments: attributes, text, repr, copying, groups."""

import sys


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except BaseException as error:
        return "%s: %s" % (type(error).__name__, error)
    return result


def show(error, *names):
    print(repr(error), "|", str(error), "|", error.args, *["%s=%r" % (n, getattr(error, n)) for n in names])


print("-- plain")
show(Exception())
show(Exception(1))
show(Exception(1, "two"))
show(ValueError("text"))
show(KeyError("key"))
show(KeyError())
show(KeyError(1, 2))
show(KeyError(("a",)))
print(attempt(ValueError, 1, x=2), attempt(KeyError, key=1), attempt(BaseException, a=1))


class WithInit(Exception):
    def __init__(self, a, b=2):
        self.total = a + b


show(WithInit(1), "total")
show(WithInit(1, b=5), "total")
print(attempt(WithInit), attempt(WithInit, 1, 2, 3))


class WithNew(Exception):
    def __new__(cls, *args):
        self = super().__new__(cls, "from new")
        self.seen = args
        return self

    def __init__(self, *args):
        pass


show(WithNew(1, 2), "seen")


class OwnText(Exception):
    def __str__(self):
        return "own text"


show(OwnText(1))

print("-- attributes of all")
error = ValueError("a")
print(error.__cause__, error.__context__, error.__suppress_context__, error.__traceback__)
for name, value in [("__cause__", 1), ("__context__", 1), ("__traceback__", 1), ("__suppress_context__", 1), ("args", 5),
                    ("__cause__", KeyError(1)), ("__context__", KeyError(2)), ("__traceback__", None), ("args", "ab"),
                    ("args", [1, 2]), ("__suppress_context__", True), ("__cause__", None)]:
    print(name, attempt(setattr, error, name, value), repr(getattr(error, name)), error.__suppress_context__)
for name in ["__cause__", "__context__", "__traceback__", "__suppress_context__", "args"]:
    print(attempt(delattr, error, name))
print(attempt(error.with_traceback, 5), error.with_traceback(None) is error)
error.new = 5
print(error.__dict__, error.__reduce__())
error.__setstate__({"a": 1, "args": (7,)})
print(error.a, error.args, attempt(error.__setstate__, 5), attempt(error.__setstate__, {1: 2}), error.__setstate__(None))

print("-- notes")
error = ValueError("a")
print(hasattr(error, "__notes__"), error.add_note("one"), error.add_note("two"), error.__notes__, error.__dict__)
print(attempt(error.add_note, 5))
error.__notes__ = 5
print(attempt(error.add_note, "three"))

print("-- StopIteration and SystemExit")
show(StopIteration(), "value")
show(StopIteration(5), "value")
show(StopIteration(5, 6), "value")
show(SystemExit(), "code")
show(SystemExit(3), "code")
show(SystemExit(3, 4), "code")
show(StopAsyncIteration(1))
show(GeneratorExit(1))

print("-- NameError, AttributeError, ImportError")
show(NameError("m", name="n"), "name")
show(NameError("m"), "name")
show(UnboundLocalError("m", name="n"), "name")
show(AttributeError("m", name="n", obj=5), "name", "obj")
show(AttributeError(), "name", "obj")
show(ImportError("m", name="n", path="p"), "name", "path", "msg")
show(ImportError("m", "k"), "name", "path", "msg")
show(ModuleNotFoundError("m", name="n"), "name", "path", "msg")
show(ImportError(), "msg")
print(ImportError("m", name="n").__reduce__(), ImportError("m").__reduce__())
print(attempt(NameError, x=1), attempt(AttributeError, x=1), attempt(ImportError, x=1))
for code in ["no_such_name", "[].no_such", "list.no_such", "sys.no_such", "(1).x", "None.y"]:
    try:
        eval(code)
    except (NameError, AttributeError) as e:
        print(type(e).__name__, e, e.name, repr(getattr(e, "obj", "-"))[:20].split(" at ")[0])

print("-- OSError")
show(OSError(), "errno", "strerror", "filename")
show(OSError(1), "errno", "strerror", "filename")
show(OSError(2, "gone"), "errno", "strerror", "filename", "filename2")
show(OSError(2, "gone", "name"), "errno", "strerror", "filename", "filename2")
show(OSError(2, "gone", "name", None, "other"), "errno", "strerror", "filename", "filename2")
show(OSError(2, "gone", None), "filename")
show(OSError(9999, "odd", b"bytes"), "filename")
show(OSError(1, 2, 3, 4, 5, 6), "errno")
show(OSError("a", "b"), "errno", "strerror")
for number in [1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115]:
    print(number, type(OSError(number, "x")).__name__, end=" ")
print()
show(FileNotFoundError(13, "x"))
show(BlockingIOError(11, "x", 5), "characters_written", "filename")
print(attempt(getattr, BlockingIOError(11, "x"), "characters_written"), attempt(OSError, 1, x=2))
print(OSError(2, "gone", "name").__reduce__(), OSError(2, "g", "n", None, "m").__reduce__())


class MyOS(OSError):
    def __init__(self, a, b, c=None):
        super().__init__(a, b)
        self.extra = c


show(MyOS(2, "text", "file"), "errno", "extra", "filename")


class MyOS2(OSError):
    pass


show(MyOS2(2, "text", "file"), "errno", "filename")
print(IOError is OSError, EnvironmentError is OSError)

print("-- SyntaxError")
show(SyntaxError(), "msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line")
show(SyntaxError("m"), "msg", "lineno")
show(SyntaxError("m", ("/a/b/file.py", 3, 4, "text")), "msg", "filename", "lineno", "offset", "text", "end_lineno")
show(SyntaxError("m", ("file", 3, 4, "text", 5, 6)), "end_lineno", "end_offset")
show(SyntaxError("m", (None, 3, 4, "text")))
show(SyntaxError("m", ("f", None, 4, "text")))
show(IndentationError("m", ("f", 1, 4, "text")))
for details in [(), ("f",), ("f", 1), ("f", 1, 2), ("f", 1, 2, "t", 3), ("f", 1, 2, "t", 3, 4, 5), 5]:
    print(attempt(SyntaxError, "m", details))
print(SyntaxError("m", "abcd").text, SyntaxError("a", "b", "c").msg)

print("-- Unicode errors")
show(UnicodeDecodeError("utf-8", b"a\xffb", 1, 2, "why"), "encoding", "object", "start", "end", "reason")
show(UnicodeDecodeError("utf-8", b"a\xffb", 1, 3, "why"))
show(UnicodeDecodeError("utf-8", bytearray(b"a\xffb"), 1, 2, "why"), "object")
show(UnicodeEncodeError("ascii", "a\xe9b", 1, 2, "why"), "encoding", "object", "start", "end", "reason")
show(UnicodeEncodeError("ascii", "a\u20acb", 1, 2, "why"))
show(UnicodeEncodeError("ascii", "a\U0001f600b", 1, 2, "why"))
show(UnicodeEncodeError("ascii", "a\U0001f600b", 1, 3, "why"))
show(UnicodeTranslateError("a\xe9b", 1, 2, "why"), "object", "start", "end", "reason")
show(UnicodeTranslateError("a\xe9b", 0, 2, "why"))
print(attempt(UnicodeDecodeError), attempt(UnicodeDecodeError, 1, b"", 0, 1, "r"))
print(attempt(UnicodeDecodeError, "a", "b", 0, 1, "r"), attempt(UnicodeEncodeError, "a", b"b", 0, 1, "r"))
print(attempt(UnicodeEncodeError, "a", "b", "c", 1, "r"), attempt(UnicodeTranslateError, "a", 0, 1, None))
e = UnicodeDecodeError("utf-8", b"a\xffb", 1, 2, "why")
e.start, e.end, e.reason = 0, 3, "new"
print(e)

print("-- groups")
group = ExceptionGroup("top", [ValueError(1), TypeError(2), ExceptionGroup("inner", [KeyError(3), OSError(4)])])
show(group, "message", "exceptions")
print(type(BaseExceptionGroup("m", [ValueError(1)])), type(BaseExceptionGroup("m", [KeyboardInterrupt()])))
for args in [(), ("m",), ("m", []), ("m", 5), ("m", [1]), (1, [ValueError()]), ("m", [ValueError(), 3]),
             ("m", [KeyboardInterrupt()]), ("m", {ValueError()}), ("m", (ValueError(9),)), ("m", "abc"), ("m", [ValueError], 1)]:
    print(attempt(ExceptionGroup, *args))
print(group.split(ValueError))
print(group.split((KeyError, TypeError)))
print(group.subgroup(KeyError), group.subgroup(ZeroDivisionError), group.subgroup(ExceptionGroup) is group)
print(group.subgroup(lambda e: isinstance(e, OSError)))
print(attempt(group.split, 5), attempt(group.split, (1,)), attempt(group.split, int))
print(group.derive([ValueError(7)]))
print(ExceptionGroup.__mro__, ExceptionGroup.__bases__)


class MyGroup(ExceptionGroup):
    def __new__(cls, message, exceptions, code=0):
        self = super().__new__(MyGroup, message, exceptions)
        self.code = code
        return self

    def derive(self, exceptions):
        return MyGroup(self.message, exceptions, self.code)


mine = MyGroup("mine", [ValueError(1), TypeError(2)], 42)
mine.add_note("noted")
mine.__cause__ = KeyError("cause")
match, rest = mine.split(ValueError)
print(repr(match), match.code, match.__notes__, repr(match.__cause__), repr(rest), rest.code)
print(ExceptionGroup[int], attempt(setattr, group, "message", 1), attempt(setattr, group, "exceptions", 1))


class NotException(BaseExceptionGroup, Exception):
    pass


print(attempt(NotException, "m", [KeyboardInterrupt()]))

print("-- raising")


def raising(thing, cause=...):
    try:
        if cause is ...:
            raise thing
        raise thing from cause
    except BaseException as e:
        return "%r %r %r" % (e, e.__cause__, e.__suppress_context__)


print(raising(ValueError), raising(ValueError(1)), raising(5), raising(int), raising("s"))
print(raising(ValueError, None), raising(ValueError, KeyError), raising(ValueError, KeyError(1)), raising(ValueError, 5))


class Liar(Exception):
    def __new__(cls):
        return 5


print(raising(Liar))

print("-- context")


def context_of(function):
    try:
        function()
    except Exception as e:
        chain = []
        while e is not None:
            chain.append(repr(e))
            e = e.__context__
        return chain


def nested():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            {}["k"]
    except KeyError:
        [][1]


def cycle():
    a, b = ValueError("a"), ValueError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except ValueError:
        raise a


def same():
    a = ValueError("a")
    try:
        raise a
    except ValueError:
        raise a


def in_finally():
    try:
        1 / 0
    finally:
        {}["x"]


def in_native():
    try:
        1 / 0
    except ZeroDivisionError:
        int("x")


for f in [nested, cycle, same, in_finally, in_native]:
    print(f.__name__, context_of(f))

print("-- traceback objects")


def inner():
    raise ValueError("x")


def outer():
    inner()


try:
    outer()
except ValueError as e:
    tb = e.__traceback__
    lines = []
    while tb:
        lines.append(tb.tb_lineno)
        last, tb = tb, tb.tb_next
    print([line - lines[0] for line in lines], type(last), dir(last)[-4:])
    print(attempt(setattr, last, "tb_next", 5), attempt(setattr, last, "tb_next", e.__traceback__))
    e.__traceback__.tb_next = None
    print(e.__traceback__.tb_next)

print("-- sys.exc_info and sys.exception")
print(sys.exc_info(), sys.exception())
try:
    raise KeyError("k")
except KeyError:
    print(sys.exc_info()[:2], repr(sys.exception()))
    try:
        raise ValueError("v")
    except ValueError:
        print(sys.exc_info()[:2])
    print(sys.exc_info()[:2])
print(sys.exc_info())
