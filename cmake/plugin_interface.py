"""Writes the interface that this moult offers to plugins, as a C++ file: a hash that changes whenever a header does, or what it
is compiled with; and the version, compiler and build type in words. What is up to date stays untouched.
"""
import argparse
import hashlib
from pathlib import Path


def interface_of(root, headers, flags):
    digest = hashlib.sha256(flags.encode())
    for header in sorted(headers):
        digest.update(f"\0{header.relative_to(root)}\0".encode())
        digest.update(header.read_bytes())
    return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--layer", action="append", required=True, help="a folder of headers that plugins may include")
    parser.add_argument("--flags", required=True, help="the compiler and all flags that matter")
    parser.add_argument("--text", required=True)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    headers = [path for layer in arguments.layer for path in (arguments.root / layer).rglob("*.h")]
    lines = ["// Written by cmake/plugin_interface.py.", '#include "interp/plugins/plugin.h"', "", "namespace moult::interp {",
             f'const char kPluginInterface[] = "{interface_of(arguments.root, headers, arguments.flags)}";',
             f'const char kPluginInterfaceText[] = "{arguments.text}";', "}  // namespace moult::interp", ""]
    text = "\n".join(lines)
    if not arguments.output.exists() or arguments.output.read_text() != text:
        arguments.output.write_text(text)


if __name__ == "__main__":
    main()
