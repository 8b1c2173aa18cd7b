"""Checks what moult does with .pyc files: which are loaded, which are stale or refused, what is written and where. Each
scenario runs in a folder of its own under moult and, where it has the same, under python3.11."""
import argparse
import importlib.util
import marshal
import os
import py_compile
import sys
import tempfile
from pathlib import Path

from harness import PYTHON, ROOT, Report, clean_environment, need_python, run

MAGIC = importlib.util.MAGIC_NUMBER
CHECKED, UNCHECKED = py_compile.PycInvalidationMode.CHECKED_HASH, py_compile.PycInvalidationMode.UNCHECKED_HASH
SHOW = "import module\nprint(module.value)\n"


class Folder:
    """A folder with a module.py of which a .pyc file says something else, so that one sees which of the two was loaded."""

    def __init__(self, path):
        self.path = path
        self.write("main.py", SHOW)

    def write(self, name, content):
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    @property
    def pyc(self):
        return self.path / "__pycache__/module.cpython-311.pyc"

    def module(self, mode=None, header=None, body=None):
        """module.py says "source", its .pyc file "pyc"; or has another header or body."""
        source = self.write("module.py", "value = 'source'\n")
        py_compile.compile(str(source), str(self.pyc), doraise=True, invalidation_mode=mode)
        own = self.pyc.read_bytes()
        code = compile("value = 'pyc'\n", str(source), "exec")
        self.pyc.write_bytes((own[:16] if header is None else header) + (marshal.dumps(code) if body is None else body))


def fresh(folder):
    folder.module()


def newer_source(folder):
    folder.module()
    os.utime(folder.path / "module.py", (1, 1))


def longer_source(folder):
    folder.module()
    status = os.stat(folder.path / "module.py")
    folder.write("module.py", "value = 'source' # longer\n")
    os.utime(folder.path / "module.py", ns=(status.st_atime_ns, status.st_mtime_ns))


def checked(folder):
    folder.module(CHECKED)


def unchecked(folder):
    folder.module(UNCHECKED)


def changed(prepare):
    def both(folder):
        prepare(folder)
        folder.write("module.py", "value = 'changed'\n")
    return both


def header(content, body=None):
    return lambda folder: folder.module(header=content, body=body)


def body(content):
    return lambda folder: folder.module(body=content)


def sourceless(content=None):
    def prepare(folder):
        folder.module()
        data = folder.pyc.read_bytes() if content is None else content
        folder.write("module.pyc", data)
        (folder.path / "module.py").unlink()
        folder.pyc.unlink()
    return prepare


def sourceless_package(folder):
    sourceless()(folder)
    (folder.path / "module").mkdir()
    (folder.path / "module.pyc").rename(folder.path / "module/__init__.pyc")


def program(content):
    return lambda folder: folder.write("program.pyc", content)


def compiled(text):
    return marshal.dumps(compile(text, "original.py", "exec"))


def without_suffix(folder):
    folder.write("program", MAGIC + bytes(12) + compiled("print('ran', __name__, __file__[-8:])"))


def names(folder):
    folder.module()
    folder.write("main.py", "import module, package\nfor m in module, package:\n    print(m.__cached__[-38:], "
                            "m.__spec__.cached == m.__cached__, m.__file__[-14:])\n")
    folder.write("package/__init__.py", "")


