"""Runs a fuzz target of libFuzzer's, with seeds from the standard library, until so much processor time is used or something
is found. What it finds is left in a folder beside the executable; what it learns (the corpus) too, for the next run.

With --replay, gives the target the inputs that once found something (inputs/TARGET) and a sample of the seeds, each once.
"""
import argparse
import hashlib
import importlib.util
import keyword
import marshal
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import token
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import ROOT, Report, clean_environment, run

INPUTS = ROOT / "tests/fuzz/inputs"
LIBRARY = Path("/usr/lib/python3.11")
LONGEST = 4096  # bytes of an input


# --- seeds ------------------------------------------------------------------------------------------------------

def pieces(text):
    """The top-level statements of a program, roughly: cut before lines that begin with a letter."""
    piece = []
    for line in text.splitlines(keepends=True):
        if piece and line[:1] not in b" \t\r\n#)]}\"'" and not line.startswith((b"el", b"except", b"finally")):
            yield b"".join(piece)
            piece = []
        piece.append(line)
    yield b"".join(piece)


def program_seeds():
    for path in sorted(LIBRARY.rglob("*.py")):
        text = path.read_bytes()
        yield from (piece for piece in pieces(text) if 20 < len(piece) <= LONGEST)
        if len(text) <= LONGEST:
            yield text
    for name in ("compile_cases.txt", "syntax_errors.txt"):
        yield from (ROOT / "tests/differential" / name).read_bytes().split(b"\n---\n")
    for codec in ("utf-8", "latin-1", "cp1252", "utf-16", "koi8-r", "shift_jis"):
        yield f"# coding: {codec}\nname\xe9 = 'text\xe9'\n".encode("latin-1")
    yield b"\xef\xbb\xbfx = 1\r\ny = 2\rz = \\\n3\f\n"


def codes_within(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes_within(constant)


def marshal_seeds():
    shared = ("text", 3.5)
    loop = [shared, shared, {"a": shared}, {shared}, frozenset([b"bytes", shared])]
    values = [None, True, False, ..., StopIteration, 0, -1, 1 << 31, 1 << 100, -(1 << 100), 1.5, 2j, "", "ascii", "caf\xe9",
              "\u20ac", "\U0001f600", "\ud800", b"", b"bytes", (), (1, 2), [], [1, [2]], {}, {1: 2}, set(), {1}, frozenset(),
              ((),) * 300, "a" * 300, loop]
    for value in values:
        for version in range(5):
            yield marshal.dumps(value, version)
    for path in sorted(LIBRARY.rglob("*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                code = compile(path.read_bytes(), "f", "exec", dont_inherit=True)
            except (SyntaxError, ValueError):
                continue
        for found in codes_within(code):
            written = marshal.dumps(found.replace(co_filename="f"))
            if len(written) <= LONGEST:
                yield written
            if len(written) <= 400:
                for flags in (0, 1, 3):  # the three ways of validation
                    yield importlib.util.MAGIC_NUMBER + flags.to_bytes(4, "little") + bytes(8) + written


def program_words():
    words = set(keyword.kwlist) | set(keyword.softkwlist) | set(token.EXACT_TOKEN_TYPES)
    return words | {"f'", "rb'", "'''", '"""', "f'''", "\\N{BULLET}", "\\x", "\\u", "\\U", "\n    ", "\n\t", "# coding: ",
                    "print ", "__debug__", "from __future__ import annotations\n", "0x", "0o", "0b", "1e", "1j", "1_0",
                    "match x:\n case ", "async def f():\n ", "(yield)", "{x!r:>{w}}", "{x=}", "*_", "**_", "\\\n", "\f"}


def marshal_words():
    return {letter.encode() for letter in "NTFS.ilgysutaAzZ([<>{c)r0"} | {bytes([ord(letter) | 128]) for letter in "cistaAzZ()[<>{"}


TARGETS = {  # seeds, how many of them to take, dictionary
    "tokenizer": (program_seeds, 3000, program_words),
    "compiler": (program_seeds, 3000, program_words),
    "marshal": (marshal_seeds, 3000, marshal_words),
}


def write_seeds(target, folder, count):
    """A sample of the seeds, the same each time, as files named by their content."""
    seeds = sorted(set(TARGETS[target][0]()))
    folder.mkdir(parents=True, exist_ok=True)
    for seed in random.Random(target).sample(seeds, min(count, len(seeds))):
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


def write_dictionary(target, path):
    lines = []
    for word in sorted(TARGETS[target][2](), key=str):
        word = word.encode() if isinstance(word, str) else word
        lines.append('"%s"\n' % "".join("\\x%02x" % byte for byte in word))
    path.write_text("".join(lines))


# --- runs -------------------------------------------------------------------------------------------------------

def used_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def fuzz(target, tool, seconds, options):
    """Until the target has used so much processor time. The exit code is the target's."""
    work = Path(tool).parent / "fuzz" / target
    corpus, seeds, findings = work / "corpus", work / "seeds", work / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    if not seeds.exists():
        print(f"writing seeds to {seeds}", flush=True)
        write_seeds(target, seeds, TARGETS[target][1])
    write_dictionary(target, work / "dictionary")
    saved = [INPUTS / target] if (INPUTS / target).exists() else []
    begin = used_seconds()
    while (left := seconds - (used_seconds() - begin)) > 0:
        command = [tool, corpus, seeds, *saved, f"-max_total_time={max(20, round(left))}", f"-max_len={LONGEST}", "-timeout=30",
                   "-rss_limit_mb=3000", f"-dict={work / 'dictionary'}", f"-artifact_prefix={findings}/",
                   "-print_final_stats=1", *options]
        code = subprocess.run(list(map(str, command)), env=clean_environment(), check=False).returncode
        if code:
            print(f"{target}: something was found after {used_seconds() - begin:.0f} s of processor time; see {findings}")
            return code
    print(f"{target}: nothing was found in {used_seconds() - begin:.0f} s of processor time")
    return 0


def replay(target, tool, results, count):
    report = Report(results)
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples"
        write_seeds(target, samples, count)
        saved = sorted((INPUTS / target).glob("*")) if (INPUTS / target).exists() else []
        for path in saved:
            shutil.copy(path, samples / path.name)
        paths = sorted(samples.iterdir())
        outcome = run([tool, "-timeout=60", "-rss_limit_mb=3000", f"-artifact_prefix={folder}/", *map(str, paths)], timeout=500)
        text = outcome.err.decode("utf-8", "replace")
        done = {line.split(" ")[1] for line in text.splitlines() if line.startswith("Executed ")}
        if outcome.code:
            at = [line for line in text.splitlines() if line.startswith("Running: ")][-1:]
            report.add(f"{target}: {' '.join(at)}", f"{outcome.ending}\n{text[-3000:]}")
        for path in paths:
            if str(path) in done:
                report.add(path.name)
        if not outcome.code and len(done) != len(paths):
            report.add("all inputs were read", f"{len(done)} of {len(paths)}")
    return report.finish()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--tool", required=True, help="the target's executable")
    parser.add_argument("--minutes", type=float, default=30, help="of processor time (30)")
    parser.add_argument("--replay", type=int, metavar="SEEDS", help="the saved inputs and so many seeds, once each")
    parser.add_argument("--results", help="leave the counts in this file")
    parser.add_argument("options", nargs="*", help="options of libFuzzer's, after --")
    arguments = parser.parse_args()
    if arguments.replay is not None:
        return replay(arguments.target, arguments.tool, arguments.results, arguments.replay)
    return fuzz(arguments.target, arguments.tool, arguments.minutes * 60, arguments.options)


if __name__ == "__main__":
    sys.exit(main())
