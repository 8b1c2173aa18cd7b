// One code object's instructions as basic blocks: what the code generator builds and the assembler lays out.
// Knows nothing of syntax and scopes.
#pragma once

#include <memory>
#include <vector>

#include "compiler/assembler/location.h"
#include "compiler/opcode.h"

namespace moult::compiler {

struct BasicBlock;

struct Instruction {
    Opcode opcode = Opcode::NOP;
    int arg = 0;
    BasicBlock* target = nullptr;   // of a jump; the handler that a block push names
    BasicBlock* handler = nullptr;  // where an exception in this instruction goes; known after labelling
    ast::Location location = kNoLocation;

    bool has_line() const { return location.lineno >= 0; }
    // How many units of 2 bytes the instruction takes, prefixes and caches included.
    int units() const {
        const OpcodeInfo& info = opcode_info(opcode);
        int shown_arg = info.operand != OperandKind::None ? arg : 0;
        int prefixes = (shown_arg > 0xFF) + (shown_arg > 0xFFFF) + (shown_arg > 0xFFFFFF);
        return prefixes + 1 + info.cache_entries;
    }
};

// Instructions that run in sequence: only the last may jump. Execution goes on in `next` unless the last
// instruction leaves for good.
struct BasicBlock {
    std::vector<Instruction> instructions;
    BasicBlock* next = nullptr;    // the block that follows in the code
    int predecessors = 0;          // edges from reachable blocks, counted once by the optimizer
    int start_depth = -1;          // of the stack, known after the depth analysis
    int offset = 0;                // in instruction units, known after the layout
    int units = 0;                 // its size, likewise
    bool falls_through = true;     // may continue in `next`
    bool exits = false;            // ends with a return or a raise
    bool returns = false;          // a RETURN_VALUE was generated here
    bool preserves_lasti = false;  // a handler that finds the raising instruction's offset on the stack
    bool visited = false;          // scratch mark of the pass that runs

    bool empty() const { return instructions.empty(); }
    Instruction& last() { return instructions.back(); }
};

// The first block with instructions, from `block` on; null if there is none.
BasicBlock* skip_empty(BasicBlock* block);

// Owns the blocks; pointers stay valid. The first block is the entry.
class FlowGraph {
  public:
    FlowGraph() { current_ = new_block(); }

    // A block that is not yet part of the code.
    BasicBlock* new_block();

    // Appends the block to the code; what is added next goes there.
    void place(BasicBlock* block);

    // Appends to the current block, or to a new one behind it if the current block is complete.
    void add(Opcode opcode, int arg, const ast::Location& location);
    void add_jump(Opcode opcode, BasicBlock* target, const ast::Location& location);

    BasicBlock* entry() const { return blocks_.front().get(); }
    BasicBlock* current() const { return current_; }
    // All blocks, unplaced ones included, in the order of their making.
    const std::vector<std::unique_ptr<BasicBlock>>& blocks() const { return blocks_; }

  private:
    void append(const Instruction& instruction);

    std::vector<std::unique_ptr<BasicBlock>> blocks_;
    BasicBlock* current_ = nullptr;
    bool current_is_complete_ = false;
};

}  // namespace moult::compiler
