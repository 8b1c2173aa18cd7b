"""Hot global and builtin sites whose world changes: rebinding, shadowing, deleting,
exec into the namespace.
"""

N = 4000


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def read():
    return value


def read_many():
    total = 0
    for _ in range(N):
        total += value
    return total


def builtin_many():
    total = 0
    for i in range(N):
        total += len("abc")
    return total


def call_many():
    total = 0
    for i in range(N):
        total += helper(i)
    return total


print("-- rebinding")
value = 1
print(read_many())
value = 2
print(read_many())
value = 2.5
print(read_many())
globals()["value"] = 3
print(read_many())
exec("value = 4")
print(read_many())
value += 10 ** 20
print(read_many())


def set_value(v):
    global value
    value = v


for i in range(50):
    set_value(i)
    for _ in range(50):
        assert read() == i
print(value)
total = 0
for i in range(N):
    set_value(i)
    total += read()
print(total)

print("-- deleting")
del value
attempt(read)
attempt(read_many)
value = 5
print(read_many())
del globals()["value"]
attempt(read)
globals().update(value=6)
print(read_many())
globals().pop("value")
attempt(read)
value = "again"
print(read())

print("-- shadowing a builtin")
print(builtin_many())
len = lambda s: 10
print(builtin_many())
del len
print(builtin_many())
import sys

builtins = sys.modules["builtins"]

original = builtins.len
builtins.len = lambda s: 20
print(builtin_many())
builtins.len = original
print(builtin_many())
builtins.value2 = "made a builtin"
print(value2)
value2 = "global first"
print(value2)
del value2
print(value2)
del builtins.value2
attempt(lambda: value2)
del builtins.len
attempt(builtin_many)
builtins.len = original
print(builtin_many())


def shadow_in_the_middle():
    total = 0
    for i in range(N):
        if i == N // 2:
            globals()["abs"] = lambda v: -1
        total += abs(-i)
    del globals()["abs"]
    return total, abs(-5)


print(shadow_in_the_middle())

print("-- functions rebound")


def helper(i):
    return i


print(call_many())


def helper(i):
    return i * 2


print(call_many())
helper = lambda i: 1
print(call_many())
helper = abs
print(call_many())
helper = int
print(call_many())


class Helper:
    def __init__(self):
        self.calls = 0

    def __call__(self, i):
        self.calls += 1
        return self.calls

    def method(self, i):
        return 3


helper = Helper()
print(call_many())
helper = Helper().method
print(call_many())
helper = "not callable"
attempt(call_many)
helper = len
attempt(call_many)
del helper
attempt(call_many)

print("-- __code__, __defaults__, __kwdefaults__")


def target(a, b=1, *, c=2):
    return a + b + c


def hot(n=N):
    total = 0
    for i in range(n):
        total += target(i)
    return total


print(hot())
target.__defaults__ = (100,)
print(hot())
target.__kwdefaults__ = {"c": 1000}
print(hot())
target.__defaults__ = None
attempt(hot)
target.__defaults__ = (1, 2)
target.__kwdefaults__["c"] = 0
print(hot())
target.__kwdefaults__ = None
attempt(hot)
target.__kwdefaults__ = {"c": 5}


def replacement(a, b=3, *, c=4):
    return a * b


def fewer(a):
    return 7


def generator(a, b=3, *, c=4):
    yield a


target.__code__ = replacement.__code__
print(hot())
target.__code__ = fewer.__code__
print(hot())
target.__code__ = generator.__code__
attempt(hot)
print(list(target(5)))
target.__code__ = (lambda *args: len(args)).__code__
print(hot())
target.__defaults__ = None
target.__code__ = (lambda: 1).__code__
attempt(hot)


def closure_maker(n):
    def inner(a):
        return n
    return inner


def set_code():
    target.__code__ = closure_maker(1).__code__


attempt(set_code)
inner = closure_maker(5)
total = 0
for i in range(N):
    total += inner(i)
    if i == N // 2:
        inner.__closure__[0].cell_contents = 50
print(total)


def changes_itself(n):
    if n == 100:
        changes_itself.__code__ = (lambda n: "new code").__code__
    return "old code"


seen = []
for i in range(N):
    result = changes_itself(i)
    if not seen or seen[-1] != result:
        seen.append(result)
print(seen)

print("-- two namespaces, one code object")
source = compile("""
def f():
    return x
out = [f() for _ in range(3000)]
x = x * 2
out = out[:1] + [f() for _ in range(3000)][-1:]
""", "<shared>", "exec")
for start in (1, "s", 2.5):
    space = {"x": start}
    exec(source, space)
    print(space["out"])
code = compile("x + y", "<shared>", "eval")
print([eval(code, {"x": i, "y": j}) for i, j in ((1, 2), ("a", "b"), (1.5, 2), ([1], [2]))])
space = {"x": 0, "y": 0}
total = 0
for i in range(2000):
    space["x"] = i
    if i == 1000:
        space["y"] = 0.5
    total += eval(code, space)
print(total)
attempt(eval, code, {"x": 1})
big = {f"g{i}": i for i in range(500)}
exec("def f():\n    return g7\n", big)
f = big["f"]
total = 0
for i in range(N):
    total += f()
    if i == 1000:
        big.clear()
        big["g7"] = 1
    if i == 2000:
        big.update({f"h{j}": j for j in range(2000)})
    if i == 3000:
        big["g7"] = 5
print(total)
