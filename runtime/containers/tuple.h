// Tuple: an immutable array of values, kept inline.
#pragma once

#include <span>

#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Tuple : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kTuple;
    size_t length;  // the items follow
    Value* items() { return reinterpret_cast<Value*>(this + 1); }
    const Value* items() const { return reinterpret_cast<const Value*>(this + 1); }
    std::span<const Value> span() const { return {items(), length}; }
    static void release(Interpreter&, Tuple&);
    static void visit(Tuple&, Visitor&);
};
static_assert(sizeof(Tuple) == 24);

// The exact tuple in a value or in a subclass's instance; null when there is none.
inline Tuple* as_tuple(Value v) {
    if (!v.is_object() || v.as_object()->shape->base_kind != Kind::kTuple) return nullptr;
    return v.as_object()->shape->kind == Kind::kTuple ? v.as<Tuple>()
                                                      : v.as<PayloadObject>()->payload.as<Tuple>();
}

extern const TypeSpec kTupleType;

// With `length` empty items, which the caller fills before anything else can see the tuple. Null:
// MemoryError.
Ref<Tuple> allocate_tuple(Thread&, size_t length);
Ref<Tuple> make_tuple(Thread&,
                      std::span<const Value> items);  // shares the items; the empty tuple is one object
Ref<Tuple> make_tuple(Thread&, std::initializer_list<Value> items);
Ref<Tuple> to_tuple(Thread&, Value iterable);
// Leaves a new tuple out of collections at once, if it is one of atoms and of tuples of atoms
// (runtime/gc/tracking.h).
void leave_out_atomic_tuple(const SideTable&, Tuple*);
void init_tuple(Interpreter&);

}  // namespace moult
