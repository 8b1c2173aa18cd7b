"""Compares the code objects of moult's compiler with those of CPython's, field by field, over Python files; errors
and warnings too. With --cases, the programs are the parts of a file that lines of dashes separate."""
import argparse
import collections
import dis
import json
import os
import subprocess
import sys
import tempfile
import types
import warnings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from library import find_files
from harness import Report

PLAIN = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_stacksize", "co_flags", "co_firstlineno",
         "co_filename", "co_name", "co_qualname")
LISTS = ("co_names", "co_varnames", "co_cellvars", "co_freevars")
BYTES = ("co_code", "co_linetable", "co_exceptiontable")
# In the order in which a difference is best understood: the rest follows from the code.
ORDER = ("co_name", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_code", "co_consts")


def bits(number):
    """C's %a: hexadecimal without the zeros at the end."""
    if number != number:
        return "nan"
    if number in (float("inf"), float("-inf")):
        return "inf" if number > 0 else "-inf"
    mantissa, exponent = number.hex().split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + "p" + exponent


def dump_constant(value):
    """The form that code_dump_tool gives a constant."""
    kind = type(value).__name__
    if isinstance(value, types.CodeType):
        return dump(value)
    if isinstance(value, bool):
        return [kind, value]
    if isinstance(value, int):
        return [kind, "%x" % value]
    if isinstance(value, float):
        return [kind, bits(value)]
    if isinstance(value, complex):
        return [kind, bits(value.real), bits(value.imag)]
    if isinstance(value, str):
        return [kind, value.encode("utf-8", "surrogatepass").hex()]
    if isinstance(value, bytes):
        return [kind, value.hex()]
    if isinstance(value, tuple):
        return [kind, [dump_constant(item) for item in value]]
    if isinstance(value, frozenset):
        return [kind, sorted(json.dumps(dump_constant(item), separators=(",", ":")) for item in value)]
    return [kind]


def dump(code):
    fields = {name: getattr(code, name) for name in PLAIN}
    fields.update({name: list(getattr(code, name)) for name in LISTS})
    fields.update({name: getattr(code, name).hex() for name in BYTES})
    fields["co_consts"] = [dump_constant(value) for value in code.co_consts]
    return fields


def expected_result(path, optimize, mode):
    with open(path, "rb") as file:
        source = file.read()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code = compile(source, path, mode, dont_inherit=True, optimize=optimize)
            result = {"code": dump(code)}
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            fields = {"kind": type(error).__name__, "message": str(error)}
            if isinstance(error, SyntaxError):
                fields.update(message=error.msg, lineno=error.lineno, offset=error.offset,
                              end_lineno=error.end_lineno, end_offset=error.end_offset)
            result = {"error": fields}
    # Compiling a finally clause twice warns twice; CPython's registry of warnings shows one.
    found = {(str(w.message), w.lineno) for w in caught if "invalid escape" not in str(w.message)
             and "invalid octal escape" not in str(w.message) and "literal" not in str(w.message).split(" ")[-1:]}
    result["warnings"] = found
    return result


def disassemble(code_hex):
    code = bytes.fromhex(code_hex)
    return ["%4d %s %d" % (at, dis.opname[code[at]], code[at + 1])
            for at in range(0, len(code), 2) if code[at] != dis.opmap["CACHE"]]


def locations(fields):
    """The places that a location table gives, one for each instruction unit."""
    template = compile("", "", "exec")
    code = template.replace(co_code=bytes.fromhex(fields["co_code"]), co_firstlineno=fields["co_firstlineno"],
                            co_linetable=bytes.fromhex(fields["co_linetable"]))
    return ["%4d %s" % (2 * index, place) for index, place in enumerate(code.co_positions())]


def explain(name, expected, actual):
    if name == "co_code":
        expected_lines, actual_lines = disassemble(expected[name]), disassemble(actual[name])
    elif name == "co_linetable" and expected["co_code"] == actual["co_code"]:
        expected_lines, actual_lines = locations(expected), locations(actual)
    else:
        return "expected %.300s\nactual   %.300s" % (expected[name], actual[name])
    at = next((i for i, (a, b) in enumerate(zip(expected_lines, actual_lines)) if a != b),
              min(len(expected_lines), len(actual_lines)))
    rows = []
    for index in range(max(0, at - 5), at + 6):
        left = expected_lines[index] if index < len(expected_lines) else ""
        right = actual_lines[index] if index < len(actual_lines) else ""
        rows.append("%s %-44s %s" % (" " if left == right else "!", left, right))
    return "\n".join(rows)


def differences(expected, actual):
    """(field, explanation) for each field that differs, in nested code objects too."""
    where = "%s, line %d" % (expected["co_qualname"], expected["co_firstlineno"])
    names = [name for name in ORDER] + [name for name in expected if name not in ORDER]
    for name in names:
        if name == "co_consts":
            yield from constant_differences(expected, actual, where)
        elif expected[name] != actual[name]:
            yield name, "%s: %s\n%s" % (where, name, explain(name, expected, actual))


def constant_differences(expected, actual, where):
    pairs = list(zip(expected["co_consts"], actual["co_consts"]))
    if len(expected["co_consts"]) != len(actual["co_consts"]):
        yield "co_consts", "%s: co_consts\n%s" % (where, explain("co_consts", expected, actual))
        return
    for left, right in pairs:
        if isinstance(left, dict) and isinstance(right, dict):
            yield from differences(left, right)
        elif left != right:
            yield "co_consts", "%s: a constant\nexpected %.300s\nactual   %.300s" % (where, left, right)


def compare(expected, actual, counts):
    """A problem's text, or None."""
    if "error" in expected or "error" in actual:
        left, right = expected.get("error"), dict(actual.get("error") or {})
        if left is not None and right.pop("stage", None) == "parse" and left["kind"] == right["kind"]:
            return None  # error_parity.py compares the parser's errors
        right = {name: value for name, value in right.items() if left and name in left}
        if left == right:
            return None
        counts["error"] += 1
        return "expected %s\nactual   %s" % (left or "code", actual.get("error") or "code")
    problems = list(differences(expected["code"], actual["code"]))
    found = {tuple(warning) for warning in actual["warnings"]}
    if found != expected["warnings"]:
        problems.append(("warnings", "expected %s\nactual   %s" % (sorted(expected["warnings"]), sorted(found))))
    for name, _ in problems:
        counts[name] += 1
    return problems[0][1] if problems else None


def write_cases(path, folder):
    """Makes a file of each case, named by its first line's number."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    starts = [0] + [index + 1 for index, line in enumerate(lines) if line == "---"]
    for start, end in zip(starts, starts[1:] + [len(lines) + 1]):
        name = os.path.join(folder, "line_%04d.py" % (start + 1))
        with open(name, "w", encoding="utf-8") as file:
            file.write("\n".join(lines[start:end - 1]) + "\n")
        yield name


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--results")
    parser.add_argument("--optimize", type=int, default=0)
    parser.add_argument("--mode", default="exec")
    parser.add_argument("--cases")
    parser.add_argument("roots", nargs="*", default=["/usr/lib/python3.11"])
    options = parser.parse_args()
    report = Report(options.results)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        files = list(write_cases(options.cases, folder) if options.cases else find_files(options.roots))
        listing = os.path.join(folder, "files")
        with open(listing, "w") as file:
            file.write("".join(path + "\n" for path in files))
        with open(listing) as stdin:
            tool = subprocess.Popen([options.tool, "--optimize", str(options.optimize), "--mode",
                                     options.mode], stdin=stdin, stdout=subprocess.PIPE)
            for path in files:
                line = tool.stdout.readline()
                if not line:
                    report.add(path, "the tool has ended")
                    break
                expected = expected_result(path, options.optimize, options.mode)
                report.add(path, compare(expected, json.loads(line), counts))
            tool.stdout.close()
            status = tool.wait()
    if status:
        report.add("the tool", "ended with exit code %d" % status)
    for name, count in counts.most_common():
        print("%6d differences in %s" % (count, name))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
