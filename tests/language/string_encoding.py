"""Unicode: encode and decode with several codecs and error handlers, code point widths, surrogates."""


def attempt(function, *args, **kwargs):
    try:
        print(ascii(function(*args, **kwargs)))
    except UnicodeError as e:
        print(type(e).__name__, e)
        if isinstance(e, (UnicodeEncodeError, UnicodeDecodeError)):
            print("  ", e.encoding, ascii(e.object), e.start, e.end, e.reason)
    except Exception as e:
        print(type(e).__name__, e)


samples = ["", "ascii", "é", "ÿ", "Ā", "中文", "\U0001f600", "a\u0301", "mixé中\U0001f600",
           "\x00\x7f\x80\u07ff\u0800\uffff\U00010000"]

print("-- round trips")
for s in samples:
    for codec in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        data = s.encode(codec)
        assert data.decode(codec) == s, (s, codec)
        if codec in ("utf-8", "utf-16-be"):
            print(ascii(s), codec, len(s), data)
print("é".encode(), "é".encode("latin-1"), "é".encode("latin1"), "a".encode("ascii"), "é".encode("UTF8"),
      "é".encode(encoding="utf_8"))
print(b"\xe9".decode("latin-1"), bytes(range(256)).decode("latin-1") == "".join(map(chr, range(256))),
      "abc".encode("utf-16").__len__())

print("-- encode errors")
attempt("é".encode, "ascii")
attempt("aé中b".encode, "ascii")
attempt("中".encode, "latin-1")
attempt("a\ud800b".encode, "utf-8")
attempt("\ud83d\ude00".encode)
attempt("a".encode, "nonesuch")
attempt("a".encode, "utf-8", "nonesuch")
attempt("\ud800".encode, "utf-8", "nonesuch")
attempt("a".encode, 5)
for handler in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"):
    attempt("aé中\U0001f600b".encode, "ascii", handler)
attempt("a\udc80b\ud800".encode, "utf-8", "surrogatepass")
attempt("a\udc80\udcffb".encode, "utf-8", "surrogateescape")
attempt("a\ud800".encode, "utf-8", "surrogateescape")
attempt("a\ud800b".encode, "utf-8", "replace")
attempt("a\ud800b".encode, "utf-8", "ignore")
attempt("a\ud800b".encode, "utf-8", "backslashreplace")

print("-- decode errors")
for data in (b"\xff", b"a\x80b", b"\xc3", b"\xc3(", b"\xe4\xb8", b"\xe4\xb8\xadx\xf0\x9f\x98", b"\xc0\x80",
             b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"ok\xfe"):
    attempt(data.decode)
    for handler in ("ignore", "replace", "backslashreplace", "surrogateescape"):
        print("    ", handler, ascii(data.decode("utf-8", handler)))
attempt(b"\xe9".decode, "ascii")
attempt(b"\xe9a".decode, "ascii", "replace")
attempt(b"\xed\xa0\x80".decode, "utf-8", "surrogatepass")
attempt(b"a".decode, "utf-16-le")
attempt(b"\x00\xd8".decode, "utf-16-le")
attempt(b"\xff\xfea\x00".decode, "utf-16")
attempt(b"\xfe\xff\x00a".decode, "utf-16")
attempt(b"\xef\xbb\xbfx".decode, "utf-8-sig")
attempt(b"\xef\xbb\xbfx".decode, "utf-8")
attempt(b"a".decode, "nonesuch")
attempt(lambda: str(b"abc\xff", "utf-8", errors="replace"))
attempt(lambda: str(b"abc", errors="strict"))
attempt(bytes, "é", "utf-8")
attempt(bytes, "é")
attempt(bytes, "é", "ascii")
attempt(bytearray, "é", "ascii", "replace")

print("-- widths: strings that grow and shrink in character width")
s = ""
for piece in ("a", "é", "中", "\U0001f600", "z"):
    s += piece
    print(ascii(s), len(s), ascii(s[::-1]), ascii(s[-1]), s.encode())
print(ascii(s[:1] + s[-1]), ascii(s[:2]), ascii(s[:3]), s[:1] == "a", ascii(s.replace("\U0001f600", "")),
      ascii(s.upper()))
print(s.find("中"), s.index("\U0001f600"), s.count("z"), "中" in "abc", "a" in s, s.startswith("aé"),
      s.endswith("\U0001f600z"), sorted(s) == sorted(s, key=ord))
print("\xff" < "\u0100" < "\uffff" < "\U00010000", max(s) == "\U0001f600", min(s), "中" * 3,
      ascii("é".join(["a", "中", "b"])), s.split("中")[0])
print([ord(c) for c in s], "".join(chr(n) for n in (97, 233, 20013, 128512)) == s[:-1],
      hash("é") == hash(chr(233)), {"é": 1}["\u00e9"])

print("-- bytes of text")
print("naïve".encode().hex(), bytes.fromhex("6e61 c3af").decode(), "é".encode().decode("latin-1"),
      len("é" * 1000), len(("é" * 1000).encode()))
é = variable_é = 3
print(é + variable_é, "é" in globals(), sorted(n for n in globals() if not n.isascii()))
ﬁx = 1
print(fix, "ª".isidentifier(), "a·b".isidentifier())
