// The order of work is CPython 3.11's: prefix, passes, depth, handlers, jumps, bytes.
#include "compiler/assembler/assembler.h"

#include <algorithm>

#include "compiler/assembler/exception_table.h"
#include "compiler/assembler/flow_optimizer.h"
#include "compiler/assembler/location_table.h"

namespace moult::compiler {

namespace {

using enum Opcode;

// The index into localsplus of each cell and free variable, by its number in the generated instructions. A
// cell that is also a parameter shares the parameter's place.
std::vector<int> lay_out_cells(const AssemblyInput& input) {
    std::vector<int> places;
    int next = input.locals.size();
    for (const std::string& cell : input.cells.names()) {
        int local = input.locals.find(cell);
        places.push_back(local >= 0 ? local : next++);
    }
    for (int index = 0; index < input.free.size(); ++index) places.push_back(next++);
    return places;
}

void fill_localsplus(const AssemblyInput& input, CodeUnit& unit) {
    auto add = [&unit](const std::string& name, int kind) {
        unit.localsplusnames.push_back(name);
        unit.localspluskinds.push_back(static_cast<uint8_t>(kind));
    };
    for (const std::string& name : input.locals.names()) {
        add(name, input.cells.find(name) >= 0 ? kFastLocal | kFastCell : kFastLocal);
    }
    for (const std::string& name : input.cells.names()) {
        if (input.locals.find(name) < 0) add(name, kFastCell);
    }
    for (const std::string& name : input.free.names()) add(name, kFastFree);
}

// What runs before the first generated instruction: free variables, cells (in the order of their places), and
// the creation of the generator.
void insert_prefix(AssemblyInput& input, const std::vector<int>& places) {
    std::vector<Instruction> prefix;
    if (input.free.size() > 0) prefix.push_back({COPY_FREE_VARS, input.free.size(), {}, {}, kNoLocation});
    std::vector<int> cells(places.begin(), places.begin() + input.cells.size());
    std::sort(cells.begin(), cells.end());
    for (int place : cells) prefix.push_back({MAKE_CELL, place, {}, {}, kNoLocation});
    if ((input.header.flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator)) != 0) {
        int line = input.header.firstlineno;
        prefix.push_back({RETURN_GENERATOR, 0, {}, {}, {line, -1, line, -1}});
        prefix.push_back({POP_TOP, 0, {}, {}, kNoLocation});
    }
    std::vector<Instruction>& entry = input.graph.entry()->instructions;
    entry.insert(entry.begin(), prefix.begin(), prefix.end());
}

void resolve_cells(FlowGraph& graph, const std::vector<int>& places) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        for (Instruction& instruction : block->instructions) {
            if (opcode_info(instruction.opcode).operand == OperandKind::Cell) {
                instruction.arg = places[static_cast<size_t>(instruction.arg)];
            }
        }
    }
}

// The deepest that the stack gets. Also finds the depth at the start of each block; -1 if the depths are
// impossible.
int analyze_depth(FlowGraph& graph, int entry_depth) {
    int deepest = entry_depth;
    std::vector<BasicBlock*> pending;
    auto reach = [&](BasicBlock* block, int depth) {
        if (block->start_depth >= 0) return;
        block->start_depth = depth;
        pending.push_back(block);
    };
    reach(graph.entry(), entry_depth);
    while (!pending.empty()) {
        BasicBlock* block = pending.back();
        pending.pop_back();
        int depth = block->start_depth;
        bool continues = true;
        for (const Instruction& instruction : block->instructions) {
            Opcode opcode = instruction.opcode;
            if (is_jump(opcode) || is_block_push(opcode)) {
                int target_depth = depth + stack_effect(opcode, instruction.arg, true);
                if (target_depth < 0) return -1;
                deepest = std::max(deepest, target_depth);
                reach(instruction.target, target_depth);
            }
            depth += stack_effect(opcode, instruction.arg, false);
            if (depth < 0) return -1;
            deepest = std::max(deepest, depth);
            if (is_unconditional_jump(opcode) || is_exit(opcode)) {
                continues = false;
                break;
            }
        }
        if (continues && block->next != nullptr) reach(block->next, depth);
    }
    return deepest;
}

