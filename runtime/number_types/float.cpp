// The type float: construction, slots, methods. Text forms are in float_text.cpp.
#include "runtime/numbers/float.h"

#include <cmath>

#include "runtime/containers/tuple.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float_text.h"
#include "runtime/numbers/int.h"
#include "runtime/numbers/number_text.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"
#include "runtime/text/format_spec.h"

namespace moult {

namespace {

// --- construction

// float() of what is neither text nor a float; `found` false: no number.
Result<double> number_to_double(Thread& thread, Value value, bool* found) {
    *found = true;
    if (Value exact = as_int(value); !exact.is_empty() && exact == value) return int_to_double(thread, exact);
    const TypeSlots& slots = thread.interp.type_of(value)->slots;
    if (slots.to_float) {
        Ref<Value> result = TRY(slots.to_float(thread, value));
        double d;
        if (as_float(result, &d)) {
            if (!result.get().is_double())
                TRY(warn_of_strict_subclass(thread, std::string(type_name(thread, value)) + ".__float__",
                                            "float", result));
            return d;
        }
        return raise_type_error(thread, "%s.__float__ returned non-float (type %s)", type_name(thread, value),
                                type_name(thread, result));
    }
    if (slots.index) return int_to_double(thread, TRY(to_index(thread, value)));
    *found = false;
    return 0.0;
}

Result<double> float_of(Thread& thread, Value value) {
    if (value.is_double()) return value.as_double();
    NumberSource text;
    if (is_exact<Str>(value)) {  // a subclass may have __float__
        TRY(read_number_source(thread, value, &text));
        return parse_float(thread, value, text.ascii);
    }
    bool found;
    double d = TRY(number_to_double(thread, value, &found));
    if (found) return d;
    if (TRY(read_number_source(thread, value, &text))) return parse_float(thread, value, text.ascii);
    return raise_type_error(thread, "float() argument must be a string or a real number, not '%s'",
                            type_name(thread, value));
}

struct Float : PayloadObject {};  // instances of subclasses: a float itself is immediate

Ref<Value> float_new(Thread& thread, Type* type, Args args) {
    Immediate result = Value::number(TRY(float_of(thread, args[0])));
    if (type == thread.types().float_) return result;
    return make_payload_object(thread, type, result);
}

// --- slots

enum class Operand : uint8_t { kNumber, kOther, kError };

// An operand of float arithmetic: a float, or an int, which may be too large.
inline Operand operand(Thread& thread, Value value, double* out) {
    if (as_float(value, out)) return Operand::kNumber;
    Value exact = as_int(value);
    if (exact.is_empty()) return Operand::kOther;
    if (exact.is_small_int()) return *out = static_cast<double>(exact.as_small_int()), Operand::kNumber;
    Result<double> d = int_to_double(thread, exact);
    *out = d.value();
    return d.ok() ? Operand::kNumber : Operand::kError;
}

// Runs `body(x, y)` on the operands as doubles.
template <class Body>
Ref<Value> with_operands(Thread& thread, Value a, Value b, Body body) {
    double x, y;
    Operand left = operand(thread, a, &x);
    if (left == Operand::kError) return kError;
    if (left == Operand::kOther) return Value::not_implemented();
    Operand right = operand(thread, b, &y);
    if (right == Operand::kError) return kError;
    if (right == Operand::kOther) return Value::not_implemented();
    return body(x, y);
}

Ref<Value> float_add(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [](double x, double y) { return Value::number(x + y); });
}
Ref<Value> float_subtract(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [](double x, double y) { return Value::number(x - y); });
}
Ref<Value> float_multiply(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [](double x, double y) { return Value::number(x * y); });
}
Ref<Value> float_true_divide(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](double x, double y) -> Ref<Value> {
        if (y == 0) return raise_zero_division(thread, "float division by zero");
        return Value::number(x / y);
    });
}

struct FloatDivision {
    double quotient, remainder;
};

