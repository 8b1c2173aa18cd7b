// Statements on one line: expressions, assignments, imports, and the small keyword statements.
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

// Statements up to a token that ends them (Dedent or EndMarker), which is left.
bool Parser::parse_statements(std::vector<Stmt*>& out, Kind end) {
    do {
        if (!parse_statement(out)) return false;
    } while (!at(end));
    return true;
}

bool Parser::parse_statement(std::vector<Stmt*>& out) {
    Stmt* compound = nullptr;
    if (at_compound_statement()) {
        compound = parse_compound_statement();
        if (compound == nullptr) return false;
    } else if (at_name("match")) {
        size_t mark = position_;
        compound = parse_match();
        if (compound == nullptr) {
            if (failed()) return false;
            position_ = mark;
        }
    }
    if (compound == nullptr) return parse_simple_statements(out);
    out.push_back(compound);
    return true;
}

// simple (';' simple)* [';'] NEWLINE
bool Parser::parse_simple_statements(std::vector<Stmt*>& out) {
    do {
        if (at(Kind::Newline) && previous().kind == Kind::Semicolon) break;
        Stmt* statement = parse_simple_statement();
        if (statement == nullptr) return false;
        out.push_back(statement);
    } while (accept(Kind::Semicolon));
    return accept(Kind::Newline);
}

Stmt* Parser::parse_simple_statement() {
    switch (kind()) {
        case Kind::KeywordReturn: return parse_return();
        case Kind::KeywordImport: return parse_import();
        case Kind::KeywordFrom: return parse_import_from();
        case Kind::KeywordRaise: return parse_raise();
        case Kind::KeywordPass: return parse_keyword_statement<Pass>();
        case Kind::KeywordDel: return parse_delete();
        case Kind::KeywordAssert: return parse_assert();
        case Kind::KeywordBreak: return parse_keyword_statement<Break>();
        case Kind::KeywordContinue: return parse_keyword_statement<Continue>();
        case Kind::KeywordGlobal: return parse_scope_declaration<Global>();
        case Kind::KeywordNonlocal: return parse_scope_declaration<Nonlocal>();
        default: return parse_expression_statement();
    }
}

namespace {

// The operator of an augmented assignment.
bool augmented_operator(TokenKind kind, Operator& op) {
    switch (kind) {
        case TokenKind::PlusEqual: op = Operator::Add; return true;
        case TokenKind::MinusEqual: op = Operator::Sub; return true;
        case TokenKind::StarEqual: op = Operator::Mult; return true;
        case TokenKind::AtEqual: op = Operator::MatMult; return true;
        case TokenKind::SlashEqual: op = Operator::Div; return true;
        case TokenKind::PercentEqual: op = Operator::Mod; return true;
        case TokenKind::AmpersandEqual: op = Operator::BitAnd; return true;
        case TokenKind::VerticalBarEqual: op = Operator::BitOr; return true;
        case TokenKind::CircumflexEqual: op = Operator::BitXor; return true;
        case TokenKind::LeftShiftEqual: op = Operator::LShift; return true;
        case TokenKind::RightShiftEqual: op = Operator::RShift; return true;
        case TokenKind::DoubleStarEqual: op = Operator::Pow; return true;
        case TokenKind::DoubleSlashEqual: op = Operator::FloorDiv; return true;
        default: return false;
    }
}

}  // namespace

bool Parser::at_augmented_assignment() const {
    Operator op;
    return augmented_operator(kind(), op);
}

// An expression, or an assignment that begins with one.
Stmt* Parser::parse_expression_statement() {
    if (second_run_) return parse_expression_statement_again();
    const Token& start = token();
    Expr* first = parse_yield_or_star_expressions();
    if (first == nullptr) return nullptr;
    Operator op;
    if (at(Kind::Equal)) return parse_assignment(start, first);
    if (at(Kind::Colon) && is_single_target(first)) return parse_annotated_assignment(start, first);
    if (augmented_operator(kind(), op)) return parse_augmented_assignment(start, first, op);
    auto* node = make<ExprStmt>(from(start));
    node->value = first;
    return node;
}

Stmt* Parser::parse_annotated_assignment(const Token& start, Expr* target) {
    advance();
    Expr* annotation = parse_expression();
    if (annotation == nullptr) return nullptr;
    Expr* value = nullptr;
    size_t mark = position_;
    if (accept(Kind::Equal)) {
        value = parse_yield_or_star_expressions();
        if (value == nullptr && !retreat(mark)) return nullptr;
    }
    set_context(target, ExprContext::Store);
    auto* node = make<AnnAssign>(from(start));
    node->target = target;
    node->annotation = annotation;
    node->value = value;
    node->simple = is<Name>(target) && start.kind == Kind::Name;
    return since(6, node->simple ? "Variable annotation syntax is" : "Variable annotations syntax is", node);
}

Stmt* Parser::parse_augmented_assignment(const Token& start, Expr* target, Operator op) {
    if (!is_single_target(target)) return nullptr;
    advance();
    if (op == Operator::MatMult && !is_allowed(5, kMatrixProduct, previous())) return nullptr;
    Expr* value = parse_yield_or_star_expressions();
    if (value == nullptr) return nullptr;
    set_context(target, ExprContext::Store);
    auto* node = make<AugAssign>(from(start));
    node->target = target;
    node->op = op;
    node->value = value;
    return node;
}

