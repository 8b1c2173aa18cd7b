// The type complex.
#include <cmath>

#include "runtime/containers/tuple.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/float_text.h"
#include "runtime/numbers/number_text.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"
#include "runtime/text/format_spec.h"

namespace moult {

namespace {

struct Parts {
    double real = 0, imag = 0;
};

// --- arithmetic

Parts multiply(Parts a, Parts b) {
    return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

// Smith's method (Communications of the ACM 5, 1962): scales by the larger part of the divisor, so that
// nothing overflows on the way. The divisor is not zero.
Parts divide(Parts a, Parts b) {
    double real = std::fabs(b.real), imag = std::fabs(b.imag);
    if (real >= imag) {
        double ratio = b.imag / b.real, scale = b.real + b.imag * ratio;
        return {(a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale};
    }
    if (imag >= real) {
        double ratio = b.real / b.imag, scale = b.real * ratio + b.imag;
        return {(a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale};
    }
    return {std::nan(""), std::nan("")};  // a part of the divisor is NaN
}

Parts whole_power(Parts base, int exponent) {
    Parts result{1, 0};
    for (int left = exponent; left; left >>= 1) {
        if (left & 1) result = multiply(result, base);
        if (left > 1) base = multiply(base, base);
    }
    return result;
}

// False: the angle of the result is infinite.
bool polar_power(Parts a, Parts b, Parts* out) {
    double angle = std::atan2(a.imag, a.real), magnitude = std::hypot(a.real, a.imag);
    double length = std::pow(magnitude, b.real), phase = angle * b.real;
    if (b.imag != 0) {
        length /= std::exp(angle * b.imag);
        phase += b.imag * std::log(magnitude);
    }
    *out = {length * std::cos(phase), length * std::sin(phase)};
    return !std::isinf(phase);
}

Ref<Value> power(Thread& thread, Parts a, Parts b) {
    constexpr double kWholeLimit = 100;  // as in CPython, for equal results
    constexpr const char* kUndefined = "0.0 to a negative or complex power";
    Parts result;
    bool whole = b.imag == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= kWholeLimit;
    if (a.real == 0 && a.imag == 0) {
        if (b.imag != 0 || b.real < 0) return raise_zero_division(thread, "%s", kUndefined);
        result.real = b.real == 0;
    } else if (b.real == 0 && b.imag == 0) {
        result.real = 1;
    } else if (whole) {
        result = whole_power(a, std::abs(static_cast<int>(b.real)));
        if (b.real < 0) {
            if (result.real == 0 && result.imag == 0) return raise_zero_division(thread, "%s", kUndefined);
            result = divide({1, 0}, result);
        }
    } else if (!polar_power(a, b, &result)) {
        return raise_zero_division(thread, "%s", kUndefined);
    }
    if (std::isinf(result.real) || std::isinf(result.imag))
        return raise_overflow_error(thread, "complex exponentiation");
    return make_complex(thread, result.real, result.imag);
}

// --- operands

Complex* as_complex(Value value) {
    if (!value.is_object() || value.as_object()->shape->base_kind != Kind::kComplex) return nullptr;
    return is_exact<Complex>(value) ? value.as<Complex>() : value.as<PayloadObject>()->payload.as<Complex>();
}

Parts parts_of(Value self) {
    const Complex* c = as_complex(self);
    return {c->real, c->imag};
}

// A complex, float or int as complex. False: something else, or failure (then an exception is set).
bool operand(Thread& thread, Value value, Parts* out) {
    if (const Complex* c = as_complex(value)) return *out = {c->real, c->imag}, true;
    out->imag = 0;
    if (as_float(value, &out->real)) return true;
    Value exact = as_int(value);
    if (exact.is_empty()) return false;
    Result<double> real = int_to_double(thread, exact);
    out->real = real.value();
    return real.ok();
}

template <class Body>
Ref<Value> with_operands(Thread& thread, Value a, Value b, Body body) {
    Parts x, y;
    if (!operand(thread, a, &x) || !operand(thread, b, &y)) {
        if (thread.has_error()) return kError;
        return Value::not_implemented();
    }
    return body(x, y);
}

Ref<Value> complex_add(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](Parts x, Parts y) {
        return make_complex(thread, x.real + y.real, x.imag + y.imag);
    });
}
Ref<Value> complex_subtract(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](Parts x, Parts y) {
        return make_complex(thread, x.real - y.real, x.imag - y.imag);
    });
}
Ref<Value> complex_multiply(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](Parts x, Parts y) {
        Parts product = multiply(x, y);
        return make_complex(thread, product.real, product.imag);
    });
}
Ref<Value> complex_true_divide(Thread& thread, Value a, Value b) {
    return with_operands(thread, a, b, [&](Parts x, Parts y) -> Ref<Value> {
        if (y.real == 0 && y.imag == 0) return raise_zero_division(thread, "complex division by zero");
        Parts quotient = divide(x, y);
        return make_complex(thread, quotient.real, quotient.imag);
    });
}
Ref<Value> complex_power_slot(Thread& thread, Value a, Value b, Value modulus) {
    return with_operands(thread, a, b, [&](Parts x, Parts y) -> Ref<Value> {
        if (!modulus.is_none()) return raise_value_error(thread, "complex modulo");
        return power(thread, x, y);
    });
}