HEADER = MAGIC + bytes(12)
ALWAYS, NEVER = ["--check-hash-based-pycs", "always"], ["--check-hash-based-pycs", "never"]
# name, what prepares the folder, the arguments; the last line of the error text is compared, the output, the exit code
SCENARIOS = [
    ("a valid file", fresh, ["main.py"]),
    ("a source with another time", newer_source, ["main.py"]),
    ("a source with another size", longer_source, ["main.py"]),
    ("a checked hash", checked, ["main.py"]),
    ("a checked hash of another source", changed(checked), ["main.py"]),
    ("a checked hash of another source, never checked", changed(checked), [*NEVER, "main.py"]),
    ("an unchecked hash of another source", changed(unchecked), ["main.py"]),
    ("an unchecked hash of another source, always checked", changed(unchecked), [*ALWAYS, "main.py"]),
    ("an unchecked hash, always checked", unchecked, [*ALWAYS, "main.py"]),
    ("another magic number", header(b"\xa6\r\r\n" + bytes(12)), ["main.py"]),
    ("unknown flags", header(MAGIC + b"\4\0\0\0" + bytes(8)), ["main.py"]),
    ("half a header", header(MAGIC + bytes(5), b""), ["main.py"]),
    ("an empty file", header(b"", b""), ["main.py"]),
    ("no body", body(b""), ["main.py"]),
    ("half a body", body(compiled("value = 1")[:40]), ["main.py"]),
    ("a body with an unknown letter", body(b"?"), ["main.py"]),
    ("a body that is no code object", body(marshal.dumps(1)), ["main.py"]),
    ("the name of the source in tracebacks", body(compiled("def f():\n 1/0\nvalue = f.__code__.co_filename[-10:]")), ["main.py"]),
    ("a .pyc file alone", sourceless(), ["main.py"]),
    ("a package of a .pyc file alone", sourceless_package, ["main.py"]),
    ("a .pyc file alone with another magic number", sourceless(b"abcdefghijklmnopqrst"), ["main.py"]),
    ("a .pyc file alone with unknown flags", sourceless(MAGIC + b"\x08\0\0\0" + bytes(8)), ["main.py"]),
    ("a .pyc file alone with half a header", sourceless(MAGIC + bytes(5)), ["main.py"]),
    ("a .pyc file alone without a code object", sourceless(HEADER + b"N"), ["main.py"]),
    ("a program", program(HEADER + compiled("print('ran', __name__, __file__[-11:])\nimport sys\nprint(sys.argv[1:])")),
     ["program.pyc", "x"]),
    ("a program that raises", program(HEADER + compiled("def f():\n    raise ValueError(1)\nf()")), ["program.pyc"]),
    ("a program with another magic number", program(b"abcd" + bytes(12) + b"N"), ["program.pyc"]),
    ("a program that is no code object", program(HEADER + b"N"), ["program.pyc"]),
    ("a program cut off", program(HEADER + compiled("print(1)")[:30]), ["program.pyc"]),
    ("a program of half a header", program(MAGIC + bytes(5)), ["program.pyc"]),
    ("an empty program", program(b""), ["program.pyc"]),
    ("a program without the suffix", without_suffix, ["program"]),
    ("the names of files", names, ["main.py"]),
    ("the names of optimized files", names, ["-O", "main.py"]),
]


def scenario(moult, prepare, arguments):
    """What differs, or None."""
    outcomes = []
    for interpreter in (moult, PYTHON):
        with tempfile.TemporaryDirectory(prefix="pyc.") as base:
            path = Path(base).resolve() / "here"
            path.mkdir()
            prepare(Folder(path))
            got = run([interpreter, *arguments], timeout=30, cwd=path, env=clean_environment())
            outcomes.append((got.ending, got.out.decode(), (got.err.decode().rstrip("\n").split("\n"))[-1].replace(base, "")))
    return None if outcomes[0] == outcomes[1] else "expected %s\nactual   %s" % (outcomes[1], outcomes[0])


# --- what moult writes

class Session:
    """A folder with a program that imports a module, and a cache."""

    def __init__(self, moult, base):
        self.moult, self.path, self.cache = moult, base / "here", base / "cache"
        self.folder = Folder(self.path)
        self.folder.write("module.py", "value = 'source'\n")
        self.cache.mkdir()

    def run(self, *arguments, program=None, **environment):
        environment.setdefault("XDG_CACHE_HOME", str(self.cache))
        got = run([program or self.moult, *arguments], timeout=30, cwd=self.path, env=clean_environment(**environment))
        assert got.code == 0, got.err.decode()
        return got.out.decode().strip()

    def written(self, root=None):
        return sorted(path for path in (root or self.cache).rglob("*") if path.is_file())


def cache_is_written_and_readable(session):
    assert session.run("main.py") == "source"
    [path] = session.written()
    assert str(path) == f"{session.cache}/moult{session.path}/module.cpython-311.pyc", path
    content = path.read_bytes()
    status = os.stat(session.path / "module.py")
    assert content[:16] == MAGIC + bytes(4) + int(status.st_mtime).to_bytes(4, "little") + status.st_size.to_bytes(
        4, "little"), content[:16]
    assert marshal.loads(content[16:]) == compile("value = 'source'\n", str(session.path / "module.py"), "exec")
    assert session.run(str(path), program=PYTHON) == ""
    assert not (session.path / "__pycache__").exists()


def cache_is_read(session):
    session.run("main.py")
    [path] = session.written()
    path.write_bytes(path.read_bytes().replace(b"source", b"cached"))
    assert session.run("main.py") == "cached"
    session.folder.write("module.py", "value = 'other text'\n")
    assert session.run("main.py") == "other text"
    assert b"other text" in path.read_bytes()


def optimized_code_has_its_own_files(session):
    session.run("main.py")
    session.run("-O", "main.py")
    session.run("-OO", "main.py")
    assert [path.name for path in session.written()] == [
        "module.cpython-311.opt-1.pyc", "module.cpython-311.opt-2.pyc", "module.cpython-311.pyc"]


