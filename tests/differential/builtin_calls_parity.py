"""Compares the methods and functions of the builtin types with python3.11's: each is called with nothing, too much, keywords,
and things of all types (builtin_calls_probe.py), and each special method gives every kind of answer (protocol_probe.py).
Results, exceptions, messages and warnings must be the same."""
import argparse
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report
from probes import compare_lines

MEMORY = 4_000_000  # KiB: what asks for more gets a MemoryError from both
# What is different on purpose: a pattern for the line "question -> answer" of python3.11, and why.
EXCUSED = [
    (r"^longrange_iterator\.__setstate__\(<longrange_iterator>, (-0\.0|1\.5|1e\+300|nan)\) -> None",
     "there a position may be a float, and the numbers that follow are what comes of it"),
    (r"^memoryview\.cast\(", "moult's views are of bytes, in one dimension"),
    (r"^object\.__getstate__ of nothing\(<class", "there it hands out the dict of the class itself, which nobody else gets to see"),
    (r"^builtins\.sorted\(", "moult looks at the names of keywords before the callee sees them"),
    (r"^type\.__call__\(<class 'type'>, .*=.* -> TypeError: type\(\) takes 1 or 3", "there type() refuses keywords, its __call__ counts"),
    (r"^__r?mul__ deleted from a subclass of (str|list|tuple): ", "there the slots of a class stay filled when a method is deleted"),
    (r"'sys\.getsizeof\(x\)' -> ", "sizes in memory are each machine's own"),
]
EXCUSED = [(re.compile(pattern, re.DOTALL), reason) for pattern, reason in EXCUSED]
# Names in the namespaces of types that python3.11's, or moult's alone have, and why.
LOOKUP = "there these types leave the lookup of attributes to object; moult's name it as all others do"
SIZE = "which types tell their sizes by themselves is each machine's own"
HEAP = "there a class that a class statement could have made"
NAMES = [
    ("NoneType NotImplementedType classmethod staticmethod function", "__getattribute__", LOOKUP),
    ("dict_reversekeyiterator dict_reversevalueiterator dict_reverseitemiterator", "__getattribute__", LOOKUP),
    ("async_generator coroutine generator frame bytes float tuple", "__sizeof__", SIZE),
    ("ExceptionGroup", "__module__ __weakref__", HEAP),
]
uses = Counter()


def is_excused(expected, got):
    question, _, answer = expected.partition(" -> ")
    if question.startswith("names of "):
        of_type = question.removeprefix("names of ")
        for types, names, _ in NAMES:
            difference = set(answer.split()) ^ set(got.partition(" -> ")[2].split())
            if of_type in types.split() and difference <= set(names.split()):
                uses.update((of_type, name) for name in difference)
                return True
        return False
    for row in EXCUSED:
        if row[0].search(expected):
            uses[row] += 1
            return True
    return False


def unused():
    rows = [f"{pattern.pattern}: {reason}" for row in EXCUSED if not uses[row] for pattern, reason in [row]]
    return rows + [f"{name} of {of_type}: {reason}" for types, names, reason in NAMES for of_type in types.split()
                   for name in names.split() if not uses[of_type, name]]


def subject_of_call(question):
    return re.split(r"[( ]", question, maxsplit=1)[0] if not question.startswith(("names of", "bases of")) else question


def subject_of_protocol(question):
    return question.split(" ")[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    compare_lines(report, options.moult, "builtin_calls_probe.py", 12, subject_of_call, is_excused, memory=MEMORY)
    compare_lines(report, options.moult, "protocol_probe.py", 12, subject_of_protocol, is_excused, memory=MEMORY)
    report.add("differences that stay", "\n".join(["is no more: " + row for row in unused()]) or None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