Ref<Value> complex_compare(Thread&, Value a, Value b, CompareOp op) {
    if (op != CompareOp::kEq && op != CompareOp::kNe) return Value::not_implemented();
    const Complex* x = as_complex(a);
    if (!x) return Value::not_implemented();
    bool equal;
    double real;
    if (const Complex* y = as_complex(b)) {
        equal = x->real == y->real && x->imag == y->imag;
    } else if (as_float(b, &real)) {
        equal = x->real == real && x->imag == 0;
    } else if (Value exact = as_int(b); !exact.is_empty()) {
        equal = x->imag == 0 && int_compare_double(exact, x->real) == 0;
    } else {
        return Value::not_implemented();
    }
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Result<int64_t> complex_hash(Thread&, Value self) {
    constexpr uint64_t kImaginary = 1000003;
    Parts p = parts_of(self);
    auto hash = static_cast<int64_t>(static_cast<uint64_t>(double_hash(p.real)) +
                                     kImaginary * static_cast<uint64_t>(double_hash(p.imag)));
    return hash == -1 ? -2 : hash;
}

Ref<Value> complex_repr(Thread& thread, Value self) {
    Parts p = parts_of(self);
    std::string imag = format_double(p.imag, 'r', 0, false) + "j";
    if (p.real == 0 && !std::signbit(p.real)) return make_str_latin1(thread, imag);
    if (imag[0] != '-') imag.insert(imag.begin(), '+');
    return make_str_latin1(thread, "(" + format_double(p.real, 'r', 0, false) + imag + ")");
}

Ref<Value> complex_negative(Thread& thread, Value self) {
    Parts p = parts_of(self);
    return make_complex(thread, -p.real, -p.imag);
}
Ref<Value> complex_positive(Thread& thread, Value self) {
    Parts p = parts_of(self);
    return make_complex(thread, p.real, p.imag);
}
Ref<Value> complex_absolute(Thread& thread, Value self) {
    Parts p = parts_of(self);
    double result = std::hypot(p.real, p.imag);
    if (std::isinf(result) && std::isfinite(p.real) && std::isfinite(p.imag))
        return raise_overflow_error(thread, "absolute value too large");
    return Value::number(result);
}
Result<bool> complex_truth(Thread&, Value self) {
    Parts p = parts_of(self);
    return p.real != 0 || p.imag != 0;
}

// --- construction

// "1+2j", "1", "2j", "j", each with a sign if need be.
bool scan_complex(std::string_view text, Parts* out) {
    auto is_j = [](char c) { return c == 'j' || c == 'J'; };
    double first = 1;
    size_t used = scan_float(text, &first);
    std::string_view rest = text.substr(used);
    if (used == 0) {  // a lone j with or without sign
        if (text.empty()) return false;
        bool sign = text[0] == '+' || text[0] == '-';
        rest = text.substr(sign);
        out->imag = text[0] == '-' ? -1 : 1;
        return rest.size() == 1 && is_j(rest[0]);
    }
    if (rest.empty()) return out->real = first, true;
    if (rest.size() == 1 && is_j(rest[0])) return out->imag = first, true;
    out->real = first;
    if (rest[0] != '+' && rest[0] != '-') return false;
    used = scan_float(rest, &out->imag);
    if (used == 0) {
        out->imag = rest[0] == '-' ? -1 : 1;
        used = 1;
    }
    return rest.size() == used + 1 && is_j(rest[used]);
}

Status complex_from_text(Thread& thread, Value value, Parts* out) {
    NumberSource text;
    TRY(read_number_source(thread, value, &text));
    std::string_view stripped = strip_spaces(text.ascii);
    if (stripped.size() >= 2 && stripped.front() == '(' && stripped.back() == ')')
        stripped = strip_spaces(stripped.substr(1, stripped.size() - 2));
    std::string clean;
    if (stripped.find('_') != std::string_view::npos) {
        if (!remove_underscores(stripped, &clean)) {
            Ref<Str> shown = TRY(repr(thread, value));
            return raise_value_error(thread, "could not convert string to complex: %s",
                                     to_utf8(shown.get()).c_str());
        }
        stripped = clean;
    }
    if (!scan_complex(stripped, out)) return raise_value_error(thread, "complex() arg is a malformed string");
    return {};
}

// The result of value.__complex__(), empty when there is no such method.
Ref<Value> call_complex_method(Thread& thread, Value value) {
    Ref<Str> name = TRY(intern(thread, "__complex__"));
    Ref<Value> method = TRY(find_special(thread, value, name.get()));
    if (method.is_empty()) return method;
    Ref<Value> result = TRY(call(thread, method));
    if (as_complex(result)) {
        if (!is_exact<Complex>(result))
            TRY(warn_of_strict_subclass(thread, "__complex__", "complex", result));
        return result;
    }
    return raise_type_error(thread, "__complex__ returned non-complex (type %s)", type_name(thread, result));
}

bool is_number(Thread& thread, Value value) {
    const TypeSlots& slots = thread.interp.type_of(value)->slots;
    return as_complex(value) || slots.to_float || slots.index;
}

// One argument of complex(): `is_complex` tells whether it brought an imaginary part.
Result<Parts> argument(Thread& thread, Value value, bool* is_complex) {
    if (const Complex* c = as_complex(value)) {
        *is_complex = true;
        return Parts{c->real, c->imag};
    }
    double d;
    if (value.is_double() || !as_float(value, &d)) return Parts{TRY(to_double(thread, value)), 0};
    Ref<Value> number = TRY(call(thread, thread.types().float_, {value}));  // the __float__ of a subclass
    as_float(number, &d);
    return Parts{d, 0};
}

Ref<Value> finish_new(Thread& thread, Type* type, double real, double imag) {
    Ref<Value> result = TRY(make_complex(thread, real, imag));
    if (type == thread.types().complex) return result;
    return make_payload_object(thread, type, std::move(result));
}

Ref<Value> complex_new(Thread& thread, Type* type, Args args) {
    Value first = args[0], second = args[1];
    if (!first.is_empty() && second.is_empty() && is_exact<Complex>(first) && type == thread.types().complex)
        return share(first);
    Parts parsed;
    if (!first.is_empty() && as_str(first)) {
        if (!second.is_empty())
            return raise_type_error(thread, "complex() can't take second arg if first is a string");
        TRY(complex_from_text(thread, first, &parsed));
        return finish_new(thread, type, parsed.real, parsed.imag);
    }
    if (!second.is_empty() && as_str(second))
        return raise_type_error(thread, "complex() second arg can't be a string");
    Ref<Value> converted;
    if (!first.is_empty()) {
        converted = TRY(call_complex_method(thread, first));
        if (!converted.is_empty()) first = converted;
        if (!is_number(thread, first))
            return raise_type_error(thread, "complex() first argument must be a string or a number, not '%s'",
                                    type_name(thread, first));
    }
    if (!second.is_empty() && !is_number(thread, second))
        return raise_type_error(thread, "complex() second argument must be a number, not '%s'",
                                type_name(thread, second));
    bool first_complex = false, second_complex = false;
    Parts real, imag;
    if (!first.is_empty()) real = TRY(argument(thread, first, &first_complex));
    if (!second.is_empty()) imag = TRY(argument(thread, second, &second_complex));
    // first + second * 1j, adding only what is there, for the sake of signed zeros.
    double result_real = second_complex ? real.real - imag.imag : real.real;
    double result_imag = second.is_empty() ? real.imag : first_complex ? imag.real + real.imag : imag.real;
    return finish_new(thread, type, result_real, result_imag);
}

// --- methods

Ref<Value> complex_conjugate(Thread& thread, Args args) {
    Parts p = parts_of(args[0]);
    return make_complex(thread, p.real, -p.imag);
}
Ref<Value> complex_complex(Thread& thread, Args args) {
    return complex_positive(thread, args[0]);
}
Ref<Value> complex_getnewargs(Thread& thread, Args args) {
    Parts p = parts_of(args[0]);
    return make_tuple(thread, {Value::number(p.real), Value::number(p.imag)});
}
Ref<Value> complex_format(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec) return raise_bad_argument(thread, "__format__", "argument", "str", args[1]);
    Parts p = parts_of(args[0]);
    return format_complex(thread, p.real, p.imag, spec, args[0]);
}
Ref<Value> get_real(Thread&, Value self) {
    return Value::number(parts_of(self).real);
}
Ref<Value> get_imag(Thread&, Value self) {
    return Value::number(parts_of(self).imag);
}

