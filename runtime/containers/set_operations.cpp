// The algebra of sets: union, intersection, differences, comparison; for methods (any iterable as the other)
// and for operators (sets only).
#include "runtime/containers/dict_table.h"
#include "runtime/containers/set_internal.h"
#include "runtime/containers/set_table.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

Type* exact_set_type(Thread& thread, const Set* set) {
    return set->shape->base_kind == Kind::kFrozenSet ? thread.types().frozenset : thread.types().set;
}

// Calls body(key, hash) -> Status for the items of a set or dict, whose hashes are known.
template <class Body>
static Status for_each_of_set(Thread& thread, const Set* set, Body&& body) {
    size_t position = 0;
    for (SetEntry entry; set_next_entry(set, &position, &entry);) {
        Ref<Value> key = share(entry.key);
        TRY(body(key, entry.hash));
    }
    return {};
}
template <class Body>
static Status for_each_of_dict(Thread&, const Dict* dict, Body&& body) {
    for (size_t i = 0; dict->table && i < dict->table->entry_count; ++i) {
        Ref<Value> key = share(entry_key(dict->table, i));
        if (!key.is_empty()) TRY(body(key, entry_hash(dict->table, i)));
    }
    return {};
}

// The same for any iterable; items that do not come from a set are hashed.
template <class Body>
static Status for_each_hashed(Thread& thread, Value iterable, Body&& body) {
    if (Set* other = as_any_set(iterable)) return for_each_of_set(thread, other, body);
    return for_each(thread, iterable, [&](Value key) -> Status {
        int64_t hash = TRY(hash_of_key(thread, key));
        return body(key, hash);
    });
}

Status set_update(Thread& thread, Set* set, Value iterable) {
    if (Set* other = as_any_set(iterable)) return set_merge(thread, set, other);
    auto insert = [&](Value key, int64_t hash) { return set_insert(thread, set, key, hash); };
    if (!is_exact<Dict>(iterable)) return for_each_hashed(thread, iterable, insert);
    TRY(set_make_room(thread, set, iterable.as<Dict>()->length));
    return for_each_of_dict(thread, iterable.as<Dict>(), insert);
}

Status set_difference_update(Thread& thread, Set* set, Value iterable) {
    if (iterable == Value(set)) return set_clear(thread, set), Status();
    Ref<Value> others = share(iterable);
    // Of a much larger set, only what is in both is gone through.
    if (Set* other = as_any_set(iterable); other && other->length / 8 > set->length)
        others = TRY(set_intersection(thread, set, iterable));
    TRY(for_each_hashed(thread, others, [&](Value key, int64_t hash) -> Status {
        TRY(set_discard_hashed(thread, set, key, hash));
        return {};
    }));
    return set_drop_marks(thread, set);
}

Status set_symmetric_difference_update(Thread& thread, Set* set, Value iterable) {
    if (iterable == Value(set)) return set_clear(thread, set), Status();
    // Items of both go, items of the other alone come.
    auto toggle = [&](Value key, int64_t hash) -> Status {
        if (TRY(set_discard_hashed(thread, set, key, hash))) return {};
        return set_insert(thread, set, key, hash);
    };
    if (is_exact<Dict>(iterable)) return for_each_of_dict(thread, iterable.as<Dict>(), toggle);
    Ref<Set> other = share(as_any_set(iterable));
    if (!other) {  // an item that comes twice counts once
        other = TRY(make_set(thread));
        TRY(set_update(thread, other.get(), iterable));
    }
    return for_each_of_set(thread, other.get(), toggle);
}

Ref<Set> set_intersection(Thread& thread, Set* set, Value other) {
    Type* type = exact_set_type(thread, set);
    if (other == Value(set)) return copy_of_set(thread, type, set);
    Ref<Set> result = TRY(new_set(thread, type));
    if (Set* second = as_any_set(other)) {
        Ref<Set> smaller = share(second), larger = share(set);
        if (second->length > set->length) std::swap(smaller, larger);
        TRY(for_each_of_set(thread, smaller.get(), [&](Value key, int64_t hash) -> Status {
            if (TRY(set_find(thread, larger.get(), key, hash)))
                TRY(set_insert(thread, result.get(), key, hash));
            return {};
        }));
        return result;
    }
    Ref<Value> iterator = TRY(get_iterator(thread, other));
    for (;;) {
        Ref<Value> key = TRY(iterator_next(thread, iterator));
        if (key.is_empty()) return result;
        int64_t hash = TRY(hash_of_key(thread, key));
        if (!TRY(set_find(thread, set, key, hash))) continue;
        TRY(set_insert(thread, result.get(), key, hash));
        if (result->length >= set->length) return result;  // nothing more can be in both
    }
}

Ref<Set> set_difference(Thread& thread, Set* set, Value other) {
    Type* type = exact_set_type(thread, set);
    Set* other_set = as_any_set(other);
    auto* other_dict = is_exact<Dict>(other) ? other.as<Dict>() : nullptr;
    size_t other_length = other_set ? other_set->length : other_dict ? other_dict->length : 0;
    // Against a much smaller one, or one that cannot be asked, copying and removing is faster.
    if ((!other_set && !other_dict) || set->length / 4 > other_length) {
        Ref<Set> result = TRY(copy_of_set(thread, type, set));
        TRY(set_difference_update(thread, result.get(), other));
        return result;
    }
    Ref<Set> result = TRY(new_set(thread, type));
    TRY(for_each_of_set(thread, set, [&](Value key, int64_t hash) -> Status {
        bool found;
        if (other_set) {
            found = TRY(set_find(thread, other_set, key, hash)) != nullptr;
        } else {
            int64_t place = dict_find(thread, other_dict, key, hash);
            if (place == kLookupFailed) return kError;
            found = place >= 0;
        }
        return found ? Status() : set_insert(thread, result.get(), key, hash);
    }));
    return result;
}

