"""Compares what calling builtin types gives with python3.11's: every type that both have, found by walking the classes, its
__new__ and __init__, and subclasses that override one or both, with arguments of every number and kind, by position and by
name. Results, exceptions, their messages, and __text_signature__ have to be the same."""
import argparse
import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import PYTHON, ROOT, Report, clean_environment

PROBE = Path(__file__).with_name("constructors_probe.py").resolve()
WORD = re.compile("[a-z_][a-z_0-9]*")
MOST_WORDS = 24
MOST_SHOWN = 6  # differences of one type

# Differences that stay: type, call, what python3.11 gives, what moult gives, each as a pattern of the whole; and why.
STAY = [
    (".*", r"call\(.*1=int\)", ".*", "TypeError: keywords must be strings",
     "moult looks at the names of keywords before the callee sees them"),
    (r"_io\..*", ".*", ".*", ".*", "moult makes these for open() and the standard streams: it has no module _io"),
    (r"_sitebuiltins\..*", ".*", ".*", ".*", "a class written in Python there"),
    (r"builtins\.enumerate", r"__(new|init)__\(.*", "TypeError: .*", "TypeError: .*",
     "python3.11 words it differently when the type is called, and when its __new__ is; moult as when it is called"),
    (r"builtins\.super", ".*", r"TypeError: super\(\) (argument 1 must be type, not \w+|takes at most 2 .*)",
     r"TypeError: super\(\) (argument 1 must be a type, not \w+|expected at most 2 .*)",
     "python3.11 words it so where __init__ is called, by a subclass too; otherwise as moult does"),
]


class Patterns:
    """STAY, with a count of what each row has excused."""

    def __init__(self):
        self.rows = [[re.compile(pattern, re.DOTALL) for pattern in row[:4]] for row in STAY]
        self.uses = [0] * len(STAY)

    def excuse(self, *difference):
        for i, row in enumerate(self.rows):
            if all(pattern.fullmatch(text) for pattern, text in zip(row, difference)):
                self.uses[i] += 1
                return True
        return False

    def unused(self):
        return [row for row, uses in zip(STAY, self.uses) if not uses]


def run_probe(program, *arguments):
    """In a folder of its own: some types open files."""
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([program, "-B", str(PROBE), *arguments], stdout=subprocess.PIPE, text=True, timeout=280,
                              stderr=subprocess.DEVNULL, cwd=folder, check=False, env=clean_environment(PYTHONHASHSEED="0"))


def list_types(program, modules):
    return ast.literal_eval(run_probe(program, "list", *modules).stdout)


def call_types(program, types, modules):
    """The outcomes of the calls of each type, or None for a type whose calls end the process."""
    result = []
    while len(result) < len(types):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("\n".join([" ".join([name, *words]) for name, words in types[len(result):]]))
            file.flush()
            ran = run_probe(program, "call", file.name, *modules)
        result += [ast.literal_eval(line) for line in ran.stdout.splitlines()]
        if ran.returncode != 0:
            print(f"exit code {ran.returncode} of {program} at {types[len(result)][0]}")
            result.append(None)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--results")
    parser.add_argument("--all", action="store_true", help="show every difference")
    parser.add_argument("types", nargs="*", help="names of types; all when there are none")
    options = parser.parse_args()
    report = Report(options.results)
    names = subprocess.run([options.moult, "-c", "import sys; print(*sys.builtin_module_names)"], stdout=subprocess.PIPE,
                           text=True, check=True, env=clean_environment()).stdout.split()
    theirs = list_types(PYTHON, names)
    types = [(name, WORD.findall(theirs[name][1]))
             for name, (is_builtin, _) in sorted(list_types(options.moult, names).items())
             if is_builtin and name in theirs and (not options.types or name in options.types)]
    types = [(name, list(dict.fromkeys(words))[:MOST_WORDS]) for name, words in types]
    stay = Patterns()
    for (name, _), expected, actual in zip(types, call_types(PYTHON, types, names), call_types(options.moult, types, names)):
        if expected is None or actual is None:
            report.add(name, None if actual else "the process has ended")
            continue
        different = [f"{call}\n  expected {expected[call]}\n  actual   {actual[call]}" for call in expected
                     if expected[call] != actual[call] and not stay.excuse(name, call, expected[call], actual[call])]
        shown = different if options.all else different[:MOST_SHOWN]
        report.add(name, f"{len(different)} differences of {len(expected)}\n" + "\n".join(shown) if different else None)
    if not options.types:
        report.add("differences that stay", "\n".join([f"is no more: {row}" for row in stay.unused()]) or None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
