// The first pass of the symbol table: walks the tree and collects what each block does with each name.
#include "compiler/symbols/symtable.h"

#include "compiler/ast_fields.h"
#include "compiler/diagnostics.h"
#include "compiler/opcode.h"
#include "compiler/symbols/symtable_analysis.h"

namespace moult::compiler {

namespace {

using ast::is_absent;

class Builder {
  public:
    Builder(SymbolTable& table, Arena& arena, uint32_t future_flags, int recursion_limit,
            StackLimit stack_limit)
        : table_(table),
          arena_(arena),
          postponed_annotations_((future_flags & kCodeFutureAnnotations) != 0),
          recursion_limit_(recursion_limit),
          stack_limit_(stack_limit) {}

    void build(const ast::Mod& module) {
        enter(BlockType::Module, "top", &module, {});
        switch (module.kind) {
            case ast::ModKind::FunctionType: break;
            case ast::ModKind::Module: visit_all(static_cast<const ast::Module&>(module).body); break;
            case ast::ModKind::Interactive:
                visit_all(static_cast<const ast::Interactive&>(module).body);
                break;
            case ast::ModKind::Expression: visit(static_cast<const ast::Expression&>(module).body); break;
        }
        leave();
    }

    std::optional<SyntaxError> take_error() { return std::move(error_); }

  private:
    // Counts the depth of the walk as long as it lives. After an error every visit ends at once.
    class Level {
      public:
        explicit Level(Builder& builder) : builder_(builder) {
            bool too_deep =
                ++builder.depth_ > builder.recursion_limit_ || stack_exhausted(builder.stack_limit_);
            if (too_deep && !builder.error_) builder.error_ = recursion_error();
        }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --builder_.depth_; }

      private:
        Builder& builder_;
    };

    void fail(const ast::Location& where, std::string message) {
        if (!error_) error_ = late_syntax_error_at(where, std::move(message));
    }

    SymbolBlock& block() { return *stack_.back(); }

    void enter(BlockType type, ast::Identifier name, const void* node, const ast::Location& location) {
        SymbolBlock& entered = table_.add_block(node);
        entered.type = type;
        entered.name = name;
        entered.location = location;
        if (!stack_.empty()) {
            SymbolBlock& outer = block();
            entered.nested = outer.nested || outer.type == BlockType::Function;
            entered.iterable_depth = outer.iterable_depth;
            // Postponed annotations become strings: their names count for nothing.
            if (type != BlockType::Annotation) outer.children.push_back(&entered);
        }
        stack_.push_back(&entered);
    }
    void leave() { stack_.pop_back(); }

    void define(ast::Identifier name, uint32_t flag, const ast::Location& where) {
        define_in(block(), name, flag, where);
    }

    void define_in(SymbolBlock& target, ast::Identifier name, uint32_t flag, const ast::Location& where) {
        ast::Identifier mangled = mangle(arena_, private_to_, name);
        Symbol& symbol = target.find_or_add(mangled);
        if ((flag & kDefParam) != 0 && (symbol.flags & kDefParam) != 0) {
            return fail(where, "duplicate argument " + quoted(name) + " in function definition");
        }
        symbol.flags |= flag;
        if (target.visiting_target) {
            if ((symbol.flags & (kDefGlobal | kDefNonlocal)) != 0) {
                return fail(where, "comprehension inner loop cannot rebind assignment expression target " +
                                       quoted(name));
            }
            symbol.flags |= kDefComprehensionTarget;
        }
        if ((flag & kDefParam) != 0) {
            target.parameters.push_back(mangled);
        } else if ((flag & kDefGlobal) != 0) {
            table_.top().find_or_add(mangled).flags |= flag;
        }
    }

    template <class T>
    void visit_all(const ast::Seq<T>& nodes) {
        for (const auto& node : nodes) {
            if (error_) return;
            visit(node);
        }
    }

