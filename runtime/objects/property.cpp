// property: getter, setter, deleter.
#include <string>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/allocate.h"
#include "runtime/model/type_internals.h"
#include "runtime/model/visitor.h"
#include "runtime/objects/descriptors.h"
#include "runtime/objects/instance.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

void replace(Value& field, Value value) {
    incref(value);
    decref(std::exchange(field, value));
}

// A property without a function for what is wanted; `what` is "getter", "setter" or "deleter".
Failure raise_missing(Thread& thread, Property* property, Value instance, const char* what) {
    std::string owner = to_utf8(thread.interp.type_of(instance)->qualname.get());
    if (!property->name.is_empty() && !property->name.is_none())
        return raise(thread, thread.types().attribute_error, "property %s of '%s' object has no %s",
                     repr_text(thread, property->name).c_str(), owner.c_str(), what);
    return raise(thread, thread.types().attribute_error, "property of '%s' object has no %s", owner.c_str(),
                 what);
}

Ref<Value> property_get(Thread& thread, Value self, Value instance, Value) {
    if (instance.is_empty()) return share(self);
    auto* property = self.as<Property>();
    if (property->getter.is_none()) return raise_missing(thread, property, instance, "getter");
    Ref<Value> getter = share(property->getter);
    return call(thread, getter, {instance});
}

Status property_set(Thread& thread, Value self, Value instance, Value value) {
    auto* property = self.as<Property>();
    Ref<Value> function = share(value.is_empty() ? property->deleter : property->setter);
    if (function.is_none())
        return raise_missing(thread, property, instance, value.is_empty() ? "deleter" : "setter");
    if (value.is_empty()) return as_status(call(thread, function, {instance}));
    return as_status(call(thread, function, {instance, value}));
}

Ref<Value> property_new(Thread& thread, Type* type, CallArgs) {
    Ref<Value> made = TRY(allocate_instance(thread, type));
    auto* property = made.as<Property>();
    property->getter = property->setter = property->deleter = property->doc = Value::none();
    return made;
}

Status property_init(Thread& thread, Value self, CallArgs args) {
    static constexpr const char* kParameters[] = {"fget", "fset", "fdel", "doc"};
    Value values[4] = {Value::none(), Value::none(), Value::none(), Value::none()};
    if (args.total() > 4)
        return raise_type_error(thread, "property() takes at most 4 arguments (%u given)", args.total());
    for (uint32_t i = 0; i < args.positional; ++i) values[i] = args.values[i];
    for (uint32_t k = 0; k < args.keyword_count(); ++k) {
        Str* name = as_str(args.names->items()[k]);
        size_t i = 0;
        while (i < 4 && !str_equal_ascii(name, kParameters[i])) ++i;
        if (i == 4)
            return raise_type_error(thread, "'%s' is an invalid keyword argument for property()",
                                    to_utf8(name).c_str());
        if (i < args.positional)
            return raise_type_error(thread, "argument for property() given by name ('%s') and position (%zu)",
                                    kParameters[i], i + 1);
        values[i] = args.values[args.positional + k];
    }
    auto* property = self.as<Property>();
    // Caches under the versions of classes have the getter of a property as it was when it was found there.
    if (!property->getter.is_none() && (thread.types().property->flags & kDescriptorsCached))
        invalidate_all_types(thread.interp);
    replace(property->getter, values[0]);
    replace(property->setter, values[1]);
    replace(property->deleter, values[2]);
    replace(property->name, Value::empty());
    property->doc_from_getter = false;
    Ref<Value> doc = share(values[3]);
    if (doc.is_none() && !values[0].is_none()) {
        Ref<Value> own = TRY(find_attribute(thread, values[0], thread.interp.names.__doc__));
        if (!own.is_empty() && !own.is_none()) {
            doc = std::move(own);
            property->doc_from_getter = true;
        }
    }
    // A subclass has __doc__ of its own, which hides the descriptor of this class.
    if (property->doc_from_getter && !is_exact<Property>(self) &&
        self.as_object()->shape->mode != AttributeMode::kNone)
        TRY(instance_set(thread, self.as_object(), thread.interp.names.__doc__, doc));
    replace(property->doc, doc);
    return {};
}

