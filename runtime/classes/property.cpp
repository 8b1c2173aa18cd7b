// property: getter, setter, deleter.
#include <string>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/instance.h"
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

bool is_given(Value function) {
    return !function.is_empty() && !function.is_none();
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
    if (!is_given(property->getter)) return raise_missing(thread, property, instance, "getter");
    Ref<Value> getter = share(property->getter);
    return call(thread, getter, {instance});
}

Status property_set(Thread& thread, Value self, Value instance, Value value) {
    auto* property = self.as<Property>();
    Ref<Value> function = share(value.is_empty() ? property->deleter : property->setter);
    if (!is_given(function))
        return raise_missing(thread, property, instance, value.is_empty() ? "deleter" : "setter");
    if (value.is_empty()) return as_status(call(thread, function, {instance}));
    return as_status(call(thread, function, {instance, value}));
}

Status property_init(Thread& thread, Value self, Args args) {  // fget, fset, fdel, doc
    auto* property = self.as<Property>();
    // Caches under the versions of classes have the getter of a property as it was when it was found there.
    if (!property->getter.is_none() && (thread.types().property->flags & kDescriptorsCached))
        invalidate_all_types(thread.interp);
    replace_field(property->getter, args[0]);
    replace_field(property->setter, args[1]);
    replace_field(property->deleter, args[2]);
    replace_field(property->name, Value::empty());
    property->doc_from_getter = false;
    Ref<Value> doc = share(args[3]);
    if (doc.is_none() && !args[0].is_none()) {
        Ref<Value> own = TRY(find_attribute(thread, args[0], thread.interp.names().__doc__));
        if (!own.is_empty() && !own.is_none()) {
            doc = std::move(own);
            property->doc_from_getter = true;
        }
    }
    // A subclass has __doc__ of its own, which hides the descriptor of this class.
    if (property->doc_from_getter && !is_exact<Property>(self) &&
        self.as_object()->shape->mode != AttributeMode::kNone)
        TRY(instance_set(thread, self.as_object(), thread.interp.names().__doc__, doc));
    replace_field(property->doc, doc);
    return {};
}

// A copy with one function replaced: prop.setter(f).
Ref<Value> copy_with(Thread& thread, Value self, Value getter, Value setter, Value deleter) {
    auto* old = self.as<Property>();
    bool new_getter = !getter.is_empty();
    Ref<Value> functions[] = {is_given(getter) ? share(getter) : share_or_none(old->getter),
                              is_given(setter) ? share(setter) : share_or_none(old->setter),
                              is_given(deleter) ? share(deleter) : share_or_none(old->deleter)};
    bool doc_from_getter = old->doc_from_getter && !functions[0].is_none();
    Ref<Value> doc = share_or_none(old->doc);
    if (doc_from_getter || (new_getter && doc.is_none())) doc = Value::none();
    Ref<Value> made =
        TRY(call(thread, thread.interp.type_of(self), {functions[0], functions[1], functions[2], doc}));
    if (Property* property = as_instance<Property>(made)) replace_field(property->name, old->name);
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
Ref<Value> property_set_name(Thread&, Args args) {
    replace_field(args[0].as<Property>()->name, args[2]);
    return Value::none();
}
constexpr MethodDef kMethods[] = {
    {"@hidden getter(self, object, /)", property_getter,
     "Descriptor to obtain a copy of the property with another getter."},
    {"@hidden setter(self, object, /)", property_setter,
     "Descriptor to obtain a copy of the property with another setter."},
    {"@hidden deleter(self, object, /)", property_deleter,
     "Descriptor to obtain a copy of the property with another deleter."},
    {"@hidden @given __set_name__(self, owner, name, /)", property_set_name,
     "Remember the name for error messages."},
};

Ref<Value> get_doc(Thread&, Value self) {
    return share_or_none(self.as<Property>()->doc);
}
Status set_doc(Thread&, Value self, Value value) {
    replace_field(self.as<Property>()->doc, value.is_empty() ? Value(Value::none()) : value);
    return {};
}
Ref<Value> is_abstract(Thread& thread, Value self) {
    auto* property = self.as<Property>();
    for (Value function : {property->getter, property->setter, property->deleter}) {
        if (!is_given(function)) continue;
        Ref<Value> flag = TRY(find_attribute(thread, function, thread.interp.names().__isabstractmethod__));
        if (!flag.is_empty() && TRY(truth(thread, flag))) return Value::boolean(true);
    }
    return Value::boolean(false);
}
constexpr GetSetDef kAttributes[] = {
    {"fget", [](Thread&, Value v) { return share_or_none(v.as<Property>()->getter); }, nullptr, nullptr},
    {"fset", [](Thread&, Value v) { return share_or_none(v.as<Property>()->setter); }, nullptr, nullptr},
    {"fdel", [](Thread&, Value v) { return share_or_none(v.as<Property>()->deleter); }, nullptr, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__isabstractmethod__", is_abstract, nullptr, nullptr},
};

}  // namespace

Ref<Value> make_property(Thread& thread, Value getter, Value setter, Value deleter, Value doc) {
    return call(thread, thread.types().property, {getter, setter, deleter, doc});
}

constexpr TypeSpec kPropertyType =
    native<Property>({.name = "property",
                      .kind = Kind::kProperty,
                      .flags = kBaseType,
                      .init = {"property(fget=None, fset=None, fdel=None, doc=None)", property_init},
                      .doc = "An attribute that functions compute, set and delete.",
                      .slots = {.descr_get = property_get, .descr_set = property_set},
                      .methods = kMethods,
                      .attributes = kAttributes});

void init_property(Interpreter& interp) {
    interp.types().property = native_type(interp, kPropertyType);
}

}  // namespace moult
