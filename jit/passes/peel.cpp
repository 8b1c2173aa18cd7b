// Peels a loop: what was recorded becomes the preamble, which runs once, and a second copy of it the loop, in
// which locals and stack entries that change are phis. What does not change from turn to turn is then known
// in the loop, so that other passes take its guards out of it. Checks at the end of a turn keep what a phi is
// known to be.
#include <algorithm>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

constexpr size_t kMostNodes = 4000;  // of loops that are peeled

class Peeler {
  public:
    explicit Peeler(Trace& trace) : trace_(trace), types_(trace) {}

    bool run() {
        if (!can_be_peeled()) return false;
        end_ = trace_.nodes.back();
        size_ = static_cast<Id>(trace_.nodes.size() - 1);
        for (Id id = 0; id < size_; ++id) {
            types_.visit(id);
            locals_.visit(trace_, id);
        }
        own_stack();
        map_.assign(size_, kNoId);
        frame_map_.assign(trace_.frames.size(), UINT16_MAX);
        frame_map_[0] = 0;
        find_phis();
        trace_.nodes.pop_back();
        check_before_loop();
        keep_head();
        trace_.loop_start = next();
        make_phis();
        for (Id id = 0; id < size_; ++id) copy(id);
        close();
        return true;
    }

  private:
    struct Phi {
        Id start, end;  // the node that reads the place, and what the place holds at the end
        Id id = kNoId;
        ValueType type;
        bool is_checked = false;
    };

    bool can_be_peeled() const {
        if (trace_.loop_start != kNoId || trace_.nodes.back().op != Op::kLoop) return false;
        if (trace_.nodes.size() > kMostNodes) return false;
        const Snapshot& snapshot = trace_.snapshots[trace_.nodes.back().snapshot];
        if (snapshot.frames.size() != 1 || !snapshot.frames[0].locals.empty() || !snapshot.release.empty())
            return false;
        return std::none_of(trace_.nodes.begin(), trace_.nodes.end(),
                            [](const Node& node) { return node.op == Op::kPopBase; });
    }
    Id next() const { return static_cast<Id>(trace_.nodes.size()); }
    Id emit(Node node, std::initializer_list<Id> operands) {
        node.first = static_cast<uint32_t>(trace_.operands.size());
        node.count = static_cast<uint32_t>(operands.size());
        trace_.operands.insert(trace_.operands.end(), operands);
        trace_.nodes.push_back(node);
        return next() - 1;
    }

    // The loop hands on references: an entry that has none gets one at the end of each turn.
    void own_stack() {
        std::vector<Id> borrowed;
        const Snapshot& snapshot = trace_.snapshots[end_.snapshot];
        for (const SlotValue& entry : snapshot.frames[0].stack)
            if (entry.borrowed) borrowed.push_back(entry.value);
        if (borrowed.empty()) return;
        trace_.nodes.pop_back();
        for (Id id : borrowed) {
            Node incref;
            incref.op = Op::kIncref;
            incref.ip = end_.ip;
            emit(incref, {id});
            types_.visit(size_++);
        }
        auto at = static_cast<uint32_t>(trace_.snapshots.size());
        trace_.snapshots.push_back(trace_.snapshots[end_.snapshot]);
        for (SlotValue& entry : trace_.snapshots.back().frames[0].stack) entry.borrowed = false;
        end_.snapshot = at;
        trace_.nodes.push_back(end_);
    }

    void find_phis() {
        const auto& stack = trace_.snapshots[end_.snapshot].frames[0].stack;
        for (Id id = 0; id < size_; ++id) {
            const Node& node = trace_.nodes[id];
            Id end = kNoId;
            if (node.op == Op::kLocal)
                end = locals_[node.number];
            else if (node.op == Op::kStack)
                end = stack[node.number].value;
            else
                continue;
            if (end == id) {
                map_[id] = id;
            } else if (end != kNoId) {
                // The same place may be read twice.
                Id first = id;
                for (const Phi& phi : phis_)
                    if (trace_.nodes[phi.start].op == node.op &&
                        trace_.nodes[phi.start].number == node.number)
                        first = phi.start;
                if (first == id)
                    phis_.push_back({id, end});
                else
                    same_.push_back({id, first});
            }
        }
    }

