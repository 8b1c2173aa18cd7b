// The metaclass `type`: its attributes, methods, and what calling a class does.
#include <algorithm>
#include <string>

#include "runtime/classes/argument_buffer.h"
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/classes/signature.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/mapping_proxy.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// --- type.__new__, type.__init__, calls

Ref<Value> type_new_class(Thread& thread, Type* metatype, CallArgs args) {
    if (args.positional != 3)
        return raise_type_error(thread, "type.__new__() takes exactly 3 arguments (%u given)",
                                args.positional);
    Str* name = as_str(args.values[0]);
    if (!name) return raise_bad_argument(thread, "type.__new__", "argument 1", "str", args.values[0]);
    Tuple* bases = as_tuple(args.values[1]);
    if (!bases) return raise_bad_argument(thread, "type.__new__", "argument 2", "tuple", args.values[1]);
    Dict* dict = as_instance<Dict>(args.values[2]);
    if (!dict) return raise_bad_argument(thread, "type.__new__", "argument 3", "dict", args.values[2]);
    return create_class(thread, metatype, name, bases, dict, args);
}

Status type_init(Thread& thread, Value, CallArgs args) {
    if (args.positional == 1 && args.keyword_count())
        return raise_type_error(thread, "type.__init__() takes no keyword arguments");
    if (args.positional != 1 && args.positional != 3)
        return raise_type_error(thread, "type.__init__() takes 1 or 3 arguments");
    return {};
}

Ref<Value> type_repr(Thread& thread, Value self) {
    Type* type = self.as<Type>();
    Ref<Value> module = type_module(thread, type);
    if (module.is_error()) clear_error(thread);
    Str* text = module.is_error() ? nullptr : as_str(module);
    if (!text || str_equal_ascii(text, "builtins"))
        return format_str(thread, "<class '%s'>",
                          to_utf8(text ? type->qualname.get() : type->name.get()).c_str());
    return format_str(thread, "<class '%s.%s'>", to_utf8(text).c_str(),
                      to_utf8(type->qualname.get()).c_str());
}

// `type | other` (PEP 604).
Ref<Value> type_or(Thread& thread, Value left, Value right) {
    return make_union(thread, left, right);
}

// --- attributes

Status check_settable(Thread& thread, Type* type, Value value, const char* name) {
    if (!type->is_heap_type())
        return raise_type_error(thread, "cannot set '%s' attribute of immutable type '%s'", name,
                                full_name(type).c_str());
    if (value.is_empty())
        return raise_type_error(thread, "cannot delete '%s' attribute of immutable type '%s'", name,
                                full_name(type).c_str());
    return {};
}

Ref<Value> get_name(Thread&, Value self) {
    return share(self.as<Type>()->name.value());
}
Status set_name(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    TRY(check_settable(thread, type, value, "__name__"));
    Str* name = as_str(value);
    if (!name)
        return raise_type_error(thread, "can only assign string to %s.__name__, not '%s'",
                                full_name(type).c_str(), type_name(thread, value));
    if (to_utf8(name).find('\0') != std::string::npos)
        return raise_value_error(thread, "type name must not contain null characters");
    type->name = share(name);
    type->spec_name = nullptr;
    return {};
}
Ref<Value> get_qualname(Thread&, Value self) {
    return share(self.as<Type>()->qualname.value());
}
Status set_qualname(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    TRY(check_settable(thread, type, value, "__qualname__"));
    Str* name = as_str(value);
    if (!name)
        return raise_type_error(thread, "can only assign string to %s.__qualname__, not '%s'",
                                full_name(type).c_str(), type_name(thread, value));
    type->qualname = share(name);
    return {};
}
Ref<Value> get_module(Thread& thread, Value self) {
    return type_module(thread, self.as<Type>());
}
Status set_module(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    TRY(check_settable(thread, type, value, "__module__"));
    return set_type_attribute(thread, type, thread.interp.names().__module__, value);
}
Ref<Value> get_doc(Thread& thread, Value self) {
    Type* type = self.as<Type>();
    Value doc = dict_get_str(type->dict.get(), thread.interp.names().__doc__);
    if (doc.is_empty()) return Value::none();
    Type* doc_type = thread.interp.type_of(doc);
    if (doc_type->slots.descr_get) return doc_type->slots.descr_get(thread, doc, Value::empty(), self);
    return share(doc);
}
Status set_doc(Thread& thread, Value self, Value value) {
    TRY(check_settable(thread, self.as<Type>(), value, "__doc__"));
    return set_type_attribute(thread, self.as<Type>(), thread.interp.names().__doc__, value);
}
Ref<Value> get_dict(Thread& thread, Value self) {
    return make_mapping_proxy(thread, self.as<Type>()->dict.value());
}
Ref<Value> get_bases(Thread&, Value self) {
    return share(self.as<Type>()->bases.value());
}
Ref<Value> get_mro(Thread&, Value self) {
    Type* type = self.as<Type>();
    if (!type->mro) return Value::none();
    return share(type->mro.value());
}
Ref<Value> get_base(Thread&, Value self) {
    Type* base = self.as<Type>()->base;
    if (!base) return Value::none();
    return share(Value(base));
}

