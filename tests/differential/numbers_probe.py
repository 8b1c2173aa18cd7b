"""Run by both interpreters: every function of the module math, and the arithmetic, text and conversions of float, complex and
int, on thousands of points, edges included. Prints the outcome to the last digit.

Arguments: FIRST STEP POINTS, which functions this run takes, and how many points it tries."""
import math
import sys

from dice import Dice

INF, NAN = float("inf"), float("nan")
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 1.5, 2.5, 3.5, -2.5, INF, -INF, NAN, 5e-324, -5e-324, 2.2250738585072014e-308,
         2.225073858507201e-308, 1.7976931348623157e308, -1.7976931348623157e308, 1e16, 2.0**52, 2.0**53, 2.0**53 + 2, 2.0**63,
         2.0**64, -2.0**63, 1e22, 1e23, 0.1, 0.3, 1 / 3, math.pi, -math.pi, math.pi / 2, math.pi / 4, math.e, math.tau, 1 + 2**-52,
         1 - 2**-53, 709.78, 709.79, 710.0, -745.1, -745.2, -708.4, 170.0, 170.5, 171.0, 171.62, 171.63, 172.0, -170.5, -171.5, -180.25,
         -1.5, -3.0, -100.0, 20.0, 23.0, 23.5, 25.0, 1e-5, 1e-7, 1e-8, 1e-16, 1e-17, 1e-20, 1e-300, 1e300, 36.7, 600.0, 2.7, 28.0, 0.4999999999999999,
         1e5, 123456.789, 1e17, 2.5e15, 4503599627370495.5, 0.05, 0.15, 0.25, 0.35, 1.005, 2.675, 9.5, 99.5, 1e-4, 9.9999e-5]
INTS = [0, 1, -1, 2, -2, 3, 7, 10, 63, 64, 65, 100, 255, 256, 1000, 2**31, -2**31, 2**48, 2**48 - 1, -2**48, 2**49, 2**53, 2**53 + 1, 2**62, 2**63 - 1,
        2**63, -2**63, 2**64, 2**64 + 1, 10**15, 10**16 + 1, 10**18, 3**50, -3**50, 10**22, 10**23, 2**100, 2**1023, 2**1024 - 2**970, 2**1024 - 2**969,
        2**1024, 10**308, 10**309, -10**310, True, False]


def random_float(dice):
    kind = dice.randrange(8)
    sign = dice.choice((1, -1))
    if kind == 0:
        return sign * dice.random() * 10
    if kind == 1:
        return sign * dice.random()
    if kind == 2:
        return sign * dice.random() * 10.0 ** dice.randrange(-20, 21)
    if kind == 3:
        return sign * math.ldexp(1 + dice.random(), dice.randrange(-1074, 1023))
    if kind == 4:
        return sign * dice.randrange(1000) / 8
    if kind == 5:
        return sign * (dice.randrange(2000) / 10 + dice.choice((0, 1e-10, -1e-10)))
    if kind == 6:
        return sign * dice.random() * 200
    return dice.choice(EDGES)


def random_int(dice):
    if dice.randrange(6) == 0:
        return dice.choice(INTS)
    return dice.choice((1, -1)) * dice.randrange(1 << dice.choice((3, 8, 31, 49, 53, 62, 64, 70, 130, 300)))


def small_int(dice):
    return dice.choice((0, 1, 2, 3, 5, 8, 13, 20, 30, 60, 100)) + dice.randrange(3) - 1


def any_number(dice):
    return dice.choice((random_float, random_float, random_int))(dice)


def random_complex(dice):
    if dice.randrange(4) == 0:
        part = lambda: dice.choice((0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 0.5, 1e300, 5e-324, 2.0))
        return complex(part(), part())
    part = lambda: random_float(dice)
    return complex(part(), part())


def plain_complex(dice):
    return complex(dice.randrange(-40, 41) / 4, dice.randrange(-40, 41) / 4)


def spec(dice):
    return dice.choice(("", "", "+", "-", " ")) + dice.choice(("", "", "#")) + dice.choice(("", "", "0", "12", "030", ",", "_")) + \
        dice.choice(("", ".0", ".1", ".2", ".3", ".5", ".10", ".17", ".25")) + dice.choice(("", "e", "E", "f", "F", "g", "G", "n", "%"))


def float_text(dice):
    digits = "".join([str(dice.randrange(10)) for _ in range(dice.choice((1, 2, 5, 17, 18, 25, 40)))])
    point = dice.randrange(len(digits) + 1)
    text = digits[:point] + "." + digits[point:]
    if dice.randrange(2):
        text += dice.choice("eE") + dice.choice(("", "+", "-")) + str(dice.choice((0, 1, 5, 20, 290, 308, 309, 310, 324, 325, 340)) + dice.randrange(3))
    return dice.choice(("", "-", "+", " ")) + text


