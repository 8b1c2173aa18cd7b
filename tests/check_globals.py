"""Checks that the machine's layers have no mutable globals: nothing of theirs lies in a writable data section.

Reads the symbols of the built libraries. What holds addresses and is constant after linking (.data.rel.ro) is fine, and
so are the guards and tables that the compiler itself makes.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

from harness import Report

LIBRARIES = ("moult_runtime", "moult_compiler", "moult_interp", "moult_specializer")
# "0000 l     O .bss   0008 moult::name": address, flags, section, size, name.
SYMBOL = re.compile(r"^[0-9a-f]+ .{7} (\.(?:data|bss|tdata|tbss)\S*)\s+[0-9a-f]+ (?:\.hidden )?(.*moult.*)$")


def writable_symbols(library, objdump):
    listing = subprocess.run([objdump, "--syms", "--demangle", str(library)], stdout=subprocess.PIPE, check=True, text=True)
    for line in listing.stdout.splitlines():
        match = SYMBOL.match(line)
        if match and not match[1].startswith(".data.rel.ro"):
            yield match[2], match[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--objdump", default="llvm-objdump-19")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    for name in LIBRARIES:
        library = Path(arguments.build) / f"lib{name}.a"
        if library.exists():
            found = [f"{symbol} in {section}" for symbol, section in writable_symbols(library, arguments.objdump)]
            report.add(name, "\n".join(found) or None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