Opcode directed(Opcode jump, bool forward) {
    switch (jump) {
        case JUMP: return forward ? JUMP_FORWARD : JUMP_BACKWARD;
        case JUMP_NO_INTERRUPT: return forward ? JUMP_FORWARD : JUMP_BACKWARD_NO_INTERRUPT;
        case POP_JUMP_IF_FALSE: return forward ? POP_JUMP_FORWARD_IF_FALSE : POP_JUMP_BACKWARD_IF_FALSE;
        case POP_JUMP_IF_TRUE: return forward ? POP_JUMP_FORWARD_IF_TRUE : POP_JUMP_BACKWARD_IF_TRUE;
        case POP_JUMP_IF_NONE: return forward ? POP_JUMP_FORWARD_IF_NONE : POP_JUMP_BACKWARD_IF_NONE;
        case POP_JUMP_IF_NOT_NONE:
            return forward ? POP_JUMP_FORWARD_IF_NOT_NONE : POP_JUMP_BACKWARD_IF_NOT_NONE;
        default: return jump;
    }
}

// False if a jump leads backwards that has no backward form.
bool direct_jumps(FlowGraph& graph) {
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) block->visited = false;
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        block->visited = true;
        if (block->empty() || !is_jump(block->last().opcode)) continue;
        Instruction& jump = block->last();
        bool forward = !jump.target->visited;
        jump.opcode = directed(jump.opcode, forward);
        if (!forward && opcode_info(jump.opcode).jump != JumpKind::Backward) return false;
    }
    return true;
}

int block_units(const BasicBlock& block) {
    int units = 0;
    for (const Instruction& instruction : block.instructions) units += instruction.units();
    return units;
}

// Gives blocks their offsets and jumps their distances. A distance may need a prefix, which moves what
// follows: so it goes on until nothing moves.
// Returns the size of the code.
int resolve_jumps(FlowGraph& graph) {
    bool moved = true;
    int offset = 0;
    while (moved) {
        moved = false;
        offset = 0;
        for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
            block->offset = offset;
            block->units = block_units(*block);
            offset += block->units;
        }
        for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
            if (block->empty() || !is_jump(block->last().opcode)) continue;
            Instruction& jump = block->last();
            int units = jump.units();
            jump.arg = std::abs(jump.target->offset - (block->offset + block->units));
            if (jump.units() != units) moved = true;
        }
    }
    return offset;
}

void emit(const Instruction& instruction, std::string& code) {
    auto write = [&code](Opcode opcode, int arg) {
        const char unit[] = {static_cast<char>(opcode), static_cast<char>(arg & 0xFF)};
        code.append(unit, 2);
    };
    int arg = has_argument(instruction.opcode) ? instruction.arg : 0;
    for (int shift = 24; shift > 0; shift -= 8) {
        if (arg >> shift != 0) write(EXTENDED_ARG, arg >> shift);
    }
    write(instruction.opcode, arg);
    code.append(2 * static_cast<size_t>(cache_entries(instruction.opcode)), '\0');
}

}  // namespace

std::shared_ptr<const CodeUnit> assemble(AssemblyInput& input) {
    FlowGraph& graph = input.graph;
    if (!classify_blocks(graph)) return nullptr;
    inline_small_exits(graph);
    std::vector<int> places = lay_out_cells(input);
    resolve_cells(graph, places);
    insert_prefix(input, places);

    optimize_flow(graph, input.constants);
    duplicate_exits_without_line(graph);
    trim_unused_constants(graph, input.constants);
    propagate_lines(graph, input.header.firstlineno);

    int depth = analyze_depth(graph, input.starts_with_value ? 1 : 0);
    if (depth < 0) return nullptr;
    label_handlers(graph);
    drop_block_markers(graph);
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next)
        remove_redundant_nops(*block);
    if (!direct_jumps(graph)) return nullptr;
    int code_units = resolve_jumps(graph);

    auto unit = std::make_shared<CodeUnit>(std::move(input.header));
    LocationTableWriter locations(unit->firstlineno);
    unit->code.reserve(2 * static_cast<size_t>(code_units));
    locations.reserve(static_cast<size_t>(code_units));
    for (BasicBlock* block = graph.entry(); block != nullptr; block = block->next) {
        for (const Instruction& instruction : block->instructions) {
            emit(instruction, unit->code);
            locations.add(instruction.location, instruction.units());
        }
    }
    unit->linetable = locations.take();
    unit->exceptiontable = encode_exception_table(graph);
    unit->stacksize = depth;
    unit->consts = input.constants.take();
    unit->names = input.names.take();
    fill_localsplus(input, *unit);
    return unit;
}

}  // namespace moult::compiler
