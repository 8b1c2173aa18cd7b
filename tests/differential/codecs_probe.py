"""Run by both interpreters: every function of the module _codecs, every codec of the library and the methods of str and bytes
that use them, on generated text and bytes: valid, cut off, damaged, with surrogates; with every error handler, and with handlers
written in Python. Prints what each call returned, or all fields of the error.

Arguments: FIRST STEP COUNT, which subjects this run takes, and how many calls it makes for each."""
import _codecs
import codecs
import sys
import warnings

from dice import Dice

ALPHABETS = ("abcXYZ 019", "\0\t\n\r\x7f~\\'\"", "\x80\x9f\xa0\xe9\xff", "\u0100\u0394\u20ac\u3042\ud7ff\ue000\ufffd\ufffe\uffff",
             "\U00010000\U0001f600\U0010ffff", "\ud800\udbff\udc00\udfff", "\udc80\udcff\udce9", "+-/=:;~\\\u2262")
LIBRARY = """ascii base64_codec big5 bz2_codec charmap cp037 cp1006 cp1026 cp1125 cp1140 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255
    cp1256 cp1257 cp1258 cp273 cp424 cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863
    cp864 cp865 cp866 cp869 cp874 cp875 hp_roman8 idna iso8859_1 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16
    iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 koi8_r koi8_t koi8_u kz1048 latin_1 mac_arabic
    mac_croatian mac_cyrillic mac_farsi mac_greek mac_iceland mac_latin2 mac_roman mac_romanian mac_turkish palmos ptcp154 punycode
    raw_unicode_escape rot_13 tis_620 undefined unicode_escape utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8
    utf_8_sig""".split()
LIBRARY = [name for name in LIBRARY if name not in ("base64_codec", "big5", "bz2_codec", "idna")]  # which need more modules
ALIASES = ("UTF8", "Utf_8", "u8", " utf-8 ", "cp65001", "latin", "L1", "ISO-8859-1", "iso8859", "us", "ANSI_X3.4-1968", "646",
           "utf-16", "UTF16", "UTF-16LE", "utf_16-be", "unicodelittleunmarked", "u32", "utf-32be", "utf8_sig", "windows-1252",
           "IBM437", "none such", "utf-8-nosuch", "rot13", "")


# --- error handlers ----------------------------------------------------------------------------------------------

def describe(error):
    return "%s %s %d %d %s" % (type(error).__name__, getattr(error, "encoding", None), error.start, error.end, error.reason)


def limited(handler):
    """A handler that may go back, but not for ever."""
    def call(error):
        call.calls += 1
        if call.calls > 20:
            raise RuntimeError("enough")
        return handler(error)
    call.calls = 0
    return call


def replace_input(error):
    if isinstance(error, UnicodeDecodeError) and not error.object.endswith(b"new"):
        error.object = error.object[:error.end] + b"\xffnew"
    return ("(new)", error.end)


def spoil_input(error):
    error.object = "text" if isinstance(error, UnicodeDecodeError) else "other text"
    return ("!", 2)


def raise_other(error):
    raise KeyError("from the handler")


HANDLERS = {
    "t.describe": lambda error: ("<%s>" % describe(error), error.end),
    "t.nothing": lambda error: ("", error.end),
    "t.next": lambda error: ("?", error.start + 1),
    "t.negative": lambda error: ("?", (error.end - len(error.object)) or error.end),
    "t.back": lambda error: ("-", max(0, error.start - 1)),
    "t.all": lambda error: ("$", len(error.object)),
    "t.bytes": lambda error: (b"\xff\0by", error.end),
    "t.four": lambda error: (b"\xfe\xff\0\1", error.end),
    "t.euro": lambda error: ("\u20ac", error.end),
    "t.latin": lambda error: ("\xe9", error.end),
    "t.surrogate": lambda error: ("\udc80", error.end),
    "t.beyond": lambda error: ("?", len(error.object) + 1),
    "t.before": lambda error: ("?", -len(error.object) - 1),
    "t.huge": lambda error: ("?", 1 << 80),
    "t.list": lambda error: ["?", error.end],
    "t.one": lambda error: ("?",),
    "t.number": lambda error: (1, error.end),
    "t.text": lambda error: ("?", "1"),
    "t.input": replace_input,
    "t.spoil": spoil_input,
    "t.raise": raise_other,
}
BUILTIN = ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass")


def any_errors(dice):
    kind = dice.randrange(8)
    if kind == 0:
        return dice.choice((None, "t.unknown"))
    return dice.choice(BUILTIN if kind < 5 else tuple(HANDLERS))


# --- text and bytes ----------------------------------------------------------------------------------------------

