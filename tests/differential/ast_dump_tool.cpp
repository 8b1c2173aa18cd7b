// Parses the programs that standard input names, one file a line, and prints one line for each: `tree` and
// the dump, or `error` and the error's fields as JSON; with --warnings a `warnings` line before. For
// ast_parity.py and error_parity.py.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "compiler/listing/ast_dump.h"
#include "compiler/parser.h"

namespace {

using namespace moult::compiler;
using Names = std::unordered_map<std::string, std::string>;

// A table of character names: lines of `NAME<tab>text`.
Names read_names(const char* path) {
    Names names;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        size_t tab = line.find('\t');
        names.emplace(line.substr(0, tab), line.substr(tab + 1));
    }
    return names;
}

bool look_up_name(void* context, std::string_view name, std::string& utf8) {
    std::string upper;
    for (char c : name) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const Names& names = *static_cast<const Names*>(context);
    auto found = names.find(upper);
    if (found == names.end()) return false;
    utf8 += found->second;
    return true;
}

const char* kind_name(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::SyntaxError: return "SyntaxError";
        case ErrorKind::IndentationError: return "IndentationError";
        case ErrorKind::TabError: return "TabError";
        case ErrorKind::ValueError: return "ValueError";
        case ErrorKind::UnicodeDecodeError: return "UnicodeDecodeError";
        case ErrorKind::OverflowError: return "OverflowError";
        case ErrorKind::RecursionError: return "RecursionError";
        case ErrorKind::MemoryError: return "MemoryError";
    }
    return "";
}

template <class T>
nlohmann::json json_or_null(const std::optional<T>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    Names names;
    ParseOptions options;
    bool warnings = false;
    bool quiet = false;
    for (int index = 1; index < argc; ++index) {
        std::string argument = argv[index];
        if (argument == "--names" && index + 1 < argc) {
            names = read_names(argv[++index]);
        } else if (argument == "--mode" && index + 1 < argc) {
            std::string mode = argv[++index];
            options.mode = mode == "eval"     ? ParseMode::Eval
                           : mode == "single" ? ParseMode::Single
                                              : ParseMode::Exec;
        } else if (argument == "--warnings") {
            warnings = true;
        } else if (argument == "--quiet") {
            quiet = true;  // no dumps
        } else {
            std::fprintf(stderr, "unknown argument: %s\n", argv[index]);
            return 2;
        }
    }
    options.name_lookup = look_up_name;
    options.name_lookup_context = &names;
    for (std::string path; std::getline(std::cin, path);) {
        std::ifstream file(path, std::ios::binary);
        std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        Arena arena;
        ParseResult result = parse_source(bytes, options, arena);
        if (warnings) {
            nlohmann::json list = nlohmann::json::array();
            for (const SyntaxWarningRecord& warning : result.warnings) {
                list.push_back(
                    {warning.kind == WarningKind::SyntaxWarning ? "SyntaxWarning" : "DeprecationWarning",
                     warning.message, warning.lineno});
            }
            std::cout << "warnings " << list.dump() << '\n';
        }
        if (result) {
            if (quiet) {
                std::cout << "tree\n";
                continue;
            }
            std::cout << "tree " << dump_ast(result.module) << '\n';
        } else {
            const SyntaxError& error = *result.error;
            nlohmann::json fields = {kind_name(error.kind),          error.message,
                                     json_or_null(error.lineno),     json_or_null(error.offset),
                                     json_or_null(error.end_lineno), json_or_null(error.end_offset),
                                     json_or_null(error.text)};
            std::cout << "error " << fields.dump() << '\n';
        }
    }
    return 0;
}
