// The import system: sys.modules, the modules written in C++, and source files on sys.path. Native, with the
// semantics of importlib (Language Reference 5) but without its finder and loader objects.
#pragma once

#include <string>

#include "runtime/objects/module.h"
#include "runtime/state/thread.h"

namespace moult {

// __import__(name, globals, fromlist=..., level=...): the module `name`, or, without a fromlist, the package
// that its name begins with. `globals`: a dict or None; `fromlist`: a sequence or None. ImportError and what
// the modules raise.
Ref<Value> import_name(Thread&, Str* name, Value globals, Value fromlist, int64_t level);
// The module with this absolute dotted name, imported if it was not yet.
Ref<Value> import_module(Thread&, Str* name);

// A module that is linked in, or of a plugin that is open, made and entered into sys.modules; empty when there is none of the
// name.
Ref<Value> import_builtin(Thread&, Str* name);
// Puts __spec__, __loader__, __package__ of a module that is not imported the usual way. `origin` may be
// empty.
Status set_module_spec(Thread&, Module*, Str* name, Value origin, Value search_locations);

// sys.path as it is at the start: the script's folder and the standard library.
Ref<Value> initial_path(Thread&);

}  // namespace moult
