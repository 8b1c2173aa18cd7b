"""Exceptions raised, caught, passed on and replaced in hot loops, with the line numbers of their tracebacks."""

import sys

START = sys._getframe().f_lineno


def lines(e):
    tb = e.__traceback__
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - START, tb.tb_frame.f_lineno - START))
        tb = tb.tb_next
    return out


def third(i):
    if i % 50 == 49:
        raise ValueError(i)
    return 100 // (i % 25)


def second(i):
    x = i
    try:
        x += third(i)
    except ZeroDivisionError:
        if i % 100 == 0:
            raise KeyError(x)
        x = -1
    return x


def first(i):
    return (
        1 +
        second(i)
    )


def depths():
    seen = {}
    total = 0
    for i in range(300):
        try:
            total += first(i)
            total += 1
        except ValueError as e:
            seen[str(lines(e))] = seen.get(str(lines(e)), 0) + 1
            total += e.args[0]
        except KeyError as e:
            text = str(lines(e)) + str([entry[:2] for entry in lines(e.__context__)])
            seen[text] = seen.get(text, 0) + 1
    print(total)
    for text, n in seen.items():
        print(n, text)


def chain(i):
    try:
        try:
            None.missing
        except AttributeError as e:
            raise RuntimeError("low") from e
    except RuntimeError as e:
        if i % 2:
            raise
        raise TypeError("high") from None


def chains():
    text = set()
    for i in range(120):
        try:
            chain(i)
        except Exception as e:
            text.add((type(e).__name__, type(e.__cause__).__name__, type(e.__context__).__name__,
                      e.__suppress_context__, str(lines(e))))
    for t in sorted(text):
        print(t)


depths()
chains()
