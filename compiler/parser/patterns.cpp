// The match statement and its patterns (PEP 634).
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

// At the name `match`. Null without an error if this is no match statement after all.
Stmt* Parser::parse_match() {
    const Token& start = token();
    advance();
    if (!at_expression_start() && !at(Kind::Star)) return nullptr;
    Expr* subject = parse_subject();
    if (subject == nullptr) return nullptr;
    if (diagnosing_ && at(Kind::Newline)) return raise_at_last_token(ErrorKind::SyntaxError, "expected ':'");
    if (!accept(Kind::Colon) || !accept(Kind::Newline)) return nullptr;
    if (!accept(Kind::Indent)) {
        if (!diagnosing_) return nullptr;
        return raise_at_last_token(
            ErrorKind::IndentationError,
            "expected an indented block after 'match' statement on line " + std::to_string(start.lineno));
    }
    std::vector<MatchCase*> cases;
    do {
        if (!at_name("case")) return nullptr;
        MatchCase* match_case = parse_case();
        if (match_case == nullptr) return nullptr;
        cases.push_back(match_case);
    } while (!at(Kind::Dedent));
    advance();
    auto* node = make<Match>(from(start));
    node->subject = subject;
    node->cases = arena_.copy(cases);
    return since(10, "Pattern matching is", node, &previous());
}

// subject: a tuple of starred or named expressions, or one named expression.
Expr* Parser::parse_subject() {
    const Token& start = token();
    bool starred = at(Kind::Star);
    Expr* first = parse_star_named_expression();
    if (first == nullptr || (starred && !at(Kind::Comma))) return nullptr;
    if (!at(Kind::Comma)) return first;
    std::vector<Expr*> elements{first};
    while (accept(Kind::Comma)) {
        if (!at_expression_start() && !at(Kind::Star)) break;
        Expr* element = parse_star_named_expression();
        if (element == nullptr) return nullptr;
        elements.push_back(element);
    }
    auto* tuple = make<Tuple>(from(start));
    tuple->elts = arena_.copy(elements);
    return tuple;
}

MatchCase* Parser::parse_case() {
    const Token& start = token();
    advance();
    Pattern* pattern = parse_patterns();
    if (pattern == nullptr) return nullptr;
    Expr* guard = nullptr;
    if (accept(Kind::KeywordIf)) {
        guard = parse_named_expression();
        if (guard == nullptr) return nullptr;
    }
    Seq<Stmt*> body;
    if (!parse_suite(body, "'case' statement", start.lineno, Suite::ExplainsColon)) return nullptr;
    auto* match_case = arena_.make<MatchCase>();
    match_case->pattern = pattern;
    match_case->guard = guard;
    match_case->body = body;
    return match_case;
}

// The pattern of a case: a sequence without brackets, or one pattern.
Pattern* Parser::parse_patterns() {
    const Token& start = token();
    bool starred = at(Kind::Star);
    Pattern* first = parse_maybe_star_pattern();
    if (first == nullptr || (!at(Kind::Comma) && !starred)) return first;
    if (!at(Kind::Comma)) return nullptr;
    std::vector<Pattern*> items{first};
    while (accept(Kind::Comma)) {
        size_t mark = position_;
        Pattern* item = parse_maybe_star_pattern();
        if (failed()) return nullptr;
        if (item == nullptr) {
            position_ = mark;
            break;
        }
        items.push_back(item);
    }
    auto* node = make<MatchSequence>(from(start));
    node->patterns = arena_.copy(items);
    return node;
}

Pattern* Parser::parse_maybe_star_pattern() {
    if (!at(Kind::Star)) return parse_pattern();
    const Token& start = token();
    advance();
    Identifier name;
    if (at_name("_")) {
        advance();
    } else if (!parse_capture_target(name)) {
        return nullptr;
    }
    auto* node = make<MatchStar>(from(start));
    node->name = name;
    return node;
}

// A name that a pattern may bind: not `_`, and not the start of something longer.
bool Parser::parse_capture_target(Identifier& name) {
    if (!at(Kind::Name) || at_name("_")) return false;
    if (!parse_name(name)) return false;
    return !at(Kind::Dot) && !at(Kind::LeftParen) && !at(Kind::Equal);
}

Pattern* Parser::parse_pattern() {
    const Token& start = token();
    Pattern* pattern = parse_or_pattern();
    if (pattern == nullptr || !accept(Kind::KeywordAs)) return pattern;
    Identifier name;
    size_t mark = position_;
    if (!parse_capture_target(name)) {
        position_ = mark;
        if (diagnosing_ && !failed()) diagnose_as_target();
        return nullptr;
    }
    auto* node = make<MatchAs>(from(start));
    node->pattern = pattern;
    node->name = name;
    return node;
}