// New orders for the type and all that derive from it; what was is kept for the case of an error.
struct OldOrder {
    Ref<Type> type;
    Ref<Tuple> mro;
    uint32_t flags;
};
Status renew_orders(Thread& thread, Type* type, std::vector<OldOrder>& old) {
    std::vector<Ref<Type>> pending = {share(type)};
    while (!pending.empty()) {
        Ref<Type> current = pending.front();
        pending.erase(pending.begin());
        uint32_t flags = current->flags;
        Ref<Tuple> mro = TRY(resolution_order(thread, current.get()));  // may run Python code
        old.push_back({current, current->mro, flags});
        current->mro = std::move(mro);
        for (Type* subclass : current->subclasses) pending.push_back(share(subclass));
    }
    return {};
}
void renew_slots(const std::vector<OldOrder>& types) {
    for (const OldOrder& item : types) fill_slots_from_namespace(item.type.get());
}

Status set_bases(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    TRY(check_settable(thread, type, value, "__bases__"));
    Tuple* bases = as_tuple(value);
    if (!bases)
        return raise_type_error(thread, "can only assign tuple to %s.__bases__, not %s",
                                full_name(type).c_str(), type_name(thread, value));
    if (bases->length == 0)
        return raise_type_error(thread, "can only assign non-empty tuple to %s.__bases__, not ()",
                                full_name(type).c_str());
    for (Value base : bases->span()) {
        if (!as_instance<Type>(base))
            return raise_type_error(thread, "%s.__bases__ must be tuple of classes, not '%s'",
                                    full_name(type).c_str(), type_name(thread, base));
        if (base.as<Type>()->is_subtype(type))
            return raise_type_error(thread, "a __bases__ item causes an inheritance cycle");
    }
    Type* base = best_base(thread, bases);
    if (!base) return kError;
    if ((base->flags ^ type->base->flags) & kGcType)
        return raise_type_error(thread, "__bases__ assignment: '%s' deallocator differs from '%s'",
                                full_name(base).c_str(), full_name(type->base).c_str());
    constexpr uint32_t kLayoutFlags = kHasAttributes | kHasWeakrefSupport | kPayloadLayout;
    bool own_attributes = !(type->base->flags & kHasAttributes) && (type->flags & kHasAttributes);
    uint32_t differing = (type->base->flags ^ base->flags) & kLayoutFlags;
    if (own_attributes) differing &= ~uint32_t{kHasAttributes | kHasWeakrefSupport};
    if (layout_base(type->base) != layout_base(base) || differing)
        return raise_type_error(thread, "__bases__ assignment: '%s' object layout differs from '%s'",
                                full_name(base).c_str(), full_name(type->base).c_str());
    Ref<Tuple> old_bases = type->bases;
    Type* old_base = type->base;
    invalidate_type(type);
    type->bases = share(bases);
    type->base = base;
    std::vector<OldOrder> old;
    if (failed(renew_orders(thread, type, old))) {
        invalidate_type(type);  // an mro() may have looked at the classes
        for (OldOrder& item : old) {
            item.type->mro = std::move(item.mro);
            item.type->flags = item.flags;
        }
        type->bases = std::move(old_bases);
        type->base = old_base;
        return kError;
    }
    for (Value item : old_bases->span()) forget_subclass(item.as<Type>(), type);
    for (Value item : bases->span()) item.as<Type>()->subclasses.push_back(type);
    invalidate_type(type);
    renew_slots(old);
    return {};
}

