// The trace tier: its handlers and dispatch tables, counting, the life of a trace from recording to release.
#include "jit/tier.h"

#include <cstdio>

#include "interp/calls.h"
#include "interp/instructions.h"
#include "interp/options.h"
#include "jit/library.h"
#include "jit/passes/knowledge.h"
#include "runtime/objects/code_locations.h"

namespace moult::jit {

using interp::InstructionInfo;
using interp::TableEntry;

namespace {

// --- handlers

// At the head of a loop: counts down to a recording.
MOULT_HANDLER Value handle_loop_header(HANDLER_PARAMETERS) {
    if (--ip->counter == 0) [[unlikely]]
        table = tier_of(*thread)->hot(*thread, frame, ip, sp, table);
    ++ip;
    DISPATCH();
}
// Of a loop that is not worth it.
MOULT_HANDLER Value handle_idle_header(HANDLER_PARAMETERS) {
    ++ip;
    DISPATCH();
}
// At the start of a function.
MOULT_HANDLER Value handle_counted_resume(HANDLER_PARAMETERS) {
    if (--ip->counter == 0) [[unlikely]]
        table = tier_of(*thread)->hot(*thread, frame, ip, sp, table);
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
MOULT_HANDLER Value handle_idle_resume(HANDLER_PARAMETERS) {
    ++ip;
    CHECK_EVAL_BREAKER();
    DISPATCH();
}
// Compiled code has no mark in front of it that a sanitizer could check the call by.
[[clang::no_sanitize("function")]] MOULT_HANDLER Value handle_enter_trace(HANDLER_PARAMETERS) {
    auto entry = reinterpret_cast<interp::Handler>(*thread->trace_entries[ip->arg]);
    MOULT_TAIL entry(HANDLER_ARGUMENTS);
}
// The entry of a trace that is gone: what stood at its start is there again.
MOULT_HANDLER Value handle_gone(HANDLER_PARAMETERS) {
    DISPATCH();
}
// The parameters of a handler that a trace gave the frame alone.
#define RESUME_AT_EXIT(exit)                        \
    do {                                            \
        ip = const_cast<Instr*>((exit)->ip);        \
        sp = frame->stack_bottom() + (exit)->depth; \
        consts = frame->consts;                     \
    } while (0)
// A trace has been left by Thread::trace_exit; its state is in place. Counts down to the recording of a side
// trace.
MOULT_HANDLER Value handle_leave_trace(HANDLER_PARAMETERS) {
    auto* exit = static_cast<ExitRecord*>(thread->trace_exit);
    RESUME_AT_EXIT(exit);
    CHECK_EVAL_BREAKER();
    ++exit->count;
    if (--exit->left == 0) [[unlikely]]
        table = tier_of(*thread)->exit_taken(*thread, frame, ip, sp, exit, table);
    DISPATCH();
}
// The same after an error.
MOULT_HANDLER Value handle_failed_trace(HANDLER_PARAMETERS) {
    RESUME_AT_EXIT(static_cast<ExitRecord*>(thread->trace_exit));
    MOULT_TAIL interp::unwind(HANDLER_ARGUMENTS);
}
// In recording mode, before every instruction.
MOULT_HANDLER Value handle_recorded(HANDLER_PARAMETERS) {
    Tier* tier = tier_of(*thread);
    table = tier->step(*thread, frame, ip, sp);
    if (table != tier->recording()) DISPATCH();
    MOULT_TAIL tier->plain(ip->op)(HANDLER_ARGUMENTS);
}

uint16_t add_instruction(interp::Registry& registry, const char* name, interp::Handler handler) {
    static constexpr std::array kForms = {interp::Variant{}};
    InstructionInfo info{.name = name, .first_op = 0, .variants = kForms, .cache_words = 0, .generic = -1};
    const interp::Handler handlers[] = {handler};
    return registry.instruction(registry.add(std::move(info), handlers, handlers)).first_op;
}

constexpr uint32_t kMaxFailures = 3;   // recordings of one place before it is left alone
constexpr uint32_t kMaxLastTurns = 6;  // recordings of a loop that may find it ending, before they count
constexpr uint32_t kMaxChanges = 8;    // traces of one place outdated before one takes nothing for granted

// Type::destroy of each kind that exactly one type has. Types that are made later share the kind kObject, or
// one of those that are shared already.
std::vector<const void*> destroyers_by_kind(const Interpreter& interp) {
    std::vector<const void*> found;
    std::vector<bool> is_shared{true};  // kObject
    for (const Type* type : interp.builtin_types) {
        auto kind = static_cast<size_t>(type->kind);
        if (kind >= found.size()) found.resize(kind + 1);
        if (kind >= is_shared.size()) is_shared.resize(kind + 1);
        if (found[kind]) is_shared[kind] = true;
        found[kind] = reinterpret_cast<const void*>(type->destroy);
    }
    for (size_t kind = 0; kind < found.size(); ++kind)
        if (is_shared[kind]) found[kind] = nullptr;
    return found;
}

}  // namespace

const char* kind_text(TraceKind kind) {
    switch (kind) {
        case TraceKind::kLoop: return "loop";
        case TraceKind::kEntry: return "entry";
        case TraceKind::kSide: return "side";
    }
    return "";
}

std::string place_of(const Executable* exec, const Instr* ip) {
    int offset = static_cast<int>(exec->wordcode_offset(ip));
    int line = code_position(exec->code, static_cast<uint32_t>(offset)).line;
    return to_utf8(exec->code->filename.get()) + ":" + std::to_string(line);
}

Tier::Tier(Interpreter& interp)
    : interp_(interp),
      machine_(*static_cast<interp::Machine*>(interp.machine)),
      options_(interp.options.machine.of<TraceOptions>()),
      recorder_(*this) {
    interp::Registry& registry = machine_.registry;
    loop_header_ = add_instruction(registry, "LOOP_HEADER", handle_loop_header);
    idle_header_ = add_instruction(registry, "LOOP_HEADER_IDLE", handle_idle_header);
    idle_resume_ = add_instruction(registry, "RESUME_IDLE", handle_idle_resume);
    enter_ = add_instruction(registry, "ENTER_TRACE", handle_enter_trace);
    size_t size = registry.op_count();
    table_.assign(registry.adaptive(), registry.adaptive() + size);
    table_[static_cast<size_t>(interp::Basic::kRESUME)].handler = handle_counted_resume;
    statistics_.passes.resize(passes().size());
    destroyers_ = destroyers_by_kind(interp);
}

Tier::~Tier() {
    interp_.watcher = {};
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        queue_.clear();
    }
    wakes_.notify_all();
    if (worker_.joinable()) worker_.join();
}

// --- counting and recording

void Tier::make_recording_tables() {
    const interp::Registry& registry = machine_.registry;
    size_t size = registry.op_count();
    recording_.assign(size, {handle_recorded});
    plain_.assign(registry.adaptive(), registry.adaptive() + size);
    for (size_t op = 0; op < size; ++op)
        if (registry.of_op(static_cast<uint16_t>(op)).collect) plain_[op] = registry.baseline()[op];
    plain_[loop_header_].handler = plain_[enter_].handler = handle_idle_header;
    machine_.traces.recording = recording();
}

bool Tier::begin(Thread& thread, TraceKind kind, Frame* frame, Instr* ip, Value* sp, RecordingOptions options,
                 Knowledge known) {
    if (closed_ || recorder_.active() || backend_failed_) return false;
    release_dead();
    if (recording_.empty()) make_recording_tables();
    ++statistics_.recordings;
    recorder_.begin(thread, kind, frame, ip, sp, options, std::move(known));
    return true;
}

const TableEntry* Tier::hot(Thread& thread, Frame* frame, Instr* ip, Value* sp, const TableEntry* now) {
    ip->counter = options_.jit_threshold;
    if (recorder_.active()) return now;
    recorded_exit_ = nullptr;
    TraceKind kind = ip->op == loop_header_ ? TraceKind::kLoop : TraceKind::kEntry;
    RecordingOptions options;
    options.wants_turn = kind == TraceKind::kLoop && last_turns_[ip] < kMaxLastTurns;
    return begin(thread, kind, frame, ip, sp, options) ? recording() : now;
}

const TableEntry* Tier::exit_taken(Thread& thread, Frame* frame, Instr* ip, Value* sp, ExitRecord* exit,
                                   const TableEntry* now) {
    if (recorder_.active()) {
        exit->left = exit_threshold();
        return now;
    }
    if (traces_[exit->trace->id]->state != TraceRecord::State::kInstalled) return now;
    recorded_exit_ = exit;
    RecordingOptions options;
    options.follows_returns = options.goes_through = failures_[exit] == 0;
    return begin(thread, TraceKind::kSide, frame, ip, sp, options,
                 known_at_exit(*exit->trace, exit->snapshot))
               ? recording()
               : now;
}

void Tier::raised(Thread& thread, Frame* frame) {
    if (!recorder_.active() || !recorder_.raised(frame)) return;
    aborted();
}

const TableEntry* Tier::step(Thread& thread, Frame* frame, Instr* ip, Value* sp) {
    if (!recorder_.active()) return table();
    switch (recorder_.step(thread, frame, ip, sp)) {
        case Recorder::Step::kGoOn: return recording();
        case Recorder::Step::kAborted: aborted(); break;
        case Recorder::Step::kDone: recorded(); break;
    }
    return table();
}

void Tier::aborted() {
    ++statistics_.aborts[static_cast<size_t>(recorder_.reason())];
    if (recorder_.reason() == AbortReason::kLastTurn) {
        ++last_turns_[recorder_.start()];
        recorder_.start()->counter = 1;
    } else if (recorder_.reason() == AbortReason::kInnerTrace) {
        await(recorder_.awaited());
    } else if (recorder_.reason() == AbortReason::kChanged) {
        record_again(recorder_.start(), recorded_exit_);
    } else {
        put_off(recorder_.start(), recorded_exit_, 1);
    }
    if (!options_.jit_keep_texts) return;
    std::string where = place_of(recorder_.start_exec(), recorder_.start());
    for (AbortRecord& record : abort_records_)
        if (record.where == where && record.reason == recorder_.reason()) return void(++record.times);
    abort_records_.push_back({where, recorder_.reason(), recorder_.abort_instruction(), 1});
}

// Before an exit's side trace is recorded.
uint32_t Tier::exit_threshold() const {
    return std::max(options_.jit_threshold / 8u, 1u);
}

// A recording met a loop whose trace is being compiled: the place is not counted until that is there.
void Tier::await(const Instr* loop) {
    Executable* exec = recorder_.start_exec();
    exec->has_traces = true;  // so that its end is told
    waiting_.push_back({loop, recorder_.start(), recorded_exit_, exec, *recorder_.start()});
    if (!recorded_exit_) recorder_.start()->op = idle_op(recorder_.start()->op);
}
void Tier::go_on_behind(const Instr* loop) {
    std::erase_if(waiting_, [&](const Waiting& waiting) {
        if (waiting.loop != loop) return false;
        if (waiting.exit) {
            waiting.exit->left = 1;
        } else {
            *waiting.start = waiting.original;
            waiting.start->counter = 1;
        }
        return true;
    });
}

// Of a place that is not counted for now, or any more.
uint16_t Tier::idle_op(uint16_t op) const {
    return op == loop_header_ ? idle_header_ : idle_resume_;
}

// A recording that took for granted what changes: the next one knows better.
void Tier::record_again(Instr* start, ExitRecord* exit) {
    ++changes_at(start, exit);
    if (exit)
        exit->left = 1;
    else
        start->counter = 1;
}

// A place where no trace came about: it is tried again later, a few times.
void Tier::put_off(Instr* start, ExitRecord* exit, uint32_t failures) {
    uint32_t& times = failures_[exit ? static_cast<const void*>(exit) : start];
    times += failures;
    if (exit) {
        if (times < kMaxFailures) exit->left = exit_threshold() << (2 * times);
    } else if (times < kMaxFailures) {
        start->counter =
            static_cast<uint16_t>(std::min<uint32_t>(uint32_t{options_.jit_threshold} << (2 * times), 65535));
    } else {
        start->op = idle_op(start->op);
    }
}

// The recorder has a whole trace.
void Tier::recorded() {
    auto record = std::make_unique<TraceRecord>();
    record->trace = recorder_.take();
    Trace& trace = *record->trace;
    trace.id = static_cast<uint32_t>(traces_.size());
    record->recorded_nodes = trace.nodes.size();
    if (recorded_exit_) {
        trace.parent = recorded_exit_->trace->id;
        trace.parent_exit = recorded_exit_->snapshot;
    }
    trace.exec->has_traces = true;
    for (const FrameRecord& frame : trace.frames) frame.exec->has_traces = true;
    for (const Watched& watched : trace.watched) {
        watches_.rely(trace.id, watched);
        if (options_.jit_keep_texts)
            record->watched += (record->watched.empty() ? "" : ", ") + describe(watched);
    }
    record->place = place_of(trace.exec, trace.start);
    TraceRecord* added = record.get();
    traces_.push_back(std::move(record));
    entries_.push_back(&added->entry);
    interp_.main_thread->trace_entries = entries_.data();
    if (!recorded_exit_) {
        // Until the trace is there, the place is not counted.
        added->original = *trace.start;
        trace.start->op = idle_op(trace.start->op);
    }
    if (options_.jit_dump.has(TraceDump::kTrace)) dump("recorded", *added, print(trace));
    if (options_.jit_sync) {
        compile(*added);
        install(*added);
        return;
    }
    std::lock_guard lock(mutex_);
    queue_.push_back(added);
    if (!worker_.joinable()) worker_ = std::thread([this] { work(); });
    wakes_.notify_one();
}

// --- compiling: on the worker, or at once

Backend* Tier::open_backend() {
    if (backend_ || backend_failed_) return backend_.get();
    BackendHost host;
    for (const InstructionInfo& info : machine_.registry.instructions())
        host.simple.push_back(reinterpret_cast<const void*>(info.simple));
    host.destroyers = destroyers_;
    host.unwind = reinterpret_cast<void*>(handle_failed_trace);
    host.perf_map = options_.jit_perf;
    host.debugger = options_.jit_gdb;
    std::string error;
    backend_ = open_library(host, &error);
    if (!backend_) {
        if (interp_.options.machine.source_of(&interp::InterpOptions::tier) != OptionSource::kDefault)
            std::fprintf(stderr, "moult: the trace tier is off: %s\n", error.c_str());
        backend_failed_ = true;
    }
    return backend_.get();
}

void Tier::compile(TraceRecord& record) {
    Trace& trace = *record.trace;
    FunnelOptions funnel;
    funnel.disabled = disabled_passes(options_);
    funnel.statistics = statistics_.passes.data();
    run_passes(trace, funnel);
    if (options_.jit_dump.has(TraceDump::kIr)) dump("optimized", record, print(trace));
    if (trace.snapshots.size() > 0) {
        record.exits = std::make_unique<ExitRecord[]>(trace.snapshots.size());
        for (uint32_t i = 0; i < trace.snapshots.size(); ++i)
            record.exits[i] = {reinterpret_cast<void*>(handle_leave_trace),
                               0,
                               trace.snapshots[i].frames.back().ip,
                               &trace,
                               i,
                               static_cast<uint32_t>(trace.snapshots[i].frames.back().stack.size()),
                               exit_threshold()};
    }
    Backend* backend = open_backend();
    if (!backend) {
        record.state = TraceRecord::State::kFailed;
        return;
    }
    CompileJob job;
    job.trace = &trace;
    job.place = record.place;
    job.exits = record.exits.get();
    job.valid = &record.valid;
    const Node& last = trace.nodes.back();
    if (last.op == Op::kLink) job.link_slot = &traces_[last.number]->entry;
    job.want_llvm = options_.jit_dump.has(TraceDump::kLlvm) || options_.jit_keep_texts;
    job.want_assembly = options_.jit_dump.has(TraceDump::kAssembly) || options_.jit_keep_texts;
    job.deopt_every = options_.jit_deopt_every;
    record.compiled = backend->compile(job);
    bool failed = !record.compiled.error.empty();
    record.state = failed ? TraceRecord::State::kFailed : TraceRecord::State::kReady;
    if (failed && (options_.jit_dump.has(TraceDump::kTrace) || options_.jit_dump.has(TraceDump::kIr)))
        std::fprintf(stderr, "trace %u: not compiled: %s\n", trace.id, record.compiled.error.c_str());
    if (options_.jit_dump.has(TraceDump::kLlvm)) dump("llvm", record, record.compiled.llvm);
    if (options_.jit_dump.has(TraceDump::kAssembly)) dump("assembly", record, record.compiled.assembly);
}

void Tier::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wakes_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        TraceRecord* record = queue_.front();
        queue_.pop_front();
        busy_ = true;
        lock.unlock();
        compile(*record);
        lock.lock();
        busy_ = false;
        ready_.push_back(record);
        interp_.main_thread->request(kTraceReady);
        idle_.notify_all();
    }
}

