// The checks of a tree that comes from Python objects, in CPython's order and words.
#include "compiler/ast_fields.h"
#include "compiler/constants.h"
#include "interp/ast/tree_objects.h"
#include "runtime/state/errors.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

namespace ast = compiler::ast;
using ast::ExprContext;
using ast::ExprKind;

class TreeValidator {
  public:
    TreeValidator(Thread& thread, const TreeReading& reading, int limit)
        : thread_(thread), reading_(reading), limit_(limit) {}

    Status module(ast::Mod& module) {
        TRY(parts_of(module));
        if (impossible_.empty()) return {};
        return raise_system_error(thread_, "%s", impossible_.c_str());
    }

  private:
    Status parts_of(ast::Mod& module) {
        switch (module.kind) {
            case ast::ModKind::Module: return statements(ast::cast<ast::Module>(&module).body);
            case ast::ModKind::Interactive: return statements(ast::cast<ast::Interactive>(&module).body);
            case ast::ModKind::Expression:
                return expression(ast::cast<ast::Expression>(&module).body, ExprContext::Load);
            case ast::ModKind::FunctionType: break;
        }
        return {};
    }

    // One level further down, as long as it exists.
    class Level {
      public:
        explicit Level(TreeValidator& validator) : validator_(validator) { ++validator_.depth_; }
        ~Level() { --validator_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        [[nodiscard]] bool too_deep() const {
            return validator_.depth_ > validator_.limit_ || validator_.thread_.stack_exhausted();
        }

      private:
        TreeValidator& validator_;
    };
    Failure fail_too_deep() {
        return raise(thread_, thread_.types().recursion_error,
                     "maximum recursion depth exceeded during compilation");
    }

    Status place(const ast::Location& at) {
        if (at.lineno > at.end_lineno)
            return raise_value_error(thread_, "AST node line range (%d, %d) is not valid", at.lineno,
                                     at.end_lineno);
        if ((at.lineno < 0 && at.end_lineno != at.lineno) ||
            (at.col_offset < 0 && at.col_offset != at.end_col_offset))
            return raise_value_error(thread_,
                                     "AST node column range (%d, %d) for line range (%d, %d) is not valid",
                                     at.col_offset, at.end_col_offset, at.lineno, at.end_lineno);
        if (at.lineno == at.end_lineno && at.col_offset > at.end_col_offset)
            return raise_value_error(thread_, "line %d, column %d-%d is not a valid range", at.lineno,
                                     at.col_offset, at.end_col_offset);
        return {};
    }

    // --- pieces
    template <class T>
    Status not_empty(const ast::Seq<T>& items, const char* what, const char* owner) {
        if (!items.empty()) return {};
        return raise_value_error(thread_, "empty %s on %s", what, owner);
    }
    template <class T>
    Status no_nulls(const ast::Seq<T*>& items, const char* what) {
        for (const T* item : items)
            if (!item) return raise_value_error(thread_, "None disallowed in %s list", what);
        return {};
    }
    Status names(const ast::Seq<ast::Identifier>& items) {
        for (ast::Identifier name : items)
            if (ast::is_absent(name)) return raise_value_error(thread_, "None disallowed in identifier list");
        return {};
    }
    Status name(ast::Identifier id) {
        for (std::string_view constant : {"None", "True", "False"})
            if (id == constant)
                return raise_value_error(thread_, "identifier field can't represent '%s' constant",
                                         std::string(constant).c_str());
        return {};
    }
    Status capture(ast::Identifier id) {
        if (id == "_") return raise_value_error(thread_, "can't capture name '_' in patterns");
        return name(id);
    }

