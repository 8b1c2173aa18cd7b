"""Run by moult: changes bytes of the code of the functions below, and runs what comes out. Nothing is expected of it but
an exception or an end; endless loops are interrupted from outside. The arguments are a seed and a number of mutants. Prints
the number of each before it runs."""
import sys


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return value is not None and kind is KeyError


def loops(n):
    total, seen = 0, []
    for i in range(n):
        if i % 3 == 0:
            continue
        seen.append(i)
        total += i * 2 if i > 2 else -i
    while n > 0:
        n -= 1
        seen[n % 2] += 1
    a, (b, *c) = total, seen
    return a, b, c, seen[1:2]


def exceptions(n):
    try:
        try:
            return [][n]
        except IndexError as error:
            raise KeyError(n) from error
        finally:
            n += 1
    except (KeyError, ValueError):
        n *= 2
    else:
        n = 0
    try:
        raise ExceptionGroup("g", [ValueError(n), TypeError(n)])
    except* ValueError as group:
        n += len(group.exceptions)
    except* TypeError:
        n += 1
    return n


def managers(n):
    with Manager() as a, Manager():
        with Manager():
            raise KeyError(n)
        return a, n
    return None


def closures(n):
    count = n

    def step(by=1, *, times: int = 2) -> int:
        nonlocal count
        count += by * times
        return count

    return [step(by=i, times=n) for i in range(3)] + [step(), (lambda x, y=count: x + y)(n)]


def containers(n):
    d = {"a": n, **{"b": 2}}
    s = {n, 1, *[2, 3]}
    t = (*[1, 2], n)
    return f"{n!r:>{n}} {d['a']:02} {t}", {k: v for k, v in d.items()}, {i for i in s}, max(*t, key=lambda x: -x), dict(
        x=1, **d)


def matching(n):
    found = []
    for subject in ([1, 2, n], {"k": n}, "text", Manager(), n, (1, [2])):
        match subject:
            case [1, *rest]:
                found.append(rest)
            case {"k": value, **others}:
                found.append((value, others))
            case str() | Manager():
                found.append(1)
            case int(real=1 | 2 | 3):
                found.append(2)
            case _ if subject:
                found.append(3)
    return found


def generators(n):
    def numbers(limit):
        for i in range(limit):
            got = yield i
            if got:
                yield got

    def outer():
        result = yield from numbers(n)
        return result

    source = outer()
    return [next(source, None), list(source), sum(x * y for x in numbers(3) for y in numbers(2))]


def coroutines(n):
    async def inner(x):
        return x + n

    async def items():
        for i in range(3):
            yield await inner(i)

    async def whole():
        async with AsyncManager():
            return [item async for item in items()], await inner(1)

    try:
        whole().send(None)
    except StopIteration as stop:
        return stop.value


class AsyncManager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        return False


def classes(n):
    class Base:
        value: int = n

        def method(self):
            return __class__, self.value

    class Derived(Base):
        import sys as imported
        from sys import path, argv

        def method(self):
            del self.__dict__
            return super().method()

    return Derived().method(), Derived.imported


PROGRAMS = [loops, exceptions, managers, closures, containers, matching, generators, coroutines, classes]


class Random:
    def __init__(self, seed):
        self.state = seed * 2654435761 + 12345

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
        return (self.state >> 33) % limit


CodeType = type(loops.__code__)
FREQUENT = bytes(op for op in range(1, 177))


def mutate(code, random):
    """The code object, or one of those in it, with some bytes changed."""
    nested = [index for index, constant in enumerate(code.co_consts) if isinstance(constant, CodeType)]
    if nested and random.below(2):
        index = nested[random.below(len(nested))]
        consts = list(code.co_consts)
        consts[index] = mutate(consts[index], random)
        return code.replace(co_consts=tuple(consts))
    data, table = bytearray(code.co_code), bytearray(code.co_exceptiontable)
    for _ in range(1 + random.below(3)):
        at = random.below(len(data))
        way = random.below(6)
        if way == 0:
            data[at] = random.below(256)
        elif way == 1:
            data[at & ~1] = FREQUENT[random.below(len(FREQUENT))]
        elif way == 2:
            data[at | 1] = random.below(6)
        elif way == 3:
            other = random.below(len(data)) & ~1
            data[at & ~1:(at & ~1) + 2] = data[other:other + 2]
        elif way == 4 and table:
            table[random.below(len(table))] = random.below(128)
        else:
            data[at & ~1] = 9  # NOP
    return code.replace(co_code=bytes(data), co_exceptiontable=bytes(table))


def run(function, code, ran):
    function.__code__ = code
    try:
        for n in (3, 4):
            repr(function(n))
        ran[0] += 1
    except BaseException as error:
        text = "%s: %s" % (type(error).__name__, error)
        if "invalid bytecode" in text:
            ran[1] += 1
        else:
            ran[2] += 1


def main():
    random, ran, output = Random(int(sys.argv[1])), [0, 0, 0], sys.stdout
    for number in range(int(sys.argv[2])):
        function = PROGRAMS[random.below(len(PROGRAMS))]
        original = function.__code__
        mutant = mutate(original, random)
        output.write("%d\n" % number)
        output.flush()
        run(function, mutant, ran)
        function.__code__ = original
    output.write("%d ended, %d were refused, %d raised\n" % tuple(ran))


main()
