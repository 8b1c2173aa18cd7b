// Specializations of FOR_ITER: builtin sequences, ranges and dicts without a call, generators without a C++
// call.
#include "specializer/for_iter.h"
#include "interp/generators/generator.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult::specializer {

MOULT_SPECIALIZE(ForIterList);
MOULT_SPECIALIZE(ForIterTuple);
MOULT_SPECIALIZE(ForIterRange);

namespace {

struct ForIterStr : ForIterBuiltin<StrIterator, "FOR_ITER_STR"> {
    static constexpr Traits kTraits = {
        .type_guard = true, .leaves_memory = true, .item = {interp::ValueType::kExact, Kind::kStr}};
    struct State {
        const Str* text;  // null after the end
        size_t position;
    };
    static State load(const StrIterator* it) {
        return {it->sequence.is_empty() ? nullptr : it->sequence.as<Str>(), it->position};
    }
    static IteratorStep next(Thread& thread, State& state, Value* item) {
        if (!state.text || state.position >= state.text->length) return IteratorStep::kEnd;
        char32_t character = state.text->at(state.position);
        Value made = character < 256 ? thread.interp.latin1_chars[character] : nullptr;
        if (made.is_empty()) {
            made = make_char(thread, character).release();
            if (made.is_empty()) {
                clear_error(thread);
                return decline_step(thread, DeoptReason::kNoMemory);
            }
        } else {
            incref(made);
        }
        ++state.position;
        *item = made;
        return IteratorStep::kItem;
    }
    static void store(StrIterator* it, const State& state) { it->position = state.position; }
    static void end(StrIterator* it) { decref(std::exchange(it->sequence, Value::empty())); }
};
MOULT_SPECIALIZE(ForIterStr);

// reversed(list): the position counts the items still to come.
struct ForIterReversedList
    : ForIterOfType<SequenceIterator, &Types::list_reverse_iterator, "FOR_ITER_REVERSED_LIST"> {
    struct State {
        List* list;  // null after the end
        size_t position;
    };
    static State load(const Iterator* it) {
        return {it->sequence.is_empty() ? nullptr : it->sequence.as<List>(), it->position};
    }
    static IteratorStep next(Thread&, State& state, Value* item) {
        if (!state.list || state.position == 0 || state.position > state.list->length)
            return IteratorStep::kEnd;
        *item = state.list->items[--state.position];
        incref(*item);
        return IteratorStep::kItem;
    }
    static void store(Iterator* it, const State& state) { it->position = state.position; }
    static void end(Iterator* it) { decref(std::exchange(it->sequence, Value::empty())); }
};
MOULT_SPECIALIZE(ForIterReversedList);

template <bool is_over_values, Type* Types::* kType, interp::FixedString kInstruction>
struct ForIterDict : ForIterOfType<DictIterator, kType, kInstruction> {
    struct State {
        Dict* dict;  // null after the end
        size_t expected_length, position, remaining;
    };
    static State load(const DictIterator* it) {
        return {it->dict.is_empty() ? nullptr : it->dict.as<Dict>(), it->expected_length, it->position,
                it->remaining};
    }
    static IteratorStep next(Thread& thread, State& state, Value* item) {
        if (!state.dict) return IteratorStep::kEnd;
        if (state.expected_length != state.dict->length) return decline_step(thread, DeoptReason::kResized);
        DictTable* table = state.dict->table;
        size_t count = table ? table->entry_count : 0;
        for (size_t i = state.position; i < count; ++i) {
            Value key = table->str_keys ? table->str_entries()[i].key : table->entries()[i].key;
            if (key.is_empty()) continue;
            if (state.remaining == 0) return decline_step(thread, DeoptReason::kResized);
            if constexpr (is_over_values)
                *item = table->str_keys ? table->str_entries()[i].value : table->entries()[i].value;
            else
                *item = key;
            incref(*item);
            state.position = i + 1;
            --state.remaining;
            return IteratorStep::kItem;
        }
        return IteratorStep::kEnd;
    }
    static void store(DictIterator* it, const State& state) {
        it->position = state.position;
        it->remaining = state.remaining;
    }
    static void end(DictIterator* it) { decref(std::exchange(it->dict, Value::empty())); }
};
using ForIterDictKeys = ForIterDict<false, &Types::dict_key_iterator, "FOR_ITER_DICT_KEYS">;
MOULT_SPECIALIZE(ForIterDictKeys);
using ForIterDictValues = ForIterDict<true, &Types::dict_value_iterator, "FOR_ITER_DICT_VALUES">;
MOULT_SPECIALIZE(ForIterDictValues);

struct ForIterGenerator : Specialization<ForIterFamily, "FOR_ITER_GEN"> {
    using Cache = NoCache;
    static FailureReason applies(Site&, Value iterator, Cache& cache) {
        bool is_generator = iterator.is_object() && iterator.as_object()->shape->kind == Kind::kGenerator;
        if (!is_generator) return FailureReason::kOtherIterator;
        return unless(guard(iterator, cache), FailureReason::kNotSuspended);
    }
    static bool guard(Value iterator, const Cache&) {
        return iterator.is_object() && iterator.as_object()->shape->kind == Kind::kGenerator &&
               iterator.as<Generator>()->state <= Generator::State::kSuspended;
    }
    static Frame* enter(Thread& thread, Value iterator, const Cache&) {
        if (thread.recursion_depth >= thread.interp.recursion_limit)
            return decline(thread, DeoptReason::kTooDeep);
        auto* generator = iterator.as<Generator>();
        interp::resume_generator(thread, generator, Value::none(), Generator::Resumer::kForIter);
        return generator->frame();
    }
};
MOULT_SPECIALIZE(ForIterGenerator);

}  // namespace

}  // namespace moult::specializer
