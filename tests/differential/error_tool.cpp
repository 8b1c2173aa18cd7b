// Compiles many small programs from standard input and prints what each is refused with, and its warnings,
// one line of JSON each. For error_parity.py. A program is a line `exec|eval|single FLAGS text|bytes LENGTH`,
// then that many bytes and a newline; FLAGS are those of Python's compile(), and `text` is UTF-8 that ignores
// cookies.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/compile.h"
#include "compiler/opcode.h"
#include "compiler/parser/parser.h"
#include "tests/differential/tool_support.h"

namespace {

using namespace moult::compiler;
using namespace moult::differential;
using Json = nlohmann::json;

constexpr uint32_t kOnlyAst = 0x400, kDontImplyDedent = 0x200, kAllowIncompleteInput = 0x4000,
                   kTypeComments = 0x1000;
constexpr uint32_t kAllowTopLevelAwait = 0x2000, kFutureFeatures = 0x1fe0000;

Json dump(const std::optional<SyntaxError>& error) {
    if (!error) return nullptr;
    return Json{kind_name(error->kind),          error->message,
                json_or_null(error->lineno),     json_or_null(error->offset),
                json_or_null(error->end_lineno), json_or_null(error->end_offset),
                json_or_null(error->text)};
}

void add_warnings(Json& list, const std::vector<SyntaxWarningRecord>& warnings) {
    for (const SyntaxWarningRecord& warning : warnings) {
        bool syntax = warning.kind == WarningKind::SyntaxWarning;
        list.push_back({syntax ? "SyntaxWarning" : "DeprecationWarning", warning.message, warning.lineno,
                        dump(warning.error)});
    }
}

Json compile_program(const std::string& source, const std::string& mode, uint32_t flags, bool is_text) {
    Arena arena;
    ParseOptions options;
    options.mode = mode == "eval" ? ParseMode::Eval : mode == "single" ? ParseMode::Single : ParseMode::Exec;
    options.barry_as_bdfl = (flags & kCodeFutureBarryAsBdfl) != 0;
    options.dont_imply_dedent = (flags & kDontImplyDedent) != 0;
    options.allow_incomplete_input = (flags & kAllowIncompleteInput) != 0;
    options.type_comments = (flags & kTypeComments) != 0;
    options.name_lookup = find_named_character;
    ParseResult parsed = is_text ? parse_text(source, options, arena) : parse_source(source, options, arena);
    Json warnings = Json::array();
    add_warnings(warnings, parsed.warnings);
    if (!parsed || (flags & kOnlyAst) != 0) return {{"error", dump(parsed.error)}, {"warnings", warnings}};
    CompileOptions compile_options;
    compile_options.flags = flags & kFutureFeatures;
    compile_options.allow_top_level_await = (flags & kAllowTopLevelAwait) != 0;
    CompileResult compiled = compile(parsed.module, arena, compile_options);
    add_warnings(warnings, compiled.warnings);
    return {{"error", dump(compiled.error)}, {"warnings", warnings}};
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::string mode, kind;
    uint32_t flags = 0;
    size_t length = 0;
    while (std::cin >> mode >> flags >> kind >> length) {
        std::cin.get();
        std::string source(length, '\0');
        std::cin.read(source.data(), static_cast<std::streamsize>(length));
        if (!std::cin) {
            std::fprintf(stderr, "a program is shorter than it says\n");
            return 2;
        }
        Json result = compile_program(source, mode, flags, kind == "text");
        std::cout << result.dump(-1, ' ', true, Json::error_handler_t::replace) << '\n' << std::flush;
    }
    return 0;
}
