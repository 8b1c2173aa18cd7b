"""Runs the programs in tests/language under moult and compares them with CPython 3.11: output, exit code and, for the
programs named traceback_*, error text.

A program is any *.py file there that does not begin with an underscore. One named stdlib_* runs only when
stdlib_ready.txt lists it. FILE.stdin beside FILE.py is its standard input.
"""
import argparse
import concurrent.futures
import difflib
import hashlib
import json
import os
import random
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness import PYTHON, ROOT, Outcome, Report, need_python, run, stop_everything


@dataclass(frozen=True)
class Mode:
    """One way to run a program: moult's flags, and how much longer than usual they may make it take."""
    flags: tuple
    time_factor: float = 1
    on_demand: bool = False
    without: tuple = ()  # programs that show what the mode changes


JIT = ("--tier=jit", "--jit-sync")
# What --jit-disable knows: the rows of the list of passes, and what a recording takes for granted.
PASSES = (*re.findall(r'PASS\(\w+, "(\w+)"', (ROOT / "jit/passes/pass_list.h").read_text()), "watch")

# Every mode is a test of its own in ctest (language.NAME), but for those run on demand, of which `--stress` takes all and
# ctest a sample. A new tier or stress mode is one more line here.
MODES = {
    "baseline": Mode(("--tier=baseline",)),
    "adaptive": Mode(("--tier=adaptive",)),
    "at-once": Mode(("--tier=adaptive", "--specialize-at-once"), time_factor=2),
    "jit": Mode((*JIT, "--jit-threshold=1"), time_factor=4),
    "jit-deopt": Mode((*JIT, "--jit-threshold=1", "--jit-deopt-every=7"), time_factor=8),
    "gc-stress": Mode(("--tier=adaptive", "--gc-stress=7"), time_factor=8, without=("gc_module",)),
    "gc-stress-1": Mode(("--tier=adaptive", "--gc-stress=1"), time_factor=40, on_demand=True,
                        without=("gc_module",)),
    "jit-gc-stress": Mode((*JIT, "--jit-threshold=1", "--gc-stress=7"), time_factor=16, on_demand=True,
                          without=("gc_module",)),
    "jit-at-once": Mode((*JIT, "--jit-threshold=1", "--specialize-at-once"), time_factor=8, on_demand=True),
    "alloc-malloc": Mode(("--tier=adaptive", "--alloc=malloc"), on_demand=True),
    "alloc-mimalloc": Mode(("--tier=adaptive", "--alloc=mimalloc"), on_demand=True),
    "jit-background": Mode(("--tier=jit", "--jit-threshold=2"), time_factor=4, on_demand=True),
    **{
        f"jit-threshold-{threshold}": Mode((*JIT, f"--jit-threshold={threshold}"), time_factor=4, on_demand=True)
        for threshold in (2, 5, 30, 300)
    },
    **{
        f"jit-deopt-every-{every}": Mode((*JIT, "--jit-threshold=1", f"--jit-deopt-every={every}"), time_factor=8,
                                         on_demand=True)
        for every in (1, 2, 3, 31)
    },
    **{
        f"jit-without-{name}": Mode((*JIT, "--jit-threshold=1", f"--jit-disable={name}"), time_factor=4, on_demand=True)
        for name in PASSES
    },
}

PROGRAMS = ROOT / "tests" / "language"
TIMEOUT = 30
REFERENCE = (PYTHON, "-E", "-B")
SHOWN_LINES = 24


def find_programs(filters):
    ready = set((PROGRAMS / "stdlib_ready.txt").read_text().split()) if (PROGRAMS / "stdlib_ready.txt").exists() else set()
    found = []
    for path in sorted(PROGRAMS.glob("*.py")):
        if path.name.startswith("_") or filters and not any(part in path.stem for part in filters):
            continue
        if path.name.startswith("stdlib_") and not {path.name, path.stem} & ready:
            continue
        found.append(path)
    return found


def execute(command, program, timeout):
    """Runs the program in an empty folder of its own, which vanishes afterwards."""
    stdin = program.with_suffix(".stdin")
    with tempfile.TemporaryDirectory(prefix="language.") as folder:
        return run([*command, str(program)], timeout=timeout, cwd=folder,
                   stdin=stdin.read_bytes() if stdin.exists() else b"")


class Reference:
    """What CPython makes of each program, kept in a folder until the program, or a file it may import, changes."""

    def __init__(self, cache):
        self.cache = cache
        digest = hashlib.sha256(run([PYTHON, "-VV"], timeout=TIMEOUT).out)
        for path in sorted(PROGRAMS.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (path.parent != PROGRAMS or path.name[0] == "_"):
                digest.update(str(path).encode() + b"\0" + path.read_bytes())
        self.common = digest.digest()

    def key(self, program):
        """A digest of the program and of all that it may read."""
        stdin = program.with_suffix(".stdin")
        return hashlib.sha256(self.common + str(program).encode() + b"\0" + program.read_bytes()
                              + (stdin.read_bytes() if stdin.exists() else b"")).hexdigest()[:40]

    def outcome(self, program):
        path = self.cache / self.key(program)
        if path.exists():
            kept = json.loads(path.read_text())
            return Outcome(kept["code"], bytes.fromhex(kept["out"]), bytes.fromhex(kept["err"]), False)
        outcome = execute(REFERENCE, program, TIMEOUT)
        if not outcome.timed_out:
            self.cache.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"code": outcome.code, "out": outcome.out.hex(), "err": outcome.err.hex()})
            with tempfile.NamedTemporaryFile("w", dir=self.cache, delete=False) as file:
                file.write(text)
            os.replace(file.name, path)
        return outcome


