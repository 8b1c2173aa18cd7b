"""Read-only views of memory; slices of bytearrays, which are looked at before the value; messages that name the type; the
__float__ of subclasses of float, as complex() asks for it."""


def attempt(function, *args, **named):
    try:
        return function(*args, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def read_only_views():
    array = bytearray(b"abcdef")
    view = memoryview(array)
    fixed = view.toreadonly()
    print(view.readonly, fixed.readonly, fixed.obj is array, fixed == view)
    derived = {"slice": fixed[1:4], "steps": fixed[::2], "view": memoryview(fixed), "again": fixed.toreadonly(),
               "cast": fixed.cast("B")}
    for name, other in derived.items():
        print(name, other.readonly, bytes(other), attempt(other.__setitem__, 0, 1), attempt(other.__setitem__, slice(0, 1), b"x"))
        print(attempt(hash, other))
    view[0] = 120
    print(bytes(fixed), bytes(derived["slice"]), fixed[0])
    print(attempt(array.append, 1))
    for other in (view, fixed, *derived.values()):
        other.release()
    array.append(103)
    print(array, attempt(fixed.toreadonly))
    print(hash(memoryview(b"abc").toreadonly()) == hash(b"abc"), attempt(hash, memoryview(bytearray(1)).toreadonly()))


class Position:
    """An index that tells when it is asked."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        print("asked", self.value)
        return self.value


def slices_of_bytearrays():
    for bounds in (slice(1, 2, 0), slice("a", 2), slice(1, 2), slice(0, 4, 2), slice(3, 1), slice(Position(1), Position(3))):
        for value in ("", b"", 5, None, "abc", [1, 2], [300], b"xy", b"xyz", bytearray(b"pq"), object(), (), memoryview(b"uv")):
            array = bytearray(b"abcd")
            print(type(value).__name__, attempt(array.__setitem__, bounds, value), array)
        array = bytearray(b"abcd")
        print("itself", attempt(array.__setitem__, bounds, array), array)
        print("deleted", attempt(array.__delitem__, bounds), array)


def names_in_messages():
    for cls in (bytes, bytearray):
        print(attempt(cls.maketrans, frm=b"a", to=b"b"), attempt(cls.maketrans, b"a"), attempt(cls.maketrans, b"a", b"bc"))
        print(cls.maketrans(b"a", b"b") == bytes(98 if i == 97 else i for i in range(256)), cls.maketrans.__doc__ is None)


class Told(float):
    def __float__(self):
        return 7.5


class Wrong(float):
    def __float__(self):
        return "x"


class Silent(float):
    pass


class Raises(float):
    def __float__(self):
        raise KeyError("asked")


def complex_of_floats():
    for cls in (Told, Wrong, Silent, Raises):
        number = cls(2)
        print(cls.__name__, attempt(complex, number), attempt(complex, number, 1), attempt(complex, 1, number),
              attempt(complex, number, number), attempt(complex, imag=number), attempt(float, number))


for part in (read_only_views, slices_of_bytearrays, names_in_messages, complex_of_floats):
    part()
