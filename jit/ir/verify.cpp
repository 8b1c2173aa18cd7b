// Checks that a trace is well formed: the rules that every pass keeps. See docs/jit.md.
#include <algorithm>

#include "jit/ir/text.h"
#include "jit/passes/analysis.h"
#include "jit/passes/passes.h"

namespace moult::jit {

namespace {

constexpr int kAnyCount = -1;

int operand_count(Op op) {
    switch (op) {
        case Op::kGuard:
        case Op::kRun:
        case Op::kPlace:
        case Op::kGeneric:
        case Op::kCall:
        case Op::kBuild:
        case Op::kCallout: return kAnyCount;
        case Op::kPhi:
        case Op::kCheckIs:
        case Op::kExchange:
        case Op::kCheckNames:
        case Op::kIs: return 2;
        case Op::kResume: return 3;
        case Op::kCheckType:
        case Op::kCheckShape:
        case Op::kCheckTrue:
        case Op::kCheckFalse:
        case Op::kCheckEmpty:
        case Op::kCheckItem:
        case Op::kLeft:
        case Op::kLoad:
        case Op::kStoreLocal:
        case Op::kIncref:
        case Op::kDecref:
        case Op::kInstance:
        case Op::kIterLoad:
        case Op::kIterNext:
        case Op::kNext:
        case Op::kTruth:
        case Op::kNot: return 1;
        default: return 0;
    }
}

bool needs_snapshot(Op op) {
    return (op_flags(op) & (kIsGuard | kIsEnd)) || op == Op::kCallout || op == Op::kEnterFrame ||
           op == Op::kPopBase || op == Op::kResume || op == Op::kSuspend || op == Op::kIterLoad ||
           op == Op::kIterNext;
}

class Verifier {
  public:
    explicit Verifier(const Trace& trace) : trace_(trace), types_(trace) {}

    std::string run() {
        if (trace_.nodes.empty()) return "the trace has no nodes";
        if (trace_.frames.empty()) return "the trace has no base frame";
        if (trace_.loop_start != kNoId && trace_.loop_start >= trace_.nodes.size())
            return "the loop's head is outside the trace";
        chain_ = {0};
        for (id_ = 0; id_ < trace_.nodes.size() && error_.empty(); ++id_) {
            node(trace_.nodes[id_]);
            types_.visit(id_);
        }
        --id_;
        if (error_.empty()) loop();
        return std::move(error_);
    }

  private:
    void fail(const std::string& message) {
        if (error_.empty())
            error_ = "node " + std::to_string(id_) + " (" + op_text(trace_.nodes[id_].op) + "): " + message;
    }
    static std::string name(Id id) { return "%" + std::to_string(id); }

    // A value that is there at the node.
    void value(Id id, const char* where) {
        if (id >= trace_.nodes.size() || !(op_flags(trace_.nodes[id].op) & kHasResult))
            fail(name(id) + " in its " + where + " is no value");
        else if (id >= id_)
            fail(name(id) + " in its " + where + " is defined later");
    }
    bool is_place(Id id) const { return trace_.nodes[id].op == Op::kPlace; }
    bool is_state(Id id) const { return trace_.nodes[id].op == Op::kIterLoad; }

    void node(const Node& node) {
        unsigned flags = op_flags(node.op);
        int count = operand_count(node.op);
        if (count != kAnyCount && static_cast<int>(node.count) != count)
            return fail("takes " + std::to_string(count) + " operands");
        if (node.first + node.count > trace_.operands.size())
            return fail("its operands are outside the list");
        for (unsigned i = 0; i < node.count; ++i) {
            Id operand = trace_.begin(node)[i];
            if (node.op == Op::kPhi && i == 1) continue;
            value(operand, "operands");
            if (!error_.empty()) return;
            bool wants_place = i == 0 && node.op == Op::kExchange;
            bool takes_either = i == 0 && node.op == Op::kLoad;
            if (!takes_either && is_place(operand) != wants_place)
                return fail(name(operand) + (wants_place ? " is no place" : " is a place, not a value"));
            bool wants_state = node.op == Op::kIterNext;
            if (is_state(operand) != wants_state)
                return fail(name(operand) + (wants_state ? " is no state" : " is a state, not a value"));
        }
        if (shows_info(node.op) && !node.info) return fail("has no instruction");
        if (node.cache != kNoId && node.cache >= trace_.caches.size())
            return fail("its cache does not exist");
        if (node.snapshot != kNoId) {
            if (node.snapshot >= trace_.snapshots.size()) return fail("its snapshot does not exist");
            snapshot(node, trace_.snapshots[node.snapshot]);
        } else if (needs_snapshot(node.op)) {
            return fail("needs a snapshot");
        }
        if (((flags & kIsEnd) != 0) != (id_ + 1 == trace_.nodes.size()))
            return fail(flags & kIsEnd ? "stands before the end" : "is the last, but no end");
        if (shows_frame(node.op)) frame(node);
        iterators(node);
        types(node);
        place_in_trace(node);
    }

