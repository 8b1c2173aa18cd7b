"""Ends by a SyntaxError; before it, shows many that come from compiling text, with their markers."""

import sys

SOURCES = [
    "x = (1 + 2", "x = 1 +", "if x\n    pass", "for x in y:\npass", "def f(:\n  pass", "x = 5 5",
    "print 'hello'", "a = b = 1 = c", "f(x for x in y, 1)", "return 5", "x = 'unterminated",
    "x = '''unterminated\nlines",
    "  indented = 1", "if 1:\n    a\n  b", "x = [1, 2", "x = [1, 2)", "x = 1)", "class C\n  pass",
    "import a.b as", "from x import", "from . import *, y", "while True print(1)", "try:\n  pass",
    "try:\n  pass\nx = 1", "x = {1: 2, 3}", "x = {1:}", "lambda: (yield) = 1",
    "x + 1 = 2", "f() += 1", "del f()", "None = 1", "x.True = 1", "def f(x, x): pass", "def f(x=1, y): pass",
    "nonlocal x", "def f():\n  global x\n  nonlocal x", "async x = 1", "await x", "yield 1", "break",
    "continue", "*a = 1", "a, *b, *c = d", "f(**x, *y)", "f(a=1, a=2)", "x = 0777",
    "x = 0b12", "x = 0xg", "x = 1__0", "x = 1.5.5", "x = 1a", "x = $", "x = a?b", "x = \u00ab", "x = 'a\\",
    "x = '\\N{no such name}'", "x = '\\x1'", "x = b'é'", "f'{a b}'", "f'{'", "f'{}'", "x = not", "a and",
    "if x = 1: pass", "while x := : pass", "with a as 1: pass", "except: pass", "else: pass",
    "match x:\n  case 1:\npass", "@\ndef f(): pass", "x: int: str", "assert (1, 2", "raise from x",
    "global x, ", "x = y if z", "[x for x]", "{**a for a in b}", "x = <> y", "x == == y", "import",
    "pass pass", "\tx\n  y", "x = 1 if 2 else", "def f() -> : pass", "class C(: pass", "print(a, b c)",
    "a = 1 2 3\n", "x = (\n1,\n2\ny = 3\n",
    "def f():\n\tx = 1\n        y = 2\n", "exec 'code'", "raise E, 'x'", "except* E: pass", "x = é = ü +",
    "# comment only\n\nx = = 1\n", "from __future__ import nothing", "from __future__ import braces",
    "x = 1\nfrom __future__ import annotations", "(a, b): int", "a b", "True = 1", "__debug__ = 1",
    "f(True=1)", "f(a.b=1)", "def f(a, *): pass", "def f(*, a, *b): pass", "lambda *: 1",
]
for source in SOURCES:
    print("--", ascii(source), file=sys.stderr)
    try:
        compile(source, "<text>", "exec")
        print("compiled", file=sys.stderr)
    except SyntaxError as e:
        print(type(e).__name__, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text),
              file=sys.stderr)
        sys.excepthook(type(e), e, None)


def run(text):
    exec(text)


run("x = 1\ny = (x +\n")
