// Exact ints against the rest: comparison, hash, machine integers and doubles.
#include <cmath>

#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"

namespace moult {

int int_sign(Value exact) {
    int64_t i = exact.is_small_int() ? exact.as_small_int() : exact.as<BigInt>()->size;
    return (i > 0) - (i < 0);
}

int int_compare(Value a, Value b) {
    if (a.is_small_int() && b.is_small_int())
        return (a.as_small_int() > b.as_small_int()) - (a.as_small_int() < b.as_small_int());
    IntView va(a), vb(b);
    int64_t sa = va.negative ? -va.count : va.count, sb = vb.negative ? -vb.count : vb.count;
    if (sa != sb) return sa < sb ? -1 : 1;
    int magnitude = mpn_cmp(va.limbs, vb.limbs, va.count);
    return va.negative ? -magnitude : magnitude;
}

// Equal to CPython's: the value modulo the Mersenne prime 2^61 - 1, with the sign; -1 stands for errors
// there, so that -2 takes its place.
int64_t int_hash(Value exact) {
    constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;
    if (exact.is_small_int()) {
        int64_t i = exact.as_small_int();
        return i == -1 ? -2 : i;
    }
    IntView view(exact);
    uint64_t hash = 0;
    for (mp_size_t i = view.count; i-- > 0;) {
        hash = ((hash << 3) & kPrime) | (hash >> 58);  // times 2^64, which is 8 modulo the prime
        hash += (view.limbs[i] & kPrime) + (view.limbs[i] >> 61);
        hash = (hash & kPrime) + (hash >> 61);
        if (hash >= kPrime) hash -= kPrime;
    }
    auto result = static_cast<int64_t>(hash);
    if (view.negative) result = -result;
    return result == -1 ? -2 : result;
}

int int_compare_double(Value exact, double d) {
    if (std::isnan(d)) return 2;
    if (exact.is_small_int()) {
        auto i = static_cast<double>(exact.as_small_int());
        return (i > d) - (i < d);
    }
    if (std::isinf(d)) return d > 0 ? -1 : 1;
    int order = mpz_cmp_d(IntView(exact).mpz(), d);
    return (order > 0) - (order < 0);
}

bool int_to_uint64(Value exact, uint64_t* out) {
    IntView view(exact);
    if (view.negative || view.count > 1) return false;
    *out = view.count ? view.limbs[0] : 0;
    return true;
}

bool int_to_int64(Value exact, int64_t* out) {
    if (exact.is_small_int()) return *out = exact.as_small_int(), true;
    IntView view(exact);
    if (view.count > 1 || view.limbs[0] > static_cast<uint64_t>(INT64_MAX) + view.negative) return false;
    *out = static_cast<int64_t>(view.negative ? -view.limbs[0] : view.limbs[0]);
    return true;
}

double int_to_fraction(Value exact, int64_t* exponent) {
    IntView view(exact);
    *exponent = 0;
    if (view.count == 0) return 0;
    // The upper 64 bits, the last of them set when anything below is: the conversion then rounds correctly,
    // because a double keeps only 53.
    auto zeros = static_cast<unsigned>(__builtin_clzll(view.top()));
    uint64_t bits = view.top() << zeros;
    if (view.count > 1) {
        uint64_t next = view.limbs[view.count - 2];
        if (zeros) bits |= next >> (64 - zeros);
        bool rest = (next << zeros) != 0;
        for (mp_size_t i = view.count - 2; i-- > 0 && !rest;) rest = view.limbs[i] != 0;
        bits |= rest;
    }
    int carry;  // rounding may have reached the next power of two
    double fraction = std::frexp(static_cast<double>(bits), &carry);
    *exponent = view.count * 64 - zeros + (carry - 64);
    return view.negative ? -fraction : fraction;
}

Result<double> int_to_double(Thread& thread, Value exact) {
    if (exact.is_small_int()) return static_cast<double>(exact.as_small_int());
    int64_t exponent;
    double fraction = int_to_fraction(exact, &exponent);
    if (exponent > 1024) return raise_overflow_error(thread, "int too large to convert to float");
    return std::ldexp(fraction, static_cast<int>(exponent));
}

Ref<Value> int_from_double(Thread& thread, double d) {
    if (d >= static_cast<double>(Value::kIntMin) && d <= static_cast<double>(Value::kIntMax))
        return Value::small_int(static_cast<int64_t>(d));
    if (std::isnan(d)) return raise_value_error(thread, "cannot convert float NaN to integer");
    if (std::isinf(d)) return raise_overflow_error(thread, "cannot convert float infinity to integer");
    Mpz z;
    mpz_set_d(z, d);
    return make_int(thread, z);
}

}  // namespace moult
