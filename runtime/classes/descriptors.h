// The descriptors: property, classmethod, staticmethod, super, those made for builtin types; and
// types.SimpleNamespace.
#pragma once

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct SlotRow;

struct Property : Object {
    static constexpr Kind kKind = Kind::kProperty;
    Value getter, setter, deleter;  // owned; None when not given, empty before __init__
    Value doc;                      // owned; None or the docstring, empty before __init__
    Value name;                     // owned; set by __set_name__, or empty
    bool doc_from_getter;
    static constexpr auto kFields =
        fields<&Property::getter, &Property::setter, &Property::deleter, &Property::doc, &Property::name>;
    static constexpr bool kClears = true;
};

struct ClassMethod : Object {
    static constexpr Kind kKind = Kind::kClassMethod;
    Value function;  // owned; empty before __init__
    Value dict;      // __dict__, owned; empty until used
    static constexpr auto kFields = fields<&ClassMethod::function, &ClassMethod::dict>;
    static constexpr bool kClears = true;
};
struct StaticMethod : Object {
    static constexpr Kind kKind = Kind::kStaticMethod;
    Value function, dict;  // as ClassMethod's
    static constexpr auto kFields = fields<&StaticMethod::function, &StaticMethod::dict>;
    static constexpr bool kClears = true;
};

struct Super : Object {
    static constexpr Kind kKind = Kind::kSuper;
    Value this_class;    // owned; the type after which the search starts; empty before __init__
    Value object;        // owned; the instance or class, or empty when unbound
    Value object_class;  // owned; whose MRO is searched, or empty
    static constexpr auto kFields = fields<&Super::object, &Super::this_class, &Super::object_class>;
};

struct GetSetDescriptor : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kGetSetDescriptor;
    const GetSetDef* def;
    Type* owner;  // owned: programs hold descriptors of classes that are gone
    Value name;   // owned
    static constexpr auto kFields = fields<&GetSetDescriptor::owner, &GetSetDescriptor::name>;
};

// One entry of __slots__: a value kept in the instance itself, right after the C++ part. Or a field of a
// builtin type (GetSetDef::is_member), which functions read and write.
struct MemberDescriptor : Object {
    static constexpr bool kIsCollected = true;
    static constexpr Kind kKind = Kind::kMemberDescriptor;
    Type* owner;           // owned
    Value name;            // owned
    uint32_t offset;       // in the instance; 0 in a field of a builtin type
    const GetSetDef* def;  // null in an entry of __slots__
    static constexpr auto kFields = fields<&MemberDescriptor::owner, &MemberDescriptor::name>;
};

// __add__ and the like of builtin types: calls the slot it was made from.
struct WrapperDescriptor : Object {
    static constexpr Kind kKind = Kind::kWrapperDescriptor;
    const SlotRow* row;
    void (*slot)();
    Type* owner;  // borrowed: a builtin type, which is immortal
};
struct MethodWrapper : Object {  // a WrapperDescriptor bound to an object
    static constexpr Kind kKind = Kind::kMethodWrapper;
    Value descriptor, self;  // owned
    static constexpr auto kFields = fields<&MethodWrapper::descriptor, &MethodWrapper::self>;
};

Ref<Value> make_static_method(Thread&, Value function);
Ref<Value> make_class_method(Thread&, Value function);
Ref<Value> make_property(Thread&, Value getter, Value setter, Value deleter, Value doc);
// super(type, object): `object` is an instance of the type or a subclass of it. TypeError otherwise.
Ref<Value> make_super(Thread&, Type* type, Value object);
// The attribute found after `type` in the MRO of the object's class, as super(type, object).name gives it.
// With `is_method`, a plain function is returned unbound and *is_method tells that the object goes first.
Ref<Value> super_attribute(Thread&, Type* type, Value object, Str* name, bool* is_method);
// A types.SimpleNamespace without attributes.
Ref<Value> make_namespace(Thread&);

void init_descriptors(Interpreter&);

// (getattr, (object, name)): how copying and pickling find what has no other name.
Ref<Value> reduce_to_getattr(Thread&, Value object, std::string_view name);

}  // namespace moult
