"""Ends by an exception group: nested groups are drawn as a tree, long ones are cut."""


def fail(n):
    raise ValueError(f"number {n}")


def collect(count):
    errors = []
    for i in range(count):
        try:
            fail(i)
        except ValueError as e:
            errors.append(e)
    return errors


def nested():
    try:
        raise TypeError("context of the group")
    except TypeError as e:
        inner = ExceptionGroup("inner", [KeyError("k"), OSError(2, "os")])
        raise ExceptionGroup("outer", [*collect(2), inner]) from e


try:
    nested()
except* KeyError:
    print("one key error was handled")
finally:
    raise ExceptionGroup("many", collect(20))
