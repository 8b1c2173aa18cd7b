// Delays stores into locals of the base frame while memory holds an immediate there, so that nothing dangles
// meanwhile. Snapshots list what is delayed, nodes that may look at the frame find it written, and at the
// head of a loop it lies in phis: a loop that nobody looks into writes its locals when it is left.
#include <algorithm>
#include <functional>
#include <map>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

class Delayer {
  public:
    Delayer(Trace& trace, PassContext& context) : trace_(trace), context_(context) {}

    void run() {
        if (!is_possible()) return;
        survey();
        Rewriter rewriter(trace_);
        rewriter_ = &rewriter;
        for (Id id = 0; id < rewriter.size(); ++id) {
            if (id == loop_start_) leave_preamble();
            rewriter.reach(id);
            if (loop_start_ != kNoId && id >= loop_start_ && rewriter.old(id).op != Op::kPhi && !in_loop_)
                enter_loop();
            rewrite(id);
        }
        close_phis();
        rewriter.finish();
    }

  private:
    struct Slot {
        bool is_delayed = false;
        Id value = kNoId;   // what is to be written; values go by their old names
        Id memory = kNoId;  // what memory holds
    };
    static constexpr Id kSomeImmediate = kNoId - 1;

    // A local whose value goes round the loop.
    struct Round {
        uint64_t local;
        Id first, next;   // at the end of the preamble, and of the loop (old names)
        Id phi = kNoId;   // made here: a new name
        Id name = kNoId;  // as an old name
    };

    bool is_possible() const {
        for (const Snapshot& snapshot : trace_.snapshots)
            if (!snapshot.frames[0].locals.empty()) return false;
        return std::none_of(trace_.nodes.begin(), trace_.nodes.end(),
                            [](const Node& node) { return node.op == Op::kCallout && node.changes_locals; });
    }

    static bool looks_at_frames(const Node& node) { return observes(node) || node.op == Op::kSuspend; }

    // Types, as they are at each node and at last; what locals hold at the head of the loop and at its end.
    void survey() {
        Types types(trace_);
        BaseLocals locals, at_head;
        loop_start_ = trace_.loop_start;
        known_since_.assign(trace_.nodes.size(), kNoId);
        for (Id id = 0; id < trace_.nodes.size(); ++id) {
            if (id == loop_start_) at_head = locals;
            const Node& node = trace_.nodes[id];
            types.visit(id);
            locals.visit(trace_, id);
            for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
                if (node.op != Op::kPhi) see(*operand, id, types);
            see(id, id, types);
            if (loop_start_ == kNoId || id < loop_start_) continue;
            loop_is_seen_ |= looks_at_frames(node);
            if (node.op == Op::kStoreLocal && node.frame == 0) stored_in_loop_.push_back(node.number);
        }
        if (loop_start_ == kNoId) return;
        for (const auto& [local, first] : at_head.known()) {
            Id next = locals[local];
            bool changes = is_stored_in_loop(local);
            if (!changes || next == kNoId || !types[first].is_immediate() || !types[next].is_immediate())
                continue;
            if (are_disjoint(types[first], types[next])) continue;
            // What the loop writes when somebody looks must not be an object either.
            bool all_immediate = true;
            for (Id id = loop_start_; id < trace_.nodes.size(); ++id) {
                const Node& node = trace_.nodes[id];
                if (node.op == Op::kStoreLocal && node.frame == 0 && node.number == local)
                    all_immediate &= types[trace_.a(node)].is_immediate();
            }
            if (all_immediate) rounds_.push_back({local, first, next});
        }
        phi_type_ = [types](Id id) { return types[id]; };
    }
    // From where on a value is known to be immediate.
    void see(Id value, Id at, const Types& types) {
        if (known_since_[value] == kNoId && types[value].is_immediate()) known_since_[value] = at;
    }
    bool is_immediate_at(Id value, Id at) const {
        if (value == kNoId) return false;
        return value >= known_since_.size() || known_since_[value] <= at;  // made here: of an immediate type
    }
    void changed() { ++version_; }
    bool is_stored_in_loop(uint64_t local) const {
        return std::find(stored_in_loop_.begin(), stored_in_loop_.end(), local) != stored_in_loop_.end();
    }

    void write(uint64_t local, Slot& slot, Id at) {
        Node store;
        store.op = Op::kStoreLocal;
        store.number = local;
        store.frame = base_;
        store.ip = rewriter_->old(at).ip;
        rewriter_->emit(store, {rewriter_->now(slot.value)});
        slot.is_delayed = false;
        slot.memory = slot.value;
        changed();
    }

    const Round* round_of(uint64_t local) const {
        for (const Round& round : rounds_)
            if (round.local == local) return &round;
        return nullptr;
    }

