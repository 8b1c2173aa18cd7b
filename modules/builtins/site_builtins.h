// exit, quit, copyright, credits, license and help: what CPython's site module adds to the builtins.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

struct Dict;

Status add_site_builtins(Thread&, Dict* builtins);

}  // namespace moult