class Passed:
    """Which checks this very moult has passed already, kept in a file, so that a long run goes on where it was stopped."""

    def __init__(self, path, moult, reference):
        self.path = path
        self.reference = reference
        self.moult = digest_of_build(moult)
        self.keys = set(path.read_text().split()) if path.exists() else set()

    def key(self, job):
        mode, program = job
        return hashlib.sha256(repr((self.moult, MODES[mode].flags, self.reference.key(program))).encode()).hexdigest()[:40]

    def __contains__(self, job):
        return self.key(job) in self.keys

    def add(self, job):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a") as file:
            file.write(self.key(job) + "\n")


def digest_of_build(moult):
    """Of the command and of what it opens from its folder."""
    digest = hashlib.sha256()
    for path in (Path(moult), *sorted(Path(moult).parent.glob("libmoult_*.so")), *sorted(Path(moult).parent.glob("*.bc"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def difference(what, expected, got):
    lines = list(difflib.unified_diff(expected.decode("utf-8", "backslashreplace").splitlines(),
                                      got.decode("utf-8", "backslashreplace").splitlines(),
                                      f"{what} of python3.11", f"{what} of moult", n=1, lineterm=""))
    if not lines:
        return f"{what}: the lines are equal, their ends are not"
    shown = [line[:200] for line in lines[:SHOWN_LINES]]
    if len(lines) > len(shown):
        shown.append(f"... {len(lines) - len(shown)} more lines")
    return "\n".join(shown)


def problem_of(program, expected, got):
    """What is wrong with moult's outcome, or None."""
    if expected.timed_out:
        return "python3.11 itself ran out of time"
    problems = []
    if got.timed_out or got.code != expected.code:
        problems.append(f"moult {got.ending}; python3.11 {expected.ending}")
        problems += got.err.decode("utf-8", "backslashreplace").splitlines()[-6:]
    if got.out != expected.out:
        problems.append(difference("output", expected.out, got.out))
    if program.name.startswith("traceback_") and got.err != expected.err:
        problems.append(difference("error text", expected.err, got.err))
    return "\n".join(problems) or None


def chosen_modes(arguments):
    if arguments.mode:
        return arguments.mode
    if arguments.stress:
        return list(MODES)
    return [name for name, mode in MODES.items() if mode.on_demand == bool(arguments.sample)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command to test")
    parser.add_argument("--mode", action="append", choices=MODES, help="run under this mode alone; may be repeated")
    parser.add_argument("--filter", action="append", help="only programs whose names contain this; may be repeated")
    parser.add_argument("--stress", action="store_true",
                        help="run under all modes, or the given ones; what this moult has passed is not run again")
    parser.add_argument("--sample", type=int, metavar="N",
                        help="run N checks of those that are run on demand alone, picked by what this moult is")
    parser.add_argument("--passed", default=str(ROOT / "build/stress/passed.txt"), help="where --stress keeps what has passed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--time-factor", type=float, default=1, help="multiplies every limit on time")
    parser.add_argument("--results", help="leave the counts in this file")
    parser.add_argument("--cache", default=str(ROOT / "build/reference"), help="folder for what CPython printed")
    parser.add_argument("--list-modes", action="store_true", help="print the names of the modes and end")
    arguments = parser.parse_args()
    if arguments.list_modes:
        print("\n".join(name for name, mode in MODES.items() if not mode.on_demand))
        return 0

    need_python()
    report = Report(arguments.results)
    reference = Reference(Path(arguments.cache))
    programs = find_programs(arguments.filter)
    jobs = [(mode, program) for mode in chosen_modes(arguments) for program in programs
            if program.stem not in MODES[mode].without]
    if arguments.sample:
        jobs = random.Random(digest_of_build(arguments.moult)).sample(jobs, min(arguments.sample, len(jobs)))
    passed = Passed(Path(arguments.passed), arguments.moult, reference) if arguments.stress else None
    if passed:
        known = [job for job in jobs if job in passed]
        report.passed += len(known)
        print(f"{len(known)} of {len(jobs)} checks have been passed before", flush=True)
        jobs = [job for job in jobs if job not in passed]

    def check(job):
        mode, program = job
        timeout = TIMEOUT * MODES[mode].time_factor * arguments.time_factor
        got = execute((arguments.moult, *MODES[mode].flags), program, timeout)
        return problem_of(program, reference.outcome(program), got)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        try:
            for number, ((mode, program), problem) in enumerate(zip(jobs, pool.map(check, jobs)), 1):
                report.progress.show(f"[{number}/{len(jobs)}] {program.stem} ({mode})")
                report.add(f"{program.stem} ({mode})", problem)
                if passed and not problem:
                    passed.add((mode, program))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_everything()
            return 130
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