def nothing_is_written_unasked(session):
    session.run("-B", "main.py")
    session.run("main.py", PYTHONDONTWRITEBYTECODE="1")
    session.folder.write("main.py", "import sys\nsys.dont_write_bytecode = True\n" + SHOW)
    session.run("main.py")
    assert not session.written(), session.written()


def a_cache_that_cannot_be_written_is_none(session):
    (session.cache / "moult").write_text("a file")
    assert session.run("main.py") == "source"
    assert session.run("main.py", XDG_CACHE_HOME="/nonexistent/folder") == "source"
    assert session.run("main.py", XDG_CACHE_HOME="", HOME="/nonexistent") == "source"
    assert not os.path.exists("/nonexistent")


def the_home_folder_has_the_cache(session):
    session.run("main.py", XDG_CACHE_HOME="", HOME=str(session.cache))
    assert str(session.written()[0]).startswith(f"{session.cache}/.cache/moult/"), session.written()


def a_prefix_is_shared_with_cpython(session):
    prefix = session.path.parent / "prefix"
    assert session.run("main.py", PYTHONPYCACHEPREFIX=str(prefix)) == "source"
    [path] = session.written(prefix)
    assert not session.written()
    path.write_bytes(path.read_bytes().replace(b"source", b"shared"))
    assert session.run("main.py", PYTHONPYCACHEPREFIX=str(prefix), program=PYTHON) == "shared"
    assert session.run("main.py", PYTHONPYCACHEPREFIX=str(prefix)) == "shared"


def a_hash_stays_a_hash(session):
    session.folder.module(CHECKED)
    session.folder.write("module.py", "value = 'changed'\n")
    assert session.run("main.py") == "changed"
    [path] = session.written()
    assert path.read_bytes()[:16] == MAGIC + b"\3\0\0\0" + importlib.util.source_hash(b"value = 'changed'\n")


def unsound_bytecode_is_refused(session):
    code = compile("value = 1\n", "module.py", "exec")
    session.folder.module(body=marshal.dumps(code.replace(co_code=b"\x01\0" * 2)))
    session.folder.write("main.py", "try:\n    import module\nexcept SystemError as error:\n    print(error)\n")
    assert session.run("main.py") == "invalid bytecode in '<module>': the stack is not that deep at offset 0"


def compile_writes_what_python_runs(session):
    session.folder.write("program.py", "assert False, 'kept'\n'''docstring'''\nprint('ran', __debug__)\n")
    session.run("compile", "-O", "program.py", "module.py")
    cached = session.path / "__pycache__/program.cpython-311.opt-1.pyc"
    assert session.run("-O", str(cached), program=PYTHON) == "ran False"
    assert session.run(str(cached)) == "ran False"
    session.run("compile", "program.py", "module.py", "-o", "out", "-OO")
    assert sorted(path.name for path in session.written(session.path / "out")) == ["module.pyc", "program.pyc"]
    session.run("compile", str(session.path / "module.py"), "-o", "deep", "--base", str(session.path.parent))
    assert (session.path / "deep/here/module.pyc").exists()
    session.run("compile", "--invalidation-mode", "unchecked-hash", "module.py")
    session.folder.write("module.py", "value = 'changed'\n")
    assert session.run("main.py", program=PYTHON) == session.run("main.py") == "source"


def compile_reports_errors(session):
    session.folder.write("wrong.py", "x = = 1\n")
    got = run([session.moult, "compile", "wrong.py", "missing.py", "module.py", "-o", "out"], timeout=30, cwd=session.path,
              env=clean_environment())
    assert got.code == 1, got.ending
    assert b"SyntaxError: invalid syntax" in got.err and b"'missing.py': [Errno 2]" in got.err, got.err
    assert [path.name for path in session.written(session.path / "out")] == ["module.pyc"]


SESSIONS = [cache_is_written_and_readable, cache_is_read, optimized_code_has_its_own_files, nothing_is_written_unasked,
            a_cache_that_cannot_be_written_is_none, the_home_folder_has_the_cache, a_prefix_is_shared_with_cpython,
            a_hash_stays_a_hash, unsound_bytecode_is_refused, compile_writes_what_python_runs, compile_reports_errors]


def session_problem(moult, check):
    with tempfile.TemporaryDirectory(prefix="pyc.") as base:
        try:
            check(Session(moult, Path(base).resolve()))
        except (AssertionError, OSError, ValueError) as error:
            return "line %d: %s" % (error.__traceback__.tb_next.tb_lineno, error)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"), help="the command to test")
    parser.add_argument("--results", help="leave the counts in this file")
    options = parser.parse_args()
    need_python()
    report = Report(options.results)
    moult = os.path.abspath(options.moult)
    for name, prepare, arguments in SCENARIOS:
        report.add(name, scenario(moult, prepare, arguments))
    for check in SESSIONS:
        report.add(check.__name__, session_problem(moult, check))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
