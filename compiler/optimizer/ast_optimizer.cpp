// The walk over the tree. Operators of constants are computed by constant_folding.h.
#include "compiler/optimizer/ast_optimizer.h"

#include <algorithm>
#include <vector>

#include "compiler/ast_fields.h"
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
        if (!failed_) visit_children_of(*pattern);
    }
    void visit(ast::Keyword*& keyword) { visit_children(*keyword); }
    void visit(ast::WithItem*& item) { visit_children(*item); }
    void visit(ast::ExceptHandler*& handler) { visit_children(*handler); }
    void visit(ast::MatchCase*& match_case) { visit_children(*match_case); }
    void visit(ast::Arguments*& arguments) { visit_children(*arguments); }
    void visit(ast::Arg*& arg) {
        if (arg != nullptr) visit_annotation(arg->annotation);
    }
    void visit(ast::Alias*&) {}
    void visit(ast::Comprehension*& comprehension) {
        visit_children(*comprehension);
        fold_iterable(comprehension->iter);
    }

    template <class Node>
    void visit_children(Node& node) {
        ast::for_each_child(node, [this](auto& child) {
            if (!failed_) visit(child);
        });
    }
    // The same, of a node whose kind is known when the program runs.
    template <class Node>
    void visit_children_of(Node& node) {
        ast::dispatch(node, [this](auto& concrete) { this->visit_children(concrete); });
    }

    void visit_annotation(ast::Expr*& annotation) {
        if (!options_.postponed_annotations) visit(annotation);
    }

    void visit_function(ast::FunctionDefBase& function) {
        visit(function.args);
        visit_body(function.body);
        visit_all(function.decorator_list);
        visit_annotation(function.returns);
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
            case AnnAssign: {
                auto& assign = ast::cast<ast::AnnAssign>(&statement);
                visit(assign.target);
                visit_annotation(assign.annotation);
                return visit(assign.value);
            }
            case For: {
                auto& loop = ast::cast<ast::For>(&statement);
                visit_children(loop);
                return fold_iterable(loop.iter);
            }
            default: return visit_children_of(statement);
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
        visit_children_of(*slot);
        switch (slot->kind) {
            case BinOp: return fold_binary_operation(slot);
            case UnaryOp: return fold_unary_operation(slot);
            case Compare: {
                auto& comparison = ast::cast<ast::Compare>(slot);
                ast::CompareOperator last = comparison.ops.back();
                if (last == ast::CompareOperator::In || last == ast::CompareOperator::NotIn) {
                    fold_iterable(comparison.comparators.back());
                }
                return;
            }
            case Subscript: {
                auto& subscript = ast::cast<ast::Subscript>(slot);
                auto* container = ast::as<ast::Constant>(subscript.value);
                auto* index = ast::as<ast::Constant>(subscript.slice);
                if (subscript.ctx == ast::ExprContext::Load && container != nullptr && index != nullptr) {
                    replace(slot, fold_subscript(container->value, index->value));
                }
                return;
            }
            case Tuple: {
                auto& tuple = ast::cast<ast::Tuple>(slot);
                if (tuple.ctx != ast::ExprContext::Load) return;
                if (auto items = constant_items(tuple.elts))
                    replace(slot, compiler::Constant{*std::move(items)});
                return;
            }
            case Name: {
                auto& name = ast::cast<ast::Name>(slot);
                if (name.ctx == ast::ExprContext::Load && name.id == "__debug__") {
                    replace(slot, compiler::Constant{options_.optimize == 0});
                }
                return;
            }
            default: return;
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
