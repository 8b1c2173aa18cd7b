// Shapes: transitions, identities, roots with other capacities. See docs/values.md.
#include "runtime/model/shape.h"

#include <bit>

#include "runtime/classes/type_internals.h"
#include "runtime/state/interpreter.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// Beyond these an object is used as a dictionary and is better off with one.
constexpr size_t kMaxSlots = 64;
constexpr size_t kMaxShapesPerType = 1024;

}  // namespace

uint32_t shape_identity(Shape* shape) {
    if (shape->id == 0) {
        // Invalidation goes from a type with a version to its shapes, so the type needs a version first.
        if (type_version(shape->type) == 0) return 0;
        Interpreter& interp = *shape->type->interp;
        if (interp.next_identity != 0) shape->id = interp.next_identity++;
    }
    return shape->id;
}

Shape* make_root_shape(Type* type, AttributeMode mode, uint16_t inline_capacity) {
    auto* shape = new Shape{.id = 0,
                            .kind = type->kind,
                            .base_kind = type->base_kind,
                            .mode = mode,
                            .slot_count = 0,
                            .inline_capacity = inline_capacity,
                            .extension_offset = type->extension_offset,
                            .type = type,
                            .parent = nullptr,
                            .last_name = nullptr,
                            .transitions = {},
                            .names = {}};
    type->shapes.push_back(shape);
    return shape;
}

Shape* dict_mode_shape(Type* type) {
    if (!type->dict_shape) type->dict_shape = make_root_shape(type, AttributeMode::kDict, 0);
    return type->dict_shape;
}

Shape* shape_after_adding(Shape* shape, Str* name) {
    for (const Shape::Transition& transition : shape->transitions)
        if (transition.name == name) return transition.child;
    if (shape->slot_count >= kMaxSlots || shape->type->shapes.size() >= kMaxShapesPerType) return nullptr;
    Shape* child = make_root_shape(shape->type, shape->mode, shape->inline_capacity);
    child->slot_count = static_cast<uint16_t>(shape->slot_count + 1);
    child->parent = shape;
    child->last_name = name;
    incref(name);
    child->names.reserve(shape->names.size() + 1);
    child->names = shape->names;
    child->names.push_back(name);
    shape->transitions.push_back({name, child});
    return child;
}

Shape* root_shape_with_capacity(Type* type, uint16_t inline_capacity) {
    for (Shape* shape : type->shapes)
        if (!shape->parent && shape->mode == AttributeMode::kSlots &&
            shape->inline_capacity == inline_capacity)
            return shape;
    return make_root_shape(type, AttributeMode::kSlots, inline_capacity);
}

void grow_root_shape(Type* type, uint32_t slots) {
    // An odd count fills the 16-byte steps of the allocator: header and extension word are three words.
    uint32_t wanted = (slots + slots / 4) | 1;
    if (wanted > kMaxInlineCapacity) wanted = kMaxInlineCapacity;
    if (wanted <= type->root_shape->inline_capacity) return;
    type->root_shape = root_shape_with_capacity(type, static_cast<uint16_t>(wanted));
}

void delete_shapes(Type* type) {
    for (Shape* shape : type->shapes) {
        if (shape->last_name) decref(shape->last_name);
        delete shape;
    }
    type->shapes.clear();
    type->root_shape = type->dict_shape = nullptr;
}

}  // namespace moult
