// The table itself: one line per module.
#include "runtime/modules/module_table.h"

#include "runtime/modules/modules.h"

namespace moult {

namespace {

constexpr const ModuleSpec* kModules[] = {
    &kAstModule, &kWeakrefModule, &kGcModule, &kMarshalModule, &kMathModule, &kTimeModule, &kWarningsModule,
};

}  // namespace

std::span<const ModuleSpec* const> builtin_modules() {
    return kModules;
}

const ModuleSpec* find_builtin_module(std::string_view name) {
    for (const ModuleSpec* module : kModules)
        if (name == module->name) return module;
    return nullptr;
}

}  // namespace moult
