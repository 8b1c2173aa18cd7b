// The hash table of sets: a stretch of neighbouring entries is tried first, then a jump that takes in more
// bits of the hash. Sizes, probes, growth and the use of deleted entries are CPython's, so that sets iterate
// in the same order.
#include "runtime/containers/set_table.h"

#include <bit>
#include <cstring>

#include "runtime/containers/dict_table.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

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

// The mask that sizes are reckoned with: an empty set has no table, but counts as having the smallest one.
size_t mask_of(const Set* set) {
    return set->table ? set->mask : kMinSize - 1;
}

// Moves the items to a table of more than `at_least` entries, without marks of deleted ones.
Status resize(Thread& thread, Set* set, size_t at_least) {
    if (at_least > SIZE_MAX / 64) return raise_out_of_memory(thread);
    size_t size = std::max(kMinSize, std::bit_ceil(at_least + 1));
    SetEntry* old = set->table;
    // The smallest table stays as it is: moving could change the order of items that collide.
    if (old && size == kMinSize && set->mask == kMinSize - 1 && set->used == set->length) return {};
    SetEntry* table = allocate_entries(thread.heap, size);
    if (!table) return raise_out_of_memory(thread);
    if (old) {
        for (size_t i = 0; i <= set->mask; ++i)
            if (is_live(old[i])) insert_into_clean(table, size - 1, old[i]);
        thread.heap.free_plain(old);
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

// The room that a set which has become crowded, or full of marks, gets.
size_t size_to_grow_to(const Set* set) {
    return set->length > kLargeSet ? set->length * 2 : set->length * 4;
}

enum class Step { kGoOn, kFound, kFree, kDeleted, kChanged, kFailed };

// kInsert: tells marks of deleted entries apart, and an equal key is found even if the comparison changed the
// set.
template <bool kInsert>
Step look_at(Thread& thread, Set* set, SetEntry& entry, Value key, int64_t hash) {
    if (entry.key.is_empty()) return Step::kFree;
    if (entry.hash != hash) return kInsert && entry.key.is_deopt() ? Step::kDeleted : Step::kGoOn;
    if (entry.key == key) return Step::kFound;
    if (entry.key.is_small_int() && key.is_small_int()) return Step::kGoOn;
    if (is_exact_str(entry.key) && is_exact_str(key))
        return str_equal(entry.key.as<Str>(), key.as<Str>()) ? Step::kFound : Step::kGoOn;
    const SetEntry* table = set->table;
    const size_t mask = set->mask;
    Ref<Value> candidate = share(entry.key);
    Result<bool> equal = equals(thread, candidate, key);
    if (!equal.ok()) return Step::kFailed;
    if (kInsert && equal.value()) return Step::kFound;
    if (set->table != table || set->mask != mask || entry.key != candidate.get()) return Step::kChanged;
    return equal.value() ? Step::kFound : Step::kGoOn;
}

// Where the key is; or else the free entry at which the search for it ended or, for insertion, the last
// deleted one before it.
template <bool kInsert>
SetEntry* find_place(Thread& thread, Set* set, Value key, int64_t hash, Step* outcome) {
    for (;;) {
        SetEntry *place = nullptr, *deleted = nullptr;
        probe(set->table, set->mask, hash, [&](SetEntry& entry) {
            *outcome = look_at<kInsert>(thread, set, entry, key, hash);
            if (kInsert && *outcome == Step::kDeleted) {
                deleted = &entry;
                return false;
            }
            place = &entry;
            return *outcome != Step::kGoOn;
        });
        if (*outcome != Step::kChanged)
            return kInsert && deleted && *outcome == Step::kFree ? deleted : place;
        if (!set->table) {
            *outcome = Step::kChanged;
            return nullptr;
        }
    }
}

}  // namespace

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
    SetEntry* place = find_place<false>(thread, set, key, hash, &outcome);
    if (outcome == Step::kFailed) return kError;
    return outcome == Step::kFound ? place : nullptr;
}

Status set_insert(Thread& thread, Set* set, Value key, int64_t hash) {
    for (;;) {
        if (!set->table) TRY(resize(thread, set, 0));
        Step outcome;
        SetEntry* place = find_place<true>(thread, set, key, hash, &outcome);
        if (outcome == Step::kFound) return {};
        if (outcome == Step::kFailed) return kError;
        if (outcome == Step::kChanged) continue;  // it was cleared meanwhile
        const bool was_free = place->key.is_empty();
        incref(key);
        *place = {key, hash};
        ++set->length;
        if (!was_free) return {};  // the entry counts as used already
        ++set->used;
        if (!is_crowded(set->used, set->mask)) return {};
        return resize(thread, set, size_to_grow_to(set));
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

Status set_make_room(Thread& thread, Set* set, size_t more) {
    if (is_crowded(set->used + more, mask_of(set))) return resize(thread, set, (set->length + more) * 2);
    return set->table ? Status() : resize(thread, set, 0);
}

Status set_drop_marks(Thread& thread, Set* set) {
    if (set->used - set->length <= mask_of(set) / 4) return {};
    return resize(thread, set, size_to_grow_to(set));
}

Status set_merge(Thread& thread, Set* set, const Set* other) {
    if (other == set || other->length == 0) return {};
    TRY(set_make_room(thread, set, other->length));
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
    Set::release(thread.interp, *set);
}

void set_swap(Set* a, Set* b) {
    std::swap(a->table, b->table);
    std::swap(a->mask, b->mask);
    std::swap(a->length, b->length);
    std::swap(a->used, b->used);
}

void set_release_table(Heap& heap, SetEntry* table, size_t mask) {
    if (!table) return;
    for (size_t i = 0; i <= mask; ++i)
        if (is_live(table[i])) decref(table[i].key);
    heap.free_plain(table);
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
    int64_t hash = TRY(hash_of_key(thread, key));
    return set_insert(thread, set, key, hash);
}

// The entry of a key, which may be a mutable set: the frozenset that it equals is looked up then.
static Result<SetEntry*> find_any(Thread& thread, Set* set, Value key) {
    Result<int64_t> hash = hash_of_key(thread, key);
    if (hash.ok()) return set_find(thread, set, key, hash.value());
    auto* mutable_key = as_instance<Set>(key);
    if (!mutable_key || !error_matches(thread, thread.types().type_error)) return kError;
    clear_error(thread);
    Ref<Set> frozen = TRY(copy_of_set(thread, thread.types().frozenset, mutable_key));
    return set_find(thread, set, frozen.value(), frozenset_hash(frozen.get()));
}

Result<bool> set_contains(Thread& thread, Set* set, Value key) {
    SetEntry* entry = TRY(find_any(thread, set, key));
    return entry != nullptr;
}

Result<bool> set_discard(Thread& thread, Set* set, Value key) {
    SetEntry* entry = TRY(find_any(thread, set, key));
    if (!entry) return false;
    Ref<Value> removed = set_take(set, entry);
    return true;
}

bool set_next(const Set* set, size_t* position, Value* key) {
    SetEntry entry;
    if (!set_next_entry(set, position, &entry)) return false;
    *key = entry.key;
    return true;
}

}  // namespace moult
