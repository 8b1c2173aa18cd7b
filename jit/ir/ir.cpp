// The table of operations of the trace IR, and what follows from a node alone.
#include "jit/ir/ir.h"

namespace moult::jit {

namespace {

struct OpInfo {
    const char* text;
    unsigned flags;
};
constexpr OpInfo kOps[] = {
#define MOULT_OP_INFO(name, text, flags) {text, flags},
    MOULT_TRACE_OPS(MOULT_OP_INFO)
#undef MOULT_OP_INFO
};

}  // namespace

const char* op_text(Op op) {
    return kOps[static_cast<size_t>(op)].text;
}

unsigned op_flags(Op op) {
    return kOps[static_cast<size_t>(op)].flags;
}

bool observes(const Node& node) {
    if (op_flags(node.op) & kObserves) return true;
    if (node.op == Op::kRun) return node.info && node.info->observes;
    return node.op == Op::kTruth && node.snapshot != kNoId;
}

void FrameRecord::runs(Executable* code_of_frame) {
    exec = code_of_frame;
    code.begin = exec->instructions.get();
    code.end = code.begin + exec->instruction_count;
    code.consts = exec->code->consts->items();
    code.localsplus = exec->localsplus;
}

void Trace::shrink() {
    Trace kept;
    kept.id = id;
    kept.kind = kind;
    kept.exec = exec;
    kept.start = start;
    kept.parent = parent;
    kept.parent_exit = parent_exit;
    kept.held = std::move(held);
    *this = std::move(kept);
}

}  // namespace moult::jit
