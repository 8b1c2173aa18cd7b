// The module sys.
#pragma once

#include "runtime/objects/module.h"

namespace moult {

// Makes it, but for the standard streams and sys.path, which start-up adds.
Ref<Module> make_sys_module(Thread&);

}  // namespace moult
