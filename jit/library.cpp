// See library.h.
#include "jit/library.h"

#include <dlfcn.h>
#include <unistd.h>

namespace moult::jit {

std::string library_folder() {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    std::string_view text(path, length > 0 ? static_cast<size_t>(length) : 0);
    size_t slash = text.rfind('/');
    return slash == std::string_view::npos ? "." : std::string(text.substr(0, slash));
}

bool library_exists() {
    return access((library_folder() + "/libmoult_jit.so").c_str(), R_OK) == 0;
}

std::unique_ptr<Backend> open_library(BackendHost host, std::string* error) {
    std::string folder = library_folder();
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