// Asked for by the eval breaker: installs what has been compiled.
void Tier::serve(Thread&) {
    std::vector<TraceRecord*> ready;
    {
        std::lock_guard lock(mutex_);
        ready.swap(ready_);
    }
    for (TraceRecord* record : ready) install(*record);
    release_dead();
}

// --- the life of a trace

void Tier::install(TraceRecord& record) {
    Trace& trace = *record.trace;
    record.is_awaited = false;
    if (record.state != TraceRecord::State::kReady || closed_) {
        if (record.state == TraceRecord::State::kFailed) {
            ++statistics_.failed;
            if (trace.kind != TraceKind::kSide) {
                *trace.start = record.original;
                put_off(trace.start, nullptr, kMaxFailures);
                go_on_behind(trace.start);
            }
        }
        return;
    }
    TraceRecord* parent = trace.kind == TraceKind::kSide ? traces_[trace.parent].get() : nullptr;
    if (!record.valid || (parent && parent->state != TraceRecord::State::kInstalled)) {
        record.state = TraceRecord::State::kDead;
        has_dead_ = true;
        if (!parent) *trace.start = record.original;
        return;
    }
    record.state = TraceRecord::State::kInstalled;
    record.entry = record.compiled.code;
    statistics_.compile_milliseconds += record.compiled.milliseconds;
    statistics_.code_bytes += record.compiled.size;
    if (parent) {
        ++statistics_.side_traces;
        parent->exits[trace.parent_exit].target = record.entry;
        return;
    }
    ++statistics_.traces;
    trace.start->op = enter_;
    trace.start->arg = trace.id;
    go_on_behind(trace.start);
}