constexpr MethodDef kComplexMethods[] = {
    {"conjugate(self, /)", complex_conjugate, "The number with the opposite imaginary part."},
    {"__complex__(self, /)", complex_complex, "The number itself, as exactly a complex."},
    {"__format__(self, format_spec, /)", complex_format,
     "The number as text in the form of the specification."},
    {"__getnewargs__(self, /)", complex_getnewargs,
     "The arguments with which copying and pickling make the number."},
};

constexpr GetSetDef kComplexAttributes[] = {
    {"real", get_real, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
};

constexpr TypeSpec kComplexType =
    native<Complex>({.name = "complex",
                     .kind = Kind::kComplex,
                     .flags = kBaseType | kPayloadLayout,
                     .make = {"@blank complex(real=0, imag=0)", complex_new},
                     .doc = "The complex number real + imag*1j, or what a text says.",
                     .slots = {.repr = complex_repr,
                               .hash = complex_hash,
                               .compare = complex_compare,
                               .add = complex_add,
                               .subtract = complex_subtract,
                               .multiply = complex_multiply,
                               .power = complex_power_slot,
                               .true_divide = complex_true_divide,
                               .negative = complex_negative,
                               .positive = complex_positive,
                               .absolute = complex_absolute,
                               .truth = complex_truth},
                     .methods = kComplexMethods,
                     .attributes = kComplexAttributes});

}  // namespace

Ref<Value> make_complex(Thread& thread, double real, double imag) {
    Ref<Complex> result = TRY(new_object<Complex>(thread, thread.types().complex));
    result->real = real;
    result->imag = imag;
    return result;
}

Ref<Value> complex_power(Thread& thread, double real, double imag, double exponent_real,
                         double exponent_imag) {
    return power(thread, {real, imag}, {exponent_real, exponent_imag});
}

void init_complex(Interpreter& interp) {
    interp.types().complex = native_type(interp, kComplexType);
}

}  // namespace moult
