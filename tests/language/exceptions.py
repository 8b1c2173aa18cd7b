"""Exceptions: every path of try, chaining, context, re-raising, custom classes, names deleted,
line numbers.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except BaseException as e:
        print(type(e).__name__, e)


def describe(e):
    """An exception with its chain."""
    parts = []
    while e is not None:
        parts.append(f"{type(e).__name__}({e})" + ("!" if e.__suppress_context__ else ""))
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
    return " <- ".join(parts)


print("-- all paths")


def paths(what):
    trail = []
    try:
        trail.append("try")
        if what == "value":
            raise ValueError("v")
        if what == "key":
            raise KeyError("k")
        if what == "class":
            raise IndexError
        if what == "zero":
            1 / 0
        if what == "return":
            return trail
    except ValueError as e:
        trail.append(f"except {e}")
    except (KeyError, IndexError) as e:
        trail.append(f"except {e!r}")
    except ArithmeticError:
        trail.append("arithmetic")
        return trail
    else:
        trail.append("else")
    finally:
        trail.append("finally")
    trail.append("end")
    return trail


for what in ("nothing", "value", "key", "class", "zero", "return"):
    print(what, paths(what))

print("-- matching")


def match_with(handler):
    try:
        raise KeyError("x")
    except handler:
        return "matched"


for handler in (KeyError, LookupError, Exception, BaseException, (ValueError, KeyError),
                (ValueError, (TypeError, KeyError)), ()):
    attempt(match_with, handler)
attempt(match_with, ValueError)
attempt(match_with, 5)
attempt(match_with, "text")
attempt(match_with, (ValueError, 5))
attempt(match_with, KeyError("instance"))
attempt(match_with, object)


def handler_order(n):
    def choose(label, cls):
        print("[%s]" % label, end=" ")
        return cls
    try:
        if n == 1:
            raise TypeError
        if n == 2:
            raise OSError
    except choose("first", ValueError):
        print("no")
    except choose("second", TypeError):
        print("type")
    except:
        print("bare")
    else:
        print("no handler was evaluated")


for n in range(3):
    handler_order(n)

print("-- raise")
for thing in (ValueError, ValueError("a", "b"), ValueError(), KeyError("quoted"),
              OSError(2, "No such file", "name"), StopIteration(5), SystemExit(3), KeyboardInterrupt()):
    try:
        raise thing
    except BaseException as e:
        print(repr(e), str(e), e.args, end="; ")
print()


def raise_it(x, *cause):
    if cause:
        raise x from cause[0]
    raise x


attempt(raise_it, 5)
attempt(raise_it, "string")
attempt(raise_it, int)
attempt(raise_it, None)
attempt(raise_it, ValueError("v"), 5)
attempt(raise_it, ValueError("v"), KeyError)


class BadInit(Exception):
    def __init__(self):
        raise TypeError("cannot be made")


class NotException(Exception):
    def __new__(cls):
        return "not an exception"


attempt(raise_it, BadInit)
attempt(raise_it, NotException)


def bare_raise():
    raise


attempt(bare_raise)

print("-- chaining")


def chained(kind):
    try:
        try:
            raise KeyError("first")
        except KeyError as e:
            if kind == "implicit":
                raise ValueError("second")
            if kind == "from":
                raise ValueError("second") from e
            if kind == "from none":
                raise ValueError("second") from None
            if kind == "from class":
                raise ValueError("second") from IndexError
            if kind == "reraise":
                raise
            if kind == "reraise name":
                raise e
            if kind == "nested":
                try:
                    raise TypeError("third")
                except TypeError:
                    raise ValueError("fourth")
            if kind == "handled inside":
                try:
                    raise TypeError("third")
                except TypeError:
                    pass
                raise ValueError("after")
            if kind == "error":
                [][1]
            if kind == "function":
                bare_raise()
        finally:
            if kind == "finally":
                raise RuntimeError("in finally")
        return "no error"
    except Exception as e:
        return describe(e)


for kind in ("implicit", "from", "from none", "from class", "reraise", "reraise name", "nested",
             "handled inside", "error", "function", "finally"):
    print(kind, "::", chained(kind))


def finally_context():
    try:
        raise KeyError("body")
    finally:
        raise ValueError("cleanup")


def with_return():
    try:
        1 / 0
    except ZeroDivisionError:
        return "returned from handler"
    finally:
        print("[finally]", end=" ")


try:
    finally_context()
except ValueError as e:
    print(describe(e))
print(with_return())
a, b = ValueError("a"), KeyError("b")
a.__context__ = b
a.__cause__ = None
print(a.__suppress_context__, describe(a))
attempt(lambda: setattr(a, "__cause__", 5))
attempt(lambda: setattr(a, "__context__", "x"))

print("-- names are deleted")
e = "before"
try:
    raise ValueError("x")
except ValueError as e:
    print(e)
try:
    print(e)
except NameError as error:
    print(error)


def deleted_local():
    try:
        raise KeyError
    except KeyError as err:
        kept = err
    try:
        err
    except UnboundLocalError as u:
        return str(u), type(kept).__name__


print(deleted_local())


def deleted_inside():
    try:
        raise KeyError("k")
    except KeyError as err:
        del err
    return "fine"


print(deleted_inside())

print("-- custom classes")


class Base(Exception):
    """Base error."""
    code = 1

    def __init__(self, message, *, extra=None):
        super().__init__(message)
        self.extra = extra


class Child(Base, LookupError):
    code = 2

    def __str__(self):
        return f"[{self.code}] {self.args[0]} ({self.extra})"


try:
    raise Child("broken", extra=[1])
except LookupError as e:
    print(e, repr(e), e.code, e.extra, isinstance(e, Base), [c.__name__ for c in type(e).__mro__])
attempt(Child)
attempt(raise_it, Child("m"))
e = ValueError("note")
e.add_note("one")
e.add_note("two")
print(e.__notes__, e.with_traceback(None) is e)
attempt(e.add_note, 5)
e.args = ("changed", 2)
print(e, e.args, Exception("a") == Exception("a"), Exception(1, 2), Exception(), repr(Exception("x",)),
      str(KeyError("k")), repr(KeyError()))
print(OSError(2, "m").errno, OSError(2, "m", "f"), type(OSError(2, "m")).__name__,
      type(OSError(13, "p")).__name__, UnicodeError("u"), SyntaxError("s"),
      AttributeError("a", name="n", obj=1).name)
print(ImportError("i", name="mod", path="p").name, StopIteration(1, 2).value, SystemExit().code,
      SystemExit(1, 2).code, NameError("m", name="zz").name)

print("-- attributes of errors")
try:
    (5).missing
except AttributeError as e:
    print(e.name, e.obj, e)
try:
    missing_name
except NameError as e:
    print(e.name, e)
try:
    {}["k"]
except KeyError as e:
    print(e.args, e)
try:
    import no_such_module_anywhere
except ModuleNotFoundError as e:
    print(e.name, e, type(e).__mro__[1].__name__)
try:
    from sys import no_such_name
except ImportError as e:
    print(e.name, str(e)[:40])

print("-- line numbers")


def lines(tb, first):
    out = []
    while tb is not None:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - first))
        tb = tb.tb_next
    return out


def where():
    x = 1
    y = [
        x,
        x +
        None,
    ]


def caller(
):
    return (
        where()
    )


def multi():
    return max(
        1,
        caller(),
        key=lambda v:
            v,
    )


for function in (where, caller, multi):
    try:
        function()
    except TypeError as e:
        print(lines(e.__traceback__, where.__code__.co_firstlineno))


def reraised():
    try:
        where()
    except TypeError:
        x = 1
        raise


def for_line():
    for i in (3, 2, 1, 0):
        j = 6 // i
    return j


def in_comprehension():
    return [6 // i for i in
            (1, 0)]


def in_generator():
    yield 1
    raise ValueError


for function in (reraised, for_line, in_comprehension, lambda: list(in_generator())):
    try:
        function()
    except Exception as e:
        print(type(e).__name__, lines(e.__traceback__, where.__code__.co_firstlineno))
try:
    exec("a = 1\nb = 2\nraise ValueError('in exec')")
except ValueError as e:
    print(e.__traceback__.tb_next.tb_lineno, e.__traceback__.tb_next.tb_frame.f_code.co_filename)
hits = 0
for i in range(3000):
    try:
        if i % 3 == 0:
            raise ValueError(i)
        elif i % 3 == 1:
            {}[i]
        else:
            hits += 1
    except ValueError as e:
        hits += e.args[0] % 2
    except KeyError as e:
        hits += 1
print(hits)