void Tier::uninstall(TraceRecord& record) {
    if (record.state != TraceRecord::State::kInstalled) return;
    record.state = TraceRecord::State::kDead;
    ++statistics_.invalidated;
    has_dead_ = true;
    record.valid = 0;
    record.entry = reinterpret_cast<void*>(handle_gone);
    Trace& trace = *record.trace;
    if (trace.kind == TraceKind::kSide)
        traces_[trace.parent]->exits[trace.parent_exit].target = reinterpret_cast<void*>(handle_leave_trace);
    else
        *trace.start = record.original;
    if (closed_) return;
    // Its side traces cannot be reached any more.
    for (auto& other : traces_)
        if (other->trace->kind == TraceKind::kSide && other->trace->parent == trace.id) uninstall(*other);
}

// --- what traces take for granted

uint32_t& Tier::changes_at(Instr* start, ExitRecord* exit) {
    return changes_[exit ? static_cast<const void*>(exit) : start];
}

bool Tier::can_watch(const Watched& watched) {
    return takes_for_granted(options_) && watches_.is_steady(watched) &&
           changes_at(recorder_.start(), recorded_exit_) < kMaxChanges;
}

void Tier::changed(const Object* object, const Str* name) {
    bool recording = recorder_.active() && recorder_.relies_on(object, name);
    if (recording) recorder_.spoil();
    for (uint32_t id : watches_.changed(object, name, recording)) outdate(*traces_[id]);
}

