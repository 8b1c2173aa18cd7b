// MOULT_SPECIALIZE: the one line below a specialization's struct that adds it to its family. Nothing else
// lists specializations: the lines of all linked files form a table in a section of their own, which
// install_specializer reads. Within a file, those that stand first are tried first.
#pragma once

#include "interp/family.h"

namespace moult::specializer {

using RegisterFunction = void (*)(interp::Registry&);

}  // namespace moult::specializer

#define MOULT_SPECIALIZE_AS(name, ...)                                                               \
    [[gnu::used, gnu::retain, gnu::section("moult_specializations"), clang::no_sanitize("address")]] \
    constexpr ::moult::specializer::RegisterFunction register_##name =                               \
        &::moult::interp::add_specialization<__VA_ARGS__>
#define MOULT_SPECIALIZE(Struct) MOULT_SPECIALIZE_AS(Struct, Struct)
