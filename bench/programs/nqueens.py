"""Queens on a board: all ways to place N that do not attack each other, by brute force and by search.

Exercises generators, yield from, recursion, tuples, sets, generator expressions and all/any.
Usage: nqueens.py [N]
"""

import sys


def permutations(items):
    """Yields every order of a tuple, in lexicographic order of positions."""
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        head = items[i:i + 1]
        for tail in permutations(items[:i] + items[i + 1:]):
            yield head + tail


def by_permutation(n):
    columns = range(n)
    for order in permutations(tuple(columns)):
        if n == len(set(order[i] + i for i in columns)) == len(set(order[i] - i for i in columns)):
            yield order


def by_search(n, placed=()):
    row = len(placed)
    if row == n:
        yield placed
        return
    for column in range(n):
        if all(column != other and abs(column - other) != row - i for i, other in enumerate(placed)):
            yield from by_search(n, placed + (column,))


def board(order):
    for column in order:
        yield " ".join("Q" if i == column else "." for i in range(len(order)))


def checksum(solutions):
    count = total = 0
    for order in solutions:
        count += 1
        for column in order:
            total = (total * 7 + column) % 1000000007
    return count, total


def main(n=9):
    small = max(n - 1, 1)
    print("permutations", small, *checksum(by_permutation(small)))
    for size in range(4, n + 1):
        print("search", size, *checksum(by_search(size)))
    first = next(by_search(n), ())
    for line in board(first):
        print(line)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