void Tier::freed(const Object* object) {
    watches_.forget(object);
}

// The trace must not be entered again, and one that is under way is left at the next check_valid. Its place
// is counted anew.
void Tier::outdate(TraceRecord& record) {
    if (!record.valid) return;
    const Trace& trace = *record.trace;
    bool is_side = trace.kind == TraceKind::kSide;
    ExitRecord* exit = is_side ? &traces_[trace.parent]->exits[trace.parent_exit] : nullptr;
    record.valid = 0;
    ++statistics_.outdated;
    ++changes_at(trace.start, exit);
    if (exit) exit->left = exit_threshold();
    if (record.is_awaited) return;  // install will see it
    uninstall(record);
    interp_.main_thread->request(kTraceReady);  // to release it
}

// Code goes away: nothing of it runs any more, so that its traces cannot be entered.
void Tier::executable_freed(Executable* exec) {
    if (recorder_.active() && recorder_.uses(exec)) recorder_.abort();
    auto refers = [exec](const Trace& trace) {
        for (const FrameRecord& frame : trace.frames)
            if (frame.exec == exec) return true;
        return false;
    };
    std::erase_if(waiting_, [exec](const Waiting& waiting) { return waiting.exec == exec; });
    {
        // What is being compiled reads the executable no more than its numbers, but must not be installed.
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return !busy_; });
        std::erase_if(queue_, [&](TraceRecord* record) { return refers(*record->trace); });
        for (auto& record : traces_) {
            if (!record->is_awaited || !refers(*record->trace)) continue;
            record->is_awaited = false;
            record->state = TraceRecord::State::kDead;
            has_dead_ = true;
            // The place itself may live on: it is counted again.
            if (record->trace->kind == TraceKind::kSide) continue;
            *record->trace->start = record->original;
            go_on_behind(record->trace->start);
        }
    }
    for (auto& record : traces_) {
        if (!refers(*record->trace)) continue;
        record->code_is_gone = true;
        uninstall(*record);
    }
}