Ref<Value> get_abstract_methods(Thread& thread, Value self) {
    Str* name = thread.interp.names().__abstractmethods__;
    Value found = self.as<Type>() == thread.types().type ? Value::empty()
                                                         : dict_get_str(self.as<Type>()->dict.get(), name);
    if (!found.is_empty()) return share(found);
    return raise_attribute_error(thread, self, name, "__abstractmethods__");
}
Status set_abstract_methods(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    bool abstract = false;
    if (!value.is_empty()) abstract = TRY(truth(thread, value));
    Str* name = thread.interp.names().__abstractmethods__;
    // Released when the flag says what is there now.
    Ref<Value> old = share(dict_get_str(type->dict.get(), name));
    TRY(set_type_attribute(thread, type, name, value));
    type->flags = abstract ? type->flags | kAbstract : type->flags & ~uint32_t{kAbstract};
    return {};
}

Ref<Value> get_annotations(Thread& thread, Value self) {
    Type* type = self.as<Type>();
    Str* name = thread.interp.names().__annotations__;
    if (!type->is_heap_type())
        return raise(thread, thread.types().attribute_error,
                     "type object '%s' has no attribute '__annotations__'", full_name(type).c_str());
    Value found = dict_get_str(type->dict.get(), name);
    if (!found.is_empty()) {
        Type* found_type = thread.interp.type_of(found);
        if (found_type->slots.descr_get)
            return found_type->slots.descr_get(thread, found, Value::empty(), self);
        return share(found);
    }
    Ref<Dict> fresh = TRY(make_dict(thread));
    TRY(set_type_attribute(thread, type, name, fresh.value()));
    return fresh;
}
Status set_annotations(Thread& thread, Value self, Value value) {
    Type* type = self.as<Type>();
    if (!type->is_heap_type())
        return raise_type_error(thread, "cannot set '__annotations__' attribute of immutable type '%s'",
                                full_name(type).c_str());
    return set_type_attribute(thread, type, thread.interp.names().__annotations__, value);
}

Ref<Value> get_text_signature(Thread& thread, Value self) {
    const TypeSpec* spec = self.as<Type>()->spec;
    if (!spec) return Value::none();
    const SignatureText& signature =
        spec->init.given() ? spec->init : static_cast<const SignatureText&>(spec->make);
    if (!signature.given() || signature.is_hidden) return Value::none();
    return make_str(thread, constructor_signature(signature));
}
Ref<Value> get_basic_size(Thread& thread, Value self) {
    return make_int(thread, static_cast<int64_t>(instance_size(self.as<Type>())));
}
Ref<Value> get_item_size(Thread&, Value self) {
    return Value::small_int(is_payload_kind(self.as<Type>()->kind) ? 8 : 0);
}
Ref<Value> get_flags(Thread& thread, Value self) {
    // The bits that CPython documents: Py_TPFLAGS_HEAPTYPE, BASETYPE, READY, IS_ABSTRACT.
    uint32_t own = self.as<Type>()->flags;
    int64_t flags = 1 << 12;
    if (own & kHeapType) flags |= 1 << 9;
    if (own & kBaseType) flags |= 1 << 10;
    if (own & kAbstract) flags |= 1 << 20;
    if ((own & kGcType) && !(own & kHiddenFromGc)) flags |= 1 << 14;
    return make_int(thread, flags);
}
Ref<Value> get_dict_offset(Thread& thread, Value self) {
    return make_int(thread, static_cast<int64_t>(self.as<Type>()->extension_offset));
}
Ref<Value> get_weakref_offset(Thread&, Value self) {
    return Value::small_int(self.as<Type>()->flags & kHasWeakrefSupport ? 8 : 0);
}

