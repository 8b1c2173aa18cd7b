"""Compares the module marshal with python3.11's: values of every kind, and thousands of damaged streams, which give the
same value, or the same exception and message."""
import argparse
import marshal
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import PYTHON, ROOT, Report, clean_environment

PROBE = Path(__file__).with_name("marshal_probe.py")
VALUES = [
    None, True, False, ..., StopIteration, 0, 1, -1, 255, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**45, 2**60, -2**63,
    10**50, -10**300, 1 << 480, 0.0, -0.0, 1.5, 1e300, float("inf"), float("nan"), 1j, 2.5 - 1j, "", "a", "name",
    "two words", "\xe9", "\u20ac", "\U0001f600", "\ud800", "long " * 60, b"", b"bytes", b"\0" * 300, (), (1,), (1, (2, "x")),
    tuple(range(256)), [], [1, [2, "x"]], {}, {"a": 1, 2: [3]}, set(), {1, "b", (2,)}, frozenset(), frozenset({1, "b"}),
    [["shared"] * 3, ("shared", "shared")], compile("a = [i for i in b'x']", "file", "exec"),
    compile("def f(a, /, b=1, *c, d, **e):\n    try:\n        return lambda: a + d\n    finally:\n        print(e)\n", "file",
            "exec"),
]
VERSIONS = range(5)
# Sequences that nothing marshals: lengths and references out of range, letters that are not there, containers of nothing.
ODD = [b"", b"0", b"?", b"I12345678", b"{0", b"{N0", b"(\x03\x00\x00\x00N0N", b"\xa9\x01r\x00\x00\x00\x00",
       b"\xbe\x01\x00\x00\x00r\x00\x00\x00\x00", b"\xbc\x01\x00\x00\x00r\x00\x00\x00\x00", b"r\x00\x00\x00\x80",
       b"<\x01\x00\x00\x00[\x00\x00\x00\x00", b"f\x04 1.5", b"f\x031_0", b"x\x011\x03abc", b"s\xff\xff\xff\x7f",
       b"l\xff\xff\xff\x7f\x01\x00", b"l\x01\x00\x00\x00\x00\x80", b"l\x02\x00\x00\x00\x01\x00\x00\x00",
       b"l\x00\x00\x00\x80", b"u\x02\x00\x00\x00\xc3\x28", b"\xce", b"c" + b"\x00" * 20 + b"N" * 30, b")\x01" * 1999 + b"N",
       b")\x01" * 2000 + b"N", b"[\x01\x00\x00\x00" * 2001]


def damaged(stream, random_):
    """The stream with a byte or two changed, cut off, doubled or taken out."""
    data = bytearray(stream)
    for _ in range(random_.randint(1, 2)):
        at = random_.randrange(len(data)) if data else 0
        match random_.randrange(6):
            case 0: data[at:at + 1] = bytes([random_.randrange(256)])
            case 1: data[at:at + 1] = random_.choice(b"0NTFS.iIlfgxysutaAzZ()[{<>cr").to_bytes(1, "little")
            case 2: del data[at:]
            case 3: del data[at:at + 1]
            case 4: data[at:at] = data[at:at + random_.randint(1, 8)]
            case 5: data[at:at + 1] = bytes([data[at] ^ 0x80] if data else [])
    # A length of gigabytes makes python3.11 ask for them; the own case above says what moult does.
    return bytes(data)


def streams(count, seed):
    random_ = random.Random(seed)
    whole = [marshal.dumps(value, version) for value in VALUES for version in VERSIONS]
    result = whole + ODD
    result += [stream[:end] for stream in whole if len(stream) < 40 for end in range(len(stream))]
    while len(result) < count:
        result.append(damaged(random_.choice(whole), random_))
    return result


CRASHED = "crashed"


def outcomes(program, path, count):
    """What the probe printed for each stream. Some crash python3.11: it starts again behind them."""
    def limit():
        if program == PYTHON:  # a sanitizer build reserves far more than it uses
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    lines = []
    while len(lines) < count:
        ran = subprocess.run([program, str(PROBE), path, str(len(lines))], stdout=subprocess.PIPE, timeout=280,
                             env=clean_environment(), preexec_fn=limit, check=False)
        lines += ran.stdout.decode().split("\n")[:-1]
        if ran.returncode != 0:
            lines.append(f"{CRASHED}: exit code {ran.returncode}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moult", default=str(ROOT / "build/release/moult"))
    parser.add_argument("--count", type=int, default=8000, help="streams")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results")
    options = parser.parse_args()
    report = Report(options.results)
    made = streams(options.count, options.seed)
    with tempfile.NamedTemporaryFile() as file:
        marshal.dump(made, file)
        file.flush()
        expected = outcomes(PYTHON, file.name, len(made))
        got = outcomes(options.moult, file.name, len(made))
    for stream, left, right in zip(made, expected, got):
        # python3.11 makes room for what a length promises; moult finds the end of the input first. The name of a C file
        # in a message is python3.11's.
        same = left == right or left.startswith("MemoryError") and right.startswith(("EOFError", "ValueError", "TypeError"))
        same = same or left.startswith("SystemError") and right.startswith("SystemError")
        same = same or right == "ValueError: code: co_localspluskinds is malformed"  # which python3.11 trusts
        same = same or left.startswith(CRASHED) and not right.startswith(CRASHED)
        report.add(f"{stream[:60]!r}", None if same else f"expected {left[:300]}\nactual   {right[:300]}")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
