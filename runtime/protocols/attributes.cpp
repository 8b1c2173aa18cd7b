// Attributes: object.__getattribute__ and __setattr__, lookups that do not raise, methods for calls.
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

Value* own_dict_field(Object* object) {
    switch (object->shape->base_kind) {
        case Kind::kFunction: return &static_cast<Function*>(object)->dict;
        case Kind::kModule: return reinterpret_cast<Value*>(&static_cast<Module*>(object)->dict);
        case Kind::kStaticMethod: return &static_cast<StaticMethod*>(object)->dict;
        case Kind::kClassMethod: return &static_cast<ClassMethod*>(object)->dict;
        default: return nullptr;
    }
}

namespace {

// The object's own attribute, borrowed: instance slots, or the dict of functions and modules.
Value own_attribute(Value self, const Str* name) {
    if (!self.is_object()) return Value::empty();
    Object* object = self.as_object();
    if (object->shape->mode != AttributeMode::kNone) return instance_get(object, name);
    if (Value* field = own_dict_field(object); field && field->is_object())
        return dict_get_str(field->as<Dict>(), name);
    return Value::empty();
}

// Empty when there is no such attribute. AttributeErrors of descriptors are errors here as any other. own(name): the
// object's own attribute.
template <class Own>
[[gnu::always_inline]] inline Ref<Value> find_with(Thread& thread, Value self, Str* name, Own&& own_of) {
    Type* type = thread.interp.type_of(self);
    Value found = lookup_in_type(type, name);
    if (found.is_empty()) return share(own_of(name));
    Type* found_type = thread.interp.type_of(found);
    auto get = found_type->slots.descr_get;
    if (get && found_type->slots.descr_set) {
        Ref<Value> guard = share(found);
        return get(thread, found, self, type);
    }
    Value own = own_of(name);
    if (!own.is_empty()) return share(own);
    if (!get) return share(found);
    Ref<Value> guard = share(found);
    return get(thread, found, self, type);
}
Ref<Value> find_generic(Thread& thread, Value self, Str* name) {
    return find_with(thread, self, name, [self](const Str* wanted) { return own_attribute(self, wanted); });
}

Status set_in_dict(Thread& thread, Value self, Dict* dict, Str* name, Value value) {
    if (!value.is_empty()) return dict_set_str(thread, dict, name, value);
    if (TRY(dict_remove(thread, dict, name))) return {};
    return raise_no_attribute(thread, self, name);
}

}  // namespace

Ref<Value> get_attribute_with(Thread& thread, Value self, Str* name, Dict* own) {
    Ref<Value> found =
        find_with(thread, self, name, [own](const Str* wanted) { return dict_get_str(own, wanted); });
    if (found.is_empty()) return raise_no_attribute(thread, self, name);
    return found;
}

Status set_attribute_with(Thread& thread, Value self, Str* name, Value value, Dict* own) {
    Value found = lookup_in_type(thread.interp.type_of(self), name);
    if (found.is_empty()) return set_in_dict(thread, self, own, name, value);
    auto set = thread.interp.type_of(found)->slots.descr_set;
    if (!set) return set_in_dict(thread, self, own, name, value);
    Ref<Value> guard = share(found);
    return set(thread, found, self, value);
}

Ref<Value> generic_get_attribute(Thread& thread, Value self, Str* name) {
    Ref<Value> found = find_generic(thread, self, name);
    if (found.is_empty()) [[unlikely]]
        return raise_no_attribute(thread, self, name);
    return found;
}

Ref<Value> find_generic_attribute(Thread& thread, Value self, Str* name) {
    Ref<Value> found = find_generic(thread, self, name);
    if (found.is_error() && error_matches(thread, thread.types().attribute_error)) {
        clear_error(thread);
        return Ref<Value>::empty();
    }
    return found;
}

Status generic_set_attribute(Thread& thread, Value self, Str* name, Value value) {
    Type* type = thread.interp.type_of(self);
    Value found = lookup_in_type(type, name);
    if (!found.is_empty()) {
        Type* found_type = thread.interp.type_of(found);
        if (found_type->slots.descr_set) {
            Ref<Value> guard = share(found);
            return found_type->slots.descr_set(thread, found, self, value);
        }
    }
    if (self.is_object()) {
        Object* object = self.as_object();
        if (object->shape->mode != AttributeMode::kNone) {
            if (!value.is_empty()) return instance_set(thread, object, name, value);
            if (TRY(instance_delete(thread, object, name))) return {};
            return raise_no_attribute(thread, self, name);
        }
        if (Value* field = own_dict_field(object)) {
            if (field->is_empty()) *field = TRY(make_dict(thread)).release();
            Ref<Dict> dict = share(field->as<Dict>());
            return set_in_dict(thread, self, dict.get(), name, value);
        }
    }
    if (found.is_empty()) return raise_no_attribute(thread, self, name);
    return raise_attribute_error(thread, self, name, "'%s' object attribute '%s' is read-only",
                                 type_name(thread, self), to_utf8(name).c_str());
}

Ref<Value> get_attribute(Thread& thread, Value self, Str* name) {
    Type* type = thread.interp.type_of(self);
    if (type->slots.get_attr == generic_get_attribute) [[likely]]
        return generic_get_attribute(thread, self, name);
    return type->slots.get_attr(thread, self, name);
}

Ref<Value> get_attribute(Thread& thread, Value self, const char* name) {
    Ref<Str> interned = TRY(intern(thread, name));
    return get_attribute(thread, self, interned.get());
}

Ref<Value> find_attribute(Thread& thread, Value self, Str* name) {
    Type* type = thread.interp.type_of(self);
    if (type->slots.get_attr == generic_get_attribute) return find_generic_attribute(thread, self, name);
    Ref<Value> found = type->slots.get_attr(thread, self, name);
    if (found.is_error() && error_matches(thread, thread.types().attribute_error)) {
        clear_error(thread);
        return Ref<Value>::empty();
    }
    return found;
}

Status set_attribute(Thread& thread, Value self, Str* name, Value value) {
    return thread.interp.type_of(self)->slots.set_attr(thread, self, name, value);
}

Ref<Value> find_special(Thread& thread, Value self, Str* name) {
    Type* type = thread.interp.type_of(self);
    Value found = lookup_in_type(type, name);
    if (found.is_empty()) return Ref<Value>::empty();
    Type* found_type = thread.interp.type_of(found);
    if (!found_type->slots.descr_get) return share(found);
    Ref<Value> guard = share(found);
    return found_type->slots.descr_get(thread, found, self, type);
}

Ref<Value> get_method(Thread& thread, Value self, Str* name, bool* is_method) {
    *is_method = false;
    Type* type = thread.interp.type_of(self);
    if (type->slots.get_attr != generic_get_attribute) return type->slots.get_attr(thread, self, name);
    Value found = lookup_in_type(type, name);
    if (!found.is_empty() && (thread.interp.type_of(found)->flags & kMethodDescriptorFlag)) {
        Value own = own_attribute(self, name);
        if (!own.is_empty()) return share(own);
        *is_method = true;
        return share(found);
    }
    return generic_get_attribute(thread, self, name);
}

}  // namespace moult
