// The passes, one in each pass_*.cpp; passes.cpp has them in order. What each does stands in its file.
#pragma once

#include "jit/passes.h"

namespace moult::jit {

void propagate_constants(Trace&, PassContext&);
void remove_guards(Trace&, PassContext&);
void remove_dead(Trace&, PassContext&);

}  // namespace moult::jit
