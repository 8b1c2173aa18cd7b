"""The cases of run_cli.py: what is typed, and how much of the answer has to be python3.11's.

`{here}` in arguments is the folder that holds the case's files. Moult's own options come first, those of the program after
its name, as in CPython.
"""
from dataclasses import dataclass, field

ALL = "output, exit code and error text"
LAST = "output, exit code and the last line of the error text"
CODE = "output and exit code"
ALIVE = "nothing but that no signal killed it"


@dataclass
class Case:
    """One command line, compared with python3.11 as far as `compare` says; or, for what only moult has, with `code`, and
    words that must stand in what it prints."""
    name: str
    arguments: list
    stdin: bytes = b""
    files: dict = field(default_factory=dict)
    compare: str = ALL
    code: int | None = None
    out_has: tuple = ()
    err_has: tuple = ()
    shell: str = ""  # a shell command instead, in which $PROGRAM is the command to test


def script(name, text, *arguments, compare=ALL, stdin=b""):
    """A case that runs one file with the given text."""
    content = text if isinstance(text, bytes) else text.encode()
    return Case(name, ["{here}/script.py", *arguments], stdin=stdin, files={"script.py": content}, compare=compare)


def command(name, text, *arguments, compare=ALL):
    return Case(name, ["-c", text, *arguments], compare=compare)


FILES = [
    Case("a missing file", ["{here}/missing.py"]),
    Case("a missing folder", ["{here}/no/such/folder.py"]),
    Case("a folder without __main__.py", ["{here}"]),
    Case("a file without a suffix", ["{here}/program"], files={"program": b"print('ran')\n"}),
    Case("a file with a space in its name", ["{here}/my program.py"], files={"my program.py": b"print(__file__[-13:])\n"}),
    Case("a file with a name that is not ASCII", ["{here}/pr\u00f6gramm.py"],
         files={"pr\u00f6gramm.py": "print(ascii(__file__[-11:]))\n".encode()}),
    script("an empty file", ""),
    script("a comment alone, without a newline", "# nothing"),
    script("a last line without a newline", "print('end')"),
    script("lines ended as on Windows", "if 1:\r\n    print('a')\r\nprint('''b\r\nc''')\r\n"),
    script("a byte order mark", b"\xef\xbb\xbfprint('marked')\n"),
    script("a declared encoding", b"# -*- coding: latin-1 -*-\nprint(ascii('\xe9'))\n"),
    script("an encoding that does not exist", b"# coding: no-such\nprint(1)\n", compare=LAST),
    script("the name and the file of the program", "print(__name__, __file__ == __import__('sys').argv[0])\n"),
]

_WARNS = "import sys\nprint(sys.warnoptions)\nx = 1\nx is 1\nprint('\\d')\n"

WARNINGS = [
    script("a warning of the compiler", "x = 1\nif x is 1:\n    print('same')\n"),
    script("two warnings where one place is compiled twice", "x = 1\ntry: pass\nfinally: x is 1\n"),
    script("no warning of an escape sequence", "print('\\d')\n"),
    Case("a warning ignored", ["-W", "ignore", "{here}/script.py"], files={"script.py": _WARNS.encode()}),
    Case("a warning made an error", ["-Werror::SyntaxWarning", "{here}/script.py"], files={"script.py": _WARNS.encode()}),
    Case("a warning of an escape sequence made an error", ["-W", "error::DeprecationWarning", "{here}/script.py"],
         files={"script.py": _WARNS.encode()}),
    Case("two options, the last one first", ["-W", "error", "-W", "ignore", "-c", _WARNS]),
    Case("an option that is none", ["-Wnonsense", "-Wi::NoSuchWarning", "-c", "print(1)"]),
    Case("options from the environment", [], compare="", code=0, out_has=("['ignore::SyntaxWarning', 'error', 'once']",),
         shell="PYTHONWARNINGS=ignore::SyntaxWarning,error $PROGRAM -Wonce -c 'import sys; print(sys.warnoptions)'"),
]

