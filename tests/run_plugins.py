"""Tests of plugins: modules and specializations of shared objects, in all tiers, and what is refused. The build makes the plugins
(tests/plugins/).
"""
import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from harness import Report, clean_environment, run

TIERS = {"baseline": ["--tier=baseline"], "adaptive": ["--tier=adaptive"], "at-once": ["--specialize-at-once"],
         "jit": ["--jit-sync", "--jit-threshold=8"], "jit-deopt": ["--jit-sync", "--jit-threshold=8", "--jit-deopt-every=3"],
         "gc-stress": ["--gc-stress=1", "--jit-sync", "--jit-threshold=8"]}

COUNTERS = """
import _counters, gc, sys, _weakref
from _counters import Counter, counted
assert '_counters' not in sys.builtin_module_names and _counters.__file__ == _counters.__spec__.origin
class Mine(Counter):
    pass
for i in range(300):
    counter = Mine("payload", start=i)
    assert counter.step() == "payload"
print(counter.count, counted(), Counter(start=2**70).count, Counter.__text_signature__, counted.__text_signature__)
ring = Mine([], 1)
ring.step().append(ring)
gone = _weakref.ref(ring)
del ring
print(gc.collect() > 0, gone())
for wrong in (lambda: Counter(1, 2, 3), lambda: Counter.step(1), lambda: counter.__class__(start="a").step()):
    try:
        wrong()
    except TypeError as error:
        print(error)
"""
COUNTED = """300 300 1180591620717411303424 (payload=None, start=0) ($module, /)
True None
Counter() takes at most 2 arguments (3 given)
descriptor 'step' for '_counters.Counter' objects doesn't apply to a 'int' object
can only concatenate str (not "int") to str
"""
# Warm, then what the guard and the body decline: other exponents, squares that are too large, other types; and warm again.
SQUARES = """
def square(x, n):
    return x ** n
def total(values):
    total = 0
    for value in values:
        total += value ** 2
    return total
print(total(range(2000)))
print(total([3, -4, 2**24, -(2**24), 2**30, 2.5, True, 2**70] * 40))
print(total(range(-1000, 1000)), total([1.5] * 100))
print([square(i, 2) for i in range(40)][-1], square(3, 3), square(2, -1), square(-3, 2), square("a" and 7, 2))
for n in (2, 3, 2, 0):
    print(sum(square(i, n) for i in range(100)))
try:
    total([2] * 100 + ["text"])
except TypeError as error:
    print(error)
"""
INVERTED = """
def inverted(values):
    total = 0
    for value in values:
        total += ~value
    return total
print(inverted(range(2000)), inverted([5, -1, 2**48 - 1, -2**48, 2**60, True] * 50), inverted(range(100)))
"""
LIBRARY = """
def is_open():
    with open("/proc/self/maps") as maps:
        return any("libz.so" in line for line in maps)
print(is_open())
import _checksum
print(_checksum.crc32(b"hello"))
print(is_open())
"""


