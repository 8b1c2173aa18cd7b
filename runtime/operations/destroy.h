// How objects of one builtin type die: destroy() with the type's dealloc inside. native<T>() puts it into the
// type's spec; destroy() and compiled traces go there. See docs/memory.md, and
// runtime/gc/destroy.cpp for the rest of it.
#pragma once

#include "runtime/model/type.h"
#include "runtime/state/interpreter.h"

namespace moult {

// So many destroy() calls may be active inside each other; what dies deeper waits in heap.destroy_later.
inline constexpr uint32_t kDestroyDepthLimit = 64;
// An object with one of these needs more than its dealloc.
inline constexpr uint32_t kDiesSlowly = kForever | kHasWeakrefs | kWatched;

// What waits in heap.destroy_later, by the outermost destroy(). As long as finalizers are not nested too
// deep.
[[gnu::noinline]] void destroy_waiting(Interpreter&);

// As destroy_any, for objects whose exact type has this dealloc and no finalizer.
template <void (*dealloc)(Interpreter&, Object*)>
void destroy_with(Interpreter& interp, Object* object) {
    Heap& heap = interp.heap;
    uint32_t depth = heap.destroy_depth;
    if ((object->flags & kDiesSlowly) || depth >= kDestroyDepthLimit) [[unlikely]]
        return destroy_any(interp, object);
    heap.destroy_depth = depth + 1;
    [[clang::always_inline]] dealloc(interp, object);
    if (depth == 0 && !heap.destroy_later.empty()) [[unlikely]]
        destroy_waiting(interp);
    heap.destroy_depth = depth;
}
// The same for objects that hold no others.
template <void (*dealloc)(Interpreter&, Object*)>
void destroy_leaf_with(Interpreter& interp, Object* object) {
    if ((object->flags & kDiesSlowly) || !interp.heap.destroy_later.empty()) [[unlikely]]
        return destroy_any(interp, object);
    [[clang::always_inline]] dealloc(interp, object);
}

}  // namespace moult
