// What the end of an interpreter wants of the module gc.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

// Warns of objects that are left in gc.garbage, if the module has been imported.
void report_garbage(Thread&);

}  // namespace moult
