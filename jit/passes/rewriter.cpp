// Rewriting of traces: node by node, then all that names nodes.
#include "jit/passes/rewriter.h"

#include <utility>

#include "runtime/state/types.h"

namespace moult::jit {

Rewriter::Rewriter(Trace& trace)
    : trace_(trace),
      old_(std::exchange(trace.nodes, {})),
      old_operands_(std::exchange(trace.operands, {})),
      old_loop_start_(std::exchange(trace.loop_start, kNoId)),
      map_(old_.size(), kNoId) {
    trace_.nodes.reserve(old_.size());
    trace_.operands.reserve(old_operands_.size());
}

void Rewriter::substitute(Id new_id, Id other) {
    while (current_.size() < trace_.nodes.size()) current_.push_back(static_cast<Id>(current_.size()));
    current_[new_id] = current(other);
}

Id Rewriter::copy(Id old_id) {
    Node node = old_[old_id];
    auto first = static_cast<uint32_t>(trace_.operands.size());
    for (unsigned i = 0; i < node.count; ++i) {
        Id operand = old_operands_[node.first + i];
        // The second operand of a phi is defined later: finish() renames it.
        if (node.op != Op::kPhi || i == 0) {
            Id renamed = node.op == Op::kPhi ? now(operand) : current(now(operand));
            substitutions_ += renamed != now(operand);
            operand = renamed;
        }
        trace_.operands.push_back(operand);
    }
    node.first = first;
    Id id = next();
    trace_.nodes.push_back(node);
    if (node.op == Op::kPhi) phis_.push_back(id);
    return map_[old_id] = id;
}

Id Rewriter::emit(Node node, std::initializer_list<Id> operands) {
    node.first = static_cast<uint32_t>(trace_.operands.size());
    node.count = static_cast<uint32_t>(operands.size());
    trace_.operands.insert(trace_.operands.end(), operands);
    trace_.nodes.push_back(node);
    return next() - 1;
}

Id Rewriter::constant(Value value, ValueType type) {
    for (Id id = 0; id < next(); ++id)
        if (trace_.nodes[id].op == Op::kConst && trace_.nodes[id].number == value.bits) return id;
    Node node;
    node.op = Op::kConst;
    node.number = value.bits;
    node.type = type;
    return emit(node, {});
}

void Rewriter::finish() {
    for (Id phi : phis_) {
        Id& b = trace_.operands[trace_.nodes[phi].first + 1];
        b = now(b);
    }
    std::vector<Snapshot> snapshots;
    std::vector<uint32_t> places(trace_.snapshots.size(), kNoId);
    for (Node& node : trace_.nodes) {
        if (node.snapshot == kNoId) continue;
        uint32_t& place = places[node.snapshot];
        if (place == kNoId) {
            place = static_cast<uint32_t>(snapshots.size());
            snapshots.push_back(std::move(trace_.snapshots[node.snapshot]));
        }
        node.snapshot = place;
    }
    auto rename = [&](std::vector<SlotValue>& list) {
        for (SlotValue& entry : list) entry.value = now(entry.value);
    };
    for (Snapshot& snapshot : snapshots) {
        for (SnapshotFrame& frame : snapshot.frames) {
            rename(frame.locals);
            rename(frame.stack);
        }
        for (Id& id : snapshot.release) id = now(id);
        for (Id& id : snapshot.states) id = now(id);
    }
    trace_.snapshots = std::move(snapshots);
    for (FrameRecord& frame : trace_.frames) {
        if (frame.function != kNoId) frame.function = now(frame.function);
        if (frame.instance != kNoId) frame.instance = now(frame.instance);
    }
}

void cut_unreachable(Trace& trace) {
    Types types(trace);
    Id end = 0;
    for (; end < trace.nodes.size() && !types.is_unreachable(); ++end) types.visit(end);
    if (!types.is_unreachable()) return;
    if (--end + 2 == trace.nodes.size() && trace.nodes.back().op == Op::kLeave) return;
    Rewriter rewriter(trace);
    for (Id id = 0; id < end; ++id) {
        const Node& node = rewriter.old(id);
        if (node.op == Op::kPhi)  // there is no second turn
            rewriter.replace(id, rewriter.operand(node, 0));
        else
            rewriter.copy(id);
    }
    rewriter.copy(end);
    Node leave;
    leave.op = Op::kLeave;
    leave.snapshot = rewriter.old(end).snapshot;
    leave.ip = rewriter.old(end).ip;
    rewriter.emit(leave, {});
    rewriter.finish();
}

}  // namespace moult::jit
