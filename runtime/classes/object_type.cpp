// `object`: construction, identity, representation, and the rest of what every object can do. Pickling is in
// object_reduce.cpp.
#include <string>

#include "runtime/classes/object_reduce.h"

#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

std::string name_of(const Type* type) {
    return to_utf8(type->name.get());
}

Failure raise_abstract(Thread& thread, Type* type) {
    Ref<Value> methods = TRY(get_attribute(thread, type, thread.interp.names().__abstractmethods__));
    Ref<List> sorted = TRY(to_list(thread, methods));
    TRY(list_sort(thread, sorted.get(), Value::none(), false));
    std::string text;
    for (Value item : sorted->span()) {
        Str* name = as_str(item);
        if (!name)
            return raise_type_error(thread, "sequence item 0: expected str instance, %s found",
                                    type_name(thread, item));
        text += (text.empty() ? "" : ", ") + to_utf8(name);
    }
    return raise_type_error(thread, "Can't instantiate abstract class %s with abstract method%s %s",
                            name_of(type).c_str(), sorted->length > 1 ? "s" : "", text.c_str());
}

Ref<Value> object_str(Thread& thread, Value self) {
    RecursionGuard guard(thread, " while getting the repr of an object");
    if (guard.failed()) return kError;
    return thread.interp.type_of(self)->slots.repr(thread, self);  // who has asked looks at what it gives
}

Result<int64_t> object_hash(Thread&, Value self) {
    // The low bits of addresses are always zero.
    return static_cast<int64_t>(self.bits >> 4 | self.bits << 60);
}

Ref<Value> object_compare(Thread& thread, Value self, Value other, CompareOp op) {
    if (op == CompareOp::kEq) {
        if (self == other) return Value::boolean(true);
        return Value::not_implemented();
    }
    if (op != CompareOp::kNe) return Value::not_implemented();
    // != follows from ==.
    Type* type = thread.interp.type_of(self);
    if (!type->slots.compare) return Value::not_implemented();
    Ref<Value> equal = TRY(type->slots.compare(thread, self, other, CompareOp::kEq));
    if (equal.is_not_implemented()) return equal;
    return Value::boolean(!TRY(truth(thread, equal)));
}

Ref<Value> object_format(Thread& thread, Args args) {
    Str* spec = as_str(args[1]);
    if (!spec) return raise_bad_argument(thread, "__format__", "argument", "str", args[1]);
    if (spec->length > 0)
        return raise_type_error(thread, "unsupported format string passed to %s.__format__",
                                type_name(thread, args[0]));
    return to_str(thread, args[0]);
}

Ref<Value> object_sizeof(Thread& thread, Args args) {
    return make_int(thread, static_cast<int64_t>(instance_size(thread.interp.type_of(args[0]))));
}

Ref<Value> object_init_subclass(Thread&, Args) {
    return Value::none();
}
Ref<Value> object_subclass_hook(Thread&, Args) {
    return Value::not_implemented();
}

// The names of a class and, for instances, of their class and its bases.
Ref<Value> object_dir(Thread& thread, Args args) {
    Ref<Dict> names = TRY(make_dict(thread));
    Ref<Str> dict_name = share(thread.interp.names().__dict__);
    Ref<Value> own = TRY(find_attribute(thread, args[0], dict_name.get()));
    Ref<Value> type = TRY(find_attribute(thread, args[0], thread.interp.names().__class__));
    if (!own.is_empty() && as_instance<Dict>(own))
        TRY(dict_merge(thread, names.get(), own, MergeMode::kOverride));
    if (Type* from = type.is_empty() ? nullptr : as_instance<Type>(type)) {
        Tuple* mro = from->mro.get();
        for (size_t i = mro->length; i-- > 0;)
            TRY(dict_merge(thread, names.get(), mro->items()[i].as<Type>()->dict.value(),
                           MergeMode::kOverride));
    }
    return to_list(thread, names.value());
}

