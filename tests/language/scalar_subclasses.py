"""Subclasses of numbers and strings with special methods of their own, where the machine could go past them."""
log = []
NAMES = """index int float complex bool hash eq ne lt gt add radd iadd sub rsub mul rmul mod rmod neg abs invert repr str format
trunc round floor ceil len iter getitem contains bytes fspath floordiv truediv divmod pow rpow and or lshift call""".split()
GIVEN = {
    "index": 1, "int": 2, "float": 2.5, "complex": 3j, "bool": False, "hash": 7, "eq": True, "ne": True, "lt": True, "gt": True,
    "repr": "own repr", "str": "own str", "format": "own format", "trunc": 4, "round": 5, "floor": 6, "ceil": 8, "len": 9,
    "contains": True, "bytes": b"own bytes", "fspath": "own path",
}


def method(name):
    def own(self, *args):
        log.append(name)
        if name == "iter":
            return iter(["p", "q"])
        if name == "getitem" and args[0] == 5:
            raise IndexError
        return GIVEN.get(name, "own " + name)
    return own


BASES = {"int": (int, 3), "float": (float, 1.5), "complex": (complex, 1 + 2j), "str": (str, "ab"), "bytes": (bytes, b"ab"),
         "number text": (str, "12"), "zero": (int, 0), "empty": (str, "")}


def make(base, names):
    kind, value = BASES[base]
    return type("Made", (kind,), {"__%s__" % n: method(n) for n in names})(value)


CODES = r"""
int(x)
float(x)
complex(x)
bool(x)
str(x)
repr(x)
ascii(x)
bytes(x)
bytearray(x)
len(x)
list(x)
tuple(x)
round(x)
round(x, 1)
abs(x)
-x
+x
~x
x + 1
1 + x
x + x
x - 1
1 - x
x * 2
2 * x
x % 2
x // 2
x / 2
x ** 2
pow(2, x, 5)
pow(x, 2, 5)
divmod(x, 2)
divmod(7, x)
x << 1
x & 1
x | 1
x == 3
3 == x
x == x
x != 3
x < 5
5 < x
x > 1
[1, 2, 3, 4, 5][x]
(1, 2, 3, 4, 5)[x]
'abcde'[x]
b'abcde'[x]
[1, 2, 3, 4, 5][x:]
[1, 2, 3, 4, 5][:x]
'abcde'[:x]
range(x)
range(1, x)
range(9)[x]
x in range(9)
x in [1, 3]
x in {1: 2, 3: 4}
x in {1, 3}
x in 'xaby'
'a' in x
{x: 1}[x]
{3: 1}.get(x)
{'ab': 1}.get(x)
[3].index(x)
[3, 3].count(x)
[x].count(3)
sorted([x, 2])
max(x, 2)
min(2, x)
sum([x, 1])
sum([1, x])
sum([1.5, x])
any([x])
all([x])
not x
1 if x else 2
x and 1
x or 1
[i for i in (1, 2) if x]
'%d' % x
'%s' % x
'%s' % (x,)
'%r' % (x,)
'%f' % x
'%x' % x
'%c' % x
'%5s' % x
'%*d' % (x, 1)
'{}'.format(x)
'{:5}'.format(x)
'{!s}'.format(x)
'{!r}'.format(x)
f'{x}'
f'{x:>9}'
f'{x!s}'
f'a{x}b'
format(x)
format(x, '')
format(x, '>9')
format(1, x)
'-'.join([x, x])
'-'.join([x])
x.join(['1', '2'])
b'-'.join([x, x])
'ab' + x
x + 'ab'
'ab' * x
x * 'ab'
[1] * x
x * [1]
(1,) * x
b'ab' * x
'ab'.replace(x, 'c')
'ab'.find(x)
'ab'.startswith(x)
'ab'.center(x)
'ab'.split(x)
'a b'.split(None, x)
'ab'.zfill(x)
'ab'.encode(x)
b'ab'.decode(x)
chr(x)
ord(x)
hex(x)
oct(x)
bin(x)
x.real
x.imag
x.bit_length()
x.conjugate()
x.upper()
x.strip()
x.replace('a', 'b')
x.as_integer_ratio()
int('11', x)
int(x, 16)
int.from_bytes(b'ab', x)
(5).to_bytes(x, 'big')
float.fromhex(x)
bytes.fromhex(x)
float('1.5') + x
1.5 * x
x * 1.5
1.5 < x
1.5 == x
1j + x
slice(x).indices(5)
enumerate(['a'], x)
list(enumerate(['a'], x))
list(zip(x, x))
list(reversed(x))
isinstance(x, int)
[].pop(x)
[1, 2, 3, 4].pop(x)
[1].insert(x, 2)
bytearray(b'abcdef').pop(x)
bytearray([x])
bytes([x])
getattr(x, 'missing', x)
type(x)(x)
type(x).__mro__[1](x)
eval(x)
exec(x)
compile(x, 'f', 'eval')
print(x)
print(x, sep=x, end=x)
{**{x: 1}}
(lambda **k: k)(**{x: 1})
dict([(x, 1)])
dict(**{x: 1})
{x: 1, 3: 2}
match x:\n        case 3: return 'three'\n        case 'ab': return 'ab'\n        case int(): return 'int'
match x:\n        case 1.5: return 'float'\n        case str(): return 'str'
str(x, 'ascii')
str(b'ab', x)
x.__index__()
[*x]
a, b = x; return a, b
for i in x: return i
x[0]
x[0:1]
x[::-1]
iter(x)
next(iter(x))
divmod(x, x)
memoryview(x)[0]
x.__class__.__mro__[1].__add__(x, x)
super(type(x), x).__repr__()
x.__format__('')
id(x) == id(x)
x is x
vars(x)
x += 1; return x
x -= 1; return x
x *= 2; return x
x()
"""


def attempt(code, x):
    code = code.replace("\\n", "\n")
    if "\n" not in code and "return" not in code and not code.startswith("for "):
        code = "return " + code
    names = {"log": log}
    exec("def site(x):\n    " + code, names)
    shown = []
    for _ in range(9):
        log.clear()
        try:
            result = names["site"](x)
            holds_own = isinstance(result, (dict, set, frozenset, list, tuple)) and "own" in repr(result)
            if holds_own or type(result).__name__ == "Made":
                text = type(result).__name__
            else:
                text = type(result).__name__ + " " + repr(result).split(" at 0x")[0]
        except Exception as e:
            text = type(e).__name__ + ": " + str(e).split(" at 0x")[0]
        text += " " + repr(log) if log else ""
        if text not in shown:
            shown.append(text)
    return shown


number = 0
for code in CODES.strip().splitlines():
    for base in BASES:
        for names in [()] + [(n,) for n in NAMES] + [NAMES]:
            number += 1
            if number % 31 == 0 or names is NAMES and len(code) % 2:
                print(code, "|", base, "|", *(names if len(names) < 2 else ["all"]), "|", *attempt(code, make(base, names)))
