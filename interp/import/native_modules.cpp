// Modules written in C++: linked in, of the plugins that are open, or in lib/moult/ beside the command. See docs/plugins.md.
#include "interp/eval.h"
#include "interp/import/import.h"
#include "interp/import/import_internal.h"
#include "interp/plugins/open.h"
#include "runtime/exceptions/exception.h"
#include "runtime/objects/module_registry.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

Ref<Str> file_text(Thread& thread, const std::string& name) {
    return decode_text(thread, name, "utf-8", "surrogateescape");
}

// A module written in C++ whose spec names an origin: "built-in", or the plugin's file.
Ref<Value> load_native(Thread& thread, Str* name, const ModuleSpec& spec, const std::string& file) {
    Ref<Module> module = TRY(make_native_module(thread, spec));
    Ref<Str> origin = file.empty() ? TRY(intern(thread, "built-in")) : TRY(file_text(thread, file));
    TRY(set_module_spec(thread, module.get(), name, origin.value(), Value::empty()));
    if (!file.empty())
        TRY(dict_set_str(thread, module->dict.get(), thread.interp.names().__file__, origin.value()));
    TRY(dict_set_str(thread, thread.interp.modules.get(), name, module.value()));
    return module;
}

const ModuleSpec* find_module(const interp::Plugin& plugin, std::string_view name) {
    for (const ModuleSpec* module : plugin.modules())
        if (name == module->name) return module;
    return nullptr;
}

Failure raise_bad_plugin(Thread& thread, Str* name, const std::string& file, const std::string& message) {
    Ref<Str> text = TRY(file_text(thread, message));
    Ref<Str> path = TRY(file_text(thread, file));
    Ref<ExceptionObject> error = TRY(make_exception(thread, thread.types().import_error, {text.value()}));
    set_exception_field(error.get(), kImportErrorName, name);
    set_exception_field(error.get(), kImportErrorPath, path.value());
    return raise_object(thread, error.value());
}

}  // namespace

Ref<Value> import_builtin(Thread& thread, Str* name) {
    if (!name->is_ascii()) return Ref<Value>::empty();
    if (const ModuleSpec* spec = find_builtin_module(name->ascii_view()))
        return load_native(thread, name, *spec, "");
    for (const interp::OpenPlugin& each : interp::machine_of(thread).plugins)
        if (const ModuleSpec* spec = find_module(*each.plugin, name->ascii_view()))
            return load_native(thread, name, *spec, each.file);
    return Ref<Value>::empty();
}

Ref<Value> import_beside_command(Thread& thread, Str* name) {
    if (!name->is_ascii()) return Ref<Value>::empty();
    std::string file = interp::plugin_of_module(name->ascii_view());
    if (file.empty()) return Ref<Value>::empty();
    std::string problem;
    const interp::Plugin* plugin = interp::open_plugin(file, &problem);
    if (!plugin) return raise_bad_plugin(thread, name, file, problem);
    const ModuleSpec* spec = find_module(*plugin, name->ascii_view());
    if (!spec) return raise_bad_plugin(thread, name, file, file + ": has no module " + to_utf8(name));
    if (!plugin->specializations().empty())
        return raise_bad_plugin(
            thread, name, file,
            file + ": has specializations, which can be added only at the start: --plugin=" + file);
    return load_native(thread, name, *spec, file);
}

}  // namespace moult
