// The module math: the functions on floats, and the module itself. Ints are in math_integer.cpp, sums in
// math_sums.cpp, the gamma function in math_gamma.cpp.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "modules/numbers/math_functions.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"

namespace moult {

namespace {

Failure raise_domain_error(Thread& thread) {
    return raise_value_error(thread, "math domain error");
}
Failure raise_range_error(Thread& thread) {
    return raise_overflow_error(thread, "math range error");
}

// What an infinite result of a function means: too large, or a pole.
enum class Infinity : uint8_t { kRange, kDomain };

// A function of C's library with the error rules of C99's Annex F: NaN out of a number is a domain error.
template <auto kFunction, Infinity kInfinity = Infinity::kDomain>
Ref<Value> unary(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    double result = kFunction(x);
    if (std::isnan(result) && !std::isnan(x)) return raise_domain_error(thread);
    if (std::isinf(result) && std::isfinite(x)) {
        if (kInfinity == Infinity::kRange) return raise_range_error(thread);
        return raise_domain_error(thread);
    }
    return Value::number(result);
}

template <auto kFunction>
Ref<Value> binary(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    double y = TRY(to_double(thread, args[1]));
    double result = kFunction(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return raise_domain_error(thread);
    return Value::number(result);
}

template <auto kPredicate>
Ref<Value> predicate(Thread& thread, Args args) {
    return Value::boolean(kPredicate(TRY(to_double(thread, args[0]))));
}

template <double kFactor>
Ref<Value> scaled(Thread& thread, Args args) {
    return Value::number(TRY(to_double(thread, args[0])) * kFactor);
}

// A lambda for each, since the functions of <cmath> are overloaded.
#define MOULT_CMATH(function) [](double x) { return std::function(x); }
#define MOULT_CMATH2(function) [](double x, double y) { return std::function(x, y); }

// --- rounding

Ref<Value> call_special(Thread& thread, Value value, Str* name, bool* found) {
    Ref<Value> method = TRY(find_special(thread, value, name));
    *found = !method.is_empty();
    if (!*found) return method;
    return call(thread, method);
}

Ref<Value> math_floor(Thread& thread, Args args) {
    if (args[0].is_double()) return int_from_double(thread, std::floor(args[0].as_double()));
    if (args[0].is_small_int() || is_exact<BigInt>(args[0])) return share(args[0]);
    bool found;
    Ref<Value> result = TRY(call_special(thread, args[0], thread.interp.names().__floor__, &found));
    if (found) return result;
    return int_from_double(thread, std::floor(TRY(to_double(thread, args[0]))));
}

Ref<Value> math_ceil(Thread& thread, Args args) {
    if (args[0].is_double()) return int_from_double(thread, std::ceil(args[0].as_double()));
    if (args[0].is_small_int() || is_exact<BigInt>(args[0])) return share(args[0]);
    bool found;
    Ref<Value> result = TRY(call_special(thread, args[0], thread.interp.names().__ceil__, &found));
    if (found) return result;
    return int_from_double(thread, std::ceil(TRY(to_double(thread, args[0]))));
}

Ref<Value> math_trunc(Thread& thread, Args args) {
    if (args[0].is_double()) return int_from_double(thread, args[0].as_double());
    if (args[0].is_small_int() || is_exact<BigInt>(args[0])) return share(args[0]);
    bool found;
    Ref<Value> result = TRY(call_special(thread, args[0], thread.interp.names().__trunc__, &found));
    if (found) return result;
    return raise_type_error(thread, "type %s doesn't define __trunc__ method", type_name(thread, args[0]));
}

// --- powers and logarithms

Ref<Value> math_pow(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    double y = TRY(to_double(thread, args[1]));
    double result = std::pow(x, y);
    if (std::isfinite(x) && std::isfinite(y)) {
        if (std::isnan(result)) return raise_domain_error(thread);
        if (std::isinf(result)) {
            if (x == 0) return raise_domain_error(thread);
            return raise_range_error(thread);
        }
    }
    return Value::number(result);
}

Ref<Value> math_remainder(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    double y = TRY(to_double(thread, args[1]));
    double result = std::remainder(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return raise_domain_error(thread);
    return Value::number(result == 0 ? std::copysign(0.0, x) : result);  // glibc loses the sign at times
}

// A logarithm of a number of any size: `of_double`, and for ints beyond doubles by fraction and exponent.
template <class Logarithm>
Result<double> logarithm(Thread& thread, Value value, Logarithm of_double) {
    Value exact = as_int(value);
    if (!exact.is_empty()) {
        if (int_sign(exact) <= 0) return raise_domain_error(thread);
        int64_t exponent;
        double fraction = int_to_fraction(exact, &exponent);
        if (exponent > 1024) return of_double(fraction) + of_double(2.0) * static_cast<double>(exponent);
        return of_double(std::ldexp(fraction, static_cast<int>(exponent)));
    }
    double x = TRY(to_double(thread, value));
    if (x <= 0) return raise_domain_error(thread);
    return of_double(x);
}

Ref<Value> math_log(Thread& thread, Args args) {  // x and, if there are two, the base
    std::span<const Value> given = args.rest();
    if (given.empty() || given.size() > 2)
        return raise_type_error(thread, "math.log requires 1 to 2 arguments");
    double result = TRY(logarithm(thread, given[0], MOULT_CMATH(log)));
    if (given.size() == 1) return Value::number(result);
    double base = TRY(logarithm(thread, given[1], MOULT_CMATH(log)));
    if (base == 0) return raise_zero_division(thread, "float division by zero");
    return Value::number(result / base);
}
Ref<Value> math_log2(Thread& thread, Args args) {
    return Value::number(TRY(logarithm(thread, args[0], MOULT_CMATH(log2))));
}
Ref<Value> math_log10(Thread& thread, Args args) {
    return Value::number(TRY(logarithm(thread, args[0], MOULT_CMATH(log10))));
}

// --- parts of floats

Ref<Value> math_frexp(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    int exponent = 0;
    double fraction = std::isfinite(x) ? std::frexp(x, &exponent) : x;
    return make_tuple(thread, {Value::number(fraction), Value::small_int(exponent)});
}

Ref<Value> math_ldexp(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    Value exact = as_int(args[1]);
    if (exact.is_empty()) return raise_type_error(thread, "Expected an int as second argument to ldexp.");
    if (x == 0 || !std::isfinite(x)) return Value::number(x);
    constexpr int64_t kFar = 10'000;  // beyond every exponent
    int64_t exponent;
    if (!int_to_int64(exact, &exponent)) exponent = int_sign(exact) < 0 ? -kFar : kFar;
    double result = std::ldexp(x, static_cast<int>(std::clamp(exponent, -kFar, kFar)));
    if (std::isinf(result)) return raise_range_error(thread);
    return Value::number(result);
}

Ref<Value> math_modf(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    double whole, fraction = std::modf(x, &whole);
    return make_tuple(thread, {Value::number(fraction), Value::number(whole)});
}

Ref<Value> math_ulp(Thread& thread, Args args) {
    double x = std::fabs(TRY(to_double(thread, args[0])));
    if (!std::isfinite(x)) return Value::number(x);
    double above = std::nextafter(x, HUGE_VAL);
    if (std::isinf(above)) return Value::number(x - std::nextafter(x, 0.0));
    return Value::number(above - x);
}

Ref<Value> math_isclose(Thread& thread, Args args) {
    double a = TRY(to_double(thread, args[0]));
    double b = TRY(to_double(thread, args[1]));
    double relative = TRY(to_double(thread, args[2]));
    double absolute = TRY(to_double(thread, args[3]));
    if (relative < 0 || absolute < 0) return raise_value_error(thread, "tolerances must be non-negative");
    if (a == b) return Value::boolean(true);
    if (std::isinf(a) || std::isinf(b)) return Value::boolean(false);
    double difference = std::fabs(b - a);
    return Value::boolean(difference <= std::fabs(relative * b) || difference <= std::fabs(relative * a) ||
                          difference <= absolute);
}

constexpr MethodDef kMathFunctions[] = {
    {"acos(x, /)", unary<MOULT_CMATH(acos)>, "The arc cosine of x, in radians, between 0 and pi."},
    {"acosh(x, /)", unary<MOULT_CMATH(acosh)>, "The inverse hyperbolic cosine of x."},
    {"asin(x, /)", unary<MOULT_CMATH(asin)>, "The arc sine of x, in radians, between -pi/2 and pi/2."},
    {"asinh(x, /)", unary<MOULT_CMATH(asinh)>, "The inverse hyperbolic sine of x."},
    {"atan(x, /)", unary<MOULT_CMATH(atan)>, "The arc tangent of x, in radians, between -pi/2 and pi/2."},
    {"atan2(y, x, /)", binary<MOULT_CMATH2(atan2)>, "The angle of the point (x, y), in radians."},
    {"atanh(x, /)", unary<MOULT_CMATH(atanh)>, "The inverse hyperbolic tangent of x."},
    {"cbrt(x, /)", unary<MOULT_CMATH(cbrt)>, "The cube root of x."},
    {"ceil(x, /)", math_ceil, "The smallest int that is not less than x."},
    {"comb(n, k, /)", math_comb, "In how many ways k of n things can be chosen, regardless of order."},
    {"copysign(x, y, /)", binary<MOULT_CMATH2(copysign)>, "The magnitude of x with the sign of y."},
    {"cos(x, /)", unary<MOULT_CMATH(cos)>, "The cosine of x radians."},
    {"cosh(x, /)", unary<MOULT_CMATH(cosh), Infinity::kRange>, "The hyperbolic cosine of x."},
    {"degrees(x, /)", scaled<180.0 / std::numbers::pi>, "x radians in degrees."},
    {"dist(p, q, /)", math_dist,
     "The Euclidean distance between two points, given as sequences of coordinates."},
    {"erf(x, /)", unary<MOULT_CMATH(erf)>, "The error function at x."},
    {"erfc(x, /)", unary<MOULT_CMATH(erfc)>, "The complementary error function at x."},
    {"exp(x, /)", unary<MOULT_CMATH(exp), Infinity::kRange>, "e to the power of x."},
    {"exp2(x, /)", unary<MOULT_CMATH(exp2), Infinity::kRange>, "2 to the power of x."},
    {"expm1(x, /)", unary<MOULT_CMATH(expm1), Infinity::kRange>,
     "exp(x) - 1, without the loss of precision for small x."},
    {"fabs(x, /)", unary<MOULT_CMATH(fabs)>, "The absolute value of x, as a float."},
    {"factorial(n, /)", math_factorial, "The product of 1, 2, ..., n."},
    {"floor(x, /)", math_floor, "The largest int that is not greater than x."},
    {"fmod(x, y, /)", binary<MOULT_CMATH2(fmod)>, "The remainder of x / y as C has it: with the sign of x."},
    {"frexp(x, /)", math_frexp, "(m, e) with x == m * 2**e and m between 0.5 and 1, or both 0."},
    {"fsum(seq, /)", math_fsum, "The sum of the numbers, rounded only once."},
    {"gamma(x, /)", math_gamma, "The gamma function at x."},
    {"gcd(*integers)", math_gcd, "The greatest common divisor."},
    {"hypot(*coordinates)", math_hypot, "The Euclidean length of the vector of the coordinates."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose,
     "Whether two numbers are within rel_tol of the larger one, or abs_tol, of each other."},
    {"isfinite(x, /)", predicate<MOULT_CMATH(isfinite)>, "Whether x is neither infinite nor a NaN."},
    {"isinf(x, /)", predicate<MOULT_CMATH(isinf)>, "Whether x is positive or negative infinity."},
    {"isnan(x, /)", predicate<MOULT_CMATH(isnan)>, "Whether x is a NaN."},
    {"isqrt(n, /)", math_isqrt, "The square root of an int, rounded down."},
    {"lcm(*integers)", math_lcm, "The least common multiple."},
    {"ldexp(x, i, /)", math_ldexp, "x * 2**i."},
    {"lgamma(x, /)", math_lgamma, "The natural logarithm of the absolute value of the gamma function at x."},
    {"@hidden @keywords:log log(*arguments)", math_log,
     "The logarithm of x to a base; without one, the natural logarithm."},
    {"log10(x, /)", math_log10, "The logarithm of x to base 10."},
    {"log1p(x, /)", unary<MOULT_CMATH(log1p)>, "log(1 + x), without the loss of precision for small x."},
    {"log2(x, /)", math_log2, "The logarithm of x to base 2."},
    {"modf(x, /)", math_modf, "The fractional and the whole part of x, both with its sign."},
    {"nextafter(x, y, /)", binary<MOULT_CMATH2(nextafter)>, "The next float after x in the direction of y."},
    {"perm(n, k=None, /)", math_perm,
     "In how many ways k of n things can be chosen, in order; n! if k is None."},
    {"pow(x, y, /)", math_pow, "x to the power of y, as floats."},
    {"prod(iterable, /, *, start=1)", math_prod, "The product of start and all items."},
    {"radians(x, /)", scaled<std::numbers::pi / 180.0>, "x degrees in radians."},
    {"remainder(x, y, /)", math_remainder,
     "x - n*y where n is the int nearest to x / y, ties to even (IEEE 754)."},
    {"sin(x, /)", unary<MOULT_CMATH(sin)>, "The sine of x radians."},
    {"sinh(x, /)", unary<MOULT_CMATH(sinh), Infinity::kRange>, "The hyperbolic sine of x."},
    {"sqrt(x, /)", unary<MOULT_CMATH(sqrt)>, "The square root of x."},
    {"tan(x, /)", unary<MOULT_CMATH(tan)>, "The tangent of x radians."},
    {"tanh(x, /)", unary<MOULT_CMATH(tanh)>, "The hyperbolic tangent of x."},
    {"trunc(x, /)", math_trunc, "x without its fraction, by its __trunc__ method."},
    {"ulp(x, /)", math_ulp, "The value of the least significant bit of x."},
};

Status init_math(Thread& thread, Module* module) {
    struct Constant {
        const char* name;
        double value;
    };
    const Constant constants[] = {{"pi", std::numbers::pi},
                                  {"e", std::numbers::e},
                                  {"tau", 2 * std::numbers::pi},
                                  {"inf", HUGE_VAL},
                                  {"nan", std::nan("")}};
    for (const Constant& c : constants) {
        Ref<Str> name = TRY(intern(thread, c.name));
        TRY(dict_set_str(thread, module->dict.get(), name.get(), Value::number(c.value)));
    }
    return {};
}

}  // namespace

constexpr ModuleSpec kMathModule = {"math", "The mathematical functions of the C standard, and some on ints.",
                                    kMathFunctions, init_math};
MOULT_MODULE(kMathModule);

}  // namespace moult
