"""Compares codecs with python3.11's: all functions of the module _codecs, the library's codecs, and the methods of str and bytes,
over generated input with every error handler. Both run codecs_probe.py."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report
from probes import compare_lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--count", type=int, default=80, help="calls for each subject")
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    compare_lines(report, options.moult, "codecs_probe.py", parts=8, arguments=[options.count],
                  subject_of=lambda question: " ".join(question.split(" ")[:2 if question.startswith("library") else 1]),
                  excused=lambda expected, got: False)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
