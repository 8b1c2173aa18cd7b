"""Run by both interpreters: for each special method, classes that give each kind of answer (or lack the method after their
slots were filled, or have None or a thing that cannot be called in its place), and what operations on instances come to.

Arguments: FIRST STEP, which of the special methods this run takes."""
import sys
import warnings

from builtin_calls_probe import ARGUMENTS, Raises, failure, shown, without_addresses

# A special method, with the operations that ask for it; `x` is the instance.
OPERATIONS = {
    "__len__": ["len(x)", "bool(x)", "list(reversed(x))", "x[-1]", "not x"],
    "__bool__": ["bool(x)", "not x", "1 if x else 2", "x and 1", "[1 for i in 'a' if x]", "all([x])", "any([x])",
                 "list(filter(None, [x]))"],
    "__iter__": ["list(x)", "tuple(x)", "[*x]", "a, b = x", "1 in x", "iter(x)", "dict(x)", "set(x)", "''.join(x)", "sum(x)",
                 "max(x)", "sorted(x)", "enumerate(x)", "zip(x)", "map(str, x)", "f(*x)", "bytes(x)", "bytearray(x)", "any(x)",
                 "[].extend(x)", "b''.join(x)", "a = []; a[:] = x", "a = []; a += x", "list(y(x))", "{1}.union(x)"],
    "__next__": ["next(x)", "next(x, 5)", "[*x]", "list(zip(x, 'abc'))", "for i in x: break", "a, = x"],
    "__getitem__": ["x[0]", "x['k']", "x[1:2]", "x[()]", "dict(**x)", "'%(a)s' % x", "'{[a]}'.format(x)"],
    "__setitem__": ["x[0] = 1", "x[1:2] = 3", "x[0] += 1"],
    "__delitem__": ["del x[0]", "del x[1:2]"],
    "__contains__": ["1 in x", "1 not in x"],
    "__index__": ["[1, 2][x]", "[1, 2][x:]", "range(x)", "hex(x)", "bin(x)", "'a' * x", "[1] * x", "chr(x)", "int(x)", "float(x)",
                  "complex(x)", "bytes(x)", "round(1.5, x)", "(1).__rshift__(x)", "int('11', x)", "'a'.center(x)", "[1].insert(x, 2)",
                  "'%d' % x", "'%c' % x", "'%x' % x", "(5).to_bytes(x, 'big')", "slice(x).indices(3)", "range(3)[x]", "b'ab'[x]",
                  "'ab'[x]", "(1, 2)[x]", "bytearray(b'ab')[x]", "memoryview(b'ab')[x]", "pow(2, x)", "[1, 2].pop(x)", "sum([1], x)",
                  "enumerate([], x)", "'a b'.split(None, x)", "1 << x", "abs(x)", "a = [0] * 3; a[x] = 1", "bytearray([x])"],
    "__int__": ["int(x)", "'%d' % x", "'%x' % x", "float(x)", "range(x)", "int(x, 10)", "round(x)", "complex(x)"],
    "__float__": ["float(x)", "complex(x)", "'%f' % x", "round(x)", "complex(1, x)", "'%g' % x", "format(1.5, '')", "int(x)"],
    "__complex__": ["complex(x)", "complex(x, 1)", "abs(complex(x))", "float(x)", "complex(1, x)"],
    "__trunc__": ["int(x)", "float(x)"],
    "__str__": ["str(x)", "'%s' % x", "f'{x}'", "'{}'.format(x)", "print(x)", "format(x)", "str(x, 'ascii')", "repr(x)[:1]",
                "str(ValueError(x))", "f'{x!s:>4}'"],
    "__repr__": ["repr(x)", "str(x)", "'%r' % x", "f'{x!r}'", "repr([x])", "repr((x, x))", "repr({x})", "repr({1: x})", "ascii(x)",
                 "repr(slice(x))", "repr(ValueError(x))", "{}[x]"],
    "__format__": ["format(x)", "format(x, 's')", "f'{x}'", "f'{x:>3}'", "'{:4}'.format(x)"],
    "__bytes__": ["bytes(x)", "bytearray(x)", "b'%b' % x", "b'%s' % x"],
    "__hash__": ["hash(x) and 1", "{x} and 1", "{x: 1} and 2", "{}.get(x)", "(x,).__hash__() and 1", "1 in {x: 1}"],
    "__eq__": ["x == 1", "1 == x", "x != 1", "x in [1]", "[x] == [1]", "(x,) == (1,)", "[1].count(x)", "[1].index(x)", "[1].remove(x)",
               "{1: 2} == {1: x}", "x == x", "x is x", "range(3).count(x)", "range(3).index(x)"],
    "__ne__": ["x != 1", "1 != x", "[x] != [1]", "x == 1"],
    "__lt__": ["x < 1", "1 > x", "sorted([x, x]) and 1", "max(x, x) and 1", "min(x, x) and 1", "[x] < [x]", "[x] < [1]", "(x,) < (1,)"],
    "__gt__": ["x > 1", "1 < x", "max(x, x) and 1"],
    "__le__": ["x <= 1", "1 >= x"],
    "__ge__": ["x >= 1", "1 <= x"],
    "__call__": ["x()", "x(1, a=2)", "map(x, [1])", "callable(x)", "list(map(x, 'ab'))", "sorted('ba', key=x)", "iter(x, 1)",
                 "next(iter(x, 1))"],
    "__getattr__": ["x.nosuch", "getattr(x, 'nosuch', 5)", "hasattr(x, 'nosuch')", "x.real"],
    "__getattribute__": ["x.nosuch", "getattr(x, 'nosuch', 5)", "hasattr(x, 'nosuch')", "x.__class__", "x.nosuch()"],
    "__setattr__": ["x.a = 1", "setattr(x, 'b', 2)", "del x.a", "x.a: int = 3"],
    "__delattr__": ["del x.a", "delattr(x, 'b')", "x.a = 1"],
    "__get__": ["H.d", "H().d", "H.d = 1", "H().d = 1", "type(H.__dict__['d'])"],
    "__set__": ["H().d = 1", "H().d", "del H().d"],
    "__delete__": ["del H().d", "H().d = 1"],
    "__set_name__": ["type('N', (), {'d': x})"],
    "__enter__": ["with x: pass", "with x as y: print(y)"],
    "__exit__": ["with x: pass", "with x: 1 / 0", "with x: raise KeyError(1)"],
    "__dir__": ["dir(x)"],
    "__reversed__": ["list(reversed(x))", "reversed(x)"],
    "__length_hint__": ["list(x)", "list(zip(x))", "[].extend(x)", "bytearray(x)", "tuple(x)"],
    "__missing__": ["D()[1]", "D().get(1)", "D()['a']"],
    "__instancecheck__": ["isinstance(1, x)", "isinstance(1, (str, x))"],
    "__subclasscheck__": ["issubclass(int, x)", "issubclass(int, (str, x))"],
    "__class_getitem__": ["C[int]", "C['a', 1]"],
    "__init_subclass__": ["type('S', (C,), {})", "type('S', (C,), {}, k=1)"],
    "__mro_entries__": ["class S(x): pass", "class S(int, x): pass"],
    "__prepare__": ["class S(metaclass=x): pass", "class S(metaclass=C): pass"],
    "__new__": ["C()", "C(1)"],
    "__init__": ["C()", "C(1)"],
    "__abs__": ["abs(x)"],
    "__neg__": ["-x"],
    "__pos__": ["+x"],
    "__invert__": ["~x"],
    "__round__": ["round(x)", "round(x, 1)", "round(x, None)"],
    "__add__": ["x + 1", "1 + x", "x += 1", "sum([x], 1)", "sum([x, 1], x)", "[] + x", "'a' + x", "() + x"],
    "__radd__": ["1 + x", "x + 1", "sum([x])", "[] + x", "'a' + x", "b'' + x", "1.5 + x", "x + x"],
    "__iadd__": ["x += 1", "x + 1"],
    "__mul__": ["x * 2", "2 * x", "[1] * x", "'a' * x"],
    "__rmul__": ["2 * x", "[1] * x", "'a' * x", "x * 2"],
    "__sub__": ["x - 1", "1 - x", "x -= 1", "{1} - x"],
    "__rsub__": ["1 - x", "{1} - x"],
    "__mod__": ["x % 2", "2 % x", "'%s' % x", "divmod(x, 2)"],
    "__rmod__": ["2 % x", "'%s' % x"],
    "__divmod__": ["divmod(x, 2)", "divmod(2, x)"],
    "__pow__": ["x ** 2", "2 ** x", "pow(x, 2, 3)", "pow(2, x, 3)", "x **= 2"],
    "__rpow__": ["2 ** x", "pow(2, x, 5)"],
    "__truediv__": ["x / 2", "2 / x"],
    "__floordiv__": ["x // 2"],
    "__matmul__": ["x @ 2", "2 @ x", "x @= 1"],
    "__lshift__": ["x << 2", "2 << x"],
    "__rshift__": ["x >> 2"],
    "__and__": ["x & 2", "2 & x", "{1} & x", "True & x"],
    "__or__": ["x | 2", "2 | x", "{} | x", "int | x", "x |= 1"],
    "__xor__": ["x ^ 2"],
    "__await__": ["run(x)"],
    "__aiter__": ["run(loop(x))"],
    "__anext__": ["run(loop(x))", "run(anext(x))"],
    "__aenter__": ["run(enter(x))"],
    "__aexit__": ["run(enter(x))"],
    "__del__": ["del x"],
    "__floor__": ["x.__floor__()"],
    "__sizeof__": ["sys.getsizeof(x)"],
    "keys": ["dict(x)", "{**x}", "f(**x)", "{}.update(x)"],
    "__reduce__": ["x.__reduce_ex__(2)", "x.__reduce_ex__(4)"],
    "__getstate__": ["x.__reduce_ex__(2)[2:]"],
    "__getnewargs__": ["x.__reduce_ex__(2)"],
    "__getnewargs_ex__": ["x.__reduce_ex__(2)", "x.__reduce_ex__(4)"],
    "__match_args__": ["match x:\n case C(1): print('is')\n case _: print('not')"],
    "__slots__": ["x.a = 1"],
    "__class__": ["isinstance(x, int)", "x.__class__", "repr(type(x))"],
    "__dict__": ["vars(x)", "dir(x)[:2]"],
    "__name__": ["C.__name__", "repr(C)[:4]"],
    "__bases__": ["issubclass(x, int)", "isinstance(1, x)"],
    "__abstractmethods__": ["C()"],
    "__objclass__": ["x"],
}


