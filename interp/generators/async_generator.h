// Asynchronous generators: how their yields are told from what they await. See PEP 525.
#pragma once

#include "runtime/state/thread.h"

namespace moult::interp {

// Marks a value as yielded by the async generator itself. Null: MemoryError.
Ref<Value> wrap_async_value(Thread&, Value);

}  // namespace moult::interp
