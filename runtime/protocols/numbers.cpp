// Arithmetic on any values: which operand's slot goes first, what sequences do with + and *, and the errors.
#include <climits>
#include <cstddef>

#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct Operator {
    BinarySlot TypeSlots::* slot;  // null for power
    BinarySlot TypeSlots::* inplace;
    const char* sign;
    const char* inplace_sign;
};
constexpr Operator kOperators[] = {
    // in the order of BinaryOp
    {&TypeSlots::add, &TypeSlots::inplace_add, "+", "+="},
    {&TypeSlots::and_, &TypeSlots::inplace_and, "&", "&="},
    {&TypeSlots::floor_divide, &TypeSlots::inplace_floor_divide, "//", "//="},
    {&TypeSlots::lshift, &TypeSlots::inplace_lshift, "<<", "<<="},
    {&TypeSlots::matrix_multiply, &TypeSlots::inplace_matrix_multiply, "@", "@="},
    {&TypeSlots::multiply, &TypeSlots::inplace_multiply, "*", "*="},
    {&TypeSlots::remainder, &TypeSlots::inplace_remainder, "%", "%="},
    {&TypeSlots::or_, &TypeSlots::inplace_or, "|", "|="},
    {nullptr, &TypeSlots::inplace_power, "** or pow()", "**="},
    {&TypeSlots::rshift, &TypeSlots::inplace_rshift, ">>", ">>="},
    {&TypeSlots::subtract, &TypeSlots::inplace_subtract, "-", "-="},
    {&TypeSlots::true_divide, &TypeSlots::inplace_true_divide, "/", "/="},
    {&TypeSlots::xor_, &TypeSlots::inplace_xor, "^", "^="},
};

const Operator& row(BinaryOp op) {
    return kOperators[static_cast<size_t>(op)];
}

Failure raise_unsupported(Thread& thread, const char* sign, Value left, Value right) {
    return raise_type_error(thread, "unsupported operand type(s) for %s: '%s' and '%s'", sign,
                            type_name(thread, left), type_name(thread, right));
}

// NotImplemented when neither operand knows.
Ref<Value> try_slot(Thread& thread, Value left, Value right, BinarySlot TypeSlots::* slot) {
    Type *left_type = thread.interp.type_of(left), *right_type = thread.interp.type_of(right);
    BinarySlot of_left = left_type->slots.*slot;
    BinarySlot of_right = left_type == right_type ? nullptr : right_type->slots.*slot;
    if (of_right == of_left) of_right = nullptr;
    if (of_left) {
        if (of_right && right_type->is_subtype(left_type)) {
            Ref<Value> result = of_right(thread, left, right);
            if (!result.is_not_implemented()) return result;
            of_right = nullptr;
        }
        Ref<Value> result = of_left(thread, left, right);
        if (!result.is_not_implemented()) return result;
    }
    if (of_right) return of_right(thread, left, right);
    return Value::not_implemented();
}

Ref<Value> try_power(Thread& thread, Value base, Value exponent, Value modulus) {
    Type *left_type = thread.interp.type_of(base), *right_type = thread.interp.type_of(exponent);
    TernarySlot of_left = left_type->slots.power;
    TernarySlot of_right = left_type == right_type ? nullptr : right_type->slots.power;
    if (of_right == of_left) of_right = nullptr;
    if (of_left) {
        if (of_right && right_type->is_subtype(left_type)) {
            Ref<Value> result = of_right(thread, base, exponent, modulus);
            if (!result.is_not_implemented()) return result;
            of_right = nullptr;
        }
        Ref<Value> result = of_left(thread, base, exponent, modulus);
        if (!result.is_not_implemented()) return result;
    }
    if (of_right) {
        Ref<Value> result = of_right(thread, base, exponent, modulus);
        if (!result.is_not_implemented()) return result;
    }
    if (!modulus.is_none()) {
        Type* third = thread.interp.type_of(modulus);
        TernarySlot of_third = third->slots.power;
        if (of_third && of_third != of_left && of_third != of_right)
            return of_third(thread, base, exponent, modulus);
    }
    return Value::not_implemented();
}

