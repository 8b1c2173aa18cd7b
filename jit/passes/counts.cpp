// Removes pairs of incref and decref of one value when something else keeps it alive in between. The places
// that the removed reference stood for are marked as borrowed in the snapshots of nodes in between, so that
// exits make up for it.
//
// For each value the pass counts the references that the trace itself controls: those of operand stack
// entries, of locals in all frames (nobody else writes them), of functions and instances that frames own. A
// node that may release objects is passed only while one of them is left without the pair; where nothing is
// released in between, whoever kept the value at the incref keeps it at the decref. A constant is kept by the
// trace.
#include <algorithm>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

constexpr Id kLongestRegion = 1500;  // nodes between the two

class Counts {
  public:
    explicit Counts(Trace& trace) : trace_(trace), size_(static_cast<Id>(trace.nodes.size())) {}

    // Which nodes go.
    std::vector<bool> run() {
        collect();
        removed_.assign(size_, false);
        for (Id id = size_; id-- > 0;)
            if (trace_.nodes[id].op == Op::kIncref) try_pair(id);
        return std::move(removed_);
    }

  private:
    struct Effect {
        bool releases = false;       // may release any object
        bool ends_counting = false;  // who owns what is not known behind it
        Id decref_of = kNoId;        // a value that is an object, perhaps under another name the one at hand
        Id reuses = kNoId;           // a value whose count is looked at
        ValueType type;              // of decref_of or reuses
    };
    struct Delta {
        Id at;
        int change;
        bool sets;  // the count is `change` from here on
    };

    void add(Id value, Id at, int change) { deltas_[value].push_back({at, change, false}); }

    void collect() {
        deltas_.resize(size_);
        effects_.resize(size_);
        Types types(trace_);
        BaseLocals locals;
        for (Id id = 0; id < size_; ++id) {
            const Node& node = trace_.nodes[id];
            if (id == trace_.loop_start) enter_loop(id, locals);
            Effect& effect = effects_[id];
            effect.releases = clobbers(trace_, types, node);
            switch (node.op) {
                case Op::kLocal:
                    if (locals[node.number] == kNoId)
                        add(id, id, 1);
                    else
                        lose(locals[node.number], id);
                    break;
                case Op::kLoadLocal:
                    if (node.frame == locals.frame() && locals[node.number] == kNoId)
                        add(id, id, 1);
                    else if (node.frame == locals.frame())
                        lose(locals[node.number], id);
                    break;
                case Op::kStack:
                case Op::kPhi:
                case Op::kGeneric:
                case Op::kNext:
                case Op::kInstance:
                case Op::kLeft:
                case Op::kIterNext:
                case Op::kPopBase:
                case Op::kLoadStack: add(id, id, 1); break;
                case Op::kBuild:
                case Op::kCall:
                    for (const Id* operand = trace_.begin(node); operand != trace_.end(node); ++operand)
                        add(*operand, id, -1);
                    add(id, id, 1);
                    break;
                case Op::kRun:
                    add(id, id, 1);
                    if (node.reuses_left) {
                        effect.reuses = trace_.a(node);
                        effect.type = types[effect.reuses];
                        add(effect.reuses, id, -1);
                    }
                    break;
                case Op::kExchange:
                    add(id, id, 1);
                    add(trace_.b(node), id, -1);
                    break;
                case Op::kIncref: add(trace_.a(node), id, 1); break;
                case Op::kDecref:
                    add(trace_.a(node), id, -1);
                    if (!types[trace_.a(node)].is_immediate() && !is_constant(trace_, trace_.a(node))) {
                        effect.decref_of = trace_.a(node);
                        effect.type = types[trace_.a(node)];
                    }
                    break;
                case Op::kCallout:
                case Op::kResume:
                case Op::kSuspend: effect.ends_counting = true; break;
                default: break;
            }
            if (effect.ends_counting) ends_.push_back(id);
            types.visit(id);
            locals.visit(trace_, id);
            value_types_.push_back(types[id]);
            if (node.op == Op::kIncref) value_types_.back() = types[trace_.a(node)];
        }
    }
    // One reference has two names from here on: it counts for neither.
    void lose(Id value, Id at) { deltas_[value].push_back({at, 0, true}); }