constexpr GetSetDef kTypeAttributes[] = {
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__dict__", get_dict, nullptr, nullptr},
    {"__bases__", get_bases, set_bases, nullptr},
    {"__mro__", get_mro, nullptr, nullptr, true},
    {"__base__", get_base, nullptr, nullptr, true},
    {"__abstractmethods__", get_abstract_methods, set_abstract_methods, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
    {"__basicsize__", get_basic_size, nullptr, nullptr, true},
    {"__itemsize__", get_item_size, nullptr, nullptr, true},
    {"__flags__", get_flags, nullptr, nullptr, true},
    {"__dictoffset__", get_dict_offset, nullptr, nullptr, true},
    {"__weakrefoffset__", get_weakref_offset, nullptr, nullptr, true},
};

// --- methods

Ref<Value> type_mro_method(Thread& thread, Args args) {
    Ref<Tuple> mro = TRY(compute_mro(thread, args[0].as<Type>()));
    return make_list(thread, mro->span());
}
Ref<Value> type_subclasses(Thread& thread, Args args) {
    Ref<List> list = TRY(make_list(thread));
    for (Type* subclass : args[0].as<Type>()->subclasses) TRY(list_append(thread, list.get(), subclass));
    return list;
}
Ref<Value> type_prepare(Thread& thread, Args) {
    return make_dict(thread);
}
Ref<Value> type_instance_check(Thread& thread, Args args) {
    return Value::boolean(TRY(is_real_instance(thread, args[1], args[0])));
}
Ref<Value> type_subclass_check(Thread& thread, Args args) {
    return Value::boolean(TRY(is_real_subclass(thread, args[1], args[0])));
}
Ref<Value> type_dir(Thread& thread, Args args) {
    Ref<Dict> all = TRY(make_dict(thread));
    Tuple* mro = args[0].as<Type>()->mro.get();
    for (size_t i = mro->length; i-- > 0;)
        TRY(dict_merge(thread, all.get(), mro->items()[i].as<Type>()->dict.value(), MergeMode::kOverride));
    return to_list(thread, all.value());
}
Ref<Value> type_sizeof(Thread& thread, Args) {
    return make_int(thread, static_cast<int64_t>(sizeof(Type)));
}

constexpr MethodDef kTypeMethods[] = {
    {"mro(self, /)", type_mro_method, "Return the type's method resolution order."},
    {"__subclasses__(self, /)", type_subclasses, "Return a list of immediate subclasses."},
    {"@class __prepare__(cls, *args, **kwargs)", type_prepare, "Make the namespace for a class statement."},
    {"__instancecheck__(self, instance, /)", type_instance_check, "Check if an object is an instance."},
    {"__subclasscheck__(self, subclass, /)", type_subclass_check, "Check if a class is a subclass."},
    {"__dir__(self, /)", type_dir, "List the attributes of the class and of its bases."},
    {"__sizeof__(self, /)", type_sizeof, "Return memory consumption of the type object."},
};

Failure raise_no_type_attribute(Thread& thread, Type* type, Str* name) {
    return raise_attribute_error(thread, type, name, "type object '%s' has no attribute '%s'",
                                 full_name(type).c_str(), to_utf8(name).c_str());
}

}  // namespace

Ref<Value> type_new(Thread& thread, Type* metatype, CallArgs args) {
    return type_new_class(thread, metatype, args);
}

Ref<Value> type_call(Thread& thread, Value self, CallArgs args) {
    Type* type = self.as<Type>();
    if (type == thread.types().type) {
        if (args.positional == 1 && !args.keyword_count())
            return share(Value(thread.interp.type_of(args.values[0])));
        if (args.positional == 1) return raise_type_error(thread, "type() takes no keyword arguments");
        if (args.positional != 3) return raise_type_error(thread, "type() takes 1 or 3 arguments");
    }
    if (!type->slots.new_instance)
        return raise_type_error(thread, "cannot create '%s' instances", full_name(type).c_str());
    Ref<Value> guard = share(self);
    return make_instance(thread, type, args);
}

Ref<Value> make_instance(Thread& thread, Type* type, CallArgs args) {
    Ref<Value> instance = TRY(type->slots.new_instance(thread, type, args));
    Type* made = thread.interp.type_of(instance);
    if (made != type && !made->is_subtype(type)) return instance;
    // object's __init__ has nothing to say where another __new__ has taken the arguments.
    InitSlot init = made->slots.init;
    if (init && (init != object_init || (args.total() && made->slots.new_instance == object_new)))
        TRY(init(thread, instance, args));
    return instance;
}

Ref<Value> type_module(Thread& thread, Type* type) {
    if (!type->is_heap_type()) {  // where its name says
        std::string_view name = type->spec_name ? type->spec_name : "";
        size_t dot = name.rfind('.');
        return intern(thread, dot == std::string_view::npos ? "builtins" : name.substr(0, dot));
    }
    Value found = dict_get_str(type->dict.get(), thread.interp.names().__module__);
    if (!found.is_empty()) return share(found);
    return raise_attribute_error(thread, type, thread.interp.names().__module__, "__module__");
}