SYNTAX = [
    script("a source that is not UTF-8", b"x = 1\nprint('\xff\xfe')\n"),
    script("a null byte in the source", b"print(1)\nx = '\0'\n", compare=LAST),
    script("a syntax error", "x = 1\nprint(x\ny = 2\n"),
    script("an invalid assignment", "1 = x\n"),
    script("a string that does not end", "x = 'abc\n"),
    script("a triple-quoted string that does not end", "x = '''abc\n\n"),
    script("an unexpected indent", "x = 1\n    y = 2\n"),
    script("an expected indent", "if True:\nx = 1\n"),
    script("an unindent that fits nothing", "if True:\n        x = 1\n    y = 2\n"),
    script("tabs and spaces mixed", "if 1:\n        x = 1\n\ty = 2\n"),
    script("return outside a function", "return 1\n"),
    script("a keyword argument repeated", "f(a=1, a=2)\n"),
    script("a syntax error prints nothing of the lines before", "print('before')\n)\n"),
    command("a syntax error on the command line", "print(1"),
]

ENDINGS = [
    script("the end of a program", "print('done')\n"),
    script("an exception nobody catches", "def f(n):\n    return 1 / n\n\nf(0)\n"),
    script("an exception from an exception",
           "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('no a') from e\n"),
    script("sys.exit()", "import sys\nprint('x')\nsys.exit()\n"),
    script("sys.exit(0)", "import sys\nsys.exit(0)\n"),
    script("sys.exit(3)", "import sys\nsys.exit(3)\n"),
    script("sys.exit(None)", "import sys\nsys.exit(None)\n"),
    script("sys.exit(True)", "import sys\nsys.exit(True)\n"),
    script("sys.exit(-1)", "import sys\nsys.exit(-1)\n"),
    script("sys.exit(256)", "import sys\nsys.exit(256)\n"),
    script("sys.exit(2**70)", "import sys\nsys.exit(2**70)\n"),
    script("sys.exit with a text", "import sys\nsys.exit('goodbye')\n"),
    script("sys.exit with a tuple", "import sys\nsys.exit((1, 2))\n"),
    script("raise SystemExit", "raise SystemExit\n"),
    script("raise SystemExit(4) in a function", "def f():\n    raise SystemExit(4)\ntry:\n    f()\nfinally:\n    print('last')\n"),
    script("a subclass of SystemExit", "class Leave(SystemExit):\n    pass\nraise Leave(5)\n"),
    script("what is printed before an exception", "print('before', end='')\nraise KeyError('k')\n"),
    script("KeyboardInterrupt raised by the program", "raise KeyboardInterrupt\n", compare=LAST),
]

WAYS_TO_START = [
    Case("a program from standard input, by name", ["-"], stdin=b"import sys\nprint('ran', sys.argv)\n"),
    Case("a program from standard input, without a name", [], stdin=b"import sys\nprint('ran', sys.argv)\n"),
    Case("arguments after -", ["-", "a", "-b"], stdin=b"import sys\nprint(sys.argv)\n"),
    Case("an exception in standard input", ["-"], stdin=b"x = 1\nprint(x / 0)\n"),
    Case("a syntax error in standard input", ["-"], stdin=b"x = \n"),
    Case("an empty standard input", ["-"]),
    command("-c", "print(6 * 7)"),
    command("-c with several lines", "for i in range(3):\n    print(i)\n"),
    command("-c with arguments", "import sys; print(sys.argv)", "one", "-2", "--three", "-c"),
    command("-c with an exception", "print(1)\n1 / 0"),
    command("-c with nothing in it", ""),
    command("-c with sys.exit", "import sys; sys.exit(9)"),
    Case("-c without a program", ["-c"], compare="", code=2, err_has=("-c",)),
    script("arguments of a program", "import sys\nprint(sys.argv[1:])\n", "a", "b c", "", "--", "-x"),
    script("arguments that look like moult's own", "import sys\nprint(sys.argv[1:])\n",
           "--tier=baseline", "--help", "-V", "bench"),
    script("standard input belongs to the program", "import sys\nprint(sys.stdin.read().upper())\n", stdin=b"some text\n"),
]

