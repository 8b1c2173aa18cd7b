// Inline parts of Interpreter that need Shape.
#pragma once

#include "runtime/model/shape.h"

namespace moult {

// The shape of any value, immediates included.
inline Shape* Interpreter::shape_of(Value v) const {
    if (v.is_object()) [[likely]]
        return v.as_object()->shape;
    if (v.is_small_int()) return int_shape;
    if (v.is_double()) return float_shape;
    if (v.is_none()) return none_shape;
    if (v.is_bool()) return bool_shape;
    return v.is_ellipsis() ? ellipsis_shape : not_implemented_shape;
}
inline Type* Interpreter::type_of(Value v) const {
    return shape_of(v)->type;
}

}  // namespace moult
