// Expressions: operators, conditions, containers, strings, attributes.
#include <algorithm>

#include "compiler/codegen/code_generator.h"

namespace moult::compiler {

using enum Opcode;

void CodeGenerator::visit_all(const ast::Seq<ast::Expr*>& expressions) {
    for (const ast::Expr* expression : expressions) visit(expression);
}

void CodeGenerator::visit(const ast::Expr* expression) {
    if (failed()) return;
    Level level(*this);
    if (failed()) return;
    SavedLocation saved(unit());
    at(*expression);
    visit_expression(*expression);
}

void CodeGenerator::visit_expression(const ast::Expr& expression) {
    using enum ast::ExprKind;
    switch (expression.kind) {
        case BoolOp: return visit_bool_op(ast::cast<ast::BoolOp>(&expression));
        case NamedExpr: {
            auto& named = ast::cast<ast::NamedExpr>(&expression);
            visit(named.value);
            emit(COPY, 1);
            return visit(named.target);
        }
        case BinOp: {
            auto& operation = ast::cast<ast::BinOp>(&expression);
            visit(operation.left);
            visit(operation.right);
            return emit_binary(operation.op, false);
        }
        case UnaryOp: {
            auto& operation = ast::cast<ast::UnaryOp>(&expression);
            visit(operation.operand);
            switch (operation.op) {
                case ast::UnaryOperator::Invert: return emit(UNARY_INVERT);
                case ast::UnaryOperator::Not: return emit(UNARY_NOT);
                case ast::UnaryOperator::UAdd: return emit(UNARY_POSITIVE);
                case ast::UnaryOperator::USub: return emit(UNARY_NEGATIVE);
            }
            return;
        }
        case Lambda: return visit_lambda(ast::cast<ast::Lambda>(&expression));
        case IfExp: return visit_if_expression(ast::cast<ast::IfExp>(&expression));
        case Dict: return visit_dict(ast::cast<ast::Dict>(&expression));
        case Set: return build_container(ContainerKind::Set, ast::cast<ast::Set>(&expression).elts, 0);
        case ListComp:
        case SetComp:
        case DictComp:
        case GeneratorExp: return visit_comprehension(expression);
        case Await: return visit_await(ast::cast<ast::Await>(&expression));
        case Yield: return visit_yield(ast::cast<ast::Yield>(&expression));
        case YieldFrom: return visit_yield_from(ast::cast<ast::YieldFrom>(&expression));
        case Compare: return visit_comparison(ast::cast<ast::Compare>(&expression));
        case Call: return visit_call(ast::cast<ast::Call>(&expression));
        case FormattedValue: return visit_formatted_value(ast::cast<ast::FormattedValue>(&expression));
        case JoinedStr: return visit_joined_string(ast::cast<ast::JoinedStr>(&expression));
        case Constant: return emit_constant(ast::cast<ast::Constant>(&expression).value);
        case Attribute: return visit_attribute(ast::cast<ast::Attribute>(&expression));
        case Subscript: return visit_subscript(ast::cast<ast::Subscript>(&expression));
        case Starred:
            return fail(ast::cast<ast::Starred>(&expression).ctx == ast::ExprContext::Store
                            ? "starred assignment target must be in a list or tuple"
                            : "can't use starred expression here");
        case Name: {
            auto& name = ast::cast<ast::Name>(&expression);
            return name_operation(name.id, name.ctx);
        }
        case List: {
            auto& list = ast::cast<ast::List>(&expression);
            return visit_sequence(ContainerKind::List, list.elts, list.ctx);
        }
        case Tuple: {
            auto& tuple = ast::cast<ast::Tuple>(&expression);
            return visit_sequence(ContainerKind::Tuple, tuple.elts, tuple.ctx);
        }
        case Slice: return visit_slice(ast::cast<ast::Slice>(&expression));
    }
}

// --- Conditions

void CodeGenerator::jump_if(const ast::Expr& condition, BasicBlock* target, bool jump_if_true) {
    if (failed()) return;
    auto* negation = ast::as<ast::UnaryOp>(&condition);
    if (negation != nullptr && negation->op == ast::UnaryOperator::Not) {
        return jump_if(*negation->operand, target, !jump_if_true);
    }
    if (auto* operation = ast::as<ast::BoolOp>(&condition)) {
        return jump_if_bool_op(*operation, target, jump_if_true);
    }
    if (auto* conditional = ast::as<ast::IfExp>(&condition)) {
        BasicBlock* end = new_block();
        BasicBlock* otherwise = new_block();
        jump_if(*conditional->test, otherwise, false);
        jump_if(*conditional->body, target, jump_if_true);
        emit_jump_without_line(JUMP, end);
        place(otherwise);
        jump_if(*conditional->orelse, target, jump_if_true);
        return place(end);
    }
    if (auto* comparison = ast::as<ast::Compare>(&condition)) {
        at(condition);
        if (comparison->ops.size() > 1) return jump_if_comparison_chain(*comparison, target, jump_if_true);
    }
    visit(&condition);
    emit_jump(jump_if_true ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE, target);
}

// `a and b`: if a is false, so is the whole. That leads to the target, or, if the target is for the whole
// being true, behind the condition.
void CodeGenerator::jump_if_bool_op(const ast::BoolOp& condition, BasicBlock* target, bool jump_if_true) {
    bool deciding_value = condition.op == ast::BoolOperator::Or;
    bool decided_is_target = deciding_value == jump_if_true;
    BasicBlock* decided = decided_is_target ? target : new_block();
    for (const ast::Expr* value : condition.values.first(condition.values.size() - 1)) {
        jump_if(*value, decided, deciding_value);
    }
    jump_if(*condition.values.back(), target, jump_if_true);
    if (!decided_is_target) place(decided);
}

void CodeGenerator::jump_if_comparison_chain(const ast::Compare& condition, BasicBlock* target,
                                             bool jump_if_true) {
    check_identity_comparison(condition);
    BasicBlock* cleanup = new_block();
    visit(condition.left);
    size_t last = condition.ops.size() - 1;
    for (size_t index = 0; index < last; ++index) {
        visit(condition.comparators[index]);
        emit(SWAP, 2);
        emit(COPY, 2);
        emit_comparison(condition.ops[index]);
        emit_jump(POP_JUMP_IF_FALSE, cleanup);
    }
    visit(condition.comparators[last]);
    emit_comparison(condition.ops[last]);
    emit_jump(jump_if_true ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE, target);
    BasicBlock* end = new_block();
    emit_jump_without_line(JUMP, end);
    place(cleanup);
    emit(POP_TOP);
    if (!jump_if_true) emit_jump_without_line(JUMP, target);
    place(end);
}

void CodeGenerator::visit_bool_op(const ast::BoolOp& operation) {
    Opcode jump = operation.op == ast::BoolOperator::And ? JUMP_IF_FALSE_OR_POP : JUMP_IF_TRUE_OR_POP;
    BasicBlock* end = new_block();
    for (const ast::Expr* value : operation.values.first(operation.values.size() - 1)) {
        visit(value);
        emit_jump(jump, end);
        place(new_block());
    }
    visit(operation.values.back());
    place(end);
}

void CodeGenerator::visit_if_expression(const ast::IfExp& expression) {
    BasicBlock* end = new_block();
    BasicBlock* otherwise = new_block();
    jump_if(*expression.test, otherwise, false);
    visit(expression.body);
    emit_jump_without_line(JUMP, end);
    place(otherwise);
    visit(expression.orelse);
    place(end);
}

void CodeGenerator::visit_comparison(const ast::Compare& comparison) {
    check_identity_comparison(comparison);
    visit(comparison.left);
    size_t last = comparison.ops.size() - 1;
    if (last == 0) {
        visit(comparison.comparators[0]);
        return emit_comparison(comparison.ops[0]);
    }
    BasicBlock* cleanup = new_block();
    for (size_t index = 0; index < last; ++index) {
        visit(comparison.comparators[index]);
        emit(SWAP, 2);
        emit(COPY, 2);
        emit_comparison(comparison.ops[index]);
        emit_jump(JUMP_IF_FALSE_OR_POP, cleanup);
    }
    visit(comparison.comparators[last]);
    emit_comparison(comparison.ops[last]);
    BasicBlock* end = new_block();
    emit_jump_without_line(JUMP, end);
    place(cleanup);
    emit(SWAP, 2);
    emit(POP_TOP);
    place(end);
}

void CodeGenerator::check_identity_comparison(const ast::Compare& comparison) {
    auto has_identity = [](const ast::Expr* operand) {
        auto* constant = ast::as<ast::Constant>(operand);
        return constant == nullptr || holds<NoneConstant>(constant->value) || holds<bool>(constant->value) ||
               holds<EllipsisConstant>(constant->value);
    };
    const ast::Expr* left = comparison.left;
    for (size_t index = 0; index < comparison.ops.size(); ++index) {
        const ast::Expr* right = comparison.comparators[index];
        ast::CompareOperator op = comparison.ops[index];
        bool is_identity = op == ast::CompareOperator::Is || op == ast::CompareOperator::IsNot;
        if (is_identity && (!has_identity(left) || !has_identity(right))) {
            return warn(op == ast::CompareOperator::Is ? "\"is\" with a literal. Did you mean \"==\"?"
                                                       : "\"is not\" with a literal. Did you mean \"!=\"?");
        }
        left = right;
    }
}

// --- Containers

// The items begin..end as one dict.
void CodeGenerator::visit_dict_items(const ast::Dict& dict, size_t begin, size_t end) {
    auto count = static_cast<int>(end - begin);
    bool is_big = count * 2 > kStackUseGuideline;
    ast::Seq<ast::Expr*> keys = dict.keys.subspan(begin, end - begin);
    ast::Seq<ast::Expr*> values = dict.values.subspan(begin, end - begin);
    bool keys_are_constant = std::all_of(keys.begin(), keys.end(),
                                         [](const ast::Expr* key) { return ast::as<ast::Constant>(key); });
    if (count > 1 && !is_big && keys_are_constant) {
        visit_all(values);
        TupleConstant constant_keys;
        for (const ast::Expr* key : keys) {
            constant_keys.items.push_back(ast::cast<ast::Constant>(key).value);
        }
        emit_constant(Constant{std::move(constant_keys)});
        return emit(BUILD_CONST_KEY_MAP, count);
    }
    if (is_big) emit(BUILD_MAP, 0);
    for (size_t index = 0; index < keys.size(); ++index) {
        visit(keys[index]);
        visit(values[index]);
        if (is_big) emit(MAP_ADD, 1);
    }
    if (!is_big) emit(BUILD_MAP, count);
}

// Items are built in runs, which end at `**` and where the stack would get too deep; each run after the first
// goes into the dict of the first.
void CodeGenerator::visit_dict(const ast::Dict& dict) {
    bool have_dict = false;
    size_t pending = 0;  // items before the current one that are not yet generated
    auto flush = [&](size_t end) {
        if (pending == 0) return;
        visit_dict_items(dict, end - pending, end);
        if (have_dict) emit(DICT_UPDATE, 1);
        have_dict = true;
        pending = 0;
    };
    for (size_t index = 0; index < dict.values.size(); ++index) {
        if (dict.keys[index] == nullptr) {
            flush(index);
            if (!have_dict) emit(BUILD_MAP, 0);
            have_dict = true;
            visit(dict.values[index]);
            emit(DICT_UPDATE, 1);
        } else {
            ++pending;
            if ((pending - 1) * 2 > static_cast<size_t>(kStackUseGuideline)) flush(index + 1);
        }
    }
    flush(dict.values.size());
    if (!have_dict) emit(BUILD_MAP, 0);
}

void CodeGenerator::build_container(ContainerKind kind, const ast::Seq<ast::Expr*>& items, int pushed) {
    // A tuple that cannot be built at once is a list first.
    bool is_set = kind == ContainerKind::Set;
    bool is_tuple = kind == ContainerKind::Tuple;
    Opcode build = is_set ? BUILD_SET : BUILD_LIST;
    Opcode add = is_set ? SET_ADD : LIST_APPEND;
    Opcode extend = is_set ? SET_UPDATE : LIST_EXTEND;
    auto count = static_cast<int>(items.size());

    bool all_constant = std::all_of(items.begin(), items.end(),
                                    [](const ast::Expr* item) { return ast::is<ast::Constant>(item); });
    if (count > 2 && all_constant) {
        std::vector<Constant> values;
        for (const ast::Expr* item : items) values.push_back(ast::cast<ast::Constant>(item).value);
        if (is_tuple && pushed == 0) return emit_constant(Constant{TupleConstant{std::move(values)}});
        emit(build, pushed);
        emit_constant(is_set ? Constant{make_frozenset(std::move(values))}
                             : Constant{TupleConstant{std::move(values)}});
        emit(extend, 1);
        if (is_tuple) emit(LIST_TO_TUPLE);
        return;
    }

    bool is_big = count + pushed > kStackUseGuideline;
    bool has_star = std::any_of(items.begin(), items.end(),
                                [](const ast::Expr* item) { return ast::is<ast::Starred>(item); });
    if (!has_star && !is_big) {
        visit_all(items);
        return emit(is_tuple ? BUILD_TUPLE : build, count + pushed);
    }
    bool is_built = is_big;
    if (is_big) emit(build, pushed);
    for (int index = 0; index < count; ++index) {
        const ast::Expr* item = items[static_cast<size_t>(index)];
        if (auto* starred = ast::as<ast::Starred>(item)) {
            if (!is_built) emit(build, index + pushed);
            is_built = true;
            visit(starred->value);
            emit(extend, 1);
        } else {
            visit(item);
            if (is_built) emit(add, 1);
        }
    }
    if (is_tuple) emit(LIST_TO_TUPLE);
}

void CodeGenerator::visit_sequence(ContainerKind kind, const ast::Seq<ast::Expr*>& items,
                                   ast::ExprContext context) {
    switch (context) {
        case ast::ExprContext::Load: return build_container(kind, items, 0);
        case ast::ExprContext::Store:
            unpack(items);
            for (const ast::Expr* target : items) {
                auto* starred = ast::as<ast::Starred>(target);
                visit(starred != nullptr ? starred->value : target);
            }
            return;
        case ast::ExprContext::Del: return visit_all(items);
    }
}

void CodeGenerator::unpack(const ast::Seq<ast::Expr*>& targets) {
    bool has_star = false;
    for (size_t index = 0; index < targets.size(); ++index) {
        if (!ast::is<ast::Starred>(targets[index])) continue;
        if (has_star) return fail("multiple starred expressions in assignment");
        has_star = true;
        size_t behind = targets.size() - index - 1;
        if (index >= (1U << 8) || behind >= (1U << 23) - 1) {
            return fail("too many expressions in star-unpacking assignment");
        }
        emit(UNPACK_EX, static_cast<int>(index + (behind << 8)));
    }
    if (!has_star) emit(UNPACK_SEQUENCE, static_cast<int>(targets.size()));
}

// --- Strings

void CodeGenerator::visit_joined_string(const ast::JoinedStr& string) {
    auto count = static_cast<int>(string.values.size());
    if (count <= kStackUseGuideline) {
        visit_all(string.values);
        if (count != 1) emit(BUILD_STRING, count);
        return;
    }
    emit_constant(string_constant(""));
    emit_named(LOAD_METHOD, "join");
    emit(BUILD_LIST, 0);
    for (const ast::Expr* value : string.values) {
        visit(value);
        emit(LIST_APPEND, 1);
    }
    emit_call(1);
}

void CodeGenerator::visit_formatted_value(const ast::FormattedValue& value) {
    constexpr int kHasSpecification = 4;
    visit(value.value);
    int arg = value.conversion == 's' ? 1 : value.conversion == 'r' ? 2 : value.conversion == 'a' ? 3 : 0;
    if (value.format_spec != nullptr) {
        visit(value.format_spec);
        arg |= kHasSpecification;
    }
    emit(FORMAT_VALUE, arg);
}

// --- Attributes and subscripts

void CodeGenerator::at_attribute_name(const ast::Attribute& attribute) {
    ast::Location& location = unit().location;
    if (location.lineno == attribute.end_lineno) return;
    location.lineno = attribute.end_lineno;
    auto length = static_cast<int>(count_code_points(attribute.attr));
    if (length <= attribute.end_col_offset) {
        location.col_offset = attribute.end_col_offset - length;
    } else {
        location.col_offset = -1;
        location.end_col_offset = -1;
    }
    location.end_lineno = std::max(location.lineno, location.end_lineno);
    if (location.lineno == location.end_lineno) {
        location.end_col_offset = std::max(location.col_offset, location.end_col_offset);
    }
}

void CodeGenerator::visit_attribute(const ast::Attribute& attribute) {
    visit(attribute.value);
    at_attribute_name(attribute);
    switch (attribute.ctx) {
        case ast::ExprContext::Load: return emit_named(LOAD_ATTR, attribute.attr);
        case ast::ExprContext::Store:
            if (check_name(attribute.attr, attribute.ctx)) emit_named(STORE_ATTR, attribute.attr);
            return;
        case ast::ExprContext::Del: return emit_named(DELETE_ATTR, attribute.attr);
    }
}

void CodeGenerator::visit_subscript(const ast::Subscript& subscript) {
    if (subscript.ctx == ast::ExprContext::Load) {
        check_subscriptable(*subscript.value);
        check_index(*subscript.value, *subscript.slice);
    }
    visit(subscript.value);
    visit(subscript.slice);
    switch (subscript.ctx) {
        case ast::ExprContext::Load: return emit(BINARY_SUBSCR);
        case ast::ExprContext::Store: return emit(STORE_SUBSCR);
        case ast::ExprContext::Del: return emit(DELETE_SUBSCR);
    }
}

void CodeGenerator::visit_slice(const ast::Slice& slice) {
    for (const ast::Expr* bound : {slice.lower, slice.upper}) {
        if (bound != nullptr) {
            visit(bound);
        } else {
            emit_none();
        }
    }
    if (slice.step != nullptr) visit(slice.step);
    emit(BUILD_SLICE, slice.step != nullptr ? 3 : 2);
}

// --- Generators and coroutines

void CodeGenerator::finish_yield() {
    if (unit().block->generator && unit().block->coroutine) emit(ASYNC_GEN_WRAP);
    emit(YIELD_VALUE);
    emit(RESUME, 1);
}

void CodeGenerator::visit_yield(const ast::Yield& expression) {
    if (unit().block->type != BlockType::Function) return fail("'yield' outside function");
    if (expression.value != nullptr) {
        visit(expression.value);
    } else {
        emit_none();
    }
    finish_yield();
}

void CodeGenerator::visit_yield_from(const ast::YieldFrom& expression) {
    if (unit().block->type != BlockType::Function) return fail("'yield' outside function");
    if (unit().kind == UnitKind::AsyncFunction) return fail("'yield from' inside async function");
    visit(expression.value);
    emit(GET_YIELD_FROM_ITER);
    emit_none();
    emit_yield_from(false);
}

void CodeGenerator::visit_await(const ast::Await& expression) {
    if (!allows_top_level_await()) {
        if (unit().block->type != BlockType::Function) return fail("'await' outside function");
        if (unit().kind != UnitKind::AsyncFunction && unit().kind != UnitKind::Comprehension) {
            return fail("'await' outside async function");
        }
    }
    visit(expression.value);
    emit_await(0);
}

}  // namespace moult::compiler
