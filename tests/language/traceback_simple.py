"""Ends by an uncaught error in nested calls: the traceback marks the failing part of each line."""


def divide(a, b):
    return (a + b) * (a / (b - b)) + a


def middle(values):
    return [divide(v, 1) for v in values]


def outer():
    total = 0
    for v in middle([1, 2]):
        total += v
    return total


print("before")
print("result", outer(), sep="=")
