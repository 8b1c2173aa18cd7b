// The parser's entry points: modules, and the second run that explains a failure.
#include "compiler/parser/parser.h"

#include <algorithm>

#include "compiler/identifier.h"
#include "compiler/parser/parser_impl.h"
#include "compiler/source.h"
#include "runtime/state/types.h"

namespace moult::compiler {

using namespace ast;

const Token& Parser::token_ahead(int count) {
    size_t last = tokenized_.tokens.size() - 1;
    size_t index = position_ + static_cast<size_t>(count);
    if (index > last) index = last;
    if (index > furthest_) furthest_ = index;
    return tokens_[index];
}

bool Parser::expect_forced(Kind wanted, const char* shown) {
    if (accept(wanted)) return true;
    if (failed()) return false;
    raise_at_token(token(), std::string("expected ") + shown);
    return false;
}

Identifier Parser::identifier(const Token& name) {
    std::string_view text = spelling(name);
    for (char c : text) {
        if (static_cast<unsigned char>(c) >= 128) return arena_.intern(normalize_identifier(text));
    }
    return arena_.intern(text);
}

bool Parser::parse_name(Identifier& name) {
    if (!at(Kind::Name)) return false;
    name = identifier(token());
    advance();
    return true;
}

Location Parser::from(const Token& start) const {
    const Token* last = tokens_ + position_ - 1;
    while (last > tokens_ && (last->kind == Kind::Newline || last->kind == Kind::Indent ||
                              last->kind == Kind::Dedent || last->kind == Kind::EndMarker)) {
        --last;
    }
    return {start.lineno, start.col_offset, last->end_lineno, last->end_col_offset};
}

namespace {

// The statements of a module, without a place.
template <class T>
T* make_module(Arena& arena) {
    T* node = arena.make<T>();
    node->kind = T::kKind;
    return node;
}

}  // namespace

Mod* Parser::parse_module() {
    auto parse = [&]() -> Mod* {
        switch (options_.mode) {
            case ParseMode::Exec: {
                std::vector<Stmt*> body;
                if (!at(Kind::EndMarker) && !parse_statements(body, Kind::EndMarker)) return nullptr;
                auto* module = make_module<Module>(arena_);
                module->body = arena_.copy(body);
                module->type_ignores = make_type_ignores();
                return module;
            }
            case ParseMode::Eval: {
                Expr* body = nullptr;
                body = parse_expression_list(false);
                if (body == nullptr) return nullptr;
                while (accept(Kind::Newline)) {
                }
                if (!at(Kind::EndMarker)) return nullptr;
                auto* module = make_module<Expression>(arena_);
                module->body = body;
                return module;
            }
            case ParseMode::Single: return parse_interactive();
            case ParseMode::FunctionType: return parse_function_type();
        }
        return nullptr;
    };
    Mod* module = parse();
    if (module != nullptr && !failed()) {
        if (options_.mode != ParseMode::Single || !has_more_statements()) return module;
        furthest_ = position_ - 1;
        return raise_at_last_token(ErrorKind::SyntaxError,
                                   "multiple statements found while compiling a single statement");
    }
    explain_failure([&] { parse(); });
    return nullptr;
}

Seq<TypeIgnore*> Parser::make_type_ignores() {
    std::vector<TypeIgnore*> ignores;
    for (const TypeIgnoreComment& comment : tokenized_.type_ignores) {
        ignores.push_back(arena_.make<TypeIgnore>());
        *ignores.back() = {comment.lineno, arena_.intern(comment.tag)};
    }
    return arena_.copy(ignores);
}

// '(' [types] ')' '->' type, where the last types may be starred.
Mod* Parser::parse_function_type() {
    std::vector<Expr*> types;
    if (!accept(Kind::LeftParen)) return nullptr;
    bool saw_star = false, saw_double_star = false;
    while (!at(Kind::RightParen) || !types.empty()) {
        bool star = !saw_star && accept(Kind::Star);
        bool double_star = !star && accept(Kind::DoubleStar);
        if ((saw_star && !double_star)) return nullptr;
        saw_star |= star;
        Expr* type = parse_expression();
        if (type == nullptr) return nullptr;
        types.push_back(type);
        saw_double_star |= double_star;
        if (saw_double_star || !accept(Kind::Comma)) break;
    }
    if (!accept(Kind::RightParen) || !accept(Kind::Arrow)) return nullptr;
    Expr* returns = parse_expression();
    if (returns == nullptr) return nullptr;
    while (accept(Kind::Newline)) {
    }
    if (!at(Kind::EndMarker)) return nullptr;
    auto* type = make_module<FunctionType>(arena_);
    type->argtypes = arena_.copy(types);
    type->returns = returns;
    return type;
}

// One statement of the interactive loop. A compound one is closed by an empty line.
Mod* Parser::parse_interactive() {
    std::vector<Stmt*> body;
    if (accept(Kind::Newline)) {
        auto* pass = make<Pass>(from(previous()));
        body.push_back(pass);
    } else if (at_compound_statement() || at_name("match")) {
        bool compound = at_compound_statement();
        if (!parse_statement(body)) return nullptr;
        if ((compound || is<Match>(body.back())) && !accept(Kind::Newline)) return nullptr;
    } else if (!parse_simple_statements(body)) {
        return nullptr;
    }
    auto* module = make_module<Interactive>(arena_);
    module->body = arena_.copy(body);
    return module;
}

Expr* Parser::parse_fstring_expression() {
    Expr* value = parse_star_expressions();
    if (value != nullptr && !failed() && tokens_[furthest_].kind != Kind::Error) return value;
    explain_failure([&] { parse_star_expressions(); });
    return nullptr;
}

namespace {

ParseResult parse_decoded(std::string text, bool columns_in_bytes, const ParseOptions& options,
                          Arena& arena) {
    ParseResult result;
    normalize_newlines(text, options.mode == ParseMode::Exec);
    TokenizerOptions tokenizer_options;
    tokenizer_options.imply_newline_at_end = options.mode == ParseMode::Single;
    tokenizer_options.imply_dedent_at_end = !options.dont_imply_dedent;
    tokenizer_options.type_comments = options.type_comments;
    tokenizer_options.async_is_a_name = options.feature_version < 7;
    tokenizer_options.columns_in_bytes = columns_in_bytes;
    tokenizer_options.is_program = !options.file_name.empty();
    TokenizedText tokenized = tokenize(text, tokenizer_options);

    Parser parser(text, tokenized, options, arena, result.warnings, columns_in_bytes);
    result.module = parser.parse_module();
    result.error = parser.error();
    std::vector<SyntaxWarningRecord> warnings = std::move(result.warnings);
    std::erase_if(tokenized.warnings, [&](const SyntaxWarningRecord& warning) {
        return result.module == nullptr && !parser.has_read(warning.lineno, *warning.error.offset);
    });
    result.warnings.clear();
    std::merge(tokenized.warnings.begin(), tokenized.warnings.end(), warnings.begin(), warnings.end(),
               std::back_inserter(result.warnings),
               [](const auto& left, const auto& right) { return left.lineno < right.lineno; });
    return result;
}

}  // namespace

ParseResult parse_text(std::string_view utf8, const ParseOptions& options, Arena& arena) {
    if (utf8.find('\0') != std::string_view::npos) {
        ParseResult result;
        result.error.emplace();
        result.error->kind = ErrorKind::ValueError;
        result.error->message = "source code string cannot contain null bytes";
        return result;
    }
    return parse_decoded(std::string(utf8), false, options, arena);
}

ParseResult parse_source(std::string_view bytes, const ParseOptions& options, Arena& arena) {
    ParseResult result;
    DecodedSource source;
    result.error = decode_source(bytes, options.file_name, source);
    if (result.error) return result;
    return parse_decoded(std::move(source.text), !source.declares_encoding, options, arena);
}

}  // namespace moult::compiler
