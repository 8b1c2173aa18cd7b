// Which objects can be in cycles, as programs see it (gc.is_tracked): CPython leaves out tuples and dicts of
// atoms. Here dicts are always looked at by collections, so that storing into them need not say anything; tuples
// of atoms are left out once a collection has met them.
#pragma once

#include "runtime/containers/iterators.h"
#include "runtime/memory/side_table.h"
#include "runtime/model/type.h"

namespace moult {

// Neither the value nor anything that it refers to can be in a cycle.
inline bool is_atom(const SideTable& table, Value value) {
    if (!value.is_object()) return true;
    Age age = table.age(value.as_object());
    return age == Age::kNone || age == Age::kUntracked;
}

// A tuple of atoms, and nothing else to come.
inline bool is_atomic_tuple(const SideTable& table, const Object* object) {
    if (object->shape->kind != Kind::kTuple || (object->flags & kRefilledTuple)) return false;
    for (Value item : static_cast<const Tuple*>(object)->span())
        if (item.is_empty() || !is_atom(table, item)) return false;
    return true;
}

// Whether the collector's tuple or dict holds what can be in a cycle, as far as programs are told. O(items).
bool holds_tracked(const SideTable&, const Object*);

// What gc.is_tracked() says. O(1), but for tuples and dicts.
inline bool is_tracked(const SideTable& table, const Object* object) {
    Age age = table.age(object);
    if (age == Age::kNone || age == Age::kUntracked) return false;
    if (object->type()->flags & kHiddenFromGc) return false;
    Kind kind = object->shape->kind;
    return (kind != Kind::kTuple && kind != Kind::kDict) || holds_tracked(table, object);
}
// gc.get_objects() and the like may show the object to a program: it is tracked, and complete.
bool is_presentable(const SideTable&, const Object*);

}  // namespace moult
