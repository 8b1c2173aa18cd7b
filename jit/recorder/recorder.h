// The recorder: sees each instruction before the interpreter runs it and appends to a trace what it will do.
// Follows calls into Python functions and returns from them. See docs/jit.md.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "interp/registry.h"
#include "jit/ir/ir.h"

namespace moult::jit {

using interp::Instr;
using moult::Frame;

// Why a recording was given up. X(name, text)
#define MOULT_ABORT_REASONS(X)                                     \
    X(kNone, "")                                                   \
    X(kTooLong, "trace too long")                                  \
    X(kTooDeep, "calls nested too deeply")                         \
    X(kInnerLoop, "an inner loop that has no trace yet")           \
    X(kInnerTrace, "an inner loop that is being compiled")         \
    X(kLastTurn, "it was the loop's last turn")                    \
    X(kException, "an exception was raised")                       \
    X(kLeft, "the frame was left")                                 \
    X(kUnsupported, "an instruction that is not followed")         \
    X(kNotStable, "the loop came back with another stack")         \
    X(kChanged, "what it took for granted has changed")            \
    X(kInterrupted, "a signal or another request came in between") \
    X(kOtherThread, "another thread went on, and records")         \
    X(kCollects, "the program asks for a collection, which would find the trace under way")
enum class AbortReason : uint8_t {
#define MOULT_ENUM(name, text) name,
    MOULT_ABORT_REASONS(MOULT_ENUM)
#undef MOULT_ENUM
};
const char* abort_text(AbortReason);

// What the recorder must know about other traces.
struct RecorderHost {
    virtual ~RecorderHost() = default;
    // The trace that is entered at the instruction, or kNoId.
    virtual Id trace_at(const Instr*) = 0;
    // Whether that trace comes round to its own beginning.
    virtual bool loops(Id trace) = 0;
    // Whether a trace that begins at the instruction is being compiled.
    virtual bool is_compiling(const Instr*) = 0;
    // Whether something new comes by at the instruction each time: it is recorded as what it is to any
    // values; and whether the result of the instruction before is of another type each time.
    virtual bool varies(const Instr*) = 0;
    virtual bool result_varies(const Instr*) = 0;
    // What the instruction was before a trace was installed there.
    virtual uint16_t original_op(const Instr*) = 0;
    virtual uint16_t loop_header_op() = 0;
    virtual uint16_t idle_header_op() = 0;  // of a loop that is not traced any more
    virtual uint16_t idle_resume_op() = 0;  // of a function that is not traced any more
    virtual uint16_t enter_op() = 0;
    // Whether traces may take for granted that it does not change, and then: has changes told.
    virtual bool can_watch(const interp::Watched&) = 0;
    virtual void watch(const interp::Watched&) = 0;
    // Gives up references where Python code may run.
    virtual void release_later(std::vector<Value>) = 0;
};

// Where a member lies in its object, in words: the number of a load.
inline uint64_t word_of(const Object* object, const void* member) {
    return static_cast<uint64_t>(static_cast<const char*>(member) - reinterpret_cast<const char*>(object)) /
           sizeof(Value);
}

struct RecordingOptions {
    bool wants_turn = false;       // a loop's trace has to come back to its head before it leaves the loop
    bool follows_returns = false;  // ... out of the frame in which the recording began
    bool goes_through = false;     // ... the head of a loop whose own trace only leads to another
    bool follows_generators = true;
    bool asks_breaker = false;  // at its start, as whoever comes there may have been sent by a request
};

class Recorder {
  public:
    explicit Recorder(RecorderHost& host) : host_(host) {}

    bool active() const { return trace_ != nullptr; }
    bool records(const Thread& thread) const { return active() && thread_ == &thread; }
    const Trace* trace() const { return trace_.get(); }
    // Starts at `ip`: a loop header or a RESUME (which the trace then begins behind), or any instruction of a
    // side trace, of whose frame its parent may know something. The frame is the thread's innermost.
    void begin(Thread&, TraceKind, Frame*, Instr* ip, Value* sp, RecordingOptions = {}, Knowledge = {});

    enum class Step : uint8_t { kGoOn, kDone, kAborted };
    // The instruction at ip is about to run. kDone: finished() has the trace; kAborted: reason() tells why.
    Step step(Thread&, Frame*, Instr* ip, Value* sp);
    // An exception unwinds the frame. True when that ends the recording.
    bool raised(const Frame*);
    std::unique_ptr<Trace> take() { return std::move(trace_); }
    void abort() { drop(); }
    void abort(AbortReason reason) {
        reason_ = reason;
        drop();
    }
    // The program has asked for a collection since the recording began.
    bool saw_collection() const;
    AbortReason reason() const { return reason_; }
    Instr* start() const { return start_; }
    Executable* start_exec() const { return start_exec_; }
    bool uses(const Executable*) const;
    // Whether what has been recorded takes it for granted; name null: anything about the object.
    bool relies_on(const Object*, const Str* name) const;
    // It has changed: the recording goes on to see what else does, but gives no trace.
    void spoil() { spoiled_ = true; }
    const char* abort_instruction() const { return instruction_; }
    const Instr* awaited() const { return ip_; }  // kInnerTrace: the loop's head

  private:
    struct FrameState {
        uint16_t index = 0;      // in Trace::frames
        Frame* frame = nullptr;  // as the interpreter has it
        std::vector<Id> locals;  // kNoId: as in memory
        std::vector<Id> stack;
        bool reload = false;      // memory has changed since the start: load_local instead of local
        bool knows_names = true;  // its globals and builtins are those that it has now
        int names_check = -1;     // ... because a check of names_checks_ has asked
    };

