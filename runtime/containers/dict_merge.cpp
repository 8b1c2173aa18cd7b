// Filling dicts from others: dict.update(), dict(...), `|`, and the `**` of calls.
#include "runtime/containers/dict_internal.h"
#include "runtime/containers/dict_table.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// Stores one item according to the mode.
Status merge_item(Thread& thread, Dict* dict, Value key, int64_t hash, Value value, MergeMode mode) {
    if (mode == MergeMode::kOverride) return dict_insert(thread, dict, key, hash, value);
    int64_t place = dict_find(thread, dict, key, hash);
    if (place == kLookupFailed) return kError;
    if (place == kAbsent) return dict_insert_absent(thread, dict, key, hash, value);
    if (mode == MergeMode::kRaise) return raise_key_error(thread, key);
    return {};
}

Status merge_dict(Thread& thread, Dict* dict, Dict* other, MergeMode mode) {
    if (other == dict || other->length == 0) return {};
    if (dict->length == 0 && other->table->entry_count == other->length)
        return dict_clone_into(thread, dict, other);
    // Most keys will be new ones: one growth instead of several.
    if (dict->length * 2 < other->length) TRY(dict_reserve(thread, dict, other->length));
    const uint64_t mutations = other->mutations;
    for (size_t i = 0; i < other->table->entry_count; ++i) {
        if (entry_key(other->table, i).is_empty()) continue;
        Ref<Value> key = share(entry_key(other->table, i));
        Ref<Value> value = share(*entry_value(other->table, i));
        TRY(merge_item(thread, dict, key, entry_hash(other->table, i), value, mode));
        if (other->mutations != mutations) return raise_runtime_error(thread, "dict mutated during update");
    }
    return {};
}

// All that mapping.keys() gives.
Ref<List> keys_of_mapping(Thread& thread, Value mapping) {
    Ref<Value> keys = TRY(call_method(thread, mapping, thread.interp.names().keys));
    if (is_exact<List>(keys)) return share(keys.get().as<List>());
    Ref<Value> iterator = get_iterator(thread, keys);
    if (iterator.is_error()) {
        if (!error_matches(thread, thread.types().type_error)) return kError;
        return raise_type_error(thread, "%.200s.keys() returned a non-iterable (type %.200s)",
                                type_name(thread, mapping), type_name(thread, keys));
    }
    return to_list(thread, iterator);
}

Status merge_mapping(Thread& thread, Dict* dict, Value mapping, MergeMode mode) {
    Ref<List> keys = TRY(keys_of_mapping(thread, mapping));
    for (size_t i = 0; i < keys->length; ++i) {
        Ref<Value> key = share(keys->items[i]);
        int64_t hash = TRY(hash_of_key(thread, key));
        if (mode != MergeMode::kOverride) {  // an item that will not be used is not even fetched
            int64_t place = dict_find(thread, dict, key, hash);
            if (place == kLookupFailed) return kError;
            if (place != kAbsent) {
                if (mode == MergeMode::kRaise) return raise_key_error(thread, key);
                continue;
            }
        }
        Ref<Value> value = TRY(get_item(thread, mapping, key));
        TRY(dict_insert(thread, dict, key, hash, value));
    }
    return {};
}

Status merge_pairs(Thread& thread, Dict* dict, Value iterable) {
    Ref<Value> iterator = TRY(get_iterator(thread, iterable));
    for (size_t i = 0;; ++i) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return {};
        Ref<Value> held;
        std::span<const Value> pair;
        if (is_exact<Tuple>(item)) {
            pair = item.as<Tuple>()->span();
        } else if (is_exact<List>(item)) {
            pair = item.as<List>()->span();
        } else {
            std::string message =
                "cannot convert dictionary update sequence element #" + std::to_string(i) + " to a sequence";
            held = TRY(to_list_or_tuple(thread, item, message.c_str()));
            pair = held.as<List>()->span();
        }
        if (pair.size() != 2)
            return raise_value_error(thread,
                                     "dictionary update sequence element #%zu has length %zu; 2 is required",
                                     i, pair.size());
        Ref<Value> key = share(pair[0]), value = share(pair[1]);
        int64_t hash = TRY(hash_of_key(thread, key));
        TRY(dict_insert(thread, dict, key, hash, value));
    }
}

}  // namespace

Status dict_merge(Thread& thread, Dict* dict, Value mapping, MergeMode mode) {
    // A subclass that iterates in its own way is asked through keys() and [].
    if (auto* source = as_instance<Dict>(mapping); source && source->shape->type->slots.iter == dict_iter)
        return merge_dict(thread, dict, source, mode);
    return merge_mapping(thread, dict, mapping, mode);
}

Status dict_update(Thread& thread, Dict* dict, Value other) {
    if (as_instance<Dict>(other)) return dict_merge(thread, dict, other, MergeMode::kOverride);
    Ref<Value> keys_method = TRY(find_attribute(thread, other, thread.interp.names().keys));
    if (keys_method.is_empty()) return merge_pairs(thread, dict, other);
    return merge_mapping(thread, dict, other, MergeMode::kOverride);
}

}  // namespace moult
