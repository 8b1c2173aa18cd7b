// Compiles the programs that standard input names, one file a line, and prints one line of JSON for each: the
// code objects, or the error. For code_parity.py.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/compile.h"
#include "compiler/constants.h"
#include "compiler/parser/parser.h"
#include "tests/differential/tool_support.h"

namespace {

using namespace moult::compiler;
using namespace moult::differential;
using Json = nlohmann::json;
std::string hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (unsigned char byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

Json dump(const CodeUnit& code);

std::string bits(double number) {
    if (std::isnan(number)) return "nan";
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%a", number);
    return buffer;
}

Json dump(const Constant& constant) {
    if (auto* flag = std::get_if<bool>(&constant.value)) return {"bool", *flag};
    if (auto* integer = std::get_if<mpz_class>(&constant.value)) return {"int", integer->get_str(16)};
    if (auto* real = std::get_if<double>(&constant.value)) return {"float", bits(*real)};
    if (auto* complex = std::get_if<std::complex<double>>(&constant.value)) {
        return {"complex", bits(complex->real()), bits(complex->imag())};
    }
    if (auto* text = std::get_if<std::string>(&constant.value)) return {"str", hex(*text)};
    if (auto* bytes = std::get_if<BytesConstant>(&constant.value)) return {"bytes", hex(bytes->bytes)};
    if (auto* code = std::get_if<std::shared_ptr<const CodeUnit>>(&constant.value)) return dump(**code);
    Json list = Json::array();
    if (auto* tuple = std::get_if<TupleConstant>(&constant.value)) {
        for (const Constant& item : tuple->items) list.push_back(dump(item));
        return {"tuple", list};
    }
    if (auto* set = std::get_if<FrozenSetConstant>(&constant.value)) {
        for (const Constant& item : set->items) list.push_back(dump(item).dump());
        std::sort(list.begin(), list.end());
        return {"frozenset", list};
    }
    return {std::string(type_name(constant))};
}

Json dump(const CodeUnit& code) {
    Json consts = Json::array();
    for (const Constant& constant : code.consts) consts.push_back(dump(constant));
    Json locals = Json::array();
    Json cells = Json::array();
    Json free = Json::array();
    for (size_t index = 0; index < code.localsplusnames.size(); ++index) {
        const std::string& name = code.localsplusnames[index];
        uint8_t kind = code.localspluskinds[index];
        if ((kind & kFastLocal) != 0) locals.push_back(name);
        if ((kind & kFastCell) != 0) cells.push_back(name);
        if ((kind & kFastFree) != 0) free.push_back(name);
    }
    return {{"co_argcount", code.argcount},
            {"co_posonlyargcount", code.posonlyargcount},
            {"co_kwonlyargcount", code.kwonlyargcount},
            {"co_stacksize", code.stacksize},
            {"co_flags", code.flags},
            {"co_firstlineno", code.firstlineno},
            {"co_code", hex(code.code)},
            {"co_consts", consts},
            {"co_names", code.names},
            {"co_varnames", locals},
            {"co_cellvars", cells},
            {"co_freevars", free},
            {"co_filename", code.filename},
            {"co_name", code.name},
            {"co_qualname", code.qualname},
            {"co_linetable", hex(code.linetable)},
            {"co_exceptiontable", hex(code.exceptiontable)}};
}

Json dump(const SyntaxError& error, const char* stage) {
    return {{"stage", stage},
            {"kind", kind_name(error.kind)},
            {"message", error.message},
            {"lineno", json_or_null(error.lineno)},
            {"offset", json_or_null(error.offset)},
            {"end_lineno", json_or_null(error.end_lineno)},
            {"end_offset", json_or_null(error.end_offset)}};
}

Json compile_file(const std::string& path, const ParseOptions& parse_options, int optimize, bool quiet) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    Arena arena;
    ParseResult parsed = parse_source(bytes, parse_options, arena);
    if (!parsed) return {{"error", dump(*parsed.error, "parse")}};
    CompileOptions options;
    options.filename = path;
    options.optimize = optimize;
    CompileResult compiled = compile(parsed.module, arena, options);
    if (quiet) return {};
    Json warnings = Json::array();
    for (const SyntaxWarningRecord& warning : compiled.warnings) {
        warnings.push_back({warning.message, warning.lineno});
    }
    if (!compiled) return {{"error", dump(*compiled.error, "compile")}, {"warnings", warnings}};
    return {{"code", dump(*compiled.code)}, {"warnings", warnings}};
}

}  // namespace

int main(int argc, char** argv) {
    ParseOptions options;
    int optimize = 0;
    bool quiet = false;
    for (int index = 1; index < argc; ++index) {
        std::string argument = argv[index];
        if (argument == "--optimize" && index + 1 < argc) {
            optimize = std::atoi(argv[++index]);
        } else if (argument == "--mode" && index + 1 < argc) {
            std::string mode = argv[++index];
            options.mode = mode == "eval"     ? ParseMode::Eval
                           : mode == "single" ? ParseMode::Single
                                              : ParseMode::Exec;
        } else if (argument == "--quiet") {
            quiet = true;  // compile only
        } else {
            std::fprintf(stderr, "unknown argument: %s\n", argv[index]);
            return 2;
        }
    }
    options.name_lookup = find_named_character;
    for (std::string path; std::getline(std::cin, path);) {
        Json result = compile_file(path, options, optimize, quiet);
        if (quiet) continue;
        std::cout << result.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    }
    return 0;
}
