// What the list*.cpp files share.
#pragma once

#include "runtime/containers/list.h"
#include "runtime/containers/range.h"

namespace moult {

// Takes out the item at a position that exists; the caller gets its reference. Runs no Python code.
Ref<Value> list_take(Thread&, List*, size_t position);

}  // namespace moult
