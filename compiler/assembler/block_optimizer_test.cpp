// Peephole optimizations, on blocks written by hand.
#include "compiler/assembler/block_optimizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace moult::compiler {
namespace {

using enum Opcode;

Instruction make(Opcode opcode, int arg = 0, int line = 1) {
    Instruction instruction;
    instruction.opcode = opcode;
    instruction.arg = arg;
    instruction.location = {line, 0, line, 1};
    return instruction;
}

std::vector<std::pair<Opcode, int>> without_nops(const BasicBlock& block) {
    std::vector<std::pair<Opcode, int>> code;
    for (const Instruction& instruction : block.instructions) {
        if (instruction.opcode != NOP) code.emplace_back(instruction.opcode, instruction.arg);
    }
    return code;
}

// What a run of SWAPs does to the numbers 0, 1, 2, ... from the top.
std::vector<int> run_swaps(const BasicBlock& block, int depth) {
    std::vector<int> stack(static_cast<size_t>(depth));
    std::iota(stack.begin(), stack.end(), 0);
    for (const Instruction& instruction : block.instructions) {
        if (instruction.opcode == SWAP) std::swap(stack[0], stack[static_cast<size_t>(instruction.arg) - 1]);
    }
    return stack;
}

TEST(ShortenSwaps, EveryShortRunKeepsItsEffectAndGetsNoLonger) {
    for (int code = 0; code < 4 * 4 * 4 * 4 * 4; ++code) {
        BasicBlock block;
        for (int rest = code, index = 0; index < 5; ++index, rest /= 4)
            block.instructions.push_back(make(SWAP, 2 + rest % 4));
        std::vector<int> expected = run_swaps(block, 5);
        EXPECT_EQ(shorten_swaps(block, 0), 4U);
        EXPECT_EQ(run_swaps(block, 5), expected);
        EXPECT_EQ(block.instructions.size(), 5U);
    }
}

TEST(ShortenSwaps, OppositeSwapsVanish) {
    BasicBlock block;
    for (int arg : {3, 2, 2, 3}) block.instructions.push_back(make(SWAP, arg));
    shorten_swaps(block, 0);
    EXPECT_TRUE(without_nops(block).empty());
}

TEST(OptimizeBlock, SwapsBeforeStoresExchangeTheStores) {
    BasicBlock block;
    block.instructions = {make(SWAP, 2), make(STORE_FAST, 0), make(STORE_FAST, 1)};
    ConstantTable constants;
    optimize_block(block, constants);
    EXPECT_EQ(without_nops(block), (std::vector<std::pair<Opcode, int>>{{STORE_FAST, 1}, {STORE_FAST, 0}}));
}

TEST(OptimizeBlock, StoresToOneLocalKeepTheirOrder) {
    BasicBlock block;
    block.instructions = {make(SWAP, 2), make(STORE_FAST, 0), make(STORE_FAST, 0)};
    ConstantTable constants;
    optimize_block(block, constants);
    EXPECT_EQ(block.instructions[0].opcode, SWAP);
}

TEST(OptimizeBlock, StoresOnDifferentLinesKeepTheirOrder) {
    BasicBlock block;
    block.instructions = {make(SWAP, 2), make(STORE_FAST, 0, 1), make(STORE_FAST, 1, 2)};
    ConstantTable constants;
    optimize_block(block, constants);
    EXPECT_EQ(block.instructions[0].opcode, SWAP);
}

TEST(OptimizeBlock, TuplesOfConstantsAreFolded) {
    ConstantTable constants;
    int first = constants.add(int_constant(1));
    int second = constants.add(int_constant(2));
    BasicBlock block;
    block.instructions = {make(LOAD_CONST, first), make(LOAD_CONST, second), make(BUILD_TUPLE, 2)};
    optimize_block(block, constants);
    ASSERT_EQ(without_nops(block), (std::vector<std::pair<Opcode, int>>{{LOAD_CONST, 2}}));
    EXPECT_EQ(constant_repr(constants[2]), "(1, 2)");
}

TEST(OptimizeBlock, ComparisonsWithNoneBecomeJumps) {
    ConstantTable constants;
    int none = constants.add(none_constant());
    BasicBlock target;
    target.instructions = {make(RETURN_VALUE)};
    BasicBlock block;
    block.next = &target;
    for (int inverted : {0, 1}) {
        block.instructions = {make(LOAD_FAST), make(LOAD_CONST, none), make(IS_OP, inverted),
                              make(POP_JUMP_IF_FALSE)};
        block.last().target = &target;
        optimize_block(block, constants);
        EXPECT_EQ(block.last().opcode, inverted != 0 ? POP_JUMP_IF_NONE : POP_JUMP_IF_NOT_NONE);
    }
}

TEST(OptimizeBlock, AJumpToAJumpOfItsLineIsThreaded) {
    ConstantTable constants;
    BasicBlock end;
    end.instructions = {make(RETURN_VALUE)};
    for (int line : {1, 2}) {
        BasicBlock middle;
        middle.instructions = {make(JUMP, 0, line)};
        middle.last().target = &end;
        BasicBlock block;
        block.instructions = {make(POP_JUMP_IF_TRUE)};
        block.last().target = &middle;
        optimize_block(block, constants);
        EXPECT_EQ(block.last().target, line == 1 ? &end : &middle);
    }
}

}  // namespace
}  // namespace moult::compiler
