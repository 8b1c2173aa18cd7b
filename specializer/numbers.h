// What the specializations of numbers share: guards and the arithmetic of the encoding.
#pragma once

#include "runtime/model/object.h"

namespace moult::specializer {

inline bool both_small_ints(Value a, Value b) {
    return (a.bits & b.bits) >= Value::kIntTag;
}
inline bool both_doubles(Value a, Value b) {
    return a.is_double() && b.is_double();
}
// One int and one float, in either order, or two floats.
inline bool numbers_with_a_double(Value a, Value b) {
    return (a.is_double() && (b.is_double() || b.is_small_int())) || (a.is_small_int() && b.is_double());
}
inline double number_as_double(Value v) {
    return v.is_double() ? v.as_double() : static_cast<double>(v.as_small_int());
}

// A result of +, -, * or /. That it is no special value need not be asked again.
inline Value float_result(double d) {
    Value result = Value::arithmetic_result(d);
#ifndef MOULT_BITCODE
    __builtin_assume(result.bits >= Value::kDoubleOffset);
#endif
    return result;
}

// Integers shifted to the top of 64 bits: overflow of 49 bits is overflow of the machine word.
inline int64_t shifted(Value v) {
    return static_cast<int64_t>(v.bits << 15);
}
inline Value from_shifted(int64_t i) {
    return Value(Value::kIntTag | (static_cast<uint64_t>(i) >> 15));
}
// The result of an operation whose operands overflow the 49 bits: an object or error, never immediate. Traces
// that go on with an immediate integer leave there, without a way back that would cost the loop its
// registers.
inline Value beyond_immediate(Ref<Value> result) {
    Value value = result.release();
    __builtin_assume(value.bits < Value::kIntTag);
    return value;
}

}  // namespace moult::specializer
