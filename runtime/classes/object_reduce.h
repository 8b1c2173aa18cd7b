// The default pickling protocol: object.__reduce__, __reduce_ex__, __getstate__ (PEP 307).
#pragma once

#include "runtime/model/native.h"

namespace moult {

Ref<Value> object_reduce(Thread&, Args);
Ref<Value> object_reduce_ex(Thread&, Args);
Ref<Value> object_get_state(Thread&, Args);

}  // namespace moult
