// Specializations of the unary operators, of `is` and of iter().
#include "interp/families.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "specializer/numbers.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::GetIterFamily;
using interp::IsOpFamily;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::UnaryNegativeFamily;
using interp::UnaryNotFamily;
using interp::ValueType;

// For operands that S::takes says, by their type alone.
template <class S, class FamilyType, interp::FixedString kInstruction>
struct UnaryByType : Specialization<FamilyType, kInstruction> {
    using Cache = NoCache;
    static constexpr bool kTypeGuard = true;
    static bool applies(Site&, Value operand, Cache&) { return S::takes(operand); }
    static bool guard(Value operand, const Cache&) { return S::takes(operand); }
};

struct NegateInt : UnaryByType<NegateInt, UnaryNegativeFamily, "UNARY_NEGATIVE_INT"> {
    static constexpr bool kImmediateOperands = true;
    static bool takes(Value operand) { return operand.is_small_int(); }
    static Value run(Thread& thread, Value operand, const NoCache&) {
        int64_t negated;
        if (__builtin_sub_overflow(0, shifted(operand), &negated)) [[unlikely]]
            return int_negative(thread, operand).release();
        return from_shifted(negated);
    }
};
MOULT_SPECIALIZE(NegateInt);
struct NegateFloat : UnaryByType<NegateFloat, UnaryNegativeFamily, "UNARY_NEGATIVE_FLOAT"> {
    static constexpr bool kImmediateOperands = true;
    static constexpr bool kPure = true;
    static constexpr ValueType kResult = {ValueType::kFloat};
    static bool takes(Value operand) { return operand.is_double(); }
    static Value run(Thread&, Value operand, const NoCache&) {
        return Value::arithmetic_result(-operand.as_double());
    }
};
MOULT_SPECIALIZE(NegateFloat);

struct NotPlain : UnaryByType<NotPlain, UnaryNotFamily, "UNARY_NOT_PLAIN"> {
    static constexpr bool kImmediateOperands = true;
    static constexpr bool kPure = true;
    static constexpr ValueType kResult = {ValueType::kBool};
    static bool takes(Value operand) {
        return operand.is_bool() || operand.is_small_int() || operand.is_none();
    }
    static Value run(Thread&, Value operand, const NoCache&) {
        if (operand.is_bool()) return Value::boolean(!operand.as_bool());
        return Value::boolean(operand.is_none() || operand == Value(Value::small_int(0)));
    }
};
MOULT_SPECIALIZE(NotPlain);

// `is` asks no operand anything.
template <uint32_t kNegated, interp::FixedString kInstruction>
struct IsOp : Specialization<IsOpFamily, kInstruction> {
    using Cache = NoCache;
    static constexpr bool kIdentity = true;
    static constexpr bool kPure = true;
    static constexpr ValueType kResult = {ValueType::kBool};
    static bool applies(Site& site, Value, Value, Cache&) { return site.oparg == kNegated; }
    static bool guard(Value, Value, const Cache&) { return true; }
    static Value run(Thread&, Value left, Value right, const Cache&) {
        return Value::boolean((left == right) != (kNegated != 0));
    }
};
using IsSame = IsOp<0, "IS_OP_SAME">;
MOULT_SPECIALIZE(IsSame);
using IsNotSame = IsOp<1, "IS_OP_NOT_SAME">;
MOULT_SPECIALIZE(IsNotSame);

template <class S, interp::FixedString kInstruction>
struct GetIter : UnaryByType<S, GetIterFamily, kInstruction> {
    static constexpr bool kLeavesMemory = true;
};
struct GetIterSelf : GetIter<GetIterSelf, "GET_ITER_SELF"> {
    static bool takes(Value operand) {
        if (!operand.is_object()) return false;
        switch (operand.as_object()->shape->kind) {
            case Kind::kGenerator:
            case Kind::kListIterator:
            case Kind::kTupleIterator:
            case Kind::kStrIterator:
            case Kind::kRangeIterator:
            case Kind::kEnumerate:
            case Kind::kZip:
            case Kind::kMap:
            case Kind::kFilter:
            case Kind::kReversed: return true;
            default: return false;
        }
    }
    static Value run(Thread&, Value operand, const NoCache&) {
        incref(operand);
        return operand;
    }
};
MOULT_SPECIALIZE(GetIterSelf);
struct GetIterList : GetIter<GetIterList, "GET_ITER_LIST"> {
    static constexpr ValueType kResult = {ValueType::kExact, Kind::kListIterator};
    static bool takes(Value operand) { return is_exact<List>(operand); }
    static Value run(Thread& thread, Value operand, const NoCache&) {
        return list_iter(thread, operand).release();
    }
};
MOULT_SPECIALIZE(GetIterList);
struct GetIterTuple : GetIter<GetIterTuple, "GET_ITER_TUPLE"> {
    static constexpr ValueType kResult = {ValueType::kExact, Kind::kTupleIterator};
    static bool takes(Value operand) { return is_exact<Tuple>(operand); }
    static Value run(Thread& thread, Value operand, const NoCache&) {
        return tuple_iter(thread, operand).release();
    }
};
MOULT_SPECIALIZE(GetIterTuple);
struct GetIterRange : GetIter<GetIterRange, "GET_ITER_RANGE"> {
    static bool takes(Value operand) { return is_exact<Range>(operand); }
    static Value run(Thread& thread, Value operand, const NoCache&) {
        return range_iter(thread, operand).release();
    }
};
MOULT_SPECIALIZE(GetIterRange);

}  // namespace

}  // namespace moult::specializer
