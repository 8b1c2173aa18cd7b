// Propagates types and constants along the trace: checks that always hold and counts of immediates go, guards
// that ask for a shape become checks of it, and `is`, `not` and `truth` of what is known are folded.
#include <optional>
#include <unordered_map>

#include "jit/passes/pass_list.h"
#include "jit/passes/rewriter.h"
#include "runtime/state/types.h"

namespace moult::jit {

namespace {

using interp::TraceForm;

class Constants {
  public:
    Constants(Trace& trace, PassContext& context)
        : trace_(trace),
          context_(context),
          end_types_(types_at_end(trace)),
          rewriter_(trace),
          types_(trace) {}

    void run() {
        for (Id id = 0; id < rewriter_.size(); ++id) {
            rewriter_.reach(id);
            if (fold(id))
                ++context_.changes;
            else
                keep(id);
            visit();
        }
        rewriter_.finish();
        context_.changes += rewriter_.substitutions();
    }

  private:
    static Types types_at_end(const Trace& trace) {
        Types types(trace);
        for (Id id = 0; id < trace.nodes.size(); ++id) types.visit(id);
        return types;
    }
    void visit() {
        for (; visited_ < rewriter_.next(); ++visited_) types_.visit(visited_);
    }

    std::optional<Value> constant_of(Id id) const {
        const Node& node = trace_.nodes[id];
        if (node.op == Op::kConst) return Value(node.number);
        auto known = known_bools_.find(id);
        if (known == known_bools_.end()) return {};
        return Value(known->second);
    }
    Id constant(bool value) {
        Id id = rewriter_.constant(Value::boolean(value), {ValueType::kBool});
        visit();
        return id;
    }
    Id operand(const Node& node, unsigned i) const { return rewriter_.operand(node, i); }

    // Copies the node, and has later nodes use what it tells.
    void keep(Id id) {
        Id copy = rewriter_.copy(id);
        const Node node = trace_.nodes[copy];
        visit();
        switch (node.op) {
            case Op::kCheckIs: rewriter_.substitute(trace_.a(node), trace_.b(node)); break;
            case Op::kCheckTrue: known_bools_[trace_.a(node)] = Value::kTrueBits; break;
            case Op::kCheckFalse: known_bools_[trace_.a(node)] = Value::kFalseBits; break;
            default: break;
        }
    }

    // True when the node is not needed, or has been replaced by another.
    bool fold(Id id) {
        const Node& node = rewriter_.old(id);
        switch (node.op) {
            case Op::kNop: return node.snapshot == kNoId;
            case Op::kIncref:
            case Op::kDecref: return types_[operand(node, 0)].is_immediate();
            case Op::kCheckType: return types_[operand(node, 0)].is_within(node.type);
            case Op::kCheckIs: return is_known_same(operand(node, 0), operand(node, 1));
            case Op::kCheckTrue: return is_constant_of(operand(node, 0), Value::kTrueBits);
            case Op::kCheckFalse: return is_constant_of(operand(node, 0), Value::kFalseBits);
            case Op::kCheckEmpty: return types_[operand(node, 0)].tag == ValueType::kEmpty;
            case Op::kCheckItem: return are_disjoint(types_[operand(node, 0)], {ValueType::kEmpty});
            case Op::kGuard: return fold_guard(node);
            case Op::kIs: return fold_is(id, node);
            case Op::kNot: return fold_not(id, node);
            case Op::kTruth: return fold_truth(id, node);
            case Op::kRun: return type_run(id, node);
            case Op::kPhi: return fold_phi(id, node);
            default: return false;
        }
    }

    bool is_constant_of(Id id, uint64_t bits) const { return constant_of(id) == Value(bits); }
    bool is_known_same(Id a, Id b) const {
        if (a == b) return true;
        std::optional<Value> value = constant_of(a);
        return value && value == constant_of(b);
    }

