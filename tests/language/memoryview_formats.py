"""memoryview.cast: reading, writing, comparing, slicing and copying items of every native format; what is refused."""


def attempt(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__, str(error)


print("-- integers, bytes, truth values, addresses")


class Index:
    def __index__(self):
        return 3

    def __repr__(self):
        return "Index()"


class Broken(Index):
    def __index__(self):
        raise KeyError("broken")

    __bool__ = __float__ = __index__


data = bytearray(range(256))
VALUES = (0, 1, -1, 200, 70000, 1 << 31, 1 << 32, 1 << 63, 1 << 64, -(1 << 63), 1.5, b"a", b"ab", "x", None, True, Index(), Broken())
for letter in "cbBhHiIlLqQnN?P":
    for at in ("", "@"):
        m = memoryview(data).cast(at + letter)
        print(letter, m.format, m.itemsize, m.nbytes, len(m), m.shape, m.strides, m[0], m[-1], m.tolist()[:5],
              m[::2].tolist()[-2:], list(m)[:3], m[::-1].contiguous)
        for value in VALUES:
            def write():
                m[1] = value
                return m[1], m[:4].tobytes()
            print("  ", repr(value), attempt(write))

print("-- floats")
for letter in "fd":
    m = memoryview(bytearray(32)).cast(letter)
    for value in (1, 1.5, 1e300, float("nan"), "x", None, 1 << 2000, Index(), Broken()):
        def write():
            m[0] = value
            return m.tolist(), m == m, m == memoryview(bytes(m.cast("B"))).cast(letter)
        print(letter, repr(value)[:20], attempt(write))

print("-- casts that are refused")
b = memoryview(bytes(16))
for view, format in ((b.cast("I"), "H"), (b[:3], "I"), (b[::2], "I"), (b, "z"), (b, "@@I"), (b, ""), (b, "<I"), (b, "II")):
    print(format, attempt(lambda: view.cast(format).tolist()))

print("-- comparing and hashing")
print(attempt(lambda: hash(b.cast("I"))), hash(b.cast("b")) == hash(bytes(16)) == hash(b.cast("c")))
print(b.cast("I") == memoryview(bytes(16)).cast("I"), b.cast("I") == b, b.cast("I") == memoryview(bytes(32)).cast("Q"),
      b.cast("c") == b, b.cast("?") == b, b.cast("f") == b.cast("i"), b.cast("I") == 5, b == bytearray(16), b.cast("B") != b)
truths = memoryview(bytearray(b"\x00\x02\x01")).cast("?")
print(truths == memoryview(b"\x00\x01\x01").cast("?"), truths.tolist())

print("-- slices of items")
m = memoryview(bytearray(16)).cast("I")
m[:2] = memoryview(b"abcdefgh").cast("I")
print(m.tobytes(), m.hex(), bytes(m))
print(attempt(lambda: m.__setitem__(slice(0, 2), b"abcdefgh")))
print(attempt(lambda: m.__setitem__(slice(0, 2), memoryview(b"abcdefgh").cast("i"))))
print(attempt(lambda: m.__setitem__(slice(0, 1), memoryview(b"abcdefgh").cast("I"))))
m[::2] = memoryview(b"abcdefghABCDEFGH").cast("@I")[::-2]
print(m.tobytes(), bytearray(m[::2]), bytes(m[::-1]), 97 in m, m.obj, 1684234849 in m)
m[1:] = m[:3]
print(m.tobytes(), bytes(m[1:3].cast("B")), m.cast("B").tolist(), m.toreadonly()[0], memoryview(m).format)
print(attempt(lambda: m.toreadonly().__setitem__(0, 1)))
b2 = memoryview(bytearray(b"0123456789"))
b2[2:5] = memoryview(b"abcdef")[::-2]
print(bytes(b2), bytes(b2[::-3]), b2[1::4].tolist())

print("-- what is contiguous")
for key in (slice(0, 0, 2), slice(2, 0, -1), slice(-1, None, -1), slice(0, 1, 2), slice(0, 0), slice(0, 1, -1), slice(0, 0, -1), slice(1, 2, -3)):
    view = b2[key]
    print(key, len(view), view.contiguous, view.c_contiguous, view.f_contiguous, view.strides, attempt(lambda: view.cast("b").tolist()),
          attempt(lambda: b"".join([view])), bytes(view))
