// What a trace knows of the frame in which one of its exits goes on: the side trace that is recorded there
// need not ask again, since nothing but the exit leads to it.
#pragma once

#include "jit/ir/ir.h"

namespace moult::jit {

// Of the innermost frame of the snapshot, for all nodes that leave the trace by it. O(nodes).
Knowledge known_at_exit(const Trace&, uint32_t snapshot);

}  // namespace moult::jit
