"""Recursion: hot entries, loops inside recursive functions, and RecursionErrors that a hot loop survives."""

import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_of(n, zero, one):
    if n == 0:
        return zero
    if n == 1:
        return one
    return fib_of(n - 1, zero, one) + fib_of(n - 2, zero, one)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def permutations(items):
    if len(items) < 2:
        return [items]
    out = []
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            out.append([items[i]] + rest)
    return out


def queens(n, row, taken):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        for r, c in enumerate(taken):
            if c == column or abs(c - column) == row - r:
                break
        else:
            found += queens(n, row + 1, taken + [column])
    return found


def hanoi(n, a, b, c):
    if n:
        hanoi(n - 1, a, c, b)
        c.append(a.pop())
        hanoi(n - 1, b, a, c)


def endless(n):
    return endless(n + 1) + 1


def endless_loop(n):
    for i in range(2):
        endless_loop(n + i)


def down(n):
    if n:
        return down(n - 1) + 1
    return 0


def failing(n):
    try:
        if n == 0:
            raise ValueError
        return failing(n - 1)
    finally:
        trail.append(n)


def swallowing(n):
    """The error is caught in the middle, where there is room again."""
    try:
        return swallowing(n + 1)
    except RecursionError:
        return down(3) + 1


class Node:
    def __init__(self, depth):
        self.left = Node(depth - 1) if depth else None
        self.right = Node(depth - 1) if depth else None
        self.value = depth

    def total(self):
        if self.left is None:
            return self.value
        return self.left.total() + self.value + self.right.total()

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def __eq__(self, other):
        return self.value == other.value and (self.left is None or self.left == other.left and self.right == other.right)


def closure(n):
    def inner(k):
        nonlocal n
        n += k
        return inner(k - 1) if k else n
    return inner(n)


print(fib(15), fib_of(9, 0, 1), fib_of(9, 0.5, 1), fib_of(8, 2 ** 47, 2 ** 47), fib_of(6, "a", "b"), fib_of(5, [1], [2]))
print(even(100), odd(100), [even(k) for k in range(60)].count(True), ackermann(2, 3), ackermann(1, 40), ackermann(2.0, 2))
print(len(permutations([1, 2, 3, 4, 5])), permutations(list("abcd"))[17], queens(5, 0, []), queens(6, 0, []))
a, b, c = list(range(7)), [], []
hanoi(7, a, b, c)
print(a, b, c)

limit = sys.getrecursionlimit()
sys.setrecursionlimit(160)
caught = good = 0
for i in range(70):
    try:
        endless(i)
    except RecursionError as e:
        caught += 1
        text = str(e)
    good += down(i) + (fib(6) if i % 10 == 0 else 0)
    try:
        if i % 10 == 5:
            endless_loop(0)
    except RecursionError:
        caught += 100
print(caught, good, text[:32])
print(sum(swallowing(0) for _ in range(60)))
depth = 0
for k in range(100, 180):
    try:
        depth = down(k)
    except RecursionError:
        caught += 1
print(100 < depth < 160, caught > 720)
sys.setrecursionlimit(limit)
for k in range(300, 900, 100):
    print(down(k), end=" ")
trail = []
for i in range(60):
    try:
        failing(i % 12)
    except ValueError:
        trail.append("caught")
print(len(trail), trail[:9], trail[-3:])
t = Node(6)
print(t.total(), sum(t), t == Node(6), t == Node(5), [closure(k) for k in range(5)], sum(closure(k) for k in range(60)))
