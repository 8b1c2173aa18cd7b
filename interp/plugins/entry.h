// The entry of a plugin: the note that is read before it is opened, and the one symbol that it shows. Included by the source
// that the build writes for each plugin (cmake/plugin_entry.py), and by nothing else.
#pragma once

#include "interp/registry.h"

// Bounds that the linker gives the plugin's own sections; null where it has none.
extern "C" {
[[gnu::weak,
  gnu::visibility("hidden")]] extern const moult::ModuleSpec* const __start_moult_modules[];  // NOLINT
[[gnu::weak,
  gnu::visibility("hidden")]] extern const moult::ModuleSpec* const __stop_moult_modules[];  // NOLINT
[[gnu::weak,
  gnu::visibility(
      "hidden")]] extern const moult::interp::Registration __start_moult_specializations[];  // NOLINT
[[gnu::weak,
  gnu::visibility(
      "hidden")]] extern const moult::interp::Registration __stop_moult_specializations[];  // NOLINT
}

namespace moult::interp {

template <size_t kSize>
struct PluginNote {
    PluginNoteHeader header{6, kSize, kPluginBoundary, "moult"};
    char description[kSize] = {};
    explicit constexpr PluginNote(const char (&text)[kSize]) {
        for (size_t i = 0; i < kSize; ++i) description[i] = text[i];
    }
};

}  // namespace moult::interp

// `interface` and `text` as the build writes them; then a PluginBodies.
#define MOULT_PLUGIN_ENTRY(name, interface, text, ...)                                                  \
    [[gnu::used, gnu::retain, gnu::section(".note.moult"), clang::no_sanitize("address"),               \
      gnu::aligned(4)]] static constexpr ::moult::interp::PluginNote kNote(interface "\n" text "\n");   \
    extern "C" [[gnu::used, gnu::visibility("default")]] const ::moult::interp::Plugin moult_plugin = { \
        name,                                                                                           \
        __start_moult_modules,                                                                          \
        __stop_moult_modules,                                                                           \
        __start_moult_specializations,                                                                  \
        __stop_moult_specializations,                                                                   \
        __VA_ARGS__}