    // What does not go round in a phi is written, unless it stays as it is and nobody looks.
    void leave_preamble() {
        std::erase_if(rounds_, [this](const Round& round) {
            return !is_immediate_at(slots_[round.local].memory, loop_start_ - 1);
        });
        for (auto& [local, slot] : slots_) {
            bool changes = is_stored_in_loop(local);
            if (slot.is_delayed && !round_of(local) && (changes || loop_is_seen_))
                write(local, slot, loop_start_ - 1);
            if (changes) slot.memory = kNoId;
        }
    }

    void enter_loop() {
        in_loop_ = true;
        for (Round& round : rounds_) {
            // Often the phi is there already.
            for (Id id = loop_start_; id < rewriter_->size() && rewriter_->old(id).op == Op::kPhi; ++id)
                if (rewriter_->old_operand(rewriter_->old(id), 0) == round.first &&
                    rewriter_->old_operand(rewriter_->old(id), 1) == round.next)
                    round.name = id;
            if (round.name == kNoId) {
                Node phi;
                phi.op = Op::kPhi;
                phi.type = phi_type_(round.first);
                round.phi = rewriter_->emit(phi, {rewriter_->now(round.first), kNoId});
                round.name = rewriter_->name(round.phi);
            }
            slots_[round.local] = {true, round.name, kSomeImmediate};
        }
        changed();
    }
    void close_phis() {
        for (const Round& round : rounds_)
            if (round.phi != kNoId)
                trace_.operands[trace_.nodes[round.phi].first + 1] = rewriter_->now(round.next);
    }

    void rewrite(Id id) {
        const Node node = rewriter_->old(id);
        if (node.frame == base_ && node.op == Op::kStoreLocal) {
            Id value = rewriter_->old_operand(node, 0);
            Slot& slot = slots_[node.number];
            changed();
            if (is_immediate_at(slot.memory, id) && known_since_[value] != kNoId) {
                slot.is_delayed = true;
                slot.value = value;
                ++context_.changes;
                return;
            }
            slot = {false, kNoId, value};
        } else if (node.op == Op::kLocal || (node.frame == base_ && node.op == Op::kLoadLocal)) {
            Slot& slot = slots_[node.number];
            if (slot.is_delayed && node.op == Op::kLoadLocal) {
                rewriter_->replace(id, rewriter_->now(slot.value));
                ++context_.changes;
                return;
            }
            if (slot.memory == kNoId) slot.memory = id;
        } else if (looks_at_frames(node)) {
            for (auto& [local, slot] : slots_)
                if (slot.is_delayed) write(local, slot, id);
        } else if (node.op == Op::kLoop && in_loop_) {
            for (auto& [local, slot] : slots_)
                if (slot.is_delayed && is_stored_in_loop(local) && !round_of(local)) write(local, slot, id);
        }
        Id copy = rewriter_->copy(id);
        if (node.snapshot != kNoId) {
            uint32_t at = snapshot(node.snapshot);
            trace_.nodes[copy].snapshot = at;
        }
        if (node.op == Op::kPopBase) {  // nobody reads that frame any more
            slots_.clear();
            base_ = node.frame;
            changed();
        }
    }

    // The snapshot with what is delayed now.
    uint32_t snapshot(uint32_t index) {
        if (std::none_of(slots_.begin(), slots_.end(),
                         [](const auto& entry) { return entry.second.is_delayed; }))
            return index;
        auto [made, is_new] = snapshots_.try_emplace({index, version_}, 0u);
        if (!is_new) return made->second;
        Snapshot copy = trace_.snapshots[index];
        for (const auto& [local, slot] : slots_)
            if (slot.is_delayed) copy.frames[0].locals.push_back({static_cast<uint32_t>(local), slot.value});
        trace_.snapshots.push_back(std::move(copy));
        return made->second = static_cast<uint32_t>(trace_.snapshots.size() - 1);
    }

    Trace& trace_;
    PassContext& context_;
    Rewriter* rewriter_ = nullptr;
    Id loop_start_ = kNoId;
    uint16_t base_ = 0;  // the base frame
    bool in_loop_ = false, loop_is_seen_ = false;
    std::vector<Id> known_since_;  // from where on a value is known to be immediate
    std::vector<uint64_t> stored_in_loop_;
    std::map<uint64_t, Slot> slots_;
    std::vector<Round> rounds_;
    std::function<ValueType(Id)> phi_type_;
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> snapshots_;
    uint32_t version_ = 0;
};

}  // namespace

void delay_stores(Trace& trace, PassContext& context) {
    Delayer(trace, context).run();
}

}  // namespace moult::jit
