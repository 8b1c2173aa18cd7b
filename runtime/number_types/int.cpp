// The type int: construction, slots, methods. The arithmetic is in int_arithmetic.cpp, int_bits.cpp,
// int_convert.cpp and int_text.cpp.
#include "runtime/numbers/int.h"

#include <algorithm>
#include <cstring>

#include "runtime/containers/tuple.h"
#include "runtime/number_types/int_bytes.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/number_text.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"
#include "runtime/text/format_spec.h"

namespace moult {

namespace {

// --- construction

// What __int__ or __trunc__ gave, as an exact int.
Ref<Value> checked_int(Thread& thread, Ref<Value> result, const char* method) {
    if (result.is_error()) return result;
    Value exact = as_int(result);
    if (!exact.is_empty()) {
        if (exact != result.get() || exact.is_bool())
            TRY(warn_of_strict_subclass(thread, method, "int", result));
        return share(exact);
    }
    return raise_type_error(thread, "%s returned non-int (type %s)", method, type_name(thread, result));
}

Ref<Value> truncated(Thread& thread, Value value, bool* found) {
    Ref<Value> method = TRY(find_special(thread, value, thread.interp.names().__trunc__));
    *found = !method.is_empty();
    if (!*found) return Ref<Value>::empty();
    TRY(warn(thread, thread.types().deprecation_warning,
             "The delegation of int() to __trunc__ is deprecated."));
    Ref<Value> result = TRY(call(thread, method));
    Value exact = as_int(result);
    if (!exact.is_empty()) return share(exact);
    if (!thread.interp.type_of(result)->slots.index)
        return raise_type_error(thread, "__trunc__ returned non-Integral (type %s)",
                                type_name(thread, result));
    return to_index(thread, result);
}

// What a message shows of the text: a str as it is, other bytes as a bytes object.
Ref<Value> integer_from(Thread& thread, const NumberSource& text, int base) {
    Ref<Value> shown = text.original;
    if (!as_str(shown)) shown = TRY(make_bytes(thread, text.ascii));
    return int_from_text(thread, text.ascii, base, shown);
}

Ref<Value> int_with_base(Thread& thread, Value value, Value base_value) {
    int64_t base = TRY(index_as_int64(thread, base_value, nullptr));
    if (base != 0 && (base < 2 || base > 36))
        return raise_value_error(thread, "int() base must be >= 2 and <= 36, or 0");
    NumberSource text;
    if (!as_str(value) && !as_bytes(value) && !as_instance<ByteArray>(value))
        return raise_type_error(thread, "int() can't convert non-string with explicit base");
    TRY(read_number_source(thread, value, &text));
    return integer_from(thread, text, static_cast<int>(base));
}

Ref<Value> int_new(Thread& thread, Type* type, Args args) {
    Value value = args[0], base = args[1];
    Ref<Value> result;
    if (value.is_empty()) {
        if (!base.is_empty()) return raise_type_error(thread, "int() missing string argument");
        result = Value::small_int(0);
    } else {
        result = TRY(base.is_empty() ? to_int(thread, value) : int_with_base(thread, value, base));
    }
    if (type == thread.types().int_) return result;
    return make_payload_object(thread, type, std::move(result));
}

// --- slots

using IntOperation = Ref<Value> (*)(Thread&, Value, Value);

template <IntOperation operation>
Ref<Value> binary(Thread& thread, Value a, Value b) {
    Value x = as_int(a), y = as_int(b);
    if (x.is_empty() || y.is_empty()) return Value::not_implemented();
    return operation(thread, x, y);
}

using IntUnary = Ref<Value> (*)(Thread&, Value);

template <IntUnary operation>
Ref<Value> unary(Thread& thread, Value a) {
    return operation(thread, as_int(a));
}

Ref<Value> itself(Thread&, Value a) {
    return share(a);
}

Ref<Value> int_divmod_slot(Thread& thread, Value a, Value b) {
    Value x = as_int(a), y = as_int(b);
    if (x.is_empty() || y.is_empty()) return Value::not_implemented();
    Ref<Value> quotient, remainder;
    TRY(int_divmod(thread, x, y, &quotient, &remainder));
    return make_tuple(thread, {quotient.get(), remainder.get()});
}

Ref<Value> int_power_slot(Thread& thread, Value a, Value b, Value modulus) {
    Value x = as_int(a), y = as_int(b), m = modulus.is_none() ? Value::empty() : as_int(modulus);
    if (x.is_empty() || y.is_empty() || (m.is_empty() && !modulus.is_none())) return Value::not_implemented();
    return int_power(thread, x, y, m);
}

Ref<Value> int_compare_slot(Thread&, Value a, Value b, CompareOp op) {
    Value x = as_int(a), y = as_int(b);
    if (x.is_empty() || y.is_empty()) return Value::not_implemented();
    int order = int_compare(x, y);
    switch (op) {
        case CompareOp::kLt: return Value::boolean(order < 0);
        case CompareOp::kLe: return Value::boolean(order <= 0);
        case CompareOp::kEq: return Value::boolean(order == 0);
        case CompareOp::kNe: return Value::boolean(order != 0);
        case CompareOp::kGt: return Value::boolean(order > 0);
        case CompareOp::kGe: return Value::boolean(order >= 0);
    }
    __builtin_unreachable();
}

Ref<Value> int_repr(Thread& thread, Value self) {
    return int_to_decimal(thread, as_int(self));
}

Result<int64_t> int_hash_slot(Thread&, Value self) {
    return int_hash(as_int(self));
}

Result<bool> int_truth(Thread&, Value self) {
    return int_sign(as_int(self)) != 0;
}

Ref<Value> int_float(Thread& thread, Value self) {
    return Value::number(TRY(int_to_double(thread, as_int(self))));
}

// --- methods

Ref<Value> int_exact(Thread&, Args args) {
    return share(as_int(args[0]));
}

Ref<Value> int_bit_length_method(Thread& thread, Args args) {
    return make_int(thread, int_bit_length(as_int(args[0])));
}

Ref<Value> int_bit_count(Thread& thread, Args args) {
    IntView view(as_int(args[0]));
    return make_int(thread, view.count ? mpn_popcount(view.limbs, view.count) : mp_bitcnt_t{0});
}

Ref<Value> int_as_integer_ratio(Thread& thread, Args args) {
    return make_tuple(thread, {as_int(args[0]), Value::small_int(1)});
}

// To a multiple of 10 ** -ndigits, ties to the even multiple.
Ref<Value> int_round(Thread& thread, Args args) {
    Value self = as_int(args[0]);
    if (args[1].is_empty()) return share(self);
    Ref<Value> ndigits = TRY(to_index(thread, args[1]));
    if (int_sign(ndigits) >= 0) return share(self);
    auto digits_at_most = static_cast<int64_t>(int_bit_length(self)) / 3 + 2;
    if (!ndigits.get().is_small_int() || -ndigits.get().as_small_int() > digits_at_most)
        return Value::small_int(0);
    Ref<Value> unit = TRY(int_power(thread, Value::small_int(10),
                                    Value::small_int(-ndigits.get().as_small_int()), Value::empty()));
    Ref<Value> quotient, remainder;
    TRY(int_divmod(thread, self, unit, &quotient, &remainder));
    Ref<Value> twice = TRY(int_lshift(thread, remainder, Value::small_int(1)));
    int order = int_compare(twice, unit);
    Ref<Value> down = TRY(int_subtract(thread, self, remainder));
    bool odd = IntView(quotient).limbs[0] & 1;
    if (order > 0 || (order == 0 && odd)) return int_add(thread, down, unit);
    return down;
}

Ref<Value> int_format_method(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec) return raise_bad_argument(thread, "__format__", "argument", "str", args[1]);
    return format_int(thread, as_int(args[0]), spec, args[0]);
}

Ref<Value> int_getnewargs(Thread& thread, Args args) {
    return make_tuple(thread, {as_int(args[0])});
}

Ref<Value> int_sizeof(Thread& thread, Args args) {
    Value self = as_int(args[0]);
    if (self.is_small_int()) return make_int(thread, sizeof(Value));
    return make_int(thread, sizeof(BigInt) + static_cast<size_t>(IntView(self).count) * sizeof(mp_limb_t));
}

Ref<Value> get_exact(Thread&, Value self) {
    return share(as_int(self));
}
Ref<Value> get_zero(Thread&, Value) {
    return Value::small_int(0);
}
Ref<Value> get_one(Thread&, Value) {
    return Value::small_int(1);
}

constexpr MethodDef kIntMethods[] = {
    {"as_integer_ratio(self, /)", int_as_integer_ratio, "The int and 1: a fraction equal to the int."},
    {"bit_count(self, /)", int_bit_count, "How many ones the absolute value has in binary."},
    {"bit_length(self, /)", int_bit_length_method, "How many bits the absolute value takes in binary."},
    {"conjugate(self, /)", int_exact, "The int itself."},
    {"@class from_bytes(cls, /, bytes, byteorder='big', *, signed=False)", int_from_bytes,
     "The int that the bytes spell; the most significant byte is first in order 'big', last in 'little'."},
    {"to_bytes(self, /, length=1, byteorder='big', *, signed=False)", int_to_bytes,
     "The int in `length` bytes; OverflowError if that is too few, or for negative ints unless signed."},
    {"__ceil__(self, /)", int_exact, "The int itself."},
    {"__floor__(self, /)", int_exact, "The int itself."},
    {"__format__(self, format_spec, /)", int_format_method,
     "The int as text in the form of the specification."},
    {"__getnewargs__(self, /)", int_getnewargs,
     "The arguments with which copying and pickling make the int."},
    {"__round__(self, ndigits=..., /)", int_round,
     "The int rounded to a multiple of 10 ** -ndigits, ties to the even one."},
    {"__sizeof__(self, /)", int_sizeof, "The size in memory, in bytes."},
    {"__trunc__(self, /)", int_exact, "The int itself."},
};

constexpr GetSetDef kIntAttributes[] = {
    {"real", get_exact, nullptr, "the real part of a complex number"},
    {"imag", get_zero, nullptr, "the imaginary part of a complex number"},
    {"numerator", get_exact, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, nullptr, "the denominator of a rational number in lowest terms"},
};

}  // namespace

