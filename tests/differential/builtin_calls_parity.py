"""Compares the methods and functions of the builtin types with python3.11's: each is called with nothing, too much, keywords,
and things of all types (builtin_calls_probe.py), and each special method gives every kind of answer (protocol_probe.py).
Results, exceptions, messages and warnings must be the same."""
import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report
from probes import compare_lines

MEMORY = 4_000_000  # KiB: what asks for more gets a MemoryError from both
# What is different on purpose: a pattern for the line "question -> answer" of python3.11, and why.
EXCUSED = [
]
EXCUSED = [(re.compile(pattern, re.DOTALL), reason) for pattern, reason in EXCUSED]


def is_excused(expected, got):
    return any(pattern.search(expected) for pattern, reason in EXCUSED)


def subject_of_call(question):
    return re.split(r"[( ]", question, maxsplit=1)[0] if not question.startswith(("names of", "bases of")) else question


def subject_of_protocol(question):
    return question.split(" ")[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    compare_lines(report, options.moult, "builtin_calls_probe.py", 12, subject_of_call, is_excused, memory=MEMORY)
    compare_lines(report, options.moult, "protocol_probe.py", 12, subject_of_protocol, is_excused, memory=MEMORY)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
