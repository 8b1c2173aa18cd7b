// Attributes of instances, their release, and the change of an instance's class.
#include "runtime/classes/instance.h"

#include <bit>
#include <cstring>
#include <vector>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/destroy.h"
#include "runtime/state/errors.h"
#include "runtime/state/watch.h"

namespace moult {

namespace {

constexpr uint32_t kFirstOverflow = 4;

Dict* dict_in_extension(const Object* object) {
    return extension_word(const_cast<Object*>(object), object->shape)->as<Dict>();
}

Value* overflow_array(Object* object) {
    return reinterpret_cast<Value*>(extension_word(object, object->shape)->bits);
}

Value* member_slots_of(Object* object, const Type* type) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(object) + ((type->basic_size + 7u) & ~7u));
}

// Makes room for overflow slot `index`. The array's size follows from the number of slots in use: 4, 8, 16...
Status grow_overflow(Thread& thread, Object* object, uint32_t index) {
    bool full = index == 0 || (index >= kFirstOverflow && std::has_single_bit(index));
    if (!full) return {};
    size_t capacity = index == 0 ? kFirstOverflow : size_t{2} * index;
    void* array = thread.heap.reallocate(overflow_array(object), capacity * sizeof(Value));
    if (!array) return raise_out_of_memory(thread);
    extension_word(object, object->shape)->bits = reinterpret_cast<uint64_t>(array);
    return {};
}

// Takes the values out of the slots and leaves the extension word empty.
void release_slots(Interpreter& interp, Object* object) {
    const Shape* shape = object->shape;
    Value* extension = extension_word(object, shape);
    for (uint32_t i = 0; i < shape->slot_count; ++i) {
        Value* slot = slot_address(object, shape, i);
        Value value = std::exchange(*slot, Value::empty());
        decref(value);
    }
    if (shape->slot_count > shape->inline_capacity)
        interp.heap.free_plain(reinterpret_cast<void*>(extension->bits));
    *extension = Value::empty();
}

}  // namespace

Value instance_get(const Object* object, const Str* name) {
    const Shape* shape = object->shape;
    switch (shape->mode) {
        case AttributeMode::kNone: return Value::empty();
        case AttributeMode::kSlots: {
            int slot = shape->find(name);
            if (slot < 0) return Value::empty();
            return *slot_address(const_cast<Object*>(object), shape, static_cast<uint32_t>(slot));
        }
        case AttributeMode::kDict: return dict_get_str(dict_in_extension(object), name);
    }
    return Value::empty();
}

Status instance_add_slot(Thread& thread, Object* object, Shape* child, Value value) {
    uint32_t slot = child->slot_count - 1u;
    if (slot >= child->inline_capacity) {
        TRY(grow_overflow(thread, object, slot - child->inline_capacity));
        grow_root_shape(child->type, child->slot_count);
    }
    incref(value);
    *slot_address(object, child, slot) = value;
    object->shape = child;
    return {};
}

Status instance_set(Thread& thread, Object* object, Str* name, Value value) {
    Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kSlots) {
        int slot = shape->find(name);
        if (slot >= 0) {
            incref(value);
            decref(std::exchange(*slot_address(object, shape, static_cast<uint32_t>(slot)), value));
            return {};
        }
        if (Shape* child = shape_after_adding(shape, name))
            return instance_add_slot(thread, object, child, value);
    }
    Dict* dict = instance_dict(thread, object);
    if (!dict) return kError;
    Ref<Dict> guard = share(dict);  // releasing the old value may replace obj.__dict__
    return dict_set_str(thread, dict, name, value);
}

Result<bool> instance_delete(Thread& thread, Object* object, Str* name) {
    const Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kNone) return false;
    if (shape->mode == AttributeMode::kSlots) {
        int slot = shape->find(name);
        if (slot < 0) return false;
        if (shape->last_name == name && shape->slot_count <= shape->inline_capacity) {
            Value* address = slot_address(object, shape, static_cast<uint32_t>(slot));
            object->shape = shape->parent;
            decref(std::exchange(*address, Value::empty()));
            return true;
        }
    }
    Dict* dict = instance_dict(thread, object);
    if (!dict) return kError;
    Ref<Dict> guard = share(dict);
    return dict_remove(thread, dict, name);
}

