"""Compares numbers with python3.11's, to the last digit: all functions of the module math, the arithmetic, powers, text,
formats and conversions of float, complex and int, on thousands of points each. Both run numbers_probe.py."""
import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report
from probes import compare_lines

# What is different on purpose: texts, and how the module was found.
NOT_COMPARED = ("__doc__ ", "__loader__ ", "__spec__ ", "__file__ ")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--points", type=int, default=2000, help="random points for each function")
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    compare_lines(report, options.moult, "numbers_probe.py", parts=12, arguments=[options.points],
                  subject_of=lambda question: re.split(r" [(\[]", question, maxsplit=1)[0],
                  excused=lambda expected, got: expected.startswith(NOT_COMPARED))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