def any_text(dice):
    text = ""
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5))):
        alphabet = dice.choice(ALPHABETS)
        text += "".join([dice.choice(alphabet) for _ in range(dice.choice((1, 1, 2, 3, 8)))])
    if dice.randrange(4) == 0:
        text += chr(dice.randrange(0x110000))
    return text


def any_bytes(dice):
    kind = dice.randrange(3)
    if kind == 0:
        return bytes([dice.randrange(256) for _ in range(dice.randrange(12))])
    high = b"\x80\xbf\xc0\xc1\xc2\xe0\xed\xef\xf0\xf4\xf5\xff\xa0\x9f\x90\x8f\0a"
    return bytes([dice.choice(high if kind == 1 else b"\0\0\0\xd8\xdc\x11\x10\x01\xfe\xffa") for _ in range(dice.randrange(14))])


def damage(data, dice):
    """The bytes with some changed, cut off or put in; often as they are."""
    for _ in range(dice.choice((0, 0, 1, 1, 2))):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(4)
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + data[at + 1:]
        elif kind == 2:
            data = data[:at] + bytes([dice.randrange(256)]) + data[at:]
        else:
            data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1:]
    return data


def input_for(encoding, dice):
    if dice.randrange(3) == 0:
        return any_bytes(dice)
    try:
        return damage(any_text(dice).encode(encoding, "surrogatepass"), dice)
    except (UnicodeError, LookupError):
        return damage(any_text(dice).encode("utf-8", "surrogatepass"), dice)


SHIFTS = (b"+", b"-", b"a", b"/", b"AGE", b"2AA", b"3AA", b"2ADcAA", b"IKw", b"+IKw-", b"\x80", b"\xe9", b"z", b"!", b"+-", b"\\", b"~", b"A")
ESCAPES = (b"\\", b"\\x", b"4", b"f", b"\\u", b"\\U", b"\\u20ac", b"\\U0001f600", b"\\U00110000", b"\\ud800", b"\\N", b"{",
           b"}", b"\\N{LATIN SMALL LETTER A}", b"\\N{EURO SIGN", b"\\N{no such name}", b"\\7", b"\\377", b"\\400", b"\\n", b"\\q", b"\n",
           b"\\\n", b"\xe9", b"\xff", b"'", b'"', b" a", b"00", b"\\x41", b"g")


def pieces(table, dice):
    return b"".join([dice.choice(table) for _ in range(dice.randrange(7))])


# --- asking ------------------------------------------------------------------------------------------------------

def shown(value):
    if isinstance(value, tuple):
        return "(%s)" % ", ".join([shown(item) for item in value])
    if type(value).__name__ == "EncodingMap":
        return "EncodingMap of %d" % value.size()
    return ascii(value)


def outcome(function, args):
    for handler in HANDLERS.values():
        handler.calls = 0
    try:
        return shown(function(*args))
    except Exception as error:
        text = "%s %s" % (type(error).__name__, ascii(str(error)))
        if isinstance(error, UnicodeError) and hasattr(error, "object"):
            text += " %s %s" % (ascii(error.object), describe(error))
        if error.__cause__ is not None:
            text += " because of %s" % type(error.__cause__).__name__
        return text


def ask(name, function, args, hidden=()):
    print(name, *[ascii(arg) for arg in args if arg not in hidden], "->", outcome(function, args), flush=True)


# --- subjects ----------------------------------------------------------------------------------------------------

def decoder(name, make):
    def subject(dice):
        args = (make(dice), any_errors(dice), dice.choice((False, True)))
        ask(name, getattr(_codecs, name), args)
    return name, subject


def plain_decoder(name, make):
    def subject(dice):
        ask(name, getattr(_codecs, name), (make(dice), any_errors(dice)))
    return name, subject


def ex_decoder(name, encoding):
    def subject(dice):
        args = (input_for(encoding, dice), any_errors(dice), dice.choice((-1, 0, 1, 7)), dice.choice((0, 1)))
        ask(name, getattr(_codecs, name), args)
    return name, subject


def encoder(name):
    def subject(dice):
        args = (any_text(dice), any_errors(dice))
        if name in ("utf_16_encode", "utf_32_encode"):
            args += (dice.choice((-1, 0, 1)),)
        ask(name, getattr(_codecs, name), args)
    return name, subject


def escape_encode(dice):
    ask("escape_encode", _codecs.escape_encode, (any_bytes(dice) + any_text(dice).encode("utf-8", "replace"), any_errors(dice)))


def readbuffer_encode(dice):
    value = dice.choice((any_text, any_bytes))(dice)
    ask("readbuffer_encode", _codecs.readbuffer_encode, (value, any_errors(dice)))


