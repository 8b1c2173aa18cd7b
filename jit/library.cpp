// See library.h.
#include "jit/library.h"

#include <dlfcn.h>
#include <unistd.h>

#include "interp/plugins/open.h"

namespace moult::jit {

bool library_exists() {
    return access((interp::command_folder() + "/libmoult_jit.so").c_str(), R_OK) == 0;
}

std::unique_ptr<Backend> open_library(BackendHost host, std::string* error) {
    std::string folder = interp::command_folder();
    void* library = dlopen((folder + "/libmoult_jit.so").c_str(), RTLD_NOW | RTLD_LOCAL);
    auto open = library ? reinterpret_cast<OpenBackend>(dlsym(library, "moult_open_backend")) : nullptr;
    if (!open) {
        *error = dlerror();
        return nullptr;
    }
    host.symbols = kHostSymbols;
    host.symbol_count = kHostSymbolCount;
    if (host.bitcode.empty()) host.bitcode = folder + "/moult_bodies.bc";
    return std::unique_ptr<Backend>(open(host, error));
}

}  // namespace moult::jit
