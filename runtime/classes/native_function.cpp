// Callables made from C++: builtin_function_or_method, method_descriptor, classmethod_descriptor.
#include "runtime/classes/argument_buffer.h"
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/signature.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

bool is_module(Value value) {
    return value.is_object() && value.as_object()->shape->kind == Kind::kModule;
}

std::string name_of(const MethodDef& def) {
    return std::string(def.name());
}

Ref<Value> doc_of(Thread& thread, const MethodDef& def) {
    if (!def.doc) return Value::none();
    return make_str(thread, def.doc);
}
Ref<Value> signature_of(Thread& thread, const MethodDef& def) {
    if (def.is_hidden) return Value::none();
    return make_str(thread, text_signature(def));
}

// --- builtin_function_or_method

Ref<Value> function_call(Thread& thread, Value self, CallArgs args) {
    auto* function = self.as<NativeFunction>();
    Ref<Value> guard = share(self);
    if (function->def == &kTypeNewDef) return call_type_new(thread, function->self.as<Type>(), args);
    return call_native(thread, *function->def, &function->signature, function->self, args, function->module);
}

Ref<Value> function_repr(Thread& thread, Value self) {
    auto* function = self.as<NativeFunction>();
    std::string name = name_of(*function->def);
    if (function->self.is_empty()) return format_str(thread, "<built-in function %s>", name.c_str());
    return format_str(thread, "<built-in method %s of %s object at %p>", name.c_str(),
                      type_name(thread, function->self), reinterpret_cast<void*>(function->self.bits));
}

Result<int64_t> function_hash(Thread&, Value self) {
    auto* function = self.as<NativeFunction>();
    auto hash = static_cast<int64_t>((reinterpret_cast<uint64_t>(function->def) >> 4) * 1000003 ^
                                     (function->self.bits >> 4));
    return hash == -1 ? -2 : hash;
}

Ref<Value> function_compare(Thread&, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::kEq && op != CompareOp::kNe) || !is_exact<NativeFunction>(other))
        return Value::not_implemented();
    auto *a = self.as<NativeFunction>(), *b = other.as<NativeFunction>();
    bool equal = a->self == b->self && a->def == b->def;
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Ref<Value> function_self(Thread& thread, Value self) {
    auto* function = self.as<NativeFunction>();
    if (!function->self.is_empty()) return share(function->self);
    if (!function->module.is_empty() && as_str(function->module)) {
        Value module = dict_get_str(thread.interp.modules.get(), as_str(function->module));
        if (!module.is_empty()) return share(module);
    }
    return Value::none();
}
Ref<Value> function_qualname(Thread& thread, Value self) {
    auto* function = self.as<NativeFunction>();
    std::string name = name_of(*function->def);
    if (function->self.is_empty() || is_module(function->self)) return intern(thread, name);
    Value object = function->self;
    Type* type = as_instance<Type>(object) ? object.as<Type>() : thread.interp.type_of(object);
    return format_str(thread, "%s.%s", to_utf8(type->qualname.get()).c_str(), name.c_str());
}
Ref<Value> function_module(Thread&, Value self) {
    auto* function = self.as<NativeFunction>();
    return share_or_none(function->module);
}

constexpr GetSetDef kFunctionAttributes[] = {
    {"__name__",
     [](Thread& t, Value v) -> Ref<Value> { return intern(t, v.as<NativeFunction>()->def->name()); }, nullptr,
     nullptr},
    {"__qualname__", function_qualname, nullptr, nullptr},
    {"__doc__", [](Thread& t, Value v) { return doc_of(t, *v.as<NativeFunction>()->def); }, nullptr, nullptr},
    {"__text_signature__", [](Thread& t, Value v) { return signature_of(t, *v.as<NativeFunction>()->def); },
     nullptr, nullptr},
    {"__self__", function_self, nullptr, nullptr},
    {"__module__", function_module, nullptr, nullptr},
};

