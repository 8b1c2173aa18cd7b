// Removes guards that earlier ones imply, and places and other pure nodes that are there already. What is
// known of values holds for good; what is known of memory holds until a node may change it, and into a loop
// only if nothing in it may.
#include <algorithm>
#include <unordered_map>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

using interp::Memory;

class Guards {
  public:
    Guards(Trace& trace, PassContext& context)
        : trace_(trace),
          context_(context),
          loop_(effects_of_loop(trace)),
          is_still_valid_(!is_entered_outdated(trace)),
          rewriter_(trace),
          types_(trace) {}

    void run() {
        for (Id id = 0; id < rewriter_.size(); ++id) {
            rewriter_.reach(id);
            if (trace_.loop_start == rewriter_.next()) enter_loop();
            if (is_implied(id)) {
                ++context_.changes;
                continue;
            }
            Id copy = rewriter_.copy(id);
            remember(copy);
            types_.visit(copy);
        }
        rewriter_.finish();
    }

  private:
    // How long a fact holds. kMemory: until memory of the kind that it depends on changes its structure.
    enum class Holds { kNotAtAll, kForever, kMemory, kShape, kValid, kBase };
    static constexpr size_t kMemories = 8;
    struct Effects {
        bool clobbers = false, invalidates = false;
        std::optional<Memory> restructures;  // by other than storing at a place
    };

    static Effects effects_of(const Trace& trace, const Types& types, const Node& node) {
        bool clobbered = clobbers(trace, types, node);
        std::optional<Memory> changed = changed_memory(trace, node);
        bool of_watched = changed && may_overlap(*changed, Memory::kNamespace);
        if (node.op == Op::kExchange) changed.reset();
        return {clobbered, clobbered || of_watched, changed};
    }
    // A loop that is not peeled comes back to its start.
    static bool is_entered_outdated(const Trace& trace) {
        if (trace.loop_start != kNoId || trace.nodes.back().op != Op::kLoop) return false;
        Types types(trace);
        for (Id id = 0; id < trace.nodes.size(); ++id) {
            types.visit(id);
            if (effects_of(trace, types, trace.nodes[id]).invalidates) return true;
        }
        return false;
    }
    struct LoopEffects {
        bool clobbers = false, invalidates = false;
        bool restructures[kMemories] = {};
    };
    static LoopEffects effects_of_loop(const Trace& trace) {
        LoopEffects all;
        if (trace.loop_start == kNoId) return all;
        Types types(trace);
        for (Id id = 0; id < trace.nodes.size(); ++id) {
            types.visit(id);
            if (id < trace.loop_start) continue;
            Effects effects = effects_of(trace, types, trace.nodes[id]);
            all.clobbers |= effects.clobbers;
            all.invalidates |= effects.invalidates;
            if (effects.restructures) all.restructures[static_cast<size_t>(*effects.restructures)] = true;
        }
        return all;
    }

    void enter_loop() {
        if (loop_.clobbers) memory_since_ = rewriter_.next();
        for (size_t i = 0; i < kMemories; ++i)
            if (loop_.restructures[i]) restructured_since_[i] = rewriter_.next();
        if (loop_.invalidates) valid_since_ = rewriter_.next(), is_still_valid_ = false;
        breaker_ = kNoId;
    }

    Holds how_long(const Node& node) const {
        switch (node.op) {
            case Op::kConst:
            case Op::kLocal:
            case Op::kStack:
            case Op::kIs:
            case Op::kNot:
            case Op::kCheckIs:
            case Op::kCheckTrue:
            case Op::kCheckFalse:
            case Op::kCheckEmpty:
            case Op::kCheckItem: return Holds::kForever;
            case Op::kTruth: return node.snapshot == kNoId ? Holds::kMemory : Holds::kNotAtAll;  // of a list
            case Op::kGuard: return node.info->type_guard ? Holds::kForever : Holds::kMemory;
            case Op::kCheckShape: return Holds::kShape;
            case Op::kPlace: return Holds::kMemory;
            case Op::kCheckValid: return Holds::kValid;
            case Op::kCheckNames:
            case Op::kCheckReturn: return Holds::kBase;
            case Op::kRun:  // an object would need a reference for each result
                return node.info->is_pure && node.type.is_immediate() ? Holds::kForever : Holds::kNotAtAll;
            default: return Holds::kNotAtAll;
        }
    }

