"""Compares the syntax errors of moult's parser with CPython's: kind, message, places, text, over a list of programs."""
import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from harness import Report

NESTING = {  # programs at CPython's limit of nesting and one past it
    "negation": ("-", "x", 5969),
    "not": ("not ", "x", 5969),
    "power": ("a**", "x", 2984),
    "conditional": ("a if b else ", "x", 5969),
    "lambda": ("lambda:", "x", 2984),
    "brackets": ("f(", "x", 201),
}


def read_programs(path):
    with open(path) as file:
        for line in file:
            if not line.startswith("#"):
                yield ast.literal_eval(line)


def expected_error(program):
    try:
        compile(program, "program", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return [type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset,
                error.text]
    except (ValueError, MemoryError) as error:
        return [type(error).__name__, str(error)] + [None] * 5
    except RecursionError:
        pass  # parsed, and too deep only for objects of the `ast` module
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="the ast_dump_tool")
    parser.add_argument("--results", help="leave the counts in this file")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    report = Report(options.results)
    programs = list(read_programs(os.path.join(HERE, "syntax_errors.txt")))
    programs += [head * count + tail for head, tail, limit in NESTING.values() for count in (limit, limit + 1)]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, program in enumerate(programs):
            paths.append(os.path.join(folder, str(number)))
            with open(paths[-1], "wb") as file:
                file.write(program.encode())
        run = subprocess.run([options.tool, "--quiet"], input="".join(path + "\n" for path in paths), text=True,
                             stdout=subprocess.PIPE, check=False)
    lines = run.stdout.splitlines()
    if run.returncode or len(lines) != len(programs):
        report.add("the tool", "ended with exit code %d after %d programs" % (run.returncode, len(lines)))
    for program, line in zip(programs, lines):
        expected = expected_error(program)
        actual = json.loads(line[6:]) if line.startswith("error ") else None
        problem = None if expected == actual else "expected %s\nactual   %s" % (expected, actual)
        report.add(ascii(program[:80]), problem)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
