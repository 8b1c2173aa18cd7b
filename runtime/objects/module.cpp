// Modules: their namespace, PEP 562's __getattr__, and modules written in C++.
#include "runtime/objects/module.h"

#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/list.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// __name__ for messages; empty text when it is missing or no str.
std::string module_name(Thread& thread, const Module* module) {
    Value name = dict_get_str(module->dict.get(), thread.interp.names().__name__);
    Str* text = name.is_empty() ? nullptr : as_str(name);
    return text ? to_utf8(text) : std::string();
}

// The import of the module is still under way: its spec has _initializing set.
bool is_initializing(Thread& thread, const Module* module) {
    Value spec = dict_get_str(module->dict.get(), thread.interp.names().__spec__);
    if (spec.is_empty() || spec.is_none()) return false;
    Ref<Value> keep = share(spec);
    Ref<Str> name = intern(thread, "_initializing");
    if (!name) return clear_error(thread), false;
    Ref<Value> flag = find_attribute(thread, spec, name.get());
    if (flag.is_error()) return clear_error(thread), false;
    if (flag.is_empty()) return false;
    Result<bool> answer = truth(thread, flag);
    if (!answer.ok()) clear_error(thread);
    return answer.ok() && answer.value();
}

Ref<Value> module_get_attribute(Thread& thread, Value self, Str* name) {
    Ref<Value> found = TRY(find_generic_attribute(thread, self, name));
    if (!found.is_empty()) return found;
    auto* module = self.as<Module>();
    Value getattr = dict_get_str(module->dict.get(), thread.interp.names().__getattr__);
    if (!getattr.is_empty()) {
        Ref<Value> keep = share(getattr);
        return call(thread, getattr, {Value(name)});
    }
    std::string own = module_name(thread, module);
    std::string wanted = to_utf8(name);
    if (own.empty())
        return raise_attribute_error(thread, self, name, "module has no attribute '%s'", wanted.c_str());
    if (is_initializing(thread, module))
        return raise_attribute_error(
            thread, self, name,
            "partially initialized module '%s' has no attribute '%s' (most likely due "
            "to a circular import)",
            own.c_str(), wanted.c_str());
    return raise_attribute_error(thread, self, name, "module '%s' has no attribute '%s'", own.c_str(),
                                 wanted.c_str());
}

Ref<Value> module_repr(Thread& thread, Value self) {
    const Names& names = thread.interp.names();
    auto* module = self.as<Module>();
    Value name = dict_get_str(module->dict.get(), names.__name__);
    std::string own = name.is_empty() ? "'?'" : repr_text(thread, name);
    Value file = dict_get_str(module->dict.get(), names.__file__);
    Value spec = dict_get_str(module->dict.get(), names.__spec__);
    if (!file.is_empty() && as_str(file))
        return format_str(thread, "<module %s from %s>", own.c_str(), repr_text(thread, file).c_str());
    if (!spec.is_empty() && !spec.is_none()) {
        Ref<Str> origin_name = TRY(intern(thread, "origin"));
        Ref<Value> origin = find_attribute(thread, spec, origin_name.get());
        if (origin.is_error())
            clear_error(thread);
        else if (!origin.is_empty() && as_str(origin))
            return format_str(thread, "<module %s (%s)>", own.c_str(), to_utf8(as_str(origin)).c_str());
    }
    Value loader = dict_get_str(module->dict.get(), names.__loader__);
    if (!loader.is_empty() && !loader.is_none())
        return format_str(thread, "<module %s (%s)>", own.c_str(), repr_text(thread, loader).c_str());
    return format_str(thread, "<module %s>", own.c_str());
}

Status fill(Thread& thread, Module* module, Value name, Value doc) {
    const Names& names = thread.interp.names();
    if (!module->dict) module->dict = TRY(make_dict(thread));
    Dict* dict = module->dict.get();
    TRY(dict_set_str(thread, dict, names.__name__, name));
    TRY(dict_set_str(thread, dict, names.__doc__, doc));
    TRY(dict_set_str(thread, dict, names.__package__, Value::none()));
    TRY(dict_set_str(thread, dict, names.__loader__, Value::none()));
    return dict_set_str(thread, dict, names.__spec__, Value::none());
}

