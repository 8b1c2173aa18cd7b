"""Writes the table of host symbols (jit/backend.h): the address of each function and object that the bitcode names.

Those that the bitcode leaves undefined must be there. Those that it defines itself, but that any object file may define
(inline functions), are taken from the executable when it has them: null otherwise.
"""
import argparse
import subprocess

# What the compiler itself calls.
LIBRARY = ("memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen", "pow", "fmod", "floor", "ceil", "trunc", "rint",
           "nearbyint", "round", "exp", "exp2", "log", "log2", "log10", "sin", "cos", "ldexp")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nm", required=True)
    parser.add_argument("bitcode")
    parser.add_argument("output")
    arguments = parser.parse_args()
    listing = subprocess.run([arguments.nm, arguments.bitcode], stdout=subprocess.PIPE, check=True, text=True)
    symbols = {name: False for name in LIBRARY}
    for line in listing.stdout.splitlines():
        kind, name = line.split()[-2:]
        if kind in "Uw":
            symbols[name] = kind == "w"
        elif kind in "WV":
            symbols[name] = True
    lines = ["// Written by jit/llvm/host_symbols.py.", '#include "jit/library.h"', "", 'extern "C" {',
             "// NOLINTBEGIN"]
    for i, (name, is_weak) in enumerate(symbols.items()):
        weak = "[[gnu::weak]] " if is_weak else ""
        lines.append(f'{weak}extern char host_symbol_{i}[] __asm__("{name}");')
    lines += ["}", "", "namespace moult::jit {", "constinit const HostSymbol kHostSymbols[] = {"]
    lines += [f'    {{"{name}", host_symbol_{i}}},' for i, name in enumerate(symbols)]
    lines += ["};", "constinit const size_t kHostSymbolCount = std::size(kHostSymbols);", "}  // namespace moult::jit",
              "// NOLINTEND"]
    with open(arguments.output, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
