// math on ints: factorial, comb, perm, isqrt, gcd, lcm.
#include <cmath>

#include "modules/numbers/math_functions.h"
#include "runtime/numbers/big_int.h"
#include "runtime/operations/operations.h"

namespace moult {

namespace {

constexpr const char* kMost = "9223372036854775807";

// Refuses results that could not be stored anyway.
bool too_large(double bits) {
    return bits > static_cast<double>(kMaxLimbs) * 64;
}

Ref<Value> factorial(Thread& thread, Value n) {
    if (int_sign(n) < 0) return raise_value_error(thread, "factorial() not defined for negative values");
    int64_t i;
    if (!int_to_int64(n, &i))
        return raise_overflow_error(thread, "factorial() argument should not exceed %s", kMost);
    if (too_large(static_cast<double>(i) * std::log2(static_cast<double>(i) / 3 + 1)))
        return raise_out_of_memory(thread);
    Mpz result;
    mpz_fac_ui(result, static_cast<unsigned long>(i));
    return make_int(thread, result);
}

// n and k of comb and perm, checked.
Status count_arguments(Thread& thread, Args args, Ref<Value>* n, Ref<Value>* k) {
    *n = TRY(to_index(thread, args[0]));
    *k = TRY(to_index(thread, args[1]));
    if (int_sign(*n) < 0) {
        raise_value_error(thread, "n must be a non-negative integer");
        return kError;
    }
    if (int_sign(*k) < 0) {
        raise_value_error(thread, "k must be a non-negative integer");
        return kError;
    }
    return {};
}

// n (n-1) ... (n-k+1), halving the range so that factors stay of similar size. Depth: log2(k).
void falling_product(mpz_ptr result, mpz_srcptr n, uint64_t begin, uint64_t end) {
    if (end - begin <= 16) {
        Mpz factor;
        mpz_set_ui(result, 1);
        for (uint64_t i = begin; i < end; ++i) {
            mpz_sub_ui(factor, n, i);
            mpz_mul(result, result, factor);
        }
        return;
    }
    uint64_t middle = begin + (end - begin) / 2;
    Mpz right;
    falling_product(result, n, begin, middle);
    falling_product(right, n, middle, end);
    mpz_mul(result, result, right);
}

Ref<Value> lcm(Thread& thread, Value a, Value b) {
    if (int_sign(a) == 0 || int_sign(b) == 0) return Value::small_int(0);
    Ref<Value> gcd = TRY(int_gcd(thread, a, b));
    Ref<Value> quotient = TRY(int_floor_divide(thread, a, gcd));
    Ref<Value> product = TRY(int_multiply(thread, quotient, b));
    return int_absolute(thread, product);
}

using IntOperation = Ref<Value> (*)(Thread&, Value, Value);

Ref<Value> fold(Thread& thread, std::span<const Value> values, int64_t neutral, IntOperation operation) {
    Ref<Value> result = Value::small_int(neutral);
    for (size_t i = 0; i < values.size(); ++i) {
        Ref<Value> exact = TRY(to_index(thread, values[i]));
        result = TRY(i == 0 ? int_absolute(thread, exact) : operation(thread, result, exact));
    }
    return result;
}

}  // namespace

Ref<Value> math_factorial(Thread& thread, Args args) {
    Ref<Value> n = TRY(to_index(thread, args[0]));
    return factorial(thread, n);
}

Ref<Value> math_comb(Thread& thread, Args args) {
    Ref<Value> n, k;
    TRY(count_arguments(thread, args, &n, &k));
    Ref<Value> others = TRY(int_subtract(thread, n, k));
    if (int_sign(others) < 0) return Value::small_int(0);
    if (int_compare(others, k) < 0) k = others;
    int64_t chosen;
    if (!int_to_int64(k, &chosen))
        return raise_overflow_error(thread, "min(n - k, k) must not exceed %s", kMost);
    if (too_large(static_cast<double>(int_bit_length(n)) * static_cast<double>(chosen)) &&
        too_large(static_cast<double>(chosen) * 2))
        return raise_out_of_memory(thread);
    IntView view(n);
    Mpz result;
    if (view.count <= 1)
        mpz_bin_uiui(result, view.count ? view.limbs[0] : 0, static_cast<unsigned long>(chosen));
    else
        mpz_bin_ui(result, view.mpz(), static_cast<unsigned long>(chosen));
    return make_int(thread, result);
}

Ref<Value> math_perm(Thread& thread, Args args) {
    if (args[1].is_none()) return math_factorial(thread, args);
    Ref<Value> n, k;
    TRY(count_arguments(thread, args, &n, &k));
    if (int_compare(n, k) < 0) return Value::small_int(0);
    int64_t count;
    if (!int_to_int64(k, &count)) return raise_overflow_error(thread, "k must not exceed %s", kMost);
    if (too_large(static_cast<double>(int_bit_length(n)) * static_cast<double>(count)))
        return raise_out_of_memory(thread);
    IntView view(n);
    Mpz result;
    falling_product(result, view.mpz(), 0, static_cast<uint64_t>(count));
    return make_int(thread, result);
}

Ref<Value> math_isqrt(Thread& thread, Args args) {
    Ref<Value> n = TRY(to_index(thread, args[0]));
    if (int_sign(n) < 0) return raise_value_error(thread, "isqrt() argument must be nonnegative");
    IntView view(n);
    Mpz result;
    mpz_sqrt(result, view.mpz());
    return make_int(thread, result);
}

Ref<Value> math_gcd(Thread& thread, Args args) {
    return fold(thread, args.rest(), 0, int_gcd);
}

Ref<Value> math_lcm(Thread& thread, Args args) {
    return fold(thread, args.rest(), 1, lcm);
}

}  // namespace moult