// Whatever the arguments, they are for __init__.
Ref<Value> module_make(Thread& thread, Type* type, Args) {
    Ref<Module> module = TRY(new_instance<Module>(thread, type));
    module->dict = TRY(make_dict(thread));
    return module;
}
Status module_init(Thread& thread, Value self, Args args) {  // name, doc
    if (!as_str(args[0])) return raise_bad_argument(thread, "module", "argument 'name'", "str", args[0]);
    return fill(thread, self.as<Module>(), args[0], args[1]);
}

Ref<Value> get_dict(Thread&, Value self) {
    return share(self.as<Module>()->dict.value());
}
Ref<Value> get_annotations(Thread& thread, Value self) {
    Str* name = thread.interp.names().__annotations__;
    Dict* dict = self.as<Module>()->dict.get();
    Value found = dict_get_str(dict, name);
    if (!found.is_empty()) return share(found);
    Ref<Dict> fresh = TRY(make_dict(thread));
    TRY(dict_set_str(thread, dict, name, fresh.value()));
    return fresh;
}
Status set_annotations(Thread& thread, Value self, Value value) {
    Str* name = thread.interp.names().__annotations__;
    Dict* dict = self.as<Module>()->dict.get();
    if (!value.is_empty()) return dict_set_str(thread, dict, name, value);
    if (TRY(dict_remove(thread, dict, name))) return {};
    return raise(thread, thread.types().attribute_error, "__annotations__");
}
constexpr GetSetDef kAttributes[] = {
    {"__dict__", get_dict, nullptr, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
};

Ref<Value> module_dir(Thread& thread, Args args) {
    auto* module = args[0].as<Module>();
    Value own = dict_get_str(module->dict.get(), thread.interp.names().__dir__);
    if (!own.is_empty()) {
        Ref<Value> keep = share(own);
        return call(thread, own);
    }
    return to_list(thread, module->dict.value());
}
constexpr MethodDef kMethods[] = {
    {"__dir__(self, /)", module_dir, "List the names in the module."},
};

}  // namespace

Ref<Module> make_module(Thread& thread, Str* name) {
    Ref<Module> module = TRY(new_object<Module>(thread, thread.types().module));
    TRY(fill(thread, module.get(), name, Value::none()));
    return module;
}

Ref<Module> make_native_module(Thread& thread, const ModuleSpec& spec) {
    Ref<Str> name = TRY(intern(thread, spec.name));
    Ref<Module> module = TRY(make_module(thread, name.get()));
    if (spec.doc) {
        Ref<Str> doc = TRY(make_str(thread, spec.doc));
        TRY(dict_set_str(thread, module->dict.get(), thread.interp.names().__doc__, doc.value()));
    }
    for (const MethodDef& def : spec.functions) {
        Ref<Str> function_name = TRY(intern(thread, def.name()));
        Ref<NativeFunction> function = TRY(make_native_function(thread, &def, Value::empty(), name.value()));
        TRY(dict_set_str(thread, module->dict.get(), function_name.get(), function.value()));
    }
    for (const TypeSpec* type_spec : spec.types) {
        Type* type = native_type(thread.interp, *type_spec);
        TRY(dict_set_str(thread, module->dict.get(), type->name.get(), type));
    }
    if (spec.init) TRY(spec.init(thread, module.get()));
    return module;
}

constexpr TypeSpec kModuleType = native<Module>(
    {.name = "module",
     .kind = Kind::kModule,
     .flags = kBaseType | kHasWeakrefSupport,
     .make = {"@lax module(*args)", module_make},
     .init = {"module(name, doc=None)", module_init},
     .doc = "A module: a name and a namespace.",
     .slots = {.repr = module_repr, .get_attr = module_get_attribute, .set_attr = generic_set_attribute},
     .methods = kMethods,
     .attributes = kAttributes});

void init_module(Interpreter& interp) {
    interp.types().module = native_type(interp, kModuleType);
}

}  // namespace moult
