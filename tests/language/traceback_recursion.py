"""Ends by a RecursionError: repeated lines of the traceback are folded."""

import sys


def once(n):
    return twice(n)


def twice(n):
    return countdown(n)


def countdown(n):
    if n == 0:
        raise ValueError("bottom")
    return 1 + countdown(n - 1)


def ping(n):
    if n == 0:
        return 1 // n
    return pong(n - 1)


def pong(n):
    return ping(n)


for function, n in ((once, 1), (once, 2), (once, 3), (once, 4), (once, 5), (once, 50), (ping, 12)):
    print("--", function.__name__, n, file=sys.stderr)
    try:
        function(n)
    except Exception:
        sys.excepthook(*sys.exc_info())


def forever(n):
    return forever(n + 1)


forever(0)