    Status optional(ast::Expr* node, ExprContext context = ExprContext::Load) {
        return node ? expression(node, context) : Status();
    }
    Status expressions(const ast::Seq<ast::Expr*>& nodes, ExprContext context, bool nulls_allowed = false) {
        for (ast::Expr* node : nodes) {
            if (node)
                TRY(expression(node, context));
            else if (!nulls_allowed)
                return raise_value_error(thread_, "None disallowed in expression list");
        }
        return {};
    }
    Status comprehensions(const ast::Seq<ast::Comprehension*>& clauses) {
        if (clauses.empty()) return raise_value_error(thread_, "comprehension with no generators");
        for (ast::Comprehension* clause : clauses) {
            TRY(expression(clause->target, ExprContext::Store));
            TRY(expression(clause->iter, ExprContext::Load));
            TRY(expressions(clause->ifs, ExprContext::Load));
        }
        return {};
    }
    Status keywords(const ast::Seq<ast::Keyword*>& items) {
        for (ast::Keyword* item : items) TRY(expression(item->value, ExprContext::Load));
        return {};
    }
    Status parameters(const ast::Seq<ast::Arg*>& items) {
        for (ast::Arg* item : items) {
            TRY(place(*item));
            TRY(optional(item->annotation));
        }
        return {};
    }
    Status arguments(ast::Arguments& arguments) {
        TRY(parameters(arguments.posonlyargs));
        TRY(parameters(arguments.args));
        if (arguments.vararg) TRY(optional(arguments.vararg->annotation));
        TRY(parameters(arguments.kwonlyargs));
        if (arguments.kwarg) TRY(optional(arguments.kwarg->annotation));
        if (arguments.defaults.size() > arguments.posonlyargs.size() + arguments.args.size())
            return raise_value_error(thread_, "more positional defaults than args on arguments");
        if (arguments.kw_defaults.size() != arguments.kwonlyargs.size())
            return raise_value_error(thread_,
                                     "length of kwonlyargs is not the same as kw_defaults on arguments");
        TRY(expressions(arguments.defaults, ExprContext::Load));
        return expressions(arguments.kw_defaults, ExprContext::Load, true);
    }

    // --- expressions
    Status context(ast::Expr* node, ExprContext wanted) {
        ExprContext actual;
        switch (node->kind) {
            case ExprKind::Attribute: actual = ast::cast<ast::Attribute>(node).ctx; break;
            case ExprKind::Subscript: actual = ast::cast<ast::Subscript>(node).ctx; break;
            case ExprKind::Starred: actual = ast::cast<ast::Starred>(node).ctx; break;
            case ExprKind::Name:
                TRY(name(ast::cast<ast::Name>(node).id));
                actual = ast::cast<ast::Name>(node).ctx;
                break;
            case ExprKind::List: actual = ast::cast<ast::List>(node).ctx; break;
            case ExprKind::Tuple: actual = ast::cast<ast::Tuple>(node).ctx; break;
            default:
                if (wanted == ExprContext::Load) return {};
                return raise_value_error(thread_, "expression which can't be assigned to in %s context",
                                         context_text(wanted).c_str());
        }
        if (actual == wanted) return {};
        return raise_value_error(thread_, "expression must have %s context but has %s instead",
                                 context_text(wanted).c_str(), context_text(actual).c_str());
    }
    static std::string context_text(ExprContext context) { return std::string(ast::context_name(context)); }

    Status expression(ast::Expr* node, ExprContext wanted) {
        TRY(place(*node));
        Level level(*this);
        if (level.too_deep()) return fail_too_deep();
        TRY(context(node, wanted));
        Status status;
        dispatch(*node, [&](auto& concrete) { status = parts(concrete, wanted); });
        return status;
    }

