// Primaries and atoms: calls, subscripts, displays, comprehensions, literals.
#include "compiler/literals.h"
#include "compiler/parser/parser_impl.h"

namespace moult::compiler {

using namespace ast;

// An atom with its trailers `.name`, `(...)`, `[...]`. Long chains take no stack.
Expr* Parser::parse_primary() {
    if (!second_run_) return parse_primary_once();
    return recall(Rule::Primary, [&] { return parse_primary_once(); });
}

Expr* Parser::parse_primary_once() {
    const Token& start = token();
    Expr* value = parse_atom();
    while (value != nullptr) {
        size_t mark = position_;
        Expr* longer = nullptr;
        bool bracket = at(Kind::LeftParen) || at(Kind::LeftBracket) || at(Kind::LeftBrace);
        if (diagnosing_ && bracket && diagnose_comprehension()) return nullptr;
        switch (kind()) {
            case Kind::Dot: {
                advance();
                Identifier name;
                if (!parse_name(name)) break;
                auto* node = make<Attribute>(from(start));
                node->value = value;
                node->attr = name;
                longer = node;
                break;
            }
            case Kind::LeftParen: longer = parse_call(start, value); break;
            case Kind::LeftBracket: longer = parse_subscript(start, value); break;
            default: return value;
        }
        if (longer == nullptr && retreat(mark)) return value;
        value = longer;
    }
    return nullptr;
}

Expr* Parser::parse_atom() {
    if (!second_run_) return parse_atom_once();
    return recall(Rule::Atom, [&]() -> Expr* {
        size_t mark = position_;
        Kind first = kind();
        Expr* atom = parse_atom_once();
        if (atom != nullptr || failed() || !diagnosing_) return atom;
        position_ = mark;
        switch (first) {
            case Kind::LeftParen: diagnose_parenthesized(); break;
            case Kind::LeftBracket: diagnose_comprehension(); break;
            case Kind::LeftBrace: diagnose_braces(); break;
            default: break;
        }
        return nullptr;
    });
}

Expr* Parser::parse_atom_once() {
    const Token& start = token();
    auto singleton = [&](compiler::Constant::Variant value) {
        advance();
        auto* node = make<ast::Constant>(start);
        node->value.value = std::move(value);
        return node;
    };
    switch (kind()) {
        case Kind::Name: {
            advance();
            auto* node = make<Name>(start);
            node->id = identifier(start);
            return node;
        }
        case Kind::Number: advance(); return parse_number(start);
        case Kind::String: return parse_strings();
        case Kind::LeftParen: return parse_parenthesized();
        case Kind::LeftBracket: return parse_list_display();
        case Kind::LeftBrace: return parse_brace_display();
        case Kind::KeywordNone: return singleton(NoneConstant{});
        case Kind::KeywordTrue: return singleton(true);
        case Kind::KeywordFalse: return singleton(false);
        case Kind::Ellipsis: return singleton(EllipsisConstant{});
        default: return nullptr;
    }
}

Expr* Parser::parse_number(const Token& number) {
    if (spelling(number).find('_') != std::string_view::npos &&
        !is_allowed(6, "Underscores in numeric literals are", number)) {
        return nullptr;
    }
    auto* node = make<ast::Constant>(number);
    NumberError problem;
    if (!number_value(spelling(number), node->value, problem)) {
        if (!failed())
            set_error(ErrorKind::SyntaxError, number.lineno, 0, number.end_lineno, 0,
                      std::move(problem.message));
        return nullptr;
    }
    return node;
}

Expr* Parser::parse_call(const Token& start, Expr* func) {
    const Token& open = token();
    Nesting nesting(*this, 24, 25);
    if (nesting.too_deep()) return nullptr;
    advance();
    std::vector<Expr*> args;
    std::vector<Keyword*> keywords;
    if (!at(Kind::RightParen) && !parse_arguments(args, keywords, true)) return nullptr;
    if (!accept(Kind::RightParen)) return nullptr;
    auto* node = make<Call>(from(start));
    node->func = func;
    node->args = arena_.copy(args);
    node->keywords = arena_.copy(keywords);
    // A generator expression that is the only argument owns the call's parentheses.
    if (args.size() == 1 && is<GeneratorExp>(args[0]) && args[0]->end_lineno == 0) {
        static_cast<Location&>(*args[0]) = from(open);
    }
    return node;
}

// The arguments of a call, or of a class, in which a bare generator expression is not allowed. At least one.
bool Parser::parse_arguments(std::vector<Expr*>& args, std::vector<Keyword*>& keywords,
                             bool allow_generator) {
    if (second_run_) return parse_arguments_again(args, allow_generator);
    bool saw_double_star = false;
    do {
        if (at(Kind::RightParen)) break;
        const Token& start = token();
        if (accept(Kind::DoubleStar)) {
            saw_double_star = true;
            Expr* value = parse_expression();
            if (value == nullptr) return false;
            Keyword* keyword = arena_.make<Keyword>();
            static_cast<Location&>(*keyword) = from(start);
            keyword->value = value;
            keywords.push_back(keyword);
        } else if (at(Kind::Star)) {
            if (saw_double_star) return false;
            advance();
            Expr* value = parse_expression();
            if (value == nullptr) return false;
            auto* starred = make<Starred>(from(start));
            starred->value = value;
            args.push_back(starred);
        } else if (at(Kind::Name) && token_ahead(1).kind == Kind::Equal) {
            Identifier name = identifier(token());
            advance();
            advance();
            Expr* value = parse_expression();
            if (value == nullptr) return false;
            Keyword* keyword = arena_.make<Keyword>();
            static_cast<Location&>(*keyword) = from(start);
            keyword->arg = name;
            keyword->value = value;
            keywords.push_back(keyword);
        } else {
            if (!keywords.empty()) return false;
            Expr* value = parse_positional_argument();
            if (value == nullptr) return false;
            if (allow_generator && args.empty() && at_comprehension()) {
                auto* generator = make<GeneratorExp>(Location{});  // its place is set by the call
                generator->elt = value;
                args.push_back(generator);
                return parse_comprehensions(generator->generators);
            }
            args.push_back(value);
        }
    } while (accept(Kind::Comma));
    return at(Kind::RightParen);
}

// The second run's reading, in which what cannot be an argument is explained.
bool Parser::parse_arguments_again(std::vector<Expr*>& args, bool allow_generator) {
    size_t mark = position_;
    if (allow_generator) {
        Expr* element = parse_positional_argument();
        Seq<Comprehension*> generators;
        if (!failed() && element != nullptr && at_comprehension() && parse_comprehensions(generators) &&
            at(Kind::RightParen)) {
            return true;
        }
        if (failed()) return false;
        position_ = mark;
    }
    ArgumentList list;
    if (match_arguments(list)) {
        accept(Kind::Comma);
        if (at(Kind::RightParen)) {
            args = list.positional;
            return true;
        }
    }
    if (failed()) return false;
    position_ = mark;
    if (diagnosing_) diagnose_arguments();
    return false;
}

Expr* Parser::parse_subscript(const Token& start, Expr* value) {
    Nesting nesting(*this, 24, 28);
    if (nesting.too_deep()) return nullptr;
    advance();
    Expr* slice = parse_slices();
    if (slice == nullptr || !accept(Kind::RightBracket)) return nullptr;
    auto* node = make<Subscript>(from(start));
    node->value = value;
    node->slice = slice;
    return node;
}

Expr* Parser::parse_slices() {
    const Token& start = token();
    auto parse_element = [&]() -> Expr* {
        if (!at(Kind::Star)) return parse_slice();
        const Token& star = token();
        advance();
        Expr* value = parse_expression();
        if (value == nullptr) return nullptr;
        auto* starred = make<Starred>(from(star));
        starred->value = value;
        return starred;
    };
    bool lone_star = at(Kind::Star);
    Expr* first = parse_element();
    if (first == nullptr || (!at(Kind::Comma) && !lone_star)) return first;
    std::vector<Expr*> elements{first};
    while (accept(Kind::Comma)) {
        if (at(Kind::RightBracket)) break;
        Expr* element = parse_element();
        if (element == nullptr) return nullptr;
        elements.push_back(element);
    }
    auto* tuple = make<Tuple>(from(start));
    tuple->elts = arena_.copy(elements);
    return tuple;
}

Expr* Parser::parse_slice() {
    const Token& start = token();
    Expr* lower = nullptr;
    if (!at(Kind::Colon)) {
        bool named = at_named_expression();
        lower = parse_named_expression();
        if (lower == nullptr || named || !at(Kind::Colon)) return lower;
    }
    advance();
    Expr* upper = nullptr;
    Expr* step = nullptr;
    if (at_expression_start()) {
        upper = parse_expression();
        if (upper == nullptr) return nullptr;
    }
    if (accept(Kind::Colon) && at_expression_start()) {
        step = parse_expression();
        if (step == nullptr) return nullptr;
    }
    auto* node = make<Slice>(from(start));
    node->lower = lower;
    node->upper = upper;
    node->step = step;
    return node;
}

// At `(`: a tuple, a group, or a generator expression.
Expr* Parser::parse_parenthesized() {
    Nesting nesting(*this, 28, 30);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    if (accept(Kind::RightParen)) return make<Tuple>(from(start));
    if (at(Kind::KeywordYield)) {
        Expr* value = parse_yield();
        return value != nullptr && accept(Kind::RightParen) ? value : nullptr;
    }
    bool starred = at(Kind::Star);
    Expr* first = parse_star_named_expression();
    if (first == nullptr) return nullptr;
    if (at(Kind::Comma)) {
        std::vector<Expr*> elements{first};
        advance();
        if (!parse_elements(elements, Kind::RightParen)) return nullptr;
        auto* tuple = make<Tuple>(from(start));
        tuple->elts = arena_.copy(elements);
        return tuple;
    }
    if (starred) return nullptr;
    if (at_comprehension()) {
        Seq<Comprehension*> generators;
        if (!parse_comprehensions(generators) || !accept(Kind::RightParen)) return nullptr;
        auto* node = make<GeneratorExp>(from(start));
        node->elt = first;
        node->generators = generators;
        return node;
    }
    return accept(Kind::RightParen) ? first : nullptr;
}

// The elements after the first comma of a display, and its closing bracket.
bool Parser::parse_elements(std::vector<Expr*>& elements, Kind close) {
    while (!at(close)) {
        Expr* element = parse_star_named_expression();
        if (element == nullptr) return false;
        elements.push_back(element);
        if (!accept(Kind::Comma)) break;
    }
    return accept(close);
}

Expr* Parser::parse_list_display() {
    Nesting nesting(*this, 29, 31);
    if (nesting.too_deep()) return nullptr;
    const Token& start = token();
    advance();
    std::vector<Expr*> elements;
    if (!accept(Kind::RightBracket)) {
        bool starred = at(Kind::Star);
        Expr* first = parse_star_named_expression();
        if (first == nullptr) return nullptr;
        if (!starred && at_comprehension()) {
            Seq<Comprehension*> generators;
            if (!parse_comprehensions(generators) || !accept(Kind::RightBracket)) return nullptr;
            auto* node = make<ListComp>(from(start));
            node->elt = first;
            node->generators = generators;
            return node;
        }
        elements.push_back(first);
        if (accept(Kind::Comma) ? !parse_elements(elements, Kind::RightBracket)
                                : !accept(Kind::RightBracket)) {
            return nullptr;
        }
    }
    auto* node = make<List>(from(start));
    node->elts = arena_.copy(elements);
    return node;
}

// At `{`: a dict, a set, or a comprehension of one.
Expr* Parser::parse_brace_display() {
    Nesting nesting(*this, 29, 30);
    if (nesting.too_deep()) return nullptr;
    size_t mark = position_;
    Expr* display = parse_brace_display_once();
    if (display == nullptr && !failed()) {
        position_ = mark;
        diagnose_dict();
    }
    return display;
}

Expr* Parser::parse_brace_display_once() {
    const Token& start = token();
    advance();
    if (accept(Kind::RightBrace)) return make<Dict>(from(start));
    if (at(Kind::DoubleStar)) return parse_dict_display(start, nullptr);
    bool starred = at(Kind::Star);
    bool named = at_named_expression();
    Expr* first = parse_star_named_expression();
    if (first == nullptr) return nullptr;
    if (!starred && !named && at(Kind::Colon)) return parse_dict_display(start, first);
    if (!starred && at_comprehension()) {
        Seq<Comprehension*> generators;
        if (!parse_comprehensions(generators) || !accept(Kind::RightBrace)) return nullptr;
        auto* node = make<SetComp>(from(start));
        node->elt = first;
        node->generators = generators;
        return node;
    }
    return parse_set_display(start, first);
}

Expr* Parser::parse_set_display(const Token& start, Expr* first) {
    std::vector<Expr*> elements{first};
    if (accept(Kind::Comma) ? !parse_elements(elements, Kind::RightBrace) : !accept(Kind::RightBrace)) {
        return nullptr;
    }
    auto* node = make<Set>(from(start));
    node->elts = arena_.copy(elements);
    return node;
}

// After the first key (null: at `**`).
Expr* Parser::parse_dict_display(const Token& start, Expr* first_key) {
    std::vector<Expr*> keys;
    std::vector<Expr*> values;
    Expr* key = first_key;
    for (;;) {
        Expr* value;
        if (key == nullptr && accept(Kind::DoubleStar)) {
            value = parse_bitwise_or();
        } else {
            if (key == nullptr) key = parse_expression();
            if (key == nullptr || !accept(Kind::Colon)) return nullptr;
            value = parse_expression();
        }
        if (value == nullptr) return nullptr;
        if (key != nullptr && keys.empty() && at_comprehension()) {
            Seq<Comprehension*> generators;
            if (!parse_comprehensions(generators) || !accept(Kind::RightBrace)) return nullptr;
            auto* node = make<DictComp>(from(start));
            node->key = key;
            node->value = value;
            node->generators = generators;
            return node;
        }
        keys.push_back(key);
        values.push_back(value);
        key = nullptr;
        if (!accept(Kind::Comma) || at(Kind::RightBrace)) break;
    }
    if (!accept(Kind::RightBrace)) return nullptr;
    auto* node = make<Dict>(from(start));
    node->keys = arena_.copy(keys);
    node->values = arena_.copy(values);
    return node;
}

bool Parser::at_comprehension() const {
    return at(Kind::KeywordFor) || at(Kind::KeywordAsync);
}

// One or more `[async] for targets in iterable [if condition]...`.
bool Parser::parse_comprehensions(Seq<Comprehension*>& generators) {
    std::vector<Comprehension*> clauses;
    while (at_comprehension()) {
        auto* clause = arena_.make<Comprehension>();
        clause->is_async = accept(Kind::KeywordAsync);
        if (!accept(Kind::KeywordFor)) return false;
        size_t mark = position_;
        clause->target = parse_star_targets();
        if (clause->target == nullptr || !accept(Kind::KeywordIn)) {
            position_ = mark;
            if (diagnosing_ && !failed()) diagnose_for_target();
            return false;
        }
        clause->iter = parse_disjunction();
        if (clause->iter == nullptr) return false;
        std::vector<Expr*> conditions;
        while (accept(Kind::KeywordIf)) {
            Expr* condition = parse_disjunction();
            if (condition == nullptr) return false;
            conditions.push_back(condition);
        }
        clause->ifs = arena_.copy(conditions);
        if (clause->is_async && since(6, "Async comprehensions are", clause) == nullptr) return false;
        clauses.push_back(clause);
    }
    generators = arena_.copy(clauses);
    return true;
}

}  // namespace moult::compiler