// A copy with one function replaced: prop.setter(f).
Ref<Value> copy_with(Thread& thread, Value self, Value getter, Value setter, Value deleter) {
    auto* old = self.as<Property>();
    bool new_getter = !getter.is_empty();
    if (getter.is_empty() || getter.is_none()) getter = old->getter;
    if (setter.is_empty() || setter.is_none()) setter = old->setter;
    if (deleter.is_empty() || deleter.is_none()) deleter = old->deleter;
    bool doc_from_getter = old->doc_from_getter && !getter.is_none();
    Value doc = doc_from_getter || (new_getter && old->doc.is_none()) ? Value(Value::none()) : old->doc;
    Ref<Value> made = TRY(call(thread, thread.interp.type_of(self), {getter, setter, deleter, doc}));
    if (Property* property = as_instance<Property>(made)) replace(property->name, old->name);
    return made;
}
Ref<Value> property_getter(Thread& thread, Args args) {
    return copy_with(thread, args[0], args[1], Value::empty(), Value::empty());
}
Ref<Value> property_setter(Thread& thread, Args args) {
    return copy_with(thread, args[0], Value::empty(), args[1], Value::empty());
}
Ref<Value> property_deleter(Thread& thread, Args args) {
    return copy_with(thread, args[0], Value::empty(), Value::empty(), args[1]);
}
Ref<Value> property_set_name(Thread& thread, Args args) {
    if (args.rest_count != 2)
        return raise_type_error(thread, "__set_name__() takes 2 positional arguments but %u were given",
                                args.rest_count);
    replace(args[0].as<Property>()->name, args.rest()[1]);
    return Value::none();
}
constexpr MethodDef kMethods[] = {
    {"getter(self, object, /)", property_getter,
     "Descriptor to obtain a copy of the property with another getter."},
    {"setter(self, object, /)", property_setter,
     "Descriptor to obtain a copy of the property with another setter."},
    {"deleter(self, object, /)", property_deleter,
     "Descriptor to obtain a copy of the property with another deleter."},
    {"__set_name__(self, /, *args)", property_set_name, "Remember the name for error messages."},
};

Ref<Value> get_doc(Thread&, Value self) {
    return share(self.as<Property>()->doc);
}
Status set_doc(Thread&, Value self, Value value) {
    replace(self.as<Property>()->doc, value.is_empty() ? Value(Value::none()) : value);
    return {};
}
Ref<Value> is_abstract(Thread& thread, Value self) {
    auto* property = self.as<Property>();
    for (Value function : {property->getter, property->setter, property->deleter}) {
        Ref<Value> flag = TRY(find_attribute(thread, function, thread.interp.names.__isabstractmethod__));
        if (!flag.is_empty() && TRY(truth(thread, flag))) return Value::boolean(true);
    }
    return Value::boolean(false);
}
constexpr GetSetDef kAttributes[] = {
    {"fget", [](Thread&, Value v) { return share(v.as<Property>()->getter); }, nullptr, nullptr},
    {"fset", [](Thread&, Value v) { return share(v.as<Property>()->setter); }, nullptr, nullptr},
    {"fdel", [](Thread&, Value v) { return share(v.as<Property>()->deleter); }, nullptr, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__isabstractmethod__", is_abstract, nullptr, nullptr},
};

void property_dealloc(Interpreter& interp, Object* object) {
    auto* property = static_cast<Property*>(object);
    for (Value value : {property->getter, property->setter, property->deleter, property->doc, property->name})
        decref(value);
    interp.heap.free(property);
}
void property_traverse(Object* object, Visitor& visitor) {
    auto* property = static_cast<Property*>(object);
    for (Value value : {property->getter, property->setter, property->deleter, property->doc, property->name})
        visitor.visit(value);
}

}  // namespace

Ref<Value> make_property(Thread& thread, Value getter, Value setter, Value deleter, Value doc) {
    return call(thread, thread.types().property, {getter, setter, deleter, doc});
}

void init_property(Interpreter& interp) {
    TypeSpec spec{.name = "property",
                  .kind = Kind::kProperty,
                  .flags = kBaseType | kGcType,
                  .size = sizeof(Property),
                  .doc = "An attribute that functions compute, set and delete.",
                  .methods = kMethods,
                  .attributes = kAttributes};
    spec.slots.descr_get = property_get;
    spec.slots.descr_set = property_set;
    spec.slots.new_instance = property_new;
    spec.slots.init = property_init;
    spec.slots.dealloc = property_dealloc;
    spec.slots.traverse = property_traverse;
    interp.types.property = make_type(interp, spec);
}

}  // namespace moult
