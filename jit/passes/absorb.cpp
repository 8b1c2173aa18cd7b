// What a specialization makes for another one alone need not be made: where TraceInfo::absorbs says that the
// other can do the work of both, it does. Nodes between the two lead out by the state in front of both, so
// that nothing visible may stand there; what they own meanwhile is given up on the way.
#include <algorithm>
#include <cstring>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

class Absorber {
  public:
    Absorber(Trace& trace, PassContext& context) : trace_(trace), context_(context) {}

    void run() {
        unneeded_.assign(trace_.nodes.size(), false);
        Types types(trace_);
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            types.visit(id);
            value_types_.push_back(types[id]);
        }
        for (Id id = 0; id < trace_.nodes.size(); ++id)
            if (can_absorb(id)) absorb(id);
        if (!context_.changes) return;
        Rewriter rewriter(trace_);
        for (Id id = 0; id < rewriter.size(); ++id) {
            rewriter.reach(id);
            const Node& node = rewriter.old(id);
            if (unneeded_[id]) continue;
            if (node.op == Op::kLeft && rewriter.old(rewriter.old_operand(node, 0)).absorbs)
                rewriter.replace(id, rewriter.constant(Value::empty(), {ValueType::kEmpty}));
            else
                rewriter.copy(id);
        }
        rewriter.finish();
    }

  private:
    bool can_absorb(Id user) const {
        const Node& node = trace_.nodes[user];
        if (node.op != Op::kRun || !node.info->absorbs || !node.reuses_left) return false;
        Id maker = trace_.a(node);
        const Node& made = trace_.nodes[maker];
        if (made.op != Op::kRun || made.absorbs || made.snapshot == kNoId) return false;
        if (strcmp(made.info->instruction, node.info->absorbs) != 0) return false;
        if (trace_.loop_start != kNoId && maker < trace_.loop_start && user >= trace_.loop_start)
            return false;
        for (Id id = maker + 1; id < user; ++id)
            if (!may_stand_between(id)) return false;
        return is_used_once(maker, user);
    }

    // Nothing that a program could see a second time.
    bool may_stand_between(Id id) const {
        const Node& node = trace_.nodes[id];
        switch (node.op) {
            case Op::kNop: return node.snapshot == kNoId;
            case Op::kTruth: return node.snapshot == kNoId;
            case Op::kConst:
            case Op::kLocal:
            case Op::kLoadLocal:
            case Op::kIs:
            case Op::kNot:
            case Op::kPlace:
            case Op::kLoad:
            case Op::kIncref: return true;
            case Op::kDecref: return value_types_[trace_.a(node)].is_immediate();
            case Op::kRun:
                return (node.info->is_pure || node.info->leaves_memory) && !node.info->observes &&
                       !node.reuses_left && !node.absorbs;
            default: return op_flags(node.op) & kIsGuard;
        }
    }

    bool is_used_once(Id maker, Id user) const {
        int uses = 0;
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            const Node& node = trace_.nodes[id];
            uses += static_cast<int>(std::count(trace_.begin(node), trace_.end(node), maker));
            bool is_between = id > maker && id <= user;
            if (!is_between && node.snapshot != kNoId && mentions(trace_.snapshots[node.snapshot], maker))
                return false;
        }
        for (const FrameRecord& frame : trace_.frames)
            if (frame.function == maker || frame.instance == maker) return false;
        return uses == 1;
    }
    static bool mentions(const Snapshot& snapshot, Id value) {
        auto is_value = [value](const SlotValue& entry) { return entry.value == value; };
        for (const SnapshotFrame& frame : snapshot.frames)
            if (std::ranges::any_of(frame.locals, is_value) || std::ranges::any_of(frame.stack, is_value))
                return true;
        return std::ranges::find(snapshot.release, value) != snapshot.release.end();
    }

    void absorb(Id user) {
        Id maker = trace_.a(trace_.nodes[user]);
        uint32_t before = trace_.nodes[maker].snapshot;
        std::vector<Id> owned;  // by the nodes in between
        uint32_t exit = kNoId;  // with all of them
        for (Id id = maker + 1; id <= user; ++id) {
            Node& node = trace_.nodes[id];
            if (node.snapshot != kNoId) {
                if (exit == kNoId) {
                    exit = static_cast<uint32_t>(trace_.snapshots.size());
                    trace_.snapshots.push_back(trace_.snapshots[before]);
                    auto& release = trace_.snapshots[exit].release;
                    release.insert(release.end(), owned.begin(), owned.end());
                }
                node.snapshot = exit;
            }
            if (id == user) break;
            Id gained = node.op == Op::kIncref ? trace_.a(node) : node.op == Op::kRun ? id : kNoId;
            if (gained == kNoId || value_types_[gained].is_immediate()) continue;
            owned.push_back(gained);
            exit = kNoId;
        }
        Node& node = trace_.nodes[user];
        const Node& made = trace_.nodes[maker];
        std::vector<Id> operands(trace_.begin(made), trace_.end(made));
        operands.insert(operands.end(), trace_.begin(node) + 1, trace_.end(node));
        node.first = static_cast<uint32_t>(trace_.operands.size());
        node.count = static_cast<uint32_t>(operands.size());
        trace_.operands.insert(trace_.operands.end(), operands.begin(), operands.end());
        node.absorbs = true;
        node.reuses_left = false;
        node.cache = made.cache;
        unneeded_[maker] = true;
        ++context_.changes;
    }

    Trace& trace_;
    PassContext& context_;
    std::vector<ValueType> value_types_;  // of results, as they are known where they are made
    std::vector<bool> unneeded_;          // nodes whose work another one does
};

}  // namespace

void absorb_operands(Trace& trace, PassContext& context) {
    Absorber(trace, context).run();
}

}  // namespace moult::jit