class Raising:
    def __getitem__(self, key):
        if key == 97:
            raise KeyError(key)
        raise (IndexError if key % 3 else ZeroDivisionError)("no %d" % key)

    def __repr__(self):
        return "Raising()"


VALUES_OF_BYTES = (0, 97, 255, 0x20ac, 0x1f600, 0xfffe, -1, 0x110000, 1 << 70, "", "x", "long", "\ufffe", "\ud800", None, b"b", 1.5, True)
VALUES_OF_CHARACTERS = (0, 97, 255, 256, -1, 1 << 70, b"", b"x", b"long", None, "text", 1.5, True)


def mapping_for_bytes(dice, data):
    kind = dice.randrange(6)
    if kind == 0:
        return None
    if kind == 1:
        return Raising()
    if kind <= 3:
        return "".join([dice.choice(dice.choice(ALPHABETS)) for _ in range(dice.choice((0, 1, 128, 256, 300)))])
    return {byte: dice.choice(VALUES_OF_BYTES) for byte in data if dice.randrange(4)}


def mapping_for_text(dice, text):
    kind = dice.randrange(6)
    if kind == 0:
        return None
    if kind == 1:
        return Raising()
    if kind <= 3:
        return _codecs.charmap_build(table(dice))
    mapping = {ord(character): dice.choice(VALUES_OF_CHARACTERS) for character in text if dice.randrange(4)}
    for character in "?<&#;0123456789\\xu":
        if dice.randrange(5):
            mapping[ord(character)] = ord(character)
    return mapping


def table(dice):
    characters = [chr(i) for i in range(dice.choice((1, 100, 128, 256)))]
    for _ in range(dice.randrange(40)):
        characters[dice.randrange(len(characters))] = dice.choice(dice.choice(ALPHABETS))
    if dice.randrange(3):
        characters[0] = "\0"
        characters = [c if c <= "\uffff" and (c or i == 0) else "\ufffe" for i, c in enumerate(characters)]
    if dice.randrange(6) == 0:
        characters += [chr(128 * i) for i in range(257)]
    return "".join(characters)


def charmap_decode(dice):
    data = any_bytes(dice)
    errors = any_errors(dice)
    mapping = mapping_for_bytes(dice, data)
    ask("charmap_decode", _codecs.charmap_decode, (data, errors, mapping))


def charmap_encode(dice):
    text = any_text(dice)
    errors = any_errors(dice)
    mapping = mapping_for_text(dice, text)
    print("charmap_encode", ascii(text), errors, shown(mapping), "->", outcome(_codecs.charmap_encode, (text, errors, mapping)))


def charmap_build(dice):
    ask("charmap_build", _codecs.charmap_build, (table(dice),))


WRONG = (None, 1, 1.5, "text", "\ud800", "nul\0", b"bytes", bytearray(b"array"), memoryview(b"memory"), memoryview(b"memory")[::2], [],
         True, 1 << 40, -1)


def wrong_arguments(dice):
    name = dice.choice([name for name in sorted(dir(_codecs)) if not name.startswith("_") and name not in ("unregister", "register")])
    args = tuple([dice.choice(WRONG) for _ in range(dice.randrange(5))])
    texts = [ascii(arg) if not isinstance(arg, memoryview) else "memoryview of %d" % len(arg) for arg in args]
    print("wrong_arguments", name, *texts, "->", outcome(getattr(_codecs, name), args))


def handlers(dice):
    data = dice.choice((any_text, any_bytes))(dice)
    start, end = dice.randrange(-3, 15), dice.randrange(-3, 15)
    if not data or end < start:
        return
    encoding = dice.choice(("utf-8", "UTF_8", "utf8", "utf-16", "utf_16be", "UTF-16LE", "utf-32", "utf-32_be", "utf-7", "ascii",
                            "CP_UTF8", "utf", "utf-16-xe", "utf--8"))
    if isinstance(data, bytes):
        error = UnicodeDecodeError(encoding, data, start, end, "reason")
    elif dice.randrange(3):
        error = UnicodeEncodeError(encoding, data, start, end, "reason")
    else:
        error = UnicodeTranslateError(data, start, end, "reason")
    name = dice.choice(BUILTIN)
    print("handlers", name, ascii(error), "->", outcome(codecs.lookup_error(name), (error,)))


def methods(dice):
    encoding = dice.choice(ALIASES)
    errors = any_errors(dice) or "strict"
    ask("str.encode", str.encode, (any_text(dice), encoding, errors))
    data = input_for("utf-8", dice)
    ask("bytes.decode", bytes.decode, (data, encoding, errors))
    ask("bytearray.decode", bytearray.decode, (bytearray(data), encoding, errors))
    ask("str", str, (data, encoding, errors))
    ask("codecs.encode", codecs.encode, (any_text(dice), encoding, errors))
    ask("codecs.decode", codecs.decode, (data, encoding, errors))


