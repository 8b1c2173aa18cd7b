"""Booleans: truth of every kind of object, short circuits, bool as an integer, conditional expressions."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


def loud(value):
    print("<%r>" % (value,), end=" ")
    return value


print("-- truth")
values = [None, True, False, 0, 1, -1, 0.0, 0.1, 0j, "", "0", b"", b"\0", [], [0], (), (None,), {}, {0: 0},
          set(), {0},
          frozenset(), range(0), range(1), Ellipsis, NotImplemented.__class__, int, len, lambda: 0,
          bytearray(), 10 ** 40]
for value in values:
    truth = bool(value)
    branch = "yes" if value else "no"
    inverse = not value
    print(type(value).__name__, truth, branch, inverse)

print("-- integers in disguise")
print(True + True, True * 5, False - 1, True / 2, True // 1, True % 2, -True, ~True, ~False, True << 3,
      True ** 2, abs(True))
print(True & False, True | False, True ^ True, True & 1, False | 2, True ^ 3, type(True & True),
      type(True & 1))
print(True == 1, True is True, False == 0.0, True < 2, [10, 20][True], {1: "a"}[True],
      {True: "x", 1: "y", 1.0: "z"})
print(isinstance(True, int), issubclass(bool, int), bool.__mro__, int(True), float(False), str(True),
      repr(False), hash(True))
print(sum([True, False, True]), "%d %s %r" % (True, True, True), f"{True:d} {True} {True:>6} {False:5}",
      format(True, "x"))
print(True.bit_length(), True.real, True.to_bytes(1, "big"), bool.from_bytes(b"\0\1", "big"), True.__and__(1),
      True.__and__(1.0))

print("-- and, or, not")
for a in (0, 1):
    for b in ("", "b"):
        for c in ([], [1]):
            print(a and b and c, a or b or c, a and b or c, a or b and c, not a and b, not (a or b),
                  (a, b, c))
print(loud(0) and loud(1) or loud(2))
print(loud(1) and loud(0) or loud(0))
print(loud(1) or loud(2) and loud(3))
print(not loud(0) and not loud(""))
print(loud("x") if loud(0) else loud("y") if loud(1) else loud("z"))
if loud(0) or (loud(1) and not loud(2)) or loud(3):
    print("taken")
while loud([]) or loud(""):
    break
else:
    print("not taken")
print(1 if [] else 2 if () else 3, (lambda: 1 if 0 else 2)(), [x if x % 2 else -x for x in range(5)])


class ByBool:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        print("[bool]", end=" ")
        return self.answer


class ByLen:
    def __init__(self, answer):
        self.answer = answer

    def __len__(self):
        print("[len]", end=" ")
        return self.answer


class Both(ByBool, ByLen):
    pass


class Plain:
    pass


print("-- classes")
for each in (ByBool(True), ByBool(False), ByLen(0), ByLen(3), Both(False), Both(True), Plain()):
    print(type(each).__name__, bool(each), not each, "then" if each else "else", (each and 1) == 1,
          (each or 2) == 2)
attempt(bool, ByBool(1))
attempt(bool, ByBool(None))
attempt(bool, ByLen(-1))
attempt(bool, ByLen("a"))
attempt(bool, ByLen(2.0))
attempt(lambda: not ByBool(0))
attempt(lambda: 1 if ByBool("") else 2)
attempt(bool, 1, 2)
attempt(lambda: bool(x=1))
attempt(lambda: type("Sub", (bool,), {}))
print(bool(), bool(ByBool))

print("-- assert")
attempt(lambda: [1 for x in (1,) if x is not None])
for message in (None, "text", 3):
    try:
        if message is None:
            assert 0
        else:
            assert (), message
    except AssertionError as e:
        print(type(e).__name__, e, e.args)

print("-- any and all")
print(any([]), all([]), any([0, "", 3]), all([1, "a", [0]]), any(loud(x) for x in (0, 2, 3)),
      all(loud(x) for x in (1, 0, 3)))
attempt(any, 5)
attempt(all, [ByBool(3)])
