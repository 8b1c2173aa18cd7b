"""Runs every micro-benchmark as shortly as can be and checks what it leaves: each one that is listed has a figure above
zero, and none has ended with an error."""
import argparse
import json
import sys
import tempfile
from pathlib import Path

from harness import Report, run

SHORTEST = "--benchmark_min_time=0.0001"
PARTS = {"allocator", "collector", "dict", "set", "dispatch", "translation", "startup"}  # and, with the trace tier:
TRACE_PARTS = {"passes", "compile"}


def problem_of(result):
    """What is wrong with a result, or None."""
    if result.get("error_occurred"):
        return result["error_message"]
    figures = {name: value for name, value in result.items() if name.startswith("per_") and name != "per_family_instance_index"}
    if len(figures) != 1:
        return f"it has {len(figures)} figures instead of one"
    (name, value), = figures.items()
    return None if 0 < value < 10 else f"{name} is {value} seconds"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="the micro-benchmarks")
    parser.add_argument("--without-traces", action="store_true", help="the build has no trace tier")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)

    listing = run([arguments.tool, "--benchmark_list_tests"], timeout=60)
    names = listing.out.decode().split()
    missing = (PARTS if arguments.without_traces else PARTS | TRACE_PARTS) - {name.split("/")[0] for name in names}
    report.add("every part has benchmarks", f"none of {', '.join(sorted(missing))}" if missing else None)
    with tempfile.TemporaryDirectory(prefix="micro.") as folder:
        path = Path(folder) / "results.json"
        outcome = run([arguments.tool, SHORTEST, f"--benchmark_out={path}", "--benchmark_out_format=json"], timeout=240)
        report.add("all of them run", None if outcome.code == 0 and not outcome.timed_out else
                   f"it {outcome.ending}\n" + outcome.err.decode(errors="replace")[-2000:])
        results = json.loads(path.read_text())["benchmarks"] if path.exists() and path.stat().st_size else []
    found = {result["name"].removesuffix("/manual_time"): result for result in results}
    for name in names:
        name = name.removesuffix("/manual_time")
        report.add(name, problem_of(found[name]) if name in found else "it left no result")

    refused = run([arguments.tool, "--benchmark_filter=^there is no such benchmark$"], timeout=60)
    report.add("a filter that fits nothing is an error", None if refused.code else "the exit code is 0")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
