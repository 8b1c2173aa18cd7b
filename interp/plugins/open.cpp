// See open.h.
#include "interp/plugins/open.h"

#include <dlfcn.h>
#include <unistd.h>

#include <filesystem>

#include "interp/options.h"
#include "interp/plugins/note.h"
#include "runtime/objects/module_registry.h"
#include "runtime/state/interpreter.h"

// The bounds of the command's own section, made by the linker; null when no specializer is linked in.
extern "C" [[gnu::weak]] const moult::interp::Registration __start_moult_specializations[];  // NOLINT
extern "C" [[gnu::weak]] const moult::interp::Registration __stop_moult_specializations[];   // NOLINT

namespace moult::interp {

namespace {

std::string of_interface(const std::string& text, const std::string& interface) {
    return text + " (interface " + interface.substr(0, 12) + ")";
}

// Whom a name belongs to, of what is linked in and opened; "" when it is free.
std::string owner_of_module(std::string_view name, const std::vector<OpenPlugin>& opened) {
    if (find_builtin_module(name) || name == "builtins" || name == "sys") return "moult itself";
    for (const OpenPlugin& each : opened)
        for (const ModuleSpec* module : each.plugin->modules())
            if (name == module->name) return each.file;
    return "";
}
std::string owner_of_specialization(std::string_view name, const std::vector<OpenPlugin>& opened) {
    for (const Registration& each : linked_specializations())
        if (name == each.name) return "moult itself";
    for (const OpenPlugin& each : opened)
        for (const Registration& specialization : each.plugin->specializations())
            if (name == specialization.name) return each.file;
    return "";
}

std::string taken(const std::string& file, const char* what, const char* name, const std::string& owner) {
    return file + ": its " + what + " " + name + " is there already, from " + owner;
}

// What is wrong with a plugin beside those that are open.
std::string conflict_of(const OpenPlugin& added, const std::vector<OpenPlugin>& opened) {
    for (const OpenPlugin& each : opened)
        if (std::string_view(each.plugin->name) == added.plugin->name)
            return added.file + ": a plugin named " + added.plugin->name + " is there already, from " +
                   each.file;
    for (const ModuleSpec* module : added.plugin->modules())
        if (std::string owner = owner_of_module(module->name, opened); !owner.empty())
            return taken(added.file, "module", module->name, owner);
    for (const Registration& each : added.plugin->specializations())
        if (std::string owner = owner_of_specialization(each.name, opened); !owner.empty())
            return taken(added.file, "specialization", each.name, owner);
    return "";
}

}  // namespace

std::span<const Registration> linked_specializations() {
    return {__start_moult_specializations, __stop_moult_specializations};
}

const Plugin* open_plugin(const std::string& file, std::string* problem) {
    PluginIdentity identity;
    if (!read_plugin_note(file, &identity, problem)) {
        *problem = file + ": " + *problem;
        return nullptr;
    }
    if (identity.boundary != kPluginBoundary || identity.interface != kPluginInterface) {
        *problem = file + ": was built for " + of_interface(identity.text, identity.interface) +
                   ", this is " + of_interface(kPluginInterfaceText, kPluginInterface);
        return nullptr;
    }
    // A name without a slash would be looked for elsewhere.
    std::string path = file.find('/') == std::string::npos ? "./" + file : file;
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    auto plugin = handle ? static_cast<const Plugin*>(dlsym(handle, "moult_plugin")) : nullptr;
    if (plugin) return plugin;
    *problem = dlerror();
    if (!problem->starts_with(file)) *problem = file + ": " + *problem;
    return nullptr;
}

std::string open_plugins(const Options& options, std::vector<OpenPlugin>* opened) {
    std::string problem;
    for (const std::string& file : options.of<InterpOptions>().plugin.texts) {
        OpenPlugin added{file, open_plugin(file, &problem)};
        if (problem.empty()) problem = conflict_of(added, *opened);
        if (!problem.empty()) return problem;
        opened->push_back(std::move(added));
    }
    return "";
}

std::string open_plugins(Interpreter& interp) {
    std::vector<OpenPlugin>& plugins = static_cast<Machine*>(interp.machine)->plugins;
    std::string problem = open_plugins(interp.options.machine, &plugins);
    std::error_code ignored;
    for (OpenPlugin& each : plugins)  // the program may change its folder
        each.file = std::filesystem::absolute(each.file, ignored).string();
    return problem;
}

std::string check_plugins(const Options& options, OptionSource) {
    std::vector<OpenPlugin> opened;
    return open_plugins(options, &opened);
}

std::string command_folder() {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    std::string_view text(path, length > 0 ? static_cast<size_t>(length) : 0);
    size_t slash = text.rfind('/');
    return slash == std::string_view::npos ? "." : std::string(text.substr(0, slash));
}

std::string plugin_of_module(std::string_view name) {
    if (name.find('/') != std::string_view::npos || name.find('\0') != std::string_view::npos) return "";
    std::string file = command_folder() + "/lib/moult/" + std::string(name) + ".so";
    return access(file.c_str(), F_OK) == 0 ? file : "";
}

}  // namespace moult::interp
