"""Follows docs/reasons.md: applies the patch on that page, a new instruction and a new reason, to a copy of the tree, builds moult
there, and runs the page's program in all tiers. Objects that the patch leaves alone come from ccache.
"""
import argparse
import re
import sys
from pathlib import Path

from harness import ROOT, Report, clean_environment, run
from operator_tutorial import copy_tree, must

PATCH = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^`convert\.py`\n```python\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
REASON = "back-off 3: the container is a bytearray, which no specialization is for"


def check(report, moult, folder, page):
    program, expected = PROGRAM.search(page).groups()
    (folder / "convert.py").write_text(program)

    def output(*arguments):
        outcome = run([str(moult), *arguments], cwd=folder, timeout=120, env=clean_environment())
        return (outcome.out + outcome.err).decode()

    def expect(what, word, text):
        report.add(what, None if word in text else f"{word!r} is not in:\n{text[-2500:]}")

    for tier in ("baseline", "adaptive", "jit"):
        found = output(f"--tier={tier}", *(["--jit-threshold=8", "--jit-sync"] if tier == "jit" else []), "convert.py")
        report.add(f"what convert.py prints, {tier}", None if found == expected else f"expected {expected}\nactual {found}")
    wordcode = output("dis", "convert.py")
    expect("the wordcode", "CONVERT_VALUE            2\n", wordcode)
    executable = output("dis", "--executable", "--run", "convert.py")
    expect("the executable code", "CONVERT_VALUE                  2\n", executable)
    expect("the reason", REASON, executable)
    expect("the page quotes it", REASON, page)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the copy of the tree stands, from run to run")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    folder = arguments.folder.resolve()
    copy_tree(folder)
    page = (ROOT / "docs/reasons.md").read_text()
    (patch,) = PATCH.findall(page)
    (folder / "reasons.patch").write_text(patch)
    build = folder / "build/release"
    steps = [("the patch applies", ["git", "apply", "reasons.patch"], 60),
             ("it configures", [arguments.cmake, "--preset", "release", "-DMOULT_TESTS=OFF"], 120),
             ("it builds", [arguments.cmake, "--build", str(build), "--target", "moult"], 1500)]
    if all(must(report, what, command, folder, timeout) for what, command, timeout in steps):
        check(report, build / "moult", folder, page)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
