// The life of a trace that has been recorded: installed, outdated, taken out again, released. Part of Tier
// (tier.h).
#include "interp/calls.h"
#include "jit/handlers.h"
#include "jit/tier.h"
#include "runtime/model/visitor.h"
#include "runtime/threads/threads.h"

namespace moult::jit {

void Tier::install(TraceRecord& record) {
    Trace& trace = *record.trace;
    bool is_side = trace.kind == TraceKind::kSide;
    record.is_awaited = false;
    for (size_t i = 0; i < record.passes.size(); ++i) {
        PassStatistics& sum = statistics_.passes[i];
        sum.runs += record.passes[i].runs;
        sum.changes += record.passes[i].changes;
        sum.milliseconds += record.passes[i].milliseconds;
    }
    record.passes.clear();
    payoff_.paid(record.estimate, record.spent);
    if (closed_) return;
    if (record.state == TraceRecord::State::kDead) return void(has_dead_ = true);
    if (!record.compiled.error.empty()) {
        record.state = TraceRecord::State::kFailed;
        ++statistics_.failed;
        if (is_side) return;
        *trace.start = record.original;
        put_off(trace.start, nullptr, *record.origin, Place::kMaxFailures);
        return;
    }
    // A trace that exits share does not go with the first of them.
    TraceRecord* parent = is_side ? traces_[trace.parent].get() : nullptr;
    const TraceRecord* needed = record.is_shared ? traces_[record.root].get() : parent;
    if (!record.valid || (needed && needed->state != TraceRecord::State::kInstalled)) {
        end(record);
        if (!is_side) *trace.start = record.original;
        return;
    }
    record.state = TraceRecord::State::kInstalled;
    record.installed_at = clock_();
    record.entry = record.compiled.code;
    statistics_.compile_milliseconds += record.compiled.milliseconds;
    statistics_.code_bytes += record.compiled.size;
    if (is_side) {
        ++statistics_.side_traces;
        statistics_.shared += record.is_shared;
        if (parent->state == TraceRecord::State::kInstalled)
            parent->exits[trace.parent_exit].target = record.entry;
        return;
    }
    ++statistics_.traces;
    trace.start->op = enter_;
    trace.start->arg = trace.id;
    lead_to_header(trace.start, trace.exec);
    go_on_behind(trace.start);
}

// It will not be entered any more. What is known of its place may go away.
void Tier::end(TraceRecord& record) {
    record.state = TraceRecord::State::kDead;
    has_dead_ = true;
    orphan(record);
}
void Tier::orphan(TraceRecord& record) {
    record.valid = 0;
    if (record.is_shared && record.tree) record.tree->fork(record.trace->start).shared = Fork::kNoTrace;
    record.tree = nullptr;
    record.origin = nullptr;
}

// Takes an installed trace out, and the side traces that cannot be reached without it.
void Tier::uninstall(TraceRecord& record) {
    if (record.state != TraceRecord::State::kInstalled) return;
    std::vector<TraceRecord*> gone = {&record};
    TraceRecord& root = *traces_[record.root];
    bool is_root = &record == &root;
    for (size_t i = 0; i < gone.size(); ++i)
        for (uint32_t id : root.branches) {
            TraceRecord& other = *traces_[id];
            bool goes = other.is_shared ? is_root && i == 0 : other.trace->parent == gone[i]->trace->id;
            if (!goes) continue;
            if (other.is_awaited)
                orphan(other);
            else if (other.state == TraceRecord::State::kInstalled)
                gone.push_back(&other);
        }
    for (TraceRecord* other : gone) {
        ++statistics_.invalidated;
        end(*other);
        other->entry = reinterpret_cast<void*>(handle_gone);
        const Trace& trace = *other->trace;
        if (recorder_.active() && recorded_exit_ && recorded_exit_->trace == &trace) recorder_.abort();
        std::erase_if(waiting_,
                      [&](const Waiting& waiting) { return waiting.exit && waiting.exit->trace == &trace; });
    }
    if (is_root) *record.trace->start = record.original;
    if (closed_) return;
    // No exit leads to any of them.
    auto is_gone = [&](const void* code) {
        return std::any_of(gone.begin(), gone.end(),
                           [code](const TraceRecord* other) { return other->compiled.code == code; });
    };
    auto close = [&](TraceRecord& other) {
        for (size_t i = 0; !other.is_awaited && other.exits && i < other.trace->snapshots.size(); ++i) {
            ExitRecord& exit = other.exits[i];
            if (exit.target == reinterpret_cast<void*>(handle_leave_trace) || !is_gone(exit.target)) continue;
            exit.target = reinterpret_cast<void*>(handle_leave_trace);
            exit.left = exit_threshold();
        }
    };
    close(root);
    for (uint32_t id : root.branches) close(*traces_[id]);
    std::erase_if(root.branches, [this](uint32_t id) {
        return !traces_[id]->is_awaited && traces_[id]->state == TraceRecord::State::kDead;
    });
}

// --- what traces take for granted

bool Tier::can_watch(const Watched& watched) {
    return takes_for_granted(options_) && watches_.is_steady(watched) &&
           recorded_place_->changes < Place::kMaxChanges;
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
    record.valid = 0;
    ++statistics_.outdated;
    ++record.origin->changes;
    if (trace.kind == TraceKind::kSide && traces_[trace.parent]->state == TraceRecord::State::kInstalled)
        traces_[trace.parent]->exits[trace.parent_exit].left = exit_threshold();
    if (record.is_awaited) return;  // install will see it
    uninstall(record);
    interp_.threads->request_all(kTraceReady);  // to release it
}

// What is being compiled, and concerns whoever asks, will not be installed.
void Tier::cancel(const std::function<bool(const TraceRecord&)>& concerns) {
    for (TraceRecord* record : compiler_.withdraw(concerns)) {
        record->is_awaited = false;
        payoff_.paid(record->estimate, 0);
    }
    for (auto& record : traces_) {
        if (record->state != TraceRecord::State::kCompiling || !concerns(*record)) continue;
        if (record->origin) ++record->origin->deaths;
        end(*record);
        // The place itself may live on: it is counted again.
        if (record->trace->kind == TraceKind::kSide) continue;
        *record->trace->start = record->original;
        go_on_behind(record->trace->start);
    }
}

void Tier::visit(const Executable* exec, Visitor& visitor) {
    for (auto& record : traces_)
        if (record->trace->exec == exec && !record->code_is_gone)
            for (Value& value : record->trace->held) visitor.visit_cached(value);
}

bool Tier::can_drop() {
    if (anything_under_way()) return false;
    if (recorder_.active() && recorder_.saw_collection()) {
        recorder_.abort(AbortReason::kCollects);
        aborted();
    }
    release_dead();
    return true;
}

void Tier::drop(const std::function<bool(const Object*)>& is_gone) {
    auto holds = [&](const TraceRecord& record) {
        const std::vector<Value>& held = record.trace->held;
        return std::any_of(held.begin(), held.end(),
                           [&](Value value) { return value.is_object() && is_gone(value.as_object()); });
    };
    if (std::none_of(traces_.begin(), traces_.end(), [&](auto& record) { return holds(*record); })) return;
    cancel(holds);
    for (auto& record : traces_) {
        if (!holds(*record)) continue;
        if (record->origin) ++record->origin->deaths;
        uninstall(*record);
        if (record->state == TraceRecord::State::kFailed) end(*record);
    }
    release_dead();
}

// Code goes away: nothing of it runs any more, so that its traces cannot be entered.
void Tier::executable_freed(Executable* exec) {
    if (recorder_.active() && recorder_.uses(exec)) recorder_.abort();
    auto refers = [exec](const TraceRecord& record) {
        return std::find(record.codes.begin(), record.codes.end(), exec) != record.codes.end();
    };
    cancel(refers);
    if (!closed_) {
        bool any = false, paid = false;
        for (auto& record : traces_) {
            if (record->trace->exec != exec || record->code_is_gone) continue;
            any = true;
            paid |= has_paid(*record);
        }
        if (any) kin_.died(kin_of(exec->code), paid);
    }
    for (auto& record : traces_) {
        if (record->code_is_gone || !refers(*record)) continue;
        record->code_is_gone = true;
        if (record->origin) ++record->origin->deaths;
        uninstall(*record);
        if (record->state == TraceRecord::State::kFailed) end(*record);
    }
    forget(exec);
}

// Whether the time since it was installed can have made up for its compilation.
bool Tier::has_paid(const TraceRecord& record) const {
    if (record.state != TraceRecord::State::kInstalled) return false;
    constexpr double kTimes = 4;
    return clock_() - record.installed_at > kTimes * record.compiled.milliseconds;
}

// What is known of places in code that is freed: other code may come to lie there.
void Tier::forget(const Executable* exec) {
    const Instr* begin = exec->instructions.get();
    const Instr* end = begin + exec->instruction_count;
    std::erase_if(waiting_, [exec](const Waiting& waiting) { return waiting.exec == exec; });
    for (bool found = true; found;) {
        found = false;
        for (const Waiting& waiting : waiting_) {
            if (waiting.loop < begin || waiting.loop >= end) continue;
            go_on_behind(waiting.loop);
            found = true;
            break;
        }
    }
    trees_.erase(trees_.lower_bound(begin), trees_.lower_bound(end));
    for (auto& [start, tree] : trees_) tree.forget(begin, end);
}

// Whether a thread may come back into a trace: it is in one, or the interpreter calls itself there, and maybe did so
// from one.
bool Tier::anything_under_way() const {
    bool any = false;
    interp_.threads->for_each([&](const Thread& thread) { any |= thread.calls > 1 || thread.is_in_trace(); });
    return any;
}

// Frees the code of dead traces and what they have kept alive. Only where no trace can be under way.
void Tier::release_dead() {
    if (!has_dead_ || anything_under_way()) return;
    has_dead_ = false;
    release(unheld_);
    for (size_t i = 0; i < traces_.size(); ++i) {
        TraceRecord& record = *traces_[i];
        if (record.state != TraceRecord::State::kDead || record.is_awaited) continue;
        if (record.compiled.code) compiler_.release(record.compiled.handle);
        record.compiled.code = nullptr;
        if (record.exits && !options_.jit_keep_texts) {
            const ExitRecord* exits = record.exits.get();
            at_exits_.erase(at_exits_.lower_bound(exits),
                            at_exits_.lower_bound(exits + record.trace->snapshots.size()));
        }
        std::vector<Value> held = std::move(record.trace->held);
        if (!options_.jit_keep_texts) {
            record.exits.reset();
            record.trace->shrink();
        }
        release(held);
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
    compiler_.close();
    for (auto& record : traces_) uninstall(*record);
    interp_.watcher = {};
    watches_.clear();
    // What the traces have kept alive dies in the order in which it was recorded.
    for (auto& record : traces_) release(record->trace->held);
    release(unheld_);
}

}  // namespace moult::jit
