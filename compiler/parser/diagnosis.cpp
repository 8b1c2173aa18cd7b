// Known mistakes in expressions and targets: what they are, and how they are told. Runs only in the second
// parse of a program that has an error. Each diagnose_* function leaves the position as it found it and
// returns whether it raised.
#include <string>

#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

namespace {

constexpr const char* kMaybeEqual = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

Location join(const Location& first, const Location& last) {
    return {first.lineno, first.col_offset, last.end_lineno, last.end_col_offset};
}

std::string_view constant_description(const compiler::Constant& constant) {
    if (std::holds_alternative<NoneConstant>(constant.value)) return "None";
    if (const bool* flag = std::get_if<bool>(&constant.value)) return *flag ? "True" : "False";
    return std::holds_alternative<EllipsisConstant>(constant.value) ? "ellipsis" : "literal";
}

}  // namespace

// What messages call an expression.
std::string_view Parser::describe(const Expr* expr) {
    switch (expr->kind) {
        case ExprKind::Attribute: return "attribute";
        case ExprKind::Subscript: return "subscript";
        case ExprKind::Starred: return "starred";
        case ExprKind::Name: return "name";
        case ExprKind::List: return "list";
        case ExprKind::Tuple: return "tuple";
        case ExprKind::Lambda: return "lambda";
        case ExprKind::Call: return "function call";
        case ExprKind::BoolOp:
        case ExprKind::BinOp:
        case ExprKind::UnaryOp: return "expression";
        case ExprKind::GeneratorExp: return "generator expression";
        case ExprKind::Yield:
        case ExprKind::YieldFrom: return "yield expression";
        case ExprKind::Await: return "await expression";
        case ExprKind::ListComp: return "list comprehension";
        case ExprKind::SetComp: return "set comprehension";
        case ExprKind::DictComp: return "dict comprehension";
        case ExprKind::Dict: return "dict literal";
        case ExprKind::Set: return "set display";
        case ExprKind::JoinedStr:
        case ExprKind::FormattedValue: return "f-string expression";
        case ExprKind::Constant: return constant_description(cast<ast::Constant>(expr).value);
        case ExprKind::Compare: return "comparison";
        case ExprKind::IfExp: return "conditional expression";
        case ExprKind::NamedExpr: return "named expression";
        case ExprKind::Slice: return "slice";
    }
    return "expression";
}

// The part of an expression that cannot be a target, or null.
const Expr* Parser::find_invalid_target(const Expr* expr, Targets targets) {
    auto search = [&](Seq<Expr*> elements) -> const Expr* {
        for (const Expr* element : elements) {
            if (const Expr* found = find_invalid_target(element, targets)) return found;
        }
        return nullptr;
    };
    switch (expr->kind) {
        case ExprKind::Name:
        case ExprKind::Attribute:
        case ExprKind::Subscript: return nullptr;
        case ExprKind::List: return search(cast<List>(expr).elts);
        case ExprKind::Tuple: return search(cast<Tuple>(expr).elts);
        case ExprKind::Starred:
            return targets == Targets::Delete ? expr
                                              : find_invalid_target(cast<Starred>(expr).value, targets);
        case ExprKind::Compare: {
            // `a in b` after `for` was read as a comparison.
            const auto& comparison = cast<Compare>(expr);
            if (targets != Targets::For) return expr;
            if (comparison.ops[0] != CompareOperator::In) return nullptr;
            return find_invalid_target(comparison.left, targets);
        }
        default: return expr;
    }
}

bool Parser::raise_invalid_target(const Expr* expr, Targets targets) {
    const Expr* found = find_invalid_target(expr, targets);
    if (found == nullptr) return false;
    raise_at(*found, std::string(targets == Targets::Delete ? "cannot delete " : "cannot assign to ") +
                         std::string(describe(found)));
    return true;
}

