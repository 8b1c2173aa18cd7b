// Specializations of BINARY_OP: numbers and strings.
#include <cmath>

#include "interp/families.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/strings/str.h"
#include "specializer/numbers.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::BinaryOpFamily;
using interp::decline;
using interp::DeoptReason;
using interp::FailureReason;
using interp::NoCache;
using interp::other_types;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;
using interp::ValueType;

// The operator of the site, plain or in-place.
inline BinaryOp operator_of(const Site& site) {
    return static_cast<BinaryOp>(
        site.oparg >= BinaryOpFamily::kInplace ? site.oparg - BinaryOpFamily::kInplace : site.oparg);
}
// For an operator and operands of certain types.
inline FailureReason applies_to(bool operation, bool types, Value left, Value right) {
    if (!operation) return FailureReason::kOtherOperation;
    return types ? FailureReason::kNone : other_types(left, right);
}

// --- int: immediate operands; results beyond 49 bits become big integers out of line.

template <BinaryOp kOp>
struct IntOperation {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.immediate_operands = true, .type_guard = true};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(operator_of(site) == kOp, both_small_ints(left, right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) { return both_small_ints(left, right); }
};

struct AddInt : Specialization<BinaryOpFamily, "BINARY_OP_ADD_INT">, IntOperation<BinaryOp::kAdd> {
    using IntOperation::kTraits;
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t sum;
        if (__builtin_add_overflow(shifted(left), shifted(right), &sum)) [[unlikely]]
            return beyond_immediate(int_add(thread, left, right));
        return from_shifted(sum);
    }
};
MOULT_SPECIALIZE(AddInt);
struct SubtractInt : Specialization<BinaryOpFamily, "BINARY_OP_SUBTRACT_INT">,
                     IntOperation<BinaryOp::kSubtract> {
    using IntOperation::kTraits;
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t difference;
        if (__builtin_sub_overflow(shifted(left), shifted(right), &difference)) [[unlikely]]
            return beyond_immediate(int_subtract(thread, left, right));
        return from_shifted(difference);
    }
};
MOULT_SPECIALIZE(SubtractInt);
struct MultiplyInt : Specialization<BinaryOpFamily, "BINARY_OP_MULTIPLY_INT">,
                     IntOperation<BinaryOp::kMultiply> {
    using IntOperation::kTraits;
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t product;
        if (__builtin_mul_overflow(shifted(left), right.as_small_int(), &product)) [[unlikely]]
            return beyond_immediate(int_multiply(thread, left, right));
        return from_shifted(product);
    }
};
MOULT_SPECIALIZE(MultiplyInt);
struct FloorDivideInt : Specialization<BinaryOpFamily, "BINARY_OP_FLOOR_DIVIDE_INT">,
                        IntOperation<BinaryOp::kFloorDivide> {
    using IntOperation::kTraits;
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t a = left.as_small_int(), b = right.as_small_int();
        if (b == 0) return decline(thread, DeoptReason::kZero);
        int64_t quotient = a / b;
        if (a % b != 0 && (a < 0) != (b < 0)) --quotient;
        return make_int(thread, quotient).release();  // -2^48 // -1 needs 50 bits
    }
};
MOULT_SPECIALIZE(FloorDivideInt);
struct RemainderInt : Specialization<BinaryOpFamily, "BINARY_OP_REMAINDER_INT">,
                      IntOperation<BinaryOp::kRemainder> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .result = {ValueType::kInt}};
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t a = left.as_small_int(), b = right.as_small_int();
        if (b == 0) return decline(thread, DeoptReason::kZero);
        int64_t remainder = a % b;
        if (remainder != 0 && (remainder < 0) != (b < 0)) remainder += b;
        return Value::small_int(remainder);
    }
};
MOULT_SPECIALIZE(RemainderInt);
struct TrueDivideInt : Specialization<BinaryOpFamily, "BINARY_OP_TRUE_DIVIDE_INT">,
                       IntOperation<BinaryOp::kTrueDivide> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .result = {ValueType::kFloat}};
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        if (right.as_small_int() == 0) return decline(thread, DeoptReason::kZero);
        // 49-bit integers are exact doubles, so that one division rounds correctly.
        return Value::number(static_cast<double>(left.as_small_int()) /
                             static_cast<double>(right.as_small_int()));
    }
};
MOULT_SPECIALIZE(TrueDivideInt);
struct AndInt : Specialization<BinaryOpFamily, "BINARY_OP_AND_INT">, IntOperation<BinaryOp::kAnd> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kInt}};
    static Value run(Thread&, Value left, Value right, const Cache&) { return Value(left.bits & right.bits); }
};
MOULT_SPECIALIZE(AndInt);
struct OrInt : Specialization<BinaryOpFamily, "BINARY_OP_OR_INT">, IntOperation<BinaryOp::kOr> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kInt}};
    static Value run(Thread&, Value left, Value right, const Cache&) { return Value(left.bits | right.bits); }
};
MOULT_SPECIALIZE(OrInt);
struct XorInt : Specialization<BinaryOpFamily, "BINARY_OP_XOR_INT">, IntOperation<BinaryOp::kXor> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kInt}};
    static Value run(Thread&, Value left, Value right, const Cache&) {
        return Value((left.bits ^ right.bits) | Value::kIntTag);
    }
};
MOULT_SPECIALIZE(XorInt);
struct LshiftInt : Specialization<BinaryOpFamily, "BINARY_OP_LSHIFT_INT">, IntOperation<BinaryOp::kLshift> {
    using IntOperation::kTraits;
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t a = left.as_small_int(), count = right.as_small_int();
        if (count < 0) return decline(thread, DeoptReason::kNegative);
        if (count > 48 || ((a << count) >> count) != a || !Value::fits_small_int(a << count)) [[unlikely]]
            return int_lshift(thread, left, right).release();
        return Value::small_int(a << count);
    }
};
MOULT_SPECIALIZE(LshiftInt);
struct RshiftInt : Specialization<BinaryOpFamily, "BINARY_OP_RSHIFT_INT">, IntOperation<BinaryOp::kRshift> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .result = {ValueType::kInt}};
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        int64_t count = right.as_small_int();
        if (count < 0) return decline(thread, DeoptReason::kNegative);
        return Value::small_int(left.as_small_int() >> (count > 63 ? 63 : count));
    }
};
MOULT_SPECIALIZE(RshiftInt);

