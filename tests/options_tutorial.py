"""Follows docs/options.md: applies the patch on that page, a row and the code that reads it, to a copy of the tree, builds moult
there, and looks for the option in all places. Objects that the patch leaves alone come from ccache.
"""
import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from harness import PYTHON, ROOT, Report, clean_environment, run
from operator_tutorial import copy_tree, must

PATCH = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME, FLAG, VARIABLE = "specialize_list", "--specialize-list", "MOULT_SPECIALIZE_LIST"


class Built:
    """The moult with the option."""

    def __init__(self, command, report):
        self.command = str(command)
        self.report = report

    def output(self, *arguments, **variables):
        outcome = run([self.command, *arguments], timeout=120, env=clean_environment(**variables))
        return (outcome.out + outcome.err).decode()

    def expect(self, what, word, text):
        self.report.add(what, None if word in text else f"{word!r} is not in:\n{text[-1500:]}")

    def check(self):
        self.expect("the flag", "BINARY_OP_ADD_INT\n", self.output(FLAG, "-c", "pass"))
        self.expect("the variable", "BINARY_OP_ADD_INT\n", self.output("-c", "pass", **{VARIABLE: "on"}))
        self.report.add("neither", self.output("-c", "pass") or None)
        self.expect("help", f"\n  {FLAG}         Print the names of the specializations", self.output("--help"))
        self.expect("a misspelt flag", f"did you mean {FLAG}?", self.output("--specialise-list"))
        self.expect("a misspelt variable", f"did you mean {VARIABLE}?", self.output(MOULT_SPECIALISE_LIST="on"))
        self.expect("a wrong value", "must be on or off", self.output(FLAG + "=perhaps"))
        self.expect("the check of its table", "has no effect with --tier=baseline",
                    self.output("--tier=baseline", FLAG, "-c", "pass"))
        self.expect("the dump", f"\n  {FLAG}=on                  flag\n", self.output(FLAG, "--dump-options"))
        options = {option["name"]: option for option in json.loads(self.output(FLAG, "--dump-options=json"))["options"]}
        self.report.add("the dump as JSON", None if options[NAME]["value"] is True else f"{options[NAME]}")

    def check_bench(self):
        with tempfile.TemporaryDirectory() as folder:
            program, result = Path(folder) / "program.py", Path(folder) / "result.json"
            program.write_text("def main():\n    print(1)\n")
            text = self.output("bench", "--configs", "listing=moult " + FLAG + "=off", "--programs", str(program), "--runs", "1",
                               "--seconds", "0.01", "--json", str(result))
            found = [benchmark["metadata"].get("moult_option_" + NAME)
                     for benchmark in json.loads(result.read_text())["benchmarks"]] if result.exists() else text
            self.report.add("the record of bench", None if found and set(found) == {False} else f"{found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the copy of the tree stands, from run to run")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    folder = arguments.folder.resolve()
    copy_tree(folder)
    (patch,) = PATCH.findall((ROOT / "docs/options.md").read_text())
    (folder / "option.patch").write_text(patch)
    build = folder / "build/release"
    steps = [("the patch applies", ["git", "apply", "option.patch"], 60),
             ("it configures", [arguments.cmake, "--preset", "release", "-DMOULT_TESTS=OFF"], 120),
             ("it builds", [arguments.cmake, "--build", str(build), "--target", "moult"], 1500)]
    if all(must(report, what, command, folder, timeout) for what, command, timeout in steps):
        built = Built(build / "moult", report)
        built.check()
        built.check_bench()
        check = [PYTHON, "-B", "tests/check_options.py", "--moult", str(build / "moult")]
        outcome = run(check, cwd=folder, timeout=300)
        missing = f"missing: | `{FLAG}` |".encode()
        report.add("the missing line of the table is noticed", None if outcome.code == 1 and missing in outcome.out
                   and b", 1 failed" in outcome.out else outcome.out.decode())
        must(report, "the table is written anew", [*check, "--update"], folder, 300)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
