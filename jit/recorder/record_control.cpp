// Recording of control instructions: loads and stores, jumps, returns; and of the simple ones, which run as
// the interpreter runs them.
#include "interp/instructions.h"
#include "jit/recorder/recorder.h"

namespace moult::jit {

using interp::Basic;
using interp::InstructionInfo;
using interp::Recorded;

bool Recorder::record_control(const InstructionInfo& info) {
    auto basic = static_cast<Basic>(info.first_op);
    const Instr* next = ip_ + 1;
    auto jump_target = [&] { return ip_ + 1 + ip_->offset(); };
    auto load = [&](uint32_t index) {
        Id id = local(index);
        incref(id);
        push(id);
    };
    switch (basic) {
        case Basic::kLOAD_LOCAL: load(ip_->arg); return true;
        case Basic::kLOAD_TWO_LOCALS:
            load(ip_->packed.in[0]);
            load(ip_->packed.in[1]);
            return true;
        case Basic::kLOAD_LOCAL_CHECKED: {
            if (actual_local(ip_->arg).is_empty()) return fail(AbortReason::kException);
            Id id = local(ip_->arg);
            if (type_of(id).tag == ValueType::kAny) append(Op::kCheckItem, {id}).snapshot = snapshot();
            load(ip_->arg);
            return true;
        }
        case Basic::kLOAD_CONST: {
            Id id = constant(frame_->consts[ip_->arg]);
            incref(id);
            push(id);
            return true;
        }
        case Basic::kSTORE_LOCAL: {
            Id value = pop();
            set_local(ip_->arg, value);
            return true;
        }
        case Basic::kMOVE_LOCAL: {
            Id value = local(ip_->packed.in[0]);
            incref(value);
            set_local(ip_->packed.dest(), value);
            return true;
        }
        case Basic::kSTORE_CONST: {
            Id value = constant(frame_->consts[ip_->packed.in[0]]);
            incref(value);
            set_local(ip_->packed.dest(), value);
            return true;
        }
        case Basic::kPOP_TOP: decref(pop()); return true;
        case Basic::kPUSH_NULL: push(constant(Value::empty())); return true;
        case Basic::kCOPY: {
            Id id = top().stack[top().stack.size() - ip_->arg];
            incref(id);
            push(id);
            return true;
        }
        case Basic::kSWAP:
            std::swap(top().stack.back(), top().stack[top().stack.size() - ip_->arg]);
            return true;
        case Basic::kLOAD_DEREF: {
            Value cell = actual_local(ip_->arg);
            if (cell.as<Cell>()->content.is_empty()) return fail(AbortReason::kException);
            Id id = local(ip_->arg);
            uint32_t at = snapshot();
            Node& node = append(Op::kLoad, {id});
            node.number = word_of(cell.as_object(), &cell.as<Cell>()->content);
            node.snapshot = at;
            Id content = last();
            ask_type(content, cell.as<Cell>()->content);
            incref(content);
            push(content);
            return true;
        }
        case Basic::kJUMP: return true;
        case Basic::kJUMP_BACKWARD: pending_.breaker = true; return true;
        case Basic::kRESUME: pending_.breaker = true; return true;
        case Basic::kPOP_JUMP_IF_TRUE:
        case Basic::kPOP_JUMP_IF_FALSE: {
            Id value = top().stack.back();
            return record_truth_jump(value, sp_[-1], true, basic == Basic::kPOP_JUMP_IF_TRUE, false);
        }
        case Basic::kJUMP_IF_TRUE_OR_POP:
        case Basic::kJUMP_IF_FALSE_OR_POP: {
            Id value = top().stack.back();
            return record_truth_jump(value, sp_[-1], true, basic == Basic::kJUMP_IF_TRUE_OR_POP, true);
        }
        case Basic::kJUMP_IF_LOCAL_TRUE:
        case Basic::kJUMP_IF_LOCAL_FALSE: {
            Id value = local(ip_->counter);
            return record_truth_jump(value, actual_local(ip_->counter), false,
                                     basic == Basic::kJUMP_IF_LOCAL_TRUE, false);
        }
        case Basic::kPOP_JUMP_IF_NONE:
        case Basic::kPOP_JUMP_IF_NOT_NONE:
        case Basic::kJUMP_IF_LOCAL_NONE:
        case Basic::kJUMP_IF_LOCAL_NOT_NONE: {
            bool on_stack = basic == Basic::kPOP_JUMP_IF_NONE || basic == Basic::kPOP_JUMP_IF_NOT_NONE;
            bool if_none = basic == Basic::kPOP_JUMP_IF_NONE || basic == Basic::kJUMP_IF_LOCAL_NONE;
            Id value = on_stack ? pop() : local(ip_->counter);
            Id none = constant(Value::none());
            append(Op::kIs, {value, none}).type = {ValueType::kBool};
            Id is_none = last();
            learn(is_none, {ValueType::kBool});
            if (on_stack) decref(value);
            pending_.branch = is_none;
            pending_.if_true = if_none ? jump_target() : next;
            pending_.if_false = if_none ? next : jump_target();
            pending_.breaker = ip_->offset() < 0;
            return true;
        }
        case Basic::kRETURN_VALUE: return record_return(kNoId);
        case Basic::kRETURN_LOCAL: return record_return(local(ip_->arg));
        case Basic::kRETURN_CONST: return record_return(constant(frame_->consts[ip_->arg]));
        case Basic::kCALL_KW: {
            Value names = frame_->consts[ip_[1].arg];
            hold(names);
            return record_any_call(ip_->arg, names, 1 + info.cache_words);
        }
        case Basic::kYIELD_VALUE: return record_yield();
        default: return fail(AbortReason::kUnsupported);
    }
}

// A conditional jump by the truth of a value: on the stack (owned, popped unless `keep` and the jump is
// taken) or in a local.
bool Recorder::record_truth_jump(Id value, Value actual, bool owned, bool jump_if, bool keep) {
    const Instr* next = ip_ + 1;
    const Instr* target = next + ip_->offset();
    Id truth = value;
    bool is_known = type_of(value).tag == ValueType::kBool;
    if (actual.is_bool() && (is_known || !varies_)) {
        check_type(value, actual);
    } else {
        bool is_simple = !varies_ && (actual.is_small_int() || actual.is_none());
        if (is_simple) check_type(value, actual);
        uint32_t at = is_simple ? kNoId : snapshot();
        Node& node = append(Op::kTruth, {value});
        node.snapshot = at;
        node.type = {ValueType::kBool};
        truth = last();
        learn(truth, {ValueType::kBool});
    }
    pending_.keep = keep;
    pending_.target = target;
    if (owned && !keep) {
        pop();
        decref(value);
    }
    pending_.branch = truth;
    pending_.if_true = jump_if ? target : next;
    pending_.if_false = jump_if ? next : target;
    pending_.breaker = ip_->offset() < 0;
    return true;
}

// A simple instruction works on the operand stack: everything is put there, and read again afterwards.
bool Recorder::record_callout(const InstructionInfo& info) {
    if (frame_->generator() && frames_.size() > 1) return fail(AbortReason::kUnsupported);
    uint32_t at = snapshot();
    Node& node = append(Op::kCallout);
    node.snapshot = at;
    node.oparg = ip_->arg;
    node.number = ip_->op;
    pending_.reload = true;
    pending_.kept = top().stack.size() - info.facts.pops(ip_->arg);
    node.changes_locals = info.facts.recorded != Recorded::kCallout;
    pending_.reload_locals = node.changes_locals;
    return true;
}

bool Recorder::record_build(const InstructionInfo& info) {
    auto count = static_cast<ptrdiff_t>(info.facts.pops(ip_->arg));
    std::vector<Id> operands(top().stack.end() - count, top().stack.end());
    uint32_t at = snapshot();
    Node& node = append(Op::kBuild, operands);
    node.number = ip_->op;
    node.oparg = ip_->arg;
    node.snapshot = at;
    node.type = {ValueType::kExact, info.facts.builds};
    learn(last(), node.type);
    top().stack.resize(top().stack.size() - operands.size());
    push(last());
    return true;
}

// The cells of a followed function's closure become locals. False: as the interpreter does it.
bool Recorder::record_free_variables() {
    Id function = trace_->frames[top().index].function;
    if (function == kNoId) return false;
    auto* value = frame_->function;
    append(Op::kLoad, {function}).number = word_of(value, &value->closure);
    Id closure = last();
    auto* cells = value->closure.as<Tuple>();
    uint32_t first = frame_->exec->localsplus - ip_->arg;
    for (uint32_t i = 0; i < ip_->arg; ++i) {
        append(Op::kLoad, {closure}).number = word_of(cells, &cells->items()[i]);
        Id cell = last();
        incref(cell);
        set_local(first + i, cell);
    }
    return true;
}

}  // namespace moult::jit