using RepeatSlot = decltype(TypeSlots::repeat);
Ref<Value> repeat_sequence(Thread& thread, RepeatSlot slot, Value sequence, Value count) {
    if (!thread.interp.type_of(count)->slots.index)
        return raise_type_error(thread, "can't multiply sequence by non-int of type '%s'",
                                type_name(thread, count));
    int64_t times = TRY(index_as_int64(thread, count, thread.types().overflow_error));
    return slot(thread, sequence, times);
}

// What + and * do when the numbers' slots declined: concatenation and repetition; NotImplemented otherwise.
Ref<Value> try_sequence(Thread& thread, BinaryOp op, Value left, Value right) {
    const TypeSlots& of_left = thread.interp.type_of(left)->slots;
    if (op == BinaryOp::kAdd && of_left.concat) return of_left.concat(thread, left, right);
    if (op == BinaryOp::kMultiply) {
        if (of_left.repeat) return repeat_sequence(thread, of_left.repeat, left, right);
        RepeatSlot of_right = thread.interp.type_of(right)->slots.repeat;
        if (of_right) return repeat_sequence(thread, of_right, right, left);
    }
    return Value::not_implemented();
}

Ref<Value> try_binary(Thread& thread, BinaryOp op, Value left, Value right) {
    if (op == BinaryOp::kPower) return try_power(thread, left, right, Value::none());
    Ref<Value> result = try_slot(thread, left, right, row(op).slot);
    if (!result.is_not_implemented()) return result;
    return try_sequence(thread, op, left, right);
}

Ref<Value> unary(Thread& thread, Value operand, UnarySlot TypeSlots::* slot, const char* what) {
    UnarySlot function = thread.interp.type_of(operand)->slots.*slot;
    if (function) return function(thread, operand);
    return raise_type_error(thread, "bad operand type for %s: '%s'", what, type_name(thread, operand));
}

}  // namespace

Ref<Value> binary_op(Thread& thread, BinaryOp op, Value left, Value right) {
    Ref<Value> result = try_binary(thread, op, left, right);
    if (!result.is_not_implemented()) return result;
    if (op == BinaryOp::kRshift && left.is_object() &&
        left.as_object()->shape->kind == Kind::kNativeFunction &&
        repr_text(thread, left) == "<built-in function print>")
        return raise_type_error(thread,
                                "unsupported operand type(s) for >>: '%s' and '%s'. Did you mean "
                                "\"print(<message>, file=<output_stream>)\"?",
                                type_name(thread, left), type_name(thread, right));
    return raise_unsupported(thread, row(op).sign, left, right);
}

Ref<Value> inplace_op(Thread& thread, BinaryOp op, Value left, Value right) {
    const TypeSlots& slots = thread.interp.type_of(left)->slots;
    if (BinarySlot inplace = slots.*row(op).inplace) {
        Ref<Value> result = inplace(thread, left, right);
        if (!result.is_not_implemented()) return result;
    }
    // In a class statement's class the __iadd__ of a list counts as one of a number: it goes before __add__.
    bool inherits_concat = op == BinaryOp::kAdd && slots.inplace_concat && !slots.inplace_add &&
                           thread.interp.type_of(left)->is_heap_type();
    if (inherits_concat) return slots.inplace_concat(thread, left, right);
    if (op == BinaryOp::kPower) {
        Ref<Value> result = try_power(thread, left, right, Value::none());
        if (!result.is_not_implemented()) return result;
        return raise_unsupported(thread, row(op).inplace_sign, left, right);
    }
    Ref<Value> result = try_slot(thread, left, right, row(op).slot);
    if (!result.is_not_implemented()) return result;
    if (op == BinaryOp::kAdd && slots.inplace_concat) return slots.inplace_concat(thread, left, right);
    if (op == BinaryOp::kMultiply && slots.inplace_repeat)
        return repeat_sequence(thread, slots.inplace_repeat, left, right);
    result = try_sequence(thread, op, left, right);
    if (!result.is_not_implemented()) return result;
    return raise_unsupported(thread, row(op).inplace_sign, left, right);
}

