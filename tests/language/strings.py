"""Strings: methods, indexing and slicing, searching, splitting, cases, predicates, translation, errors."""


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


print("-- literals and escapes")
print("a\tb\\n\x41\u00e9\U0001f600\N{BULLET}\101\0".encode(), r"raw\n\t", 'it''s' "joined", """three
lines""", "line\
continued", '"', "'", len("\ud800"), repr("'"), repr('"'), repr("'\""), repr("\x7f\x80\xad\u200b\u2028\n"))
print(repr("\ud800x"), ascii("é中\U0001f600"), repr("é中\U0001f600"), "\v\f\a\b".encode())

print("-- indexing and slicing")
s = "hello, wörld"
print(s[0], s[-1], s[1:4], s[:-5], s[-5:], s[::2], s[::-1], s[10:2:-3], s[100:], s[-100:3], s[5:2], s[:],
      s[:] is s)
for index in (12, -13, 10 ** 20):
    attempt(lambda: s[index])
attempt(lambda: s["a"])
attempt(lambda: s[1.0])
attempt(lambda: s[::0])
attempt(lambda: s[None:"x"])
try:
    s[0] = "H"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)

print("-- joining and repeating")
print("a" + "b" * 3 + 2 * "c" + "d" * 0 + "e" * -1, "-".join(["x", "y", "z"]), "".join([]), ",".join("abc"),
      " ".join(("one",)))
attempt(lambda: "a" + 1)
attempt(lambda: "a" + b"b")
attempt(lambda: "a" * "b")
attempt(lambda: ",".join([1]))
attempt(lambda: ",".join(["a", None, "b"]))
attempt(lambda: ",".join(5))
attempt(lambda: "a" * (10 ** 30))
t = "ab"
t += "cd"
t *= 2
print(t, "é" + "a", "a" + "中", "\U0001f600" + "é", len("a\U0001f600é"))

print("-- searching")
text = "the cat and the other cat"
print(text.find("cat"), text.rfind("cat"), text.find("dog"), text.find("cat", 5), text.find("cat", 5, 10),
      text.find(""), text.find("", 99))
print(text.index("and"), text.rindex("the"), text.count("the"), text.count(""), text.count("a", 5, 12),
      "aaaa".count("aa"))
print(text.startswith("the"), text.startswith(("a", "t")), text.endswith("cat"), text.endswith("cat", 0, 7),
      text.startswith("cat", 4), text.startswith(()))
attempt(text.index, "dog")
attempt(text.rindex, "dog")
attempt(text.find, 1)
attempt(text.startswith, 1)
attempt(text.startswith, ["t"])
attempt(text.startswith, ("a", 1))

print("-- splitting")
print(" a  b c ".split(), " a  b c ".split(" "), "a,b,,c".split(","), "a,b,,c".split(",", 1),
      "a b c".rsplit(None, 1), "a,b,c".rsplit(",", 1))
print("".split(), "".split(","), "abc".split("b"), "a--b--c".split("--"), " \t\n".split(),
      "a b c".split(maxsplit=0), "a b  c ".split(maxsplit=1))
print("a\nb\r\nc\rd\x0be\x1cf\u2028g".splitlines(), "a\nb\n".splitlines(True), "".splitlines(),
      "\n\n".splitlines())
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
attempt("a".split, "")
attempt("a".split, 1)
attempt("a".partition, "")
attempt("a".split, ",", "x")

print("-- stripping, replacing, filling")
print(repr("  x ".strip()), repr("  x ".lstrip()), repr("  x ".rstrip()), "xxhixx".strip("x"),
      "abcba".strip("ab"), "a.b".rstrip("b."))
print("aXbXc".replace("X", "--"), "aXbXc".replace("X", "", 1), "abc".replace("", "."),
      "abc".replace("", ".", 2), "aaa".replace("aa", "b"), "abc".replace("z", "y"))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "x".removeprefix("y"),
      "x".removesuffix(""))
print("x".center(6, "*"), "xy".center(5), "x".ljust(4, "."), "x".rjust(4), "42".zfill(5), "-42".zfill(6),
      "+1".zfill(1), "ab".zfill(4))
print("a\tb\tcd".expandtabs(4), repr("\ta\n\tb".expandtabs(2)), "abc".expandtabs())
attempt("x".center, 5, "ab")
attempt("x".strip, 5)
attempt("x".replace, "x")
attempt("x".zfill, "a")

print("-- case")
w = "hELLO wORLD 3rd it's ß ǆ Éa"
print(w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold())
print("ΑΣ ΣΑΣ".lower(), "ﬁ".upper(), "İ".lower().encode(), "ŉ".title(), "ǆ".title())

print("-- predicates")
for c in ("", "a", "A", "Ab", "a1", "1", "²", "½", "٣", " ", "\n", "_x", "1x", "é", "中", "aB c", "Title Case",
          "if", "\x00", "ª", "-5"):
    print(repr(c), *(int(f) for f in (c.isalpha(), c.isdigit(), c.isdecimal(), c.isnumeric(), c.isalnum(),
                                      c.isspace(), c.isupper(),
                                      c.islower(), c.istitle(), c.isidentifier(), c.isprintable(),
                                      c.isascii())))

print("-- translation")
table = str.maketrans("abc", "xyz", "d")
print(sorted(table.items()), "aabbccdde".translate(table), "abc".translate({97: "AAA", 98: None}),
      str.maketrans({"a": "1", 98: 2}))
attempt(str.maketrans, "ab", "c")
attempt(str.maketrans, {"ab": 1})
attempt(str.maketrans, 5)

print("-- conversions")
print(str(), str(1), str(None), str(b"x"), str(b"\xc3\xa9", "utf-8"), str([1, "a"]), ord("é"), chr(8364),
      ord("\U0001f600"))
attempt(ord, "ab")
attempt(ord, "")
attempt(ord, 5)
attempt(chr, -1)
attempt(chr, 0x110000)
attempt(str, "a", "utf-8")
attempt(str, b"\xff", "ascii")
attempt(str, 1, 2, 3, 4)
print("abc".__len__(), "abc".__contains__("b"), "abc".__getitem__(1), "a".__eq__(1), "a".__lt__("b"),
      hash("a") == hash("a"), list("héy"), sorted("banana"))
print(max("hello"), min("hello"), "".join(reversed("abc")), [*enumerate("ab")], "a" "b" == "ab",
      dict(zip("ab", "cd")), tuple(iter("xy")))
attempt(lambda: "abc".nothing)
attempt(lambda: "abc".upper(1))
attempt(lambda: "abc".split(bad=1))