// After `as` of a pattern without a name that it may bind.
bool Parser::diagnose_as_target() {
    const Token& start = token();
    if (at_name("_")) {
        raise_at(start, "cannot use '_' as a target");
        return true;
    }
    if (at(Kind::Name)) return false;
    Expr* wrong = parse_expression();
    if (!failed() && wrong != nullptr) raise_at(*wrong, "invalid pattern target");
    return failed();
}

Pattern* Parser::parse_or_pattern() {
    const Token& start = token();
    Pattern* first = parse_closed_pattern();
    if (first == nullptr || !at(Kind::VerticalBar)) return first;
    std::vector<Pattern*> alternatives{first};
    while (accept(Kind::VerticalBar)) {
        Pattern* alternative = parse_closed_pattern();
        if (alternative == nullptr) return nullptr;
        alternatives.push_back(alternative);
    }
    auto* node = make<MatchOr>(from(start));
    node->patterns = arena_.copy(alternatives);
    return node;
}

Pattern* Parser::parse_closed_pattern() {
    const Token& start = token();
    auto singleton = [&](compiler::Constant::Variant value) {
        advance();
        auto* node = make<MatchSingleton>(start);
        node->value.value = std::move(value);
        return node;
    };
    switch (start.kind) {
        case Kind::Number:
        case Kind::Minus: return parse_number_pattern();
        case Kind::String: {
            Expr* value = parse_strings();
            if (value == nullptr) return nullptr;
            auto* node = make<MatchValue>(from(start));
            node->value = value;
            return node;
        }
        case Kind::KeywordNone: return singleton(NoneConstant{});
        case Kind::KeywordTrue: return singleton(true);
        case Kind::KeywordFalse: return singleton(false);
        case Kind::LeftParen:
        case Kind::LeftBracket: return parse_group_or_sequence_pattern();
        case Kind::LeftBrace: return parse_mapping_pattern();
        case Kind::Name: return parse_name_pattern();
        default: return nullptr;
    }
}

Pattern* Parser::parse_number_pattern() {
    const Token& start = token();
    Expr* value = parse_number_expression();
    if (value == nullptr) return nullptr;
    auto* node = make<MatchValue>(from(start));
    node->value = value;
    return node;
}

// [-]NUMBER, or [-]NUMBER (+|-) NUMBERj
Expr* Parser::parse_number_expression() {
    const Token& start = token();
    Expr* real = parse_signed_number();
    if (real == nullptr || (!at(Kind::Plus) && !at(Kind::Minus))) return real;
    const Expr* digits = is<UnaryOp>(real) ? cast<UnaryOp>(real).operand : real;
    const Token& real_token = previous();
    Operator op = at(Kind::Plus) ? Operator::Add : Operator::Sub;
    if (token_ahead(1).kind != Kind::Number) {
        advance();
        return nullptr;
    }
    if (std::holds_alternative<std::complex<double>>(cast<ast::Constant>(digits).value.value)) {
        return raise_at(real_token, "real number required in complex literal");
    }
    advance();
    const Token& imaginary_token = token();
    advance();
    Expr* imaginary = parse_number(imaginary_token);
    if (imaginary == nullptr) return nullptr;
    if (!std::holds_alternative<std::complex<double>>(cast<ast::Constant>(imaginary).value.value)) {
        return raise_at(imaginary_token, "imaginary number required in complex literal");
    }
    auto* node = make<BinOp>(from(start));
    node->left = real;
    node->op = op;
    node->right = imaginary;
    return node;
}

Expr* Parser::parse_signed_number() {
    const Token& start = token();
    bool negative = accept(Kind::Minus);
    if (!at(Kind::Number)) return nullptr;
    const Token& number = token();
    advance();
    Expr* value = parse_number(number);
    if (value == nullptr || !negative) return value;
    auto* node = make<UnaryOp>(from(start));
    node->op = UnaryOperator::USub;
    node->operand = value;
    return node;
}

// Items with commas between and the closing bracket.
bool Parser::parse_sequence_items(std::vector<Pattern*>& items, Kind close, bool& trailing_comma) {
    trailing_comma = false;
    while (!at(close)) {
        Pattern* item = parse_maybe_star_pattern();
        if (item == nullptr) return false;
        items.push_back(item);
        trailing_comma = accept(Kind::Comma);
        if (!trailing_comma) break;
    }
    return accept(close);
}

Pattern* Parser::parse_group_or_sequence_pattern() {
    Nesting nesting(*this, 1);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    bool parenthesis = at(Kind::LeftParen);
    advance();
    std::vector<Pattern*> items;
    bool trailing_comma;
    bool starred = at(Kind::Star);
    if (!parse_sequence_items(items, parenthesis ? Kind::RightParen : Kind::RightBracket, trailing_comma)) {
        return nullptr;
    }
    if (parenthesis && items.size() == 1 && !trailing_comma) return starred ? nullptr : items[0];
    auto* node = make<MatchSequence>(from(start));
    node->patterns = arena_.copy(items);
    return node;
}