def hex_text(dice):
    return dice.choice((random_float(dice).hex(), "0x" + hex(dice.randrange(1 << 70))[2:] + "." + hex(dice.randrange(1 << 20))[2:] +
                        "p" + str(dice.randrange(-1200, 1100)), "0x1.8", "-0x.1p-3", "1p", "nan", "-inf", "0x1p1024", "0x.8p-1074"))


# How often a function's arguments come, and from where.
SHAPES = {
    "atan2": (random_float, random_float), "copysign": (random_float, random_float), "fmod": (random_float, random_float),
    "pow": (random_float, random_float), "remainder": (random_float, random_float), "nextafter": (random_float, random_float),
    "ldexp": (random_float, random_int), "log": (any_number, any_number), "comb": (small_int, small_int), "perm": (small_int, small_int),
    "factorial": (small_int,), "isqrt": (random_int,), "gcd": (random_int, random_int), "lcm": (random_int, random_int),
    "hypot": (random_float, random_float), "dist": None, "fsum": None, "prod": None, "isclose": (random_float, random_float),
}


def floats(dice, count):
    return [random_float(dice) for _ in range(count)]


def near(dice):
    x = random_float(dice)
    return x, x * (1 + dice.choice((0, 1e-9, 1.0000000001e-9, 1e-10, -1e-9, 1e-8)))