def f(*args, **keywords):
    return args, keywords


def y(x):
    yield from x


def run(awaitable):
    async def waits():
        return await awaitable

    coroutine = waits()
    try:
        got = coroutine.send(None)
        coroutine.close()
        return "gave", got
    except StopIteration as stop:
        return "returned", stop.value


async def loop(x):
    async for item in x:
        return item


async def enter(x):
    async with x as inner:
        return inner


class Complex(complex):
    pass


class Float(float):
    pass


class Bytes(bytes):
    pass


def answering(value):
    """A method that gives the value; not for ever, since some are called until they fail."""
    calls = []

    def answer(*args, **keywords):
        calls.append(args)
        if len(calls) > 20:
            raise StopIteration if len(calls) < 40 else EndOfPatience
        return value

    return answer


class EndOfPatience(Exception):
    pass


def missing(*args):
    raise AttributeError("hidden")


# Besides these, each method gives each of the usual arguments.
ODD_ANSWERS = [lambda: Complex(1), lambda: Float(2.5), lambda: Bytes(b"s"), lambda: "self"]
# How a class can have the method, given the answer.
FORMS = {
    "gives": lambda namespace, name, answer: namespace.__setitem__(name, answering(answer)),
    "is": lambda namespace, name, answer: namespace.__setitem__(name, answer),
    "has a property": lambda namespace, name, answer: namespace.__setitem__(name, property(answering(answer))),
}
# More classes, with which no answer is tried out.
SPECIAL = {
    "raises": lambda: {"raise": Raises.fail},
    "hides": lambda: {"raise": missing},
    "wants more": lambda: {"raise": lambda self, a, b, c, d, e: None},
    "takes nothing": lambda: {"raise": lambda: None},
    "is a static method": lambda: {"raise": staticmethod(answering(5))},
    "is a class method": lambda: {"raise": classmethod(answering(5))},
}
COMPANIONS = {
    "__next__": {"__iter__": lambda self: self},
    "__length_hint__": {"__iter__": lambda self: iter([1, 2])},
    "__reversed__": {"__len__": lambda self: 1},
    "__enter__": {"__exit__": lambda *args: None},
    "__exit__": {"__enter__": lambda self: self},
    "__aenter__": {"__aexit__": lambda *args: None},
    "__anext__": {"__aiter__": lambda self: self},
    "keys": {"__getitem__": lambda self, key: key},
    "__set__": {"__get__": lambda *args: "got"},
}


