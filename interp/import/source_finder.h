// Finds the source of a module in folders.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moult {

struct FoundModule {
    enum class Kind { kNone, kModule, kPackage, kNamespace };
    Kind kind = Kind::kNone;
    std::string file;                 // the source; empty for a namespace package
    std::vector<std::string> folder;  // __path__ of a package: one folder; several of a namespace package
    bool is_bytecode = false;         // the file is a .pyc file without a source
    uint32_t source_time =
        0;  // of the file: modification, in seconds; the low 32 bits, as .pyc files keep them
    uint32_t source_size = 0;  // likewise
    uint32_t mode = 0;         // permissions
};

// Looks for `name` (the last part of a dotted name) in the folders, in order: a package (name/__init__.py),
// then a module (name.py), each also as .pyc alone; folders without __init__.py make a namespace package if
// nothing else is found (PEP 420).
FoundModule find_source(std::string_view name, const std::vector<std::string>& folders);

// Reads a file of at most 2 GiB; false with errno set.
bool read_source_file(const std::string& path, std::string* content);

}  // namespace moult
