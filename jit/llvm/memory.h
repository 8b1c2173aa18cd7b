// Memory for machine code in the lower two gigabytes of the address space, where the executable is: code and
// host then reach each other by 32-bit addresses.
#pragma once

#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>

#include "jit/llvm/names.h"

namespace moult::jit::native {

// Each trace has pages of its own, given back to the system when it is released. Thread safe as far as its
// callers are: there is no state.
class LowMemoryManager final : public jitlink::JITLinkMemoryManager {
  public:
    void allocate(const jitlink::JITLinkDylib*, jitlink::LinkGraph&, OnAllocatedFunction) override;
    void deallocate(std::vector<FinalizedAlloc>, OnDeallocatedFunction) override;
    using JITLinkMemoryManager::allocate;
    using JITLinkMemoryManager::deallocate;
};

}  // namespace moult::jit::native
