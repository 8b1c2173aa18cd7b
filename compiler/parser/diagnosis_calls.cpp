// Known mistakes in arguments and parameters. Runs only in the second parse of a program that has an error.
#include <string>

#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

namespace {

constexpr const char* kGeneratorNeedsParentheses = "Generator expression must be parenthesized";

Location join(const Location& first, const Location& last) {
    return {first.lineno, first.col_offset, last.end_lineno, last.end_col_offset};
}

// The end of a comprehension's last clause.
const Expr* last_item(Seq<Comprehension*> generators) {
    const Comprehension* clause = generators.back();
    return clause->ifs.empty() ? clause->iter : clause->ifs.back();
}

}  // namespace

// `*` expression
Expr* Parser::parse_starred_argument() {
    const Token& start = token();
    if (!accept(Kind::Star)) return nullptr;
    Expr* value = parse_expression();
    if (value == nullptr) return nullptr;
    auto* starred = make<Starred>(from(start));
    starred->value = value;
    return starred;
}

// One positional argument that is no starred one.
Expr* Parser::parse_positional_argument() {
    if (at_named_expression()) return parse_named_expression();
    Expr* value = parse_expression();
    return value == nullptr || at(Kind::ColonEqual) ? nullptr : value;
}

// Arguments as far as they are well-formed: positional and starred ones, then keywords. Used in the second
// run.
bool Parser::match_arguments(ArgumentList& list) {
    size_t good = position_;
    for (;;) {
        Expr* value = at(Kind::Star) ? parse_starred_argument() : parse_positional_argument();
        if (failed()) return false;
        if (value == nullptr || at(Kind::Equal)) break;
        list.positional.push_back(value);
        good = position_;
        if (!accept(Kind::Comma)) break;
    }
    position_ = good;
    if (list.positional.empty()) return match_keywords(list);
    if (accept(Kind::Comma) && !match_keywords(list)) {
        if (failed()) return false;
        position_ = good;
    }
    return true;
}

// Keywords and starred arguments, then keywords and double-starred ones.
bool Parser::match_keywords(ArgumentList& list) {
    size_t good = position_;
    bool any = false;
    for (bool double_star : {false, true}) {
        for (;;) {
            if (diagnosing_ && diagnose_keyword()) return false;
            bool matched = false;
            if (at(Kind::Name) && token_ahead(1).kind == Kind::Equal) {
                advance();
                advance();
                matched = parse_expression() != nullptr;
            } else if (double_star && accept(Kind::DoubleStar)) {
                matched = parse_expression() != nullptr;
                list.has_unpacking = list.has_unpacking || matched;
            } else if (!double_star && at(Kind::Star)) {
                matched = parse_starred_argument() != nullptr;
            }
            if (failed()) return false;
            if (!matched) break;
            any = true;
            good = position_;
            if (!accept(Kind::Comma)) break;
        }
        position_ = good;
        // The second group is separated from the first by a comma.
        if (!double_star && any && !accept(Kind::Comma)) break;
    }
    position_ = good;
    return any;
}

// At an argument in keyword position: something else than a name before `=`.
bool Parser::diagnose_keyword() {
    size_t mark = position_;
    const Token& start = token();
    bool constant = at(Kind::KeywordTrue) || at(Kind::KeywordFalse) || at(Kind::KeywordNone);
    if (constant && token_ahead(1).kind == Kind::Equal) {
        raise_at(join(start, token_ahead(1)), "cannot assign to " + std::string(spelling(start)));
        return true;
    }
    if (at(Kind::Name) && token_ahead(1).kind == Kind::Equal) return diagnose_keyword_generator();
    Expr* value = parse_expression();
    if (failed()) return true;
    if (value != nullptr && at(Kind::Equal)) {
        raise_at(join(*value, token()), "expression cannot contain assignment, perhaps you meant \"==\"?");
        return true;
    }
    position_ = mark;
    return false;
}

