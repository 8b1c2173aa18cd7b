// The adaptive tier: families of specializations, registered on top of the interpreter like a plugin.
#pragma once

#include "interp/registry.h"

namespace moult::specializer {

// Adds every specialization to the interpreter's registry, those of its plugins behind the others. Call once, after
// interp::install_interpreter and interp::open_plugins.
void install_specializer(Interpreter&);

}  // namespace moult::specializer
