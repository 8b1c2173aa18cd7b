// What LLVM does to a trace, chosen by what it gains for the time it takes.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Passes/PassBuilder.h>

#include "jit/llvm/names.h"

namespace moult::jit::native {

class Pipeline {
  public:
    explicit Pipeline(TargetMachine*);
    void run(Function&);

  private:
    PassBuilder builder_;
    LoopAnalysisManager loops_;
    FunctionAnalysisManager functions_;
    CGSCCAnalysisManager calls_;
    ModuleAnalysisManager modules_;
    FunctionPassManager passes_;
};

// Once for each body: its operands leave memory.
void prepare_body(Function&);

}  // namespace moult::jit::native
