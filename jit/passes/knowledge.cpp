// See knowledge.h. Only what holds for good is told: types of values never change (immediates, builtin
// kinds), nor do the names that a function sees.
#include "jit/passes/knowledge.h"

#include <map>

#include "jit/passes/analysis.h"

namespace moult::jit {

namespace {

// What both say.
ValueType common(ValueType a, ValueType b) {
    if (a.is_within(b)) return b;
    if (b.is_within(a)) return a;
    return a.is_object() && b.is_object() ? ValueType{ValueType::kObject} : ValueType{};
}
void meet(std::vector<ValueType>& known, const std::vector<ValueType>& other) {
    known.resize(std::min(known.size(), other.size()));
    for (size_t i = 0; i < known.size(); ++i) known[i] = common(known[i], other[i]);
}

class Knower {
  public:
    Knower(const Trace& trace, uint32_t snapshot)
        : trace_(trace),
          snapshot_(trace.snapshots[snapshot]),
          types_(trace),
          at_start_(trace.known.locals),
          names_(trace.known.names) {
        for (Id id = 0; id < trace.nodes.size(); ++id) {
            if (id == trace.loop_start) enter_loop();
            const Node& node = trace.nodes[id];
            if (node.snapshot == snapshot) leave();
            types_.visit(id);
            visit(id, node);
        }
    }
    Knowledge result() { return found_ ? std::move(known_) : Knowledge(); }

  private:
    using Local = std::pair<uint16_t, uint64_t>;  // of a frame

    void visit(Id id, const Node& node) {
        switch (node.op) {
            case Op::kLocal: in_memory_[{0, node.number}] = id; break;
            case Op::kLoadLocal: in_memory_[{node.frame, node.number}] = id; break;
            case Op::kStoreLocal: in_memory_[{node.frame, node.number}] = trace_.a(node); break;
            case Op::kCallout:
                if (!node.changes_locals) break;
                in_memory_.clear();
                at_start_.clear();
                break;
            case Op::kCheckNames: names_ = true; break;
            case Op::kPopBase: names_ = false; break;
            default: break;
        }
    }

    // Forgets what the loop changes before it comes round.
    void enter_loop() {
        for (Id id = trace_.loop_start; id < trace_.nodes.size(); ++id) {
            const Node& node = trace_.nodes[id];
            if (node.op == Op::kStoreLocal) {
                in_memory_.erase({node.frame, node.number});
                if (node.frame == 0 && node.number < at_start_.size()) at_start_[node.number] = {};
            } else if (node.op == Op::kCallout && node.changes_locals) {
                in_memory_.clear();
                at_start_.clear();
            }
        }
    }

    void leave() {
        const SnapshotFrame& frame = snapshot_.frames.back();
        bool is_base = snapshot_.frames.size() == 1;
        Knowledge here;
        if (is_base) {
            if (frame.frame == 0) here.locals = at_start_;
            for (const auto& [local, value] : in_memory_)
                if (local.first == frame.frame) set(here.locals, local.second, types_[value]);
            here.names = names_;
        } else {
            Id function = trace_.frames[frame.frame].function;
            here.names = function != kNoId && is_constant(trace_, function);
        }
        for (const SlotValue& entry : frame.locals) set(here.locals, entry.slot, types_[entry.value]);
        for (const SlotValue& entry : frame.stack) set(here.stack, entry.slot, types_[entry.value]);
        if (!found_) {
            known_ = std::move(here);
            found_ = true;
            return;
        }
        meet(known_.locals, here.locals);
        meet(known_.stack, here.stack);
        known_.names &= here.names;
    }
    static void set(std::vector<ValueType>& list, uint64_t index, ValueType type) {
        if (list.size() <= index) list.resize(index + 1);
        list[index] = type;
    }

    const Trace& trace_;
    const Snapshot& snapshot_;
    Types types_;
    std::vector<ValueType> at_start_;  // of the base frame's locals that are as they were
    bool names_;
    std::map<Local, Id> in_memory_;
    Knowledge known_;
    bool found_ = false;
};

}  // namespace

Knowledge known_at_exit(const Trace& trace, uint32_t snapshot) {
    return Knower(trace, snapshot).result();
}

}  // namespace moult::jit
