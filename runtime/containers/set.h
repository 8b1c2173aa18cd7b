// Set and FrozenSet: open addressing over values with their hashes.
#pragma once

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct SetEntry {
    Value key;  // empty: free; Value::deopt() is used as the mark of a deleted entry
    int64_t hash;
};
struct Set : Object {  // frozenset too: same layout, kind kFrozenSet
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kSet;
    SetEntry* table;  // null: empty
    size_t mask;      // size of the table - 1
    size_t length;    // live entries
    size_t used;      // live and deleted entries
    int64_t hash;     // of a frozenset; -1: not yet computed
    size_t finger;    // where pop() looks next
    static void release(Interpreter&, Set&);
    static void visit(Set&, Visitor&);
    static constexpr bool kClears = true;
};
// iter(set), of frozensets too.
struct SetIterator : Object {
    static constexpr bool kIsCollected = true;
    Value set;               // owned; empty when exhausted
    size_t expected_length;  // of the set; SIZE_MAX after it turned out to have changed
    size_t position;         // entry to look at next
    size_t remaining;        // items still to come
    static constexpr auto kFields = fields<&SetIterator::set>;
};
inline Set* as_any_set(Value v) {
    if (!v.is_object()) return nullptr;
    Kind kind = v.as_object()->shape->base_kind;
    return kind == Kind::kSet || kind == Kind::kFrozenSet ? v.as<Set>() : nullptr;
}
Ref<Set> make_set(Thread&);
Ref<Set> make_frozenset(Thread&, Value iterable_or_empty);
Status set_add(Thread&, Set*, Value key);
Result<bool> set_contains(Thread&, Set*, Value key);
Result<bool> set_discard(Thread&, Set*, Value key);
Status set_update(Thread&, Set*, Value iterable);
Status set_difference_update(Thread&, Set*, Value iterable);
Status set_symmetric_difference_update(Thread&, Set*, Value iterable);
bool set_next(const Set*, size_t* position, Value* key);  // as dict_next
void init_set(Interpreter&);

}  // namespace moult
