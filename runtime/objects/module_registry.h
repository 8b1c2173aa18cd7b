// The modules written in C++ that are linked in. Each registers itself, in its own file:
//     constexpr ModuleSpec kMathModule = {"math", ...};
//     MOULT_MODULE(kMathModule);
// The importer and sys.builtin_module_names read the table, which the linker makes; docs/native.md.
#pragma once

#include <span>
#include <string_view>

#include "runtime/objects/module.h"

namespace moult {

// In no order; builtins and sys, which start-up makes, are not among them.
std::span<const ModuleSpec* const> builtin_modules();
const ModuleSpec* find_builtin_module(std::string_view name);  // null: none; O(number of modules)

// The spec must be a constant with static storage. In a translation unit that is linked whole (an object library), or in a
// plugin, whose modules are its own.
#ifdef MOULT_BITCODE  // where only bodies of specializations count
#define MOULT_MODULE(spec) static_assert(true)
#else
#define MOULT_MODULE(spec)                                                                   \
    [[gnu::used, gnu::retain, gnu::section("moult_modules"), clang::no_sanitize("address")]] \
    constexpr const ::moult::ModuleSpec* register_##spec = &(spec)
#endif

}  // namespace moult
