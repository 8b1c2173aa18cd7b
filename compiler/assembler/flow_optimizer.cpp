// The passes over basic blocks, except the ones inside of a single block (block_optimizer.cpp).
#include "compiler/assembler/flow_optimizer.h"

#include <algorithm>

#include "compiler/assembler/block_optimizer.h"

namespace moult::compiler {

namespace {

constexpr size_t kLargestInlinedExit = 4;

bool has_line(const BasicBlock& block) {
    return std::any_of(block.instructions.begin(), block.instructions.end(),
                       [](const Instruction& instruction) { return instruction.location.lineno > 0; });
}

bool is_exit_without_line(const BasicBlock& block) {
    return block.exits && std::none_of(block.instructions.begin(), block.instructions.end(),
                                       [](const Instruction& instruction) { return instruction.has_line(); });
}

bool is_direct_jump(Opcode opcode) {
    return opcode == Opcode::JUMP || opcode == Opcode::JUMP_FORWARD || opcode == Opcode::JUMP_BACKWARD;
}

void inline_small_exit(BasicBlock& block) {
    if (block.empty() || !is_direct_jump(block.last().opcode)) return;
    const BasicBlock& target = *block.last().target;
    if (!target.exits || target.instructions.size() > kLargestInlinedExit || has_line(target)) return;
    block.last().opcode = Opcode::NOP;
    std::vector<Instruction> copies = target.instructions;  // the target may be the block itself
    block.instructions.insert(block.instructions.end(), copies.begin(), copies.end());
    block.exits = true;
}

// Counts the edges into each block that can be reached, and empties the others.
void remove_unreachable(FlowGraph& graph) {
    std::vector<BasicBlock*> pending;
    auto reach = [&](BasicBlock* block) {
        if (block->predecessors++ == 0) pending.push_back(block);
    };
    reach(graph.entry());
    while (!pending.empty()) {
        BasicBlock* block = pending.back();
        pending.pop_back();
        if (block->next != nullptr && block->falls_through) reach(block->next);
        for (const Instruction& instruction : block->instructions) {
            if (instruction.target != nullptr &&
                (is_jump(instruction.opcode) || is_block_push(instruction.opcode))) {
                reach(instruction.target);
            }
        }
    }
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        if (block->predecessors > 0) continue;
        block->instructions.clear();
        block->falls_through = true;
    }
}

// Takes empty blocks out of the sequence (the last one stays) and out of the way of jumps.
void unlink_empty_blocks(FlowGraph& graph) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        while (block->next != nullptr && block->next->empty() && block->next->next != nullptr) {
            block->next = block->next->next;
        }
    }
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        if (block->empty() || !is_jump(block->last().opcode)) continue;
        block->last().target = skip_empty(block->last().target);
    }
}

// Removes jumps to the block that follows anyway. Returns whether there were any.
bool remove_redundant_jumps(FlowGraph& graph) {
    bool removed = false;
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        if (block->empty()) continue;
        Instruction& last = block->last();
        if (last.opcode != Opcode::JUMP && last.opcode != Opcode::JUMP_NO_INTERRUPT) continue;
        if (last.target != block->next) continue;
        last.opcode = Opcode::NOP;
        block->falls_through = true;
        removed = true;
    }
    return removed;
}

// Every return has a line, so that a frame that has ended knows where: the line of the code laid out before
// it.
void guarantee_lines_of_returns(FlowGraph& graph, int first_line) {
    int line = first_line;
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        if (block->empty()) continue;
        if (block->last().has_line()) {
            line = block->last().location.lineno;
        } else if (block->last().opcode == Opcode::RETURN_VALUE) {
            for (Instruction& instruction : block->instructions) instruction.location.lineno = line;
        }
    }
}

// Whether the no-op at `index` shows nothing that its neighbours do not. Moves its line to the next
// instruction if that has none.
bool is_redundant_nop(BasicBlock& block, size_t index, int line_before) {
    const ast::Location& location = block.instructions[index].location;
    if (location.lineno < 0 || location.lineno == line_before) return true;
    if (index + 1 < block.instructions.size()) {
        Instruction& following = block.instructions[index + 1];
        if (!following.has_line()) following.location = location;
        return following.location.lineno == location.lineno;
    }
    const BasicBlock* following = skip_empty(block.next);
    return following != nullptr && following->instructions.front().location.lineno == location.lineno;
}

}  // namespace

