// The location table and the exception table, byte for byte.
#include <gtest/gtest.h>

#include "compiler/assembler/exception_table.h"
#include "compiler/assembler/location_table.h"

namespace moult::compiler {
namespace {

std::vector<int> bytes_of(const std::string& table) {
    std::vector<int> bytes;
    for (unsigned char byte : table) bytes.push_back(byte);
    return bytes;
}

std::vector<int> encode(const ast::Location& location, int units, int first_line = 1) {
    LocationTableWriter writer(first_line);
    writer.add(location, units);
    return bytes_of(writer.take());
}

TEST(LocationTable, EachFormIsUsedWhereItIsTheShortest) {
    EXPECT_EQ(encode({1, 10, 1, 15}, 1), (std::vector<int>{0x80 | 1 << 3, 2 << 4 | 5}));
    EXPECT_EQ(encode({2, 10, 2, 50}, 2), (std::vector<int>{0x80 | 11 << 3 | 1, 10, 50}));
    EXPECT_EQ(encode({1, -1, 1, -1}, 1), (std::vector<int>{0x80 | 13 << 3, 0}));
    EXPECT_EQ(encode({1, 10, 1, 200}, 1), (std::vector<int>{0x80 | 14 << 3, 0, 0, 11, 0x40 | 9, 3}));
    EXPECT_EQ(encode({3, 0, 5, 1}, 1), (std::vector<int>{0x80 | 14 << 3, 2 << 1, 2, 1, 2}));
    EXPECT_EQ(encode({-1, -1, -1, -1}, 3), (std::vector<int>{0x80 | 15 << 3 | 2}));
}

TEST(LocationTable, StepsBackwardsAreSigned) {
    EXPECT_EQ(encode({1, -1, 1, -1}, 1, 4), (std::vector<int>{0x80 | 13 << 3, 3 << 1 | 1}));
}

TEST(LocationTable, LongInstructionsTakeSeveralEntries) {
    EXPECT_EQ(encode({1, 0, 1, 1}, 11), (std::vector<int>{0x80 | 7, 1, 0x80 | 2, 1}));
}

TEST(ExceptionTable, HandlersCoverWhatStandsBetweenPushAndPop) {
    FlowGraph graph;
    BasicBlock* handler = graph.new_block();
    graph.add_jump(Opcode::SETUP_CLEANUP, handler, kNoLocation);
    graph.add(Opcode::NOP, 0, kNoLocation);
    graph.add(Opcode::POP_BLOCK, 0, kNoLocation);
    graph.add(Opcode::RETURN_VALUE, 0, kNoLocation);
    graph.current()->falls_through = false;
    graph.place(handler);
    graph.add(Opcode::RERAISE, 0, kNoLocation);
    handler->falls_through = false;
    label_handlers(graph);
    const std::vector<Instruction>& entry = graph.entry()->instructions;
    EXPECT_EQ(entry[1].handler, handler);
    EXPECT_EQ(entry[3].handler, nullptr);
    EXPECT_TRUE(handler->preserves_lasti);
    drop_block_markers(graph);
    EXPECT_EQ(entry[0].opcode, Opcode::NOP);

    handler->offset = 100;
    handler->start_depth = 3;
    // start 1, one unit long, handler at 100 in two bytes, depth 1 with the last instruction's offset.
    EXPECT_EQ(bytes_of(encode_exception_table(graph)),
              (std::vector<int>{0x80 | 1, 1, 0x40 | 1, 36, 1 << 1 | 1}));
}

}  // namespace
}  // namespace moult::compiler