    // Of what was there before the loop, the references that are there at the head in every turn.
    void enter_loop(Id at, const BaseLocals& locals) {
        std::vector<int> counts(at);
        const Node& end = trace_.nodes.back();
        bool changes_any = false;
        std::vector<uint64_t> stored;
        for (Id id = at; id < size_; ++id) {
            const Node& node = trace_.nodes[id];
            if (node.op == Op::kStoreLocal && node.frame == 0) stored.push_back(node.number);
            changes_any |= node.op == Op::kCallout && node.changes_locals;
        }
        for (const SlotValue& entry : trace_.snapshots[end.snapshot].frames[0].stack)
            if (entry.value < at && !entry.borrowed) ++counts[entry.value];
        if (!changes_any)
            for (const auto& [number, value] : locals.known())
                if (std::find(stored.begin(), stored.end(), number) == stored.end()) ++counts[value];
        for (Id value = 0; value < at; ++value)
            if (counts[value] || !deltas_[value].empty()) deltas_[value].push_back({at, counts[value], true});
    }

    // References before the node, counted from the last one behind which nothing was known.
    int count_before(Id value, Id at) const {
        auto end = std::lower_bound(ends_.begin(), ends_.end(), at);
        Id since = end == ends_.begin() ? 0 : *(end - 1);
        int count = 0;
        for (const Delta& delta : deltas_[value]) {
            if (delta.at < since) continue;
            if (delta.at > at || (delta.at == at && !delta.sets)) break;
            count = delta.sets ? delta.change : std::max(count + delta.change, 0);
        }
        return count;
    }

    void try_pair(Id incref) {
        Id value = trace_.a(trace_.nodes[incref]);
        Id decref = kNoId;
        for (const Delta& delta : deltas_[value])
            if (delta.at > incref && !removed_[delta.at] && trace_.nodes[delta.at].op == Op::kDecref) {
                decref = delta.at;
                break;
            }
        if (decref == kNoId || decref - incref > kLongestRegion) return;
        if (trace_.loop_start != kNoId && incref < trace_.loop_start && decref >= trace_.loop_start) return;
        if (!is_kept(value, incref, decref)) return;
        if (!can_borrow(value, incref, decref)) return;
        borrow(value, incref, decref);
        removed_[incref] = removed_[decref] = true;
        // The count is lower in between.
        auto& deltas = deltas_[value];
        std::erase_if(deltas, [&](const Delta& delta) {
            return !delta.sets && (delta.at == incref || delta.at == decref);
        });
    }

    // Whether the value outlives the nodes in between without the reference.
    bool is_kept(Id value, Id incref, Id decref) const {
        ValueType type = value_types_[incref];
        bool constant = is_constant(trace_, value);
        int count = count_before(value, incref);  // without the pair
        size_t next = 0;
        const auto& deltas = deltas_[value];
        while (next < deltas.size() && deltas[next].at <= incref) ++next;
        for (Id id = incref + 1; id < decref; ++id) {
            const Effect& effect = effects_[id];
            if (effect.ends_counting) return false;
            if (effect.reuses != kNoId && (effect.reuses == value || !are_disjoint(effect.type, type)))
                return false;
            bool releases = effect.releases || (effect.decref_of != kNoId && effect.decref_of != value &&
                                                !are_disjoint(effect.type, type));
            if (removed_[id]) releases = false;
            // What the node takes over is gone before it releases anything.
            for (; next < deltas.size() && deltas[next].at <= id; ++next) {
                if (deltas[next].sets)
                    count = deltas[next].change;
                else if (!removed_[deltas[next].at])
                    count = std::max(count + deltas[next].change, 0);
            }
            if (releases && !constant && count < 1) return false;
        }
        return true;
    }

    // --- snapshots

