// Opening plugins: --plugin at the start, lib/moult/ beside the command on import. What is wrong with a file is found out before
// any of its code runs. A plugin stays open for good; nothing of it is changed, so that interpreters share it.
#pragma once

#include <string>
#include <vector>

#include "interp/registry.h"

namespace moult {
class Options;
}

namespace moult::interp {

// Null with a message that begins with the file's name. Opening again what is open costs some microseconds.
const Plugin* open_plugin(const std::string& file, std::string* problem);

// Opens those that the options name, and looks whether their modules and specializations are new. What is wrong, or "".
std::string open_plugins(const Options&, std::vector<OpenPlugin>* opened);
// ... for the interpreter, between install_interpreter and what reads Machine::plugins: the specializer, the trace tier.
std::string open_plugins(Interpreter&);

// The specializations that are linked in.
std::span<const Registration> linked_specializations();

// The folder of the command.
std::string command_folder();
// The file that the import of a module of this name opens, if it is there; else "".
std::string plugin_of_module(std::string_view name);

}  // namespace moult::interp
