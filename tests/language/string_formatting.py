"""Formatting: the % operator, str.format, format specifications, f-strings with conversions and nesting."""


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


class Thing:
    def __str__(self):
        return "thing-str"

    def __repr__(self):
        return "<thing é>"

    def __format__(self, spec):
        return f"thing-format[{spec}]"

    attribute = {"key": [10, 20]}


thing = Thing()

print("-- percent")
print("%s %r %a %d %i %u" % ("s", "r", "é", 1, 2, 3), "%s" % thing, "%r" % thing, "%a" % thing)
print("%5d|%-5d|%05d|%+d|% d|%5s|%-5s|%.2s|%5.1s|" % (42, 42, 42, 42, 42, "ab", "ab", "abc", "xyz"))
print("%x %X %#x %o %#o %c %c %% %e %.3g" % (255, 255, 255, 8, 8, 65, "z", 12345.678, 0.00012345))
print("%(a)s-%(b)03d-%(a)r" % {"a": "x", "b": 7}, "%*d|%-*d|%.*f" % (5, 1, 4, 2, 2, 3.14159), "%s" % (1,),
      "%s" % [1, 2], "100%%" % ())
print("%d" % 3.99, "%d" % -3.99, "%d" % True, "%d" % 10 ** 2, "%.3d" % 5, "%x" % -255,
      "%s %s" % ("a", ("b",)), "%.0f %.0f" % (0.5, 1.5), "%5%|")
print("%d" % (10 ** 30), "%x" % (1 << 70), "%30d|" % (10 ** 20), "%s" % None, "%f" % 10 ** 0, "%+.1e" % -0.0,
      "%#.0f" % 1)
attempt(lambda: "%d" % "a")
attempt(lambda: "%d" % None)
attempt(lambda: "%x" % 1.5)
attempt(lambda: "%s %s" % 1)
attempt(lambda: "%s" % (1, 2))
attempt(lambda: "a" % 1)
attempt(lambda: "%(a)s" % 5)
attempt(lambda: "%(a)s" % {})
attempt(lambda: "%" % ())
attempt(lambda: "%z" % 1)
attempt(lambda: "%c" % "ab")
attempt(lambda: "%c" % -1)
attempt(lambda: "%f" % "x")
attempt(lambda: "%*d" % ("a", 1))
attempt(lambda: "%(a" % {})

print("-- str.format")
print("{} {} {0}".replace("{0}", "").format(1, 2), "{1} {0} {1}".format("a", "b"),
      "{x} {y!r} {0}".format(0, x=1, y="q"), "{{}} {}".format(3))
print("{0.attribute[key][1]} {0!s} {0!r} {0!a} {0} {0:abc}".format(thing),
      "{0[0]} {0[1][1]}".format([1, "xy"]), "{a[k v]}".format(a={"k v": 1}))
print("{:>{w}.{p}f}|{:{}}|".format(3.14159, "x", 4, w=8, p=2), "{:{fill}^{width}}".format("mid", fill="*",
        width=9))
print("{!r:>6}".format("a"), "{:%}".format(0.5), "{0:{0}}".format(5), "{:}".format(1), "{:s}".format("z"))
print("{a} {b}".format_map({"a": 1, "b": 2}), "{0}".format([1]), "{.real}".format(5),
      "{:<5}|{:^5}|{:>5}|".format("a", "b", "c"))
attempt("{} {}".format, 1)
attempt("{a}".format, 1)
attempt("{0} {}".format, 1, 2)
attempt("{} {0}".format, 1, 2)
attempt("{".format)
attempt("}".format)
attempt("{!x}".format, 1)
attempt("{!}".format, 1)
attempt("{0.nothing}".format, 1)
attempt("{0[a]}".format, [1])
attempt("{0[5]}".format, [1])
attempt("{:d}".format, "a")
attempt("{:s}".format, 1)
attempt("{:10}".format, [1])
attempt("{:x}".format, None)
attempt("{0[}".format, 1)
attempt("{:{}".format, 1, 2)

print("-- integer specs")
for spec in ("", "d", "5", "<5", "^5", "05", "+", " ", "-", ",", "_", "x", "#x", "X", "#X", "b", "#010b", "o",
             "#o", "c", "n", "e", ".2f", "%", "_x",
             "_b", "=+8", "*>8", "*<8", "x^8", ">+8,", "08,", "#_b"):
    print(repr(spec), format(97, spec), end=" ")
    if spec != "c":
        print(format(-123456789, spec), format(2 ** 65, spec))
for spec in (".2", "s", "z", ",x", ",_", "5.", "05c", "+c", "abc", ",n", "q"):
    attempt(format, 97, spec)
attempt(format, 2 ** 30, "c")

print("-- string specs")
for spec in ("", "s", "8", "<8", ">8", "^8", "*^9", ".2", "6.2", "08", "é<7"):
    print(repr(spec), repr(format("wörd", spec)))
for spec in ("=8", "+", ",", "d", "#", "-5", " "):
    attempt(format, "word", spec)
print(repr(format(None, "")), format(True), format(True, "5"), format(thing, "q"), format([1]),
      format(int, ""))
attempt(format, None, "5")
attempt(format, object, "5")
attempt(format, 5, 5)

print("-- f-strings")
a, b, text = 5, 2.5, "é'\""
width, digits = 10, 3
print(f"{a} {b} {text} {a!r} {text!r} {text!a} {text!s} {a + b} {a:03d}",
      f"{b:>{width}.{digits}f}| {a=} {a = } {b=:.2f} {text=} {text=!s} {a+1=}")
print(f"{{}} {{{a}}} {'nested ' + f'{a} {b}'} {[x for x in range(3)]} {({'k': a})['k']}",
      f"{(lambda n: n * 2)(a)} {a if b else 0}" f" joined {a}" " plain")
print(f"{thing} {thing!r} {thing!s} {thing:spec} {thing!r:>12}",
      f"{thing.attribute['key'][0]} {a:{'>'}{8}} {'%s' % a} {a!r:^{width}}|")
print(f"""multi {
    a
} line {a:
}""" if False else f"""multi {
    a
} line""", rf"\d{a}\n", fr"{a}\t", f"\x41{a}\N{BULLET}\u00e9", f"{a:\x2a>4}", f"{'a' 'b'}", f"{a!r}{b}",
f"{yes}" if (yes := 1) else "")
print(f"{1_000:,} {10 ** 20:_} {-5 % 3} {a == 5} {a != 4} {a >= 5!r} {(a, b)} {a,} {not a} {~a} {*[1, 2],}",
      f"", f"{''}", f"{None}")
attempt(lambda: f"{a:s}")
attempt(lambda: f"{undefined_name}")
attempt(lambda: f"{a:{text}}")
for source in ('f"{}"', 'f"{a"', 'f"}"', 'f"{a!x}"', 'f"{a b}"', 'f"{#}"', "f'{a\\n}'", 'f"{!r}"',
               'f"{a:{b:{c}}}"', 'f"{lambda x: 1}"'):
    try:
        print(eval(source))
    except SyntaxError as e:
        print(source, "->", type(e).__name__, e.msg)