    bool fold_guard(const Node& node) {
        if (node.info->shape && node.cache != kNoId && node.count > 0) {
            Node check = node;
            check.op = Op::kCheckShape;
            check.number = node.info->shape(trace_.caches[node.cache].data());
            check.info = nullptr;
            check.cache = kNoId;
            check.oparg = 0;
            rewriter_.emit(check, {operand(node, node.count - 1)});
            return true;
        }
        return node.info->type_guard && node.info->guard && always_holds(node);
    }
    // Asks the guard, whose answer depends on types alone, about a value of each operand's type.
    bool always_holds(const Node& node) {
        Value samples[8];
        if (node.count > std::size(samples)) return false;
        for (unsigned i = 0; i < node.count; ++i) {
            switch (types_[operand(node, i)].tag) {
                case ValueType::kInt: samples[i] = Value::small_int(1); break;
                case ValueType::kFloat: samples[i] = Value::number(1.5); break;
                case ValueType::kBool: samples[i] = Value::boolean(true); break;
                case ValueType::kNone: samples[i] = Value::none(); break;
                default: return false;
            }
        }
        const void* cache = node.cache == kNoId ? nullptr : trace_.caches[node.cache].data();
        return node.info->guard(nullptr, samples, node.oparg, cache);
    }

    bool fold_is(Id id, const Node& node) {
        Id a = operand(node, 0), b = operand(node, 1);
        bool same = is_known_same(a, b);
        if (!same && !are_disjoint(types_[a], types_[b]) && !(constant_of(a) && constant_of(b))) return false;
        rewriter_.replace(id, constant(same));
        return true;
    }

    bool fold_not(Id id, const Node& node) {
        Id a = operand(node, 0);
        if (std::optional<Value> value = constant_of(a)) {
            rewriter_.replace(id, constant(!value->as_bool()));
            return true;
        }
        const Node& inner = trace_.nodes[a];
        if (inner.op != Op::kNot) return false;
        rewriter_.replace(id, rewriter_.current(trace_.a(inner)));
        return true;
    }

    bool fold_truth(Id id, const Node& node) {
        Id a = operand(node, 0);
        ValueType type = types_[a];
        if (type.tag == ValueType::kBool) {
            rewriter_.replace(id, a);
            return true;
        }
        std::optional<Value> value = constant_of(a);
        if (type.tag == ValueType::kNone || (value && type.is_immediate())) {
            bool truth = type.tag == ValueType::kInt     ? value->as_small_int() != 0
                         : type.tag == ValueType::kFloat ? value->as_double() != 0
                                                         : false;
            rewriter_.replace(id, constant(truth));
            return true;
        }
        if (!type.is_immediate() || node.snapshot == kNoId) return false;
        Node harmless = node;
        harmless.snapshot = kNoId;
        rewriter_.replace(id, rewriter_.emit(harmless, {a}));
        return true;
    }

    bool type_run(Id id, const Node& node) {
        if (node.type.tag != ValueType::kAny || node.info->result.tag == ValueType::kAny) return false;
        Id copy = rewriter_.copy(id);
        trace_.nodes[copy].type = node.info->result;
        return true;
    }

    // A phi that is always the same value is that value; one whose values are known to have a type has it.
    bool fold_phi(Id id, const Node& node) {
        Id a = rewriter_.now(rewriter_.old_operand(node, 0)), b = rewriter_.old_operand(node, 1);
        if (b == id || (b < id && rewriter_.now(b) == a)) {
            rewriter_.replace(id, a);
            return true;
        }
        ValueType type = types_[a];
        if (type == node.type || !end_types_[b].is_within(type)) return false;
        Id copy = rewriter_.copy(id);
        trace_.nodes[copy].type = type;
        return true;
    }

    Trace& trace_;
    PassContext& context_;
    Types end_types_;  // of the old trace
    Rewriter rewriter_;
    Types types_;
    Id visited_ = 0;
    std::unordered_map<Id, uint64_t> known_bools_;  // by checks
};

}  // namespace

void propagate_constants(Trace& trace, PassContext& context) {
    Constants(trace, context).run();
}

}  // namespace moult::jit
