// Opening libmoult_jit.so, which lies beside the executable, with what it needs to know of the host.
#pragma once

#include <iterator>
#include <memory>
#include <string>

#include "jit/backend.h"

namespace moult::jit {

// Made at build time from the bitcode: what it refers to.
extern const HostSymbol kHostSymbols[];
extern const size_t kHostSymbolCount;

// Whether the library is there, beside the executable.
bool library_exists();
// Takes about 3 ms. `host`: symbols and bitcode are filled in here. Null with a message. The library stays
// open for good.
std::unique_ptr<Backend> open_library(BackendHost host, std::string* error);

}  // namespace moult::jit
