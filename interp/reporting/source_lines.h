// Lines of source files, for tracebacks.
#pragma once

#include <string>

#include "runtime/state/thread.h"

namespace moult {

struct Str;

// The text (UTF-8) of line `line` (from 1), without its newline unless wanted ("\n" then); false when the
// file cannot be read or has no such line. A file that is not where its name says is looked for in the
// folders of sys.path. The encoding is what the file declares (PEP 263). Raises nothing, runs no Python code.
// O(size of the file).
bool read_source_line(Thread&, const Str* filename, int line, std::string* text, bool keep_newline = false);

}  // namespace moult
