// The hash table of Dict: probing, growth, conversion from str keys to any keys, insertion and removal.
#include "runtime/containers/dict_table.h"

#include <cstring>

#include "runtime/containers/dict_internal.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/state/watch.h"

namespace moult {

namespace {

constexpr uint8_t kMinLog2Size = 3;
constexpr uint8_t kMaxLog2Size = 31;
constexpr int kPerturbShift = 5;

// Entries that fit a table of 2^log2_size cells: two thirds, so that probes stay short.
constexpr uint32_t usable_entries(uint8_t log2_size) {
    return static_cast<uint32_t>((uint64_t{2} << log2_size) / 3);
}
constexpr uint8_t log2_cell_bytes(uint8_t log2_size) {
    return log2_size <= 7 ? 0 : log2_size <= 15 ? 1 : 2;
}
size_t entry_bytes(bool str_keys) {
    return str_keys ? sizeof(StrDictEntry) : sizeof(DictEntry);
}
size_t table_bytes(const DictTable* table) {
    return sizeof(DictTable) + table->index_bytes() +
           usable_entries(table->log2_size) * entry_bytes(table->str_keys);
}

// The sequence of cells that a hash visits. All bits of the hash take part sooner or later, so that keys
// which agree in the low bits part ways.
struct Probe {
    uint64_t mask, perturb, cell;
    Probe(const DictTable* table, int64_t hash)
        : mask((uint64_t{1} << table->log2_size) - 1),
          perturb(static_cast<uint64_t>(hash)),
          cell(perturb & mask) {}
    void advance() {
        perturb >>= kPerturbShift;
        cell = (cell * 5 + perturb + 1) & mask;
    }
};

// Calls body with a pointer to the cells in their true width.
template <class Body>
auto with_cells(const DictTable* table, Body&& body) {
    void* cells = const_cast<DictTable*>(table)->indices();
    if (table->log2_size <= 7) [[likely]]
        return body(static_cast<int8_t*>(cells));
    if (table->log2_size <= 15) return body(static_cast<int16_t*>(cells));
    return body(static_cast<int32_t*>(cells));
}

DictTable* allocate_table(Heap& heap, uint8_t log2_size, bool str_keys) {
    if (log2_size > kMaxLog2Size) return nullptr;
    size_t index_bytes = size_t{1} << (log2_size + log2_cell_bytes(log2_size));
    size_t size = sizeof(DictTable) + index_bytes + usable_entries(log2_size) * entry_bytes(str_keys);
    auto* table = static_cast<DictTable*>(heap.allocate(size));
    if (!table) return nullptr;
    table->version = 0;
    table->log2_size = log2_size;
    table->log2_index_bytes = static_cast<uint8_t>(log2_size + log2_cell_bytes(log2_size));
    table->str_keys = str_keys;
    table->usable = usable_entries(log2_size);
    table->entry_count = 0;
    std::memset(table->indices(), 0xff, index_bytes);  // kFreeCell in every width
    return table;
}

// The smallest table that takes so many entries.
uint8_t log2_size_for(size_t entries) {
    uint8_t log2_size = kMinLog2Size;
    while (log2_size <= kMaxLog2Size && usable_entries(log2_size) < entries) ++log2_size;
    return log2_size;
}

// Puts the number of an entry into the first cell that holds none.
void fill_cell(DictTable* table, int64_t hash, size_t index) {
    with_cells(table, [&](auto* cells) {
        Probe probe(table, hash);
        while (cells[probe.cell] >= 0) probe.advance();
        cells[probe.cell] = static_cast<std::remove_pointer_t<decltype(cells)>>(index);
    });
}

// Moves the live entries to a new table. `str_keys` may only be true if it was.
Status rebuild(Thread& thread, Dict* dict, uint8_t log2_size, bool str_keys) {
    DictTable* old = dict->table;
    DictTable* table = allocate_table(thread.heap, log2_size, str_keys);
    if (!table) return raise_out_of_memory(thread);
    if (old) {
        size_t count = 0;
        if (str_keys && old->entry_count == dict->length) {
            count = dict->length;
            std::memcpy(table->str_entries(), old->str_entries(), count * sizeof(StrDictEntry));
        } else {
            for (size_t i = 0; i < old->entry_count; ++i) {
                Value key = entry_key(old, i);
                if (key.is_empty()) continue;
                if (str_keys)
                    table->str_entries()[count++] = {key, *entry_value(old, i)};
                else
                    table->entries()[count++] = {entry_hash(old, i), key, *entry_value(old, i)};
            }
        }
        for (size_t i = 0; i < count; ++i) fill_cell(table, entry_hash(table, i), i);
        table->entry_count = static_cast<uint32_t>(count);
        table->usable -= static_cast<uint32_t>(count);
        thread.heap.free_plain(old);
    }
    dict->table = table;
    return {};
}

// Finds a str among str keys. Identity first: identifiers are interned.
template <class Cell>
int64_t find_among_strs(const DictTable* table, const Cell* cells, const Str* key, int64_t hash) {
    const StrDictEntry* entries = const_cast<DictTable*>(table)->str_entries();
    for (Probe probe(table, hash);; probe.advance()) {
        int64_t index = cells[probe.cell];
        if (index >= 0) [[likely]] {
            const Str* candidate = entries[index].key.template as<Str>();
            if (candidate == key || (candidate->hash == hash && str_equal(candidate, key))) return index;
        } else if (index == kFreeCell) {
            return kAbsent;
        }
    }
}

// Finds a str among any keys, passing over keys that are no exact strs.
int64_t find_str_among_any(const DictTable* table, const Str* key, int64_t hash) {
    const DictEntry* entries = const_cast<DictTable*>(table)->entries();
    return with_cells(table, [&](const auto* cells) -> int64_t {
        for (Probe probe(table, hash);; probe.advance()) {
            int64_t index = cells[probe.cell];
            if (index >= 0) {
                const DictEntry& entry = entries[index];
                if (entry.key == Value(key) ||
                    (entry.hash == hash && is_exact_str(entry.key) && str_equal(entry.key.as<Str>(), key)))
                    return index;
            } else if (index == kFreeCell) {
                return kAbsent;
            }
        }
    });
}

int64_t find_str(const DictTable* table, const Str* key, int64_t hash) {
    if (!table->str_keys) return find_str_among_any(table, key, hash);
    return with_cells(table, [&](auto* cells) { return find_among_strs(table, cells, key, hash); });
}

// What a pass over the probe sequence ended with, besides a place or kAbsent.
constexpr int64_t kStartAnew = -3;

// Finds any key. Comparing runs Python code, which can change the dict: `mutations` tells.
template <class Cell>
int64_t find_any(Thread& thread, Dict* dict, const Cell* cells, Value key, int64_t hash) {
    const DictTable* table = dict->table;
    const uint64_t mutations = dict->mutations;
    for (Probe probe(table, hash);; probe.advance()) {
        int64_t index = cells[probe.cell];
        if (index == kFreeCell) return kAbsent;
        if (index < 0) continue;
        Value candidate = entry_key(table, static_cast<size_t>(index));
        if (candidate == key) return index;
        if (entry_hash(table, static_cast<size_t>(index)) != hash) continue;
        if (is_exact_str(candidate) && is_exact_str(key)) {
            if (str_equal(candidate.as<Str>(), key.as<Str>())) return index;
            continue;
        }
        if (candidate.is_small_int() && key.is_small_int()) continue;
        Ref<Value> held = share(candidate);
        Result<bool> equal = equals(thread, held, key);
        if (!equal.ok()) return kLookupFailed;
        if (dict->mutations != mutations) return kStartAnew;
        if (equal.value()) return index;
    }
}

}  // namespace

Result<int64_t> hash_of_key(Thread& thread, Value key) {
    if (is_exact_str(key)) [[likely]]
        return hash_of_str(key.as<Str>());
    if (key.is_small_int()) {
        int64_t i = key.as_small_int();
        return i == -1 ? -2 : i;
    }
    return hash(thread, key);
}

int64_t dict_find(Thread& thread, Dict* dict, Value key, int64_t hash) {
    for (;;) {
        const DictTable* table = dict->table;
        if (!table) return kAbsent;
        if (table->str_keys) {
            if (is_exact_str(key)) [[likely]]
                return find_str(table, key.as<Str>(), hash);
            if (!key.is_object()) return kAbsent;  // no immediate equals a str
        }
        int64_t place =
            with_cells(table, [&](auto* cells) { return find_any(thread, dict, cells, key, hash); });
        if (place != kStartAnew) [[likely]]
            return place;
    }
}

// dict_insert_absent for a key of which it is known whether it is an exact str.
static Status append_entry(Thread& thread, Dict* dict, Value key, int64_t hash, Value value, bool str_key) {
    DictTable* table = dict->table;
    if (!table) [[unlikely]] {
        TRY(rebuild(thread, dict, kMinLog2Size, str_key));
    } else if (table->usable == 0) [[unlikely]] {
        // Twice the size when it is full; after many removals the same or less.
        uint8_t log2_size = log2_size_for(dict->length + dict->length / 2 + 1);
        TRY(rebuild(thread, dict, log2_size, table->str_keys && str_key));
    } else if (table->str_keys && !str_key) [[unlikely]] {
        TRY(rebuild(thread, dict, table->log2_size, false));
    }
    table = dict->table;
    size_t index = table->entry_count;
    incref(key);
    incref(value);
    if (table->str_keys)
        table->str_entries()[index] = {key, value};
    else
        table->entries()[index] = {hash, key, value};
    fill_cell(table, hash, index);
    ++table->entry_count;
    --table->usable;
    table->version = 0;
    ++dict->length;
    ++dict->mutations;
    note_change(dict, str_key ? key.as<Str>() : nullptr);
    return {};
}

Status dict_insert_absent(Thread& thread, Dict* dict, Value key, int64_t hash, Value value) {
    return append_entry(thread, dict, key, hash, value, is_exact_str(key));
}

// A key that only equals a str may stand for it in some lookups: then any item may have changed.
static void note_key_change(Dict* dict, Value key) {
    note_change(dict, is_exact_str(key) ? key.as<Str>() : nullptr);
}

static void replace_value(Dict* dict, int64_t place, Value value) {
    Value* target = entry_value(dict->table, static_cast<size_t>(place));
    Value previous = *target;
    incref(value);
    *target = value;
    if (value != previous) note_key_change(dict, entry_key(dict->table, static_cast<size_t>(place)));
    decref(previous);
}

Status dict_insert(Thread& thread, Dict* dict, Value key, int64_t hash, Value value) {
    int64_t place = dict_find(thread, dict, key, hash);
    if (place >= 0) return replace_value(dict, place, value), Status();
    if (place == kLookupFailed) return kError;
    return dict_insert_absent(thread, dict, key, hash, value);
}

void dict_take_entry(Dict* dict, int64_t place, Ref<Value>* key, Ref<Value>* value) {
    DictTable* table = dict->table;
    auto index = static_cast<size_t>(place);
    with_cells(table, [&](auto* cells) {
        Probe probe(table, entry_hash(table, index));
        while (cells[probe.cell] != place) probe.advance();
        cells[probe.cell] = static_cast<std::remove_pointer_t<decltype(cells)>>(kDeletedCell);
    });
    Value* value_address = entry_value(table, index);
    Value old_key = entry_key(table, index), old_value = *value_address;
    *value_address = Value::empty();
    if (table->str_keys)
        table->str_entries()[index].key = Value::empty();
    else
        table->entries()[index].key = Value::empty();
    table->version = 0;
    --dict->length;
    ++dict->mutations;
    note_key_change(dict, old_key);
    *key = Ref<Value>::take(old_key);
    *value = Ref<Value>::take(old_value);
}

Status dict_reserve(Thread& thread, Dict* dict, size_t more) {
    if (dict->table ? dict->table->usable >= more : more == 0) return {};
    ++dict->mutations;
    return rebuild(thread, dict, log2_size_for(dict->length + more), !dict->table || dict->table->str_keys);
}

Status dict_clone_into(Thread& thread, Dict* empty, const Dict* source) {
    if (source->length == 0) return {};
    const DictTable* from = source->table;
    size_t size = table_bytes(from);
    auto* table = static_cast<DictTable*>(thread.heap.allocate(size));
    if (!table) return raise_out_of_memory(thread);
    size_t used = sizeof(DictTable) + from->index_bytes() + from->entry_count * entry_bytes(from->str_keys);
    std::memcpy(table, from, used);
    table->version = 0;
    for (size_t i = 0; i < table->entry_count; ++i) {
        incref(entry_key(table, i));
        incref(*entry_value(table, i));
    }
    if (empty->table) thread.heap.free_plain(empty->table);  // it has no live entries
    empty->table = table;
    empty->length = source->length;
    ++empty->mutations;
    note_change(empty);
    return {};
}

// --- the interface of dict.h that is about the table

Ref<Dict> make_dict(Thread& thread, size_t expected) {
    Ref<Dict> dict = new_object<Dict>(thread, thread.types().dict);
    if (!dict) return kError;
    dict->table = nullptr;
    dict->length = 0;
    dict->mutations = 0;
    if (expected > usable_entries(kMinLog2Size)) TRY(dict_reserve(thread, dict.get(), expected));
    return dict;
}

Result<Value> dict_get(Thread& thread, Dict* dict, Value key, int64_t hash) {
    int64_t place = dict_find(thread, dict, key, hash);
    if (place >= 0) return *entry_value(dict->table, static_cast<size_t>(place));
    if (place == kLookupFailed) return kError;
    return Value::empty();
}

Result<Value> dict_get(Thread& thread, Dict* dict, Value key) {
    int64_t hash = TRY(hash_of_key(thread, key));
    return dict_get(thread, dict, key, hash);
}

Value dict_get_str(const Dict* dict, const Str* key) {
    const DictTable* table = dict->table;
    if (!table) return Value::empty();
    int64_t place = find_str(table, key, hash_of_str(key));
    return place >= 0 ? *entry_value(table, static_cast<size_t>(place)) : Value::empty();
}

Status dict_set(Thread& thread, Dict* dict, Value key, Value value) {
    int64_t hash = TRY(hash_of_key(thread, key));
    return dict_insert(thread, dict, key, hash, value);
}

Status dict_set_str(Thread& thread, Dict* dict, Str* key, Value value) {
    int64_t hash = hash_of_str(key);
    if (dict->table && !dict->table->str_keys) return dict_insert(thread, dict, key, hash, value);
    int64_t place = dict->table ? find_str(dict->table, key, hash) : kAbsent;
    if (place >= 0) return replace_value(dict, place, value), Status();
    return append_entry(thread, dict, key, hash, value, true);
}

Ref<Value> dict_pop(Thread& thread, Dict* dict, Value key) {
    int64_t hash = TRY(hash_of_key(thread, key));
    int64_t place = dict_find(thread, dict, key, hash);
    if (place == kLookupFailed) return kError;
    if (place == kAbsent) return Ref<Value>::empty();
    Ref<Value> old_key, old_value;
    dict_take_entry(dict, place, &old_key, &old_value);
    return old_value;
}

Result<bool> dict_remove(Thread& thread, Dict* dict, Value key) {
    Ref<Value> value = TRY(dict_pop(thread, dict, key));
    return !value.is_empty();
}

Ref<Value> dict_set_default(Thread& thread, Dict* dict, Value key, Value otherwise) {
    int64_t hash = TRY(hash_of_key(thread, key));
    int64_t place = dict_find(thread, dict, key, hash);
    if (place == kLookupFailed) return kError;
    if (place >= 0) return share(*entry_value(dict->table, static_cast<size_t>(place)));
    TRY(dict_insert_absent(thread, dict, key, hash, otherwise));
    return share(otherwise);
}

void dict_clear(Thread& thread, Dict* dict) {
    Dict::release(thread.interp, *dict);
}

Ref<Dict> dict_copy(Thread& thread, Dict* source) {
    Ref<Dict> copy = TRY(make_dict(thread));
    if (source->length == 0) return copy;
    if (source->shape->kind != Kind::kDict && source->shape->type->slots.iter != dict_iter) {
        TRY(dict_merge(thread, copy.get(), Value(source), MergeMode::kOverride));
        return copy;
    }
    if (source->table->entry_count <= source->length + source->length / 2) {
        TRY(dict_clone_into(thread, copy.get(), source));
        return copy;
    }
    TRY(dict_reserve(thread, copy.get(), source->length));  // mostly removed entries: leave them behind
    for (size_t i = 0; i < source->table->entry_count; ++i) {
        Value key = entry_key(source->table, i);
        if (key.is_empty()) continue;
        int64_t hash = entry_hash(source->table, i);
        TRY(dict_insert_absent(thread, copy.get(), key, hash, *entry_value(source->table, i)));
    }
    return copy;
}

bool dict_next(const Dict* dict, size_t* position, Value* key, Value* value) {
    const DictTable* table = dict->table;
    if (!table) return false;
    for (size_t i = *position; i < table->entry_count; ++i) {
        Value candidate = entry_key(table, i);
        if (candidate.is_empty()) continue;
        *key = candidate;
        *value = *entry_value(table, i);
        *position = i + 1;
        return true;
    }
    *position = table->entry_count;
    return false;
}

int64_t dict_str_index(const Dict* dict, const Str* key) {
    const DictTable* table = dict->table;
    if (!table || !table->str_keys) return -1;
    return find_str(table, key, hash_of_str(key));
}

uint32_t dict_keys_version(Interpreter& interp, Dict* dict) {
    DictTable* table = dict->table;
    if (!table) return 0;
    if (table->version == 0 && interp.next_identity != 0) table->version = interp.next_identity++;
    return table->version;
}

}  // namespace moult
