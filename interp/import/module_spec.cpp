// __spec__ objects: importlib.machinery.ModuleSpec as far as programs look at it.
#include "interp/import/import.h"
#include "interp/import/import_internal.h"
#include "runtime/classes/instance.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Ref<Value> attribute(Thread& thread, Value self, const char* name) {
    Ref<Str> key = TRY(intern(thread, name));
    Value found = instance_get(self.as_object(), key.get());
    return found.is_empty() ? Ref<Value>(Value::none()) : share(found);
}

Ref<Value> spec_repr(Thread& thread, Value self) {
    std::string text = "ModuleSpec(name=" + repr_text(thread, TRY(attribute(thread, self, "name"))) +
                       ", loader=" + repr_text(thread, TRY(attribute(thread, self, "loader")));
    Ref<Value> origin = TRY(attribute(thread, self, "origin"));
    if (!origin.is_none()) text += ", origin=" + repr_text(thread, origin);
    Ref<Value> locations = TRY(attribute(thread, self, "submodule_search_locations"));
    if (!locations.is_none()) text += ", submodule_search_locations=" + repr_text(thread, locations);
    return make_str(thread, text + ")");
}

// The package of the module: its own name, if it is a package.
Ref<Value> get_parent(Thread& thread, Value self) {
    Ref<Value> name = TRY(attribute(thread, self, "name"));
    Ref<Value> locations = TRY(attribute(thread, self, "submodule_search_locations"));
    if (!locations.is_none() || !as_str(name)) return name;
    return parent_name(thread, as_str(name));
}
Ref<Value> get_has_location(Thread& thread, Value self) {
    Ref<Value> origin = TRY(attribute(thread, self, "origin"));
    const Str* text = as_str(origin);
    return Value::boolean(text && !str_equal_ascii(text, "built-in") && !str_equal_ascii(text, "frozen"));
}

constexpr GetSetDef kAttributes[] = {
    {"parent", get_parent, nullptr, nullptr},
    {"has_location", get_has_location, nullptr, nullptr},
};

Status spec_init(Thread& thread, Value self, Args args) {  // name, loader, origin, loader_state, is_package
    Ref<Value> locations = Value::none();
    if (TRY(truth(thread, args[4]))) locations = TRY(call(thread, thread.types().list));
    return fill_module_spec(thread, self, args[0], args[1], args[2], locations, args[3]);
}

struct ModuleSpecObject : Object {};  // attributes alone

constexpr TypeSpec kModuleSpecType = native<ModuleSpecObject>(
    {.name = "importlib.machinery.ModuleSpec",
     .flags = kBaseType | kGcType | kHasAttributes | kHasWeakrefSupport,
     .init = {"@python ModuleSpec.__init__(name, loader, *, origin=None, loader_state=None, is_package=None)",
              spec_init},
     .doc = "Where a module came from.",
     .slots = {.repr = spec_repr},
     .attributes = kAttributes});

}  // namespace

Status fill_module_spec(Thread& thread, Value spec, Value name, Value loader, Value origin, Value locations,
                        Value state) {
    auto set = [&](const char* key, Value value) -> Status {
        Ref<Str> text = TRY(intern(thread, key));
        return instance_set(thread, spec.as_object(), text.get(), value);
    };
    TRY(set("name", name));
    TRY(set("loader", loader));
    TRY(set("origin", origin));
    TRY(set("loader_state", state));
    TRY(set("submodule_search_locations", locations));
    TRY(set("cached", Value::none()));
    return set("_initializing", Value::boolean(false));
}

Ref<Value> make_module_spec(Thread& thread, Str* name, Value origin, Value locations) {
    Ref<Value> spec = TRY(allocate_instance(thread, native_type(thread.interp, kModuleSpecType)));
    TRY(fill_module_spec(thread, spec, name, Value::none(), share_or_none(origin), share_or_none(locations),
                         Value::none()));
    return spec;
}

Ref<Str> parent_name(Thread& thread, Str* name) {
    for (size_t i = name->length; i-- > 0;) {
        if (name->at(i) != '.') continue;
        Ref<Str> parent = TRY(substring(thread, name, 0, i));
        return intern(thread, parent.get());
    }
    return share(thread.interp.empty_str);
}

Status set_module_spec(Thread& thread, Module* module, Str* name, Value origin, Value locations) {
    const Names& names = thread.interp.names();
    Ref<Value> spec = TRY(make_module_spec(thread, name, origin, locations));
    TRY(dict_set_str(thread, module->dict.get(), names.__spec__, spec));
    Ref<Str> package = locations.is_empty() ? TRY(parent_name(thread, name)) : share(name);
    return dict_set_str(thread, module->dict.get(), names.__package__, package.value());
}

}  // namespace moult
