"""Runs the command lines of cli_cases.py under moult, and compares them with python3.11 where it has the same."""
import argparse
import concurrent.futures
import os
import re
import shlex
import signal
import sys
import tempfile
from pathlib import Path

from cli_cases import ALIVE, ALL, CASES, LAST
from harness import PYTHON, ROOT, Report, clean_environment, need_python, run, stop_everything

TIMEOUT = 30


def execute(program, case, folder):
    """Runs the case with `program`; its files lie in the folder already. Returns the outcome."""
    arguments = [argument.replace("{here}", str(folder)) for argument in case.arguments]
    command = [*program, *arguments]
    if case.shell:
        command = ["/bin/sh", "-c", case.shell.replace("$PROGRAM", shlex.join(program))]
    return run(command, timeout=TIMEOUT, stdin=case.stdin, cwd=folder, env=clean_environment())


def shown(text):
    lines = text.decode("utf-8", "backslashreplace").splitlines()
    return lines[:6] + [f"... {len(lines) - 10} lines ..."] + lines[-4:] if len(lines) > 12 else lines


def normalized(text, name):
    """The error text with the command's own name replaced, so that `moult: ...` and `python3.11: ...` are equal."""
    return re.sub(rb"^(?:%s|\S*/)?(?:moult|python3\.11|%s): " % (re.escape(name), re.escape(name.rpartition(b"/")[2])),
                  b"PROGRAM: ", text, flags=re.MULTILINE)


def last_line(text):
    return (text.rstrip(b"\n").split(b"\n") or [b""])[-1]


def differences(case, got, expected, moult):
    if got.code != expected.code:
        yield f"moult {got.ending}; python3.11 {expected.ending}"
        yield from shown(got.err)
    if got.out != expected.out:
        yield from ["python3.11 printed:", *shown(expected.out), "moult printed:", *shown(got.out)]
    got_err = normalized(got.err, moult.encode())
    expected_err = normalized(expected.err, PYTHON.encode())
    if case.compare == LAST:
        got_err, expected_err = last_line(got_err), last_line(expected_err)
    if case.compare in (ALL, LAST) and got_err != expected_err:
        yield from ["error text of python3.11:", *shown(expected_err), "error text of moult:", *shown(got_err)]


def own_problems(case, got):
    """For cases that only moult has."""
    if got.code != case.code:
        yield f"moult {got.ending}, not with exit code {case.code}"
        yield from shown(got.err)
    for stream, text, words in (("output", got.out, case.out_has), ("error text", got.err, case.err_has)):
        for word in words:
            if word.encode() not in text:
                yield f"{word!r} is not in the {stream}:"
                yield from shown(text)


def problem_of(case, moult):
    """Runs the case; what is wrong with it, or None."""
    with tempfile.TemporaryDirectory(prefix="cli.") as base:
        folder = Path(base).resolve() / "here"
        folder.mkdir()
        for name, content in case.files.items():
            (folder / name).write_bytes(content)
        got = execute([moult], case, folder)
        if not case.compare:
            return "\n".join(own_problems(case, got)) or None
        expected = got if case.compare == ALIVE else execute([PYTHON, "-E", "-B"], case, folder)
        # CPython ends by SIGINT after a KeyboardInterrupt that nobody caught; nothing else may kill moult.
        if got.timed_out or got.code < 0 and (got.code != -signal.SIGINT or got.code != expected.code):
            return "\n".join([f"moult {got.ending}", *shown(got.err)])
        return "\n".join(differences(case, got, expected, moult)) or None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command to test")
    parser.add_argument("--filter", action="append", help="only cases whose names contain this; may be repeated")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    need_python()
    report = Report(arguments.results)
    cases = [case for case in CASES if not arguments.filter or any(part in case.name for part in arguments.filter)]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        try:
            problems = pool.map(lambda case: problem_of(case, arguments.moult), cases)
            for number, (case, problem) in enumerate(zip(cases, problems), 1):
                report.progress.show(f"[{number}/{len(cases)}] {case.name}")
                report.add(case.name, problem)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_everything()
            return 130
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
