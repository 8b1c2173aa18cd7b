// Peephole optimizations: constants, jumps to jumps, stack permutations.
#include "compiler/assembler/block_optimizer.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace moult::compiler {

namespace {

using enum Opcode;

// Instructions that only pop the stack's top and cannot be observed while they do: their order may change.
bool is_swappable(const Instruction& instruction) {
    return instruction.opcode == STORE_FAST || instruction.opcode == POP_TOP;
}

// The local that the instruction writes, or -1.
int stored_local(const Instruction& instruction) {
    return instruction.opcode == STORE_FAST ? instruction.arg : -1;
}

class BlockOptimizer {
  public:
    BlockOptimizer(BasicBlock& block, ConstantTable& constants)
        : block_(block), code_(block.instructions), constants_(constants) {}

    void run() {
        for (size_t index = 0; index < code_.size(); ++index) {
            Opcode opcode = code_[index].opcode;
            if (is_jump(opcode) || is_block_push(opcode)) {
                BasicBlock* target = skip_empty(code_[index].target);
                if (target != nullptr) code_[index].target = target;
            }
            switch (opcode) {
                case LOAD_CONST: fold_test_of_constant(index); break;
                case BUILD_TUPLE: fold_tuple(index); break;
                case JUMP_IF_FALSE_OR_POP:
                case JUMP_IF_TRUE_OR_POP:
                    while (thread_short_circuit(code_[index])) {
                    }
                    break;
                case JUMP:
                case POP_JUMP_IF_FALSE:
                case POP_JUMP_IF_TRUE:
                case POP_JUMP_IF_NONE:
                case POP_JUMP_IF_NOT_NONE:
                    while (thread_jump(code_[index])) {
                    }
                    break;
                case SWAP:
                    if (code_[index].arg == 1) {
                        code_[index].opcode = NOP;
                    } else {
                        index = shorten_swaps(block_, index);
                        apply_swaps_statically(index);
                    }
                    break;
                case PUSH_NULL:
                    if (opcode_at(index + 1) == LOAD_GLOBAL) {
                        code_[index].opcode = NOP;
                        code_[index + 1].arg |= 1;
                    }
                    break;
                default: break;
            }
        }
    }

  private:
    // CACHE, which no block contains, stands for the end of the block.
    Opcode opcode_at(size_t index) const { return index < code_.size() ? code_[index].opcode : CACHE; }

    void fold_test_of_constant(size_t index) {
        Instruction& load = code_[index];
        Opcode following = opcode_at(index + 1);
        if (following == IS_OP) return fold_comparison_with_none(index);
        bool pops_always = following == POP_JUMP_IF_FALSE || following == POP_JUMP_IF_TRUE;
        bool pops_if_not_taken = following == JUMP_IF_FALSE_OR_POP || following == JUMP_IF_TRUE_OR_POP;
        if (!pops_always && !pops_if_not_taken) return;
        bool jumps_if = following == POP_JUMP_IF_TRUE || following == JUMP_IF_TRUE_OR_POP;
        bool taken = is_true(constants_[load.arg]) == jumps_if;
        if (pops_always || !taken) load.opcode = NOP;
        code_[index + 1].opcode = taken ? JUMP : NOP;
        if (taken) block_.falls_through = false;
    }

    void fold_comparison_with_none(size_t index) {
        Opcode jump = opcode_at(index + 2);
        if (!holds<NoneConstant>(constants_[code_[index].arg])) return;
        if (jump != POP_JUMP_IF_FALSE && jump != POP_JUMP_IF_TRUE) return;
        bool inverted = code_[index + 1].arg != 0;  // `is not`
        bool jumps_on_none = inverted != (jump == POP_JUMP_IF_TRUE);
        code_[index].opcode = NOP;
        code_[index + 1].opcode = NOP;
        code_[index + 2].opcode = jumps_on_none ? POP_JUMP_IF_NONE : POP_JUMP_IF_NOT_NONE;
    }

    void fold_tuple(size_t index) {
        Instruction& build = code_[index];
        if (opcode_at(index + 1) == UNPACK_SEQUENCE && code_[index + 1].arg == build.arg && build.arg >= 1 &&
            build.arg <= 3) {
            // Packing and unpacking reverses the items: of two or three, that swaps the outermost.
            build.opcode = NOP;
            code_[index + 1].opcode = build.arg == 1 ? NOP : SWAP;
            return;
        }
        auto count = static_cast<size_t>(build.arg);
        if (count > index) return;
        size_t first = index - count;
        for (size_t item = first; item < index; ++item) {
            if (code_[item].opcode != LOAD_CONST) return;
        }
        TupleConstant tuple;
        for (size_t item = first; item < index; ++item) {
            tuple.items.push_back(constants_[code_[item].arg]);
            code_[item].opcode = NOP;
        }
        build.opcode = LOAD_CONST;
        build.arg = constants_.add(Constant{std::move(tuple)});
    }

    static const Instruction* first_of_target(Instruction& jump) {
        jump.target = skip_empty(jump.target);
        return jump.target == nullptr ? nullptr : &jump.target->instructions.front();
    }

    // Lets a jump to another jump lead to that one's target. Only within a line: tracers see lines.
    static bool redirect(Instruction& jump, const Instruction& second, Opcode opcode) {
        if (jump.location.lineno != second.location.lineno || jump.target == second.target) return false;
        jump.target = second.target;
        jump.opcode = opcode;
        return true;
    }