// Two expressions in a row, an unfinished conditional, a Python 2 print statement.
bool Parser::diagnose_expression() {
    size_t mark = position_;
    const Token& start = token();
    bool name = at(Kind::Name);
    // CPython takes a beginning of a soft keyword for the keyword here.
    bool soft_keyword = false;
    for (std::string_view keyword : {"_", "case", "match"}) {
        soft_keyword = soft_keyword || (name && keyword.starts_with(spelling(start)));
    }
    bool juxtaposition_allowed = soft_keyword || (name && token_ahead(1).kind == Kind::String);
    Expr* first = parse_disjunction();
    if (failed()) return true;
    if (first != nullptr && !juxtaposition_allowed && (at_expression_start() || at(Kind::KeywordLambda))) {
        size_t after = position_;
        Expr* second = without_diagnosis([&] { return parse_expression_alternatives(); });
        if (failed()) return true;
        if (second != nullptr && !is_legacy_statement(first) && previous().level != 0) {
            raise_at(join(*first, *second), "invalid syntax. Perhaps you forgot a comma?");
            return true;
        }
        position_ = after;
    }
    if (first != nullptr && accept(Kind::KeywordIf)) {
        Expr* condition = parse_disjunction();
        if (failed()) return true;
        if (condition != nullptr && !at(Kind::KeywordElse) && !at(Kind::Colon)) {
            raise_at(join(*first, *condition), "expected 'else' after 'if' expression");
            return true;
        }
    }
    position_ = mark;
    if (name && token_ahead(1).kind != Kind::LeftParen) {
        advance();
        Nesting nesting(*this, 4);
        if (nesting.too_deep()) return true;
        Expr* arguments = parse_star_expressions();
        if (failed()) return true;
        if (arguments != nullptr && (spelling(start) == "print" || spelling(start) == "exec")) {
            std::string function(spelling(start));
            raise_at(join(start, *arguments), "Missing parentheses in call to '" + function +
                                                  "'. Did you mean " + function + "(...)?");
            return true;
        }
        position_ = mark;
    }
    return false;
}

bool Parser::is_legacy_statement(const Expr* expr) {
    const auto* name = as<Name>(expr);
    return name != nullptr && (name->id == "print" || name->id == "exec");
}

// `=` or `:=` after something that cannot be named.
bool Parser::diagnose_named_expression() {
    size_t mark = position_;
    const Token& start = token();
    Expr* expression = parse_expression();
    if (failed()) return true;
    if (expression != nullptr && accept(Kind::ColonEqual)) {
        Expr* value = parse_expression();
        if (failed()) return true;
        if (value != nullptr) {
            raise_at(*expression,
                     "cannot use assignment expressions with " + std::string(describe(expression)));
            return true;
        }
    }
    position_ = mark;
    if (start.kind == Kind::Name && token_ahead(1).kind == Kind::Equal) {
        advance();
        advance();
        Expr* value = parse_bitwise_or();
        if (failed()) return true;
        if (value != nullptr && !at(Kind::Equal) && !at(Kind::ColonEqual)) {
            raise_at(join(start, *value), kMaybeEqual);
            return true;
        }
        position_ = mark;
    }
    if (at(Kind::KeywordTrue) || at(Kind::KeywordFalse) || at(Kind::KeywordNone)) return false;
    if (at(Kind::LeftParen) || at(Kind::LeftBracket)) {
        Expr* atom = parse_atom();
        if (failed()) return true;
        position_ = mark;
        bool display = atom != nullptr && (is<List>(atom) || is<Tuple>(atom) || is<GeneratorExp>(atom)) &&
                       atom->lineno == start.lineno && atom->col_offset == start.col_offset;
        if (display) return false;
    }
    Expr* target = parse_bitwise_or();
    if (failed()) return true;
    if (target != nullptr && accept(Kind::Equal)) {
        Expr* value = parse_bitwise_or();
        if (failed()) return true;
        if (value != nullptr && !at(Kind::Equal) && !at(Kind::ColonEqual)) {
            raise_at(*target, "cannot assign to " + std::string(describe(target)) +
                                  " here. Maybe you meant '==' instead of '='?");
            return true;
        }
    }
    position_ = mark;
    return false;
}

// At `(`: a group that cannot be one, or a comprehension over a starred element.
bool Parser::diagnose_parenthesized() {
    size_t mark = position_;
    advance();
    const Token& first = token();
    if (at(Kind::Star)) {
        Expr* starred = parse_starred_argument();
        if (failed()) return true;
        if (starred != nullptr && at(Kind::RightParen)) {
            raise_at(*starred, "cannot use starred expression here");
            return true;
        }
    } else if (accept(Kind::DoubleStar)) {
        Expr* value = parse_expression();
        if (failed()) return true;
        if (value != nullptr && at(Kind::RightParen)) {
            raise_at(first, "cannot use double starred expression here");
            return true;
        }
    }
    position_ = mark;
    return diagnose_comprehension();
}

