// The two passes over a set of objects: counting the references within it, and following those from outside.
#include "runtime/gc/reachability.h"

#include "runtime/classes/type_internals.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/gc/tracking.h"
#include "runtime/memory/heap_walk.h"
#include "runtime/model/type.h"

namespace moult {

namespace {

// Instances that hold nothing but attributes in slots, lists and tuples are looked into here: they are most of
// what there is, and need no virtual call for each value. V::meet(Object*) does what V::visit_slot does.
template <class V>
[[gnu::always_inline]] inline void traverse(Object* object, V& visitor) {
    auto meet = [&](Value value) {
        if (value.is_object()) visitor.meet(value.as_object());
    };
    const Shape* shape = object->shape;
    Type* type = shape->type;
    auto slot = type->slots.traverse;
    if (shape->kind == Kind::kList) {
        for (Value item : static_cast<const List*>(object)->span()) meet(item);
    } else if (shape->kind == Kind::kTuple) {
        for (Value item : static_cast<const Tuple*>(object)->span()) meet(item);
    } else if (slot == subtype_traverse && shape->mode == AttributeMode::kSlots && !type->base_traverse &&
               !type->member_slots && !(type->flags & kPayloadLayout)) {
        for (uint32_t i = 0; i < shape->slot_count; ++i) meet(*slot_address(object, shape, i));
        if (type->is_heap_type()) visitor.meet(type);
    } else if (slot) {
        slot(object, visitor);
    }
}

}  // namespace

struct Reachability::Counter final : Visitor {
    const SideTable& table;
    const AgeSet set;

    Counter(const SideTable& side_table, AgeSet ages) : table(side_table), set(ages) {}
    void visit_slot(Value& slot) override { meet(slot.as_object()); }
    void meet(Object* object) {
        table.with(object, [&](Age age, uint32_t& seen) {
            if (set.has(age)) ++seen;
        });
    }
};

struct Reachability::Marker final : Visitor {
    const SideTable& table;
    const AgeSet set;
    const Age reached;
    Object** const stack;
    size_t depth = 0;
    size_t count = 0;
    bool overflowed = false;

    Marker(const SideTable& side_table, AgeSet ages, Age age, Caches caches, Object** memory)
        : Visitor(kObjects, caches == Caches::kKeep),
          table(side_table),
          set(ages),
          reached(age),
          stack(memory) {}

    void visit_slot(Value& slot) override { meet(slot.as_object()); }
    void meet(Object* object) {
        table.with(object, [&](Age& age, uint32_t& seen) {
            if (!set.has(age)) return;
            seen = 0;  // which differs from its count: reachable, whoever meets it
            if (depth == kStackSize) {
                overflowed = true;
                return;
            }
            age = reached;
            stack[depth++] = object;
        });
    }
    // An object of the set, when it is known to be reachable.
    void follow(Object* object) {
        table.with(object, [&](Age& age, uint32_t& seen) {
            seen = 0;
            age = reached;
        });
        stack[depth++] = object;
        while (depth) {
            Object* next = stack[--depth];
            ++count;
            traverse(next, *this);
            if (is_atomic_tuple(table, next)) table.age(next) = Age::kUntracked;
        }
    }
};

Reachability::Reachability(Heap& heap)
    : heap_(heap), table_(heap.side_table()), stack_(std::make_unique_for_overwrite<Object*[]>(kStackSize)) {}

template <class Each>
Reachability::Found Reachability::search_in(AgeSet set, Age reached, Caches caches, Each&& each) {
    Found found;
    Counter counter(table_, set);
    each([&](Object* object) {
        ++found.objects;
        traverse(object, counter);
    });
    Marker marker(table_, set, reached, caches, stack_.get());
    do {
        marker.overflowed = false;
        each([&](Object* object) {
            if (object->refcount != table_.seen(object)) marker.follow(object);
        });
    } while (marker.overflowed);
    found.reachable = marker.count;
    return found;
}

Reachability::Found Reachability::search(AgeSet set, Heap::Reach reach, Age reached, Caches caches) {
    return search_in(set, reached, caches, [&](auto&& visit) { heap_.for_each_object(set, reach, visit); });
}

Reachability::Found Reachability::search(Age set, std::span<Object* const> list, Age reached, Caches caches) {
    return search_in({set}, reached, caches, [&](auto&& visit) {
        for (Object* object : list)
            if (table_.age(object) == set) visit(object);
    });
}

}  // namespace moult
