// int.to_bytes and int.from_bytes.
#pragma once

#include "runtime/model/native.h"

namespace moult {

Ref<Value> int_to_bytes(Thread&, Args);    // self, length, byteorder, signed
Ref<Value> int_from_bytes(Thread&, Args);  // cls, bytes, byteorder, signed

}  // namespace moult
