// Builtin functions that iterate, written in Python: called with a generator they run in a frame of their own
// instead of entering the interpreter anew for each item, and traces follow them. Their frames are hidden
// (kCodeHidden).
#pragma once

#include "runtime/classes/function.h"
#include "runtime/state/thread.h"

namespace moult::interp {

// The loop that stands for the builtin of that name called with one generator: sum, any, all, list, tuple,
// set. Borrowed, alive as long as the interpreter. Null: there is none, or no memory (then nothing is
// raised).
Function* builtin_loop(Thread&, const char* name);

}  // namespace moult::interp
