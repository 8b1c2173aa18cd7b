// Bits of exact ints: shifts and bitwise operations (two's complement of unlimited length), lengths.
#include <algorithm>

#include "runtime/numbers/big_int.h"

namespace moult {

Ref<Value> int_lshift(Thread& thread, Value a, Value b) {
    int b_sign = int_sign(b), a_sign = int_sign(a);
    if (b_sign < 0) return raise_value_error(thread, "negative shift count");
    if (a_sign == 0 || b_sign == 0) return share(a);
    if (!b.is_small_int()) return raise_overflow_error(thread, "too many digits in integer");
    int64_t shift = b.as_small_int();
    if (a.is_small_int() && shift < 64) {
        int64_t i = a.as_small_int(), shifted = static_cast<int64_t>(static_cast<uint64_t>(i) << shift);
        if (shifted >> shift == i) return make_int(thread, shifted);
    }
    IntView view(a);
    mp_size_t whole = shift / 64;
    auto bits = static_cast<unsigned>(shift % 64);
    mp_size_t count = whole + view.count + 1;
    Ref<BigInt> result = TRY(allocate_big(thread, count));
    mp_limb_t* limbs = result->limbs();
    mpn_zero(limbs, whole);
    if (bits) {
        limbs[count - 1] = mpn_lshift(limbs + whole, view.limbs, view.count, bits);
    } else {
        mpn_copyi(limbs + whole, view.limbs, view.count);
        limbs[count - 1] = 0;
    }
    return finish_big(thread, std::move(result), count, view.negative);
}

Ref<Value> int_rshift(Thread& thread, Value a, Value b) {
    int b_sign = int_sign(b);
    if (b_sign < 0) return raise_value_error(thread, "negative shift count");
    if (b_sign == 0) return share(a);
    int64_t shift = b.is_small_int() ? b.as_small_int() : Value::kIntMax;
    if (a.is_small_int()) return Value::small_int(a.as_small_int() >> std::min<int64_t>(shift, 63));
    IntView view(a);
    mp_size_t whole = shift / 64;
    if (whole >= view.count) return Value::small_int(view.negative ? -1 : 0);
    if (view.negative) {
        Mpz result;
        mpz_fdiv_q_2exp(result, view.mpz(), static_cast<mp_bitcnt_t>(shift));
        return make_int(thread, result);
    }
    auto bits = static_cast<unsigned>(shift % 64);
    mp_size_t count = view.count - whole;
    Ref<BigInt> result = TRY(allocate_big(thread, count));
    if (bits)
        mpn_rshift(result->limbs(), view.limbs + whole, count, bits);
    else
        mpn_copyi(result->limbs(), view.limbs + whole, count);
    return finish_big(thread, std::move(result), count, false);
}

Ref<Value> int_and(Thread& thread, Value a, Value b) {
    if (a.is_small_int() && b.is_small_int()) return Value::small_int(a.as_small_int() & b.as_small_int());
    IntView va(a), vb(b);
    if (!va.negative && !vb.negative) {
        mp_size_t count = std::min(va.count, vb.count);
        if (count == 0) return Value::small_int(0);
        if (count == 1) return make_int(thread, va.limbs[0] & vb.limbs[0]);
        Ref<BigInt> result = TRY(allocate_big(thread, count));
        mpn_and_n(result->limbs(), va.limbs, vb.limbs, count);
        return finish_big(thread, std::move(result), count, false);
    }
    Mpz result;
    mpz_and(result, va.mpz(), vb.mpz());
    return make_int(thread, result);
}

namespace {

using LimbOperation = mp_limb_t (*)(mp_limb_t, mp_limb_t);

// or and xor of numbers that are not negative: the longer one's upper limbs stay.
Ref<Value> combine(Thread& thread, const IntView& a, const IntView& b, LimbOperation operation) {
    const IntView& longer = a.count >= b.count ? a : b;
    const IntView& shorter = a.count >= b.count ? b : a;
    Ref<BigInt> result = TRY(allocate_big(thread, longer.count));
    mp_limb_t* limbs = result->limbs();
    for (mp_size_t i = 0; i < shorter.count; ++i) limbs[i] = operation(longer.limbs[i], shorter.limbs[i]);
    mpn_copyi(limbs + shorter.count, longer.limbs + shorter.count, longer.count - shorter.count);
    return finish_big(thread, std::move(result), longer.count, false);
}

}  // namespace

Ref<Value> int_or(Thread& thread, Value a, Value b) {
    if (a.is_small_int() && b.is_small_int()) return Value::small_int(a.as_small_int() | b.as_small_int());
    IntView va(a), vb(b);
    if (!va.negative && !vb.negative)
        return combine(thread, va, vb, [](mp_limb_t x, mp_limb_t y) { return x | y; });
    Mpz result;
    mpz_ior(result, va.mpz(), vb.mpz());
    return make_int(thread, result);
}

Ref<Value> int_xor(Thread& thread, Value a, Value b) {
    if (a.is_small_int() && b.is_small_int()) return Value::small_int(a.as_small_int() ^ b.as_small_int());
    IntView va(a), vb(b);
    if (!va.negative && !vb.negative)
        return combine(thread, va, vb, [](mp_limb_t x, mp_limb_t y) { return x ^ y; });
    Mpz result;
    mpz_xor(result, va.mpz(), vb.mpz());
    return make_int(thread, result);
}

Ref<Value> int_invert(Thread& thread, Value a) {  // -a - 1
    if (a.is_small_int()) return Value::small_int(~a.as_small_int());
    Mpz result;
    mpz_com(result, IntView(a).mpz());
    return make_int(thread, result);
}

size_t int_bit_length(Value exact) {
    IntView view(exact);
    if (view.count == 0) return 0;
    return static_cast<size_t>(view.count) * 64 - static_cast<size_t>(__builtin_clzll(view.top()));
}

}  // namespace moult
