// What the files of the import system share.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

struct Str;

// A __spec__; `origin` and `locations` may be empty.
Ref<Value> make_module_spec(Thread&, Str* name, Value origin, Value locations);
// Sets the attributes of a new __spec__; None for what is not there.
Status fill_module_spec(Thread&, Value spec, Value name, Value loader, Value origin, Value locations,
                        Value state);
// A module of its own file in lib/moult/ beside the command, which its import opens; empty when there is none of the name,
// ImportError when the file cannot be opened.
Ref<Value> import_beside_command(Thread&, Str* name);
// "a.b" of "a.b.c"; "" of a name without dots. Interned.
Ref<Str> parent_name(Thread&, Str* name);

}  // namespace moult
