"""Runs the language programs in two interpreters of one process at the same time, and compares what they print and how
they end with CPython 3.11."""
import argparse
import sys
import tempfile
from pathlib import Path

from harness import ROOT, Outcome, Report, need_python, run
from run_language import Reference, find_programs, problem_of

# These are about what a process has once: its working folder, its signals, its children.
OF_THE_PROCESS = {"files", "exit_keyboard_interrupt", "exit_registered", "threads_interrupted", "stdlib_posix",
                  "stdlib_posix_processes"}

FLAGS = {
    "adaptive": ("--tier=adaptive",),
    "jit": ("--tier=jit", "--jit-sync", "--jit-threshold=1"),
    "jit-background": ("--tier=jit", "--jit-threshold=2"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="the executable two_interpreters")
    parser.add_argument("--mode", action="append", choices=FLAGS, help="run under this mode alone; may be repeated")
    parser.add_argument("--filter", action="append", help="only programs whose names contain this; may be repeated")
    parser.add_argument("--time-factor", type=float, default=1, help="multiplies every limit on time")
    parser.add_argument("--cache", default=str(ROOT / "build/reference"), help="folder for what CPython printed")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    need_python()
    report = Report(arguments.results)
    reference = Reference(Path(arguments.cache))
    programs = [program for program in find_programs(arguments.filter)
                if program.stem not in OF_THE_PROCESS and not program.stem.startswith("traceback_")
                and not program.with_suffix(".stdin").exists()]
    expected = {program: reference.outcome(program) for program in programs}
    for mode in arguments.mode or FLAGS:
        with tempfile.TemporaryDirectory(prefix="two_interpreters.") as folder:
            outcome = run([arguments.tool, folder, *FLAGS[mode], "--", *map(str, programs)],
                          timeout=600 * arguments.time_factor, cwd=folder, stdin=b"")
            report.add(f"the process ({mode})", None if outcome.code == 0 and not outcome.timed_out else
                       f"{outcome.ending}\n" + outcome.err.decode("utf-8", "backslashreplace")[-4000:])
            for number in range(2):
                for program in programs:
                    out, code = (Path(folder, str(number), program.stem + ending) for ending in (".out", ".code"))
                    if not code.exists():
                        problem = "did not come to its end"
                    else:
                        got = Outcome(int(code.read_text()), out.read_bytes(), b"", False)
                        problem = problem_of(program, expected[program], got)
                    report.add(f"{program.stem} (interpreter {number}, {mode})", problem)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
