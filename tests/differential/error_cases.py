"""Programs with errors, from the tests of the installed CPython: what its tests compile while they run, every string
that stands in their files, and the examples of their docstrings."""
import ast
import builtins
import contextlib
import doctest
import importlib
import importlib.util
import io
import os
import sys
import tempfile
import unittest
import warnings
from dataclasses import dataclass

MODULES = ("test_syntax", "test_exceptions", "test_eof", "test_fstring", "test_string_literals",
           "test_unicode_identifiers", "test_source_encoding")
LONGEST = 20_000  # characters; the tests of huge programs are others


@dataclass(frozen=True)
class Case:
    """One program as it is given to compile()."""
    source: "str | bytes"
    mode: str = "exec"
    flags: int = 0


class Recorder:
    """Notes what is given to compile, eval and exec, and the files that tests run as scripts."""

    def __init__(self):
        self.cases = []
        self.scripts = []
        self.real = {name: getattr(builtins, name) for name in ("compile", "eval", "exec")}

    def compile(self, source, filename, mode, flags=0, *more, **options):
        if isinstance(source, (str, bytes)) and mode in ("exec", "eval", "single"):
            self.cases.append(Case(source, mode, flags))
        return self.real["compile"](source, filename, mode, flags, *more, **options)

    def _run(self, name, source, args, options, frame):
        if isinstance(source, (str, bytes)):
            stripped = source if name == "exec" else source.lstrip(" \t" if isinstance(source, str) else b" \t")
            self.cases.append(Case(stripped, name))
        if not args:
            args = (frame.f_globals, frame.f_locals)
        return self.real[name](source, *args, **options)

    def eval(self, source, *args):
        return self._run("eval", source, args, {}, sys._getframe(1))

    def exec(self, source, *args, **options):
        return self._run("exec", source, args, options, sys._getframe(1))

    def script(self, *args, **_):
        """Stands for assert_python_ok and assert_python_failure: runs nothing."""
        if args and os.path.isfile(args[-1]):
            with open(args[-1], "rb") as file:
                self.scripts.append(file.read())
        return 1, b"", b"Non-UTF-8 code starting with on line 4"

    @contextlib.contextmanager
    def listening(self):
        from test.support import script_helper
        patched = [(builtins, name, getattr(self, name)) for name in self.real]
        patched += [(script_helper, name, self.script) for name in ("assert_python_ok", "assert_python_failure")]
        saved = [(owner, name, getattr(owner, name)) for owner, name, _ in patched]
        for owner, name, replacement in patched:
            setattr(owner, name, replacement)
        try:
            yield
        finally:
            for owner, name, original in saved:
                setattr(owner, name, original)


def run_tests(recorder):
    folder = os.getcwd()
    with tempfile.TemporaryDirectory() as work, warnings.catch_warnings(), recorder.listening(), \
            contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        os.chdir(work)
        try:
            for name in MODULES:
                module = importlib.import_module("test." + name)
                suite = unittest.defaultTestLoader.loadTestsFromModule(module)
                unittest.TextTestRunner(stream=io.StringIO()).run(suite)
        finally:
            os.chdir(folder)


def strings_of(path):
    """Every string and bytes literal of a file, and the sums of such."""
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.BinOp)):
            try:
                value = ast.literal_eval(node)
            except (ValueError, TypeError):
                try:
                    value = eval(compile(ast.Expression(node), path, "eval"), {"__builtins__": {}})
                except Exception:
                    continue
            if isinstance(value, (str, bytes)) and value:
                yield value


def collect():
    """(cases, scripts), each once, in the order of their finding."""
    recorder = Recorder()
    run_tests(recorder)
    cases = list(recorder.cases)
    parser = doctest.DocTestParser()
    for name in MODULES:
        path = importlib.util.find_spec("test." + name).origin
        for text in strings_of(path):
            cases.append(Case(text))
            if isinstance(text, str):
                if ">>>" in text:
                    examples = [example.source for example in parser.get_examples(text)]
                    cases += [Case(source, mode) for source in examples for mode in ("exec", "single")]
                else:
                    cases += [Case(text, "single"), Case(text.lstrip(" \t"), "eval")]
    unique = list(dict.fromkeys(case for case in cases if len(case.source) <= LONGEST))
    return unique, list(dict.fromkeys(recorder.scripts))


if __name__ == "__main__":
    found, files = collect()
    print("%d programs, %d scripts" % (len(found), len(files)))
