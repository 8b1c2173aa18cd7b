// getset_descriptor, member_descriptor, classmethod and staticmethod; __dict__ of instances.
#include "runtime/classes/descriptors.h"

#include <string>

#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Failure raise_wrong_receiver(Thread& thread, Value name, const Type* owner, Value instance) {
    return raise_type_error(thread, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                            to_utf8(as_str(name)).c_str(), full_name(owner).c_str(),
                            type_name(thread, instance));
}

// Shared by the two descriptors of builtin attributes and slots.
template <class T>
Ref<Value> descriptor_name(Thread&, Value self) {
    return share(self.as<T>()->name);
}
template <class T>
Ref<Value> descriptor_owner(Thread&, Value self) {
    return share(Value(self.as<T>()->owner));
}
template <class T>
Ref<Value> descriptor_qualname(Thread& thread, Value self) {
    auto* descriptor = self.as<T>();
    return format_str(thread, "%s.%s", to_utf8(descriptor->owner->qualname.get()).c_str(),
                      to_utf8(as_str(descriptor->name)).c_str());
}

// --- getset_descriptor

Ref<Value> getset_get(Thread& thread, Value self, Value instance, Value) {
    auto* descriptor = self.as<GetSetDescriptor>();
    if (instance.is_empty()) return share(self);
    if (!thread.interp.type_of(instance)->is_subtype(descriptor->owner))
        return raise_wrong_receiver(thread, descriptor->name, descriptor->owner, instance);
    return descriptor->def->get(thread, instance);
}
Status getset_set(Thread& thread, Value self, Value instance, Value value) {
    auto* descriptor = self.as<GetSetDescriptor>();
    if (!thread.interp.type_of(instance)->is_subtype(descriptor->owner))
        return raise_wrong_receiver(thread, descriptor->name, descriptor->owner, instance);
    if (!descriptor->def->set)
        return raise(thread, thread.types().attribute_error, "attribute '%s' of '%s' objects is not writable",
                     descriptor->def->name, full_name(descriptor->owner).c_str());
    return descriptor->def->set(thread, instance, value);
}
Ref<Value> getset_repr(Thread& thread, Value self) {
    auto* descriptor = self.as<GetSetDescriptor>();
    return format_str(thread, "<attribute '%s' of '%s' objects>", descriptor->def->name,
                      full_name(descriptor->owner).c_str());
}
Ref<Value> getset_doc(Thread& thread, Value self) {
    const char* doc = self.as<GetSetDescriptor>()->def->doc;
    if (!doc) return Value::none();
    return make_str(thread, doc);
}
constexpr GetSetDef kGetSetAttributes[] = {
    {"__name__", descriptor_name<GetSetDescriptor>, nullptr, nullptr},
    {"__qualname__", descriptor_qualname<GetSetDescriptor>, nullptr, nullptr},
    {"__objclass__", descriptor_owner<GetSetDescriptor>, nullptr, nullptr},
    {"__doc__", getset_doc, nullptr, nullptr},
};

// --- member_descriptor

Value* member_of(Value instance, const MemberDescriptor* descriptor) {
    return reinterpret_cast<Value*>(reinterpret_cast<char*>(instance.as_object()) + descriptor->offset);
}
Ref<Value> member_get(Thread& thread, Value self, Value instance, Value) {
    auto* descriptor = self.as<MemberDescriptor>();
    if (instance.is_empty()) return share(self);
    if (!thread.interp.type_of(instance)->is_subtype(descriptor->owner))
        return raise_wrong_receiver(thread, descriptor->name, descriptor->owner, instance);
    if (descriptor->def) return descriptor->def->get(thread, instance);
    Value value = *member_of(instance, descriptor);
    if (value.is_empty()) return raise_no_attribute(thread, instance, as_str(descriptor->name));
    return share(value);
}
Status member_set(Thread& thread, Value self, Value instance, Value value) {
    auto* descriptor = self.as<MemberDescriptor>();
    if (!thread.interp.type_of(instance)->is_subtype(descriptor->owner))
        return raise_wrong_receiver(thread, descriptor->name, descriptor->owner, instance);
    if (descriptor->def && !descriptor->def->set)
        return raise(thread, thread.types().attribute_error, "readonly attribute");
    if (descriptor->def) return descriptor->def->set(thread, instance, value);
    Value* member = member_of(instance, descriptor);
    if (value.is_empty() && member->is_empty()) {
        return raise_attribute_error(thread, instance, as_str(descriptor->name), "%s",
                                     to_utf8(as_str(descriptor->name)).c_str());
    }
    incref(value);
    decref(std::exchange(*member, value));
    return {};
}
Ref<Value> member_repr(Thread& thread, Value self) {
    auto* descriptor = self.as<MemberDescriptor>();
    return format_str(thread, "<member '%s' of '%s' objects>", to_utf8(as_str(descriptor->name)).c_str(),
                      full_name(descriptor->owner).c_str());
}
Ref<Value> member_doc(Thread& thread, Value self) {
    const GetSetDef* def = self.as<MemberDescriptor>()->def;
    if (!def || !def->doc) return Value::none();
    return make_str(thread, def->doc);
}
Ref<Value> member_reduce(Thread& thread, Args args) {
    auto* descriptor = args[0].as<MemberDescriptor>();
    return reduce_to_getattr(thread, Value(descriptor->owner), to_utf8(as_str(descriptor->name)));
}
constexpr MethodDef kMemberMethods[] = {
    {"__reduce__(self, /)", member_reduce, "Pickle the descriptor by its name."},
};

