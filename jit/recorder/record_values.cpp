// Recording of instructions that are functions of values: operators, attributes, items, names, method loads,
// unpacking, iteration.
#include <algorithm>
#include <span>

#include "interp/registration.h"
#include "jit/recorder/recorder.h"

namespace moult::jit {

using interp::In;
using interp::InstructionInfo;
using interp::Out;
using interp::TraceForm;
using interp::Variant;
using interp::Watched;
using interp::WatchList;

namespace {

// What a trace may keep alive a little longer than the program does: nobody waits for the end of a class, a
// module, a string or a function that closes over nothing.
bool can_be_constant(Value value) {
    ValueType type = interp::type_of_value(value);
    if (type.is_immediate()) return type.tag != ValueType::kEmpty;
    if (type.tag != ValueType::kExact) return false;
    switch (type.kind) {
        case Kind::kInt:
        case Kind::kComplex:
        case Kind::kStr:
        case Kind::kBytes:
        case Kind::kMethodDescriptor:
        case Kind::kType:
        case Kind::kModule: return true;
        case Kind::kFunction: return value.as<Function>()->closure.is_empty();
        case Kind::kNativeFunction: return value.as<NativeFunction>()->self.is_empty();
        default: return false;
    }
}

}  // namespace

bool Recorder::are_constants(const std::vector<Id>& operands) const {
    return std::all_of(operands.begin(), operands.end(), [this](Id id) { return is_const(id); });
}

// Takes for granted what the guard of the specialization at hand asks; its operands are constants (of CALL:
// the callable). False when it cannot be told of changes.
bool Recorder::assume(const interp::TraceInfo* form, Value* operands, uint32_t oparg) {
    if (!form->watch) return false;
    WatchList list;
    form->watch(operands, oparg, ip_ + 1, &list);
    return assume(list);
}
bool Recorder::assume(const WatchList& list) {
    std::span<const Watched> all(list.items, list.count);
    for (const Watched& watched : all)
        if (!host_.can_watch(watched)) return false;
    for (const Watched& watched : all) {
        auto is_same = [&](const Watched& other) {
            return other.object == watched.object && other.name == watched.name;
        };
        if (std::any_of(trace_->watched.begin(), trace_->watched.end(), is_same)) continue;
        host_.watch(watched);
        hold(Value(watched.object));
        if (watched.name) hold(Value(watched.name));
        trace_->watched.push_back(watched);
    }
    if (!all.empty()) append(Op::kCheckValid).snapshot = snapshot();
    return true;
}

// The guard of the specialization at hand: types where it asks for nothing else, else its own function.
void Recorder::emit_guard(const InstructionInfo& info, const std::vector<Id>& operands, Value* values,
                          uint32_t oparg, uint32_t cache) {
    if (are_constants(operands) && assume(info.trace, values, oparg)) return;
    emit_full_guard(info, operands, values, oparg, cache);
}
void Recorder::emit_full_guard(const InstructionInfo& info, const std::vector<Id>& operands,
                               const Value* values, uint32_t oparg, uint32_t cache) {
    if (info.trace->type_guard) {
        for (size_t i = 0; i < operands.size(); ++i) check_type(operands[i], values[i]);
        return;
    }
    uint32_t at = snapshot();
    Node& node = append(Op::kGuard, operands);
    node.info = info.trace;
    node.oparg = oparg;
    node.cache = cache;
    node.snapshot = at;
}

Id Recorder::guarded_place(const InstructionInfo& info, const std::vector<Id>& operands, const Value* values,
                           uint32_t oparg, uint32_t cache) {
    emit_full_guard(info, operands, values, oparg, cache);
    uint32_t at = snapshot();
    Node& node = append(Op::kPlace, operands);
    node.info = info.trace;
    node.oparg = oparg;
    node.cache = cache;
    node.snapshot = at;
    return last();
}

bool Recorder::record_value(const InstructionInfo& info, const Variant& variant) {
    uint32_t oparg = variant.is_wide() ? ip_->arg : ip_->packed.oparg;
    std::vector<Id> operands;
    std::vector<Value> values;
    int popped = variant.popped();
    size_t base = top().stack.size() - static_cast<size_t>(popped);
    int next = 0;
    for (int i = 0; i < variant.arity; ++i) {
        switch (variant.in[i]) {
            case In::kStack: {
                int position = variant.rotated ? (i + variant.arity - 1) % variant.arity : next++;
                operands.push_back(top().stack[base + static_cast<size_t>(position)]);
                values.push_back(sp_[position - popped]);
                break;
            }
            case In::kLocal:
                operands.push_back(local(ip_->packed.in[i]));
                values.push_back(actual_local(ip_->packed.in[i]));
                break;
            case In::kConst:
                values.push_back(frame_->consts[ip_->packed.in[i]]);
                operands.push_back(constant(values.back()));
                break;
        }
    }
    const InstructionInfo& family =
        info.generic >= 0 ? registry_->instruction(static_cast<uint16_t>(info.generic)) : info;
    std::vector<Id> seen = operands;  // what the body sees
    std::vector<Value> seen_values = values;
    if (family.trace->uses_names) {
        if (top().names_check >= 0) names_checks_[static_cast<size_t>(top().names_check)].is_used = true;
        seen_values = {Value(frame_->globals), Value(frame_->builtins)};
        seen = {constant(seen_values[0]), constant(seen_values[1])};
    }
    const interp::TraceInfo* form = info.trace;
    const void* cache_words = ip_ + 1;
    bool specialized = info.generic >= 0 && form && !varies_ &&
                       (top().knows_names || !family.trace->uses_names) &&
                       form->guard(thread_, seen_values.data(), oparg, cache_words);
    if (specialized && form->place && !form->place(thread_, seen_values.data(), oparg, cache_words))
        specialized = false;
    if (!specialized) return record_generic(family, variant, operands);

    uint32_t cache = copy_cache(info);
    Id result = kNoId;
    bool takes_left = false;
    switch (form->form) {
        case TraceForm::kLoad: {
            Value now = *form->place(thread_, seen_values.data(), oparg, cache_words);
            if (can_be_constant(now) && are_constants(seen) && assume(form, seen_values.data(), oparg)) {
                result = constant(now);
                incref(result);
                break;
            }
            Id place = guarded_place(info, seen, seen_values.data(), oparg, cache);
            uint32_t at = form->may_be_empty ? snapshot() : kNoId;
            Node& node = append(Op::kLoad, {place});
            node.snapshot = at;
            node.info = form;
            result = last();
            ask_type(result, now);
            incref(result);
            break;
        }
        case TraceForm::kStore: {
            Id place = guarded_place(info, seen, seen_values.data(), oparg, cache);
            incref(operands[0]);
            append(Op::kExchange, {place, operands[0]}).info = form;
            Id old = last();
            return complete(info, variant, kNoId, operands, false) && (decref(old), true);
        }
        case TraceForm::kConstant:
            emit_guard(info, seen, seen_values.data(), oparg, cache);
            result = constant(form->constant(cache_words));
            incref(result);
            break;
        case TraceForm::kIdentity:
            for (Op op : {Op::kIs, Op::kNot}) {
                if (op == Op::kNot && oparg == 0) break;
                append(op, op == Op::kIs ? seen : std::vector<Id>{result}).type = {ValueType::kBool};
                result = last();
                learn(result, {ValueType::kBool});
            }
            break;
        case TraceForm::kRun: {
            emit_guard(info, seen, seen_values.data(), oparg, cache);
            takes_left =
                form->may_reuse_left &&
                (variant.in[0] == In::kStack || (variant.in[0] == In::kLocal && variant.out == Out::kLocal &&
                                                 ip_->packed.in[0] == ip_->packed.dest()));
            uint32_t at = snapshot();
            Node& node = append(Op::kRun, seen);
            node.info = form;
            node.oparg = oparg;
            node.cache = cache;
            node.snapshot = at;
            node.type = form->result;
            node.reuses_left = takes_left;
            result = last();
            learn(result, form->result);
            break;
        }
        default: return fail(AbortReason::kUnsupported);
    }
    return complete(info, variant, result, operands, takes_left);
}

bool Recorder::record_generic(const InstructionInfo& family, const Variant& variant,
                              std::vector<Id>& operands) {
    if (!family.trace || !family.trace->generic) return fail(AbortReason::kUnsupported);
    uint32_t oparg = variant.is_wide() ? ip_->arg : ip_->packed.oparg;
    uint32_t at = snapshot();
    Node& node = append(Op::kGeneric, operands);
    node.info = family.trace;
    node.oparg = oparg;
    node.snapshot = at;
    return complete(family, variant, last(), operands, false);
}

// The rest of a value instruction: the operands leave, the result goes where the form says.
bool Recorder::complete(const InstructionInfo& info, const Variant& variant, Id result,
                        const std::vector<Id>& operands, bool takes_left) {
    int popped = variant.popped();
    std::vector<Id> released(top().stack.end() - popped, top().stack.end());
    top().stack.resize(top().stack.size() - static_cast<size_t>(popped));
    Id left = kNoId;
    if (takes_left) {
        append(Op::kLeft, {result});
        left = last();
        if (variant.in[0] == In::kStack)
            released[variant.rotated ? static_cast<size_t>(variant.arity - 1) : 0] = left;
    }
    const Instr* jump = ip_ + 1 + info.cache_words;
    if (variant.out == Out::kNone && result != kNoId) decref(result);  // a store gives None
    if (variant.out == Out::kStack) push(result);
    Id old = kNoId;
    if (variant.out == Out::kLocal) {
        uint32_t index = ip_->packed.dest();
        old = local(index);
        append(Op::kStoreLocal, {result}).number = index;
        top().locals[index] = result;
        if (takes_left && variant.in[0] == In::kLocal) old = left;
    }
    if (variant.rotated) std::rotate(released.begin(), released.end() - 1, released.end());
    for (Id id : released) decref(id);
    if (old != kNoId) decref(old);
    switch (variant.out) {
        case Out::kStack: pending_.result = result; break;
        case Out::kLocal:
            pending_.result = result;
            pending_.local = ip_->packed.dest();
            break;
        case Out::kJumpIfTrue:
        case Out::kJumpIfFalse: {
            const Instr* target = jump + 1 + jump->offset();
            const Instr* next = jump + 1;
            bool jumps_if = variant.out == Out::kJumpIfTrue;
            pending_.breaker = target <= ip_;
            if (type_of(result).tag != ValueType::kBool) {
                // As the jump that follows would do: an error there finds the result on the stack.
                push(result);
                uint32_t at = snapshot_at(jump);
                pop();
                append(Op::kTruth, {result}).snapshot = at;
                Id truth = last();
                learn(truth, {ValueType::kBool});
                trace_->nodes[truth].type = {ValueType::kBool};
                decref(result);
                result = truth;
            }
            pending_.branch = result;
            pending_.if_true = jumps_if ? target : next;
            pending_.if_false = jumps_if ? next : target;
            break;
        }
        case Out::kNone: break;
    }
    return true;
}

// A method of any object: read as an attribute, which is called without a self.
bool Recorder::record_any_method(uint32_t oparg, Id owner, bool on_stack) {
    const InstructionInfo& load_attr = interp::family_of<interp::LoadAttrFamily>(*registry_);
    uint32_t at = snapshot();
    Node& node = append(Op::kGeneric, {owner});
    node.info = load_attr.trace;
    node.oparg = oparg;
    node.snapshot = at;
    Id found = last();
    if (on_stack) pop();
    push(constant(Value::empty()));
    push(found);
    if (on_stack) decref(owner);
    return true;
}

bool Recorder::record_load_method(const InstructionInfo& info, const Variant& variant) {
    uint32_t oparg = variant.is_wide() ? ip_->arg : ip_->packed.oparg;
    bool on_stack = variant.in[0] == In::kStack;
    Id owner = on_stack ? top().stack.back() : local(ip_->packed.in[0]);
    Value value = on_stack ? sp_[-1] : actual_local(ip_->packed.in[0]);
    const interp::TraceInfo* form = info.trace;
    if (varies_ || info.generic < 0 || !form->guard(thread_, &value, oparg, ip_ + 1))
        return record_any_method(oparg, owner, on_stack);
    uint32_t cache = copy_cache(info);
    Id found = kNoId;
    switch (form->form) {
        case TraceForm::kConstant:
            emit_guard(info, {owner}, &value, oparg, cache);
            found = constant(form->constant(ip_ + 1));
            incref(found);
            break;
        case TraceForm::kLoad: {
            Value now = *form->place(thread_, &value, oparg, ip_ + 1);
            if (can_be_constant(now) && is_const(owner) && assume(form, &value, oparg)) {
                found = constant(now);
                incref(found);
                break;
            }
            Id place = guarded_place(info, {owner}, &value, oparg, cache);
            uint32_t at = snapshot();
            Node& node = append(Op::kLoad, {place});
            node.snapshot = at;
            node.info = form;
            found = last();
            incref(found);
            break;
        }
        case TraceForm::kRun: {
            emit_guard(info, {owner}, &value, oparg, cache);
            uint32_t at = snapshot();
            Node& node = append(Op::kRun, {owner});
            node.info = form;
            node.oparg = oparg;
            node.cache = cache;
            node.snapshot = at;
            found = last();
            break;
        }
        default: return fail(AbortReason::kUnsupported);
    }
    if (on_stack) pop();
    if (form->is_method) {
        if (!on_stack) incref(owner);
        push(found);
        push(owner);
    } else {
        push(constant(Value::empty()));
        push(found);
        if (on_stack) decref(owner);
    }
    return true;
}

bool Recorder::record_for_iter(const InstructionInfo& info, const Variant& variant) {
    Id iterator = top().stack.back();
    Value value = sp_[-1];
    const interp::TraceInfo* form = info.trace;
    bool specialized = !varies_ && info.generic >= 0 && form->guard(thread_, &value, 0, ip_ + 1);
    if (specialized && form->form == TraceForm::kResume) {
        if (options_.follows_generators) return record_resume(info, iterator, value);
        specialized = false;
    }
    uint32_t at = snapshot();
    if (specialized) {
        uint32_t cache = copy_cache(info);
        emit_guard(info, {iterator}, &value, 0, cache);
        Node& node = append(Op::kRun, {iterator});
        node.info = form;
        node.cache = cache;
        node.snapshot = at;
        node.type = form->result;
        node.is_alone = form->state_size && value.as_object()->refcount == 1;
    } else {
        append(Op::kNext, {iterator}).snapshot = at;
    }
    pending_.item = last();
    pending_.exhausted = interp::ForIterFamily::exit(ip_);
    pending_.with_item = ip_ + 1 + info.cache_words;
    if (variant.out == Out::kLocal) pending_.item_local = static_cast<int32_t>(ip_[1 + info.cache_words].arg);
    return true;
}

bool Recorder::record_unpack(const InstructionInfo& info, const Variant& variant) {
    uint32_t count = ip_->arg;
    Value value = sp_[-1];
    const interp::TraceInfo* form = info.trace;
    if (info.generic < 0 || !form->guard(thread_, &value, count, ip_ + 1))
        return fail(AbortReason::kUnsupported);
    Id sequence = top().stack.back();
    uint32_t cache = copy_cache(info);
    std::vector<Id> items;
    Id place = guarded_place(info, {sequence}, &value, count, cache);
    const Value* now = form->place(thread_, &value, count, ip_ + 1);
    for (uint32_t i = 0; i < count; ++i) {
        Node& node = append(Op::kLoad, {place});
        node.number = i;
        node.info = form;
        items.push_back(last());
        ask_type(last(), now[i]);
    }
    for (Id item : items) incref(item);
    pop();
    if (variant.out == Out::kLocal) {
        const Instr* stores = ip_ + 1 + info.cache_words;
        std::vector<Id> old;
        for (uint32_t i = 0; i < count; ++i) {
            old.push_back(local(stores[i].arg));
            append(Op::kStoreLocal, {items[i]}).number = stores[i].arg;
            top().locals[stores[i].arg] = items[i];
        }
        for (Id id : old) decref(id);
        decref(sequence);
        return true;
    }
    for (uint32_t i = count; i-- > 0;) push(items[i]);
    decref(sequence);
    return true;
}

}  // namespace moult::jit
