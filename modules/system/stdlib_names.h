// The names of the standard library's modules.
#pragma once

#include <span>

namespace moult {

std::span<const char* const> stdlib_module_names();  // sorted

}  // namespace moult
