// Which handler covers which instructions, and the table that says so (co_exceptiontable).
// The format is CPython 3.11's, described in its Objects/exception_handling_notes.txt.
#pragma once

#include <string>

#include "compiler/assembler/flow_graph.h"

namespace moult::compiler {

// Finds the handler of each instruction from the block pushes and POP_BLOCKs on the ways to it.
void label_handlers(FlowGraph& graph);

// Turns block pushes and POP_BLOCKs, which the labels replace, into no-ops.
void drop_block_markers(FlowGraph& graph);

// The table's bytes. Blocks have their offsets and stack depths.
std::string encode_exception_table(const FlowGraph& graph);

}  // namespace moult::compiler
