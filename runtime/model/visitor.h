// Visitor: what a type's traverse slot hands every field that owns something to (the cycle collector,
// gc.get_referents).
#pragma once

#include "runtime/model/object.h"

namespace moult {

// Implemented by whoever walks the object graph. An empty Value and a null pointer have the same bits, so
// that every owning field is a slot that holds a Value: a visitor looks at it, or takes the value out.
// Looking must not change any reference count of the graph seen so far, run Python code or allocate.
struct Visitor {
    // Of slots that hold objects; of a visitor for kEveryValue also those with immediates or nothing.
    virtual void visit_slot(Value& slot) = 0;

    void visit(Value& value) {
        if (value.is_object() || every_value_) visit_slot(value);
    }
    // Owned by a cache that can be dropped at any time: it keeps nothing alive, for visitors that are told so.
    void visit_cached(Value& value) {
        if (follows_caches_) visit(value);
    }
    template <class T>
    void visit(Ref<T>& owned) {
        static_assert(sizeof(owned) == sizeof(Value));
        visit(reinterpret_cast<Value&>(owned));
    }
    // A pointer field that owns its object.
    template <class T>
        requires std::derived_from<T, Object>
    void visit(T*& owned) {
        visit(reinterpret_cast<Value&>(owned));
    }

  protected:
    enum Wanted : bool { kObjects, kEveryValue };
    explicit Visitor(Wanted wanted = kObjects, bool follows_caches = true)
        : every_value_(wanted), follows_caches_(follows_caches) {}
    ~Visitor() = default;

  private:
    const bool every_value_, follows_caches_;
};

}  // namespace moult
