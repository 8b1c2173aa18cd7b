// The module builtins.
#pragma once

#include "runtime/objects/module.h"

namespace moult {

// Makes it, with all functions, types and exceptions; its namespace becomes interp.builtins.
Ref<Module> make_builtins_module(Thread&);

}  // namespace moult
