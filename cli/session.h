// What commands share that need an interpreter: reading a program, starting and ending the interpreter.
#pragma once

#include <functional>
#include <string>

#include "cli/options.h"
#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"

namespace moult::cli {

// Reads a whole file descriptor; false with errno set.
bool read_all(int fd, std::string* text);

// The text of the file that a command is about, or of standard input for "-" or an empty name, and the name
// that messages show ("<stdin>" for standard input). False: reported in one line on behalf of the command, as
// in "moult dis: can't open ...".
bool read_input(const char* command, std::string* name, std::string* text);

// Starts an interpreter, calls `body` with its main thread, and ends it; nothing but the exit code is to follow: the
// process may end here. The exit code that `body` returns,
// or another if the interpreter could not be started or its output not be written.
int run_in_interpreter(const RunOptions&, const std::function<int(Thread&)>& body);

// The namespace of __main__; `file` is empty where the program is no file.
Ref<Dict> make_main_namespace(Thread&, const std::string& file);

// A file's name as tracebacks show it: absolute, otherwise as it was given.
std::string absolute_name(const std::string& name);

}  // namespace moult::cli
