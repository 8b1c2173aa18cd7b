// getset_descriptor, member_descriptor, classmethod and staticmethod; __dict__ and __weakref__ of instances.
#include "runtime/objects/descriptors.h"

#include <string>

#include "runtime/containers/dict.h"
#include "runtime/model/allocate.h"
#include "runtime/model/type_internals.h"
#include "runtime/model/visitor.h"
#include "runtime/objects/function.h"
#include "runtime/objects/instance.h"
#include "runtime/objects/weakref.h"
#include "runtime/operations/operations.h"
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
template <class T>
void descriptor_dealloc(Interpreter& interp, Object* object) {
    decref(static_cast<T*>(object)->name);
    interp.heap.free(object);
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

// --- __dict__ and __weakref__ of instances

Ref<Value> get_instance_dict(Thread& thread, Value self) {
    Dict* dict = instance_dict(thread, self.as_object());
    if (dict) return share(Value(dict));
    if (thread.has_error()) return kError;
    return raise_no_attribute(thread, self, thread.interp.names.__dict__);
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
Ref<Value> get_instance_weakref(Thread& thread, Value self) {
    if (!(self.as_object()->flags & kHasWeakrefs)) return Value::none();
    for (WeakRef* ref : thread.interp.weakrefs->entries[self.as_object()])
        if (ref->refcount > 0) return share(Value(ref));
    return Value::none();
}

// --- classmethod and staticmethod

// The attributes of the function that the wrapper shows as its own, as functools.update_wrapper does.
Status copy_attributes(Thread& thread, Value function, Value* dict) {
    const Names& names = thread.interp.names;
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
Ref<Value> wrapper_new(Thread& thread, Type* type, CallArgs) {
    Ref<Value> made = TRY(allocate_instance(thread, type));
    made.as<T>()->function = Value::none();
    return made;
}
template <class T>
Status wrapper_init(Thread& thread, Value self, CallArgs args) {
    if (args.keyword_count())
        return raise_type_error(thread, "%s() takes no keyword arguments", kWrapperName<T>);
    if (args.positional != 1)
        return raise_type_error(thread, "%s expected 1 argument, got %u", kWrapperName<T>, args.positional);
    auto* wrapper = self.as<T>();
    // Caches under the versions of classes have the function of a static method as it was.
    if (!wrapper->function.is_none() && (thread.interp.type_of(self)->flags & kDescriptorsCached))
        invalidate_all_types(thread.interp);
    decref(std::exchange(wrapper->function, share(args.values[0]).release()));
    return copy_attributes(thread, args.values[0], &wrapper->dict);
}
template <class T>
void wrapper_dealloc(Interpreter& interp, Object* object) {
    decref(static_cast<T*>(object)->function);
    decref(static_cast<T*>(object)->dict);
    interp.heap.free(object);
}
template <class T>
void wrapper_traverse(Object* object, Visitor& visitor) {
    visitor.visit(static_cast<T*>(object)->function);
    visitor.visit(static_cast<T*>(object)->dict);
}
template <class T>
Ref<Value> wrapper_repr(Thread& thread, Value self) {
    Ref<Str> inner = TRY(repr(thread, self.as<T>()->function));
    return format_str(thread, "<%s(%s)>", kWrapperName<T>, to_utf8(inner.get()).c_str());
}
template <class T>
Ref<Value> wrapper_function(Thread&, Value self) {
    return share(self.as<T>()->function);
}
template <class T>
Ref<Value> wrapper_dict(Thread& thread, Value self) {
    Value& dict = self.as<T>()->dict;
    if (dict.is_empty()) dict = TRY(make_dict(thread)).release();
    return share(dict);
}
template <class T>
Ref<Value> wrapper_is_abstract(Thread& thread, Value self) {
    Ref<Value> flag =
        TRY(find_attribute(thread, self.as<T>()->function, thread.interp.names.__isabstractmethod__));
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

Ref<Value> class_method_get(Thread& thread, Value self, Value instance, Value owner) {
    auto* wrapper = self.as<ClassMethod>();
    Value type = owner;
    if (type.is_empty()) type = thread.interp.type_of(instance);
    Value function = wrapper->function;
    if (is_exact<Function>(function)) return make_method(thread, function, type);
    // A class method may wrap another descriptor, such as a property.
    Type* inner = thread.interp.type_of(function);
    if (inner->slots.descr_get) return inner->slots.descr_get(thread, function, type, type);
    return make_method(thread, function, type);
}
Ref<Value> static_method_get(Thread&, Value self, Value, Value) {
    return share(self.as<StaticMethod>()->function);
}
Ref<Value> static_method_call(Thread& thread, Value self, CallArgs args) {
    Ref<Value> function = share(self.as<StaticMethod>()->function);
    return call(thread, function, args);
}

template <class T>
Type* make_wrapper_type(Interpreter& interp, TypeSpec spec) {
    spec.name = kWrapperName<T>;
    spec.kind = T::kKind;
    spec.flags = kBaseType | kGcType;
    spec.size = sizeof(T);
    spec.attributes = kWrapperAttributes<T>;
    spec.slots.new_instance = wrapper_new<T>;
    spec.slots.init = wrapper_init<T>;
    spec.slots.dealloc = wrapper_dealloc<T>;
    spec.slots.traverse = wrapper_traverse<T>;
    spec.slots.repr = wrapper_repr<T>;
    return make_type(interp, spec);
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
const GetSetDef kWeakrefAttribute = {"__weakref__", get_instance_weakref, nullptr,
                                     "list of weak references to the object"};

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

void init_descriptors(Interpreter& interp) {
    TypeSpec getset{.name = "getset_descriptor",
                    .kind = Kind::kGetSetDescriptor,
                    .size = sizeof(GetSetDescriptor),
                    .attributes = kGetSetAttributes};
    getset.slots.descr_get = getset_get;
    getset.slots.descr_set = getset_set;
    getset.slots.repr = getset_repr;
    getset.slots.dealloc = descriptor_dealloc<GetSetDescriptor>;
    interp.types.getset_descriptor = make_type(interp, getset);

    TypeSpec member{.name = "member_descriptor",
                    .kind = Kind::kMemberDescriptor,
                    .size = sizeof(MemberDescriptor),
                    .methods = kMemberMethods,
                    .attributes = kMemberAttributes};
    member.slots.descr_get = member_get;
    member.slots.descr_set = member_set;
    member.slots.repr = member_repr;
    member.slots.dealloc = descriptor_dealloc<MemberDescriptor>;
    interp.types.member_descriptor = make_type(interp, member);

    TypeSpec static_method{.doc = "Turns a function into one that gets neither instance nor class."};
    static_method.slots.descr_get = static_method_get;
    static_method.slots.call = static_method_call;
    interp.types.staticmethod = make_wrapper_type<StaticMethod>(interp, static_method);

    TypeSpec class_method{.doc = "Turns a function into one that gets the class as first argument."};
    class_method.slots.descr_get = class_method_get;
    interp.types.classmethod = make_wrapper_type<ClassMethod>(interp, class_method);
}

}  // namespace moult
