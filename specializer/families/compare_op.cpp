// Specializations of COMPARE_OP and CONTAINS_OP.
#include "interp/families.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/set.h"
#include "runtime/strings/str.h"
#include "specializer/numbers.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::CompareOpFamily;
using interp::ContainsOpFamily;
using interp::FailureReason;
using interp::NoCache;
using interp::other_types;
using interp::Site;
using interp::Specialization;
using interp::Traits;
using interp::unless;
using interp::ValueType;

template <class T>
constexpr bool holds(CompareOp op, const T& a, const T& b) {
    switch (op) {
        case CompareOp::kLt: return a < b;
        case CompareOp::kLe: return a <= b;
        case CompareOp::kEq: return a == b;
        case CompareOp::kNe: return a != b;
        case CompareOp::kGt: return a > b;
        case CompareOp::kGe: return a >= b;
    }
    return false;
}
// For an operator and operands of certain types.
inline FailureReason applies_to(const Site& site, CompareOp op, bool types, Value left, Value right) {
    if (site.oparg != static_cast<uint32_t>(op)) return FailureReason::kOtherOperation;
    return types ? FailureReason::kNone : other_types(left, right);
}

// One specialization per operator, so that the handler of each is a single machine comparison.
template <CompareOp kOp, interp::FixedString kInstruction>
struct CompareInt : Specialization<CompareOpFamily, kInstruction> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kBool}};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(site, kOp, both_small_ints(left, right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) { return both_small_ints(left, right); }
    static Value run(Thread&, Value left, Value right, const Cache&) {
        return Value::boolean(holds(kOp, shifted(left), shifted(right)));
    }
};
MOULT_SPECIALIZE_AS(CompareIntLt, CompareInt<CompareOp::kLt, "COMPARE_OP_INT_LT">);
MOULT_SPECIALIZE_AS(CompareIntLe, CompareInt<CompareOp::kLe, "COMPARE_OP_INT_LE">);
MOULT_SPECIALIZE_AS(CompareIntEq, CompareInt<CompareOp::kEq, "COMPARE_OP_INT_EQ">);
MOULT_SPECIALIZE_AS(CompareIntNe, CompareInt<CompareOp::kNe, "COMPARE_OP_INT_NE">);
MOULT_SPECIALIZE_AS(CompareIntGt, CompareInt<CompareOp::kGt, "COMPARE_OP_INT_GT">);
MOULT_SPECIALIZE_AS(CompareIntGe, CompareInt<CompareOp::kGe, "COMPARE_OP_INT_GE">);
template <CompareOp kOp, interp::FixedString kInstruction>
struct CompareFloat : Specialization<CompareOpFamily, kInstruction> {  // float with float or int
    using Cache = NoCache;
    static constexpr Traits kTraits = {
        .immediate_operands = true, .type_guard = true, .pure = true, .result = {ValueType::kBool}};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(site, kOp, numbers_with_a_double(left, right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) { return numbers_with_a_double(left, right); }
    static Value run(Thread&, Value left, Value right, const Cache&) {
        return Value::boolean(holds(kOp, number_as_double(left), number_as_double(right)));
    }
};
MOULT_SPECIALIZE_AS(CompareFloatLt, CompareFloat<CompareOp::kLt, "COMPARE_OP_FLOAT_LT">);
MOULT_SPECIALIZE_AS(CompareFloatLe, CompareFloat<CompareOp::kLe, "COMPARE_OP_FLOAT_LE">);
MOULT_SPECIALIZE_AS(CompareFloatEq, CompareFloat<CompareOp::kEq, "COMPARE_OP_FLOAT_EQ">);
MOULT_SPECIALIZE_AS(CompareFloatNe, CompareFloat<CompareOp::kNe, "COMPARE_OP_FLOAT_NE">);
MOULT_SPECIALIZE_AS(CompareFloatGt, CompareFloat<CompareOp::kGt, "COMPARE_OP_FLOAT_GT">);
MOULT_SPECIALIZE_AS(CompareFloatGe, CompareFloat<CompareOp::kGe, "COMPARE_OP_FLOAT_GE">);
template <CompareOp kOp, interp::FixedString kInstruction>
struct CompareStr : Specialization<CompareOpFamily, kInstruction> {  // == and != only
    using Cache = NoCache;
    static constexpr Traits kTraits = {.type_guard = true, .pure = true, .result = {ValueType::kBool}};
    static FailureReason applies(Site& site, Value left, Value right, Cache&) {
        return applies_to(site, kOp, is_exact<Str>(left) && is_exact<Str>(right), left, right);
    }
    static bool guard(Value left, Value right, const Cache&) {
        return is_exact<Str>(left) && is_exact<Str>(right);
    }
    static Value run(Thread&, Value left, Value right, const Cache&) {
        bool equal = left == right || str_equal(left.as<Str>(), right.as<Str>());
        return Value::boolean(equal == (kOp == CompareOp::kEq));
    }
};
MOULT_SPECIALIZE_AS(CompareStrEq, CompareStr<CompareOp::kEq, "COMPARE_OP_STR_EQ">);
MOULT_SPECIALIZE_AS(CompareStrNe, CompareStr<CompareOp::kNe, "COMPARE_OP_STR_NE">);

// --- item in container; oparg 1: not in

struct ContainsDict : Specialization<ContainsOpFamily, "CONTAINS_OP_DICT"> {
    struct Cache {
        uint64_t negate;
    };
    static constexpr Traits kTraits = {.runs_python = true, .result = {ValueType::kBool}};
    static FailureReason applies(Site& site, Value, Value container, Cache& cache) {
        cache.negate = site.oparg;
        return unless(is_exact<Dict>(container), FailureReason::kOtherTypes);
    }
    static bool guard(Value, Value container, const Cache&) { return is_exact<Dict>(container); }
    static Value run(Thread& thread, Value item, Value container, const Cache& cache) {
        Result<Value> found = dict_get(thread, container.as<Dict>(), item);
        if (!found.ok()) return Value::error();
        return Value::boolean(found.value().is_empty() == (cache.negate != 0));
    }
};
MOULT_SPECIALIZE(ContainsDict);
struct ContainsSet : Specialization<ContainsOpFamily, "CONTAINS_OP_SET"> {
    using Cache = ContainsDict::Cache;
    static constexpr Traits kTraits = {.runs_python = true, .result = {ValueType::kBool}};
    static bool is_set(Value v) {
        return v.is_object() &&
               (v.as_object()->shape->kind == Kind::kSet || v.as_object()->shape->kind == Kind::kFrozenSet);
    }
    static FailureReason applies(Site& site, Value item, Value container, Cache& cache) {
        cache.negate = site.oparg;
        return unless(guard(item, container, cache), FailureReason::kOtherTypes);
    }
    // A set as the item is looked up as a frozenset would be: left to the generic instruction.
    static bool guard(Value item, Value container, const Cache&) {
        return is_set(container) && !as_any_set(item);
    }
    static Value run(Thread& thread, Value item, Value container, const Cache& cache) {
        Result<bool> found = set_contains(thread, container.as<Set>(), item);
        if (!found.ok()) return Value::error();
        return Value::boolean(found.value() != (cache.negate != 0));
    }
};
MOULT_SPECIALIZE(ContainsSet);

}  // namespace

}  // namespace moult::specializer
