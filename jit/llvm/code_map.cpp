// See code_map.h.
#include "jit/llvm/code_map.h"

#include <llvm/ExecutionEngine/Orc/DebugObjectManagerPlugin.h>
#include <llvm/ExecutionEngine/Orc/EPCDebugObjectRegistrar.h>
#include <llvm/ExecutionEngine/Orc/TargetProcess/JITLoaderGDB.h>
#include <unistd.h>

namespace moult::jit::native {

CodeMap::~CodeMap() {
    if (file_) fclose(file_);
}

void CodeMap::modifyPassConfig(orc::MaterializationResponsibility&, jitlink::LinkGraph&,
                               jitlink::PassConfiguration& passes) {
    passes.PostFixupPasses.emplace_back([this](jitlink::LinkGraph& graph) {
        linked(graph);
        return Error::success();
    });
}

void CodeMap::linked(jitlink::LinkGraph& graph) {
    last_size_ = 0;
    for (jitlink::Block* block : graph.blocks()) last_size_ += block->getSize();
    if (!perf_map_) return;
    if (!file_) {
        file_ = fopen(("/tmp/perf-" + std::to_string(getpid()) + ".map").c_str(), "a");
        if (!file_) {
            perf_map_ = false;
            return;
        }
    }
    for (jitlink::Symbol* symbol : graph.defined_symbols())
        if (symbol->hasName() && symbol->isCallable())
            fprintf(file_, "%llx %llx %s\n", static_cast<unsigned long long>(symbol->getAddress().getValue()),
                    static_cast<unsigned long long>(symbol->getSize()), symbol->getName().str().c_str());
    fflush(file_);
}

void use_debugger(orc::ExecutionSession& session, orc::ObjectLinkingLayer& linker) {
    auto registrar = std::make_unique<orc::EPCDebugObjectRegistrar>(
        session, orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderGDBWrapper));
    linker.addPlugin(std::make_unique<orc::DebugObjectManagerPlugin>(session, std::move(registrar),
                                                                     /*RequireDebugSections=*/false,
                                                                     /*AutoRegisterCode=*/true));
}

}  // namespace moult::jit::native
