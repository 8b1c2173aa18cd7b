"""The largest singular value of an infinite matrix, by the power method on its first N rows and columns.

Exercises small functions called in inner loops, float arithmetic with integer division, generator
expressions, comprehensions, zip and sum. Usage: spectral_norm.py [N]
"""

import math
import sys


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply(vector):
    return [
        sum(entry(i, j) * value for j, value in enumerate(vector))
        for i in range(len(vector))
    ]


def multiply_transposed(vector):
    result = []
    for i in range(len(vector)):
        total = 0.0
        for j in range(len(vector)):
            total += entry(j, i) * vector[j]
        result.append(total)
    return result


def step(vector):
    return multiply_transposed(multiply(vector))


def dot(left, right):
    return sum(x * y for x, y in zip(left, right))


def spectral_norm(n, rounds=10):
    u = [1.0] * n
    v = u
    for _ in range(rounds):
        v = step(u)
        u = step(v)
    return math.sqrt(dot(u, v) / dot(v, v))


def main(n=180):
    print("%.9f" % spectral_norm(max(n // 4, 1)))
    print("%.9f" % spectral_norm(n))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
