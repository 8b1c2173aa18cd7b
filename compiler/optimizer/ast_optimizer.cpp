// The walk over the tree. Operators of constants are computed by constant_folding.h.
#include "compiler/optimizer/ast_optimizer.h"

#include <algorithm>
#include <vector>

#include "compiler/diagnostics.h"
#include "compiler/optimizer/constant_folding.h"
#include "compiler/optimizer/format_folding.h"
#include "compiler/symbols/docstring.h"

namespace moult::compiler {

namespace {

class Optimizer {
  public:
    Optimizer(Arena& arena, const AstOptimizerOptions& options) : arena_(arena), options_(options) {}

    void visit_module(ast::Mod& module) {
        switch (module.kind) {
            case ast::ModKind::FunctionType: return;
            case ast::ModKind::Module: return visit_body(static_cast<ast::Module&>(module).body);
            case ast::ModKind::Interactive: return visit_all(static_cast<ast::Interactive&>(module).body);
            case ast::ModKind::Expression: return visit(static_cast<ast::Expression&>(module).body);
        }
    }

    bool failed() const { return failed_; }

  private:
    class Level {
      public:
        explicit Level(Optimizer& optimizer) : optimizer_(optimizer) {
            if (++optimizer_.depth_ > optimizer_.options_.recursion_limit ||
                stack_exhausted(optimizer_.options_.stack_limit)) {
                optimizer_.failed_ = true;
            }
        }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --optimizer_.depth_; }

      private:
        Optimizer& optimizer_;
    };

    template <class T>
    void visit_all(ast::Seq<T> nodes) {
        for (auto& node : nodes) {
            if (failed_) return;
            visit(node);
        }
    }

    // A statement list in which a string may stand first. One that folding made is no docstring.
    void visit_body(ast::Seq<ast::Stmt*> body) {
        bool had_docstring = find_docstring(body) != nullptr;
        visit_all(body);
        if (had_docstring || find_docstring(body) == nullptr) return;
        auto& statement = ast::cast<ast::ExprStmt>(body[0]);
        auto* joined = ast::make<ast::JoinedStr>(arena_, statement);
        joined->values = arena_.copy(std::vector<ast::Expr*>{statement.value});
        statement.value = joined;
    }

    void visit(ast::Stmt*& statement) {
        Level level(*this);
        if (!failed_) visit_statement(*statement);
    }
    void visit(ast::Expr*& slot) {
        if (slot == nullptr) return;
        Level level(*this);
        if (!failed_) visit_expression(slot);
    }
    void visit(ast::Pattern*& pattern) {
        if (pattern == nullptr) return;
        Level level(*this);
        if (!failed_) visit_pattern(*pattern);
    }
    void visit(ast::Keyword*& keyword) { visit(keyword->value); }
    void visit(ast::WithItem*& item) {
        visit(item->context_expr);
        visit(item->optional_vars);
    }
    void visit(ast::ExceptHandler*& handler) {
        visit(handler->type);
        visit_all(handler->body);
    }
    void visit(ast::MatchCase*& match_case) {
        visit(match_case->pattern);
        visit(match_case->guard);
        visit_all(match_case->body);
    }
    void visit(ast::Comprehension*& comprehension) {
        visit(comprehension->target);
        visit(comprehension->iter);
        visit_all(comprehension->ifs);
        fold_iterable(comprehension->iter);
    }

    void visit_annotation(ast::Expr*& annotation) {
        if (!options_.postponed_annotations) visit(annotation);
    }
    void visit_arg(ast::Arg* arg) {
        if (arg != nullptr) visit_annotation(arg->annotation);
    }
    void visit_arguments(ast::Arguments& arguments) {
        for (ast::Arg* arg : arguments.posonlyargs) visit_arg(arg);
        for (ast::Arg* arg : arguments.args) visit_arg(arg);
        visit_arg(arguments.vararg);
        for (ast::Arg* arg : arguments.kwonlyargs) visit_arg(arg);
        visit_all(arguments.kw_defaults);
        visit_arg(arguments.kwarg);
        visit_all(arguments.defaults);
    }

