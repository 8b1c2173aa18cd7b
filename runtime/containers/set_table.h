// The inside of Set, shared by the set*.cpp files: lookups, insertion, removal, copying of tables.
#pragma once

#include "runtime/containers/set.h"
#include "runtime/state/errors.h"

namespace moult {

inline bool is_live(const SetEntry& entry) {
    return !entry.key.is_empty() && !entry.key.is_deopt();
}

int64_t frozenset_hash(const Set*);  // of the items at the moment; does not look at Set::hash

// The entry of a key; null: absent. May run __eq__ of keys; starts anew when that changes the set.
Result<SetEntry*> set_find(Thread&, Set*, Value key, int64_t hash);
Status set_insert(Thread&, Set*, Value key, int64_t hash);  // shares the key
// Takes the entry out and hands its key, owned, to the caller.
Ref<Value> set_take(Set*, SetEntry*);
Result<bool> set_discard_hashed(Thread&, Set*, Value key, int64_t hash);
// As set_next, with the hash.
bool set_next_entry(const Set*, size_t* position, SetEntry* entry);
// Makes room at once for as many more items, which will hardly be there already.
Status set_make_room(Thread&, Set*, size_t more);
// Rebuilds the table if more than a fourth of it are deleted entries.
Status set_drop_marks(Thread&, Set*);
// Adds the items of another set.
Status set_merge(Thread&, Set*, const Set* other);
void set_clear(Thread&, Set*);
void set_swap(Set*, Set*);  // exchanges the items, not where pop() looks next
void set_release_table(Heap&, SetEntry* table, size_t mask);

// A new, empty set or frozenset of exactly the builtin type.
Ref<Set> new_set(Thread&, Type* exact_type);
Ref<Set> copy_of_set(Thread&, Type* exact_type, const Set*);

}  // namespace moult
