// The plugin boundary: what a shared object with modules and specializations says of itself. See docs/plugins.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace moult {
struct ModuleSpec;
}

namespace moult::interp {

struct Registration;

// A function or object that bodies refer to.
struct BodySymbol {
    const char* name;
    void* address;  // null: of those that may be missing, one that is
};

// The bodies of the specializations as LLVM bitcode, which traces inline, and what it refers to.
struct PluginBodies {
    const char* begin = nullptr;  // null: there are none; traces call the bodies
    const char* end = nullptr;
    const BodySymbol* symbols = nullptr;
    size_t symbol_count = 0;
};

// What a plugin's one symbol, moult_plugin, names. Constants all of it: interpreters share it.
struct Plugin {
    const char* name;
    std::span<const ModuleSpec* const> modules() const { return {modules_begin, modules_end}; }
    std::span<const Registration> specializations() const;  // interp/registry.h

    // The sections of MOULT_MODULE and MOULT_SPECIALIZE, as the linker bounds them; null without.
    const ModuleSpec* const* modules_begin;
    const ModuleSpec* const* modules_end;
    const Registration* specializations_begin;
    const Registration* specializations_end;
    PluginBodies bodies;
};

struct OpenPlugin {
    std::string file;
    const Plugin* plugin;
};

// What is asked before anything of a plugin is mapped: an ELF note of the file, named "moult". Its type is the boundary's
// version, its description the interface, and what both stand for in words, with a newline behind each.
inline constexpr uint32_t kPluginBoundary = 1;
struct PluginNoteHeader {
    uint32_t name_size, description_size, type;
    char name[8];  // padded
};

// The interface that this moult was built with: what changes when a header, the compiler or a flag does; and the version,
// compiler and build type in words. The build writes both (cmake/plugin_interface.py).
extern const char kPluginInterface[];
extern const char kPluginInterfaceText[];

}  // namespace moult::interp