    // Where the reference may stand in a snapshot: the first of these that owns one.
    struct Place {
        SlotValue* entry = nullptr;
        SnapshotFrame* frame = nullptr;  // whose function or instance it is
        bool is_instance = false;
        size_t release = SIZE_MAX;
        explicit operator bool() const { return entry || frame || release != SIZE_MAX; }
    };
    Place find_place(Snapshot& snapshot, Id value) const {
        Place place;
        auto search = [&](std::vector<SlotValue>& list) {
            for (SlotValue& entry : list)
                if (entry.value == value && !entry.borrowed) {
                    place.entry = &entry;
                    return true;
                }
            return false;
        };
        for (size_t i = snapshot.frames.size(); i-- > 0;)
            if (search(snapshot.frames[i].stack)) return place;
        for (size_t i = snapshot.frames.size(); i-- > 1;) {
            SnapshotFrame& frame = snapshot.frames[i];
            const FrameRecord& record = trace_.frames[frame.frame];
            if (!record.is_virtual) continue;  // what lies in memory owns what it names
            if (search(frame.locals)) return place;
            bool is_function = record.function == value && !frame.borrows_function;
            bool is_instance = record.instance == value && !frame.borrows_instance;
            if (is_function || is_instance) {
                place.frame = &frame;
                place.is_instance = !is_function;
                return place;
            }
        }
        for (size_t i = 0; i < snapshot.release.size(); ++i)
            if (snapshot.release[i] == value) {
                place.release = i;
                break;
            }
        return place;
    }

    static bool may_exit(const Node& node) { return node.snapshot != kNoId && node.op != Op::kEnterFrame; }

    bool can_borrow(Id value, Id incref, Id decref) {
        for (Id id = incref + 1; id < decref; ++id) {
            const Node& node = trace_.nodes[id];
            if (may_exit(node) && !find_place(trace_.snapshots[node.snapshot], value)) return false;
        }
        return true;
    }

    void borrow(Id value, Id incref, Id decref) {
        std::vector<std::pair<uint32_t, uint32_t>> copies;  // of snapshots that nodes outside use too
        for (Id id = incref + 1; id < decref; ++id) {
            Node& node = trace_.nodes[id];
            if (!may_exit(node)) continue;
            auto copy = std::find_if(copies.begin(), copies.end(),
                                     [&](const auto& entry) { return entry.first == node.snapshot; });
            if (copy == copies.end()) {
                auto made = static_cast<uint32_t>(trace_.snapshots.size());
                Snapshot snapshot = trace_.snapshots[node.snapshot];
                give_up(snapshot, find_place(snapshot, value));
                trace_.snapshots.push_back(std::move(snapshot));
                copies.push_back({node.snapshot, made});
                copy = copies.end() - 1;
            }
            node.snapshot = copy->second;
        }
    }
    static void give_up(Snapshot& snapshot, const Place& place) {
        if (place.entry)
            place.entry->borrowed = true;
        else if (place.frame)
            (place.is_instance ? place.frame->borrows_instance : place.frame->borrows_function) = true;
        else
            snapshot.release.erase(snapshot.release.begin() + static_cast<ptrdiff_t>(place.release));
    }

    Trace& trace_;
    Id size_;
    std::vector<std::vector<Delta>> deltas_;  // of each value
    std::vector<Effect> effects_;             // of each node
    std::vector<ValueType> value_types_;      // of a result; of an incref, of its operand
    std::vector<Id> ends_;
    std::vector<bool> removed_;
};

}  // namespace

void remove_count_pairs(Trace& trace, PassContext& context) {
    std::vector<bool> removed = Counts(trace).run();
    if (std::find(removed.begin(), removed.end(), true) == removed.end()) return;
    Rewriter rewriter(trace);
    for (Id id = 0; id < rewriter.size(); ++id) {
        rewriter.reach(id);
        if (removed[id])
            ++context.changes;
        else
            rewriter.copy(id);
    }
    rewriter.finish();
}

}  // namespace moult::jit
