"""Calls a program's main() again and again in one process, and reports what each call took.

Usage: driver.py REPORT SECONDS PROGRAM

REPORT is the number of an open file descriptor, or the name of a file. The first line written to it is "main", then
there is one line per call, with its seconds; or the only line is "no main", when the program has no function of that
name that can be called without arguments. Calls go on for SECONDS. There is at least one, there are three unless that
takes ten times SECONDS, and there are never more than ten thousand. On standard output a mark stands before each call,
so that what each of them printed can be told apart. Runs on every Python; needs no module beyond `sys` and `time`.
"""

import sys
import time

MARK = "\x1emoult bench: next call\n"
LEAST_CALLS = 3
MOST_CALLS = 10000
PATIENCE = 10  # times SECONDS


def load(path, module):
    """Runs the program's text in the module, which is not `__main__`. Returns its main(), or None."""
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    if "main" not in code.co_names:
        return None
    module.__file__ = path
    sys.modules[module.__name__] = module
    sys.argv = [path]
    sys.path[0] = path.rpartition("/")[0] or "."
    exec(code, module.__dict__)
    main = getattr(module, "main", None)
    return main if callable(main) and not needs_arguments(main) else None


def needs_arguments(function):
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    positional = code.co_argcount - len(function.__defaults__ or ())
    return positional > 0 or code.co_kwonlyargcount > len(function.__kwdefaults__ or ())


def repeat(main, seconds, report, output):
    clock = time.perf_counter
    begin = clock()
    calls = 0
    elapsed = 0.0
    while calls == 0 or elapsed < (seconds if calls >= LEAST_CALLS else seconds * PATIENCE):
        output.write(MARK)
        output.flush()
        start = clock()
        main()
        end = clock()
        output.flush()
        report.write("%r\n" % (end - start))
        report.flush()
        calls += 1
        if calls == MOST_CALLS:
            break
        elapsed = end - begin


def run(report_name, seconds, path):
    report = open(int(report_name) if report_name.isdigit() else report_name, "w")
    output = sys.stdout
    main = load(path, type(sys)("__benchmark__"))
    report.write("main\n" if main else "no main\n")
    if main:
        repeat(main, float(seconds), report, output)
    report.close()


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], sys.argv[3])