// Frees the code of dead traces and what they have kept alive. Only where no trace can be under way: in a
// handler of the outermost call of the interpreter.
void Tier::release_dead() {
    if (machine_.depth > 1 || !has_dead_) return;
    has_dead_ = false;
    release(unheld_);
    for (auto& record : traces_) {
        if (record->state != TraceRecord::State::kDead) continue;
        if (record->compiled.code) backend_->release(record->compiled.handle);
        record->compiled.code = nullptr;
        release(record->trace->held);
    }
}
void Tier::release(std::vector<Value>& values) {
    std::vector<Value> all = std::move(values);
    values.clear();
    for (Value value : all) decref(value);  // may end other code, and its traces
}
void Tier::release_later(std::vector<Value> values) {
    unheld_.insert(unheld_.end(), values.begin(), values.end());
    has_dead_ = true;
}

void Tier::shut_down() {
    closed_ = true;
    recorder_.abort();
    {
        std::unique_lock lock(mutex_);
        queue_.clear();
        idle_.wait(lock, [this] { return !busy_; });
        ready_.clear();
    }
    for (auto& record : traces_) uninstall(*record);
    interp_.watcher = {};
    watches_.clear();
    // What the traces have kept alive dies in the order in which it was recorded.
    for (auto& record : traces_) release(record->trace->held);
    release(unheld_);
}