OPTIONS = [
    Case("-V", ["-V"], compare="", code=0, out_has=("moult",)),
    Case("--version", ["--version"], compare="", code=0, out_has=("moult",)),
    Case("--help", ["--help"], compare="", code=0, out_has=("--tier", "bench")),
    Case("bench --help", ["bench", "--help"], compare="", code=0, out_has=("--full", "--json")),
    Case("bench with an unknown option", ["bench", "--no-such-option"], compare="", code=2,
         err_has=("moult bench: ", "--no-such-option")),
    Case("an option of moult before bench", ["--tier=baseline", "bench", "--help"], compare="", code=0, out_has=("--full",)),
    Case("an unknown option", ["--no-such-option", "-c", "pass"], compare="", code=2, err_has=("--no-such-option",)),
    Case("an unknown tier", ["--tier=fastest", "-c", "pass"], compare="", code=2,
         err_has=("fastest", "baseline", "adaptive")),
    Case("a tier without a name", ["--tier=", "-c", "pass"], compare="", code=2, err_has=("tier",)),
    Case("the baseline tier", ["--tier=baseline", "-c", "print(1)"], compare="", code=0, out_has=("1\n",)),
    Case("the adaptive tier", ["--tier=adaptive", "-c", "print(1)"], compare="", code=0, out_has=("1\n",)),
    Case("letters together", ["-OBOc", "print(__debug__); import sys; print(sys.flags.optimize, sys.argv)", "x"], compare="",
         code=0, out_has=("False\n2 ['-c', 'x']\n",)),
    Case("a letter that is none", ["-Oz"], compare="", code=2, err_has=("moult: -z: there is no such option\n", "--help")),
    Case("a letter without its value", ["-W"], compare="", code=2, err_has=("moult: -W: needs a value\n",)),
    Case("a value that a flag does not take", ["--version=3"], compare="", code=2,
         err_has=("moult: --version: takes no value\n",)),
    Case("a mode that is none", ["--check-hash-based-pycs=sometimes"], compare="", code=2,
         err_has=("moult: --check-hash-based-pycs=sometimes: ",)),
    Case("-- before a program", ["--", "{here}/-p.py", "-O"], files={"-p.py": b"import sys\nprint(sys.argv[1:])\n"}),
]

# The options of the machine: runtime/options/.
# Its trace takes a second to compile.
_BIG_LOOP = ("import sys\ndef f(n):\n t = 0\n for i in range(n):\n" +
             "".join(f"  t = (t * 3 + i) % {1000 + k}\n" for k in range(100)) + " return t\nprint(f(20))\nsys.exit(3)\n")

