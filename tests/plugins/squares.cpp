// A plugin for tests: x ** 2 of small ints, a specialization that declines where the square is none.
#include "interp/families.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

struct SquareInt : interp::Specialization<interp::BinaryOpFamily, "BINARY_OP_SQUARE_INT"> {
    using Cache = interp::NoCache;
    static constexpr interp::Traits kTraits = {.immediate_operands = true,
                                               .result = {interp::ValueType::kInt}};

    static interp::FailureReason applies(interp::Site& site, Value left, Value right, Cache& cache) {
        if (site.oparg != static_cast<uint32_t>(BinaryOp::kPower))
            return interp::FailureReason::kOtherOperation;
        return interp::unless(guard(left, right, cache), interp::other_types(left, right));
    }
    static bool guard(Value left, Value right, const Cache&) {
        return left.is_small_int() && right == Value::small_int(2);
    }
    static Value run(Thread& thread, Value left, Value, const Cache&) {
        int64_t number = left.as_small_int();
        if (number >= 1 << 24 || number <= -(1 << 24))
            return interp::decline(thread, interp::DeoptReason::kTooLarge);
        return Value::small_int(number * number);
    }
};
MOULT_SPECIALIZE(SquareInt);

}  // namespace

}  // namespace moult::specializer
