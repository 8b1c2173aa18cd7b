// The table of modules written in C++, by name; the importer and sys.builtin_module_names read it.
#pragma once

#include <span>
#include <string_view>

#include "runtime/objects/module.h"

namespace moult {

// Sorted by name; builtins and sys, which start-up makes, are not in it.
std::span<const ModuleSpec* const> builtin_modules();
const ModuleSpec* find_builtin_module(std::string_view name);  // null: none

}  // namespace moult