MACHINE = [
    Case("--help has the options by groups", ["--help"], compare="", code=0,
         out_has=("\nMachine:\n", "\nSpecialization:\n", "  --specialize-after=N", "\nTrace tier:\n", "--tier by MOULT_TIER",
                  "  --check-hash-based-pycs=MODE")),
    Case("help behind an unknown variable", [], compare="", code=0, shell="MOULT_NONE=1 $PROGRAM --help", out_has=("--tier",)),
    Case("a misspelt flag", ["--jit-treshold=3", "-c", "pass"], compare="", code=2,
         err_has=("moult: --jit-treshold: there is no such option; did you mean --jit-threshold?\n",)),
    Case("a misspelt flag of Python's", ["--verson"], compare="", code=2, err_has=("; did you mean --version?\n",)),
    Case("a flag with underscores", ["--jit_sync", "-c", "pass"], compare="", code=2, err_has=("; did you mean --jit-sync?\n",)),
    Case("a flag like no other", ["--qqqqqqqq", "-c", "pass"], compare="", code=2,
         err_has=("moult: --qqqqqqqq: there is no such option\n",)),
    Case("a misspelt variable", [], compare="", code=2, shell="MOULT_ALOC=malloc $PROGRAM -c 'print(1)'",
         err_has=("moult: MOULT_ALOC: no option has this variable; did you mean MOULT_ALLOC?\n",)),
    Case("an empty variable", [], compare="", code=0, shell="MOULT_ALLOC= $PROGRAM -c 'print(1)'", out_has=("1\n",)),
    Case("a variable", [], compare="", code=0, shell="MOULT_SPECIALIZE_AFTER=77 $PROGRAM --dump-options",
         out_has=("  --specialize-after=77                 variable MOULT_SPECIALIZE_AFTER\n",)),
    Case("a variable out of range", [], compare="", code=2, shell="MOULT_SPECIALIZE_AFTER=0 $PROGRAM -c 'print(1)'",
         err_has=("moult: MOULT_SPECIALIZE_AFTER=0: must be a number from 1 to 4095\n",)),
    Case("the flag wins over the variable", [], compare="", code=0,
         shell="MOULT_ALLOC=malloc $PROGRAM --alloc=arena --dump-options", out_has=("  --alloc=arena                         flag\n",)),
    Case("the last of two flags", ["--tier=adaptive", "--tier=baseline", "--dump-options"], compare="", code=0,
         out_has=("  --tier=baseline ",)),
    Case("a value behind the flag", ["--tier", "baseline", "-c", "print(1)"], compare="", code=0, out_has=("1\n",)),
    Case("a flag without its value", ["--tier"], compare="", code=2, err_has=("moult: --tier: needs a value, ", "baseline")),
    Case("a number out of range", ["--jit-threshold=65536", "-c", "pass"], compare="", code=2,
         err_has=("moult: --jit-threshold=65536: must be a number from 1 to 65535\n",)),
    Case("a number that is none", ["--jit-threshold=many", "-c", "pass"], compare="", code=2, err_has=("--jit-threshold=many",)),
    Case("an allocator that is none", ["--alloc=heap", "-c", "pass"], compare="", code=2,
         err_has=("moult: --alloc=heap: must be arena, mimalloc or malloc\n",)),
    Case("a switch turned off", ["--jit-sync", "--jit-sync=off", "--dump-options"], compare="", code=0,
         out_has=("  --jit-sync=off                        flag\n",)),
    Case("lists grow", ["--jit-disable=peel", "--jit-disable=guards,watch", "--dump-options"], compare="", code=0,
         out_has=("  --jit-disable=guards,peel,watch ",)),
    Case("a misspelt pass", ["--jit-disable=peal", "-c", "pass"], compare="", code=2,
         err_has=("moult: --jit-disable=peal: there is no peal; did you mean peel?\n",)),
    Case("a misspelt specialization", ["--specialize-disable=BINARY_OP_AD_INT", "-c", "pass"], compare="", code=2,
         err_has=("did you mean BINARY_OP_ADD_INT?\n",)),
    Case("a flag of a tier that is off", ["--tier=adaptive", "--jit-sync", "-c", "pass"], compare="", code=2,
         err_has=("moult: --jit-sync has no effect without --tier=jit\n",)),
    Case("a variable of a tier that is off", [], compare="", code=0, shell="MOULT_JIT_SYNC=1 $PROGRAM --tier=adaptive -c 'print(1)'",
         out_has=("1\n",)),
    Case("specializing in the baseline tier", ["--tier=baseline", "--specialize-after=2", "-c", "pass"], compare="", code=2,
         err_has=("moult: --specialize-after has no effect with --tier=baseline\n",)),
    Case("flags that contradict each other", ["--specialize-at-once", "--specialize-misses=3", "-c", "pass"], compare="", code=2,
         err_has=("moult: --specialize-at-once cannot be combined with --specialize-after, ",)),
    Case("the dump as JSON", [], compare="", code=0,
         shell="$PROGRAM --tier=adaptive --dump-options=json | /usr/bin/python3.11 -c 'import json, sys\n"
               'print([(o["value"], o["source"], o["default"]) for o in json.load(sys.stdin)["options"] if o["name"] == "tier"])\'',
         out_has=("[('adaptive', 'flag', 'jit')]\n",)),
    Case("the dump in a form that is none", ["--dump-options=xml"], compare="", code=2, err_has=("--dump-options=xml",)),
    Case("hashes of a seed are CPython's", [], compare="", code=0, out_has=("-7459679063432183616 -5529306984945718047\n",),
         shell="PYTHONHASHSEED=7 $PROGRAM -c 'print(hash(\"abc\"), hash(b\"spam\"))'"),
    Case("hashes of the largest seed", ["--hash-seed=4294967295", "-c", "print(hash('abc'))"], compare="", code=0,
         out_has=("-6122489556238538401\n",)),
    Case("hashes without a seed", ["--hash-seed=0", "-c", "import sys; print(hash('abc'), sys.flags.hash_randomization)"],
         compare="", code=0, out_has=("-4594863902769663758 0\n",)),
    Case("a seed that is none", [], compare="", code=2, shell="PYTHONHASHSEED=x $PROGRAM -c pass",
         err_has=("moult: PYTHONHASHSEED=x: must be a number from 0 to 4294967295, or random\n",)),
    Case("specializing after so many executions", ["--specialize-after=100", "dis", "--executable", "-"], compare="", code=0,
         stdin=b"def f(a):\n    return a + 1\n", out_has=("generic, next attempt in 100, back-off 0",)),
    Case("specializing at once", ["--specialize-at-once", "dis", "--executable", "--run", "-"], compare="", code=0,
         stdin=b"def f(a):\n    return a + 1\nf(1)\n", out_has=("BINARY_OP_ADD_INT", "specialized, misses left 1,")),
    Case("a specialization given up after so many misses", ["--specialize-misses=2", "dis", "--executable", "--run", "-"],
         compare="", code=0, out_has=("generic, next attempt in 16, back-off 1",),
         stdin=b"def f(a):\n    return a + 1\nfor i in [1] * 8 + [1.5, 2.5]:\n    f(i)\n"),
    Case("attempts that do not back off", ["--specialize-backoff=0", "dis", "--executable", "--run", "-"],
         compare="", code=0, out_has=("generic, next attempt in 7, back-off 1",),
         stdin=b"class A:\n    def __add__(self, other):\n        return 1\ndef f(a):\n    return a + a\n"
               b"for i in range(8):\n    f(A())\n"),
    Case("a specialization left out", ["--specialize-disable=BINARY_OP_ADD_INT", "dis", "--executable", "--run", "-"], compare="",
         code=0, stdin=b"def f(a):\n    return a + 1\nfor i in range(50):\n    f(i)\n", out_has=("generic, next attempt in",)),
    Case("an option of the machine behind a command", ["dis", "--specialize-at-once", "-"], compare="", code=2,
         err_has=("moult dis: --specialize-at-once stands before the command: moult --specialize-at-once dis\n",)),
    Case("a misspelt option of a command", ["dis", "--executble", "-"], compare="", code=2,
         err_has=("moult dis: --executble: there is no such option; did you mean --executable?\n",)),
    Case("an option of the machine before bench", ["--tier=baseline", "bench"], compare="", code=2,
         err_has=("moult bench: --tier has no effect on what is measured",)),
    Case("traces in the adaptive tier", ["--tier=adaptive", "traces", "-"], stdin=b"for i in range(3000): pass\n", compare="",
         code=0, out_has=("not compiled so far: loop at <stdin>:1, ", " nodes, 1000 turns: ")),
    Case("traces of what runs 1000 times", ["--jit-threshold=1000", "--jit-sync", "traces", "-"], compare="", code=0,
         stdin=b"for i in range(3000): pass\n", out_has=("trace 0: loop",)),
    Case("a program that ends while a big trace is compiled", ["--jit-threshold=8", "{here}/p.py"], compare="", code=3,
         files={"p.py": _BIG_LOOP.encode()}, out_has=("130\n",)),
]

