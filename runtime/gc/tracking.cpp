// What programs are told of tracked objects.
#include "runtime/gc/tracking.h"

#include "runtime/containers/dict.h"

namespace moult {

namespace {

// A tuple of atoms and of objects that programs take for such: the constants of a function with functions.
bool is_of_constants(const SideTable& table, const Tuple* tuple) {
    bool any_hidden = false;
    for (Value item : tuple->span()) {
        bool is_hidden = item.is_object() && (item.as_object()->type()->flags & kHiddenFromGc);
        if (!is_hidden && !is_atom(table, item)) return false;
        any_hidden |= is_hidden;
    }
    return any_hidden;
}

}  // namespace

void leave_out_atomic_tuple(const SideTable& table, Tuple* tuple) {
    for (Value item : tuple->span())
        if (is_exact<Tuple>(item) && is_atomic_tuple(table, item.as_object()))
            table.age(item.as_object()) = Age::kUntracked;
    if (is_atomic_tuple(table, tuple)) table.age(tuple) = Age::kUntracked;
}

bool holds_tracked(const SideTable& table, const Object* object) {
    if (object->shape->kind == Kind::kTuple)
        return !is_of_constants(table, static_cast<const Tuple*>(object));
    size_t position = 0;
    Value key, value;
    while (dict_next(static_cast<const Dict*>(object), &position, &key, &value))
        if (!is_atom(table, key) || !is_atom(table, value)) return true;
    return false;
}

bool is_presentable(const SideTable& table, const Object* object) {
    if (!is_tracked(table, object)) return false;
    if (object->shape->kind == Kind::kTuple)
        for (Value item : static_cast<const Tuple*>(object)->span())
            if (item.is_empty()) return false;
    return true;
}

}  // namespace moult
