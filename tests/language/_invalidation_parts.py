"""The parts of traces_invalidation_constants.py, which runs each in a namespace of its own."""

import builtins
import math
import types

STEP = 1
space = globals()


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def helper(i):
    return i * STEP


def other(i):
    return -i


def summing(action, at):
    """One loop that stays in its trace; all is done by what it calls."""
    total = 0
    for i in range(160):
        total += helper(i) + STEP
        if i == at:
            action()
    return total


class Odd(str):
    def __hash__(self):
        return str.__hash__(self)

    def __eq__(self, other):
        return str.__eq__(self, other)


def pop_all(names):
    while "STEP" in names:
        names.popitem()


def ways_to_change(names):
    old_helper, old_other = helper, other
    return {
        "nothing": lambda: None,
        "item": lambda: names.__setitem__("STEP", 10),
        "the same": lambda: names.__setitem__("STEP", 1),
        "equal": lambda: names.__setitem__("STEP", True),
        "float": lambda: names.__setitem__("STEP", 1.5),
        "built name": lambda: names.__setitem__("ST" + "EP".upper(), 20),
        "odd key": lambda: names.__setitem__(Odd("STEP"), 30),
        "update": lambda: names.update(STEP=40),
        "update with pairs": lambda: names.update([("helper", old_other)]),
        "or": lambda: names.__ior__({"helper": old_other, "STEP": 3}),
        "setdefault": lambda: names.setdefault("STEP", 50),
        "setdefault of a builtin": lambda: names.setdefault("range", 50),
        "pop": lambda: names.pop("STEP"),
        "pop and set": lambda: names.update(STEP=names.pop("STEP") + 4),
        "popitem": lambda: pop_all(names),
        "del": lambda: names.__delitem__("helper"),
        "clear": names.clear,
        "exec": lambda: exec("STEP = 60", names),
        "exec def": lambda: exec("def helper(i): return 7", names),
        "exec del": lambda: exec("del STEP", names),
        "growing": lambda: names.update(("grown%d" % n, n) for n in range(300)),
        "other keys": lambda: names.update({n: n for n in range(10)}),
        "code": lambda: setattr(old_helper, "__code__", old_other.__code__),
        "twice": lambda: names.update(STEP=2) or names.update(STEP=1),
    }


def global_statements():
    """STORE_GLOBAL and DELETE_GLOBAL in the trace itself."""
    global STEP, shadow, helper
    total = 0
    for i in range(300):
        STEP += 1
        total += STEP * i
        if i % 100 == 50:
            shadow = STEP
        if i % 100 == 60:
            del shadow
        if i % 7 == 3:
            helper, kept = other, helper
            total += helper(i)
            helper = kept
        total += helper(1)
    print("statements", total, STEP)
    STEP = 1


def from_a_callee(i):
    global STEP
    if i % 64 == 40:
        STEP += 1
    return STEP


def from_a_called_function():
    total = 0
    for i in range(400):
        total += STEP + from_a_callee(i) * 1000 + STEP
    return total


def from_a_finalizer():
    class Last:
        def __init__(self, value):
            self.value = value

        def __del__(self):
            global STEP
            STEP = self.value

    total = []
    held = [Last(5), Last(6), Last(7)]
    for i in range(300):
        total.append(STEP)
        if i % 90 == 80:
            held.pop()
        total.append(STEP)
    return sum(total), sorted(set(total))


def from_comparisons():
    class Key:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            global STEP
            if self.n == 120:
                STEP = 8
            return 1

        def __eq__(self, other):
            global helper
            if self.n == 240:
                helper = other_helper
            return self.n == other.n

    def other_helper(i):
        return 1000 + i

    kept = helper
    table = {Key(-1): 1}
    total = []
    for i in range(300):
        before = STEP
        found = Key(i) in table
        total.append(before + helper(STEP) + found)
    space["helper"] = kept
    return sum(total), total[118:123], total[238:243]


def numbers(n):
    global STEP
    for i in range(n):
        if i == 100:
            STEP = 4
        yield i * STEP
        if i == 150:
            STEP = 5


def from_a_generator():
    total = 0
    for value in numbers(220):
        total += value * STEP
    total += sum(helper(v) + v for v in numbers(220))
    return total


def nested():
    global STEP
    total = 0
    for i in range(40):
        for j in range(12):
            if i == 20 and j == 5:
                STEP = 3
            if i == 30 and j == 6:
                exec("STEP = 4.5")
            total += helper(j) + STEP
        total += STEP * 100
    return total


