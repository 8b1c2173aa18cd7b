// See memory.h.
#include "jit/llvm/memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/Support/Memory.h>

namespace moult::jit::native {

using namespace llvm::jitlink;  // NOLINT

namespace {

struct Pages {
    char* start;
    size_t size;
};

Error system_error(const char* what) {
    return make_error<StringError>(std::string(what) + ": " + std::strerror(errno), inconvertibleErrorCode());
}

int protection(orc::MemProt prot) {
    int flags = 0;
    if ((prot & orc::MemProt::Read) != orc::MemProt::None) flags |= PROT_READ;
    if ((prot & orc::MemProt::Write) != orc::MemProt::None) flags |= PROT_WRITE;
    if ((prot & orc::MemProt::Exec) != orc::MemProt::None) flags |= PROT_EXEC;
    return flags;
}

class Allocation final : public JITLinkMemoryManager::InFlightAlloc {
  public:
    Allocation(LinkGraph& graph, BasicLayout layout, Pages all, size_t kept)
        : graph_(&graph), layout_(std::move(layout)), all_(all), kept_(kept) {}

    void finalize(OnFinalizedFunction done) override {
        for (auto& [group, segment] : layout_.segments()) {
            size_t size = alignTo(segment.ContentSize + segment.ZeroFillSize, page_size());
            if (mprotect(segment.WorkingMem, size, protection(group.getMemProt())))
                return done(system_error("machine code"));
        }
        auto actions = orc::shared::runFinalizeActions(graph_->allocActions());
        if (!actions) return done(actions.takeError());
        if (kept_ < all_.size) munmap(all_.start + kept_, all_.size - kept_);
        done(JITLinkMemoryManager::FinalizedAlloc(orc::ExecutorAddr::fromPtr(new Pages{all_.start, kept_})));
    }
    void abandon(OnAbandonedFunction done) override {
        munmap(all_.start, all_.size);
        done(Error::success());
    }
    static size_t page_size() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

  private:
    LinkGraph* graph_;
    BasicLayout layout_;
    Pages all_;
    size_t kept_;  // what lives on after linking lies in front
};

}  // namespace

void LowMemoryManager::allocate(const JITLinkDylib*, LinkGraph& graph, OnAllocatedFunction done) {
    BasicLayout layout(graph);
    auto sizes = layout.getContiguousPageBasedLayoutSizes(Allocation::page_size());
    if (!sizes) return done(sizes.takeError());
    auto kept = static_cast<size_t>(sizes->StandardSegs);
    auto size = static_cast<size_t>(sizes->total());
    void* start = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (start == MAP_FAILED) return done(system_error("memory for machine code"));
    Pages all{static_cast<char*>(start), size};
    char* next_kept = all.start;
    char* next_other = all.start + kept;
    for (auto& [group, segment] : layout.segments()) {
        char*& next = group.getMemLifetime() == orc::MemLifetime::Standard ? next_kept : next_other;
        segment.WorkingMem = next;
        segment.Addr = orc::ExecutorAddr::fromPtr(next);
        next += alignTo(segment.ContentSize + segment.ZeroFillSize, Allocation::page_size());
    }
    if (Error error = layout.apply()) {
        munmap(all.start, all.size);
        return done(std::move(error));
    }
    done(std::make_unique<Allocation>(graph, std::move(layout), all, kept));
}

void LowMemoryManager::deallocate(std::vector<FinalizedAlloc> allocations, OnDeallocatedFunction done) {
    for (FinalizedAlloc& allocation : allocations) {
        auto* pages = allocation.release().toPtr<Pages*>();
        munmap(pages->start, pages->size);
        delete pages;
    }
    done(Error::success());
}

}  // namespace moult::jit::native
