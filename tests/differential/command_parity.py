"""Compares what moult's commands print about a program with what the modules of CPython 3.11 print, over Python files:
`moult dis` with dis, `moult ast` with ast, `moult tokens` with tokenize, `moult symtable` with symtable.

Without files or folders it takes the standard library and its test suite. --seconds stops after that time: the files come in
an order that depends on --seed alone, so that the beginning is a sample.
"""
import argparse
import concurrent.futures
import os
import random
import subprocess
import sys
import time
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]
import command_references
from harness import Report
from library import find_files

LIBRARY = "/usr/lib/python3.11"


def first_difference(expected, actual):
    left, right = expected.splitlines(), actual.splitlines()
    at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
    shown = [f"line {at + 1}, of {len(left)} expected and {len(right)} printed"]
    for name, lines in (("expected", left), ("actual", right)):
        shown += [f"{name}: {line[:200]}" for line in lines[max(0, at - 1):at + 2]]
    return "\n".join(shown)


def problem_of(reference, moult, path, arguments):
    """What is wrong with the command's answer for one file, or None."""
    expected = reference.answer(path, arguments)
    run = subprocess.run([moult, reference.NAME, *arguments, path], capture_output=True, check=False, timeout=120)
    actual = command_references.Answer(run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace"),
                                       run.returncode)
    expected, actual = reference.comparable(expected), reference.comparable(actual)
    if expected == actual:
        return None
    if expected.code != actual.code:
        return f"exit code {actual.code}, expected {expected.code}\nexpected {expected.error}\nactual   {actual.error}"
    if expected.out != actual.out:
        return first_difference(expected.out, actual.out)
    return f"expected {expected.error}\nactual   {actual.error}"


def work(job):
    name, moult, path, arguments = job
    return problem_of(command_references.REFERENCES[name], moult, path, arguments)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True, choices=sorted(command_references.REFERENCES))
    parser.add_argument("--moult", required=True)
    parser.add_argument("--results", help="leave the counts in this file")
    parser.add_argument("--seconds", type=float, help="stop after that time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--with", dest="arguments", action="append", default=[], metavar="OPTION",
                        help="an option for both, as --with=-a; may be repeated")
    parser.add_argument("roots", nargs="*", default=[LIBRARY])
    options = parser.parse_args()
    files = list(find_files(options.roots))
    random.Random(options.seed).shuffle(files)
    warnings.simplefilter("ignore")
    report = Report(options.results)
    end = time.monotonic() + options.seconds if options.seconds else None
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        waiting = []
        jobs = iter([(options.command, options.moult, path, options.arguments) for path in files])
        while True:
            while len(waiting) < 4 * options.jobs and (end is None or time.monotonic() < end):
                job = next(jobs, None)
                if job is None:
                    break
                waiting.append((job[2], pool.submit(work, job)))
            if not waiting:
                break
            path, future = waiting.pop(0)
            report.progress.show(path)
            report.add(path, future.result())
    print(f"moult {options.command}: {report.passed} of {report.passed + len(report.failures)} files as python3.11 "
          f"(of {len(files)} in all)")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