bool classify_blocks(FlowGraph& graph) {
    for (const auto& block : graph.blocks()) {
        for (Instruction& instruction : block->instructions) {
            if (is_exit(instruction.opcode)) {
                block->exits = true;
                block->falls_through = false;
            } else if (is_jump(instruction.opcode)) {
                if (&instruction != &block->last()) return false;
                if (is_unconditional_jump(instruction.opcode)) block->falls_through = false;
                if (BasicBlock* target = skip_empty(instruction.target)) instruction.target = target;
            }
        }
    }
    return true;
}

void inline_small_exits(FlowGraph& graph) {
    for (size_t index = graph.blocks().size(); index-- > 0;) inline_small_exit(*graph.blocks()[index]);
}

void remove_redundant_nops(BasicBlock& block) {
    auto is_nop = [](const Instruction& instruction) { return instruction.opcode == Opcode::NOP; };
    auto first = std::find_if(block.instructions.begin(), block.instructions.end(), is_nop);
    if (first == block.instructions.end()) return;
    auto kept = static_cast<size_t>(first - block.instructions.begin());
    int line_before = kept == 0 ? -1 : block.instructions[kept - 1].location.lineno;
    for (size_t index = kept; index < block.instructions.size(); ++index) {
        Instruction& instruction = block.instructions[index];
        if (instruction.opcode == Opcode::NOP && is_redundant_nop(block, index, line_before)) continue;
        line_before = instruction.location.lineno;
        block.instructions[kept++] = instruction;
    }
    block.instructions.resize(kept);
}

void optimize_flow(FlowGraph& graph, ConstantTable& constants) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        optimize_block(*block, constants);
        remove_redundant_nops(*block);
    }
    inline_small_exits(graph);
    remove_unreachable(graph);
    unlink_empty_blocks(graph);
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next)
        remove_redundant_nops(*block);
    if (remove_redundant_jumps(graph)) unlink_empty_blocks(graph);
}

void duplicate_exits_without_line(FlowGraph& graph) {
    for (size_t index = graph.blocks().size(); index-- > 0;) {
        BasicBlock& block = *graph.blocks()[index];
        if (block.empty() || !is_jump(block.last().opcode)) continue;
        BasicBlock* target = block.last().target;
        if (!is_exit_without_line(*target) || target->predecessors <= 1) continue;
        BasicBlock* copy = graph.new_block();
        copy->instructions = target->instructions;
        copy->instructions.front().location = block.last().location;
        copy->exits = target->exits;
        copy->falls_through = false;
        copy->predecessors = 1;
        copy->next = target->next;
        target->next = copy;
        target->predecessors--;
        block.last().target = copy;
    }
    for (const auto& block : graph.blocks()) {
        while (block->next != nullptr && block->next->empty()) block->next = block->next->next;
    }
    // What is left can only be reached by falling into it, so it has one predecessor.
    for (const auto& block : graph.blocks()) {
        if (!block->falls_through || block->next == nullptr || block->empty()) continue;
        if (is_exit_without_line(*block->next)) {
            block->next->instructions.front().location = block->last().location;
        }
    }
}

void trim_unused_constants(const FlowGraph& graph, ConstantTable& constants) {
    int largest = 0;  // the first may be the docstring and stays
    for (const BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        for (const Instruction& instruction : block->instructions) {
            if (opcode_info(instruction.opcode).operand == OperandKind::Const) {
                largest = std::max(largest, instruction.arg);
            }
        }
    }
    constants.truncate(largest + 1);
}

void propagate_lines(FlowGraph& graph, int first_line) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        if (block->empty()) continue;
        ast::Location latest = kNoLocation;
        for (Instruction& instruction : block->instructions) {
            if (instruction.has_line()) {
                latest = instruction.location;
            } else {
                instruction.location = latest;
            }
        }
        auto hand_on = [&latest](BasicBlock* following) {
            if (following->predecessors != 1 || following->empty()) return;
            Instruction& first = following->instructions.front();
            if (!first.has_line()) first.location = latest;
        };
        if (block->falls_through && block->next != nullptr) hand_on(block->next);
        if (is_jump(block->last().opcode)) hand_on(block->last().target);
    }
    guarantee_lines_of_returns(graph, first_line);
}

}  // namespace moult::compiler
