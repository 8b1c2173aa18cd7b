// The inside of Dict, shared by the dict*.cpp files: cells of the index table, lookups by place, insertion,
// removal. Everybody else uses dict.h.
#pragma once

#include "runtime/containers/dict.h"
#include "runtime/state/errors.h"

namespace moult {

// Cells of the index table hold the number of an entry, or one of these. Lookups return them too.
inline constexpr int64_t kFreeCell = -1;     // as a result of a lookup: absent
inline constexpr int64_t kDeletedCell = -2;  // probing goes on past it
inline constexpr int64_t kAbsent = -1;
inline constexpr int64_t kLookupFailed = -2;  // hashing or comparing raised

inline bool is_exact_str(Value v) {
    return is_exact<Str>(v);
}
inline int64_t hash_of_str(const Str* s) {
    return s->hash != -1 ? s->hash : str_hash(const_cast<Str*>(s));
}

inline Value entry_key(const DictTable* table, size_t index) {
    auto* t = const_cast<DictTable*>(table);
    return t->str_keys ? t->str_entries()[index].key : t->entries()[index].key;
}
inline Value* entry_value(const DictTable* table, size_t index) {
    auto* t = const_cast<DictTable*>(table);
    return t->str_keys ? &t->str_entries()[index].value : &t->entries()[index].value;
}
inline int64_t entry_hash(const DictTable* table, size_t index) {
    auto* t = const_cast<DictTable*>(table);
    return t->str_keys ? hash_of_str(t->str_entries()[index].key.as<Str>()) : t->entries()[index].hash;
}

// hash(key), without a call for the frequent kinds of key.
Result<int64_t> hash_of_key(Thread&, Value key);

// The place of a key's entry, kAbsent or kLookupFailed. May run __eq__ of keys; starts anew when that changes
// the dict. The place stays right until the set of keys changes.
int64_t dict_find(Thread&, Dict*, Value key, int64_t hash);
// dict[key] = value; shares both.
Status dict_insert(Thread&, Dict*, Value key, int64_t hash, Value value);
// Appends a key that is known to be absent. Runs no Python code.
Status dict_insert_absent(Thread&, Dict*, Value key, int64_t hash, Value value);
// Takes the entry out and hands its key and value, owned, to the caller. Runs no Python code.
void dict_take_entry(Dict*, int64_t place, Ref<Value>* key, Ref<Value>* value);
// Makes room for so many further keys.
Status dict_reserve(Thread&, Dict*, size_t more);
// Fills an empty dict with the entries of another; the cells are copied, nothing is hashed.
Status dict_clone_into(Thread&, Dict* empty, const Dict* source);

}  // namespace moult
