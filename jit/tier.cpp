// The trace tier: its dispatch tables, counting, the life of a trace from recording to release.
#include "jit/tier.h"

#include "interp/calls.h"
#include "interp/instructions.h"
#include "interp/options.h"
#include "jit/handlers.h"
#include "jit/passes/knowledge.h"
#include "runtime/objects/code_locations.h"
#include "runtime/state/fork_hooks.h"
#include "runtime/threads/threads.h"

namespace moult::jit {

using interp::InstructionInfo;
using interp::TableEntry;

namespace {

uint16_t add_instruction(interp::Registry& registry, const char* name, interp::Handler handler) {
    static constexpr std::array kForms = {interp::Variant{}};
    InstructionInfo info{.name = name, .variants = kForms};
    const interp::Handler handlers[] = {handler};
    return registry.instruction(registry.add(std::move(info), handlers, handlers)).first_op;
}

// Why the exit goes on where it does.
Miss miss_of(const Trace& trace, uint32_t snapshot) {
    const Instr* goes_on = trace.snapshots[snapshot].frames.back().ip;
    bool of_result = false;
    for (const Node& node : trace.nodes) {
        if (node.snapshot != snapshot || node.ip != goes_on) continue;
        switch (node.op) {
            case Op::kCheckBreaker:
            case Op::kCheckValid:
            case Op::kIterNext: break;  // no item is left
            default:
                if (!node.is_of_result) return Miss::kOwn;
                of_result = true;
        }
    }
    return of_result ? Miss::kResult : Miss::kNone;
}

// Whether a look at the eval breaker leaves by this exit, too.
bool is_taken_on_request(const Trace& trace, uint32_t snapshot) {
    return std::any_of(trace.nodes.begin(), trace.nodes.end(), [snapshot](const Node& node) {
        return node.op == Op::kCheckBreaker && node.snapshot == snapshot;
    });
}

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

Payoff::Terms terms_of(Options& options) {
    const auto& values = options.of<TraceOptions>();
    Payoff::Terms terms;
    terms.asks = values.jit_budget > 0 && !values.jit_sync &&
                 options.source_of(&TraceOptions::jit_threshold) == OptionSource::kDefault;
    terms.share = values.jit_budget / 100.0;
    terms.gain = values.jit_gain / 100.0;
    terms.opening = values.jit_opening_cost / 1000.0;
    terms.per_trace = values.jit_trace_cost / 1000.0;
    terms.per_node = values.jit_node_cost / 1000.0;
    terms.node_time = values.jit_node_time / 1e6;
    terms.exit_time = values.jit_exit_time / 1e6;
    return terms;
}

std::string place_of(const Executable* exec, const Instr* ip) {
    int offset = static_cast<int>(exec->wordcode_offset(ip));
    int line = code_position(exec->code, static_cast<uint32_t>(offset)).line;
    return to_utf8(exec->code->filename.get()) + ":" + std::to_string(line);
}

uint64_t kin_of(const Code* code) {
    auto hash = [](Str* text) { return static_cast<uint64_t>(str_hash(text)); };
    constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
    return ((hash(code->filename.get()) * kOdd) ^ hash(code->qualname.get())) * kOdd +
           static_cast<uint64_t>(code->firstlineno);
}

Tier::Tier(Interpreter& interp)
    : interp_(interp),
      machine_(*static_cast<interp::Machine*>(interp.machine)),
      options_(interp.options.machine.of<TraceOptions>()),
      recorder_(*this),
      payoff_(terms_of(interp.options.machine), process_milliseconds),
      clock_(options_.jit_sync ? [] { return 0.0; } : thread_milliseconds),
      compiler_(compiler_settings()) {
    interp::Registry& registry = machine_.registry;
    loop_header_ = add_instruction(registry, "LOOP_HEADER", handle_loop_header);
    idle_header_ = add_instruction(registry, "LOOP_HEADER_IDLE", handle_idle_header);
    idle_resume_ = add_instruction(registry, "RESUME_IDLE", handle_idle_resume);
    enter_ = add_instruction(registry, "ENTER_TRACE", handle_enter_trace);
    size_t size = registry.op_count();
    table_.assign(registry.adaptive(), registry.adaptive() + size);
    table_[static_cast<size_t>(interp::Basic::kRESUME)].handler = handle_counted_resume;
    table_[static_cast<size_t>(interp::Basic::kJUMP_BACKWARD)].handler = handle_counted_jump;
    statistics_.passes.resize(passes().size());
    auto& hooks = interp.module_states.of<ForkHooks>();
    hooks.before.push_back([this] { compiler_.hold(); });
    hooks.in_parent.push_back([this] { compiler_.go_on(); });
    hooks.in_child.push_back([this] {
        look_ = {};
        compiler_.go_on_in_copy();
    });
}

Tier::~Tier() {
    interp_.watcher = {};
}

// All that compiling asks of the interpreter.
Compiler::Settings Tier::compiler_settings() {
    Compiler::Settings settings;
    settings.options = options_;
    for (const InstructionInfo& info : machine_.registry.instructions())
        settings.host.simple.push_back(reinterpret_cast<const void*>(info.simple));
    settings.host.destroyers = destroyers_by_kind(interp_);
    for (const interp::OpenPlugin& each : machine_.plugins)
        if (each.plugin->bodies.begin) settings.host.plugins.push_back(each.plugin);
    settings.host.unwind = reinterpret_cast<void*>(handle_failed_trace);
    settings.host.perf_map = options_.jit_perf;
    settings.host.debugger = options_.jit_gdb;
    settings.exit_threshold = exit_threshold();
    settings.leave = reinterpret_cast<void*>(handle_leave_trace);
    settings.tells_why_it_is_off =
        interp_.options.machine.source_of(&interp::InterpOptions::tier) != OptionSource::kDefault;
    settings.ready = [threads = interp_.threads.get()] { threads->request_all(kTraceReady); };
    settings.is_in_trace = [threads = interp_.threads.get()] { return threads->any_in_trace(); };
    return settings;
}

// --- counting and recording

void Tier::make_recording_tables() {
    const interp::Registry& registry = machine_.registry;
    size_t size = registry.op_count();
    recording_.assign(size, {handle_recorded});
    plain_.assign(registry.adaptive(), registry.adaptive() + size);
    for (size_t op = 0; op < size; ++op)
        if (registry.of_op(static_cast<uint16_t>(op)).collect) plain_[op] = registry.baseline()[op];
    plain_[static_cast<size_t>(interp::Basic::kJUMP_BACKWARD)].handler = handle_recorded_jump;
    plain_[loop_header_].handler = plain_[enter_].handler = handle_idle_header;
    machine_.traces.recording = recording();
}

bool Tier::begin(Thread& thread, TraceKind kind, Frame* frame, Instr* ip, Value* sp, RecordingOptions options,
                 Knowledge known) {
    if (closed_ || recorder_.active() || compiler_.has_failed()) return false;
    release_dead();
    if (recording_.empty()) make_recording_tables();
    ++statistics_.recordings;
    payoff_.recording_begins();
    recorder_.begin(thread, kind, frame, ip, sp, options, std::move(known));
    return true;
}

// Whether no recording is under way. One of another thread, which waits for its turn or for who knows what, is given up.
bool Tier::may_record(const Thread& thread) {
    if (!recorder_.active()) return true;
    if (recorder_.records(thread)) return false;
    recorder_.abort(AbortReason::kOtherThread);
    aborted();
    return true;
}

const TableEntry* Tier::hot(Thread& thread, Frame* frame, Instr* ip, Value* sp, const TableEntry* now) {
    ip->counter = options_.jit_threshold;
    if (!may_record(thread)) return now;
    recorded_exit_ = nullptr;
    recorded_tree_ = &trees_[ip];
    recorded_place_ = &recorded_tree_->place;
    count(*recorded_place_, options_.jit_threshold);
    if (recorded_place_->waits == Place::kUnknown)
        recorded_place_->waits = kin_.empty() ? 0 : kin_.waits(kin_of(frame->exec->code));
    if (recorded_place_->waits > 0) {
        --recorded_place_->waits;
        return now;
    }
    if (!payoff_.should_record(recorded_place_->account)) {
        look_where_it_runs(thread, true);
        ip->counter = static_cast<uint16_t>(next_look(*recorded_place_, options_.jit_threshold));
        return now;
    }
    TraceKind kind = ip->op == loop_header_ ? TraceKind::kLoop : TraceKind::kEntry;
    RecordingOptions options;
    options.follows_generators = recorded_place_->deaths == 0;
    options.wants_turn = kind == TraceKind::kLoop && recorded_place_->last_turns < Place::kMaxLastTurns;
    return begin(thread, kind, frame, ip, sp, options) ? recording() : now;
}

const TableEntry* Tier::jump(Thread& thread, Frame* frame, Instr** ip, Value* sp, const TableEntry* now) {
    Instr* jump = *ip;
    if (jump->counter == 0) {  // it has led behind the header
        Instr* header = jump + jump->offset();
        --jump->arg;
        *ip = header;
        if (header->op != loop_header_) return now;
        ++*ip;
        return hot(thread, frame, header, sp, now);
    }
    jump->counter = 0;
    Instr* header = jump + 1 + jump->offset();
    *ip = header;
    // This turn is the header's to count.
    uint32_t turns = 0;
    if (header->op == idle_header_) turns = UINT16_MAX;
    if (header->op == loop_header_ && header->counter > 0) turns = header->counter - 1;
    if (turns > 2) {
        jump->counter = static_cast<uint16_t>(turns);
        ++jump->arg;
    }
    return now;
}
// Jumps do not lead behind the header any more.
void Tier::lead_to_header(const Instr* header, Executable* exec) {
    Instr* end = exec->instructions.get() + exec->instruction_count;
    for (Instr* ip = exec->instructions.get(); ip < end; ++ip) {
        if (ip->op == static_cast<uint16_t>(interp::Basic::kJUMP_BACKWARD) && ip->counter != 0 &&
            ip + ip->offset() == header) {
            ip->counter = 0;
            --ip->arg;
        }
        ip += machine_.registry.of_op(ip->op).cache_words;
    }
}

// How often the place is to be counted before it is looked at again.
uint32_t Tier::next_look(Place& place, uint32_t least) const {
    return place.window = std::clamp(payoff_.next_look(place.account), least, uint32_t{UINT16_MAX});
}

// The place's counter has run out.
void Tier::count(Place& place, uint32_t usual) {
    uint32_t window = std::exchange(place.window, 0);
    payoff_.pass(place.account, window ? window : usual);
}

const TableEntry* Tier::exit_taken(Thread& thread, Frame* frame, Instr* ip, Value* sp, ExitRecord* exit,
                                   const TableEntry* now) {
    exit->left = exit_threshold();
    TraceRecord& parent = *traces_[exit->trace->id];
    if (parent.state != TraceRecord::State::kInstalled || !may_record(thread)) return now;
    recorded_miss_ = miss_of(*exit->trace, exit->snapshot);
    Fork& fork = parent.tree->fork(ip);
    bool varied = fork.varies, result_varied = fork.result_varies;
    Tree::Growth growth = parent.tree->next(ip, recorded_miss_);
    uint32_t misses = fork.misses[static_cast<size_t>(recorded_miss_)];
    if (fork.varies && !varied) note_varying(frame->exec, ip, false, misses);
    if (fork.result_varies && !result_varied) note_varying(frame->exec, ip, true, misses);
    if (growth == Tree::Growth::kNothing) {
        exit->left = UINT32_MAX;
        return now;
    }
    records_shared_ = growth == Tree::Growth::kSharedTrace;
    if (records_shared_ && share(parent, ip, exit, fork)) return now;
    recorded_exit_ = exit;
    recorded_tree_ = parent.tree;
    recorded_place_ = records_shared_ ? &fork.shared_place : &at_exits_[exit];
    if (recorded_place_->is_given_up()) {
        exit->left = UINT32_MAX;
        return now;
    }
    count(*recorded_place_, exit_threshold());
    if (!payoff_.should_record(recorded_place_->account)) {
        look_where_it_runs(thread, true);
        exit->left = next_look(*recorded_place_, exit_threshold());
        return now;
    }
    RecordingOptions options;
    // Callers and generators may have code that is made anew each time.
    options.follows_generators = recorded_place_->deaths == 0;
    options.goes_through = recorded_place_->failures == 0;
    options.follows_returns = options.goes_through && options.follows_generators;
    options.asks_breaker = records_shared_ || is_taken_on_request(*exit->trace, exit->snapshot);
    Knowledge known;
    if (!records_shared_) known = known_at_exit(*exit->trace, exit->snapshot);
    return begin(thread, TraceKind::kSide, frame, ip, sp, options, std::move(known)) ? recording() : now;
}

// Leads an exit to the trace that all further ones share; true also when that is being compiled, or has to do
// without.
bool Tier::share(TraceRecord& parent, Instr* ip, ExitRecord* exit, Fork& fork) {
    if (fork.shared == Fork::kNoTrace) return false;
    TraceRecord& shared = *traces_[fork.shared];
    if (shared.is_awaited) return true;
    // At its own first instruction it has got nowhere.
    if (shared.state != TraceRecord::State::kInstalled || (&shared == &parent && ip == parent.trace->start))
        exit->left = UINT32_MAX;
    else
        exit->target = shared.entry;
    return true;
}

void Tier::note_varying(const Executable* exec, const Instr* ip, bool of_result, uint32_t traces) {
    ++statistics_.varying;
    if (!options_.jit_keep_texts) return;
    uint16_t op = ip->op == enter_ ? original_op(ip) : ip->op;
    varying_.push_back({place_of(exec, ip), machine_.registry.of_op(op).name, of_result, traces});
}

void Tier::note_estimate(const Account& account, const Trace& trace) {
    for (const EstimateRecord& record : estimates_)
        if (record.account.number == account.number) return;
    estimates_.push_back({place_of(trace.exec, trace.start), kind_text(trace.kind), account,
                          static_cast<uint32_t>(trace.nodes.size())});
}
const std::vector<EstimateRecord>& Tier::estimates() {
    auto update = [this](const Place& place) {
        for (EstimateRecord& record : estimates_)
            if (record.account.number == place.account.number) record.account = place.account;
    };
    for (const auto& [start, tree] : trees_) update(tree.place);
    for (const auto& [exit, place] : at_exits_) update(place);
    return estimates_;
}

void Tier::raised(Thread& thread, Frame* frame) {
    if (!recorder_.records(thread) || !recorder_.raised(frame)) return;
    aborted();
}

const TableEntry* Tier::step(Thread& thread, Frame* frame, Instr* ip, Value* sp) {
    // It may have been given up, and another thread record.
    if (!recorder_.records(thread)) return table();
    switch (recorder_.step(thread, frame, ip, sp)) {
        case Recorder::Step::kGoOn: return recording();
        case Recorder::Step::kAborted: aborted(); break;
        case Recorder::Step::kDone: recorded(); break;
    }
    return table();
}

void Tier::aborted() {
    payoff_.recording_ends();
    ++statistics_.aborts[static_cast<size_t>(recorder_.reason())];
    Instr* start = recorder_.start();
    switch (recorder_.reason()) {
        case AbortReason::kLastTurn:
            ++recorded_place_->last_turns;
            start->counter = 1;
            recorded_place_->window = 1;
            lead_to_header(start, recorder_.start_exec());
            break;
        case AbortReason::kInnerTrace: await(recorder_.awaited()); break;
        case AbortReason::kInnerLoop: await_new(recorder_.awaited()); break;
        case AbortReason::kChanged:
            ++recorded_place_->changes;
            record_again(start, recorded_exit_);
            break;
        case AbortReason::kInterrupted:
        case AbortReason::kOtherThread: record_again(start, recorded_exit_); break;
        default: put_off(start, recorded_exit_, *recorded_place_, 1);
    }
    if (!options_.jit_keep_texts) return;
    std::string where = place_of(recorder_.start_exec(), start);
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
    waiting_.push_back({loop, recorder_.start(), recorded_exit_, recorded_place_, exec, *recorder_.start()});
    if (recorded_exit_)
        recorded_exit_->left = UINT32_MAX;
    else
        recorder_.start()->op = idle_op(recorder_.start()->op);
}
// A recording met a loop that has no trace: the place is tried again from time to time, and when that is
// there.
void Tier::await_new(const Instr* loop) {
    Instr* start = recorder_.start();
    Executable* exec = recorder_.start_exec();
    exec->has_traces = true;
    auto is_same = [&](const Waiting& waiting) {
        return waiting.loop == loop && waiting.start == start && waiting.exit == recorded_exit_;
    };
    if (loop != start && std::none_of(waiting_.begin(), waiting_.end(), is_same))
        waiting_.push_back({loop, start, recorded_exit_, recorded_place_, exec, *start});
    put_off(start, recorded_exit_, *recorded_place_, 1);
}
// The loop's trace is there, or will never be.
void Tier::go_on_behind(const Instr* loop) {
    std::erase_if(waiting_, [&](const Waiting& waiting) {
        if (waiting.loop != loop) return false;
        waiting.place->failures = 0;
        waiting.place->window = 1;
        if (waiting.exit) {
            waiting.exit->left = 1;
        } else {
            *waiting.start = waiting.original;
            waiting.start->counter = 1;
            lead_to_header(waiting.start, const_cast<Executable*>(waiting.exec));
        }
        return true;
    });
}

// Of a place that is not counted for now, or any more.
uint16_t Tier::idle_op(uint16_t op) const {
    return op == loop_header_ ? idle_header_ : idle_resume_;
}

// A recording that took for granted what changes (the next one knows better), or that another thread has ended.
void Tier::record_again(Instr* start, ExitRecord* exit) {
    recorded_place_->window = 1;
    if (exit) {
        exit->left = 1;
    } else {
        start->counter = 1;
        lead_to_header(start, recorder_.start_exec());
    }
}

// A place where no trace came about: it is tried again later, a few times.
void Tier::put_off(Instr* start, ExitRecord* exit, Place& place, uint32_t failures) {
    place.failures += failures;
    uint32_t distance = 2 * place.failures;
    place.window = exit ? exit_threshold() << distance
                        : std::min<uint32_t>(uint32_t{options_.jit_threshold} << distance, 65535);
    if (exit) {
        exit->left = place.is_given_up() ? UINT32_MAX : place.window;
    } else if (!place.is_given_up()) {
        start->counter = static_cast<uint16_t>(place.window);
    } else {
        start->op = idle_op(start->op);
        go_on_behind(start);
    }
}

// The recorder has a whole trace.
void Tier::recorded() {
    payoff_.recording_ends();
    Account& account = recorded_place_->account;
    if (!payoff_.should_compile(account, static_cast<uint32_t>(recorder_.trace()->nodes.size()),
                                recorded_exit_ != nullptr)) {
        ++statistics_.estimates;
        if (options_.jit_keep_texts) note_estimate(account, *recorder_.trace());
        if (recorded_exit_)
            recorded_exit_->left = next_look(*recorded_place_, exit_threshold());
        else
            recorder_.start()->counter =
                static_cast<uint16_t>(next_look(*recorded_place_, options_.jit_threshold));
        recorder_.abort();
        return;
    }
    auto record = std::make_unique<TraceRecord>();
    record->trace = recorder_.take();
    Trace& trace = *record->trace;
    trace.id = static_cast<uint32_t>(traces_.size());
    record->recorded_nodes = trace.nodes.size();
    record->passes.resize(passes().size());
    if (const Node& last = trace.nodes.back(); last.op == Op::kLink)
        record->link_slot = &traces_[last.number]->entry;
    record->root = trace.id;
    record->estimate = payoff_.buy(account);
    record->tree = recorded_tree_;
    record->origin = recorded_place_;
    if (recorded_exit_) {
        trace.parent = recorded_exit_->trace->id;
        trace.parent_exit = recorded_exit_->snapshot;
        recorded_exit_->left = UINT32_MAX;
        record->root = traces_[trace.parent]->root;
        traces_[record->root]->branches.push_back(trace.id);
        record->is_shared = records_shared_;
        if (records_shared_)
            recorded_tree_->add_shared(trace.start, trace.id);
        else
            recorded_tree_->add(trace.start, recorded_miss_);
    }
    std::erase_if(waiting_, [&](const Waiting& waiting) {
        return waiting.start == trace.start && waiting.exit == recorded_exit_;
    });
    for (const FrameRecord& frame : trace.frames) {
        frame.exec->has_traces = true;
        record->codes.push_back(frame.exec);
    }
    for (const Watched& watched : trace.watched) {
        watches_.rely(trace.id, watched);
        if (options_.jit_keep_texts)
            record->watched += (record->watched.empty() ? "" : ", ") + describe(watched);
    }
    record->place = place_of(trace.exec, trace.start);
    TraceRecord* added = record.get();
    traces_.push_back(std::move(record));
    entries_.push_back(&added->entry);
    interp_.threads->for_each([this](Thread& thread) { thread.trace_entries = entries_.data(); });
    if (!recorded_exit_) {
        // Until the trace is there, the place is not counted.
        added->original = *trace.start;
        trace.start->op = idle_op(trace.start->op);
    }
    if (options_.jit_dump.has(TraceDump::kTrace)) dump_trace("recorded", *added, print(trace));
    if (options_.jit_sync) {
        compiler_.compile(*added);
        install(*added);
    } else {
        compiler_.submit(added);
    }
}

void Tier::stop_recording(const Thread& thread) {
    if (recorder_.records(thread)) recorder_.abort();
}

// Asked for by the eval breaker: installs what has been compiled.
void Tier::serve(Thread& thread) {
    if (look_.thread == &thread) {
        if (std::optional<bool> saw_trace = compiler_.take_look()) {
            if (*saw_trace) payoff_.ran_in_traces(thread_milliseconds() - look_.asked_at);
            look_ = {};
            look_where_it_runs(thread, false);
        }
    }
    for (TraceRecord* record : compiler_.take_ready()) install(*record);
    release_dead();
}

// Finds out before long whether a trace is under way then; again and again, for some time after a place has been
// refused.
void Tier::look_where_it_runs(const Thread& thread, bool refused) {
    constexpr uint32_t kLooks = 100;
    looks_ = refused ? 0 : looks_ + 1;
    if (look_.thread == &thread || looks_ > kLooks || statistics_.traces == 0 || !payoff_.lacks_money())
        return;
    look_ = {&thread, thread_milliseconds()};
    compiler_.look_later();
}

Id Tier::trace_at(const Instr* ip) {
    return ip->op == enter_ && traces_[ip->arg]->state == TraceRecord::State::kInstalled ? ip->arg : kNoId;
}
bool Tier::loops(Id trace) {
    return traces_[trace]->trace->nodes.back().op == Op::kLoop;
}
bool Tier::is_compiling(const Instr* ip) {
    for (auto& record : traces_)
        if (record->state == TraceRecord::State::kCompiling && record->trace->start == ip &&
            record->trace->kind != TraceKind::kSide)
            return true;
    return false;
}
uint16_t Tier::original_op(const Instr* ip) {
    return traces_[ip->arg]->original.op;
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
    traces.stop_recording = [](Thread& thread) { tier_of(thread)->stop_recording(thread); };
    traces.serve = [](Thread& thread) { tier_of(thread)->serve(thread); };
    traces.executable_freed = [](void* state, Executable* exec) {
        static_cast<Tier*>(state)->executable_freed(exec);
    };
    traces.visit = [](void* state, const Executable* exec, Visitor& visitor) {
        static_cast<Tier*>(state)->visit(exec, visitor);
    };
    traces.can_drop = [](void* state) { return static_cast<Tier*>(state)->can_drop(); };
    traces.drop = [](void* state, const std::function<bool(const Object*)>& is_gone) {
        static_cast<Tier*>(state)->drop(is_gone);
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