def new_class(namespace, base=object):
    try:
        return type("C", (base,), dict(namespace))
    except Exception as error:
        return f"no class: {type(error).__name__}: {without_addresses(str(error))}"


def without(C, name):
    """Takes the method away from a class that was made with it, if that can be."""
    try:
        delattr(C, name)
        return True
    except Exception:
        return False


def outcome(operation, C):
    """What an operation on an instance of the class comes to, with the warnings on the way."""
    caught = []
    warnings.showwarning = lambda message, category, *rest: caught.append(f"{category.__name__}: {without_addresses(str(message))}")
    warnings.simplefilter("always")
    printed = []
    try:
        try:
            x = C()
        except Exception:
            x = C
        names = {"x": x, "C": C, "f": f, "y": y, "run": run, "loop": loop, "enter": enter, "sys": sys, "print": printed.append}
        if operation.find("H") >= 0:
            names["H"] = type("H", (), {"d": x})
        if operation.find("D()") >= 0:
            names["D"] = type("D", (dict,), dict(vars(C)))
        try:
            result = shown(eval(operation, names))
        except SyntaxError:
            exec(operation, names)
            result = shown(names["x"]) if names["x"] is not x else "done"
    except RecursionError:
        result = "RecursionError"
    except BaseException as error:
        result = failure(error)
    return " ".join([result] + [shown(p) for p in printed] + caught)


