// Passes over a code object's basic blocks: folding, jump threading, dead code, no-ops, line numbers.
// Every pass keeps the program's meaning and the lines that a tracer sees (PEP 626). The passes and their
// order are those of CPython 3.11, because the resulting code must be the same.
#pragma once

#include "compiler/assembler/flow_graph.h"
#include "compiler/constants.h"

namespace moult::compiler {

// Marks blocks that exit or never fall through. First of all passes; false if a jump stands inside of a
// block.
[[nodiscard]] bool classify_blocks(FlowGraph& graph);

// Replaces jumps to short exits without a line (such as the implicit `return None`) by a copy of the exit.
void inline_small_exits(FlowGraph& graph);

// Folds constants and tuples, threads jumps, reduces swaps, drops unreachable blocks and redundant jumps.
// New constants go to the end of the table.
void optimize_flow(FlowGraph& graph, ConstantTable& constants);

// Gives each jump to an exit without a line its own copy of the exit, so that it can take the jump's line.
void duplicate_exits_without_line(FlowGraph& graph);

// Drops the constants behind the last one that is used.
void trim_unused_constants(const FlowGraph& graph, ConstantTable& constants);

// Gives instructions without a line that of the code before them, where that is unambiguous, and every return
// a line.
void propagate_lines(FlowGraph& graph, int first_line);

// Removes no-ops that no line depends on.
void remove_redundant_nops(BasicBlock& block);

}  // namespace moult::compiler
