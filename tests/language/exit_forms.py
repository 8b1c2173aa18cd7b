"""sys.exit as an exception: caught, in finally, in handlers, in functions, in generators,
its code attribute; ends with 5.
"""

import sys


def attempt(*args):
    try:
        sys.exit(*args)
    except SystemExit as e:
        print(repr(e), repr(e.code), e.args)


attempt()
attempt(None)
attempt(0)
attempt(3)
attempt("text")
attempt((1, 2))
attempt([1])
attempt(1.5)
try:
    sys.exit(1, 2)
except TypeError as e:
    print(e)
try:
    sys.exit(1)
except Exception:
    print("not an Exception")
except BaseException as e:
    print("a BaseException", issubclass(SystemExit, Exception))
try:
    try:
        sys.exit(1)
    finally:
        print("finally runs")
except SystemExit:
    print("caught outside")


def swallowed():
    try:
        sys.exit(1)
    finally:
        return "swallowed by return"


def generator():
    try:
        yield 1
        sys.exit(4)
    finally:
        print("generator finally")


print(swallowed())
try:
    list(generator())
except SystemExit as e:
    print("out of a generator", e.code)


class Loud:
    def __del__(self):
        print("finalizer at the end")


class Manager:
    def __enter__(self):
        print("enter")

    def __exit__(self, kind, value, traceback):
        print("exit", kind.__name__, value)


kept = Loud()
with Manager():
    try:
        raise ValueError("replaced")
    except ValueError:
        try:
            sys.exit(1)
        except SystemExit:
            sys.exit(5)
