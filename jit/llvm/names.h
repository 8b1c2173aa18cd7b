// LLVM's names in the namespace of this folder, where they go before the machine's own: a Value is LLVM's,
// the machine's is a moult::Value.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Type.h>
#include <llvm/IR/Value.h>

namespace moult::jit::native {

using namespace llvm;  // NOLINT
using llvm::Function;
using llvm::Module;
using llvm::Type;
using llvm::Value;

}  // namespace moult::jit::native
