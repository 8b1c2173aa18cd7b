# The registry of codecs: search functions, error handlers written in Python, what is no text encoding.
import codecs


def show(action):
    try:
        print(ascii(action()))
    except Exception as error:
        cause = error.__cause__
        print(type(error).__name__, ascii(str(error)), type(cause).__name__)


# Search functions get normalized names, and each codec is looked for once.
asked = []


def search(name):
    asked.append(name)
    if name == "twice":
        return codecs.CodecInfo(
            name="twice",
            encode=lambda text, errors="strict": (text.encode("utf-8") * 2, len(text)),
            decode=lambda data, errors="strict": (bytes(data).decode("utf-8") * 2, len(data)),
        )
    if name == "tuple.codec":
        return (lambda *a: (bytearray(b"array"), 5), lambda *a: (b"bytes", 5), None, None)
    if name == "broken":
        return (1, 2, 3)
    if name == "raising":
        def fail(*args):
            raise ValueError("no luck") if len(args) == 1 else LookupError()
        return (fail, fail, None, None)
    if name == "odd":
        return (lambda *a: None, lambda *a: (1, 2, 3), None, None)
    return None


codecs.register(search)
show(lambda: "ab".encode("Twice"))
show(lambda: b"ab".decode(" TWICE!"))
show(lambda: bytearray(b"ab").decode("twice"))
show(lambda: str(b"ab", "twice", "strict"))
show(lambda: bytes("ab", "twice"))
print(asked)
for name in ("broken", "odd", "raising", "not there", "  ", "Tuple.Codec"):
    show(lambda: b"x".decode(name))
    show(lambda: codecs.decode(b"x", name))
    show(lambda: codecs.encode("x", name, "strict"))
    show(lambda: codecs.lookup(name)[:1] and None)
print(asked)
show(lambda: codecs.register(3))
codecs.unregister(search)
codecs.unregister(search)
show(lambda: "ab".encode("twice"))
show(lambda: b"".decode("twice"))

# What is no text encoding.
show(lambda: "x".encode("rot13"))
show(lambda: b"x".decode("rot13"))
show(lambda: codecs.encode("Hello", "rot_13"))
show(lambda: "x".encode("\udc80"))
show(lambda: b"x".decode("utf-8", "\udc80"))


# Error handlers: what they are told, and what they may answer.
def handler(error):
    print(type(error).__name__, error.encoding, ascii(error.object), error.start, error.end, error.reason)
    return answers.pop(0)


codecs.register_error("tests.answers", handler)
for answer in (("?", 2), ("?", -2), (b"\xff", 3), ("\u20ac", 2), ("?", 99), ("?", -99), ("?",), "??", (1, 2), ("?", "1"),
               ("?", 1 << 70), ["?", 2]):
    for encoding in ("ascii", "latin-1", "utf-16", "utf-32-be", "utf-8", "cp1252"):
        answers = [answer, ("!", 5), ("!", 5), ("!", 5)]
        show(lambda: "a\ud800\udfffbc".encode(encoding, "tests.answers"))
        answers = [answer, ("!", 5), ("!", 5), ("!", 5)]
        show(lambda: b"a\xff\xfeb\x9d".decode(encoding, "tests.answers"))


# One exception tells of all errors of a call.
errors = []


def keep(error):
    errors.append(error)
    return ("", error.end)


codecs.register_error("tests.keep", keep)
print("\u20aca\u20ac".encode("ascii", "tests.keep"), errors[0] is errors[1], errors[0].start)


# A handler may give a decoder other bytes.
def exchange(error):
    error.object = b"new bytes"
    return ("<", 4)


codecs.register_error("tests.exchange", exchange)
show(lambda: b"abc\xffdef".decode("ascii", "tests.exchange"))
show(lambda: b"abc\xffdef".decode("utf-8", "tests.exchange"))


def spoil(error):
    error.object = "no bytes"
    return ("<", 4)


codecs.register_error("tests.spoil", spoil)
show(lambda: b"abc\xffdef".decode("ascii", "tests.spoil"))
show(lambda: codecs.register_error("tests.none", None))
show(lambda: codecs.lookup_error("tests.unknown"))
show(lambda: "\u20ac".encode("ascii", "tests.unknown"))
show(lambda: "a".encode("ascii", "tests.unknown"))
print(codecs.lookup_error("tests.keep") is keep, codecs.lookup_error("strict").__name__)

# The handlers that are built in, called with errors of any extent.
names = ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape",
         "surrogatepass")
for name in names:
    for error in (
        UnicodeEncodeError("ascii", "a\u20ac\U0001f600\udc80", 1, 3, "why"),
        UnicodeEncodeError("utf-16-be", "\udc80\udcff", 0, 99, "why"),
        UnicodeEncodeError("utf8", "\udc80\udcff", -5, 1, "why"),
        UnicodeDecodeError("utf-8", b"a\xed\xb0\x80\xff", 1, 4, "why"),
        UnicodeDecodeError("utf_32_le", b"\x80\xdc\0\0", 0, 2, "why"),
        UnicodeDecodeError("ascii", b"\x80\x81\x82\x83\x84", 0, 9, "why"),
        UnicodeTranslateError("a\u20acb", 1, 2, "why"),
        ValueError("other"),
        UnicodeEncodeError.__new__(UnicodeEncodeError),
        12,
    ):
        show(lambda: codecs.lookup_error(name)(error))
