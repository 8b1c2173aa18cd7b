// Attributes of instances: inline slots found through the shape, an overflow array, or a dict. Knows nothing
// of descriptors and classes; runtime/protocols/attributes.cpp joins the two.
#pragma once

#include "runtime/containers/dict.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

// The instance's own attribute, borrowed; empty when it has none of this (interned) name. Never fails.
Value instance_get(const Object* object, const Str* name);
// Adds or replaces; shares the value. Fails with MemoryError only. The type has kHasAttributes.
Status instance_set(Thread& thread, Object* object, Str* name, Value value);
// Gives the instance the shape `child` (one attribute more than now, by transition) and the value of that
// attribute. For caches of transitions.
Status instance_add_slot(Thread& thread, Object* object, Shape* child, Value value);
// Removes; false when there was none.
Result<bool> instance_delete(Thread& thread, Object* object, Str* name);
// obj.__dict__: from now on the instance keeps its attributes in this dict. Borrowed; null: MemoryError, or
// the type has no instance attributes (then nothing is raised).
Dict* instance_dict(Thread& thread, Object* object);
// A new dict with the attributes; the instance stays as it is. Null: MemoryError.
Ref<Dict> instance_attributes(Thread& thread, Object* object);
// obj.__dict__ = dict; shares the dict.
Status instance_set_dict(Thread& thread, Object* object, Dict* dict);
// obj.__class__ = type, when the layouts agree; TypeError otherwise.
Status instance_set_class(Thread& thread, Object* object, Type* type);
// A dict that the object keeps in a field of its own instead of the extension word (functions, modules...);
// null for other objects.
Value* own_dict_field(Object* object);

}  // namespace moult
