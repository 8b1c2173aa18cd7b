// What the list*.cpp files share.
#pragma once

#include "runtime/objects/list.h"
#include "runtime/objects/range.h"

namespace moult {

// Takes out the item at a position that exists; the caller gets its reference. Runs no Python code.
Ref<Value> list_take(Thread&, List*, size_t position);
Ref<List> list_get_slice(Thread&, List*, SliceBounds);
// list[slice] = value; empty: del list[slice].
Status list_set_slice(Thread&, List*, SliceParts, Value value);

}  // namespace moult
