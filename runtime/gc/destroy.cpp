// destroy(): what happens when a reference count reaches zero. Order (PEP 442): finalizer, weak references,
// fields and memory. See docs/memory.md.
#include "runtime/operations/destroy.h"

#include "runtime/gc/aside.h"
#include "runtime/objects/weakref.h"
#include "runtime/state/errors.h"

namespace moult {

namespace {

// So many finalizers may run inside each other (each inside the release of what the one before held); further
// objects that have one wait, too.
constexpr uint32_t kFinalizerLimit = 32;

// True when the finalizer made the object live again.
[[gnu::noinline]] bool finalize(Interpreter& interp, Object* object, Type* type) {
    Thread* thread = interp.current ? interp.current : interp.main_thread;
    if (!thread) return false;
    object->flags |= kFinalized;
    object->refcount = 1;
    {
        Aside aside(*thread);
        ++interp.heap.finalizer_depth;
        type->slots.finalize(*thread, object);
        if (thread->has_error()) report_unraisable(*thread, object);
        --interp.heap.finalizer_depth;
    }
    return --object->refcount != 0;
}

[[gnu::noinline]] void forget_weakrefs(Interpreter& interp, Object* object) {
    Thread* thread = interp.current ? interp.current : interp.main_thread;
    if (!thread) return clear_weakrefs(interp, object);
    Aside aside(*thread);
    clear_weakrefs(interp, object);
}

// Its finalizer would run inside too many others.
bool must_wait(const Heap& heap, const Object* object, const Type* type) {
    return heap.finalizer_depth >= kFinalizerLimit && (type->flags & kHasFinalizer) &&
           !(object->flags & kFinalized);
}

void destroy_now(Interpreter& interp, Object* object, Type* type) {
    if ((type->flags & kHasFinalizer) && !(object->flags & kFinalized)) [[unlikely]]
        if (finalize(interp, object, type)) return;
    if (object->flags & (kHasWeakrefs | kWatched)) [[unlikely]] {
        if (object->flags & kHasWeakrefs) forget_weakrefs(interp, object);
        if (object->flags & kWatched) report_freed(object);
    }
    // The finalizer may have changed the object's class.
    object->type()->slots.dealloc(interp, object);
}

}  // namespace

void destroy(Object* object) {
    Type* type = object->type();
    type->destroy(*type->interp, object);
}

void destroy_any(Interpreter& interp, Object* object) {
    if (object->flags & kForever) [[unlikely]] {
        object->refcount = Object::kImmortal;
        return;
    }
    Type* type = object->type();
    Heap& heap = interp.heap;
    uint32_t depth = heap.destroy_depth;
    if (depth >= kDestroyDepthLimit || must_wait(heap, object, type)) [[unlikely]] {
        heap.destroy_later.push_back(object);
        return;
    }
    heap.destroy_depth = depth + 1;
    destroy_now(interp, object, type);
    if (depth == 0 && !heap.destroy_later.empty()) [[unlikely]]
        destroy_waiting(interp);
    heap.destroy_depth = depth;
}

void destroy_waiting(Interpreter& interp) {
    Heap& heap = interp.heap;
    while (!heap.destroy_later.empty() && heap.finalizer_depth < kFinalizerLimit) {
        Object* next = heap.destroy_later.back();
        heap.destroy_later.pop_back();
        destroy_now(interp, next, next->type());
    }
}

}  // namespace moult
