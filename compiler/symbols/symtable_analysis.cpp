// Scopes flow in two directions: the names that enclosing functions bind go down into a block, and the names
// that the block leaves free come back up, where they turn a local variable of some enclosing function into a
// cell.
#include "compiler/symbols/symtable_analysis.h"

#include <unordered_set>

#include "compiler/diagnostics.h"

namespace moult::compiler {

namespace {

using NameSet = std::unordered_set<ast::Identifier, TextHash>;

class ScopeResolver {
  public:
    explicit ScopeResolver(StackLimit stack_limit) : stack_limit_(stack_limit) {}

    // Returns the names that the block leaves free. `bound` are the names that enclosing functions bind;
    // null: the block is the module. The block takes out the names that it declares global.
    NameSet resolve(SymbolBlock& block, NameSet* bound) {
        if (stack_exhausted(stack_limit_)) {
            error_ = recursion_error();
            return {};
        }
        NameSet bound_inside;
        bool is_class = block.type == BlockType::Class;
        // What a class binds or declares is not visible in its methods.
        if (is_class && bound != nullptr) bound_inside = *bound;
        NameSet free;
        NameSet local;  // of a function that others are in: nobody asks for that of other blocks
        for (Symbol& symbol : block.symbols()) {
            symbol.scope = scope_of(block, symbol, bound, local, free);
            if (error_) return {};
        }
        if (is_class) {
            bound_inside.insert("__class__");
        } else if (!block.children.empty()) {
            if (block.type == BlockType::Function) bound_inside = local;
            if (bound != nullptr) bound_inside.insert(bound->begin(), bound->end());
        }

        NameSet free_inside;
        for (SymbolBlock* child : block.children) {
            NameSet child_bound = bound_inside;
            NameSet child_free = resolve(*child, &child_bound);
            if (error_) return {};
            free_inside.insert(child_free.begin(), child_free.end());
        }
        if (block.type == BlockType::Function) {
            for (Symbol& symbol : block.symbols()) {
                if (symbol.scope == Scope::Local && free_inside.erase(symbol.name) > 0)
                    symbol.scope = Scope::Cell;
            }
        } else if (is_class && free_inside.erase("__class__") > 0) {
            block.needs_class_closure = true;
        }
        pass_through(block, bound, free_inside);
        free.insert(free_inside.begin(), free_inside.end());
        return free;
    }

    std::optional<SyntaxError> take_error() { return std::move(error_); }

  private:
    Scope scope_of(const SymbolBlock& block, const Symbol& symbol, NameSet* bound, NameSet& local,
                   NameSet& free) {
        if ((symbol.flags & kDefGlobal) != 0) {
            if ((symbol.flags & kDefNonlocal) != 0) {
                return fail(block, symbol.name, "name " + quoted(symbol.name) + " is nonlocal and global");
            }
            if (bound != nullptr) bound->erase(symbol.name);
            return Scope::GlobalExplicit;
        }
        if ((symbol.flags & kDefNonlocal) != 0) {
            if (bound == nullptr) {
                return fail(block, symbol.name, "nonlocal declaration not allowed at module level");
            }
            if (!bound->contains(symbol.name)) {
                return fail(block, symbol.name, "no binding for nonlocal " + quoted(symbol.name) + " found");
            }
            free.insert(symbol.name);
            return Scope::Free;
        }
        if ((symbol.flags & kDefBound) != 0) {
            if (block.type == BlockType::Function && !block.children.empty()) local.insert(symbol.name);
            return Scope::Local;
        }
        if (bound != nullptr && bound->contains(symbol.name)) {
            free.insert(symbol.name);
            return Scope::Free;
        }
        return Scope::GlobalImplicit;
    }

    // Enters the names that inner blocks leave free into this block, through which their cells must pass.
    static void pass_through(SymbolBlock& block, const NameSet* bound, const NameSet& free_inside) {
        for (ast::Identifier name : free_inside) {
            if (block.find(name) != nullptr) {
                if (block.type == BlockType::Class) block.find_or_add(name).flags |= kDefFreeClass;
                continue;
            }
            if (bound != nullptr && !bound->contains(name)) continue;  // a global
            block.find_or_add(name).scope = Scope::Free;
        }
    }

    Scope fail(const SymbolBlock& block, ast::Identifier name, std::string message) {
        for (const SymbolBlock::Directive& directive : block.directives) {
            if (directive.name != name) continue;
            error_ = late_syntax_error_at(directive.location, std::move(message));
            return Scope::Unknown;
        }
        error_ = late_syntax_error_at(block.location, std::move(message));
        return Scope::Unknown;
    }

    StackLimit stack_limit_;
    std::optional<SyntaxError> error_;
};

}  // namespace

std::optional<SyntaxError> resolve_scopes(SymbolTable& table, StackLimit stack_limit) {
    ScopeResolver resolver(stack_limit);
    resolver.resolve(table.top(), nullptr);
    return resolver.take_error();
}

}  // namespace moult::compiler
