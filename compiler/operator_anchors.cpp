// Parses the expression and looks for the operator between its operands.
#include "compiler/operator_anchors.h"

#include "compiler/ast.h"
#include "compiler/parser/parser.h"

namespace moult::compiler {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

// As CPython 3.11 does it: parentheses around the operands count as the operator's.
std::optional<OperatorAnchors> anchors_of(const ast::BinOp& operation, std::string_view text) {
    int limit = operation.right->col_offset;
    for (int i = operation.left->end_col_offset; i < limit; ++i) {
        if (is_blank(text[i])) continue;
        bool two_characters = i + 1 < limit && !is_blank(text[i + 1]);
        return OperatorAnchors{i, i + (two_characters ? 2 : 1)};
    }
    return std::nullopt;
}

std::optional<OperatorAnchors> anchors_of(const ast::Subscript& subscription) {
    return OperatorAnchors{subscription.value->end_col_offset, subscription.slice->end_col_offset + 1};
}

}  // namespace

std::optional<OperatorAnchors> find_operator_anchors(std::string_view text) {
    Arena arena;
    ParseResult parsed = parse_text(text, {}, arena);
    if (!parsed || parsed.module->kind != ast::ModKind::Module) return std::nullopt;
    auto body = static_cast<const ast::Module*>(parsed.module)->body;
    if (body.size() != 1 || body[0]->kind != ast::StmtKind::ExprStmt) return std::nullopt;
    const ast::Expr* expression = static_cast<const ast::ExprStmt*>(body[0])->value;
    if (expression->end_lineno != expression->lineno) return std::nullopt;
    if (expression->kind == ast::ExprKind::BinOp)
        return anchors_of(*static_cast<const ast::BinOp*>(expression), text);
    if (expression->kind == ast::ExprKind::Subscript)
        return anchors_of(*static_cast<const ast::Subscript*>(expression));
    return std::nullopt;
}

}  // namespace moult::compiler
