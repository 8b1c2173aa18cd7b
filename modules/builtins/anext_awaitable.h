// What anext(iterator, default) returns: awaits the iterator's own awaitable and gives the default when that
// ends the iteration.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

Ref<Value> make_anext_awaitable(Thread&, Value awaitable, Value otherwise);

}  // namespace moult
