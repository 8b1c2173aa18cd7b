"""The builtin functions: results, argument checks, error messages; classes by __build_class__; eval and exec."""

import builtins
import sys


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except BaseException as error:
        return "%s: %s" % (type(error).__name__, error)


print("-- numbers")
print(abs(-5), abs(-2.5), abs(3 + 4j), attempt(abs, "x"), attempt(abs), divmod(-7, 2), attempt(divmod, 1, 0), attempt(divmod, 1))
print(pow(2, 10), pow(2, 10, 7), pow(2, -1), pow(3, -1, 7), attempt(pow, 2, -1, 4), attempt(pow, 2, 3, 0), attempt(pow, "a", 2))
print(round(2.5), round(3.5), round(2.567, 2), round(1234, -2), round(2.5, None), attempt(round, "x"), attempt(round))
print(bin(-10), oct(8), hex(255), attempt(bin, 1.5), attempt(hex, "x"), bin(True), hex(2**70))
print(chr(97), chr(0x1F600), attempt(chr, -1), attempt(chr, 0x110000), attempt(chr, "a"), attempt(chr, 2**40), ord("a"), ord(b"a"))
print(attempt(ord, ""), attempt(ord, "ab"), attempt(ord, 5), attempt(ord, b"ab"), ord("😀"))
print(hash(1), hash(1.0), hash(True), attempt(hash, []), hash(2**61 - 1), hash(-1), hash(None) == hash(None))

print("-- sum, min, max, all, any, sorted")
print(sum([]), sum([1, 2, 3]), sum([1.5, 2]), sum([2, 1.5, True]), sum([[1], [2]], []), sum(range(100000)), sum([2**62, 2**62, 2**62]))
print(sum([1], 10), sum([1], start=10), sum([1j, 2]), sum([0.1] * 10), attempt(sum, ["a"]), attempt(sum, ["a"], ""), attempt(sum, [b""], b""))
print(attempt(sum, 5), attempt(sum), attempt(sum, [1, None]), sum([True, True]), sum([10**20, 1.5]), sum([1, 2**70, -2**70]))
print(min(3, 1, 2), max([3, 1, 2]), min("b", "a"), max(1, 2.5), min([], default=5), max([], default=None), min([3, -4], key=abs))
print(max("abc", "de", key=len), attempt(min), attempt(min, []), attempt(max, 5), attempt(min, 1, 2, default=3), attempt(max, 1, "a"))
print(attempt(min, [1], bad=2), min([1, 1.0]), max([1, 1.0]), min(2, 1, key=None), attempt(min, [1, 2], key=5))
print(all([]), all([1, 0]), any([]), any([0, 1]), attempt(all, 5), attempt(any), all(x for x in (1, 2)))
print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted([3, -1], key=abs), attempt(sorted, [1, "a"]), attempt(sorted, 5))
print(attempt(sorted), attempt(sorted, [], bad=1), attempt(sorted, [], 1), sorted([1, 2], reverse=1), attempt(sorted, [], reverse="x"))

print("-- iterators")
print(next(iter([1])), next(iter([]), "default"), attempt(next, iter([])), attempt(next, 5), attempt(iter, 5), attempt(next))
calls = iter([1, 2, 3, 4])
print(list(iter(lambda: next(calls), 3)), attempt(iter, 5, 6), attempt(iter, len), attempt(len, 5), len("abc"), attempt(len))
print(type(iter(int, 1)).__name__, attempt(aiter, 5), attempt(anext, 5))


class Length:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value


print(len(Length(3)), attempt(len, Length(-1)), attempt(len, Length("x")), attempt(len, Length(2**70)), len(Length(True)))

print("-- attributes")


class Thing:
    a = 1

    def __getattr__(self, name):
        if name == "boom":
            raise ValueError("boom")
        raise AttributeError("none: " + name)


