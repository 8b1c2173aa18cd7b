"""Checks the shape of the sources: length of files and folders, the purpose on top, no notes left behind."""
import argparse
import re
import subprocess
import sys
from collections import Counter

from harness import ROOT, Report

LONGEST_FILE = 800  # lines
FULLEST_FOLDER = 50  # C++ files, their tests included
CODE = (".h", ".cpp", ".py")

# What nobody should find in a finished source. Pieced together, so that this file passes too.
BANNED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|\b[Ii]ss" r"ue #?\d+|[\s\"'(`]/(?:wo" r"rk|ro" r"ot)/")


def listed_files():
    """The project's files: those git knows or would add; in a copy without git's records, all but what was built."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if listing.returncode == 0:
        names = set(listing.stdout.decode().split("\0")) - {""}
    else:
        names = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*")}
        names = {name for name in names if not {"build", ".git", "__pycache__"} & set(name.split("/"))}
    for name in sorted(names):
        if (ROOT / name).is_file():
            yield name, ROOT / name


def problems_of(name, text):
    lines = text.splitlines()
    if name.endswith(CODE) and len(lines) > LONGEST_FILE:
        yield f"{len(lines)} lines; split it by subject at the latest at {LONGEST_FILE}"
    if name.endswith((".h", ".cpp")) and not text.startswith("//"):
        yield "does not open with a comment that says its purpose"
    if name.endswith(".h") and "#pragma once" not in lines:
        yield "is a header without #pragma once"
    if name.endswith(CODE) and text and not text.endswith("\n"):
        yield "does not end with a newline"
    for number, line in enumerate(lines, 1):
        if match := BANNED.search(line):
            yield f"line {number}: {match[0].strip()!r} has no place in a finished source"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", help="leave the counts in this file")
    report = Report(parser.parse_args().results)
    folders = Counter()
    for name, path in listed_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if name.endswith((".h", ".cpp")):
            folders[path.parent] += 1
        report.add(name, "\n".join(problems_of(name, text)) or None)
    for folder, count in sorted(folders.items()):
        problem = f"{count} C++ files; split it by subject at the latest at {FULLEST_FOLDER}"
        report.add(f"{folder.relative_to(ROOT)}/", problem if count > FULLEST_FOLDER else None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
