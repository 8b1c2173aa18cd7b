// What the specializations of attributes ask about classes, instances and key tables.
#pragma once

#include "interp/reasons.h"
#include "runtime/containers/dict.h"
#include "runtime/model/type.h"

namespace moult::specializer {

// What a name means on instances of a type, as object.__getattribute__ resolves it.
struct TypeAttribute {
    Value value;            // found on the type, borrowed; or empty
    bool is_data = false;   // a data descriptor: goes before the instance's own attributes
    bool is_plain = false;  // no descriptor at all
};
TypeAttribute find_type_attribute(Type*, Str* name);
// The class along the MRO in whose namespace the name is a class variable (runtime/model/type.h), which no
// cache may hold; null when what is found is none.
Type* variable_holder(const Type*, Str* name);
// Whether the object is an instance of a class whose attributes follow the standard rules (no __getattr__,
// __getattribute__, __setattr__): then its shape, else why it is not.
interp::FailureReason instance_shape(Value owner, Shape** shape);
interp::FailureReason instance_shape_to_store(Value owner, Shape** shape);
// The offset in bytes at which an instance of that shape keeps the attribute, and its identity: in a slot or in a
// __slots__ member.
interp::FailureReason find_slot(Value owner, Shape*, Str* name, uint32_t* offset, uint32_t* identity);
// Whether the class of a class knows the name, whose attributes would go before those of the class itself.
interp::FailureReason ask_metaclass(const Types&, Value owner, Str* name);
// The slot of an instance in kSlots mode that holds the name, when it lies inline and nothing on the type
// goes before it; as a byte offset from the object, 0 when there is none.
uint32_t inline_slot_offset(Value owner, Str* name);

inline bool has_shape(Value owner, uint32_t identity) {
    return owner.is_object() && owner.as_object()->shape->id == identity;
}
inline Value* field(Value owner, uint32_t offset) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(owner.as_object()) + offset);
}

// An instance without an attribute of that name of its own, as its shape tells.
bool has_no_own_attribute(Value owner, Str* name);
// The offset of a __slots__ member of the type or its bases, 0 when the attribute is none.
uint32_t member_offset(const Type*, const TypeAttribute& attribute);

//   | version of the keys | index of the entry |
struct DictIndexCache {
    uint32_t version;
    uint32_t index;
};
inline bool has_keys(const Dict* dict, uint32_t version) {
    return dict->table && dict->table->version == version;
}
// The key that the cache leads to.
inline Str* key_at(const Dict* dict, uint32_t index) {
    return dict->table->str_entries()[index].key.as<Str>();
}
// Fills the cache with the place of a key.
interp::FailureReason cache_key(Interpreter&, Dict*, const Str* name, DictIndexCache&);

}  // namespace moult::specializer
