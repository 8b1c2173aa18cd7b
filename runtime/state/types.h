// Types: every builtin type, by name. Included by those who name one: a new row in its lists is compiled into
// them alone.
#pragma once

#include "runtime/state/exception_list.h"
#include "runtime/state/thread.h"
#include "runtime/state/type_list.h"

namespace moult {

// thread.types().list, thread.types().value_error.
struct Types {
#define MOULT_TYPE_FIELD(field, ...) Type* field = nullptr;
    MOULT_BUILTIN_TYPES(MOULT_TYPE_FIELD)
    MOULT_EXCEPTION_TYPES(MOULT_TYPE_FIELD, MOULT_TYPE_FIELD, MOULT_TYPE_FIELD)
#undef MOULT_TYPE_FIELD
};

// It lies in Interpreter::type_fields, so that naming a type takes one load from a known place.
static_assert(sizeof(Types) <= sizeof(Interpreter::type_fields), "make type_fields longer");

inline Types& Interpreter::types() {
    return reinterpret_cast<Types&>(type_fields);
}
inline const Types& Interpreter::types() const {
    return reinterpret_cast<const Types&>(type_fields);
}
inline const Types& Thread::types() const {
    return interp.types();
}

}  // namespace moult
