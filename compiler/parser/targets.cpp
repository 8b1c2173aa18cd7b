// What can be assigned to or deleted.
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

// The targets of `for`: one, or a tuple.
Expr* Parser::parse_star_targets() {
    const Token& start = token();
    Expr* first = parse_star_target();
    if (first == nullptr || !at(Kind::Comma)) return first;
    std::vector<Expr*> elements{first};
    while (accept(Kind::Comma)) {
        if (!at_expression_start() && !at(Kind::Star)) break;
        Expr* element = parse_star_target();
        if (element == nullptr) return nullptr;
        elements.push_back(element);
    }
    auto* tuple = make<Tuple>(from(start));
    tuple->elts = arena_.copy(elements);
    tuple->ctx = ExprContext::Store;
    return tuple;
}

Expr* Parser::parse_star_target() {
    const Token& start = token();
    bool starred = accept(Kind::Star);
    Expr* target = parse_primary();
    if (target == nullptr || !make_target(target, ExprContext::Store)) return nullptr;
    if (!starred) return target;
    auto* node = make<Starred>(from(start));
    node->value = target;
    node->ctx = ExprContext::Store;
    return node;
}

Expr* Parser::parse_delete_target() {
    Expr* target = parse_primary();
    return target != nullptr && make_target(target, ExprContext::Del) ? target : nullptr;
}

bool Parser::make_target(Expr* expr, ExprContext context) {
    if (!is_target(expr, context == ExprContext::Store)) return false;
    set_context(expr, context);
    return true;
}

// Nesting is bounded by the tokenizer's limit on brackets.
bool Parser::is_target(const Expr* expr, bool starred_allowed) {
    auto all = [&](Seq<Expr*> elements) {
        for (const Expr* element : elements) {
            if (!is_target(element, starred_allowed)) return false;
        }
        return true;
    };
    switch (expr->kind) {
        case ExprKind::Name:
        case ExprKind::Attribute:
        case ExprKind::Subscript: return true;
        case ExprKind::Tuple: return all(cast<Tuple>(expr).elts);
        case ExprKind::List: return all(cast<List>(expr).elts);
        case ExprKind::Starred: {
            const Expr* value = cast<Starred>(expr).value;
            return starred_allowed && !is<Starred>(value) && is_target(value, true);
        }
        default: return false;
    }
}

bool Parser::is_single_target(const Expr* expr) {
    return is<Name>(expr) || is<Attribute>(expr) || is<Subscript>(expr);
}

void Parser::set_context(Expr* expr, ExprContext context) {
    switch (expr->kind) {
        case ExprKind::Name: cast<Name>(expr).ctx = context; break;
        case ExprKind::Attribute: cast<Attribute>(expr).ctx = context; break;
        case ExprKind::Subscript: cast<Subscript>(expr).ctx = context; break;
        case ExprKind::Tuple:
            cast<Tuple>(expr).ctx = context;
            for (Expr* element : cast<Tuple>(expr).elts) set_context(element, context);
            break;
        case ExprKind::List:
            cast<List>(expr).ctx = context;
            for (Expr* element : cast<List>(expr).elts) set_context(element, context);
            break;
        case ExprKind::Starred:
            cast<Starred>(expr).ctx = context;
            set_context(cast<Starred>(expr).value, context);
            break;
        default: break;
    }
}

}  // namespace moult::compiler
