// Statements with blocks: definitions, conditions, loops, with, try. `match` is in parser_patterns.cpp.
#include "compiler/parser/parser_impl.h"

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

// A colon and a block. In the second run, what is missing is told; `owner` is what the message calls the
// statement.
bool Parser::parse_suite(Seq<Stmt*>& body, const char* owner, int lineno, Suite rules, TypeComments comments,
                         TypeComment* comment) {
    if (diagnosing_ && rules == Suite::ExplainsColon && at(Kind::Newline)) {
        raise_at_last_token(ErrorKind::SyntaxError, "expected ':'");
        return false;
    }
    if (rules == Suite::ForcesColon ? !expect_forced(Kind::Colon, "':'") : !accept(Kind::Colon)) return false;
    if (diagnosing_ && at(Kind::Newline) && token_ahead(1).kind != Kind::Indent) {
        raise_at_last_token(ErrorKind::IndentationError, std::string("expected an indented block after ") +
                                                             owner + " on line " + std::to_string(lineno));
        return false;
    }
    if (comments == TypeComments::BehindColon) *comment = accept_type_comment();
    if (comments == TypeComments::OfFunction && !accept_function_type_comment(comment)) return false;
    return parse_block(body);
}

// A comment with a type, if there is one here. Where none are asked for, there are no such tokens.
TypeComment Parser::accept_type_comment() {
    return accept(Kind::TypeComment) ? arena_.intern(spelling(previous())) : TypeComment();
}

// Behind the colon of a function, if there is one; false: there are two.
bool Parser::accept_function_type_comment(TypeComment* comment) {
    auto ahead = [&](int count, Kind wanted) { return token_ahead(count).kind == wanted; };
    if (at(Kind::Newline)) {
        if (ahead(1, Kind::TypeComment) && ahead(2, Kind::Newline) && ahead(3, Kind::Indent)) {
            advance();
            *comment = accept_type_comment();
        }
        return true;
    }
    if (diagnosing_ && at(Kind::TypeComment) && ahead(1, Kind::Newline) && ahead(2, Kind::TypeComment) &&
        ahead(3, Kind::Newline) && ahead(4, Kind::Indent)) {
        raise_at_last_token(ErrorKind::SyntaxError, "Cannot have two type comments on def");
        return false;
    }
    *comment = accept_type_comment();
    return true;
}

// Behind a parameter, and its comma if it has one.
TypeComment Parser::accept_parameter_type_comment(bool behind_comma) {
    if (!at(Kind::TypeComment)) return {};
    return behind_comma || token_ahead(1).kind == Kind::RightParen ? accept_type_comment() : TypeComment();
}

