// Recording of calls and returns. Python functions are followed into their code; everything else is called.
#include "compiler/opcode.h"
#include "interp/calls.h"
#include "interp/generators/generator.h"
#include "interp/instructions.h"
#include "interp/trace_forms.h"
#include "jit/recorder/recorder.h"

namespace moult::jit {

using interp::Basic;
using interp::CallBinding;
using interp::InstructionInfo;
using interp::TraceForm;
using interp::WatchList;

namespace {

constexpr size_t kMaxDepth = 12;
constexpr int kMaxRecursion = 2;       // frames of one function in a trace
constexpr int kMaxBaseReturns = 8;     // out of the frame in which a trace began, and its callers
constexpr uint32_t kMaxReleased = 32;  // locals of such a frame

// Code whose calls make a generator, or that needs its cells made first: called, not followed.
bool can_be_followed(const Executable* exec) {
    constexpr uint32_t kMakesGenerator = kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator;
    return !(exec->code->flags & kMakesGenerator);
}

}  // namespace

bool Recorder::record_call(const InstructionInfo& info) {
    if (varies_) return record_any_call(ip_->arg, Value::empty(), 1 + info.cache_words);
    uint32_t count = ip_->arg + 2;
    const Value* base = sp_ - count;
    std::vector<Id> operands(top().stack.end() - count, top().stack.end());
    std::vector<Value> values(const_cast<Value*>(base), sp_);
    const interp::TraceInfo* form = info.trace;
    bool specialized = info.generic >= 0 && form->guard(thread_, values.data(), ip_->arg, ip_ + 1);
    uint32_t length = 1 + info.cache_words;
    if (type_of(operands[0]).tag == ValueType::kAny) {
        if (values[0].is_empty())
            check_type(operands[0], values[0]);
        else {
            uint32_t at = snapshot();
            append(Op::kCheckItem, {operands[0]}).snapshot = at;
        }
    } else if ((type_of(operands[0]).tag == ValueType::kEmpty) != values[0].is_empty()) {
        specialized = false;  // record_any_method has bound a method that the interpreter pushes in two parts
    }
    if (!specialized) return record_any_call(ip_->arg, Value::empty(), length);
    if (form->form == TraceForm::kEnter) return record_enter(info, operands);
    uint32_t cache = copy_cache(info);
    size_t callable = values[0].is_empty() ? 1 : 0;
    // The specialization is for one callable, which a side trace has found on the stack.
    bool is_known = is_const(operands[callable]) || form->typed_arguments;
    if (is_known && assume(form, values.data(), ip_->arg)) {
        check_is(operands[callable], values[callable]);
        for (size_t i = callable + 1; i < count; ++i)
            if (form->typed_arguments >> (i - callable - 1) & 1) check_type(operands[i], values[i]);
    } else {
        emit_full_guard(info, operands, values.data(), ip_->arg, cache);
    }
    uint32_t at = snapshot();
    Node& node = append(Op::kRun, operands);
    node.info = form;
    node.oparg = ip_->arg;
    node.cache = cache;
    node.snapshot = at;
    node.type = form->result;
    Id result = last();
    learn(result, form->result);
    top().stack.resize(top().stack.size() - count);
    for (Id id : operands) decref(id);
    push(result);
    pending_.result = result;
    return true;
}

// Calls whatever it is, Python functions too: the interpreter is entered anew.
bool Recorder::record_any_call(uint32_t arguments, Value names, uint32_t length) {
    uint32_t count = arguments + 2;
    std::vector<Id> operands(top().stack.end() - count, top().stack.end());
    top().stack.resize(top().stack.size() - count);
    uint32_t at = snapshot_at(ip_);  // an error finds the operands gone
    Node& node = append(Op::kCall, operands);
    node.oparg = arguments;
    node.number = names.bits;
    node.snapshot = at;
    Id result = last();
    push(result);
    // The interpreter runs a Python function's frame meanwhile, instruction by instruction.
    pending_.result = result;
    pending_.skip_frames = true;
    pending_.expected = ip_ + length;
    return true;
}

bool Recorder::record_enter(const InstructionInfo& info, const std::vector<Id>& operands) {
    std::vector<Value> values(sp_ - operands.size(), sp_);
    uint32_t oparg = ip_->arg;
    uint32_t length = 1 + info.cache_words;
    CallBinding binding;
    if (!info.trace->bind(thread_, values.data(), oparg, ip_ + 1, &binding) || !can_be_followed(binding.exec))
        return record_any_call(oparg, Value::empty(), length);
    if (frames_.size() > kMaxDepth) return fail(AbortReason::kTooDeep);
    int same = 0;
    for (const FrameState& state : frames_) same += state.frame->exec == binding.exec;
    if (same >= kMaxRecursion) return record_any_call(oparg, Value::empty(), length);

    uint32_t cache = copy_cache(info);
    bool has_self = !values[0].is_empty();
    Id callable = operands[has_self ? 0 : 1];
    Value callable_value = values[has_self ? 0 : 1];
    auto* function = binding.function.as<Function>();
    // A function that is made over and over (a lambda, an inner function) is another object next time: the
    // trace then asks what it is made of. Any other is to be compared with the one that was called, below.
    bool is_one = function->closure.is_empty() && !is_made_often(function->code.get());
    bool is_compared =
        !binding.unpacks_method && (binding.replaces_callable || binding.instance_of || is_one);
    bool assumed = (is_const(callable) || is_compared) && assume(info.trace, values.data(), oparg);
    bool asks_code = !binding.instance_of && !binding.replaces_callable && !binding.defaults;
    if (!assumed && asks_code)
        check_type(callable, callable_value);  // the code tells the parameters
    else if (!assumed)
        emit_full_guard(info, operands, values.data(), oparg, cache);
    auto field = [&](Id id, const Object* object, const void* member) {
        append(Op::kLoad, {id}).number = word_of(object, member);
        return last();
    };
    const Method* method = binding.unpacks_method ? callable_value.as<Method>() : nullptr;
    // The code that the trace follows is still the function's.
    auto check_code = [&](Id id) {
        WatchList list;
        list.add(function);
        if (assumed || (is_const(id) && assume(list))) return;
        check_is(field(id, function, &function->code), Value(function->code.get()));
    };
    Id function_id = callable;
    if (binding.replaces_callable) {
        check_is(callable, callable_value);
        function_id = constant(binding.function);
    } else if (binding.instance_of) {
        check_is(callable, callable_value);
        function_id = constant(binding.function);
        check_code(function_id);
    } else {
        if (binding.unpacks_method) {
            function_id = field(callable, method, &method->function);
            check_type(function_id, binding.function);
        }
        if (is_one && !is_const(function_id)) {
            check_is(function_id, binding.function);
            function_id = constant(binding.function);
        }
        check_code(function_id);
        if (!is_const(function_id)) {
            check_is(field(function_id, function, &function->globals), Value(function->globals.get()));
            check_is(field(function_id, function, &function->builtins), function->builtins.get());
        }
    }

    FrameState state;
    state.index = static_cast<uint16_t>(trace_->frames.size());
    FrameRecord record;
    record.runs(binding.exec);
    record.parent = top().index;
    record.call = ip_;
    record.resume = ip_ + length;
    Id instance = kNoId;
    if (binding.instance_of) {
        uint32_t at = snapshot();
        append(Op::kInstance, {callable}).snapshot = at;
        instance = last();
        learn(instance, {ValueType::kObject});
        incref(instance);
        incref(function_id);
        state.locals.push_back(instance);
        record.instance = instance;
    } else if (binding.replaces_callable) {
        incref(function_id);
    } else if (binding.unpacks_method) {
        Id self = field(callable, method, &method->self);
        incref(self);
        incref(function_id);
        state.locals.push_back(self);
    }
    top().stack.resize(top().stack.size() - operands.size());
    record.caller_stack = static_cast<uint32_t>(top().stack.size());
    for (size_t i = has_self ? 1 : 2; i < operands.size(); ++i) state.locals.push_back(operands[i]);
    auto parameters = static_cast<size_t>(binding.exec->code->argcount);
    Id defaults = kNoId;
    if (binding.defaults && !assumed) defaults = field(function_id, function, &function->defaults);
    for (const Value* value = binding.defaults; value && state.locals.size() < parameters; ++value) {
        Id id = assumed ? constant(*value) : field(defaults, function->defaults.as_object(), value);
        incref(id);
        state.locals.push_back(id);
    }
    Id empty = constant(Value::empty());
    state.locals.resize(binding.exec->localsplus, empty);
    record.function = function_id;
    trace_->frames.push_back(record);
    frames_.push_back(state);
    uint32_t at = snapshot_at(binding.exec->instructions.get());
    Node& node = append(Op::kEnterFrame);
    node.snapshot = at;
    node.frame = state.index;
    if (binding.instance_of || binding.unpacks_method || binding.replaces_callable) decref(callable);
    callee_ = std::move(frames_.back());
    frames_.pop_back();

    size_t depth = 0;
    uint32_t values_needed = 0;
    for (uint16_t index = state.index; index != 0; index = trace_->frames[index].parent) {
        ++depth;
        values_needed +=
            static_cast<uint32_t>(interp::kFrameWords) + trace_->frames[index].exec->frame_values;
    }
    room_frames_ = std::max(room_frames_, static_cast<uint32_t>(depth));
    room_values_ = std::max(room_values_, values_needed);
    pending_.enters = true;
    return true;
}

// A FOR_ITER goes on in a suspended generator: its frame is real, in the generator.
bool Recorder::record_resume(const InstructionInfo& info, Id iterator, Value value) {
    auto* generator = value.as<Generator>();
    Frame* frame = generator->frame();
    if (frames_.size() > kMaxDepth) return fail(AbortReason::kTooDeep);
    emit_guard(info, {iterator}, &value, 0, copy_cache(info));
    FrameState state;
    state.index = static_cast<uint16_t>(trace_->frames.size());
    state.locals.assign(frame->exec->localsplus, kNoId);
    FrameRecord record;
    record.runs(frame->exec);
    record.parent = top().index;
    record.call = ip_;
    record.resume = ip_ + 1 + info.cache_words;
    record.caller_stack = static_cast<uint32_t>(top().stack.size());
    record.generator = iterator;
    trace_->frames.push_back(record);
    uint32_t at = snapshot();
    Id globals = constant(Value(frame->globals)), builtins = constant(Value(frame->builtins));
    Node& node = append(Op::kResume, {iterator, globals, builtins});
    node.number = reinterpret_cast<uint64_t>(frame->resume);
    node.frame = state.index;
    node.snapshot = at;
    auto depth = static_cast<uint32_t>(frame->sp - frame->stack_bottom());
    for (uint32_t i = 0; i < depth; ++i) {
        Node& load = append(Op::kLoadStack);
        load.frame = state.index;
        load.number = i;
        state.stack.push_back(last());
    }
    state.stack.push_back(constant(Value::none()));
    callee_ = std::move(state);
    pending_.enters = true;
    return true;
}

// To whoever iterates in the trace; else the trace ends.
bool Recorder::record_yield() {
    if (frames_.size() == 1) return end(Op::kLeave);
    const FrameRecord& record = trace_->frames[top().index];
    if (record.generator == kNoId) return fail(AbortReason::kUnsupported);
    Id value = pop();
    uint32_t at = snapshot_at(ip_ + 1);
    append(Op::kSuspend).snapshot = at;
    pending_.expected = record.resume;
    frames_.pop_back();
    push(value);
    pending_.result = value;
    return true;
}

// Out of the base frame: its caller becomes the base frame, when it is a plain one.
bool Recorder::record_base_return(Id value) {
    if (options_.wants_turn) return fail(AbortReason::kLastTurn);
    bool plain = frame_->traits == 0 && frame_->exec->localsplus <= kMaxReleased;
    if (!plain || varies_ || !options_.follows_returns || ++base_returns_ > kMaxBaseReturns)
        return end(Op::kLeave);
    Frame* caller = frame_->previous;
    uint32_t at = snapshot();
    Node& check = append(Op::kCheckReturn);
    check.number = reinterpret_cast<uint64_t>(caller->resume);
    check.snapshot = at;
    // What only memory knows is read while the frame stands, and not before, so that it takes no registers.
    bool is_as_at_start = !top().reload && top().index == 0;
    top().reload = true;
    for (uint32_t i = 0; i < top().locals.size(); ++i) {
        if (top().locals[i] != kNoId) continue;
        (void)local(i);
        if (is_as_at_start) set_known(trace_->known.locals, i, actual_local(i));
    }
    Id result = value != kNoId ? value : pop();

    FrameRecord record;
    record.runs(caller->exec);
    FrameState state;
    state.index = static_cast<uint16_t>(trace_->frames.size());
    state.frame = caller;
    state.locals.assign(caller->exec->localsplus, kNoId);
    state.reload = true;
    trace_->frames.push_back(record);
    FrameState left = std::exchange(top(), std::move(state));
    Node& pop_base = append(Op::kPopBase);
    pop_base.snapshot = at;
    pop_base.type = {ValueType::kExact, Kind::kFunction};
    Id function = last();
    learn(function, {ValueType::kExact, Kind::kFunction});
    if (value != kNoId) incref(value);
    for (Id id : left.locals) decref(id);
    decref(function);
    auto depth = static_cast<uint32_t>(caller->sp - caller->stack_bottom());
    for (uint32_t i = 0; i < depth; ++i) {
        append(Op::kLoadStack).number = i;
        push(last());
    }
    push(result);
    pending_.result = result;
    pending_.expected = caller->resume;
    top().knows_names = !host_.varies(caller->resume);
    if (!top().knows_names) return true;
    check_names(caller, snapshot_at(caller->resume));
    return true;
}

// `value`: borrowed, or kNoId when the result lies on the stack.
bool Recorder::record_return(Id value) {
    if (frames_.size() == 1) return record_base_return(value);
    if (frame_->generator()) return end(Op::kLeave);
    FrameRecord& record = trace_->frames[top().index];
    Value actual = frame_->instance();
    if (!actual.is_empty()) {
        Id returned = value != kNoId ? value : top().stack.back();
        if (type_of(returned).tag != ValueType::kNone) {
            Node& node = append(Op::kCheckType, {returned});
            node.type = {ValueType::kNone};
            node.snapshot = snapshot();
            learn(returned, {ValueType::kNone});
        }
    }
    uint32_t at = snapshot();
    // What only memory knows is read while the frame stands.
    for (uint32_t i = 0; i < top().locals.size(); ++i) (void)local(i);
    append(Op::kLeaveFrame).snapshot = at;
    Id result;
    if (!actual.is_empty()) {
        if (value == kNoId) pop();
        result = record.instance;
    } else if (value == kNoId) {
        result = pop();
    } else {
        incref(value);
        result = value;
    }
    FrameState left = std::move(top());
    frames_.pop_back();
    for (Id id : left.locals) decref(id);
    decref(record.function);
    push(result);
    pending_.result = result;
    pending_.expected = record.resume;
    return true;
}

}  // namespace moult::jit
