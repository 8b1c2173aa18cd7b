// Python's arithmetic on plain data. The limits on sizes keep folded constants from bloating the code.
#include "compiler/optimizer/constant_folding.h"

#include <cmath>
#include <complex>
#include <limits>

#pragma clang fp contract(off)

namespace moult::compiler {

namespace {

using ast::Operator;
using ast::UnaryOperator;
using Complex = std::complex<double>;
using Folded = std::optional<Constant>;

constexpr size_t kMaxIntBits = 128;
constexpr long kMaxCollectionSize = 256;
constexpr long kMaxStringSize = 4096;
constexpr long kMaxTotalItems = 1024;  // of a repeated tuple, nested tuples included

// --- Conversions

bool is_integer(const Constant& constant) {
    return holds<mpz_class>(constant) || holds<bool>(constant);
}

mpz_class to_integer(const Constant& constant) {
    if (auto* flag = std::get_if<bool>(&constant.value)) return *flag ? 1 : 0;
    return std::get<mpz_class>(constant.value);
}

size_t bit_count(const mpz_class& number) {
    return number == 0 ? 0 : mpz_sizeinbase(number.get_mpz_t(), 2);
}

// The nearest double to mantissa * 2**exponent (ties to even); none if it overflows. Bits below the mantissa
// that are not zero are said by an odd last bit.
std::optional<double> scale(const mpz_class& mantissa, long exponent) {
    double result = std::ldexp(static_cast<double>(mantissa.get_ui()), static_cast<int>(exponent));
    if (std::isinf(result)) return std::nullopt;
    return result;
}

// The nearest double; none where Python raises OverflowError.
std::optional<double> to_double(const mpz_class& number) {
    size_t bits = bit_count(number);
    if (bits > 1024) return std::nullopt;
    mpz_class magnitude = abs(number);
    long shift = bits > 60 ? static_cast<long>(bits) - 60 : 0;
    mpz_class mantissa = magnitude >> static_cast<unsigned long>(shift);
    if ((mantissa << static_cast<unsigned long>(shift)) != magnitude) mantissa |= 1;
    std::optional<double> result = scale(mantissa, shift);
    if (result && number < 0) result = -*result;
    return result;
}

std::optional<double> to_double(const Constant& constant) {
    if (auto* real = std::get_if<double>(&constant.value)) return *real;
    if (is_integer(constant)) return to_double(to_integer(constant));
    return std::nullopt;
}

std::optional<Complex> to_complex(const Constant& constant) {
    if (auto* complex = std::get_if<Complex>(&constant.value)) return *complex;
    if (auto real = to_double(constant)) return Complex(*real, 0.0);
    return std::nullopt;
}

Folded integer_result(mpz_class number) {
    return Constant{std::move(number)};
}

Folded float_result(double number) {
    return Constant{number};
}

// --- Complex numbers, by the formulas that Python uses: no special treatment of infinities

Complex multiply(const Complex& left, const Complex& right) {
    return {left.real() * right.real() - left.imag() * right.imag(),
            left.real() * right.imag() + left.imag() * right.real()};
}

// Smith's method; none for a zero divisor.
std::optional<Complex> divide(const Complex& left, const Complex& right) {
    if (std::fabs(right.real()) >= std::fabs(right.imag())) {
        if (right.real() == 0.0) return std::nullopt;
        double ratio = right.imag() / right.real();
        double divisor = right.real() + right.imag() * ratio;
        return Complex((left.real() + left.imag() * ratio) / divisor,
                       (left.imag() - left.real() * ratio) / divisor);
    }
    if (std::fabs(right.imag()) >= std::fabs(right.real())) {
        double ratio = right.real() / right.imag();
        double divisor = right.real() * ratio + right.imag();
        return Complex((left.real() * ratio + left.imag()) / divisor,
                       (left.imag() * ratio - left.real()) / divisor);
    }
    double nan = std::numeric_limits<double>::quiet_NaN();
    return Complex(nan, nan);
}

std::optional<Complex> integer_power(const Complex& base, long exponent) {
    Complex result(1.0, 0.0);
    Complex square = base;
    for (long rest = std::labs(exponent); rest > 0; rest >>= 1) {
        if ((rest & 1) != 0) result = multiply(result, square);
        square = multiply(square, square);
    }
    return exponent > 0 ? result : divide(Complex(1.0, 0.0), result);
}

std::optional<Complex> polar_power(const Complex& base, const Complex& exponent) {
    if (exponent == Complex(0.0, 0.0)) return Complex(1.0, 0.0);
    if (base == Complex(0.0, 0.0)) {
        if (exponent.imag() != 0.0 || exponent.real() < 0.0) return std::nullopt;
        return Complex(0.0, 0.0);
    }
    double magnitude = std::hypot(base.real(), base.imag());
    double length = std::pow(magnitude, exponent.real());
    double angle = std::atan2(base.imag(), base.real());
    double phase = angle * exponent.real();
    if (exponent.imag() != 0.0) {
        length /= std::exp(angle * exponent.imag());
        phase += exponent.imag() * std::log(magnitude);
    }
    return Complex(length * std::cos(phase), length * std::sin(phase));
}

Folded complex_power(const Complex& base, const Complex& exponent) {
    double real = exponent.real();
    bool is_small_integer = exponent.imag() == 0.0 && real == std::floor(real) && std::fabs(real) <= 100.0;
    auto result =
        is_small_integer ? integer_power(base, static_cast<long>(real)) : polar_power(base, exponent);
    if (!result || std::isinf(result->real()) || std::isinf(result->imag())) return std::nullopt;
    return Constant{*result};
}

Folded fold_complex(Operator op, const Complex& left, const Complex& right) {
    switch (op) {
        case Operator::Add: return Constant{left + right};
        case Operator::Sub: return Constant{left - right};
        case Operator::Mult: return Constant{multiply(left, right)};
        case Operator::Div: {
            auto quotient = divide(left, right);
            if (!quotient) return std::nullopt;
            return Constant{*quotient};
        }
        case Operator::Pow: return complex_power(left, right);
        default: return std::nullopt;
    }
}

// --- Floating-point numbers

// The remainder has the divisor's sign.
double modulo(double left, double right) {
    double rest = std::fmod(left, right);
    if (rest == 0.0) return std::copysign(0.0, right);
    return (right < 0) != (rest < 0) ? rest + right : rest;
}

double floor_divide(double left, double right) {
    double rest = std::fmod(left, right);
    double quotient = (left - rest) / right;
    if (rest != 0.0 && (right < 0) != (rest < 0)) quotient -= 1.0;
    if (quotient == 0.0) return std::copysign(0.0, left / right);
    double floored = std::floor(quotient);
    return quotient - floored > 0.5 ? floored + 1.0 : floored;
}

Folded float_power(double base, double exponent) {
    if (base == 0.0 && exponent < 0.0) return std::nullopt;
    if (base < 0.0 && std::isfinite(base) && std::isfinite(exponent) && exponent != std::floor(exponent)) {
        return complex_power({base, 0.0}, {exponent, 0.0});
    }
    double result = std::pow(base, exponent);
    if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) return std::nullopt;
    return float_result(result);
}

Folded fold_float(Operator op, double left, double right) {
    switch (op) {
        case Operator::Add: return float_result(left + right);
        case Operator::Sub: return float_result(left - right);
        case Operator::Mult: return float_result(left * right);
        case Operator::Pow: return float_power(left, right);
        default: break;
    }
    if (right == 0.0) return std::nullopt;
    switch (op) {
        case Operator::Div: return float_result(left / right);
        case Operator::FloorDiv: return float_result(floor_divide(left, right));
        case Operator::Mod: return float_result(modulo(left, right));
        default: return std::nullopt;
    }
}

// --- Integers

// The correctly rounded quotient, from 57 to 58 of its bits.
Folded true_divide(const mpz_class& left, const mpz_class& right) {
    if (right == 0) return std::nullopt;
    bool negative = (left < 0) != (right < 0);
    long shift = static_cast<long>(bit_count(left)) - static_cast<long>(bit_count(right)) - 57;
    mpz_class dividend = abs(left);
    mpz_class divisor = abs(right);
    if (shift < 0) {
        dividend <<= static_cast<unsigned long>(-shift);
    } else {
        divisor <<= static_cast<unsigned long>(shift);
    }
    mpz_class quotient = dividend / divisor;
    if (quotient * divisor != dividend) quotient |= 1;
    std::optional<double> result = scale(quotient, shift);
    if (!result) return std::nullopt;
    return float_result(negative ? -*result : *result);
}

Folded power_of_integers(const mpz_class& base, const mpz_class& exponent) {
    if (exponent < 0) {
        auto real_base = to_double(base);
        auto real_exponent = to_double(exponent);
        if (!real_base || !real_exponent) return std::nullopt;
        return float_power(*real_base, *real_exponent);
    }
    if (base == 0) return integer_result(exponent == 0 ? 1 : 0);
    if (exponent == 0) return integer_result(1);
    if (exponent > static_cast<long>(kMaxIntBits) || bit_count(base) > kMaxIntBits / exponent.get_ui()) {
        return std::nullopt;
    }
    mpz_class result;
    mpz_pow_ui(result.get_mpz_t(), base.get_mpz_t(), exponent.get_ui());
    return integer_result(std::move(result));
}

Folded shift_left(const mpz_class& left, const mpz_class& right) {
    if (right < 0) return std::nullopt;
    if (left == 0 || right == 0) return integer_result(left);
    if (right > static_cast<long>(kMaxIntBits) || bit_count(left) > kMaxIntBits - right.get_ui()) {
        return std::nullopt;
    }
    return integer_result(left << right.get_ui());
}

Folded shift_right(const mpz_class& left, const mpz_class& right) {
    if (right < 0) return std::nullopt;
    if (!right.fits_ulong_p()) return integer_result(left < 0 ? -1 : 0);
    mpz_class result;
    mpz_fdiv_q_2exp(result.get_mpz_t(), left.get_mpz_t(), right.get_ui());
    return integer_result(std::move(result));
}

Folded fold_integer(Operator op, const mpz_class& left, const mpz_class& right) {
    mpz_class result;
    switch (op) {
        case Operator::Add: return integer_result(left + right);
        case Operator::Sub: return integer_result(left - right);
        case Operator::Mult:
            if (left != 0 && right != 0 && bit_count(left) + bit_count(right) > kMaxIntBits)
                return std::nullopt;
            return integer_result(left * right);
        case Operator::Div: return true_divide(left, right);
        case Operator::FloorDiv:
            if (right == 0) return std::nullopt;
            mpz_fdiv_q(result.get_mpz_t(), left.get_mpz_t(), right.get_mpz_t());
            return integer_result(std::move(result));
        case Operator::Mod:
            if (right == 0) return std::nullopt;
            mpz_fdiv_r(result.get_mpz_t(), left.get_mpz_t(), right.get_mpz_t());
            return integer_result(std::move(result));
        case Operator::Pow: return power_of_integers(left, right);
        case Operator::LShift: return shift_left(left, right);
        case Operator::RShift: return shift_right(left, right);
        case Operator::BitOr: return integer_result(left | right);
        case Operator::BitXor: return integer_result(left ^ right);
        case Operator::BitAnd: return integer_result(left & right);
        case Operator::MatMult: return std::nullopt;
    }
    return std::nullopt;
}

// --- Sequences

// The limit less the number of items, nested ones included; negative if there are more.
long remaining_items(const Constant& constant, long limit) {
    auto* tuple = std::get_if<TupleConstant>(&constant.value);
    if (tuple == nullptr) return limit;
    limit -= static_cast<long>(tuple->items.size());
    for (const Constant& item : tuple->items) {
        if (limit < 0) break;
        limit = remaining_items(item, limit);
    }
    return limit;
}

std::string repeated(const std::string& text, long count) {
    std::string result;
    result.reserve(text.size() * static_cast<size_t>(count));
    for (; count > 0; --count) result += text;
    return result;
}

Folded fold_repetition(const Constant& sequence, const mpz_class& count) {
    auto* text = std::get_if<std::string>(&sequence.value);
    auto* bytes = std::get_if<BytesConstant>(&sequence.value);
    auto* tuple = std::get_if<TupleConstant>(&sequence.value);
    size_t size = text != nullptr    ? count_code_points(*text)
                  : bytes != nullptr ? bytes->bytes.size()
                                     : tuple->items.size();
    if (!count.fits_slong_p()) return std::nullopt;
    long times = count.get_si();
    if (size == 0) return sequence;
    long limit = (tuple != nullptr ? kMaxCollectionSize : kMaxStringSize) / static_cast<long>(size);
    if (times < 0 || times > limit) return std::nullopt;
    if (text != nullptr) return Constant{repeated(*text, times)};
    if (bytes != nullptr) return Constant{BytesConstant{repeated(bytes->bytes, times)}};
    if (times > 0 && remaining_items(sequence, kMaxTotalItems / times) < 0) return std::nullopt;
    TupleConstant result;
    for (; times > 0; --times) {
        result.items.insert(result.items.end(), tuple->items.begin(), tuple->items.end());
    }
    return Constant{std::move(result)};
}

Folded fold_concatenation(const Constant& left, const Constant& right) {
    if (left.value.index() != right.value.index()) return std::nullopt;
    if (auto* text = std::get_if<std::string>(&left.value)) {
        return Constant{*text + std::get<std::string>(right.value)};
    }
    if (auto* bytes = std::get_if<BytesConstant>(&left.value)) {
        return Constant{BytesConstant{bytes->bytes + std::get<BytesConstant>(right.value).bytes}};
    }
    TupleConstant result = std::get<TupleConstant>(left.value);
    const auto& others = std::get<TupleConstant>(right.value).items;
    result.items.insert(result.items.end(), others.begin(), others.end());
    return Constant{std::move(result)};
}

bool is_sequence(const Constant& constant) {
    return holds<std::string>(constant) || holds<BytesConstant>(constant) || holds<TupleConstant>(constant);
}

std::string_view character_at(std::string_view text, size_t index) {
    auto starts_character = [](char byte) { return (byte & 0xC0) != 0x80; };
    size_t start = 0;
    for (size_t seen = 0;; ++start) {
        if (starts_character(text[start]) && seen++ == index) break;
    }
    size_t end = start + 1;
    while (end < text.size() && !starts_character(text[end])) ++end;
    return text.substr(start, end - start);
}

}  // namespace

