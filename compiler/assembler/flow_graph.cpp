// Building basic blocks.
#include "compiler/assembler/flow_graph.h"

namespace moult::compiler {

BasicBlock* skip_empty(BasicBlock* block) {
    while (block != nullptr && block->empty()) block = block->next;
    return block;
}

BasicBlock* FlowGraph::new_block() {
    blocks_.push_back(std::make_unique<BasicBlock>());
    return blocks_.back().get();
}

void FlowGraph::place(BasicBlock* block) {
    current_->next = block;
    current_ = block;
    current_is_complete_ = false;
}

void FlowGraph::append(const Instruction& instruction) {
    if (current_is_complete_) place(new_block());
    if (current_->empty()) current_->instructions.reserve(8);
    current_->instructions.push_back(instruction);
    if (instruction.opcode == Opcode::RETURN_VALUE) current_->returns = true;
    current_is_complete_ = is_jump(instruction.opcode) || is_exit(instruction.opcode);
}

void FlowGraph::add(Opcode opcode, int arg, const ast::Location& location) {
    append({opcode, arg, nullptr, nullptr, location});
}

void FlowGraph::add_jump(Opcode opcode, BasicBlock* target, const ast::Location& location) {
    append({opcode, 0, target, nullptr, location});
}

}  // namespace moult::compiler
