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

using interp::FailureReason;
using interp::GetIterFamily;
using interp::IsOpFamily;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::UnaryNegativeFamily;
using interp::UnaryNotFamily;
using interp::unless;
using interp::ValueType;

// For operands that S::takes says, by their type alone.
template <class S, class FamilyType, interp::FixedString kInstruction>
struct UnaryByType : Specialization<FamilyType, kInstruction> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.type_guard = true};
    static FailureReason applies(Site&, Value operand, Cache&) {
        return unless(S::takes(operand), FailureReason::kOtherTypes);
    }
    static bool guard(Value operand, const Cache&) { return S::takes(operand); }
};

struct NegateInt : UnaryByType<NegateInt, UnaryNegativeFamily, "UNARY_NEGATIVE_INT"> {
    static constexpr Traits kTraits = {.immediate_operands = true, .type_guard = true};
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
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kFloat}};
    static bool takes(Value operand) { return operand.is_double(); }
    static Value run(Thread&, Value operand, const NoCache&) { return float_result(-operand.as_double()); }
};
MOULT_SPECIALIZE(NegateFloat);

struct NotPlain : UnaryByType<NotPlain, UnaryNotFamily, "UNARY_NOT_PLAIN"> {
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kBool}};
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
    static constexpr Traits kTraits = {.pure = true, .identity = true, .result = {ValueType::kBool}};
    static FailureReason applies(Site& site, Value, Value, Cache&) {
        return unless(site.oparg == kNegated, FailureReason::kOtherOperation);
    }
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
    static constexpr Traits kTraits = {.type_guard = true, .leaves_memory = true};
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
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .result = {ValueType::kExact, Kind::kListIterator}};
    static bool takes(Value operand) { return is_exact<List>(operand); }
    static Value run(Thread& thread, Value operand, const NoCache&) {
        return list_iter(thread, operand).release();
    }
};
MOULT_SPECIALIZE(GetIterList);
struct GetIterTuple : GetIter<GetIterTuple, "GET_ITER_TUPLE"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .result = {ValueType::kExact, Kind::kTupleIterator}};
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
