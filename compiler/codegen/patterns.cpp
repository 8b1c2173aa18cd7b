// match statements (PEP 634).
//
// Every pattern consumes the subject on top of the stack. On failure it jumps to a block that pops whatever
// lies on the stack by then; on success what it captured stays below everything else, in the order of the
// captures, until the whole pattern has matched. Only then names are bound.
#include <algorithm>
#include <iterator>

#include "compiler/codegen/code_generator.h"

namespace moult::compiler {

using enum Opcode;

struct CodeGenerator::PatternContext {
    std::vector<ast::Identifier> captures;  // so far; their values are on the stack
    bool allow_irrefutable = false;         // else a pattern that always matches is an error
    std::vector<BasicBlock*> failure;       // [n] pops n values; each falls through to the one before
    size_t on_top = 0;                      // values that must stay on top of the captures
};

namespace {

bool is_wildcard(const ast::Pattern* pattern) {
    auto* match = ast::as<ast::MatchAs>(pattern);
    return match != nullptr && match->pattern == nullptr && ast::is_absent(match->name);
}

// `*_`.
bool is_star_wildcard(const ast::Pattern* pattern) {
    auto* star = ast::as<ast::MatchStar>(pattern);
    return star != nullptr && ast::is_absent(star->name);
}

std::string repr(ast::Identifier name) {
    return constant_repr(string_constant(name));
}

bool contains(const std::vector<ast::Identifier>& names, ast::Identifier name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

// --- Failure

BasicBlock* CodeGenerator::failure_block(size_t pops, PatternContext& context) {
    while (context.failure.size() <= pops) context.failure.push_back(new_block());
    return context.failure[pops];
}

void CodeGenerator::jump_to_failure(Opcode opcode, PatternContext& context) {
    emit_jump(opcode, failure_block(context.on_top + context.captures.size(), context));
}

void CodeGenerator::place_failure_blocks(PatternContext& context) {
    if (context.failure.empty()) return;
    for (size_t pops = context.failure.size() - 1; pops > 0; --pops) {
        place(context.failure[pops]);
        emit(POP_TOP);
    }
    place(context.failure[0]);
    context.failure.clear();
}

// --- Captures

// Moves the top of the stack below `count - 1` values.
void CodeGenerator::rotate(size_t count) {
    for (; count > 1; --count) emit(SWAP, static_cast<int>(count));
}

void CodeGenerator::capture(ast::Identifier name, PatternContext& context) {
    if (ast::is_absent(name)) return emit(POP_TOP);
    if (!check_name(name, ast::ExprContext::Store)) return;
    if (contains(context.captures, name))
        return fail("multiple assignments to name " + repr(name) + " in pattern");
    rotate(context.on_top + context.captures.size() + 1);
    context.captures.push_back(name);
}

// --- Patterns

void CodeGenerator::visit_pattern(const ast::Pattern& pattern, PatternContext& context) {
    using enum ast::PatternKind;
    if (failed()) return;
    Level level(*this);
    at(pattern);
    switch (pattern.kind) {
        case MatchValue: return visit_value_pattern(ast::cast<ast::MatchValue>(&pattern), context);
        case MatchSingleton:
            emit_constant(ast::cast<ast::MatchSingleton>(&pattern).value);
            emit(IS_OP, 0);
            return jump_to_failure(POP_JUMP_IF_FALSE, context);
        case MatchSequence: return visit_sequence_pattern(ast::cast<ast::MatchSequence>(&pattern), context);
        case MatchMapping: return visit_mapping_pattern(ast::cast<ast::MatchMapping>(&pattern), context);
        case MatchClass: return visit_class_pattern(ast::cast<ast::MatchClass>(&pattern), context);
        case MatchStar: return capture(ast::cast<ast::MatchStar>(&pattern).name, context);
        case MatchAs: return visit_as_pattern(ast::cast<ast::MatchAs>(&pattern), context);
        case MatchOr: return visit_or_pattern(ast::cast<ast::MatchOr>(&pattern), context);
    }
}

// Inside of another pattern, a pattern may always match.
void CodeGenerator::visit_subpattern(const ast::Pattern& pattern, PatternContext& context) {
    bool allowed = std::exchange(context.allow_irrefutable, true);
    visit_pattern(pattern, context);
    context.allow_irrefutable = allowed;
}

void CodeGenerator::visit_value_pattern(const ast::MatchValue& pattern, PatternContext& context) {
    if (!ast::is<ast::Constant>(pattern.value) && !ast::is<ast::Attribute>(pattern.value)) {
        return fail("patterns may only match literals and attribute lookups");
    }
    visit(pattern.value);
    emit_comparison(ast::CompareOperator::Eq);
    jump_to_failure(POP_JUMP_IF_FALSE, context);
}

void CodeGenerator::visit_as_pattern(const ast::MatchAs& pattern, PatternContext& context) {
    if (pattern.pattern == nullptr) {
        if (!context.allow_irrefutable) {
            return fail(ast::is_absent(pattern.name)
                            ? "wildcard makes remaining patterns unreachable"
                            : "name capture " + repr(pattern.name) + " makes remaining patterns unreachable");
        }
        return capture(pattern.name, context);
    }
    context.on_top++;
    emit(COPY, 1);
    visit_pattern(*pattern.pattern, context);
    context.on_top--;
    capture(pattern.name, context);
}

// Brings the captures of an alternative, and their values, into the order of the first alternative's. Returns
// false if the names differ.
bool CodeGenerator::align_captures(const std::vector<ast::Identifier>& wanted, PatternContext& context) {
    std::vector<ast::Identifier>& captures = context.captures;
    if (captures.size() != wanted.size()) return false;
    for (size_t place = wanted.size(); place-- > 0;) {
        auto found = std::find(captures.begin(), captures.end(), wanted[place]);
        if (found == captures.end()) return false;
        auto at = static_cast<size_t>(found - captures.begin());
        if (at == place) continue;
        // The values up to the wanted one move up, so that it comes to its place.
        std::rotate(captures.begin(), captures.begin() + static_cast<ptrdiff_t>(at) + 1,
                    captures.begin() + static_cast<ptrdiff_t>(place) + 1);
        for (size_t count = 0; count <= at; ++count) rotate(place + 1);
    }
    return true;
}

void CodeGenerator::visit_or_pattern(const ast::MatchOr& pattern, PatternContext& context) {
    BasicBlock* end = new_block();
    std::vector<ast::Identifier> names;  // of the first alternative
    for (const ast::Pattern* alternative : pattern.patterns) {
        at(*alternative);
        PatternContext own;
        own.allow_irrefutable = alternative == pattern.patterns.back() && context.allow_irrefutable;
        emit(COPY, 1);
        visit_pattern(*alternative, own);
        if (failed()) return;
        if (alternative == pattern.patterns.front()) {
            names = own.captures;
        } else if (!align_captures(names, own)) {
            return fail("alternative patterns bind different names");
        }
        emit_jump(JUMP, end);
        place_failure_blocks(own);
    }
    emit(POP_TOP);  // the subject: no alternative has matched
    jump_to_failure(JUMP, context);
    place(end);
    // The new captures lie on top: move them below what is to stay on top, the subject and the earlier
    // captures.
    size_t distance = names.size() + 1 + context.on_top + context.captures.size();
    for (ast::Identifier name : names) {
        rotate(distance);
        if (contains(context.captures, name)) {
            return fail("multiple assignments to name " + repr(name) + " in pattern");
        }
        context.captures.push_back(name);
    }
    emit(POP_TOP);
}

void CodeGenerator::check_attribute_patterns(const ast::MatchClass& pattern) {
    std::vector<const char*> repeated = Arena::repeated(pattern.kwd_attrs);
    for (size_t index = 0; index < pattern.kwd_attrs.size(); ++index) {
        at(*pattern.kwd_patterns[index]);
        if (!check_name(pattern.kwd_attrs[index], ast::ExprContext::Store)) return;
        if (!std::binary_search(repeated.begin(), repeated.end(), pattern.kwd_attrs[index].data())) continue;
        for (size_t other = index + 1; other < pattern.kwd_attrs.size(); ++other) {
            if (pattern.kwd_attrs[other] != pattern.kwd_attrs[index]) continue;
            at(*pattern.kwd_patterns[other]);
            return fail("attribute name repeated in class pattern: " + std::string(pattern.kwd_attrs[index]));
        }
    }
    if (!pattern.kwd_attrs.empty()) at(pattern);
}

void CodeGenerator::visit_class_pattern(const ast::MatchClass& pattern, PatternContext& context) {
    check_attribute_patterns(pattern);
    visit(pattern.cls);
    TupleConstant names;
    for (ast::Identifier name : pattern.kwd_attrs) names.items.push_back(string_constant(name));
    emit_constant(Constant{std::move(names)});
    emit(MATCH_CLASS, static_cast<int>(pattern.patterns.size()));
    emit(COPY, 1);
    emit_none();
    emit(IS_OP, 1);
    context.on_top++;  // the tuple of attributes, or None
    jump_to_failure(POP_JUMP_IF_FALSE, context);
    size_t count = pattern.patterns.size() + pattern.kwd_attrs.size();
    emit(UNPACK_SEQUENCE, static_cast<int>(count));
    context.on_top += count - 1;
    for (size_t index = 0; index < count; ++index) {
        context.on_top--;
        bool is_positional = index < pattern.patterns.size();
        const ast::Pattern* part =
            is_positional ? pattern.patterns[index] : pattern.kwd_patterns[index - pattern.patterns.size()];
        if (is_wildcard(part)) {
            emit(POP_TOP);
        } else {
            visit_subpattern(*part, context);
        }
    }
}

void CodeGenerator::visit_mapping_keys(const ast::MatchMapping& pattern) {
    std::vector<const Constant*> seen;
    for (const ast::Expr* key : pattern.keys) {
        if (auto* constant = ast::as<ast::Constant>(key)) {
            if (std::any_of(seen.begin(), seen.end(),
                            [&](const Constant* other) { return equal(*other, constant->value); })) {
                return fail("mapping pattern checks duplicate key (" + constant_repr(constant->value) + ")");
            }
            seen.push_back(&constant->value);
        } else if (!ast::is<ast::Attribute>(key)) {
            return fail("mapping pattern keys may only match literals and attribute lookups");
        }
        visit(key);
    }
}

void CodeGenerator::visit_mapping_pattern(const ast::MatchMapping& pattern, PatternContext& context) {
    auto size = static_cast<int>(pattern.keys.size());
    bool has_rest = !ast::is_absent(pattern.rest);
    context.on_top++;  // the subject
    emit(MATCH_MAPPING);
    jump_to_failure(POP_JUMP_IF_FALSE, context);
    if (size == 0 && !has_rest) {
        context.on_top--;
        return emit(POP_TOP);
    }
    if (size > 0) {
        emit(GET_LEN);
        emit_constant(int_constant(size));
        emit_comparison(ast::CompareOperator::GtE);
        jump_to_failure(POP_JUMP_IF_FALSE, context);
    }
    visit_mapping_keys(pattern);
    emit(BUILD_TUPLE, size);
    emit(MATCH_KEYS);
    context.on_top += 2;  // the keys and their values
    emit(COPY, 1);
    emit_none();
    emit(IS_OP, 1);
    jump_to_failure(POP_JUMP_IF_FALSE, context);
    emit(UNPACK_SEQUENCE, size);
    context.on_top += static_cast<size_t>(size);
    context.on_top--;
    for (const ast::Pattern* part : pattern.patterns) {
        context.on_top--;
        visit_subpattern(*part, context);
    }
    context.on_top -= 2;
    if (has_rest) return capture_rest_of_mapping(pattern, context);
    emit(POP_TOP);  // the keys
    emit(POP_TOP);  // the subject
}

// rest = dict(subject), and then without the keys.
void CodeGenerator::capture_rest_of_mapping(const ast::MatchMapping& pattern, PatternContext& context) {
    auto size = static_cast<int>(pattern.keys.size());
    emit(BUILD_MAP, 0);
    emit(SWAP, 3);
    emit(DICT_UPDATE, 2);
    emit(UNPACK_SEQUENCE, size);
    for (; size > 0; --size) {
        emit(COPY, size + 1);
        emit(SWAP, 2);
        emit(DELETE_SUBSCR);
    }
    capture(pattern.rest, context);
}

void CodeGenerator::visit_sequence_pattern(const ast::MatchSequence& pattern, PatternContext& context) {
    const auto& parts = pattern.patterns;
    std::optional<size_t> star;
    bool only_wildcards = true;
    for (size_t index = 0; index < parts.size(); ++index) {
        if (!ast::is<ast::MatchStar>(parts[index])) {
            only_wildcards &= is_wildcard(parts[index]);
            continue;
        }
        if (star) return fail("multiple starred names in sequence pattern");
        star = index;
        only_wildcards &= is_star_wildcard(parts[index]);
    }
    context.on_top++;  // the subject
    emit(MATCH_SEQUENCE);
    jump_to_failure(POP_JUMP_IF_FALSE, context);
    auto size = static_cast<long>(parts.size());
    if (!star || size > 1) {
        emit(GET_LEN);
        emit_constant(int_constant(star ? size - 1 : size));
        emit_comparison(star ? ast::CompareOperator::GtE : ast::CompareOperator::Eq);
        jump_to_failure(POP_JUMP_IF_FALSE, context);
    }
    context.on_top--;
    if (only_wildcards) {
        emit(POP_TOP);
    } else if (star && is_star_wildcard(parts[*star])) {
        subscript_sequence_pattern(parts, *star, context);
    } else {
        unpack_sequence_pattern(parts, context);
    }
}

void CodeGenerator::unpack_sequence_pattern(const ast::Seq<ast::Pattern*>& patterns,
                                            PatternContext& context) {
    auto star = std::find_if(patterns.begin(), patterns.end(),
                             [](const ast::Pattern* pattern) { return ast::is<ast::MatchStar>(pattern); });
    if (star == patterns.end()) {
        emit(UNPACK_SEQUENCE, static_cast<int>(patterns.size()));
    } else {
        auto before = static_cast<size_t>(star - patterns.begin());
        size_t behind = patterns.size() - before - 1;
        if (before >= (1U << 8) || behind >= (1U << 23) - 1) {
            return fail("too many expressions in star-unpacking sequence pattern");
        }
        emit(UNPACK_EX, static_cast<int>(before + (behind << 8)));
    }
    context.on_top += patterns.size();
    for (const ast::Pattern* pattern : patterns) {
        context.on_top--;
        visit_subpattern(*pattern, context);
    }
}

// With `*_` among the patterns, the items that matter are looked up one by one.
void CodeGenerator::subscript_sequence_pattern(const ast::Seq<ast::Pattern*>& patterns, size_t star,
                                               PatternContext& context) {
    context.on_top++;  // the subject
    for (size_t index = 0; index < patterns.size(); ++index) {
        if (index == star || is_wildcard(patterns[index])) continue;
        emit(COPY, 1);
        if (index < star) {
            emit_constant(int_constant(static_cast<long>(index)));
        } else {
            // Counted from the end, by hand: the subject may not support negative indices.
            emit(GET_LEN);
            emit_constant(int_constant(static_cast<long>(patterns.size() - index)));
            emit_binary(ast::Operator::Sub, false);
        }
        emit(BINARY_SUBSCR);
        visit_subpattern(*patterns[index], context);
    }
    context.on_top--;
    emit(POP_TOP);
}

// --- The statement

void CodeGenerator::visit_match(const ast::Match& statement) {
    visit(statement.subject);
    BasicBlock* end = new_block();
    const ast::MatchCase& last = *statement.cases.back();
    // A final `case _` needs no subject.
    bool has_default = is_wildcard(last.pattern) && statement.cases.size() > 1;
    size_t tested = statement.cases.size() - (has_default ? 1 : 0);
    for (size_t index = 0; index < tested; ++index) {
        const ast::MatchCase& match_case = *statement.cases[index];
        bool may_be_irrefutable = match_case.guard != nullptr || index + 1 == statement.cases.size();
        visit_match_case(match_case, index + 1 == tested, may_be_irrefutable, end);
    }
    if (has_default && !failed()) {
        at(*last.pattern);
        emit(NOP);  // for its line
        if (last.guard != nullptr) jump_if(*last.guard, end, false);
        visit_all(last.body);
    }
    place(end);
}

void CodeGenerator::visit_match_case(const ast::MatchCase& match_case, bool is_last, bool may_be_irrefutable,
                                     BasicBlock* end) {
    if (failed()) return;
    at(*match_case.pattern);
    if (!is_last) emit(COPY, 1);
    PatternContext context;
    context.allow_irrefutable = may_be_irrefutable;
    visit_pattern(*match_case.pattern, context);
    if (failed()) return;
    for (ast::Identifier name : context.captures) store_name(name);
    if (match_case.guard != nullptr) jump_if(*match_case.guard, failure_block(0, context), false);
    if (!is_last) emit(POP_TOP);
    visit_all(match_case.body);
    emit_jump(JUMP, end);
    at(*match_case.pattern);
    place_failure_blocks(context);
}

}  // namespace moult::compiler
