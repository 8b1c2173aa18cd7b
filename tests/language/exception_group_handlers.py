"""except*: what leaves the statement, with its context, cause, traceback and notes, for every form of handler."""
import sys


def show(e, depth=0, seen=()):
    if e is None:
        return "None"
    if id(e) in map(id, seen):
        return "<again>"
    text = type(e).__name__ + repr(e.args[:1])
    inner = (*seen, e)
    if isinstance(e, BaseExceptionGroup):
        text += "[" + ", ".join(show(x, depth + 1, inner) for x in e.exceptions) + "]"
    lines = []
    tb = e.__traceback__
    while tb:
        lines.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    text += "{%d tb" % len(lines)
    if e.__context__ is not None:
        text += " context=" + show(e.__context__, depth + 1, inner)
    if e.__cause__ is not None:
        text += " cause=" + show(e.__cause__, depth + 1, inner)
    if e.__suppress_context__:
        text += " suppressed"
    if hasattr(e, "__notes__"):
        text += " notes=%r" % (e.__notes__,)
    return text + "}"


class Special(ExceptionGroup):
    def derive(self, excs):
        return Special(self.message, excs)


def groups():
    yield "value", ValueError(1)
    yield "type", TypeError(2)
    yield "os", OSError(3)
    yield "one", ExceptionGroup("one", [ValueError(1)])
    yield "two", ExceptionGroup("two", [ValueError(1), TypeError(2)])
    yield "three", ExceptionGroup("three", [ValueError(1), TypeError(2), OSError(3)])
    yield "same", ExceptionGroup("same", [ValueError(1), ValueError(2)])
    yield "nested", ExceptionGroup("nested", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3)])])
    yield "deep", ExceptionGroup("deep", [ExceptionGroup("a", [ExceptionGroup("b", [ValueError(1)])])])
    yield "base", BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1)])
    yield "special", Special("special", [ValueError(1), TypeError(2)])
    noted = ExceptionGroup("noted", [ValueError(1), TypeError(2)])
    noted.add_note("a note")
    yield "noted", noted


HANDLERS = {
    "pass": "pass",
    "raise": "raise",
    "raise e": "raise e",
    "raise first": "raise e.exceptions[0]",
    "new": "raise OSError('again')",
    "from": "raise OSError('again') from e",
    "from none": "raise OSError('again') from None",
    "new group": "raise ExceptionGroup('new', [OSError('again'), KeyError('k')])",
    "same group": "raise ExceptionGroup('around', [e])",
    "subgroup": "raise e.subgroup(lambda x: True)",
    "inner star": "try:\n            raise e\n        except* (ValueError, TypeError): raise KeyError('inner')",
    "inner plain": "try:\n            raise LookupError('x')\n        except LookupError: raise",
    "division": "1 / 0",
    "note": "e.add_note('noted'); raise",
    "system exit": "raise SystemExit(4)",
    "base": "raise KeyboardInterrupt('k')",
}

ONE = """
def run(exc):
    try:
        raise exc
    except* ValueError as e:
        {0}
"""
TWO = """
def run(exc):
    try:
        raise exc
    except* ValueError as e:
        {0}
    except* TypeError as e:
        {1}
"""
TUPLE = """
def run(exc):
    try:
        raise exc
    except* (ValueError, OSError) as e:
        {0}
    except* Exception as e:
        {1}
    else:
        print("else")
    finally:
        print("finally")
"""
LOOP = """
def run(exc):
    for i in range(2):
        try:
            try:
                raise exc
            except* TypeError as e:
        {0}
        except* ValueError as e:
        {1}
""".replace("        {0}", "                {0}").replace("        {1}", "            {1}")


def attempt(source, exc):
    names = {}
    exec(source, names)
    try:
        names["run"](exc)
        return "nothing"
    except BaseException as e:
        return show(e)


for name in HANDLERS:
    for label, exc in groups():
        print(name, "|", label, "|", attempt(ONE.format(HANDLERS[name]), exc))
number = 0
for first, second in [(a, b) for a in HANDLERS for b in HANDLERS]:
    for label, exc in groups():
        number += 1
        if number % 9 == 0:
            print(first, "|", second, "|", label, "|", attempt(TWO.format(HANDLERS[first], HANDLERS[second]), exc))
        if number % 9 == 4:
            print("tuple", first, "|", second, "|", label, "|",
                  attempt(TUPLE.format(HANDLERS[first], HANDLERS[second]), exc))
print(sys.exc_info())
