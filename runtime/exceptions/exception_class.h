// What may be raised, and what an except clause may name.
#pragma once

#include "runtime/exceptions/exception.h"
#include "runtime/state/types.h"

namespace moult {

inline bool is_exception_class(const Types& types, Value v) {
    auto* type = as_instance<Type>(v);
    return type && type->is_subtype(types.base_exception);
}

}  // namespace moult
