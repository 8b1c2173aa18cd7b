// Syntax trees between the compiler and Python: the compiler's nodes (compiler/ast.h) as instances of the
// module ast's classes (interp/ast/), and back. Both ways follow the two descriptions of the fields;
// neither knows a node.
#pragma once

#include <string>
#include <unordered_map>

#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/code_unit.h"
#include "runtime/state/thread.h"

namespace moult::interp {

// The tree as Python objects, which share nothing with it. RecursionError for one that is deeper than
// `limit`.
Ref<Value> make_tree_objects(Thread&, const compiler::ast::Mod&, int limit);

// What Python objects say, in the arena; possibly nothing that could be compiled, see validate_tree. Lists
// may hold nulls.
struct TreeReading {
    compiler::ast::Mod* module = nullptr;
    // Where values stand that can be no constants, and the names of their types; those are None in the tree.
    // No name: the value is nested too deeply.
    std::unordered_map<const compiler::Constant*, std::string> wrong_constants;
};
// Reads the tree for a mode of compile() ("exec", "eval", "single"). Runs Python code, if attributes are
// computed. TypeError and ValueError for what does not fit the nodes' fields, RecursionError for too deep a
// tree.
Status read_tree_objects(Thread&, Value object, std::string_view mode, compiler::Arena&, TreeReading*);

// Whether the tree could be a program's, as far as the compiler relies on it: contexts, lengths of lists,
// kinds of patterns, places. TypeError or ValueError, with CPython's messages; RecursionError past `limit`
// levels.
Status validate_tree(Thread&, const TreeReading&, int limit);

}  // namespace moult::interp
