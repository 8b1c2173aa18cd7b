// threading.local: an object whose attributes each thread has for itself.
#pragma once

#include "runtime/model/type.h"

namespace moult {

extern const TypeSpec kLocalType;

}  // namespace moult
