// The gamma function and the logarithm of its absolute value, by Lanczos' approximation (Lanczos, "A
// Precision Approximation of the Gamma Function", 1964) with the coefficients of Boost's lanczos13m53 and in
// CPython's order of operations: results are the same to the last digit.
#include <array>
#include <cmath>
#include <numbers>

#include "modules/numbers/math_functions.h"
#include "runtime/numbers/float.h"
#include "runtime/state/errors.h"

namespace moult {

namespace {

constexpr double kG = 6.024680040776729583740234375;
constexpr double kGMinusHalf = 5.524680040776729583740234375;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kTiny = 1e-20;  // below, the function is that of its pole

// Of the rational function, by rising powers.
constexpr std::array kNumerator = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
constexpr std::array kDenominator = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                     45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                     1925.0,     66.0,       1.0};
static_assert(kNumerator.size() == kDenominator.size());

double lanczos_sum(double x) {
    double numerator = 0, denominator = 0;
    if (x < 5) {
        for (size_t i = kNumerator.size(); i-- > 0;) {
            numerator = numerator * x + kNumerator[i];
            denominator = denominator * x + kDenominator[i];
        }
    } else {  // the same, both divided by the highest power
        for (size_t i = 0; i < kNumerator.size(); ++i) {
            numerator = numerator / x + kNumerator[i];
            denominator = denominator / x + kDenominator[i];
        }
    }
    return numerator / denominator;
}

// sin(pi * x), exact where it is 0, and accurate next to that.
double sin_pi(double x) {
    constexpr double kPi = std::numbers::pi;
    double y = std::fmod(std::fabs(x), 2.0), result = 0;
    switch (static_cast<int>(std::round(2.0 * y))) {
        case 0: result = std::sin(kPi * y); break;
        case 1: result = std::cos(kPi * (y - 0.5)); break;
        case 2: result = std::sin(kPi * (1.0 - y)); break;  // not y - 1: the sign of a zero
        case 3: result = -std::cos(kPi * (y - 1.5)); break;
        default: result = std::sin(kPi * (y - 2.0)); break;
    }
    return std::copysign(1.0, x) * result;
}

// For finite x that is no pole.
double gamma(double x) {
    constexpr int kExactFactorials = 23;  // 22! is the last one that is a double
    if (x == std::floor(x) && x <= kExactFactorials) {
        double product = 1;
        for (int i = 2; i < static_cast<int>(x); ++i) product *= i;
        return product;
    }
    const double absolute = std::fabs(x);
    if (absolute < kTiny) return 1.0 / x;
    if (absolute > 200.0) return x < 0 ? 0.0 / sin_pi(x) : HUGE_VAL;
    const double y = absolute + kGMinusHalf;
    // What y lost by rounding, to correct the power of y by.
    double z = absolute > kGMinusHalf ? (y - absolute) - kGMinusHalf : (y - kGMinusHalf) - absolute;
    z = z * kG / y;
    const bool large = absolute >= 140.0;  // the power alone could overflow: it is taken in two halves
    const double power = std::pow(y, large ? absolute / 2.0 - 0.25 : absolute - 0.5);
    if (x < 0) {
        double result = -std::numbers::pi / sin_pi(absolute) / absolute * std::exp(y) / lanczos_sum(absolute);
        result -= z * result;
        result /= power;
        return large ? result / power : result;
    }
    double result = lanczos_sum(absolute) / std::exp(y);
    result += z * result;
    result *= power;
    return large ? result * power : result;
}

double log_gamma(double x) {
    if (x == 1 || x == 2) return 0;
    const double absolute = std::fabs(x);
    if (absolute < kTiny) return -std::log(absolute);
    double result = std::log(lanczos_sum(absolute)) - kG;
    result += (absolute - 0.5) * (std::log(absolute + kG - 0.5) - 1);
    if (x < 0) result = kLogPi - std::log(std::fabs(sin_pi(absolute))) - std::log(absolute) - result;
    return result;
}

bool is_pole(double x) {
    return x <= 0 && std::floor(x) == x;
}

Ref<Value> checked(Thread& thread, double x, double (*function)(double)) {
    if (is_pole(x)) return raise_value_error(thread, "math domain error");
    double result = function(x);
    if (std::isinf(result)) return raise_overflow_error(thread, "math range error");
    return Value::number(result);
}

}  // namespace

Ref<Value> math_gamma(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    if (std::isnan(x) || x == HUGE_VAL) return Value::number(x);
    if (x == -HUGE_VAL) return raise_value_error(thread, "math domain error");
    return checked(thread, x, gamma);
}

Ref<Value> math_lgamma(Thread& thread, Args args) {
    double x = TRY(to_double(thread, args[0]));
    if (!std::isfinite(x)) return Value::number(std::fabs(x));
    return checked(thread, x, log_gamma);
}

}  // namespace moult
