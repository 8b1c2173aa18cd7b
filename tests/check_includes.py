"""Checks that each layer includes only the layers below it, by paths from the root that exist."""
import argparse
import re
import sys

from harness import ROOT, Report

# Each layer and what it may include of the others; its own headers it may always include. A folder in a layer's folder may
# be a layer of its own.
LAYERS = {
    "runtime": set(),
    "compiler": {"runtime"},
    "interp": {"runtime", "compiler"},
    "modules": {"runtime", "compiler", "interp"},
    "specializer": {"runtime", "compiler", "interp"},
    "jit": {"runtime", "compiler", "interp", "specializer"},
    "bench": set(),
    "bench/micro": {"runtime", "compiler", "interp", "modules", "specializer", "jit"},
    "cli": {"runtime", "compiler", "interp", "modules", "specializer", "jit", "bench"},
}
# Tests need an interpreter with its builtins, whatever they are of.
FOR_TESTS = {"modules"}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)


def layer_of(path):
    """The innermost layer that a path from the root lies in; without one, its first folder."""
    inside = [layer for layer in LAYERS if path.startswith(layer + "/")]
    return max(inside, key=len) if inside else path.split("/")[0]


def problem_of(layer, is_test, quote, included):
    """What is wrong with one include, or None. Angle brackets are for what is not the project's own."""
    target = layer_of(included)
    if quote == "<":
        return f"includes the project's own {included} in angle brackets" if (ROOT / included).is_file() else None
    if not (ROOT / included).is_file():
        return f"includes {included}, which is not a path from the root of the project"
    allowed = LAYERS[layer] | (FOR_TESTS if is_test else set())
    if target != layer and target not in allowed:
        return f"includes {included}, but {layer}/ may include only {', '.join(sorted(allowed | {layer}))}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", help="leave the counts in this file")
    report = Report(parser.parse_args().results)
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*")):
            if path.suffix not in (".h", ".cpp") or layer_of(str(path.relative_to(ROOT))) != layer:
                continue
            text = path.read_text()
            problems = []
            is_test = path.stem.endswith("_test") or path.stem == "test_support"
            for match in INCLUDE.finditer(text):
                if problem := problem_of(layer, is_test, match[1], match[2]):
                    problems.append(f"line {text.count(chr(10), 0, match.start(2)) + 1}: {problem}")
            report.add(str(path.relative_to(ROOT)), "\n".join(problems) or None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
