"""An error in __del__ goes to sys.unraisablehook and the program goes on; it ends with status 0."""

import sys


class Bad:
    def __init__(self, what):
        self.what = what

    def __del__(self):
        raise ValueError(self.what)


def hook(unraisable):
    print("hook:", unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg,
          unraisable.object.__qualname__,
          unraisable.exc_traceback.tb_lineno)


sys.unraisablehook = hook
Bad("temporary")
x = Bad("named")
del x
print("goes on")


def function():
    local = Bad("local")
    return "returned"


print(function())


def generator():
    try:
        yield 1
    finally:
        raise KeyError("in a dropped generator")


def generator_hook(unraisable):
    print("hook:", unraisable.exc_type.__name__, unraisable.exc_value, type(unraisable.object).__name__)


sys.unraisablehook = generator_hook
g = generator()
next(g)
del g
try:
    Bad("while another error is handled") and 1 / 0
except ZeroDivisionError as e:
    print(e, e.__context__)
print("end")