constexpr GetSetDef kMemberAttributes[] = {
    {"__name__", descriptor_name<MemberDescriptor>, nullptr, nullptr},
    {"__qualname__", descriptor_qualname<MemberDescriptor>, nullptr, nullptr},
    {"__objclass__", descriptor_owner<MemberDescriptor>, nullptr, nullptr},
    {"__doc__", member_doc, nullptr, nullptr},
};

// --- __dict__ of instances

Ref<Value> get_instance_dict(Thread& thread, Value self) {
    Dict* dict = instance_dict(thread, self.as_object());
    if (dict) return share(Value(dict));
    if (thread.has_error()) return kError;
    return raise_no_attribute(thread, self, thread.interp.names().__dict__);
}
Status set_instance_dict(Thread& thread, Value self, Value value) {
    if (value.is_empty()) {
        Ref<Dict> fresh = TRY(make_dict(thread));
        return instance_set_dict(thread, self.as_object(), fresh.get());
    }
    Dict* dict = as_instance<Dict>(value);
    if (!dict)
        return raise_type_error(thread, "__dict__ must be set to a dictionary, not a '%s'",
                                type_name(thread, value));
    return instance_set_dict(thread, self.as_object(), dict);
}

// --- classmethod and staticmethod

// The attributes of the function that the wrapper shows as its own, as functools.update_wrapper does.
Status copy_attributes(Thread& thread, Value function, Value* dict) {
    const Names& names = thread.interp.names();
    for (Str* name :
         {names.__module__, names.__name__, names.__qualname__, names.__doc__, names.__annotations__}) {
        Ref<Value> value = TRY(find_attribute(thread, function, name));
        if (value.is_empty()) continue;
        if (dict->is_empty()) *dict = TRY(make_dict(thread)).release();
        TRY(dict_set_str(thread, dict->as<Dict>(), name, value));
    }
    return {};
}

template <class T>
constexpr const char* kWrapperName = std::is_same_v<T, ClassMethod> ? "classmethod" : "staticmethod";

template <class T>
Status wrapper_init(Thread& thread, Value self, Args args) {
    auto* wrapper = self.as<T>();
    // Caches under the versions of classes have the function of a static method as it was.
    if (!wrapper->function.is_none() && (thread.interp.type_of(self)->flags & kDescriptorsCached))
        invalidate_all_types(thread.interp);
    replace_field(wrapper->function, args[0]);
    return copy_attributes(thread, args[0], &wrapper->dict);
}
template <class T>
Ref<Value> wrapper_repr(Thread& thread, Value self) {
    if (self.as<T>()->function.is_empty()) return format_str(thread, "<%s(<NULL>)>", kWrapperName<T>);
    Ref<Str> inner = TRY(repr(thread, self.as<T>()->function));
    return format_str(thread, "<%s(%s)>", kWrapperName<T>, to_utf8(inner.get()).c_str());
}
template <class T>
Ref<Value> wrapper_function(Thread&, Value self) {
    return share_or_none(self.as<T>()->function);
}
template <class T>
Ref<Value> wrapper_dict(Thread& thread, Value self) {
    Value& dict = self.as<T>()->dict;
    if (dict.is_empty()) dict = TRY(make_dict(thread)).release();
    return share(dict);
}
template <class T>
Ref<Value> wrapper_is_abstract(Thread& thread, Value self) {
    if (self.as<T>()->function.is_empty()) return Value::boolean(false);
    Ref<Value> flag =
        TRY(find_attribute(thread, self.as<T>()->function, thread.interp.names().__isabstractmethod__));
    if (flag.is_empty()) return Value::boolean(false);
    return Value::boolean(TRY(truth(thread, flag)));
}
template <class T>
constexpr GetSetDef kWrapperAttributes[] = {
    {"__func__", wrapper_function<T>, nullptr, nullptr},
    {"__wrapped__", wrapper_function<T>, nullptr, nullptr},
    {"__dict__", wrapper_dict<T>, nullptr, nullptr},
    {"__isabstractmethod__", wrapper_is_abstract<T>, nullptr, nullptr},
};

