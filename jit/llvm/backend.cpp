// The compiler behind jit/backend.h: lowers a trace, optimizes it, generates code and links it by ORC.
#include "jit/backend.h"

#include <time.h>

#include <mutex>
#include <set>
#include <unordered_map>

#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>

#include "jit/llvm/code_map.h"
#include "jit/llvm/codegen.h"
#include "jit/llvm/lowering.h"
#include "jit/llvm/memory.h"
#include "jit/llvm/pipeline.h"

namespace moult::jit::native {

namespace {

double cpu_milliseconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

// What the bitcode leaves to the host, and, of the rest, what libraries of the process have.
class HostSymbols final : public orc::DefinitionGenerator {
  public:
    HostSymbols(const Bodies& bodies) : bodies_(bodies) {}
    Error tryToGenerate(orc::LookupState&, orc::LookupKind, orc::JITDylib& dylib, orc::JITDylibLookupFlags,
                        const orc::SymbolLookupSet& wanted) override {
        orc::SymbolMap found;
        for (const auto& [name, flags] : wanted) {
            void* address = bodies_.address_of(*name);
            if (!address) address = sys::DynamicLibrary::SearchForAddressOfSymbol((*name).str());
            if (address)
                found[name] = {orc::ExecutorAddr::fromPtr(address),
                               JITSymbolFlags::Exported | JITSymbolFlags::Callable};
        }
        return found.empty() ? Error::success() : dylib.define(orc::absoluteSymbols(std::move(found)));
    }

  private:
    const Bodies& bodies_;
};

class LlvmBackend final : public Backend {
  public:
    bool open(const BackendHost&, std::string* error);
    ~LlvmBackend() override;
    CompiledTrace compile(const CompileJob&) override;
    void release(uint64_t handle) override;

  private:
    BackendHost host_;
    LLVMContext context_;
    std::unique_ptr<CodeGenerator> generator_;
    std::unique_ptr<Pipeline> pipeline_;
    std::unique_ptr<Bodies> bodies_;
    LowMemoryManager memory_;
    std::unique_ptr<orc::ExecutionSession> session_;
    std::unique_ptr<orc::ObjectLinkingLayer> linker_;
    orc::JITDylib* dylib_ = nullptr;
    std::shared_ptr<CodeMap> code_map_;
    struct Linked {
        orc::ResourceTrackerSP tracker;
        std::string symbol;
    };
    std::mutex mutex_;  // of the two below: code is released while other code is compiled
    std::unordered_map<uint64_t, Linked> traces_;
    std::set<std::string> symbols_;
    uint64_t next_handle_ = 1;
    uint32_t stress_[2] = {1, 0};  // guards until one fails, and how many have
};

bool LlvmBackend::open(const BackendHost& host, std::string* error) {
    host_ = host;
    generator_ = CodeGenerator::create(error);
    if (!generator_) return false;
    pipeline_ = std::make_unique<Pipeline>(&generator_->machine());
    bodies_ = Bodies::open(context_, *pipeline_, host, error);
    if (!bodies_) return false;
    auto process = orc::SelfExecutorProcessControl::Create();
    if (!process) {
        *error = toString(process.takeError());
        return false;
    }
    session_ = std::make_unique<orc::ExecutionSession>(std::move(*process));
    session_->setErrorReporter([](Error e) { consumeError(std::move(e)); });  // the lookup tells them
    linker_ = std::make_unique<orc::ObjectLinkingLayer>(*session_, memory_);
    auto code_map = std::make_shared<CodeMap>(host.perf_map);
    code_map_ = code_map;
    linker_->addPlugin(std::move(code_map));
    if (host.debugger) use_debugger(*session_, *linker_);
    dylib_ = &session_->createBareJITDylib("moult");
    dylib_->addGenerator(std::make_unique<HostSymbols>(*bodies_));
    return true;
}

LlvmBackend::~LlvmBackend() {
    for (auto& [handle, trace] : traces_) consumeError(trace.tracker->remove());
    traces_.clear();
    if (session_) consumeError(session_->endSession());
}

CompiledTrace LlvmBackend::compile(const CompileJob& job) {
    CompiledTrace result;
    double start = cpu_milliseconds();
    std::string name = "moult_trace_" + std::to_string(job.trace->id);
    auto module = std::make_unique<Module>(name, context_);
    const TargetMachine& machine = generator_->machine();
    module->setDataLayout(machine.createDataLayout());
    module->setTargetTriple(machine.getTargetTriple().str());
    std::string symbol = job.place.empty() ? name : name + " " + job.place;
    if (std::lock_guard lock(mutex_); symbols_.count(symbol)) symbol += " " + std::to_string(next_handle_);
    Function* function =
        Function::Create(handler_type(context_), GlobalValue::ExternalLinkage, symbol, *module);
    function->setCallingConv(CallingConv::PreserveNone);
    function->addFnAttr(Attribute::NoUnwind);
    function->setDSOLocal(true);

    Lowering lowering(job, host_, *bodies_, function, stress_);
    if (!lowering.run(&result.error)) return result;
#ifndef NDEBUG
    raw_string_ostream problems(result.error);
    if (verifyModule(*module, &problems)) return result;
#endif
    pipeline_->run(*function);
    double optimized = cpu_milliseconds();
    if (job.want_llvm) {
        raw_string_ostream out(result.llvm);
        module->print(out, nullptr);
    }
    if (job.want_assembly) result.assembly = generator_->assembly(*module);
    double printed = cpu_milliseconds();

    orc::ResourceTrackerSP tracker = dylib_->createResourceTracker();
    auto buffer = std::make_unique<SmallVectorMemoryBuffer>(generator_->object(*module), symbol, false);
    if (Error error = linker_->add(tracker, std::move(buffer))) {
        result.error = toString(std::move(error));
        return result;
    }
    auto address = session_->lookup({dylib_}, session_->intern(symbol));
    if (!address) {
        result.error = toString(address.takeError());
        consumeError(tracker->remove());
        return result;
    }
    result.code = address->getAddress().toPtr<void*>();
    result.handle = next_handle_++;
    result.size = code_map_->last_size();
    std::lock_guard lock(mutex_);
    symbols_.insert(symbol);
    traces_[result.handle] = {std::move(tracker), symbol};
    result.text_milliseconds = printed - optimized;
    result.milliseconds = cpu_milliseconds() - start - result.text_milliseconds;
    return result;
}

void LlvmBackend::release(uint64_t handle) {
    Linked linked;
    {
        std::lock_guard lock(mutex_);
        auto found = traces_.find(handle);
        if (found == traces_.end()) return;
        linked = std::move(found->second);
        traces_.erase(found);
    }
    consumeError(linked.tracker->remove());
    std::lock_guard lock(mutex_);
    symbols_.erase(linked.symbol);
}

}  // namespace

}  // namespace moult::jit::native

extern "C" [[gnu::visibility("default")]] moult::jit::Backend* moult_open_backend(
    const moult::jit::BackendHost& host, std::string* error) {
    auto backend = std::make_unique<moult::jit::native::LlvmBackend>();
    return backend->open(host, error) ? backend.release() : nullptr;
}
