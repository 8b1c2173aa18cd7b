// The symbol table: for each block of code, which names it has and where each of them lives.
// Knows nothing of instructions. See the language reference, section 4.2 (naming and binding).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/stack_limit.h"
#include "compiler/syntax_error.h"

namespace moult::compiler {

// What is known about a name in a block. The bits are those of CPython's `_symtable` module.
enum SymbolFlag : uint32_t {
    kDefGlobal = 0x1,      // declared `global`
    kDefLocal = 0x2,       // assigned
    kDefParam = 0x4,       // a parameter
    kDefNonlocal = 0x8,    // declared `nonlocal`
    kUse = 0x10,           // read
    kDefFree = 0x20,       // free in this block, from an enclosed one
    kDefFreeClass = 0x40,  // free in a method, and bound or global in the class
    kDefImport = 0x80,     // bound by an import
    kDefAnnotation = 0x100,
    kDefComprehensionTarget = 0x200,  // an iteration variable of a comprehension
    kDefBound = kDefLocal | kDefParam | kDefImport,
};

// Where a name lives. The numbers are those of CPython's `_symtable` module.
enum class Scope : uint8_t {
    Unknown = 0,
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5
};

enum class BlockType : uint8_t { Function, Class, Module, Annotation };
enum class ComprehensionType : uint8_t { None, List, Dict, Set, Generator };

struct Symbol {
    ast::Identifier name;  // mangled
    uint32_t flags = 0;
    Scope scope = Scope::Unknown;
};

struct SymbolBlock {
    BlockType type = BlockType::Module;
    ComprehensionType comprehension = ComprehensionType::None;
    ast::Identifier name;
    ast::Location location;
    std::vector<ast::Identifier> parameters;  // mangled, in the order of the locals
    std::vector<SymbolBlock*> children;

    bool nested = false;               // inside of a function
    bool generator = false;            // contains a yield
    bool coroutine = false;            // is async
    bool varargs = false;              // has *args
    bool varkeywords = false;          // has **kwargs
    bool needs_class_closure = false;  // a method refers to __class__
    bool visiting_target = false;      // the visitor is in the target of a comprehension's `for`
    int iterable_depth = 0;            // the visitor is in that many iterables of comprehensions

    struct Directive {  // a name in a `global` or `nonlocal` statement
        ast::Identifier name;
        ast::Location location;
    };
    std::vector<Directive> directives;

    // The names in the order in which they were met.
    const std::vector<Symbol>& symbols() const { return symbols_; }
    std::vector<Symbol>& symbols() { return symbols_; }
    const Symbol* find(ast::Identifier name) const;
    Symbol& find_or_add(ast::Identifier name);
    uint32_t flags_of(ast::Identifier name) const;
    Scope scope_of(ast::Identifier name) const;

  private:
    std::vector<Symbol> symbols_;
    HashIndex indices_;
};

// Owns the blocks. Names belong to the arena of the tree.
class SymbolTable {
  public:
    SymbolBlock& add_block(const void* node);
    // The block of a module, function, class, lambda or comprehension.
    SymbolBlock* find(const void* node) const;
    SymbolBlock& top() const { return *blocks_.front(); }

  private:
    std::vector<std::unique_ptr<SymbolBlock>> blocks_;
    std::unordered_map<const void*, SymbolBlock*> by_node_;
};

struct SymbolTableResult {
    std::unique_ptr<SymbolTable> table;  // null exactly when there is an error
    std::optional<SyntaxError> error;
};

// `future_flags` are the features in force (CodeFlag). Reports misuse of scopes, such as `nonlocal x` without
// an outer x, and nesting beyond the limit.
[[nodiscard]] SymbolTableResult build_symbol_table(const ast::Mod& module, Arena& arena,
                                                   uint32_t future_flags, int recursion_limit,
                                                   StackLimit stack_limit = nullptr);

// Private names: `__name` inside of class `private_to` is `_private_to__name`. The result belongs to the
// arena.
ast::Identifier mangle(Arena& arena, ast::Identifier private_to, ast::Identifier name);

}  // namespace moult::compiler
