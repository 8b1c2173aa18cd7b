// Keeps the state of a loop's iterator (how far it has come) in the trace rather than in the object: it is
// loaded once in front of the loop, and exits write it back. That is so for iterators which nothing but an
// operand stack entry of the base frame refers to (the load asks for that), and which the loop does nothing
// with but take items. Nobody else can then see the object, whatever runs meanwhile. The end of the iterator
// is left to the interpreter: the loop goes out in front of the instruction that finds no item.
#include <algorithm>
#include <map>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"

namespace moult::jit {

namespace {

class VirtualIterators {
  public:
    VirtualIterators(Trace& trace, PassContext& context) : trace_(trace), context_(context) {}

    void run() {
        if (trace_.loop_start == kNoId || !find_head()) return;
        for (Id id = trace_.loop_start; id < trace_.nodes.size(); ++id)
            if (takes_item(trace_.nodes[id])) consider(trace_.a(trace_.nodes[id]), trace_.nodes[id]);
        if (!chosen_.empty()) rewrite();
    }

  private:
    struct Chosen {
        Id iterator;
        Node step;  // one that takes an item
        Id name = kNoId;
    };

    bool find_head() {
        for (Id id = trace_.loop_start; id-- > 0;)
            if (trace_.nodes[id].op == Op::kNop && trace_.nodes[id].snapshot != kNoId) {
                head_ = trace_.nodes[id].snapshot;
                return true;
            }
        return false;
    }

    static bool takes_item(const Node& node) {
        return node.op == Op::kRun && node.is_alone && node.info->state_size && node.count == 1 &&
               node.snapshot != kNoId;
    }
    bool takes_item_of(const Node& node, const Chosen& it) const {
        return takes_item(node) && trace_.a(node) == it.iterator && node.info == it.step.info;
    }
    const Chosen* chosen(Id iterator) const {
        for (const Chosen& it : chosen_)
            if (it.iterator == iterator) return &it;
        return nullptr;
    }

    void consider(Id iterator, const Node& step) {
        Chosen it{iterator, step};
        if (iterator >= trace_.loop_start || chosen(iterator)) return;
        // The first turn has asked for its type.
        auto loop = trace_.nodes.begin() + trace_.loop_start;
        if (std::none_of(trace_.nodes.begin(), loop,
                         [&](const Node& node) { return takes_item_of(node, it); }))
            return;
        if (is_left_alone(it)) chosen_.push_back(it);
    }

    bool is_left_alone(const Chosen& it) const {
        for (Id id = trace_.loop_start; id < trace_.nodes.size(); ++id) {
            const Node& node = trace_.nodes[id];
            if (takes_item_of(node, it)) {
                if (!is_followed_by_item(id)) return false;
            } else if (!(op_flags(node.op) & kIsGuard) &&
                       std::find(trace_.begin(node), trace_.end(node), it.iterator) != trace_.end(node)) {
                return false;
            }
            bool goes = node.op == Op::kCheckItem && takes_item_of(trace_.nodes[trace_.a(node)], it);
            if (node.snapshot != kNoId && !goes &&
                !lies_on_stack(trace_.snapshots[node.snapshot], it.iterator))
                return false;
        }
        return std::none_of(trace_.frames.begin(), trace_.frames.end(), [&](const FrameRecord& frame) {
            return frame.function == it.iterator || frame.instance == it.iterator;
        });
    }
    bool is_followed_by_item(Id step) const {
        bool found = false;
        for (Id id = step + 1; id < trace_.nodes.size(); ++id) {
            const Node& node = trace_.nodes[id];
            if (node.op == Op::kCheckEmpty && trace_.a(node) == step) return false;
            found |= node.op == Op::kCheckItem && trace_.a(node) == step;
        }
        return found;
    }
    // Once, with its reference, and nowhere else.
    static bool lies_on_stack(const Snapshot& snapshot, Id iterator) {
        unsigned found = 0, elsewhere = 0;
        auto is_it = [&](const SlotValue& entry) { return entry.value == iterator; };
        for (const SnapshotFrame& frame : snapshot.frames) {
            elsewhere += std::any_of(frame.locals.begin(), frame.locals.end(), is_it);
            auto entries = std::count_if(frame.stack.begin(), frame.stack.end(), is_it);
            (&frame == snapshot.frames.data() ? found : elsewhere) += static_cast<unsigned>(entries);
        }
        for (const SlotValue& entry : snapshot.frames[0].stack) elsewhere += is_it(entry) && entry.borrowed;
        elsewhere += std::count(snapshot.release.begin(), snapshot.release.end(), iterator) != 0;
        return found == 1 && elsewhere == 0;
    }

    void rewrite() {
        Id loop_start = trace_.loop_start;
        Rewriter rewriter(trace_);
        rewriter_ = &rewriter;
        for (Id id = 0; id < rewriter.size(); ++id) {
            if (id == loop_start) load_states();
            rewriter.reach(id);
            if (id < loop_start)
                rewriter.copy(id);
            else
                rewrite_in_loop(id);
        }
        rewriter.finish();
    }

    void load_states() {
        for (Chosen& it : chosen_) {
            Node load;
            load.op = Op::kIterLoad;
            load.info = it.step.info;
            load.snapshot = head_;
            load.ip = it.step.ip;
            it.name = rewriter_->name(rewriter_->emit(load, {rewriter_->now(it.iterator)}));
        }
    }

    void rewrite_in_loop(Id id) {
        const Node node = rewriter_->old(id);
        Id copy = kNoId;
        if (const Chosen* it = state_of(node)) {
            Node next = node;
            next.op = Op::kIterNext;
            next.type = node.info->item;
            next.is_alone = false;
            copy = rewriter_->emit(next, {rewriter_->now(it->name)});
            rewriter_->replace(id, copy);
            ++context_.changes;
        } else if (node.op == Op::kCheckItem && state_of(rewriter_->old(rewriter_->old_operand(node, 0)))) {
            ++context_.changes;
            return;
        } else {
            copy = rewriter_->copy(id);
        }
        if (node.snapshot != kNoId) {
            uint32_t at = snapshot(node.snapshot);
            trace_.nodes[copy].snapshot = at;
        }
    }
    const Chosen* state_of(const Node& old) const {
        if (!takes_item(old)) return nullptr;
        const Chosen* it = chosen(rewriter_->old_operand(old, 0));
        return it && it->step.info == old.info ? it : nullptr;
    }

    // The snapshot with the states, which have their names among the old values.
    uint32_t snapshot(uint32_t index) {
        auto [made, is_new] = snapshots_.try_emplace(index, 0u);
        if (!is_new) return made->second;
        Snapshot copy = trace_.snapshots[index];
        for (const Chosen& it : chosen_) copy.states.push_back(it.name);
        trace_.snapshots.push_back(std::move(copy));
        return made->second = static_cast<uint32_t>(trace_.snapshots.size() - 1);
    }

    Trace& trace_;
    PassContext& context_;
    Rewriter* rewriter_ = nullptr;
    uint32_t head_ = kNoId;
    std::vector<Chosen> chosen_;
    std::map<uint32_t, uint32_t> snapshots_;
};

}  // namespace

void make_iterators_virtual(Trace& trace, PassContext& context) {
    VirtualIterators(trace, context).run();
}

}  // namespace moult::jit
