"""Names of the module, of builtins and of other modules, rebound and deleted while the loops that read them are hot."""

import builtins
import math
import sys

LIMIT = 3
counter = 0


def helper(i):
    return i + LIMIT


def outcome(function, *args):
    try:
        return function(*args)
    except NameError as e:
        return "NameError: " + str(e)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def run(title, step, changes, every=60):
    results = []
    for i in range(every * (len(changes) + 1)):
        if i and i % every == 0:
            exec(changes[i // every - 1], globals())
        got = outcome(step)
        if not results or results[-1][1] != got:
            results.append([i, got])
    print(title)
    for i, got in results:
        print("   ", i, got)


def calls_helper():
    return helper(1)


def reads_limit():
    return LIMIT


def uses_len():
    return len("four")


def uses_math():
    return math.floor(2.5) + (math.tau > 6)


def inner():
    total = 0
    for i in range(8):
        total += helper(i)
    return total


def rebinds_within():
    global counter, LIMIT
    out = []
    for i in range(240):
        counter += LIMIT
        if i == 60:
            LIMIT = 5
        elif i == 120:
            change("LIMIT", 7.5)
        elif i == 180:
            globals()["LIMIT"] = 1
        if i in (59, 60, 61, 120, 121, 180, 181, 239):
            out.append(counter)
    print("within", out)


def change(name, value):
    globals()[name] = value


def replaces_callee():
    global helper
    old = helper
    total = 0
    for i in range(240):
        total += helper(i)
        if i == 60:
            helper = lambda i: 1000
        elif i == 120:
            def helper(i, more=1):
                return -more
        elif i == 180:
            helper = abs
    helper = old
    print("callee", total)


def deletes():
    global temporary
    missing = 0
    total = 0
    for i in range(300):
        if i % 100 == 0:
            temporary = i
        if i % 100 == 70:
            del temporary
        try:
            total += temporary
        except NameError as e:
            missing += 1
            if missing in (1, 31):
                print("deleted", i, e)
    print(total, missing)


def unbound():
    errors = 0
    for i in range(150):
        if i % 3:
            x = i
        try:
            errors += x
            del x
        except UnboundLocalError as e:
            errors += 1000
    print("unbound", errors, e if "e" in locals() else "no e")


def shadowing_inside():
    """A builtin shadowed by the callee of the loop that uses it."""
    total = 0
    for i in range(240):
        total += abs(-i)
        flip(i)
        total += abs(-1)
    print("shadow", total, "abs" in globals())


def flip(i):
    if i == 80:
        globals()["abs"] = lambda v: v
    elif i == 160:
        del globals()["abs"]


def builtin_patched():
    original = builtins.len
    total = 0
    for i in range(240):
        total += len("abc")
        if i == 80:
            builtins.len = lambda o: 100
        elif i == 160:
            builtins.len = original
    print("patched", total)


run("function", calls_helper, [
    "LIMIT = 4", "LIMIT = 4.5", "def helper(i): return ('new', i)", "helper = str", "helper = None", "del helper",
    "helper = lambda i: LIMIT", "del LIMIT", "LIMIT = 3"])
run("constant", reads_limit, ["LIMIT = 'text'", "LIMIT = None", "del LIMIT", "LIMIT = 2**60", "LIMIT = 3"])
run("builtin", uses_len, [
    "len = lambda o: 'mine'", "del len", "builtins.len = lambda o: 'patched'", "len = None", "del len",
    "builtins.len = (lambda l: l)(type('', (), {'__call__': lambda s, o: 'object'})())",
    "del builtins.len", "builtins.len = lambda o: o.__len__()"])
run("module", uses_math, [
    "saved = math.floor; math.floor = lambda v: 40", "del math.floor", "math.floor = saved", "math.tau = 1",
    "math = type('m', (), {'floor': int, 'tau': 9})", "import math", "del math", "import math; math.tau = 6.5"])
exec("def helper(i): return i + LIMIT")
run("nested loop", inner, ["LIMIT = -1", "LIMIT = 1.5", "def helper(i): return i * i", "del helper"], 30)
exec("def helper(i): return i + LIMIT")
LIMIT = 3
for part in rebinds_within, replaces_callee, deletes, unbound, shadowing_inside, builtin_patched:
    part()
for i in range(150):
    if i % 50 == 49:
        sys.marker = i
    counter += getattr(sys, "marker", 0)
print(counter)