// --- float, and float with int

template <BinaryOp kOp>
struct FloatOperation {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.immediate_operands = true, .type_guard = true};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(operator_of(site) == kOp, both_doubles(left, right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) { return both_doubles(left, right); }
};
template <BinaryOp kOp>
struct MixedOperation {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.immediate_operands = true, .type_guard = true};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(operator_of(site) == kOp, numbers_with_a_double(left, right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) { return numbers_with_a_double(left, right); }
};

// Whether the operation has a result for all floats.
constexpr bool is_total(BinaryOp op) {
    return op == BinaryOp::kAdd || op == BinaryOp::kSubtract || op == BinaryOp::kMultiply;
}

#define MOULT_FLOAT_SPECIALIZATION(Name, kOp, text, expression)                                         \
    struct Name##Float : Specialization<BinaryOpFamily, text "_FLOAT">, FloatOperation<BinaryOp::kOp> { \
        static constexpr Traits kTraits = {.immediate_operands = true,                                  \
                                           .type_guard = true,                                          \
                                           .pure = is_total(BinaryOp::kOp),                             \
                                           .result = {ValueType::kFloat}};                              \
        static Value run(Thread& thread, Value left, Value right, const Cache&) {                       \
            double a = left.as_double(), b = right.as_double();                                         \
            expression                                                                                  \
        }                                                                                               \
    };                                                                                                  \
    struct Name##Mixed : Specialization<BinaryOpFamily, text "_MIXED">, MixedOperation<BinaryOp::kOp> { \
        static constexpr Traits kTraits = {.immediate_operands = true,                                  \
                                           .type_guard = true,                                          \
                                           .pure = is_total(BinaryOp::kOp),                             \
                                           .result = {ValueType::kFloat}};                              \
        static Value run(Thread& thread, Value left, Value right, const Cache&) {                       \
            double a = number_as_double(left), b = number_as_double(right);                             \
            expression                                                                                  \
        }                                                                                               \
    }
