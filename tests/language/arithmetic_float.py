"""Floats: repr, division, floor and modulo, inf and nan, comparisons with huge integers, rounding,
parsing.
"""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


inf = float("inf")
nan = float("nan")

print("-- repr")
for x in (0.0, -0.0, 1.0, -1.5, 0.1, 0.1 + 0.2, 1 / 3, 2 / 3, 100.0, 1e15, 1e16, 123456789012345678.0, 1e17,
          1e22,
          1e23, 1.5e300, 1e-4, 1e-5, 0.00012345, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, inf,
          -inf,
          nan, 3.141592653589793, 9007199254740993.0, 4.35, 0.5, 1e100, -1e-7):
    print(repr(x), str(x), f"{x}", "%r" % x)

print("-- operators")
for a in (7.5, -7.5, 0.0, -0.0, 1e300):
    for b in (2.0, -2.0, 0.3):
        print((a, b), a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(7 // 2.0, 7.0 // 2, -7 % 2.5, 7 % -2.5, 1e308 * 10, -1e308 * 10, 5 % inf, -5 % inf, 5 // inf, -5 // inf)
print(-0.0 % 3, 0.0 % -3, -0.0 + 0.0, 0.0 * -1, -0.0 == 0.0, 1.0 + 2, 2 - 0.5, 3 * 1.5, True + 0.5)
for expression in ("1.0 / 0", "1.0 // 0", "1.0 % 0.0", "divmod(1.0, 0)", "0.0 / 0.0", "1 / 0.0", "0.0 ** -1",
                   "1e200 ** 2",
                   "(-8.0) ** (1/3)", "2.0 ** 10000", "10.0 ** 400", "1.5 & 1", "1.5 << 1", "'a' * 1.5",
                   "[1] * 2.0"):
    attempt(eval, expression)
print(2.0 ** 0.5, 4 ** 0.5, 2.0 ** -2, 0.0 ** 0, (-2.0) ** 3, 1.0 ** inf, nan ** 0, 1 ** nan, inf ** -1,
      (-inf) ** 3)
print(pow(2.5, 2), pow(0.0, 5), 2 ** 0.5 * 2 ** 0.5 == 2.0)

print("-- inf and nan")
print(inf + 1, inf - inf, inf * 0, -inf, inf == inf, inf > 1e308, nan == nan, nan != nan, nan < 1, nan > 1,
      nan is nan)
print([nan] == [nan], nan in [nan], {nan: 1}.get(nan), max(1, nan), max(nan, 1), min(inf, 3),
      sorted([3, inf, -inf]))
print(bool(0.0), bool(-0.0), bool(nan), not 1e-320, abs(-2.5), abs(-inf), -nan)

print("-- comparisons with integers")
huge = 10 ** 400
print(1e308 < huge, inf > huge, -inf < -huge, nan < huge, huge > 1e308, huge == inf, huge != 1.0)
print(2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 2 ** 53 + 1 > 2.0 ** 53, 2.0 ** 53 < 2 ** 53 + 1,
      2 ** 64 == 2.0 ** 64)
print(2 ** 63 - 1 == 2.0 ** 63, 2 ** 63 - 1 < 2.0 ** 63, 0.5 < 1, 1 <= 1.0, 1 == 1.0, -1 > -1.5, 3 != 3.5,
      0 == -0.0)
print(hash(1.0) == hash(1), hash(0.5), hash(2.0 ** 70) == hash(2 ** 70), hash(inf), hash(-inf), hash(-1.0),
      {1.0: "a"}[1])

print("-- round and conversions")
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e20, 0.49999999999999994, 1234.5678):
    print(x, round(x), round(x, 1), round(x, 2), round(x, -2), int(x))
print(round(1e300, -300), round(5e-324, 5), round(2.5, 400), round(12.5, -400), round(inf, 2),
      round(1.5, None))
attempt(round, inf)
attempt(round, nan)
attempt(round, 1.5, "a")
attempt(int, inf)
attempt(int, nan)
attempt(float, 10 ** 400)
attempt(lambda: 1.0 + 10 ** 400)
attempt(lambda: 10 ** 400 * 1.0)

print("-- parsing")
for text in ("1.5", " -2e3 ", "1e-3", ".5", "5.", "inf", "-Infinity", "NaN", "1_0.5_0", "1e400", "-1e-400",
             "+.5e1", "٣.٥"):
    print(repr(text), float(text))
for text in ("", " ", "1.5.2", "e5", "1e", "0x10", "1__0", "abc", "1 2", "."):
    attempt(float, text)
attempt(float, None)
attempt(float, [])
print(float(), float(3), float(True), float(b"2.5"), float("1" * 400), float(2 ** 1023))

print("-- methods")
print((2.5).is_integer(), (2.0).is_integer(), inf.is_integer(), (0.75).as_integer_ratio(),
      (-2.0).as_integer_ratio())
print((1.0).hex(), (-0.1).hex(), inf.hex(), (0.0).hex(), float.fromhex("0x1.8p3"), float.fromhex("-0x.1"),
      float.fromhex("inf"))
print((2.5).real, (2.5).imag, (2.5).conjugate(), (2.7).__floor__(), (2.2).__ceil__(), (-2.7).__trunc__())
attempt(lambda: inf.as_integer_ratio())
attempt(lambda: nan.as_integer_ratio())
attempt(float.fromhex, "zz")

print("-- formatting")
for spec in ("", ".0f", ".3f", "10.2f", "<10.2f", "^10.1f", "+.1f", " .1f", "010.2f", ",.2f", "_.2f", "e",
             ".2e", "G", ".3g",
             "%", ".1%", "#.0f", "=+10.1f", "*^12.3e", "n", "z.0f"):
    print(spec, format(1234.5678, spec), format(-0.00012, spec), format(inf, spec))
print("%f %.2f %e %g %G %5.1f|%-8.2f|%+d" % (1.5, 2.345, 12345.678, 1e-5, 1e20, 3.14159, 2.5, 3.99))
attempt(format, 1.5, "d")
attempt(format, 1.5, "x")
attempt(format, 1.5, "s")

print("-- sums in loops")
total = 0.0
for i in range(1000):
    total += i * 0.1 - i / 7
print(total, sum([0.1] * 10), sum([0.1] * 10) == 1.0, sum([1, 2.5, 3]), sum([], 0.5))

print("-- complex")
z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate(), z * z, z / 2, z - 1, -z, z == 3 + 4j, 1j ** 2,
      complex("1-2j"), complex(1))
print(repr(1j), repr(-0j), complex(0, -1), complex(inf, nan), bool(0j), hash(2 + 0j) == hash(2), 2j + 1.5,
      (1 + 2j) ** -1)
attempt(lambda: z < z)
attempt(lambda: z // 1)
attempt(lambda: z / 0)
attempt(complex, "a")
attempt(int, z)
attempt(float, z)


print("-- squares at one site: finite, then too large")


def square(x):
    try:
        return x ** 2
    except OverflowError as error:
        return error.args


squares = [square(x) for x in [1.5] * 40 + [1e200, -1e200, 2.0, float("inf"), float("-inf")]]
print(squares[0], squares[-5:])
