// try and with: protected regions, handlers, and how return, break and continue leave them.
#include "compiler/codegen/code_generator.h"

namespace moult::compiler {

using enum Opcode;

namespace {
constexpr size_t kMaxRegions = 20;
}

void CodeGenerator::push_region(Region region) {
    if (unit().regions.size() >= kMaxRegions) fail("too many statically nested blocks");
    unit().regions.push_back(region);
}

// --- Leaving regions

void CodeGenerator::unwind(const Region& region, bool keep_top) {
    auto keep = [&] {
        if (keep_top) emit(SWAP, 2);
    };
    switch (region.kind) {
        case RegionKind::WhileLoop:
        case RegionKind::ExceptionHandler:
        case RegionKind::ExceptionGroupHandler:
        case RegionKind::AsyncComprehension: return;
        case RegionKind::ForLoop:
        case RegionKind::PopValue: keep(); return emit(POP_TOP);
        case RegionKind::TryExcept: return emit(POP_BLOCK);
        case RegionKind::FinallyTry:
            emit(POP_BLOCK);
            if (keep_top) push_region({RegionKind::PopValue});
            visit_all(region.finally_body);
            if (keep_top) pop_region();
            return artificial();  // what follows seems to run at the statement that leaves
        case RegionKind::FinallyEnd:
            keep();
            emit(POP_TOP);  // the exception
            keep();
            emit(POP_BLOCK);
            return emit(POP_EXCEPT);
        case RegionKind::With:
        case RegionKind::AsyncWith:
            at(*region.statement);
            emit(POP_BLOCK);
            keep();
            call_exit_with_nones();
            if (region.kind == RegionKind::AsyncWith) emit_await(2);
            emit(POP_TOP);
            return artificial();
        case RegionKind::HandlerCleanup:
            if (!ast::is_absent(region.name)) emit(POP_BLOCK);
            keep();
            emit(POP_BLOCK);
            emit(POP_EXCEPT);
            return clear_handler_name(region.name);
    }
}

// A finally clause generated on the way must see only the regions around it, so regions are taken off while
// it goes on and put back at the end.
const CodeGenerator::Region* CodeGenerator::unwind_regions(bool keep_top, bool stop_at_loop) {
    std::vector<Region> left;
    const Region* loop = nullptr;
    while (!failed() && !unit().regions.empty()) {
        Region innermost = unit().regions.back();
        if (innermost.kind == RegionKind::ExceptionGroupHandler) {
            fail("'break', 'continue' and 'return' cannot appear in an except* block");
            break;
        }
        if (stop_at_loop &&
            (innermost.kind == RegionKind::WhileLoop || innermost.kind == RegionKind::ForLoop)) {
            break;
        }
        unit().regions.pop_back();
        left.push_back(innermost);
        unwind(innermost, keep_top);
    }
    size_t loop_index = unit().regions.size();
    unit().regions.insert(unit().regions.end(), left.rbegin(), left.rend());
    if (stop_at_loop && loop_index > 0) loop = &unit().regions[loop_index - 1];
    return loop;
}

// --- try

void CodeGenerator::visit_try(const ast::TryBase& statement, bool is_star) {
    if (!statement.finalbody.empty()) {
        visit_try_finally(statement, is_star);
    } else if (is_star) {
        visit_try_star_except(statement);
    } else {
        visit_try_except(statement);
    }
}

// The finally clause stands twice: for the normal way and for an exception. (And once for each return, break
// or continue that passes it.)
void CodeGenerator::visit_try_finally(const ast::TryBase& statement, bool is_star) {
    BasicBlock* body = new_block();
    BasicBlock* end = new_block();
    BasicBlock* exit = new_block();
    BasicBlock* cleanup = new_block();
    emit_jump(SETUP_FINALLY, end);
    place(body);
    Region region{RegionKind::FinallyTry, body, end};
    region.finally_body = statement.finalbody;
    push_region(region);
    if (statement.handlers.empty()) {
        visit_all(statement.body);
    } else if (is_star) {
        visit_try_star_except(statement);
    } else {
        visit_try_except(statement);
    }
    emit_without_line(POP_BLOCK);
    pop_region();
    visit_all(statement.finalbody);
    emit_jump_without_line(JUMP, exit);

    place(end);
    artificial();
    emit_jump(SETUP_CLEANUP, cleanup);
    emit(PUSH_EXC_INFO);
    push_region({RegionKind::FinallyEnd, end});
    visit_all(statement.finalbody);
    pop_region();
    emit(RERAISE, 0);
    place(cleanup);
    restore_exception_and_reraise();
    place(exit);
}

// [previous exception, lasti, exception] on the stack: puts the previous one back in place.
void CodeGenerator::restore_exception_and_reraise() {
    emit(COPY, 3);
    emit(POP_EXCEPT);
    emit(RERAISE, 1);
}

// Each handler is tested in turn with the exception on the stack; if none matches, it is raised again.
void CodeGenerator::visit_try_except(const ast::TryBase& statement) {
    BasicBlock* body = new_block();
    BasicBlock* except = new_block();
    BasicBlock* end = new_block();
    BasicBlock* cleanup = new_block();
    emit_jump(SETUP_FINALLY, except);
    place(body);
    push_region({RegionKind::TryExcept, body});
    visit_all(statement.body);
    pop_region();
    emit_without_line(POP_BLOCK);
    visit_all(statement.orelse);
    emit_jump_without_line(JUMP, end);

    place(except);
    artificial();
    emit_jump(SETUP_CLEANUP, cleanup);
    emit(PUSH_EXC_INFO);
    push_region({RegionKind::ExceptionHandler});
    for (const ast::ExceptHandler* handler : statement.handlers) {
        at(*handler);
        if (handler->type == nullptr && handler != statement.handlers.back()) {
            fail("default 'except:' must be last");
        }
        BasicBlock* next = new_block();
        if (handler->type != nullptr) {
            visit(handler->type);
            emit(CHECK_EXC_MATCH);
            emit_jump(POP_JUMP_IF_FALSE, next);
        }
        if (ast::is_absent(handler->name)) {
            visit_handler_without_name(*handler, end);
        } else {
            visit_handler_with_name(*handler, end);
        }
        place(next);
    }
    artificial();
    pop_region();
    emit(RERAISE, 0);
    place(cleanup);
    restore_exception_and_reraise();
    place(end);
}

// The name is unbound at the end of the clause, however that is left: the traceback that it holds refers to
// the frame.
void CodeGenerator::visit_handler_with_name(const ast::ExceptHandler& handler, BasicBlock* end) {
    BasicBlock* cleanup = new_block();
    BasicBlock* body = new_block();
    store_name(handler.name);
    emit_jump(SETUP_CLEANUP, cleanup);
    place(body);
    Region region{RegionKind::HandlerCleanup, body};
    region.name = handler.name;
    push_region(region);
    visit_all(handler.body);
    pop_region();
    artificial();
    emit(POP_BLOCK);
    emit(POP_BLOCK);
    emit(POP_EXCEPT);
    clear_handler_name(handler.name);
    emit_jump(JUMP, end);
    place(cleanup);
    artificial();
    clear_handler_name(handler.name);
    emit(RERAISE, 1);
}

void CodeGenerator::visit_handler_without_name(const ast::ExceptHandler& handler, BasicBlock* end) {
    BasicBlock* body = new_block();
    emit(POP_TOP);
    place(body);
    push_region({RegionKind::HandlerCleanup, body});
    visit_all(handler.body);
    pop_region();
    artificial();
    emit(POP_BLOCK);
    emit(POP_EXCEPT);
    emit_jump(JUMP, end);
}

// `name = None; del name`: the assignment is there in case that the clause has deleted the name.
void CodeGenerator::clear_handler_name(ast::Identifier name) {
    if (ast::is_absent(name)) return;
    emit_none();
    store_name(name);
    delete_name(name);
}

// --- try ... except* (PEP 654)

// While the clauses run, the stack holds the original group, a list of what they raised, and the part of the
// group that no clause has matched yet. In the end, what remains and what was raised is raised together.
void CodeGenerator::visit_try_star_except(const ast::TryBase& statement) {
    BasicBlock* body = new_block();
    BasicBlock* except = new_block();
    BasicBlock* otherwise = new_block();
    BasicBlock* end = new_block();
    BasicBlock* cleanup = new_block();
    BasicBlock* reraise_star = new_block();
    emit_jump(SETUP_FINALLY, except);
    place(body);
    push_region({RegionKind::TryExcept, body});
    visit_all(statement.body);
    pop_region();
    emit_without_line(POP_BLOCK);
    emit_jump_without_line(JUMP, otherwise);

    place(except);
    artificial();
    emit_jump(SETUP_CLEANUP, cleanup);
    emit(PUSH_EXC_INFO);
    push_region({RegionKind::ExceptionGroupHandler});
    for (const ast::ExceptHandler* handler : statement.handlers) {
        visit_star_handler(*handler, handler == statement.handlers.front(),
                           handler == statement.handlers.back(), reraise_star);
    }
    artificial();
    pop_region();
    BasicBlock* reraise = new_block();
    place(reraise_star);
    emit(PREP_RERAISE_STAR);
    emit(COPY, 1);
    emit_jump(POP_JUMP_IF_NOT_NONE, reraise);
    emit(POP_TOP);
    emit(POP_BLOCK);
    emit(POP_EXCEPT);
    emit_jump(JUMP, end);
    place(reraise);
    emit(POP_BLOCK);
    emit(SWAP, 2);
    emit(POP_EXCEPT);
    emit(RERAISE, 0);
    place(cleanup);
    restore_exception_and_reraise();
    place(otherwise);
    visit_all(statement.orelse);
    place(end);
}

void CodeGenerator::visit_star_handler(const ast::ExceptHandler& handler, bool is_first, bool is_last,
                                       BasicBlock* reraise_star) {
    at(handler);
    BasicBlock* next = new_block();
    BasicBlock* match = new_block();
    if (is_first) {
        emit(COPY, 1);  // the original group
        emit(BUILD_LIST, 0);
        emit(SWAP, 2);
    }
    if (handler.type != nullptr) {
        visit(handler.type);
        emit(CHECK_EG_MATCH);
        emit(COPY, 1);
        emit_jump(POP_JUMP_IF_NOT_NONE, match);
        emit(POP_TOP);
        emit_jump(JUMP, next);
    }
    place(match);
    BasicBlock* cleanup = new_block();
    BasicBlock* body = new_block();
    if (ast::is_absent(handler.name)) {
        emit(POP_TOP);
    } else {
        store_name(handler.name);
    }
    emit_jump(SETUP_CLEANUP, cleanup);
    place(body);
    Region region{RegionKind::HandlerCleanup, body};
    region.name = handler.name;
    push_region(region);
    visit_all(handler.body);
    pop_region();
    artificial();
    emit(POP_BLOCK);
    clear_handler_name(handler.name);
    emit_jump(JUMP, next);

    place(cleanup);  // the clause raised an exception: into the list with it
    artificial();
    clear_handler_name(handler.name);
    emit(LIST_APPEND, 3);
    emit(POP_TOP);
    emit_jump(JUMP, next);
    place(next);
    if (is_last) {
        emit(LIST_APPEND, 1);
        emit_jump(JUMP, reraise_star);
    }
}

// --- with

void CodeGenerator::call_exit_with_nones() {
    emit_none();
    emit_none();
    emit_none();
    emit_call(2);
}

void CodeGenerator::visit_with(const ast::WithBase& statement, bool is_async, size_t index) {
    if (failed()) return;
    const ast::WithItem& item = *statement.items[index];
    if (is_async) {
        if (allows_top_level_await()) {
            unit().block->coroutine = true;
        } else if (unit().kind != UnitKind::AsyncFunction) {
            return fail("'async with' outside async function");
        }
    }
    BasicBlock* block = new_block();
    BasicBlock* handler = new_block();
    BasicBlock* exit = new_block();
    BasicBlock* cleanup = new_block();
    visit(item.context_expr);
    emit(is_async ? BEFORE_ASYNC_WITH : BEFORE_WITH);
    if (is_async) emit_await(1);
    emit_jump(SETUP_WITH, handler);
    place(block);
    Region region{is_async ? RegionKind::AsyncWith : RegionKind::With, block, handler};
    region.statement = &statement;
    push_region(region);
    if (item.optional_vars != nullptr) {
        visit(item.optional_vars);
    } else {
        emit(POP_TOP);
    }
    if (index + 1 == statement.items.size()) {
        visit_all(statement.body);
    } else {
        visit_with(statement, is_async, index + 1);
    }
    if (!is_async) artificial();
    emit(POP_BLOCK);
    pop_region();

    at(statement);
    call_exit_with_nones();
    if (is_async) emit_await(2);
    emit(POP_TOP);
    emit_jump(JUMP, exit);

    place(handler);
    emit_jump(SETUP_CLEANUP, cleanup);
    emit(PUSH_EXC_INFO);
    emit(WITH_EXCEPT_START);
    if (is_async) emit_await(2);
    finish_with_handler(cleanup);
    place(exit);
}

// What __exit__ has returned decides whether the exception goes on.
void CodeGenerator::finish_with_handler(BasicBlock* cleanup) {
    artificial();
    BasicBlock* suppress = new_block();
    emit_jump(POP_JUMP_IF_TRUE, suppress);
    emit(RERAISE, 2);
    place(cleanup);
    restore_exception_and_reraise();
    place(suppress);
    emit(POP_TOP);
    emit(POP_BLOCK);
    emit(POP_EXCEPT);
    emit(POP_TOP);
    emit(POP_TOP);
}

}  // namespace moult::compiler