    static bool thread_jump(Instruction& jump) {
        const Instruction* second = first_of_target(jump);
        return second != nullptr && second->opcode == JUMP && redirect(jump, *second, jump.opcode);
    }

    // `a and b or c`: a jump that depends on a value, to a jump that depends on the same value.
    static bool thread_short_circuit(Instruction& jump) {
        const Instruction* second = first_of_target(jump);
        if (second == nullptr) return false;
        bool on_true = jump.opcode == JUMP_IF_TRUE_OR_POP || jump.opcode == POP_JUMP_IF_TRUE;
        if (jump.opcode == POP_JUMP_IF_TRUE || jump.opcode == POP_JUMP_IF_FALSE) return thread_jump(jump);
        Opcode same_keeping = jump.opcode;
        Opcode same_popping = on_true ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE;
        Opcode opposite_keeping = on_true ? JUMP_IF_FALSE_OR_POP : JUMP_IF_TRUE_OR_POP;
        Opcode opposite_popping = on_true ? POP_JUMP_IF_FALSE : POP_JUMP_IF_TRUE;
        if (second->opcode == same_popping) return redirect(jump, *second, same_popping);
        if (second->opcode == same_keeping || second->opcode == JUMP) {
            return redirect(jump, *second, same_keeping);
        }
        if (second->opcode != opposite_keeping && second->opcode != opposite_popping) return false;
        if (jump.location.lineno != second->location.lineno) return false;
        jump.opcode = same_popping;  // the second jump is certain not to be taken
        jump.target = jump.target->next;
        return true;
    }

    // The index of the next instruction after `index` that may change places, within the line if one is
    // given.
    std::optional<size_t> next_swappable(size_t index, std::optional<int> line) const {
        while (++index < code_.size()) {
            if (line && code_[index].location.lineno != *line) return std::nullopt;
            if (is_swappable(code_[index])) return index;
            if (code_[index].opcode != NOP) return std::nullopt;
        }
        return std::nullopt;
    }

    // Whether storing in the other order leaves the locals with the same values.
    bool may_exchange(size_t first, size_t second) const {
        int first_local = stored_local(code_[first]);
        int second_local = stored_local(code_[second]);
        if (first_local < 0 && second_local < 0) return true;
        if (first_local == second_local) return false;
        for (size_t index = first + 1; index < second; ++index) {
            int local = stored_local(code_[index]);
            if (local >= 0 && (local == first_local || local == second_local)) return false;
        }
        return true;
    }

    // Exchanges the instructions that consume the values instead of the values: for `a, b = b, a`. From the
    // SWAP at `index` leftwards, as long as only SWAPs and what they may be combined with stand there.
    void apply_swaps_statically(size_t index) {
        for (size_t position = index + 1; position-- > 0;) {
            Instruction& swap = code_[position];
            if (swap.opcode != SWAP) {
                if (swap.opcode == NOP || is_swappable(swap)) continue;
                return;
            }
            std::optional<size_t> first = next_swappable(position, std::nullopt);
            if (!first) return;
            std::optional<size_t> second = first;
            for (int count = swap.arg - 1; count > 0; --count) {
                second = next_swappable(*second, code_[*first].location.lineno < 0
                                                     ? std::nullopt
                                                     : std::optional(code_[*first].location.lineno));
                if (!second) return;
            }
            if (!may_exchange(*first, *second)) return;
            swap.opcode = NOP;
            std::swap(code_[*first], code_[*second]);
        }
    }

    BasicBlock& block_;
    std::vector<Instruction>& code_;
    ConstantTable& constants_;
};

}  // namespace

void optimize_block(BasicBlock& block, ConstantTable& constants) {
    BlockOptimizer(block, constants).run();
}

// A run of SWAPs is a permutation of the stack's upper part. A permutation falls apart into cycles, and
// exchanging each element of a cycle with the top in turn performs it: that is one SWAP per element of the
// top's own cycle but one, and one more than its length for each other cycle. The new run is written from its
// end backwards.
size_t shorten_swaps(BasicBlock& block, size_t index) {
    std::vector<Instruction>& code = block.instructions;
    size_t end = index;
    int swaps = 0;
    int depth = 0;
    for (; end < code.size() && (code[end].opcode == SWAP || code[end].opcode == NOP); ++end) {
        if (code[end].opcode != SWAP) continue;
        depth = std::max(depth, code[end].arg);
        ++swaps;
    }
    if (swaps < 2) return index;

    std::vector<int> source(
        static_cast<size_t>(depth));  // for each place, where its item stood; 0 is the top
    std::iota(source.begin(), source.end(), 0);
    for (size_t position = index; position < end; ++position) {
        if (code[position].opcode == SWAP) {
            std::swap(source[0], source[static_cast<size_t>(code[position].arg) - 1]);
        }
    }

    size_t free = end;  // instructions from here on are part of the new run
    constexpr int kDone = -1;
    auto write_swap = [&](int place) {
        if (place == 0) return;  // the top with itself
        --free;
        code[free].opcode = SWAP;
        code[free].arg = place + 1;
    };
    for (int start = 0; start < depth; ++start) {
        if (source[static_cast<size_t>(start)] == kDone || source[static_cast<size_t>(start)] == start)
            continue;
        int place = start;
        while (source[static_cast<size_t>(place)] != kDone) {
            write_swap(place);
            place = std::exchange(source[static_cast<size_t>(place)], kDone);
        }
        write_swap(place);
    }
    while (free > index) code[--free].opcode = NOP;
    return end - 1;
}

}  // namespace moult::compiler