thing = Thing()
print(getattr(thing, "a"), getattr(thing, "b", 2), attempt(getattr, thing, "b"), attempt(getattr, thing, "boom", 3), attempt(getattr, thing, 5))
print(hasattr(thing, "a"), hasattr(thing, "b"), attempt(hasattr, thing, "boom"), attempt(hasattr, thing, 1), attempt(getattr, thing))
print(setattr(thing, "x", 5), thing.x, delattr(thing, "x"), attempt(delattr, thing, "x"), attempt(setattr, 5, "x", 1), attempt(setattr, thing, 1, 1))
print(callable(len), callable(5), callable(Thing), callable(thing), id(thing) == id(thing), attempt(vars, 5), vars(thing))
print(dir(thing)[-2:], [n for n in dir() if n in ("Thing", "attempt")], attempt(dir, 1, 2), "append" in dir([]), dir(Length)[-3:])


class Dir:
    def __dir__(self):
        return ["z", "a"]


print(dir(Dir()))
print(isinstance(1, int), isinstance(1, (str, int)), isinstance(1, int | str), attempt(isinstance, 1, 1), attempt(isinstance, 1, (1,)))
print(issubclass(bool, int), attempt(issubclass, 1, int), attempt(issubclass, int, 1), isinstance(1, (str, (float, (int,)))))
print(repr("x"), ascii("é😀"), format(3.14159, ".2f"), format("x"), attempt(format, 1, 2), attempt(format, [], "x"), attempt(repr))

