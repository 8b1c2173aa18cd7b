"""Indices, slices, unpacking and aliases in hot loops: a list seen through several names, items of changing kinds."""


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def indices():
    items = [i * i for i in range(100)]
    total = errors = 0
    for i in range(-130, 130):
        try:
            total += items[i]
            items[i] = items[-i] + (i == 50) * 0.5
        except IndexError as e:
            errors += len(str(e))
    print(total, errors)
    t = tuple(items)
    s = "abcdefghij" * 10
    total = errors = 0
    for i in range(-130, 130):
        try:
            total += t[i] - (ord(s[i]) if i % 2 else i)
        except IndexError as e:
            errors += len(str(e))
    print(total, errors)
    log = {}
    for i in range(150):
        key = i % 100 if i < 100 else True if i < 110 else slice(1, i, 30) if i < 120 else 1.0 if i < 130 else "k"
        got = attempt(items.__getitem__, key) if i % 2 else attempt(lambda: items[key])
        log[type(got).__name__] = str(got)[:50]
    print(log)
    total = 0
    for i in range(100):
        total += sum(items[i:i + 3]) + len(items[-i:]) + sum(items[::-1][:2]) + len(items[i:50:-1])
        items[i:i + 2] = [i] if i > 60 else [1, 2, 3] if i > 30 else [0, 0]
    print(total, len(items))


def unpacking():
    good = 0
    errors = {}
    shapes = [(1, 2), [3, 4], (1, 2, 3), (1,), "ab", range(2), {1: 2, 3: 4}, 5, (k for k in (1, 2)), None]
    for i in range(400):
        shape = (i, i + 1) if i < 80 else [i, i] if i < 160 else shapes[i % 10]
        try:
            a, b = shape
            good += isinstance(a, int)
        except (TypeError, ValueError) as e:
            errors[str(e)] = errors.get(str(e), 0) + 1
        try:
            a, *rest = shape
            good += len(rest)
        except (TypeError, ValueError) as e:
            errors[str(e)] = errors.get(str(e), 0) + 1
    print(good, errors)
    total = 0
    for (a, b), [c, (d, *e)] in [((i, i + 1), [i, (i, i, i / 2)]) for i in range(100)]:
        total += a + b * c - d + sum(e)
    print(total)
    a, b, c = 1, 2, 3
    for i in range(200):
        a, b = b, a
        a, b, c = c, a, b + (i == 100) * 0.5
        if i % 3:
            a, b, c = b, c, a
    print(a, b, c)


def aliases():
    """Stores through one name are seen through the other, within one round."""
    row = [0] * 5
    a = [row, row, [9] * 5]
    b = [a[0], a[2]]
    log = 0
    for i in range(200):
        x = a[0][i % 5]
        b[0][i % 5] = x + 1
        log += a[1][i % 5] * 3 + a[0][i % 5] - b[0][i % 5]
        b[1][2] = a[0][2]
        a[2][2] += 1
        log += b[1][2]
        if i == 120:
            a[0] = list(row)
            b[1] = a[0]
        if i == 160:
            row[i % 5] = 0.5
    print(log, a, b)
    grid = [[0] * 4] * 4
    for i in range(100):
        grid[i % 4][(i * 7) % 4] += i
    print(grid)
    items = list(range(10))
    same = items
    total = 0
    for i in range(300):
        n = len(same)
        items.append(i)
        total += len(same) - n
        last = same[-1]
        items[-1] = -i
        total += last + same[-1] + items.pop() + len(items) - n
    print(total, same is items, items)
    for i in range(150):
        j, k = i % 10, (i * 3 + 1) % 10
        items[j], items[k] = items[k], items[j]
        i, items[i % 10] = k, items[j] + 1
    print(items)
    matrix = [[i * 4 + j for j in range(4)] for i in range(4)]
    for _ in range(60):
        matrix = [[r[k] for r in matrix] for k in range(4)]
        matrix[0], matrix[-1] = matrix[-1], matrix[0]
        matrix[1][2], matrix[2][1] = matrix[2][1] + 1, matrix[1][2]
    print(matrix)


for part in indices, unpacking, aliases:
    part()
