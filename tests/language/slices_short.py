"""Slices without slice objects: steps of either sign, bounds left out, lists that take one another's items."""


def get(x, i, j, k):
    return x[i:j:k]


bounds = (None, 0, 1, 3, 7, -1, -3, -8, 100, -100)
for value in (list(range(7)), tuple(range(7)), "abcdefg", range(7), b"abcdefg"):
    seen = 0
    for i in bounds:
        for j in bounds:
            for k in (None, 1, 2, 3, -1, -2, 100, -100, True):
                piece = get(value, i, j, k)
                seen = (seen * 31 + len(piece) * 7 + (list(piece)[0] != list(value)[0] if piece else 5)) % 1000003
    print(type(value).__name__, seen)
for step in (0, 1.5, "a"):
    for value in ([1, 2], (1, 2), "ab"):
        try:
            print(get(value, None, None, step))
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def exchange(target, i, j):
    target[i:j] = target[j - 1::-1]
    return target


for _ in range(30):
    print(*exchange([1, 2, 3, 4, 5], 0, 3), end=" ")
print()
items = [Loud(n) for n in "abcd"]
items[1:3] = [Loud("x"), Loud("y")]
print([item.name for item in items])
kept = [Loud("p"), Loud("q")]
items[0:2] = kept
print([item.name for item in items], [item.name for item in kept])
items[0:2] = items[2:4]
print([item.name for item in items])
items[1:1] = [Loud("m")]
items[0:2] = []
print([item.name for item in items])
same = [1, 2, 3]
same[:] = same
same[0:2] = same[1:3]
print(same)
del kept, items