    Status parts(ast::BoolOp& node, ExprContext) {
        if (node.values.size() < 2) return raise_value_error(thread_, "BoolOp with less than 2 values");
        return expressions(node.values, ExprContext::Load);
    }
    Status parts(ast::Lambda& node, ExprContext) {
        TRY(arguments(*node.args));
        return expression(node.body, ExprContext::Load);
    }
    Status parts(ast::Dict& node, ExprContext) {
        if (node.keys.size() != node.values.size())
            return raise_value_error(thread_, "Dict doesn't have the same number of keys as values");
        TRY(expressions(node.keys, ExprContext::Load, true));
        return expressions(node.values, ExprContext::Load);
    }
    template <class Node>
        requires std::is_base_of_v<ast::ComprehensionBase, Node>
    Status parts(Node& node, ExprContext) {
        TRY(comprehensions(node.generators));
        return expression(node.elt, ExprContext::Load);
    }
    Status parts(ast::DictComp& node, ExprContext) {
        TRY(comprehensions(node.generators));
        TRY(expression(node.key, ExprContext::Load));
        return expression(node.value, ExprContext::Load);
    }
    Status parts(ast::Compare& node, ExprContext) {
        if (node.comparators.empty()) return raise_value_error(thread_, "Compare with no comparators");
        if (node.comparators.size() != node.ops.size())
            return raise_value_error(thread_, "Compare has a different number of comparators and operands");
        TRY(expressions(node.comparators, ExprContext::Load));
        return expression(node.left, ExprContext::Load);
    }
    Status parts(ast::Call& node, ExprContext) {
        TRY(expression(node.func, ExprContext::Load));
        TRY(expressions(node.args, ExprContext::Load));
        return keywords(node.keywords);
    }
    Status parts(ast::Constant& node, ExprContext) {
        auto wrong = reading_.wrong_constants.find(&node.value);
        if (wrong == reading_.wrong_constants.end()) return {};
        if (wrong->second.empty()) return fail_too_deep();
        return raise_type_error(thread_, "got an invalid type in Constant: %s", wrong->second.c_str());
    }
    Status parts(ast::Subscript& node, ExprContext) {
        TRY(expression(node.slice, ExprContext::Load));
        return expression(node.value, ExprContext::Load);
    }
    Status parts(ast::Starred& node, ExprContext wanted) { return expression(node.value, wanted); }
    Status parts(ast::List& node, ExprContext wanted) { return expressions(node.elts, wanted); }
    Status parts(ast::Tuple& node, ExprContext wanted) { return expressions(node.elts, wanted); }
    // CPython does not look at the target, and makes code that leaves too much on the stack, or crashes.
    Status parts(ast::NamedExpr& node, ExprContext) {
        TRY(expression(node.value, ExprContext::Load));
        TRY(context(node.target, ExprContext::Store));
        if (node.target->kind == ExprKind::Name) return {};
        return raise_type_error(thread_, "NamedExpr with non-Name target");
    }
    Status parts(ast::FormattedValue& node, ExprContext) {
        TRY(expression(node.value, ExprContext::Load));
        int conversion = node.conversion;
        if (conversion != 's' && conversion != 'r' && conversion != 'a' && conversion != -1)
            note_impossible("Unrecognized conversion character " + std::to_string(node.conversion));
        return optional(node.format_spec);
    }
    // All other expressions: their parts in order.
    template <class Node>
        requires(std::is_base_of_v<ast::Expr, Node> && !std::is_base_of_v<ast::ComprehensionBase, Node>)
    Status parts(Node& node, ExprContext) {
        Status status;
        for_each_field(node, [&](std::string_view, auto& field) {
            using Field = std::remove_reference_t<decltype(field)>;
            if constexpr (std::is_same_v<Field, ast::Expr*>) {
                if (status.ok()) status = optional(field);
            } else if constexpr (std::is_same_v<Field, ast::Seq<ast::Expr*>>) {
                if (status.ok()) status = expressions(field, ExprContext::Load);
            }
        });
        return status;
    }

