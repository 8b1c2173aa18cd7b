// Expressions from tuples without parentheses down to powers; what is tighter is in parser_atoms.cpp.
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

// Whether the token can start an expression (not a starred one).
bool Parser::at_expression_start() const {
    switch (kind()) {
        case Kind::Name:
        case Kind::Number:
        case Kind::String:
        case Kind::LeftParen:
        case Kind::LeftBracket:
        case Kind::LeftBrace:
        case Kind::Plus:
        case Kind::Minus:
        case Kind::Tilde:
        case Kind::Ellipsis:
        case Kind::KeywordNot:
        case Kind::KeywordLambda:
        case Kind::KeywordAwait:
        case Kind::KeywordNone:
        case Kind::KeywordTrue:
        case Kind::KeywordFalse: return true;
        default: return false;
    }
}

// star_expressions: one, or a tuple.
Expr* Parser::parse_star_expressions() {
    if (!second_run_) return parse_star_expressions_once();
    return recall(Rule::StarExpressions, [&] { return parse_star_expressions_once(); });
}

Expr* Parser::parse_star_expressions_once() {
    return parse_expression_list(true);
}

// One expression, or a tuple without brackets.
Expr* Parser::parse_expression_list(bool starred_allowed) {
    const Token& start = token();
    auto parse_element = [&] { return starred_allowed ? parse_star_expression() : parse_expression(); };
    Expr* first = parse_element();
    if (first == nullptr || !at(Kind::Comma)) return first;
    std::vector<Expr*> elements{first};
    while (accept(Kind::Comma)) {
        if (!at_expression_start() && !(starred_allowed && at(Kind::Star))) break;
        size_t mark = position_;
        Expr* element = parse_element();
        if (element == nullptr && retreat(mark)) break;
        if (element == nullptr) return nullptr;
        elements.push_back(element);
    }
    auto* tuple = make<Tuple>(from(start));
    tuple->elts = arena_.copy(elements);
    return tuple;
}

Expr* Parser::parse_star_expression() {
    if (!at(Kind::Star)) return parse_expression();
    const Token& start = token();
    advance();
    Expr* value = parse_bitwise_or();
    if (value == nullptr) return nullptr;
    auto* starred = make<Starred>(from(start));
    starred->value = value;
    return starred;
}

Expr* Parser::parse_star_named_expression() {
    return at(Kind::Star) ? parse_star_expression() : parse_named_expression();
}

Expr* Parser::parse_named_expression() {
    if (!second_run_) return parse_named_expression_once();
    return recall(Rule::NamedExpression, [&]() -> Expr* {
        if (diagnosing_ && !at_named_expression() && diagnose_named_expression()) return nullptr;
        return parse_named_expression_once();
    });
}

Expr* Parser::parse_named_expression_once() {
    if (!at_named_expression()) return parse_expression();
    const Token& start = token();
    advance();
    advance();
    auto* target = make<Name>(start);
    target->id = identifier(start);
    target->ctx = ExprContext::Store;
    Expr* value = parse_expression();
    if (value == nullptr) return nullptr;
    auto* named = make<NamedExpr>(from(start));
    named->target = target;
    named->value = value;
    return since(8, "Assignment expressions are", named);
}

Expr* Parser::parse_yield_or_star_expressions() {
    return at(Kind::KeywordYield) ? parse_yield() : parse_star_expressions();
}

Expr* Parser::parse_yield() {
    const Token& start = token();
    advance();
    if (accept(Kind::KeywordFrom)) {
        Expr* value = parse_expression();
        if (value == nullptr) return nullptr;
        auto* node = make<YieldFrom>(from(start));
        node->value = value;
        return node;
    }
    Expr* value = nullptr;
    if (at_expression_start() || at(Kind::Star)) {
        size_t mark = position_;
        value = parse_star_expressions();
        if (value == nullptr && !retreat(mark)) return nullptr;
    }
    auto* node = make<Yield>(from(start));
    node->value = value;
    return node;
}

Expr* Parser::parse_expression() {
    if (!second_run_) return parse_expression_alternatives();
    return recall(Rule::Expression, [&]() -> Expr* {
        if (diagnosing_ && diagnose_expression()) return nullptr;
        return parse_expression_alternatives();
    });
}

