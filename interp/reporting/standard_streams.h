// sys.stdin, sys.stdout and sys.stderr as the machine itself uses them.
#pragma once

#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

// An attribute of the module sys, borrowed; empty when there is none. Never fails.
Value sys_attribute(const Interpreter&, const char* name);

// Writes text (UTF-8, lone surrogates encoded) to a file object, by its write().
Status write_text(Thread&, Value file, std::string_view utf8);

// Writes to sys.stderr, or, if the program has none that works, to file descriptor 2. An exception on its way
// stays as it is.
void write_standard_error(Thread&, std::string_view utf8);

// file.flush(), for whatever file is; None, empty and what is closed are ignored.
Status flush_file(Thread&, Value file);
// Flushes sys.stdout and sys.stderr; errors are dropped.
void flush_standard_streams(Thread&);

}  // namespace moult
