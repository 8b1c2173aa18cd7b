// How a pass changes a trace: it goes through the old nodes and writes the new ones, leaving out, replacing
// and adding.
#pragma once

#include <initializer_list>
#include <vector>

#include "jit/passes/analysis.h"

namespace moult::jit {

// Takes the nodes out of the trace. For each old node the pass calls copy(), or replace() or neither (then
// nothing may name its result any more); finish() renames what snapshots, frames and phis name, and drops
// snapshots that no node names.
class Rewriter {
  public:
    explicit Rewriter(Trace&);

    Id size() const { return static_cast<Id>(old_.size()); }
    const Node& old(Id id) const { return old_[id]; }
    Id old_operand(const Node& node, unsigned i) const { return old_operands_[node.first + i]; }
    // To be called before an old node is dealt with: keeps the place of the loop's head.
    void reach(Id old_id) {
        if (old_id == old_loop_start_) trace_.loop_start = next();
    }
    Id next() const { return static_cast<Id>(trace_.nodes.size()); }

    // The new name of an old value, and what stands for it from here on (substitute()).
    Id now(Id old_id) const { return map_[old_id]; }
    Id operand(const Node& old_node, unsigned i) const { return current(now(old_operand(old_node, i))); }
    Id current(Id new_id) const { return new_id < current_.size() ? current_[new_id] : new_id; }
    // Operands of later nodes that name the one name the other instead, which has the same value. Snapshots
    // do not.
    void substitute(Id new_id, Id other);

    Id copy(Id old_id);
    uint32_t substitutions() const { return substitutions_; }  // operands that copy() has renamed so
    void replace(Id old_id, Id new_id) { map_[old_id] = new_id; }
    Id emit(Node, std::initializer_list<Id> operands);
    Id constant(Value, ValueType);
    // A new value under a name of its own among the old ones, for snapshots.
    Id name(Id new_id) {
        map_.push_back(new_id);
        return static_cast<Id>(map_.size() - 1);
    }

    void finish();

  private:
    Trace& trace_;
    std::vector<Node> old_;
    std::vector<Id> old_operands_;
    Id old_loop_start_;
    std::vector<Id> map_, current_;
    std::vector<Id> phis_;
    uint32_t substitutions_ = 0;
};

// Ends the trace behind the first check that can never hold.
void cut_unreachable(Trace&);

}  // namespace moult::jit
