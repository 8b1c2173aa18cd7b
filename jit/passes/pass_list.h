// The passes, a row for each: the function, which is in a file of its own, the name of its flag, its dump and its statistic,
// when it runs, and what it does.
#pragma once

#include "jit/passes/passes.h"

namespace moult::jit {

// clang-format off
// In the order in which they run.
#define MOULT_PASSES(PASS)                                                                                                   \
    PASS(propagate_constants, "constants", kInRounds, "types and constants: fold what is known, drop counts of immediates")  \
    PASS(remove_guards, "guards", kInRounds, "remove guards and places that earlier ones imply")                             \
    PASS(forward_memory, "forward", kInRounds, "use what was stored or loaded instead of loading it again")                  \
    PASS(absorb_operands, "absorb", kInRounds, "do not make what the next instruction takes apart")                          \
    PASS(make_frames_virtual, "virtual_frames", kInRounds, "do not link frames that nobody looks at")                        \
    PASS(remove_count_pairs, "counts", kInRounds, "remove increfs and decrefs of values that something else keeps alive")    \
    PASS(peel_loop, "peel", kInRounds, "make of a loop a first turn and a loop in which what does not change is known")      \
    PASS(make_iterators_virtual, "virtual_iterators", kInRounds, "keep in registers where the iterators of a loop stand")    \
    PASS(hoist_invariants, "hoist", kInRounds, "move out of a loop what is the same in every turn")                          \
    PASS(remove_dead, "dead", kInRounds, "remove what nobody uses")                                                          \
    PASS(delay_stores, "delay_stores", kLate, "write locals of immediates when the trace is left, not before")
// clang-format on

#define MOULT_DECLARE_PASS(function, ...) void function(Trace&, PassContext&);
MOULT_PASSES(MOULT_DECLARE_PASS)
#undef MOULT_DECLARE_PASS

}  // namespace moult::jit