    // Null nodes stand where something optional is absent.
    void visit(const ast::Stmt* statement) {
        if (statement == nullptr || error_) return;
        Level level(*this);
        if (!error_) visit_statement(*statement);
    }
    void visit(const ast::Expr* expression) {
        if (expression == nullptr || error_) return;
        Level level(*this);
        if (!error_) visit_expression(*expression);
    }
    void visit(const ast::Pattern* pattern) {
        if (pattern == nullptr || error_) return;
        Level level(*this);
        if (!error_) visit_pattern(*pattern);
    }
    void visit(const ast::Keyword* keyword) { visit_children(*keyword); }
    void visit(const ast::WithItem* item) { visit_children(*item); }
    void visit(const ast::MatchCase* match_case) { visit_children(*match_case); }
    void visit(const ast::Arguments*) {}  // functions and lambdas see to their parameters
    void visit(const ast::ExceptHandler* handler) {
        visit(handler->type);
        if (!is_absent(handler->name)) define(handler->name, kDefLocal, *handler);
        visit_all(handler->body);
    }
    void visit(const ast::Comprehension* comprehension) {
        visit_target(comprehension->target);
        visit_iterable(comprehension->iter);
        visit_all(comprehension->ifs);
        if (comprehension->is_async) block().coroutine = true;
    }

    void visit(const ast::Alias* alias) {
        ast::Identifier name = is_absent(alias->asname) ? alias->name : alias->asname;
        if (name == "*") {
            if (block().type != BlockType::Module) fail(*alias, "import * only allowed at module level");
            return;
        }
        define(arena_.intern(name.substr(0, name.find('.'))), kDefImport, *alias);
    }

    template <class Node>
    void visit_children(const Node& node) {
        ast::for_each_child(node, [this](const auto& child) {
            if (!error_) visit(child);
        });
    }
    // The same, of a node whose kind is known when the program runs.
    template <class Node>
    void visit_children_of(const Node& node) {
        ast::dispatch(node, [this](const auto& concrete) { this->visit_children(concrete); });
    }

    void visit_target(const ast::Expr* target) {
        block().visiting_target = true;
        visit(target);
        block().visiting_target = false;
    }
    void visit_iterable(const ast::Expr* iterable) {
        block().iterable_depth++;
        visit(iterable);
        block().iterable_depth--;
    }

    // --- Functions and classes

    void visit_parameters(const ast::Arguments& arguments) {
        auto define_all = [this](const ast::Seq<ast::Arg*>& args) {
            for (const ast::Arg* arg : args) define(arg->arg, kDefParam, *arg);
        };
        define_all(arguments.posonlyargs);
        define_all(arguments.args);
        define_all(arguments.kwonlyargs);
        if (arguments.vararg != nullptr) {
            define(arguments.vararg->arg, kDefParam, *arguments.vararg);
            block().varargs = true;
        }
        if (arguments.kwarg != nullptr) {
            define(arguments.kwarg->arg, kDefParam, *arguments.kwarg);
            block().varkeywords = true;
        }
    }

    void visit_annotation(const ast::Expr* annotation) {
        if (annotation == nullptr) return;
        if (postponed_annotations_) enter(BlockType::Annotation, "_annotation", annotation, *annotation);
        visit(annotation);
        if (postponed_annotations_) leave();
    }

    void visit_annotations(const ast::FunctionDefBase& function) {
        auto visit_args = [this](const ast::Seq<ast::Arg*>& args) {
            for (const ast::Arg* arg : args) visit(arg->annotation);
        };
        const ast::Arguments& arguments = *function.args;
        if (postponed_annotations_) enter(BlockType::Annotation, "_annotation", &arguments, function);
        visit_args(arguments.posonlyargs);
        visit_args(arguments.args);
        if (arguments.vararg != nullptr) visit(arguments.vararg->annotation);
        if (arguments.kwarg != nullptr) visit(arguments.kwarg->annotation);
        visit_args(arguments.kwonlyargs);
        if (postponed_annotations_) leave();
        visit_annotation(function.returns);
    }