Ref<Value> type_get_attribute(Thread& thread, Value self, Str* name) {
    Type* type = self.as<Type>();
    Type* metatype = thread.interp.type_of(self);
    Ref<Value> of_meta = share(lookup_in_type(metatype, name));
    Type* of_meta_type = of_meta.is_empty() ? nullptr : thread.interp.type_of(of_meta);
    if (of_meta_type && of_meta_type->slots.descr_get && of_meta_type->slots.descr_set)
        return of_meta_type->slots.descr_get(thread, of_meta, self, metatype);
    Value found = type->mro ? lookup_in_type(type, name) : Value::empty();
    if (!found.is_empty()) {
        Type* found_type = thread.interp.type_of(found);
        if (!found_type->slots.descr_get) return share(found);
        Ref<Value> guard = share(found);
        return found_type->slots.descr_get(thread, found, Value::empty(), self);
    }
    if (of_meta_type && of_meta_type->slots.descr_get)
        return of_meta_type->slots.descr_get(thread, of_meta, self, metatype);
    if (of_meta_type) return of_meta;
    return raise_no_type_attribute(thread, type, name);
}

Status type_set_attribute(Thread& thread, Value self, Str* name, Value value) {
    Type* type = self.as<Type>();
    if (!type->is_heap_type())
        return raise_type_error(thread, "cannot set %s attribute of immutable type '%s'",
                                repr_text(thread, name).c_str(), full_name(type).c_str());
    Ref<Value> of_meta = share(lookup_in_type(thread.interp.type_of(self), name));
    if (!of_meta.is_empty()) {
        Type* of_meta_type = thread.interp.type_of(of_meta);
        if (of_meta_type->slots.descr_set) return of_meta_type->slots.descr_set(thread, of_meta, self, value);
    }
    return set_type_attribute(thread, type, name, value);
}

const MethodDef kTypeNewDef = {"__new__(*args, **kwargs)", nullptr,
                               "Create and return a new object.  See help(type) for accurate signature."};

Ref<Value> call_type_new(Thread& thread, Type* type, CallArgs args) {
    std::string own = full_name(type);
    if (args.positional == 0)
        return raise_type_error(thread, "%s.__new__(): not enough arguments", own.c_str());
    Value first = args.values[0];
    if (!as_instance<Type>(first))
        return raise_type_error(thread, "%s.__new__(X): X is not a type object (%s)", own.c_str(),
                                type_name(thread, first));
    Type* wanted = first.as<Type>();
    std::string other = full_name(wanted);
    if (!wanted->is_subtype(type))
        return raise_type_error(thread, "%s.__new__(%s): %s is not a subtype of %s", own.c_str(),
                                other.c_str(), other.c_str(), own.c_str());
    // object.__new__(int) would make an int without its C++ part.
    Type* builtin = wanted;
    while (builtin->is_heap_type() && builtin != type) builtin = builtin->base;
    Type* maker = builtin;
    while (maker != type && maker->slots.new_instance && maker->spec && !has_own_new(*maker->spec))
        maker = maker->base;
    if (maker->slots.new_instance != type->slots.new_instance)
        return raise_type_error(thread, "%s.__new__(%s) is not safe, use %s.__new__()", own.c_str(),
                                other.c_str(), full_name(builtin).c_str());
    return builtin->slots.new_instance(thread, wanted, args.without_first());
}

constexpr TypeSpec kTypeType = {
    .name = "type",
    .kind = Kind::kType,
    .flags = kBaseType | kGcType | kHasWeakrefSupport,
    .size = sizeof(Type),
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .slots = {.dealloc = type_dealloc,
              .traverse = type_traverse,
              .clear = type_clear,
              .repr = type_repr,
              .call = type_call,
              .get_attr = type_get_attribute,
              .set_attr = type_set_attribute,
              .init = type_init,
              .new_instance = type_new,
              .or_ = type_or},
    .methods = kTypeMethods,
    .attributes = kTypeAttributes};

void init_type_type(Interpreter& interp) {
    interp.types().type = native_type(interp, kTypeType);
}

}  // namespace moult
