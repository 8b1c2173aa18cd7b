"""Checks the verifier of bytecode from both sides: it passes every .pyc file of the installed library, and what it passes of
randomly changed code runs without a crash."""
import argparse
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report, clean_environment

PROGRAMS = Path(__file__).with_name("mutant_programs.py")
PATIENCE = 0.25  # seconds without progress after which a mutant is interrupted


def run_mutants(moult, seed, count):
    """(exit code, last line) of one process of mutants."""
    process = subprocess.Popen([moult, "--tier=adaptive", str(PROGRAMS), str(seed), str(count)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=clean_environment())
    text, interrupts = b"", 0
    while True:
        if select.select([process.stdout], [], [], PATIENCE)[0]:
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                return process.wait(), text.rstrip(b"\n").split(b"\n")[-1].decode(errors="replace")
            text, interrupts = (text + piece)[-2000:], 0
            continue
        interrupts += 1
        # Some loops listen to no interrupt, python3.11's either: a handler that leads to itself.
        process.send_signal(signal.SIGINT if interrupts < 8 else signal.SIGKILL)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--tool", default=str(ROOT / "build/release/tests/verify_tool"))
    parser.add_argument("--processes", type=int, default=6)
    parser.add_argument("--mutants", type=int, default=200, help="mutants to a process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results")
    parser.add_argument("roots", nargs="*", default=["/usr/lib/python3.11"])
    options = parser.parse_args()
    report = Report(options.results)
    files = [str(path) for root in options.roots for path in sorted(Path(root).rglob("*.pyc"))]
    tool = subprocess.run([options.tool, "--mutants", "2"], input="\n".join(files).encode(), stdout=subprocess.PIPE,
                          check=False)
    lines = tool.stdout.decode(errors="replace").rstrip().split("\n")
    print(lines[-1])
    report.add("the .pyc files of the library", None if tool.returncode == 0 else "\n".join(lines[-20:]))
    for seed in range(options.seed, options.seed + options.processes):
        code, last = run_mutants(options.moult, seed, options.mutants)
        ended = code == -signal.SIGKILL or code == 0 and "were refused" in last
        report.add(f"mutants of seed {seed}", None if ended else f"exit code {code} at mutant {last}")
        report.progress.show(f"seed {seed}: {last}")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
