"""Imports in several threads: a module's code runs once, nobody sees one that is not complete, nobody waits for ever."""
import sys

from _in_threads import in_threads

sys.path.insert(0, __file__.rsplit("/", 1)[0] + "/modules")
sys.dont_write_bytecode = True


def import_slow():
    import slow_to_import
    seen.append(slow_to_import.complete)


seen = []
in_threads(import_slow, import_slow, import_slow)
print(seen, sys.slow_imports)


def import_failing():
    try:
        import slow_to_fail
    except ValueError as error:
        seen.append(str(error))


seen = []
in_threads(import_failing, import_failing)
print(set(seen), "slow_to_fail" in sys.modules)


def import_a():
    import opposite_a
    seen.append(type(opposite_a))


def import_b():
    import opposite_b
    seen.append(type(opposite_b))


seen = []
in_threads(import_a, import_b)
import opposite_a, opposite_b
print(len(seen), opposite_a.name, opposite_b.name, opposite_a.opposite_b is opposite_b)