Pattern* Parser::parse_mapping_pattern() {
    Nesting nesting(*this, 1);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    std::vector<Expr*> keys;
    std::vector<Pattern*> patterns;
    Identifier rest;
    while (!at(Kind::RightBrace)) {
        if (accept(Kind::DoubleStar)) {
            if (!parse_capture_target(rest)) return nullptr;
            accept(Kind::Comma);
            break;
        }
        Expr* key = nullptr;
        switch (kind()) {
            case Kind::Number:
            case Kind::Minus: key = parse_number_expression(); break;
            case Kind::String: key = parse_strings(); break;
            case Kind::KeywordNone:
            case Kind::KeywordTrue:
            case Kind::KeywordFalse: key = parse_atom(); break;
            case Kind::Name:
                key = parse_attribute_path();
                if (key != nullptr && !is<Attribute>(key)) return nullptr;
                break;
            default: return nullptr;
        }
        if (key == nullptr || !accept(Kind::Colon)) return nullptr;
        Pattern* pattern = parse_pattern();
        if (pattern == nullptr) return nullptr;
        keys.push_back(key);
        patterns.push_back(pattern);
        if (!accept(Kind::Comma)) break;
    }
    if (!accept(Kind::RightBrace)) return nullptr;
    auto* node = make<MatchMapping>(from(start));
    node->keys = arena_.copy(keys);
    node->patterns = arena_.copy(patterns);
    node->rest = rest;
    return node;
}

// a.b.c
Expr* Parser::parse_attribute_path() {
    const Token& start = token();
    advance();
    auto* name = make<Name>(start);
    name->id = identifier(start);
    Expr* value = name;
    while (accept(Kind::Dot)) {
        Identifier attribute;
        if (!parse_name(attribute)) return nullptr;
        auto* node = make<Attribute>(from(start));
        node->value = value;
        node->attr = attribute;
        value = node;
    }
    return value;
}

// A pattern that starts with a name: a capture, the wildcard, a value `a.b`, or a class `a.b(...)`.
Pattern* Parser::parse_name_pattern() {
    const Token& start = token();
    Expr* path = parse_attribute_path();
    if (path == nullptr) return nullptr;
    if (at(Kind::LeftParen)) return parse_class_pattern(start, path);
    if (is<Attribute>(path)) {
        auto* node = make<MatchValue>(from(start));
        node->value = path;
        return node;
    }
    if (at(Kind::Equal)) return nullptr;
    auto* node = make<MatchAs>(start);
    if (cast<Name>(path).id != "_") node->name = cast<Name>(path).id;
    return node;
}

Pattern* Parser::parse_class_pattern(const Token& start, Expr* cls) {
    Nesting nesting(*this, 1);
    if (nesting.too_deep()) return nullptr;
    advance();
    std::vector<Pattern*> patterns;
    std::vector<Identifier> attributes;
    std::vector<Pattern*> keyword_patterns;
    const Pattern* misplaced_first = nullptr;
    const Pattern* misplaced_last = nullptr;
    while (!at(Kind::RightParen)) {
        if (at(Kind::Name) && token_ahead(1).kind == Kind::Equal) {
            attributes.push_back(identifier(token()));
            advance();
            advance();
            Pattern* pattern = parse_pattern();
            if (pattern == nullptr) return nullptr;
            keyword_patterns.push_back(pattern);
        } else {
            Pattern* pattern = parse_pattern();
            if (pattern == nullptr) return nullptr;
            if (!attributes.empty()) {
                if (!diagnosing_) return nullptr;
                if (misplaced_first == nullptr) misplaced_first = pattern;
                misplaced_last = pattern;
            } else {
                patterns.push_back(pattern);
            }
        }
        if (!accept(Kind::Comma) || (misplaced_first != nullptr && token_ahead(1).kind == Kind::Equal)) break;
    }
    if (misplaced_first != nullptr) {
        Location where = *misplaced_first;
        where.end_lineno = misplaced_last->end_lineno;
        where.end_col_offset = misplaced_last->end_col_offset;
        return raise_at(where, "positional patterns follow keyword patterns");
    }
    if (!accept(Kind::RightParen)) return nullptr;
    auto* node = make<MatchClass>(from(start));
    node->cls = cls;
    node->patterns = arena_.copy(patterns);
    node->kwd_attrs = arena_.copy(attributes);
    node->kwd_patterns = arena_.copy(keyword_patterns);
    return node;
}

}  // namespace moult::compiler
