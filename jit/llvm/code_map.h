// Who runs where: tells perf and gdb of the code of traces, and how large it is.
#pragma once

#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

#include "jit/llvm/names.h"

namespace moult::jit::native {

class CodeMap final : public orc::ObjectLinkingLayer::Plugin {
  public:
    explicit CodeMap(bool perf_map) : perf_map_(perf_map) {}
    ~CodeMap() override;

    size_t last_size() const { return last_size_; }  // bytes of what was linked last

    void modifyPassConfig(orc::MaterializationResponsibility&, jitlink::LinkGraph&,
                          jitlink::PassConfiguration&) override;
    Error notifyFailed(orc::MaterializationResponsibility&) override { return Error::success(); }
    Error notifyRemovingResources(orc::JITDylib&, orc::ResourceKey) override { return Error::success(); }
    void notifyTransferringResources(orc::JITDylib&, orc::ResourceKey, orc::ResourceKey) override {}

  private:
    void linked(jitlink::LinkGraph&);
    bool perf_map_;
    FILE* file_ = nullptr;  // /tmp/perf-PID.map
    size_t last_size_ = 0;
};

// Registers the code with gdb through its JIT interface.
void use_debugger(orc::ExecutionSession&, orc::ObjectLinkingLayer&);

}  // namespace moult::jit::native
