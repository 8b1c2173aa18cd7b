// The compiler behind jit/backend.h: lowers a trace, optimizes it, generates code and links it by ORC.
#include "jit/backend.h"

#include <time.h>

#include <set>
#include <unordered_map>

#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Utils/Cloning.h>

#include "jit/llvm/code_map.h"
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
            void* address = bodies_.host_address(*name);
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

// Leaves out passes of code generation that take a fifth of its time and make traces no faster.
void choose_passes() {
    auto& options = cl::getRegisteredOptions();
    for (const char* name : {"disable-lsr", "disable-constant-hoisting", "disable-machine-cse",
                             "disable-copyprop", "disable-ssc", "disable-early-ifcvt"})
        if (auto found = options.find(name); found != options.end())
            static_cast<cl::opt<bool>*>(found->second)->setValue(true);
    // Exits that share their end share its indirect jump, which is then predicted worse.
    if (auto found = options.find("tail-merge-threshold"); found != options.end())
        static_cast<cl::opt<unsigned>*>(found->second)->setValue(0);
}

class LlvmBackend final : public Backend {
  public:
    bool open(const BackendHost&, std::string* error);
    ~LlvmBackend() override;
    CompiledTrace compile(const CompileJob&) override;
    void release(uint64_t handle) override;

  private:
    std::string generate(Module&, SmallVectorImpl<char>& object);
    std::string assembly(const Module&);

    BackendHost host_;
    LLVMContext context_;
    std::unique_ptr<TargetMachine> machine_;
    std::unique_ptr<Bodies> bodies_;
    std::unique_ptr<Pipeline> pipeline_;
    LowMemoryManager memory_;
    std::unique_ptr<orc::ExecutionSession> session_;
    std::unique_ptr<orc::ObjectLinkingLayer> linker_;
    orc::JITDylib* dylib_ = nullptr;
    std::shared_ptr<CodeMap> code_map_;
    struct Linked {
        orc::ResourceTrackerSP tracker;
        std::string symbol;
    };
    std::unordered_map<uint64_t, Linked> traces_;
    std::set<std::string> symbols_;
    uint64_t next_handle_ = 1;
    uint32_t stress_[2] = {1, 0};  // guards until one fails, and how many have
};

bool LlvmBackend::open(const BackendHost& host, std::string* error) {
    host_ = host;
    choose_passes();
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
    auto builder = orc::JITTargetMachineBuilder::detectHost();
    if (!builder) {
        *error = toString(builder.takeError());
        return false;
    }
    // Code lies near the host (memory.h), and computes what the interpreter computes: no contractions.
    builder->setRelocationModel(Reloc::Static);
    builder->setCodeModel(CodeModel::Small);
    builder->setCodeGenOptLevel(CodeGenOptLevel::Less);
    builder->getOptions().AllowFPOpFusion = FPOpFusion::Strict;
    builder->getOptions().ExceptionModel = ExceptionHandling::None;
    auto machine = builder->createTargetMachine();
    if (!machine) {
        *error = toString(machine.takeError());
        return false;
    }
    machine_ = std::move(*machine);
    bodies_ = Bodies::open(context_, host, error);
    if (!bodies_) return false;
    pipeline_ = std::make_unique<Pipeline>(machine_.get());
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

std::string LlvmBackend::generate(Module& module, SmallVectorImpl<char>& object) {
    raw_svector_ostream out(object);
    legacy::PassManager passes;
    MCContext* context = nullptr;
    if (machine_->addPassesToEmitMC(passes, context, out, /*DisableVerify=*/true))
        return "LLVM cannot generate code for this machine";
    passes.run(module);
    return {};
}

std::string LlvmBackend::assembly(const Module& module) {
    SmallString<0> text;
    raw_svector_ostream out(text);
    legacy::PassManager passes;
    std::unique_ptr<Module> copy = CloneModule(module);
    if (machine_->addPassesToEmitFile(passes, out, nullptr, CodeGenFileType::AssemblyFile)) return {};
    passes.run(*copy);
    return std::string(text);
}

CompiledTrace LlvmBackend::compile(const CompileJob& job) {
    CompiledTrace result;
    double start = cpu_milliseconds();
    std::string name = "moult_trace_" + std::to_string(job.trace->id);
    auto module = std::make_unique<Module>(name, context_);
    module->setDataLayout(machine_->createDataLayout());
    module->setTargetTriple(machine_->getTargetTriple().str());
    std::string symbol = job.place.empty() ? name : name + " " + job.place;
    if (symbols_.count(symbol)) symbol += " " + std::to_string(next_handle_);
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
    if (job.want_assembly) result.assembly = assembly(*module);
    double printed = cpu_milliseconds();

    SmallVector<char, 0> object;
    result.error = generate(*module, object);
    if (!result.error.empty()) return result;
    orc::ResourceTrackerSP tracker = dylib_->createResourceTracker();
    auto buffer = std::make_unique<SmallVectorMemoryBuffer>(std::move(object), symbol, false);
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
    symbols_.insert(symbol);
    traces_[result.handle] = {std::move(tracker), symbol};
    result.milliseconds = cpu_milliseconds() - start - (printed - optimized);  // texts are not counted
    return result;
}

void LlvmBackend::release(uint64_t handle) {
    auto found = traces_.find(handle);
    if (found == traces_.end()) return;
    consumeError(found->second.tracker->remove());
    symbols_.erase(found->second.symbol);
    traces_.erase(found);
}

}  // namespace

}  // namespace moult::jit::native

extern "C" [[gnu::visibility("default")]] moult::jit::Backend* moult_open_backend(
    const moult::jit::BackendHost& host, std::string* error) {
    auto backend = std::make_unique<moult::jit::native::LlvmBackend>();
    return backend->open(host, error) ? backend.release() : nullptr;
}
