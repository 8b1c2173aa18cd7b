"""Subclasses of the builtin containers that iterate, index, count or list their keys in a way of their own, in every
place that takes an iterable or a mapping: which of their methods are asked, and which are gone past."""

log = []


def given(*args, **keywords):
    return args, keywords


# --- classes: a base with some methods of its own

def own_iter(self):
    log.append("iter")
    return iter(["x", "y"])


def own_getitem(self, key):
    log.append("getitem %r" % (key,))
    return "item"


def own_len(self):
    log.append("len")
    return 3


def own_keys(self):
    log.append("keys")
    return ["k", "l"]


def own_items(self):
    log.append("items")
    return [("i", 1)]


def own_values(self):
    log.append("values")
    return ["v"]


def own_contains(self, item):
    log.append("contains %r" % (item,))
    return True


def own_hint(self):
    log.append("hint")
    return 2


def own_eq(self, other):
    log.append("eq")
    return True


def own_bool(self):
    log.append("bool")
    return True


METHODS = {
    "iter": {"__iter__": own_iter}, "getitem": {"__getitem__": own_getitem}, "len": {"__len__": own_len},
    "all": {"__iter__": own_iter, "__getitem__": own_getitem, "__len__": own_len, "__contains__": own_contains},
    "none": {}, "iter none": {"__iter__": None}, "contains": {"__contains__": own_contains}, "eq": {"__eq__": own_eq},
    "hint": {"__length_hint__": own_hint, "__bool__": own_bool},
    "keys": {"keys": own_keys}, "keys getitem": {"keys": own_keys, "__getitem__": own_getitem},
    "items": {"items": own_items, "values": own_values}, "iter keys": {"__iter__": own_iter, "keys": own_keys},
    "iter getitem": {"__iter__": own_iter, "__getitem__": own_getitem}, "missing": {"__missing__": own_getitem},
}
BASES = {
    "tuple": (tuple, (1, 2)), "list": (list, (1, 2)), "set": (set, (1, 2)), "frozenset": (frozenset, (1, 2)),
    "dict": (dict, {"a": 1, "b": 2}), "str": (str, "ab"), "bytes": (bytes, b"ab"), "bytearray": (bytearray, b"ab"),
}


def make(base, methods):
    kind, content = BASES[base]
    Made = type("Made", (kind,), {**METHODS[methods], "__repr__": lambda self: "made"})
    return Made(content)


