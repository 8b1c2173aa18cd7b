"""Compares the objects of the module ast with python3.11's: the trees of the library's files, with all attributes, and that
they compile to what the text does; and what comes of trees that were changed at random: the code, or the exception."""
import argparse
import ast
import marshal
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
from harness import PYTHON, ROOT, Report, clean_environment
from library import find_files

PROBE = HERE / "ast_probe.py"
LIBRARY = "/usr/lib/python3.11"
CRASHED = "crashed"
# What python3.11 does not check, or goes on after: it crashes, or makes code that does.
STRICTER = re.compile(
    r"ValueError\(.(None disallowed in|field '\w+' is required for (keyword|arg|alias|withitem|match_case|comprehension)"
    r"|patterns may only match|expression (must have Store context but has|which can't be assigned to in Store))")
CONFUSED = "SystemError('AST validator recursion depth mismatch"  # of its own


def cases():
    """The programs that mutants are made of: a list that has every kind of node, without folded NaNs, whose sign may differ."""
    return [case for case in (HERE / "compile_cases.txt").read_text().split("\n---\n") if is_program(case) and "1e400 -" not in case]


def is_program(text):
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def limit(program):
    def set_limits():
        if program == PYTHON:  # a sanitizer build reserves far more than it uses
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return set_limits


def start(program, *arguments):
    return subprocess.Popen([program, str(PROBE), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            env=clean_environment(), preexec_fn=limit(program))


def compare_files(moult, listing, report):
    """Both run at once; what they print is compared as it comes."""
    programs = [start(program, "files", listing) for program in (PYTHON, moult)]
    name = None
    problem = None
    while True:
        expected, actual = (program.stdout.readline() for program in programs)
        if not expected and not actual:
            break
        if expected.startswith(b"/") and expected.endswith(b".py\n") or not expected:
            if name:
                report.add(name, problem)
            name, problem = expected.decode("utf-8", "replace").strip(), None
        if expected != actual and not problem:
            at = next((i for i, (a, b) in enumerate(zip(expected, actual)) if a != b), min(len(expected), len(actual)))
            problem = "expected ...%r\nactual   ...%r" % (expected[max(0, at - 40):at + 80], actual[max(0, at - 40):at + 80])
            if not actual:
                break
    report.add(name or "the files", problem)
    for program in programs:
        program.stdout.close()
        if code := program.wait():
            report.add("the program", "%s ended with exit code %d at %s" % (program.args[0], code, name))


def outcomes(program, listing, first, end):
    """What came of each mutant. Some crash python3.11: it starts again behind them."""
    lines = []
    while len(lines) < end - first:
        process = start(program, "mutants", listing, first + len(lines), end)
        found = process.stdout.read().decode("ascii").split("\n")[:-1]
        code = process.wait()
        lines += found
        if code:
            lines.append("%s: exit code %d" % (CRASHED, code))
    return lines


def is_alike(expected, actual):
    if expected == actual or expected.startswith(CRASHED) and not actual.startswith(CRASHED):
        return True
    return expected.startswith(CONFUSED) or STRICTER.match(actual) is not None


def compare_mutants(moult, listing, options, report):
    first, end = options.seed, options.seed + options.mutants
    expected, actual = (outcomes(program, listing, first, end) for program in (PYTHON, moult))
    kinds = {"code": 0, "crashes of python3.11": 0, "exceptions": 0}
    for number, (left, right) in enumerate(zip(expected, actual), first):
        crash = left.startswith(CRASHED)
        kinds["code" if left.startswith("b'") else "crashes of python3.11" if crash else "exceptions"] += 1
        report.add("mutant %d" % number,
                   None if is_alike(left, right) else "expected %s\nactual   %s" % (left[:400], right[:400]))
    print("mutants: " + ", ".join("%d %s" % (count, kind) for kind, count in kinds.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth file (default: all)")
    parser.add_argument("--mutants", type=int, default=4000, help="changed trees")
    parser.add_argument("--seed", type=int, default=1, help="the first mutant's number")
    parser.add_argument("--results")
    parser.add_argument("roots", nargs="*", default=[LIBRARY], help="files and folders (default: %s)" % LIBRARY)
    options = parser.parse_args()
    report = Report(options.results)
    with tempfile.TemporaryDirectory() as folder:
        files, programs = os.path.join(folder, "files"), os.path.join(folder, "programs")
        with open(files, "wb") as file:
            marshal.dump(list(find_files(options.roots))[::options.every], file)
        with open(programs, "wb") as file:
            marshal.dump(cases(), file)
        compare_files(options.moult, files, report)
        compare_mutants(options.moult, programs, options, report)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
