"""finally, with, KeyError and errors that cross loops and generators, in hot loops."""

import sys

START = sys._getframe().f_lineno


def finally_paths(n):
    log = []
    for i in range(n):
        try:
            if i % 7 == 3:
                continue
            if i % 11 == 5:
                raise IndexError
            if i == 130:
                break
            total = 10 // (i % 5)
        except (ZeroDivisionError, IndexError) as e:
            log.append(len(type(e).__name__))
        else:
            log.append(total)
        finally:
            log.append(-1)
            if i == 120:
                continue
    else:
        log.append("else")
    return len(log), sum(v for v in log if v != "else"), log[-3:]


def returns(i):
    for k in range(3):
        try:
            if k == i % 4:
                return k
        finally:
            if i % 9 == 8:
                return "finally"
    return "end"


class Manager:
    def __init__(self, log, swallow):
        self.log = log
        self.swallow = swallow

    def __enter__(self):
        self.log[0] += 1
        return self

    def __exit__(self, kind, value, tb):
        self.log[1] += 1
        if kind:
            self.log[2] += tb.tb_lineno - START
        return self.swallow


def with_statements():
    log = [0, 0, 0]
    caught = 0
    for i in range(200):
        try:
            with Manager(log, i % 3 == 0) as m:
                if i % 5 == 0:
                    continue
                if i % 4 == 0:
                    m.log[i]
                caught += 1
        except IndexError:
            caught += 100
    print(log, caught)


def dictionary():
    d = {k: k * k for k in range(0, 200, 3)}
    hits = misses = 0
    for i in range(200):
        try:
            hits += d[i]
        except KeyError as e:
            misses += e.args[0]
    for i in range(100):
        try:
            d["k%d" % (i % 3)] += 1
        except KeyError as e:
            d[e.args[0]] = 1
    print(hits, misses, d["k0"], d["k1"], d["k2"])


def crossing():
    """An error leaves two inner loops and a generator; the handlers nest and restore what sys.exc_info says."""
    def numbers():
        for i in range(1000):
            yield i

    passed = info = 0
    for i in range(100):
        try:
            for a in numbers():
                for b in range(10):
                    passed += 1
                    if a * b > 3 + i % 3:
                        raise StopIteration(a, b)
        except StopIteration as e:
            try:
                [].pop()
            except IndexError as f:
                info += f.__context__ is e and sys.exc_info()[1] is f
            info += sys.exc_info()[1] is e
        info += sys.exc_info() == (None, None, None)
    print(passed, info)


print(finally_paths(100), finally_paths(140))
print([sum(returns(i) == v for i in range(200)) for v in (0, 1, 2, "end", "finally")])
with_statements()
dictionary()
crossing()