    void visit_function(ast::FunctionDefBase& function) {
        visit_arguments(*function.args);
        visit_body(function.body);
        visit_all(function.decorator_list);
        visit_annotation(function.returns);
    }
    void visit_with(ast::WithBase& statement) {
        visit_all(statement.items);
        visit_all(statement.body);
    }
    void visit_for(ast::ForBase& loop) {
        visit(loop.target);
        visit(loop.iter);
        visit_all(loop.body);
        visit_all(loop.orelse);
    }
    void visit_try(ast::TryBase& statement) {
        visit_all(statement.body);
        visit_all(statement.handlers);
        visit_all(statement.orelse);
        visit_all(statement.finalbody);
    }

    void visit_statement(ast::Stmt& statement) {
        using enum ast::StmtKind;
        switch (statement.kind) {
            case FunctionDef: return visit_function(ast::cast<ast::FunctionDef>(&statement));
            case AsyncFunctionDef: return visit_function(ast::cast<ast::AsyncFunctionDef>(&statement));
            case ClassDef: {
                auto& definition = ast::cast<ast::ClassDef>(&statement);
                visit_all(definition.bases);
                visit_all(definition.keywords);
                visit_body(definition.body);
                return visit_all(definition.decorator_list);
            }
            case Return: return visit(ast::cast<ast::Return>(&statement).value);
            case Delete: return visit_all(ast::cast<ast::Delete>(&statement).targets);
            case Assign: {
                auto& assign = ast::cast<ast::Assign>(&statement);
                visit_all(assign.targets);
                return visit(assign.value);
            }
            case AugAssign: {
                auto& assign = ast::cast<ast::AugAssign>(&statement);
                visit(assign.target);
                return visit(assign.value);
            }
            case AnnAssign: {
                auto& assign = ast::cast<ast::AnnAssign>(&statement);
                visit(assign.target);
                visit_annotation(assign.annotation);
                return visit(assign.value);
            }
            case For: {
                auto& loop = ast::cast<ast::For>(&statement);
                visit_for(loop);
                return fold_iterable(loop.iter);
            }
            case AsyncFor: return visit_for(ast::cast<ast::AsyncFor>(&statement));
            case While: {
                auto& loop = ast::cast<ast::While>(&statement);
                visit(loop.test);
                visit_all(loop.body);
                return visit_all(loop.orelse);
            }
            case If: {
                auto& branch = ast::cast<ast::If>(&statement);
                visit(branch.test);
                visit_all(branch.body);
                return visit_all(branch.orelse);
            }
            case With: return visit_with(ast::cast<ast::With>(&statement));
            case AsyncWith: return visit_with(ast::cast<ast::AsyncWith>(&statement));
            case Match: {
                auto& match = ast::cast<ast::Match>(&statement);
                visit(match.subject);
                return visit_all(match.cases);
            }
            case Raise: {
                auto& raise = ast::cast<ast::Raise>(&statement);
                visit(raise.exc);
                return visit(raise.cause);
            }
            case Try: return visit_try(ast::cast<ast::Try>(&statement));
            case TryStar: return visit_try(ast::cast<ast::TryStar>(&statement));
            case Assert: {
                auto& assertion = ast::cast<ast::Assert>(&statement);
                visit(assertion.test);
                return visit(assertion.msg);
            }
            case ExprStmt: return visit(ast::cast<ast::ExprStmt>(&statement).value);
            case Import:
            case ImportFrom:
            case Global:
            case Nonlocal:
            case Pass:
            case Break:
            case Continue: return;
        }
    }

    // --- Expressions

    void replace(ast::Expr*& slot, std::optional<Constant> value) {
        if (!value) return;
        auto* node = ast::make<ast::Constant>(arena_, *slot);
        node->value = *std::move(value);
        slot = node;
    }

    // The items of the nodes as a tuple, if all of them are constants.
    static std::optional<TupleConstant> constant_items(ast::Seq<ast::Expr*> nodes) {
        TupleConstant tuple;
        for (const ast::Expr* node : nodes) {
            auto* constant = ast::as<ast::Constant>(node);
            if (constant == nullptr) return std::nullopt;
            tuple.items.push_back(constant->value);
        }
        return tuple;
    }

