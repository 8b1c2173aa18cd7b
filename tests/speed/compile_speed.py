"""Measures how long compile() takes for every file of the standard library under moult and under python3.11, each timed
inside of its process. The two take turns, a few files at a time, so that both meet the same machine; each turn counts the
best of --repeat. Prints the sums and their ratio; with --limit, fails when the ratio is above it.
"""
import argparse
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from harness import PYTHON, ROOT, Report, clean_environment, need_python

WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compile_worker.py")
FILES_A_TURN = 20


class Worker:
    def __init__(self, interpreter):
        self.process = subprocess.Popen([interpreter, WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL, env=clean_environment())

    def compile(self, files):
        self.process.stdin.write("\t".join(files) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def find_files(roots, every):
    files = []
    for root in roots:
        for folder, folders, names in os.walk(root):
            folders.sort()
            files += sorted(os.path.join(folder, name) for name in names if name.endswith(".py"))
    return files[::every]


def measure(moult, files, repeat):
    """Seconds of moult and of python3.11."""
    workers = [Worker(moult), Worker(PYTHON)]
    totals = [0.0, 0.0]
    for start in range(0, len(files), FILES_A_TURN):
        best = [float("inf")] * 2
        for turn in range(repeat):
            for which in (0, 1) if turn % 2 == 0 else (1, 0):
                best[which] = min(best[which], workers[which].compile(files[start:start + FILES_A_TURN]))
        totals = [total + seconds for total, seconds in zip(totals, best)]
    for worker in workers:
        worker.process.stdin.close()
        worker.process.wait()
    return totals


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth file")
    parser.add_argument("--limit", type=float, help="the ratio that may not be exceeded")
    parser.add_argument("--results", help="leave the counts in this file")
    parser.add_argument("roots", nargs="*", default=["/usr/lib/python3.11"])
    arguments = parser.parse_args()
    need_python()
    files = find_files(arguments.roots, arguments.every)
    size = sum(os.path.getsize(path) for path in files)
    moult, python = measure(arguments.moult, files, arguments.repeat)
    ratio = moult / python
    print(f"{len(files)} files, {size / 1e6:.1f} MB: moult {moult:.3f} s, python3.11 {python:.3f} s, ratio {ratio:.3f}")
    if arguments.limit is None:
        return 0
    report = Report(arguments.results)
    slow = f"the ratio is {ratio:.3f}, above {arguments.limit}" if ratio > arguments.limit else None
    report.add("compile() of the library", slow)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
