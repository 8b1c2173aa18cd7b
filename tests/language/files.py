"""open() and file objects: modes, text and bytes, newlines, positions, errors."""

import sys


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, str(error).replace(path, "PATH"))


# Several tiers may run this at the same time: the address of an object tells them apart.
path = "/tmp/moult_language_test_file_%d" % id(sys.modules)

print("-- writing and reading")
with open(path, "w") as f:
    print(f.write("first\n"), f.write("zweite Zeile: äöü €\n"), f.write("last 😀"), f.mode, f.name == path, f.encoding)
    print(f.closed, f.readable(), f.writable(), f.seekable(), f.isatty(), type(f).__name__, f.fileno() > 2)
print(f.closed, attempt(f.write, "x"), attempt(f.read), attempt(iter, f), f.close())
with open(path) as f:
    print(repr(f.read()), repr(f.read()))
with open(path) as f:
    print([f.read(3), f.readline(), f.readline(5), f.readline(), f.readline(), f.readline()])
with open(path) as f:
    print(list(f), f.readlines())
with open(path) as f:
    print(next(f), f.readlines(), attempt(next, f))
with open(path, "rb") as f:
    print(f.read(4), f.readline(), f.tell(), f.read(), f.read(), f.mode, type(f).__name__)
with open(path, "rb") as f:
    print(list(f), f.seek(0), f.readlines(3), f.seek(-3, 2), f.read(), f.seek(2), f.read(2), f.seek(1, 1), f.read(2))
    print(attempt(f.write, b"x"), attempt(getattr, f, "encoding"))
    buffer = bytearray(4)
    print(f.seek(0), f.readinto(buffer), buffer)

print("-- modes")
with open(path, "a") as f:
    print(f.tell(), f.write("appended"), f.tell())
with open(path, "r+") as f:
    print(f.read(5), f.seek(0), f.write("FIRST"), f.seek(0), f.readline())
with open(path, "w+") as f:
    print(f.write("abc"), f.seek(1), f.read(), f.truncate(2), f.seek(0), f.read())
with open(path, "wb") as f:
    print(f.write(b"\xff\xfe"), f.write(bytearray(b"z")), attempt(f.write, "text"), attempt(f.read), f.tell())
print(attempt(open, path, "x"))
print(attempt(open, path).__class__.__name__, attempt(open(path).read))
with open(path, encoding="latin-1") as f:
    print(repr(f.read()), f.encoding)
with open(path, errors="replace") as f:
    print(ascii(f.read()), f.errors)
with open(path, errors="ignore") as f:
    print(ascii(f.read()))
with open(path, errors="surrogateescape") as f:
    print(ascii(f.read()))

print("-- newlines")
with open(path, "wb") as f:
    f.write(b"unix\ndos\r\nmac\rend")
for newline in [None, "", "\n", "\r", "\r\n"]:
    with open(path, newline=newline) as f:
        print(repr(newline), f.readlines(), end=" ")
    with open(path, newline=newline) as f:
        print([f.read(6), f.read(6), f.read()])
for newline in [None, "", "\n", "\r", "\r\n"]:
    with open(path, "w", newline=newline) as f:
        f.write("a\nb\r\n")
    with open(path, "rb") as f:
        print(repr(newline), f.read())

print("-- encodings")
for encoding in ["utf-8", "latin-1", "ascii", "utf-16", "utf-32-le", "UTF8"]:
    with open(path, "w", encoding=encoding, errors="replace") as f:
        f.write("aé\nb\n")
    with open(path, "rb") as f:
        print(encoding, f.read(), end=" ")
    with open(path, encoding=encoding) as f:
        print(f.readlines())
with open(path, "w", encoding="ascii") as f:
    print(attempt(f.write, "é"), f.write("ok"))

print("-- errors")
print(attempt(open, "/nonexistent/file"), attempt(open, "/nonexistent/file", "w"), attempt(open, "/"), attempt(open, "/", "w"))
for mode in ["", "z", "rw", "rr", "br+b", "tb", "r+w", "b", "+", "U", "wt+b"]:
    print(mode, attempt(open, path, mode))
