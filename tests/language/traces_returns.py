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