COMMANDS = [
    Case("--help names the commands", ["--help"], compare="", code=0, out_has=("ast", "bench", "dis", "symtable", "tokens")),
    Case("dis --help", ["dis", "--help"], compare="", code=0, out_has=("--executable", "--run")),
    Case("dis of a file", ["dis", "{here}/p.py"], files={"p.py": b"x = 1\n"}, compare="", code=0,
         out_has=("  1           2 LOAD_CONST               0 (1)\n", "STORE_NAME               0 (x)\n")),
    Case("dis of standard input", ["dis", "-"], stdin=b"print(1)\n", compare="", code=0, out_has=("(print)",)),
    Case("dis without a name", ["dis"], stdin=b"print(1)\n", compare="", code=0, out_has=("(print)",)),
    Case("dis under -OO", ["-OO", "dis", "-"], stdin=b"'text'\nassert x\nprint(1)\n", compare="", code=0,
         out_has=("  3           4 PUSH_NULL\n",)),
    Case("dis of a missing file", ["dis", "{here}/missing.py"], compare="", code=2,
         err_has=("moult dis: can't open '", "missing.py': [Errno 2] No such file or directory\n")),
    Case("dis of a folder", ["dis", "{here}"], compare="", code=2, err_has=("[Errno 21] Is a directory",)),
    Case("dis of a program with an error", ["dis", "-"], stdin=b"x = (\n", compare="", code=1,
         err_has=('  File "<stdin>", line 1\n    x = (\n        ^\nSyntaxError: \'(\' was never closed\n',)),
    Case("dis --executable", ["dis", "--executable", "-"], stdin=b"def f(a):\n    b = a + 1\n    return b\n", compare="",
         code=0, out_has=("local a, const 1 -> local b (+)", "generic, next attempt in 8", "RETURN_LOCAL", "cache 0")),
    Case("dis --executable --run", ["dis", "--executable", "--run", "-"], compare="", code=0,
         stdin=b"def f(a):\n    return a + 1\nfor i in range(50):\n    f(i)\nprint('ran')\n",
         out_has=("ran\n", "BINARY_OP_ADD_INT", "specialized, misses left 32")),
    Case("dis --executable in the baseline tier", ["--tier=baseline", "dis", "--executable", "--run", "-"], compare="", code=0,
         stdin=b"def f(a):\n    return a + 1\nfor i in range(50):\n    f(i)\n", out_has=("generic, next attempt in 8",)),
    Case("dis --run of a program that fails", ["dis", "--run", "-"], stdin=b"1 / 0\n", compare="", code=1,
         out_has=("BINARY_OP",), err_has=("ZeroDivisionError: division by zero",)),
    Case("tokens of a file", ["tokens", "{here}/p.py"], files={"p.py": b"f(x) # y\n"}, compare="", code=0,
         out_has=("0,0-0,0:            ENCODING       'utf-8'        \n", "LPAR", "COMMENT        '# y'")),
    Case("tokens of standard input", ["tokens", "-"], stdin=b"a = ?\r\n", compare="", code=0,
         out_has=("1,3-1,4:            ERRORTOKEN     ' '", "ERRORTOKEN     '?'", "NEWLINE        '\\n'")),
    Case("tokens that do not end", ["tokens", "-"], stdin=b"a = (\n", compare="", code=1, out_has=("LPAR",),
         err_has=("<stdin>:2:0: error: EOF in multi-line statement\n",)),
    Case("tokens of a file that do not end", ["tokens", "{here}/p.py"], files={"p.py": b"'''\n"}, compare="", code=1,
         err_has=("p.py:1:0: error: EOF in multi-line string\n",)),
    Case("tokens of an unknown encoding", ["tokens", "{here}/p.py"], files={"p.py": b"# coding: no-such\n"}, compare="",
         code=1, err_has=("p.py: error: unknown encoding for '", "': no-such\n")),
    Case("tokens of a missing file", ["tokens", "{here}/missing.py"], compare="", code=2, err_has=("[Errno 2]",)),
    Case("ast of a file", ["ast", "{here}/p.py"], files={"p.py": b"x: int = 1\n"}, compare="", code=0,
         out_has=("Module(\n   body=[\n      AnnAssign(\n         target=Name(id='x', ctx=Store()),\n", "simple=1)],\n")),
    Case("ast -a -i 1", ["ast", "-a", "-i", "1", "-"], stdin=b"pass\n", compare="", code=0,
         out_has=("Module(\n body=[\n  Pass(\n   lineno=1,\n   col_offset=0,\n   end_lineno=1,\n   end_col_offset=4)],\n",)),
    Case("ast -m eval", ["ast", "-m", "eval", "-"], stdin=b"a + 1\n", compare="", code=0, out_has=("Expression(\n   body=BinOp(",)),
    Case("ast -m single", ["ast", "--mode=single", "-"], stdin=b"a\n", compare="", code=0, out_has=("Interactive(\n",)),
    Case("ast -m func_type", ["ast", "-m", "func_type", "-"], stdin=b"(int, *str) -> bool\n", compare="", code=0,
         out_has=("FunctionType(\n   argtypes=[\n      Name(id='int', ctx=Load()),\n      Name(id='str', ctx=Load())],\n",)),
    Case("ast -m nonsense", ["ast", "-m", "nonsense", "-"], compare="", code=2, err_has=("moult ast: ", "nonsense", "func_type")),
    Case("ast with type comments", ["ast", "-"], stdin=b"x = [] # type: list\ny = 1 # type: ignore[z]\n", compare="", code=0,
         out_has=("type_comment='list'", "TypeIgnore(lineno=2, tag='[z]')")),
    Case("ast --no-type-comments", ["ast", "--no-type-comments", "-"], stdin=b"x = [] # type: list\n", compare="", code=0,
         out_has=("value=List(elts=[], ctx=Load()))],\n   type_ignores=[])\n",)),
    Case("ast of a misplaced type comment", ["ast", "-"], stdin=b"x # type: int\n", compare="", code=1,
         err_has=("SyntaxError: invalid syntax",)),
    Case("ast of a program with an error", ["ast", "-"], stdin=b"if x\n", compare="", code=1,
         err_has=('  File "<stdin>", line 1\n    if x\n        ^\nSyntaxError: expected \':\'\n',)),
    Case("ast of a missing file", ["ast", "{here}/missing.py"], compare="", code=2, err_has=("moult ast: can't open '", "[Errno 2]")),
    Case("symtable", ["symtable", "-"], stdin=b"import os\nclass A:\n    def f(self):\n        global g\n        g = lambda: self\n",
         compare="", code=0, out_has=("module top, line 0, children\n    A   assigned, namespace, local, global\n"
                                      "    g   global, declared global\n    os  imported, local, global\n",
                                      "  class A, line 2, children, methods f\n      f  assigned, namespace, local\n",
                                      "      function lambda, line 5, optimized, nested\n          self  referenced, free\n")),
    Case("symtable of a program with an error", ["symtable", "-"], stdin=b"def f():\n    nonlocal x\n", compare="", code=1,
         err_has=("SyntaxError: no binding for nonlocal 'x' found\n",)),
    Case("symtable of a missing file", ["symtable", "{here}/missing.py"], compare="", code=2, err_has=("[Errno 2]",)),
]