Ref<Set> set_symmetric_difference(Thread& thread, Set* set, Value other) {
    Ref<Set> result = TRY(new_set(thread, exact_set_type(thread, set)));
    TRY(set_update(thread, result.get(), other));
    TRY(set_symmetric_difference_update(thread, result.get(), Value(set)));
    return result;
}

Result<bool> set_is_subset(Thread& thread, Set* set, Set* other) {
    if (set->length > other->length) return false;
    size_t position = 0;
    for (SetEntry entry; set_next_entry(set, &position, &entry);) {
        Ref<Value> key = share(entry.key);
        if (!TRY(set_find(thread, other, key, entry.hash))) return false;
    }
    return true;
}

Result<bool> set_is_disjoint(Thread& thread, Set* set, Value other) {
    if (other == Value(set)) return set->length == 0;
    // A subclass may iterate in its own way.
    if (Set* second = as_any_set(other); second && second->shape->kind == second->shape->base_kind) {
        if (second->length > set->length) std::swap(set, second);
        size_t position = 0;
        for (SetEntry entry; set_next_entry(second, &position, &entry);) {
            Ref<Value> key = share(entry.key);
            if (TRY(set_find(thread, set, key, entry.hash))) return false;
        }
        return true;
    }
    Ref<Value> iterator = TRY(get_iterator(thread, other));
    for (;;) {
        Ref<Value> key = TRY(iterator_next(thread, iterator));
        if (key.is_empty()) return true;
        int64_t hash = TRY(hash_of_key(thread, key));
        if (TRY(set_find(thread, set, key, hash))) return false;
    }
}

// --- operators

static Result<bool> sets_equal(Thread& thread, Set* a, Set* b) {
    if (a->length != b->length) return false;
    if (a->hash != -1 && b->hash != -1 && a->hash != b->hash) return false;
    return set_is_subset(thread, a, b);
}

Ref<Value> set_compare(Thread& thread, Value self, Value other, CompareOp op) {
    Set *a = as_any_set(self), *b = as_any_set(other);
    if (!a || !b) return Value::not_implemented();
    bool result = false;
    switch (op) {
        case CompareOp::kEq: result = TRY(sets_equal(thread, a, b)); break;
        case CompareOp::kNe: result = !TRY(sets_equal(thread, a, b)); break;
        case CompareOp::kLe: result = TRY(set_is_subset(thread, a, b)); break;
        case CompareOp::kGe: result = TRY(set_is_subset(thread, b, a)); break;
        case CompareOp::kLt: result = a->length < b->length && TRY(set_is_subset(thread, a, b)); break;
        case CompareOp::kGt: result = a->length > b->length && TRY(set_is_subset(thread, b, a)); break;
    }
    return Value::boolean(result);
}

Ref<Value> set_or(Thread& thread, Value left, Value right) {
    Set *a = as_any_set(left), *b = as_any_set(right);
    if (!a || !b) return Value::not_implemented();
    Ref<Set> result = TRY(copy_of_set(thread, exact_set_type(thread, a), a));
    if (a != b) TRY(set_merge(thread, result.get(), b));
    return result;
}

Ref<Value> set_and(Thread& thread, Value left, Value right) {
    Set* a = as_any_set(left);
    if (!a || !as_any_set(right)) return Value::not_implemented();
    return set_intersection(thread, a, right);
}

Ref<Value> set_subtract(Thread& thread, Value left, Value right) {
    Set* a = as_any_set(left);
    if (!a || !as_any_set(right)) return Value::not_implemented();
    return set_difference(thread, a, right);
}

Ref<Value> set_xor(Thread& thread, Value left, Value right) {
    Set* a = as_any_set(left);
    if (!a || !as_any_set(right)) return Value::not_implemented();
    return set_symmetric_difference(thread, a, right);
}

Ref<Value> set_inplace_or(Thread& thread, Value self, Value other) {
    if (!as_any_set(other)) return Value::not_implemented();
    TRY(set_update(thread, self.as<Set>(), other));
    return share(self);
}

Ref<Value> set_inplace_and(Thread& thread, Value self, Value other) {
    if (!as_any_set(other)) return Value::not_implemented();
    Ref<Set> result = TRY(set_intersection(thread, self.as<Set>(), other));
    set_swap(self.as<Set>(), result.get());
    return share(self);
}

Ref<Value> set_inplace_subtract(Thread& thread, Value self, Value other) {
    if (!as_any_set(other)) return Value::not_implemented();
    TRY(set_difference_update(thread, self.as<Set>(), other));
    return share(self);
}

Ref<Value> set_inplace_xor(Thread& thread, Value self, Value other) {
    if (!as_any_set(other)) return Value::not_implemented();
    TRY(set_symmetric_difference_update(thread, self.as<Set>(), other));
    return share(self);
}

}  // namespace moult