Expr* Parser::parse_expression_alternatives() {
    if (at(Kind::KeywordLambda)) return parse_lambda();
    const Token& start = token();
    Expr* body = parse_disjunction();
    if (body == nullptr || !at(Kind::KeywordIf)) return body;
    size_t mark = position_;
    advance();
    Expr* test = parse_disjunction();
    if (test == nullptr || !accept(Kind::KeywordElse)) return retreat(mark) ? body : nullptr;
    Nesting nesting(*this);
    if (nesting.too_deep()) return nullptr;
    Expr* orelse = parse_expression();
    if (orelse == nullptr) return retreat(mark) ? body : nullptr;
    auto* node = make<IfExp>(from(start));
    node->test = test;
    node->body = body;
    node->orelse = orelse;
    return node;
}

// Where an expression could not be read in the first run, and a message depends on how far: as much of it as
// makes an expression, or null.
Expr* Parser::parse_beginning_of_expression(size_t mark) {
    if (failed() || second_run_) return nullptr;
    position_ = mark;
    second_run_ = true;
    Expr* beginning = parse_expression();
    second_run_ = false;
    return beginning;
}

Expr* Parser::parse_lambda() {
    Nesting nesting(*this, 2);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    Arguments* args = parse_parameters(true);
    if (args == nullptr || !accept(Kind::Colon)) return nullptr;
    Expr* body = parse_expression();
    if (body == nullptr) return nullptr;
    auto* node = make<Lambda>(from(start));
    node->args = args;
    node->body = body;
    return node;
}

Expr* Parser::parse_disjunction() {
    if (!second_run_) return parse_disjunction_once();
    return recall(Rule::Disjunction, [&] { return parse_disjunction_once(); });
}

Expr* Parser::parse_disjunction_once() {
    const Token& start = token();
    Expr* first = parse_conjunction();
    if (first == nullptr || !at(Kind::KeywordOr)) return first;
    std::vector<Expr*> values{first};
    while (at(Kind::KeywordOr)) {
        size_t mark = position_;
        advance();
        Expr* value = parse_conjunction();
        if (value == nullptr && retreat(mark)) break;
        if (value == nullptr) return nullptr;
        values.push_back(value);
    }
    if (values.size() == 1) return first;
    auto* node = make<BoolOp>(from(start));
    node->op = BoolOperator::Or;
    node->values = arena_.copy(values);
    return node;
}

Expr* Parser::parse_conjunction() {
    const Token& start = token();
    Expr* first = parse_inversion();
    if (first == nullptr || !at(Kind::KeywordAnd)) return first;
    std::vector<Expr*> values{first};
    while (at(Kind::KeywordAnd)) {
        size_t mark = position_;
        advance();
        Expr* value = parse_inversion();
        if (value == nullptr && retreat(mark)) break;
        if (value == nullptr) return nullptr;
        values.push_back(value);
    }
    if (values.size() == 1) return first;
    auto* node = make<BoolOp>(from(start));
    node->op = BoolOperator::And;
    node->values = arena_.copy(values);
    return node;
}

Expr* Parser::parse_inversion() {
    if (!at(Kind::KeywordNot)) return parse_comparison();
    Nesting nesting(*this);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    Expr* operand = parse_inversion();
    if (operand == nullptr) return nullptr;
    auto* node = make<UnaryOp>(from(start));
    node->op = ast::UnaryOperator::Not;
    node->operand = operand;
    return node;
}

// Reads a comparison operator, which may be two words.
bool Parser::accept_comparison(CompareOperator& op) {
    switch (kind()) {
        case Kind::EqualEqual: op = CompareOperator::Eq; break;
        case Kind::NotEqual: {
            bool old_spelling = spelling(token()) == "<>";
            if (options_.barry_as_bdfl && !old_spelling)
                raise_at_last_token(ErrorKind::SyntaxError, "with Barry as BDFL, use '<>' instead of '!='");
            if (old_spelling != options_.barry_as_bdfl) return false;
            op = CompareOperator::NotEq;
            break;
        }
        case Kind::LessEqual: op = CompareOperator::LtE; break;
        case Kind::Less: op = CompareOperator::Lt; break;
        case Kind::GreaterEqual: op = CompareOperator::GtE; break;
        case Kind::Greater: op = CompareOperator::Gt; break;
        case Kind::KeywordIn: op = CompareOperator::In; break;
        case Kind::KeywordNot:
            if (token_ahead(1).kind != Kind::KeywordIn) return false;
            advance();
            op = CompareOperator::NotIn;
            break;
        case Kind::KeywordIs:
            op = CompareOperator::Is;
            if (token_ahead(1).kind == Kind::KeywordNot) {
                advance();
                op = CompareOperator::IsNot;
            }
            break;
        default: return false;
    }
    advance();
    return true;
}