ITERABLE = r"""
given(*x)
given(0, *x, 5)
given(*x, *x)
given(*x, **{'k': 1})
print(*x)
[*x]
[0, *x]
(*x,)
(*x, *x)
{*x}
{0, *x}
a, b = x; a, b
[a, b] = x; a, b
a, *b = x; a, b
*a, b = x; a, b
a, b, *c = x; a, b, c
(a, b), c = x, 1; a, b
for a, b in [x]: log.append((a, b))
[(a, b) for a, b in [x]]
[a for a in x]
for a in x: log.append(a)
list(x)
tuple(x)
set(x)
frozenset(x)
sorted(x)
sorted(x, reverse=True)
list(reversed(x))
list(enumerate(x))
list(zip(x, x))
list(map(str, x))
list(filter(None, x))
dict.fromkeys(x)
min(x)
max(x)
any(x)
all(x)
sum(x, [])
sum([[1], x], [])
next(iter(x))
len(x)
bool(x)
1 in x
'x' in x
''.join(x)
b''.join(x)
'-'.join(x)
bytes(x)
bytearray(x)
bytearray(b'q') + x
a = bytearray(b'q'); a += x; a
a = bytearray(b'q'); a.extend(x); a
a = bytearray(b'qrs'); a[0:1] = x; a
a = [0]; a.extend(x); a
a = [0]; a += x; a
a = [0]; a[0:1] = x; a
a = [0, 1, 2, 3]; a[0:4:2] = x; a
a = [0]; a[:] = x; a
[0] + x
(0,) + x
x + x
x * 2
a = x; a += (7,); list.__iter__(a) if isinstance(a, list) else 0
a = x; a += [7]; a
[0] == x
(1, 2) == x
[1, 2] < x
{0} | x
{0, 1} & x
{0} - x
{0, 'x'} ^ x
{0}.union(x)
{1, 'x'}.intersection(x)
{1, 'x'}.difference(x)
{1, 'x'}.symmetric_difference(x)
{1, 'x'}.isdisjoint(x)
{1, 'x'}.issubset(x)
{1, 'x'}.issuperset(x)
a = {0}; a.update(x); a
a = {0}; a |= x; a
a = {1, 'x'}; a &= x; a
a = {1, 'x'}; a -= x; a
a = {1, 'x'}; a.intersection_update(x); a
a = {1, 'x'}; a.difference_update(x); a
a = {1, 'x'}; a.symmetric_difference_update(x); a
{'a': 1}.keys() & x
{'a': 1}.keys() | x
{'a': 1}.keys() - x
{'a': 1}.keys() ^ x
{'a': 1}.keys().isdisjoint(x)
{'a': 1}.items() & x
'%s %s' % x
'%s' % (x,)
'{} {}'.format(*x)
isinstance(1, x)
'abc'.startswith(x)
b'abc'.startswith(x)
type('T', x, {})
ExceptionGroup('m', x)
[0, 1, 2][x[0]] if len(x) else 0
x[0]
x[0:1]
x.__class__.__mro__[1].copy(x)
x.count(1)
x.index(1)
int(x)
int.from_bytes(x, 'big')
slice(x, x).start is x
list(iter(x))
divmod(*x)
def g(): return (yield from x)\n    list(g())
match x:\n        case [a, b]: log.append((a, b))\n        case {'a': a}: log.append(a)
match x:\n        case [a, *b]: log.append((a, b))\n        case {'a': a, **b}: log.append((a, b))
match x:\n        case {'zz': a}: log.append(a)\n        case _: log.append('other')
try: raise ValueError\n    except x: log.append('caught')
type(x)(x)
Made = type(x); list(Made(x))
str(x)
x.__reduce_ex__(2)[3:]
type(x).__mro__[1].__iter__(x)
[1, 2].__contains__(x)
memoryview(x).tolist()
iter(x) is iter(x)
a = list(x); a.sort(); a
[*x, *x][0:1]
f'{x}'
given(*[*x])
given(*(*x, 1))
[0, 1].__iadd__(x)
(lambda *args: args)(*x)
(lambda a, b: (a, b))(*x)
(lambda a, b=3, *c: (a, b, c))(*x)
type(x).__mro__[1](x)
str.join(',', x)
str.maketrans(x)
set().union(x, x)
list.extend([], x)
list.__init__([], x)
dict.update({}, x)
eval('[*x]', {'x': x})
max(*x)
print(x, end='') or 5
"""
MAPPING = r"""
given(**x)
given(1, **x, z=1)
given(**x, **{'z': 2})
{**x}
{'z': 0, **x}
dict(x)
dict(x, z=1)
dict(**x)
a = {}; a.update(x); a
a = {}; a.update(x, z=1); a
a = {'a': 0}; a |= x; a
{'a': 0} | x
x | {'a': 0}
a = x; a |= {'c': 3}; dict.__repr__(a)
{'a': 1, 'b': 2} == x
x == {'a': 1, 'b': 2}
{}.fromkeys(x, 0)
dict.fromkeys(x)
'%(a)s' % x
'%(zz)s' % x
'{a}'.format(**x)
'{a}'.format_map(x)
'{zz}'.format_map(x)
str.maketrans(x)
x['a']
x['zz']
x.get('a')
x.get('zz')
x.copy()
x.pop('a')
x.setdefault('zz', 1)
list(x.items())
list(x.keys())
list(x.values())
'a' in x
type('T', (), x).__dict__.get('a')
type('T', (), x).__dict__.get('x')
eval('a', x)
eval('zz', x)
eval('a', {}, x)
eval('zz', {}, x)
exec('q = a', {}, x)
list(reversed(x))
(lambda **k: k)(**x)
(lambda a, b: (a, b))(**x)
(lambda a=1, **k: (a, k))(**x)
type(x)(x)
class T(**x): pass
"""


def attempt(code, x):
    code = code.replace("\\n", "\n")
    if code.startswith("def "):
        code = code.replace("    list(", "    return list(")
    elif "\n" not in code and not code.startswith(("class ", "for ")):
        body, _, last = code.rpartition("; ")
        code = (body and body + "; ") + "return " * (not last.startswith("exec")) + last
    names = {"given": given, "log": log}
    exec("def site(x):\n    " + code, names)
    shown = []
    for _ in range(1 if "x.pop" in code or "|=" in code or "+=" in code or "setdefault" in code else 9):
        log.clear()
        try:
            result = names["site"](x)
            if isinstance(result, (set, frozenset)) and type(result).__module__ == "builtins":
                result = type(result).__name__, sorted(map(repr, result))
            text = repr(result).split(" at 0x")[0]
        except Exception as e:
            text = type(e).__name__ + ": " + str(e).split(" at 0x")[0]
        text += " " + repr(log) if log else ""
        if text not in shown:
            shown.append(text)
    return shown


def run(codes, bases, methods, every):
    """Every so many combinations, and all of those where the items can be taken past the methods."""
    number = 0
    for code in codes.strip().splitlines():
        for base in bases:
            for name in methods:
                number += 1
                if number % every == 0 or name == "all" and base in ("tuple", "list", "dict"):
                    print(code, "|", base, "|", name, "|", *attempt(code, make(base, name)))


run(ITERABLE, BASES, [m for m in METHODS if "keys" not in m and m not in ("items", "missing")], 13)
run(MAPPING, ("dict",), METHODS, 2)
