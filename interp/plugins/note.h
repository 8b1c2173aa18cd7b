// Reading the note of a plugin's file, without opening the plugin.
#pragma once

#include <string>

namespace moult::interp {

struct PluginIdentity {
    uint32_t boundary = 0;
    std::string interface, text;
};
// False with what is wrong with the file: it cannot be read, or is no plugin. Reads no more than headers and notes.
bool read_plugin_note(const std::string& file, PluginIdentity* identity, std::string* problem);

}  // namespace moult::interp
