// The hash table of sets: a stretch of neighbouring entries is tried first, then a jump that takes in more
// bits of the hash. Table sizes and probes are CPython's, so that sets of numbers iterate in the same order.
#include "runtime/containers/set_table.h"

#include <bit>
#include <cstring>

#include "runtime/containers/dict_table.h"
#include "runtime/model/allocate.h"
#include "runtime/operations/operations.h"

namespace moult {

namespace {

constexpr size_t kMinSize = 8;
constexpr size_t kNeighbours = 9;  // entries tried after the first one, unless the table ends before
constexpr int kPerturbShift = 5;
constexpr size_t kLargeSet = 50000;  // grows by two instead of four

SetEntry* allocate_entries(Heap& heap, size_t size) {
    if (size > SIZE_MAX / 64) return nullptr;
    auto* table = static_cast<SetEntry*>(heap.allocate(size * sizeof(SetEntry)));
    if (table) std::memset(static_cast<void*>(table), 0, size * sizeof(SetEntry));  // all free
    return table;
}

// Calls visit(entry) along the probe sequence of a hash until it returns true.
template <class Visit>
void probe(SetEntry* table, size_t mask, int64_t hash, Visit&& visit) {
    auto perturb = static_cast<size_t>(hash);
    for (size_t i = perturb & mask;;) {
        size_t last = i + kNeighbours <= mask ? i + kNeighbours : i;
        for (size_t j = i; j <= last; ++j)
            if (visit(table[j])) return;
        perturb >>= kPerturbShift;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

void insert_into_clean(SetEntry* table, size_t mask, SetEntry entry) {
    probe(table, mask, entry.hash, [&](SetEntry& place) {
        if (!place.key.is_empty()) return false;
        place = entry;
        return true;
    });
}

// Moves the items to a table of more than `at_least` entries.
Status resize(Thread& thread, Set* set, size_t at_least) {
    if (at_least > SIZE_MAX / 64) return raise_out_of_memory(thread);
    size_t size = std::max(kMinSize, std::bit_ceil(at_least + 1));
    SetEntry* table = allocate_entries(thread.heap, size);
    if (!table) return raise_out_of_memory(thread);
    if (SetEntry* old = set->table) {
        for (size_t i = 0; i <= set->mask; ++i)
            if (is_live(old[i])) insert_into_clean(table, size - 1, old[i]);
        thread.heap.free(old);
    }
    set->table = table;
    set->mask = size - 1;
    set->used = set->length;
    return {};
}

// The table is three fifths full.
bool is_crowded(size_t used, size_t mask) {
    return used * 5 >= mask * 3;
}

enum class Step { kGoOn, kFound, kFree, kChanged, kFailed };

Step look_at(Thread& thread, Set* set, SetEntry& entry, Value key, int64_t hash) {
    if (entry.key.is_empty()) return Step::kFree;
    if (entry.key == key) return Step::kFound;
    if (entry.hash != hash || entry.key.is_deopt()) return Step::kGoOn;
    if (entry.key.is_small_int() && key.is_small_int()) return Step::kGoOn;
    if (is_exact_str(entry.key) && is_exact_str(key))
        return str_equal(entry.key.as<Str>(), key.as<Str>()) ? Step::kFound : Step::kGoOn;
    const SetEntry* table = set->table;
    const size_t mask = set->mask;
    Ref<Value> candidate = share(entry.key);
    Result<bool> equal = equals(thread, candidate, key);
    if (!equal.ok()) return Step::kFailed;
    if (set->table != table || set->mask != mask || entry.key != candidate.get()) return Step::kChanged;
    return equal.value() ? Step::kFound : Step::kGoOn;
}

// Where the key is, or the free entry at which the search for it ended.
SetEntry* find_place(Thread& thread, Set* set, Value key, int64_t hash, Step* outcome) {
    for (;;) {
        SetEntry* place = nullptr;
        probe(set->table, set->mask, hash, [&](SetEntry& entry) {
            *outcome = look_at(thread, set, entry, key, hash);
            place = &entry;
            return *outcome != Step::kGoOn;
        });
        if (*outcome != Step::kChanged) return place;
        if (!set->table) {
            *outcome = Step::kChanged;
            return nullptr;
        }
    }
}

}  // namespace

Result<int64_t> hash_for_set(Thread& thread, Value key, bool allow_set) {
    Result<int64_t> hash = hash_of_key(thread, key);
    if (hash.ok() || !allow_set) return hash;
    auto* set = as_instance<Set>(key);
    if (!set || !error_matches(thread, thread.types().type_error)) return kError;
    clear_error(thread);
    return frozenset_hash(set);
}

int64_t frozenset_hash(const Set* set) {
    // Independent of the order: the scattered hashes of the items, combined by exclusive or.
    uint64_t state = 0;
    size_t position = 0;
    for (SetEntry entry; set_next_entry(set, &position, &entry);) {
        auto h = static_cast<uint64_t>(entry.hash);
        state ^= ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
    }
    state ^= (set->length + 1) * 1927868237u;
    state ^= (state >> 11) ^ (state >> 25);
    state = state * 69069u + 907133923u;
    return state == UINT64_MAX ? 590923713 : static_cast<int64_t>(state);
}

Result<SetEntry*> set_find(Thread& thread, Set* set, Value key, int64_t hash) {
    if (!set->table) return nullptr;
    Step outcome;
    SetEntry* place = find_place(thread, set, key, hash, &outcome);
    if (outcome == Step::kFailed) return kError;
    return outcome == Step::kFound ? place : nullptr;
}

Status set_insert(Thread& thread, Set* set, Value key, int64_t hash) {
    for (;;) {
        if (!set->table) TRY(resize(thread, set, 0));
        Step outcome;
        SetEntry* place = find_place(thread, set, key, hash, &outcome);
        if (outcome == Step::kFound) return {};
        if (outcome == Step::kFailed) return kError;
        if (outcome == Step::kChanged) continue;  // it was cleared meanwhile
        incref(key);
        *place = {key, hash};
        ++set->length;
        ++set->used;
        if (!is_crowded(set->used, set->mask)) return {};
        return resize(thread, set, set->length > kLargeSet ? set->length * 2 : set->length * 4);
    }
}

Ref<Value> set_take(Set* set, SetEntry* entry) {
    Ref<Value> key = Ref<Value>::take(entry->key);
    *entry = {Value::deopt(), -1};
    --set->length;
    return key;
}

Result<bool> set_discard_hashed(Thread& thread, Set* set, Value key, int64_t hash) {
    SetEntry* entry = TRY(set_find(thread, set, key, hash));
    if (!entry) return false;
    Ref<Value> removed = set_take(set, entry);
    return true;
}

bool set_next_entry(const Set* set, size_t* position, SetEntry* entry) {
    if (!set->table) return false;
    for (size_t i = *position; i <= set->mask; ++i) {
        if (!is_live(set->table[i])) continue;
        *entry = set->table[i];
        *position = i + 1;
        return true;
    }
    *position = set->mask + 1;
    return false;
}

Status set_merge(Thread& thread, Set* set, const Set* other) {
    if (other == set || other->length == 0) return {};
    if (!set->table) TRY(resize(thread, set, 0));
    if (is_crowded(set->used + other->length, set->mask))
        TRY(resize(thread, set, (set->length + other->length) * 2));
    size_t position = 0;
    SetEntry entry;
    if (set->used == 0 && set->mask == other->mask && other->used == other->length) {
        std::memcpy(static_cast<void*>(set->table), other->table, (set->mask + 1) * sizeof(SetEntry));
        while (set_next_entry(other, &position, &entry)) incref(entry.key);
        set->length = set->used = other->length;
        return {};
    }
    if (set->used == 0) {  // nothing to compare with
        while (set_next_entry(other, &position, &entry)) {
            incref(entry.key);
            insert_into_clean(set->table, set->mask, entry);
        }
        set->length = set->used = other->length;
        return {};
    }
    while (set_next_entry(other, &position, &entry)) {
        Ref<Value> key = share(entry.key);
        TRY(set_insert(thread, set, key, entry.hash));
    }
    return {};
}

void set_clear(Thread& thread, Set* set) {
    SetEntry* table = std::exchange(set->table, nullptr);
    size_t mask = std::exchange(set->mask, 0);
    set->length = set->used = set->finger = 0;
    set_release_table(thread.heap, table, mask);
}

void set_swap(Set* a, Set* b) {
    std::swap(a->table, b->table);
    std::swap(a->mask, b->mask);
    std::swap(a->length, b->length);
    std::swap(a->used, b->used);
    std::swap(a->finger, b->finger);
}

void set_release_table(Heap& heap, SetEntry* table, size_t mask) {
    if (!table) return;
    for (size_t i = 0; i <= mask; ++i)
        if (is_live(table[i])) decref(table[i].key);
    heap.free(table);
}

Ref<Set> new_set(Thread& thread, Type* exact_type) {
    Ref<Set> set = TRY(new_object<Set>(thread, exact_type));
    set->table = nullptr;
    set->mask = set->length = set->used = set->finger = 0;
    set->hash = -1;
    return set;
}

Ref<Set> copy_of_set(Thread& thread, Type* exact_type, const Set* source) {
    Ref<Set> set = TRY(new_set(thread, exact_type));
    TRY(set_merge(thread, set.get(), source));
    return set;
}

// --- the interface of set.h that is about the table

Ref<Set> make_set(Thread& thread) {
    return new_set(thread, thread.types().set);
}

Status set_add(Thread& thread, Set* set, Value key) {
    int64_t hash = TRY(hash_for_set(thread, key));
    return set_insert(thread, set, key, hash);
}

Result<bool> set_contains(Thread& thread, Set* set, Value key) {
    int64_t hash = TRY(hash_for_set(thread, key, true));
    SetEntry* entry = TRY(set_find(thread, set, key, hash));
    return entry != nullptr;
}

Result<bool> set_discard(Thread& thread, Set* set, Value key) {
    int64_t hash = TRY(hash_for_set(thread, key, true));
    return set_discard_hashed(thread, set, key, hash);
}

bool set_next(const Set* set, size_t* position, Value* key) {
    SetEntry entry;
    if (!set_next_entry(set, position, &entry)) return false;
    *key = entry.key;
    return true;
}

}  // namespace moult
