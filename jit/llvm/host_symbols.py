"""Writes the table of host symbols (jit/backend.h): the address of each function and object that the bitcode names.

Those that the bitcode leaves undefined must be there. Those that it defines itself, but that any object file may define
(inline functions), are taken from the executable when it has them: null otherwise. cmake/plugin_entry.py writes the same for
the bitcode of a plugin; what that defines for all to see is the plugin's own.
"""
import argparse
import subprocess

# What the compiler itself calls.
LIBRARY = ("memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen", "pow", "fmod", "floor", "ceil", "trunc", "rint",
           "nearbyint", "round", "exp", "exp2", "log", "log2", "log10", "sin", "cos", "ldexp")
BODIES = ("moult_guard_", "moult_run_", "moult_place_", "moult_state_")


def symbols_of(nm, bitcode, with_own=False):
    """Whether each symbol may be missing, by name."""
    listing = subprocess.run([nm, bitcode], stdout=subprocess.PIPE, check=True, text=True)
    symbols = {name: False for name in LIBRARY}
    for line in listing.stdout.splitlines():
        kind, name = line.split()[-2:]
        if kind in "Uw":
            symbols[name] = kind == "w"
        elif kind in "WV":
            symbols[name] = True
        elif with_own and kind in "TDRB" and not name.startswith(BODIES):
            symbols[name] = False
    return symbols


def declarations(symbols):
    lines = ['extern "C" {']
    for i, (name, may_be_missing) in enumerate(symbols.items()):
        weak = "[[gnu::weak]] " if may_be_missing else ""
        lines.append(f'{weak}extern char host_symbol_{i}[] __asm__("{name}");')
    return [*lines, "}"]


def rows(symbols):
    return [f'    {{"{name}", host_symbol_{i}}},' for i, name in enumerate(symbols)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nm", required=True)
    parser.add_argument("bitcode")
    parser.add_argument("output")
    arguments = parser.parse_args()
    symbols = symbols_of(arguments.nm, arguments.bitcode)
    lines = ["// Written by jit/llvm/host_symbols.py.", '#include "jit/library.h"', "", "// NOLINTBEGIN", *declarations(symbols),
             "", "namespace moult::jit {", "constinit const HostSymbol kHostSymbols[] = {", *rows(symbols), "};",
             "constinit const size_t kHostSymbolCount = std::size(kHostSymbols);", "}  // namespace moult::jit", "// NOLINTEND"]
    with open(arguments.output, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