    // What the loop asks of a value at its head, and what it is known to be at the end, gives the phi's type.
    // Immediates are checked at the end of each turn rather than in the next, so that they can stay in
    // registers of their type.
    void check_before_loop() {
        for (Phi& phi : phis_) {
            ValueType known = types_[phi.end], wanted = types_[phi.start];
            phi.type = known;
            if (known.is_within(wanted) || !wanted.is_immediate() || are_disjoint(known, wanted)) continue;
            phi.type = wanted;
            emit(check(phi, end_.snapshot), {phi.end});
        }
    }
    // For those who check something here, before the loop.
    void keep_head() {
        Node head;
        head.snapshot = end_.snapshot;
        head.ip = end_.ip;
        emit(head, {});
    }
    Node check(const Phi& phi, uint32_t snapshot) const {
        Node node;
        node.op = Op::kCheckType;
        node.type = phi.type;
        node.snapshot = snapshot;
        node.ip = end_.ip;
        return node;
    }

    void make_phis() {
        for (Phi& phi : phis_) {
            Node node;
            node.op = Op::kPhi;
            node.type = phi.type;
            node.ip = trace_.start;
            phi.id = emit(node, {phi.end, kNoId});
            map_[phi.start] = phi.id;
        }
        for (auto [id, first] : same_) map_[id] = map_[first];
    }

    void copy(Id id) {
        if (map_[id] != kNoId) return;
        Node node = trace_.nodes[id];
        if (node.op == Op::kConst) {
            map_[id] = id;
            return;
        }
        if (node.op == Op::kLocal) node.op = Op::kLoadLocal;  // changed behind the trace's back
        auto first = static_cast<uint32_t>(trace_.operands.size());
        for (uint32_t i = 0; i < node.count; ++i)
            trace_.operands.push_back(map_[trace_.operands[node.first + i]]);
        node.first = first;
        if (node.op == Op::kEnterFrame || node.op == Op::kResume) (void)frame(node.frame);
        node.frame = frame(node.frame);
        map_[id] = next();
        trace_.nodes.push_back(node);
        if (node.snapshot != kNoId) {
            uint32_t at = snapshot(node.snapshot);
            trace_.nodes.back().snapshot = at;
        }
    }

    // The copy of a frame that the loop enters: its function and instance are those of this turn.
    uint16_t frame(uint16_t index) {
        if (frame_map_[index] != UINT16_MAX) return frame_map_[index];
        FrameRecord record = trace_.frames[index];
        record.parent = frame(record.parent);
        if (record.function != kNoId) record.function = map_[record.function];
        if (record.instance != kNoId) record.instance = map_[record.instance];
        trace_.frames.push_back(record);
        return frame_map_[index] = static_cast<uint16_t>(trace_.frames.size() - 1);
    }

    uint32_t snapshot(uint32_t index) {
        if (snapshot_map_.size() <= index) snapshot_map_.resize(index + 1, kNoId);
        if (snapshot_map_[index] != kNoId) return snapshot_map_[index];
        Snapshot made = trace_.snapshots[index];
        for (SnapshotFrame& state : made.frames) {
            state.frame = frame(state.frame);
            for (auto* list : {&state.locals, &state.stack})
                for (SlotValue& entry : *list) entry.value = map_[entry.value];
        }
        for (Id& id : made.release) id = map_[id];
        for (Id& id : made.states) id = map_[id];
        snapshot_map_[index] = static_cast<uint32_t>(trace_.snapshots.size());
        trace_.snapshots.push_back(std::move(made));
        return snapshot_map_[index];
    }

    void close() {
        Types types(trace_);
        for (Id id = 0; id < next(); ++id) types.visit(id);
        uint32_t at = snapshot(end_.snapshot);
        for (const Phi& phi : phis_) {
            Id end = map_[phi.end];
            trace_.operands[trace_.nodes[phi.id].first + 1] = end;
            if (types[end].is_within(phi.type)) continue;
            emit(check(phi, at), {end});
            types.narrow(end, phi.type);
        }
        end_.snapshot = at;
        emit(end_, {});
    }

    Trace& trace_;
    Types types_;  // at the end of the first turn
    BaseLocals locals_;
    Node end_;
    Id size_ = 0;  // nodes of the first turn
    std::vector<Phi> phis_;
    std::vector<std::pair<Id, Id>> same_;
    std::vector<Id> map_;  // of the first turn, in the second
    std::vector<uint16_t> frame_map_;
    std::vector<uint32_t> snapshot_map_;
};

}  // namespace

void peel_loop(Trace& trace, PassContext& context) {
    if (Peeler(trace).run()) ++context.changes;
}

}  // namespace moult::jit
