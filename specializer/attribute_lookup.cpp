// Classes and instances as the specializations of attributes see them.
#include "specializer/attribute_lookup.h"

#include "runtime/classes/descriptors.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::specializer {

using interp::FailureReason;
using interp::unless;

TypeAttribute find_type_attribute(Type* type, Str* name) {
    TypeAttribute found;
    found.value = lookup_in_type(type, name);
    if (found.value.is_empty()) return found;
    DescriptorKind kind = cached_descriptor_kind(type->interp->type_of(found.value));
    found.is_data = kind.set;
    found.is_plain = !kind.get && !kind.set;
    return found;
}

Type* variable_holder(const Type* type, Str* name) {
    for (Value base : type->mro->span()) {
        Type* holder = base.as<Type>();
        if (!dict_get_str(holder->dict.get(), name).is_empty())
            return is_class_variable(holder, name) ? holder : nullptr;
    }
    return nullptr;
}

namespace {

// Classes and modules have specializations of their own.
FailureReason is_instance_of_class(Value owner, Shape** shape) {
    if (!owner.is_object()) return FailureReason::kImmediate;
    *shape = owner.as_object()->shape;
    bool is_other = (*shape)->base_kind == Kind::kType || (*shape)->kind == Kind::kModule;
    return is_other ? FailureReason::kOtherOwner : FailureReason::kNone;
}

}  // namespace

FailureReason instance_shape(Value owner, Shape** shape) {
    if (auto reason = is_instance_of_class(owner, shape); reason != FailureReason::kNone) return reason;
    return unless((*shape)->type->slots.get_attr == generic_get_attribute, FailureReason::kOwnLookup);
}
FailureReason instance_shape_to_store(Value owner, Shape** shape) {
    if (auto reason = is_instance_of_class(owner, shape); reason != FailureReason::kNone) return reason;
    return unless((*shape)->type->slots.set_attr == generic_set_attribute, FailureReason::kOwnStore);
}

FailureReason find_slot(Value owner, Shape* shape, Str* name, uint32_t* offset, uint32_t* identity) {
    TypeAttribute attribute = find_type_attribute(shape->type, name);
    *offset = attribute.is_data ? member_offset(shape->type, attribute) : inline_slot_offset(owner, name);
    *identity = shape_identity(shape);
    if (!*offset) return attribute.is_data ? FailureReason::kDescriptor : FailureReason::kNotInSlot;
    return unless(*identity != 0, FailureReason::kNoVersion);
}

FailureReason ask_metaclass(const Types& types, Value owner, Str* name) {
    Type* type = as_instance<Type>(owner);
    if (!type) return FailureReason::kOtherOwner;
    Type* metaclass = type->type();
    return unless(metaclass == types.type && lookup_in_type(metaclass, name).is_empty(),
                  FailureReason::kMetaclass);
}

uint32_t inline_slot_offset(Value owner, Str* name) {
    const Shape* shape = owner.as_object()->shape;
    if (shape->mode != AttributeMode::kSlots) return 0;
    int slot = shape->find(name);
    if (slot < 0 || slot >= shape->inline_capacity) return 0;
    return shape->extension_offset + sizeof(Value) * (1 + static_cast<uint32_t>(slot));
}

uint32_t member_offset(const Type* type, const TypeAttribute& attribute) {
    if (!is_exact<MemberDescriptor>(attribute.value)) return 0;
    auto* member = attribute.value.as<MemberDescriptor>();
    // A member that has been put on another class tells so. 0 for fields of builtin types, which functions
    // read.
    return type->is_subtype(member->owner) ? member->offset : 0;
}

bool has_no_own_attribute(Value owner, Str* name) {
    const Shape* shape = owner.as_object()->shape;
    return (shape->mode == AttributeMode::kNone && !own_dict_field(owner.as_object())) ||
           (shape->mode == AttributeMode::kSlots && shape->find(name) < 0);
}

FailureReason cache_key(Interpreter& interp, Dict* dict, const Str* name, DictIndexCache& cache) {
    if (dict->shape->kind != Kind::kDict)
        return FailureReason::kNamespace;  // a subclass may have its own ways
    int64_t index = dict_str_index(dict, name);
    if (index < 0)
        return dict->table && !dict->table->str_keys ? FailureReason::kNamespace : FailureReason::kMissing;
    cache.index = static_cast<uint32_t>(index);
    cache.version = dict_keys_version(interp, dict);
    return unless(cache.version != 0, FailureReason::kNoVersion);
}

}  // namespace moult::specializer
