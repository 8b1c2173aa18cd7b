"""Runs the examples of pages of the documentation: programs (a block of Python behind its file's name) and shell blocks that
begin with `$ moult ...`, whose lines moult has to print in this order. Spaces do not count; a line `...` leaves lines out.
"""
import argparse
import re
import sys
import tempfile
from pathlib import Path

from harness import ROOT, Report, run

PROGRAM = re.compile(r"^`(\w+\.py)`\n```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^```sh\n\$ moult ([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("docs/compiler.md",)


def squeezed(line):
    return re.sub(r" at 0x[0-9a-f]+", "", " ".join(line.split()))


def first_missing(wanted, printed):
    """The first of the lines that does not come behind those before it, or None."""
    rest = iter(printed)
    for line in wanted:
        if line != "..." and not any(line in found for found in rest):
            return line
    return None


def check_examples(report, moult, page, folder):
    text = page.read_text()
    for name, program in PROGRAM.findall(text):
        (folder / name).write_text(program)
    for command, lines in COMMAND.findall(text):
        outcome = run([moult, *command.split()], cwd=folder, timeout=60)
        printed = [squeezed(line) for line in outcome.out.decode().splitlines()]
        missing = first_missing([squeezed(line) for line in lines.splitlines()], printed)
        name = f"{page.name}: moult {command}"
        report.add(name, f"not printed, or not there: {missing}\n" + "\n".join(printed) if missing else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            check_examples(report, arguments.moult, ROOT / page, Path(folder))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
