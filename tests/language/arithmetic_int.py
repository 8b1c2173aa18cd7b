"""Integers: small, 49-bit and 64-bit boundaries, big ones; every operator, pow, methods and parsing."""


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


EDGES = []
for bits in (0, 8, 30, 31, 32, 47, 48, 49, 50, 52, 53, 60, 62, 63, 64, 65, 100):
    for offset in (-1, 0, 1):
        EDGES.append((1 << bits) + offset)
        EDGES.append(-(1 << bits) + offset)

print("-- unary")
for a in EDGES:
    print(a, -a, +a, ~a, abs(a), bool(a), a.bit_length(), a.bit_count(), hash(a), hex(a), oct(a), bin(a)[:20])

print("-- binary over edges, as a checksum and samples")
PAIRS = [-(1 << 64), -(1 << 63), -(1 << 48) - 1, -(1 << 48), -(1 << 31), -3, -1, 0, 1, 2, 7, 255,
         (1 << 31) - 1, 1 << 47, (1 << 48) - 1, 1 << 48, (1 << 53) + 1, (1 << 63) - 1, 1 << 64, 10 ** 30]
total = 0
for a in PAIRS:
    for b in PAIRS:
        results = [a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a <= b, a == b, a != b, a > b, a >= b]
        if b:
            q, r = divmod(a, b)
            assert q == a // b and r == a % b and q * b + r == a
            assert r == 0 or (r < 0) == (b < 0)
            results += [q, r]
        for value in results:
            total = (total * 31 + value) % (10 ** 18 + 9)
print(total)

print("-- crossing the boundaries in place")
for start in ((1 << 47) - 2, (1 << 48) - 2, (1 << 63) - 2, (1 << 64) - 2, -(1 << 47) + 1, -(1 << 48) + 1,
              -(1 << 63) + 1):
    x = start
    seen = []
    for step in range(4):
        x += 1 if start > 0 else -1
        seen.append(x)
    print(seen, x - start)
x = 3
for i in range(8):
    x *= x - 1
    print(x)
for i in range(8):
    x //= 12345
    print(x)

print("-- floor division and modulo signs")
for a in (7, -7, 0, 6, -6):
    for b in (3, -3, 2, -2, 1, -1):
        print((a, b), a // b, a % b, divmod(a, b), a / b)

print("-- true division")
print(1 / 3, 2 ** 53 / 3, (10 ** 400) / (10 ** 399), 10 ** 25 / 10 ** 2, -(2 ** 70) / 2 ** 69, 0 / -5)
attempt(lambda: 10 ** 400 / 3)
attempt(lambda: 1 / 0)
attempt(lambda: 1 // 0)
attempt(lambda: 1 % 0)
attempt(lambda: divmod(1, 0))
attempt(lambda: 10 ** 30 // 0)
attempt(lambda: 10 ** 30 % 0)

print("-- shifts")
for n in (0, 1, 5, 30, 31, 47, 48, 62, 63, 64, 100):
    print(n, 1 << n, -1 << n, 0x1234567890ABCDEF >> n, -0x1234567890ABCDEF >> n, -1 >> n, (3 << n) >> n)
print(1 >> 10 ** 20, -1 >> 10 ** 20, 0 << 10 ** 20, (1 << 200) >> 190)
attempt(lambda: 1 << -1)
attempt(lambda: 1 >> -1)
attempt(lambda: 1 << 1.0)

print("-- pow")
print(2 ** 10, (-2) ** 3, 2 ** 0, 0 ** 0, 2 ** 100, (-3) ** 41, 2 ** -1, (-2) ** -3, 10 ** -5)
print(pow(3, 200, 1000007), pow(3, -1, 7), pow(-5, 3, 7), pow(5, 3, -7), pow(2, 10 ** 18, 97), pow(7, 0, 1))
attempt(lambda: 0 ** -1)
attempt(lambda: pow(2, 3, 0))
attempt(lambda: pow(2, -1, 4))
attempt(lambda: pow(2.0, 3, 5))
attempt(lambda: pow(2, 3, 5.0))

print("-- bytes and methods")
print((258).to_bytes(2, "big"), (258).to_bytes(4, "little"), (-2).to_bytes(3, "big", signed=True))
print(int.from_bytes(b"\x01\x02", "big"), int.from_bytes(b"\xff\xfe", "little", signed=True),
      int.from_bytes(b""))
print(int.from_bytes(bytes(range(1, 13)), "big"), (1 << 90).to_bytes(12, "big"))
attempt(lambda: (300).to_bytes(1, "big"))
attempt(lambda: (-1).to_bytes(1, "big"))
attempt(lambda: (1).to_bytes(1, "middle"))
attempt(lambda: (1).to_bytes(-1, "big"))
n = 12
print(n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio(), n.__index__(),
      n.__floor__())
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(5, -1), round(15, -1),
      round(7, 3))
print((10 ** 20).__round__(-19), (55).__round__(-5), int.__add__(1, 2), int.__add__(1, 2.0), (5).__radd__(2))

print("-- parsing")
for text in ("0", " 42 ", "-17", "+8", "1_000", "\n9\t", "٣٤"):
    print(repr(text), int(text))
print(int("ff", 16), int("0xff", 16), int("0XFF", 0), int("0b101", 0), int("0o17", 0), int("zz", 36),
      int("-0b11", 2))
print(int(), int(3.99), int(-3.99), int(1e20), int(True), int(b"12"), int(bytearray(b"7")), int("1" * 60))
for bad in ("", " ", "1 2", "0x10", "1__0", "_1", "1_", "abc", "1.5", "--1", "é"):
    attempt(int, bad)
attempt(int, "12", 1)
attempt(int, "12", 37)
attempt(int, "9", 8)
attempt(int, "010", 0)
attempt(int, 12, 10)
attempt(int, [1])
attempt(int, None)
attempt(int, float("nan"))
attempt(int, float("-inf"))
attempt(int, "1" * 5000)
attempt(lambda: len(str(10 ** 5000)))
print(1_000_000, 0x_ff, 0b1010_1010, 0o7_7)

print("-- types that do not mix")
attempt(lambda: 1 + "a")
attempt(lambda: "a" + 1)
attempt(lambda: 1 - None)
attempt(lambda: [] * {})
attempt(lambda: 1 & 1.0)
attempt(lambda: 1 < "a")
attempt(lambda: -"a")
attempt(lambda: ~1.5)
attempt(lambda: 2 ** "x")
attempt(lambda: divmod(1, "x"))
attempt(lambda: 1 @ 2)
x = 1
try:
    x += "a"
except TypeError as e:
    print(type(e).__name__, e)
try:
    x **= []
except TypeError as e:
    print(type(e).__name__, e)
