"""Follows the pages that add something to the machine: an operator (docs/almost-equal.md), a reason with an instruction
(docs/reasons.md), an option (docs/options.md), a pass (docs/jit.md). Applies their patches to one copy of the tree, one after the other, builds moult
there once, and has each page's checks look at it. Objects that the patches leave alone come from ccache.
"""
import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import added_operator
import added_option
import added_pass
import added_reason
from harness import ROOT, Report, run

PAGES = (added_operator, added_reason, added_option, added_pass)


def files_of_tree():
    """The files that a checkout has; in a copy without git's records, all but what was built."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if listing.returncode == 0:
        return [name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    names = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(name) for name in names if not {"build", ".git", "__pycache__"} & set(name.parts)]


def copy_tree(folder):
    """Copies what differs, so that a later run in the same folder builds only that again."""
    names = set(files_of_tree())
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        name = path.relative_to(folder)
        if name.parts[0] != "build" and str(name) not in names:
            path.unlink()
    for name in names:
        target = folder / name
        if target.exists() and target.read_bytes() == (ROOT / name).read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        shutil.copymode(ROOT / name, target)


def must(report, what, command, cwd, timeout):
    # With the caller's environment, for ccache; to git, the copy is no part of a repository around it.
    env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(cwd.parent)}
    outcome = run(command, cwd=cwd, timeout=timeout, env=env)
    report.add(what, None if outcome.code == 0 else outcome.ending + "\n" + (outcome.out + outcome.err).decode()[-3000:])
    return outcome.code == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the copy of the tree stands, from run to run")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    folder = arguments.folder.resolve()
    copy_tree(folder)
    build = folder / "build/release"
    steps = []
    for page in PAGES:
        name = page.PAGE.stem + ".patch"
        (folder / name).write_text(page.patch())
        steps.append((f"the patch of {page.PAGE.name} applies", ["git", "apply", name], 60))
    steps += [("it configures", [arguments.cmake, "--preset", "release", "-DMOULT_TESTS=OFF"], 120),
              ("it builds", [arguments.cmake, "--build", str(build), "--target", "moult"], 1500)]
    if all(must(report, what, command, folder, timeout) for what, command, timeout in steps):
        for page in PAGES:
            page.check(report, str(build / "moult"), folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