    void visit_function(const ast::FunctionDefBase& function, bool is_async) {
        define(function.name, kDefLocal, function);
        visit_all(function.args->defaults);
        visit_all(function.args->kw_defaults);
        visit_annotations(function);
        visit_all(function.decorator_list);
        enter(BlockType::Function, function.name, &function, function);
        block().coroutine = is_async;
        visit_parameters(*function.args);
        visit_all(function.body);
        leave();
    }

    void visit_class(const ast::ClassDef& definition) {
        define(definition.name, kDefLocal, definition);
        visit_all(definition.bases);
        visit_all(definition.keywords);
        visit_all(definition.decorator_list);
        enter(BlockType::Class, definition.name, &definition, definition);
        ast::Identifier outer = std::exchange(private_to_, definition.name);
        visit_all(definition.body);
        private_to_ = outer;
        leave();
    }

    // --- Statements

    void visit_annotated_assignment(const ast::AnnAssign& statement) {
        if (auto* name = ast::as<ast::Name>(statement.target)) {
            uint32_t known = block().flags_of(mangle(arena_, private_to_, name->id));
            if ((known & (kDefGlobal | kDefNonlocal)) != 0 && &block() != &table_.top() && statement.simple) {
                return fail(statement, "annotated name " + quoted(name->id) + " can't be " +
                                           ((known & kDefGlobal) != 0 ? "global" : "nonlocal"));
            }
            if (statement.simple) {
                define(name->id, kDefAnnotation | kDefLocal, *name);
            } else if (statement.value != nullptr) {
                define(name->id, kDefLocal, *name);
            }
        } else {
            visit(statement.target);
        }
        visit_annotation(statement.annotation);
        visit(statement.value);
    }

    void visit_declaration(const ast::Stmt& statement, const ast::Seq<ast::Identifier>& names,
                           uint32_t flag) {
        std::string kind = flag == kDefGlobal ? "global" : "nonlocal";
        for (ast::Identifier name : names) {
            uint32_t known = block().flags_of(mangle(arena_, private_to_, name));
            if ((known & kDefParam) != 0) {
                return fail(statement, "name " + quoted(name) + " is parameter and " + kind);
            }
            if ((known & kUse) != 0) {
                return fail(statement, "name " + quoted(name) + " is used prior to " + kind + " declaration");
            }
            if ((known & kDefAnnotation) != 0) {
                return fail(statement, "annotated name " + quoted(name) + " can't be " + kind);
            }
            if ((known & kDefLocal) != 0) {
                return fail(statement,
                            "name " + quoted(name) + " is assigned to before " + kind + " declaration");
            }
            define(name, flag, statement);
            record_directive(name, statement);
        }
    }

    void record_directive(ast::Identifier name, const ast::Location& where) {
        block().directives.push_back({mangle(arena_, private_to_, name), where});
    }

    void visit_try(const ast::TryBase& statement) {
        visit_all(statement.body);
        visit_all(statement.orelse);  // before the handlers, as in CPython: the order of blocks and of errors
        visit_all(statement.handlers);
        visit_all(statement.finalbody);
    }

    void visit_statement(const ast::Stmt& statement) {
        using enum ast::StmtKind;
        switch (statement.kind) {
            case FunctionDef: return visit_function(ast::cast<ast::FunctionDef>(&statement), false);
            case AsyncFunctionDef: return visit_function(ast::cast<ast::AsyncFunctionDef>(&statement), true);
            case ClassDef: return visit_class(ast::cast<ast::ClassDef>(&statement));
            case AnnAssign: return visit_annotated_assignment(ast::cast<ast::AnnAssign>(&statement));
            case Try: return visit_try(ast::cast<ast::Try>(&statement));
            case TryStar: return visit_try(ast::cast<ast::TryStar>(&statement));
            case Global:
                return visit_declaration(statement, ast::cast<ast::Global>(&statement).names, kDefGlobal);
            case Nonlocal:
                return visit_declaration(statement, ast::cast<ast::Nonlocal>(&statement).names, kDefNonlocal);
            default: return visit_children_of(statement);
        }
    }

