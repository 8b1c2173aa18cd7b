// Allocation of instances of exact builtin types. Instances of subclasses, and of builtin types with instance
// attributes, come from allocate_instance (type.h).
#pragma once

#include <cstring>
#include <new>

#include "runtime/model/type.h"
#include "runtime/state/errors.h"
#include "runtime/state/thread.h"

namespace moult {

// Makes raw memory an object: one reference, no flags, the shape of a new instance.
inline void init_object(Object* object, const Type* type) {
    object->refcount = 1;
    object->flags = 0;
    object->shape = type->root_shape;
}

// Memory for an instance of a builtin type: the collector's if the type says kGcType. Structs of which many are
// made say so themselves, as kIsCollected.
template <class T>
[[gnu::always_inline]] inline void* allocate_memory(Heap& heap, const Type* type, size_t size) {
    if constexpr (requires { T::kIsCollected; }) {
        assert(T::kIsCollected == ((type->flags & kGcType) != 0));
        return T::kIsCollected ? heap.allocate_collected(size) : heap.allocate(size);
    } else {
        return type->flags & kGcType ? heap.allocate_collected(size) : heap.allocate(size);
    }
}

// A new T, its fields value-initialized (pointers null, values empty). `type` is a builtin type without
// instance attributes whose instances are Ts. Null: MemoryError.
template <class T>
Ref<T> new_object(Thread& thread, const Type* type) {
    assert(!(type->flags & (kHeapType | kHasAttributes)));
    void* memory = allocate_memory<T>(thread.heap, type, sizeof(T));
    if (!memory) [[unlikely]]
        return raise_out_of_memory(thread);
    T* object = new (memory) T();
    init_object(object, type);
    return Ref<T>::take(object);
}

// A new T followed by `extra_bytes`, which are left uninitialized: for str, bytes, tuple, int.
template <class T>
Ref<T> new_object_var(Thread& thread, const Type* type, size_t extra_bytes) {
    assert(!(type->flags & (kHeapType | kHasAttributes)));
    if (extra_bytes > (SIZE_MAX >> 2)) [[unlikely]]
        return raise_out_of_memory(thread);
    void* memory = allocate_memory<T>(thread.heap, type, sizeof(T) + extra_bytes);
    if (!memory) [[unlikely]]
        return raise_out_of_memory(thread);
    T* object = new (memory) T();
    init_object(object, type);
    return Ref<T>::take(object);
}

// An instance of a subclass of int, float, complex, str, ... around a value of the builtin type.
inline Ref<Value> make_payload_object(Thread& thread, Type* type, Ref<Value> payload) {
    Ref<Value> object = TRY(allocate_instance(thread, type));
    object.as<PayloadObject>()->payload = payload.release();
    return object;
}

}  // namespace moult