// Floor division: the remainder has the divisor's sign, also when it is zero.
FloatDivision divide(double x, double y) {
    double remainder = std::fmod(x, y);
    double quotient = (x - remainder) / y;  // near an integer, whatever rounding did
    if (remainder == 0) {
        remainder = std::copysign(0.0, y);
    } else if ((y < 0) != (remainder < 0)) {
        remainder += y;
        quotient -= 1;
    }
    if (quotient == 0) return {std::copysign(0.0, x / y), remainder};
    double floor = std::floor(quotient);
    if (quotient - floor > 0.5) floor += 1;
    return {floor, remainder};
}

Ref<Value> float_floor_divide(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](double x, double y) -> Ref<Value> {
        if (y == 0) return raise_zero_division(thread, "float floor division by zero");
        return Value::number(divide(x, y).quotient);
    });
}
Ref<Value> float_remainder(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](double x, double y) -> Ref<Value> {
        if (y == 0) return raise_zero_division(thread, "float modulo");
        return Value::number(divide(x, y).remainder);
    });
}
Ref<Value> float_divmod(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](double x, double y) -> Ref<Value> {
        if (y == 0) return raise_zero_division(thread, "float divmod()");
        FloatDivision d = divide(x, y);
        return make_tuple(thread, {Value::number(d.quotient), Value::number(d.remainder)});
    });
}

Ref<Value> float_power_slot(Thread& thread, Value a, Value b, Value modulus) {
    if (!modulus.is_none())
        return raise_type_error(thread, "pow() 3rd argument not allowed unless all arguments are integers");
    return with_operands(thread, a, b, [&](double x, double y) { return float_power(thread, x, y); });
}

Ref<Value> float_compare(Thread&, Value a, Value b, CompareOp op) {
    double x, y;
    bool less, equal, ordered;
    if (!as_float(a, &x)) return Value::not_implemented();
    if (as_float(b, &y)) {
        less = x < y, equal = x == y, ordered = x == x && y == y;
    } else {
        Value exact = as_int(b);
        if (exact.is_empty()) return Value::not_implemented();
        int order = int_compare_double(exact, x);
        ordered = order != 2;
        less = ordered && order > 0, equal = order == 0;
    }
    switch (op) {
        case CompareOp::kLt: return Value::boolean(less);
        case CompareOp::kLe: return Value::boolean(less || equal);
        case CompareOp::kEq: return Value::boolean(equal);
        case CompareOp::kNe: return Value::boolean(!equal);
        case CompareOp::kGt: return Value::boolean(ordered && !less && !equal);
        case CompareOp::kGe: return Value::boolean(ordered && !less);
    }
    __builtin_unreachable();
}

double self_double(Value self) {
    double d = 0;
    as_float(self, &d);
    return d;
}

Ref<Value> float_negative(Thread&, Value self) {
    return Value::number(-self_double(self));
}
Ref<Value> float_itself(Thread&, Value self) {
    return Value::number(self_double(self));
}
Ref<Value> float_absolute(Thread&, Value self) {
    return Value::number(std::fabs(self_double(self)));
}
Ref<Value> float_to_int(Thread& thread, Value self) {
    return int_from_double(thread, self_double(self));
}
Result<bool> float_truth(Thread&, Value self) {
    return self_double(self) != 0;
}
Result<int64_t> float_hash(Thread&, Value self) {
    return double_hash(self_double(self));
}
Ref<Value> float_repr_slot(Thread& thread, Value self) {
    return make_str_latin1(thread, float_repr(self_double(self)));
}

// --- methods