def recursive(n):
    global STEP
    if n == 0:
        STEP += 1
        return STEP
    return recursive(n - 1) + STEP


def recursion():
    return sum(recursive(i % 20) for i in range(120))


def changed_by_an_argument():
    """The callable is loaded before its argument replaces it: the old one is called."""

    def replacing(i):
        if i % 100 == 70:
            space["helper"] = other
        if i % 100 == 90:
            space["helper"] = kept
        return i

    kept = helper
    total = []
    for i in range(300):
        total.append(helper(replacing(i)))
    space["helper"] = kept
    return total[68:73], total[88:93], sum(total)


def code_changed_while_called():
    """The function's code and defaults change between the load and the call."""
    codes = [helper.__code__, other.__code__]

    def changing(i):
        if i % 50 == 25:
            codes.reverse()
            helper.__code__ = codes[0]
        return i

    total = 0
    for i in range(300):
        total += helper(changing(i)) * i
    helper.__code__ = (lambda i: i * STEP).__code__
    return total


def constructors():
    class Made:
        def __init__(self, v):
            self.v = v

    def doubled(self, v):
        self.v = v * 2

    kept = Made.__init__.__code__

    def change(i):
        if i == 100:
            Made.__init__.__code__ = doubled.__code__
        elif i == 200:
            Made.__init__ = lambda self, v: setattr(self, "v", -1)

    total = 0
    for i in range(300):
        change(i)
        total += Made(i).v
    return total, kept.co_name


PARTS = (global_statements, from_a_called_function, from_a_finalizer, from_comparisons, from_a_generator, nested,
         recursion, changed_by_an_argument, code_changed_while_called, constructors)


# --- what is changed in the middle of a loop that calls one of these

class Base:
    inherited = 5


class Box(Base):
    size = 3

    def area(self):
        return self.size * Box.size

    @staticmethod
    def plain(i):
        return i + 1

    @classmethod
    def name(cls):
        return cls.__name__


module = types.ModuleType("module")
module.value = 1
module.function = lambda i: i + module.value


class Special(types.ModuleType):
    @property
    def value(self):
        return "from the class"


class Named(type):
    size = property(lambda cls: "from the metaclass")


class Meta(type):
    pass


class Made(metaclass=Meta):
    size = 7


def uses_functions():
    return helper(3) + abs(STEP)


def uses_a_class():
    return Box.size + Box.plain(1), Box.name(), Box().area(), Box.inherited, Made.size


def uses_a_module():
    return module.value, module.function(1), math.floor(2.5)


CHANGES = {
    uses_functions: [
        "STEP = 2", "STEP = None", "del STEP", "helper = abs", "def helper(i, j=4): return i + j",
        "helper = other; other = None", "def abs(v): return 100", "abs = int; del abs", "builtins.abs = lambda v: -v",
        "builtins.abs = math.fabs", "del builtins.abs", "builtins.STEP = 8; del STEP", "helper.__code__ = other.__code__",
        "helper.__defaults__ = (1,)", "helper.marker = 1"],
    uses_a_class: [
        "Box.size = 4", "Box.size = 2.5", "Box.size = property(lambda self: 9)", "del Box.size",
        "Box.plain = staticmethod(lambda i: i * 100)", "del Box.plain", "Box.plain = abs", "Box.plain = classmethod(int)",
        "Box.name = lambda: 'n'", "Box.unused = 1", "Base.inherited = 6", "Base.size = 1; del Box.size",
        "Box.inherited = 7", "del Base.inherited", "Box.__bases__ = (Odd,)", "Base.__getattr__ = lambda self, n: 1",
        "class Box(Box): size = 30", "Box.area.__code__ = (lambda self: self.size).__code__", "Made.__class__ = Named",
        "Meta.size = property(lambda cls: 'meta')", "Made.__class__ = type('Other', (Named,), {})"],
    uses_a_module: [
        "module.value = 2", "module.value = 'text'", "del module.value", "module.__dict__.update(value=3)",
        "module.__dict__.pop('value')", "module.__getattr__ = len", "module.__getattr__ = len; del module.value",
        "module.function = helper", "module.function.__code__ = helper.__code__", "module.__class__ = Special",
        "module.__class__ = type('Plain', (types.ModuleType,), {})", "module = types.SimpleNamespace(**module.__dict__)",
        "vars(module).clear()", "math.floor, kept = (lambda v: 40), math.floor", "math = module", "del module"],
}


def changing(step, change, names):
    results = []
    for i in range(120):
        if i == 60:
            exec(change, names)
        got = repr(outcome(step))
        if not results or results[-1] != got:
            results.append(got)
    return results
