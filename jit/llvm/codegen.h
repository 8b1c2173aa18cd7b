// Machine code of a module: LLVM's code generator, set up once for all traces.
#pragma once

#include <memory>
#include <string>

#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "jit/llvm/names.h"

namespace moult::jit::native {

class GeneratorPasses;

class CodeGenerator {
  public:
    // For the machine that this runs on. Null, and the reason in `error`, if LLVM has no code generator for
    // it.
    static std::unique_ptr<CodeGenerator> create(std::string* error);
    ~CodeGenerator();

    TargetMachine& machine() { return *machine_; }
    // The module as an ELF object file. The module is not to be used afterwards.
    SmallVector<char, 0> object(Module&);
    // As text, for readers; empty if there is none.
    std::string assembly(const Module&);

  private:
    explicit CodeGenerator(std::unique_ptr<TargetMachine>);

    std::unique_ptr<TargetMachine> machine_;
    SmallVector<char, 0> buffer_;
    raw_svector_ostream out_{buffer_};
    std::unique_ptr<GeneratorPasses> passes_;
};

}  // namespace moult::jit::native
