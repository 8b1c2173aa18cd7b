"""What python3.11 prints for what a command of moult prints: for each command, a reference that runs the module of the
standard library in this process."""
import ast
import contextlib
import dis
import io
import re
import subprocess
import symtable
import sys
import tokenize
import traceback
from dataclasses import dataclass, replace

from harness import PYTHON

sys.setrecursionlimit(20000)


@dataclass
class Answer:
    out: str
    error: str
    code: int


class ModuleMain:
    """A module with a command line of its own."""
    FRAME = re.compile(r'^  File ".*", line \d+, in .*\n(?:    .*\n)*', re.MULTILINE)

    def __init__(self, name, main, module, options=()):
        self.NAME = name
        self.main = main
        self.module = module
        self.options = options

    def answer(self, path, arguments):
        out, error = io.StringIO(), io.StringIO()
        sys.argv = [self.NAME, *self.options, *arguments, path]
        code = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                self.main()
            except SystemExit as leave:
                code = leave.code or 0
            except Exception as problem:
                return self.answer_of_process(path, arguments, problem)
        return Answer(out.getvalue(), error.getvalue(), code)

    def answer_of_process(self, path, arguments, problem):
        """Errors are shown by the interpreter: the module `traceback` shows some places differently."""
        if not self.module:
            return Answer("", "".join(traceback.format_exception_only(problem)), 1)
        run = subprocess.run([PYTHON, "-W", "ignore", "-m", self.module, *self.options, *arguments, path],
                             capture_output=True, check=False, text=True, errors="replace")
        return Answer(run.stdout, run.stderr, run.returncode)

    @classmethod
    def comparable(cls, answer):
        # Warnings are no matter here; of an error, the frames of the module are not moult's.
        error = answer.error if answer.code else ""
        if error.startswith("unexpected error: "):  # tokenize prints it, and lets it end the program too
            error = error.split("\n")[0] + "\n"
        error = cls.FRAME.sub("", error)
        return replace(answer, error=error.removeprefix("Traceback (most recent call last):\n"))


class Disassembly(ModuleMain):
    """Without what differs from run to run: addresses, and the order of sets, which is that of hashes."""
    ADDRESS = re.compile(r"(<code object .*? at )0x[0-9a-f]+(?=, file)")
    SET = re.compile(r"(?<=\()\(?frozenset\(\{.*(?=\)$)", re.MULTILINE)

    @staticmethod
    def ordered(match):
        try:
            return str(eval(match[0], {"frozenset": lambda items: sorted(map(repr, items))}))
        except (SyntaxError, NameError):
            return match[0]

    @classmethod
    def comparable(cls, answer):
        answer = ModuleMain.comparable(answer)
        return replace(answer, out=cls.SET.sub(cls.ordered, cls.ADDRESS.sub(r"\g<1>0x", answer.out)))


FLAGS = ("referenced", "parameter", "imported", "assigned", "annotated", "namespace", "local", "free", "global",
         "declared_global", "nonlocal")


def describe_block(block, depth, lines):
    """The lines that `moult symtable` has for a block and those inside of it."""
    margin = "  " * depth
    traits = [name for name, has in (("optimized", block.is_optimized()), ("nested", block.is_nested()),
                                     ("children", block.has_children())) if has]
    if isinstance(block, symtable.Class) and block.get_methods():
        traits.append("methods " + " ".join(sorted(block.get_methods())))
    lines.append(f"{margin}{block.get_type()} {block.get_name()}, line {block.get_lineno()}"
                 + "".join(", " + trait for trait in traits))
    names = sorted(block.get_identifiers())
    width = max(map(len, names), default=0)
    for name in names:
        symbol = block.lookup(name)
        flags = [flag.replace("_", " ") for flag in FLAGS if getattr(symbol, "is_" + flag)()]
        lines.append(f"{margin}    {name.ljust(width)}  {', '.join(flags)}".rstrip())
    for child in block.get_children():
        describe_block(child, depth + 1, lines)


def print_symbols():
    with open(sys.argv[-1], "rb") as file:
        block = symtable.symtable(file.read(), sys.argv[-1], "exec")
    lines = []
    describe_block(block, 0, lines)
    print("\n".join(lines))


REFERENCES = {reference.NAME: reference for reference in (
    Disassembly("dis", dis._test, "dis"),
    ModuleMain("ast", ast.main, "ast"),
    ModuleMain("tokens", tokenize.main, "tokenize", ["-e"]),
    ModuleMain("symtable", print_symbols, None),
)}