    bool is_implied(Id id) {
        const Node& node = rewriter_.old(id);
        switch (node.op) {
            case Op::kCheckType: return types_[rewriter_.operand(node, 0)].is_within(node.type);
            case Op::kCheckRoom: return merge_room(node);
            case Op::kCheckBreaker: return breaker_ != kNoId;
            case Op::kCheckValid:
                if (is_still_valid_) return true;
                break;
            default: break;
        }
        Holds holds = how_long(node);
        if (holds == Holds::kNotAtAll) return false;
        auto [begin, end] = facts_.equal_range(hash(node));
        for (auto fact = begin; fact != end; ++fact) {
            if (fact->second < since(holds, node) || !is_same(node, trace_.nodes[fact->second])) continue;
            rewriter_.replace(id, fact->second);
            return true;
        }
        return false;
    }
    Id since(Holds holds, const Node& node) const {
        switch (holds) {
            case Holds::kShape: return memory_since_;
            case Holds::kMemory: {
                Memory read = node.op == Op::kPlace ? node.info->memory : Memory::kOther;
                Id since = memory_since_;
                for (size_t i = 0; i < kMemories; ++i)
                    if (may_overlap(read, static_cast<Memory>(i)))
                        since = std::max(since, restructured_since_[i]);
                return since;
            }
            case Holds::kValid: return valid_since_;
            case Holds::kBase: return base_since_;
            default: return 0;
        }
    }

    // The first check asks for what all later ones do.
    bool merge_room(const Node& node) {
        if (room_ == kNoId) return false;
        uint64_t& number = trace_.nodes[room_].number;
        uint64_t values = std::max(number & UINT32_MAX, node.number & UINT32_MAX);
        number = values | std::max(number >> 32, node.number >> 32) << 32;
        return true;
    }

    // Operands count by their new names.
    size_t hash(const Node& node) const {
        uint64_t h = static_cast<uint64_t>(node.op) * 31 + node.number;
        for (unsigned i = 0; i < node.count; ++i) h = h * 0x9e3779b97f4a7c15 + rewriter_.operand(node, i);
        return h;
    }
    size_t hash_of_new(const Node& node) const {
        uint64_t h = static_cast<uint64_t>(node.op) * 31 + node.number;
        for (unsigned i = 0; i < node.count; ++i) h = h * 0x9e3779b97f4a7c15 + trace_.begin(node)[i];
        return h;
    }
    bool is_same(const Node& old, const Node& fact) const {
        if (old.op != fact.op || old.info != fact.info || old.number != fact.number ||
            old.oparg != fact.oparg || old.count != fact.count)
            return false;
        for (unsigned i = 0; i < old.count; ++i)
            if (rewriter_.operand(old, i) != trace_.begin(fact)[i]) return false;
        return !old.info || same_cache(trace_, old, fact);
    }

    void remember(Id id) {
        const Node& node = trace_.nodes[id];
        Effects effects = effects_of(trace_, types_, node);
        if (effects.clobbers) memory_since_ = id;
        if (effects.restructures) restructured_since_[static_cast<size_t>(*effects.restructures)] = id;
        // What may run any code may run for long, and be what a signal or another thread has waited for.
        if (effects.invalidates) valid_since_ = id, is_still_valid_ = false, breaker_ = kNoId;
        if (node.op == Op::kPopBase) {
            base_since_ = id;
            room_ = kNoId;
        }
        if (node.op == Op::kCheckRoom) room_ = id;
        if (node.op == Op::kCheckBreaker) breaker_ = id;
        if (node.op == Op::kNop) breaker_ = kNoId;  // each turn asks
        if (how_long(node) != Holds::kNotAtAll) facts_.emplace(hash_of_new(node), id);
    }

    Trace& trace_;
    PassContext& context_;
    LoopEffects loop_;
    bool is_still_valid_;  // as it was when the trace was entered, for what is outdated is not entered
    Rewriter rewriter_;
    Types types_;
    std::unordered_multimap<size_t, Id> facts_;
    Id memory_since_ = 0, valid_since_ = 0, base_since_ = 0;  // facts from before do not hold any more
    Id restructured_since_[kMemories] = {};
    Id room_ = kNoId, breaker_ = kNoId;
};

}  // namespace

void remove_guards(Trace& trace, PassContext& context) {
    Guards(trace, context).run();
}

}  // namespace moult::jit
