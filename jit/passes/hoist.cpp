// Moves out of a peeled loop what is the same in every turn: guards, places, loads and pure nodes whose
// operands come from before the loop, as far as nothing in the loop changes the memory that they depend on.
// They go to the end of the preamble, where the first turn has made its changes; their exits lead to the head
// of the loop, whose state a nop there keeps in its snapshot.
#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

using interp::Memory;

class Hoister {
  public:
    Hoister(Trace& trace, PassContext& context) : trace_(trace), context_(context) {}

    void run() {
        if (trace_.loop_start == kNoId || !find_head()) return;
        survey();
        choose();
        if (context_.changes == 0) return;
        Id loop_start = trace_.loop_start;
        Rewriter rewriter(trace_);
        for (Id id = 0; id < rewriter.size(); ++id) {
            if (id == loop_start)
                for (Id moved = loop_start; moved < rewriter.size(); ++moved)
                    if (moves_[moved]) move(rewriter, moved);
            rewriter.reach(id);
            if (!moves_[id]) rewriter.copy(id);
        }
        rewriter.finish();
    }

  private:
    bool find_head() {
        for (Id id = trace_.loop_start; id-- > 0;)
            if (trace_.nodes[id].op == Op::kNop && trace_.nodes[id].snapshot != kNoId) {
                head_ = trace_.nodes[id].snapshot;
                return true;
            }
        return false;
    }

    void survey() {
        Types types(trace_);
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            types.visit(id);
            if (id < trace_.loop_start) continue;
            const Node& node = trace_.nodes[id];
            clobbers_ |= clobbers(trace_, types, node);
            auto memory = changed_memory(trace_, node);
            if (!memory) continue;
            writes_[static_cast<size_t>(*memory)] = true;
            if (node.op != Op::kExchange) restructures_[static_cast<size_t>(*memory)] = true;
        }
    }
    bool writes(Memory memory) const { return writes_[static_cast<size_t>(memory)]; }
    // Whether places of the kind may come to lie elsewhere.
    bool restructures(Memory memory) const {
        for (size_t i = 0; i < std::size(restructures_); ++i)
            if (restructures_[i] && may_overlap(static_cast<Memory>(i), memory)) return true;
        return clobbers_;
    }

    void choose() {
        moves_.assign(trace_.nodes.size(), false);
        for (Id id = trace_.loop_start; id < trace_.nodes.size(); ++id) {
            const Node& node = trace_.nodes[id];
            bool same_operands = node.op != Op::kPhi;
            for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
                same_operands &= *operand < trace_.loop_start || moves_[*operand];
            if (!same_operands || !is_same_in_every_turn(node)) continue;
            moves_[id] = true;
            ++context_.changes;
        }
    }

    bool is_same_in_every_turn(const Node& node) const {
        switch (node.op) {
            case Op::kConst:
            case Op::kIs:
            case Op::kNot:
            case Op::kCheckType:
            case Op::kCheckIs:
            case Op::kCheckTrue:
            case Op::kCheckFalse:
            case Op::kCheckEmpty:
            case Op::kCheckItem:
            case Op::kCheckNames: return true;
            case Op::kGuard: return node.info->type_guard || !restructures(Memory::kOther);
            case Op::kCheckShape: return !clobbers_;
            case Op::kPlace: return !restructures(node.info->memory);
            case Op::kTruth: return node.snapshot == kNoId && !restructures(Memory::kOther);
            case Op::kCheckValid: return !clobbers_ && !writes(Memory::kNamespace) && !writes(Memory::kOther);
            case Op::kRun: return node.info->is_pure && node.type.is_immediate();
            case Op::kLoad: {
                const Node& place = trace_.nodes[trace_.a(node)];
                Memory memory = place.op == Op::kPlace ? place.info->memory : Memory::kOther;
                return !clobbers_ && !writes(memory) && !writes(Memory::kOther);
            }
            default: return false;
        }
    }

    void move(Rewriter& rewriter, Id id) const {
        Id copy = rewriter.copy(id);
        if (trace_.nodes[copy].snapshot != kNoId) trace_.nodes[copy].snapshot = head_;
    }

    Trace& trace_;
    PassContext& context_;
    uint32_t head_ = kNoId;
    bool clobbers_ = false;
    bool writes_[8] = {}, restructures_[8] = {};  // by Memory
    std::vector<bool> moves_;
};

}  // namespace

void hoist_invariants(Trace& trace, PassContext& context) {
    Hoister(trace, context).run();
}

}  // namespace moult::jit
