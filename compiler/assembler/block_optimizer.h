// The optimizations inside of one basic block.
#pragma once

#include "compiler/assembler/flow_graph.h"
#include "compiler/constants.h"

namespace moult::compiler {

// Folds tests of constants and tuples of constants, threads the block's jump, reduces runs of SWAP.
// Instructions that fall away become no-ops. New constants go to the end of the table. All blocks are
// classified and placed.
void optimize_block(BasicBlock& block, ConstantTable& constants);

// Replaces the run of SWAPs and no-ops at `index` by the shortest one with the same effect, and returns the
// index of the run's last instruction. Exposed for tests.
size_t shorten_swaps(BasicBlock& block, size_t index);

}  // namespace moult::compiler
