// float: an immediate. Conversions and text forms, and complex.
#pragma once

#include <string>

#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Complex : Object {
    static constexpr bool kIsCollected = false;
    static constexpr Kind kKind = Kind::kComplex;
    double real, imag;
};

// The double in an exact float or a subclass's instance; false when the value is neither.
inline bool as_float(Value v, double* out) {
    if (v.is_double()) return *out = v.as_double(), true;
    if (!v.is_object() || v.as_object()->shape->base_kind != Kind::kFloat) return false;
    return *out = v.as<PayloadObject>()->payload.as_double(), true;
}
Ref<Value> float_power(Thread&, double base,
                       double exponent);  // complex for a negative base; as float.__pow__
Ref<Value> make_complex(Thread&, double real, double imag);
Ref<Value> complex_power(Thread&, double real, double imag, double exponent_real, double exponent_imag);
// float(x) of a number: __float__, then __index__; TypeError "must be real number, not str".
Result<double> to_double(Thread&, Value);
std::string float_repr(double);  // shortest text that reads back, as repr(float)
// The text of a double as the codes of printf e E f F g G give it, or r: the shortest digits that read back,
// with exponent below 1e-4 and from 1e16 on, without the .0 that float_repr adds. `alternate` keeps the point
// and, for g, trailing zeros. Signs only minus; inf and nan as such (capital for E F G).
std::string format_double(double, char code, int precision, bool alternate);
Result<double> parse_float(Thread&, Value text_for_message, std::string_view text);
int64_t double_hash(double);  // equal to the hash of an equal int

void init_float(Interpreter&);
void init_complex(Interpreter&);

}  // namespace moult
