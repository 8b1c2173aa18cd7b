"""Compiles texts of extreme shape, deep, long or broken, and prints what comes of each. Run by run_robustness.py under moult
and under python3.11, and compared.

Arguments: the sizes, comma-separated; then `fork` to compile each in a process of its own, and say which crashed.
"""
import sys


def wrap(left, middle, right):
    return lambda n: left * n + middle + right * n


def indented(line, last="pass", after=""):
    """Blocks within each other. The text grows with the square of the size, so that is limited."""
    def text(n):
        n = min(n, 300)
        return ("".join(" " * i + line + "\n" for i in range(n)) + " " * n + last + "\n"
                + "".join(" " * i + after + "\n" for i in reversed(range(n)) if after))
    return text


def cases():
    yield "parentheses", wrap("(", "1", ")")
    yield "brackets", wrap("[", "1", "]")
    yield "braces", wrap("{", "1", "}")
    yield "dicts", wrap("{1:", "1", "}")
    yield "open parentheses", lambda n: "(" * n
    yield "open brackets", lambda n: "[" * n
    yield "close parentheses", lambda n: ")" * n
    yield "mixed", lambda n: "([{" * n
    yield "calls", wrap("f(", "1", ")")
    yield "subscripts", wrap("a[", "1", "]")
    yield "not", lambda n: "not " * n + "x"
    yield "minus", lambda n: "-" * n + "x"
    yield "tilde", lambda n: "~" * n + "x"
    yield "minus one", lambda n: "-" * n + "1"
    yield "await", lambda n: "async def f():\n " + "await " * n + "x"
    yield "lambda", lambda n: "lambda: " * n + "x"
    yield "lambda parameters", lambda n: "lambda x=" * n + "1" + ":x" * n
    yield "attributes", lambda n: "x" + ".a" * n
    yield "call chain", lambda n: "x" + "()" * n
    yield "subscript chain", lambda n: "x" + "[0]" * n
    yield "method chain", lambda n: "x" + ".a()" * n
    yield "plus", lambda n: "x" + "+x" * n
    yield "plus constants", lambda n: "1" + "+1" * n
    yield "times constants", lambda n: "2" + "*2" * n
    yield "power", lambda n: "x" + "**x" * n
    yield "string plus", lambda n: "'a'" + "+'a'" * n
    yield "and", lambda n: "x" + " and x" * n
    yield "and or", lambda n: "x" + " and x or x" * n
    yield "comparisons", lambda n: "x" + "<x" * n
    yield "conditional", lambda n: "x if y else " * n + "z"
    yield "conditional inside", lambda n: "(x if " * n + "1" + " else y)" * n
    yield "tuple", lambda n: "x," * n
    yield "constants tuple", lambda n: "1," * n
    yield "list", lambda n: "[" + "x," * n + "]"
    yield "set", lambda n: "{" + "1," * n + "}"
    yield "dict", lambda n: "{" + "1:x," * n + "}"
    yield "arguments", lambda n: "f(" + "x," * n + ")"
    yield "keywords", lambda n: "f(" + ",".join("a%d=1" % i for i in range(min(n, 8000))) + ")"
    yield "star arguments", lambda n: "f(" + "*x," * n + ")"
    yield "parameters", lambda n: "def f(" + ",".join("a%d" % i for i in range(n)) + "): pass"
    yield "strings", lambda n: "'a' " * n
    yield "long string", lambda n: "'" + "a" * n + "'"
    yield "long name", lambda n: "a" * n
    yield "long number", lambda n: "1" * n
    yield "long hex", lambda n: "0x" + "f" * n
    yield "long float", lambda n: "1." + "1" * n
    yield "exponent", lambda n: "1e" + "1" * n
    yield "elif", lambda n: "if x: pass\n" + "elif x: pass\n" * n
    yield "statements", lambda n: "x\n" * n
    yield "semicolons", lambda n: "x;" * n
    yield "nested if", indented("if x:")
    yield "nested def", indented("def f():")
    yield "nested class", indented("class f:")
    yield "nested for", indented("for x in y:")
    yield "nested while", indented("while x:")
    yield "nested with", indented("with x:")
    yield "nested try", indented("try:", after="finally: pass")
    yield "with items", lambda n: "with " + ",".join(["x"] * n) + ": pass"
    yield "except", lambda n: "try: pass\n" + "except x: pass\n" * n
    yield "decorators", lambda n: "@x\n" * n + "def f(): pass"
    yield "assignments", lambda n: "x = " * n + "1"
    yield "targets", lambda n: "x," * n + "= y"
    yield "nested targets", wrap("(", "x", ",)")
    yield "nested targets assigned", lambda n: "(" * n + "x" + ",)" * n + " = y"
    yield "star targets", lambda n: "[*" * n + "x" + "]" * n + " = y"
    yield "for targets", lambda n: "for " + "(" * n + "x" + ",)" * n + " in y: pass"
    yield "comprehension fors", lambda n: "[x " + "for x in y " * n + "]"
    yield "comprehension ifs", lambda n: "[x for x in y " + "if x " * n + "]"
    yield "comprehensions", lambda n: "[" * n + "x" + " for x in y]" * n
    yield "comprehensions in iterables", lambda n: "[x for x in " * n + "y" + "]" * n
    yield "generators", lambda n: "(" * n + "x" + " for x in y)" * n
    yield "f-string parts", lambda n: "f'" + "{x}" * min(n, 30000) + "'"
    yield "f-strings", lambda n: "f'a{x}' " * n
    yield "f-string nested parentheses", lambda n: "f'{" + "(" * n + "x" + ")" * n + "}'"
    yield "f-string open", lambda n: "f'" + "{" * (2 * n + 1)
    yield "f-string braces", lambda n: "f'" + "{" * (2 * n) + "'"
    yield "f-string specs", lambda n: "f'" + "{x:" * n + "}" * n + "'"
    yield "f-string lambda", lambda n: "f'{(lambda x:" + "-" * n + "1)}'"
    yield "f-string attributes", lambda n: "f'{x" + ".a" * n + "}'"
    yield "walrus", lambda n: "(x := " * n + "1" + ")" * n
    yield "yield", lambda n: "def f():\n " + "x = (yield " * n + ")" * n
    yield "star", lambda n: "*" * n + "x"
    yield "patterns", lambda n: "match x:\n case " + "[" * n + "]" * n + ": pass"
    yield "pattern parentheses", lambda n: "match x:\n case " + "(" * n + "1" + ")" * n + ": pass"
    yield "class patterns", lambda n: "match x:\n case " + "f(" * n + ")" * n + ": pass"
    yield "mapping patterns", lambda n: "match x:\n case " + "{1:" * n + "x" + "}" * n + ": pass"
    yield "or patterns", lambda n: "match x:\n case " + "1|" * n + "1: pass"
    yield "pattern items", lambda n: "match x:\n case " + "1," * n + ": pass"
    yield "cases", lambda n: "match x:\n" + " case 1: pass\n" * n
    yield "pattern attributes", lambda n: "match x:\n case x" + ".a" * n + ": pass"
    yield "import as", lambda n: "import " + ",".join(["x"] * n)
    yield "import dots", lambda n: "from " + "." * n + " import x"
    yield "import path", lambda n: "import x" + ".a" * min(n, 10000)
    yield "global", lambda n: "global " + ",".join(["x"] * n)
    yield "del", lambda n: "del " + "x," * n
    yield "del nested", lambda n: "del " + "(" * n + "x" + ")" * n
    yield "slices", lambda n: "x[" + ":," * n + "]"
    yield "slice nest", lambda n: "x[" * n + ":" + "]" * n
    yield "annotations", lambda n: "x: " + "a[" * n + "1" + "]" * n
    yield "future annotations", lambda n: "from __future__ import annotations\nx: " + "-" * n + "1"
    yield "future annotation attributes", lambda n: "from __future__ import annotations\nx: x" + ".a" * n
    yield "future annotation plus", lambda n: "from __future__ import annotations\nx: x" + "+x" * n
    yield "backslashes", lambda n: "\\\n" * n + "x"
    yield "blank lines", lambda n: "\n" * n + "x"
    yield "comments", lambda n: "#\n" * n + "x"
    yield "spaces", lambda n: " " * n + "x"
    yield "form feeds", lambda n: "\f" * n + "x"
    yield "tabs", lambda n: "if x:\n" + "\t" * n + "x"
    yield "dedents", lambda n: indented("if x:")(min(n, 90)) + "x"
    yield "NULs", lambda n: "\0" * n
    yield "surrogates", lambda n: "\ud800" * n
    yield "surrogate in string", lambda n: "'" + "\ud800" * n + "'"
    yield "wide", lambda n: "'" + "\U00010000" * n + "'"
    yield "identifiers", lambda n: "\xe9" * n
    yield "bad identifiers", lambda n: "\u20ac" * n
    yield "named escapes", lambda n: "'" + "\\N{BULLET}" * n + "'"
    yield "unfinished escapes", lambda n: "'" + "\\N{" * n + "'"
    yield "octal escapes", lambda n: "b'" + "\\777" * n + "'"
    yield "triple quotes", lambda n: "'''" * n
    yield "quotes", lambda n: "'" * n
    yield "dots", lambda n: "." * n
    yield "operators", lambda n: "+" * n
    yield "colons", lambda n: ":" * n
    yield "at", lambda n: "@" * n
    yield "excl", lambda n: "!" * n
    yield "commas", lambda n: "," * n
    yield "if", lambda n: "if " * n
    yield "lambda only", lambda n: "lambda " * n
    yield "for", lambda n: "for " * n
    yield "else", lambda n: "x if x else" * n
    yield "async", lambda n: "async " * n
    yield "class", lambda n: "class " * n
    yield "print", lambda n: "print x " * n
    yield "dict open", lambda n: "{1:" * n
    yield "dict star", lambda n: "{**" * n
    yield "call open", lambda n: "f(a=" * n
    yield "call for", lambda n: "f(x for x in " * n
    yield "names", lambda n: "x " * n
    yield "invalid at the end", lambda n: "(" * n + "x" + ")" * n + " x y"
    yield "invalid comparisons", lambda n: "x" + "<x" * n + " x y"
    yield "invalid sums", lambda n: "x" + "+x" * n + " x y"
    yield "invalid not", lambda n: "not " * n + "x y"
    yield "invalid minus", lambda n: "-" * n + "x y"
    yield "invalid lambda", lambda n: "lambda: " * n + "x y"
    yield "invalid dicts", lambda n: "{1:" * n + "x y" + "}" * n
    yield "invalid calls", lambda n: "f(" * n + "x y" + ")" * n
    yield "invalid lists", lambda n: "[" * n + "x y" + "]" * n
    yield "invalid assignment", lambda n: "f() = " * n + "1"
    yield "invalid elif", lambda n: "if x: pass\n" + "elif x: pass\n" * n + "elif x y: pass\n"
    yield "invalid attributes", lambda n: "x" + ".a" * n + " y"
    yield "invalid conditional", lambda n: "x if y else " * n + "z w"
    yield "invalid power", lambda n: "x" + "**x" * n + " y"
    yield "invalid keywords", lambda n: "f(" + "a=1," * n + "b c)"
    yield "invalid comprehensions", lambda n: "[" * n + "x y" + " for x in y]" * n
    yield "invalid statements", lambda n: "x\n" * n + "x y"
    yield "invalid with", lambda n: "with (" + "x as y," * n + "x y): pass"
    yield "invalid patterns", lambda n: "match x:\n case " + "[" * n + "x y" + "]" * n + ": pass"
    yield "invalid or patterns", lambda n: "match x:\n case " + "1|" * n + "1 2: pass"
    yield "invalid decorators", lambda n: "@x\n" * n + "x"
    yield "invalid targets", lambda n: "x," * n + "f() = y"
    yield "invalid nested if", indented("if x:", last="x y")

def outcome(text):
    try:
        return "code %d" % len(compile(text, "f", "exec").co_code)
    except SyntaxError as error:
        place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return "%s: %.80s %s" % (type(error).__name__, error.msg, place)
    except Exception as error:
        return "%s: %.100s" % (type(error).__name__, error)


def show(name, size, make):
    print("%s, %d: %s" % (name, size, outcome(make(size))), flush=True)


def show_in_fork(name, size, make):
    import os
    child = os.fork()
    if not child:
        show(name, size, make)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print("%s, %d: crash" % (name, size), flush=True)


for name, make in cases():
    for size in map(int, sys.argv[1].split(",")):
        (show_in_fork if "fork" in sys.argv else show)(name, size, make)
