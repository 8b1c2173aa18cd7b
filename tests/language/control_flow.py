"""Loops and branches: for/else, while/else, break, continue, return and exceptions through finally,
if chains.
"""


def loud(value):
    print("<%s>" % (value,), end=" ")
    return value


print("-- else of loops")
for limit in (0, 2, 5):
    for i in range(3):
        if i == limit:
            print("broke at", i)
            break
    else:
        print("ran out of", limit)
    n = 3
    while n:
        n -= 1
        if n == limit - 1:
            continue
        if n == limit - 4:
            break
    else:
        print("while ended", limit, n)
for _ in []:
    pass
else:
    print("empty for")
while False:
    pass
else:
    print("empty while")
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 1:
            break
        print((i, j), end=" ")
    else:
        print("inner done", end=" ")
        continue
    print("after inner break", end=" ")
print()
while True:
    if loud(1):
        break
    print("never")

print("-- if chains")
for x in (-5, 0, 3, 50, None):
    if x is None:
        print("none")
    elif x < 0:
        print("negative")
    elif not x:
        print("zero")
    elif x < 10:
        if x % 2:
            print("small odd")
        else:
            print("small even")
    else:
        print("large")
if 0: print("no")
elif 1: print("one line"); print("two statements")
else: pass
print("a" if loud(0) else "b" if loud(0) else "c")


print("-- finally")


def leave(how):
    trail = []
    for i in range(4):
        try:
            trail.append(i)
            if i == 1 and how == "continue":
                continue
            if i == 1 and how == "break":
                break
            if i == 1 and how == "return":
                return trail
            if i == 1 and how == "raise":
                raise ValueError("out")
            trail.append("body")
        finally:
            trail.append("finally")
        trail.append("after")
    else:
        trail.append("else")
    return trail


for how in ("nothing", "continue", "break", "return"):
    print(how, leave(how))
try:
    leave("raise")
except ValueError as e:
    print("raised", e)


def overrides(kind):
    while True:
        try:
            if kind == "return":
                return "try"
            raise KeyError("lost")
        finally:
            return "finally wins"


def swallowed_by(kind):
    for i in range(3):
        try:
            1 / 0
        finally:
            if kind == "break":
                break
            continue
    return f"{kind} swallowed the error at {i}"


def nested(depth):
    try:
        try:
            if depth == 1:
                return "one"
            raise RuntimeError(depth)
        finally:
            print("inner", end=" ")
            if depth == 3:
                return "three"
    except RuntimeError as e:
        return f"caught {e}"
    else:
        return "else"
    finally:
        print("outer", end=" ")


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def list_is_shared():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def finally_in_loop_in_finally():
    out = []
    try:
        out.append("try")
    finally:
        for i in range(3):
            try:
                if i == 1:
                    continue
                out.append(i)
            finally:
                out.append("f%d" % i)
    return out


print(overrides("return"), overrides("raise"), swallowed_by("break"), swallowed_by("continue"), sep="; ")
print(nested(1), nested(2), nested(3))
print(value_is_kept(), list_is_shared(), finally_in_loop_in_finally())


def return_order():
    try:
        return loud("value")
    finally:
        loud("cleanup")


print(return_order())

print("-- loop variables and iterables")
for i in range(3):
    i *= 10
print(i)
for i, letter in enumerate("ab"):
    pass
print(i, letter)
for holder in [[0, 0]]:
    for holder[1] in (5, 6):
        print(holder, end=" ")
obj = type("Obj", (), {})()
for obj.field in "xyz":
    pass
print(obj.field)
for x in (y for y in [3, 2, 1]):
    if x == 2:
        continue
    print(x, end=" ")
print()
for bad in (5, None, object):
    try:
        for _ in bad:
            pass
    except TypeError as e:
        print(type(e).__name__, e)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


c = Countdown(5)
for n in c:
    if n == 2:
        break
print(n, list(c), list(c))


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def primes(limit):
    found = []
    candidate = 1
    while len(found) < limit:
        candidate += 1
        for p in found:
            if p * p > candidate:
                found.append(candidate)
                break
            if candidate % p == 0:
                break
        else:
            found.append(candidate)
    return found


print([collatz(n) for n in range(1, 20)], collatz(837799), primes(15), primes(500)[-1])
depth = 0
for a in range(3):
    for b in range(3):
        for c in range(3):
            try:
                if (a + b + c) % 4 == 3:
                    break
                if a == b == c:
                    continue
                depth += a * 9 + b * 3 + c
            finally:
                depth += 1000
print(depth)
for source in ("break", "continue", "return 1", "yield 1", "def f():\n  break",
               "for x in y:\n  def f():\n    continue", "class C:\n  return 1", "if 1:\nx = 1", "else: pass",
               "while 1 pass", "for 1 in x: pass"):
    try:
        compile(source, "<test>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), "->", type(e).__name__, e.msg, e.lineno)