Ref<Value> to_int(Thread& thread, Value value) {
    Value exact = as_int(value);
    if (!exact.is_empty() && (value == exact || value.is_bool())) return share(exact);
    const TypeSlots& slots = thread.interp.type_of(value)->slots;
    if (slots.to_int) return checked_int(thread, slots.to_int(thread, value), "__int__");
    if (slots.index) return to_index(thread, value);
    if (!is_exact<Str>(value)) {
        bool found;
        Ref<Value> result = TRY(truncated(thread, value, &found));
        if (found) return result;
    }
    NumberSource text;
    if (TRY(read_number_source(thread, value, &text))) return integer_from(thread, text, 10);
    return raise_type_error(thread,
                            "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                            type_name(thread, value));
}

constexpr TypeSpec kIntType = native<BigInt>(
    {.name = "int",
     .kind = Kind::kInt,
     .flags = kBaseType | kPayloadLayout | kMatchSelf,
     .make = {"@hidden int(x=..., /, base=...)", int_new},
     .doc =
         "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
         "The integer that a number, truncated towards zero, or a text stands for; 0 without argument. The "
         "base is\n2 to 36, or 0: as the text's prefix says, as in source text.",
     .slots = {.repr = int_repr,
               .hash = int_hash_slot,
               .compare = int_compare_slot,
               .add = binary<int_add>,
               .subtract = binary<int_subtract>,
               .multiply = binary<int_multiply>,
               .remainder = binary<int_remainder>,
               .divmod = int_divmod_slot,
               .power = int_power_slot,
               .lshift = binary<int_lshift>,
               .rshift = binary<int_rshift>,
               .and_ = binary<int_and>,
               .xor_ = binary<int_xor>,
               .or_ = binary<int_or>,
               .floor_divide = binary<int_floor_divide>,
               .true_divide = binary<int_true_divide>,
               .negative = unary<int_negative>,
               .positive = unary<itself>,
               .absolute = unary<int_absolute>,
               .invert = unary<int_invert>,
               .to_int = unary<itself>,
               .to_float = int_float,
               .index = unary<itself>,
               .truth = int_truth},
     .methods = kIntMethods,
     .attributes = kIntAttributes});

void init_bool(Interpreter&);

void init_int(Interpreter& interp) {
    interp.types().int_ = native_type(interp, kIntType);
    init_bool(interp);
}

}  // namespace moult