// After the colon: an indented block, or simple statements on the same line.
bool Parser::parse_block(Seq<Stmt*>& body) {
    Nesting nesting(*this, 6);
    if (nesting.too_deep()) return false;
    std::vector<Stmt*> statements;
    if (accept(Kind::Newline)) {
        if (diagnosing_ && !at(Kind::Indent)) {
            raise_at_last_token(ErrorKind::IndentationError, "expected an indented block");
            return false;
        }
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
    const Token& keyword = token();
    advance();
    Identifier name;
    if (!parse_name(name) || !expect_forced(Kind::LeftParen, "'('")) return nullptr;
    Arguments* args = parse_parameters(false);
    if (args == nullptr || !accept(Kind::RightParen)) return nullptr;
    Expr* returns = nullptr;
    size_t mark = position_;
    if (accept(Kind::Arrow)) {
        returns = parse_expression();
        if (returns == nullptr) returns = parse_beginning_of_expression(mark + 1);
        if (failed()) return nullptr;
        if (returns == nullptr) position_ = mark;
    }
    Seq<Stmt*> body;
    TypeComment comment;
    if (!parse_suite(body, "function definition", keyword.lineno, Suite::ForcesColon,
                     TypeComments::OfFunction, &comment))
        return nullptr;
    Location where = from(start);
    auto* node =
        is_async ? static_cast<FunctionDefBase*>(make<AsyncFunctionDef>(where)) : make<FunctionDef>(where);
    node->name = name;
    node->args = args;
    node->body = body;
    node->decorator_list = decorators;
    node->returns = returns;
    node->type_comment = comment;
    return is_async ? since(5, "Async functions are", node, &previous()) : node;
}

// The parameters of a function up to `)`, or of a lambda up to `:`.
Arguments* Parser::parse_parameters(bool lambda) {
    if (diagnosing_ && diagnose_parameters(lambda)) return nullptr;
    auto* result = arena_.make<Arguments>();
    std::vector<Arg*> posonly, positional, keyword_only;
    std::vector<Expr*> defaults, keyword_defaults;
    Kind close = lambda ? Kind::Colon : Kind::RightParen;
    bool saw_slash = false, saw_star = false;
    while (!at(close)) {
        Arg* last = nullptr;  // for a type comment behind it
        if (at(Kind::Slash)) {
            if (saw_slash || saw_star || positional.empty()) return nullptr;
            advance();
            saw_slash = true;
            posonly.swap(positional);
        } else if (at(Kind::Star)) {
            if (saw_star || (diagnosing_ && diagnose_star(lambda))) return nullptr;
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
                last = result->vararg;
            }
        } else if (at(Kind::DoubleStar)) {
            if (diagnosing_ && diagnose_double_star(lambda)) return nullptr;
            advance();
            result->kwarg = parse_parameter(lambda, false);
            if (result->kwarg == nullptr) return nullptr;
            bool comma = accept(Kind::Comma);
            if (!lambda) result->kwarg->type_comment = accept_parameter_type_comment(comma);
            break;
        } else {
            Arg* parameter = parse_parameter(lambda, false);
            if (parameter == nullptr) return nullptr;
            last = parameter;
            Expr* value = nullptr;
            if (at(Kind::Equal)) {
                if (diagnosing_ && diagnose_default()) return nullptr;
                Nesting nesting(*this, 6);
                if (nesting.too_deep()) return nullptr;
                advance();
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
        bool comma = accept(Kind::Comma);
        if (last != nullptr && !lambda) last->type_comment = accept_parameter_type_comment(comma);
        if (!comma) break;
    }
    result->posonlyargs = arena_.copy(posonly);
    result->args = arena_.copy(positional);
    result->kwonlyargs = arena_.copy(keyword_only);
    result->kw_defaults = arena_.copy(keyword_defaults);
    result->defaults = arena_.copy(defaults);
    return saw_slash ? since(8, "Positional-only parameters are", result) : result;
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
    if (accept(Kind::LeftParen)) {
        if (!at(Kind::RightParen) && !parse_arguments(bases, keywords, false)) return nullptr;
        if (!accept(Kind::RightParen)) return nullptr;
    }
    Seq<Stmt*> body;
    if (!parse_suite(body, "class definition", start.lineno, Suite::ExplainsColon)) return nullptr;
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
    Nesting nesting(*this, 0);
    do {
        if (!parts.empty()) nesting.deepen();  // an elif is a statement within the one before it
        if (nesting.too_deep()) return nullptr;
        const Token& start = token();
        advance();
        Expr* test = parse_named_expression();
        Seq<Stmt*> body;
        const char* owner = parts.empty() ? "'if' statement" : "'elif' statement";
        if (test == nullptr || !parse_suite(body, owner, start.lineno, Suite::ExplainsColon)) return nullptr;
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
    const Token& start = token();
    if (!accept(Kind::KeywordElse)) return true;
    return parse_suite(orelse, "'else' statement", start.lineno, Suite::ForcesColon);
}

Stmt* Parser::parse_while() {
    const Token& start = token();
    advance();
    Expr* test = parse_named_expression();
    Seq<Stmt*> body, orelse;
    if (test == nullptr || !parse_suite(body, "'while' statement", start.lineno, Suite::ExplainsColon) ||
        !parse_else(orelse)) {
        return nullptr;
    }
    auto* node = make<While>(from(start));
    node->test = test;
    node->body = body;
    node->orelse = orelse;
    return node;
}

Stmt* Parser::parse_for(const Token& start, bool is_async) {
    const Token& keyword = token();
    advance();
    size_t mark = position_;
    Expr* target = parse_star_targets();
    if (target == nullptr || !accept(Kind::KeywordIn)) {
        position_ = mark;
        if (diagnosing_ && !failed()) diagnose_for_target();
        return nullptr;
    }
    Expr* iterable = parse_star_expressions();
    Seq<Stmt*> body, orelse;
    TypeComment comment;
    if (iterable == nullptr ||
        !parse_suite(body, "'for' statement", keyword.lineno, Suite::ExplainsColon, TypeComments::BehindColon,
                     &comment) ||
        !parse_else(orelse)) {
        return nullptr;
    }
    Location where = from(start);
    auto* node = is_async ? static_cast<ForBase*>(make<AsyncFor>(where)) : make<For>(where);
    node->target = target;
    node->iter = iterable;
    node->body = body;
    node->orelse = orelse;
    node->type_comment = comment;
    return is_async ? since(5, "Async for loops are", node, &last_of_statement(orelse)) : node;
}

// The items may stand in parentheses. `with (a, b):` are two items, `with (a, b).c:` is one: the reading with
// parentheses around items is tried first.
Stmt* Parser::parse_with(const Token& start, bool is_async) {
    const Token& keyword = token();
    advance();
    std::vector<WithItem*> items;
    size_t mark = position_;
    bool parenthesized = at(Kind::LeftParen) && parse_with_items(items, true);
    // A type comment goes only with the other reading.
    if (parenthesized && token_ahead(1).kind == Kind::TypeComment) parenthesized = false;
    if (!parenthesized) {
        if (failed()) return nullptr;
        position_ = mark;
        items.clear();
        if (!parse_with_items(items, false)) {
            position_ = mark;
            if (diagnosing_ && !failed()) diagnose_with();
            return nullptr;
        }
    }
    Seq<Stmt*> body;
    TypeComments comments = parenthesized ? TypeComments::None : TypeComments::BehindColon;
    TypeComment comment;
    if (!parse_suite(body, "'with' statement", keyword.lineno, Suite::Plain, comments, &comment))
        return nullptr;
    if (parenthesized && !is_allowed(9, "Parenthesized context managers are", previous())) return nullptr;
    Location where = from(start);
    auto* node = is_async ? static_cast<WithBase*>(make<AsyncWith>(where)) : make<With>(where);
    node->items = arena_.copy(items);
    node->body = body;
    node->type_comment = comment;
    return is_async ? since(5, "Async with statements are", node, &previous()) : node;
}

// The items; the colon after them is left.
bool Parser::parse_with_items(std::vector<WithItem*>& items, bool parenthesized) {
    if (parenthesized) advance();
    do {
        if (parenthesized && !items.empty() && at(Kind::RightParen)) break;
        WithItem* item = parse_with_item();
        if (item == nullptr) return false;
        items.push_back(item);
    } while (accept(Kind::Comma));
    if (parenthesized && !accept(Kind::RightParen)) return false;
    return at(Kind::Colon);
}

WithItem* Parser::parse_with_item() {
    Expr* context = parse_expression();
    if (context == nullptr) return nullptr;
    auto* item = arena_.make<WithItem>();
    item->context_expr = context;
    auto at_end = [&] { return at(Kind::Comma) || at(Kind::RightParen) || at(Kind::Colon); };
    size_t mark = position_;
    if (!accept(Kind::KeywordAs)) return item;
    item->optional_vars = parse_star_target();
    if (item->optional_vars != nullptr && at_end()) return item;
    if (!diagnosing_ || failed()) return nullptr;
    position_ = mark + 1;
    Expr* wrong = parse_expression();
    if (!failed() && wrong != nullptr && at_end()) raise_invalid_target(wrong, Targets::Star);
    if (failed()) return nullptr;
    position_ = mark;
    return item;
}

Stmt* Parser::parse_try() {
    const Token& start = token();
    advance();
    Seq<Stmt*> body, orelse, finalbody;
    if (!parse_suite(body, "'try' statement", start.lineno, Suite::ForcesColon)) return nullptr;
    if (diagnosing_ && !at(Kind::KeywordExcept) && !at(Kind::KeywordFinally)) {
        return raise_at_last_token(ErrorKind::SyntaxError, "expected 'except' or 'finally' block");
    }
    std::vector<ExceptHandler*> handlers;
    bool star = false;
    if (!parse_except_handlers(handlers, star)) return nullptr;
    if (!handlers.empty() && !parse_else(orelse)) return nullptr;
    const Token& last = token();
    if (accept(Kind::KeywordFinally)) {
        if (!parse_suite(finalbody, "'finally' statement", last.lineno, Suite::ForcesColon)) return nullptr;
    } else if (handlers.empty()) {
        return nullptr;
    }
    Location where = from(start);
    auto* node = star ? static_cast<TryBase*>(make<TryStar>(where)) : make<Try>(where);
    node->body = body;
    node->handlers = arena_.copy(handlers);
    node->orelse = orelse;
    node->finalbody = finalbody;
    return star ? since(11, "Exception groups are", node, &last_of_statement(finalbody)) : node;
}

// All except blocks of a try statement: with a star, or all without.
bool Parser::parse_except_handlers(std::vector<ExceptHandler*>& handlers, bool& star) {
    while (at(Kind::KeywordExcept)) {
        const Token& start = token();
        bool has_star = token_ahead(1).kind == Kind::Star;
        if (handlers.empty()) star = has_star;
        if (star != has_star && !diagnosing_) {
            advance();
            return false;
        }
        ExceptHandler* handler = parse_except_handler(has_star, star != has_star);
        if (handler == nullptr) return false;
        static_cast<Location&>(*handler) = from(start);
        handlers.push_back(handler);
    }
    return true;
}

// One handler; a misplaced one has a star where the others have none, or the reverse.
ExceptHandler* Parser::parse_except_handler(bool has_star, bool misplaced) {
    const Token& start = token();
    advance();
    size_t mark = position_;
    if (has_star) advance();
    auto* handler = arena_.make<ExceptHandler>();
    bool complete = true;
    if (has_star || !at(Kind::Colon)) {
        handler->type = parse_expression();
        complete = handler->type != nullptr && (!accept(Kind::KeywordAs) || parse_name(handler->name));
    }
    if (!complete || !at(Kind::Colon)) {
        position_ = mark;
        if (diagnosing_ && !failed()) diagnose_except(has_star);
        return nullptr;
    }
    if (misplaced) {
        Location place = start;
        if (has_star) place.end_col_offset = tokens_[mark].end_col_offset;
        return raise_at(place, "cannot have both 'except' and 'except*' on the same 'try'");
    }
    const char* owner = has_star ? "'except*' statement" : "'except' statement";
    return parse_suite(handler->body, owner, start.lineno, Suite::Plain) ? handler : nullptr;
}

// After `except` of a handler whose head could not be read.
bool Parser::diagnose_except(bool has_star) {
    if (has_star) advance();
    size_t mark = position_;
    Expr* type = parse_expression();
    if (failed()) return true;
    Identifier name;
    if (type != nullptr) {
        size_t after_type = position_;
        if (accept(Kind::Comma)) {
            Expr* more = parse_star_expressions();
            if (failed()) return true;
            bool head = more != nullptr && (!accept(Kind::KeywordAs) || parse_name(name));
            if (head && at(Kind::Colon)) {
                raise_from(*type, "multiple exception types must be parenthesized");
                return true;
            }
        }
        position_ = after_type;
        if (!accept(Kind::KeywordAs) || parse_name(name)) {
            if (at(Kind::Newline)) raise_at_last_token(ErrorKind::SyntaxError, "expected ':'");
        }
        return failed();
    }
    position_ = mark;
    if (has_star && (at(Kind::Newline) || at(Kind::Colon))) {
        raise_at_last_token(ErrorKind::SyntaxError, "expected one or more exception types");
    } else if (at(Kind::Newline)) {
        raise_at_last_token(ErrorKind::SyntaxError, "expected ':'");
    }
    return failed();
}

// After `with` of a statement whose items could not be read.
bool Parser::diagnose_with() {
    size_t mark = position_;
    for (bool parenthesized : {false, true}) {
        position_ = mark;
        if (parenthesized && !accept(Kind::LeftParen)) break;
        bool complete = true;
        do {
            if (parenthesized && at(Kind::RightParen)) break;
            Expr* context = parenthesized ? parse_star_expressions() : parse_expression();
            if (failed()) return true;
            complete = context != nullptr;
            size_t after = position_;
            if (complete && accept(Kind::KeywordAs) && parse_star_target() == nullptr) position_ = after;
            if (failed()) return true;
        } while (complete && accept(Kind::Comma));
        if (!complete || (parenthesized && !accept(Kind::RightParen))) continue;
        if (at(Kind::Newline)) {
            raise_at_last_token(ErrorKind::SyntaxError, "expected ':'");
            return true;
        }
    }
    position_ = mark;
    return false;
}

}  // namespace moult::compiler
