// The trace tier of one interpreter: hot loops and functions are counted, recorded, compiled and entered;
// exits that become hot grow side traces. Installed on top of the specializer like a plugin. See docs/jit.md.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "jit/compiler.h"
#include "jit/recorder/recorder.h"
#include "jit/watches.h"

namespace moult::jit {

struct TierStatistics {
    uint64_t recordings = 0, traces = 0, side_traces = 0, failed = 0, invalidated = 0;
    uint64_t outdated = 0;     // because something has changed that they took for granted
    uint64_t shared = 0;       // side traces for all exits that go on at one instruction
    uint64_t estimates = 0;    // recordings that have only told what compiling would take
    uint64_t varying = 0;      // instructions that are not asked any more what comes by
    uint64_t aborts[32] = {};  // by AbortReason
    double pass_milliseconds = 0, compile_milliseconds = 0;
    uint64_t code_bytes = 0;
    std::vector<PassStatistics> passes;
};

// One recording that was given up, for reports.
struct AbortRecord {
    std::string where;  // "file:line"
    AbortReason reason;
    std::string instruction;
    uint32_t times = 0;
};

// An instruction that brought something new each time, for reports.
struct VaryingRecord {
    std::string where, instruction;
    bool of_result = false;  // the result before, rather
    uint32_t traces = 0;     // that it had led to by then
};

// A place whose cost is known, but which has not been compiled yet, for reports.
struct EstimateRecord {
    std::string where;
    const char* kind = "";
    Account account;  // as last seen
    uint32_t nodes = 0;
};

class Tier final : public RecorderHost {
  public:
    explicit Tier(Interpreter&);
    ~Tier() override;

    // --- for the handlers in tier.cpp
    const interp::TableEntry* table() const { return table_.data(); }
    const interp::TableEntry* recording() const { return recording_.data(); }
    interp::Handler plain(uint16_t op) const { return plain_[op].handler; }
    // Each gives the dispatch table to go on with; `now`: the one in use.
    const interp::TableEntry* hot(Thread&, Frame*, Instr*, Value* sp, const interp::TableEntry* now);
    const interp::TableEntry* exit_taken(Thread&, Frame*, Instr*, Value* sp, ExitRecord*,
                                         const interp::TableEntry* now);
    const interp::TableEntry* step(Thread&, Frame*, Instr*, Value* sp);
    // A backward jump whose counter has run out; `ip` becomes where it leads.
    const interp::TableEntry* jump(Thread&, Frame*, Instr** ip, Value* sp, const interp::TableEntry* now);
    void raised(Thread&, Frame*);
    void stop_recording(const Thread&);
    void serve(Thread&);
    void executable_freed(Executable*);
    // What the traces that begin in this code hold, as fields of the code that keep nothing alive.
    void visit(const Executable*, Visitor&);
    // Milliseconds, by which it is told whether a trace has lived long enough to be worth its compilation. The usual clock is
    // the thread's processor time; where everything compiles at once (jit_sync), so that runs repeat, it stands still.
    void set_clock(Payoff::Clock clock) { clock_ = std::move(clock); }
    // No trace is under way, so that what traces hold can go with them; what dead ones hold goes at once.
    bool can_drop();
    // Ends the traces that hold an object for which this is true, and lets go of what they hold.
    void drop(const std::function<bool(const Object*)>& is_gone);
    // Of a watched object.
    void changed(const Object*, const Str* name);
    void freed(const Object*);

    // --- RecorderHost
    Id trace_at(const Instr*) override;
    bool loops(Id trace) override;
    bool is_compiling(const Instr*) override;
    bool varies(const Instr* ip) override { return recorded_tree_->varies(ip); }
    bool result_varies(const Instr* ip) override { return recorded_tree_->result_varies(ip); }
    uint16_t original_op(const Instr*) override;
    uint16_t loop_header_op() override { return loop_header_; }
    uint16_t idle_header_op() override { return idle_header_; }
    uint16_t idle_resume_op() override { return idle_resume_; }
    uint16_t enter_op() override { return enter_; }
    bool can_watch(const Watched&) override;
    void watch(const Watched& watched) override { watches_.add(watched); }
    void release_later(std::vector<Value>) override;

