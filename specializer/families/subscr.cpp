// Specializations of BINARY_SUBSCR, STORE_SUBSCR and UNPACK_SEQUENCE.
#include "interp/control_families.h"
#include "interp/families.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/strings/str.h"
#include "specializer/specialize.h"

namespace moult::specializer {

namespace {

using interp::BinarySubscrFamily;
using interp::decline;
using interp::DeoptReason;
using interp::FailureReason;
using interp::Memory;
using interp::NoCache;
using interp::Site;
using interp::Specialization;
using interp::StoreSubscrFamily;
using interp::Traits;
using interp::unless;
using interp::UnpackSequenceFamily;

// The position that an index means in a sequence; `length` or more when it is out of range.
inline uint64_t position(Value index, size_t length) {
    int64_t i = index.as_small_int();
    return static_cast<uint64_t>(i < 0 ? i + static_cast<int64_t>(length) : i);
}

template <class Sequence, interp::FixedString kInstruction>
struct SubscrItem : Specialization<BinarySubscrFamily, kInstruction> {
    using Cache = NoCache;
    static FailureReason applies(Site&, Value container, Value key, Cache& cache) {
        return unless(guard(container, key, cache), FailureReason::kOtherTypes);
    }
    static bool guard(Value container, Value key, const Cache&) {
        return key.is_small_int() && is_exact<Sequence>(container);
    }
    static constexpr Traits kTraits = {
        .without_place = DeoptReason::kIndex,
        .type_guard = true,
        .memory = std::is_same_v<Sequence, List> ? Memory::kListItem : Memory::kTupleItem};
    static Value* items(List* list) { return list->items; }
    static Value* items(Tuple* tuple) { return tuple->items(); }
    static Value* place(Value container, Value key, const Cache&) {
        auto* sequence = container.as<Sequence>();
        uint64_t i = position(key, sequence->length);
        if (i >= sequence->length) return nullptr;
        Value* item = &items(sequence)[i];
        __builtin_assume(item != nullptr);
        return item;
    }
};
using SubscrListInt = SubscrItem<List, "BINARY_SUBSCR_LIST_INT">;
MOULT_SPECIALIZE(SubscrListInt);
using SubscrTupleInt = SubscrItem<Tuple, "BINARY_SUBSCR_TUPLE_INT">;
MOULT_SPECIALIZE(SubscrTupleInt);

struct SubscrStrInt : Specialization<BinarySubscrFamily, "BINARY_SUBSCR_STR_INT"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.leaves_memory = true};
    static FailureReason applies(Site&, Value container, Value key, Cache& cache) {
        if (!key.is_small_int() || !is_exact<Str>(container)) return FailureReason::kOtherTypes;
        return unless(guard(container, key, cache), FailureReason::kCharacters);
    }
    static bool guard(Value container, Value key, const Cache&) {
        return key.is_small_int() && is_exact<Str>(container) && container.as<Str>()->width() == 1;
    }
    static Value run(Thread& thread, Value container, Value key, const Cache&) {
        const Str* text = container.as<Str>();
        uint64_t i = position(key, text->length);
        if (i >= text->length) [[unlikely]]
            return decline(thread, DeoptReason::kIndex);
        Value character = Value(thread.interp.latin1_chars[text->data<uint8_t>()[i]]);
        incref(character);
        return character;
    }
};
MOULT_SPECIALIZE(SubscrStrInt);
struct SubscrDict : Specialization<BinarySubscrFamily, "BINARY_SUBSCR_DICT"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.runs_python = true};
    static FailureReason applies(Site&, Value container, Value key, Cache& cache) {
        return unless(guard(container, key, cache), FailureReason::kOtherTypes);
    }
    static bool guard(Value container, Value, const Cache&) { return is_exact<Dict>(container); }
    static Value run(Thread& thread, Value container, Value key, const Cache&) {
        Result<Value> found = dict_get(thread, container.as<Dict>(), key);
        if (!found.ok()) return Value::error();
        Value value = found.value();
        if (value.is_empty()) {
            (void)raise_key_error(thread, key);
            return Value::error();
        }
        incref(value);
        return value;
    }
};
MOULT_SPECIALIZE(SubscrDict);

struct StoreSubscrListInt : Specialization<StoreSubscrFamily, "STORE_SUBSCR_LIST_INT"> {
    using Cache = NoCache;
    static FailureReason applies(Site&, Value value, Value container, Value key, Cache& cache) {
        return unless(guard(value, container, key, cache), FailureReason::kOtherTypes);
    }
    static bool guard(Value, Value container, Value key, const Cache&) {
        return key.is_small_int() && is_exact<List>(container);
    }
    static constexpr Traits kTraits = {
        .without_place = DeoptReason::kIndex, .type_guard = true, .memory = Memory::kListItem};
    static Value* place(Value, Value container, Value key, const Cache& cache) {
        return SubscrListInt::place(container, key, cache);
    }
};
MOULT_SPECIALIZE(StoreSubscrListInt);
struct StoreSubscrDict : Specialization<StoreSubscrFamily, "STORE_SUBSCR_DICT"> {
    using Cache = NoCache;
    static constexpr Traits kTraits = {.runs_python = true};
    static FailureReason applies(Site&, Value value, Value container, Value key, Cache& cache) {
        return unless(guard(value, container, key, cache), FailureReason::kOtherTypes);
    }
    static bool guard(Value, Value container, Value, const Cache&) { return is_exact<Dict>(container); }
    static Value run(Thread& thread, Value value, Value container, Value key, const Cache&) {
        return dict_set(thread, container.as<Dict>(), key, value).ok() ? Value(Value::none())
                                                                       : Value::error();
    }
};
MOULT_SPECIALIZE(StoreSubscrDict);

template <class Sequence, interp::FixedString kInstruction>
struct UnpackItems : Specialization<UnpackSequenceFamily, kInstruction> {
    using Cache = NoCache;
    static FailureReason applies(Site& site, Value sequence, Cache& cache) {
        if (!is_exact<Sequence>(sequence)) return FailureReason::kOtherTypes;
        return unless(guard(sequence, site.oparg, cache), FailureReason::kItemCount);
    }
    static bool guard(Value sequence, uint32_t count, const Cache&) {
        return is_exact<Sequence>(sequence) && sequence.as<Sequence>()->length == count;
    }
    static constexpr Traits kTraits = {.memory = SubscrItem<Sequence, kInstruction>::kTraits.memory};
    static Value* items(Value sequence) {
        return SubscrItem<Sequence, kInstruction>::items(sequence.as<Sequence>());
    }
};
using UnpackTuple = UnpackItems<Tuple, "UNPACK_SEQUENCE_TUPLE">;
MOULT_SPECIALIZE(UnpackTuple);
using UnpackList = UnpackItems<List, "UNPACK_SEQUENCE_LIST">;
MOULT_SPECIALIZE(UnpackList);

}  // namespace

}  // namespace moult::specializer
