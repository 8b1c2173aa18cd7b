"""Checks that what README.md and docs/ name is there: files, commands of ./dev, subcommands and flags of moult, presets,
targets of links. Looks into code spans, code blocks and links; a word in capitals or in <angles> stands for anything.
"""
import argparse
import json
import re
import subprocess
import sys

from harness import ROOT, Report, run

FENCE = re.compile(r"^(`{3,})(\w*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"^\.?[\w.*{},/<>-]+$")
FLAG = re.compile(r"--[a-z][\w-]*|-[A-Za-z](?![\w-])")
PLACEHOLDER = re.compile(r"^[A-Z][A-Z0-9_]*$|<[^>]*>|\.\.\.")
SHELL_BLOCKS = {"", "sh", "bash", "shell", "console"}


class Commands:
    """What ./dev and moult offer, asked from their own help texts, once each."""

    def __init__(self, moult):
        self.moult = moult
        text = subprocess.run([str(ROOT / "dev"), "help"], stdout=subprocess.PIPE, check=True, text=True).stdout
        self.dev = set(re.findall(r"^  ([a-z]+)", text, re.MULTILINE))
        self.presets = set(re.findall(r'"name": "(\w+)"', (ROOT / "CMakePresets.json").read_text()))
        self.helps = {}
        dump = subprocess.run([moult, "--dump-options=json"], stdout=subprocess.PIPE, check=True, text=True).stdout
        self.options = json.loads(dump)["options"]
        self.by_flag = {option["flag"]: option for option in self.options}
        self.variables = {option["variable"] for option in self.options}
        self.has_jit = any(option["part"] == "jit" for option in self.options)  # a build may be without the trace tier

    def moult_help(self, subcommand=None):
        if subcommand not in self.helps:
            outcome = run([self.moult, *([subcommand] if subcommand else []), "--help"], timeout=30)
            text = (outcome.out + outcome.err).decode("utf-8", "replace")
            subcommands = set(re.findall(r"^  ([a-z]+) ", text.partition("ommands:")[2], re.MULTILINE))
            self.helps[subcommand] = (set(FLAG.findall(text)), subcommands)
        return self.helps[subcommand]

    def problem_of_moult(self, words):
        flags, subcommands = self.moult_help()
        flags = flags | set(self.by_flag)
        subcommand = next((word for word in words if not word.startswith("-")), None)
        if subcommand in subcommands:
            flags = flags | self.moult_help(subcommand)[0]
        for word in words:
            if "/" in word or word.endswith(".py"):
                break  # what follows a program belongs to it
            for flag in FLAG.findall(word) if word.startswith("-") else []:
                if flag not in flags and (self.has_jit or not flag.startswith("--jit")):
                    return f"moult has no flag {flag} ({' '.join(['moult', *words])})"
            if problem := self.problem_of_value(word):
                return problem
            if word in ("-c", "-m"):
                break
        return None

    def problem_of_value(self, word):
        """Whether --FLAG=VALUE asks an option for a choice that there is not."""
        flag, equals, value = word.partition("=")
        choices = self.by_flag.get(flag, {}).get("choices")
        if not equals or not choices or PLACEHOLDER.search(value):
            return None
        choices = {*choices, *([] if self.has_jit else ["jit"])}
        unknown = [each for each in value.split(",") if each not in choices and not PLACEHOLDER.search(each)]
        return f"{flag} knows no {', '.join(unknown)}" if unknown else None

    def problem_of_dev(self, words):
        if not words or PLACEHOLDER.search(words[0]):
            return None
        if words[0] not in self.dev:
            return f"./dev has no command {words[0]}"
        if words[0] != "bench" or "--micro" in words:  # the micro-benchmarks' options are not moult's
            return None
        return self.problem_of_moult(["bench", *words[1:]])

    def problem_of_cmake(self, words):
        for option, preset in zip(words, words[1:]):
            if option == "--preset" and preset not in self.presets and not PLACEHOLDER.search(preset):
                return f"there is no preset {preset}"
        return None

    def problem_of(self, command):
        """What is wrong with a shell command, or None; and whether it is one that this check knows."""
        words = command.split()
        while words and (variable := re.match(r"^([A-Z_]+)=", words[0])):
            known = variable[1] in self.variables or not self.has_jit and variable[1].startswith("MOULT_JIT_")
            if variable[1].startswith("MOULT_") and not known:
                return f"no option has the variable {variable[1]}", True
            del words[0]
        if not words:
            return None, False
        if words[0] in self.by_flag or words[0].partition("=")[0] in self.by_flag:
            return self.problem_of_value(words[0]), True
        if words[0].startswith("--jit-"):
            return f"moult has no option {words[0]}" if self.has_jit else None, True
        if words[0] == "./dev":
            return self.problem_of_dev(words[1:]), True
        if words[0] == "moult" or words[0].endswith("/moult"):
            return self.problem_of_moult(words[1:]), True
        if words[0] == "cmake":
            return self.problem_of_cmake(words[1:]), True
        return None, False


def is_path(word):
    """Whether a code span speaks of a file of the project: it has a slash after one of its folders, or is at its root."""
    if not PATH.match(word) or PLACEHOLDER.search(word):
        return False
    first = word.removeprefix("./").split("/")[0]
    if first == "build":
        return False
    return "/" in word.removeprefix("./") and (ROOT / first).is_dir() or bool(
        re.match(r"^(\./)?[\w.-]+\.(md|json|txt|sh)$", word)) and "/" not in word


def exists(word):
    pattern = word.removeprefix("./").rstrip("/")
    group = re.search(r"\{([^{}]*)\}", pattern)
    if group:
        return all(exists(pattern.replace(group[0], part, 1)) for part in group[1].split(","))
    return any(ROOT.glob(pattern)) if "*" in pattern else (ROOT / pattern).exists()


def strip_prompt(line):
    return line.strip().removeprefix("$ ").split(" #")[0].strip()


def checks_of(page, text, commands):
    """Yields (what was checked, problem or None) for one page."""
    prose = FENCE.sub("", text)
    for match in FENCE.finditer(text):
        for line in match[3].splitlines() if match[2] in SHELL_BLOCKS else []:
            for command in re.split(r"&&|\|\||[;|]", strip_prompt(line)):
                problem, known = commands.problem_of(command.strip())
                if known:
                    yield command.strip(), problem
    for match in SPAN.finditer(prose):
        span = match[1].strip()
        problem, known = commands.problem_of(span)
        if known:
            yield span, problem
        elif is_path(span):
            there = exists(span) or (page.parent / span).exists()
            yield span, None if there else f"there is no {span}"
    for match in LINK.finditer(prose):
        target = match[1].split("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            yield match[1], None if (page.parent / target).exists() else f"the link leads nowhere: {target}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command whose flags count")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    commands = Commands(arguments.moult)
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        name = page.relative_to(ROOT)
        report.add(f"{name} has a title", None if page.read_text().startswith("# ") else "its first line is no title")
        for what, problem in checks_of(page, page.read_text(), commands):
            report.add(f"{name}: {what}", problem)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
