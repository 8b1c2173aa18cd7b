"""bytes and bytearray: construction, indexing, methods, mutation, formatting, errors; a little memoryview."""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- making")
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes(b"x"), bytes("é", "utf-8"), bytes(range(3)),
      bytes((i for i in b"ab")), b"a" b"b", rb"\n", b"\x00\t\n\r\\'\"\x7f\xff")
print(bytearray(), bytearray(2), bytearray(b"hi"), bytearray([65]), repr(bytearray(b"'")), repr(b"'"),
      repr(b'"\''), bytes.fromhex("00 fF\n1a"), b"\xde\xad".hex(), b"\xde\xad\xbe\xef".hex(":", 2),
      b"abc".hex("-"))
attempt(bytes, -1)
attempt(bytes, [256])
attempt(bytes, [-1])
attempt(bytes, ["a"])
attempt(bytes, "a")
attempt(bytes, 1.5)
attempt(bytes, None)
attempt(bytes, 5, "utf-8")
attempt(bytes.fromhex, "0")
attempt(bytes.fromhex, "zz")
attempt(bytearray, [300])


class Custom:
    def __bytes__(self):
        return b"custom"


class Index:
    def __index__(self):
        return 2


print(bytes(Custom()), bytes(Index()), bytes([Index(), Index()]), b"ab" * Index(), b"abc"[Index()])

print("-- reading")
b = b"hello, world"
print(b[0], b[-1], b[1:4], b[::-1], b[::3], b[5:1], len(b), list(b[:3]), 104 in b, b"lo" in b, b"" in b,
      b == bytearray(b), hash(b) == hash(bytes(bytearray(b))))
print(b + b"!", b * 2, 0 * b, b < b"hellp", b"a" != "a", max(b), min(b), sum(b), [*reversed(b"abc")],
      sorted(b"cab"), b"".join([b"a", bytearray(b"b")]))
attempt(lambda: b[99])
attempt(lambda: b["a"])
attempt(lambda: b"a" + "b")
attempt(lambda: "a" + b"b")
attempt(lambda: b"a" + 5)
attempt(lambda: b"".join(["a"]))
attempt(lambda: b"a" < "b")
attempt(lambda: b"a".find("a"))
try:
    b[0] = 1
except TypeError as e:
    print(e)

print("-- methods shared with str")
for kind in (bytes, bytearray):
    t = kind(b"The cat. the CAT")
    print(t.upper(), t.lower(), t.title(), t.capitalize(), t.swapcase(), t.find(b"cat"), t.rfind(b"t"),
          t.find(116), t.count(b"t"), t.index(b"."))
    print(t.split(), t.split(b"."), t.rsplit(None, 1), t.partition(b". "), t.rpartition(b"zz"),
          t.replace(b"a", b"--"), t.startswith(b"The"), t.endswith((b"x", b"T")))
    print(kind(b"  x ").strip(), kind(b"xxaxx").strip(b"x"), kind(b"x").center(5, b"*"), kind(b"7").zfill(3),
          kind(b"x").ljust(3), kind(b"a\nb").splitlines(), kind(b"a\tb").expandtabs(2))
    print(kind(b"ab1").isalnum(), kind(b"ab").isalpha(), kind(b"12").isdigit(), kind(b" ").isspace(),
          kind(b"Ab").istitle(), kind(b"AB").isupper(), kind(b"\x80").isascii())
    print(kind(b"abcabc").translate(bytes.maketrans(b"ab", b"xy")), kind(b"abc").translate(None, b"b"),
          kind(b"a.py").removesuffix(b".py"), kind(b"abc").decode(), kind(b"x,y").split(sep=b",", maxsplit=1))
attempt(b"a".index, b"z")
attempt(b"a".split, b"")
attempt(b"a".translate, b"short")
attempt(b"a".startswith, "a")
attempt(b"a".replace, "a", "b")
attempt(b"a".center, 5, b"ab")

print("-- percent formatting")
print(b"%d %s %x %r %a %c %b %5.1f|%-4d|" % (5, b"x", 255, b"q", "é", 65, bytearray(b"z"), 2.25, 3),
      b"%(a)s" % {b"a": b"v"}, bytearray(b"%d") % 3)
attempt(lambda: b"%s" % "text")
attempt(lambda: b"%d" % b"1")

print("-- bytearray mutation")
a = bytearray(b"abcdef")
a[0] = 90
a[1:3] = b"--long--"
del a[-1]
a.append(33)
a.extend(b"xyz")
a.extend([1, 2])
a += b"+"
a.insert(1, 42)
print(a, len(a))
print(a.pop(), a.pop(0), a.remove(42), a)
a.reverse()
print(a, a.copy() is a, a == a.copy())
a[::2] = b"0" * len(a[::2])
print(a)
del a[1::3]
print(a, a.index(ord("0")))
a *= 2
print(a)
a[:] = b""
print(a, bool(a))
attempt(a.pop)
attempt(a.append, 256)
attempt(a.append, "a")
attempt(a.remove, 1)
attempt(hash, a)
attempt(lambda: bytearray(b"abc").__setitem__(5, 1))
attempt(lambda: bytearray(b"abc").__setitem__(0, 999))
attempt(lambda: bytearray(b"abcd").__setitem__(slice(0, 4, 2), b"xyz"))
attempt(lambda: bytearray(b"abc").__setitem__(slice(0, 1), "text"))
a.clear()
print(a)

print("-- memoryview")
source = bytearray(b"abcdef")
view = memoryview(source)
print(view[0], view[1:3].tobytes(), len(view), view.tolist(), bytes(view[::-2]), view == b"abcdef",
      view.readonly, view.itemsize, view.format, view.nbytes)
view[0] = 90
view[1:3] = b"12"
print(source, memoryview(b"ro").readonly, view.hex())
attempt(lambda: memoryview(b"ro").__setitem__(0, 1))
attempt(source.append, 1)
view.release()
source.append(33)
print(source)
attempt(lambda: view[0])
attempt(memoryview, "text")
