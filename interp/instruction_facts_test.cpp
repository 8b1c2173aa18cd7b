// The rows of instructions: that each is whole, and that the two tables of instructions go together.
#include "interp/instruction_facts.h"

#include <set>

#include "interp/registration.h"
#include "interp/test_support.h"

namespace moult::interp {

namespace {

class InstructionFactsTest : public InterpTest {
  protected:
    const Registry& registry() { return machine_of(thread_).registry; }
};

TEST_F(InstructionFactsTest, SimpleInstructionsAreInstructionsOfWordcode) {
    for (const InstructionInfo& info : registry().instructions()) {
        if (!info.simple) continue;
        ASSERT_GE(info.facts.opcode, 0) << info.name;
        auto opcode = static_cast<compiler::Opcode>(info.facts.opcode);
        EXPECT_EQ(registry().of_opcode(opcode), &info) << info.name;
        EXPECT_TRUE(is_simple(opcode)) << info.name;
        EXPECT_EQ(compiler::opcode_info(opcode).name, info.name);
        EXPECT_NE(info.facts.recorded, Recorded::kControl) << info.name;
    }
}

TEST_F(InstructionFactsTest, FamiliesStandWhereTheirTypesSay) {
    AllFamilies::for_each([&]<class FamilyType> {
        const InstructionInfo& info = family_of<FamilyType>(registry());
        EXPECT_STREQ(info.name, FamilyType::kName);
        EXPECT_EQ(registry().find(FamilyType::kName), index_of_family<FamilyType>());
        EXPECT_GE(info.facts.recorded, Recorded::kValue) << info.name;
        EXPECT_NE(info.facts.argument, Argument::kAsOpcode) << info.name;
        if (FamilyType::kOpcode < 0) return;
        auto opcode = static_cast<compiler::Opcode>(FamilyType::kOpcode);
        EXPECT_EQ(registry().of_opcode(opcode), &info) << info.name;
    });
}

// Value families take as many operands as wordcode says that their opcode pops.
TEST_F(InstructionFactsTest, ValueFamiliesHaveTheOperandsThatWordcodePops) {
    AllFamilies::for_each([&]<class FamilyType> {
        const InstructionInfo& info = family_of<FamilyType>(registry());
        if (info.facts.recorded != Recorded::kValue || info.facts.opcode < 0) return;
        EXPECT_EQ(info.facts.pops(0), info.variants[0].arity) << info.name;
    });
}

TEST_F(InstructionFactsTest, WhatBuildsOneValueLeavesOne) {
    int found = 0;
    for (const InstructionInfo& info : registry().instructions()) {
        if (info.facts.recorded != Recorded::kBuild) continue;
        ++found;
        EXPECT_NE(info.facts.builds, Kind::kObject) << info.name;
        auto opcode = static_cast<compiler::Opcode>(info.facts.opcode);
        EXPECT_EQ(compiler::stack_counts(opcode, 3).pushes, 1) << info.name;
        EXPECT_EQ(info.facts.pops(3), 3u) << info.name;
    }
    EXPECT_EQ(found, 4);
}

TEST_F(InstructionFactsTest, NamesAndForwardedArgumentsAreSaidOnce) {
    std::set<std::string> names;
    for (const InstructionInfo& info : registry().instructions()) {
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        if (info.generic < 0) continue;
        const InstructionInfo& family = registry().instruction(static_cast<uint16_t>(info.generic));
        EXPECT_EQ(info.facts.opcode, family.facts.opcode) << info.name;
    }
}

TEST(OpcodeRows, TakenBranchesLeaveWhatTheirRowSays) {
    using compiler::Opcode;
    EXPECT_EQ(compiler::stack_effect(Opcode::FOR_ITER, 7, false), 1);
    EXPECT_EQ(compiler::stack_effect(Opcode::FOR_ITER, 7, true), -1);
    EXPECT_EQ(compiler::stack_effect(Opcode::JUMP_IF_TRUE_OR_POP, 7, true), 0);
    EXPECT_EQ(compiler::stack_counts(Opcode::BUILD_MAP, 0xFFFFFFFF).pops, 2 * int64_t{0xFFFFFFFF});
    EXPECT_EQ(compiler::argument_limit(compiler::OperandKind::Binary), 26u);
    EXPECT_EQ(compiler::argument_limit(compiler::OperandKind::Compare), 6u);
    EXPECT_TRUE(compiler::is_unconditional_jump(Opcode::JUMP_BACKWARD_NO_INTERRUPT));
    EXPECT_TRUE(compiler::is_jump(Opcode::SEND) && !compiler::is_unconditional_jump(Opcode::SEND));
    EXPECT_TRUE(compiler::is_block_push(Opcode::SETUP_WITH) && !compiler::is_jump(Opcode::SETUP_WITH));
    EXPECT_TRUE(compiler::is_exit(Opcode::RERAISE) && !compiler::is_exit(Opcode::YIELD_VALUE));
}

}  // namespace

}  // namespace moult::interp
