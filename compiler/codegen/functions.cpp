// Functions, lambdas and classes: parameters, defaults, annotations, decorators.
#include <initializer_list>

#include "compiler/ast_unparse.h"
#include "compiler/codegen/code_generator.h"
#include "compiler/symbols/docstring.h"

namespace moult::compiler {

using enum Opcode;

namespace {

// Tracebacks and inspect point to the first decorator.
int first_line_of(const ast::Stmt& definition, const ast::Seq<ast::Expr*>& decorators) {
    return decorators.empty() ? definition.lineno : decorators[0]->lineno;
}

}  // namespace

void CodeGenerator::visit_function(const ast::FunctionDefBase& function, bool is_async) {
    check_parameter_names(*function.args);
    visit_all(function.decorator_list);
    int flags = visit_defaults(*function.args);
    if (visit_annotations(function)) flags |= kFunctionAnnotations;
    if (failed()) return;

    enter_unit(is_async ? UnitKind::AsyncFunction : UnitKind::Function, function.name, &function,
               first_line_of(function, function.decorator_list));
    const ast::Constant* docstring = options_.optimize < 2 ? find_docstring(function.body) : nullptr;
    add_constant(docstring != nullptr ? docstring->value : none_constant());
    set_parameter_counts(*function.args);
    visit_all(docstring != nullptr ? function.body.subspan(1) : function.body);
    std::shared_ptr<const CodeUnit> code = leave_unit(true);

    emit_closure(code, flags);
    apply_decorators(function.decorator_list);
    store_name(function.name);
}

void CodeGenerator::visit_lambda(const ast::Lambda& lambda) {
    check_parameter_names(*lambda.args);
    int flags = visit_defaults(*lambda.args);
    if (failed()) return;
    enter_unit(UnitKind::Lambda, "<lambda>", &lambda, lambda.lineno);
    add_constant(none_constant());  // so that a string is not taken for a docstring
    set_parameter_counts(*lambda.args);
    visit(lambda.body);
    bool is_generator = unit().block->generator;
    if (!is_generator) emit(RETURN_VALUE);
    emit_closure(leave_unit(!is_generator), flags);
}

void CodeGenerator::visit_class(const ast::ClassDef& definition) {
    visit_all(definition.decorator_list);
    if (failed()) return;
    enter_unit(UnitKind::Class, definition.name, &definition,
               first_line_of(definition, definition.decorator_list));
    unit().private_to = definition.name;
    load_name("__name__");
    store_name("__module__");
    emit_constant(string_constant(unit().assembly.header.qualname));
    store_name("__qualname__");
    visit_body(definition.body);
    artificial();
    if (unit().block->needs_class_closure) {
        // The class's cell, which __build_class__ fills, is handed over in the namespace.
        emit(LOAD_CLOSURE, 0);
        emit(COPY, 1);
        store_name("__classcell__");
    } else {
        emit_none();
    }
    emit(RETURN_VALUE);
    std::shared_ptr<const CodeUnit> code = leave_unit(true);

    emit(PUSH_NULL);
    emit(LOAD_BUILD_CLASS);
    emit_closure(code, 0);
    emit_constant(string_constant(definition.name));
    call_with(2, definition.bases, definition.keywords);
    apply_decorators(definition.decorator_list);
    store_name(definition.name);
}

void CodeGenerator::apply_decorators(const ast::Seq<ast::Expr*>& decorators) {
    SavedLocation saved(unit());
    for (size_t index = decorators.size(); index-- > 0;) {
        at(*decorators[index]);
        emit_call(0);
    }
}

void CodeGenerator::check_parameter_names(const ast::Arguments& arguments) {
    auto check = [this](const ast::Arg* arg) {
        if (arg != nullptr) check_name(arg->arg, ast::ExprContext::Store);
    };
    for (const ast::Arg* arg : arguments.posonlyargs) check(arg);
    for (const ast::Arg* arg : arguments.args) check(arg);
    check(arguments.vararg);
    for (const ast::Arg* arg : arguments.kwonlyargs) check(arg);
    check(arguments.kwarg);
}

void CodeGenerator::set_parameter_counts(const ast::Arguments& arguments) {
    CodeUnit& header = unit().assembly.header;
    header.posonlyargcount = static_cast<int>(arguments.posonlyargs.size());
    header.argcount = header.posonlyargcount + static_cast<int>(arguments.args.size());
    header.kwonlyargcount = static_cast<int>(arguments.kwonlyargs.size());
}

int CodeGenerator::visit_defaults(const ast::Arguments& arguments) {
    int flags = 0;
    if (!arguments.defaults.empty()) {
        visit_all(arguments.defaults);
        emit(BUILD_TUPLE, static_cast<int>(arguments.defaults.size()));
        flags |= kFunctionDefaults;
    }
    if (visit_keyword_defaults(arguments)) flags |= kFunctionKeywordDefaults;
    return flags;
}

// Leaves a dict of the keyword-only parameters' defaults on the stack, if there are any.
bool CodeGenerator::visit_keyword_defaults(const ast::Arguments& arguments) {
    TupleConstant names;
    for (size_t index = 0; index < arguments.kwonlyargs.size(); ++index) {
        const ast::Expr* value = arguments.kw_defaults[index];
        if (value == nullptr) continue;
        names.items.push_back(string_constant(mangled(arguments.kwonlyargs[index]->arg)));
        visit(value);
    }
    auto count = static_cast<int>(names.items.size());
    if (count == 0) return false;
    emit_constant(Constant{std::move(names)});
    emit(BUILD_CONST_KEY_MAP, count);
    return true;
}

// Leaves a tuple of names and annotations in turn on the stack, if there are any.
bool CodeGenerator::visit_annotations(const ast::FunctionDefBase& function) {
    const ast::Arguments& arguments = *function.args;
    int count = 0;
    auto visit_arg = [&](const ast::Arg* arg) {
        if (arg != nullptr) count += visit_annotation(arg->arg, arg->annotation);
    };
    for (const ast::Arg* arg : arguments.args) visit_arg(arg);
    for (const ast::Arg* arg : arguments.posonlyargs) visit_arg(arg);
    visit_arg(arguments.vararg);
    for (const ast::Arg* arg : arguments.kwonlyargs) visit_arg(arg);
    visit_arg(arguments.kwarg);
    count += visit_annotation("return", function.returns);
    if (count > 0) emit(BUILD_TUPLE, count);
    return count > 0;
}

// Returns the number of values left on the stack.
int CodeGenerator::visit_annotation(ast::Identifier name, const ast::Expr* annotation) {
    if (annotation == nullptr) return 0;
    emit_constant(string_constant(mangled(name)));
    if ((code_flags() & kCodeFutureAnnotations) != 0) {
        emit_annotation_text(*annotation);
    } else if (auto* starred = ast::as<ast::Starred>(annotation)) {  // *args: *Ts
        visit(starred->value);
        emit(UNPACK_SEQUENCE, 1);
    } else {
        visit(annotation);
    }
    return 2;
}

void CodeGenerator::emit_annotation_text(const ast::Expr& annotation) {
    emit_constant(Constant{unparse(annotation)});
}

}  // namespace moult::compiler
