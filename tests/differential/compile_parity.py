"""Compares the .pyc files that `moult compile` writes with what python3.11 compiles, over the installed standard library and
its test suite: every field of every code object, for each level of optimization. Prints how many files are equal, and the
first difference of each kind. Both have to reject the same files."""
import argparse
import collections
import marshal
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from code_parity import disassemble
from harness import ROOT, Report, clean_environment
from library import find_files

FIELDS = ("co_name", "co_qualname", "co_filename", "co_firstlineno", "co_argcount", "co_posonlyargcount",
          "co_kwonlyargcount", "co_nlocals", "co_flags", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_code",
          "co_stacksize", "co_exceptiontable", "co_linetable")
LEVELS = {0: [], 1: ["-O"], 2: ["-OO"]}

# Differences on purpose, by the kind under which they are counted: not failures, but shown.
DELIBERATE = {
    "the sign of a NaN": "moult has one NaN, without sign or payload (docs/values.md); python3.11 folds 1e300 * 1e300 * 0 "
                         "to whichever the processor gives",
}


def same_constant(left, right):
    """Equal in type and in every bit, but for the bits of NaNs; code objects are compared elsewhere."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return left != left and right != right or left == right and math.copysign(1, left) == math.copysign(1, right)
    if isinstance(left, complex):
        return same_constant(left.real, right.real) and same_constant(left.imag, right.imag)
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(same_constant, left, right))
    if isinstance(left, frozenset):
        return left == right and sorted(map(repr, left)) == sorted(map(repr, right))
    if isinstance(left, types.CodeType):
        return True
    return left == right


def same_nans(left, right):
    """Whether NaNs among equal constants have the same sign."""
    if isinstance(left, float):
        return math.copysign(1, left) == math.copysign(1, right)
    if isinstance(left, complex):
        return same_nans(left.real, right.real) and same_nans(left.imag, right.imag)
    return not isinstance(left, tuple) or all(map(same_nans, left, right))


def shown(code, field):
    value = getattr(code, field)
    if field == "co_code":
        return disassemble(value.hex())
    if field == "co_linetable":
        return ["%4d %s" % (2 * index, place) for index, place in enumerate(code.co_positions())]
    return value


def explain(expected, actual, field):
    """The difference, with a few lines around it where the field is a list of lines."""
    left, right = shown(expected, field), shown(actual, field)
    if not isinstance(left, list):
        return "expected %.300r\nactual   %.300r" % (left, right)
    at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
    rows = []
    for index in range(max(0, at - 4), at + 5):
        a, b = (lines[index] if index < len(lines) else "" for lines in (left, right))
        rows.append("%s %-50s %s" % (" " if a == b else "!", a, b))
    return "\n".join(rows)


def differences(expected, actual):
    """(field, explanation) of each difference, in nested code objects too."""
    where = "%s, line %d" % (expected.co_qualname, expected.co_firstlineno)
    for field in FIELDS:
        if getattr(expected, field) != getattr(actual, field):
            yield field, "%s: %s\n%s" % (where, field, explain(expected, actual, field))
    if len(expected.co_consts) != len(actual.co_consts) or not all(map(same_constant, expected.co_consts,
                                                                        actual.co_consts)):
        pairs = [pair for pair in zip(expected.co_consts, actual.co_consts) if not same_constant(*pair)]
        left, right = pairs[0] if pairs else (expected.co_consts, actual.co_consts)
        yield "co_consts", "%s: co_consts\nexpected %.300r\nactual   %.300r" % (where, left, right)
        return
    for left, right in zip(expected.co_consts, actual.co_consts):
        if not same_nans(left, right):
            yield "the sign of a NaN", "%s: expected %r, actual %r" % (where, left, right)
        if isinstance(left, types.CodeType):
            yield from differences(left, right)


def compare(job):
    """([(kind, explanation)], whether both reject it) for one file."""
    path, target, level = job
    with open(path, "rb") as file:
        source = file.read()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = compile(source, path, "exec", dont_inherit=True, optimize=level)
        except (SyntaxError, ValueError) as error:
            expected = error
    if not os.path.exists(target):
        if isinstance(expected, Exception):
            return [], True
        return [("rejected", "moult rejects what python3.11 compiles")], False
    if isinstance(expected, Exception):
        return [("accepted", "moult compiles what python3.11 rejects: %s" % expected)], False
    with open(target, "rb") as file:
        content = file.read()
    return list(differences(expected, marshal.loads(content[16:]))), False


def compile_all(moult, files, level, folder):
    """Runs `moult compile`; which target belongs to each file."""
    ran = subprocess.run([moult, "compile", *LEVELS[level], "-o", folder, "--base", "/", "-"], check=False,
                         input="\n".join(files).encode(), stderr=subprocess.PIPE, env=clean_environment())
    if ran.returncode < 0:
        sys.exit("moult compile was killed by signal %d\n%s" % (-ran.returncode, ran.stderr.decode()[-1000:]))
    return [folder + path.removesuffix(".py") + ".pyc" for path in files]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--level", type=int, action="append", choices=LEVELS, help="of optimization; all unless told")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth file only")
    parser.add_argument("--results")
    parser.add_argument("roots", nargs="*", default=["/usr/lib/python3.11"])
    options = parser.parse_args()
    report = Report(options.results)
    every = [os.path.abspath(path) for path in find_files(options.roots)]
    kinds = {}
    for level in options.level or LEVELS:
        files = every[level % options.sample::options.sample]
        counts, equal, rejected = collections.Counter(), 0, 0
        with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool() as pool:
            targets = compile_all(options.moult, files, level, folder)
            jobs = zip(files, targets, [level] * len(files))
            for path, (found, both_reject) in zip(files, pool.imap(compare, jobs, chunksize=4)):
                for kind, text in found:
                    counts[kind] += 1
                    kinds.setdefault(kind, "%s\n%s" % (path, text))
                unexpected = [text for kind, text in found if kind not in DELIBERATE]
                rejected += both_reject
                equal += not unexpected
                report.add("%s -O%d" % (path, level), unexpected[0] if unexpected else None)
        print("-O%d: %d of %d files equal (%.2f %%), %d of them rejected by both" % (
            level, equal, len(files), 100 * equal / len(files), rejected))
        for kind, count in counts.most_common():
            print("%6d differences in %s" % (count, kind))
    for kind, text in kinds.items():
        print("first difference in %s%s: %s" % (kind, ", on purpose" if kind in DELIBERATE else "", text))
        if kind in DELIBERATE:
            print(DELIBERATE[kind])
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
