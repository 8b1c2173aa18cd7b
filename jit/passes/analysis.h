// What passes ask about nodes: types along the trace, what a node may do to memory, which places are the
// same. Facts are always on the safe side. See docs/jit.md.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "jit/ir/ir.h"

namespace moult::jit {

// The types of values as the checks passed so far tell them. Nodes are visited in order.
class Types {
  public:
    explicit Types(const Trace& trace) : trace_(trace) {}
    // After the node: its result, and what it has checked of its operands.
    void visit(Id);
    ValueType operator[](Id id) const { return id < types_.size() ? types_[id] : ValueType{}; }
    void narrow(Id, ValueType);
    // Whether a check that has been visited can never hold, so that nothing behind it runs.
    bool is_unreachable() const { return unreachable_; }

  private:
    const Trace& trace_;
    bool unreachable_ = false;
    std::vector<ValueType> types_;
};

// Whether no value is of both types.
bool are_disjoint(ValueType, ValueType);
// Of a constant: from its bits when it is immediate, else as the node says.
ValueType type_of_constant(const Node&);
inline bool is_constant(const Trace& trace, Id id) {
    return trace.nodes[id].op == Op::kConst;
}

// Whether releasing the last reference of a value of the type may run Python code or release other objects.
bool may_run_code_when_destroyed(ValueType);
// Whether a decref of the value may do so: not if it is immediate or a constant, which the trace keeps alive.
bool may_destroy(const Trace&, const Types&, Id value);

// Whether the node may change any memory, release objects and change shapes, so that nothing known of memory
// holds behind it. What changes one kind of memory only is not meant here.
bool clobbers(const Trace&, const Types&, const Node&);

// The kind of memory that a node may change although it does not clobber.
std::optional<interp::Memory> changed_memory(const Trace&, const Node&);
// Whether places and items of the one kind may be among what the other names: kOther may be anything.
inline bool may_overlap(interp::Memory a, interp::Memory b) {
    return a == b || a == interp::Memory::kOther || b == interp::Memory::kOther;
}

// What the base frame's locals hold, as nodes are visited in order.
class BaseLocals {
  public:
    void visit(const Trace&, Id);
    // The value that memory holds; kNoId: not known.
    Id operator[](uint64_t local) const;
    const std::vector<std::pair<uint64_t, Id>>& known() const { return known_; }
    // Which frame that is: another one behind a pop_base.
    uint16_t frame() const { return frame_; }

  private:
    void set(uint64_t local, Id value);
    uint16_t frame_ = 0;
    std::vector<std::pair<uint64_t, Id>> known_;
};

// How two places (of `place` nodes, an item each) relate.
enum class Alias { kSame, kDifferent, kUnknown };
Alias compare_places(const Trace&, const Types&, Id place_a, uint64_t item_a, Id place_b, uint64_t item_b);

// Whether the functions of both find the same in their caches.
bool same_cache(const Trace&, const Node&, const Node&);

}  // namespace moult::jit
