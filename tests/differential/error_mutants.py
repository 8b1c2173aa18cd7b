"""Mutants of real programs: functions, classes and statements of the library in which one or two tokens are deleted,
duplicated, swapped or replaced. The same seed gives the same mutants."""
import ast
import io
import random
import textwrap
import tokenize
import warnings

from error_cases import Case

LONGEST_UNIT = 40  # lines
UNITS_PER_FILE = 24
OTHER_TOKENS = """False None True and as assert async await break class continue def del elif else except finally for
from global if import in is lambda nonlocal not or pass raise return try while with yield match case _ print exec x self
( ) [ ] { } : , ; + - * / | & < > = . % == != ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... :=
<> ! ? $ 0 1 1_000 0x 0xg 0b2 0o8 01 1.5 1e 1j 5in 1_ .5 'a' "b" b'c' f'{x}' f'{' f'{}' f'{x!z}' f'{a b}' f'{x:{y}}'
'\\d' b'\\d' '\\x' '\\N{x}' '\\777' ' \" ''' \"\"\" rb'' ub'' é €""".split() + ["\n", "\\\n", "\\", "  ", "\t", "# c", "# type: x", "\f", "\x01"]
KINDS = ("delete", "duplicate", "swap", "replace")


def units_of(path):
    """The texts of a file's functions, classes and other statements that are short enough."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    lines = text.split("\n")
    if len(lines) <= LONGEST_UNIT:
        yield text
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or isinstance(node, (ast.Pass, ast.Expr)) and node.col_offset:
            continue
        compound = hasattr(node, "body")
        if node.col_offset and not compound:
            continue
        first = min([node.lineno] + [decorator.lineno for decorator in getattr(node, "decorator_list", ())])
        if node.end_lineno - first < LONGEST_UNIT:
            unit = textwrap.dedent("\n".join(lines[first - 1:node.end_lineno]) + "\n")
            if "\0" not in unit:
                yield unit


def pieces_of(unit):
    """A unit as a list of texts, alternating white space and tokens."""
    starts = [0]
    for line in unit.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    pieces, at = [], 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(unit).readline):
            start = starts[token.start[0] - 1] + token.start[1]
            end = starts[token.end[0] - 1] + token.end[1]
            if start < at or start == end:
                continue
            pieces += [unit[at:start], unit[start:end]]
            at = end
    except (tokenize.TokenError, SyntaxError, IndexError):
        return None
    return pieces + [unit[at:]]


def mutate(pieces, chooser):
    pieces = list(pieces)
    for _ in range(1 if chooser.random() < 0.8 else 2):
        tokens = len(pieces) // 2
        at = 1 + 2 * chooser.randrange(tokens)
        kind = chooser.choice(KINDS)
        if kind == "delete":
            pieces[at] = ""
        elif kind == "duplicate":
            pieces[at] += (" " if chooser.random() < 0.7 else "") + pieces[at]
        elif kind == "swap":
            other = min(at + 2, 2 * tokens - 1) if chooser.random() < 0.7 else 1 + 2 * chooser.randrange(tokens)
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif chooser.random() < 0.7:
            pieces[at] = chooser.choice(OTHER_TOKENS)
        else:
            pieces[at] = pieces[1 + 2 * chooser.randrange(tokens)]
    return "".join(pieces)


def as_case(text, chooser):
    """Most programs are given as text and whole; some as bytes with or without a cookie, or to be run interactively."""
    way = chooser.random()
    if way < 0.85:
        return Case(text)
    if way < 0.9:
        return Case(text, "single")
    if way < 0.92:
        return Case(text.strip(), "eval")
    if way < 0.94:
        return Case(text.replace("#", "# type:").replace(":\n", ": # type: x\n", 1), "exec", 0x1000)
    cookie = chooser.choice(("", "", "", "# coding: utf-8\n", "#coding:latin-1\n", "\ufeff", "#!python\n\n"))
    source = (cookie + text).encode("latin-1" if "latin" in cookie else "utf-8", "replace")
    if chooser.random() < 0.4:
        at = chooser.randrange(len(source) + 1)
        source = source[:at] + bytes([chooser.randrange(128, 256)]) + source[at:]
    return Case(source)


def mutants(files, count, seed):
    """`count` cases."""
    chooser = random.Random(seed)
    files = sorted(files)
    made = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while made < count:
            units = list(units_of(chooser.choice(files)))
            for unit in chooser.sample(units, min(len(units), UNITS_PER_FILE)):
                pieces = pieces_of(unit)
                if not pieces or len(pieces) < 3:
                    continue
                for _ in range(min(2 + len(pieces) // 40, count - made)):
                    yield as_case(mutate(pieces, chooser), chooser)
                    made += 1
