// Visitor: what a type's traverse slot hands every owned value to (the cycle collector, gc.get_referents).
#pragma once

#include "runtime/model/object.h"

namespace moult {

// Implemented by whoever walks the object graph. Visiting must not change any reference count of the graph
// seen so far, run Python code or allocate.
struct Visitor {
    virtual void visit_object(Object*) = 0;

    void visit(Value value) {
        if (value.is_object()) visit_object(value.as_object());
    }
    void visit(const Ref<Value>& value) { visit(value.get()); }
    template <class T>
    void visit(const Ref<T>& object) {
        if (object) visit_object(object.get());
    }

  protected:
    ~Visitor() = default;
};

}  // namespace moult