    // --- patterns
    static bool is_real(const compiler::Constant& value) {
        return compiler::holds<mpz_class>(value) || compiler::holds<double>(value);
    }
    static bool is_imaginary(const compiler::Constant& value) {
        return compiler::holds<std::complex<double>>(value);
    }
    static bool is_number(ast::Expr* node, bool real, bool imaginary) {
        auto* constant = ast::as<ast::Constant>(node);
        return constant &&
               ((real && is_real(constant->value)) || (imaginary && is_imaginary(constant->value)));
    }
    static bool is_negative_number(ast::Expr* node, bool real, bool imaginary) {
        auto* negation = ast::as<ast::UnaryOp>(node);
        return negation && negation->op == ast::UnaryOperator::USub &&
               is_number(negation->operand, real, imaginary);
    }
    static bool is_complex_number(ast::Expr* node) {
        auto* sum = ast::as<ast::BinOp>(node);
        return sum && (sum->op == ast::Operator::Add || sum->op == ast::Operator::Sub) &&
               (is_number(sum->left, true, false) || is_negative_number(sum->left, true, false)) &&
               is_number(sum->right, false, true);
    }
    Status literal(ast::Expr* node) {
        TRY(expression(node, ExprContext::Load));
        if (auto* constant = ast::as<ast::Constant>(node)) {
            const compiler::Constant& value = constant->value;
            if (is_real(value) || is_imaginary(value) || compiler::holds<std::string>(value) ||
                compiler::holds<compiler::BytesConstant>(value))
                return {};
            return raise_value_error(thread_, "unexpected constant inside of a literal pattern");
        }
        if (node->kind == ExprKind::Attribute || node->kind == ExprKind::JoinedStr ||
            is_negative_number(node, true, true) || is_complex_number(node))
            return {};
        return raise_value_error(thread_, "patterns may only match literals and attribute lookups");
    }

    Status patterns(const ast::Seq<ast::Pattern*>& nodes, bool star_allowed) {
        TRY(no_nulls(nodes, "pattern"));
        for (ast::Pattern* node : nodes) TRY(pattern(node, star_allowed));
        return {};
    }
    Status pattern(ast::Pattern* node, bool star_allowed) {
        TRY(place(*node));
        Level level(*this);
        if (level.too_deep()) return fail_too_deep();
        Status status;
        dispatch(*node, [&](auto& concrete) { status = pattern_parts(concrete, star_allowed); });
        return status;
    }
    Status pattern_parts(ast::MatchValue& node, bool) { return literal(node.value); }
    static bool is_singleton(const compiler::Constant& value) {
        return compiler::holds<compiler::NoneConstant>(value) || compiler::holds<bool>(value);
    }
    Status pattern_parts(ast::MatchSingleton& node, bool) {
        if (is_singleton(node.value) && !reading_.wrong_constants.contains(&node.value)) return {};
        return raise_value_error(thread_, "MatchSingleton can only contain True, False and None");
    }
    Status pattern_parts(ast::MatchSequence& node, bool) { return patterns(node.patterns, true); }
    Status pattern_parts(ast::MatchMapping& node, bool) {
        if (node.keys.size() != node.patterns.size())
            return raise_value_error(thread_,
                                     "MatchMapping doesn't have the same number of keys as patterns");
        if (!ast::is_absent(node.rest)) TRY(capture(node.rest));
        TRY(no_nulls(node.keys, "expression"));
        for (ast::Expr* key : node.keys) {
            auto* constant = ast::as<ast::Constant>(key);
            bool singleton = constant && is_singleton(constant->value) &&
                             !reading_.wrong_constants.contains(&constant->value);
            if (!singleton) TRY(literal(key));
        }
        return patterns(node.patterns, false);
    }
    Status pattern_parts(ast::MatchClass& node, bool) {
        if (node.kwd_attrs.size() != node.kwd_patterns.size())
            return raise_value_error(
                thread_, "MatchClass doesn't have the same number of keyword attributes as patterns");
        TRY(expression(node.cls, ExprContext::Load));
        ast::Expr* cls = node.cls;
        while (auto* attribute = ast::as<ast::Attribute>(cls)) cls = attribute->value;
        if (cls->kind != ExprKind::Name)
            return raise_value_error(thread_,
                                     "MatchClass cls field can only contain Name or Attribute nodes.");
        TRY(names(node.kwd_attrs));
        for (ast::Identifier attribute : node.kwd_attrs) TRY(name(attribute));
        TRY(patterns(node.patterns, false));
        return patterns(node.kwd_patterns, false);
    }
    Status pattern_parts(ast::MatchStar& node, bool star_allowed) {
        if (!star_allowed) return raise_value_error(thread_, "can't use MatchStar here");
        return ast::is_absent(node.name) ? Status() : capture(node.name);
    }
    Status pattern_parts(ast::MatchAs& node, bool) {
        if (!ast::is_absent(node.name)) TRY(capture(node.name));
        if (!node.pattern) return {};
        if (ast::is_absent(node.name))
            return raise_value_error(thread_, "MatchAs must specify a target name if a pattern is given");
        return pattern(node.pattern, false);
    }
    Status pattern_parts(ast::MatchOr& node, bool) {
        if (node.patterns.size() < 2)
            return raise_value_error(thread_, "MatchOr requires at least 2 patterns");
        return patterns(node.patterns, false);
    }

