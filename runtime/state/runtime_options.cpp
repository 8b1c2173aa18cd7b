// Checks of the runtime's options.
#include "runtime/state/runtime_options.h"

namespace moult {

std::string check_allocator(const Options& options, OptionSource) {
    if (options.of<RuntimeOptions>().alloc != Allocator::kMimalloc) return {};
    Heap::GeneralAllocator functions;
    if (Heap::load_mimalloc(&functions)) return {};
    return "asks for mimalloc, but libmimalloc.so.2 cannot be loaded";
}

}  // namespace moult
