// types.SimpleNamespace: an object whose attributes are whatever one sets.
#include <string>

#include "runtime/classes/descriptors.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct Namespace : Object {};  // attributes alone

Status namespace_init(Thread& thread, Value self, Args args) {  // **kwargs
    if (args[0].is_empty()) return {};
    auto* attributes = args[0].as<Dict>();
    size_t position = 0;
    Value key, value;
    while (dict_next(attributes, &position, &key, &value)) {
        Ref<Str> name = TRY(intern(thread, as_str(key)));
        TRY(instance_set(thread, self.as_object(), name.get(), value));
    }
    return {};
}

Ref<Value> namespace_repr(Thread& thread, Value self) {
    Type* type = thread.interp.type_of(self);
    StrBuilder builder(thread);
    if (type == thread.types().namespace_)
        builder.add_ascii("namespace");
    else
        builder.add(type->name.get());
    builder.add('(');
    ReprGuard guard(thread, self.as_object());
    if (!guard.entered()) {
        builder.add_ascii("...)");
        return builder.finish();
    }
    Ref<Dict> attributes = TRY(instance_attributes(thread, self.as_object()));
    size_t position = 0;
    Value key, value;
    bool first = true;
    while (dict_next(attributes.get(), &position, &key, &value)) {
        Str* name = as_str(key);
        if (!name || name->length == 0) continue;
        if (!first) builder.add_ascii(", ");
        first = false;
        builder.add(name);
        builder.add('=');
        Ref<Str> text = TRY(repr(thread, value));
        builder.add(text.get());
    }
    builder.add(')');
    return builder.finish();
}

Ref<Value> namespace_compare(Thread& thread, Value self, Value other, CompareOp op) {
    Type* type = thread.types().namespace_;
    if (!thread.interp.type_of(self)->is_subtype(type) || !thread.interp.type_of(other)->is_subtype(type))
        return Value::not_implemented();
    Ref<Dict> left = TRY(instance_attributes(thread, self.as_object()));
    Ref<Dict> right = TRY(instance_attributes(thread, other.as_object()));
    return compare(thread, left.value(), right.value(), op);
}

Ref<Value> namespace_reduce(Thread& thread, Args args) {
    Ref<Dict> attributes = TRY(instance_attributes(thread, args[0].as_object()));
    return moult::make_tuple(thread, {Value(thread.interp.type_of(args[0])), Value(thread.interp.empty_tuple),
                                      attributes.value()});
}
constexpr MethodDef kMethods[] = {
    {"__reduce__(self, /)", namespace_reduce, "Pickle the namespace by its attributes."},
};

}  // namespace

Ref<Value> make_namespace(Thread& thread) {
    return allocate_instance(thread, thread.types().namespace_);
}

constexpr TypeSpec kNamespaceType = native<Namespace>(
    {.name = "types.SimpleNamespace",
     .kind = Kind::kNamespace,
     .flags = kBaseType | kGcType | kHasAttributes,
     .init = {"@hidden SimpleNamespace(**kwargs)", namespace_init},
     .doc = "A simple attribute-based namespace.",
     .slots = {.repr = namespace_repr, .set_attr = generic_set_attribute, .compare = namespace_compare},
     .methods = kMethods});

void init_namespace(Interpreter& interp) {
    interp.types().namespace_ = native_type(interp, kNamespaceType);
}

}  // namespace moult