Stmt* Parser::parse_assignment(const Token& start, Expr* first) {
    std::vector<Expr*> targets;
    Expr* value = first;
    while (at(Kind::Equal)) {
        if (!make_target(value, ExprContext::Store)) return nullptr;
        targets.push_back(value);
        advance();
        value = parse_yield_or_star_expressions();
        if (value == nullptr) return nullptr;
    }
    TypeComment comment = accept_type_comment();
    auto* node = make<Assign>(from(start));
    node->targets = arena_.copy(targets);
    node->value = value;
    node->type_comment = comment;
    return node;
}

Stmt* Parser::parse_return() {
    const Token& start = token();
    advance();
    Expr* value = nullptr;
    if (at_expression_start() || at(Kind::Star)) {
        value = parse_star_expressions();
        if (value == nullptr) return nullptr;
    }
    auto* node = make<Return>(from(start));
    node->value = value;
    return node;
}

Stmt* Parser::parse_raise() {
    const Token& start = token();
    advance();
    Expr* exception = nullptr;
    Expr* cause = nullptr;
    if (at_expression_start()) {
        exception = parse_expression();
        if (exception == nullptr) return nullptr;
        if (accept(Kind::KeywordFrom)) {
            cause = parse_expression();
            if (cause == nullptr) return nullptr;
        }
    }
    auto* node = make<Raise>(from(start));
    node->exc = exception;
    node->cause = cause;
    return node;
}

Stmt* Parser::parse_delete() {
    const Token& start = token();
    advance();
    std::vector<Expr*> targets;
    size_t mark = position_;
    bool complete = true;
    do {
        if (!targets.empty() && !at_expression_start()) break;
        Expr* target = parse_delete_target();
        complete = target != nullptr;
        if (complete) targets.push_back(target);
    } while (complete && accept(Kind::Comma));
    if (!complete || (!at(Kind::Semicolon) && !at(Kind::Newline))) {
        position_ = mark;
        if (!diagnosing_ || failed()) return nullptr;
        Expr* wrong = parse_star_expressions();
        if (!failed() && wrong != nullptr) raise_invalid_target(wrong, Targets::Delete);
        return nullptr;
    }
    auto* node = make<Delete>(from(start));
    node->targets = arena_.copy(targets);
    return node;
}

Stmt* Parser::parse_assert() {
    const Token& start = token();
    advance();
    Expr* test = parse_expression();
    if (test == nullptr) return nullptr;
    Expr* message = nullptr;
    if (accept(Kind::Comma)) {
        message = parse_expression();
        if (message == nullptr) return nullptr;
    }
    auto* node = make<Assert>(from(start));
    node->test = test;
    node->msg = message;
    return node;
}

template <class T>
Stmt* Parser::parse_scope_declaration() {
    const Token& start = token();
    advance();
    std::vector<Identifier> names;
    do {
        Identifier name;
        if (!parse_name(name)) return nullptr;
        names.push_back(name);
    } while (accept(Kind::Comma));
    auto* node = make<T>(from(start));
    node->names = arena_.copy(names);
    return node;
}

// a.b.c, as one identifier.
bool Parser::parse_dotted_name(Identifier& name) {
    if (!parse_name(name)) return false;
    if (!at(Kind::Dot)) return true;
    std::string path(name);
    while (accept(Kind::Dot)) {
        if (!parse_name(name)) return false;
        path += '.';
        path += name;
    }
    name = arena_.intern(path);
    return true;
}

Alias* Parser::parse_alias(bool dotted) {
    const Token& start = token();
    Identifier name;
    Identifier asname;
    if (dotted ? !parse_dotted_name(name) : !parse_name(name)) return nullptr;
    if (accept(Kind::KeywordAs) && !parse_name(asname)) return nullptr;
    auto* alias = arena_.make<Alias>();
    static_cast<Location&>(*alias) = from(start);
    alias->name = name;
    alias->asname = asname;
    return alias;
}

Stmt* Parser::parse_import() {
    const Token& start = token();
    advance();
    std::vector<Alias*> names;
    do {
        Alias* alias = parse_alias(true);
        if (alias == nullptr) return nullptr;
        names.push_back(alias);
    } while (accept(Kind::Comma));
    auto* node = make<Import>(from(start));
    node->names = arena_.copy(names);
    return node;
}

Stmt* Parser::parse_import_from() {
    const Token& start = token();
    advance();
    int level = 0;
    for (;; advance()) {
        if (at(Kind::Dot)) {
            level += 1;
        } else if (at(Kind::Ellipsis)) {
            level += 3;
        } else {
            break;
        }
    }
    Identifier module;
    if ((level == 0 || !at(Kind::KeywordImport)) && !parse_dotted_name(module)) return nullptr;
    std::vector<Alias*> names;
    if (!accept(Kind::KeywordImport) || !parse_import_targets(names)) return nullptr;
    auto* node = make<ImportFrom>(from(start));
    node->module = module;
    node->names = arena_.copy(names);
    node->level = level;
    return node;
}

bool Parser::parse_import_targets(std::vector<Alias*>& names) {
    if (at(Kind::Star)) {
        auto* alias = arena_.make<Alias>();
        static_cast<Location&>(*alias) = token();
        alias->name = arena_.intern("*");
        names.push_back(alias);
        advance();
        return true;
    }
    bool parenthesized = accept(Kind::LeftParen);
    do {
        if (parenthesized && !names.empty() && at(Kind::RightParen)) break;
        if (diagnosing_ && !names.empty() && at(Kind::Newline)) {
            raise_at_last_token(ErrorKind::SyntaxError,
                                "trailing comma not allowed without surrounding parentheses");
            return false;
        }
        Alias* alias = parse_alias(false);
        if (alias == nullptr) return false;
        names.push_back(alias);
    } while (accept(Kind::Comma));
    return !parenthesized || accept(Kind::RightParen);
}

}  // namespace moult::compiler
