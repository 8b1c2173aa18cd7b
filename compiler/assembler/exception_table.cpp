// Labelling instructions with handlers; the table's variable-length numbers.
#include "compiler/assembler/exception_table.h"

namespace moult::compiler {

namespace {

using HandlerStack = std::vector<BasicBlock*>;  // the innermost last

// Numbers of up to 30 bits, six bits a byte, the highest first; bit 6 says that more follow. Bit 7 marks the
// first byte of an entry.
void write_number(std::string& table, int value, bool starts_entry) {
    int shift = 24;
    while (shift > 0 && value >> shift == 0) shift -= 6;
    int mark = starts_entry ? 0x80 : 0;
    for (; shift >= 0; shift -= 6) {
        int continuation = shift > 0 ? 0x40 : 0;
        table.push_back(static_cast<char>(mark | continuation | (value >> shift & 0x3F)));
        mark = 0;
    }
}

void write_entry(std::string& table, int start, int end, const BasicBlock& handler) {
    // The depth to cut the stack to before the exception, and the offset if wanted, are pushed.
    int pushed = handler.preserves_lasti ? 2 : 1;
    write_number(table, start, true);
    write_number(table, end - start, false);
    write_number(table, handler.offset, false);
    write_number(table, (handler.start_depth - pushed) << 1 | (handler.preserves_lasti ? 1 : 0), false);
}

}  // namespace

void label_handlers(FlowGraph& graph) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) block->visited = false;
    struct Waiting {
        BasicBlock* block;
        HandlerStack handlers;  // at its start
    };
    std::vector<Waiting> pending;
    auto visit = [&](BasicBlock* block, const HandlerStack& handlers) {
        if (block->visited) return;
        block->visited = true;
        pending.push_back({block, handlers});
    };
    visit(graph.entry(), {});
    while (!pending.empty()) {
        auto [block, handlers] = std::move(pending.back());
        pending.pop_back();
        for (Instruction& instruction : block->instructions) {
            if (is_block_push(instruction.opcode)) {
                visit(instruction.target, handlers);
                if (instruction.opcode != Opcode::SETUP_FINALLY) instruction.target->preserves_lasti = true;
                handlers.push_back(instruction.target);
            } else if (instruction.opcode == Opcode::POP_BLOCK) {
                if (!handlers.empty()) handlers.pop_back();
            } else {
                instruction.handler = handlers.empty() ? nullptr : handlers.back();
                if (is_jump(instruction.opcode)) visit(instruction.target, handlers);
            }
        }
        if (block->falls_through && block->next != nullptr) visit(block->next, handlers);
    }
}

void drop_block_markers(FlowGraph& graph) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        for (Instruction& instruction : block->instructions) {
            if (is_block_push(instruction.opcode) || instruction.opcode == Opcode::POP_BLOCK) {
                instruction.opcode = Opcode::NOP;
            }
        }
    }
}

std::string encode_exception_table(const FlowGraph& graph) {
    std::string table;
    const BasicBlock* handler = nullptr;
    int start = 0;
    int offset = 0;
    for (const BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        offset = block->offset;
        for (const Instruction& instruction : block->instructions) {
            if (instruction.handler != handler) {
                if (handler != nullptr) write_entry(table, start, offset, *handler);
                start = offset;
                handler = instruction.handler;
            }
            offset += instruction.units();
        }
    }
    if (handler != nullptr) write_entry(table, start, offset, *handler);
    return table;
}

}  // namespace moult::compiler
