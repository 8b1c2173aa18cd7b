"""Mixes tabs and spaces inconsistently."""


def function():
    if True:
        a = 1
	b = 2
    return a + b
