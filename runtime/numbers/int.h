// Integers: immediate when they fit 49 bits, otherwise BigInt over GMP limbs. One value has one form: a
// BigInt never holds what fits a small int, so that identity of small integers is equality.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Str;

struct BigInt : Object {
    static constexpr bool kIsCollected = false;
    static constexpr Kind kKind = Kind::kInt;
    int64_t size;  // number of limbs, negative for negative numbers, as in mpz_t
    // The limbs (uint64_t), least significant first, follow.
    uint64_t* limbs() { return reinterpret_cast<uint64_t*>(this + 1); }
    const uint64_t* limbs() const { return reinterpret_cast<const uint64_t*>(this + 1); }
};

// The exact int in a value: a small int, a BigInt, True and False as 1 and 0, or a subclass's payload; empty
// when the value is no int. Borrowed.
inline Value as_int(Value v) {
    if (v.is_small_int()) return v;
    if (v.is_bool()) return Value::small_int(v.as_bool());
    if (!v.is_object()) return Value::empty();
    const Shape* shape = v.as_object()->shape;
    if (shape->base_kind != Kind::kInt) return Value::empty();
    return shape->kind == Kind::kInt ? v : v.as<PayloadObject>()->payload;
}
inline bool is_int(Value v) {
    return !as_int(v).is_empty();
}

extern const TypeSpec kIntType;

Ref<Value> make_big_int(Thread&, uint64_t magnitude, bool negative);
template <std::integral T>
Ref<Value> make_int(Thread& thread, T i) {
    if constexpr (std::is_signed_v<T>) {
        if (Value::fits_small_int(i)) [[likely]]
            return Value::small_int(i);
        return make_big_int(thread, i < 0 ? -static_cast<uint64_t>(i) : static_cast<uint64_t>(i), i < 0);
    } else {
        if (i <= static_cast<uint64_t>(Value::kIntMax)) [[likely]]
            return Value::small_int(static_cast<int64_t>(i));
        return make_big_int(thread, i, false);
    }
}
Ref<Value> int_from_double(Thread&, double);  // truncates; OverflowError, ValueError for inf, nan
// Digits in base 2..36 (0: by prefix), as int(text, base) reads them; ValueError.
Ref<Value> int_from_text(Thread&, std::string_view ascii, int base, Value original_for_message);

// int(value) of anything without a base: __int__, __index__, __trunc__, text; an exact int.
Ref<Value> to_int(Thread&, Value);

// Exact ints (see as_int) in, results owned.
Ref<Value> int_add(Thread&, Value, Value);
Ref<Value> int_subtract(Thread&, Value, Value);
Ref<Value> int_multiply(Thread&, Value, Value);
Ref<Value> int_floor_divide(Thread&, Value, Value);
Ref<Value> int_remainder(Thread&, Value, Value);
Status int_divmod(Thread&, Value, Value, Ref<Value>* quotient, Ref<Value>* remainder);  // floor division
Ref<Value> int_true_divide(Thread&, Value, Value);
Ref<Value> int_power(Thread&, Value, Value, Value modulus);  // modulus empty: none
Ref<Value> int_negative(Thread&, Value);
Ref<Value> int_lshift(Thread&, Value, Value);
Ref<Value> int_rshift(Thread&, Value, Value);
Ref<Value> int_and(Thread&, Value, Value);
Ref<Value> int_or(Thread&, Value, Value);
Ref<Value> int_xor(Thread&, Value, Value);
Ref<Value> int_invert(Thread&, Value);
Ref<Value> int_absolute(Thread&, Value);
Ref<Value> int_gcd(Thread&, Value, Value);
int int_compare(Value, Value);  // < 0, 0, > 0
int int_sign(Value);
int64_t int_hash(Value);
int int_compare_double(Value, double);  // exact; 2 when the double is NaN

// False (and nothing raised) when it does not fit.
bool int_to_int64(Value exact, int64_t* out);
bool int_to_uint64(Value exact, uint64_t* out);
// Nearest double; OverflowError "int too large to convert to float".
Result<double> int_to_double(Thread&, Value exact);
// Like frexp: a fraction between 0.5 and 1, correctly rounded to a double, times 2 ** exponent. Never fails.
double int_to_fraction(Value exact, int64_t* exponent);
std::string int_to_text(Value exact, int base);  // no prefix, no limit
// The decimal digits; ValueError when there are more than the interpreter allows (4300), see
// https://docs.python.org/3.11/library/stdtypes.html#integer-string-conversion-length-limitation.
Ref<Str> int_to_decimal(Thread&, Value exact);
Status check_decimal_digits(Thread&, Value exact);  // the limit alone, for other ways to write decimals
size_t int_bit_length(Value exact);

void init_int(Interpreter&);  // int and bool

}  // namespace moult
