"""Follows docs/plugins.md: takes the files of the page, builds the plugin outside of the sources as the page says, and compares what
the page's program and commands print with what the page says.
"""
import argparse
import os
import re
import shutil
import sys
from pathlib import Path

from harness import ROOT, Report, clean_environment, run
from page_examples import first_missing, squeezed

PAGE = ROOT / "docs/plugins.md"
FILE = re.compile(r"^`([\w./]+)`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"^`walk\.py`\n```python\n.*?^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
STEPS = re.compile(r"^```sh\n(cmake .*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"^```sh\n(\$ moult .*?)^```", re.MULTILINE | re.DOTALL)
TIERS = {"baseline": ["--tier=baseline"], "adaptive": ["--tier=adaptive"], "jit": ["--jit-sync", "--jit-threshold=8"],
         "jit-deopt": ["--jit-sync", "--jit-threshold=8", "--jit-deopt-every=3"]}


def build(report, folder, moult, text):
    for name, content in FILE.findall(text):
        (folder / name).write_text(content)
    (commands,) = STEPS.findall(text)
    for command in commands.replace("/path/to/moult/build/release", str(moult.parent)).splitlines():
        outcome = run(command.split(), cwd=folder, timeout=600, env=dict(os.environ))
        problem = None if outcome.code == 0 else outcome.ending + "\n" + (outcome.out + outcome.err).decode()[-3000:]
        report.add(command, problem)
        if problem:
            return False
    return True


def output(command, folder):
    outcome = run([str(part) for part in command], cwd=folder, timeout=120, env=clean_environment())
    return (outcome.out + outcome.err).decode()


def check_program(report, moult, folder, text):
    (expected,) = EXPECTED.findall(text)
    for tier, options in TIERS.items():
        found = output([moult, *options, "--plugin", "build/vectors.so", "walk.py"], folder)
        report.add(f"what walk.py prints, {tier}", None if found == expected else f"expected {expected}\nactual {found}")
    # The bodies are inlined: what is left is the making of the sum.
    found = output([moult, "--jit-sync", "--jit-dump=llvm", "--plugin", "build/vectors.so", "walk.py"], folder)
    calls = re.findall(r"call [^\n]*inttoptr[^\n]*", re.sub(r"[^\n]*musttail[^\n]*", "", found))
    report.add("traces inline the bodies", "\n".join(calls) or (None if "fadd" in found else found[-3000:]))


def check_commands(report, moult, folder, text):
    for block in COMMANDS.findall(text):
        for part in block.split("$ moult ")[1:]:
            command, *lines = part.splitlines()
            printed = [squeezed(line) for line in output([moult, *command.split()], folder).splitlines()]
            missing = first_missing([squeezed(line) for line in lines], printed)
            report.add(f"moult {command}", f"not printed: {missing}\n" + "\n".join(printed) if missing else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--folder", type=Path, required=True, help="where the plugin is built")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    text = PAGE.read_text()
    if build(report, arguments.folder, arguments.moult, text):
        check_program(report, arguments.moult, arguments.folder, text)
        check_commands(report, arguments.moult, arguments.folder, text)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
