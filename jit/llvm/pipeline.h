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
    // Once for each body: its operands leave memory.
    void prepare_body(Function&);

  private:
    PassBuilder builder_;
    LoopAnalysisManager loops_;
    FunctionAnalysisManager functions_;
    CGSCCAnalysisManager calls_;
    ModuleAnalysisManager modules_;
    void run(FunctionPassManager&, Function&);

    FunctionPassManager passes_, of_bodies_;
};

}  // namespace moult::jit::native
