"""Follows docs/first-specialization.md. With --extract, writes the page's C++ files into a folder, for the build; else runs
the tests that were built of them, and checks that a struct and its test are all that the page takes.

A file on the page is a code block with the file's name alone in the line before it.
"""
import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from harness import ROOT, Report, run

PAGE = ROOT / "docs/first-specialization.md"
FILE = re.compile(r"^`([\w./]+)`\n```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTRUCTION = re.compile(r'Specialization<[\w:]+, "(\w+)">')


def files_of_page():
    return FILE.findall(PAGE.read_text())


def extract(folder):
    """Writes the files, untouched where they are up to date, removes others, and prints their paths for CMake."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / name: text for name, text in files_of_page()}
    for path in set(folder.glob("*.cpp")) - set(files):
        path.unlink()
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    print("\n".join(map(str, files)))


def check_page(report, files):
    """That the page takes two new files: one struct, and its test beside it."""
    names = [name for name, _ in files]
    pair = len(names) == 2 and names[1] == names[0].removesuffix(".cpp") + "_test.cpp"
    report.add("the page has one source and its test", None if pair else f"it has {', '.join(names) or 'no files'}")
    text = "".join(text for name, text in files if not name.endswith("_test.cpp"))
    instructions = INSTRUCTION.findall(text)
    report.add("the source has one specialization", None if len(instructions) == 1 else f"it has {instructions}")
    report.add("one line registers it", None if text.count("MOULT_SPECIALIZE") == 1 else "there is not one such line")
    for instruction in instructions:  # a reader may have followed the page in this tree
        known = [str(path.relative_to(ROOT)) for layer in ("interp", "specializer")
                 for path in sorted((ROOT / layer).rglob("*")) if path.suffix in (".h", ".cpp")
                 and path.name not in names and instruction in path.read_text()]
        report.add(f"nothing else names {instruction}", f"found in {', '.join(known)}" if known else None)


def check_format(report, folder, files):
    for name, _ in files:
        outcome = run(["clang-format-19", "--dry-run", "-Werror", f"--style=file:{ROOT / '.clang-format'}",
                       str(folder / name)], timeout=60)
        report.add(f"{name} is formatted", outcome.err.decode() if outcome.code else None)


def run_tests(report, tests):
    with tempfile.NamedTemporaryFile(suffix=".json") as results:
        outcome = run([tests, "--gtest_brief=1", f"--gtest_output=json:{results.name}"], timeout=120)
        try:
            suites = json.loads(Path(results.name).read_text())["testsuites"]
        except (ValueError, KeyError):
            suites = []
    cases = [(f"{suite['name']}.{case['name']}", case) for suite in suites for case in suite["testsuite"]]
    for name, case in cases:
        failures = [failure["failure"] for failure in case.get("failures", [])]
        report.add(name, "\n".join(failures) if failures else None)
    if not cases or outcome.code and all("failures" not in case for _, case in cases):
        report.add("the tests ran", f"{tests} {outcome.ending}\n{(outcome.out + outcome.err).decode()}")


def check_extra_families(report, cmake, folder, files):
    """That a build with MOULT_EXTRA_FAMILIES takes the files in, without building it."""
    with tempfile.TemporaryDirectory() as build:
        outcome = run([cmake, "--preset", "release", "-B", build, f"-DMOULT_EXTRA_FAMILIES={folder}"], timeout=120,
                      cwd=ROOT)
        if outcome.code:
            report.add("MOULT_EXTRA_FAMILIES configures", (outcome.out + outcome.err).decode())
            return
        commands = json.loads((Path(build) / "compile_commands.json").read_text())
    for name, _ in files:
        target = "unit_tests" if name.endswith("_test.cpp") else "moult_specializer"
        built = any(command["file"] == str(folder / name) and f"{target}.dir" in command["command"] for command in commands)
        report.add(f"MOULT_EXTRA_FAMILIES adds {name}", None if built else f"{target} is built without it")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", type=Path, metavar="DIR", help="write the page's files there and print their paths")
    parser.add_argument("--tests", help="the executable built of them")
    parser.add_argument("--extracted", type=lambda text: Path(text).resolve(), help="the folder they were built from")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    if arguments.extract:
        extract(arguments.extract)
        return 0
    report = Report(arguments.results)
    files = files_of_page()
    check_page(report, files)
    stale = [name for name, text in files if (arguments.extracted / name).read_text() != text]
    report.add("what was built is what the page says", f"{stale} differ; build again" if stale else None)
    check_format(report, arguments.extracted, files)
    run_tests(report, arguments.tests)
    check_extra_families(report, arguments.cmake, arguments.extracted, files)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