    void frame(const Node& node) {
        if (node.frame >= trace_.frames.size()) return fail("its frame does not exist");
        const FrameRecord& record = trace_.frames[node.frame];
        if (record.is_virtual) return fail("touches the memory of a virtual frame");
        if (node.op == Op::kEnterFrame) {
            const Snapshot& snapshot = trace_.snapshots[node.snapshot];
            if (snapshot.frames.back().frame != node.frame) fail("its snapshot's innermost frame is another");
            return;  // snapshot() has entered it
        }
        if (node.op == Op::kResume) {
            chain_.push_back(node.frame);
            return;
        }
        if (node.op == Op::kPopBase) {
            if (chain_.size() != 1) return fail("leaves a frame in which calls are open");
            chain_[0] = node.frame;
            memory_changed_ = true;
            return;
        }
        if (std::find(chain_.begin(), chain_.end(), node.frame) == chain_.end())
            return fail("its frame is not active");
        if (node.op == Op::kLeaveFrame || node.op == Op::kSuspend) {
            if (chain_.back() != node.frame) return fail("its frame is not the innermost");
            chain_.pop_back();
        }
    }

    void snapshot(const Node& node, const Snapshot& snapshot) {
        if (snapshot.frames.empty()) return fail("its snapshot has no frames");
        if (node.op == Op::kEnterFrame) {
            if (node.frame >= trace_.frames.size()) return fail("its frame does not exist");
            chain_.push_back(node.frame);
        }
        size_t real = 0;
        for (size_t i = 0; i < snapshot.frames.size(); ++i) {
            const SnapshotFrame& frame = snapshot.frames[i];
            if (frame.frame >= trace_.frames.size())
                return fail("its snapshot names a frame that does not exist");
            const FrameRecord& record = trace_.frames[frame.frame];
            if (i > 0 && record.parent != snapshot.frames[i - 1].frame)
                return fail("its snapshot's frame " + std::to_string(frame.frame) +
                            " is called from another");
            if (i == 0 && record.is_virtual) return fail("its snapshot's base frame is virtual");
            if (!record.is_virtual) {
                if (real >= chain_.size() || chain_[real] != frame.frame)
                    return fail("its snapshot's frame " + std::to_string(frame.frame) + " is not active");
                ++real;
            }
            for (const SlotValue& entry : frame.locals) entry_of(entry);
            for (size_t k = 0; k < frame.stack.size(); ++k) {
                if (frame.stack[k].slot != k) return fail("its snapshot's stack is not in order");
                entry_of(frame.stack[k]);
            }
            if (record.function != kNoId && i > 0) value(record.function, "frame's function");
            if (record.instance != kNoId && i > 0) value(record.instance, "frame's instance");
        }
        if (real != chain_.size()) return fail("its snapshot lacks active frames");
        for (Id id : snapshot.release) value(id, "snapshot");
        for (Id id : snapshot.states) {
            value(id, "snapshot");
            if (error_.empty() && !is_state(id)) fail(name(id) + " in its snapshot is no state");
        }
    }
    void entry_of(const SlotValue& entry) {
        value(entry.value, "snapshot");
        if (!error_.empty()) return;
        if (is_place(entry.value)) fail(name(entry.value) + " in its snapshot is a place");
        if (is_state(entry.value)) fail(name(entry.value) + " in its snapshot is a state");
    }

