"""Compares the objects of the module ast with python3.11's: the trees of the library's files, with all attributes, and that
they compile to what the text does; and what comes of the trees that CPython's test_ast makes, and of trees that were changed
at random: the code, or the exception."""
import _ast
import argparse
import ast
import builtins
import contextlib
import io
import marshal
import os
import re
import resource
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
from harness import PYTHON, ROOT, Report, clean_environment
from library import find_files

PROBE = HERE / "ast_probe.py"
LIBRARY = "/usr/lib/python3.11"
CRASHED = "crashed"
CHUNK, PATIENCE = 2000, 30  # trees for each process, and its seconds
# What python3.11 does not check, or goes on after: it crashes, or makes code that does.
STRICTER = re.compile(
    r"ValueError\(.(None disallowed in|field '\w+' is required for (keyword|arg|alias|withitem|match_case|comprehension)"
    r"|patterns may only match|expression (must have Store context but has|which can't be assigned to in Store))"
    r"|TypeError\('NamedExpr with non-Name target|SystemError\('except\* needs a type")
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


def outcomes(program, what, listing, first, end):
    """What came of each. Some crash python3.11 or make it run forever: it starts again behind them."""
    lines = []
    while len(lines) < end - first:
        begin = first + len(lines)
        process = start(program, what, listing, begin, min(begin + CHUNK, end))
        try:
            found, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            found, _ = process.communicate()
        lines += found.decode("ascii").split("\n")[:-1]
        if process.returncode:
            lines.append("%s: exit code %d" % (CRASHED, process.returncode))
    return lines


def is_alike(expected, actual):
    if expected == actual or expected.startswith(CRASHED) and not actual.startswith(CRASHED):
        return True
    return expected.startswith(CONFUSED) or STRICTER.match(actual) is not None


def compare_mutants(moult, listing, options, report):
    first, end = options.seed, options.seed + options.mutants
    expected, actual = (outcomes(program, "mutants", listing, first, end) for program in (PYTHON, moult))
    kinds = {"code": 0, "crashes of python3.11": 0, "exceptions": 0}
    for number, (left, right) in enumerate(zip(expected, actual), first):
        crash = left.startswith(CRASHED)
        kinds["code" if left.startswith("b'") else "crashes of python3.11" if crash else "exceptions"] += 1
        report.add("mutant %d" % number,
                   None if is_alike(left, right) else "expected %s\nactual   %s" % (left[:400], right[:400]))
    print("mutants: " + ", ".join("%d %s" % (count, kind) for kind, count in kinds.items()))


def source_of(value):
    """A Python expression that makes the same tree; ValueError where a value has none."""
    if isinstance(value, ast.AST):
        name = next(cls.__name__ for cls in type(value).__mro__ if getattr(_ast, cls.__name__, None) is cls)
        return "%s(**{%s})" % (name, ", ".join("%r: %s" % (key, source_of(item)) for key, item in vars(value).items()))
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(source_of, value))
    if repr(value).startswith("<"):
        raise ValueError
    return repr(value)


def recorded_trees():
    """What CPython's test_ast gives to compile() as trees, and parses."""
    from test import test_ast
    found, real = {}, builtins.compile

    def record(source, filename, mode, *args, **options):
        if isinstance(source, ast.AST):
            with contextlib.suppress(ValueError, RecursionError):
                found[source_of(source), mode] = None
        return real(source, filename, mode, *args, **options)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("exec", "single", "eval"):
            for text in getattr(test_ast, name + "_tests"):
                found[source_of(compile(text, "file", name, ast.PyCF_ONLY_AST)), name] = None
        builtins.compile = record
        try:
            cases = [value for value in vars(test_ast).values() if isinstance(value, type) and value is not test_ast.unittest.TestCase
                     and issubclass(value, test_ast.unittest.TestCase)]
            for case in cases:
                suite = test_ast.unittest.defaultTestLoader.loadTestsFromTestCase(case)
                slow = ("test_stdlib_validates", "test_recursion", "test_many", "test_in_init", "test_subinterpreter")
                quick = [test for test in suite if not test.id().rpartition(".")[2].startswith(slow)]
                test_ast.unittest.TextTestRunner(stream=io.StringIO()).run(test_ast.unittest.TestSuite(quick))
        finally:
            builtins.compile = real
    return list(found)


def compare_trees(moult, folder, report):
    trees = recorded_trees()
    listing = os.path.join(folder, "trees")
    with open(listing, "wb") as file:
        marshal.dump(trees, file)
    expected, actual = (outcomes(program, "trees", listing, 0, len(trees)) for program in (PYTHON, moult))
    for (text, mode), left, right in zip(trees, expected, actual):
        report.add("%s %.200s" % (mode, text),
                   None if is_alike(left, right) else "expected %s\nactual   %s" % (left[:400], right[:400]))
    print("trees of test_ast: %d, %d of which compile" % (len(trees), sum(line.startswith("b'") for line in expected)))


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
        compare_trees(options.moult, folder, report)
        compare_mutants(options.moult, programs, options, report)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
