// Makes frames virtual in which nothing runs that could see them: they are not linked, and exits put them
// into memory.
#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"

namespace moult::jit {

namespace {

// Whether the node needs the frames around it in memory.
bool needs_frames(const Node& node) {
    return observes(node) || node.op == Op::kCallout || node.op == Op::kResume || node.op == Op::kSuspend;
}
bool reads_memory_of(const Node& node, uint16_t frame) {
    return node.frame == frame && (node.op == Op::kLoadLocal || node.op == Op::kLoadStack);
}

bool can_be_virtual(const Trace& trace, Id enter) {
    uint16_t frame = trace.nodes[enter].frame;
    for (Id id = enter + 1; id < trace.nodes.size(); ++id) {
        const Node& node = trace.nodes[id];
        if (node.op == Op::kLeaveFrame && node.frame == frame) {
            // What is released afterwards must not be read from memory.
            for (++id; id < trace.nodes.size(); ++id)
                if (reads_memory_of(trace.nodes[id], frame)) return false;
            return true;
        }
        if (needs_frames(node) || reads_memory_of(node, frame)) return false;
    }
    return true;
}

}  // namespace

void make_frames_virtual(Trace& trace, PassContext& context) {
    bool found = false;
    for (Id id = 0; id < trace.nodes.size(); ++id) {
        const Node& node = trace.nodes[id];
        if (node.op != Op::kEnterFrame || !can_be_virtual(trace, id)) continue;
        trace.frames[node.frame].is_virtual = true;
        found = true;
    }
    if (!found) return;
    Rewriter rewriter(trace);
    for (Id id = 0; id < rewriter.size(); ++id) {
        rewriter.reach(id);
        const Node& node = rewriter.old(id);
        bool touches = node.op == Op::kEnterFrame || node.op == Op::kLeaveFrame || node.op == Op::kStoreLocal;
        if (touches && trace.frames[node.frame].is_virtual)
            ++context.changes;
        else
            rewriter.copy(id);
    }
    rewriter.finish();
}

}  // namespace moult::jit