Ref<Value> get_class(Thread& thread, Value self) {
    return share(Value(thread.interp.type_of(self)));
}
Status set_class(Thread& thread, Value self, Value value) {
    if (value.is_empty()) return raise_type_error(thread, "can't delete __class__ attribute");
    Type* type = as_instance<Type>(value);
    if (!type)
        return raise_type_error(thread, "__class__ must be set to a class, not '%s' object",
                                type_name(thread, value));
    if (!self.is_object())
        return raise_type_error(
            thread, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return instance_set_class(thread, self.as_object(), type);
}

constexpr GetSetDef kObjectAttributes[] = {
    {"__class__", get_class, set_class, "The object's class."},
};

constexpr MethodDef kObjectMethods[] = {
    {"__format__(self, format_spec, /)", object_format, "Default formatting of an object."},
    {"__dir__(self, /)", object_dir, "Default dir() implementation."},
    {"__sizeof__(self, /)", object_sizeof, "Size of the object in memory, in bytes."},
    {"__reduce__(self, /)", object_reduce, "Helper for pickle."},
    {"__reduce_ex__(self, protocol, /)", object_reduce_ex, "Helper for pickle."},
    {"__getstate__(self, /)", object_get_state, "Helper for pickle."},
    {"@class __init_subclass__(cls, /)", object_init_subclass,
     "Called when a class is subclassed. The default implementation does nothing."},
    {"@hidden @keywords:__subclasshook__ @class __subclasshook__(cls, /, *args)", object_subclass_hook,
     "Abstract classes can override this to customize issubclass()."},
};

}  // namespace

Result<int64_t> hash_not_implemented(Thread& thread, Value self) {
    return raise_type_error(thread, "unhashable type: '%s'", type_name(thread, self));
}

Ref<Value> object_repr(Thread& thread, Value self) {
    Type* type = thread.interp.type_of(self);
    Ref<Value> module = type_module(thread, type);
    if (module.is_error()) clear_error(thread);
    Str* text = module.is_error() ? nullptr : as_str(module);
    void* address = reinterpret_cast<void*>(self.bits);
    if (text && !str_equal_ascii(text, "builtins"))
        return format_str(thread, "<%s.%s object at %p>", to_utf8(text).c_str(),
                          to_utf8(type->qualname.get()).c_str(), address);
    return format_str(thread, "<%s object at %p>", name_of(type).c_str(), address);
}

Ref<Value> object_new(Thread& thread, Type* type, CallArgs args) {
    if (args.total()) {
        if (type->slots.new_instance != object_new)
            return raise_type_error(thread,
                                    "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->slots.init == object_init)
            return raise_type_error(thread, "%s() takes no arguments", name_of(type).c_str());
    }
    if (type->flags & kAbstract) [[unlikely]]
        return raise_abstract(thread, type);
    return allocate_instance(thread, type);
}

Status object_init(Thread& thread, Value self, CallArgs args) {
    if (!args.total()) return {};
    Type* type = thread.interp.type_of(self);
    if (type->slots.init != object_init)
        return raise_type_error(thread,
                                "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type->slots.new_instance == object_new)
        return raise_type_error(thread,
                                "%s.__init__() takes exactly one argument (the instance to initialize)",
                                name_of(type).c_str());
    return {};
}

void object_dealloc(Interpreter& interp, Object* object) {
    interp.heap.free(object);
}

constexpr TypeSpec kObjectType = {
    .name = "object",
    .kind = Kind::kObject,
    .flags = kBaseType,
    .make = {"object()"},
    .doc = "The root of all classes. An instance of it has no attributes of its own and takes none.",
    .slots = {.dealloc = object_dealloc,
              .repr = object_repr,
              .str = object_str,
              .hash = object_hash,
              .get_attr = generic_get_attribute,
              .set_attr = generic_set_attribute,
              .compare = object_compare,
              .init = object_init,
              .new_instance = object_new},
    .methods = kObjectMethods,
    .attributes = kObjectAttributes};

void init_object_type(Interpreter& interp) {
    interp.types().object = native_type(interp, kObjectType);
}

}  // namespace moult