Ref<Dict> instance_attributes(Thread& thread, Object* object) {
    const Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kDict) return dict_copy(thread, dict_in_extension(object));
    Ref<Dict> dict = TRY(make_dict(thread, shape->slot_count));
    for (uint32_t i = 0; i < shape->slot_count; ++i)
        TRY(dict_set_str(thread, dict.get(), shape->names[i], *slot_address(object, shape, i)));
    return dict;
}

Dict* instance_dict(Thread& thread, Object* object) {
    const Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kDict) return dict_in_extension(object);
    if (shape->mode == AttributeMode::kNone) return nullptr;
    Ref<Dict> dict = instance_attributes(thread, object);
    if (!dict) return nullptr;
    release_slots(thread.interp, object);
    Shape* dict_shape = dict_mode_shape(object->shape->type);
    object->shape = dict_shape;
    *extension_word(object, dict_shape) = dict.release();
    return dict_in_extension(object);
}

Status instance_set_dict(Thread& thread, Object* object, Dict* dict) {
    if (!instance_dict(thread, object)) return kError;
    incref(dict);
    decref(std::exchange(*extension_word(object, object->shape), Value(dict)));
    return {};
}

Status instance_set_class(Thread& thread, Object* object, Type* type) {
    Type* old = object->shape->type;
    if (old == type) return {};
    bool modules = old->base_kind == Kind::kModule && type->base_kind == Kind::kModule;
    if (!modules && (!old->is_heap_type() || !type->is_heap_type()))
        return raise_type_error(
            thread, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    bool same_layout = layout_base(old) == layout_base(type);
    if (!same_layout && old->slot_names && type->slot_names && old->base == type->base &&
        old->basic_size == type->basic_size && old->member_slots == type->member_slots) {
        same_layout = old->slot_names->length == type->slot_names->length;
        for (size_t i = 0; same_layout && i < old->slot_names->length; ++i)
            same_layout = old->slot_names->items()[i] == type->slot_names->items()[i];
    }
    constexpr uint32_t kLayoutFlags = kHasAttributes | kHasWeakrefSupport | kGcType;
    if (!same_layout || ((old->flags ^ type->flags) & kLayoutFlags))
        return raise_type_error(thread, "__class__ assignment: '%s' object layout differs from '%s'",
                                to_utf8(type->name.get()).c_str(), to_utf8(old->name.get()).c_str());

    Shape* shape = object->shape;
    Shape* target = nullptr;
    if (shape->mode == AttributeMode::kSlots) {
        target = root_shape_with_capacity(type, shape->inline_capacity);
        for (Str* name : shape->names) {
            target = shape_after_adding(target, name);
            if (!target) break;
        }
    }
    if (shape->mode != AttributeMode::kNone && !target) {
        if (!instance_dict(thread, object)) return kError;
        target = dict_mode_shape(type);
    }
    object->shape = target ? target : type->root_shape;
    note_change(object);
    if (old->flags & kDescriptorsCached) {
        // From now on what caches know of the object follows from its new class.
        type->flags |= kDescriptorsCached;
        note_descriptors(type, descriptor_kind(old));
    }
    if (type->is_heap_type()) incref(type);
    if (old->is_heap_type()) decref(old);
    return {};
}

size_t instance_size(const Type* type) {
    if (type->extension_offset)
        return type->extension_offset + sizeof(Value) * (1u + type->root_shape->inline_capacity);
    return ((type->basic_size + 7u) & ~7u) + sizeof(Value) * type->member_slots;
}

Ref<Value> allocate_instance(Thread& thread, Type* type) {
    size_t size = instance_size(type);
    bool is_collected = type->flags & kGcType;
    auto* object = static_cast<Object*>(is_collected ? thread.heap.allocate_collected(size)
                                                     : thread.heap.allocate(size));
    if (!object) [[unlikely]]
        return raise_out_of_memory(thread);
    object->refcount = 1;
    object->flags = 0;
    object->shape = type->root_shape;
    std::memset(static_cast<void*>(object + 1), 0, size - sizeof(Object));
    if (type->is_heap_type()) incref(type);
    if (type->flags & kHasFinalizer) [[unlikely]]
        thread.heap.note_birth(object);
    return Ref<Value>::take(object);
}

namespace {

// Takes __slots__ and attributes out of a dying instance and releases them in order, but for the last object among them,
// which is returned; empty when there is none.
[[gnu::always_inline]] inline Value release_but_last(Interpreter& interp, Object* object, const Type* type) {
    Value last = Value::empty();
    auto release = [&](Value* slot) {
        Value value = std::exchange(*slot, Value::empty());
        if (!value.is_object()) return;
        decref(last);
        last = value;
    };
    Value* members = member_slots_of(object, type);
    for (uint32_t i = 0; i < type->member_slots; ++i) release(members + i);
    const Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kDict) {
        release(extension_word(object, shape));
    } else if (shape->mode == AttributeMode::kSlots) {
        for (uint32_t i = 0; i < shape->slot_count; ++i) release(slot_address(object, shape, i));
        if (shape->slot_count > shape->inline_capacity)
            interp.heap.free_plain(reinterpret_cast<void*>(extension_word(object, shape)->bits));
    }
    return last;
}

}  // namespace

