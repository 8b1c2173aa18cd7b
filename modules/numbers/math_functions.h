// The functions of math that do not follow the pattern "double to double" of the C library.
#pragma once

#include "runtime/model/native.h"

namespace moult {

// math_integer.cpp
Ref<Value> math_factorial(Thread&, Args);
Ref<Value> math_comb(Thread&, Args);
Ref<Value> math_perm(Thread&, Args);
Ref<Value> math_isqrt(Thread&, Args);
Ref<Value> math_gcd(Thread&, Args);
Ref<Value> math_lcm(Thread&, Args);

// math_gamma.cpp
Ref<Value> math_gamma(Thread&, Args);
Ref<Value> math_lgamma(Thread&, Args);

// math_sums.cpp
Ref<Value> math_fsum(Thread&, Args);
Ref<Value> math_prod(Thread&, Args);
Ref<Value> math_hypot(Thread&, Args);
Ref<Value> math_dist(Thread&, Args);

}  // namespace moult
