// Code objects under construction, instructions, names and errors.
#include "compiler/codegen/code_generator.h"

#include <algorithm>

#include "compiler/diagnostics.h"

namespace moult::compiler {

using enum Opcode;

namespace {

// The features that code objects inherit and show.
constexpr uint32_t kFutureMask = kCodeFutureDivision | kCodeFutureAbsoluteImport | kCodeFutureWithStatement |
                                 kCodeFuturePrintFunction | kCodeFutureUnicodeLiterals |
                                 kCodeFutureBarryAsBdfl | kCodeFutureGeneratorStop | kCodeFutureAnnotations;

// Adds the names of the block that are in the scope or have the flag, in alphabetical order.
void add_sorted(const SymbolBlock& block, Scope scope, uint32_t flag, NameTable& table) {
    std::vector<ast::Identifier> names;
    for (const Symbol& symbol : block.symbols()) {
        if (symbol.scope == scope || (symbol.flags & flag) != 0) names.push_back(symbol.name);
    }
    std::sort(names.begin(), names.end());
    for (ast::Identifier name : names) table.add(name);
}

}  // namespace

CodeGenerator::Level::Level(CodeGenerator& generator) : generator_(generator) {
    const CompileOptions& options = generator_.options_;
    bool too_deep = ++generator_.depth_ > options.recursion_limit || stack_exhausted(options.stack_limit);
    if (too_deep && !generator_.failed()) generator_.error_ = recursion_error();
}

std::shared_ptr<const CodeUnit> CodeGenerator::generate(const ast::Mod& module) {
    enter_unit(UnitKind::Module, "<module>", &module, 1);
    bool return_none = true;
    unit().location.lineno = 1;
    switch (module.kind) {
        case ast::ModKind::FunctionType: break;  // nothing to run
        case ast::ModKind::Module: visit_body(ast::cast<ast::Module>(&module).body); break;
        case ast::ModKind::Interactive: {
            interactive_ = true;
            const auto& body = ast::cast<ast::Interactive>(&module).body;
            if (contains_annotations(body)) emit(SETUP_ANNOTATIONS);
            visit_all(body);
            break;
        }
        case ast::ModKind::Expression:
            visit(ast::cast<ast::Expression>(&module).body);
            return_none = false;
            break;
    }
    return leave_unit(return_none);
}

void CodeGenerator::enter_unit(UnitKind kind, std::string_view name, const void* node, int first_line) {
    auto entered = std::make_unique<Unit>();
    entered->kind = kind;
    entered->block = symbols_.find(node);
    const SymbolBlock& block = *entered->block;
    AssemblyInput& assembly = entered->assembly;
    for (ast::Identifier parameter : block.parameters) assembly.locals.add(parameter);
    add_sorted(block, Scope::Cell, 0, assembly.cells);
    if (block.needs_class_closure) assembly.cells.add("__class__");
    add_sorted(block, Scope::Free, kDefFreeClass, assembly.free);
    assembly.header.filename = options_.filename;
    assembly.header.name = name;
    assembly.header.qualname = qualified_name(*entered, name);
    assembly.header.firstlineno = first_line == 0 ? 1 : first_line;
    if (!units_.empty()) entered->private_to = unit().private_to;
    units_.push_back(std::move(entered));

    at({first_line, 0, first_line, 0});
    if (kind == UnitKind::Module) unit().location.lineno = 0;
    emit(RESUME, 0);
    if (kind == UnitKind::Module) unit().location.lineno = -1;
}

// The path from the module, `<locals>` standing for the inside of a function (PEP 3155). To be asked before
// the unit is entered: the current unit is the parent.
std::string CodeGenerator::qualified_name(const Unit& entered, std::string_view name) {
    if (units_.size() <= 1) return std::string(name);
    Unit& parent = unit();
    bool is_definition = entered.kind == UnitKind::Function || entered.kind == UnitKind::AsyncFunction ||
                         entered.kind == UnitKind::Class;
    if (is_definition && parent.block->scope_of(mangled(arena_.intern(name))) == Scope::GlobalExplicit) {
        return std::string(name);
    }
    bool in_function = parent.kind == UnitKind::Function || parent.kind == UnitKind::AsyncFunction ||
                       parent.kind == UnitKind::Lambda;
    return parent.assembly.header.qualname + (in_function ? ".<locals>." : ".") + std::string(name);
}

std::shared_ptr<const CodeUnit> CodeGenerator::leave_unit(bool return_none) {
    std::shared_ptr<const CodeUnit> code;
    if (!failed()) {
        if (!graph().current()->returns) {
            artificial();
            if (return_none) emit_none();
            emit(RETURN_VALUE);
        }
        const SymbolBlock& block = *unit().block;
        unit().assembly.header.flags = code_flags();
        unit().assembly.starts_with_value = block.generator || block.coroutine;
        code = assemble(unit().assembly);
        if (code == nullptr) fail("internal error: inconsistent code for " + unit().assembly.header.qualname);
    }
    units_.pop_back();
    return code == nullptr ? nullptr : intern(std::move(code));
}

std::shared_ptr<const CodeUnit> CodeGenerator::intern(std::shared_ptr<const CodeUnit> code) {
    size_t hash = code_hash(*code);
    auto [begin, end] = codes_.equal_range(hash);
    for (auto found = begin; found != end; ++found) {
        if (equal_code(*found->second, *code)) return found->second;
    }
    return codes_.emplace(hash, std::move(code))->second;
}

uint32_t CodeGenerator::code_flags() {
    const SymbolBlock& block = *unit().block;
    uint32_t flags = 0;
    if (block.type == BlockType::Function) {
        flags |= kCodeNewLocals | kCodeOptimized;
        if (block.nested) flags |= kCodeNested;
        if (block.generator) flags |= block.coroutine ? kCodeAsyncGenerator : kCodeGenerator;
        if (block.coroutine && !block.generator) flags |= kCodeCoroutine;
        if (block.varargs) flags |= kCodeVarArgs;
        if (block.varkeywords) flags |= kCodeVarKeywords;
    }
    flags |= (options_.flags | future_.flags) & kFutureMask;
    if (allows_top_level_await() && block.coroutine && !block.generator) flags |= kCodeCoroutine;
    return flags;
}

bool CodeGenerator::allows_top_level_await() {
    return options_.allow_top_level_await && unit().block->type == BlockType::Module;
}

void CodeGenerator::fail(std::string message) {
    if (!failed()) error_ = syntax_error_at(unit().location, std::move(message));
}

void CodeGenerator::warn(std::string message) {
    const ast::Location& where = unit().location;
    SyntaxError error = syntax_error_at(where, message);
    warnings_.push_back({WarningKind::SyntaxWarning, std::move(message), where.lineno, std::move(error)});
}

void CodeGenerator::emit_named(Opcode opcode, ast::Identifier name) {
    emit(opcode, unit().assembly.names.add(mangled(name)));
}

void CodeGenerator::emit_call(int arguments) {
    emit(PRECALL, arguments);
    emit(CALL, arguments);
}

void CodeGenerator::emit_binary(ast::Operator op, bool in_place) {
    auto operation = [op] {
        switch (op) {
            case ast::Operator::Add: return BinaryOperation::Add;
            case ast::Operator::Sub: return BinaryOperation::Subtract;
            case ast::Operator::Mult: return BinaryOperation::Multiply;
            case ast::Operator::MatMult: return BinaryOperation::MatrixMultiply;
            case ast::Operator::Div: return BinaryOperation::TrueDivide;
            case ast::Operator::Mod: return BinaryOperation::Remainder;
            case ast::Operator::Pow: return BinaryOperation::Power;
            case ast::Operator::LShift: return BinaryOperation::LShift;
            case ast::Operator::RShift: return BinaryOperation::RShift;
            case ast::Operator::BitOr: return BinaryOperation::Or;
            case ast::Operator::BitXor: return BinaryOperation::Xor;
            case ast::Operator::BitAnd: return BinaryOperation::And;
            case ast::Operator::FloorDiv: return BinaryOperation::FloorDivide;
        }
        return BinaryOperation::Add;
    }();
    constexpr int kToInPlace = static_cast<int>(BinaryOperation::InplaceAdd);
    emit(BINARY_OP, static_cast<int>(operation) + (in_place ? kToInPlace : 0));
}

void CodeGenerator::emit_comparison(ast::CompareOperator op) {
    auto compare = [this](CompareOperation operation) { emit(COMPARE_OP, static_cast<int>(operation)); };
    switch (op) {
        case ast::CompareOperator::Eq: return compare(CompareOperation::Equal);
        case ast::CompareOperator::NotEq: return compare(CompareOperation::NotEqual);
        case ast::CompareOperator::Lt: return compare(CompareOperation::Less);
        case ast::CompareOperator::LtE: return compare(CompareOperation::LessEqual);
        case ast::CompareOperator::Gt: return compare(CompareOperation::Greater);
        case ast::CompareOperator::GtE: return compare(CompareOperation::GreaterEqual);
        case ast::CompareOperator::Is: return emit(IS_OP, 0);
        case ast::CompareOperator::IsNot: return emit(IS_OP, 1);
        case ast::CompareOperator::In: return emit(CONTAINS_OP, 0);
        case ast::CompareOperator::NotIn: return emit(CONTAINS_OP, 1);
    }
}

// A loop that passes values through between the caller and the generator on the stack.
void CodeGenerator::emit_yield_from(bool is_await) {
    BasicBlock* start = new_block();
    BasicBlock* resume = new_block();
    BasicBlock* exit = new_block();
    place(start);
    emit_jump(SEND, exit);
    place(resume);
    emit(YIELD_VALUE);
    emit(RESUME, is_await ? 3 : 2);
    emit_jump(JUMP_NO_INTERRUPT, start);
    place(exit);
}

void CodeGenerator::emit_await(int kind) {
    emit(GET_AWAITABLE, kind);
    emit_none();
    emit_yield_from(true);
}

// Makes a function of the code object. A name that is free in it is a cell or free here. In a class it may be
// both local and free: then the methods' variable is meant, not the class's.
void CodeGenerator::emit_closure(const std::shared_ptr<const CodeUnit>& code, int flags) {
    if (failed()) return;
    const AssemblyInput& assembly = unit().assembly;
    int count = 0;
    for (size_t index = 0; index < code->localsplusnames.size(); ++index) {
        if ((code->localspluskinds[index] & kFastFree) == 0) continue;
        const std::string& name = code->localsplusnames[index];
        int cell = assembly.cells.find(name);
        emit(LOAD_CLOSURE, cell >= 0 ? cell : assembly.cells.size() + assembly.free.find(name));
        ++count;
    }
    if (count > 0) {
        flags |= kFunctionClosure;
        emit(BUILD_TUPLE, count);
    }
    emit_constant(Constant{code});
    emit(MAKE_FUNCTION, flags);
}

bool CodeGenerator::check_name(ast::Identifier name, ast::ExprContext context) {
    if (name != "__debug__" || context == ast::ExprContext::Load) return true;
    fail(context == ast::ExprContext::Store ? "cannot assign to __debug__" : "cannot delete __debug__");
    return false;
}

void CodeGenerator::name_operation(ast::Identifier name, ast::ExprContext context) {
    if (!check_name(name, context)) return;
    auto select = [context](Opcode load, Opcode store, Opcode del) {
        return context == ast::ExprContext::Load ? load : context == ast::ExprContext::Store ? store : del;
    };
    AssemblyInput& assembly = unit().assembly;
    bool in_function = unit().block->type == BlockType::Function;
    bool in_class = unit().block->type == BlockType::Class;
    ast::Identifier key = mangled(name);
    Scope scope = unit().block->scope_of(key);
    Opcode load_cell = in_class ? LOAD_CLASSDEREF : LOAD_DEREF;
    if (scope == Scope::Free) {
        int index = assembly.cells.size() + assembly.free.find(key);
        emit(select(load_cell, STORE_DEREF, DELETE_DEREF), index);
    } else if (scope == Scope::Cell) {
        emit(select(load_cell, STORE_DEREF, DELETE_DEREF), assembly.cells.find(key));
    } else if (scope == Scope::Local && in_function) {
        emit(select(LOAD_FAST, STORE_FAST, DELETE_FAST), assembly.locals.add(key));
    } else if (scope == Scope::GlobalExplicit || (scope == Scope::GlobalImplicit && in_function)) {
        int index = assembly.names.add(key);
        bool is_load = context == ast::ExprContext::Load;
        emit(select(LOAD_GLOBAL, STORE_GLOBAL, DELETE_GLOBAL), is_load ? index << 1 : index);
    } else {
        emit(select(LOAD_NAME, STORE_NAME, DELETE_NAME), assembly.names.add(key));
    }
}

}  // namespace moult::compiler
