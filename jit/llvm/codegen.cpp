// See codegen.h.
#include "jit/llvm/codegen.h"

#include <mutex>

#include <llvm/ADT/SmallString.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/MCContext.h>
#include <llvm/PassInfo.h>
#include <llvm/PassRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Transforms/Utils/Cloning.h>

namespace moult::jit::native {

static constexpr StringLiteral kLeftOut[] = {
    "loop-reduce",  // loop strength reduction
    "consthoist",   // of constants
    "early-ifcvt",
    "machine-cse",
    "machine-scheduler",
    "lrshrink",  // live ranges shrunk by moving what defines them
    "machine-cp",
    "stack-slot-coloring",
    "shrink-wrap",
    "x86-execution-domain-fix",  // integer or float moves of the same vector register
    "break-false-deps",          // no difference found even where loops convert integers
};

// LLVM's passes for this machine, without those that take a quarter of the time and make traces no faster.
class GeneratorPasses final : public legacy::PassManagerBase {
  public:
    void add(Pass* pass) override {
        if (is_left_out(*pass))
            delete pass;
        else
            passes_.add(pass);
    }
    void run(Module& module) { passes_.run(module); }

  private:
    static bool is_left_out(const Pass& pass) {
        const PassInfo* info = PassRegistry::getPassRegistry()->getPassInfo(pass.getPassID());
        return info && is_contained(kLeftOut, info->getPassArgument());
    }

    legacy::PassManager passes_;
};

CodeGenerator::CodeGenerator(std::unique_ptr<TargetMachine> machine)
    : machine_(std::move(machine)), passes_(std::make_unique<GeneratorPasses>()) {}
CodeGenerator::~CodeGenerator() = default;

namespace {

// LLVM's targets and options are the process's.
constinit std::once_flag llvm_prepared;

void prepare_llvm() {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
    // Exits that share their end share its indirect jump, which is then predicted worse.
    auto& options = cl::getRegisteredOptions();
    if (auto found = options.find("tail-merge-threshold"); found != options.end())
        static_cast<cl::opt<unsigned>*>(found->second)->setValue(0);
}

}  // namespace

std::unique_ptr<CodeGenerator> CodeGenerator::create(std::string* error) {
    std::call_once(llvm_prepared, prepare_llvm);
    auto builder = orc::JITTargetMachineBuilder::detectHost();
    if (!builder) {
        *error = toString(builder.takeError());
        return nullptr;
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
        return nullptr;
    }
    std::unique_ptr<CodeGenerator> made(new CodeGenerator(std::move(*machine)));
    MCContext* context = nullptr;
    if (made->machine_->addPassesToEmitMC(*made->passes_, context, made->out_, /*DisableVerify=*/true)) {
        *error = "LLVM cannot generate code for this machine";
        return nullptr;
    }
    return made;
}

SmallVector<char, 0> CodeGenerator::object(Module& module) {
    passes_->run(module);
    SmallVector<char, 0> made = std::move(buffer_);
    buffer_.clear();
    return made;
}

std::string CodeGenerator::assembly(const Module& module) {
    SmallString<0> text;
    raw_svector_ostream out(text);
    GeneratorPasses passes;
    std::unique_ptr<Module> copy = CloneModule(module);
    if (machine_->addPassesToEmitFile(passes, out, nullptr, CodeGenFileType::AssemblyFile)) return {};
    passes.run(*copy);
    return std::string(text);
}

}  // namespace moult::jit::native
