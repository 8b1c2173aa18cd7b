"""Gives moult texts and files of extreme shape, with bounded memory and stack: what comes of each is what python3.11 makes of
it, and never a crash. The shapes are in robustness/shapes.py, the files in FILES below.
"""
import argparse
import re
import sys
import tempfile
from pathlib import Path

from harness import PYTHON, ROOT, Report, need_python, run

SHAPES = ROOT / "tests/robustness/shapes.py"
DEEP = ROOT / "tests/robustness/deep_stack.py"
SIZES = "20,101,199,201,1100,3100,6100,100000"
MEMORY = 3 << 30
MEGABYTE = 1 << 20

# CPython's walk does not count the depth of these and ends in a crash; moult's does count it.
DEEPER = re.compile(r"comprehension fors, (3100|6100|100000)$")

FILES = {
    "100 MB of zeros": b"\0" * (100 * MEGABYTE),
    "20 MB of spaces": b" " * (20 * MEGABYTE),
    "20 MB of newlines": b"\n" * (20 * MEGABYTE),
    "20 MB of brackets": b"(" * (20 * MEGABYTE),
    "20 MB of quotes": b"'" * (20 * MEGABYTE),
    "20 MB of digits": b"0" * (20 * MEGABYTE),
    "a name of 20 MB": b"a" * (20 * MEGABYTE),
    "a comment of 20 MB": b"#" * (20 * MEGABYTE) + b"\nprint('read')",
    "a string of 20 MB": b"x = '" + b"a" * (20 * MEGABYTE) + b"'\nprint(len(x))",
    "a line of 2 MB": b"x = [" + b"1, " * 700_000 + b"]\nprint(len(x))",
    "a sum of 2 MB": b"x = 0" + b" + 0" * 500_000,
    "300,000 statements": b"x = 1\n" * 300_000 + b"print(x)",
    "nothing": b"",
    "a NUL": b"\0",
    "a NUL within": b"x = 1\nprint('a\0b')\nprint(2)\n",
    "a long line that begins with a NUL": b"print(1)\n" + b"\0" * 20_000 + b"\nprint(2)\n",
    "a long line with a NUL": b"print(1)\n #" + b"\0" * 20_000 + b"\nprint(2)\n",
    "a NUL after the end": b"print(1)\n\0",
    "a NUL in a comment": b"print(1)  # \0 a\nprint(2)\n",
    "a byte order mark": b"\xef\xbb\xbfprint(1)\n",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "half a byte order mark": b"\xef\xbb",
    "a byte order mark within": b"print(1)\n\xef\xbb\xbfprint(2)\n",
    "a byte order mark and another cookie": b"\xef\xbb\xbf# coding: latin-1\nprint('\xe9')\n",
    "a UTF-16 byte order mark": b"\xff\xfep\0r\0i\0n\0t\0",
    "a latin-1 cookie": b"# coding: latin-1\nprint(ascii('\xe9'))\n",
    "two cookies": b"# coding: latin-1\n# coding: utf-8\nprint(ascii('\xe9'))\n",
    "a cookie too late": b"\n\n# coding: latin-1\nprint(ascii('\xe9'))\n",
    "an unknown cookie": b"# coding: no-such-thing\nprint(1)\n",
    "a long cookie": b"# coding: " + b"a" * 100_000 + b"\nprint(1)\n",
    "a cookie that is no text": b"# coding: hex\nprint(1)\n",
    "latin-1 without a cookie": b"print('\xe9')\n",
    "latin-1 in the third line": b"print(1)\n\nprint('\xe9')\n",
    "latin-1 in a comment": b"print(1)  # \xe9\n",
    "latin-1 in a name": b"\xe9 = 1\n",
    "UTF-8 cut off": b"print('\xe2\x82')\n",
    "UTF-8 cut off by the end": b"print(1)\n# \xe2\x82",
    "UTF-8 too long": b"print('\xc0\x80')\n",
    "UTF-8 past the last character": b"print('\xf4\x90\x80\x80')\n",
    "a surrogate in UTF-8": b"print('\xed\xa0\x80')\n",
    "both halves in UTF-8": b"print('\xed\xa0\xbd\xed\xb8\x80')\n",
    "a surrogate escape": b"print(ascii('\\ud800'))\n",
    "mixed encodings": b"print(ascii('\xc3\xa9'))\nprint('\xe9')\n",
    "mixed newlines": b"print(1)\rprint(2)\r\nprint(3)\n\rprint(4)\r\r\nx y",
    "a carriage return at the end": b"print(1)\r",
    "a backslash at the end": b"print(1)\nx = \\",
    "a control-Z": b"print(1)\n\x1a",
    "form feeds": b"\f\f\fprint(1)\n \f\fprint(2)\n",
    "a vertical tab": b"\vprint(1)\n",
    "a no-break space": b"print(1)\n\xc2\xa0print(2)\n",
    "a zero-width space": b"pri\xe2\x80\x8bnt(1)\n",
    "a mathematical name": b"\xf0\x9d\x91\x9dri\xe2\x81\xbft = 1\nprint(ascii([n for n in dir() if not n.startswith('_')]))\n",
}


