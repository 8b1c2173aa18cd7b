"""Ends by an error with a cause and contexts: all of the chain is shown, suppressed contexts are not."""

import sys


def lowest():
    return {}["missing"]


def implicit():
    try:
        lowest()
    except KeyError:
        [][5]


def explicit():
    try:
        implicit()
    except IndexError as e:
        raise ValueError("explicit cause") from e


def suppressed():
    try:
        lowest()
    except KeyError:
        raise RuntimeError("context suppressed") from None


def in_finally():
    try:
        raise KeyError("in try")
    finally:
        raise TypeError("in finally")


def reraised():
    try:
        lowest()
    except KeyError as e:
        raise


def reraised_by_name():
    try:
        lowest()
    except KeyError as e:
        raise e


def cause_without_traceback():
    raise ValueError("effect") from OSError(5, "cause never raised", "file name")


class Custom(Exception):
    def __str__(self):
        return "custom text\nin two lines"


class Broken(Exception):
    def __str__(self):
        raise ValueError("no text")


class Empty(Exception):
    __module__ = "some.module"


def custom():
    raise Custom(1)


def broken():
    raise Broken("x")


def empty():
    raise Empty


def noted():
    e = ValueError("with notes")
    e.add_note("first note")
    e.add_note("second\nnote")
    raise e


def cycle():
    a, b = ValueError("a"), ValueError("b")
    a.__cause__, b.__cause__ = b, a
    raise a


for function in (implicit, explicit, suppressed, in_finally, reraised, reraised_by_name,
                 cause_without_traceback, custom, broken, empty, noted, cycle):
    print("--", function.__name__, file=sys.stderr)
    try:
        function()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)
explicit()
