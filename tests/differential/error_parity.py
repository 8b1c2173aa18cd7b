"""Compares what moult's front end refuses with what CPython's does: whether, with which exception, message and places,
and the warnings; over listed programs, those of CPython's own tests, and mutants of the library. Whether a program is
refused must agree always, the rest in 98 of 100 cases."""
import argparse
import ast
import collections
import json
import os
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, HERE)
import error_cases
from library import find_files
from error_cases import Case
from error_mutants import mutants
from harness import PYTHON, Report, run

NESTING = {  # programs at CPython's limit of nesting and one past it
    "negation": ("-", "x", 5969),
    "not": ("not ", "x", 5969),
    "power": ("a**", "x", 2984),
    "conditional": ("a if b else ", "x", 5969),
    "lambda": ("lambda:", "x", 2984),
    "brackets": ("f(", "x", 201),
}
FIELDS = ("kind", "message", "lineno", "offset", "end_lineno", "end_offset", "text")
LIBRARY = "/usr/lib/python3.11"


def listed_cases():
    with open(os.path.join(HERE, "syntax_errors.txt")) as file:
        for line in file:
            if not line.startswith("#"):
                yield Case(ast.literal_eval(line), "exec", ast.PyCF_ONLY_AST)
    for head, tail, limit in NESTING.values():
        for count in (limit, limit + 1):
            yield Case(head * count + tail, "exec", ast.PyCF_ONLY_AST)


def can_be_given(case):
    """Lone surrogates never reach the parser."""
    try:
        if isinstance(case.source, str):
            case.source.encode()
    except UnicodeEncodeError:
        return False
    return True


def expected_error(case):
    """The fields of the error, or None."""
    error = None
    try:
        compile(case.source, "program", case.mode, case.flags, True)
    except SyntaxError as raised:
        error = [type(raised).__name__, raised.msg, raised.lineno, raised.offset, raised.end_lineno,
                 raised.end_offset, raised.text]
    except (ValueError, MemoryError, OverflowError) as raised:
        error = [type(raised).__name__, str(raised)] + [None] * 5
    except RecursionError as raised:
        # Where the parser was asked alone, it is only the making of objects of the `ast` module that failed.
        if not case.flags & ast.PyCF_ONLY_AST:
            error = [type(raised).__name__, str(raised)] + [None] * 5
    return error


def expected_warnings(case, caught, error):
    """The warnings that are caught already, sorted; and, where there is nothing worse, the error that the first becomes."""
    found = sorted((w.category.__name__, str(w.message), w.lineno) for w in caught)
    if not found or error:
        return found, None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return found, expected_error(case)


def actual_warnings(records, error):
    found = sorted(tuple(record[:3]) for record in records)
    return found, records[0][3] if records and not error else None


class Comparison:
    def __init__(self):
        self.cases = self.refused = self.decisions = self.errors = self.warnings = 0
        self.differences = collections.Counter()
        self.examples = {}

    def note(self, kind, case, expected, actual):
        self.differences[kind] += 1
        self.examples.setdefault(kind, []).append((case, expected, actual))

    def add(self, case, expected, expected_warned, actual, actual_warned):
        self.cases += 1
        self.refused += expected is not None
        if (expected is None) != (actual is None):
            self.decisions += 1
            self.note("refused by CPython only" if expected else "refused by moult only", case, expected, actual)
        elif expected != actual:
            self.errors += 1
            field = next(name for name, a, b in zip(FIELDS, expected, actual) if a != b)
            self.note(field, case, expected, actual)
        if expected_warned != actual_warned:
            self.warnings += 1
            self.note("warnings", case, expected_warned, actual_warned)

    def print_figures(self, name):
        def percent(bad, of):
            return 100.0 * (of - bad) / max(of, 1)
        print("%s: %d programs, %d refused by CPython" % (name, self.cases, self.refused))
        print("  accepted or refused alike   %9.4f %%  (%d differ)" % (percent(self.decisions, self.cases),
                                                                      self.decisions))
        print("  exception, message, places  %9.4f %%  (%d differ)" % (percent(self.errors, self.refused), self.errors))
        print("  warnings                    %9.4f %%  (%d differ)" % (percent(self.warnings, self.cases),
                                                                      self.warnings))


def compare(tool, cases, comparison):
    """Gives the cases to the tool in one go, and to CPython one by one. Returns a problem or None."""
    cases = [case for case in cases if can_be_given(case)]
    with tempfile.TemporaryFile() as programs:
        for case in cases:
            source = case.source.encode() if isinstance(case.source, str) else case.source
            kind = "text" if isinstance(case.source, str) else "bytes"
            programs.write(b"%s %d %s %d\n" % (case.mode.encode(), case.flags, kind.encode(), len(source)))
            programs.write(source + b"\n")
        programs.seek(0)
        process = subprocess.Popen([tool], stdin=programs, stdout=subprocess.PIPE)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for case in cases:
                line = process.stdout.readline()
                if not line:
                    return "the tool ended with exit code %d at %s" % (process.wait(), case)
                result = json.loads(line)
                del caught[:]
                error = expected_error(case)
                comparison.add(case, error, expected_warnings(case, caught, error), result["error"],
                               actual_warnings(result["warnings"], result["error"]))
    process.stdout.close()
    return "the tool ended with exit code %d" % process.returncode if process.wait() else None


def compare_scripts(moult, scripts, report):
    """Runs files with moult and CPython, and compares all that they print."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "script.py")
        for script in scripts:
            with open(path, "wb") as file:
                file.write(script)
            expected, actual = (run([*command, path], timeout=30) for command in ([PYTHON, "-E", "-B"], [moult]))
            same = (expected.code, expected.out, expected.err) == (actual.code, actual.out, actual.err)
            report.add("script %.60r" % script, None if same else "expected %r\nactual   %r" % (expected.err, actual.err))


def show(comparison, limit):
    for kind, count in comparison.differences.most_common():
        print("%6d differences in %s" % (count, kind))
        for case, expected, actual in comparison.examples[kind][:limit]:
            print("    %s %d %r" % (case.mode, case.flags, case.source[:1500]))
            print("        expected %s\n        actual   %s" % (expected, actual))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="the error_tool")
    parser.add_argument("--mutants", type=int, default=20000, help="how many mutants (default: 20000)")
    parser.add_argument("--seed", type=int, default=311, help="of the mutants")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="examples of each difference")
    parser.add_argument("--moult", help="run the scripts of CPython's tests, too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth script (default: all)")
    parser.add_argument("--results", help="leave the counts in this file")
    options = parser.parse_args()
    report = Report(options.results)
    groups = {
        "listed programs": lambda: listed_cases(),
        "CPython's tests": lambda: error_cases.collect()[0],
        "mutants": lambda: mutants(find_files([LIBRARY]), options.mutants, options.seed),
    }
    for name, make in groups.items():
        comparison = Comparison()
        problem = compare(options.tool, make(), comparison)
        comparison.print_figures(name)
        show(comparison, options.show)
        report.passed += comparison.cases - comparison.decisions - comparison.errors
        if problem:
            report.add(name, problem)
        if comparison.decisions:
            report.add(name, "%d programs are accepted by one and refused by the other" % comparison.decisions)
        if comparison.errors > 0.02 * comparison.refused:
            report.add(name, "more than 2 of 100 errors differ")
        if comparison.warnings > 0.02 * comparison.cases:
            report.add(name, "more than 2 of 100 warnings differ")
    if options.moult:
        compare_scripts(options.moult, error_cases.collect()[1][::options.every], report)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
