// The code of modules that are imported: from .pyc files where these are valid, as importlib finds them (PEP
// 3147, PEP 488, PEP 552), otherwise compiled, and then kept in a cache of moult's own. See docs/pyc.md.
#pragma once

#include <string>

#include "interp/import/source_finder.h"
#include "runtime/classes/function.h"

namespace moult {

// The code of the module of that name. Besides what compiling raises: OSError for a source that cannot be
// read, and the errors of marshal and ImportError for a .pyc file whose header is right and whose content is
// not. A .pyc file with another header is ignored, and so is a cache that cannot be written.
Ref<Code> load_module_code(Thread&, Str* name, const FoundModule&, Str* filename);

// sys.pycache_prefix, or empty.
std::string pycache_prefix(Thread&);
// What module.__cached__ says: where CPython keeps the .pyc file.
std::string cached_name(Thread&, const FoundModule&);

}  // namespace moult
