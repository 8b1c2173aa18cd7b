"""Compares the order of sets with python3.11's, after thousands of random operations: both interpreters run
set_order_probe.py with the same hash seed, and print their sets after each."""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import PYTHON, ROOT, Report, clean_environment, run

PROBE = Path(__file__).with_name("set_order_probe.py")
AT_ONCE = 50  # seeds that one process works off


def parts(program, begin, end, hash_seed):
    """What the probe printed for each seed, and how it ended if not well."""
    ran = run([program, str(PROBE), str(begin), str(end)], timeout=280, env=clean_environment(PYTHONHASHSEED=hash_seed))
    printed = ran.out.decode(errors="replace").split("seed ")[1:]
    problem = None if ran.code == 0 else f"{ran.ending}: {ran.err.decode(errors='replace')[-500:]}"
    return printed, problem


def first_difference(expected, got):
    left, right = expected.split("\n"), got.split("\n")
    for i in range(max(len(left), len(right))):
        a, b = "".join(left[i:i + 1]), "".join(right[i:i + 1])
        if a != b:
            before = left[i - 1][:300] if i else ""
            return f"before   {before}\nexpected {a[:300]}\nactual   {b[:300]}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--seeds", type=int, default=600, help="how many sequences of operations")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    for begin in range(options.first, options.first + options.seeds, AT_ONCE):
        end = min(begin + AT_ONCE, options.first + options.seeds)
        hash_seed = str(begin // AT_ONCE * 37)
        expected, broken = parts(PYTHON, begin, end, hash_seed)
        got, problem = parts(options.moult, begin, end, hash_seed)
        report.add(f"seeds {begin} to {end} ran", broken or problem)
        for i in range(len(expected)):
            report.add(f"seed {begin + i}", first_difference(expected[i], got[i] if i < len(got) else ""))
        report.progress.show(f"set order: {end} seeds")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
