"""Paths through hot loops: nested loops left in every way, alternating branches, values kept over branches, match."""


def nested(n):
    out = []
    for i in range(n):
        for j in range(n):
            if j == i % 7:
                continue
            if j > 9 + i % 3:
                break
            k = 0
            while True:
                k += 1
                if k > j:
                    break
                if k * j == 12:
                    out.append((i, j, k))
                    break
                if k > 30:
                    return "never"
            else:
                out.append("never")
        else:
            out.append("full")
        while k:
            k -= 1
            if k % 5 == 3:
                continue
        else:
            out.append(k)
        if i == n - 2:
            return len(out), out[::40]
    return "end", len(out)


def exits(limit):
    i = a = b = 0
    while True:
        i += 1
        if i % 2:
            a += i
            if a > limit:
                return "a", i, a, b
        elif i % 3:
            b += a
            if b > limit * 50:
                return "b", i, a, b
        if i > 400:
            break
        if i == limit:
            return "limit", i
    return "break", i, a, b


def alternating(n):
    x, y, z = 0, 1, 2.5
    for i in range(n):
        if i & 1:
            x += y
        else:
            y += 2
        if i & 2:
            x, y = y, x
        if i & 4:
            z = z + x if i & 8 else z - y
        elif i & 16:
            z = i
        x = x % 1000 if x > 5000 else x
        y = -y // 2 if y > 9000 else y
    return x, y, z


def truth(values):
    out = []
    for a in values:
        for b in values:
            c = a and b or "neither"
            d = (a or b) and (b or a)
            e = not a if b else (a, b)
            f = 1 < len(str(a)) <= 4 != len(str(b)) > 0
            g = a if a else b if b else None
            out.append((c, d, e, f, g))
    return len(out), [str(v) for v in out[::37]], sum(1 for v in out if v[3])


def chained(n):
    low = high = equal = 0
    for i in range(n):
        if 20 < i < 60:
            low += 1
        if 0 <= i % 10 < 5 < i:
            high += 1
        if i == low == high or i > low != high:
            equal += 1
        if 10.5 < i <= 100 and not i < low > 3:
            equal += 100
        limit = (low if i % 2 else high) + (i if i > 50 else -i) * (2 if i % 3 == 0 else 3)
        equal += limit % 3
    return low, high, equal


print(nested(60), nested(20))
print(exits(50), exits(3000), exits(10 ** 9), exits(7))
print(alternating(500), alternating(64))
print(truth([0, 1, "", "text", 2.5, 0.0, None, [], [0], True, False, 12345]))
print(chained(200))