    // --- reports
    const TraceOptions& options() const { return options_; }
    const TierStatistics& statistics() const { return statistics_; }
    const Watches& watches() const { return watches_; }
    const Payoff& payoff() const { return payoff_; }
    const std::deque<std::unique_ptr<TraceRecord>>& traces() const { return traces_; }
    const std::vector<AbortRecord>& aborts() const { return abort_records_; }
    const std::vector<VaryingRecord>& varying() const { return varying_; }
    const std::vector<EstimateRecord>& estimates();
    // Takes all traces out of the code: before the interpreter ends. A compilation that is under way goes on.
    void shut_down();
    bool is_compiling() { return compiler_.is_busy(); }

  private:
    bool begin(Thread&, TraceKind, Frame*, Instr*, Value* sp, RecordingOptions, Knowledge = {});
    bool may_record(const Thread&);
    void make_recording_tables();
    void recorded();
    void aborted();
    void count(Place&, uint32_t usual);
    uint32_t exit_threshold() const;
    bool share(TraceRecord&, Instr*, ExitRecord*, Fork&);
    void note_varying(const Executable*, const Instr*, bool of_result, uint32_t traces);
    void note_estimate(const Account&, const Trace&);
    void record_again(Instr* start, ExitRecord*);
    void look_where_it_runs(const Thread&, bool refused);
    void lead_to_header(const Instr* header, Executable*);
    uint32_t next_look(Place&, uint32_t least) const;
    void await(const Instr* loop);
    void await_new(const Instr* loop);
    void go_on_behind(const Instr* loop);
    uint16_t idle_op(uint16_t op) const;
    void put_off(Instr* start, ExitRecord*, Place&, uint32_t failures);
    void install(TraceRecord&);
    void uninstall(TraceRecord&);
    void end(TraceRecord&);
    void orphan(TraceRecord&);
    void outdate(TraceRecord&);
    void cancel(const std::function<bool(const TraceRecord&)>& concerns);
    void forget(const Executable*);
    bool has_paid(const TraceRecord&) const;
    bool anything_under_way() const;
    void release_dead();
    void release(std::vector<Value>&);
    Compiler::Settings compiler_settings();

    Interpreter& interp_;
    interp::Machine& machine_;
    const TraceOptions& options_;  // the interpreter's
    TierStatistics statistics_;
    uint16_t loop_header_ = 0, idle_header_ = 0, idle_resume_ = 0, enter_ = 0;
    std::vector<interp::TableEntry> table_, recording_, plain_;
    Recorder recorder_;
    // Of the recording under way.
    ExitRecord* recorded_exit_ = nullptr;  // of a side trace
    Tree* recorded_tree_ = nullptr;
    Place* recorded_place_ = nullptr;
    bool records_shared_ = false;
    Miss recorded_miss_ = Miss::kNone;

    std::deque<std::unique_ptr<TraceRecord>> traces_;
    std::vector<void**> entries_;            // of the traces, for Thread::trace_entries
    std::map<const void*, Tree> trees_;      // by the instruction at which their roots start
    std::map<const void*, Place> at_exits_;  // by ExitRecord
    Kin kin_;
    Watches watches_;
    Payoff payoff_;
    Payoff::Clock clock_;
    // Places that wait for an inner loop's trace.
    struct Waiting {
        const Instr* loop;
        Instr* start;
        ExitRecord* exit;  // of a side trace, else null
        Place* place;
        const Executable* exec;
        Instr original;
    };
    std::vector<Waiting> waiting_;
    std::vector<AbortRecord> abort_records_;
    std::vector<VaryingRecord> varying_;
    std::vector<EstimateRecord> estimates_;
    std::vector<Value> unheld_;  // references of recordings that were given up
    bool closed_ = false, has_dead_ = false;
    // A look at where the program is that the compiler's thread has been asked for.
    struct Look {
        const Thread* thread = nullptr;
        double asked_at = 0;  // by the thread's clock
    };
    Look look_;
    uint32_t looks_ = 0;  // since a place has been refused
    Compiler compiler_;   // the first to go: it has some of the traces
};

// Makes the trace tier, as the interpreter's options say, its highest. After install_specializer, before any
// code runs.
Tier* install_trace_tier(Interpreter&);
inline Tier* tier_of(Thread& thread) {
    return static_cast<Tier*>(interp::machine_of(thread).traces.state);
}
// "file:line" of an instruction.
std::string place_of(const Executable*, const Instr*);
// What code that is made anew from the same text has in common.
uint64_t kin_of(const Code*);
// As the options say. Everything pays where tests and repeatable runs ask for it.
Payoff::Terms terms_of(Options&);

}  // namespace moult::jit