template <class T>
Failure raise_uninitialized(Thread& thread) {
    return raise_runtime_error(thread, "uninitialized %s object", kWrapperName<T>);
}
Ref<Value> class_method_get(Thread& thread, Value self, Value instance, Value owner) {
    auto* wrapper = self.as<ClassMethod>();
    Value type = owner;
    if (type.is_empty()) type = thread.interp.type_of(instance);
    Value function = wrapper->function;
    if (function.is_empty()) return raise_uninitialized<ClassMethod>(thread);
    if (is_exact<Function>(function)) return make_method(thread, function, type);
    // A class method may wrap another descriptor, such as a property.
    Type* inner = thread.interp.type_of(function);
    if (inner->slots.descr_get) return inner->slots.descr_get(thread, function, type, type);
    return make_method(thread, function, type);
}
Ref<Value> static_method_get(Thread& thread, Value self, Value, Value) {
    if (self.as<StaticMethod>()->function.is_empty()) return raise_uninitialized<StaticMethod>(thread);
    return share(self.as<StaticMethod>()->function);
}
Ref<Value> static_method_call(Thread& thread, Value self, CallArgs args) {
    if (self.as<StaticMethod>()->function.is_empty()) return raise_uninitialized<StaticMethod>(thread);
    Ref<Value> function = share(self.as<StaticMethod>()->function);
    return call(thread, function, args);
}

}  // namespace

Ref<Value> reduce_to_getattr(Thread& thread, Value object, std::string_view name) {
    Ref<Str> getattr_name = TRY(intern(thread, "getattr"));
    Value getattr = dict_get_str(thread.interp.builtins.get(), getattr_name.get());
    if (getattr.is_empty()) return raise_runtime_error(thread, "lost getattr");
    Ref<Str> attribute = TRY(intern(thread, name));
    Ref<Tuple> pair = TRY(make_tuple(thread, {object, attribute.value()}));
    return make_tuple(thread, {getattr, pair.value()});
}

const GetSetDef kDictAttribute = {"__dict__", get_instance_dict, set_instance_dict,
                                  "dictionary for instance variables"};

Ref<Value> make_static_method(Thread& thread, Value function) {
    Ref<StaticMethod> method = TRY(new_object<StaticMethod>(thread, thread.types().staticmethod));
    method->function = share(function).release();
    if (is_exact<Function>(function)) TRY(copy_attributes(thread, function, &method->dict));
    return method;
}
Ref<Value> make_class_method(Thread& thread, Value function) {
    Ref<ClassMethod> method = TRY(new_object<ClassMethod>(thread, thread.types().classmethod));
    method->function = share(function).release();
    if (is_exact<Function>(function)) TRY(copy_attributes(thread, function, &method->dict));
    return method;
}

constexpr TypeSpec kGetSetDescriptorType = native<GetSetDescriptor>(
    {.name = "getset_descriptor",
     .kind = Kind::kGetSetDescriptor,
     .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
     .attributes = kGetSetAttributes});

constexpr TypeSpec kMemberDescriptorType = native<MemberDescriptor>(
    {.name = "member_descriptor",
     .kind = Kind::kMemberDescriptor,
     .slots = {.repr = member_repr, .descr_get = member_get, .descr_set = member_set},
     .methods = kMemberMethods,
     .attributes = kMemberAttributes});

constexpr TypeSpec kStaticMethodType =
    native<StaticMethod>({.name = "staticmethod",
                          .kind = Kind::kStaticMethod,
                          .flags = kBaseType,
                          .init = {"@hidden @strict staticmethod(function, /)", wrapper_init<StaticMethod>},
                          .doc = "Turns a function into one that gets neither instance nor class.",
                          .slots = {.repr = wrapper_repr<StaticMethod>,
                                    .call = static_method_call,
                                    .descr_get = static_method_get},
                          .attributes = kWrapperAttributes<StaticMethod>});

constexpr TypeSpec kClassMethodType =
    native<ClassMethod>({.name = "classmethod",
                         .kind = Kind::kClassMethod,
                         .flags = kBaseType,
                         .init = {"@hidden @strict classmethod(function, /)", wrapper_init<ClassMethod>},
                         .doc = "Turns a function into one that gets the class as first argument.",
                         .slots = {.repr = wrapper_repr<ClassMethod>, .descr_get = class_method_get},
                         .attributes = kWrapperAttributes<ClassMethod>});

void init_descriptors(Interpreter& interp) {
    interp.types().getset_descriptor = native_type(interp, kGetSetDescriptorType);
    interp.types().member_descriptor = native_type(interp, kMemberDescriptorType);
    interp.types().staticmethod = native_type(interp, kStaticMethodType);
    interp.types().classmethod = native_type(interp, kClassMethodType);
}

}  // namespace moult
