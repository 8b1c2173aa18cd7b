// Statements with blocks: definitions, conditions, loops, with, try. `match` is in parser_patterns.cpp.
#include "compiler/parser_impl.h"

namespace moult::compiler {

using namespace ast;

bool Parser::at_compound_statement() const {
    switch (kind()) {
        case Kind::At:
        case Kind::KeywordDef:
        case Kind::KeywordClass:
        case Kind::KeywordAsync:
        case Kind::KeywordIf:
        case Kind::KeywordWhile:
        case Kind::KeywordFor:
        case Kind::KeywordWith:
        case Kind::KeywordTry: return true;
        default: return false;
    }
}

Stmt* Parser::parse_compound_statement() {
    const Token& start = token();
    switch (start.kind) {
        case Kind::At: return parse_decorated();
        case Kind::KeywordDef: return parse_function(start, false, {});
        case Kind::KeywordClass: return parse_class({});
        case Kind::KeywordAsync: return parse_async();
        case Kind::KeywordIf: return parse_if();
        case Kind::KeywordWhile: return parse_while();
        case Kind::KeywordFor: return parse_for(start, false);
        case Kind::KeywordWith: return parse_with(start, false);
        case Kind::KeywordTry: return parse_try();
        default: return nullptr;
    }
}

// After the colon: an indented block, or simple statements on the same line.
bool Parser::parse_block(Seq<Stmt*>& body) {
    Nesting nesting(*this, 10);
    if (nesting.too_deep()) return false;
    std::vector<Stmt*> statements;
    if (accept(Kind::Newline)) {
        if (!accept(Kind::Indent) || !parse_statements(statements, Kind::Dedent)) return false;
        advance();
    } else if (!parse_simple_statements(statements)) {
        return false;
    }
    body = arena_.copy(statements);
    return true;
}

Stmt* Parser::parse_decorated() {
    std::vector<Expr*> decorators;
    while (accept(Kind::At)) {
        Expr* decorator = parse_named_expression();
        if (decorator == nullptr || !accept(Kind::Newline)) return nullptr;
        decorators.push_back(decorator);
    }
    const Token& start = token();
    switch (start.kind) {
        case Kind::KeywordDef: return parse_function(start, false, arena_.copy(decorators));
        case Kind::KeywordClass: return parse_class(arena_.copy(decorators));
        case Kind::KeywordAsync:
            advance();
            return at(Kind::KeywordDef) ? parse_function(start, true, arena_.copy(decorators)) : nullptr;
        default: return nullptr;
    }
}

Stmt* Parser::parse_async() {
    const Token& start = token();
    advance();
    switch (kind()) {
        case Kind::KeywordDef: return parse_function(start, true, {});
        case Kind::KeywordFor: return parse_for(start, true);
        case Kind::KeywordWith: return parse_with(start, true);
        default: return nullptr;
    }
}

// At `def`; the statement starts at `start`, which may be `async`.
Stmt* Parser::parse_function(const Token& start, bool is_async, Seq<Expr*> decorators) {
    advance();
    Identifier name;
    if (!parse_name(name) || !expect_forced(Kind::LeftParen, "'('")) return nullptr;
    Arguments* args = parse_parameters(false);
    if (args == nullptr || !accept(Kind::RightParen)) return nullptr;
    Expr* returns = nullptr;
    if (accept(Kind::Arrow)) {
        returns = parse_expression();
        if (returns == nullptr) return nullptr;
    }
    Seq<Stmt*> body;
    if (!expect_forced(Kind::Colon, "':'") || !parse_block(body)) return nullptr;
    Location where = from(start);
    auto* node =
        is_async ? static_cast<FunctionDefBase*>(make<AsyncFunctionDef>(where)) : make<FunctionDef>(where);
    node->name = name;
    node->args = args;
    node->body = body;
    node->decorator_list = decorators;
    node->returns = returns;
    return node;
}

// The parameters of a function up to `)`, or of a lambda up to `:`.
Arguments* Parser::parse_parameters(bool lambda) {
    auto* result = arena_.make<Arguments>();
    std::vector<Arg*> posonly, positional, keyword_only;
    std::vector<Expr*> defaults, keyword_defaults;
    Kind close = lambda ? Kind::Colon : Kind::RightParen;
    bool saw_slash = false, saw_star = false;
    while (!at(close)) {
        if (at(Kind::Slash)) {
            if (saw_slash || saw_star || positional.empty()) return nullptr;
            advance();
            saw_slash = true;
            posonly.swap(positional);
        } else if (at(Kind::Star)) {
            if (saw_star) return nullptr;
            advance();
            saw_star = true;
            if (at(Kind::Comma)) {
                // A bare star must be followed by a keyword-only parameter.
                if (token_ahead(1).kind != Kind::Name) {
                    advance();
                    return nullptr;
                }
            } else {
                result->vararg = parse_parameter(lambda, true);
                if (result->vararg == nullptr) return nullptr;
            }
        } else if (accept(Kind::DoubleStar)) {
            result->kwarg = parse_parameter(lambda, false);
            if (result->kwarg == nullptr) return nullptr;
            accept(Kind::Comma);
            break;
        } else {
            Arg* parameter = parse_parameter(lambda, false);
            if (parameter == nullptr) return nullptr;
            Expr* value = nullptr;
            if (accept(Kind::Equal)) {
                value = parse_expression();
                if (value == nullptr) return nullptr;
            }
            if (saw_star) {
                keyword_only.push_back(parameter);
                keyword_defaults.push_back(value);
            } else {
                if (value == nullptr && !defaults.empty()) return nullptr;
                positional.push_back(parameter);
                if (value != nullptr) defaults.push_back(value);
            }
        }
        if (!accept(Kind::Comma)) break;
    }
    result->posonlyargs = arena_.copy(posonly);
    result->args = arena_.copy(positional);
    result->kwonlyargs = arena_.copy(keyword_only);
    result->kw_defaults = arena_.copy(keyword_defaults);
    result->defaults = arena_.copy(defaults);
    return result;
}

// A name with its annotation; that of `*args` may be starred.
Arg* Parser::parse_parameter(bool lambda, bool star) {
    const Token& start = token();
    Identifier name;
    if (!parse_name(name)) return nullptr;
    Expr* annotation = nullptr;
    if (!lambda && accept(Kind::Colon)) {
        if (star && at(Kind::Star)) {
            const Token& star_token = token();
            advance();
            Expr* value = parse_bitwise_or();
            if (value == nullptr) return nullptr;
            auto* starred = make<Starred>(from(star_token));
            starred->value = value;
            annotation = starred;
        } else {
            annotation = parse_expression();
        }
        if (annotation == nullptr) return nullptr;
    }
    auto* parameter = arena_.make<Arg>();
    static_cast<Location&>(*parameter) = from(start);
    parameter->arg = name;
    parameter->annotation = annotation;
    return parameter;
}

Stmt* Parser::parse_class(Seq<Expr*> decorators) {
    const Token& start = token();
    advance();
    Identifier name;
    if (!parse_name(name)) return nullptr;
    std::vector<Expr*> bases;
    std::vector<Keyword*> keywords;
    const Token& open = token();
    if (accept(Kind::LeftParen)) {
        if (!at(Kind::RightParen) && !parse_arguments(bases, keywords, false, open)) return nullptr;
        if (!accept(Kind::RightParen)) return nullptr;
    }
    Seq<Stmt*> body;
    if (!accept(Kind::Colon) || !parse_block(body)) return nullptr;
    auto* node = make<ClassDef>(from(start));
    node->name = name;
    node->bases = arena_.copy(bases);
    node->keywords = arena_.copy(keywords);
    node->body = body;
    node->decorator_list = decorators;
    return node;
}

// An if statement. Its elif parts are nested If nodes, made here in a loop: long chains take no stack.
Stmt* Parser::parse_if() {
    struct Part {
        const Token& start;
        Expr* test;
        Seq<Stmt*> body;
    };
    std::vector<Part> parts;
    do {
        const Token& start = token();
        advance();
        Expr* test = parse_named_expression();
        Seq<Stmt*> body;
        if (test == nullptr || !accept(Kind::Colon) || !parse_block(body)) return nullptr;
        parts.push_back({start, test, body});
    } while (at(Kind::KeywordElif));
    Seq<Stmt*> orelse;
    if (!parse_else(orelse)) return nullptr;
    If* node = nullptr;
    for (size_t index = parts.size(); index-- > 0;) {
        node = make<If>(from(parts[index].start));
        node->test = parts[index].test;
        node->body = parts[index].body;
        node->orelse = orelse;
        Stmt* nested[] = {node};
        if (index > 0) orelse = arena_.copy(std::span<Stmt* const>(nested));
    }
    return node;
}

// An optional else block.
bool Parser::parse_else(Seq<Stmt*>& orelse) {
    if (!accept(Kind::KeywordElse)) return true;
    return expect_forced(Kind::Colon, "':'") && parse_block(orelse);
}

Stmt* Parser::parse_while() {
    const Token& start = token();
    advance();
    Expr* test = parse_named_expression();
    Seq<Stmt*> body, orelse;
    if (test == nullptr || !accept(Kind::Colon) || !parse_block(body) || !parse_else(orelse)) return nullptr;
    auto* node = make<While>(from(start));
    node->test = test;
    node->body = body;
    node->orelse = orelse;
    return node;
}

Stmt* Parser::parse_for(const Token& start, bool is_async) {
    advance();
    Expr* target = parse_star_targets();
    if (target == nullptr || !accept(Kind::KeywordIn)) return nullptr;
    Expr* iterable = parse_star_expressions();
    Seq<Stmt*> body, orelse;
    if (iterable == nullptr || !accept(Kind::Colon) || !parse_block(body) || !parse_else(orelse))
        return nullptr;
    Location where = from(start);
    auto* node = is_async ? static_cast<ForBase*>(make<AsyncFor>(where)) : make<For>(where);
    node->target = target;
    node->iter = iterable;
    node->body = body;
    node->orelse = orelse;
    return node;
}

// The items may stand in parentheses. `with (a, b):` are two items, `with (a, b).c:` is one: the reading with
// parentheses around items is tried first.
Stmt* Parser::parse_with(const Token& start, bool is_async) {
    advance();
    std::vector<WithItem*> items;
    size_t mark = position_;
    bool parenthesized = at(Kind::LeftParen) && parse_with_items(items, true);
    if (!parenthesized) {
        if (failed()) return nullptr;
        position_ = mark;
        items.clear();
        if (!parse_with_items(items, false)) return nullptr;
    }
    Seq<Stmt*> body;
    if (!parse_block(body)) return nullptr;
    Location where = from(start);
    auto* node = is_async ? static_cast<WithBase*>(make<AsyncWith>(where)) : make<With>(where);
    node->items = arena_.copy(items);
    node->body = body;
    return node;
}

// The items and the colon after them.
bool Parser::parse_with_items(std::vector<WithItem*>& items, bool parenthesized) {
    if (parenthesized) advance();
    do {
        if (parenthesized && !items.empty() && at(Kind::RightParen)) break;
        WithItem* item = parse_with_item();
        if (item == nullptr) return false;
        items.push_back(item);
    } while (accept(Kind::Comma));
    if (parenthesized && !accept(Kind::RightParen)) return false;
    return accept(Kind::Colon);
}

WithItem* Parser::parse_with_item() {
    Expr* context = parse_expression();
    if (context == nullptr) return nullptr;
    auto* item = arena_.make<WithItem>();
    item->context_expr = context;
    if (accept(Kind::KeywordAs)) {
        item->optional_vars = parse_star_target();
        if (item->optional_vars == nullptr) return nullptr;
        if (!at(Kind::Comma) && !at(Kind::RightParen) && !at(Kind::Colon)) return nullptr;
    }
    return item;
}

Stmt* Parser::parse_try() {
    const Token& start = token();
    advance();
    Seq<Stmt*> body, orelse, finalbody;
    if (!expect_forced(Kind::Colon, "':'") || !parse_block(body)) return nullptr;
    std::vector<ExceptHandler*> handlers;
    bool star = false;
    if (!parse_except_handlers(handlers, star)) return nullptr;
    if (!handlers.empty() && !parse_else(orelse)) return nullptr;
    if (accept(Kind::KeywordFinally)) {
        if (!expect_forced(Kind::Colon, "':'") || !parse_block(finalbody)) return nullptr;
    } else if (handlers.empty()) {
        return nullptr;
    }
    Location where = from(start);
    auto* node = star ? static_cast<TryBase*>(make<TryStar>(where)) : make<Try>(where);
    node->body = body;
    node->handlers = arena_.copy(handlers);
    node->orelse = orelse;
    node->finalbody = finalbody;
    return node;
}

// All except blocks of a try statement: with a star, or all without.
bool Parser::parse_except_handlers(std::vector<ExceptHandler*>& handlers, bool& star) {
    while (at(Kind::KeywordExcept)) {
        const Token& start = token();
        advance();
        bool has_star = accept(Kind::Star);
        if (handlers.empty()) {
            star = has_star;
        } else if (star != has_star) {
            return false;
        }
        Expr* type = nullptr;
        Identifier name;
        if (has_star || !at(Kind::Colon)) {
            type = parse_expression();
            if (type == nullptr) return false;
            if (accept(Kind::KeywordAs) && !parse_name(name)) return false;
        }
        Seq<Stmt*> body;
        if (!accept(Kind::Colon) || !parse_block(body)) return false;
        auto* handler = arena_.make<ExceptHandler>();
        static_cast<Location&>(*handler) = from(start);
        handler->type = type;
        handler->name = name;
        handler->body = body;
        handlers.push_back(handler);
    }
    return true;
}

}  // namespace moult::compiler
