// compile(): source text to code object, with the front end's errors and warnings as Python's.
#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_map>

#include "compiler/compile.h"
#include "compiler/opcode.h"
#include "compiler/parser/parser.h"
#include "compiler/source.h"
#include "interp/ast/node_classes.h"
#include "interp/ast/tree_objects.h"
#include "interp/code_builder.h"
#include "interp/frame.h"
#include "interp/reporting/source_lines.h"
#include "interp/reporting/warnings.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/unicode_names.h"
#include "runtime/strings/utf8.h"

namespace moult::interp {

namespace {

Type* error_type(Thread& thread, compiler::ErrorKind kind) {
    const Types& types = thread.types();
    switch (kind) {
        case compiler::ErrorKind::SyntaxError: return types.syntax_error;
        case compiler::ErrorKind::IndentationError: return types.indentation_error;
        case compiler::ErrorKind::TabError: return types.tab_error;
        case compiler::ErrorKind::ValueError: return types.value_error;
        case compiler::ErrorKind::UnicodeDecodeError: return types.unicode_decode_error;
        case compiler::ErrorKind::OverflowError: return types.overflow_error;
        case compiler::ErrorKind::RecursionError: return types.recursion_error;
        case compiler::ErrorKind::MemoryError: return types.memory_error;
    }
    return types.syntax_error;
}

// The code generator knows no text: as CPython does, the line comes from the file if there is one. Its
// offsets count bytes.
void complete_error(Thread& thread, compiler::SyntaxError& error, const Str* filename) {
    if (!error.lineno || error.text) return;
    std::string line;
    if (read_source_line(thread, filename, *error.lineno, &line, true)) error.text = std::move(line);
}

// The parser shows the whole of a statement that is joined from several lines. CPython does so only where it
// cannot read the one line from the file.
void shorten_error_text(Thread& thread, compiler::SyntaxError& error, const Str* filename) {
    if (!error.lineno || !error.text) return;
    size_t newline = error.text->find('\n');
    if (newline == std::string::npos || newline + 1 == error.text->size()) return;
    std::string line;
    if (read_source_line(thread, filename, *error.lineno, &line, true)) error.text = std::move(line);
}

Ref<Value> optional_int(const std::optional<int>& i) {
    if (!i) return Value::none();
    return Value::small_int(*i);
}

Failure raise_compile_error(Thread& thread, const compiler::SyntaxError& error, Str* filename) {
    if (error.kind == compiler::ErrorKind::UnicodeDecodeError) {
        Ref<Str> decoded = TRY(decode_text(thread, error.undecodable));
        return raise_system_error(thread, "the bytes are decodable");
    }
    Type* type = error_type(thread, error.kind);
    Ref<Str> message = TRY(make_str(thread, error.message));
    if (!error.lineno || !type->is_subtype(thread.types().syntax_error)) {
        Ref<Value> exception = TRY(call(thread, Value(type), {message.value()}));
        return raise_object(thread, exception);
    }
    Ref<Value> text = Value::none();
    if (error.text) text = TRY(make_str(thread, *error.text));
    Ref<Value> lineno = optional_int(error.lineno), offset = optional_int(error.offset);
    Ref<Value> end_lineno = optional_int(error.end_lineno), end_offset = optional_int(error.end_offset);
    if (error.placed_late) {
        Ref<Value> exception = TRY(call(thread, Value(type), {message.value()}));
        const std::pair<const char*, Value> places[] = {
            {"filename", Value(filename)}, {"lineno", lineno},        {"offset", offset}, {"text", text},
            {"end_lineno", end_lineno},    {"end_offset", end_offset}};
        for (auto [name, value] : places) {
            Ref<Str> key = TRY(intern(thread, name));
            TRY(set_attribute(thread, exception, key.get(), value));
        }
        return raise_object(thread, exception);
    }
    std::vector<Value> fields = {Value(filename), lineno, offset, text};
    if (error.end_lineno) fields.insert(fields.end(), {end_lineno, end_offset});
    Ref<Tuple> details = TRY(make_tuple(thread, std::span<const Value>(fields)));
    Ref<Value> exception = TRY(call(thread, Value(type), {message.value(), details.value()}));
    return raise_object(thread, exception);
}

Failure raise_parse_error(Thread& thread, compiler::SyntaxError& error, Str* filename,
                          compiler::ParseMode mode) {
    if (mode == compiler::ParseMode::Exec) shorten_error_text(thread, error, filename);
    return raise_compile_error(thread, error, filename);
}

// Gives the warnings out. One that a filter makes an exception fails as the SyntaxError that it stands for.
Status give_warnings(Thread& thread, std::vector<compiler::SyntaxWarningRecord>& warnings, Str* filename) {
    for (auto& warning : warnings) {
        bool syntax = warning.kind == compiler::WarningKind::SyntaxWarning;
        Type* category = syntax ? thread.types().syntax_warning : thread.types().deprecation_warning;
        if (warn_explicit(thread, category, warning.message, filename, warning.lineno).ok()) continue;
        if (!error_matches(thread, category)) return kError;
        clear_error(thread);
        complete_error(thread, warning.error, filename);
        return raise_compile_error(thread, warning.error, filename);
    }
    return {};
}

constexpr uint32_t kFutureFlags = compiler::kCodeFutureDivision | compiler::kCodeFutureAbsoluteImport |
                                  compiler::kCodeFutureWithStatement | compiler::kCodeFuturePrintFunction |
                                  compiler::kCodeFutureUnicodeLiterals | compiler::kCodeFutureBarryAsBdfl |
                                  compiler::kCodeFutureGeneratorStop | compiler::kCodeFutureAnnotations;
constexpr uint32_t kDontImplyDedent = 0x200, kAllowIncompleteInput = 0x4000;

bool has_surrogates(const Str* text) {
    for (size_t i = 0; text->width() > 1 && i < text->length; ++i)
        if (text->at(i) >= 0xd800 && text->at(i) <= 0xdfff) return true;
    return false;
}

using FoundNames = std::unordered_map<std::string, std::string>;

// \N{name} in literals. Finding a name takes long, so each is looked for once in a program.
bool find_named_character(void* found_names, std::string_view name, std::string& utf8) {
    auto [found, is_new] = static_cast<FoundNames*>(found_names)->try_emplace(std::string(name));
    char32_t character;
    if (is_new && unicode::find_by_name(name, &character)) {
        char buffer[4];
        found->second.assign(buffer, utf8_put(buffer, character));
    }
    utf8 += found->second;
    return !found->second.empty();
}

// CPython's compiler takes a third of a Python call for each level of nesting.
int nesting_limit(const Thread& thread) {
    constexpr int64_t kLevelsPerCall = 3;
    int64_t calls = int64_t{thread.interp.recursion_limit} - thread.recursion_depth;
    return static_cast<int>(std::min<int64_t>(calls * kLevelsPerCall, INT32_MAX));
}

struct Source {
    enum class From : uint8_t {
        kStr,      // UTF-8, cookies are ignored
        kBytes,    // given to compile(), or an imported module
        kProgram,  // the file that is run
    };
    std::string_view bytes;
    From from;
};

// The tree, in the arena. Gives the warnings out and raises errors: null.
compiler::ast::Mod* parse(Thread& thread, Source source, Str* filename, compiler::ParseOptions options,
                          compiler::Arena& arena) {
    FoundNames found_names;
    options.name_lookup = find_named_character;
    options.name_lookup_context = &found_names;
    options.stack_limit = thread.stack_limit;
    compiler::ParseResult parsed = source.from == Source::From::kStr
                                       ? compiler::parse_text(source.bytes, options, arena)
                                       : compiler::parse_source(source.bytes, options, arena);
    if (!give_warnings(thread, parsed.warnings, filename).ok()) return nullptr;
    if (!parsed) (void)raise_parse_error(thread, *parsed.error, filename, options.mode);
    return parsed.module;
}

// How a program shall be compiled, as compile() is told.
struct Target {
    Str* filename;
    std::string_view mode;
    uint32_t flags;
    int optimize;
    int feature_version = -1;
};

// The tree is changed.
Ref<Value> compile_tree(Thread& thread, compiler::ast::Mod* module, compiler::Arena& arena,
                        const Target& target) {
    compiler::CompileOptions options;
    options.filename = to_utf8(target.filename);
    options.optimize = target.optimize;
    options.flags = target.flags & kFutureFlags;
    options.recursion_limit = nesting_limit(thread);
    options.stack_limit = thread.stack_limit;
    options.allow_top_level_await = target.flags & kAllowTopLevelAwait;
    compiler::CompileResult compiled = compiler::compile(module, arena, options);
    TRY(give_warnings(thread, compiled.warnings, target.filename));
    if (!compiled) return raise_front_end_error(thread, *compiled.error, target.filename);
    return build_code(thread, *compiled.code);
}

Ref<Value> compile_text(Thread& thread, Source source, const Target& target) {
    compiler::Arena arena;
    std::string file_name = to_utf8(target.filename);
    compiler::ParseOptions options;
    options.mode = target.mode == "eval"        ? compiler::ParseMode::Eval
                   : target.mode == "single"    ? compiler::ParseMode::Single
                   : target.mode == "func_type" ? compiler::ParseMode::FunctionType
                                                : compiler::ParseMode::Exec;
    bool only_tree = target.flags & kAstOnly;
    if (only_tree && target.feature_version >= 0) options.feature_version = target.feature_version;
    options.barry_as_bdfl = target.flags & compiler::kCodeFutureBarryAsBdfl;
    options.dont_imply_dedent = target.flags & kDontImplyDedent;
    options.allow_incomplete_input = target.flags & kAllowIncompleteInput;
    options.type_comments = target.flags & kAstTypeComments;
    if (source.from == Source::From::kProgram) options.file_name = file_name;
    compiler::ast::Mod* module = parse(thread, source, target.filename, options, arena);
    if (!module) return kError;
    if (only_tree) return make_tree_objects(thread, *module, nesting_limit(thread));
    return compile_tree(thread, module, arena, target);
}

// The compiler vouches for what it makes of programs; trees may be what no program is. The verifier shall
// look at the code before it runs.
void distrust(Code* code) {
    std::vector<Code*> all{code};
    while (!all.empty()) {
        Code* one = all.back();
        all.pop_back();
        one->verified = false;
        for (Value constant : one->consts->span())
            if (is_exact<Code>(constant)) all.push_back(constant.as<Code>());
    }
}

Ref<Value> compile_tree_objects(Thread& thread, Value tree, const Target& target) {
    if (target.flags & kAstOnly) return share(tree);
    compiler::Arena arena;
    TreeReading reading;
    TRY(read_tree_objects(thread, tree, target.mode, arena, &reading));
    TRY(validate_tree(thread, reading, nesting_limit(thread)));
    Ref<Value> code = TRY(compile_tree(thread, reading.module, arena, target));
    distrust(code.as<Code>());
    return code;
}

}  // namespace

Ref<Code> compile_bytes(Thread& thread, std::string_view source, std::string_view filename, const char* mode,
                        int optimize) {
    Ref<Str> name = TRY(intern(thread, filename));
    if (auto error = compiler::find_unreadable_line(source))
        return raise_compile_error(thread, *error, name.get());
    std::string text(source);
    compiler::drop_behind_nul(text);
    Target target{name.get(), mode, 0, optimize};
    return take_as<Code>(TRY(compile_text(thread, {text, Source::From::kProgram}, target)));
}

compiler::ast::Mod* parse_bytes(Thread& thread, std::string_view source, Str* filename,
                                compiler::ParseOptions options, compiler::Arena& arena) {
    if (source.find('\0') != std::string_view::npos) {
        (void)raise_value_error(thread, "source code string cannot contain null bytes");
        return nullptr;
    }
    return parse(thread, {source, Source::From::kBytes}, filename, options, arena);
}

Failure raise_front_end_error(Thread& thread, compiler::SyntaxError error, Str* filename) {
    complete_error(thread, error, filename);
    return raise_compile_error(thread, error, filename);
}

Ref<Value> compile_source(Thread& thread, const CompileRequest& request) {
    Target target{request.filename, request.mode, request.flags, request.optimize, request.feature_version};
    if (request.inherit_flags && thread.frame) target.flags |= thread.frame->code()->flags & kFutureFlags;
    if (request.optimize < 0) target.optimize = thread.interp.options.optimize;
    if (TRY(is_node(thread, request.source))) return compile_tree_objects(thread, request.source, target);
    if (Str* text = as_str(request.source)) {
        std::string utf8 = to_utf8(text);
        if (has_surrogates(text)) {
            // CPython encodes the text first and fails there.
            Ref<Value> encoded = call_method(thread, request.source, TRY(intern(thread, "encode")).get(), {});
            if (encoded.is_error()) return kError;
        }
        if (utf8.find('\0') != std::string::npos)
            return raise_value_error(thread, "source code string cannot contain null bytes");
        return compile_text(thread, {utf8, Source::From::kStr}, target);
    }
    std::string_view bytes;
    if (!as_buffer(request.source, &bytes))
        return raise_type_error(thread, "compile() arg 1 must be a string, bytes or AST object");
    if (bytes.find('\0') != std::string_view::npos)
        return raise_value_error(thread, "source code string cannot contain null bytes");
    return compile_text(thread, {bytes, Source::From::kBytes}, target);
}

}  // namespace moult::interp