Folded fold_unary(UnaryOperator op, const Constant& operand) {
    if (op == UnaryOperator::Not) return Constant{!is_true(operand)};
    if (is_integer(operand)) {
        mpz_class number = to_integer(operand);
        switch (op) {
            case UnaryOperator::Invert: return integer_result(~number);
            case UnaryOperator::USub: return integer_result(-number);
            default: return integer_result(std::move(number));
        }
    }
    if (op == UnaryOperator::Invert) return std::nullopt;
    bool negate = op == UnaryOperator::USub;
    if (auto* real = std::get_if<double>(&operand.value)) return float_result(negate ? -*real : *real);
    if (auto* complex = std::get_if<Complex>(&operand.value)) return Constant{negate ? -*complex : *complex};
    return std::nullopt;
}

Folded fold_binary(Operator op, const Constant& left, const Constant& right) {
    if (is_sequence(left) || is_sequence(right)) {
        if (op == Operator::Mult && is_integer(right)) return fold_repetition(left, to_integer(right));
        if (op == Operator::Mult && is_integer(left)) return fold_repetition(right, to_integer(left));
        if (op == Operator::Add) return fold_concatenation(left, right);
        return std::nullopt;
    }
    if (is_integer(left) && is_integer(right)) {
        Folded result = fold_integer(op, to_integer(left), to_integer(right));
        bool is_logical = op == Operator::BitAnd || op == Operator::BitOr || op == Operator::BitXor;
        if (is_logical && holds<bool>(left) && holds<bool>(right)) return Constant{is_true(*result)};
        return result;
    }
    if (holds<Complex>(left) || holds<Complex>(right)) {
        auto left_complex = to_complex(left);
        auto right_complex = to_complex(right);
        if (!left_complex || !right_complex) return std::nullopt;
        return fold_complex(op, *left_complex, *right_complex);
    }
    auto left_real = to_double(left);
    auto right_real = to_double(right);
    if (!left_real || !right_real) return std::nullopt;
    return fold_float(op, *left_real, *right_real);
}

Folded fold_subscript(const Constant& container, const Constant& index) {
    if (!is_sequence(container) || !is_integer(index)) return std::nullopt;
    auto* text = std::get_if<std::string>(&container.value);
    auto* bytes = std::get_if<BytesConstant>(&container.value);
    auto* tuple = std::get_if<TupleConstant>(&container.value);
    auto size = static_cast<long>(text != nullptr    ? count_code_points(*text)
                                  : bytes != nullptr ? bytes->bytes.size()
                                                     : tuple->items.size());
    mpz_class position = to_integer(index);
    if (position < 0) position += size;
    if (position < 0 || position >= size) return std::nullopt;
    size_t place = position.get_ui();
    if (text != nullptr) return string_constant(character_at(*text, place));
    if (bytes != nullptr) return int_constant(static_cast<unsigned char>(bytes->bytes[place]));
    return tuple->items[place];
}

}  // namespace moult::compiler
