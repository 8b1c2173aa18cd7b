// Visitor: what a type's traverse slot hands every field that owns something to (the cycle collector,
// gc.get_referents).
#pragma once

#include "runtime/model/object.h"

namespace moult {

// Implemented by whoever walks the object graph. An empty Value and a null pointer have the same bits, so
// that every owning field is a slot that holds a Value: a visitor looks at it, or takes the value out.
// Looking must not change any reference count of the graph seen so far, run Python code or allocate.
struct Visitor {
    virtual void visit_slot(Value& slot) = 0;

    void visit(Value& value) { visit_slot(value); }
    template <class T>
    void visit(Ref<T>& owned) {
        static_assert(sizeof(owned) == sizeof(Value));
        visit_slot(reinterpret_cast<Value&>(owned));
    }
    // A pointer field that owns its object.
    template <class T>
        requires std::derived_from<T, Object>
    void visit(T*& owned) {
        visit_slot(reinterpret_cast<Value&>(owned));
    }

  protected:
    ~Visitor() = default;
};

}  // namespace moult
