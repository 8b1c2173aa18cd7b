// See pipeline.h.
#include "jit/llvm/pipeline.h"

#include <llvm/IR/ConstantRange.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/PatternMatch.h>
#include <llvm/IR/ProfDataUtils.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/JumpThreading.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "runtime/model/value.h"

namespace moult::jit::native {

namespace {

// Boxed doubles are never integers, specials or pointers, and integers never doubles: LLVM cannot know,
// because it sees any bits in a double. Decides the comparisons that ask.
struct FoldTypeTests : PassInfoMixin<FoldTypeTests> {
    // The bits of a value that is known to be boxed, or of a double (whose NaNs are those that Values have).
    static bool range_of(Value* v, ConstantRange* range) {
        using namespace PatternMatch;  // NOLINT
        Value* d;
        if (match(v, m_BitCast(m_Value(d))) && d->getType()->isDoubleTy() && v->getType()->isIntegerTy(64)) {
            *range =
                ConstantRange(APInt(64, 0), APInt(64, moult::Value::kIntTag - moult::Value::kDoubleOffset));
            return true;
        }
        ConstantInt* tag;
        if (match(v, m_Or(m_Value(d), m_ConstantInt(tag))) && tag->getZExtValue() == moult::Value::kIntTag) {
            *range = ConstantRange(APInt(64, moult::Value::kIntTag), APInt(64, 0));
            return true;
        }
        return false;
    }
    PreservedAnalyses run(Function& function, FunctionAnalysisManager&) {
        using namespace PatternMatch;  // NOLINT
        bool changed = false;
        for (Instruction& instruction : make_early_inc_range(instructions(function))) {
            ICmpInst::Predicate predicate;
            Value* tested;
            const APInt* limit;
            if (!match(&instruction, m_ICmp(predicate, m_Value(tested), m_APInt(limit)))) continue;
            if (!tested->getType()->isIntegerTy(64)) continue;
            const APInt* offset = nullptr;
            Value* base = tested;
            if (!match(tested, m_Add(m_Value(base), m_APInt(offset)))) base = tested;
            ConstantRange range(64, true);
            if (!range_of(base, &range)) {
                // An offset twice: boxed, then tested.
                const APInt* inner;
                Value* deeper;
                if (!match(base, m_Add(m_Value(deeper), m_APInt(inner))) || !range_of(deeper, &range))
                    continue;
                range = range.add(ConstantRange(*inner));
            }
            if (offset) range = range.add(ConstantRange(*offset));
            ConstantRange wanted(*limit);
            bool yes = range.icmp(predicate, wanted);
            if (!yes && !range.icmp(ICmpInst::getInversePredicate(predicate), wanted)) continue;
            instruction.replaceAllUsesWith(ConstantInt::getBool(function.getContext(), yes));
            instruction.eraseFromParent();
            changed = true;
        }
        return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
    }
};

// Where every way out is likely to be taken or nobody knows.
SmallPtrSet<BasicBlock*, 32> likely_blocks(Function& function) {
    SmallPtrSet<BasicBlock*, 32> likely;
    SmallVector<BasicBlock*, 32> next{&function.getEntryBlock()};
    while (!next.empty()) {
        BasicBlock* block = next.pop_back_val();
        if (!likely.insert(block).second) continue;
        Instruction* end = block->getTerminator();
        uint64_t weights[2];
        bool is_known = extractBranchWeights(*end, weights[0], weights[1]);
        for (unsigned i = 0; i < end->getNumSuccessors(); ++i)
            if (!is_known || weights[i] >= weights[1 - i] / 1000) next.push_back(end->getSuccessor(i));
    }
    return likely;
}

// What only exits and slow paths ask for is computed there: above all the boxed forms of numbers. Nothing
// else does this, as there is more than one place to sink to.
struct SinkIntoUnlikelyBlocks : PassInfoMixin<SinkIntoUnlikelyBlocks> {
    static bool is_cheap(const Instruction& instruction) {
        if (isa<BinaryOperator>(instruction)) return isa<Constant>(instruction.getOperand(1));
        return isa<CastInst>(instruction);
    }
    static BasicBlock* block_of(const Use& use) {
        auto* user = cast<Instruction>(use.getUser());
        auto* phi = dyn_cast<PHINode>(user);
        return phi ? phi->getIncomingBlock(use) : user->getParent();
    }
    PreservedAnalyses run(Function& function, FunctionAnalysisManager&) {
        SmallPtrSet<BasicBlock*, 32> likely = likely_blocks(function);
        bool changed = false;
        for (BasicBlock& block : function) {
            if (!likely.contains(&block)) continue;
            for (Instruction& instruction : make_early_inc_range(reverse(block))) {
                if (!is_cheap(instruction) || instruction.use_empty()) continue;
                if (any_of(instruction.uses(),
                           [&](const Use& use) { return likely.contains(block_of(use)); }))
                    continue;
                SmallDenseMap<BasicBlock*, Instruction*, 8> copies;
                for (Use& use : make_early_inc_range(instruction.uses())) {
                    BasicBlock* target = block_of(use);
                    Instruction*& copy = copies[target];
                    if (!copy) {
                        copy = instruction.clone();
                        copy->insertBefore(&*target->getFirstInsertionPt());
                    }
                    use.set(copy);
                }
                instruction.eraseFromParent();
                changed = true;
            }
        }
        return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
    }
};

}  // namespace

Pipeline::Pipeline(TargetMachine* machine) : builder_(machine) {
    builder_.registerModuleAnalyses(modules_);
    builder_.registerCGSCCAnalyses(calls_);
    builder_.registerFunctionAnalyses(functions_);
    builder_.registerLoopAnalyses(loops_);
    builder_.crossRegisterProxies(loops_, functions_, calls_, modules_);

    passes_.addPass(SROAPass(SROAOptions::ModifyCFG));
    passes_.addPass(EarlyCSEPass());
    passes_.addPass(InstCombinePass());
    passes_.addPass(FoldTypeTests());
    passes_.addPass(JumpThreadingPass());
    passes_.addPass(SimplifyCFGPass());
    passes_.addPass(EarlyCSEPass(/*UseMemorySSA=*/true));  // finds what GVN does here, in a third of its time
    LoopPassManager loop;
    loop.addPass(LICMPass(LICMOptions()));
    passes_.addPass(createFunctionToLoopPassAdaptor(std::move(loop), /*UseMemorySSA=*/true));
    passes_.addPass(InstCombinePass());
    passes_.addPass(SimplifyCFGPass());
    passes_.addPass(SinkIntoUnlikelyBlocks());

    of_bodies_.addPass(SROAPass(SROAOptions::ModifyCFG));
    of_bodies_.addPass(EarlyCSEPass());
    of_bodies_.addPass(InstCombinePass());
    of_bodies_.addPass(SimplifyCFGPass());
}

void Pipeline::run(FunctionPassManager& passes, Function& function) {
    passes.run(function, functions_);
    functions_.clear();
    loops_.clear();
    modules_.clear();
    calls_.clear();
}
void Pipeline::run(Function& function) {
    run(passes_, function);
}
void Pipeline::prepare_body(Function& function) {
    run(of_bodies_, function);
}

}  // namespace moult::jit::native
