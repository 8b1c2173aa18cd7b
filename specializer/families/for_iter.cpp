// Specializations of FOR_ITER: builtin sequences and ranges without a call, generators without a C++ call.
#include "interp/control_families.h"
#include "interp/generators/generator.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::ForIterFamily;
using interp::NoCache;
using interp::Site;
using interp::Specialization;

template <class Iterator, class Sequence, interp::FixedString kInstruction>
struct ForIterItems : Specialization<ForIterFamily, kInstruction> {
    using Cache = NoCache;
    static bool applies(Site&, Value iterator, Cache& cache) { return guard(iterator, cache); }
    static constexpr bool kTypeGuard = true;
    static constexpr bool kRepeatable = true;
    static bool guard(Value iterator, const Cache&) { return is_exact<Iterator>(iterator); }
    static const Value* items(List* list) { return list->items; }
    static const Value* items(Tuple* tuple) { return tuple->items(); }
    static Value next(Thread&, Value value, const Cache&) {
        auto* iterator = value.as<Iterator>();
        if (iterator->sequence.is_empty()) return Value::empty();
        auto* sequence = iterator->sequence.template as<Sequence>();
        if (iterator->position >= sequence->length) {
            iterator->sequence = Value::empty();
            decref(static_cast<Object*>(sequence));
            return Value::empty();
        }
        Value item = items(sequence)[iterator->position++];
        incref(item);
        return item;
    }
};
using ForIterList = ForIterItems<ListIterator, List, "FOR_ITER_LIST">;
MOULT_SPECIALIZE(ForIterList);
using ForIterTuple = ForIterItems<TupleIterator, Tuple, "FOR_ITER_TUPLE">;
MOULT_SPECIALIZE(ForIterTuple);

struct ForIterRange : Specialization<ForIterFamily, "FOR_ITER_RANGE"> {
    using Cache = NoCache;
    static bool applies(Site&, Value iterator, Cache& cache) { return guard(iterator, cache); }
    static constexpr bool kTypeGuard = true;
    static constexpr bool kRepeatable = true;
    static constexpr bool kLeavesMemory = true;
    static bool guard(Value iterator, const Cache&) { return is_exact<RangeIterator>(iterator); }
    static Value next(Thread&, Value value, const Cache&) {
        auto* iterator = value.as<RangeIterator>();
        if (iterator->remaining <= 0) return Value::empty();
        --iterator->remaining;
        int64_t item = iterator->next;
        iterator->next = item + iterator->step;
        return Value::small_int(item);
    }
};
MOULT_SPECIALIZE(ForIterRange);

struct ForIterGenerator : Specialization<ForIterFamily, "FOR_ITER_GEN"> {
    using Cache = NoCache;
    static bool applies(Site&, Value iterator, Cache& cache) { return guard(iterator, cache); }
    static bool guard(Value iterator, const Cache&) {
        return iterator.is_object() && iterator.as_object()->shape->kind == Kind::kGenerator &&
               iterator.as<Generator>()->state <= Generator::State::kSuspended;
    }
    static Frame* enter(Thread& thread, Value iterator, const Cache&) {
        if (thread.recursion_depth >= thread.interp.recursion_limit) return nullptr;
        auto* generator = iterator.as<Generator>();
        interp::resume_generator(thread, generator, Value::none(), Generator::Resumer::kForIter);
        return generator->frame();
    }
};
MOULT_SPECIALIZE(ForIterGenerator);

}  // namespace

}  // namespace moult::specializer
