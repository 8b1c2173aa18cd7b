// Removes nodes without effects whose results nobody uses.
#include <vector>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

bool has_no_effect(const Trace& trace, const Types& types, const Node& node) {
    switch (node.op) {
        case Op::kPhi: return true;
        case Op::kNop:
        case Op::kTruth:
        case Op::kLoad:
        case Op::kPlace: return node.snapshot == kNoId;
        case Op::kLoadLocal: return true;
        // A body may fail unless it has no snapshot; a result that is no immediate must be released.
        case Op::kRun: return node.info->is_pure && node.snapshot == kNoId && node.type.is_immediate();
        default: return op_flags(node.op) & kIsPure;
    }
}

class Dead {
  public:
    explicit Dead(const Trace& trace)
        : trace_(trace), is_used_(trace.nodes.size()), frame_seen_(trace.frames.size()) {}

    // Which nodes stay.
    std::vector<bool> run() {
        Types types(trace_);
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            types.visit(id);
            if (!has_no_effect(trace_, types, trace_.nodes[id])) use(id);
        }
        while (!work_.empty()) {
            const Node& node = trace_.nodes[work_.back()];
            work_.pop_back();
            for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
                use(*operand);
            if (node.snapshot != kNoId) use_snapshot(trace_.snapshots[node.snapshot]);
            if (node.op == Op::kEnterFrame) use_frame(node.frame);
        }
        return std::move(is_used_);
    }

  private:
    void use(Id id) {
        if (is_used_[id]) return;
        is_used_[id] = true;
        work_.push_back(id);
    }
    void use_frame(uint16_t frame) {
        if (frame_seen_[frame]) return;
        frame_seen_[frame] = true;
        const FrameRecord& record = trace_.frames[frame];
        if (record.function != kNoId) use(record.function);
        if (record.instance != kNoId) use(record.instance);
    }
    void use_snapshot(const Snapshot& snapshot) {
        for (const SnapshotFrame& frame : snapshot.frames) {
            use_frame(frame.frame);
            for (const SlotValue& entry : frame.locals) use(entry.value);
            for (const SlotValue& entry : frame.stack) use(entry.value);
        }
        for (Id id : snapshot.release) use(id);
        for (Id id : snapshot.states) use(id);
    }

    const Trace& trace_;
    std::vector<bool> is_used_, frame_seen_;
    std::vector<Id> work_;
};

}  // namespace

void remove_dead(Trace& trace, PassContext& context) {
    std::vector<bool> stays = Dead(trace).run();
    Rewriter rewriter(trace);
    for (Id id = 0; id < rewriter.size(); ++id) {
        rewriter.reach(id);
        if (stays[id])
            rewriter.copy(id);
        else
            ++context.changes;
    }
    rewriter.finish();
}

}  // namespace moult::jit