    void fold_unary_operation(ast::Expr*& slot) {
        auto& operation = ast::cast<ast::UnaryOp>(slot);
        if (auto* operand = ast::as<ast::Constant>(operation.operand)) {
            return replace(slot, fold_unary(operation.op, operand->value));
        }
        // `not a in b` is `a not in b`; other comparisons may be overloaded without regard to their
        // opposites.
        auto* comparison = ast::as<ast::Compare>(operation.operand);
        if (operation.op != ast::UnaryOperator::Not || comparison == nullptr || comparison->ops.size() != 1)
            return;
        using enum ast::CompareOperator;
        switch (comparison->ops[0]) {
            case Is: comparison->ops[0] = IsNot; break;
            case IsNot: comparison->ops[0] = Is; break;
            case In: comparison->ops[0] = NotIn; break;
            case NotIn: comparison->ops[0] = In; break;
            default: return;
        }
        slot = comparison;
    }

    void fold_binary_operation(ast::Expr*& slot) {
        auto& operation = ast::cast<ast::BinOp>(slot);
        auto* left = ast::as<ast::Constant>(operation.left);
        if (left == nullptr) return;
        auto* items = ast::as<ast::Tuple>(operation.right);
        auto* format = std::get_if<std::string>(&left->value.value);
        if (operation.op == ast::Operator::Mod && items != nullptr && format != nullptr) {
            if (auto* joined = fold_percent_format(*format, *items, operation, arena_)) slot = joined;
            return;
        }
        auto* right = ast::as<ast::Constant>(operation.right);
        if (right == nullptr) return;
        replace(slot, fold_binary(operation.op, left->value, right->value));
    }

    // A list or set that is only iterated over or searched may as well be a tuple or a frozenset.
    void fold_iterable(ast::Expr*& slot) {
        if (failed_) return;
        if (auto* list = ast::as<ast::List>(slot)) {
            if (std::any_of(list->elts.begin(), list->elts.end(),
                            [](const ast::Expr* item) { return ast::is<ast::Starred>(item); })) {
                return;
            }
            auto* tuple = ast::make<ast::Tuple>(arena_, *list);
            tuple->elts = list->elts;
            tuple->ctx = list->ctx;
            slot = tuple;
            if (auto items = constant_items(tuple->elts)) replace(slot, Constant{*std::move(items)});
        } else if (auto* set = ast::as<ast::Set>(slot)) {
            auto items = constant_items(set->elts);
            if (items) replace(slot, Constant{make_frozenset(std::move(items->items))});
        }
    }

