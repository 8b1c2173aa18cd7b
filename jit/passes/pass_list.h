// The passes, one in each file of its name; passes.cpp has them in order. What each does stands in its file.
#pragma once

#include "jit/passes/passes.h"

namespace moult::jit {

void absorb_operands(Trace&, PassContext&);
void propagate_constants(Trace&, PassContext&);
void remove_guards(Trace&, PassContext&);
void delay_stores(Trace&, PassContext&);
void forward_memory(Trace&, PassContext&);
void hoist_invariants(Trace&, PassContext&);
void make_frames_virtual(Trace&, PassContext&);
void make_iterators_virtual(Trace&, PassContext&);
void peel_loop(Trace&, PassContext&);
void remove_count_pairs(Trace&, PassContext&);
void remove_dead(Trace&, PassContext&);

}  // namespace moult::jit
