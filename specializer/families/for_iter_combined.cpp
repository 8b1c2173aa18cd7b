// Specializations of FOR_ITER for iterators that give tuples: enumerate and zip over lists, tuples and
// ranges, and the items of dicts. The tuples are used again when the program has dropped them, as in the
// iterators' own steps.
#include "runtime/operations/allocate.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "specializer/for_iter.h"

namespace moult::specializer {

namespace {

// Iterators whose steps neither run code nor fail.
template <class... Steps>
struct AnyOf {
    static bool knows(Value iterator) { return (is_exact<typename Steps::Iterator>(iterator) || ...); }
    // The next item, owned, or empty.
    static Value next(Thread& thread, Value iterator) {
        Value item;
        (void)((is_exact<typename Steps::Iterator>(iterator) &&
                ((item = ForIterFamily::next<Steps>(thread, iterator, NoCache{})), true)) ||
               ...);
        return item;
    }
};
using Simple = AnyOf<ForIterList, ForIterTuple, ForIterRange>;

// The tuple given out last when nobody else has it any more, or a new one in its place; a second reference
// for the caller. Null without memory, with nothing changed.
inline Tuple* tuple_again(Thread& thread, Value* kept, size_t length) {
    if (can_be_refilled(*kept)) {
        incref(*kept);
        return kept->as<Tuple>();
    }
    Ref<Tuple> made = replace_refilled_tuple(thread, kept, length);
    if (!made) clear_error(thread);
    return made.release();
}
// Takes over both items.
inline Value fill_pair(Tuple* pair, Value a, Value b) {
    Value old_a = std::exchange(pair->items()[0], a), old_b = std::exchange(pair->items()[1], b);
    decref(old_a);
    decref(old_b);
    return pair;
}

constexpr interp::ValueType kTuple = {interp::ValueType::kExact, Kind::kTuple};

struct ForIterEnumerate : ForIterBuiltin<Enumerate, "FOR_ITER_ENUMERATE"> {
    static constexpr Traits kTraits = {.type_guard = true, .item = kTuple};
    static FailureReason applies(Site&, Value iterator, Cache& cache) {
        if (!guard(iterator, cache)) return FailureReason::kOtherIterator;
        return unless(Simple::knows(iterator.as<Enumerate>()->iterator), FailureReason::kInnerIterator);
    }
    static Value next(Thread& thread, Value value, const Cache&) {
        auto* it = value.as<Enumerate>();
        Value count = it->count;
        bool is_small = count.is_small_int() && count.as_small_int() < Value::kIntMax;
        if (!is_small) return decline(thread, DeoptReason::kTooLarge);
        if (!Simple::knows(it->iterator)) return decline(thread, DeoptReason::kInnerIterator);
        Tuple* pair = tuple_again(thread, &it->pair, 2);
        if (!pair) return decline(thread, DeoptReason::kNoMemory);
        Value item = Simple::next(thread, it->iterator);
        if (item.is_empty()) {
            decref(static_cast<Object*>(pair));
            return item;
        }
        it->count = Value::small_int(count.as_small_int() + 1);
        return fill_pair(pair, count, item);
    }
};
MOULT_SPECIALIZE(ForIterEnumerate);

struct ForIterZip : ForIterBuiltin<Zip, "FOR_ITER_ZIP"> {
    static constexpr Traits kTraits = {.type_guard = true, .item = kTuple};
    static bool is_simple(const Zip* it) {
        const auto* iterators = it->iterators.as<Tuple>();
        if (it->strict || iterators->length == 0) return false;
        for (size_t i = 0; i < iterators->length; ++i)
            if (!Simple::knows(iterators->items()[i])) return false;
        return true;
    }
    static FailureReason applies(Site&, Value iterator, Cache& cache) {
        if (!guard(iterator, cache)) return FailureReason::kOtherIterator;
        return unless(is_simple(iterator.as<Zip>()), FailureReason::kInnerIterator);
    }
    static Value next(Thread& thread, Value value, const Cache&) {
        auto* it = value.as<Zip>();
        if (!is_simple(it)) return decline(thread, DeoptReason::kInnerIterator);
        const auto* iterators = it->iterators.as<Tuple>();
        Tuple* result = tuple_again(thread, &it->result, iterators->length);
        if (!result) return decline(thread, DeoptReason::kNoMemory);
        for (size_t i = 0; i < iterators->length; ++i) {
            Value item = Simple::next(thread, iterators->items()[i]);
            if (item.is_empty()) {
                decref(static_cast<Object*>(result));
                return item;
            }
            decref(std::exchange(result->items()[i], item));
        }
        return result;
    }
};
MOULT_SPECIALIZE(ForIterZip);

struct ForIterDictItems : ForIterOfType<DictIterator, &Types::dict_item_iterator, "FOR_ITER_DICT_ITEMS"> {
    static constexpr Traits kTraits = {.item = kTuple};
    static Value next(Thread& thread, Value value, const Cache&) {
        auto* it = value.as<DictIterator>();
        if (it->dict.is_empty()) return Value::empty();
        const auto* dict = it->dict.as<Dict>();
        if (it->expected_length != dict->length) return decline(thread, DeoptReason::kResized);
        size_t position = it->position;
        Value key, item;
        if (!dict_next(dict, &position, &key, &item)) {
            decref(std::exchange(it->dict, Value::empty()));
            return Value::empty();
        }
        if (it->remaining == 0) return decline(thread, DeoptReason::kResized);
        Tuple* pair = tuple_again(thread, &it->pair, 2);
        if (!pair) return decline(thread, DeoptReason::kNoMemory);
        it->position = position;
        --it->remaining;
        incref(key);
        incref(item);
        return fill_pair(pair, key, item);
    }
};
MOULT_SPECIALIZE(ForIterDictItems);

}  // namespace

}  // namespace moult::specializer