print(attempt(open, path, 5), attempt(open, path, "rb", encoding="utf-8"), attempt(open, path, "rb", errors="strict"))
print(attempt(open, path, "rb", newline=""), attempt(open, path, newline="x"), attempt(open, path, newline=5))
print(attempt(open, path, buffering=0), attempt(open, path, buffering=-2).closed, attempt(open, path, encoding="no-such"))
print(attempt(open), attempt(open, 1.5), attempt(open, None), attempt(open, -1), attempt(open, 9999), attempt(open, "a\0b"))
with open(path, "w") as f:
    print(attempt(f.read), attempt(f.write, 5), attempt(f.write, b"x"), attempt(f.writelines, 5), f.writelines(["a", "b"]))
with open(path) as f:
    print(attempt(f.write, "x"), attempt(f.read, "x"), attempt(f.seek, 1, 1), attempt(f.seek, -1), attempt(f.seek, 0, 5))
    print(attempt(f.readline, 1.5), f.read(None), attempt(f.read, 1, 2))
    print(repr(f).replace(path, "PATH"))

print("-- large")
with open(path, "w") as f:
    for i in range(20000):
        print(i, "é" * (i % 7), file=f)
with open(path) as f:
    total = lines = 0
    for line in f:
        lines += 1
        total += int(line.split()[0])
    print(lines, total)
with open(path) as f:
    text = f.read()
    print(len(text), text[-12:])
with open(path) as f:
    pieces = iter(lambda: f.read(1000), "")
    print("".join(pieces) == text)

print("-- print to files and others")


class Sink:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


sink = Sink()
print("a", 1, None, file=sink)
print("a", "b", sep="", end="!", file=sink, flush=True)
print(file=sink)
print(sink.parts)
print(attempt(print, 1, sep=5), attempt(print, 1, end=5), attempt(print, 1, file=5), attempt(print, 1, bad=5))
print(1, 2, sep=None, end=None)
print()
saved, sys.stdout = sys.stdout, sink
print("into the sink")
sys.stdout = None
print("nowhere")
sys.stdout = saved
print(sink.parts[-2:])
print(sys.stdin.mode, sys.stdout.mode, sys.stderr.mode, sys.stdin.name, sys.stdout.name, sys.stderr.name, 
      sys.stderr.errors, sys.stdout.encoding)
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()
print(attempt(input), attempt(sys.stdin.read))
open(path, "w").close()

print("-- where a write goes after reading, and tell() after next()")


def refill(lines):
    with open(path, "w") as f:
        f.write("".join(["line %d\n" % i for i in range(lines)]))


for lines in (30, 3000):
    for mode in ("r+", "r+b"):
        for read in (lambda f: f.read(0), lambda f: f.read(3), lambda f: f.read(8192), lambda f: f.read(),
                     lambda f: f.readline(), lambda f: next(f)):
            refill(lines)
            with open(path, mode) as f:
                read(f)
                f.write("XYZ" if mode == "r+" else b"XYZ")
                f.flush()
                with open(path, "rb") as g:
                    content = g.read()
                print(lines, mode, content.find(b"XYZ"), len(content), repr(f.read(5)), attempt(f.tell))
refill(30)
with open(path) as f:
    print(next(f), attempt(f.tell), f.seek(0), attempt(f.tell), next(f), len(f.read()), attempt(f.tell))
with open(path) as f:
    print(len([line for line in f]), attempt(f.tell))
with open(path) as f:
    print(f.readlines(5), attempt(f.tell), f.readlines(), attempt(f.tell))
with open(path) as f:
    print(f.readline(), f.tell(), next(f), attempt(f.tell))
with open(path, "rb") as f:
    print(next(f), f.tell())
with open(path, "r+") as f:
    print(f.seek(10), f.read(2), f.write("Q"))
with open(path) as f:
    print(f.read().find("Q"))
with open(path, "w+") as f:
    print(f.write("abc\ndef"), f.seek(0), f.readline(), f.write("Z"), f.seek(0), f.read())
with open(path, "a+") as f:
    print(f.seek(0), f.read(3), f.write("END"), f.seek(0), f.read()[-8:])
