// Fuzz target: the bytes of a program to a code object, in one of the parser's modes, with one of the
// compiler's options, both chosen by the input's length. Code objects have to be whole.
#include <string>

#include "compiler/compile.h"
#include "compiler/listing/ast_dump.h"
#include "compiler/opcode.h"
#include "compiler/parser/parser.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using namespace moult::compiler;

bool find_name(void*, std::string_view name, std::string& utf8) {
    if (name.starts_with('B')) utf8 += "\xe2\x80\xa2";
    return name.starts_with('B');
}

void check_error(const SyntaxError& error) {
    bool has_message = !error.message.empty() || error.kind == ErrorKind::MemoryError;
    MOULT_FUZZ_CHECK(has_message, "an error of kind %d without a message", static_cast<int>(error.kind));
    MOULT_FUZZ_CHECK(error.lineno.value_or(0) >= 0, "%s: line %d", error.message.c_str(), *error.lineno);
}

void check_code(const CodeUnit& code) {
    MOULT_FUZZ_CHECK(!code.code.empty() && code.code.size() % 2 == 0, "%zu bytes of code", code.code.size());
    MOULT_FUZZ_CHECK(code.localspluskinds.size() == code.localsplusnames.size(), "locals");
    size_t arguments = static_cast<size_t>(code.argcount + code.kwonlyargcount);
    MOULT_FUZZ_CHECK(arguments <= code.localsplusnames.size(), "%zu arguments", arguments);
    MOULT_FUZZ_CHECK(code.posonlyargcount <= code.argcount, "positional-only arguments");
    MOULT_FUZZ_CHECK(code.stacksize >= 0, "stack of %d", code.stacksize);
    MOULT_FUZZ_CHECK(!code.linetable.empty(), "no locations");
    for (const Constant& constant : code.consts) {
        auto* nested = std::get_if<std::shared_ptr<const CodeUnit>>(&constant.value);
        if (nested) check_code(**nested);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    char here = 0;
    ParseOptions parse;
    parse.stack_limit = &here - (size_t{6} << 20);
    parse.name_lookup = find_name;
    if (size % 16 == 1) parse.mode = ParseMode::Eval;
    if (size % 16 == 2 || size % 16 == 3) parse.mode = ParseMode::Single;
    parse.barry_as_bdfl = size % 16 == 4;
    parse.dont_imply_dedent = size % 16 == 3;
    parse.allow_incomplete_input = size % 16 == 3 || size % 16 == 5;
    Arena arena;
    ParseResult parsed = parse_source(moult::fuzz::text_of(data, size), parse, arena);
    MOULT_FUZZ_CHECK(parsed.error.has_value() != static_cast<bool>(parsed), "neither tree nor error");
    if (!parsed) {
        check_error(*parsed.error);
        return 0;
    }
    if (size < 4096) (void)dump_ast(parsed.module, {});
    CompileOptions options;
    options.optimize = static_cast<int>(size % 3);
    options.allow_top_level_await = size % 8 == 6;
    if (size % 8 == 7) options.flags = kCodeFutureAnnotations;
    options.stack_limit = parse.stack_limit;
    CompileResult compiled = compile(parsed.module, arena, options);
    MOULT_FUZZ_CHECK(compiled.error.has_value() != static_cast<bool>(compiled), "neither code nor error");
    if (compiled) {
        check_code(*compiled.code);
    } else {
        check_error(*compiled.error);
    }
    return 0;
}
