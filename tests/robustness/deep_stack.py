"""Compiles at every depth of a stack that calls through C++ fill: what does not fit is refused."""
import sys

sys.setrecursionlimit(1_000_000)
TEXTS = ["-" * 2900 + "x", "(" * 150 + ")" * 150, "lambda: " * 1400 + "x", "x" + ".a" * 2500, "[" * 150 + "x y" + "]" * 150,
         "x if y else " * 2000 + "z", "f(" * 150 + ")" * 150, "print x " * 500]
outcomes = {}


def note(text):
    try:
        compile(text, "f", "exec")
        outcome = "code"
    except (RecursionError, MemoryError, SyntaxError) as error:
        outcome = type(error).__name__
    outcomes[outcome] = outcomes.get(outcome, 0) + 1


def descend(depth):
    try:
        next(map(descend, (depth + 1,)))
    except RecursionError:
        pass
    except StopIteration:
        pass
    if depth % 40 == 0:
        note(TEXTS[depth // 40 % len(TEXTS)])


descend(0)
assert outcomes.get("code"), outcomes
assert outcomes.get("RecursionError") or outcomes.get("MemoryError"), outcomes
print("done")