Ref<Value> power(Thread& thread, Value base, Value exponent, Value modulus) {
    Ref<Value> result = try_power(thread, base, exponent, modulus);
    if (!result.is_not_implemented()) return result;
    if (modulus.is_none()) return raise_unsupported(thread, "** or pow()", base, exponent);
    return raise_type_error(thread, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                            type_name(thread, base), type_name(thread, exponent), type_name(thread, modulus));
}

Ref<Value> divmod(Thread& thread, Value left, Value right) {
    Ref<Value> result = try_slot(thread, left, right, &TypeSlots::divmod);
    if (!result.is_not_implemented()) return result;
    return raise_unsupported(thread, "divmod()", left, right);
}

Ref<Value> negative(Thread& thread, Value operand) {
    return unary(thread, operand, &TypeSlots::negative, "unary -");
}
Ref<Value> positive(Thread& thread, Value operand) {
    return unary(thread, operand, &TypeSlots::positive, "unary +");
}
Ref<Value> invert(Thread& thread, Value operand) {
    return unary(thread, operand, &TypeSlots::invert, "unary ~");
}
Ref<Value> absolute(Thread& thread, Value operand) {
    return unary(thread, operand, &TypeSlots::absolute, "abs()");
}

Ref<Value> to_index(Thread& thread, Value value) {
    if (Value number = as_int(value); !number.is_empty()) return share(number);
    UnarySlot index = thread.interp.type_of(value)->slots.index;
    if (!index)
        return raise_type_error(thread, "'%s' object cannot be interpreted as an integer",
                                type_name(thread, value));
    Ref<Value> result = TRY(index(thread, value));
    Value number = as_int(result);
    if (number.is_empty())
        return raise_type_error(thread, "__index__ returned non-int (type %s)", type_name(thread, result));
    if (number != result.get() || number.is_bool())
        TRY(warn_of_strict_subclass(thread, "__index__", "int", result));
    return share(number);
}

Status warn_of_strict_subclass(Thread& thread, const std::string& method, const char* wanted, Value result) {
    return warn(thread, thread.types().deprecation_warning,
                method + " returned non-" + wanted + " (type " + type_name(thread, result) +
                    ").  The ability to return an instance of a strict subclass of " + wanted +
                    " is deprecated, and may be removed in a future version of Python.");
}

Result<int64_t> index_as_int64(Thread& thread, Value value, Type* overflow_error) {
    if (value.is_small_int()) return value.as_small_int();
    Ref<Value> number = TRY(to_index(thread, value));
    int64_t result;
    if (int_to_int64(number, &result)) return result;
    if (!overflow_error) return int_sign(number) < 0 ? INT64_MIN : INT64_MAX;
    return raise(thread, overflow_error, "cannot fit '%s' into an index-sized integer",
                 type_name(thread, value));
}

Result<int64_t> as_ssize(Thread& thread, Value value) {
    if (value.is_small_int()) return value.as_small_int();
    Ref<Value> number = TRY(to_index(thread, value));
    return int_as_ssize(thread, number);
}

Result<int> as_c_int(Thread& thread, Value value) {
    Ref<Value> number = TRY(to_index(thread, value));
    int64_t result;
    if (!int_to_int64(number, &result) || result < INT_MIN || result > INT_MAX)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    return static_cast<int>(result);
}

Result<int64_t> int_as_ssize(Thread& thread, Value value) {
    Value number = as_int(value);
    if (number.is_empty()) return raise_type_error(thread, "an integer is required");
    int64_t result;
    if (int_to_int64(number, &result)) return result;
    return raise_overflow_error(thread, "Python int too large to convert to C ssize_t");
}

Result<int64_t> as_position(Thread& thread, Value value) {
    return index_as_int64(thread, value, thread.types().index_error);
}

}  // namespace moult
