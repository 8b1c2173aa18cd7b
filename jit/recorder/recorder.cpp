// The recorder's frame: starting, one step, the state of frames, nodes and snapshots. What single
// instructions do is in record_values.cpp, record_control.cpp and record_calls.cpp.
#include "jit/recorder/recorder.h"

#include <algorithm>
#include <cstring>

#include "interp/instructions.h"
#include "runtime/gc/collector.h"

namespace moult::jit {

using interp::Recorded;

namespace {

constexpr uint32_t kMaxInstructions = 1500;
constexpr size_t kMaxNodes = 6000;

}  // namespace

const char* abort_text(AbortReason reason) {
    static constexpr const char* kTexts[] = {
#define MOULT_TEXT(name, text) text,
        MOULT_ABORT_REASONS(MOULT_TEXT)
#undef MOULT_TEXT
    };
    return kTexts[static_cast<size_t>(reason)];
}

void Recorder::begin(Thread& thread, TraceKind kind, Frame* frame, Instr* ip, Value* sp,
                     RecordingOptions options, Knowledge known) {
    options_ = options;
    base_returns_ = 0;
    trace_ = std::make_unique<Trace>();
    trace_->known = std::move(known);
    frames_.clear();
    types_.clear();
    constants_.clear();
    visited_headers_.clear();
    names_checks_.clear();
    pending_ = {};
    reason_ = AbortReason::kNone;
    instruction_ = "";
    done_ = spoiled_ = false;
    instructions_ = 0;
    thread_ = &thread;
    collections_ = thread.interp.collector->collections_asked_for();
    room_values_ = room_frames_ = 0;
    snapshot_ = kNoId;
    registry_ = &interp::machine_of(thread).registry;

    start_ = ip;
    start_exec_ = frame->exec;
    trace_->kind = kind;
    trace_->exec = frame->exec;
    trace_->start = ip;
    trace_->stack_depth = static_cast<uint32_t>(sp - frame->stack_bottom());
    FrameRecord record;
    record.runs(frame->exec);
    trace_->frames.push_back(record);
    FrameState state;
    state.frame = frame;
    state.locals.assign(frame->exec->localsplus, kNoId);
    frames_.push_back(std::move(state));
    frame_ = frame;
    ip_ = kind == TraceKind::kSide ? ip : ip + 1;
    for (uint32_t i = 0; i < trace_->stack_depth; ++i) {
        append(Op::kStack).number = i;
        set_known(trace_->known.stack, i, frame->stack_bottom()[i]);
        push(last());
    }
    append(Op::kNop);  // becomes a check_room when it is known how much is needed
    uint32_t at_start = snapshot_at(ip_);
    if (options.asks_breaker) append(Op::kCheckBreaker).snapshot = at_start;
    if (trace_->known.names) return;
    if (host_.varies(ip_)) {
        top().knows_names = false;
        return;
    }
    check_names(frame, at_start);
}

Recorder::Step Recorder::step(Thread& thread, Frame* frame, Instr* ip, Value* sp) {
    // Frames of calls that are made, not followed.
    if (pending_.skip_frames && frame != top().frame) {
        if (thread.recursion_depth > depth_) return Step::kGoOn;
        reason_ = AbortReason::kLeft;
        drop();
        return Step::kAborted;
    }
    depth_ = thread.recursion_depth;
    thread_ = &thread;
    frame_ = frame;
    ip_ = ip;
    sp_ = sp;
    snapshot_ = kNoId;
    varies_ = host_.varies(ip);
    if (!finish_previous() || !record()) {
        drop();
        return Step::kAborted;
    }
    if (done_ && spoiled_) {
        reason_ = AbortReason::kChanged;
        drop();
        return Step::kAborted;
    }
    if (done_) {
        drop_unused();
        trace_->stack_room = room_values_;
        trace_->frame_room = room_frames_;
        if (room_frames_) {
            Node& room = trace_->nodes[trace_->stack_depth];
            room.op = Op::kCheckRoom;
            room.number = room_values_ | uint64_t{room_frames_} << 32;
            room.snapshot = 0;  // of the start
        }
        return Step::kDone;
    }
    return Step::kGoOn;
}

bool Recorder::raised(const Frame* frame) {
    bool followed = false;
    for (const FrameState& state : frames_) followed |= state.frame == frame;
    if (!followed) return false;
    reason_ = AbortReason::kException;
    drop();
    return true;
}

// What the instruction before has led to: the frame it entered, the way it branched, the type of its result.
bool Recorder::finish_previous() {
    Pending pending = std::exchange(pending_, {});
    if (pending.enters) {
        callee_.frame = frame_;
        frames_.push_back(std::move(callee_));
    }
    if (frame_ != top().frame) return fail(AbortReason::kLeft);
    if (pending.expected && pending.expected != ip_) return fail(AbortReason::kException);
    auto depth = static_cast<size_t>(sp_ - frame_->stack_bottom());
    if (pending.reload) {
        top().stack.resize(pending.kept);
        for (size_t i = pending.kept; i < depth; ++i) {
            append(Op::kLoadStack).number = i;
            push(last());
        }
        if (pending.reload_locals) {
            top().reload = true;
            std::fill(top().locals.begin(), top().locals.end(), kNoId);
        }
    }
    if (pending.branch != kNoId && !finish_branch(pending)) return false;
    if (pending.item != kNoId && !finish_item(pending)) return false;
    if (depth != top().stack.size()) return fail(AbortReason::kException);
    Id result = pending.item != kNoId ? pending.item : pending.result;
    bool exhausted = pending.item != kNoId && ip_ == pending.exhausted;
    if (result != kNoId && !exhausted) {
        int32_t index = pending.item != kNoId ? pending.item_local : pending.local;
        ask_type(result, index >= 0 ? actual_local(static_cast<uint32_t>(index)) : sp_[-1]);
    }
    if (pending.breaker) append(Op::kCheckBreaker).snapshot = snapshot();
    return true;
}

bool Recorder::finish_branch(const Pending& pending) {
    bool is_true = ip_ == pending.if_true;
    if (!is_true && ip_ != pending.if_false) return fail(AbortReason::kException);
    const Instr* other = is_true ? pending.if_false : pending.if_true;
    uint32_t exit = kNoId;
    if (pending.keep) {
        // The value stays on the stack where the jump leads, and is dropped where it does not.
        Id value = top().stack.back();
        bool jumped = ip_ == pending.target;
        if (jumped) pop();
        exit = snapshot_at(other);
        if (jumped) {
            trace_->snapshots[exit].release.push_back(value);
            push(value);
        }
        append(is_true ? Op::kCheckTrue : Op::kCheckFalse, {pending.branch}).snapshot = exit;
        if (!jumped) decref(pop());
        return true;
    }
    exit = snapshot_at(other);
    append(is_true ? Op::kCheckTrue : Op::kCheckFalse, {pending.branch}).snapshot = exit;
    return true;
}

bool Recorder::finish_item(const Pending& pending) {
    Id iterator = top().stack.back();
    if (ip_ == pending.exhausted) {
        push(pending.item);
        uint32_t exit = snapshot_at(pending.with_item);
        pop();
        append(Op::kCheckEmpty, {pending.item}).snapshot = exit;
        pop();
        decref(iterator);
        return true;
    }
    pop();
    uint32_t exit = snapshot_at(pending.exhausted);
    trace_->snapshots[exit].release.push_back(iterator);
    push(iterator);
    append(Op::kCheckItem, {pending.item}).snapshot = exit;
    if (pending.item_local >= 0)
        set_local(static_cast<uint32_t>(pending.item_local), pending.item);
    else
        push(pending.item);
    return true;
}

bool Recorder::record() {
    if (++instructions_ > kMaxInstructions || trace_->nodes.size() > kMaxNodes)
        return fail(AbortReason::kTooLong);
    // A collection may come in between as any finalizer may, and so may another thread.
    if (thread_->requests() & ~uint32_t{kCollectionPending | kLockWanted})
        return fail(AbortReason::kInterrupted);
    if (saw_collection()) return fail(AbortReason::kCollects);
    uint16_t op = ip_->op == host_.enter_op() ? host_.original_op(ip_) : ip_->op;
    const interp::InstructionInfo* info = &registry_->of_op(op);
    // A generic instruction gets its chance to specialize now: the trace is made of what it becomes.
    if (info->collect && !info->candidates.empty()) {
        interp::specialize(thread_, frame_, ip_, sp_);
        op = ip_->op;
        info = &registry_->of_op(op);
    }
    instruction_ = info->name;
    if (op == host_.loop_header_op() || op == host_.idle_header_op()) return record_header();
    if (op == host_.idle_resume_op()) return pending_.breaker = true;
    const interp::Variant& variant = info->variants[op - info->first_op];
    switch (info->facts.recorded) {
        case Recorded::kNever: return fail(AbortReason::kUnsupported);
        case Recorded::kRaises: return fail(AbortReason::kException);
        case Recorded::kControl: return record_control(*info);
        case Recorded::kFreeVariables: return record_free_variables() || record_callout(*info);
        case Recorded::kCallout:
        case Recorded::kCalloutOnLocals: return record_callout(*info);
        case Recorded::kBuild: return record_build(*info);
        case Recorded::kValue: return record_value(*info, variant);
        case Recorded::kCall: return record_call(*info);
        case Recorded::kLoadMethod: return record_load_method(*info, variant);
        case Recorded::kForIter: return record_for_iter(*info, variant);
        case Recorded::kUnpack: return record_unpack(*info, variant);
    }
    return fail(AbortReason::kUnsupported);
}

bool Recorder::saw_collection() const {
    return thread_->interp.collector->collections_asked_for() != collections_;
}

void Recorder::drop() {
    if (trace_) host_.release_later(std::move(trace_->held));
    trace_.reset();
}

bool Recorder::uses(const Executable* exec) const {
    for (const FrameRecord& frame : trace_->frames)
        if (frame.exec == exec) return true;
    return false;
}

bool Recorder::relies_on(const Object* object, const Str* name) const {
    for (const interp::Watched& watched : trace_->watched)
        if (watched.object == object &&
            (!name || (watched.name && (watched.name == name || str_equal(watched.name, name)))))
            return true;
    return false;
}

// --- nodes

Node& Recorder::append(Op op, std::initializer_list<Id> operands) {
    return append(op, std::vector<Id>(operands));
}
Node& Recorder::append(Op op, const std::vector<Id>& operands) {
    Node node;
    node.op = op;
    node.frame = frames_.empty() ? 0 : top().index;
    node.ip = ip_;
    node.first = static_cast<uint32_t>(trace_->operands.size());
    node.count = static_cast<uint32_t>(operands.size());
    trace_->operands.insert(trace_->operands.end(), operands.begin(), operands.end());
    trace_->nodes.push_back(node);
    types_.push_back({});
    return trace_->nodes.back();
}

Id Recorder::constant(Value value) {
    auto [place, is_new] = constants_.try_emplace(value.bits, kNoId);
    if (is_new) {
        Node& node = append(Op::kConst);
        node.number = value.bits;
        node.type = interp::type_of_value(value);
        place->second = last();
        learn(last(), node.type);
        hold(value);
    }
    return place->second;
}

void Recorder::hold(Value value) {
    if (!value.is_object()) return;
    moult::incref(value);
    trace_->held.push_back(value);
}

uint32_t Recorder::copy_cache(const interp::InstructionInfo& info) {
    std::array<uint64_t, 8> words{};
    std::memcpy(words.data(), ip_ + 1, std::min<size_t>(info.cache_words, 8) * 8);
    trace_->caches.push_back(words);
    return static_cast<uint32_t>(trace_->caches.size() - 1);
}

void Recorder::incref(Id id) {
    if (!type_of(id).is_immediate()) append(Op::kIncref, {id});
}
void Recorder::decref(Id id) {
    if (!type_of(id).is_immediate()) append(Op::kDecref, {id});
}

// Guards that the value is of the type that it has now.
void Recorder::check_type(Id id, Value value) {
    ValueType type = interp::type_of_value(value);
    if (type.tag == ValueType::kAny || type_of(id).is_within(type)) return;
    Node& node = append(Op::kCheckType, {id});
    node.type = type;
    node.snapshot = snapshot();
    learn(id, type);
}
// What is a number now is taken for one from here on, unless that has turned out wrong too often.
void Recorder::ask_type(Id id, Value value) {
    if (type_of(id).tag != ValueType::kAny || !interp::type_of_value(value).is_immediate()) return;
    if (host_.result_varies(ip_)) return;
    check_type(id, value);
    trace_->nodes.back().is_of_result = true;
}
void Recorder::check_is(Id id, Value value) {
    if (is_const(id)) return;
    Id wanted = constant(value);
    append(Op::kCheckIs, {id, wanted}).snapshot = snapshot();
}

// --- state

// The whole state, to go on at `ip` of the innermost frame.
uint32_t Recorder::snapshot_at(const Instr* ip) {
    Snapshot made;
    for (size_t i = 0; i < frames_.size(); ++i) {
        const FrameState& state = frames_[i];
        SnapshotFrame frame;
        frame.frame = state.index;
        frame.ip = i + 1 < frames_.size() ? trace_->frames[frames_[i + 1].index].call : ip;
        if (i > 0)
            for (uint32_t k = 0; k < state.locals.size(); ++k)
                if (state.locals[k] != kNoId && type_of(state.locals[k]).tag != ValueType::kEmpty)
                    frame.locals.push_back({k, state.locals[k]});
        for (uint32_t k = 0; k < state.stack.size(); ++k) frame.stack.push_back({k, state.stack[k]});
        made.frames.push_back(std::move(frame));
    }
    trace_->snapshots.push_back(std::move(made));
    return static_cast<uint32_t>(trace_->snapshots.size() - 1);
}
// That the base frame sees these names; goes again when nothing is looked up in it.
void Recorder::check_names(const Frame* frame, uint32_t snapshot) {
    Id globals = constant(Value(frame->globals)), builtins = constant(Value(frame->builtins));
    append(Op::kCheckNames, {globals, builtins}).snapshot = snapshot;
    top().names_check = static_cast<int>(names_checks_.size());
    names_checks_.push_back({last()});
}
void Recorder::drop_unused() {
    for (const NamesCheck& check : names_checks_) {
        if (check.is_used) continue;
        Node& node = trace_->nodes[check.node];
        node.op = Op::kNop;
        node.count = 0;
        node.snapshot = kNoId;
    }
}
uint32_t Recorder::snapshot() {
    if (snapshot_ == kNoId) snapshot_ = snapshot_at(ip_);
    return snapshot_;
}

Id Recorder::local(uint32_t index) {
    FrameState& state = top();
    Id& known = state.locals[index];
    if (known != kNoId) return known;
    // Before the frame's state is asked for again.
    bool at_start = !state.reload && frames_.size() == 1;
    append(at_start ? Op::kLocal : Op::kLoadLocal).number = index;
    if (at_start) set_known(trace_->known.locals, index, actual_local(index));
    return top().locals[index] = last();
}
// What is known of the value at `index` of a list holds for the node just written.
void Recorder::set_known(const std::vector<ValueType>& list, uint32_t index, [[maybe_unused]] Value actual) {
    if (index >= list.size()) return;
    assert(list[index].tag == ValueType::kAny || interp::type_of_value(actual).is_within(list[index]));
    trace_->nodes.back().type = list[index];
    learn(last(), list[index]);
}
void Recorder::set_local(uint32_t index, Id value) {
    Id old = local(index);
    append(Op::kStoreLocal, {value}).number = index;
    top().locals[index] = value;
    decref(old);
}
Id Recorder::pop() {
    Id id = top().stack.back();
    top().stack.pop_back();
    return id;
}

bool Recorder::end(Op op, uint64_t number) {
    uint32_t at = snapshot();
    Node& node = append(op);
    node.number = number;
    node.snapshot = at;
    done_ = true;
    return true;
}

// The head of a loop: its end, another trace, or one that has none yet.
bool Recorder::record_header() {
    if (ip_ == trace_->start && frames_.size() == 1 && trace_->kind == TraceKind::kLoop) {
        if (top().stack.size() != trace_->stack_depth) return fail(AbortReason::kNotStable);
        return end(Op::kLoop);
    }
    // The head of a loop around it.
    if (options_.wants_turn && frames_.size() == 1 && ip_ < trace_->start)
        return fail(AbortReason::kLastTurn);
    // A generator that is resumed in the trace goes round its own loop as often as its consumer does.
    if (frames_.size() > 1 && frame_->generator() && ++visited_headers_[ip_] == 1) return true;
    if (Id other = host_.trace_at(ip_); other != kNoId) {
        bool goes_through = options_.goes_through && !host_.loops(other) && ++visited_headers_[ip_] == 1;
        return goes_through || end(Op::kLink, other);
    }
    if (ip_->op == host_.idle_header_op() && host_.is_compiling(ip_)) return fail(AbortReason::kInnerTrace);
    if (ip_->op == host_.loop_header_op() && ++visited_headers_[ip_] > 1)
        return fail(AbortReason::kInnerLoop);
    return true;
}

}  // namespace moult::jit
