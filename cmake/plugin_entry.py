"""Writes the entry of a plugin, a C++ file: its note, its symbol, its bitcode, and the addresses of what the bitcode refers to."""
import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "jit/llvm"))
import host_symbols  # noqa: E402 (it lies in another folder)

INTERFACE = re.compile(r'kPluginInterface(Text)?\[\] = "(.*)";')


def bitcode_lines(bitcode):
    return [
        '__asm__(".pushsection .rodata.moult_bitcode,\\"a\\",@progbits\\n"',
        '        ".balign 16\\nmoult_bitcode_begin:\\n"',
        f'        ".incbin \\"{bitcode}\\"\\n"',
        '        "moult_bitcode_end:\\n.popsection\\n");',
        'extern "C" {',
        '[[gnu::visibility("hidden")]] extern const char moult_bitcode_begin[], moult_bitcode_end[];',
        "}",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--interface", type=Path, required=True, help="what plugin_interface.py has written")
    parser.add_argument("--bitcode", type=Path)
    parser.add_argument("--nm", help="LLVM's nm, for the bitcode")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    interface, text = (match[1] for match in INTERFACE.findall(arguments.interface.read_text()))
    lines = ["// Written by cmake/plugin_entry.py.", '#include "interp/plugins/entry.h"', "", "// NOLINTBEGIN"]
    bodies = "{}"
    if arguments.bitcode:
        symbols = host_symbols.symbols_of(arguments.nm, arguments.bitcode, with_own=True)
        lines += [*bitcode_lines(arguments.bitcode), *host_symbols.declarations(symbols), "namespace {",
                  "constinit const moult::interp::BodySymbol kSymbols[] = {", *host_symbols.rows(symbols), "};", "}"]
        bodies = "{moult_bitcode_begin, moult_bitcode_end, kSymbols, sizeof kSymbols / sizeof *kSymbols}"
    lines += [f'MOULT_PLUGIN_ENTRY("{arguments.name}", "{interface}", "{text}", {bodies});', "// NOLINTEND", ""]
    arguments.output.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