// name=value for ... in ...
bool Parser::diagnose_keyword_generator() {
    size_t mark = position_;
    const Token& name = token();
    if (!at(Kind::Name) || token_ahead(1).kind != Kind::Equal) return false;
    const Token& equal = token_ahead(1);
    advance();
    advance();
    Seq<Comprehension*> generators;
    Expr* value = parse_expression();
    if (!failed() && value != nullptr && at_comprehension() && parse_comprehensions(generators)) {
        raise_at(join(name, equal), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    position_ = mark;
    return failed();
}

// After the opening parenthesis of arguments that could not be read.
bool Parser::diagnose_arguments() {
    size_t mark = position_;
    const Token& start = token();
    ArgumentList list;
    bool matched = match_arguments(list);
    if (failed()) return true;
    size_t after = position_;
    Location place = matched ? from(start) : Location{};
    if (matched && accept(Kind::Comma) && at(Kind::Star)) {
        raise_at(place, "iterable argument unpacking follows keyword argument unpacking");
        return true;
    }
    // A generator expression first, and more after it.
    position_ = mark;
    Seq<Comprehension*> generators;
    Expr* element = parse_expression();
    if (failed()) return true;
    if (element != nullptr && at_comprehension() && parse_comprehensions(generators) && at(Kind::Comma)) {
        advance();
        ArgumentList rest;
        match_arguments(rest);
        if (failed()) return true;
        raise_at(join(*element, *last_item(generators)), kGeneratorNeedsParentheses);
        return true;
    }
    if (failed()) return true;
    position_ = mark;
    if (diagnose_keyword_generator()) return true;
    if (!matched) return false;
    // A generator expression after other arguments.
    position_ = after;
    if (at_comprehension() && parse_comprehensions(generators) && list.positional.size() > 1) {
        raise_at(join(*list.positional.back(), *last_item(generators)), kGeneratorNeedsParentheses);
    }
    if (failed()) return true;
    position_ = after;
    if (!accept(Kind::Comma)) return false;
    size_t behind_comma = position_;
    element = parse_expression();
    if (failed()) return true;
    if (element != nullptr && at_comprehension() && parse_comprehensions(generators)) {
        raise_at(join(*element, *last_item(generators)), kGeneratorNeedsParentheses);
    }
    if (failed()) return true;
    position_ = behind_comma;
    ArgumentList rest;
    if (match_arguments(rest)) {
        raise_at_last_token(ErrorKind::SyntaxError,
                            list.has_unpacking ? "positional argument follows keyword argument unpacking"
                                               : "positional argument follows keyword argument");
    }
    return failed();
}

// --- parameters ---

// A parameter and the comma after it, or the closing token left behind it.
bool Parser::match_parameter(bool lambda, Default wanted, Location* place) {
    size_t mark = position_;
    Arg* parameter = parse_parameter(lambda, false);
    if (parameter == nullptr) {
        position_ = mark;
        return false;
    }
    if (place != nullptr) *place = *parameter;
    bool has_default = at(Kind::Equal);
    bool matched = has_default ? wanted != Default::None : wanted != Default::Required;
    if (matched && has_default) {
        if (diagnosing_ && diagnose_default()) return false;
        advance();
        matched = parse_expression() != nullptr;
    }
    bool comma = matched && accept(Kind::Comma);
    if (matched && !lambda) accept_parameter_type_comment(comma);
    if (comma || (matched && at(lambda ? Kind::Colon : Kind::RightParen))) return true;
    position_ = mark;
    return false;
}

// At `=` of a parameter: nothing behind it.
bool Parser::diagnose_default() {
    Kind next = token_ahead(1).kind;
    if (next != Kind::Comma && next != Kind::RightParen) return false;
    raise_at(token(), "expected default value expression");
    return true;
}

// Parameters in an order that is not allowed, or in parentheses.
bool Parser::diagnose_parameters(bool lambda) {
    size_t mark = position_;
    Kind close = lambda ? Kind::Colon : Kind::RightParen;
    auto skip = [&](Default wanted) {
        int count = 0;
        while (match_parameter(lambda, wanted)) ++count;
        return count;
    };
    auto skip_slash = [&] {
        size_t before = position_;
        if (accept(Kind::Slash) && (accept(Kind::Comma) || at(close))) return true;
        position_ = before;
        return false;
    };
    // A parameter without a default after one with a default.
    skip(Default::None);
    if (failed()) return true;
    size_t after_plain = position_;
    int with_default = skip(Default::Required);
    if (failed()) return true;
    if (with_default > 0) {
        skip_slash();
        Location place;
        if (match_parameter(lambda, Default::None, &place)) {
            raise_at(place, "non-default argument follows default argument");
        }
        if (failed()) return true;
    }
    position_ = after_plain;
    const Token& open = token();
    if (accept(Kind::LeftParen)) {
        int inner = 0;
        for (;;) {
            size_t before = position_;
            Arg* parameter = parse_parameter(lambda, false);
            if (failed()) return true;
            if (parameter == nullptr) {
                position_ = before;
                break;
            }
            ++inner;
            bool lambda_end = lambda && at(Kind::RightParen);
            if (!accept(Kind::Comma) && !lambda_end) break;
            if (lambda_end) break;
        }
        if (inner > 0 && at(Kind::RightParen)) {
            raise_at(join(open, token()), lambda ? "Lambda expression parameters cannot be parenthesized"
                                                 : "Function parameters cannot be parenthesized");
            return true;
        }
    }
    position_ = mark;
    const Token& first = token();
    if (first.kind == Kind::Slash && token_ahead(1).kind == Kind::Comma) {
        raise_at(first, "at least one argument must precede /");
        return true;
    }
    // A second slash, or one after the star.

    skip(Default::Allowed);
    if (failed()) return true;
    bool slash = position_ > mark && skip_slash();
    size_t after_slash = position_;
    if (slash) {
        skip(Default::Allowed);
        if (failed()) return true;
        if (at(Kind::Slash)) {
            raise_at(token(), "/ may appear only once");
            return true;
        }
    }
    position_ = after_slash;
    skip(Default::Allowed);
    if (failed()) return true;
    if (accept(Kind::Star) && (accept(Kind::Comma) || match_parameter(lambda, Default::None))) {
        skip(Default::Allowed);
        if (failed()) return true;
        if (at(Kind::Slash)) {
            raise_at(token(), "/ must be ahead of *");
            return true;
        }
    }
    if (failed()) return true;
    position_ = mark;
    if (skip(Default::Allowed) > 0 && accept(Kind::Slash) && at(Kind::Star)) {
        raise_at(token(), "expected comma between / and *");
    }
    position_ = mark;
    return failed();
}

// At `*` among parameters.
bool Parser::diagnose_star(bool lambda) {
    size_t mark = position_;
    Kind close = lambda ? Kind::Colon : Kind::RightParen;
    const Token& star = token();
    advance();
    bool bare = at(close);
    if (at(Kind::Comma)) {
        Kind next = token_ahead(1).kind;
        bare = next == close || next == Kind::DoubleStar;
    }
    if (bare) {
        constexpr const char* kMessage = "named arguments must follow bare *";
        if (!lambda) {
            raise_at(star, kMessage);
        } else {
            raise_at_last_token(ErrorKind::SyntaxError, kMessage);
        }
        return true;
    }
    if (at(Kind::Comma) && token_ahead(1).kind == Kind::TypeComment) {
        raise_at_last_token(ErrorKind::SyntaxError, "bare * has associated type comment");
        return true;
    }
    Arg* parameter = at(Kind::Name) ? parse_parameter(lambda, true) : nullptr;
    if (failed()) return true;
    if (parameter != nullptr && at(Kind::Equal)) {
        raise_at(token(), "var-positional argument cannot have default value");
        return true;
    }
    position_ = mark + 1;
    if (accept(Kind::Comma) || match_parameter(lambda, Default::None)) {
        while (match_parameter(lambda, Default::Allowed)) {
        }
        if (failed()) return true;
        const Token& second = token();
        if (accept(Kind::Star) && (at(Kind::Comma) || match_parameter(lambda, Default::None))) {
            raise_at(second, "* argument may appear only once");
        }
    }
    position_ = mark;
    return failed();
}

// At `**` among parameters.
bool Parser::diagnose_double_star(bool lambda) {
    size_t mark = position_;
    advance();
    Arg* parameter = at(Kind::Name) ? parse_parameter(lambda, false) : nullptr;
    if (failed()) return true;
    if (parameter != nullptr && at(Kind::Equal)) {
        raise_at(token(), "var-keyword argument cannot have default value");
        return true;
    }
    if (parameter != nullptr && accept(Kind::Comma)) {
        const Token& next = token();
        if (next.kind == Kind::Star || next.kind == Kind::DoubleStar || next.kind == Kind::Slash) {
            raise_at(next, "arguments cannot follow var-keyword argument");
        } else if (Arg* after = at(Kind::Name) ? parse_parameter(lambda, false) : nullptr) {
            raise_at(*after, "arguments cannot follow var-keyword argument");
        }
    }
    position_ = mark;
    return failed();
}

}  // namespace moult::compiler
