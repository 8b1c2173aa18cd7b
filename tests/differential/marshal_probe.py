"""Run by both interpreters: loads the streams of the file that the first argument names, from the number on that is the
second, and prints what came of each."""
import marshal
import sys
import types

FIELDS = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_stacksize", "co_flags", "co_consts",
          "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_filename", "co_name", "co_qualname",
          "co_firstlineno", "co_linetable", "co_exceptiontable")


def shown(value, depth=0):
    """A text that is the same for equal values; sets in the order of their items' texts."""
    if depth > 60:
        return "..."
    if isinstance(value, types.CodeType):
        # python3.11 shows caches as zeros, and specialized instructions as general ones, whatever the stream held.
        return "code(%d, %s)" % (len(value.co_code), ", ".join([shown(getattr(value, name), depth + 1)
                                                                for name in FIELDS]))
    if isinstance(value, (tuple, list)):
        return "%s(%s)" % (type(value).__name__, ", ".join([shown(item, depth + 1) for item in value]))
    if isinstance(value, (set, frozenset)):
        return "%s(%s)" % (type(value).__name__, ", ".join(sorted([shown(item, depth + 1) for item in value])))
    if isinstance(value, dict):
        return "{%s}" % ", ".join(["%s: %s" % (shown(key, depth + 1), shown(item, depth + 1))
                                   for key, item in value.items()])
    return ascii(value)


def outcome(stream):
    try:
        value = marshal.loads(stream)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    text = shown(value)
    # What can be loaded can be written, and comes back as it was.
    try:
        again = shown(marshal.loads(marshal.dumps(value)))
    except ValueError as error:
        again = "%s" % error
    return "%s %s" % (text, "" if again == text else again)


def main():
    with open(sys.argv[1], "rb") as file:
        for stream in marshal.load(file)[int(sys.argv[2]):]:
            print(outcome(stream), flush=True)


main()
