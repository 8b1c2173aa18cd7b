"""Checks that each layer, and each room of runtime/, includes only those below it, by paths from the root that exist."""
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
# Tests need an interpreter with its builtins, whatever they are of; those of runtime/ need all rooms of it.
FOR_TESTS = {"modules"}
# The rooms of runtime/ from the bottom up (docs/runtime.md): each may include those before it.
ROOMS = ("options", "model", "memory", "state", "threads", "operations", "strings", "numbers", "containers", "text", "bytes", "classes",
         "objects", "exceptions", "codecs", "number_types", "marshal", "protocols", "gc", "startup")

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)


def layer_of(path):
    """The innermost layer that a path from the root lies in; without one, its first folder."""
    inside = [layer for layer in LAYERS if path.startswith(layer + "/")]
    return max(inside, key=len) if inside else path.split("/")[0]


def room_of(path):
    """The room of runtime/ that a path from the root lies in; None elsewhere."""
    parts = path.split("/")
    return parts[1] if parts[0] == "runtime" and len(parts) > 2 else None


def problem_of_rooms(path, included):
    """What is wrong with one file of runtime/, no test, that includes another, or None."""
    room, other = room_of(path), room_of(included)
    if room not in ROOMS or other not in ROOMS:
        return None  # said of the file itself
    if ROOMS.index(other) > ROOMS.index(room):
        return f"includes {included}, but runtime/{room}/ may include only {', '.join(ROOMS[:ROOMS.index(room) + 1])}"
    return None


def problem_of(path, is_test, quote, included):
    """What is wrong with one include, or None. Angle brackets are for what is not the project's own."""
    layer = layer_of(path)
    target = layer_of(included)
    if quote == "<":
        return f"includes the project's own {included} in angle brackets" if (ROOT / included).is_file() else None
    if not (ROOT / included).is_file():
        return f"includes {included}, which is not a path from the root of the project"
    allowed = LAYERS[layer] | (FOR_TESTS if is_test else set())
    if target != layer and target not in allowed:
        return f"includes {included}, but {layer}/ may include only {', '.join(sorted(allowed | {layer}))}"
    return problem_of_rooms(path, included) if layer == target == "runtime" and not is_test else None


def is_for_tests(path):
    """Tests, and what they share."""
    return path.stem.endswith(("_test", "test_support"))


def problems_of(path, text):
    """All that is wrong with one file, a path from the root."""
    if path.parts[0] == "runtime" and room_of(str(path)) not in ROOMS:
        yield "lies in no room of runtime/: ROOMS in tests/check_includes.py lists them"
    for match in INCLUDE.finditer(text):
        if problem := problem_of(str(path), is_for_tests(path), match[1], match[2]):
            yield f"line {text.count(chr(10), 0, match.start(2)) + 1}: {problem}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", help="leave the counts in this file")
    report = Report(parser.parse_args().results)
    for layer in LAYERS:
        for file in sorted((ROOT / layer).rglob("*")):
            path = file.relative_to(ROOT)
            if path.suffix in (".h", ".cpp") and layer_of(str(path)) == layer:
                report.add(str(path), "\n".join(problems_of(path, file.read_text())) or None)
    for room in ROOMS:
        missing = None if (ROOT / "runtime" / room).is_dir() else "is a room of runtime/ that is not there"
        report.add(f"runtime/{room}/", missing)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
