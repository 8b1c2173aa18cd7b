// Arithmetic of exact ints: sums, products, quotients, powers. Small operands take 64- or 128-bit machine
// arithmetic, the rest GMP's limb functions.
#include <algorithm>
#include <cmath>

#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"

namespace moult {

Ref<Value> make_big_int(Thread& thread, uint64_t magnitude, bool negative) {
    Ref<BigInt> big = TRY(allocate_big(thread, 1));
    big->limbs()[0] = magnitude;
    return finish_big(thread, std::move(big), 1, negative);
}

Ref<Value> make_int128(Thread& thread, __int128 i) {
    if (i >= Value::kIntMin && i <= Value::kIntMax) return Value::small_int(static_cast<int64_t>(i));
    auto magnitude = i < 0 ? -static_cast<unsigned __int128>(i) : static_cast<unsigned __int128>(i);
    Ref<BigInt> big = TRY(allocate_big(thread, magnitude >> 64 ? 2 : 1));
    big->limbs()[0] = static_cast<uint64_t>(magnitude);
    if (magnitude >> 64) big->limbs()[1] = static_cast<uint64_t>(magnitude >> 64);
    return finish_big(thread, std::move(big), magnitude >> 64 ? 2 : 1, i < 0);
}

Ref<Value> make_int(Thread& thread, mpz_srcptr z) {
    auto count = static_cast<mp_size_t>(mpz_size(z));
    Ref<BigInt> big = TRY(allocate_big(thread, count));
    mpn_copyi(big->limbs(), mpz_limbs_read(z), count);
    return finish_big(thread, std::move(big), count, mpz_sgn(z) < 0);
}

Ref<Value> finish_big(Thread& thread, Ref<BigInt> big, mp_size_t count, bool negative) {
    mp_size_t allocated = count;
    while (count > 0 && big->limbs()[count - 1] == 0) --count;
    if (count == 0) return Value::small_int(0);
    if (count == 1) {
        uint64_t magnitude = big->limbs()[0];
        if (magnitude <= static_cast<uint64_t>(Value::kIntMax) + negative) {
            auto i = static_cast<int64_t>(magnitude);
            return Value::small_int(negative ? -i : i);
        }
    }
    if (allocated - count > 8) {
        BigInt* old = big.release();
        void* smaller =
            thread.heap.reallocate(old, sizeof(BigInt) + static_cast<size_t>(count) * sizeof(mp_limb_t));
        big = Ref<BigInt>::take(smaller ? static_cast<BigInt*>(smaller) : old);
    }
    big->size = negative ? -count : count;
    return big;
}

namespace {

// a + b, or a - b.
Ref<Value> add_signed(Thread& thread, const IntView& a, const IntView& b, bool negate_b) {
    bool b_negative = b.negative != negate_b;
    const IntView& longer = a.count >= b.count ? a : b;
    const IntView& shorter = a.count >= b.count ? b : a;
    if (a.negative == b_negative) {
        Ref<BigInt> sum = TRY(allocate_big(thread, longer.count + 1));
        sum->limbs()[longer.count] =
            mpn_add(sum->limbs(), longer.limbs, longer.count, shorter.limbs, shorter.count);
        return finish_big(thread, std::move(sum), longer.count + 1, a.negative);
    }
    bool a_larger = a.count != b.count ? a.count > b.count : mpn_cmp(a.limbs, b.limbs, a.count) >= 0;
    const IntView& larger = a_larger ? a : b;
    const IntView& smaller = a_larger ? b : a;
    Ref<BigInt> difference = TRY(allocate_big(thread, larger.count));
    mpn_sub(difference->limbs(), larger.limbs, larger.count, smaller.limbs, smaller.count);
    return finish_big(thread, std::move(difference), larger.count, a_larger ? a.negative : b_negative);
}

int64_t floor_divide_small(int64_t a, int64_t b) {
    int64_t quotient = a / b;
    return quotient - ((a % b != 0) & ((a < 0) != (b < 0)));
}
int64_t remainder_small(int64_t a, int64_t b) {
    int64_t remainder = a % b;
    return remainder && (remainder < 0) != (b < 0) ? remainder + b : remainder;
}

bool both_small(Value a, Value b) {
    return a.is_small_int() && b.is_small_int();
}

}  // namespace

Ref<Value> int_add(Thread& thread, Value a, Value b) {
    if (both_small(a, b)) return make_int(thread, a.as_small_int() + b.as_small_int());
    return add_signed(thread, IntView(a), IntView(b), false);
}

Ref<Value> int_subtract(Thread& thread, Value a, Value b) {
    if (both_small(a, b)) return make_int(thread, a.as_small_int() - b.as_small_int());
    return add_signed(thread, IntView(a), IntView(b), true);
}

Ref<Value> int_multiply(Thread& thread, Value a, Value b) {
    if (both_small(a, b)) {
        int64_t product;
        if (!__builtin_mul_overflow(a.as_small_int(), b.as_small_int(), &product)) [[likely]]
            return make_int(thread, product);
        return make_int128(thread, static_cast<__int128>(a.as_small_int()) * b.as_small_int());
    }
    IntView va(a), vb(b);
    if (va.count == 0 || vb.count == 0) return Value::small_int(0);
    const IntView& longer = va.count >= vb.count ? va : vb;
    const IntView& shorter = va.count >= vb.count ? vb : va;
    mp_size_t count = va.count + vb.count;
    Ref<BigInt> product = TRY(allocate_big(thread, count));
    if (a == b)
        mpn_sqr(product->limbs(), longer.limbs, longer.count);
    else
        mpn_mul(product->limbs(), longer.limbs, longer.count, shorter.limbs, shorter.count);
    return finish_big(thread, std::move(product), count, va.negative != vb.negative);
}

Status int_divmod(Thread& thread, Value a, Value b, Ref<Value>* quotient, Ref<Value>* remainder) {
    IntView va(a), vb(b);
    if (vb.count == 0)
        return raise_zero_division(
            thread, quotient ? "integer division or modulo by zero" : "integer modulo by zero");
    if (both_small(a, b)) {
        if (quotient)
            *quotient = TRY(make_int(thread, floor_divide_small(a.as_small_int(), b.as_small_int())));
        if (remainder) *remainder = Value::small_int(remainder_small(a.as_small_int(), b.as_small_int()));
        return {};
    }
    Ref<Value> q, r;
    if (va.count < vb.count) {
        q = Value::small_int(0);
        r = share(a);
    } else {
        Ref<BigInt> big_q = TRY(allocate_big(thread, va.count - vb.count + 1));
        Ref<BigInt> big_r = TRY(allocate_big(thread, vb.count));
        mpn_tdiv_qr(big_q->limbs(), big_r->limbs(), 0, va.limbs, va.count, vb.limbs, vb.count);
        q = TRY(finish_big(thread, std::move(big_q), va.count - vb.count + 1, va.negative != vb.negative));
        r = TRY(finish_big(thread, std::move(big_r), vb.count, va.negative));
    }
    if (va.negative != vb.negative && r.get() != Value::small_int(0)) {  // from truncation to the floor
        if (quotient) q = TRY(int_subtract(thread, q, Value::small_int(1)));
        r = TRY(int_add(thread, r, b));
    }
    if (quotient) *quotient = std::move(q);
    if (remainder) *remainder = std::move(r);
    return {};
}

Ref<Value> int_floor_divide(Thread& thread, Value a, Value b) {
    if (both_small(a, b) && b.as_small_int() != 0)
        return make_int(thread, floor_divide_small(a.as_small_int(), b.as_small_int()));
    Ref<Value> quotient;
    TRY(int_divmod(thread, a, b, &quotient, nullptr));
    return quotient;
}

Ref<Value> int_remainder(Thread& thread, Value a, Value b) {
    if (both_small(a, b) && b.as_small_int() != 0)
        return Value::small_int(remainder_small(a.as_small_int(), b.as_small_int()));
    Ref<Value> remainder;
    TRY(int_divmod(thread, a, b, nullptr, &remainder));
    return remainder;
}

Ref<Value> int_negative(Thread& thread, Value a) {
    if (a.is_small_int()) return make_int(thread, -a.as_small_int());
    IntView view(a);
    Ref<BigInt> result = TRY(allocate_big(thread, view.count));
    mpn_copyi(result->limbs(), view.limbs, view.count);
    return finish_big(thread, std::move(result), view.count, !view.negative);
}

Ref<Value> int_absolute(Thread& thread, Value a) {
    return int_sign(a) < 0 ? int_negative(thread, a) : share(a);
}

Ref<Value> int_gcd(Thread& thread, Value a, Value b) {
    if (both_small(a, b)) {
        auto x = static_cast<uint64_t>(std::abs(a.as_small_int()));
        auto y = static_cast<uint64_t>(std::abs(b.as_small_int()));
        while (y) x = std::exchange(y, x % y);
        return make_int(thread, x);
    }
    IntView va(a), vb(b);
    Mpz gcd;
    mpz_gcd(gcd, va.mpz(), vb.mpz());
    return make_int(thread, gcd);
}

// The quotient is computed to 55 bits at least, plus the knowledge whether anything was left, and then
// rounded once, half to even. Results below the normal range keep fewer bits, so that they too are rounded
// once.
Ref<Value> int_true_divide(Thread& thread, Value a, Value b) {
    constexpr int64_t kExact = int64_t{1} << 53;
    if (int_sign(b) == 0) return raise_zero_division(thread, "division by zero");
    if (both_small(a, b)) {
        static_assert(Value::kIntMax < kExact);  // both are doubles without rounding
        return Value::number(static_cast<double>(a.as_small_int()) / static_cast<double>(b.as_small_int()));
    }
    IntView va(a), vb(b);
    if (va.count == 0) return Value::number(vb.negative ? -0.0 : 0.0);
    bool negative = va.negative != vb.negative;
    auto length = static_cast<int64_t>(int_bit_length(a)) - static_cast<int64_t>(int_bit_length(b));
    if (length > 1024) return raise_overflow_error(thread, "integer division result too large for a float");
    if (length < -1075) return Value::number(negative ? -0.0 : 0.0);
    int64_t shift = std::max<int64_t>(length, -1021) - 55;
    Mpz numerator, denominator, quotient, remainder;
    mpz_set(numerator, va.mpz());
    mpz_abs(numerator, numerator);
    mpz_set(denominator, vb.mpz());
    mpz_abs(denominator, denominator);
    if (shift < 0)
        mpz_mul_2exp(numerator, numerator, static_cast<mp_bitcnt_t>(-shift));
    else
        mpz_mul_2exp(denominator, denominator, static_cast<mp_bitcnt_t>(shift));
    mpz_tdiv_qr(quotient, remainder, numerator, denominator);
    uint64_t bits = mpz_get_ui(quotient);  // 57 at most
    int64_t bit_count = bits ? 64 - __builtin_clzll(bits) : 0;
    int64_t extra = std::max(bit_count, -1021 - shift) - 53;
    uint64_t dropped = bits & ((uint64_t{1} << extra) - 1), half = uint64_t{1} << (extra - 1);
    bits >>= extra;
    if (dropped > half || (dropped == half && (mpz_sgn(static_cast<mpz_ptr>(remainder)) != 0 || (bits & 1))))
        ++bits;
    double result = std::ldexp(static_cast<double>(bits), static_cast<int>(shift + extra));
    if (std::isinf(result))
        return raise_overflow_error(thread, "integer division result too large for a float");
    return Value::number(negative ? -result : result);
}

namespace {

Ref<Value> power_modulo(Thread& thread, Value base, Value exponent, Value modulus) {
    if (int_sign(modulus) == 0) return raise_value_error(thread, "pow() 3rd argument cannot be 0");
    IntView b(base), e(exponent), m(modulus);
    if (m.count == 1 && m.limbs[0] == 1) return Value::small_int(0);
    Mpz result;
    if (e.negative) {
        if (!mpz_invert(result, b.mpz(), m.mpz()))
            return raise_value_error(thread, "base is not invertible for the given modulus");
        Mpz positive;
        mpz_neg(positive, e.mpz());
        mpz_powm(result, result, positive, m.mpz());
    } else {
        mpz_powm(result, b.mpz(), e.mpz(), m.mpz());
    }
    if (m.negative && mpz_sgn(static_cast<mpz_ptr>(result)) != 0) mpz_add(result, result, m.mpz());
    return make_int(thread, result);
}

}  // namespace

Ref<Value> int_power(Thread& thread, Value base, Value exponent, Value modulus) {
    if (!modulus.is_empty()) return power_modulo(thread, base, exponent, modulus);
    if (int_sign(exponent) < 0) {
        double x = TRY(int_to_double(thread, base));
        double y = TRY(int_to_double(thread, exponent));
        return float_power(thread, x, y);
    }
    if (base.is_small_int()) {
        int64_t b = base.as_small_int();
        if (b == 0 || b == 1) return Value::small_int(int_sign(exponent) == 0 ? 1 : b);
        if (b == -1) return Value::small_int(IntView(exponent).limbs[0] & 1 && int_sign(exponent) ? -1 : 1);
    }
    if (!exponent.is_small_int()) return raise_out_of_memory(thread);
    auto e = static_cast<uint64_t>(exponent.as_small_int());
    if (base.is_small_int()) {  // as far as 64 bits go
        int64_t result = 1, square = base.as_small_int();
        uint64_t left = e;
        bool fits = true;
        while (left) {
            if (left & 1) fits &= !__builtin_mul_overflow(result, square, &result);
            left >>= 1;
            if (left) fits &= !__builtin_mul_overflow(square, square, &square);
            if (!fits) break;
        }
        if (fits) return make_int(thread, result);
    }
    IntView view(base);
    size_t bits = int_bit_length(base);
    if (static_cast<double>(bits - 1) * static_cast<double>(e) > static_cast<double>(kMaxLimbs) * 64)
        return raise_out_of_memory(thread);
    if (!view.negative && view.count == 1 && (view.limbs[0] & (view.limbs[0] - 1)) == 0)
        return int_lshift(thread, Value::small_int(1),
                          Value::small_int(static_cast<int64_t>((bits - 1) * e)));
    Mpz result;
    mpz_pow_ui(result, view.mpz(), e);
    return make_int(thread, result);
}

}  // namespace moult