def limited(command, stack=8 * MEGABYTE):
    return ["prlimit", f"--as={MEMORY}", f"--stack={stack}:{stack}", "--core=0", *map(str, command)]


def lines_of(outcome):
    """What the program of shapes has said: name and size to outcome."""
    text = outcome.out.decode("utf-8", "replace")
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def check_shapes(report, moult, sizes):
    expected = lines_of(run(limited([PYTHON, SHAPES, sizes, "fork"]), timeout=600))
    outcome = run(limited([moult, SHAPES, sizes]), timeout=120)
    actual = lines_of(outcome)
    report.add("the shapes end", None if outcome.code == 0 else outcome.ending + "\n" + outcome.err.decode()[-500:])
    for name, wanted in expected.items():
        found = actual.get(name, "nothing")
        if DEEPER.match(name):
            wanted = "RecursionError: maximum recursion depth exceeded during compilation"
        report.add(name, None if found == wanted else f"expected {wanted}\nactual   {found}")
    # Where the stack is small, what is deep may be refused; nothing else changes.
    outcome = run(limited([moult, SHAPES, sizes], stack=MEGABYTE // 2), timeout=120)
    report.add("the shapes end on a small stack", None if outcome.code == 0 else outcome.ending)
    for name, found in lines_of(outcome).items():
        refused = found.startswith(("RecursionError: ", "MemoryError: "))
        report.add(f"{name} on a small stack", None if refused or found == actual.get(name) else found)


def check_deep_stack(report, moult):
    for stack in (MEGABYTE, 8 * MEGABYTE):
        outcome = run(limited([moult, DEEP], stack=stack), timeout=120)
        problem = None if outcome.code == 0 and outcome.out.endswith(b"done\n") else outcome.ending + str(outcome)[-500:]
        report.add(f"compile() far down a stack of {stack} bytes", problem)


def check_files(report, moult, folder):
    for name, content in FILES.items():
        path = folder / "program.py"
        path.write_bytes(content)
        expected = run(limited([PYTHON, path]), timeout=120)
        actual = run(limited([moult, path]), timeout=120)
        problem = None
        for what in ("code", "out", "err"):
            wanted, found = getattr(expected, what), getattr(actual, what)
            if wanted != found:
                problem = f"{what}: expected {str(wanted)[-300:]}\n{what}: actual   {str(found)[-300:]}"
                break
        report.add(name, problem)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    need_python()
    report = Report(arguments.results)
    check_shapes(report, arguments.moult, arguments.sizes)
    check_deep_stack(report, arguments.moult)
    with tempfile.TemporaryDirectory() as folder:
        check_files(report, arguments.moult, Path(folder))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