Ref<Value> float_exact(Thread&, Args args) {
    return Value::number(self_double(args[0]));
}
Ref<Value> float_trunc(Thread& thread, Args args) {
    return int_from_double(thread, self_double(args[0]));
}
Ref<Value> float_floor(Thread& thread, Args args) {
    return int_from_double(thread, std::floor(self_double(args[0])));
}
Ref<Value> float_ceil(Thread& thread, Args args) {
    return int_from_double(thread, std::ceil(self_double(args[0])));
}
Ref<Value> float_round(Thread& thread, Args args) {
    double d = self_double(args[0]);
    if (args[1].is_none()) return int_from_double(thread, std::nearbyint(d));  // the mode is half to even
    int64_t digits = TRY(index_as_int64(thread, args[1], nullptr));
    return Value::number(TRY(round_to_digits(thread, d, digits)));
}
Ref<Value> float_is_integer(Thread&, Args args) {
    double d = self_double(args[0]);
    return Value::boolean(std::isfinite(d) && std::floor(d) == d);
}
Ref<Value> float_as_integer_ratio(Thread& thread, Args args) {
    double d = self_double(args[0]);
    if (std::isinf(d)) return raise_overflow_error(thread, "cannot convert Infinity to integer ratio");
    if (std::isnan(d)) return raise_value_error(thread, "cannot convert NaN to integer ratio");
    Ref<Value> numerator, denominator;
    TRY(float_ratio(thread, d, &numerator, &denominator));
    return make_tuple(thread, {numerator.get(), denominator.get()});
}
Ref<Value> float_hex_method(Thread& thread, Args args) {
    return make_str_latin1(thread, float_hex(self_double(args[0])));
}
Ref<Value> float_fromhex(Thread& thread, Args args) {
    Str* text = as_str(args[1]);
    if (!text) return raise_type_error(thread, "bad argument type for built-in operation");
    Immediate result = Value::number(TRY(float_from_hex(thread, to_utf8(text))));
    if (args[0] == Value(thread.types().float_)) return result;
    return call(thread, args[0], {result});
}
Ref<Value> float_getformat(Thread& thread, Args args) {
    Str* name = as_str(args[1]);
    if (!name) return raise_bad_argument(thread, "__getformat__", "argument", "str", args[1]);
    if (!str_equal_ascii(name, "double") && !str_equal_ascii(name, "float"))
        return raise_value_error(thread, "__getformat__() argument 1 must be 'double' or 'float'");
    static_assert(std::endian::native == std::endian::little);
    return make_str(thread, "IEEE, little-endian");
}
Ref<Value> float_format(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec) return raise_bad_argument(thread, "__format__", "argument", "str", args[1]);
    return format_float(thread, self_double(args[0]), spec, args[0]);
}
Ref<Value> float_getnewargs(Thread& thread, Args args) {
    return make_tuple(thread, {Value::number(self_double(args[0]))});
}
Ref<Value> float_sizeof(Thread& thread, Args) {
    return make_int(thread, sizeof(Value));
}
Ref<Value> get_zero(Thread&, Value) {
    return Value::number(0.0);
}

constexpr MethodDef kFloatMethods[] = {
    {"as_integer_ratio(self, /)", float_as_integer_ratio,
     "Two ints whose quotient is exactly the float, the second one positive and as small as can be."},
    {"conjugate(self, /)", float_exact, "The float itself."},
    {"@class fromhex(cls, string, /)", float_fromhex, "The float that a hexadecimal text stands for."},
    {"hex(self, /)", float_hex_method, "The float as hexadecimal text, exactly."},
    {"is_integer(self, /)", float_is_integer, "Whether the float is a whole number."},
    {"__ceil__(self, /)", float_ceil, "The smallest int that is not less."},
    {"__floor__(self, /)", float_floor, "The largest int that is not greater."},
    {"__format__(self, format_spec, /)", float_format, "The float as text in the form of the specification."},
    {"@class __getformat__(cls, typestr, /)", float_getformat,
     "How the machine stores C's double or float; for tests."},
    {"__getnewargs__(self, /)", float_getnewargs,
     "The arguments with which copying and pickling make the float."},
    {"__round__(self, ndigits=None, /)", float_round,
     "The nearest int, or the nearest float with ndigits digits after the point; ties go to the even one."},
    {"__sizeof__(self, /)", float_sizeof, "The size in memory, in bytes."},
    {"__trunc__(self, /)", float_trunc, "The float without its fraction, as an int."},
};