// At an opening bracket: `*a for ...` and `a, b for ...`.
bool Parser::diagnose_comprehension() {
    size_t mark = position_;
    bool parenthesis = at(Kind::LeftParen);
    advance();
    Seq<Comprehension*> generators;
    if (at(Kind::Star)) {
        Expr* starred = parse_starred_argument();
        if (failed()) return true;
        if (starred != nullptr && at_comprehension() && parse_comprehensions(generators)) {
            raise_at(*starred, "iterable unpacking cannot be used in comprehension");
        }
        if (failed()) return true;
        position_ = mark + 1;
    }
    if (parenthesis) {
        position_ = mark;
        return false;
    }
    Expr* first = parse_star_named_expression();
    if (failed()) return true;
    if (first != nullptr && at(Kind::Comma)) {
        Location last = token();
        while (accept(Kind::Comma) && !at_comprehension()) {
            Expr* element = parse_star_named_expression();
            if (failed()) return true;
            if (element == nullptr) break;
            last = *element;
        }
        if (at_comprehension() && parse_comprehensions(generators)) {
            raise_at(join(*first, last), "did you forget parentheses around the comprehension target?");
        }
        if (failed()) return true;
    }
    position_ = mark;
    return false;
}

// At `{` of what is no dict: pairs without their colon or value. CPython looks for these in its first run
// already.
bool Parser::diagnose_dict() {
    bool second_run = second_run_;
    second_run_ = true;
    find_wrong_pair();
    second_run_ = second_run;
    return failed();
}

void Parser::find_wrong_pair() {
    size_t mark = position_;
    advance();
    // The pairs that are well-formed, then one that is not.
    size_t after_pairs = position_;
    bool pairs = false;
    for (;;) {
        if (!skip_dict_pair()) break;
        pairs = true;
        after_pairs = position_;
        if (!accept(Kind::Comma)) break;
    }
    if (failed()) return;
    position_ = after_pairs;
    if (pairs && accept(Kind::Comma) && diagnose_dict_pair(true)) return;
    position_ = mark + 1;
    if (diagnose_dict_pair(false)) return;
    position_ = mark;
}

// At `{` of what is no display: `**` in a comprehension.
bool Parser::diagnose_braces() {
    size_t mark = position_;
    advance();
    const Token& star = token();
    if (accept(Kind::DoubleStar)) {
        Seq<Comprehension*> generators;
        Expr* value = parse_bitwise_or();
        if (failed()) return true;
        bool comprehension = value != nullptr && at_comprehension() && parse_comprehensions(generators);
        if (failed()) return true;
        if (comprehension && at(Kind::RightBrace)) {
            raise_at(star, "dict unpacking cannot be used in dict comprehension");
            return true;
        }
    }
    position_ = mark;
    return diagnose_comprehension();
}

// Reads `key: value` or `**value`.
bool Parser::skip_dict_pair() {
    if (accept(Kind::DoubleStar)) return parse_bitwise_or() != nullptr;
    return parse_expression() != nullptr && accept(Kind::Colon) && parse_expression() != nullptr;
}

bool Parser::diagnose_dict_pair(bool need_colon) {
    size_t mark = position_;
    Expr* key = parse_expression();
    if (failed()) return true;
    if (key == nullptr) {
        position_ = mark;
        return false;
    }
    const Token& colon = token();
    if (!accept(Kind::Colon)) {
        if (need_colon) {
            raise_range(ErrorKind::SyntaxError, key->lineno, key->end_col_offset, key->end_lineno, 0,
                        "':' expected after dictionary key");
        }
        position_ = mark;
        return failed();
    }
    const Token& star = token();
    if (accept(Kind::Star)) {
        Expr* value = parse_bitwise_or();
        if (failed()) return true;
        if (value != nullptr) {
            raise_from(star, "cannot use a starred expression in a dictionary value");
            return true;
        }
    } else if (at(Kind::RightBrace) || at(Kind::Comma)) {
        raise_at(colon, "expression expected after dictionary key and ':'");
        return true;
    }
    position_ = mark;
    return false;
}

// After `for` of a loop or comprehension whose targets could not be read.
bool Parser::diagnose_for_target() {
    size_t mark = position_;
    Expr* targets = parse_star_expressions();
    if (!failed() && targets != nullptr) raise_invalid_target(targets, Targets::For);
    position_ = mark;
    return failed();
}

