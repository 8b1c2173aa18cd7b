"""Pancake flips: for every permutation, how many prefix reversals bring the first number to one?

Exercises list indexing, slices and slice assignment, swaps, integer loops and `while True` with breaks.
Usage: fannkuch.py [N]
"""

import sys


def count_flips(order):
    """The number of reversals; `order` holds 0 to n-1 and is left as it was."""
    first = order[0]
    if first == 0:
        return 0
    stack = order[:]
    flips = 0
    while first:
        stack[:first + 1] = stack[first::-1]
        first = stack[0]
        flips += 1
    return flips


def count_flips_swapping(order):
    """The same number, found by swapping single elements."""
    stack = list(order)
    flips = 0
    while stack[0] != 0:
        low, high = 0, stack[0]
        while low < high:
            stack[low], stack[high] = stack[high], stack[low]
            low += 1
            high -= 1
        flips += 1
    return flips


def fannkuch(n, count):
    order = list(range(n))
    counts = [0] * n
    checksum = 0
    most = 0
    sign = 1
    while True:
        flips = count(order)
        if flips > most:
            most = flips
        checksum += sign * flips
        sign = -sign
        # The next permutation: rotate ever longer prefixes until a counter has room.
        level = 1
        while level < n:
            order.insert(level, order.pop(0))
            counts[level] += 1
            if counts[level] <= level:
                break
            counts[level] = 0
            level += 1
        if level == n:
            return checksum, most


def main(n=8):
    for size in range(3, n + 1):
        checksum, most = fannkuch(size, count_flips)
        assert (checksum, most) == fannkuch(size, count_flips_swapping)
        print(f"fannkuch({size}) = {most} checksum {checksum}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
