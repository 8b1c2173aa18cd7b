// exit, quit, copyright, credits, license and help: what CPython's site module adds to the builtins.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

struct Dict;

void init_site_builtins(Interpreter&);
Status add_site_builtins(Thread&, Dict* builtins);

}  // namespace moult
