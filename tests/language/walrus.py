"""Assignment expressions: in conditions, loops, comprehensions, calls, slices, with scopes and precedence."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


if (n := len("hello")) > 3:
    print("long", n)
print((a := 1), a, (b := a + 1, b * 2), [c := 5, c + 1], {(k := "key"): (v := 2)}, k, v,
      f"{(w := 3)} {w:>4} {(w := 5):>3}", w)
print((x := 1, 2), x, (y := (1, 2)), y, (z := x == 1), z, not (q := 0), q, (r := 1) + (r := r + 1), r)
data = iter([1, 2, 3, 0, 9])
while (item := next(data)) != 0:
    print(item, end=" ")
print(item)
while chunk := next(iter([]), None):
    print("never")
print(chunk)
print([y := 1, y ** 2, y := y + 5], [m for m in range(5) if (square := m * m) > 3], square,
      any((found := i) == 3 for i in range(9)), found)
print((lambda: (inner := 5) + inner)(), (lambda p=(default := 7): p)(), default)


def f(x, y=0):
    return x, y


print(f(arg := 3), arg, f((u := 1), y=(t := 2)), u, t, "abc"[(s := 1):], s, [1, 2, 3][i2 := 0], i2)


def scopes():
    total = 0
    values = [total := total + v for v in range(5)]
    nested = [[last := i * j for j in range(3)] for i in range(3)]
    return total, values, nested, last


def with_global():
    global set_here
    [set_here := v for v in range(3)]


def with_nonlocal():
    outer = "before"

    def inner():
        nonlocal outer
        return [outer := v for v in "xyz"]
    return inner(), outer


def conditional(flag):
    if flag and (value := "bound"):
        pass
    return value


def loop_else():
    for n in range(2, 30):
        if any((factor := d) and n % d == 0 for d in range(2, n)):
            continue
        yield n


print(scopes(), with_nonlocal(), list(loop_else()), with_global(), set_here)
attempt(conditional, True)
attempt(conditional, False)


class Body:
    attribute = (first := 10) + 1
    if (second := 20) > 5:
        third = second


print(Body.attribute, Body.first, Body.second, Body.third)
print(1 < (mid := 5) < 10, mid, (e1 := 0) or (e2 := 4), e1, e2, *(st := [1, 2]), st)
assert (checked := 5) == 5
print(checked)
with_value = [(lambda v: (doubled := v * 2) + doubled)(v) for v in range(4)]
print(with_value, "doubled" in globals())
print([(yes, no) for v in range(4) if (yes := v % 2) or (no := v)])
for source in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "((a, b) := 1)", "f(x=y := 1)", "lambda: x := 1",
               "def f(a=b := 1): pass", "[i := 0 for i in x]", "[x for x in (y := z)]", "x = y := 1",
               "(x := 1) = 2", "[[j := 0 for i in range(5)] for j in range(5)]",
               "class C:\n [x := 1 for i in y]", "del (x := 1)", "f'{x:=5}'", "(True := 1)", "(x +:= 1)",
               "a[b := 1]", "a[b := 1, c := 2]", "{x := 1, 2}", "{x := 1: 2}", "{1: x := 2}",
               "print(x := 1, y := 2)", "assert x := 1", "(await := 1)"):
    try:
        compile(source, "<test>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), "->", e.msg)


def collatz(n):
    steps = 0
    while (n := n // 2 if n % 2 == 0 else 3 * n + 1) != 1:
        steps += 1
    return steps


print([collatz(n) for n in range(2, 30)], max((collatz(n), n) for n in range(2, 1000)))
