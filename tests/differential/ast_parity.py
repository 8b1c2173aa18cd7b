"""Compares the syntax trees of moult's parser with those of CPython's, places included, over Python files."""
import argparse
import ast
import json
import os
import struct
import subprocess
import sys
import tempfile
import unicodedata
import warnings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from harness import Report


def constant(value):
    """The neutral form of a constant that compiler/listing/ast_dump.h describes."""
    if value is None or value is True or value is False:
        return str(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, int):
        return "int:%x" % value
    if isinstance(value, float):
        return "float:" + struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "complex:" + struct.pack(">d", value.imag).hex()
    if isinstance(value, str):
        return "str:" + value.encode("utf-8", "surrogatepass").hex()
    return "bytes:" + value.hex()


LOCATION = ("lineno", "col_offset", "end_lineno", "end_col_offset")
LEFT_OUT = {"type_comment", "type_ignores"}


def dump(root):
    out = []

    def value(item):
        if isinstance(item, ast.AST):
            node(item)
        elif isinstance(item, list):
            out.append("[")
            for index, element in enumerate(item):
                if index:
                    out.append(", ")
                value(element)
            out.append("]")
        elif isinstance(item, str):
            out.append("'%s'" % item)
        else:
            out.append(str(item))

    def node(item):
        name = item.__class__.__name__
        out.append(name)
        out.append("(")
        first = True
        for field in item._fields:
            if field in LEFT_OUT:
                continue
            content = getattr(item, field)
            if name in ("Constant", "MatchSingleton") and field == "value":
                text = constant(content)
            elif name == "Constant":
                text = "1" if content == "u" else "0"
            elif content is None:
                continue
            else:
                text = None
            out.append(field + "=" if first else ", " + field + "=")
            first = False
            if text is None:
                value(content)
            else:
                out.append(text)
        if item._attributes:
            for attribute in LOCATION:
                out.append("%s%s=%d" % ("" if first else ", ", attribute, getattr(item, attribute)))
                first = False
        out.append(")")

    node(root)
    return "".join(out)


def write_names(path):
    with open(path, "w", encoding="utf-8") as file:
        for code in range(0x110000):
            name = unicodedata.name(chr(code), None) if not 0xD800 <= code < 0xE000 else None
            if name and code != 9 and code != 10:
                file.write("%s\t%s\n" % (name, chr(code)))


def expected_line(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        return "tree " + dump(ast.parse(source))
    except SyntaxError as error:
        return "error " + json.dumps([type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno,
                                      error.end_offset, error.text])
    except (ValueError, MemoryError) as error:
        return "error " + json.dumps([type(error).__name__, str(error)] + [None] * 5)


def same(expected, actual):
    if expected.startswith("error ") and actual.startswith("error "):
        return json.loads(expected[6:]) == json.loads(actual[6:])
    return expected == actual


def first_difference(expected, actual):
    at = next((i for i, (a, b) in enumerate(zip(expected, actual)) if a != b), min(len(expected), len(actual)))
    start = max(0, at - 120)
    return "expected ...%s\nactual   ...%s" % (expected[start:at + 80], actual[start:at + 80])


def find_files(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, folders, files in os.walk(root):
            folders.sort()
            for file in sorted(files):
                if file.endswith(".py"):
                    yield os.path.join(folder, file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--results")
    parser.add_argument("roots", nargs="*", default=["/usr/lib/python3.11"])
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    files = list(find_files(options.roots))
    report = Report(options.results)
    with tempfile.TemporaryDirectory() as folder:
        names = os.path.join(folder, "names")
        listing = os.path.join(folder, "files")
        write_names(names)
        with open(listing, "w") as file:
            file.write("".join(path + "\n" for path in files))
        with open(listing) as stdin:
            tool = subprocess.Popen([options.tool, "--names", names], stdin=stdin, stdout=subprocess.PIPE)
            for path in files:
                actual = tool.stdout.readline().decode("utf-8", "replace").rstrip("\n")
                expected = expected_line(path)
                report.add(path, None if same(expected, actual) else first_difference(expected, actual))
            tool.stdout.close()
            status = tool.wait()
    if status:
        report.add("the tool", "ended with exit code %d" % status)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