MOULT_FLOAT_SPECIALIZATION(Add, kAdd, "BINARY_OP_ADD", return float_result(a + b););
MOULT_FLOAT_SPECIALIZATION(Subtract, kSubtract, "BINARY_OP_SUBTRACT", return float_result(a - b););
MOULT_FLOAT_SPECIALIZATION(Multiply, kMultiply, "BINARY_OP_MULTIPLY", return float_result(a * b););
MOULT_FLOAT_SPECIALIZATION(TrueDivide, kTrueDivide, "BINARY_OP_TRUE_DIVIDE",
                           if (b == 0) return decline(thread, DeoptReason::kZero);
                           return float_result(a / b););
// Only what pow() of C and of Python agree on without errors: finite bases that are positive, or squared.
MOULT_FLOAT_SPECIALIZATION(
    Power, kPower, "BINARY_OP_POWER", if (b == 2 && std::isfinite(a * a)) return Value::number(a * a);
    if (!(a > 0) || !std::isfinite(a) || !std::isfinite(b)) return decline(thread, DeoptReason::kNotFinite);
    double power = std::pow(a, b); if (!std::isfinite(power)) return decline(thread, DeoptReason::kNotFinite);
    return Value::number(power););
MOULT_SPECIALIZE(AddFloat);
MOULT_SPECIALIZE(AddMixed);
MOULT_SPECIALIZE(SubtractFloat);
MOULT_SPECIALIZE(SubtractMixed);
MOULT_SPECIALIZE(MultiplyFloat);
MOULT_SPECIALIZE(MultiplyMixed);
MOULT_SPECIALIZE(TrueDivideFloat);
MOULT_SPECIALIZE(TrueDivideMixed);
MOULT_SPECIALIZE(PowerFloat);
MOULT_SPECIALIZE(PowerMixed);
#undef MOULT_FLOAT_SPECIALIZATION

// --- sequences

struct AddStr : Specialization<BinaryOpFamily, "BINARY_OP_ADD_UNICODE"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.reuses_left = true, .leaves_memory = true};
    static FailureReason applies(Site& site, Value left, Value right, Cache& cache) {
        return applies_to(operator_of(site) == BinaryOp::kAdd, guard(left, right, cache), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) {
        return is_exact<Str>(left) && is_exact<Str>(right);
    }
    static Value run(Thread& thread, Value left, Value right, const Cache&, Value* last_use) {
        if (last_use) {
            if (Str* grown = extend_str(thread, left.as<Str>(), right.as<Str>())) {
                *last_use = Value::empty();
                return Value(grown);
            }
        }
        return Ref<Value>(concat(thread, left.as<Str>(), right.as<Str>())).release();
    }
};
MOULT_SPECIALIZE(AddStr);
struct AddList : Specialization<BinaryOpFamily, "BINARY_OP_ADD_LIST"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site& site, Value left, Value right, Cache& cache) {
        bool is_add = site.oparg == static_cast<uint32_t>(BinaryOp::kAdd);
        return applies_to(is_add, guard(left, right, cache), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) {
        return is_exact<List>(left) && is_exact<List>(right);
    }
    static Value run(Thread& thread, Value left, Value right, const Cache&) {
        const List *a = left.as<List>(), *b = right.as<List>();
        Ref<List> sum = make_list(thread, a->length + b->length);
        if (!sum) return Value::error();
        for (const List* part : {a, b})
            for (Value item : part->span()) {
                incref(item);
                sum->items[sum->length++] = item;
            }
        return Ref<Value>(std::move(sum)).release();
    }
};
MOULT_SPECIALIZE(AddList);

}  // namespace

}  // namespace moult::specializer
