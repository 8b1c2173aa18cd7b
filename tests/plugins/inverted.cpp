// A plugin for tests: ~x of small ints by a function and a constant that only the plugin has, far from the code of traces.
#include "interp/families.h"
#include "specializer/specialize.h"

namespace moult::specializer {

// Of external linkage: traces use the plugin's own.
extern const int64_t kMark;
const int64_t kMark = -1;
Value invert_by(const int64_t* mark, Value value);
[[gnu::noinline]] Value invert_by(const int64_t* mark, Value value) {
    return Value::small_int(mark == &kMark ? value.as_small_int() ^ *mark : 0);
}

namespace {

struct InvertInt : interp::Specialization<interp::UnaryInvertFamily, "UNARY_INVERT_INT"> {
    using Cache = interp::NoCache;
    static constexpr interp::Traits kTraits = {.immediate_operands = true, .type_guard = true};

    static interp::FailureReason applies(interp::Site&, Value value, Cache& cache) {
        return interp::unless(guard(value, cache), interp::FailureReason::kOtherTypes);
    }
    static bool guard(Value value, const Cache&) { return value.is_small_int(); }
    static Value run(Thread&, Value value, const Cache&) { return invert_by(&kMark, value); }
};
MOULT_SPECIALIZE(InvertInt);

}  // namespace

}  // namespace moult::specializer