print("-- compile, eval, exec")
print(eval("1 + 2"), eval(" \t 3"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(b"4"), eval(compile("5", "f", "eval")))
print(attempt(eval, 5), attempt(eval, "1", 5), attempt(eval, "1", {}, 5), attempt(eval, ""), attempt(eval, "x ="), attempt(exec, 5))
print(attempt(exec, "1", 5), attempt(exec, "1", {}, 5), attempt(eval, "1", []), exec("z = 3"), z, attempt(exec, "1", closure=5))
space = {}
exec("a = 1\ndef f(): return a\nb = f()", space)
print(sorted(space)[:1], space["b"], "__builtins__" in space, type(space["__builtins__"]))


class Mapping:
    def __getitem__(self, key):
        if key == "missing":
            raise KeyError(key)
        return key * 2

    def __setitem__(self, key, value):
        print("[set %s %r]" % (key, value), end=" ")

    def keys(self):
        return ["k"]


print(eval("ab", {}, Mapping()), exec("q = ab", {}, Mapping()), attempt(eval, "missing", {}, Mapping()))


def free():
    variable = 5

    def inner():
        return variable

    return inner.__code__, inner.__closure__


code, closure = free()
print(attempt(eval, code), attempt(exec, code), exec(code, closure=closure), attempt(exec, code, closure=()), attempt(exec, code, closure=(1,)))
print(attempt(exec, compile("1", "f", "exec"), closure=closure), attempt(compile, "1", "f", "bad"), attempt(compile, "1", "f", "exec", 1 << 30))
print(attempt(compile, 5, "f", "exec"), attempt(compile, "1", 5, "exec"), attempt(compile, "1", "f", "exec", optimize=5), attempt(compile, "1", "f"))
print(compile("1", b"name", "eval").co_filename, attempt(compile, "a\0b", "f", "exec"), attempt(eval, "a\0b"))


def local_scope():
    a = 1
    b = [x for x in locals()]
    c = eval("a + 1")
    exec("a = 10; d = 4")
    return a, sorted(b), c, "d" in locals(), eval("a", {"a": "global"}), sorted(vars())


print(local_scope(), globals() is sys.modules["__main__"].__dict__, locals() is globals())
print(__name__, __builtins__ is builtins, __debug__, attempt(globals, 1))

print("-- classes")
print(attempt(__build_class__), attempt(__build_class__, 1, "x"), attempt(__build_class__, lambda: 0, 5), attempt(__build_class__, len, "x"))


class Entries:
    def __mro_entries__(self, bases):
        print("[entries of %d]" % len(bases), end=" ")
        return (list, Length)


class BadEntries:
    def __mro_entries__(self, bases):
        return 5


class FromEntries(Entries()):
    pass


print(FromEntries.__bases__, [type(b).__name__ for b in FromEntries.__orig_bases__])


def bad_entries():
    class X(BadEntries()):
        pass


def bad_prepare():
    class Meta(type):
        @classmethod
        def __prepare__(meta, name, bases):
            return 5

    class X(metaclass=Meta):
        pass


def function_metaclass():
    def meta(name, bases, space, **keywords):
        return name, bases, sorted(k for k in space if not k.startswith("__")), keywords

    class X(1, 2, metaclass=meta, key=3):
        a = 1

    return X


def unset_cell():
    class Meta(type):
        def __new__(meta, name, bases, space):
            space.pop("__classcell__", None)
            return super().__new__(meta, name, bases, space)

    class X(metaclass=Meta):
        def f(self):
            return __class__


def other_cell():
    class Meta(type):
        def __new__(meta, name, bases, space):
            made = super().__new__(meta, name, bases, dict(space))
            return super().__new__(meta, name, bases, {k: v for k, v in space.items() if k != "__classcell__"})

    class X(metaclass=Meta):
        def f(self):
            return __class__


def conflict():
    class A(type):
        pass

    class B(type):
        pass

    class X(metaclass=A):
        pass

    class Y(metaclass=B):
        pass

    class Z(X, Y):
        pass


for f in [bad_entries, bad_prepare, function_metaclass, unset_cell, other_cell, conflict]:
    print(f.__name__, str(attempt(f)).replace("__main__.", ""))

print("-- the module")
print(sorted(set("abs all any ascii bin bool bytearray bytes callable chr classmethod compile complex delattr dict dir divmod "
      "enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass "
      "iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set "
      "setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __build_class__ exit quit copyright credits "
      "license breakpoint aiter anext EnvironmentError IOError".split()) - set(dir(builtins))))
print(len([n for n in dir(builtins) if n.endswith("Error") or n.endswith("Warning")]), repr(exit), repr(quit), len.__module__, len.__name__)
print(repr(len), len.__self__ is builtins, len.__doc__ is not None, builtins.__name__, repr(builtins))

print("-- sys")
print(sys.version_info[:2], sys.version[:4], sys.hexversion >> 16 == 0x030B, sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform)
print(sys.implementation.version == sys.version_info, sys.float_info.max, sys.float_info.dig, sys.hash_info.modulus, sys.flags.optimize)
print(type(sys.version_info).__name__, sys.version_info.releaselevel, sys.version_info >= (3, 11), sys.getdefaultencoding(), sys.getfilesystemencoding())
limit = sys.getrecursionlimit()
print(limit, sys.setrecursionlimit(500), sys.getrecursionlimit(), sys.setrecursionlimit(limit), attempt(sys.setrecursionlimit, 0), attempt(sys.setrecursionlimit, "x"))
print(sys.get_int_max_str_digits(), attempt(sys.set_int_max_str_digits, 5), sys.set_int_max_str_digits(0), sys.set_int_max_str_digits(4300))
print(sys.intern("abc") is sys.intern("abc"), attempt(sys.intern, 5), sys._getframe().f_code.co_name, attempt(sys._getframe, 99), sys.gettrace())
print(attempt(sys.exit), attempt(sys.exit, 3), attempt(sys.exit, (1, 2)), attempt(sys.exit, "x"), attempt(sys.exit, 1, 2))
sys.displayhook(None)
sys.displayhook("shown")
print(builtins._, sys.is_finalizing(), "sys" in sys.modules, "sys" in sys.builtin_module_names, "json" in sys.stdlib_module_names)
print(repr(sys), sys.__spec__.name, sys.__spec__.origin, sys.getrefcount(object()) > 0, sys.getsizeof([]) > 0, sys.getsizeof(5) > 0)
