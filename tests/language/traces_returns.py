"""Functions with loops that are called from loops: traces that follow a return into whoever called."""
import sys


def count_down(n):
    steps = 0
    while n > 0:
        n -= 2
        steps += 1
    return steps


def plain(turns):
    total = 0
    for i in range(turns):
        total += count_down(i % 7)
    return total


def from_two_places(turns):
    total = 0
    for i in range(turns):
        if i % 3:
            total += count_down(i % 5)
        else:
            total -= count_down(i % 4) * 2
        total ^= count_down(3)
    return total


print(plain(300), from_two_places(300))


# Returns through several frames, with operands waiting in each.
def inner(n):
    for k in range(n):
        if k * k > n:
            return k
    return -1


def middle(n):
    return n + inner(n)


def outer(n):
    return [n, middle(n), (inner(n + 1), middle(n + 2))]


def through(turns):
    found = []
    for i in range(turns):
        found = outer(i % 11)
    return found


print(through(200))


# Locals die when their frame is left: in order, and before the caller goes on.
log = []


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def with_finalizers(n):
    first, second = Noted("first"), Noted("second")
    for k in range(n):
        second = Noted(k)
    return k


def finalized(turns):
    seen = 0
    for i in range(turns):
        log.clear()
        seen += with_finalizers(3)
        seen += len(log)
    return seen, log


print(finalized(100))


# A finalizer that changes the caller's globals and looks at its frame.
counter = 0


class Counting:
    def __del__(self):
        global counter, count_down
        counter += 1
        self.line = sys._getframe(1).f_code.co_name


def drops(n):
    kept = Counting()
    while n:
        n -= 1
    return n


def dropping(turns):
    for i in range(turns):
        drops(i % 4)
    return counter


print(dropping(150))


# Frames that outlive their call.
def keeps_frame(n):
    frame = sys._getframe()
    for k in range(n):
        value = k * 2
    return frame


def keeping(turns):
    frames = []
    for i in range(turns):
        frames.append(keeps_frame(i % 3 + 1))
    return [(f.f_locals["k"], f.f_locals["value"], f.f_lineno) for f in frames[-3:]]


print(keeping(120))


# Results of every type; None at the end of a function.
def result_of(n):
    for k in range(n % 5):
        pass
    if n % 5 == 0:
        return None
    if n % 5 == 1:
        return n
    if n % 5 == 2:
        return n / 2
    if n % 5 == 3:
        return "text" * (n % 2)
    return [n]


def nothing(n):
    for k in range(n):
        pass


def results(turns):
    seen = {}
    for i in range(turns):
        value = result_of(i)
        seen[type(value).__name__] = value
        assert nothing(i % 4) is None
    return seen


print(results(300))


# Exceptions behind a return, in the caller's handlers.
def checked(n):
    for k in range(3):
        n -= 1
    return n


def guarded(turns):
    caught = total = 0
    for i in range(turns):
        try:
            total += 100 // checked(i % 6)
        except ZeroDivisionError as error:
            caught += 1
            line = error.__traceback__.tb_lineno
        finally:
            total += 1
    return caught, total, line - guarded.__code__.co_firstlineno


print(guarded(240))


# Recursion with a loop in each call.
def tree(depth):
    size = 1
    for child in range(2):
        if depth:
            size += tree(depth - 1)
    return size


print([tree(d) for d in range(9)])


# Loops in generators, comprehensions, methods, __init__ and closures.
class Box:
    def __init__(self, n):
        self.items = []
        for k in range(n):
            self.items.append(k)

    def total(self):
        total = 0
        for item in self.items:
            total += item
        return total


def boxes(turns):
    total = 0
    for i in range(turns):
        total += Box(i % 6).total()
    return total


def generated(n):
    for k in range(n):
        yield count_down(k)


def consumer(turns):
    total = 0
    for i in range(turns):
        for value in generated(i % 5):
            total += value
        total += sum([count_down(x) for x in range(i % 3)])
    return total


