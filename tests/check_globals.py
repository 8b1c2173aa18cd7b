"""Checks that moult has no mutable globals: nothing of its own lies in a writable data section of an object file.

The build says which targets there are and what their object files are; every source file of every layer must be among
them, so that nothing is passed over. What holds addresses and is constant after linking (.data.rel.ro) is fine, and so is
what a library's headers bring along (std, llvm, CLI). Bitcode is looked at too: what traces inline.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

from check_includes import LAYERS
from harness import ROOT, Report

# "0000 l     O .bss   0008 .hidden moult::name": address, flags, section, size, visibility, name.
SYMBOL = re.compile(r"^[0-9a-f]+ (.{7}) (\.(?:data|bss|tdata|tbss)\S*)\s+[0-9a-f]+ (?:\.\w+ )?(.*)$")
COMMON = re.compile(r"^[0-9a-f]+ .{7} (\*COM\*)\s+[0-9a-f]+ (?:\.\w+ )?(.*)$")
# "/path/to/file.o:\tfile format elf64-x86-64"
HEADER = re.compile(r"^(/.*):\s+file format ")
# "@name = internal unnamed_addr global %type zeroinitializer": a variable of LLVM IR that is no constant.
VARIABLE = re.compile(r'^@("[^"]*"|\S+) = (?!.*\bexternal\b)[^"@%{\[(]*\bglobal\b', re.MULTILINE)
# A signal handler can reach nothing but what is static; LLVM's own options are static, too.
ALLOWED = {"moult::(anonymous namespace)::signal_watcher", "moult::(anonymous namespace)::signals_arrived",
           "moult::(anonymous namespace)::signals_caught", "moult::jit::native::(anonymous namespace)::llvm_prepared"}
# What the compiler has left of a variable of a struct: its only member.
PART = re.compile(r" \(\.\d+\)$")
DECORATION = re.compile(r"^(?:guard variable for |\(anonymous namespace\)::|reference temporary.* for )+")


def is_ours(name):
    """Whether a demangled name is the project's: in its namespace, or in none."""
    name = DECORATION.sub("", name)
    return name.startswith("moult::") or "::" not in name.split("<")[0].split("(")[0]


def tool_output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def bitcode_variables(path):
    """(name, section) of every variable that the bitcode may write."""
    listing = tool_output("llvm-dis-19", "-o", "-", str(path))
    names = [match[1].strip('"') for match in VARIABLE.finditer(listing) if not match[1].startswith("llvm.")]
    demangled = tool_output("llvm-cxxfilt-19", *names).splitlines() if names else []
    return [(name, "a variable of the bitcode") for name in demangled]


def writable_symbols(paths):
    """For each object file, (name, section) of every variable that it may write."""
    found = {path: [] for path in paths}
    if not paths:
        return found
    of_file = None
    for line in tool_output("llvm-objdump-19", "--syms", "--demangle", *map(str, paths)).splitlines():
        if match := HEADER.match(line):
            of_file = found[Path(match[1])]
        elif match := SYMBOL.match(line):
            flags, section, name = match.groups()
            if "d" not in flags and not section.startswith(".data.rel.ro"):  # d: the section itself
                of_file.append((PART.sub("", name), section))
        elif match := COMMON.match(line):
            of_file.append((match[2], match[1]))
    return found


def kind_of(path):
    """"object" or "bitcode", or what is wrong with the file."""
    if not path.exists():
        return "there is no such file: it cannot be looked at"
    with open(path, "rb") as file:
        magic = file.read(4)
    if magic in (b"BC\xc0\xde", b"\xde\xc0\x17\x0b"):
        return "bitcode"
    return "object" if magic == b"\x7fELF" else "it is neither an object file nor bitcode: it cannot be looked at"


def sources(without):
    """The project's source files that become part of it, by their paths from the root."""
    return {str(path.relative_to(ROOT)) for layer in LAYERS if layer not in without for path in (ROOT / layer).rglob("*.cpp")
            if not path.stem.endswith("_test")}


def name_of_source(path, target, build):
    """Of an object file: its source's path from the root."""
    folder, _, name = str(path).partition(f"/CMakeFiles/{target}.dir/")
    if not name:
        return str(path)
    name = name.removesuffix(".o").removeprefix("./").removeprefix("__/")
    return name if Path(folder) == build else str((Path(folder).relative_to(build) / name))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", required=True, help="the build's list: on each line a target and its object files, "
                                                         "with ; between them")
    parser.add_argument("--without", action="append", default=[], help="a layer that this build leaves out")
    parser.add_argument("--results", help="leave the counts in this file")
    arguments = parser.parse_args()
    report = Report(arguments.results)
    seen, allowed = set(), set()
    for line in Path(arguments.objects).read_text().splitlines():
        target, *objects = [part for part in line.split(";") if part]
        # A precompiled header has no code.
        kinds = {path: kind_of(path) for path in map(Path, objects) if path.suffix != ".pch"}
        if not kinds:
            report.add(target, "the build has no object files of it: it cannot be looked at")
        found = writable_symbols([path for path, kind in kinds.items() if kind == "object"])
        for path, kind in kinds.items():
            name = name_of_source(path, target, Path(arguments.objects).parent)
            seen.add(name)
            if kind == "bitcode":
                found[path] = bitcode_variables(path)
            elif kind != "object":
                report.add(f"{target}: {name}", kind)
                continue
            ours = [(symbol, section) for symbol, section in found[path] if is_ours(symbol)]
            allowed.update(symbol for symbol, _ in ours if symbol in ALLOWED)
            problems = [f"{symbol} in {section}" for symbol, section in ours if symbol not in ALLOWED]
            report.add(f"{target}: {name}", "\n".join(problems) or None)
    for missing in sorted(sources(arguments.without) - seen):
        report.add(missing, "no object file of it is in the build's list: it cannot be looked at")
    for name in sorted(ALLOWED - allowed):
        report.add(name, "it is allowed here and does not exist")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