Id Tier::trace_at(const Instr* ip) {
    return ip->op == enter_ && traces_[ip->arg]->state == TraceRecord::State::kInstalled ? ip->arg : kNoId;
}
bool Tier::loops(Id trace) {
    return traces_[trace]->trace->nodes.back().op == Op::kLoop;
}
bool Tier::is_compiling(const Instr* ip) {
    for (auto& record : traces_)
        if (record->is_awaited && record->trace->start == ip && record->trace->kind != TraceKind::kSide)
            return true;
    return false;
}
uint16_t Tier::original_op(const Instr* ip) {
    return traces_[ip->arg]->original.op;
}

void Tier::dump(const char* title, const TraceRecord& record, const std::string& text) const {
    std::fprintf(stderr, "--- trace %u (%s, %s): %s\n%s\n", record.trace->id, kind_text(record.trace->kind),
                 record.place.c_str(), title, text.c_str());
}

// --- installation

Tier* install_trace_tier(Interpreter& interp) {
    auto& machine = *static_cast<interp::Machine*>(interp.machine);
    auto* tier = new Tier(interp);
    interp::TraceTier& traces = machine.traces;
    traces.state = tier;
    traces.loop_header = tier->loop_header_op();
    traces.threshold = tier->options().jit_threshold;
    traces.raised = [](Thread& thread, Frame* frame) { tier_of(thread)->raised(thread, frame); };
    traces.stop_recording = [](Thread& thread) { tier_of(thread)->stop_recording(); };
    traces.serve = [](Thread& thread) { tier_of(thread)->serve(thread); };
    traces.executable_freed = [](void* state, Executable* exec) {
        static_cast<Tier*>(state)->executable_freed(exec);
    };
    interp.watcher.state = tier;
    interp.watcher.changed = [](void* state, Object* object, const Str* name) {
        static_cast<Tier*>(state)->changed(object, name);
    };
    interp.watcher.freed = [](void* state, Object* object) { static_cast<Tier*>(state)->freed(object); };
    traces.free = [](void* state) { delete static_cast<Tier*>(state); };
    machine.table = tier->table();
    return tier;
}

}  // namespace moult::jit
