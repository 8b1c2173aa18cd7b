// The linker's table of registered modules.
#include "runtime/objects/module_registry.h"

// Bounds that the linker gives the section of MOULT_MODULE; null when no module is linked in.
extern "C" [[gnu::weak]] const moult::ModuleSpec* const __start_moult_modules[];  // NOLINT
extern "C" [[gnu::weak]] const moult::ModuleSpec* const __stop_moult_modules[];   // NOLINT

namespace moult {

std::span<const ModuleSpec* const> builtin_modules() {
    return {__start_moult_modules, __stop_moult_modules};
}

const ModuleSpec* find_builtin_module(std::string_view name) {
    for (const ModuleSpec* module : builtin_modules())
        if (name == module->name) return module;
    return nullptr;
}

}  // namespace moult
