"""re: matching, groups, alternation, repetition, look-around, substitution, splitting, flags, errors."""

import re


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print("-- match, search, fullmatch")
for pattern, text in (("a", "abc"), ("b", "abc"), ("a.c", "abc"), ("a.c", "a\nc"), ("^b", "abc"),
                      ("c$", "abc\n"), ("", "x"), ("(a)(b)?", "ac"), ("a|ab", "ab"), ("[^a-c]+", "abcxyz"),
                      (r"\d{2,3}", "12345"), (r"\w+\s\w+", "two words here"),
                      (r"(?P<y>\d+)-(?P<m>\d+)", "2024-05"),
                      (r"(\w)\1", "hello"), (r"(?P<q>['\"]).*?(?P=q)", "say 'hi' \"x\""), (r"a{2}", "aaa"),
                      (r"a*?b", "aab"), (r"(?:ab)+", "ababa"), (r"(?=b)b", "ab"), (r"(?<=a)b", "ab"),
                      (r"(?<!a)b", "ab bb"), (r"(?i)HELLO", "hello"), (r"\bfoo\b", "a foo b"), (r"x*", "aaa"),
                      (r"(a+)+$", "aaaa"), (r"(?s).+", "a\nb"), (r"(?m)^b$", "a\nb\nc"),
                      (r"[\w.]+@[\w.]+", "mail me@x.org now"), (r"é+", "caféé"), (r"[一-龥]+", "ab中文"),
                      (r"(a)?b(?(1)c|d)", "abc bd"), (r"a++b", "aaab"), (r"(?>a+)b", "aab"), (r"\A\Z", ""),
                      (r"[]a]", "]"), (r"[\]\-x]+", "]-x")):
    results = []
    for function in (re.match, re.search, re.fullmatch):
        m = function(pattern, text)
        results.append((m.group(), m.span(), m.groups()) if m else None)
    print(repr(pattern), repr(text), *results)

print("-- match objects")
m = re.search(r"(?P<first>\w+) (?P<second>\w+)(x)?", "  hello world!")
print(m, m[0], m["first"], m.group(1, 2), m.groups("default"), m.groupdict(), m.start("second"), m.end(2),
      m.span(3), m.lastindex, m.lastgroup, m.pos, m.endpos, m.string, m.re.pattern, m.expand(r"\2-\g<first>"),
      bool(m))
attempt(m.group, 9)
attempt(m.group, "zz")
attempt(lambda: m["zz"])

print("-- findall, finditer, split, sub")
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"(x)|y", "xyx"),
      re.findall("", "ab"), [m.span() for m in re.finditer("a|b*", "abba")], re.findall(r"\b", "hi yo"))
print(re.split(r"\s+", " a b  c "), re.split(r"(,)", "a,b,c"), re.split(",", "a,b,c", 1), re.split("", "abc"),
      re.split(r"x*", "axbc"), re.split(r"(a)|b", "1a2b3"))
print(re.sub(r"\d", "#", "a1b22"), re.sub(r"(\w+) (\w+)", r"\2 \1", "a b c d"),
      re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana"), re.sub("a", "x", "aaa", count=2),
      re.subn("a", "", "banana"), re.sub("", "-", "abc"), re.sub("x*", "-", "abxd"),
      re.sub(r"(?P<n>a)", r"[\g<n>]", "ba"), re.sub("a", r"\\n\n", "a"), re.sub(r"(a)(b)?", r"<\2>", "a"))
p = re.compile(r"(\d+)", re.I | re.M)
print(p.pattern, p.flags, p.groups, p.groupindex, p.match("12ab", 1), p.search("ab12", 0, 3),
      p.sub("N", "1 2"), p == re.compile(r"(\d+)", re.I | re.M), repr(p),
      hash(p) == hash(re.compile(r"(\d+)", re.I | re.M)))

print("-- flags and bytes")
print(re.findall(r"""a  # comment
    \ b""", "a b", re.X), re.findall("^a", "a\na", re.M), re.findall(".", "\n", re.S),
    re.findall(r"\w", "é_1"), re.findall(r"\w", "é_1", re.A), re.findall("É", "é", re.I),
    re.findall("(?i:a)B", "AB aB ab"), re.findall("ſ", "sS", re.I), re.IGNORECASE, re.I | re.M)
print(re.findall(rb"\d+", b"1 22"), re.sub(b"a", b"b", b"aa"), re.escape("a.b*c [d] é"), re.escape(b"a.b"),
      re.match(rb".", b"\xff").group())
attempt(re.match, "a", b"a")
attempt(re.match, b"a", "a")
attempt(re.match, "a", 5)
attempt(re.compile, 5)

print("-- errors")
for bad in ("(", ")", "[", "a**", "*a", "(?P<1>a)", "(?P<a>x)(?P<a>y)", r"\1", "(?P=no)", "(?<=a+)b", "[z-a]",
            "a{3,2}", "(?x", "(?Pz)", "\\", r"\q", "(?(9)a)", "(?i", "x{99999999999}", "[a", "(?:", "a(?i)b",
            "(?<a)", r"\N{nothing}", r"\x1"):
    try:
        re.compile(bad)
        print(repr(bad), "compiled")
    except OverflowError as e:
        print(repr(bad), type(e).__name__, e)
    except re.error as e:
        print(repr(bad), e.msg, e.pos, e.lineno, e.colno)
attempt(re.sub, "a", r"\9", "a")
attempt(re.sub, "(a)", r"\g<zz>", "a")
attempt(re.sub, "a", 5, "a")

print("-- larger texts")
text = " ".join(f"word{i} {i * 37 % 101}, key{i}=value{i * 3};" for i in range(300))
print(len(re.findall(r"\w+=\w+", text)), sum(int(n) for n in re.findall(r"\b\d+\b", text)),
      len(re.sub(r"[aeiou]", "", text)), len(re.split(r"[;,]\s*", text)),
      max(re.findall(r"key(\d+)", text), key=int))
token = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/()=]))")
at, out = 0, []
source = "alpha = 3.14 * (beta2 + 42) ** 2 - _x / 7"
while at < len(source):
    m = token.match(source, at)
    out.append((m.lastgroup, m[m.lastgroup]))
    at = m.end()
print(out)