constexpr GetSetDef kFloatAttributes[] = {
    {"real", float_itself, nullptr, "the real part of a complex number"},
    {"imag", get_zero, nullptr, "the imaginary part of a complex number"},
};

constexpr TypeSpec kFloatType =
    native<Float>({.name = "float",
                   .kind = Kind::kFloat,
                   .flags = kBaseType | kPayloadLayout | kMatchSelf,
                   .make = {"float(x=0, /)", float_new},
                   .doc = "The floating point number nearest to a number or to what a text says.",
                   .slots = {.repr = float_repr_slot,
                             .hash = float_hash,
                             .compare = float_compare,
                             .add = float_add,
                             .subtract = float_subtract,
                             .multiply = float_multiply,
                             .remainder = float_remainder,
                             .divmod = float_divmod,
                             .power = float_power_slot,
                             .floor_divide = float_floor_divide,
                             .true_divide = float_true_divide,
                             .negative = float_negative,
                             .positive = float_itself,
                             .absolute = float_absolute,
                             .to_int = float_to_int,
                             .to_float = float_itself,
                             .truth = float_truth},
                   .methods = kFloatMethods,
                   .attributes = kFloatAttributes});

}  // namespace

Ref<Value> float_power(Thread& thread, double x, double y) {
    if (x == 0 && y < 0 && !std::isinf(y))
        return raise_zero_division(thread, "0.0 cannot be raised to a negative power");
    if (x < 0 && std::isfinite(x) && std::isfinite(y) && std::floor(y) != y)
        return complex_power(thread, x, 0, y, 0);
    double result = std::pow(x, y);
    if (std::isinf(result) && std::isfinite(x) && std::isfinite(y)) [[unlikely]] {
        Ref<Str> text = TRY(make_str(thread, "Numerical result out of range"));
        Ref<ExceptionObject> error = TRY(
            make_exception(thread, thread.types().overflow_error, {Value::small_int(ERANGE), text.value()}));
        return raise_object(thread, error.value());
    }
    return Value::number(result);
}

Result<double> to_double(Thread& thread, Value value) {
    double d;
    if (as_float(value, &d)) return d;
    bool found;
    d = TRY(number_to_double(thread, value, &found));
    if (!found) return raise_type_error(thread, "must be real number, not %s", type_name(thread, value));
    return d;
}

// d is m * 2 ** e with an integer m below 2 ** 53; modulo the prime 2 ** 61 - 1, multiplying by a power of
// two rotates 61 bits.
int64_t double_hash(double d) {
    constexpr int64_t kOfInfinity = 314159;
    constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;
    if (std::isnan(d)) return 0;
    if (std::isinf(d)) return d > 0 ? kOfInfinity : -kOfInfinity;
    int exponent;
    double fraction = std::frexp(std::fabs(d), &exponent);
    auto m = static_cast<uint64_t>(std::ldexp(fraction, 53));
    int rotate = (exponent - 53) % 61;
    if (rotate < 0) rotate += 61;
    m = ((m << rotate) & kPrime) | (rotate ? m >> (61 - rotate) : 0);
    auto hash = static_cast<int64_t>(m);
    if (d < 0) hash = -hash;
    return hash == -1 ? -2 : hash;
}

Status float_ratio(Thread& thread, double d, Ref<Value>* numerator, Ref<Value>* denominator) {
    int exponent;
    double fraction = std::frexp(d, &exponent);
    auto m = static_cast<int64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    if (m == 0) {
        exponent = 0;
    } else {
        int zeros = __builtin_ctzll(static_cast<uint64_t>(m));
        m >>= zeros;
        exponent += zeros;
    }
    *numerator = TRY(make_int(thread, m));
    *denominator = Value::small_int(1);
    Ref<Value>& shifted = exponent > 0 ? *numerator : *denominator;
    shifted = TRY(int_lshift(thread, shifted, Value::small_int(std::abs(exponent))));
    return {};
}

void init_float(Interpreter& interp) {
    interp.types().float_ = native_type(interp, kFloatType);
}

}  // namespace moult
