"""Tests of `moult bench` from outside, with python3.11 standing in for the configurations, so that each kind of failure
can be made to happen.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import PYTHON, ROOT, Report, clean_environment, need_python, run

TIMEOUT = 60

# Behaves as its one -X option says. Without one it prints, takes some milliseconds, and ends well. It has no main().
PROGRAM = """\
import sys
print("first line")
if "differ" in sys._xoptions:
    print("another line")
else:
    print("second line")
if "fail" in sys._xoptions:
    raise ValueError("on purpose")
if "hang" in sys._xoptions:
    import time
    time.sleep(600)
"""

# Has a main(), which behaves as the -X option says, from a certain call on.
CALLED = """\
import sys
print("loading")
calls = 0
def main():
    global calls
    calls += 1
    print(sum(range(100000 if calls > 2 else 300000)) and "called")
    if calls == 3 and "differ" in sys._xoptions:
        print("once more")
    if calls == 2 and "fail" in sys._xoptions:
        raise ValueError("on purpose")
    if calls == 2 and "exit" in sys._xoptions:
        sys.exit()
if __name__ == "__main__":
    main()
"""

SAME = f"same={PYTHON} -S -E"


class Bench:
    """Runs `moult bench` over the programs in a folder."""

    def __init__(self, moult, folder):
        self.moult = moult
        self.folder = folder
        (folder / "program.py").write_text(PROGRAM)
        (folder / "called.py").write_text(CALLED)

    def command(self, *arguments):
        return [self.moult, "bench", "--programs", str(self.folder), "--seconds", "0.1", *arguments]

    def run(self, *arguments):
        return run(self.command(*arguments), timeout=TIMEOUT, cwd=self.folder)


def missing(text, *words):
    """Which words are not in the text, as a problem; or None."""
    absent = [word for word in words if word.encode() not in text]
    if not absent:
        return None
    return f"not printed: {absent}; but:\n" + text.decode("utf-8", "replace")


def ended(outcome, code):
    if outcome.code == code and not outcome.timed_out:
        return None
    return f"{outcome.ending}, not with exit code {code}\n" + outcome.err.decode("utf-8", "replace")


def check_table(bench):
    outcome = bench.run("--configs", f"python3.11,{SAME}", "--runs", "3")
    return ended(outcome, 0) or missing(
        outcome.out, "\ncalled ", "\nprogram * ", "*: has no main()", "\ngeometric mean", "/ python3.11", "\nWarm-up: ",
        "\npeak memory, MiB", "\nstartup ", "\none run ") or missing(outcome.err, "[run 3/3] called")


def check_intervals(bench):
    outcome = bench.run("--configs", f"python3.11,{SAME}", "--runs", "3", "--full")
    return ended(outcome, 0) or missing(outcome.out, "bootstrap interval", "x [")


def check_one_program(bench):
    outcome = run([bench.moult, "bench", "--programs", str(bench.folder / "called.py"), "--configs", SAME, "--runs", "1",
                   "--seconds", "0.1"], timeout=TIMEOUT)
    if b"program *" in outcome.out:
        return "measured a program that was not asked for"
    return ended(outcome, 0) or missing(outcome.out, "called")


def check_main_that_needs_more(bench):
    """A main() that cannot be called from outside leaves the program to whole processes."""
    (bench.folder / "called.py").write_text("def main():\n    print(size)\nif __name__ == '__main__':\n    size = 3\n    main()\n")
    (bench.folder / "program.py").write_text("import sys\ndef main(arguments):\n    return 0\nsys.exit(main(sys.argv))\n")
    outcome = bench.run("--configs", SAME, "--runs", "1")
    return ended(outcome, 0) or missing(outcome.out, "called * ", "program * ")


def check_json(bench):
    path = bench.folder / "results.json"
    outcome = bench.run("--configs", f"python3.11,{SAME}", "--runs", "2", "--json", str(path))
    if problem := ended(outcome, 0):
        return problem
    document = json.loads(path.read_text())
    names = {benchmark["metadata"]["name"] for benchmark in document["benchmarks"]}
    wanted = {f"{program} ({name})" for program in ("program", "called", "startup") for name in ("python3.11", "same")}
    if document["version"] != "1.0" or names != wanted:
        return f"version {document['version']}, benchmarks {sorted(names)}"
    for benchmark in document["benchmarks"]:
        called = benchmark["metadata"]["name"].startswith("called")
        if len(benchmark["runs"]) != (20 if benchmark["metadata"]["name"].startswith("startup") else 2):
            return f"{len(benchmark['runs'])} runs of {benchmark['metadata']['name']}"
        for one in benchmark["runs"]:
            warm_ups = one.get("warmups", [])
            if called != bool(warm_ups) or called != (len(one["values"]) > 1):
                return f"not as many values and warm-ups as expected: {one}"
            if any(loops != 1 or not 0 < seconds < TIMEOUT for loops, seconds in warm_ups):
                return f"unlikely warm-ups: {one}"
            if called and not 2 * min(one["values"]) < warm_ups[0][1]:
                return f"the first call does three times the work, but: {one}"
            if not 0 < one["values"][0] < TIMEOUT or one["metadata"]["mem_max_rss"] < 1 << 20:
                return f"an unlikely run: {one}"
    return None


def check_options_in_json(bench):
    """The effective options of each configuration that is a moult, whatever set them."""
    path = bench.folder / "results.json"
    (bench.folder / "called.py").unlink()
    command = bench.command("--configs", f"baseline,own=moult --specialize-after=5,{SAME}", "--runs", "1", "--json", str(path))
    outcome = run(command, timeout=TIMEOUT, cwd=bench.folder, env=clean_environment(MOULT_ALLOC="malloc"))
    if problem := ended(outcome, 0):
        return problem
    found = {}
    for benchmark in json.loads(path.read_text())["benchmarks"]:
        metadata = benchmark["metadata"]
        if any(not isinstance(value, (str, int, float)) for value in metadata.values()):
            return f"not a text or a number, as pyperf wants it: {metadata}"
        found[metadata["moult_config"]] = [metadata.get(name) for name in (
            "moult_option_tier", "moult_option_specialize_after", "moult_option_alloc", "moult_options_given")]
    tier = "jit" if b"--jit-sync" in run([bench.moult, "--help"], timeout=TIMEOUT).out else "adaptive"
    wanted = {"baseline": ["baseline", 8, "malloc", "tier (flag), alloc (variable)"],
              "own": [tier, 5, "malloc", "specialize_after (flag), alloc (variable)"],
              "same": [None, None, None, None]}
    return None if found == wanted else f"{found}"


def check_moult_without_options(bench):
    """A moult that cannot tell its options is measured all the same."""
    old = bench.folder / "moult"
    old.write_text(f'#!/bin/sh\ncase "$*" in *--dump-options*) exit 2;; esac\nexec {PYTHON} -S -E "$@"\n')
    old.chmod(0o755)
    (bench.folder / "called.py").unlink()
    outcome = bench.run("--configs", f"old={old}", "--runs", "1", "--json", str(bench.folder / "results.json"))
    return ended(outcome, 0) or missing(outcome.err, "the options of configuration old are not recorded")


def check_different_output(bench):
    outcome = bench.run("--configs", f"python3.11,odd={PYTHON} -S -E -Xdiffer", "--runs", "2")
    return ended(outcome, 1) or missing(
        outcome.err, "program program under configuration odd printed something different from python3.11 at line 2",
        "expected: second line", "printed:  another line",
        "program called under configuration odd printed something different from python3.11 at line 2 of call 3",
        "printed:  once more") or missing(outcome.out, "failed")


def check_failure(bench):
    outcome = bench.run("--configs", f"python3.11,odd={PYTHON} -S -E -Xfail", "--runs", "2")
    return ended(outcome, 1) or missing(
        outcome.err, "program program under configuration odd ended with exit code 1", "ValueError: on purpose",
        "program called under configuration odd ended with exit code 1")


def check_early_end(bench):
    outcome = bench.run("--configs", f"python3.11,odd={PYTHON} -S -E -Xexit", "--runs", "2")
    return ended(outcome, 1) or missing(outcome.err, "program called under configuration odd ended well, but before")


def check_trace_tier(bench):
    """A command that refuses --tier=jit, as a moult without the tier does."""
    outcome = bench.run("--configs", "jit", "--moult", "/bin/false")
    return ended(outcome, 2) or missing(outcome.err, "configuration jit: /bin/false has no working trace tier")


def check_crash(bench):
    (bench.folder / "program.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    outcome = bench.run("--configs", "python3.11", "--runs", "1")
    return ended(outcome, 1) or missing(
        outcome.err, "program program under configuration python3.11 was killed by signal 11 (Segmentation fault)")


def check_timeout(bench):
    outcome = bench.run("--configs", f"python3.11,odd={PYTHON} -S -E -Xhang", "--runs", "1", "--timeout", "1")
    return ended(outcome, 1) or missing(
        outcome.err, "program program under configuration odd ran out of time and was killed after 1 s")


def check_missing_command(bench):
    outcome = bench.run("--configs", "odd=/no/such/command", "--runs", "1")
    return ended(outcome, 1) or missing(
        outcome.err, "under configuration odd could not be started: No such file or directory")


def check_unknown_names(bench):
    first = bench.run("--configs", "adaptve")
    second = run([bench.moult, "bench", "--programs", "no_such_program"], timeout=TIMEOUT)
    third = bench.run("--json", "/no/such/folder/file.json")
    return (ended(first, 2) or missing(first.err, "no such configuration: adaptve")
            or ended(second, 2) or missing(second.err, "no such program: no_such_program")
            or ended(third, 2) or missing(third.err, "cannot write /no/such/folder/file.json"))


def check_interruption(bench):
    mark = f"-Xmark{os.getpid()}"
    command = bench.command("--configs", f"odd={PYTHON} -S -E -Xhang {mark}", "--runs", "1")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=clean_environment()) as process:
        deadline = time.monotonic() + 20
        while not running(mark, "program.py") and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        try:
            _, text = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            return "still ran 20 seconds after Ctrl-C"
    if process.returncode != 130:
        return f"ended with {process.returncode}, not 130"
    if running(mark, "program.py"):
        return "left its child running"
    return missing(text, "moult bench: interrupted")


def running(*words):
    """Whether a process other than the runner itself has all the words among its arguments."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if all(any(argument.endswith(word.encode()) for argument in arguments) for word in words) and b"bench" not in arguments:
            return True
    return False


CHECKS = [check_table, check_intervals, check_one_program, check_main_that_needs_more, check_json, check_options_in_json,
          check_moult_without_options, check_different_output,
          check_failure, check_early_end, check_trace_tier, check_crash, check_timeout, check_missing_command, check_unknown_names, check_interruption]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command to test")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    need_python()
    report = Report(arguments.results)
    for check in CHECKS:
        name = check.__name__.removeprefix("check_").replace("_", " ")
        report.progress.show(name)
        with tempfile.TemporaryDirectory(prefix="bench.") as folder:
            try:
                problem = check(Bench(os.path.abspath(arguments.moult), Path(folder).resolve()))
            except (OSError, ValueError, KeyError) as error:
                problem = f"no usable results: {error}"
            report.add(name, problem)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
