// Forwards what has been stored or loaded: a load of a place whose value is known is that value, and an
// exchange whose old value is known tells its type. Also locals that are read again from memory. What is
// known of memory holds until a node may change it; an exchange changes its own place, and those that may be
// the same: of these the type is still known where the new value has it, too.
#include <algorithm>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

using interp::Memory;

class Forwarder {
  public:
    Forwarder(Trace& trace, PassContext& context)
        : trace_(trace), context_(context), loop_(effects_of_loop(trace)), rewriter_(trace), types_(trace) {}

    void run() {
        for (Id id = 0; id < rewriter_.size(); ++id) {
            rewriter_.reach(id);
            if (trace_.loop_start == rewriter_.next()) enter_loop();
            if (forward(id)) {
                ++context_.changes;
                continue;
            }
            Id copy = rewriter_.copy(id);
            types_.visit(copy);
            locals_.visit(trace_, copy);
            learn(id, copy);
        }
        rewriter_.finish();
    }

  private:
    struct Fact {
        Id place;  // or an object, of which the item is a word
        uint64_t item;
        Id value;        // kNoId: any of the type
        bool is_there;   // certainly not empty
        ValueType type;  // without a value
    };
    struct Effects {
        bool clobbers = false, changes_locals = false;
        bool writes[8] = {};  // by Memory
    };

    static Effects effects_of_loop(const Trace& trace) {
        Effects all;
        if (trace.loop_start == kNoId) return all;
        Types types(trace);
        for (Id id = 0; id < trace.nodes.size(); ++id) {
            types.visit(id);
            if (id < trace.loop_start) continue;
            const Node& node = trace.nodes[id];
            all.clobbers |= clobbers(trace, types, node);
            all.changes_locals |= node.op == Op::kStoreLocal || node.op == Op::kCallout;
            if (auto memory = changed_memory(trace, node)) all.writes[static_cast<size_t>(*memory)] = true;
        }
        return all;
    }

    bool is_place(Id id) const { return trace_.nodes[id].op == Op::kPlace; }
    Memory memory_of(const Fact& fact) const {
        return is_place(fact.place) ? trace_.nodes[fact.place].info->memory : Memory::kOther;
    }

    void forget() {
        // The items of a tuple never change.
        std::erase_if(facts_, [this](const Fact& fact) { return memory_of(fact) != Memory::kTupleItem; });
    }
    void enter_loop() {
        if (loop_.clobbers || loop_.writes[static_cast<size_t>(Memory::kOther)]) forget();
        std::erase_if(
            facts_, [this](const Fact& fact) { return loop_.writes[static_cast<size_t>(memory_of(fact))]; });
        if (loop_.changes_locals) locals_ = BaseLocals();
    }

    Fact* find(Id place, uint64_t item) {
        for (Fact& fact : facts_) {
            if (is_place(place) != is_place(fact.place)) continue;
            bool same = is_place(place) ? compare_places(trace_, types_, fact.place, fact.item, place,
                                                         item) == Alias::kSame
                                        : fact.place == place && fact.item == item;
            if (same) return &fact;
        }
        return nullptr;
    }

    // True when the node is replaced by what is known.
    bool forward(Id id) {
        const Node& node = rewriter_.old(id);
        if (node.op == Op::kLoadLocal && node.frame == locals_.frame()) {
            Id known = locals_[node.number];
            if (known == kNoId) return false;
            rewriter_.replace(id, known);
            return true;
        }
        if (node.op != Op::kLoad) return false;
        Fact* fact = find(rewriter_.operand(node, 0), node.number);
        if (!fact || fact->value == kNoId) return false;
        if (node.snapshot != kNoId && !fact->is_there && !is_there(fact->value)) return false;
        rewriter_.replace(id, fact->value);
        return true;
    }
    ValueType type_of(const Fact& fact) const { return fact.value == kNoId ? fact.type : types_[fact.value]; }
    bool is_there(Id value) const { return are_disjoint(types_[value], {ValueType::kEmpty}); }

    void learn(Id old_id, Id id) {
        const Node& node = trace_.nodes[id];
        if (clobbers(trace_, types_, node)) forget();
        if (node.op == Op::kRun) {
            if (auto memory = changed_memory(trace_, node))
                std::erase_if(facts_, [&](const Fact& fact) {
                    return is_place(fact.place) && may_overlap(memory_of(fact), *memory);
                });
        } else if (node.op == Op::kLoad) {
            if (const Fact* fact = find(trace_.a(node), node.number)) learn_type(id, type_of(*fact));
            facts_.push_back({trace_.a(node), node.number, id, node.snapshot != kNoId, {}});
        } else if (node.op == Op::kExchange) {
            Id place = trace_.a(node), value = trace_.b(node);
            if (const Fact* fact = find(place, 0)) learn_old_value(old_id, id, *fact);
            std::erase_if(facts_, [&](Fact& fact) {
                if (!is_place(fact.place)) return trace_.nodes[place].info->memory == Memory::kOther;
                Alias alias = compare_places(trace_, types_, fact.place, fact.item, place, 0);
                if (alias == Alias::kDifferent) return false;
                ValueType type = type_of(fact);
                fact = {fact.place, fact.item, kNoId, true, type};
                return alias == Alias::kSame || type.tag == ValueType::kAny || !types_[value].is_within(type);
            });
            // What the program stores is a value.
            facts_.push_back({place, 0, value, true, {}});
        }
    }
    void learn_type(Id id, ValueType type) {
        Node& node = trace_.nodes[id];
        if (node.type == type || !type.is_within(node.type)) return;
        node.type = type;
        types_.visit(id);
        ++context_.changes;
    }
    // The reference that an exchange gives belongs to it; an immediate has none.
    void learn_old_value(Id old_id, Id exchange, const Fact& fact) {
        ValueType type = type_of(fact);
        learn_type(exchange, type);
        if (type.is_immediate() && fact.value != kNoId) rewriter_.replace(old_id, fact.value);
    }

    Trace& trace_;
    PassContext& context_;
    Effects loop_;
    Rewriter rewriter_;
    Types types_;
    BaseLocals locals_;
    std::vector<Fact> facts_;
};

}  // namespace

void forward_memory(Trace& trace, PassContext& context) {
    Forwarder(trace, context).run();
}

}  // namespace moult::jit
