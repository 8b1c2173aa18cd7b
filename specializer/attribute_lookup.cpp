// Classes and instances as the specializations of attributes see them.
#include "specializer/attribute_lookup.h"

#include "runtime/objects/descriptors.h"
#include "runtime/operations/operations.h"

namespace moult::specializer {

TypeAttribute find_type_attribute(Type* type, Str* name) {
    TypeAttribute found;
    found.value = lookup_in_type(type, name);
    if (found.value.is_empty()) return found;
    const TypeSlots& slots = type->interp->type_of(found.value)->slots;
    found.is_data = slots.descr_set != nullptr;
    found.is_plain = !slots.descr_get && !slots.descr_set;
    return found;
}

bool has_standard_lookup(const Type* type) {
    return type->slots.get_attr == generic_get_attribute;
}
bool has_standard_store(const Type* type) {
    return type->slots.set_attr == generic_set_attribute;
}

uint32_t inline_slot_offset(Value owner, Str* name) {
    const Shape* shape = owner.as_object()->shape;
    if (shape->mode != AttributeMode::kSlots) return 0;
    int slot = shape->find(name);
    if (slot < 0 || slot >= shape->inline_capacity) return 0;
    return shape->extension_offset + sizeof(Value) * (1 + static_cast<uint32_t>(slot));
}

uint32_t member_offset(const TypeAttribute& attribute) {
    // 0 for fields of builtin types, which functions read.
    return is_exact<MemberDescriptor>(attribute.value) ? attribute.value.as<MemberDescriptor>()->offset : 0;
}

bool has_no_own_attribute(Value owner, Str* name) {
    const Shape* shape = owner.as_object()->shape;
    return shape->mode == AttributeMode::kNone ||
           (shape->mode == AttributeMode::kSlots && shape->find(name) < 0);
}

bool cache_key(Interpreter& interp, Dict* dict, const Str* name, DictIndexCache& cache) {
    int64_t index = dict_str_index(dict, name);
    if (index < 0) return false;
    cache.index = static_cast<uint32_t>(index);
    cache.version = dict_keys_version(interp, dict);
    return cache.version != 0;
}

}  // namespace moult::specializer
