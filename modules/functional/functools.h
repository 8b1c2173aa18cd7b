// The types of the module _functools.
#pragma once

#include "runtime/model/type.h"

namespace moult {

extern const TypeSpec kPartialType;
extern const TypeSpec kLruCacheType;

}  // namespace moult