DEEP = [
    script("a function that calls itself without end", "def f():\n    return f()\nf()\n", compare=LAST),
    script("recursion without end, caught",
           "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print(e)\n"),
    script("__repr__ that calls repr of itself", "class A:\n    def __repr__(self):\n        return repr(self)\nrepr(A())\n",
           compare=LAST),
    script("__getattr__ without end", "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nA().a\n",
           compare=ALIVE),
    script("__add__ without end", "class A:\n    def __add__(self, other):\n        return self + other\nA() + 1\n", compare=ALIVE),
    script("a comparison of lists nested too deep",
           "a = []\nb = []\nfor i in range(100000):\n    a, b = [a], [b]\ntry:\n    a == b\nexcept RecursionError as e:\n    print('caught')\n"),
    script("a repr of a list nested too deep",
           "a = []\nfor i in range(100000):\n    a = [a]\ntry:\n    repr(a)\nexcept RecursionError as e:\n    print('caught')\n"),
    script("the end of a list nested deep", "a = []\nfor i in range(300000):\n    a = [a]\ndel a\nprint('gone')\n"),
    script("the end of a tuple nested deep", "a = ()\nfor i in range(300000):\n    a = (a,)\ndel a\nprint('gone')\n"),
    script("the end of a long chain of objects",
           "class A:\n    pass\na = None\nfor i in range(300000):\n    b = A()\n    b.next = a\n    a = b\ndel a, b\nprint('gone')\n"),
    script("a generator that yields from itself without end",
           "def g():\n    yield from g()\ntry:\n    list(g())\nexcept RecursionError:\n    print('caught')\n"),
    script("iterators over iterators, nested very deep",
           "import itertools as t\nfor make in (enumerate, zip, lambda i: map(str, i), lambda i: filter(None, i), t.chain, t.cycle, t.groupby,\n"
           "             t.accumulate, t.pairwise, t.zip_longest, lambda i: t.islice(i, 5), lambda i: t.takewhile(str, i)):\n"
           "    i = iter([1])\n    for _ in range(200000):\n        i = make(i)\n"
           "    try:\n        next(i)\n    except RecursionError:\n        print('caught')\n", compare=ALIVE),
    script("parentheses nested too deep", "x = " + "(" * 1000 + ")" * 1000 + "\n", compare=LAST),
    script("brackets nested very deep", "x = " + "[" * 100000 + "]" * 100000 + "\n", compare=ALIVE),
    script("a very long chain of operators", "x = " + "-" * 100000 + "1\n", compare=ALIVE),
    script("a very long chain of attributes", "x = a" + ".b" * 100000 + "\n", compare=ALIVE),
    script("a very long chain of calls", "x = a" + "()" * 100000 + "\n", compare=ALIVE),
    script("a very long sum", "x = " + "+".join(["1"] * 20000) + "\n", compare=ALIVE),
    script("a very long elif chain", "x = 0\nif x: pass\n" + "elif x: pass\n" * 5000, compare=ALIVE),
    script("blocks nested too deep", "".join(" " * i + "if 1:\n" for i in range(120)) + " " * 120 + "pass\n", compare=LAST),
    script("lambdas nested very deep", "x = " + "lambda: " * 10000 + "1\n", compare=ALIVE),
    script("an f-string nested too deep", "x = " + "f'{" * 5 + "1" + "}'" * 5 + "\n", compare=ALIVE),
    script("a very large shift", "try:\n    1 << (1 << 80)\nexcept (OverflowError, MemoryError) as e:\n    print('caught')\n"),
    script("a very large repetition", "try:\n    'abc' * (1 << 62)\nexcept (OverflowError, MemoryError) as e:\n    print('caught')\n"),
]