    // --- Expressions

    void refuse_in_annotation(const ast::Expr& expression, std::string_view what) {
        if (block().type != BlockType::Annotation) return;
        fail(expression, quoted(what) + " can not be used within an annotation");
    }

    // An assignment expression in a comprehension binds its name in the block around all comprehensions.
    void bind_outside_of_comprehensions(const ast::Name& target) {
        for (size_t index = stack_.size(); index-- > 0;) {
            SymbolBlock& candidate = *stack_[index];
            uint32_t known = candidate.flags_of(target.id);
            if (candidate.comprehension != ComprehensionType::None) {
                if ((known & kDefComprehensionTarget) != 0 && (known & kDefLocal) != 0) {
                    return fail(target,
                                "assignment expression cannot rebind comprehension iteration variable " +
                                    quoted(target.id));
                }
                continue;
            }
            switch (candidate.type) {
                case BlockType::Function:
                    define(target.id, (known & kDefGlobal) != 0 ? kDefGlobal : kDefNonlocal, target);
                    record_directive(target.id, target);
                    return define_in(candidate, target.id, kDefLocal, target);
                case BlockType::Module:
                    define(target.id, kDefGlobal, target);
                    record_directive(target.id, target);
                    return define_in(candidate, target.id, kDefGlobal, target);
                case BlockType::Class:
                    return fail(
                        target,
                        "assignment expression within a comprehension cannot be used in a class body");
                case BlockType::Annotation: break;
            }
        }
    }

    void visit_named_expression(const ast::NamedExpr& named) {
        refuse_in_annotation(named, "named expression");
        if (block().iterable_depth > 0) {
            fail(named, "assignment expression cannot be used in a comprehension iterable expression");
        }
        if (error_) return;
        if (block().comprehension != ComprehensionType::None) {
            bind_outside_of_comprehensions(ast::cast<ast::Name>(named.target));
        }
        visit(named.value);
        visit(named.target);
    }

    void visit_lambda(const ast::Lambda& lambda) {
        visit_all(lambda.args->defaults);
        visit_all(lambda.args->kw_defaults);
        enter(BlockType::Function, "lambda", &lambda, lambda);
        visit_parameters(*lambda.args);
        visit(lambda.body);
        leave();
    }

    void visit_yield(const ast::Expr& expression, const ast::Expr* value) {
        refuse_in_annotation(expression, "yield expression");
        visit(value);
        block().generator = true;
        switch (block().comprehension) {
            case ComprehensionType::None: return;
            case ComprehensionType::List: return fail(expression, "'yield' inside list comprehension");
            case ComprehensionType::Set: return fail(expression, "'yield' inside set comprehension");
            case ComprehensionType::Dict: return fail(expression, "'yield' inside dict comprehension");
            case ComprehensionType::Generator: return fail(expression, "'yield' inside generator expression");
        }
    }

    void visit_comprehension(const ast::Expr& expression, ComprehensionType type, ast::Identifier name,
                             const ast::Seq<ast::Comprehension*>& generators, const ast::Expr* element,
                             const ast::Expr* value) {
        const ast::Comprehension& outermost = *generators[0];
        visit_iterable(outermost.iter);  // evaluated in the block around
        if (error_) return;
        enter(BlockType::Function, name, &expression, expression);
        block().comprehension = type;
        if (outermost.is_async) block().coroutine = true;
        define(".0", kDefParam, expression);  // the iterator arrives as an argument
        visit_target(outermost.target);
        visit_all(outermost.ifs);
        visit_all(generators.subspan(1));
        visit(value);
        visit(element);
        bool is_generator = type == ComprehensionType::Generator;
        block().generator = is_generator;
        bool makes_coroutine = block().coroutine && !is_generator;
        leave();
        if (makes_coroutine) block().coroutine = true;
    }

