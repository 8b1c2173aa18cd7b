// super: attribute lookup that starts after a class in the MRO.
#include <string>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

std::string name_of(const Type* type) {
    return to_utf8(type->name.get());
}

// The class whose MRO super(type, object) searches: owned; null: TypeError.
Ref<Type> class_of_object(Thread& thread, Type* type, Value object) {
    if (Type* as_class = as_instance<Type>(object); as_class && as_class->is_subtype(type))
        return share(as_class);
    Type* own = thread.interp.type_of(object);
    if (own->is_subtype(type)) return share(own);
    Ref<Value> claimed = TRY(find_attribute(thread, object, thread.interp.names().__class__));
    if (Type* other = claimed.is_empty() ? nullptr : as_instance<Type>(claimed);
        other && other != own && other->is_subtype(type))
        return share(other);
    return raise_type_error(thread, "super(type, obj): obj must be an instance or subtype of type");
}

// What the classes after `type` in the order of `start` have under the name; empty when none has it.
Value find_after(const Type* start, const Type* type, const Str* name) {
    const Tuple* mro = start->mro.get();
    size_t i = 0;
    while (i < mro->length && mro->items()[i].as<Type>() != type) ++i;
    for (++i; i < mro->length; ++i) {
        Value found = dict_get_str(mro->items()[i].as<Type>()->dict.get(), name);
        if (!found.is_empty()) return found;
    }
    return Value::empty();
}

// Empty when there is no such attribute.
Ref<Value> find_super_attribute(Thread& thread, Type* type, Value object, Type* object_class, Str* name,
                                bool* is_method) {
    Value found = find_after(object_class, type, name);
    if (found.is_empty()) return Ref<Value>::empty();
    Ref<Value> guard = share(found);
    Type* found_type = thread.interp.type_of(found);
    bool of_class = object == Value(object_class);
    if (is_method && !of_class && (found_type->flags & kMethodDescriptorFlag)) {
        *is_method = true;
        return guard;
    }
    if (!found_type->slots.descr_get) return guard;
    return found_type->slots.descr_get(thread, found, of_class ? Value::empty() : object, object_class);
}

Ref<Value> super_get_attribute(Thread& thread, Value self, Str* name) {
    auto* super = self.as<Super>();
    if (!super->object.is_empty() && name != thread.interp.names().__class__) {
        Ref<Value> guard = share(self);
        Ref<Value> found = TRY(find_super_attribute(thread, super->this_class.as<Type>(), super->object,
                                                    super->object_class.as<Type>(), name, nullptr));
        if (!found.is_empty()) return found;
    }
    return generic_get_attribute(thread, self, name);
}

Status set_fields(Thread& thread, Super* super, Type* type, Value object) {
    Ref<Type> start;
    if (!object.is_empty()) start = TRY(class_of_object(thread, type, object));
    replace_field(super->this_class, type);
    replace_field(super->object, object);
    decref(std::exchange(super->object_class, start ? Value(start.release()) : Value::empty()));
    return {};
}

Status super_init(Thread& thread, Value self, Args args) {  // type, object
    Value type = args[0], object = args[1];
    if (type.is_empty()) {
        if (!thread.interp.hooks.super_arguments) return raise_runtime_error(thread, "super(): no arguments");
        TRY(thread.interp.hooks.super_arguments(thread, &type, &object));
    }
    if (object.is_none()) object = Value::empty();
    if (!as_instance<Type>(type))
        return raise_type_error(thread, "super() argument 1 must be a type, not %s", type_name(thread, type));
    return set_fields(thread, self.as<Super>(), type.as<Type>(), object);
}

Ref<Value> super_descr_get(Thread& thread, Value self, Value instance, Value) {
    auto* super = self.as<Super>();
    bool bound = !super->object.is_empty();
    if (instance.is_empty() || instance.is_none() || bound || super->this_class.is_empty())
        return share(self);
    if (thread.interp.type_of(self) != thread.types().super)
        return call(thread, thread.interp.type_of(self), {super->this_class, instance});
    return make_super(thread, super->this_class.as<Type>(), instance);
}

Ref<Value> super_repr(Thread& thread, Value self) {
    auto* super = self.as<Super>();
    std::string type = super->this_class.is_empty() ? "NULL" : name_of(super->this_class.as<Type>());
    if (super->object_class.is_empty())
        return format_str(thread, "<super: <class '%s'>, NULL>", type.c_str());
    return format_str(thread, "<super: <class '%s'>, <%s object>>", type.c_str(),
                      name_of(super->object_class.as<Type>()).c_str());
}

constexpr GetSetDef kAttributes[] = {
    {"__thisclass__", [](Thread&, Value v) { return share_or_none(v.as<Super>()->this_class); }, nullptr,
     "the class invoking super()", true},
    {"__self__", [](Thread&, Value v) { return share_or_none(v.as<Super>()->object); }, nullptr,
     "the instance invoking super(); may be None", true},
    {"__self_class__", [](Thread&, Value v) { return share_or_none(v.as<Super>()->object_class); }, nullptr,
     "the type of the instance invoking super(); may be None", true},
};

}  // namespace

Ref<Value> make_super(Thread& thread, Type* type, Value object) {
    Ref<Value> made = TRY(allocate_instance(thread, thread.types().super));
    TRY(set_fields(thread, made.as<Super>(), type, object));
    return made;
}

Ref<Value> super_attribute(Thread& thread, Type* type, Value object, Str* name, bool* is_method) {
    *is_method = false;
    if (object.is_none()) object = Value::empty();  // super(type, None) is unbound
    if (!object.is_empty() && name != thread.interp.names().__class__) {
        Ref<Type> start = TRY(class_of_object(thread, type, object));
        Ref<Value> found = TRY(find_super_attribute(thread, type, object, start.get(), name, is_method));
        if (!found.is_empty()) return found;
    }
    Ref<Value> super = TRY(make_super(thread, type, object));
    return generic_get_attribute(thread, super, name);
}

constexpr TypeSpec kSuperType = native<Super>(
    {.name = "super",
     .kind = Kind::kSuper,
     .flags = kBaseType,
     .init = {"@hidden @strict @as:super() super(type=..., object=..., /)", super_init},
     .doc = "Attributes as the classes after one in an object's method resolution order have them.",
     .slots = {.repr = super_repr, .get_attr = super_get_attribute, .descr_get = super_descr_get},
     .attributes = kAttributes});

void init_super(Interpreter& interp) {
    interp.types().super = native_type(interp, kSuperType);
}

}  // namespace moult
