// The types of the module _operator.
#pragma once

#include "runtime/model/type.h"

namespace moult {

extern const TypeSpec kItemGetterType, kAttributeGetterType, kMethodCallerType;

}  // namespace moult
