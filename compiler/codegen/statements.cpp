// Statements: bodies, assignments, loops, branches, imports.
#include <algorithm>

#include "compiler/codegen/code_generator.h"
#include "compiler/symbols/docstring.h"

namespace moult::compiler {

using enum Opcode;

bool contains_annotations(const ast::Seq<ast::Stmt*>& statements) {
    auto in_try = [](const ast::TryBase& statement) {
        return std::any_of(
                   statement.handlers.begin(), statement.handlers.end(),
                   [](const ast::ExceptHandler* handler) { return contains_annotations(handler->body); }) ||
               contains_annotations(statement.body) || contains_annotations(statement.finalbody) ||
               contains_annotations(statement.orelse);
    };
    auto in_loop = [](const auto& loop) {
        return contains_annotations(loop.body) || contains_annotations(loop.orelse);
    };
    auto contains = [&](const ast::Stmt* statement) {
        using enum ast::StmtKind;
        switch (statement->kind) {
            case AnnAssign: return true;
            case For: return in_loop(ast::cast<ast::For>(statement));
            case AsyncFor: return in_loop(ast::cast<ast::AsyncFor>(statement));
            case While: return in_loop(ast::cast<ast::While>(statement));
            case If: return in_loop(ast::cast<ast::If>(statement));
            case With: return contains_annotations(ast::cast<ast::With>(statement).body);
            case AsyncWith: return contains_annotations(ast::cast<ast::AsyncWith>(statement).body);
            case Try: return in_try(ast::cast<ast::Try>(statement));
            case TryStar: return in_try(ast::cast<ast::TryStar>(statement));
            case Match: {
                const auto& cases = ast::cast<ast::Match>(statement).cases;
                return std::any_of(cases.begin(), cases.end(), [](const ast::MatchCase* match_case) {
                    return contains_annotations(match_case->body);
                });
            }
            default: return false;
        }
    };
    return std::any_of(statements.begin(), statements.end(), contains);
}

void CodeGenerator::visit_all(const ast::Seq<ast::Stmt*>& statements) {
    for (const ast::Stmt* statement : statements) visit(statement);
}

// The body of a module or class: docstring, annotations, statements.
void CodeGenerator::visit_body(const ast::Seq<ast::Stmt*>& body) {
    if (unit().kind == UnitKind::Module && !body.empty()) at(*body[0]);
    if (contains_annotations(body)) emit(SETUP_ANNOTATIONS);
    const ast::Constant* docstring = options_.optimize < 2 ? find_docstring(body) : nullptr;
    if (docstring != nullptr) {
        visit(docstring);
        artificial();
        store_name("__doc__");
    }
    visit_all(docstring != nullptr ? body.subspan(1) : body);
}

void CodeGenerator::visit(const ast::Stmt* statement) {
    if (failed()) return;
    Level level(*this);
    if (failed()) return;
    at(*statement);
    visit_statement(*statement);
}

void CodeGenerator::visit_statement(const ast::Stmt& statement) {
    using enum ast::StmtKind;
    switch (statement.kind) {
        case FunctionDef: return visit_function(ast::cast<ast::FunctionDef>(&statement), false);
        case AsyncFunctionDef: return visit_function(ast::cast<ast::AsyncFunctionDef>(&statement), true);
        case ClassDef: return visit_class(ast::cast<ast::ClassDef>(&statement));
        case Return: return visit_return(ast::cast<ast::Return>(&statement));
        case Delete: return visit_all(ast::cast<ast::Delete>(&statement).targets);
        case Assign: return visit_assign(ast::cast<ast::Assign>(&statement));
        case AugAssign: return visit_augmented_assign(ast::cast<ast::AugAssign>(&statement));
        case AnnAssign: return visit_annotated_assign(ast::cast<ast::AnnAssign>(&statement));
        case For: return visit_for(ast::cast<ast::For>(&statement));
        case AsyncFor: return visit_async_for(ast::cast<ast::AsyncFor>(&statement));
        case While: return visit_while(ast::cast<ast::While>(&statement));
        case If: return visit_if(ast::cast<ast::If>(&statement));
        case With: return visit_with(ast::cast<ast::With>(&statement), false, 0);
        case AsyncWith: return visit_with(ast::cast<ast::AsyncWith>(&statement), true, 0);
        case Match: return visit_match(ast::cast<ast::Match>(&statement));
        case Raise: return visit_raise(ast::cast<ast::Raise>(&statement));
        case Try: return visit_try(ast::cast<ast::Try>(&statement), false);
        case TryStar: return visit_try(ast::cast<ast::TryStar>(&statement), true);
        case Assert: return visit_assert(ast::cast<ast::Assert>(&statement));
        case Import: return visit_import(ast::cast<ast::Import>(&statement));
        case ImportFrom: return visit_import_from(ast::cast<ast::ImportFrom>(&statement));
        case ExprStmt: return visit_expression_statement(ast::cast<ast::ExprStmt>(&statement).value);
        case Pass: return emit(NOP);
        case Break: return visit_break();
        case Continue: return visit_continue();
        case Global:
        case Nonlocal: return;
    }
}

void CodeGenerator::visit_expression_statement(const ast::Expr* value) {
    if (interactive_ && units_.size() == 1) {
        visit(value);
        emit(PRINT_EXPR);
    } else if (ast::is<ast::Constant>(value)) {
        emit(NOP);  // for its line
    } else {
        visit(value);
        artificial();
        emit(POP_TOP);
    }
}

// --- Assignments

void CodeGenerator::visit_assign(const ast::Assign& statement) {
    visit(statement.value);
    for (size_t index = 0; index < statement.targets.size(); ++index) {
        if (index + 1 < statement.targets.size()) emit(COPY, 1);
        visit(statement.targets[index]);
    }
}

void CodeGenerator::visit_augmented_assign(const ast::AugAssign& statement) {
    const ast::Expr* target = statement.target;
    auto* attribute = ast::as<ast::Attribute>(target);
    auto* subscript = ast::as<ast::Subscript>(target);
    auto* name = ast::as<ast::Name>(target);
    {
        SavedLocation saved(unit());
        at(*target);
        if (attribute != nullptr) {
            visit(attribute->value);
            emit(COPY, 1);
            at_attribute_name(*attribute);
            emit_named(LOAD_ATTR, attribute->attr);
        } else if (subscript != nullptr) {
            visit(subscript->value);
            visit(subscript->slice);
            emit(COPY, 2);
            emit(COPY, 2);
            emit(BINARY_SUBSCR);
        } else {
            load_name(name->id);
        }
    }
    visit(statement.value);
    emit_binary(statement.op, true);
    at(*target);
    if (attribute != nullptr) {
        at_attribute_name(*attribute);
        emit(SWAP, 2);
        emit_named(STORE_ATTR, attribute->attr);
    } else if (subscript != nullptr) {
        emit(SWAP, 3);
        emit(SWAP, 2);
        emit(STORE_SUBSCR);
    } else {
        store_name(name->id);
    }
}

void CodeGenerator::visit_annotated_assign(const ast::AnnAssign& statement) {
    bool keeps_annotations = unit().kind == UnitKind::Module || unit().kind == UnitKind::Class;
    bool postponed = (code_flags() & kCodeFutureAnnotations) != 0;
    if (statement.value != nullptr) {
        visit(statement.value);
        visit(statement.target);
    }
    if (auto* name = ast::as<ast::Name>(statement.target)) {
        if (!check_name(name->id, ast::ExprContext::Store)) return;
        if (statement.simple && keeps_annotations) {
            if (postponed) {
                emit_annotation_text(*statement.annotation);
            } else {
                visit(statement.annotation);
            }
            emit_named(LOAD_NAME, "__annotations__");
            emit_constant(string_constant(mangled(name->id)));
            emit(STORE_SUBSCR);
        }
    } else {
        check_annotation_target(statement);
    }
    if (!statement.simple && !postponed && keeps_annotations) evaluate_and_drop(statement.annotation);
}

// Without a value nothing is assigned, but what the target consists of is evaluated.
void CodeGenerator::check_annotation_target(const ast::AnnAssign& statement) {
    if (auto* attribute = ast::as<ast::Attribute>(statement.target)) {
        if (!check_name(attribute->attr, ast::ExprContext::Store)) return;
        if (statement.value == nullptr) evaluate_and_drop(attribute->value);
    } else if (auto* subscript = ast::as<ast::Subscript>(statement.target)) {
        if (statement.value != nullptr) return;
        evaluate_and_drop(subscript->value);
        evaluate_subscript_and_drop(subscript->slice);
    }
}

void CodeGenerator::evaluate_and_drop(const ast::Expr* expression) {
    visit(expression);
    emit(POP_TOP);
}

void CodeGenerator::evaluate_subscript_and_drop(const ast::Expr* subscript) {
    if (auto* slice = ast::as<ast::Slice>(subscript)) {
        for (const ast::Expr* part : {slice->lower, slice->upper, slice->step}) {
            if (part != nullptr) evaluate_and_drop(part);
        }
    } else if (auto* tuple = ast::as<ast::Tuple>(subscript)) {
        for (const ast::Expr* part : tuple->elts) evaluate_subscript_and_drop(part);
    } else {
        evaluate_and_drop(subscript);
    }
}

// --- Branches and loops

void CodeGenerator::visit_if(const ast::If& statement) {
    BasicBlock* end = new_block();
    BasicBlock* otherwise = statement.orelse.empty() ? end : new_block();
    jump_if(*statement.test, otherwise, false);
    visit_all(statement.body);
    if (!statement.orelse.empty()) {
        emit_jump_without_line(JUMP, end);
        place(otherwise);
        visit_all(statement.orelse);
    }
    place(end);
}

void CodeGenerator::visit_for(const ast::For& loop) {
    BasicBlock* start = new_block();
    BasicBlock* body = new_block();
    BasicBlock* cleanup = new_block();
    BasicBlock* end = new_block();
    push_region({RegionKind::ForLoop, start, end});
    visit(loop.iter);
    emit(GET_ITER);
    place(start);
    emit_jump(FOR_ITER, cleanup);
    place(body);
    visit(loop.target);
    visit_all(loop.body);
    artificial();
    emit_jump(JUMP, start);
    place(cleanup);
    pop_region();
    visit_all(loop.orelse);
    place(end);
}

void CodeGenerator::visit_async_for(const ast::AsyncFor& loop) {
    if (allows_top_level_await()) {
        unit().block->coroutine = true;
    } else if (unit().kind != UnitKind::AsyncFunction) {
        return fail("'async for' outside async function");
    }
    BasicBlock* start = new_block();
    BasicBlock* except = new_block();
    BasicBlock* end = new_block();
    visit(loop.iter);
    emit(GET_AITER);
    place(start);
    push_region({RegionKind::ForLoop, start, end});
    emit_jump(SETUP_FINALLY, except);
    emit(GET_ANEXT);
    emit_none();
    emit_yield_from(true);
    emit(POP_BLOCK);
    visit(loop.target);
    visit_all(loop.body);
    artificial();
    emit_jump(JUMP, start);
    pop_region();
    place(except);
    at(*loop.iter);
    emit(END_ASYNC_FOR);
    visit_all(loop.orelse);
    place(end);
}

// The condition stands twice: before the loop and at its end, where it jumps back.
void CodeGenerator::visit_while(const ast::While& loop) {
    BasicBlock* start = new_block();
    BasicBlock* body = new_block();
    BasicBlock* otherwise = new_block();
    BasicBlock* end = new_block();
    place(start);
    push_region({RegionKind::WhileLoop, start, end});
    jump_if(*loop.test, otherwise, false);
    place(body);
    visit_all(loop.body);
    at(loop);
    jump_if(*loop.test, body, true);
    pop_region();
    place(otherwise);
    visit_all(loop.orelse);
    place(end);
}

void CodeGenerator::visit_return(const ast::Return& statement) {
    const ast::Expr* value = statement.value;
    auto* constant = ast::as<ast::Constant>(value);
    bool computes_value = value != nullptr && constant == nullptr;
    const SymbolBlock& block = *unit().block;
    if (block.type != BlockType::Function) return fail("'return' outside function");
    if (value != nullptr && block.coroutine && block.generator) {
        return fail("'return' with value in async generator");
    }
    if (computes_value) {
        visit(value);
    } else if (value != nullptr) {
        at(*value);
        emit(NOP);  // for its line
    }
    if (value == nullptr || value->lineno != statement.lineno) {
        at(statement);
        emit(NOP);
    }
    unwind_regions(computes_value, false);
    if (value == nullptr) {
        emit_none();
    } else if (constant != nullptr) {
        emit_constant(constant->value);
    }
    emit(RETURN_VALUE);
}

void CodeGenerator::visit_break() {
    ast::Location location = unit().location;
    emit(NOP);  // for its line
    const Region* loop = unwind_regions(false, true);
    if (failed()) return;
    if (loop == nullptr) {
        at(location);
        return fail("'break' outside loop");
    }
    Region copy = *loop;
    unwind(copy, false);
    emit_jump(JUMP, copy.exit);
}

void CodeGenerator::visit_continue() {
    ast::Location location = unit().location;
    emit(NOP);
    const Region* loop = unwind_regions(false, true);
    if (failed()) return;
    if (loop == nullptr) {
        at(location);
        return fail("'continue' not properly in loop");
    }
    emit_jump(JUMP, loop->block);
}

void CodeGenerator::visit_raise(const ast::Raise& statement) {
    int count = 0;
    for (const ast::Expr* part : {statement.exc, statement.cause}) {
        if (part == nullptr) break;
        visit(part);
        ++count;
    }
    emit(RAISE_VARARGS, count);
}

void CodeGenerator::visit_assert(const ast::Assert& statement) {
    auto is_filled_tuple = [](const ast::Expr* test) {
        if (auto* tuple = ast::as<ast::Tuple>(test)) return !tuple->elts.empty();
        auto* constant = ast::as<ast::Constant>(test);
        return constant != nullptr && holds<TupleConstant>(constant->value) && is_true(constant->value);
    };
    if (is_filled_tuple(statement.test)) warn("assertion is always true, perhaps remove parentheses?");
    if (options_.optimize > 0) return;
    BasicBlock* end = new_block();
    jump_if(*statement.test, end, true);
    emit(LOAD_ASSERTION_ERROR);
    if (statement.msg != nullptr) {
        visit(statement.msg);
        emit_call(0);
    }
    emit(RAISE_VARARGS, 1);
    place(end);
}

// --- Imports

// `import a.b.c as d`: the module imported is a, and d is what a.b.c leads to.
void CodeGenerator::import_as(ast::Identifier module, ast::Identifier name) {
    size_t dot = module.find('.');
    if (dot == module.npos) return store_name(name);
    while (true) {
        size_t start = dot + 1;
        dot = module.find('.', start);
        ast::Identifier part = module.substr(start, dot == module.npos ? dot : dot - start);
        emit(IMPORT_FROM, unit().assembly.names.add(part));
        if (dot == module.npos) break;
        emit(SWAP, 2);
        emit(POP_TOP);
    }
    store_name(name);
    emit(POP_TOP);
}

void CodeGenerator::visit_import(const ast::Import& statement) {
    for (const ast::Alias* alias : statement.names) {
        emit_constant(int_constant(0));
        emit_none();
        emit_named(IMPORT_NAME, alias->name);
        if (ast::is_absent(alias->asname)) {
            store_name(arena_.intern(alias->name.substr(0, alias->name.find('.'))));
        } else {
            import_as(alias->name, alias->asname);
        }
    }
}

void CodeGenerator::visit_import_from(const ast::ImportFrom& statement) {
    emit_constant(int_constant(statement.level));
    if (statement.lineno > future_.last_line && statement.module == "__future__") {
        return fail("from __future__ imports must occur at the beginning of the file");
    }
    TupleConstant names;
    for (const ast::Alias* alias : statement.names) names.items.push_back(string_constant(alias->name));
    emit_constant(Constant{std::move(names)});
    emit_named(IMPORT_NAME, statement.module);
    if (statement.names[0]->name == "*") return emit(IMPORT_STAR);
    for (const ast::Alias* alias : statement.names) {
        emit_named(IMPORT_FROM, alias->name);
        store_name(ast::is_absent(alias->asname) ? alias->name : alias->asname);
    }
    emit(POP_TOP);
}

}  // namespace moult::compiler