def escape_warnings(dice):
    data = pieces(ESCAPES, dice)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask("escape_warnings unicode_escape", _codecs.unicode_escape_decode, (data, "replace"))
        ask("escape_warnings escape", _codecs.escape_decode, (data, "replace"))


def chunks(data, dice):
    while data:
        size = dice.randrange(1, 5)
        yield data[:size]
        data = data[size:]


def decode_in_chunks(encoding, errors, data, dice):
    made = codecs.getincrementaldecoder(encoding)(errors)
    result = []
    for chunk in chunks(data, dice):
        result.append(made.decode(chunk))
        if dice.randrange(3) == 0:
            result.append(made.getstate())
            made.setstate(made.getstate())
    result.append(made.decode(b"", True))
    return tuple(result)


def encode_in_chunks(encoding, errors, text, dice):
    made = codecs.getincrementalencoder(encoding)(errors)
    result = []
    for chunk in chunks(text, dice):
        result.append(made.encode(chunk))
        if dice.randrange(3) == 0:
            result.append(made.getstate())
    result.append(made.encode("", True))
    return tuple(result)


def library_codec(encoding):
    def subject(dice):
        errors = any_errors(dice) or "strict"
        text, data = any_text(dice), input_for(encoding, dice)
        ask("library " + encoding + " encode", str.encode, (text, encoding, errors))
        ask("library " + encoding + " decode", bytes.decode, (data, encoding, errors))
        seed = dice.randrange(1000)
        for name, function, value in (("decode", decode_in_chunks, data), ("encode", encode_in_chunks, text)):
            print("library", encoding, name, "in chunks", ascii(value), errors, seed, "->",
                  outcome(function, (encoding, errors, value, Dice(seed))))
    return "library", subject


def wide(encoding):
    return lambda dice: input_for(encoding, dice)


SUBJECTS = [
    decoder("utf_8_decode", wide("utf-8")), decoder("utf_7_decode", lambda dice: pieces(SHIFTS, dice)),
    decoder("utf_7_decode", wide("utf-7")), decoder("utf_16_decode", wide("utf-16")), decoder("utf_16_le_decode", wide("utf-16-le")),
    decoder("utf_16_be_decode", wide("utf-16-be")), ex_decoder("utf_16_ex_decode", "utf-16"), decoder("utf_32_decode", wide("utf-32")),
    decoder("utf_32_le_decode", wide("utf-32-le")), decoder("utf_32_be_decode", wide("utf-32-be")),
    ex_decoder("utf_32_ex_decode", "utf-32"), decoder("unicode_escape_decode", lambda dice: pieces(ESCAPES, dice)),
    decoder("unicode_escape_decode", wide("unicode-escape")), decoder("raw_unicode_escape_decode", lambda dice: pieces(ESCAPES, dice)),
    decoder("raw_unicode_escape_decode", wide("raw-unicode-escape")), plain_decoder("escape_decode", lambda dice: pieces(ESCAPES, dice)),
    plain_decoder("latin_1_decode", any_bytes), plain_decoder("ascii_decode", any_bytes), plain_decoder("ascii_decode", wide("utf-8")),
    *[encoder(name) for name in sorted(dir(_codecs)) if name.endswith("_encode") and name not in
      ("escape_encode", "readbuffer_encode", "charmap_encode")],
    ("escape_encode", escape_encode), ("readbuffer_encode", readbuffer_encode), ("charmap_decode", charmap_decode),
    ("charmap_encode", charmap_encode), ("charmap_build", charmap_build), ("wrong_arguments", wrong_arguments), ("handlers", handlers),
    ("methods", methods), ("escape_warnings", escape_warnings),
    *[library_codec(name) for name in LIBRARY],
]


def main():
    first, step, count = map(int, sys.argv[1:])
    warnings.simplefilter("ignore")
    for name in HANDLERS:
        HANDLERS[name] = limited(HANDLERS[name])
        codecs.register_error(name, HANDLERS[name])
    print("names ->", *[name for name in sorted(dir(_codecs)) if not name.startswith("__")])
    for name in sorted(dir(_codecs)):
        value = getattr(_codecs, name)
        if callable(value) and not name.startswith("__"):
            print("signature", name, "->", ascii((value.__text_signature__, value.__module__)))
    for number in range(first, len(SUBJECTS), step):
        name, subject = SUBJECTS[number]
        dice = Dice(number + 1)
        for _ in range(count // 4 if name == "library" else count):
            subject(dice)


main()