// Pickles by name: functions of modules by their qualified name, bound ones as getattr(self, name).
Ref<Value> function_reduce(Thread& thread, Args args) {
    auto* function = args[0].as<NativeFunction>();
    Ref<Str> name = TRY(intern(thread, function->def->name()));
    if (function->self.is_empty() || is_module(function->self)) return name;
    return reduce_to_getattr(thread, function->self, function->def->name());
}
constexpr MethodDef kFunctionMethods[] = {
    {"__reduce__(self, /)", function_reduce, "Pickle the function by its name."},
};

// --- method_descriptor and classmethod_descriptor

std::string owner_of(const MethodDescriptor* descriptor) {
    return full_name(descriptor->owner);
}

Failure raise_wrong_receiver(Thread& thread, const MethodDescriptor* descriptor, Value object) {
    return raise_type_error(thread, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                            name_of(*descriptor->def).c_str(), owner_of(descriptor).c_str(),
                            type_name(thread, object));
}

bool accepts(Thread& thread, const MethodDescriptor* descriptor, Value object) {
    Type* type = thread.interp.type_of(object);
    return type == descriptor->owner || type->is_subtype(descriptor->owner);
}

Ref<Value> method_call(Thread& thread, Value self, CallArgs args) {
    auto* descriptor = self.as<MethodDescriptor>();
    if (args.positional == 0)
        return raise_type_error(thread, "unbound method %s.%s() needs an argument",
                                to_utf8(descriptor->owner->qualname.get()).c_str(),
                                name_of(*descriptor->def).c_str());
    if (!accepts(thread, descriptor, args.values[0]))
        return raise_wrong_receiver(thread, descriptor, args.values[0]);
    return call_native(thread, *descriptor->def, &descriptor->signature, Value::empty(), args);
}

Ref<Value> method_get(Thread& thread, Value self, Value instance, Value) {
    if (instance.is_empty()) return share(self);
    auto* descriptor = self.as<MethodDescriptor>();
    if (!accepts(thread, descriptor, instance)) return raise_wrong_receiver(thread, descriptor, instance);
    return make_native_function(thread, descriptor->def, instance, Value::empty());
}

Ref<Value> class_method_get(Thread& thread, Value self, Value instance, Value owner) {
    auto* descriptor = self.as<MethodDescriptor>();
    Value type = owner;
    if (type.is_empty()) {
        if (instance.is_empty())
            return raise_type_error(thread, "descriptor '%s' for type '%s' needs either an object or a type",
                                    name_of(*descriptor->def).c_str(), owner_of(descriptor).c_str());
        type = thread.interp.type_of(instance);
    }
    if (!as_instance<Type>(type))
        return raise_type_error(thread, "descriptor '%s' for type '%s' needs a type, not a '%s' as arg 2",
                                name_of(*descriptor->def).c_str(), owner_of(descriptor).c_str(),
                                type_name(thread, type));
    if (!type.as<Type>()->is_subtype(descriptor->owner))
        return raise_type_error(thread, "descriptor '%s' requires a subtype of '%s' but received '%s'",
                                name_of(*descriptor->def).c_str(), owner_of(descriptor).c_str(),
                                to_utf8(type.as<Type>()->name.get()).c_str());
    return make_native_function(thread, descriptor->def, type, Value::empty());
}

Ref<Value> class_method_call(Thread& thread, Value self, CallArgs args) {
    auto* descriptor = self.as<MethodDescriptor>();
    if (args.positional == 0)
        return raise_type_error(thread, "descriptor '%s' of '%s' object needs an argument",
                                name_of(*descriptor->def).c_str(), owner_of(descriptor).c_str());
    Ref<Value> bound = TRY(class_method_get(thread, self, Value::empty(), args.values[0]));
    return call(thread, bound, args.without_first());
}