// A statement that begins with an expression and is no assignment. The order of the checks is that of
// CPython's grammar: annotations first, then plain and augmented assignments.
bool Parser::diagnose_assignment() {
    size_t mark = position_;
    if (at(Kind::LeftParen) || at(Kind::LeftBracket)) {
        Expr* atom = parse_atom();
        if (failed()) return true;
        if (atom != nullptr && (is<List>(atom) || is<Tuple>(atom)) && accept(Kind::Colon)) {
            Expr* annotation = parse_expression();
            if (!failed() && annotation != nullptr) {
                raise_at(*atom,
                         "only single target (not " + std::string(describe(atom)) + ") can be annotated");
            }
            if (failed()) return true;
        }
        position_ = mark;
    }
    Expr* first = parse_star_named_expression();
    if (failed()) return true;
    if (first != nullptr && accept(Kind::Comma)) {
        // As many lists of elements as follow each other; commas between the elements, none between the
        // lists.
        bool more = true;
        while (more) {
            size_t before = position_;
            Expr* element = parse_star_named_expression();
            if (failed()) return true;
            more = element != nullptr;
            if (!more) position_ = before;
            if (more) accept(Kind::Comma);
        }
        if (accept(Kind::Colon) && parse_expression() != nullptr) {
            raise_at(*first, "only single target (not tuple) can be annotated");
        }
        if (failed()) return true;
    }
    position_ = mark;
    Expr* target = parse_expression();
    if (failed()) return true;
    if (target != nullptr && accept(Kind::Colon)) {
        Expr* annotation = parse_expression();
        if (!failed() && annotation != nullptr) raise_at(*target, "illegal target for annotation");
        if (failed()) return true;
    }
    position_ = mark;
    skip_assignment_targets();
    if (failed()) return true;
    size_t after_targets = position_;
    Expr* value = parse_star_expressions();
    if (failed()) return true;
    if (value != nullptr && at(Kind::Equal) && raise_invalid_target(value, Targets::Star)) return true;
    position_ = after_targets;
    if (at(Kind::KeywordYield)) {
        Expr* yield = parse_yield();
        if (failed()) return true;
        if (yield != nullptr && at(Kind::Equal)) {
            raise_at(*yield, "assignment to yield expression not possible");
            return true;
        }
    }
    position_ = mark;
    Expr* augmented = parse_star_expressions();
    if (failed()) return true;
    if (augmented != nullptr && at_augmented_assignment()) {
        advance();
        Expr* operand = parse_yield_or_star_expressions();
        if (!failed() && operand != nullptr) {
            raise_at(*augmented, "'" + std::string(describe(augmented)) +
                                     "' is an illegal expression for augmented assignment");
        }
        if (failed()) return true;
    }
    position_ = mark;
    return false;
}

// Moves behind all `targets =` that can be read; returns how many.
int Parser::skip_assignment_targets() {
    int count = 0;
    for (;; ++count) {
        size_t mark = position_;
        Expr* targets = parse_star_targets();
        if (failed()) return count;
        if (targets == nullptr || !accept(Kind::Equal)) {
            position_ = mark;
            return count;
        }
    }
}

// An expression statement or assignment in the second run, by trial as CPython's grammar orders it.
Stmt* Parser::parse_expression_statement_again() {
    size_t mark = position_;
    const Token& start = token();
    // Annotated, then plain, then augmented assignment.
    Expr* target = parse_primary();
    if (failed()) return nullptr;
    bool parenthesized_ok = target != nullptr && is_single_target(target);
    if (parenthesized_ok && at(Kind::Colon)) {
        Stmt* annotated = parse_annotated_assignment(start, target);
        if (annotated != nullptr || failed()) return annotated;
    }
    position_ = mark;
    if (skip_assignment_targets() > 0 && !failed()) {
        Expr* value = parse_yield_or_star_expressions();
        if (failed()) return nullptr;
        if (value != nullptr && !at(Kind::Equal)) {
            accept(Kind::TypeComment);
            return make<Pass>(from(start));
        }
    }
    if (failed()) return nullptr;
    position_ = mark;
    target = parse_primary();
    if (failed()) return nullptr;
    if (target != nullptr && is_single_target(target) && at_augmented_assignment()) {
        advance();
        return parse_yield_or_star_expressions() != nullptr ? make<Pass>(from(start)) : nullptr;
    }
    position_ = mark;
    if (diagnosing_ && diagnose_assignment()) return nullptr;
    position_ = mark;
    Expr* value = parse_star_expressions();
    if (failed()) return nullptr;
    if (value == nullptr && start.kind == Kind::KeywordYield) {
        position_ = mark;
        value = parse_yield();
    }
    return value != nullptr ? make<Pass>(from(start)) : nullptr;
}

}  // namespace moult::compiler
