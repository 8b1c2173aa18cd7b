"""json: dumping with every option, loading, number forms, escapes, custom encoders and hooks, errors."""

import json


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- dumps")
data = {"text": "é\"\\\n\t\x01/中\U0001f600", "int": 5, "float": 1.5, "list": [1, [], {}, None, True, False],
        "nested": {"k": {"l": [{}]}}, "big": 2 ** 70, "small": 1e-10, "neg": -0.0}
print(json.dumps(data))
print(json.dumps(data, ensure_ascii=False))
print(json.dumps(data, indent=2))
print(json.dumps(data, sort_keys=True, separators=(",", ":")))
print(json.dumps([1, [2, {"a": []}]], indent="\t"), json.dumps([], indent=4), json.dumps({}, indent=4),
      json.dumps((1, 2)), json.dumps("x"), json.dumps(None), json.dumps(1.0), json.dumps(1e20),
      json.dumps(1e16), json.dumps(float("nan")), json.dumps([float("inf"), -float("inf")]))
print(json.dumps({1: "int", 2.5: "float", True: "bool", None: "none", "s": 0}),
      json.dumps({(1, 2): 1, "a": 2}, skipkeys=True))


class Int(int):
    def __repr__(self): return "not used"


class Str(str): pass
class Dict(dict): pass


print(json.dumps([Int(5), Str("s"), Dict(a=1)]), json.dumps({"b": 1, "a": 2}, sort_keys=True),
      json.dumps("\ud800"), json.dumps("</script>\x7f\u2028"))
attempt(json.dumps, {1, 2})
attempt(json.dumps, b"bytes")
attempt(json.dumps, object)
attempt(json.dumps, {(1, 2): 3})
attempt(json.dumps, float("nan"), allow_nan=False)
attempt(json.dumps, {"a": 1, 2: 3}, sort_keys=True)
cycle = []
cycle.append(cycle)
attempt(json.dumps, cycle)


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        if isinstance(o, complex):
            return {"re": o.real, "im": o.imag}
        return super().default(o)


print(json.dumps([{3, 1, 2}, 1 + 2j], cls=Encoder), json.dumps({5}, default=lambda o: list(o)),
      json.dumps(object, default=lambda o: o.__name__), "".join(json.JSONEncoder(indent=1).iterencode([1,
              {"a": 2}])))
attempt(json.dumps, b"x", cls=Encoder)

print("-- loads")
for text in ('{"a": [1, 2.5, -3e2, true, false, null]}', '"\\u00e9\\n\\ud83d\\ude00\\/"', " [ ] ", "{}", "1",
             "-0", "0.1", "1E5", "12345678901234567890123", '"x"', "NaN", "[Infinity, -Infinity]",
             '{"a": 1, "a": 2}', '"\\ud800"', '[1,\n2\t,\r3]'):
    print(ascii(text), ascii(json.loads(text)))
print(json.loads(b'"\xc3\xa9"'), json.loads(bytearray(b"[1]")), json.loads('"é"'.encode("utf-16")),
      json.loads("1.10", parse_float=str), json.loads("[1, 2]", parse_int=float),
      json.loads("NaN", parse_constant=lambda c: f"constant {c}"))
print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())),
      json.loads('{"a": 1, "a": 2}', object_pairs_hook=lambda pairs: pairs),
      json.loads(json.dumps(data)) == data, json.JSONDecoder().raw_decode('[1] rest'))
for text in ("", " ", "[", "[1", "[1,", "[1,]", "[1 2]", "{", '{"a"', '{"a":', '{"a": 1', '{"a": 1,',
             '{"a": 1,}', "{1: 2}", "{'a': 1}", "'a'", '"abc', '"\\x"', '"\\u12"', '"a\nb"', "tru", "nul",
             "01", "1.", ".5", "-", "+1", "1 2", "[1]]", "undefined", "// comment\n1", '"\\'):
    try:
        print(repr(text), json.loads(text))
    except json.JSONDecodeError as e:
        print(repr(text), e, "|", e.msg, e.pos, e.lineno, e.colno)
attempt(json.loads, 5)
attempt(json.loads, None)
attempt(json.loads, "[" * 100000)
attempt(json.loads, '"a\nb"', strict=False)


class File:
    def __init__(self, text=""): self.text = text
    def read(self): return self.text
    def write(self, s): self.text += s


f = File()
json.dump({"k": [1, 2]}, f, indent=1)
print(f.text, json.load(f))
table = [{"id": i, "name": f"name {i}", "values": [i / 7, -i, str(i) * 2], "flag": i % 2 == 0,
          "none": None} for i in range(300)]
text = json.dumps(table)
print(len(text), json.loads(text) == table, sum(row["id"] for row in json.loads(text)))