    void visit_name(const ast::Name& name) {
        bool is_read = name.ctx == ast::ExprContext::Load;
        define(name.id, is_read ? kUse : kDefLocal, name);
        // super() without arguments needs the class.
        if (is_read && block().type == BlockType::Function && name.id == "super") {
            define("__class__", kUse, name);
        }
    }

    void visit_expression(const ast::Expr& expression) {
        using enum ast::ExprKind;
        switch (expression.kind) {
            case NamedExpr: return visit_named_expression(ast::cast<ast::NamedExpr>(&expression));
            case Lambda: return visit_lambda(ast::cast<ast::Lambda>(&expression));
            case ListComp: {
                auto& list = ast::cast<ast::ListComp>(&expression);
                return visit_comprehension(list, ComprehensionType::List, "listcomp", list.generators,
                                           list.elt, nullptr);
            }
            case SetComp: {
                auto& set = ast::cast<ast::SetComp>(&expression);
                return visit_comprehension(set, ComprehensionType::Set, "setcomp", set.generators, set.elt,
                                           nullptr);
            }
            case DictComp: {
                auto& dict = ast::cast<ast::DictComp>(&expression);
                return visit_comprehension(dict, ComprehensionType::Dict, "dictcomp", dict.generators,
                                           dict.key, dict.value);
            }
            case GeneratorExp: {
                auto& generator = ast::cast<ast::GeneratorExp>(&expression);
                return visit_comprehension(generator, ComprehensionType::Generator, "genexpr",
                                           generator.generators, generator.elt, nullptr);
            }
            case Await:
                refuse_in_annotation(expression, "await expression");
                visit(ast::cast<ast::Await>(&expression).value);
                block().coroutine = true;
                return;
            case Yield: return visit_yield(expression, ast::cast<ast::Yield>(&expression).value);
            case YieldFrom: return visit_yield(expression, ast::cast<ast::YieldFrom>(&expression).value);
            case Name: return visit_name(ast::cast<ast::Name>(&expression));
            default: return visit_children_of(expression);
        }
    }

    void capture(ast::Identifier name, const ast::Pattern& pattern) {
        if (!is_absent(name)) define(name, kDefLocal, pattern);
    }

    // What is inside a pattern captures before the pattern itself.
    void visit_pattern(const ast::Pattern& pattern) {
        using enum ast::PatternKind;
        visit_children_of(pattern);
        switch (pattern.kind) {
            case MatchMapping: return capture(ast::cast<ast::MatchMapping>(&pattern).rest, pattern);
            case MatchStar: return capture(ast::cast<ast::MatchStar>(&pattern).name, pattern);
            case MatchAs: return capture(ast::cast<ast::MatchAs>(&pattern).name, pattern);
            default: return;
        }
    }

    SymbolTable& table_;
    Arena& arena_;
    bool postponed_annotations_;
    int recursion_limit_;
    StackLimit stack_limit_;
    int depth_ = 0;
    ast::Identifier private_to_;  // the class around, whose private names are mangled
    std::vector<SymbolBlock*> stack_;
    std::optional<SyntaxError> error_;
};

}  // namespace

SymbolTableResult build_symbol_table(const ast::Mod& module, Arena& arena, uint32_t future_flags,
                                     int recursion_limit, StackLimit stack_limit) {
    auto table = std::make_unique<SymbolTable>();
    Builder builder(*table, arena, future_flags, recursion_limit, stack_limit);
    builder.build(module);
    if (auto error = builder.take_error()) return {nullptr, std::move(error)};
    if (auto error = resolve_scopes(*table, stack_limit)) return {nullptr, std::move(error)};
    return {std::move(table), std::nullopt};
}

}  // namespace moult::compiler
