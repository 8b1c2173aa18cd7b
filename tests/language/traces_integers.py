"""Integers in hot loops: past 49 bits both ways, through zero, signs of // and %, shifts, bools, changing operand types."""

EDGE = 2 ** 48


def climbs(start, step, n):
    """A counter that crosses an edge and comes back the same way."""
    x = start
    log = []
    for i in range(n):
        x = x + step
        if i == n // 2:
            step = -step
            log.append(x)
    log.append(x)
    return log


def while_counter(start, stop):
    i = start
    rounds = total = 0
    while i < stop:
        total ^= i
        i += 1
        rounds += 1
    return i, rounds, total


def products(x, n):
    out = 0
    for i in range(n):
        x = x * 3 - i
        out += x % 1000
        if x > 10 ** 30:
            x = -7
        elif x < -10 ** 30:
            x = 5
    return x, out


def shifts():
    x, total = 1, 0
    for i in range(200):
        x <<= 1
        total += x >> 3
        if x > 2 ** 60:
            x = -1 if i % 2 else 1
        elif x < -2 ** 55:
            x = 3
    print("shift", x, total)
    total = 0
    for i in range(150):
        total += (1 << (i % 70)) + (-1 << (i % 66)) + ((EDGE - 1) << (i & 1)) + (-EDGE >> (i % 52)) + (5 >> i)
    print(total)
    bad = 0
    for i in range(120):
        try:
            bad += 1 << (60 - i)
        except ValueError as e:
            bad -= 1
            last = str(e)
    print(bad, last)


def division():
    total = zero = 0
    for i in range(-90, 90):
        for d in (7, -7, i, i - 3, EDGE, -EDGE):
            try:
                q, r = i // d, i % d
                total += q * 31 + r * 17 + (q * d + r == i)
            except ZeroDivisionError as e:
                zero += len(str(e))
    print("division", total, zero)
    values = [EDGE - 1, -EDGE, 1 - EDGE, EDGE, 2 ** 63, -2 ** 63, 2 ** 64, 1, -1, 0]
    out = []
    for k in range(12):
        for a in values:
            for b in values:
                if b == 0:
                    try:
                        a % b if k & 1 else a // b
                    except ZeroDivisionError as e:
                        out.append(len(str(e)))
                else:
                    out.append((a // b) * 3 + a % b + k)
    print(len(out), sum(out), out[:10], [x for x in out if abs(x) > 2 ** 62][:6])


def edges():
    """Every operation next to the edges of 49, 63 and 64 bits."""
    sums = [0] * 8
    negatives = 0
    for shift in (47, 48, 49, 62, 63, 64):
        for d in range(-12, 12):
            a = (1 << shift) + d
            for b in (a, -a, d, 1, -1, 1 - a):
                sums[0] += a + b
                sums[1] += a - b
                sums[2] += a * b
                sums[3] += -a + b
                sums[4] += (a & b) + (a | b)
                sums[5] ^= a ^ b
                sums[6] += (a < b) + 2 * (a == -b) + 4 * (a >= b) + 8 * (a != b)
                sums[7] += ~a + abs(b) + (+b)
                negatives += -b < 0
    print(sums, negatives)


def mixes():
    kinds = []
    total = 0
    for i in range(300):
        v = True if i < 50 else i if i < 100 else 1.5 if i < 150 else False if i < 200 else EDGE * 4 if i < 250 else i % 3 == 0
        total = total + v
        w = v * 2
        u = -v
        if not kinds or kinds[-1][:3] != (type(total).__name__, type(w).__name__, type(u).__name__):
            kinds.append((type(total).__name__, type(w).__name__, type(u).__name__, i))
    print(total, kinds)
    total = 0
    for i in range(200):
        total += (i > 10) + (i < 20) * 3 - (not i) + (i & True) + (True if i % 2 else 2)
        flags = (i > 5) & (i < 150) | (i == 3)
        total += flags
    print(total, flags, True & 3, True ^ True, type(True | False).__name__)


def accumulate(f, values):
    out = []
    for v in values:
        out.append(f(v))
    return sum(out)


def boundaries_in_calls():
    def twice(v):
        return v + v

    def square(v):
        return v * v

    values = [EDGE // 2 - 40 + k for k in range(80)]
    print(accumulate(twice, values), accumulate(twice, [-v for v in values]))
    values = [2 ** 24 - 40 + k for k in range(80)]
    print(accumulate(square, values), accumulate(square, [-v for v in values]), accumulate(twice, [True] * 60 + [0.5] * 60))


def ranges():
    for r in (range(EDGE - 30, EDGE + 30), range(-EDGE + 30, -EDGE - 30, -1), range(2 ** 63 - 30, 2 ** 63 + 30),
              range(0, 600, 7), range(-60, 60, 2), range(5, -200, -3)):
        total = count = 0
        for i in r:
            total += i
            count += 1
        print(count, total, i)


print(climbs(EDGE - 50, 1, 200), climbs(-EDGE + 50, -1, 200), climbs(2 ** 62, 2 ** 56, 200), climbs(-2 ** 63, -3, 120))
print(climbs(0, EDGE // 40, 180), climbs(0, -EDGE // 40, 180), climbs(EDGE * 2, 1, 100), climbs(0, 1.5, 100), climbs(True, True, 70))
print(while_counter(EDGE - 100, EDGE + 100), while_counter(-EDGE - 100, 100 - EDGE), while_counter(2 ** 63 - 60, 2 ** 63 + 60))
print(products(1, 400), products(-1, 400))
for part in shifts, division, edges, mixes, boundaries_in_calls, ranges:
    part()