Ref<Value> descriptor_repr(Thread& thread, Value self) {
    auto* descriptor = self.as<MethodDescriptor>();
    return format_str(thread, "<method '%s' of '%s' objects>", name_of(*descriptor->def).c_str(),
                      owner_of(descriptor).c_str());
}

constexpr GetSetDef kDescriptorAttributes[] = {
    {"__name__",
     [](Thread& t, Value v) -> Ref<Value> { return intern(t, v.as<MethodDescriptor>()->def->name()); },
     nullptr, nullptr},
    {"__qualname__",
     [](Thread& t, Value v) -> Ref<Value> {
         auto* descriptor = v.as<MethodDescriptor>();
         return format_str(t, "%s.%s", to_utf8(descriptor->owner->qualname.get()).c_str(),
                           name_of(*descriptor->def).c_str());
     },
     nullptr, nullptr},
    {"__doc__", [](Thread& t, Value v) { return doc_of(t, *v.as<MethodDescriptor>()->def); }, nullptr,
     nullptr},
    {"__text_signature__", [](Thread& t, Value v) { return signature_of(t, *v.as<MethodDescriptor>()->def); },
     nullptr, nullptr},
    {"__objclass__",
     [](Thread&, Value v) -> Ref<Value> { return share(Value(v.as<MethodDescriptor>()->owner)); }, nullptr,
     nullptr},
};

Ref<Value> descriptor_reduce(Thread& thread, Args args) {
    auto* descriptor = args[0].as<MethodDescriptor>();
    return reduce_to_getattr(thread, Value(descriptor->owner), descriptor->def->name());
}
constexpr MethodDef kDescriptorMethods[] = {
    {"__reduce__(self, /)", descriptor_reduce, "Pickle the descriptor by its name."},
};

}  // namespace

Ref<NativeFunction> make_native_function(Thread& thread, const MethodDef* def, Value self, Value module) {
    Ref<NativeFunction> function = TRY(new_object<NativeFunction>(thread, thread.types().builtin_function));
    function->def = def;
    function->self = share(self).release();
    function->module = share(module).release();
    return function;
}

void NativeFunction::release(Interpreter& interp, NativeFunction& function) {
    free_signature(interp.heap, function.signature);
}
void MethodDescriptor::release(Interpreter& interp, MethodDescriptor& descriptor) {
    free_signature(interp.heap, descriptor.signature);
}

constexpr TypeSpec kBuiltinFunctionType = native<NativeFunction>({.name = "builtin_function_or_method",
                                                                  .kind = Kind::kNativeFunction,
                                                                  .flags = kHasWeakrefSupport,
                                                                  .slots = {.repr = function_repr,
                                                                            .hash = function_hash,
                                                                            .call = function_call,
                                                                            .compare = function_compare},
                                                                  .methods = kFunctionMethods,
                                                                  .attributes = kFunctionAttributes});

constexpr TypeSpec kMethodDescriptorType = native<MethodDescriptor>(
    {.name = "method_descriptor",
     .kind = Kind::kMethodDescriptor,
     .flags = kMethodDescriptorFlag,
     .slots = {.repr = descriptor_repr, .call = method_call, .descr_get = method_get},
     .methods = kDescriptorMethods,
     .attributes = kDescriptorAttributes});

constexpr TypeSpec kClassMethodDescriptorType = native<MethodDescriptor>(
    {.name = "classmethod_descriptor",
     .kind = Kind::kClassMethodDescriptor,
     .slots = {.repr = descriptor_repr, .call = class_method_call, .descr_get = class_method_get},
     .attributes = kDescriptorAttributes});

void init_native_function(Interpreter& interp) {
    interp.types().builtin_function = native_type(interp, kBuiltinFunctionType);
    interp.types().method_descriptor = native_type(interp, kMethodDescriptorType);
    interp.types().classmethod_descriptor = native_type(interp, kClassMethodDescriptorType);
}

}  // namespace moult