def make(step):
    def move(n):
        while n > step:
            n -= step
        return n
    return move


def closures(turns):
    moves = [make(2), make(3), make(5)]
    total = 0
    for i in range(turns):
        total += moves[i % 3](i % 17)
    return total


print(boxes(200), consumer(200), closures(300))


# The same code under other globals.
namespace = {"__builtins__": __builtins__, "factor": 3}
source = """
def scaled(n):
    while n > 10:
        n -= 1
    return n

def run(turns):
    total = 0
    for i in range(turns):
        total += scaled(i % 14) * factor
    return total
"""
exec(source, namespace)
import types
other = dict(namespace, factor=5)
run_other = types.FunctionType(namespace["run"].__code__, other)
print(namespace["run"](100), run_other(100), namespace["run"](100))


# A loop's last turn is the one that gets hot; loops of one turn; loops left by break.
def one_turn(turns):
    total = 0
    for i in range(turns):
        for k in range(1):
            total += k + i
        for k in range(2):
            if k:
                break
            total -= 1
        while True:
            total += 1
            break
    return total


print(one_turn(300))


# What a frame held dies in order: its locals, then the function if nobody else has it.
def fresh(n):
    cell = Noted("cell")

    def run(k):
        one, two, unbound = Noted("one"), Noted("two"), 1
        held = cell
        if k % 2:
            two = k
        del unbound
        while k > 0:
            k -= 1
        return one if n % 3 == 0 else held.name

    return run


def fresh_functions(turns):
    orders = {}
    for i in range(turns):
        log.clear()
        result = fresh(i)(i % 5)
        order = " ".join(map(str, log))
        orders[order] = orders.get(order, 0) + 1
        result = None
    return sorted(orders.items())


print(fresh_functions(240))


# Who looks at frames while the locals die sees the caller, where it called.
lines = []


class Looking:
    def __del__(self):
        frame = sys._getframe(1)
        lines.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))


def looked_at(n):
    first = Looking()
    other = n
    while n > 0:
        n -= 1
        other = n
    return other


def looking(turns):
    total = 0
    for i in range(turns):
        total += looked_at(i % 3)
        total -= 1 + looked_at(
            i % 2)
    return total


print(looking(120), sorted(set(lines)), len(lines))


# More locals than a trace releases; and a result that is a local, a parameter, a cell.
source = "def many(n):\n" + "".join(f"    v{i} = n + {i}\n" for i in range(60))
source += "    while n > 0:\n        n -= 1\n    return v59\n"
exec(source)


def parameter(items, n):
    while n > 0:
        n -= 1
    return items


def cell(n):
    kept = [n]

    def get():
        return kept
    while n > 0:
        n -= 1
    return kept


def local_results(turns):
    items, total = [1, 2], 0
    for i in range(turns):
        total += many(i % 3)
        total += len(parameter(items, i % 4)) + cell(i % 3)[0]
        total += parameter([i], 2)[0]
    return total, items, sys.getrefcount(items) < 10


print(local_results(240))


# A frame that has an object only now and then.
def sometimes(n):
    value = n * 2
    frame = None
    if n % 5 == 4:
        frame = sys._getframe()
    while n > 0:
        n -= 1
        value += 1
    return frame or value


def sometimes_kept(turns):
    total, frames = 0, []
    for i in range(turns):
        found = sometimes(i % 7)
        if isinstance(found, int):
            total += found
        else:
            frames.append(found)
    return total, len(frames), [f.f_locals["value"] for f in frames[-4:]]


print(sometimes_kept(280))


# locals() gives the frame a namespace.
def with_locals(n):
    seen = locals() if n % 3 == 2 else {}
    while n > 0:
        n -= 1
    return len(seen)


def counting_locals(turns):
    total = 0
    for i in range(turns):
        total += with_locals(i % 6)
    return total


print(counting_locals(240))