Expr* Parser::parse_comparison() {
    const Token& start = token();
    Expr* left = parse_bitwise_or();
    CompareOperator op;
    size_t mark = position_;
    if (left == nullptr || !accept_comparison(op)) return left;
    std::vector<CompareOperator> ops;
    std::vector<Expr*> comparators;
    do {
        Expr* right = parse_bitwise_or();
        if (right == nullptr && retreat(mark)) break;
        if (right == nullptr) return nullptr;
        ops.push_back(op);
        comparators.push_back(right);
        mark = position_;
    } while (accept_comparison(op));
    if (ops.empty()) return left;
    auto* node = make<Compare>(from(start));
    node->left = left;
    node->ops = arena_.copy(ops);
    node->comparators = arena_.copy(comparators);
    return node;
}

namespace {

struct BinaryOperator {
    int precedence;  // higher binds tighter; -1: not a binary operator
    Operator op;
};
BinaryOperator binary_operator(TokenKind kind) {
    switch (kind) {
        case TokenKind::VerticalBar: return {0, Operator::BitOr};
        case TokenKind::Circumflex: return {1, Operator::BitXor};
        case TokenKind::Ampersand: return {2, Operator::BitAnd};
        case TokenKind::LeftShift: return {3, Operator::LShift};
        case TokenKind::RightShift: return {3, Operator::RShift};
        case TokenKind::Plus: return {4, Operator::Add};
        case TokenKind::Minus: return {4, Operator::Sub};
        case TokenKind::Star: return {5, Operator::Mult};
        case TokenKind::Slash: return {5, Operator::Div};
        case TokenKind::DoubleSlash: return {5, Operator::FloorDiv};
        case TokenKind::Percent: return {5, Operator::Mod};
        case TokenKind::At: return {5, Operator::MatMult};
        default: return {-1, Operator::Add};
    }
}

}  // namespace

Expr* Parser::parse_bitwise_or() {
    if (!second_run_) return parse_binary(0);
    return recall(Rule::BitwiseOr, [&] { return parse_binary(0); });
}

// Precedence climbing over the left-associative operators from `|` to `*`. Long chains take no stack.
Expr* Parser::parse_binary(int lowest) {
    const Token& start = token();
    Expr* left = parse_unary();
    while (left != nullptr) {
        BinaryOperator found = binary_operator(kind());
        if (found.precedence < lowest) break;
        size_t mark = position_;
        advance();
        Expr* right = parse_binary(found.precedence + 1);
        if (right == nullptr && retreat(mark)) break;
        if (right == nullptr) return nullptr;
        auto* node = make<BinOp>(from(start));
        node->left = left;
        node->op = found.op;
        node->right = right;
        left = found.op == Operator::MatMult ? since(5, kMatrixProduct, node) : node;
    }
    return left;
}

Expr* Parser::parse_unary() {
    UnaryOperator op;
    switch (kind()) {
        case Kind::Plus: op = UnaryOperator::UAdd; break;
        case Kind::Minus: op = UnaryOperator::USub; break;
        case Kind::Tilde: op = UnaryOperator::Invert; break;
        default: return parse_power();
    }
    Nesting nesting(*this);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    Expr* operand = parse_unary();
    if (operand == nullptr) return nullptr;
    auto* node = make<UnaryOp>(from(start));
    node->op = op;
    node->operand = operand;
    return node;
}

// power: [await] primary [** unary]
Expr* Parser::parse_power() {
    const Token& start = token();
    bool awaited = accept(Kind::KeywordAwait);
    Expr* base = parse_primary();
    if (base == nullptr) return nullptr;
    if (awaited) {
        auto* node = make<Await>(from(start));
        node->value = base;
        base = since(5, "Await expressions are", node);
        if (base == nullptr) return nullptr;
    }
    size_t mark = position_;
    if (!accept(Kind::DoubleStar)) return base;
    Nesting nesting(*this, 2);
    if (nesting.too_deep()) return nullptr;
    Expr* exponent = parse_unary();
    if (exponent == nullptr) return retreat(mark) ? base : nullptr;
    auto* node = make<BinOp>(from(start));
    node->left = base;
    node->op = Operator::Pow;
    node->right = exponent;
    return node;
}

}  // namespace moult::compiler