    // What the next step has to see first.
    struct Pending {
        Id result = kNoId;   // its type is to be looked at
        int32_t local = -1;  // where it lies: a local, or the stack's top
        Id branch = kNoId;   // a bool that decides between two instructions
        const Instr* if_true = nullptr;
        const Instr* if_false = nullptr;
        Id item = kNoId;  // of a FOR_ITER
        const Instr* exhausted = nullptr;
        const Instr* with_item = nullptr;  // where the item is on the stack
        int32_t item_local = -1;
        bool keep = false;  // branch: the value stays on the stack when the jump (`target`) is taken
        const Instr* target = nullptr;
        bool reload = false;  // memory has the operand stack from `kept` on, and perhaps the locals
        size_t kept = 0;
        bool reload_locals = false;
        bool breaker = false;
        bool skip_frames = false;  // a call is made: what runs in other frames is not part of the trace
        bool enters = false;       // a frame was entered: its FrameState waits in `callee`
        const Instr* expected = nullptr;
    };

    FrameState& top() { return frames_.back(); }
    // --- nodes
    Node& append(Op op, std::initializer_list<Id> operands = {});
    Node& append(Op op, const std::vector<Id>& operands);
    Id last() const { return static_cast<Id>(trace_->nodes.size() - 1); }
    Id constant(Value value);
    uint32_t copy_cache(const interp::InstructionInfo&);
    void hold(Value value);
    ValueType type_of(Id id) const { return types_[id]; }
    void learn(Id id, ValueType type) { types_[id] = type; }
    bool is_const(Id id) const { return trace_->nodes[id].op == Op::kConst; }
    void incref(Id id);
    void decref(Id id);
    void check_type(Id id, Value value);
    void ask_type(Id id, Value value);
    void check_is(Id id, Value value);
    // --- state
    uint32_t snapshot_at(const Instr* ip);
    uint32_t snapshot();  // of the current instruction's start
    void check_names(const Frame*, uint32_t snapshot);
    void drop_unused();
    Id local(uint32_t index);
    void set_known(const std::vector<ValueType>&, uint32_t index, Value actual);
    void set_local(uint32_t index, Id value);
    void push(Id id) { top().stack.push_back(id); }
    Id pop();
    Value actual_local(uint32_t index) const { return frame_->locals()[index]; }
    // --- instructions, by group
    bool finish_previous();
    bool finish_branch(const Pending&);
    bool finish_item(const Pending&);
    bool record();
    bool record_control(interp::InstructionInfo const&);
    bool record_value(const interp::InstructionInfo&, const interp::Variant&);
    bool record_generic(const interp::InstructionInfo&, const interp::Variant&, std::vector<Id>&);
    bool complete(const interp::InstructionInfo&, const interp::Variant&, Id result,
                  const std::vector<Id>& operands, bool takes_left);
    bool record_any_method(uint32_t oparg, Id owner, bool on_stack);
    bool record_load_method(const interp::InstructionInfo&, const interp::Variant&);
    bool record_for_iter(const interp::InstructionInfo&, const interp::Variant&);
    bool record_unpack(const interp::InstructionInfo&, const interp::Variant&);
    bool record_call(const interp::InstructionInfo&);
    bool record_enter(const interp::InstructionInfo&, const std::vector<Id>& operands);
    bool record_any_call(uint32_t count, Value names, uint32_t length);
    bool record_return(Id result);
    bool record_resume(const interp::InstructionInfo&, Id iterator, Value generator);
    bool record_yield();
    bool record_truth_jump(Id value, Value actual, bool owned, bool jump_if, bool keep);
    bool record_callout(const interp::InstructionInfo&);
    bool record_build(const interp::InstructionInfo&);
    bool record_free_variables();
    bool record_header();
    void drop();
    bool assume(const interp::TraceInfo*, Value* operands, uint32_t oparg);
    bool assume(const interp::WatchList&);
    bool are_constants(const std::vector<Id>& operands) const;
    Id guarded_place(const interp::InstructionInfo&, const std::vector<Id>& operands, const Value* values,
                     uint32_t oparg, uint32_t cache);
    void emit_guard(const interp::InstructionInfo&, const std::vector<Id>& operands, Value* values,
                    uint32_t oparg, uint32_t cache);
    void emit_full_guard(const interp::InstructionInfo&, const std::vector<Id>& operands, const Value* values,
                         uint32_t oparg, uint32_t cache);
    bool fail(AbortReason reason) {
        reason_ = reason;
        return false;
    }
    bool end(Op op, uint64_t number = 0);
    bool record_base_return(Id value);

    RecorderHost& host_;
    std::unique_ptr<Trace> trace_;
    std::vector<FrameState> frames_;
    std::vector<ValueType> types_;
    std::unordered_map<uint64_t, Id> constants_;
    std::unordered_map<const Instr*, int> visited_headers_;
    AbortReason reason_ = AbortReason::kNone;
    const char* instruction_ = "";
    Instr* start_ = nullptr;
    Executable* start_exec_ = nullptr;
    bool done_ = false, spoiled_ = false;
    RecordingOptions options_;
    int base_returns_ = 0;  // out of base frames
    int depth_ = 0;         // the thread's recursion depth in the innermost frame of the trace
    uint32_t instructions_ = 0;
    uint64_t collections_ = 0;  // asked for before the recording
    uint32_t room_values_ = 0, room_frames_ = 0;

    // The instruction at hand.
    Thread* thread_ = nullptr;
    const interp::Registry* registry_ = nullptr;
    Frame* frame_ = nullptr;
    Instr* ip_ = nullptr;
    Value* sp_ = nullptr;
    uint32_t snapshot_ = kNoId;
    bool varies_ = false;

    struct NamesCheck {
        Id node;
        bool is_used = false;
    };
    std::vector<NamesCheck> names_checks_;

    Pending pending_;
    FrameState callee_;
};

}  // namespace moult::jit
