"""with: several managers, suppression, errors in __enter__ and __exit__, leaving by every way, targets."""


class Manager:
    def __init__(self, name, suppress=False, fail=None):
        self.name, self.suppress, self.fail = name, suppress, fail

    def __enter__(self):
        print(f"[enter {self.name}]", end=" ")
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print(f"[exit {self.name}: {kind.__name__ if kind else None} {value} {traceback is not None}]",
              end=" ")
        if self.fail == "exit":
            raise KeyError("exit failed")
        return self.suppress


def attempt(function, *args):
    try:
        print("->", function(*args))
    except BaseException as e:
        context = e.__context__
        print("->", type(e).__name__, e, "| context", repr(context))


def plain():
    with Manager("a") as target:
        print(target, end=" ")
    with Manager("no target"):
        return "returned"


def several():
    with Manager("a") as a, Manager("b") as b, Manager("c"):
        return a + b


def parenthesized():
    with (
        Manager("a") as a,
        Manager("b"),
    ):
        return a


def error(*managers):
    first, second = managers
    with first:
        with second:
            raise ValueError("body")
        return "after inner"
    return "after outer"


def error_flat(first, second):
    with first, second:
        raise ValueError("body")
    return "suppressed"


print("-- normal")
attempt(plain)
attempt(several)
attempt(parenthesized)

print("-- suppression")
for suppress in ("none", "inner", "outer", "both"):
    attempt(error, Manager("o", suppress in ("outer", "both")), Manager("i", suppress in ("inner", "both")))
    attempt(error_flat, Manager("o", suppress in ("outer", "both")), Manager("i",
            suppress in ("inner", "both")))
for truthy in (1, "yes", [], 0, None):
    attempt(error_flat, Manager("o", True), Manager("i", truthy))

print("-- failures of the managers")
attempt(error_flat, Manager("o"), Manager("i", fail="enter"))
attempt(error_flat, Manager("o", fail="enter"), Manager("i"))
attempt(error_flat, Manager("o"), Manager("i", fail="exit"))
attempt(error_flat, Manager("o", True), Manager("i", fail="exit"))
attempt(error_flat, Manager("o", fail="exit"), Manager("i", fail="exit"))


def exit_fails_without_error():
    with Manager("e", fail="exit"):
        pass


attempt(exit_fails_without_error)

print("-- leaving early")


def leaving(how):
    trail = []
    for i in range(3):
        with Manager(f"{how}{i}"):
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "return":
                return "value"
            if how == "exit":
                raise SystemExit(4)
        trail.append(i)
    return trail


for how in ("fall", "break", "continue", "return", "exit"):
    attempt(leaving, how)


def overridden():
    try:
        with Manager("w"):
            return "with"
    finally:
        return "finally"


def nested_return():
    with Manager("1"):
        try:
            with Manager("2"):
                return "inner"
        finally:
            print("[finally]", end=" ")


def generator():
    with Manager("g"):
        yield 1
        yield 2


attempt(overridden)
attempt(nested_return)
attempt(lambda: list(generator()))
g = generator()
next(g)
attempt(g.close)
g = generator()
next(g)
attempt(g.throw, ValueError("thrown"))
g = generator()
next(g)
del g
print()

print("-- targets")


class Holder:
    pass


class Pair:
    def __enter__(self):
        return 1, (2, 3)

    def __exit__(self, *args):
        print("[exit %d]" % len(args), end=" ")


h = Holder()
box = [0]
with Pair() as (a, (b, c)), Pair() as h.attribute, Pair() as box[0], Pair() as [x, *y]:
    print(a, b, c, h.attribute, box, x, y)


def bad_target():
    with Pair() as (a, b, c):
        print("never")


attempt(bad_target)

print("-- what is not a manager")


class NoExit:
    def __enter__(self):
        print("never entered")


class NoEnter:
    def __exit__(self, *args):
        pass


class OnInstance:
    pass


def use(manager):
    with manager:
        return "used"


on_instance = OnInstance()
on_instance.__enter__ = lambda: 1
on_instance.__exit__ = lambda *a: 1
for bad in (5, None, NoExit(), NoEnter(), on_instance, Manager, "text"):
    attempt(use, bad)


class ExitTakesNothing:
    def __enter__(self):
        return self

    def __exit__(self):
        pass


attempt(use, ExitTakesNothing())


class Static:
    log = []

    @staticmethod
    def __enter__():
        Static.log.append("static enter")

    @classmethod
    def __exit__(cls, *args):
        cls.log.append("class exit")


attempt(use, Static())
print(Static.log)


class Counting:
    depth = 0
    entered = 0

    def __enter__(self):
        Counting.depth += 1
        Counting.entered += 1

    def __exit__(self, *args):
        Counting.depth -= 1
        return args[0] is ValueError


manager = Counting()
for i in range(3000):
    with manager:
        with manager:
            if i % 3 == 0:
                raise ValueError
print(Counting.depth, Counting.entered)
try:
    raise KeyError("outer")
except KeyError:
    attempt(error_flat, Manager("o"), Manager("i"))
