"""What docs/options.md promises of a moult with its option: it is in all places where options are."""
import json
import re
import tempfile
from pathlib import Path

from harness import PYTHON, ROOT, clean_environment, run

PAGE = ROOT / "docs/options.md"
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

    def check_places(self):
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


def patch():
    (found,) = PATCH.findall(PAGE.read_text())
    return found


def check(report, moult, folder):
    built = Built(moult, report)
    built.check_places()
    built.check_bench()
    command = [PYTHON, "-B", "tests/check_options.py", "--moult", moult]
    outcome = run(command, cwd=folder, timeout=300)
    missing = f"missing: | `{FLAG}` |".encode()
    report.add("the missing line of the table is noticed", None if outcome.code == 1 and missing in outcome.out
               and b", 1 failed" in outcome.out else outcome.out.decode())
    outcome = run([*command, "--update"], cwd=folder, timeout=300)
    report.add("the table is written anew", None if outcome.code == 0 else outcome.out.decode())