    // An iterator whose state the trace keeps: nothing else uses it, and every exit behind the first step
    // knows.
    void iterators(const Node& node) {
        bool in_loop = trace_.loop_start != kNoId && id_ >= trace_.loop_start;
        if (node.op == Op::kIterLoad || node.op == Op::kIterNext) {
            if (!node.info->state_size) return fail("its instruction keeps no state");
            if (node.op == Op::kIterLoad && in_loop) return fail("stands in the loop");
            if (node.op == Op::kIterNext && trace_.nodes[trace_.a(node)].info != node.info)
                return fail("its state is of another instruction");
        }
        if (node.op == Op::kIterLoad) states_.push_back(id_);
        for (Id state : states_) {
            if (id_ == state) continue;
            Id iterator = trace_.a(trace_.nodes[state]);
            if (!(op_flags(node.op) & kIsGuard))
                for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
                    if (*operand == iterator)
                        return fail(name(iterator) + " is kept as the state " + name(state));
            if (node.snapshot == kNoId || !in_loop) continue;
            const std::vector<Id>& kept = trace_.snapshots[node.snapshot].states;
            if (std::find(kept.begin(), kept.end(), state) == kept.end())
                fail("its snapshot lacks the state " + name(state));
        }
    }

    void types(const Node& node) {
        auto must_be = [&](unsigned i, ValueType type) {
            Id operand = trace_.begin(node)[i];
            if (are_disjoint(types_[operand], type))
                fail(name(operand) + " is " + type_text(types_[operand]) + ", not " + type_text(type));
        };
        switch (node.op) {
            case Op::kCheckTrue:
            case Op::kCheckFalse:
            case Op::kNot: must_be(0, {ValueType::kBool}); break;
            case Op::kCheckIs:
                if (!is_constant(trace_, trace_.b(node))) fail(name(trace_.b(node)) + " is no constant");
                break;
            case Op::kConst:
                if (!Value(node.number).is_object() && node.type.tag != ValueType::kAny &&
                    node.type != type_of_constant(node))
                    fail("is not of its type");
                break;
            case Op::kLeft:
                if (trace_.nodes[trace_.a(node)].op != Op::kRun) fail(name(trace_.a(node)) + " is no run");
                break;
            default: break;
        }
        if (node.reuses_left && (node.op != Op::kRun || !node.info->may_reuse_left))
            fail("cannot take its left operand");
        if (node.absorbs && (node.op != Op::kRun || !node.info->absorbs || node.reuses_left))
            fail("cannot absorb its first operand");
    }

    void place_in_trace(const Node& node) {
        bool in_loop = trace_.loop_start != kNoId && id_ >= trace_.loop_start;
        switch (node.op) {
            case Op::kLocal:
            case Op::kStack:
                if (in_loop) fail("stands in the loop");
                if (node.op == Op::kLocal && (memory_changed_ || std::find(stored_.begin(), stored_.end(),
                                                                           node.number) != stored_.end()))
                    fail("its local has been stored to");
                break;
            case Op::kStoreLocal:
                if (node.frame == 0) stored_.push_back(node.number);
                break;
            case Op::kCallout:  // of the base frame
                memory_changed_ |= node.changes_locals && node.snapshot < trace_.snapshots.size() &&
                                   trace_.snapshots[node.snapshot].frames.size() == 1;
                break;
            case Op::kPhi:
                if (!in_loop || (id_ > trace_.loop_start && trace_.nodes[id_ - 1].op != Op::kPhi))
                    fail("does not stand at the head of the loop");
                break;
            case Op::kLoop:
                if (chain_.size() != 1 || trace_.snapshots[node.snapshot].frames.size() != 1)
                    fail("goes back in an inner frame");
                break;
            default:
                if ((op_flags(node.op) & kIsEnd) && trace_.loop_start != kNoId)
                    fail("ends a trace that has a loop");
                break;
        }
    }

    // What phis get from the loop's end.
    void loop() {
        for (Id id = trace_.loop_start; id < trace_.nodes.size() && trace_.nodes[id].op == Op::kPhi; ++id) {
            const Node& phi = trace_.nodes[id];
            Id b = trace_.b(phi);
            if (b >= trace_.nodes.size() || !(op_flags(trace_.nodes[b].op) & kHasResult)) {
                fail("the phi " + name(id) + " gets no value");
                continue;
            }
            for (Id operand : {trace_.a(phi), b})
                if (!types_[operand].is_within(phi.type))
                    fail("the phi " + name(id) + " is " + type_text(phi.type) + ", " + name(operand) +
                         " is " + type_text(types_[operand]));
        }
    }

    const Trace& trace_;
    Types types_;
    Id id_ = 0;
    std::string error_;
    std::vector<uint16_t> chain_;   // the real frames, from the base on
    std::vector<uint64_t> stored_;  // locals of the base frame
    std::vector<Id> states_;        // of iterators
    bool memory_changed_ = false;
};

}  // namespace

std::string verify(const Trace& trace) {
    return Verifier(trace).run();
}

}  // namespace moult::jit