_IN_TURN = "import sys; a = sys.stdout.write('1'); a = sys.stderr.write('2'); a = sys.stdout.write('3'); a = sys.stderr.write('4')"

STREAMS = [
    Case("stdout and stderr in turn", [], shell=f'$PROGRAM -c "{_IN_TURN}" 2>&1'),
    Case("stdout and stderr in turn with -u", [], shell=f'$PROGRAM -u -c "{_IN_TURN}" 2>&1'),
    Case("stdout and stderr in turn with PYTHONUNBUFFERED", [], compare="", code=0, out_has=("1234",),
         shell=f'PYTHONUNBUFFERED=1 $PROGRAM -c "{_IN_TURN}" 2>&1'),
    Case("stdout and stderr in turn with PYTHONUNBUFFERED empty", [], compare="", code=0, out_has=("1324",),
         shell=f'PYTHONUNBUFFERED= $PROGRAM -c "{_IN_TURN}" 2>&1'),
    Case("output to a full device", [], shell="$PROGRAM -c 'print(1)' > /dev/full", compare=CODE),
    Case("output to a closed pipe", [], shell="$PROGRAM -c 'for i in range(100000): print(i)' 2>/dev/null | head -n 1",
         compare=CODE),
    Case("standard output closed", [], shell="$PROGRAM -c 'print(1)' >&-", compare=CODE),
    Case("standard input closed", [], shell="$PROGRAM -c 'print(1)' <&-", compare=CODE),
    Case("SIGINT ends a loop", [],
         shell="timeout --preserve-status -k 20 -s INT 1 $PROGRAM -c 'while True: pass'", compare=LAST),
]

CASES = FILES + WARNINGS + SYNTAX + ENDINGS + WAYS_TO_START + OPTIONS + MACHINE + COMMANDS + DEEP + STREAMS
