// dir(): the names of an object's attributes.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

struct List;

// dir(object), sorted. Runs __dir__. Null: failed.
Ref<List> dir_names(Thread&, Value object);
// dir() of the running frame: the names of its local namespace, sorted.
Ref<List> dir_of_locals(Thread&);

}  // namespace moult
