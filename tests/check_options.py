"""Checks that every option of the machine is all that its row says: flag, variable, help, dump, a line in the table of
docs/options.md, and a field that some code reads. `--update` writes the table anew.
"""
import argparse
import json
import re
import sys

from harness import ROOT, Report, clean_environment, run
from run_language import PASSES

PAGE = ROOT / "docs/options.md"
HEADING = "## All options\n"
LAYERS = ("runtime", "compiler", "interp", "modules", "specializer", "jit", "cli")
# What serves all options must know none of them.
PLUMBING = ("runtime/options/option.h", "runtime/options/options.h", "runtime/options/options.cpp",
            "runtime/options/values.h", "runtime/options/values.cpp", "runtime/options/sources.h",
            "runtime/options/sources.cpp", "runtime/options/listing.h", "runtime/options/listing.cpp",
            "cli/command_line.cpp", "cli/machine_options.cpp")


class Moult:
    def __init__(self, command):
        self.command = command
        self.help = self.output("--help")
        self.options = self.dump()

    def output(self, *arguments, **variables):
        outcome = run([self.command, *arguments], timeout=30, env=clean_environment(**variables))
        return (outcome.out + outcome.err).decode()

    def dump(self, *flags, **variables):
        """The options by name."""
        text = self.output(*flags, "--dump-options=json", **variables)
        try:
            return {option["name"]: option for option in json.loads(text)["options"]}
        except ValueError:
            sys.exit(f"moult {' '.join(flags)} --dump-options=json printed:\n{text}")


def text_of(value):
    """A value of the dump as flags take it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(value) if isinstance(value, list) else str(value)


def another_value(option, plugin):
    """A value other than the default that the option may have, as the dump shows it."""
    match option["type"]:
        case "list":
            return [plugin] if plugin else None
        case "switch":
            return not option["default"]
        case "choice":
            return next((choice for choice in reversed(option["choices"]) if choice != option["default"]), option["default"])
        case "set":
            return option["choices"][:1]
        case "text":
            return "/some/folder"
        case "integer":
            numbers = [int(number) for number in re.findall(r"-?\d+", option["allowed"])] or [0]
            return numbers[0] if numbers[0] != option["default"] else numbers[0] + 1
        case "real":
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", option["allowed"])] or [0]
            return numbers[0] if numbers[0] != option["default"] else numbers[0] + 0.5


def problem_of_source(moult, option, value, expected_source, *flags, **variables):
    """Whether what a flag or a variable says arrives."""
    found = moult.dump(*flags, **variables)[option["name"]]
    if (found["value"], found["source"]) != (value, expected_source):
        return f"{value!r} was asked for, but it is {found['value']!r} by {found['source']}"
    return None


def check_option(report, moult, option, sources, plugin):
    name, value = option["name"], another_value(option, plugin)
    if value is not None:
        flag = f"{option['flag']}={text_of(value)}"
        report.add(f"{name} as a flag", problem_of_source(moult, option, value, "flag", flag))
        report.add(f"{name} as a variable",
                   problem_of_source(moult, option, value, "variable", **{option["variable"]: text_of(value)}))
    report.add(f"{name} has a flag and a variable of its name", None if (option["flag"], option["variable"]) == (
        "--" + name.replace("_", "-"), "MOULT_" + name.upper()) else f"{option['flag']}, {option['variable']}")
    line = re.search(rf"^  {re.escape(option['flag'])}[ =\n]", moult.help, re.MULTILINE)
    report.add(f"{name} in --help", None if line else "it is not there")
    misspelt = moult.output(option["flag"] + "x", "-c", "pass")
    report.add(f"{name} misspelt", None if f"did you mean {option['flag']}?" in misspelt else misspelt)
    used = [path for path, text in sources.items() if re.search(rf"\b{name}\b", text)]
    knowing = [path for path in PLUMBING if re.search(rf"\b{name}\b", re.sub(r"//.*", "", sources[path]))]
    report.add(f"{name} is unknown to what serves all options", f"it is named in {', '.join(knowing)}" if knowing else None)
    rows = [path for path in used if re.search(rf"\bOPTION\(\s*{name},", sources[path])]
    report.add(f"{name} has one row", None if len(rows) == 1 else f"rows in {rows}")
    readers = [path for path in used if re.search(rf"(?:\.|->){name}\b|::{name}\b", sources[path])]
    report.add(f"{name} is read by some code", None if readers else "its field is named nowhere but in its row")


def table_of(options):
    groups = {}
    for option in options.values():
        groups.setdefault(option["group"], []).append(option)
    lines = []
    for group, members in groups.items():
        lines += ["", f"**{group}**", "", "| Option | Values | Default | |", "| --- | --- | --- | --- |"]
        for option in members:
            default = text_of(option["default"])
            notes = [option["help"].replace("|", "\\|")]
            if "python_variable" in option:
                notes.append(f"also `{option['python_variable']}`")
            if option["live"]:
                notes.append("may change while running")
            cells = [f"`{option['flag']}`", option["allowed"], f"`{default}`" if default else "", "; ".join(notes)]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)[1:] + "\n"


def check_table(report, moult, update):
    text = PAGE.read_text()
    head, _, table = text.partition(HEADING)
    wanted = "\n" + table_of(moult.options)
    if update and table != wanted:
        PAGE.write_text(head + HEADING + wanted)
        print(f"wrote the table of {PAGE.relative_to(ROOT)}")
        table = wanted
    missing = [line for line in wanted.splitlines() if line not in table.splitlines()]
    surplus = [line for line in table.splitlines() if line not in wanted.splitlines()]
    problem = "\n".join([*(f"missing: {line}" for line in missing), *(f"not so: {line}" for line in surplus),
                         "tests/check_options.py --update writes it anew"])
    report.add("the table of docs/options.md", None if table == wanted else problem)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command whose options count")
    parser.add_argument("--plugin", help="a file for lists of files; without it they are not set")
    parser.add_argument("--update", action="store_true", help="write the table of the page anew")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    moult = Moult(arguments.moult)
    sources = {str(path.relative_to(ROOT)): path.read_text() for layer in LAYERS for path in (ROOT / layer).rglob("*")
               if path.suffix in (".h", ".cpp") and not path.name.endswith("_test.cpp")}
    for option in moult.options.values():
        check_option(report, moult, option, sources, arguments.plugin)
    if "jit_disable" in moult.options:
        choices = moult.options["jit_disable"]["choices"]
        report.add("the modes of run_language.py leave out each optimization",
                   None if sorted(choices) == sorted(PASSES) else f"{sorted(choices)} and {sorted(PASSES)}")
        check_table(report, moult, arguments.update)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
