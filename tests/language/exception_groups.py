"""ExceptionGroup and except*: matching, splitting, nesting, re-raising, naked exceptions, errors."""


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except BaseException as e:
        print(type(e).__name__, e)


def show(e):
    if isinstance(e, BaseExceptionGroup):
        return f"{type(e).__name__}<{e.message}: {', '.join(map(show, e.exceptions))}>"
    return repr(e)


print("-- making")
g = ExceptionGroup("g", [ValueError(1), TypeError("t"), ExceptionGroup("inner",
        [KeyError("k"), ValueError(2)])])
print(g, repr(g), g.message, len(g.exceptions), isinstance(g, Exception),
      [c.__name__ for c in ExceptionGroup.__mro__])
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b",
        [KeyboardInterrupt()])).__name__)
attempt(ExceptionGroup, "m", [])
attempt(ExceptionGroup, "m", [5])
attempt(ExceptionGroup, "m", 5)
attempt(ExceptionGroup, 5, [ValueError()])
attempt(ExceptionGroup, "m", [KeyboardInterrupt()])
attempt(ExceptionGroup, "m")
attempt(lambda: ExceptionGroup("one", (ValueError(),)))

print("-- split, subgroup, derive")
match, rest = g.split(ValueError)
print(show(match), "|", show(rest))
print(show(g.subgroup((KeyError, TypeError))), g.subgroup(OSError), g.split(OSError)[0],
      show(g.subgroup(lambda e: isinstance(e, KeyError))))
print(show(g.derive([OSError("o")])), g.subgroup(ExceptionGroup) is g)
attempt(g.split, 5)

print("-- except*")


def handle(exception):
    trail = []
    try:
        try:
            trail.append("try")
            if exception is not None:
                raise exception
        except* ValueError as eg:
            trail.append("V " + show(eg))
        except* (TypeError, KeyError) as eg:
            trail.append("TK " + show(eg))
        else:
            trail.append("else")
        finally:
            trail.append("finally")
    except BaseException as e:
        trail.append("out " + show(e))
    return trail


for exception in (None, ValueError("naked"), g, ExceptionGroup("only", [ValueError()]),
                  ExceptionGroup("other", [OSError("o"), ValueError("v")]),
                  OSError("naked other"), BaseExceptionGroup("base", [KeyboardInterrupt(), KeyError(1)])):
    print(*handle(exception), sep="\n   ")

print("-- raising inside handlers")


def raising(kind):
    try:
        try:
            raise ExceptionGroup("eg", [ValueError("v"), TypeError("t"), OSError("o")])
        except* ValueError as eg:
            if kind == "new":
                raise RuntimeError("new")
            if kind == "bare":
                raise
            if kind == "named":
                raise eg
            if kind == "from":
                raise RuntimeError("new") from eg
        except* TypeError:
            if kind in ("new", "from"):
                raise RuntimeError("second")
    except BaseException as e:
        inner = e.exceptions[0]
        return show(e), *(show(each) if each else None for each in (inner.__context__, inner.__cause__))


for kind in ("nothing", "new", "bare", "named", "from"):
    print(kind, *raising(kind), sep="\n   ")

print("-- names, loops, functions")


def name_deleted():
    try:
        raise ValueError("x")
    except* ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as u:
        return str(u)


print(name_deleted())


def in_loop():
    out = []
    for i in range(4):
        try:
            if i % 2:
                raise ExceptionGroup("odd", [ValueError(i)])
            out.append(i)
        except* ValueError as eg:
            out.append(eg.exceptions[0].args)
    return out


print(in_loop())
try:
    try:
        raise ExceptionGroup("x", [ValueError()])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except* 5:
        pass
except TypeError as e:
    print(type(e).__name__, e)


class MyGroup(ExceptionGroup):
    def __new__(cls, message, exceptions, code):
        self = super().__new__(cls, message, exceptions)
        self.code = code
        return self

    def derive(self, exceptions):
        return MyGroup(self.message, exceptions, self.code)


my = MyGroup("mine", [ValueError(1), KeyError(2)], 42)
my.add_note("a note")
m, r = my.split(KeyError)
print(show(m), show(r), m.code, m.__notes__, type(r).__name__)
try:
    raise my
except* ValueError as eg:
    print(type(eg).__name__, eg.code)
except* KeyError as eg:
    print(type(eg).__name__, eg.exceptions)
for source in ("try: pass\nexcept* : pass", "try: pass\nexcept* A: pass\nexcept B: pass",
               "def f():\n try: pass\n except* A: return", "for x in y:\n try: pass\n except* A: break"):
    try:
        compile(source, "<test>", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg)