void subtype_dealloc(Interpreter& interp, Object* object) {
    Type* type = object->shape->type;
    decref(release_but_last(interp, object, type));
    if (type->flags & kPayloadLayout) {
        decref(std::exchange(static_cast<PayloadObject*>(object)->payload, Value::empty()));
        interp.heap.free(object);
    } else if (type->base_dealloc == object_dealloc && type->is_heap_type()) {
        interp.heap.free_collected(object);
    } else {
        type->base_dealloc(interp, object);
    }
    if (type->is_heap_type()) decref(type);
}

void destroy_instance(Interpreter& interp, Object* object) {
    Heap& heap = interp.heap;
    uint32_t depth = heap.destroy_depth;
    if (depth >= kDestroyDepthLimit) [[unlikely]]
        return destroy_any(interp, object);
    heap.destroy_depth = depth + 1;
    while (object) {
        Type* type = object->shape->type;
        if (type->destroy != destroy_instance) {
            type->destroy(interp, object);
            break;
        }
        bool has_finalizer = (type->flags & kHasFinalizer) && !(object->flags & kFinalized);
        if ((object->flags & kDiesSlowly) || has_finalizer) [[unlikely]] {
            destroy_any(interp, object);
            break;
        }
        Value last = release_but_last(interp, object, type);
        heap.free_collected(object);
        decref(type);
        object = last.is_object() && --last.as_object()->refcount == 0 ? last.as_object() : nullptr;
    }
    if (depth == 0 && !heap.destroy_later.empty()) [[unlikely]]
        destroy_waiting(interp);
    heap.destroy_depth = depth;
}

void subtype_traverse(Object* object, Visitor& visitor) {
    const Shape* shape = object->shape;
    Type* type = shape->type;
    if (shape->mode == AttributeMode::kDict) {
        visitor.visit(*extension_word(object, shape));
    } else {
        for (uint32_t i = 0; i < shape->slot_count; ++i) visitor.visit(*slot_address(object, shape, i));
    }
    Value* members = member_slots_of(object, type);
    for (uint32_t i = 0; i < type->member_slots; ++i) visitor.visit(members[i]);
    if (type->flags & kPayloadLayout)
        visitor.visit(static_cast<PayloadObject*>(object)->payload);
    else if (type->base_traverse)
        type->base_traverse(object, visitor);
    if (Value owner = type; type->is_heap_type()) visitor.visit(owner);  // held through the shape
}

namespace {

// The instance has none any more before the first is released: that can run code which sees it.
void clear_attributes(Interpreter& interp, Object* object) {
    Shape* shape = object->shape;
    if (shape->mode == AttributeMode::kNone) return;
    Value* extension = extension_word(object, shape);
    if (shape->mode == AttributeMode::kDict) {
        object->shape = root_shape_with_capacity(shape->type, 0);
        return decref(std::exchange(*extension, Value::empty()));
    }
    std::vector<Value> values;
    values.reserve(shape->slot_count);
    for (uint32_t i = 0; i < shape->slot_count; ++i)
        values.push_back(std::exchange(*slot_address(object, shape, i), Value::empty()));
    if (shape->slot_count > shape->inline_capacity)
        interp.heap.free_plain(reinterpret_cast<void*>(extension->bits));
    *extension = Value::empty();
    Shape* root = shape;
    while (root->parent) root = root->parent;
    object->shape = root;
    for (Value value : values) decref(value);
}

}  // namespace

// The instance loses its attributes, and keeps what its C++ part cannot do without.
void subtype_clear(Interpreter& interp, Object* object) {
    Type* type = object->shape->type;
    Value* members = member_slots_of(object, type);
    for (uint32_t i = 0; i < type->member_slots; ++i) decref(std::exchange(members[i], Value::empty()));
    clear_attributes(interp, object);
    if (type->base_clear) type->base_clear(interp, object);
}

}  // namespace moult