    void visit_expression(ast::Expr*& slot) {
        using enum ast::ExprKind;
        switch (slot->kind) {
            case BoolOp: return visit_all(ast::cast<ast::BoolOp>(slot).values);
            case NamedExpr: return visit(ast::cast<ast::NamedExpr>(slot).value);
            case BinOp: {
                auto& operation = ast::cast<ast::BinOp>(slot);
                visit(operation.left);
                visit(operation.right);
                return fold_binary_operation(slot);
            }
            case UnaryOp: visit(ast::cast<ast::UnaryOp>(slot).operand); return fold_unary_operation(slot);
            case Lambda: {
                auto& lambda = ast::cast<ast::Lambda>(slot);
                visit_arguments(*lambda.args);
                return visit(lambda.body);
            }
            case IfExp: {
                auto& conditional = ast::cast<ast::IfExp>(slot);
                visit(conditional.test);
                visit(conditional.body);
                return visit(conditional.orelse);
            }
            case Dict: {
                auto& dict = ast::cast<ast::Dict>(slot);
                visit_all(dict.keys);
                return visit_all(dict.values);
            }
            case Set: return visit_all(ast::cast<ast::Set>(slot).elts);
            case ListComp: return visit_comprehension(ast::cast<ast::ListComp>(slot));
            case SetComp: return visit_comprehension(ast::cast<ast::SetComp>(slot));
            case GeneratorExp: return visit_comprehension(ast::cast<ast::GeneratorExp>(slot));
            case DictComp: {
                auto& comprehension = ast::cast<ast::DictComp>(slot);
                visit(comprehension.key);
                visit(comprehension.value);
                return visit_all(comprehension.generators);
            }
            case Await: return visit(ast::cast<ast::Await>(slot).value);
            case Yield: return visit(ast::cast<ast::Yield>(slot).value);
            case YieldFrom: return visit(ast::cast<ast::YieldFrom>(slot).value);
            case Compare: {
                auto& comparison = ast::cast<ast::Compare>(slot);
                visit(comparison.left);
                visit_all(comparison.comparators);
                ast::CompareOperator last = comparison.ops.back();
                if (last == ast::CompareOperator::In || last == ast::CompareOperator::NotIn) {
                    fold_iterable(comparison.comparators.back());
                }
                return;
            }
            case Call: {
                auto& call = ast::cast<ast::Call>(slot);
                visit(call.func);
                visit_all(call.args);
                return visit_all(call.keywords);
            }
            case FormattedValue: {
                auto& formatted = ast::cast<ast::FormattedValue>(slot);
                visit(formatted.value);
                return visit(formatted.format_spec);
            }
            case JoinedStr: return visit_all(ast::cast<ast::JoinedStr>(slot).values);
            case Attribute: return visit(ast::cast<ast::Attribute>(slot).value);
            case Subscript: {
                auto& subscript = ast::cast<ast::Subscript>(slot);
                visit(subscript.value);
                visit(subscript.slice);
                auto* container = ast::as<ast::Constant>(subscript.value);
                auto* index = ast::as<ast::Constant>(subscript.slice);
                if (subscript.ctx == ast::ExprContext::Load && container != nullptr && index != nullptr) {
                    replace(slot, fold_subscript(container->value, index->value));
                }
                return;
            }
            case Starred: return visit(ast::cast<ast::Starred>(slot).value);
            case List: return visit_all(ast::cast<ast::List>(slot).elts);
            case Tuple: {
                auto& tuple = ast::cast<ast::Tuple>(slot);
                visit_all(tuple.elts);
                if (tuple.ctx != ast::ExprContext::Load) return;
                if (auto items = constant_items(tuple.elts))
                    replace(slot, compiler::Constant{*std::move(items)});
                return;
            }
            case Slice: {
                auto& slice = ast::cast<ast::Slice>(slot);
                visit(slice.lower);
                visit(slice.upper);
                return visit(slice.step);
            }
            case Name: {
                auto& name = ast::cast<ast::Name>(slot);
                if (name.ctx == ast::ExprContext::Load && name.id == "__debug__") {
                    replace(slot, compiler::Constant{options_.optimize == 0});
                }
                return;
            }
            case Constant: return;
        }
    }

    void visit_comprehension(ast::ComprehensionBase& comprehension) {
        visit(comprehension.elt);
        visit_all(comprehension.generators);
    }

    void visit_pattern(ast::Pattern& pattern) {
        using enum ast::PatternKind;
        switch (pattern.kind) {
            case MatchValue: return visit(ast::cast<ast::MatchValue>(&pattern).value);
            case MatchSequence: return visit_all(ast::cast<ast::MatchSequence>(&pattern).patterns);
            case MatchMapping: {
                auto& mapping = ast::cast<ast::MatchMapping>(&pattern);
                visit_all(mapping.keys);
                return visit_all(mapping.patterns);
            }
            case MatchClass: {
                auto& match = ast::cast<ast::MatchClass>(&pattern);
                visit(match.cls);
                visit_all(match.patterns);
                return visit_all(match.kwd_patterns);
            }
            case MatchAs: return visit(ast::cast<ast::MatchAs>(&pattern).pattern);
            case MatchOr: return visit_all(ast::cast<ast::MatchOr>(&pattern).patterns);
            case MatchSingleton:
            case MatchStar: return;
        }
    }

    Arena& arena_;
    const AstOptimizerOptions& options_;
    int depth_ = 0;
    bool failed_ = false;
};

}  // namespace

std::optional<SyntaxError> optimize_ast(ast::Mod& module, Arena& arena, const AstOptimizerOptions& options) {
    Optimizer optimizer(arena, options);
    optimizer.visit_module(module);
    if (optimizer.failed()) return recursion_error();
    return std::nullopt;
}

}  // namespace moult::compiler