class Tests:
    def __init__(self, report, moult, plugins, jit):
        self.report, self.moult, self.plugins = report, moult, plugins
        self.tiers = {name: flags for name, flags in TIERS.items() if jit or not any("jit" in flag for flag in flags)}

    def output(self, *arguments, moult=None, **environment):
        outcome = run([str(part) for part in (moult or self.moult, *arguments)], timeout=240, env=clean_environment(**environment))
        return (outcome.out + outcome.err).decode() + ("" if outcome.code >= 0 else f"({outcome.ending})")

    def same(self, what, expected, actual):
        self.report.add(what, None if expected == actual else f"expected {expected}\nactual {actual}")

    def has(self, what, part, actual):
        self.report.add(what, None if part in actual else f"{part!r} is not in:\n{actual[-3000:]}")

    def plugin(self, name):
        return self.plugins / f"{name}.so"

    # Each program prints the same with its plugin, in all tiers.
    def check_programs(self):
        for tier, flags in self.tiers.items():
            found = self.output(*flags, "--plugin", self.plugin("_counters"), "-c", COUNTERS)
            self.same(f"a module, {tier}", COUNTED, found)
            for name, program in {"squares": SQUARES, "squares_called": SQUARES, "inverted": INVERTED}.items():
                expected = self.output("--tier=baseline", "-c", program)
                found = self.output(*flags, f"--plugin={self.plugin(name)}", "-c", program)
                self.same(f"the specialization of {name}, {tier}", expected, found)

    def check_specialization(self, folder):
        program = folder / "squares.py"
        program.write_text("def square(x, n):\n    return x ** n\n" "total = 0\nfor i in range(3000):\n    total += square(i, 2)\n")
        plugin = f"--plugin={self.plugin('squares')}"
        shown = self.output(plugin, "dis", "--executable", "--run", program)
        self.has("it is installed", "BINARY_OP_SQUARE_INT           local x, local n", shown)
        shown = self.output("dis", "--executable", "--run", program)
        self.has("without the plugin the generic instruction stays", "BINARY_OP                      local x, local n", shown)
        shown = self.output(plugin, "--specialize-disable=BINARY_OP_SQUARE_INT", "dis", "--executable", "--run", program)
        self.report.add("it can be disabled", shown if "BINARY_OP_SQUARE_INT" in shown else None)
        self.has("why it does not apply is told", "the specialization that applies is switched off", shown)
        shown = self.output(plugin, "--specialize-disable=BINARY_OP_SQUARE_INTS", "-c", "pass")
        self.has("a misspelt one is refused", "did you mean BINARY_OP_SQUARE_INT?", shown)
        self.has("it is unknown without its plugin", "there is no BINARY_OP_SQUARE_INT",
                 self.output("--specialize-disable=BINARY_OP_SQUARE_INT", "-c", "pass"))
        self.has("it is among the names that can be disabled", '"BINARY_OP_SQUARE_INT"',
                 self.output(plugin, "--dump-options=json"))
        if "jit" in self.tiers:
            self.check_traces(program)

    # What traces do with the bodies: without calls, or with calls to the plugin, which is the only thing far above.
    def check_traces(self, program):
        def calls(name):
            dump = self.output("--jit-sync", "--jit-dump=llvm", f"--plugin={self.plugin(name)}", program)
            self.has(f"it is compiled, {name}", "preserve_nonecc i64 @", dump)
            return [line for line in dump.splitlines() if any(int(address) >> 32 for address in re.findall(
                r" call [^\n]*inttoptr \(i64 (\d+) to ptr\)\(", line))]
        self.same("traces inline the bodies", [], calls("squares"))
        self.report.add("traces call bodies without bitcode", None if len(calls("squares_called")) >= 2 else "they do not")
        shown = self.output("--jit-sync", "--jit-dump=trace", f"--plugin={self.plugin('squares')}", program)
        self.has("the recorded trace names it", "run BINARY_OP_SQUARE_INT", shown)
        shown = self.output("--jit-sync", "--jit-dump=asm", f"--plugin={self.plugin('squares')}", program)
        self.has("its machine code multiplies", "imul", shown)
        shown = self.output("--jit-sync", "--jit-dump=llvm", f"--plugin={self.plugin('inverted')}", "-c", INVERTED)
        self.has("what only the plugin has is linked by its name", "invert_by", shown)

    def check_refused(self, folder):
        def refused(what, file, *parts):
            found = self.output("--plugin", file, "-c", "print('ran')")
            wrong = [part for part in (f"moult: --plugin {file}", *parts) if part not in found]
            self.report.add(f"{what} is refused", f"{wrong} not in {found}" if wrong or "ran" in found else None)

        good = self.plugin("squares").read_bytes()
        interface = re.search(rb"([0-9a-f]{64})\nmoult [^\n]*\n", good)
        refused("a missing file", folder / "missing.so", "No such file or directory")
        refused("a folder", folder, "is not a shared object")
        made = {"a text": (b"not a plugin\n", "is not a shared object"), "an empty file": (b"", "is not a shared object"),
                "a short file": (good[:100], "is not a"), "a file without its end": (good[:len(good) // 2], "is cut short"),
                "another shared object": (good.replace(b"moult\0\0\0", b"adult\0\0\0", 1), "is not a plugin of moult"),
                "a plugin for another interface":
                    (good.replace(interface[1], b"0" * 64), "was built for moult 0.1.0, clang", "(interface 000000000000)",
                     f"this is moult 0.1.0, clang", f"(interface {interface[1][:12].decode()})"),
                "a plugin for another boundary": (self.other_boundary(good), "was built for")}
        for number, (what, (content, *parts)) in enumerate(made.items()):
            file = folder / f"refused{number}.so"
            file.write_bytes(content)
            refused(what, file, *parts)
        again = folder / "again.so"
        shutil.copyfile(self.plugin("squares"), again)
        for what, first, second, part in (
                ("a plugin's name twice", "squares", again, "a plugin named squares is there already"),
                ("a module twice", "_counters", self.plugin("_counters_again"), "its module _counters is there already"),
                ("a specialization twice", "squares", self.plugin("squares_called"),
                 "its specialization BINARY_OP_SQUARE_INT is there already")):
            found = self.output("--plugin", self.plugin(first), "--plugin", second, "-c", "pass")
            self.has(what, f"moult: --plugin {second}: {part}", found)
            self.has(f"{what}, from where", f"from {self.plugin(first)}\n", found)

    @staticmethod
    def other_boundary(content):
        place = content.index(b"moult\0\0\0")
        return content[:place - 4] + b"\2\0\0\0" + content[place:]

    def check_variable(self):
        both = f"{self.plugin('_counters')}:{self.plugin('inverted')}"
        found = self.output("-c", "import _counters; print(_counters.counted())", MOULT_PLUGIN=both)
        self.same("plugins by the variable", "0\n", found)
        outcome = run([str(self.moult), "--plugin", "_counters.so", "-c", "import _counters; print(_counters.__file__)"],
                      cwd=self.plugins, timeout=60, env=clean_environment())
        self.same("a relative name", f"{self.plugin('_counters')}\n", (outcome.out + outcome.err).decode())

    # Tables of options are found by their address: the plugin's must be the command's.
    def check_addresses(self):
        for number, tier in enumerate(("baseline", "adaptive")):
            found = self.output(f"--tier={tier}", "--plugin", self.plugin("_counters"), "-c",
                                "import _counters; print(_counters.tier())")
            self.same(f"a plugin reads the command's options, {tier}", f"{number}\n", found)

    # A copy of the command with a lib/moult/ beside it.
    def check_beside(self, folder):
        for file in self.moult.parent.glob("*moult*"):
            if file.name in ("moult", "libmoult_jit.so", "moult_bodies.bc"):
                shutil.copy(file, folder)
        moult, place = folder / "moult", folder / "lib/moult"
        place.mkdir(parents=True)
        ask = "import sys\ntry:\n    import {0}\n    print({0}.__file__)\nexcept ImportError as e:\n" \
              "    print(type(e).__name__, e.name, e.path)\n    print(e)"
        found = self.output("-c", ask.format("_counters"), moult=moult)
        self.same("a module that is not there", "ModuleNotFoundError _counters None\nNo module named '_counters'\n", found)
        shutil.copyfile(self.plugin("_counters"), place / "_counters.so")
        found = self.output("-c", ask.format("_counters"), moult=moult)
        self.same("a module is opened by its import", f"{place}/_counters.so\n", found)
        found = self.output("-c", COUNTERS, moult=moult)
        self.same("it works as one that was named", COUNTED, found)
        found = self.output("-c", "import _counters as a, sys; del sys.modules['_counters']; import _counters as b\n"
                            "print(a is b, a.Counter is b.Counter)", moult=moult)
        self.same("it is imported anew", "False True\n", found)
        shutil.copyfile(self.plugin("_checksum"), place / "_checksum.so")
        found = self.output("-c", LIBRARY, moult=moult)
        self.same("a library is opened by the import of its module", "False\n907060870\nTrue\n", found)
        own = folder / "own"
        own.mkdir()
        (own / "_counters.py").write_text("")
        found = self.output("-c", ask.format("_counters"), moult=moult, PYTHONPATH=str(own))
        self.same("a file on the path goes first", f"{own}/_counters.py\n", found)
        content = self.plugin("_counters").read_bytes()
        broken = {"_old": (re.sub(rb"[0-9a-f]{64}(?=\nmoult)", b"0" * 64, content), "was built for moult"),
                  "_text": (b"text", "is not a shared object"), "_other": (content, "has no module _other"),
                  "squares": (self.plugin("squares").read_bytes(), "has no module squares")}
        for name, (text, part) in broken.items():
            (place / f"{name}.so").write_bytes(text)
            found = self.output("-c", ask.format(name), moult=moult)
            self.has(f"ImportError for {name}", f"ImportError {name} {place}/{name}.so\n{place}/{name}.so: {part}", found)
        found = self.output("-c", "for name in '../moult/_counters', 'a/b', '', '\\udcff', 'a\\0b':\n    try:\n        __import__(name)\n"
                            "    except (ImportError, ValueError) as e:\n        print(type(e).__name__)", moult=moult)
        self.same("names that are no modules'", "ModuleNotFoundError\nModuleNotFoundError\nValueError\n" +
                  "ModuleNotFoundError\n" * 2, found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--without-traces", action="store_true")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    tests = Tests(report, arguments.moult, arguments.moult.parent / "plugins", not arguments.without_traces)
    with tempfile.TemporaryDirectory() as folder:
        tests.check_programs()
        tests.check_specialization(Path(folder))
        tests.check_refused(Path(folder))
        tests.check_variable()
        tests.check_addresses()
        tests.check_beside(Path(folder).resolve())
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
