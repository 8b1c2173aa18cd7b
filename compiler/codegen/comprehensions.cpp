// Comprehensions and generator expressions: nested functions that take the outermost iterator as their
// argument.
#include "compiler/codegen/code_generator.h"

namespace moult::compiler {

using enum Opcode;

struct CodeGenerator::ComprehensionParts {
    const ast::Expr& expression;
    std::string_view name;
    ast::Seq<ast::Comprehension*> generators;
    const ast::Expr* element;
    const ast::Expr* value;       // of a dict's item, else null
    std::optional<Opcode> build;  // makes the container; none for a generator
    Opcode add;                   // puts an element into the container
};

void CodeGenerator::visit_comprehension(const ast::Expr& expression) {
    using enum ast::ExprKind;
    switch (expression.kind) {
        case ListComp: {
            auto& list = ast::cast<ast::ListComp>(&expression);
            return visit_comprehension(
                {expression, "<listcomp>", list.generators, list.elt, nullptr, BUILD_LIST, LIST_APPEND});
        }
        case SetComp: {
            auto& set = ast::cast<ast::SetComp>(&expression);
            return visit_comprehension(
                {expression, "<setcomp>", set.generators, set.elt, nullptr, BUILD_SET, SET_ADD});
        }
        case DictComp: {
            auto& dict = ast::cast<ast::DictComp>(&expression);
            return visit_comprehension(
                {expression, "<dictcomp>", dict.generators, dict.key, dict.value, BUILD_MAP, MAP_ADD});
        }
        default: {
            auto& generator = ast::cast<ast::GeneratorExp>(&expression);
            return visit_comprehension(
                {expression, "<genexpr>", generator.generators, generator.elt, nullptr, std::nullopt, NOP});
        }
    }
}

void CodeGenerator::visit_comprehension(const ComprehensionParts& parts) {
    UnitKind outer_kind = unit().kind;
    bool top_level_await = allows_top_level_await();
    const ast::Comprehension& outermost = *parts.generators[0];

    enter_unit(UnitKind::Comprehension, parts.name, &parts.expression, parts.expression.lineno);
    at(parts.expression);
    bool is_coroutine = unit().block->coroutine;
    bool is_generator = !parts.build.has_value();
    if (is_coroutine && !is_generator && outer_kind != UnitKind::AsyncFunction &&
        outer_kind != UnitKind::Comprehension && !top_level_await) {
        fail("asynchronous comprehension outside of an asynchronous function");
    }
    unit().assembly.header.argcount = 1;
    if (parts.build) emit(*parts.build, 0);
    visit_generators(parts, 0, 0);
    if (parts.build) emit(RETURN_VALUE);
    std::shared_ptr<const CodeUnit> code = leave_unit(true);
    if (top_level_await && is_coroutine) unit().block->coroutine = true;

    emit_closure(code, 0);
    visit(outermost.iter);
    emit(outermost.is_async ? GET_AITER : GET_ITER);
    emit_call(0);
    if (is_coroutine && !is_generator) emit_await(0);
}

// `depth` counts the iterators on the stack above the container.
void CodeGenerator::visit_generators(const ComprehensionParts& parts, size_t index, int depth) {
    if (failed()) return;
    Level level(*this);
    if (parts.generators[index]->is_async) {
        visit_async_generator(parts, index, depth);
    } else {
        visit_sync_generator(parts, index, depth);
    }
}

void CodeGenerator::visit_sync_generator(const ComprehensionParts& parts, size_t index, int depth) {
    const ast::Comprehension& generator = *parts.generators[index];
    BasicBlock* start = new_block();
    BasicBlock* next = new_block();
    BasicBlock* end = new_block();
    // `for y in [f(x)]` is an assignment.
    const ast::Expr* only_item = nullptr;
    if (index == 0) {
        emit(LOAD_FAST, 0);
    } else {
        ast::Seq<ast::Expr*> items;
        if (auto* list = ast::as<ast::List>(generator.iter)) items = list->elts;
        if (auto* tuple = ast::as<ast::Tuple>(generator.iter)) items = tuple->elts;
        if (items.size() == 1 && !ast::is<ast::Starred>(items[0])) only_item = items[0];
        visit(only_item != nullptr ? only_item : generator.iter);
        if (only_item == nullptr) emit(GET_ITER);
    }
    if (only_item == nullptr) {
        ++depth;
        place(start);
        emit_jump(FOR_ITER, end);
    }
    visit(generator.target);
    visit_conditions_and_element(parts, index, depth, next);
    place(next);
    if (only_item == nullptr) {
        emit_jump(JUMP, start);
        place(end);
    }
}

void CodeGenerator::visit_async_generator(const ComprehensionParts& parts, size_t index, int depth) {
    const ast::Comprehension& generator = *parts.generators[index];
    BasicBlock* start = new_block();
    BasicBlock* except = new_block();
    BasicBlock* next = new_block();
    if (index == 0) {
        emit(LOAD_FAST, 0);
    } else {
        visit(generator.iter);
        emit(GET_AITER);
    }
    place(start);
    push_region({RegionKind::AsyncComprehension, start});
    emit_jump(SETUP_FINALLY, except);
    emit(GET_ANEXT);
    emit_none();
    emit_yield_from(true);
    emit(POP_BLOCK);
    visit(generator.target);
    visit_conditions_and_element(parts, index, depth + 1, next);
    place(next);
    emit_jump(JUMP, start);
    pop_region();
    place(except);
    emit(END_ASYNC_FOR);
}

void CodeGenerator::visit_conditions_and_element(const ComprehensionParts& parts, size_t index, int depth,
                                                 BasicBlock* next) {
    for (const ast::Expr* condition : parts.generators[index]->ifs) jump_if(*condition, next, false);
    if (index + 1 < parts.generators.size()) {
        visit_generators(parts, index + 1, depth);
    } else {
        visit_element(parts, depth);
    }
}

void CodeGenerator::visit_element(const ComprehensionParts& parts, int depth) {
    visit(parts.element);
    if (!parts.build) {
        finish_yield();
        return emit(POP_TOP);
    }
    if (parts.value != nullptr) visit(parts.value);
    emit(parts.add, depth + 1);
}

}  // namespace moult::compiler
