"""Floats in hot loops: nan, infinities, signed zeros, overflow, ints turning floats at one site and back."""

import math

nan, inf = float("nan"), float("inf")


def signed_zeros():
    x = 0.0
    signs = []
    for i in range(120):
        x = -x
        signs.append(math.copysign(1, x))
        y = x * 3 if i % 2 else x + 0.0
        signs.append(math.copysign(1, y))
        z = 0 - x
        signs.append(math.copysign(1, z))
        signs.append(math.copysign(1, 0.0 * -1 if i > 60 else -0.0 + 0.0))
    print(sum(signs), signs[:8], signs[-8:], x, -x)
    total = 0.0
    for i in range(80):
        total += -0.0
    print(total, [-0.0 % 3, 0.0 % -3, -0.0 // 5, abs(-0.0), round(-0.4)])
    total = -0.0
    for i in range(80):
        total = total + -0.0 if i != 40 else total * 1
    print(total, total == 0, total == 0.0 and 1 / math.copysign(2, total))


def comparisons():
    values = [nan, inf, -inf, 0.0, -0.0, 1, 1.0, True, 2 ** 53, 2.0 ** 53, 2 ** 53 + 1, 10 ** 400, -10 ** 400, 0.1]
    counts = [0] * 6
    for _ in range(8):
        for a in values:
            for b in values:
                if a < b:
                    counts[0] += 1
                if a <= b:
                    counts[1] += 1
                if a == b:
                    counts[2] += 1
                if a != b:
                    counts[3] += 1
                if not a > b:
                    counts[4] += 1
                if not (a >= b):
                    counts[5] += 1
    print("comparisons", counts)
    x, rounds = 0.0, 0
    while x < 100:
        x += 1.0
        rounds += 1
        if rounds == 70:
            x = nan
    print(x, rounds)
    rounds = 0
    x = 1.0
    while not x > 1e300:
        x *= 1e3 if rounds != 60 else inf
        rounds += 1
    print(x, rounds)


def growing():
    x = 1.0
    log = []
    for i in range(150):
        x *= 1e10
        if x == inf:
            log.append(i)
            x = x - x
        if x != x:
            log.append(-i)
            x = 1.0 if i % 2 else -1e300
    print(log, x)
    errors = 0
    total = 0.0
    for i in range(200):
        try:
            total += 10.0 ** (i * 4)
        except OverflowError as e:
            errors += 1
            text = str(e)
    print(total, errors, text)
    errors = {}
    for i in range(160):
        try:
            if i % 8 == 0:
                0.0 ** -1
            elif i % 8 == 1:
                i / 0
            elif i % 8 == 2:
                i / 0.0
            elif i % 8 == 3:
                i // 0.0
            elif i % 8 == 4:
                i % 0.0
            elif i % 8 == 5:
                10 ** 400 * 1.0
            elif i % 8 == 6:
                int(nan)
            else:
                math.sqrt(-i)
        except ArithmeticError as e:
            errors[str(e)] = errors.get(str(e), 0) + 1
        except ValueError as e:
            errors[str(e)] = errors.get(str(e), 0) + 1
    print(errors)


def flips():
    def step(x, i):
        return x + i * 0.5 if i < 60 else x + 1 if i < 120 else x - True if i < 180 else int(x) + i

    x = 0
    kinds = []
    for i in range(300):
        x = step(x, i)
        if i == 240:
            x = 2 ** 60
        if not kinds or kinds[-1] != type(x).__name__:
            kinds.append(type(x).__name__)
    print(x, kinds)
    for sequence in ([1] * 60 + [1.5] * 60 + [2 ** 70] * 60 + [True] * 60, [0.5] * 60 + [1] * 60, [1, 1.5] * 50):
        total = 0
        product = 1
        for v in sequence:
            total += v
            product = product * v % 1009
            total = total - v / 4
        print(total, product, type(product).__name__)
    for start in (0, 0.0, False):
        average = start
        for i in range(100):
            average = (average * i + i) / (i + 1)
        print(average)


def signs():
    total = 0
    out = []
    for i in range(-70, 70):
        a = i / 4
        for b in (2.5, -2.5, inf, -inf, 3, -3):
            out.append(a // b)
            out.append(a % b)
            total += a // b * 10 if abs(b) != inf else a // b
    print(total, out[:12], out[-12:], len([v for v in out if v == 0 and math.copysign(1, v) < 0]))
    powers = 0.0
    for i in range(1, 100):
        powers += 2 ** -i + i ** 0.5 + (-1.0) ** i + i ** 2.0
    print(powers, (-8) ** (1 / 3), (-1) ** -1)
    big = 0
    for i in range(100):
        big += (2 ** 53 + i) * 1.0 == 2 ** 53 + i
        big += 2.0 ** 53 + i == 2 ** 53 + i
    print(big)


def newton():
    roots = []
    for n in range(2, 62):
        x = float(n)
        while True:
            y = (x + n / x) / 2
            if abs(y - x) < 1e-12:
                break
            x = y
        roots.append(y)
    print(repr(sum(roots)), roots[0], roots[-1])


for part in signed_zeros, comparisons, growing, flips, signs, newton:
    part()
