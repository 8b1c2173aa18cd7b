// The types of the module _collections, each family in a file of its own.
#pragma once

#include "runtime/model/type.h"

namespace moult {

extern const TypeSpec kDequeType, kDequeIteratorType, kDequeReverseIteratorType;
extern const TypeSpec kDefaultDictType;
extern const TypeSpec kTupleGetterType;

}  // namespace moult