def classes_for(name):
    """(description, class) for all ways to have the method."""
    companions = COMPANIONS.get(name, {})
    for form, put in FORMS.items():
        for make in ARGUMENTS + ODD_ANSWERS:
            try:
                answer = make()
                if name == "__next__" and form != "gives" and callable(answer):
                    continue  # it would go on for ever
                namespace = dict(companions)
                put(namespace, name, answer)
            except Exception:
                continue
            yield f"{name} {form} {shown(answer)}", new_class(namespace)
    for description, make in SPECIAL.items():
        yield f"{name} {description}", new_class({**companions, name: make()["raise"]})
    yield f"{name} is not there", new_class(companions)
    deleted = new_class({**companions, name: answering(1)})
    if without(deleted, name):
        yield f"{name} was deleted", deleted
    for base in (int, str, list, dict, tuple, float):
        yield f"{name} of a subclass of {base.__name__}", new_class({**companions, name: answering(None)}, base)
        removed = new_class({**companions, name: answering(None)}, base)
        if without(removed, name):
            yield f"{name} deleted from a subclass of {base.__name__}", removed


def main():
    first, step = int(sys.argv[1]), int(sys.argv[2])
    for number, (name, operations) in enumerate(OPERATIONS.items()):
        if number % step != first:
            continue
        for description, C in classes_for(name):
            if isinstance(C, str):
                print(f"{description} -> {C}")
                continue
            for operation in operations:
                print(f"{description}: {operation!r} -> {outcome(operation, C)}")


if __name__ == "__main__":
    main()
