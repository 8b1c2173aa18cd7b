"""Is not Python either: the body of the function is missing."""


def function():
print("never printed")