    // --- statements
    Status statements(const ast::Seq<ast::Stmt*>& nodes) {
        for (ast::Stmt* node : nodes) {
            if (!node) return raise_value_error(thread_, "None disallowed in statement list");
            TRY(statement(*node));
        }
        return {};
    }
    Status body(const ast::Seq<ast::Stmt*>& nodes, const char* owner) {
        TRY(not_empty(nodes, "body", owner));
        return statements(nodes);
    }
    Status statement(ast::Stmt& node) {
        TRY(place(node));
        Level level(*this);
        if (level.too_deep()) return fail_too_deep();
        const std::string owner(ast::kind_name(node.kind));
        Status status;
        dispatch(node, [&](auto& concrete) { status = statement_parts(concrete, owner.c_str()); });
        return status;
    }
    template <class Node>
        requires std::is_base_of_v<ast::FunctionDefBase, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(body(node.body, owner));
        TRY(arguments(*node.args));
        TRY(expressions(node.decorator_list, ExprContext::Load));
        return optional(node.returns);
    }
    Status statement_parts(ast::ClassDef& node, const char* owner) {
        TRY(body(node.body, owner));
        TRY(expressions(node.bases, ExprContext::Load));
        TRY(keywords(node.keywords));
        return expressions(node.decorator_list, ExprContext::Load);
    }
    Status statement_parts(ast::Return& node, const char*) { return optional(node.value); }
    Status statement_parts(ast::Delete& node, const char* owner) {
        TRY(not_empty(node.targets, "targets", owner));
        return expressions(node.targets, ExprContext::Del);
    }
    Status statement_parts(ast::Assign& node, const char* owner) {
        TRY(not_empty(node.targets, "targets", owner));
        TRY(expressions(node.targets, ExprContext::Store));
        return expression(node.value, ExprContext::Load);
    }
    Status statement_parts(ast::AugAssign& node, const char*) {
        TRY(expression(node.target, ExprContext::Store));
        check_single_target(*node.target, "augmented");
        return expression(node.value, ExprContext::Load);
    }
    Status statement_parts(ast::AnnAssign& node, const char*) {
        if (node.target->kind != ExprKind::Name && node.simple)
            return raise_type_error(thread_, "AnnAssign with simple non-Name target");
        TRY(expression(node.target, ExprContext::Store));
        check_single_target(*node.target, "annotated");
        TRY(optional(node.value));
        return expression(node.annotation, ExprContext::Load);
    }
    void check_single_target(const ast::Expr& target, const char* assignment) {
        if (target.kind == ExprKind::Name || target.kind == ExprKind::Attribute ||
            target.kind == ExprKind::Subscript)
            return;
        int number = static_cast<int>(target.kind) + 1;  // as CPython counts them
        note_impossible("invalid node type (" + std::to_string(number) + ") for " + assignment +
                        " assignment");
    }
    template <class Node>
        requires std::is_base_of_v<ast::ForBase, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(expression(node.target, ExprContext::Store));
        TRY(expression(node.iter, ExprContext::Load));
        TRY(body(node.body, owner));
        return statements(node.orelse);
    }
    template <class Node>
        requires std::is_same_v<ast::While, Node> || std::is_same_v<ast::If, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(expression(node.test, ExprContext::Load));
        TRY(body(node.body, owner));
        return statements(node.orelse);
    }
    template <class Node>
        requires std::is_base_of_v<ast::WithBase, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(not_empty(node.items, "items", owner));
        for (ast::WithItem* item : node.items) {
            TRY(expression(item->context_expr, ExprContext::Load));
            TRY(optional(item->optional_vars, ExprContext::Store));
        }
        return body(node.body, owner);
    }
    Status statement_parts(ast::Match& node, const char* owner) {
        TRY(expression(node.subject, ExprContext::Load));
        TRY(not_empty(node.cases, "cases", owner));
        for (ast::MatchCase* match_case : node.cases) {
            TRY(pattern(match_case->pattern, false));
            TRY(optional(match_case->guard));
            TRY(body(match_case->body, "match_case"));
        }
        return {};
    }
    Status statement_parts(ast::Raise& node, const char*) {
        if (!node.exc && node.cause) return raise_value_error(thread_, "Raise with cause but no exception");
        TRY(optional(node.exc));
        return optional(node.cause);
    }
    template <class Node>
        requires std::is_base_of_v<ast::TryBase, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(body(node.body, owner));
        if (node.handlers.empty() && node.finalbody.empty())
            return raise_value_error(thread_, "%s has neither except handlers nor finalbody", owner);
        if (node.handlers.empty() && !node.orelse.empty())
            return raise_value_error(thread_, "%s has orelse but no except handlers", owner);
        TRY(no_nulls(node.handlers, "handler"));
        for (ast::ExceptHandler* handler : node.handlers) {
            // CPython looks at the places of these only, and makes code for the others that cannot run.
            if constexpr (std::is_same_v<Node, ast::Try>)
                TRY(place(*handler));
            else if (!handler->type)
                note_impossible("except* needs a type");
            TRY(optional(handler->type));
            TRY(body(handler->body, "ExceptHandler"));
        }
        TRY(statements(node.finalbody));
        return statements(node.orelse);
    }
    Status statement_parts(ast::Assert& node, const char*) {
        TRY(expression(node.test, ExprContext::Load));
        return optional(node.msg);
    }
    Status statement_parts(ast::Import& node, const char* owner) {
        return not_empty(node.names, "names", owner);
    }
    Status statement_parts(ast::ImportFrom& node, const char* owner) {
        if (node.level < 0) return raise_value_error(thread_, "Negative ImportFrom level");
        return not_empty(node.names, "names", owner);
    }
    template <class Node>
        requires std::is_same_v<ast::Global, Node> || std::is_same_v<ast::Nonlocal, Node>
    Status statement_parts(Node& node, const char* owner) {
        TRY(not_empty(node.names, "names", owner));
        return names(node.names);
    }
    Status statement_parts(ast::ExprStmt& node, const char*) {
        return expression(node.value, ExprContext::Load);
    }
    Status statement_parts(ast::Pass&, const char*) { return {}; }
    Status statement_parts(ast::Break&, const char*) { return {}; }
    Status statement_parts(ast::Continue&, const char*) { return {}; }

    Thread& thread_;
    const TreeReading& reading_;
    // What CPython's code generator is the first to refuse, so that it comes after all other errors.
    void note_impossible(std::string message) {
        if (impossible_.empty()) impossible_ = std::move(message);
    }

    const int limit_;
    int depth_ = 0;
    std::string impossible_;
};

}  // namespace

Status validate_tree(Thread& thread, const TreeReading& reading, int limit) {
    return TreeValidator(thread, reading, limit).module(*reading.module);
}

}  // namespace moult::interp