def operations():
    """(name, function of the dice that gives arguments, function) for all there is to try."""
    for name in sorted(vars(math)):
        function = getattr(math, name)
        if not callable(function):
            yield name, lambda dice: (0,), lambda x, value=function: value
            continue
        shape = SHAPES.get(name, (any_number,))
        if shape:
            yield name, lambda dice, shape=shape: tuple([make(dice) for make in shape]), function
    yield "log of one", lambda dice: (any_number(dice),), math.log
    yield "hypot of many", lambda dice: floats(dice, dice.randrange(6)), math.hypot
    yield "dist", lambda dice: (lambda n: (floats(dice, n), floats(dice, n)))(dice.randrange(5)), math.dist
    yield "fsum", lambda dice: (floats(dice, dice.randrange(9)),), math.fsum
    yield "fsum of alike", lambda dice: ([x for _ in range(4) for x in near(dice)],), math.fsum
    yield "sum", lambda dice: ([any_number(dice) for _ in range(dice.randrange(9))],), sum
    yield "prod", lambda dice: ([any_number(dice) for _ in range(dice.randrange(5))],), math.prod
    yield "gcd of many", lambda dice: [random_int(dice) for _ in range(dice.randrange(5))], math.gcd
    yield "lcm of many", lambda dice: [small_int(dice) for _ in range(dice.randrange(5))], math.lcm
    yield "isclose of near ones", near, math.isclose
    yield "perm of one", lambda dice: (small_int(dice),), math.perm
    yield "pow of small ones", lambda dice: (dice.randrange(-9, 10) / 2, dice.randrange(-9, 10) / 2), math.pow
    yield "int arithmetic", lambda dice: (random_int(dice), random_int(dice)), lambda a, b: (
        a + b, a - b, a * b, quotients(a, b), a & b, a | b, a ^ b, a < b, a == b, hash(a))
    yield "int shifts", lambda dice: (random_int(dice), dice.randrange(-1, 200)), lambda a, b: (
        guarded(lambda: a << b), guarded(lambda: a >> b))
    yield "int powers", lambda dice: (random_int(dice), dice.randrange(-3, 12), random_int(dice)), lambda a, b, c: (
        guarded(lambda: a**b), guarded(lambda: pow(a, b, c)))
    yield "int division", lambda dice: (random_int(dice), random_int(dice)), lambda a, b: guarded(lambda: a / b)
    yield "int round", lambda dice: (random_int(dice), dice.randrange(-30, 5)), round
    yield "int to float", lambda dice: (random_int(dice),), float
    yield "int formats", lambda dice: (random_int(dice), spec(dice) or "x"), format
    yield "int formats of bases", lambda dice: (random_int(dice), dice.choice(("", "+", "#", "08", "_")) + dice.choice("bodxXcn")), lambda a, s: guarded(
        lambda: format(a, s))
    yield "int methods", lambda dice: (random_int(dice),), lambda a: (a.bit_length(), a.bit_count(), a.as_integer_ratio(), str(a), hex(a), oct(a), bin(a))
    yield "int from text", lambda dice: (str(random_int(dice)), dice.choice((10, 0, 16, 36, 2))), int
    yield "int bytes", lambda dice: (random_int(dice), dice.randrange(12), dice.choice(("big", "little"))), lambda a, n, order: (
        guarded(lambda: a.to_bytes(n, order, signed=True)), guarded(lambda: int.from_bytes(a.to_bytes(n, order, signed=True), order)))
    yield "int and float", lambda dice: (random_int(dice), random_float(dice)), lambda a, b: (
        a < b, a == b, a >= b, guarded(lambda: a + b), guarded(lambda: a * b), guarded(lambda: b - a), guarded(lambda: b / a))
    yield "float arithmetic", lambda dice: (random_float(dice), random_float(dice)), lambda a, b: (
        a + b, a - b, a * b, quotients(a, b), guarded(lambda: a / b), a < b, a <= b, a == b)
    yield "float power", lambda dice: (random_float(dice), random_float(dice)), lambda a, b: guarded(lambda: a**b)
    yield "float power of small ones", lambda dice: (dice.randrange(-9, 10) / 2, dice.randrange(-9, 10) / 2), lambda a, b: guarded(lambda: a**b)
    yield "float text", lambda dice: (random_float(dice),), lambda a: (repr(a), str(a), a.hex(), guarded(a.as_integer_ratio), a.is_integer(),
                                                                      hash(a) if a == a else 0, guarded(lambda: int(a)))
    yield "float round", lambda dice: (random_float(dice), dice.randrange(-25, 25)), lambda a, n: (guarded(lambda: round(a, n)), guarded(lambda: round(a)))
    yield "float round of halves", lambda dice: (dice.randrange(-4000, 4000) / 8 + dice.choice((0, 0.005, 0.0005)), dice.randrange(-2, 4)), round
    yield "float floor", lambda dice: (random_float(dice),), lambda a: (
        guarded(a.__floor__), guarded(a.__ceil__), guarded(a.__trunc__))
    yield "float formats", lambda dice: (any_number(dice), spec(dice)), format
    yield "float percent formats", lambda dice: (random_float(dice), dice.choice("+- #0") + dice.choice(("", "9", "20")) + dice.choice(
        ("", ".0", ".1", ".3", ".12", ".30")) + dice.choice("eEfFgGrd")), lambda a, s: guarded(lambda: ("%" + s) % a)
    yield "float from text", lambda dice: (float_text(dice),), float
    yield "float fromhex", lambda dice: (hex_text(dice),), float.fromhex
    yield "complex arithmetic", lambda dice: (random_complex(dice), random_complex(dice)), lambda a, b: (a + b, a - b, a * b, a == b, -a, guarded(lambda: a / b))
    yield "complex division", lambda dice: (random_complex(dice), any_number(dice)), lambda a, b: (guarded(lambda: a / b), guarded(lambda: b / a))
    yield "complex with others", lambda dice: (random_complex(dice), any_number(dice)), lambda a, b: (
        guarded(lambda: a + b), guarded(lambda: b - a), guarded(lambda: a * b), guarded(lambda: a == b))
    yield "complex power", lambda dice: (random_complex(dice), random_complex(dice)), lambda a, b: guarded(lambda: a**b)
    yield "complex power of plain ones", lambda dice: (plain_complex(dice), plain_complex(dice)), lambda a, b: guarded(lambda: a**b)
    yield "complex power of int", lambda dice: (random_complex(dice), dice.randrange(-110, 110)), lambda a, b: guarded(lambda: a**b)
    yield "complex text", lambda dice: (random_complex(dice),), lambda a: (repr(a), str(a), hash(a) if a == a else 0, guarded(lambda: abs(a)), a.conjugate())
    yield "complex formats", lambda dice: (random_complex(dice), spec(dice)), format
    yield "complex from text", lambda dice: (dice.choice(("", "-", "+", "(", " ")) + float_text(dice).strip() + dice.choice(("", "+", "-")) + str(
        dice.randrange(100) / 4) + dice.choice(("j", "J", "", "j)", "j "))), complex


def quotients(a, b):
    return guarded(lambda: (a // b, a % b, divmod(a, b)))


def guarded(function):
    """What a function gives, or its error."""
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main():
    first, step, points = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for number, (name, arguments, function) in enumerate(operations()):
        if number % step != first:
            continue
        dice = Dice(number)
        single = name in vars(math) and SHAPES.get(name, (any_number,)) == (any_number,)
        tries = [(x,) for x in EDGES + INTS] if single else []
        tries += [arguments(dice) for _ in range(points)]
        for args in tries:
            print(f"{name} {tuple(args)!r} -> {guarded(lambda: function(*args))!r}"[:700])


if __name__ == "__main__":
    main()
