"""Dicts: order, methods, views and set operations on them, mutation during iteration, merging,
keys of all kinds.
"""


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- making")
print({}, dict(), {"a": 1}, dict(a=1, b=2), dict([("x", 1), ["y", 2]]), dict({"k": 0}, z=9),
      dict(zip("ab", (1, 2))), {**{"a": 1}, "b": 2, **{"a": 3}})
print({i: i * i for i in range(4)}, dict.fromkeys("abc"), dict.fromkeys([1, 2], []),
      {1: "int", 1.0: "float", True: "bool"}, dict(["ab", "cd"]))
attempt(dict, 5)
attempt(dict, [1])
attempt(dict, ["abc"])
attempt(dict, [(1, 2, 3)])
attempt(dict, {}, {})
attempt(lambda: {[]: 1})
attempt(lambda: {{}: 1})
attempt(lambda: {1: 2, **5})
attempt(lambda: dict(**{1: 2}))
attempt(lambda: dict(**[1]))

print("-- order")
d = {}
for key in "hello world":
    d[key] = d.get(key, 0) + 1
print(d)
del d["h"]
d["h"] = "again"
d["e"] = "kept place"
print(d, list(d), list(reversed(d)), d.popitem(), d)
for i in range(20):
    d[i] = i
for i in range(0, 20, 2):
    del d[i]
print(d, len(d))

print("-- access")
d = {"a": 1, "b": [2], None: 3, (1, 2): 4, 5: "five"}
print(d["a"], d[None], d[1, 2], d[5.0], d.get("zz"), d.get("zz", 0), d.get("a", 9), "a" in d, "zz" not in d,
      len(d), bool(d), bool({}))
attempt(lambda: d["missing"])
attempt(lambda: d[99])
attempt(lambda: d[(1,)])
attempt(lambda: d[[]])
attempt(lambda: d.get([]))
attempt(lambda: d.get())
print(d.setdefault("a", 100), d.setdefault("new", []), d.setdefault("none"), d["new"], d.pop("a"),
      d.pop("a", "gone"), d.pop("none"), d)
attempt(d.pop, "a")
attempt({}.popitem)
attempt(d.pop)
for statement in ("del d['zz']", "d[[]] = 1", "d['n'] += 1", "d.a", "d + d", "d < d"):
    try:
        exec(statement)
    except Exception as e:
        print(statement, "->", type(e).__name__, e)

print("-- update, merge, copy, clear")
d = {"a": 1}
print(d.update({"b": 2}), d.update([("c", 3)], d=4), d.update(), d.update(a=0), d)
e = {"z": 26} | {"a": 1} | {"z": 0}
print(e, d | {"q": 5}, {} | d == d, d is not d.copy(), d.copy() == d)
d |= {"a": "in place"}
d |= [("pair", 1)]
print(d, d.clear(), d)
attempt(lambda: {} | [])
attempt(lambda: [] | {})
attempt(d.update, 5)
attempt(d.update, [1])
attempt(d.update, {}, {})


class Mapping:
    def keys(self):
        return ["k1", "k2"]

    def __getitem__(self, key):
        return key.upper()


print(dict(Mapping()), {**Mapping()}, d.update(Mapping()), d, (lambda **kw: kw)(**Mapping()))

print("-- views")
d = {"one": 1, "two": 2, "three": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "one" in keys, 3 in values, ("two", 2) in items, ("two", 3) in items,
      "two" in items)
d["four"] = 4
print(list(keys), list(values), list(items), list(reversed(items)), keys.mapping["one"])
print(sorted(keys & {"one", "zz"}), sorted(keys | {"zz"}), sorted(keys - ["one"]),
      sorted(keys ^ {"one", "zz"}), keys == set(d), keys >= {"one"}, keys.isdisjoint("x"))
print(items & {("one", 1)}, items == d.copy().items(), values == values, values == d.values(),
      {1: 1}.keys() < {1: 1, 2: 2}.keys(), type(keys).__name__)
attempt(lambda: keys[0])
attempt(lambda: keys + keys)
attempt(lambda: {1: []}.items() & {1})
attempt(lambda: values & values)

print("-- mutation while iterating")
for action in ("d['new'] = 1", "del d['two']", "d.clear()", "d.popitem()", "d['one'] = 'changed'",
               "d.update(x=1)"):
    d = {"one": 1, "two": 2, "three": 3}
    seen = []
    try:
        for key in d:
            seen.append(key)
            if key == "one":
                exec(action)
    except RuntimeError as e:
        seen.append(str(e))
    print(action, seen)
d = {"a": 1}
try:
    for key in d:
        del d[key]
        d[key + "x"] = 1
except RuntimeError as e:
    print(e)
it = iter({1: 2, 3: 4}.items())
print(it.__length_hint__(), next(it), next(it), next(it, "end"), next(it, "end"))

print("-- keys with a hash of their own")


class Key:
    def __init__(self, name, code):
        self.name, self.code = name, code

    def __hash__(self):
        return self.code

    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return self.name


d = {Key(n, 7): i for i, n in enumerate("abcdefgh")}
print(d, d[Key("e", 7)], Key("e", 8) in d, d.pop(Key("a", 7)), len(d), d.get(Key("zz", 7)))
d[Key("b", 7)] = "replaced value, first key"
print(d)


class Bad:
    def __hash__(self):
        raise ValueError("no hash")


class BadType:
    def __hash__(self):
        return "x"


class BadEq:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise KeyError("no eq")


attempt(lambda: {Bad(): 1})
attempt(lambda: {BadType(): 1})
attempt(lambda: {1: 0, BadEq(): 1})
attempt(lambda: {BadEq(): 0}[1])
print({-1: "a", -2: "b"}, {0: 1, 0.0: 2, False: 3}, {"a" * n: n for n in range(4)}, {2 ** 61 - 1: 1, 0: 2},
      {float("inf"): 1}[float("inf")])

print("-- subclass and __missing__")


class Default(dict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value


d = Default(a=1)
print(d["a"], d["bc"], d[4], d, d.get("zz"), "zz" in d, isinstance(d, dict),
      d == {"a": 1, "bc": "bcbc", 4: 8}, type(d.copy()), type(d | {}))
recursive = {}
recursive["self"] = recursive
print(recursive, {1: recursive}, [recursive])
print({1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 3}, {} == [], {1: 0.0} == {1: -0.0},
      {"a": {"b": {"c": 1}}}["a"]["b"]["c"])
big = {i * 1000003 % 65537: i for i in range(3000)}
print(len(big), sum(big), sum(big.values()), list(big)[:5], list(big.items())[-2:], big[1000003 % 65537])
